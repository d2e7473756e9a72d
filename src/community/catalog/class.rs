//! A badge class: what is awarded, what has to be shown for it, who may say so, for how long.
//!
//! There is no public constructor: a [`BadgeClass`] comes from a catalogue that loaded without a
//! single fault. It becomes an OB 3.0
//! [Achievement](https://www.imsglobal.org/spec/ob/v3p0/#achievement) in `achievement.rs`.

use std::collections::BTreeSet;

use super::digest::Digest;
use super::prose::Prose;
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

/// One version of a badge class.
#[derive(Debug, Clone)]
pub struct BadgeClass {
    pub(super) slug: String,
    pub(super) version: String,
    pub(super) digest: Digest,
    pub(super) place: (String, usize),
    pub(super) source_language: LanguageTag,
    pub(super) achievement_type: String,
    pub(super) name: Prose,
    pub(super) description: Prose,
    pub(super) criteria: Vec<Criterion>,
    pub(super) rubric: Option<Rubric>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) evidence: EvidenceRule,
    pub(super) attested_by: Vec<AttestedBy>,
    pub(super) validity_months: Option<u16>,
    pub(super) renewal: Renewal,
    pub(super) learning: Vec<Learning>,
    pub(super) artwork: Artwork,
    pub(super) creator: Creator,
    pub(super) issue_until: Option<Timestamp>,
    pub(super) grants_mandates_for: Vec<String>,
    pub(super) refresh_service: bool,
}

impl BadgeClass {
    /// Its name in addresses, for ever.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Its version, such as `1` or `2.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// SHA-256 over structure and source-language texts; see [`Digest`].
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The language in which its texts were written.
    pub const fn source_language(&self) -> &LanguageTag {
        &self.source_language
    }

    /// From the enumeration of OB 3.0
    /// ([AchievementType](https://www.imsglobal.org/spec/ob/v3p0/#achievementtype-enumeration)).
    pub fn achievement_type(&self) -> &str {
        &self.achievement_type
    }

    /// Its name.
    pub const fn name(&self) -> &Prose {
        &self.name
    }

    /// One or two sentences on what a holder can do.
    pub const fn description(&self) -> &Prose {
        &self.description
    }

    /// What has to be shown, in the order of the file; never empty.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The criteria with these ids, in the order of the class.
    pub fn criteria_met<'m>(&self, ids: impl Iterator<Item = &'m str>) -> impl Iterator<Item = &Criterion> {
        let ids: BTreeSet<&str> = ids.collect();
        self.criteria.iter().filter(move |criterion| ids.contains(criterion.id()))
    }

    /// Levels, if this class tells levels apart.
    pub const fn rubric(&self) -> Option<&Rubric> {
        self.rubric.as_ref()
    }

    /// One to three capacities.
    pub fn alignments(&self) -> &[Alignment] {
        &self.alignments
    }

    /// What counts as evidence.
    pub const fn evidence(&self) -> &EvidenceRule {
        &self.evidence
    }

    /// Who may attest; never empty.
    pub fn attested_by(&self) -> &[AttestedBy] {
        &self.attested_by
    }

    /// For how many calendar months a credential is valid; `None` is for ever.
    pub const fn validity_months(&self) -> Option<u16> {
        self.validity_months
    }

    /// What renews it.
    pub const fn renewal(&self) -> Renewal {
        self.renewal
    }

    /// How the skill is learnt.
    pub fn learning(&self) -> &[Learning] {
        &self.learning
    }

    /// How its image is drawn.
    pub const fn artwork(&self) -> &Artwork {
        &self.artwork
    }

    /// Who owns the class.
    pub const fn creator(&self) -> &Creator {
        &self.creator
    }

    /// The last instant at which this version may still be issued; `None` for the current one.
    pub const fn issue_until(&self) -> Option<Timestamp> {
        self.issue_until
    }

    /// Whether this version may be issued at `now`.
    pub fn is_issued_at(&self, now: Timestamp) -> bool {
        self.issue_until.is_none_or(|until| now <= until)
    }

    /// Slugs of the classes that a holder receives mandates for; empty for most classes.
    pub fn grants_mandates_for(&self) -> &[String] {
        &self.grants_mandates_for
    }

    /// Whether credentials name a refresh service, which tells the issuer who is being verified.
    pub const fn asks_for_refresh_service(&self) -> bool {
        self.refresh_service
    }

    /// The permanent address of this version.
    pub fn address(&self, addresses: &Addresses) -> String {
        addresses.class_version(&self.slug, &self.version)
    }

    /// Every text of the class, the name first.
    pub fn texts(&self) -> impl Iterator<Item = &Prose> {
        let rubric = self.rubric.iter().flat_map(|rubric| {
            std::iter::once(&rubric.name).chain(rubric.levels.iter().flat_map(|level| [&level.name, &level.description]))
        });
        [&self.name, &self.description, &self.evidence.text].into_iter().chain(self.criteria.iter().map(|c| &c.text)).chain(rubric)
    }

    /// The languages in which every text of the class exists.
    pub fn languages(&self) -> Vec<&LanguageTag> {
        let name = self.name.translations().map(|(language, _)| language);
        name.filter(|language| self.texts().all(|text| text.translation(language).is_some())).collect()
    }
}

/// One separately attestable part of a class.
#[derive(Debug, Clone)]
pub struct Criterion {
    pub(super) id: String,
    pub(super) quorum: u32,
    pub(super) distinct_affiliates: bool,
    pub(super) text: Prose,
}

impl Criterion {
    /// Its id within the class, such as `plans-for-access`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How many distinct trainers have to attest it; at least 1.
    pub const fn quorum(&self) -> u32 {
        self.quorum
    }

    /// Whether those trainers have to stand for as many different affiliates.
    pub const fn distinct_affiliates(&self) -> bool {
        self.distinct_affiliates
    }

    /// What has to be shown.
    pub const fn text(&self) -> &Prose {
        &self.text
    }
}

/// The levels of a class, low to high.
#[derive(Debug, Clone)]
pub struct Rubric {
    pub(super) name: Prose,
    pub(super) levels: Vec<Level>,
    pub(super) required: String,
}

impl Rubric {
    /// What the levels measure.
    pub const fn name(&self) -> &Prose {
        &self.name
    }

    /// The levels, low to high; at least two.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The level with this id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// The id of the lowest level at which the badge is awarded.
    pub fn required(&self) -> &str {
        &self.required
    }

    /// The place of a level, from 1.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.id == id).map(|at| at + 1)
    }
}

/// One level of a rubric.
#[derive(Debug, Clone)]
pub struct Level {
    pub(super) id: String,
    pub(super) name: Prose,
    pub(super) description: Prose,
}

impl Level {
    /// Its id within the rubric, such as `independent`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    pub const fn name(&self) -> &Prose {
        &self.name
    }

    /// What a person at this level does.
    pub const fn description(&self) -> &Prose {
        &self.description
    }
}

/// A capacity that the class certifies.
#[derive(Debug, Clone)]
pub struct Alignment {
    pub(super) scheme: String,
    pub(super) code: String,
    pub(super) level: Option<String>,
    pub(super) label: Prose,
    pub(super) framework: Prose,
}

impl Alignment {
    /// The taxonomy.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The capacity's code: `targetCode`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The rubric level from which on the capacity is certified; `None` where every award does.
    pub fn level(&self) -> Option<&str> {
        self.level.as_deref()
    }

    /// The capacity's label: `targetName`.
    pub const fn label(&self) -> &Prose {
        &self.label
    }

    /// The taxonomy's name: `targetFramework`.
    pub const fn framework(&self) -> &Prose {
        &self.framework
    }

    /// The capacity's address: `targetUrl`.
    pub fn address(&self, addresses: &Addresses) -> String {
        addresses.capacity(&self.scheme, &self.code)
    }
}

/// What counts as evidence.
#[derive(Debug, Clone)]
pub struct EvidenceRule {
    pub(super) minimum: u32,
    pub(super) kinds: Vec<EvidenceKind>,
    pub(super) text: Prose,
}

impl EvidenceRule {
    /// How many pieces of evidence an attestation needs; may be 0.
    pub const fn minimum(&self) -> u32 {
        self.minimum
    }

    /// The kinds that are accepted; never empty.
    pub fn kinds(&self) -> &[EvidenceKind] {
        &self.kinds
    }

    /// What is expected, in words.
    pub const fn text(&self) -> &Prose {
        &self.text
    }
}

/// Declares a closed list of words that stand in catalogue files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident of $field:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in catalogue files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The key of its name for readers.
            pub fn key(self) -> String {
                format!(concat!($field, "-{}"), self.as_str())
            }
        }
    };
}

words! {
    /// A kind of evidence.
    EvidenceKind of "evidence" {
        /// An edit, page, item or file on a wiki.
        OnWiki = "on-wiki",
        /// A document: plan, agreement, report, budget.
        Document = "document",
        /// The trainer saw it done.
        Observation = "observation",
        /// Sound, video or published slides.
        Recording = "recording",
        /// What participants or partners said afterwards.
        Feedback = "feedback",
        /// Source code, configuration or a query.
        Code = "code",
    }
}

words! {
    /// What makes a credential valid for another term.
    Renewal of "renewal" {
        /// It does not end.
        Never = "never",
        /// Recent practice, attested once.
        Practice = "practice",
        /// Every criterion attested anew.
        Full = "full",
    }
}

words! {
    /// A way in which the skill is learnt.
    Learning of "learning" {
        /// A course or workshop.
        Training = "training",
        /// A more experienced person over some time.
        Mentoring = "mentoring",
        /// Questions and reflection with a coach.
        Coaching = "coaching",
        /// Peers who visit and teach each other.
        Exchange = "exchange",
        /// A group that practises and learns together.
        CommunityOfPractice = "community-of-practice",
        /// By oneself.
        SelfStudy = "self-study",
        /// By doing it.
        Practice = "practice",
    }
}

/// Who may attest a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttestedBy {
    /// Who was given a mandate for the class.
    Mandate,
    /// Who holds the class with this slug; publishing that badge writes the mandate.
    HoldersOf(String),
}

/// How the image of a class version is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artwork {
    pub(super) template: String,
    pub(super) accent: String,
}

impl Artwork {
    /// Shape and pictogram in `templates/badges/`, such as `shield-museum`.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Its colour, such as `#3366cc`.
    pub fn accent(&self) -> &str {
        &self.accent
    }
}

/// Who owns a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creator {
    /// The first issuer of the installation: nobody else has taken the class over.
    Installation,
    /// A named body.
    Body {
        /// Its name, which is not translated.
        name: String,
        /// Its page, which is also its id.
        url: String,
    },
}
