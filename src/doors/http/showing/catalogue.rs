//! Badge classes and capacities.

use crate::appearance::pages::catalogue::{
    Attesters, BadgesPage, CapacityLink, CapacityNode, CapacityPage, ClassAddress, ClassCard, ClassPage, CriterionView, LevelView,
    MatchLine, TaxonomiesPage, TaxonomyCard, TaxonomyPage, VersionLine,
};
use crate::appearance::pages::wording::{Link, Wording};
use crate::community::catalog::{Alignment, BadgeClass, Capacity, Catalog, Creator, Relation, Renewal, Taxonomy};
use crate::vocabulary::{Addresses, LanguageTag};

use super::words;

/// What is shown, for whom, under which addresses.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    /// Classes and capacities.
    pub catalog: &'a Catalog,
    /// Public addresses.
    pub addresses: &'a Addresses,
    /// The reader's language.
    pub language: &'a LanguageTag,
}

impl Showing<'_> {
    /// `/badges`.
    pub fn badges(&self) -> BadgesPage {
        BadgesPage { classes: self.catalog.classes().map(|class| self.card(class)).collect() }
    }

    /// A class in a list.
    pub fn card(&self, class: &BadgeClass) -> ClassCard {
        ClassCard {
            name: words(class.name(), self.language),
            description: words(class.description(), self.language),
            address: class.address(self.addresses),
            image: self.addresses.class_image(class.slug(), class.version()),
        }
    }

    /// A class version's page.
    pub fn class(&self, class: &BadgeClass, asked: ClassAddress) -> ClassPage {
        let versions = self.catalog.versions(class.slug()).iter().map(|one| VersionLine {
            version: one.version().to_owned(),
            address: one.address(self.addresses),
        });
        ClassPage {
            asked,
            card: self.card(class),
            version: class.version().to_owned(),
            versions: versions.collect(),
            criteria: self.criteria(class),
            levels: self.levels(class),
            evidence: self.evidence(class),
            capacities: class.alignments().iter().map(|alignment| self.capacity_link(class, alignment)).collect(),
            learning: class.learning().iter().map(|way| self.text(&way.key())).collect(),
            validity_months: class.validity_months(),
            renewal: (class.renewal() != Renewal::Never).then(|| self.text(&class.renewal().key())),
            creator: self.creator(class),
            entitles_for: class.grants_mandates_for().iter().filter_map(|slug| self.class_link(slug)).collect(),
            source_language: class.source_language().clone(),
            digest: class.digest().to_string(),
        }
    }

    fn text(&self, key: &str) -> Wording {
        let said = self.catalog.text(key, self.language);
        Wording::new(said.text, said.language)
    }

    fn criteria(&self, class: &BadgeClass) -> Vec<CriterionView> {
        let view = |criterion: &crate::community::catalog::Criterion| CriterionView {
            id: criterion.id().to_owned(),
            text: words(criterion.text(), self.language),
            quorum: u8::try_from(criterion.quorum()).unwrap_or(u8::MAX),
            from: if criterion.distinct_affiliates() { Attesters::DistinctAffiliates } else { Attesters::Anywhere },
        };
        class.criteria().iter().map(view).collect()
    }

    fn levels(&self, class: &BadgeClass) -> Vec<LevelView> {
        let levels = class.rubric().map(|rubric| rubric.levels()).unwrap_or_default();
        let view = |level: &crate::community::catalog::Level| LevelView {
            id: level.id().to_owned(),
            name: words(level.name(), self.language),
            description: words(level.description(), self.language),
            image: None,
        };
        levels.iter().map(view).collect()
    }

    fn evidence(&self, class: &BadgeClass) -> Vec<Wording> {
        let kinds = class.evidence().kinds().iter().map(|kind| self.text(&kind.key()));
        std::iter::once(words(class.evidence().text(), self.language)).chain(kinds).collect()
    }

    fn capacity_link(&self, class: &BadgeClass, alignment: &Alignment) -> CapacityLink {
        let level = alignment.level().and_then(|id| class.rubric()?.level(id));
        CapacityLink {
            label: words(alignment.label(), self.language),
            address: alignment.address(self.addresses),
            framework: words(alignment.framework(), self.language),
            level: level.map(|level| words(level.name(), self.language)),
        }
    }

    fn creator(&self, class: &BadgeClass) -> Option<Link> {
        match class.creator() {
            Creator::Installation => None,
            Creator::Body { name, url } => Some(Link { name: Wording::english(name.clone()), address: url.clone() }),
        }
    }

    fn class_link(&self, slug: &str) -> Option<Link> {
        let class = self.catalog.class(slug)?;
        Some(Link { name: words(class.name(), self.language), address: class.address(self.addresses) })
    }

    /// `/capacities`.
    pub fn taxonomies(&self) -> TaxonomiesPage {
        TaxonomiesPage { taxonomies: self.catalog.taxonomies().map(|taxonomy| self.taxonomy_card(taxonomy)).collect() }
    }

    fn taxonomy_card(&self, taxonomy: &Taxonomy) -> TaxonomyCard {
        TaxonomyCard {
            name: words(taxonomy.name(), self.language),
            description: Some(words(taxonomy.description(), self.language)),
            address: taxonomy.address(self.addresses),
            size: taxonomy.capacities().len(),
        }
    }

    /// `/capacities/{scheme}`.
    pub fn taxonomy(&self, taxonomy: &Taxonomy) -> TaxonomyPage {
        TaxonomyPage {
            card: self.taxonomy_card(taxonomy),
            top: taxonomy.roots().map(|root| self.node(taxonomy, root)).collect(),
            source: Some(taxonomy.source().to_owned()),
        }
    }

    fn node(&self, taxonomy: &Taxonomy, capacity: &Capacity) -> CapacityNode {
        CapacityNode {
            label: words(capacity.label(), self.language),
            address: capacity.address(self.addresses),
            narrower: taxonomy.narrower(capacity.code()).map(|below| self.node(taxonomy, below)).collect(),
        }
    }

    /// `/capacities/{scheme}/{code}`.
    pub fn capacity(&self, taxonomy: &Taxonomy, capacity: &Capacity) -> CapacityPage {
        let aligned = self.catalog.classes().filter(|class| {
            class.alignments().iter().any(|alignment| alignment.scheme() == capacity.scheme() && alignment.code() == capacity.code())
        });
        CapacityPage {
            label: words(capacity.label(), self.language),
            description: None,
            address: capacity.address(self.addresses),
            code: capacity.code().to_owned(),
            uuid: capacity.uuid().urn().to_string(),
            taxonomy: Link { name: words(taxonomy.name(), self.language), address: taxonomy.address(self.addresses) },
            broader: self.broader(taxonomy, capacity),
            narrower: taxonomy.narrower(capacity.code()).map(|below| self.link(below)).collect(),
            matches: capacity.matches().iter().filter_map(|one| self.match_line(one)).collect(),
            wikidata: capacity.wikidata().map(str::to_owned),
            classes: aligned.map(|class| self.card(class)).collect(),
        }
    }

    fn link(&self, capacity: &Capacity) -> Link {
        Link { name: words(capacity.label(), self.language), address: capacity.address(self.addresses) }
    }

    /// From the top down. A taxonomy is a forest: it was checked when it was loaded.
    fn broader(&self, taxonomy: &Taxonomy, capacity: &Capacity) -> Vec<Link> {
        let parent = |of: &&Capacity| of.broader().and_then(|code| taxonomy.capacity(code));
        let above = std::iter::successors(parent(&capacity), parent);
        let mut links: Vec<Link> = above.take(taxonomy.capacities().len()).map(|one| self.link(one)).collect();
        links.reverse();
        links
    }

    fn match_line(&self, one: &crate::community::catalog::Match) -> Option<MatchLine> {
        let kind = match one.relation {
            Relation::Exact => "exact",
            Relation::Close => "close",
            Relation::Broad => "broad",
            Relation::Narrow => "narrow",
        };
        let capacity = self.link(self.catalog.capacity(&one.scheme, &one.code)?);
        Some(MatchLine { kind, capacity, framework: words(self.catalog.taxonomy(&one.scheme)?.name(), self.language) })
    }
}
