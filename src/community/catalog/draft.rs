//! A class as it is drafted in a form: the files that would hold it, and the catalogue with it.
//!
//! Nothing is published from a draft. Its files are those that people review: `{slug}.toml` and the
//! messages to add to `i18n/en.json` and `i18n/qqq.json`. They are read by the same loader as all
//! others, and each fault leads back to the field of the form that it comes from.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::fault::{Faults, Finding};
use super::sources::{Source, Sources};
use super::{Catalog, Learning};

/// The version of a class that is new.
const VERSION: &str = "1";

/// The fields of the form, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassForm {
    /// Part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it certifies.
    pub description: String,
    /// Each criterion on a line, `id: text`, or only the text.
    pub criteria: String,
    /// Capacities, `scheme/code`.
    pub capacities: Vec<String>,
    /// Trainers that must attest each criterion.
    pub quorum: String,
    /// Each from another affiliate.
    pub distinct: bool,
    /// Each level on a line, low to high, `id: name: description`; empty without levels.
    pub levels: String,
    /// The level that the badge needs.
    pub required: String,
    /// Months that it is valid; empty for ever.
    pub months: String,
    /// How it is renewed.
    pub renewal: String,
    /// Pieces of evidence that each attestation needs.
    pub minimum: String,
    /// Kinds of evidence.
    pub kinds: Vec<String>,
    /// What is expected as evidence.
    pub evidence: String,
    /// Ways in which it is learnt.
    pub learning: Vec<String>,
    /// Shape and pictogram, such as `shield-museum`.
    pub artwork: String,
    /// Its colour.
    pub accent: String,
}

/// The files of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFiles {
    /// Its slug, as far as it is one.
    pub slug: String,
    /// `{slug}.toml`.
    pub toml: String,
    /// Messages to add, by the stem of their file: `en`, `qqq`.
    pub texts: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Which field each line of the TOML file comes from.
    lines: Vec<&'static str>,
}

/// A fault of a draft, with the field that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    /// The field's name in [`ClassForm`].
    pub field: &'static str,
    /// What is wrong and what to do, in English, as the loader says it.
    pub said: String,
}

impl ClassForm {
    /// The files that say what the form says.
    pub fn files(&self) -> DraftFiles {
        let mut sheet = Sheet::default();
        let criteria = entries(&self.criteria);
        let levels = entries(&self.levels);
        sheet.line("slug", &format!("slug = {}", quoted(&self.slug)));
        sheet.line("slug", &format!("version = {}", quoted(VERSION)));
        sheet.line("slug", "achievement_type = \"Competency\"");
        sheet.line("slug", "source_language = \"en\"");
        sheet.line("slug", "creator = \"installation\"");
        sheet.line("learning", &format!("learning = {}", list(&self.learning)));
        sheet.line("quorum", "\n[attestation]");
        sheet.line("quorum", &format!("quorum = {}", number(&self.quorum)));
        if self.distinct {
            sheet.line("distinct", "distinct_affiliates = true");
        }
        sheet.line("quorum", "by = [\"mandate\"]");
        sheet.line("months", "\n[validity]");
        if !self.months.trim().is_empty() {
            sheet.line("months", &format!("months = {}", number(&self.months)));
        }
        sheet.line("renewal", &format!("renewal = {}", quoted(&self.renewal)));
        sheet.line("minimum", "\n[evidence]");
        sheet.line("minimum", &format!("minimum = {}", number(&self.minimum)));
        sheet.line("kinds", &format!("kinds = {}", list(&self.kinds)));
        sheet.line("artwork", "\n[artwork]");
        sheet.line("artwork", &format!("template = {}", quoted(&self.artwork)));
        sheet.line("accent", &format!("accent = {}", quoted(&self.accent)));
        if !levels.is_empty() {
            let ids: Vec<String> = levels.iter().map(|(id, _)| id.clone()).collect();
            sheet.line("levels", "\n[rubric]");
            sheet.line("levels", &format!("levels = {}", list(&ids)));
            sheet.line("required", &format!("required = {}", quoted(&self.required)));
        }
        for capacity in &self.capacities {
            sheet.line("capacities", "\n[[alignment]]");
            sheet.line("capacities", &format!("capacity = {}", quoted(capacity)));
            if !levels.is_empty() {
                sheet.line("required", &format!("level = {}", quoted(&self.required)));
            }
        }
        for (id, _) in &criteria {
            sheet.line("criteria", "\n[[criterion]]");
            sheet.line("criteria", &format!("id = {}", quoted(id)));
        }
        DraftFiles { slug: self.slug.clone(), toml: sheet.text, lines: sheet.fields, texts: self.texts(&criteria, &levels) }
    }

    fn texts(&self, criteria: &[(String, String)], levels: &[(String, String)]) -> BTreeMap<&'static str, BTreeMap<String, String>> {
        let (mut english, mut explained) = (BTreeMap::new(), BTreeMap::new());
        let mut put = |part: &str, text: &str, why: &str| {
            let key = format!("class-{}-{part}", self.slug);
            explained.insert(key.clone(), format!("{why} of the badge class “{}”.", self.name.trim()));
            english.insert(key, text.trim().to_owned());
        };
        put("name", &self.name, "Name");
        put("description", &self.description, "What is certified by holding it: description");
        put("evidence", &self.evidence, "What is expected as evidence");
        for (id, text) in criteria {
            put(&format!("criterion-{id}"), text, "A criterion");
        }
        if !levels.is_empty() {
            put("rubric", "Independence in practice", "Name of the scale of levels");
        }
        for (id, text) in levels {
            let (name, description) = text.split_once(':').unwrap_or((text, text));
            put(&format!("level-{id}"), name, "Name of a level");
            put(&format!("level-{id}-description"), description, "Description of a level");
        }
        BTreeMap::from([("en", english), ("qqq", explained)])
    }

    /// Ways of learning to choose from.
    pub fn ways_of_learning() -> impl Iterator<Item = &'static str> {
        Learning::ALL.iter().map(|one| one.as_str())
    }
}

#[derive(Default)]
struct Sheet {
    text: String,
    fields: Vec<&'static str>,
}

impl Sheet {
    fn line(&mut self, field: &'static str, line: &str) {
        self.fields.extend(std::iter::repeat_n(field, line.lines().count()));
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

impl DraftFiles {
    /// The messages to add to the file with this stem, as a JSON object.
    pub fn messages(&self, stem: &str) -> String {
        let lines: Vec<String> =
            self.texts.get(stem).into_iter().flatten().map(|(key, text)| format!("\t{}: {}", quoted(key), quoted(text))).collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// The field that a finding of the loader comes from.
    fn field(&self, finding: &Finding) -> &'static str {
        if finding.file.ends_with(&format!("/{}.toml", self.slug)) {
            let line = finding.line.checked_sub(1).and_then(|at| self.lines.get(at)).copied();
            let said = finding.what.to_string();
            // A text that is missing is told at the line of its key.
            return if said.contains("-description") && !said.contains("-level-") {
                "description"
            } else if said.contains(&format!("class-{}-name", self.slug)) {
                "name"
            } else if said.contains(&format!("class-{}-evidence", self.slug)) {
                "evidence"
            } else if said.contains("-level-") {
                "levels"
            } else {
                line.unwrap_or("slug")
            };
        }
        let said = finding.what.to_string();
        [("-criterion-", "criteria"), ("-level-", "levels"), ("-description", "description"), ("-evidence", "evidence"), ("-name", "name")]
            .into_iter()
            .find(|(part, _)| said.contains(part))
            .map_or("slug", |(_, field)| field)
    }
}

impl Catalog {
    /// The catalogue in the binary with a drafted class in it.
    ///
    /// # Errors
    /// Every fault, with the field that it comes from.
    pub fn with_draft(files: &DraftFiles) -> Result<Self, Vec<DraftFault>> {
        let mut sources = Sources::embedded();
        let name = format!("badge-classes/{}.toml", files.slug);
        if sources.classes.iter().any(|source| source.file == name) {
            let said = format!("there is a class {:?} already; choose another slug", files.slug);
            return Err(vec![DraftFault { field: "slug", said }]);
        }
        sources.classes.push(Source { file: name, text: files.toml.clone() });
        for source in &mut sources.messages {
            if let Some(texts) = files.texts.get(source.stem()) {
                source.text = with_messages(&source.text, texts);
            }
        }
        Self::from_sources(&sources).map_err(|faults: Faults| {
            let fault =
                |finding: &Finding| DraftFault { field: files.field(finding), said: format!("{}; {}", finding.what, finding.remedy()) };
            let mut faults: Vec<DraftFault> = faults.iter().map(fault).collect();
            faults.dedup();
            faults
        })
    }
}

/// A flat JSON object with more members at its end.
fn with_messages(object: &str, texts: &BTreeMap<String, String>) -> String {
    let body = object.trim_end().trim_end_matches('}').trim_end();
    let more: Vec<String> = texts.iter().map(|(key, text)| format!(",\n\t{}: {}", quoted(key), quoted(text))).collect();
    let more = more.concat();
    format!("{body}{more}\n}}\n")
}

/// `id: text` on each line; a line without an id gets one of its first words.
fn entries(lines: &str) -> Vec<(String, String)> {
    let entry = |line: &str| match line.split_once(':').filter(|(id, _)| is_id(id.trim())) {
        Some((id, text)) => (id.trim().to_owned(), text.trim().to_owned()),
        None => (id_of(line), line.to_owned()),
    };
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(entry).collect()
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn id_of(text: &str) -> String {
    let plain = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).take(3).collect::<Vec<_>>().join("-")
}

/// A string of TOML and of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A number as it was typed, or a string that the loader refuses as none.
fn number(typed: &str) -> String {
    typed.trim().parse::<u32>().map_or_else(|_| quoted(typed), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ClassForm {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        ClassForm {
            slug: "oral-historian".to_owned(),
            name: "Oral historian".to_owned(),
            description: "Records what elders tell \"in their words\".".to_owned(),
            criteria: "asks-first: Asks for consent.\nKeeps the recording safe.".to_owned(),
            capacities: words(&["core-2019/community-organizing"]),
            quorum: "2".to_owned(),
            distinct: true,
            levels: "supported: With support: Records beside somebody.\nindependent: On their own: Records alone.".to_owned(),
            required: "independent".to_owned(),
            months: "36".to_owned(),
            renewal: "practice".to_owned(),
            minimum: "1".to_owned(),
            kinds: words(&["recording", "observation"]),
            evidence: "A recording and its consent.".to_owned(),
            learning: words(&["training", "practice"]),
            artwork: "shield-book".to_owned(),
            accent: "#3366cc".to_owned(),
        }
    }

    #[test]
    fn a_whole_form_gives_files_that_load() {
        let files = form().files();
        let catalog = Catalog::with_draft(&files).unwrap();
        let class = catalog.class("oral-historian").unwrap();
        assert_eq!(class.criteria().len(), 2);
        assert_eq!(class.criteria()[1].id(), "keeps-the-recording");
        assert_eq!(class.name().source_text(), "Oral historian");
        assert!(class.criteria().iter().all(|criterion| criterion.quorum() == 2 && criterion.distinct_affiliates()));
        assert!(files.messages("qqq").contains("class-oral-historian-criterion-asks-first"));
        assert!(Catalog::embedded().unwrap().class("oral-historian").is_none(), "nothing is published");
    }

    #[test]
    fn each_fault_stands_at_its_field() {
        let field = |form: ClassForm| {
            let faults = Catalog::with_draft(&form.files()).unwrap_err();
            faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert!(field(ClassForm { slug: "facilitator".to_owned(), ..form() }).contains(&"slug"));
        assert!(field(ClassForm { slug: "Not A Slug".to_owned(), ..form() }).contains(&"slug"));
        assert!(field(ClassForm { quorum: "many".to_owned(), ..form() }).contains(&"quorum"));
        assert!(field(ClassForm { capacities: vec!["core-2019/nothing".to_owned()], ..form() }).contains(&"capacities"));
        assert!(field(ClassForm { required: "nothing".to_owned(), ..form() }).contains(&"required"));
        assert!(field(ClassForm { renewal: "sometimes".to_owned(), ..form() }).contains(&"renewal"));
        assert!(field(ClassForm { kinds: vec!["rumour".to_owned()], ..form() }).contains(&"kinds"));
        assert!(field(ClassForm { criteria: String::new(), ..form() }).iter().any(|field| ["criteria", "slug"].contains(field)));
    }
}
