//! A draft that starts from a released class, as its next version.

use std::collections::BTreeMap;

use super::super::class::{AttestedBy, Creator, Learning};
use super::super::digest::rendering;
use super::{BadgeClass, Carried, Catalog, ClassForm, Part, Translated};
use crate::vocabulary::{LanguageTag, Timestamp};

/// Why a class is not drafted in the form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotStarted {
    /// It is not there.
    #[error("there is no class {0:?}")]
    Unknown(String),
    /// The form would lose something.
    #[error(
        "the class {0:?} says something that this form has no field for: copy its file {0}.toml and change it by hand, as \
         badge-classes/README.md says"
    )]
    NotInTheForm(String),
}

impl Catalog {
    /// The form of the next version of a class, with its texts in every language; the released version may be issued
    /// until the day of `until`.
    ///
    /// # Errors
    /// [`NotStarted`], also where the form would lose something of the class.
    pub fn next_version(&self, slug: &str, until: Timestamp) -> Result<ClassForm, NotStarted> {
        let class = self.class(slug).ok_or_else(|| NotStarted::Unknown(slug.to_owned()))?;
        let mut form = form(class, until);
        form.translations = self.translations(class, &form.parts());
        let lossy = || NotStarted::NotInTheForm(slug.to_owned());
        let unchanged = self.assembled(&form).map_err(|_| lossy())?;
        let is_whole = unchanged.catalog.class(slug).is_some_and(|again| again.says_the_same_as(class));
        if is_whole { Ok(form) } else { Err(lossy()) }
    }

    fn translations(&self, class: &BadgeClass, parts: &[Part]) -> BTreeMap<String, BTreeMap<String, Translated>> {
        let said = |language: &LanguageTag, part: &Part| {
            let text = self.messages.raw(&format!("class-{}-{}", class.slug(), part.name), language)?;
            Some((part.name.clone(), Translated { text: text.to_owned(), of: part.english.clone() }))
        };
        let others = self.messages.languages().filter(|language| *language != class.source_language());
        let of_one = |language: &LanguageTag| {
            let texts: BTreeMap<String, Translated> = parts.iter().filter_map(|part| said(language, part)).collect();
            (language.as_str().to_owned(), texts)
        };
        others.map(of_one).filter(|(_, texts)| !texts.is_empty()).collect()
    }
}

impl BadgeClass {
    /// Whether two versions mean the same: everything that is frozen, but the version itself.
    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        let facts =
            |class: &Self| rendering(class).lines().filter(|line| !line.starts_with("version ")).map(str::to_owned).collect::<Vec<_>>();
        facts(self) == facts(other)
    }
}

fn form(class: &BadgeClass, until: Timestamp) -> ClassForm {
    let words = |words: &[Learning]| words.iter().map(|word| word.as_str().to_owned()).collect();
    let rubric = class.rubric();
    let source = |prose: &super::super::Prose| prose.source_text().to_owned();
    let usual = usual_quorum(class);
    let criterion = |criterion: &super::super::Criterion| {
        let own = if criterion.quorum() == usual { String::new() } else { format!(" ({})", criterion.quorum()) };
        format!("{}{own}: {}", criterion.id(), criterion.text().source_text())
    };
    let level = |level: &super::super::Level| format!("{}: {}: {}", level.id(), source(level.name()), source(level.description()));
    let address = |alignment: &super::super::Alignment| format!("{}/{}", alignment.scheme(), alignment.code());
    ClassForm {
        slug: class.slug().to_owned(),
        replaces: class.version().to_owned(),
        version: next(class.version()),
        issue_until: until.date(),
        name: source(class.name()),
        description: source(class.description()),
        criteria: lines(class.criteria().iter().map(criterion)),
        capacities: class.alignments().iter().map(address).collect(),
        certified: class.alignments().iter().map(|one| (address(one), one.level().unwrap_or_default().to_owned())).collect(),
        quorum: usual.to_string(),
        distinct: class.criteria().iter().any(super::super::Criterion::distinct_affiliates),
        scale: rubric.map(|rubric| source(rubric.name())).unwrap_or_default(),
        levels: lines(rubric.iter().flat_map(|rubric| rubric.levels()).map(level)),
        required: rubric.map(|rubric| rubric.required().to_owned()).unwrap_or_default(),
        months: class.validity_months().map(|months| months.to_string()).unwrap_or_default(),
        renewal: class.renewal().as_str().to_owned(),
        minimum: class.evidence().minimum().to_string(),
        kinds: class.evidence().kinds().iter().map(|kind| kind.as_str().to_owned()).collect(),
        evidence: source(class.evidence().text()),
        learning: words(class.learning()),
        artwork: class.artwork().template().to_owned(),
        accent: class.artwork().accent().to_owned(),
        carried: carried(class),
        translations: BTreeMap::new(),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// The quorum that most criteria have: the file has said it once for all of them.
fn usual_quorum(class: &BadgeClass) -> u32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for criterion in class.criteria() {
        *counts.entry(criterion.quorum()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(1, |(quorum, _)| quorum)
}

fn carried(class: &BadgeClass) -> Carried {
    let by = |by: &AttestedBy| match by {
        AttestedBy::Mandate => "mandate".to_owned(),
        AttestedBy::HoldersOf(slug) => format!("badge:{slug}"),
    };
    Carried {
        achievement_type: class.achievement_type().to_owned(),
        creator: match class.creator() {
            Creator::Installation => None,
            Creator::Body { name, url } => Some((name.clone(), url.clone())),
        },
        attested_by: class.attested_by().iter().map(by).collect(),
        grants_mandates_for: class.grants_mandates_for().to_vec(),
        refresh_service: class.asks_for_refresh_service(),
    }
}

/// `2` after `1`, `3` after `2.1`.
fn next(version: &str) -> String {
    let first: u32 = version.split('.').next().and_then(|first| first.parse().ok()).unwrap_or_default();
    first.saturating_add(1).to_string()
}
