//! The catalogue: taxonomies of capacities and the badge classes tied to them.
//!
//! It is data that people review in git (`badge-classes/`), loaded whole or not at all: every
//! fault of every file is reported at once, with file, line and remedy. What is loaded has no
//! public constructor, so whoever holds a [`BadgeClass`] knows that its capacities, levels, texts and
//! quorum exist. `badge-classes/README.md` says how a class is written.
//!
//! A released version never changes meaning: [`Catalog::compare_frozen`] refuses a catalogue whose
//! digest of an attested version is another one. The current version of a class stands in
//! `{slug}.toml`, older ones in `{slug}@{version}.toml`.

mod achievement;
mod build;
mod checks;
mod class;
mod digest;
mod draft;
mod fault;
mod prose;
mod read_class;
mod read_taxonomy;
mod sheet;
mod skos;
mod sources;
mod summary;
mod taxonomy;
mod texts;
mod words;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::platform::i18n::{MessageFault, MessageFaultKind, Messages};
use crate::vocabulary::LanguageTag;

pub use class::{
    Alignment, Artwork, AttestedBy, BadgeClass, Creator, Criterion, EvidenceKind, EvidenceRule, Learning, Level, Renewal, Rubric,
};
pub use digest::{Digest, NotADigest};
pub use draft::{Carried, ClassForm, DraftFault, Drafted, NotStarted, Part, Standing, Translated, Wrong};
pub use fault::{Faults, Finding, What};
pub use prose::{Prose, Text};
pub use summary::{LanguageSummary, Share, Summary, TaxonomySummary};
pub use taxonomy::{CAPACITY_NAMESPACE, Capacity, Match, Relation, Scale, Taxonomy, capacity_uuid};

use fault::sort;
use sheet::Sheet;
use sources::{Source, Sources};

/// Every taxonomy and badge class of an installation.
#[derive(Debug, Clone)]
pub struct Catalog {
    messages: Arc<Messages>,
    taxonomies: BTreeMap<String, Taxonomy>,
    classes: BTreeMap<String, Vec<BadgeClass>>,
    warnings: Vec<Finding>,
    /// What it was read from: drafts are read with it.
    sources: Arc<Sources>,
}

impl Catalog {
    /// The catalogue in the binary.
    ///
    /// # Errors
    /// Never in a released binary: a test loads it.
    pub fn embedded() -> Result<Self, Faults> {
        Self::from_sources(&Sources::embedded())
    }

    /// The catalogue in a folder of the form of `badge-classes/`.
    ///
    /// # Errors
    /// Every fault of every file; then nothing is loaded.
    pub fn load(folder: &Path) -> Result<Self, Faults> {
        Self::from_sources(&Sources::folder(folder))
    }

    fn from_sources(sources: &Sources) -> Result<Self, Faults> {
        let found = RefCell::new(sources.unreadable.clone());
        let files = sources.messages.iter().map(|source| (source.file.as_str(), source.text.as_str()));
        let (messages, message_faults) = Messages::read(files);
        let as_finding = |fault: MessageFault| Finding { file: fault.file, line: fault.line, what: What::Message(fault.kind) };
        found.borrow_mut().extend(message_faults.into_iter().map(as_finding));

        let each = |source: &Source| (source.stem().to_owned(), source.clone());
        let mut unread_schemes = Vec::new();
        let mut taxonomies = Vec::new();
        for (stem, source) in sources.taxonomies.iter().map(each) {
            match read_taxonomy::read(&Sheet::new(&source.file, &source.text, &found), &stem) {
                Some(draft) => taxonomies.push(draft),
                None => unread_schemes.push(stem),
            }
        }
        let mut classes = Vec::new();
        for (stem, source) in sources.classes.iter().map(each) {
            classes.extend(read_class::read(&Sheet::new(&source.file, &source.text, &found), &stem));
        }
        let known = checks::Known {
            slugs: sources.classes.iter().map(Source::stem).filter(|stem| !stem.contains('@')).collect(),
            unread_schemes: unread_schemes.iter().map(String::as_str).collect(),
        };
        let mut faults = found.into_inner();
        faults.extend(checks::taxonomies(&taxonomies, &known));
        faults.extend(checks::classes(&classes, &taxonomies, &known));
        let is_unread = |fault: &&Finding| matches!(fault.what, What::Unreadable(_) | What::Message(MessageFaultKind::NotJson(_)));
        let unread: Vec<Finding> = faults.iter().filter(is_unread).cloned().collect();
        let (text_faults, mut warnings) = texts::check(&messages, &sources.messages_folder, &classes, &taxonomies, &unread);
        faults.extend(text_faults);
        Faults::if_any(faults)?;

        warnings.extend(sources.stray.iter().map(|file| Finding { file: file.clone(), line: 1, what: What::StrayFile }));
        sort(&mut warnings);
        let messages = Arc::new(messages);
        let taxonomies = build::taxonomies(taxonomies, &messages);
        let classes = build::classes(classes, &taxonomies, &messages);
        Ok(Self { messages, taxonomies, classes, warnings, sources: Arc::new(sources.clone()) })
    }

    /// The current version of a class.
    pub fn class(&self, slug: &str) -> Option<&BadgeClass> {
        self.versions(slug).first()
    }

    /// One version of a class.
    pub fn class_version(&self, slug: &str, version: &str) -> Option<&BadgeClass> {
        self.versions(slug).iter().find(|class| class.version() == version)
    }

    /// Every version of a class, the current one first.
    pub fn versions(&self, slug: &str) -> &[BadgeClass] {
        self.classes.get(slug).map_or(&[], Vec::as_slice)
    }

    /// The current version of every class, by slug.
    pub fn classes(&self) -> impl Iterator<Item = &BadgeClass> {
        self.classes.values().filter_map(|versions| versions.first())
    }

    /// A taxonomy by the name of its scheme.
    pub fn taxonomy(&self, scheme: &str) -> Option<&Taxonomy> {
        self.taxonomies.get(scheme)
    }

    /// Every taxonomy, by scheme.
    pub fn taxonomies(&self) -> impl Iterator<Item = &Taxonomy> {
        self.taxonomies.values()
    }

    /// A capacity.
    pub fn capacity(&self, scheme: &str, code: &str) -> Option<&Capacity> {
        self.taxonomy(scheme)?.capacity(code)
    }

    /// A message of the catalogue by its key, in the nearest language that has it: for the words
    /// that classes share ([`Learning::key`] and its like).
    pub fn text(&self, key: &str, language: &LanguageTag) -> Text {
        self.messages.render(key, language, &[])
    }

    /// What does not keep the catalogue from loading, but should be seen to.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// Refuses to go on if a version that was attested has another digest now, or is gone.
    /// `frozen` is slug, version and digest of each version ever attested.
    ///
    /// # Errors
    /// Every version that was changed or removed.
    pub fn compare_frozen<'f>(&self, frozen: impl IntoIterator<Item = (&'f str, &'f str, &'f str)>) -> Result<(), Faults> {
        let mut findings = Vec::new();
        for (slug, version, digest) in frozen {
            let (slug_owned, version_owned) = (slug.to_owned(), version.to_owned());
            let Some(class) = self.class_version(slug, version) else {
                let file = self.class(slug).map_or_else(|| format!("{slug}.toml"), |current| current.place.0.clone());
                findings.push(Finding { file, line: 1, what: What::Gone { slug: slug_owned, version: version_owned } });
                continue;
            };
            if class.digest.to_string() != digest {
                let (file, line) = class.place.clone();
                let what = What::Changed { slug: slug_owned, version: version_owned, frozen: digest.to_owned(), now: class.digest };
                findings.push(Finding { file, line, what });
            }
        }
        Faults::if_any(findings)
    }
}
