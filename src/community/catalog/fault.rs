//! What can be wrong in a catalogue, as sentences for the person who wrote it.
//!
//! A finding names the file and the line, says what is wrong and what to do. Faults keep the
//! catalogue from loading; the same shape serves for warnings, which do not.

use std::fmt;

use super::digest::Digest;
use crate::platform::i18n::MessageFaultKind;
use crate::vocabulary::LanguageTag;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the catalogue's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: What,
}

impl Finding {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        self.what.remedy()
    }
}

impl fmt::Display for Finding {
    /// `file:line: what is wrong; what to do`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.what, self.remedy())
    }
}

/// By file and line, each once.
pub(super) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by_cached_key(|finding| (finding.file.clone(), finding.line, finding.what.to_string()));
    findings.dedup();
}

/// Every fault of a catalogue, sorted by file and line; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<Finding>);

impl Faults {
    pub(super) fn if_any(mut findings: Vec<Finding>) -> Result<(), Self> {
        sort(&mut findings);
        if findings.is_empty() { Ok(()) } else { Err(Self(findings)) }
    }

    /// Each fault.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// How many.
    #[allow(clippy::len_without_is_empty)] // never empty
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the catalogue has {} fault{}:", self.len(), if self.len() == 1 { "" } else { "s" })?;
        self.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

impl std::error::Error for Faults {}

/// The kinds of findings. Each variant is a sentence; [`Finding::remedy`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// The folder or file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// TOML syntax.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// A fault of a message file.
    #[error("{0}")]
    Message(MessageFaultKind),
    /// A class file with another name than its content asks for.
    #[error("the file says it is {expected}")]
    FileName {
        /// The name that the content asks for.
        expected: String,
    },
    /// A field that the catalogue does not know.
    #[error("unknown field {field}")]
    UnknownField {
        /// The field, with the tables it stands in.
        field: String,
        /// What may stand there.
        known: String,
    },
    /// A field that must stand there.
    #[error("{0} is missing")]
    Missing(String),
    /// Another type of value.
    #[error("{field} is not {expected}")]
    Type {
        /// The field.
        field: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A value out of the allowed ones.
    #[error("{field} cannot be {value:?}")]
    Value {
        /// The field.
        field: String,
        /// What stands there.
        value: String,
        /// What may stand there.
        expected: String,
    },
    /// Another value where a whole number has to stand.
    #[error("{field} is not a whole number")]
    NotWhole {
        /// The field.
        field: String,
        /// Least.
        from: i64,
        /// Most.
        to: i64,
    },
    /// A number out of range.
    #[error("{field} cannot be {value}")]
    Range {
        /// The field.
        field: String,
        /// What stands there.
        value: i64,
        /// Least.
        from: i64,
        /// Most.
        to: i64,
    },
    /// Too few of something, or too many.
    #[error("the number of {of} cannot be {count}")]
    Count {
        /// Of what.
        of: String,
        /// How many there are.
        count: i64,
        /// Least.
        from: i64,
        /// Most.
        to: i64,
    },
    /// The same id, code or reference twice.
    #[error("{what} {name} stands twice; first in {first}")]
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
        /// File and line of the first.
        first: String,
    },
    /// No such capacity.
    #[error("there is no capacity {0:?}")]
    UnknownCapacity(String),
    /// No such class.
    #[error("{field} names the class {slug:?}, which does not exist")]
    UnknownClass {
        /// The field.
        field: String,
        /// The name.
        slug: String,
    },
    /// No such level in the rubric.
    #[error("there is no level {0:?} in the rubric")]
    UnknownLevel(String),
    /// The UUID is not the one that belongs to the code.
    #[error("the UUID of {code} is not that of its address")]
    Uuid {
        /// The capacity.
        code: String,
        /// What it has to be.
        expected: String,
    },
    /// Broader capacities that lead back to the beginning.
    #[error("the broader capacities go in a circle: {0}")]
    Circle(String),
    /// A crosswalk into the own scheme.
    #[error("the crosswalk of {0} leads into its own scheme")]
    CrosswalkInside(String),
    /// Two relations between the same pair.
    #[error("the crosswalk between {this} and {other} is stated twice")]
    CrosswalkTwice {
        /// One side.
        this: String,
        /// The other side.
        other: String,
    },
    /// Renewal and validity do not fit.
    #[error("renewal is {renewal:?} but the class has {months}")]
    Renewal {
        /// The rule.
        renewal: &'static str,
        /// `no months` or `… months`.
        months: String,
    },
    /// The two sides of "trainer badge" differ.
    #[error("{class} may be attested by holders of {trainer}, but {trainer} grants no mandate for it")]
    NotGranted {
        /// The class.
        class: String,
        /// The trainer class.
        trainer: String,
    },
    /// The other way round.
    #[error("{trainer} grants mandates for {class}, but {class} does not let its holders attest")]
    NotAccepted {
        /// The class.
        class: String,
        /// The trainer class.
        trainer: String,
    },
    /// A version file without a current one.
    #[error("there is an older version of {0}, but no current one")]
    NoCurrent(String),
    /// An older file with a higher version.
    #[error("version {older} in an older file is not below the current version {current}")]
    VersionOrder {
        /// In the older file.
        older: String,
        /// In the current file.
        current: String,
    },
    /// A text that does not exist in the source language.
    #[error("{owner} has no text {key} in {language}")]
    NoText {
        /// The class or capacity.
        owner: String,
        /// The message.
        key: String,
        /// The source language.
        language: LanguageTag,
    },
    /// A text with arguments or forms.
    #[error("the text {0} has an argument or a choice of forms")]
    NotPlain(String),
    /// Frozen content was changed.
    #[error("{slug} version {version} was changed after it had been attested (digest {now}, was {frozen})")]
    Changed {
        /// The class.
        slug: String,
        /// The version.
        version: String,
        /// The digest at the time.
        frozen: String,
        /// The digest of the file.
        now: Digest,
    },
    /// Frozen content is gone.
    #[error("{slug} version {version} has been attested, but is no longer in the catalogue")]
    Gone {
        /// The class.
        slug: String,
        /// The version.
        version: String,
    },
    /// Warning: texts without a translation.
    #[error("{language} lacks {lacking} of {total} texts of badge classes, {first} among them")]
    Untranslated {
        /// The language.
        language: LanguageTag,
        /// How many are missing.
        lacking: usize,
        /// Of how many.
        total: usize,
        /// The first missing key.
        first: String,
    },
    /// Warning: a message nobody shows.
    #[error("the message {0} belongs to nothing in the catalogue")]
    Stray(String),
    /// Warning: a message without an explanation.
    #[error("the message {0} is not explained in qqq.json")]
    Unexplained(String),
    /// Warning: a file that is not part of the catalogue.
    #[error("the file is not part of the catalogue")]
    StrayFile,
}

impl What {
    /// The message that it is about.
    pub(super) fn message(&self) -> Option<&str> {
        if let Self::Message(kind) = self {
            return kind.message();
        }
        let (Self::NoText { key, .. } | Self::NotPlain(key) | Self::Twice { what: "text", name: key, .. }) = self else { return None };
        Some(key)
    }

    fn remedy(&self) -> String {
        match self {
            Self::Unreadable(_) => "check that it exists, is UTF-8 text and may be read".to_owned(),
            Self::NotToml(_) => "see https://toml.io for the syntax".to_owned(),
            Self::Message(_) => "see the other messages for the form".to_owned(),
            Self::FileName { expected } => format!("rename the file to {expected}, or correct slug and version"),
            Self::UnknownField { known, .. } => format!("remove it or correct its name; known here: {known}"),
            Self::Missing(field) => format!("add {field}; badge-classes/README.md says what it means"),
            Self::Type { expected, .. } => format!("write {expected}"),
            Self::NotWhole { from, to, .. } => format!("write a whole number from {from} to {to}"),
            Self::Range { from, to, .. } | Self::Count { from, to, .. } => format!("it has to be {from} to {to}"),
            Self::Twice { .. } => "remove one or give it another name".to_owned(),
            Self::UnknownCapacity(_) => "write it as scheme/code with a code of badge-classes/taxonomy".to_owned(),
            Self::UnknownClass { .. } => "correct the name, or add the class".to_owned(),
            Self::UnknownLevel(_) => "name one of rubric.levels, or add the level there".to_owned(),
            Self::Value { expected, .. } | Self::Uuid { expected, .. } => format!("write {expected}"),
            Self::Circle(_) => "remove one broader".to_owned(),
            Self::CrosswalkInside(_) => "use broader within a scheme".to_owned(),
            Self::CrosswalkTwice { .. } => "state it once, on one side".to_owned(),
            Self::Renewal { .. } => "a class without months has renewal \"never\", a class with months has another".to_owned(),
            Self::NotGranted { class, trainer } => {
                format!("add {class:?} to grants_mandates_for in {trainer}.toml, or remove \"badge:{trainer}\" from attestation.by")
            }
            Self::NotAccepted { class, trainer } => {
                format!("add \"badge:{trainer}\" to attestation.by in {class}.toml, or remove {class:?} from grants_mandates_for")
            }
            Self::NoCurrent(slug) => format!("add {slug}.toml"),
            Self::VersionOrder { .. } => "give the current file the highest version".to_owned(),
            Self::NoText { key, language, .. } => format!("add {key:?} to i18n/{}.json", language.as_str().to_ascii_lowercase()),
            Self::NotPlain(_) => "write it as plain text: it is signed as it stands".to_owned(),
            Self::Changed { slug, version, .. } => format!(
                "undo the change; or keep the old file as {slug}@{version}.toml with issue_until, its changed texts as messages ending in @{version}, and give the new content a new version"
            ),
            Self::Gone { slug, version } => format!("restore it as {slug}@{version}.toml: credentials point to it"),
            Self::Untranslated { .. } => "translate them; English is shown instead".to_owned(),
            Self::Stray(_) => "remove it or correct its key".to_owned(),
            Self::Unexplained(_) => "tell translators in qqq.json what it is".to_owned(),
            Self::StrayFile => "classes are *.toml, taxonomies taxonomy/*.toml, texts i18n/*.json".to_owned(),
        }
    }
}
