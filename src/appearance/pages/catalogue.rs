//! The public catalogue: badge classes, their versions, capacities and taxonomies.

use serde::Serialize;

use super::View;
use super::preview::Preview;
use super::wording::{Link, Wording};
use crate::vocabulary::Timestamp;

/// `/badges`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BadgesPage {
    /// Every class that can be earned, in the catalogue's order.
    pub classes: Vec<ClassCard>,
}

impl View for BadgesPage {
    const TEMPLATE: &'static str = "badges.html";
}

/// A class in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassCard {
    /// Its name.
    pub name: Wording,
    /// What it certifies.
    pub description: Wording,
    /// Its page.
    pub address: String,
    /// Its picture (SVG or PNG).
    pub image: String,
}

/// `/badges/{slug}` and `/badges/{slug}/{version}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassPage {
    /// Which of the two addresses was asked.
    pub asked: ClassAddress,
    /// Name, description, page of this version, picture.
    pub card: ClassCard,
    /// How a link to it is shown elsewhere.
    pub preview: Preview,
    /// Version shown.
    pub version: String,
    /// Every version there is, newest first.
    pub versions: Vec<VersionLine>,
    /// What has to be shown.
    pub criteria: Vec<CriterionView>,
    /// Levels of its rubric, low to high.
    pub levels: Vec<LevelView>,
    /// The level that the badge needs.
    pub required_level: Option<Wording>,
    /// What counts as evidence.
    pub evidence: EvidenceView,
    /// Who may attest it.
    pub attested_by: Vec<AttesterView>,
    /// Capacities it is aligned to.
    pub capacities: Vec<CapacityLink>,
    /// Ways in which it is earned.
    pub learning: Vec<Wording>,
    /// Months that an award is valid; none means for ever.
    pub validity_months: Option<u16>,
    /// How it is renewed.
    pub renewal: Wording,
    /// The last day on which this version may still be awarded; none for the current one.
    pub issue_until: Option<Timestamp>,
    /// Who owns the class.
    pub creator: Link,
    /// Classes that its holders may attest.
    pub entitles_for: Vec<Link>,
    /// SHA-256 over structure and source texts, hexadecimal.
    pub digest: String,
    /// The page of its draft, where it is only drafted.
    pub draft: Option<String>,
    /// People who chose to be listed with it; on the page of the class, not of a version.
    pub people: Vec<PersonLine>,
    /// Where the list goes on.
    pub more_people: Option<String>,
}

/// Somebody who chose to be listed with a badge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    /// As the badge names them.
    pub names: Vec<String>,
    /// The badge's address.
    pub badge: String,
}

impl View for ClassPage {
    const TEMPLATE: &'static str = "class.html";
}

/// Which address of a class was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassAddress {
    /// `/badges/{slug}`: the newest version, whichever that is.
    Newest,
    /// `/badges/{slug}/{version}`: this version for ever.
    Version,
}

/// A version in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionLine {
    /// The version.
    pub version: String,
    /// Its permanent page.
    pub address: String,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionView {
    /// Its id, the fragment of its address.
    pub id: String,
    /// What has to be shown.
    pub text: Wording,
    /// How many trainers have to attest it.
    pub quorum: u32,
    /// Whether they have to come from different affiliates.
    pub from: Attesters,
}

/// Where the trainers of one criterion have to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attesters {
    /// Anywhere.
    Anywhere,
    /// Each from another affiliate.
    DistinctAffiliates,
}

/// What counts as evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceView {
    /// Pieces that each attestation needs; may be 0.
    pub minimum: u32,
    /// What is expected.
    pub text: Wording,
    /// Kinds that are accepted.
    pub kinds: Vec<Wording>,
}

/// Who may attest a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "class")]
pub enum AttesterView {
    /// Who was given a mandate for it.
    Mandate,
    /// Who holds this class.
    HoldersOf(Link),
}

/// A level of a rubric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelView {
    /// Its id, the fragment of its address.
    pub id: String,
    /// Its name.
    pub name: Wording,
    /// What it means.
    pub description: Wording,
}

/// A capacity named on another page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityLink {
    /// Its label.
    pub label: Wording,
    /// Its page.
    pub address: String,
    /// The taxonomy it belongs to.
    pub framework: Wording,
    /// The level that certifies it.
    pub level: Option<Wording>,
}

/// `/capacities`: the taxonomies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxonomiesPage {
    /// Each with a word about it.
    pub taxonomies: Vec<TaxonomyCard>,
}

impl View for TaxonomiesPage {
    const TEMPLATE: &'static str = "taxonomies.html";
}

/// A taxonomy in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxonomyCard {
    /// Its name.
    pub name: Wording,
    /// Where it comes from and what it is for.
    pub description: Wording,
    /// Its page.
    pub address: String,
    /// Capacities in it.
    pub size: usize,
}

/// `/capacities/{scheme}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxonomyPage {
    /// Name, word, address.
    pub card: TaxonomyCard,
    /// Its top capacities with what is below them.
    pub top: Vec<CapacityNode>,
    /// The document the taxonomy was taken from.
    pub source: String,
}

impl View for TaxonomyPage {
    const TEMPLATE: &'static str = "taxonomy.html";
}

/// A capacity in a tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityNode {
    /// Its label.
    pub label: Wording,
    /// Its page.
    pub address: String,
    /// What is narrower.
    pub narrower: Vec<CapacityNode>,
}

/// `/capacities/{scheme}/{code}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityPage {
    /// Its label.
    pub label: Wording,
    /// Its public address.
    pub address: String,
    /// Its code.
    pub code: String,
    /// `urn:uuid:…`, the same for ever.
    pub uuid: String,
    /// Its taxonomy.
    pub taxonomy: Link,
    /// What is wider, from the top down.
    pub broader: Vec<Link>,
    /// What is narrower.
    pub narrower: Vec<Link>,
    /// The same or nearly the same in other taxonomies.
    pub matches: Vec<MatchLine>,
    /// Its Wikidata item, such as `Q131257`.
    pub wikidata: Option<String>,
    /// Classes aligned to it.
    pub classes: Vec<ClassCard>,
}

impl View for CapacityPage {
    const TEMPLATE: &'static str = "capacity.html";
}

/// A capacity of another taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchLine {
    /// Names the message `match-{kind}`: `exact`, `close`, `broad` or `narrow`.
    pub kind: &'static str,
    /// The other capacity.
    pub capacity: Link,
    /// Its taxonomy.
    pub framework: Wording,
}
