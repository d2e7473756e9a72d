//! What a catalogue holds, in numbers, for `insignia check` and the stewards' pages.

use super::Catalog;
use super::fault::Finding;
use super::prose::Prose;
use crate::vocabulary::LanguageTag;

/// The catalogue in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Classes, counting only current versions.
    pub classes: usize,
    /// Versions of classes, older ones included.
    pub versions: usize,
    /// Criteria of the current versions.
    pub criteria: usize,
    /// Each taxonomy, by scheme.
    pub taxonomies: Vec<TaxonomySummary>,
    /// Each language that has a file, by tag.
    pub languages: Vec<LanguageSummary>,
    /// What should be seen to.
    pub warnings: Vec<Finding>,
}

/// One taxonomy in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomySummary {
    /// Its scheme.
    pub scheme: String,
    /// How many capacities it has.
    pub capacities: usize,
    /// How many of them correspond to a capacity of another scheme.
    pub matched: usize,
}

/// How far a language has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageSummary {
    /// The language.
    pub language: LanguageTag,
    /// Texts of classes.
    pub classes: Share,
    /// Names of taxonomies and labels of capacities.
    pub capacities: Share,
    /// What the file says about itself, such as "machine-drafted, needs native review".
    pub status: Option<String>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many are there.
    pub done: usize,
    /// How many there should be.
    pub of: usize,
}

impl Share {
    /// Whole percent, rounded down: 100 only when nothing is missing.
    pub const fn percent(self) -> usize {
        match (self.done * 100).checked_div(self.of) {
            Some(percent) => percent,
            None => 100,
        }
    }

    fn count<'p>(texts: impl Iterator<Item = &'p Prose>, language: &LanguageTag) -> Self {
        texts.fold(Self::default(), |share, text| Self {
            done: share.done + usize::from(text.translation(language).is_some()),
            of: share.of + 1,
        })
    }
}

impl Catalog {
    /// The catalogue in numbers.
    pub fn summary(&self) -> Summary {
        let taxonomies = self.taxonomies().map(|taxonomy| TaxonomySummary {
            scheme: taxonomy.scheme().to_owned(),
            capacities: taxonomy.capacities().len(),
            matched: taxonomy.capacities().iter().filter(|capacity| !capacity.matches().is_empty()).count(),
        });
        let languages = self.messages.languages().map(|language| {
            let class_texts = self.classes().flat_map(super::BadgeClass::texts);
            let labels = self.taxonomies().flat_map(|taxonomy| {
                [taxonomy.name(), taxonomy.description()].into_iter().chain(taxonomy.capacities().iter().map(super::Capacity::label))
            });
            LanguageSummary {
                language: language.clone(),
                classes: Share::count(class_texts, language),
                capacities: Share::count(labels, language),
                status: self.messages.status(language).map(str::to_owned),
            }
        });
        Summary {
            classes: self.classes().count(),
            versions: self.classes.values().map(Vec::len).sum(),
            criteria: self.classes().map(|class| class.criteria().len()).sum(),
            taxonomies: taxonomies.collect(),
            languages: languages.collect(),
            warnings: self.warnings().to_vec(),
        }
    }
}
