//! The class files of a draft, and which field of the form each line comes from.

use std::fmt::Write;

use super::{ClassForm, DraftFault, Finding, What, Wrong, criteria, levels};
use crate::vocabulary::LanguageTag;

/// `{slug}.toml`.
pub(super) struct Written {
    /// The file.
    pub(super) text: String,
    /// The field that each line comes from.
    fields: Vec<&'static str>,
}

impl ClassForm {
    /// The file of the class, in the order and with the spaces of those that people wrote.
    pub(super) fn toml(&self) -> Written {
        let mut sheet = Written { text: String::new(), fields: Vec::new() };
        self.head(&mut sheet);
        sheet.line("quorum", "\n[attestation]");
        sheet.line("quorum", &format!("quorum = {}", number(&self.quorum)));
        if self.distinct {
            sheet.line("distinct", "distinct_affiliates = true");
        }
        sheet.line("quorum", &format!("by = {}", list(&self.carried.attested_by)));
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
        self.ladder(&mut sheet);
        for criterion in criteria(&self.criteria) {
            sheet.line("criteria", "\n[[criterion]]");
            sheet.line("criteria", &format!("id = {}", quoted(&criterion.id)));
            if let Some(quorum) = criterion.quorum {
                sheet.line("criteria", &format!("quorum = {}", number(&quorum)));
            }
        }
        sheet
    }

    fn head(&self, sheet: &mut Written) {
        let (slug, carried) = (&self.slug, &self.carried);
        let name = self.name.replace(char::is_control, " ");
        let lead = format!("# {name}. Texts: messages class-{slug}-… in i18n/. What each field means: README.md");
        sheet.line("slug", &lead.replace(['\n', '\r'], " "));
        sheet.line("slug", &format!("\nslug = {}", quoted(slug)));
        sheet.line("version", &format!("version = {}", quoted(self.version())));
        sheet.line("slug", &format!("achievement_type = {}", quoted(&carried.achievement_type)));
        sheet.line("slug", "source_language = \"en\"");
        let creator = carried
            .creator
            .as_ref()
            .map_or_else(|| quoted("installation"), |(name, url)| format!("{{ name = {}, url = {} }}", quoted(name), quoted(url)));
        sheet.line("slug", &format!("creator = {creator}"));
        sheet.line("learning", &format!("learning = {}", list(&self.learning)));
        if !carried.grants_mandates_for.is_empty() {
            sheet.line("slug", "# Publishing this badge gives its holder mandates for these classes, until it expires or is revoked.");
            sheet.line("slug", "grants_mandates_for = [");
            carried.grants_mandates_for.iter().for_each(|slug| sheet.line("slug", &format!("    {},", quoted(slug))));
            sheet.line("slug", "]");
        }
        if carried.refresh_service {
            sheet.line("slug", "refresh_service = true");
        }
    }

    /// Levels, and the capacities that they certify.
    fn ladder(&self, sheet: &mut Written) {
        let ids: Vec<String> = levels(&self.levels).into_iter().map(|(id, _)| id).collect();
        if !ids.is_empty() {
            sheet.line("levels", "\n[rubric]");
            sheet.line("levels", &format!("levels = {}", list(&ids)));
            sheet.line("required", &format!("required = {}", quoted(&self.required)));
        }
        for capacity in &self.capacities {
            sheet.line("capacities", "\n[[alignment]]");
            sheet.line("capacities", &format!("capacity = {}", quoted(capacity)));
            let level = self.certified.get(capacity).unwrap_or(&self.required);
            if !ids.is_empty() && !level.is_empty() {
                sheet.line("capacities", &format!("level = {}", quoted(level)));
            }
        }
    }
}

impl Written {
    fn line(&mut self, field: &'static str, line: &str) {
        self.fields.extend(std::iter::repeat_n(field, line.lines().count()));
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// A finding of the loader, at the field that it comes from.
    pub(super) fn fault(&self, form: &ClassForm, finding: &Finding) -> DraftFault {
        let key = format!("class-{}-", form.slug);
        let part = finding.what.message().and_then(|message| message.strip_prefix(&key)?.split('@').next()).map(str::to_owned);
        DraftFault { field: self.field(form, finding, part.as_deref()), part, wrong: Wrong::Found(finding.what.clone()) }
    }

    fn field(&self, form: &ClassForm, finding: &Finding, part: Option<&str>) -> String {
        let name = finding.file.rsplit('/').next().unwrap_or(&finding.file);
        if form.is_new_version() && name == format!("{}@{}.toml", form.slug, form.replaces) {
            // The older version loaded before: only its new line, or its place below the new one, can be wrong.
            let is_order = matches!(finding.what, What::VersionOrder { .. } | What::Twice { .. });
            return if is_order { "version" } else { "issue_until" }.to_owned();
        }
        if let Some(language) = language_of(name).filter(|language| form.translations.contains_key(language.as_str())) {
            return format!("texts-{language}");
        }
        // A text that is missing is told at the line of its key.
        let parts = [
            ("criterion-", "criteria"),
            ("level-", "levels"),
            ("rubric", "scale"),
            ("description", "description"),
            ("evidence", "evidence"),
        ];
        let of_text = part.map(|part| {
            let known = parts.iter().find(|(start, _)| part.starts_with(start));
            known.map_or("name", |(_, field)| *field)
        });
        let of_line =
            || finding.line.checked_sub(1).and_then(|at| self.fields.get(at)).copied().filter(|_| name == format!("{}.toml", form.slug));
        of_text.or_else(of_line).unwrap_or("slug").to_owned()
    }
}

/// The language of a message file.
fn language_of(name: &str) -> Option<LanguageTag> {
    LanguageTag::from_wiki_code(name.strip_suffix(".json")?).ok()
}

/// The file of a version that is replaced, with the last day on which it may be issued below its version.
pub(super) fn with_issue_until(toml: &str, day: &str) -> String {
    let mut out = String::with_capacity(toml.len() + 40);
    let mut said = false;
    for line in toml.split_inclusive('\n') {
        out.push_str(line);
        let is_version = line.strip_prefix("version").is_some_and(|rest| rest.trim_start().starts_with('='));
        if is_version && !said {
            said = true;
            let end = if line.ends_with('\n') { "" } else { "\n" };
            let _ = writeln!(out, "{end}issue_until = {}", date(day));
        }
    }
    out
}

/// A day as TOML writes it, or a string that the loader refuses as none.
fn date(typed: &str) -> String {
    let typed = typed.trim();
    let shape: String = typed.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape == "0000-00-00" { typed.to_owned() } else { quoted(typed) }
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
