//! The pages of the catalogue, made from the catalogue itself.

use super::catalogue::{
    AttesterView, Attesters, BadgesPage, CapacityLink, CapacityNode, CapacityPage, ClassAddress, ClassCard, ClassPage, CriterionView,
    EvidenceView, LevelView, MatchLine, TaxonomiesPage, TaxonomyCard, TaxonomyPage, VersionLine,
};
use super::credential::Translation;
use super::preview::Preview;
use super::wording::{Link, Wording};
use crate::community::catalog::{
    Alignment, AttestedBy, BadgeClass, Capacity, Catalog, Creator, Criterion, Prose, Relation, Rubric, Taxonomy, Text,
};
use crate::vocabulary::{Addresses, LanguageTag};

/// Levels of a taxonomy that a page shows at most; the catalogue has no circles, this is a belt.
const DEEPEST: usize = 8;

impl From<Text> for Wording {
    fn from(text: Text) -> Self {
        Self { text: text.text, language: text.language }
    }
}

/// Makes views of the catalogue for a reader.
#[derive(Debug, Clone, Copy)]
pub struct CatalogPages<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// Where it stands.
    pub addresses: &'a Addresses,
    /// The reader's language.
    pub language: &'a LanguageTag,
    /// The first issuer: it owns every class that nobody else has taken over.
    pub owner: &'a Link,
}

impl CatalogPages<'_> {
    /// `/badges`.
    pub fn badges(&self) -> BadgesPage {
        BadgesPage { classes: self.catalog.classes().map(|class| self.card(class)).collect() }
    }

    /// `/badges/{slug}`; `None` if there is no such class.
    pub fn class(&self, slug: &str) -> Option<ClassPage> {
        self.catalog.class(slug).map(|class| self.class_page(class, ClassAddress::Newest))
    }

    /// `/badges/{slug}/{version}`; `None` if there is no such version.
    pub fn class_version(&self, slug: &str, version: &str) -> Option<ClassPage> {
        self.catalog.class_version(slug, version).map(|class| self.class_page(class, ClassAddress::Version))
    }

    /// `/capacities`.
    pub fn taxonomies(&self) -> TaxonomiesPage {
        TaxonomiesPage { taxonomies: self.catalog.taxonomies().map(|taxonomy| self.taxonomy_card(taxonomy)).collect() }
    }

    /// `/capacities/{scheme}`; `None` if there is no such taxonomy.
    pub fn taxonomy(&self, scheme: &str) -> Option<TaxonomyPage> {
        let taxonomy = self.catalog.taxonomy(scheme)?;
        let top = taxonomy.roots().map(|root| self.node(taxonomy, root, DEEPEST)).collect();
        Some(TaxonomyPage { card: self.taxonomy_card(taxonomy), top, source: taxonomy.source().to_owned() })
    }

    /// `/capacities/{scheme}/{code}`; `None` if there is no such capacity.
    pub fn capacity(&self, scheme: &str, code: &str) -> Option<CapacityPage> {
        let taxonomy = self.catalog.taxonomy(scheme)?;
        let capacity = taxonomy.capacity(code)?;
        let above = |c: &&Capacity| c.broader().and_then(|code| taxonomy.capacity(code));
        let mut broader: Vec<Link> = std::iter::successors(above(&capacity), above).take(DEEPEST).map(|c| self.capacity_name(c)).collect();
        broader.reverse();
        let is_aligned = |class: &&BadgeClass| class.alignments().iter().any(|a| a.scheme() == scheme && a.code() == code);
        Some(CapacityPage {
            label: self.said(capacity.label()),
            address: capacity.address(self.addresses),
            code: code.to_owned(),
            uuid: format!("urn:uuid:{}", capacity.uuid()),
            taxonomy: Link { name: self.said(taxonomy.name()), address: taxonomy.address(self.addresses) },
            broader,
            narrower: taxonomy.narrower(code).map(|c| self.capacity_name(c)).collect(),
            matches: self.matches(capacity),
            wikidata: capacity.wikidata().map(str::to_owned),
            classes: self.catalog.classes().filter(is_aligned).map(|class| self.card(class)).collect(),
        })
    }

    /// A class in a list.
    pub fn card(&self, class: &BadgeClass) -> ClassCard {
        ClassCard {
            name: self.said(class.name()),
            description: self.said(class.description()),
            address: class.address(self.addresses),
            image: self.addresses.class_drawing(class.slug(), class.version()),
        }
    }

    /// A class version in the reader's language, for a credential signed in another; `None` where
    /// the reader's language is the signed one, or our catalogue has nothing nearer.
    pub fn translation(&self, class: &BadgeClass, signed: &LanguageTag, level: Option<&str>) -> Option<Translation> {
        let name = self.said(class.name());
        let level = level.and_then(|id| class.rubric()?.level(id));
        (self.language != signed && name.language != *signed).then(|| Translation {
            name,
            description: self.said(class.description()),
            criteria: class.criteria().iter().map(|criterion| self.said(criterion.text())).collect(),
            level: level.map(|level| self.said(level.name())),
        })
    }

    /// A capacity that a class is aligned to.
    pub fn capacity_link(&self, class: &BadgeClass, alignment: &Alignment) -> CapacityLink {
        let level = alignment.level().and_then(|id| class.rubric()?.level(id));
        CapacityLink {
            label: self.said(alignment.label()),
            address: alignment.address(self.addresses),
            framework: self.said(alignment.framework()),
            level: level.map(|level| self.said(level.name())),
        }
    }

    fn class_page(&self, class: &BadgeClass, asked: ClassAddress) -> ClassPage {
        let versions = self.catalog.versions(class.slug()).iter();
        let shared = |key: String| Wording::from(self.catalog.text(&key, self.language));
        let (rubric, card) = (class.rubric(), self.card(class));
        let creator = match class.creator() {
            Creator::Installation => self.owner.clone(),
            Creator::Body { name, url } => Link { name: Wording::new(name, class.source_language().clone()), address: url.clone() },
        };
        ClassPage {
            asked,
            preview: Preview {
                address: card.address.clone(),
                name: card.name.clone(),
                level: None,
                issuer: creator.name.text.clone(),
                description: Some(card.description.clone()),
                card: self.addresses.class_card(class.slug(), class.version()),
            },
            card,
            version: class.version().to_owned(),
            versions: versions.map(|v| VersionLine { version: v.version().to_owned(), address: v.address(self.addresses) }).collect(),
            criteria: class.criteria().iter().map(|criterion| self.criterion(criterion)).collect(),
            levels: rubric.map(|rubric| self.levels(rubric)).unwrap_or_default(),
            required_level: rubric.and_then(|r| r.level(r.required())).map(|level| self.said(level.name())),
            evidence: EvidenceView {
                minimum: class.evidence().minimum(),
                text: self.said(class.evidence().text()),
                kinds: class.evidence().kinds().iter().map(|kind| shared(kind.key())).collect(),
            },
            attested_by: class.attested_by().iter().filter_map(|who| self.attester(who)).collect(),
            capacities: class.alignments().iter().map(|alignment| self.capacity_link(class, alignment)).collect(),
            learning: class.learning().iter().map(|way| shared(way.key())).collect(),
            validity_months: class.validity_months(),
            renewal: shared(class.renewal().key()),
            issue_until: class.issue_until(),
            creator,
            entitles_for: class.grants_mandates_for().iter().filter_map(|slug| self.class_name(slug)).collect(),
            digest: class.digest().to_string(),
            draft: None,
            people: Vec::new(),
            more_people: None,
        }
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionView {
        CriterionView {
            id: criterion.id().to_owned(),
            text: self.said(criterion.text()),
            quorum: criterion.quorum(),
            from: if criterion.distinct_affiliates() { Attesters::DistinctAffiliates } else { Attesters::Anywhere },
        }
    }

    fn levels(&self, rubric: &Rubric) -> Vec<LevelView> {
        let view = |level: &crate::community::catalog::Level| LevelView {
            id: level.id().to_owned(),
            name: self.said(level.name()),
            description: self.said(level.description()),
        };
        rubric.levels().iter().map(view).collect()
    }

    fn attester(&self, who: &AttestedBy) -> Option<AttesterView> {
        match who {
            AttestedBy::Mandate => Some(AttesterView::Mandate),
            AttestedBy::HoldersOf(slug) => self.class_name(slug).map(AttesterView::HoldersOf),
        }
    }

    /// The name of a class, with its page; `None` if there is no such class.
    pub fn class_name(&self, slug: &str) -> Option<Link> {
        let class = self.catalog.class(slug)?;
        Some(Link { name: self.said(class.name()), address: class.address(self.addresses) })
    }

    fn matches(&self, capacity: &Capacity) -> Vec<MatchLine> {
        let line = |other: &crate::community::catalog::Match| {
            let found = self.catalog.capacity(&other.scheme, &other.code)?;
            let kind = match other.relation {
                Relation::Exact => "exact",
                Relation::Close => "close",
                Relation::Broad => "broad",
                Relation::Narrow => "narrow",
            };
            let framework = self.said(self.catalog.taxonomy(&other.scheme)?.name());
            Some(MatchLine { kind, capacity: self.capacity_name(found), framework })
        };
        capacity.matches().iter().filter_map(line).collect()
    }

    fn taxonomy_card(&self, taxonomy: &Taxonomy) -> TaxonomyCard {
        TaxonomyCard {
            name: self.said(taxonomy.name()),
            description: self.said(taxonomy.description()),
            address: taxonomy.address(self.addresses),
            size: taxonomy.capacities().len(),
        }
    }

    fn node(&self, taxonomy: &Taxonomy, capacity: &Capacity, depth: usize) -> CapacityNode {
        let below = taxonomy.narrower(capacity.code()).filter(|_| depth > 0);
        CapacityNode {
            label: self.said(capacity.label()),
            address: capacity.address(self.addresses),
            narrower: below.map(|c| self.node(taxonomy, c, depth.saturating_sub(1))).collect(),
        }
    }

    fn capacity_name(&self, capacity: &Capacity) -> Link {
        Link { name: self.said(capacity.label()), address: capacity.address(self.addresses) }
    }

    fn said(&self, prose: &Prose) -> Wording {
        prose.in_language(self.language).into()
    }
}
