//! A class as it is drafted in a form: the files that would hold it, and the catalogue with them.
//!
//! Nothing is published from a draft. Its files are those that people review: `{slug}.toml`, for a new
//! version also the older one under its new name, and whole message files of every language. They are
//! read by the same loader as all others, and each fault leads back to the field of the form that it
//! comes from. What a released version says never changes by a draft: [`Catalog::with_draft`] refuses it.
//!
//! The form is in English. Each other language has its own texts, and each of those remembers the
//! English text that it translates: where that was changed since, it is outdated and left out.

mod fault;
mod messages;
mod starting;
mod written;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::fault::{Finding, What};
use super::sources::Source;
use super::{BadgeClass, Catalog, Digest};
use crate::vocabulary::LanguageTag;

pub use fault::{DraftFault, Wrong};
pub use starting::NotStarted;

/// The version of a class that is new.
const FIRST: &str = "1";
/// What the levels of a new class measure, unless its author says something else.
const USUAL_SCALE: &str = "Independence in practice";

/// The fields of the form, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassForm {
    /// Part of its address.
    pub slug: String,
    /// The released version that it replaces; empty for a class that is new.
    pub replaces: String,
    /// Its version; empty for the first one.
    pub version: String,
    /// The last day on which the replaced version may be issued, such as `2027-06-30`.
    pub issue_until: String,
    /// Its name.
    pub name: String,
    /// What it certifies.
    pub description: String,
    /// Each criterion on a line, `id: text`, `id (quorum): text`, or only the text.
    pub criteria: String,
    /// Capacities, `scheme/code`.
    pub capacities: Vec<String>,
    /// The level from which on a capacity is certified, by `scheme/code`: empty where every award does; the
    /// level that the badge needs where nothing is said.
    pub certified: BTreeMap<String, String>,
    /// Trainers that must attest each criterion.
    pub quorum: String,
    /// Each from another affiliate.
    pub distinct: bool,
    /// What the levels measure; empty for the usual.
    pub scale: String,
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
    /// What the form does not ask for.
    pub carried: Carried,
    /// Texts in other languages, by language and by part such as `criterion-asks-first`.
    pub translations: BTreeMap<String, BTreeMap<String, Translated>>,
}

/// What a new version takes over from the one that it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Carried {
    /// A word of Open Badges 3.0.
    pub achievement_type: String,
    /// Name and page of the body that owns the class; the installation where there is none.
    pub creator: Option<(String, String)>,
    /// Who may attest, as the file says it.
    pub attested_by: Vec<String>,
    /// Classes for which it gives mandates.
    pub grants_mandates_for: Vec<String>,
    /// Whether badges name a refresh service.
    pub refresh_service: bool,
}

impl Default for Carried {
    fn default() -> Self {
        Self {
            achievement_type: "Competency".to_owned(),
            creator: None,
            attested_by: vec!["mandate".to_owned()],
            grants_mandates_for: Vec::new(),
            refresh_service: false,
        }
    }
}

/// A text in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translated {
    /// The text.
    pub text: String,
    /// The English text that it says.
    pub of: String,
}

/// How a text stands in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none: English is shown.
    Missing,
    /// The English text was changed after it: English is shown until somebody has looked.
    Outdated,
    /// It says what the English text says.
    Current,
}

/// A text of a drafted class, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The end of its key, such as `criterion-asks-first`.
    pub name: String,
    /// The text.
    pub english: String,
}

/// A draft without a fault.
#[derive(Debug)]
pub struct Drafted {
    /// The catalogue as it would be with the draft.
    pub catalog: Catalog,
    /// The files that it adds or changes, whole, by their names within `badge-classes/`.
    pub files: BTreeMap<String, String>,
    /// Whether a new version says what the released one says: translations may improve without one.
    pub changes_nothing: bool,
}

impl ClassForm {
    /// Its version.
    pub fn version(&self) -> &str {
        Some(self.version.trim()).filter(|version| !version.is_empty()).unwrap_or(FIRST)
    }

    /// Whether it is a new version of a class that there is.
    pub fn is_new_version(&self) -> bool {
        !self.replaces.is_empty()
    }

    /// Its texts, in the order in which a reader meets them.
    pub fn parts(&self) -> Vec<Part> {
        let part = |name: String, text: &str| Part { name, english: text.trim().to_owned() };
        let mut parts = vec![part("name".to_owned(), &self.name), part("description".to_owned(), &self.description)];
        parts.extend(criteria(&self.criteria).iter().map(|criterion| part(format!("criterion-{}", criterion.id), &criterion.text)));
        parts.push(part("evidence".to_owned(), &self.evidence));
        let levels = levels(&self.levels);
        if !levels.is_empty() {
            let scale = if self.scale.trim().is_empty() { USUAL_SCALE } else { &self.scale };
            parts.push(part("rubric".to_owned(), scale));
        }
        for (id, text) in &levels {
            let (name, description) = text.split_once(':').unwrap_or((text, text));
            parts.push(part(format!("level-{id}"), name));
            parts.push(part(format!("level-{id}-description"), description));
        }
        parts
    }

    /// The text of a part in another language, as it was typed; empty if there is none.
    pub fn translation(&self, language: &LanguageTag, part: &str) -> &str {
        self.translated(language, part).map_or("", |translated| &translated.text)
    }

    fn translated(&self, language: &LanguageTag, part: &str) -> Option<&Translated> {
        self.translations.get(language.as_str())?.get(part).filter(|translated| !translated.text.is_empty())
    }

    /// How a part stands in another language.
    pub fn standing(&self, language: &LanguageTag, part: &Part) -> Standing {
        match self.translated(language, &part.name) {
            None => Standing::Missing,
            Some(translated) if translated.of != part.english => Standing::Outdated,
            Some(_) => Standing::Current,
        }
    }

    /// Takes the texts of a language as they were typed. A text that was changed, or of which somebody says that it
    /// still fits, says what the English text says now.
    pub fn translate(&mut self, language: &LanguageTag, typed: &BTreeMap<String, String>, fits: &BTreeSet<String>) {
        let parts = self.parts();
        let texts = self.translations.entry(language.as_str().to_owned()).or_default();
        for part in parts {
            let Some(text) = typed.get(&part.name).map(|text| text.trim()) else { continue };
            let known = texts.get(&part.name);
            if known.is_some_and(|known| known.text == text) && !fits.contains(&part.name) {
                continue;
            }
            match text {
                "" => drop(texts.remove(&part.name)),
                text => drop(texts.insert(part.name, Translated { text: text.to_owned(), of: part.english })),
            }
        }
        self.translations.retain(|_, texts| !texts.is_empty());
    }

    /// Ids of its levels, low to high.
    pub fn level_ids(&self) -> Vec<String> {
        levels(&self.levels).into_iter().map(|(id, _)| id).collect()
    }
}

impl Catalog {
    /// The catalogue with a drafted class in it, and the files that make it so.
    ///
    /// # Errors
    /// Every fault, with the field that it comes from; among them that a released version would mean something else.
    pub fn with_draft(&self, form: &ClassForm) -> Result<Drafted, Vec<DraftFault>> {
        let drafted = self.assembled(form)?;
        let versions = self.versions(&form.slug);
        let same = |class: &BadgeClass| drafted.catalog.class_version(class.slug(), class.version()).map(|now| *now.digest());
        let kept: Vec<(&BadgeClass, Option<Digest>)> = versions.iter().map(|class| (class, same(class))).collect();
        if let Some((class, _)) = kept.iter().find(|(class, digest)| *digest != Some(*class.digest())) {
            return Err(vec![DraftFault::at("version", Wrong::Rewritten(class.version().to_owned()))]);
        }
        let (before, now) = (self.class(&form.slug), drafted.catalog.class(&form.slug));
        let changes_nothing = before.zip(now).is_some_and(|(before, now)| now.says_the_same_as(before));
        Ok(Drafted { changes_nothing, ..drafted })
    }

    /// The same, before it is compared with what was released.
    fn assembled(&self, form: &ClassForm) -> Result<Drafted, Vec<DraftFault>> {
        let mut sources = (*self.sources).clone();
        let mut files = BTreeMap::new();
        let name = format!("{}.toml", form.slug);
        let toml = form.toml();
        if form.is_new_version() {
            let current = self.class(&form.slug).map(BadgeClass::version);
            let known = sources.classes.iter_mut().find(|source| source.stem() == form.slug);
            let (Some(older), true) = (known, current == Some(form.replaces.as_str())) else {
                return Err(vec![DraftFault::at("version", Wrong::NotCurrent(form.replaces.clone()))]);
            };
            let released = format!("{}@{}.toml", form.slug, form.replaces);
            let place = older.file.clone();
            older.file = format!("{}{released}", place.strip_suffix(&name).unwrap_or_default());
            older.text = written::with_issue_until(&older.text, &form.issue_until);
            files.insert(released, older.text.clone());
            sources.classes.push(Source { file: place, text: toml.text.clone() });
        } else {
            if self.class(&form.slug).is_some() {
                return Err(vec![DraftFault::at("slug", Wrong::Taken(form.slug.clone()))]);
            }
            sources.classes.push(Source { file: format!("badge-classes/{name}"), text: toml.text.clone() });
        }
        files.insert(name, toml.text.clone());
        files.extend(self.message_files(form, &mut sources)?);
        match Self::from_sources(&sources) {
            Ok(catalog) => Ok(Drafted { catalog, files, changes_nothing: false }),
            Err(faults) => Err(faults.iter().map(|finding| toml.fault(form, finding)).collect()),
        }
    }
}

/// A criterion as a line of the form has it.
struct Line {
    id: String,
    quorum: Option<String>,
    text: String,
}

/// `id: text` or `id (quorum): text` on each line; a line without an id gets one of its first words.
fn criteria(lines: &str) -> Vec<Line> {
    let line = |(head, text): (String, String)| {
        let (id, quorum) = match head.split_once('(') {
            Some((id, quorum)) => (id.trim().to_owned(), Some(quorum.trim_end_matches(')').trim().to_owned())),
            None => (head, None),
        };
        Line { id, quorum, text }
    };
    entries(lines, is_criterion).into_iter().map(line).collect()
}

/// `id: name: description` on each line.
fn levels(lines: &str) -> Vec<(String, String)> {
    entries(lines, is_id)
}

fn entries(lines: &str, is_head: fn(&str) -> bool) -> Vec<(String, String)> {
    let entry = |line: &str| match line.split_once(':').filter(|(head, _)| is_head(head.trim())) {
        Some((head, text)) => (head.trim().to_owned(), text.trim().to_owned()),
        None => (id_of(line), line.to_owned()),
    };
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(entry).collect()
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// An id, or one with a number in brackets.
fn is_criterion(text: &str) -> bool {
    let (id, rest) = text.split_once('(').unwrap_or((text, "1)"));
    is_id(id.trim()) && rest.strip_suffix(')').is_some_and(|number| number.trim().bytes().all(|b| b.is_ascii_digit()))
}

fn id_of(text: &str) -> String {
    let plain = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).take(3).collect::<Vec<_>>().join("-")
}
