//! Taxonomies of capacities, and the crosswalk between them.
//!
//! A crosswalk entry is written once, on either side; [`Taxonomy`] shows both. Relations are those
//! of SKOS ([mapping properties](https://www.w3.org/TR/skos-reference/#mapping)).

use uuid::Uuid;

use super::prose::Prose;
use crate::vocabulary::{Addresses, LanguageTag};

/// The namespace of the UUIDs of capacities: drawn once, never changed. A capacity's UUID is the
/// version 5 UUID of its address path, `/capacities/{scheme}/{code}`, in this namespace
/// ([RFC 9562 §5.5](https://www.rfc-editor.org/rfc/rfc9562#section-5.5)): the same on every server.
pub const CAPACITY_NAMESPACE: Uuid = Uuid::from_u128(0x5b1e_7f64_0c3d_4a8e_9f27_d2c6_81a4_b35e);

/// The UUID that belongs to a capacity.
pub fn capacity_uuid(scheme: &str, code: &str) -> Uuid {
    Uuid::new_v5(&CAPACITY_NAMESPACE, format!("/capacities/{scheme}/{code}").as_bytes())
}

/// One scheme of capacities.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    pub(super) scheme: String,
    pub(super) source: String,
    pub(super) source_language: LanguageTag,
    pub(super) name: Prose,
    pub(super) description: Prose,
    pub(super) scales: Vec<Scale>,
    pub(super) capacities: Vec<Capacity>,
}

impl Taxonomy {
    /// Its name in addresses, such as `core-2019`.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Where it was published.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The language of its labels as published.
    pub const fn source_language(&self) -> &LanguageTag {
        &self.source_language
    }

    /// Its name.
    pub const fn name(&self) -> &Prose {
        &self.name
    }

    /// What it is.
    pub const fn description(&self) -> &Prose {
        &self.description
    }

    /// The scales by which capacities of this scheme are rated, if it has any.
    pub fn scales(&self) -> &[Scale] {
        &self.scales
    }

    /// Every capacity, in the order of the file: the order of the source.
    pub fn capacities(&self) -> &[Capacity] {
        &self.capacities
    }

    /// The capacity with this code.
    pub fn capacity(&self, code: &str) -> Option<&Capacity> {
        self.capacities.iter().find(|capacity| capacity.code == code)
    }

    /// The capacities without a broader one.
    pub fn roots(&self) -> impl Iterator<Item = &Capacity> {
        self.capacities.iter().filter(|capacity| capacity.broader.is_none())
    }

    /// The capacities directly under `code`.
    pub fn narrower(&self, code: &str) -> impl Iterator<Item = &Capacity> {
        self.capacities.iter().filter(move |capacity| capacity.broader.as_deref() == Some(code))
    }

    /// Its address.
    pub fn address(&self, addresses: &Addresses) -> String {
        addresses.taxonomy(&self.scheme)
    }
}

/// A node of a taxonomy.
#[derive(Debug, Clone)]
pub struct Capacity {
    pub(super) scheme: String,
    pub(super) code: String,
    pub(super) uuid: Uuid,
    pub(super) broader: Option<String>,
    pub(super) wikidata: Option<String>,
    pub(super) matches: Vec<Match>,
    pub(super) label: Prose,
}

impl Capacity {
    /// The taxonomy it belongs to.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Its stable code within the scheme.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its fixed UUID; see [`CAPACITY_NAMESPACE`].
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// The code of the capacity above it.
    pub fn broader(&self) -> Option<&str> {
        self.broader.as_deref()
    }

    /// Its Wikidata item, such as `Q759524`, where the source names one.
    pub fn wikidata(&self) -> Option<&str> {
        self.wikidata.as_deref()
    }

    /// What it corresponds to in other schemes; each pair is seen from both sides.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// Its label.
    pub const fn label(&self) -> &Prose {
        &self.label
    }

    /// Its address.
    pub fn address(&self, addresses: &Addresses) -> String {
        addresses.capacity(&self.scheme, &self.code)
    }
}

/// One crosswalk entry, seen from one capacity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// How close the two are.
    pub relation: Relation,
    /// The other capacity's scheme.
    pub scheme: String,
    /// The other capacity's code.
    pub code: String,
}

/// How a capacity relates to one of another scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same: one can stand for the other everywhere.
    Exact,
    /// Nearly the same: one can stand for the other in many uses.
    Close,
    /// The other is broader.
    Broad,
    /// The other is narrower.
    Narrow,
}

impl Relation {
    /// The relation as the other side sees it.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Exact => Self::Exact,
            Self::Close => Self::Close,
            Self::Broad => Self::Narrow,
            Self::Narrow => Self::Broad,
        }
    }
}

/// A scale by which capacities are rated, low to high.
#[derive(Debug, Clone)]
pub struct Scale {
    pub(super) id: String,
    pub(super) name: Prose,
    pub(super) levels: Vec<(String, Prose)>,
}

impl Scale {
    /// Its id within the scheme, such as `robustness`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it measures.
    pub const fn name(&self) -> &Prose {
        &self.name
    }

    /// Ids and names of its levels, low to high.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &Prose)> {
        self.levels.iter().map(|(id, name)| (id.as_str(), name))
    }
}
