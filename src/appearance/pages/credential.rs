//! The page of one credential: what a partner sees who scanned a code.
//!
//! Everything in [`Signed`] comes from the bytes whose proof was checked. What does not (our
//! catalogue's translation, the attestation records) is marked as what it is, by its place in the
//! view and by a sentence on the page. Where the proof failed there is no [`Signed`] at all: the
//! page must not repeat what nobody vouches for.

use serde::Serialize;

use super::catalogue::CapacityLink;
use super::preview::Preview;
use super::recipient::RecipientView;
use super::verdict::VerdictView;
use super::wording::{Link, Wording};
use super::{View, Words};
use crate::vocabulary::Timestamp;

/// `/c/{id}`, found and checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CredentialPage {
    /// The code as printed on paper, in groups.
    pub code: String,
    /// The public address.
    pub address: String,
    /// Path of the QR code's SVG, where one is offered.
    pub qr: Option<String>,
    /// What the check said.
    pub verdict: VerdictView,
    /// What the signed bytes say; `None` where their proof failed.
    pub signed: Option<Signed>,
    /// Where to ask whether it is about a person.
    pub question: String,
    /// Whether it is about the person who was typed, if one was.
    pub recipient: Option<RecipientView>,
    /// What the page keeps back.
    pub withheld: WithheldView,
    /// Where to enter the code that a holder reads out.
    pub showing: String,
    /// What came of a code, if one was entered.
    pub shown: Option<ShownView>,
    /// The class as our catalogue words it in the reader's language, where that is not the signed one.
    pub translation: Option<Translation>,
    /// Records behind the evidence, as their trainers agreed to be shown.
    pub attestations: Vec<AttestationCard>,
    /// What can be downloaded.
    pub files: Files,
    /// How a link to it is shown elsewhere; not at all where the proof failed.
    pub preview: Option<Preview>,
}

impl View for CredentialPage {
    const TEMPLATE: &'static str = "credential.html";
    const WORDS: Words = Words::OfPaper;
}

/// What a page keeps back although it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct WithheldView {
    /// The holder's names; nobody is compared with them either.
    pub names: bool,
    /// Records of attestations, and what was seen.
    pub evidence: bool,
    /// All details, by a steward's decision.
    pub details: bool,
}

/// The answer to whoever entered the code that a holder read out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer", content = "said")]
pub enum ShownView {
    /// The person who gave them the code controls the badge now.
    Controls {
        /// Now.
        at: Timestamp,
        /// A name that the holder gives to this visitor, once; it is not part of the badge.
        legal_name: Option<String>,
    },
    /// Wrong, or over.
    No,
    /// Asked too often.
    TooOften,
}

impl std::fmt::Debug for ShownView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShownView")
    }
}

/// What was signed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signed {
    /// The class's name in the signed language.
    pub name: Wording,
    /// The class's description in the signed language.
    pub description: Wording,
    /// What has to be shown to get it, in the signed language, one line each.
    pub criteria: Vec<Wording>,
    /// The class version's address.
    pub class_address: String,
    /// The picture's address.
    pub image: Option<String>,
    /// The level of the rubric that was reached.
    pub level: Option<Wording>,
    /// Capacities the class is aligned to.
    pub capacities: Vec<CapacityLink>,
    /// How the holder is named.
    pub holder: Holder,
    /// Who signed.
    pub issuer: IssuerCard,
    /// What it rests on; shown where no records are.
    pub evidence: Vec<EvidenceLine>,
    /// When the award was made.
    pub awarded_at: Option<Timestamp>,
    /// When this edition was signed.
    pub valid_from: Option<Timestamp>,
    /// When it ends.
    pub valid_until: Option<Timestamp>,
}

/// A piece of evidence as the signed bytes name it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceLine {
    /// Its record.
    pub address: Option<String>,
    /// Its title.
    pub name: Option<Wording>,
    /// What it says.
    pub narrative: Option<Wording>,
}

/// The same in the words of our catalogue; not part of the signed bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Translation {
    /// Name of the class.
    pub name: Wording,
    /// Its description.
    pub description: Wording,
    /// Its criteria.
    pub criteria: Vec<Wording>,
    /// The level reached.
    pub level: Option<Wording>,
}

/// How the holder is named in the signed bytes: as they released it, or not at all.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Holder {
    /// Names, in the spellings and scripts the holder chose.
    pub names: Vec<String>,
    /// Wikimedia user name.
    pub account: Option<String>,
}

/// An issuer as the signed bytes and our register name it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuerCard {
    /// The name in the signed bytes.
    pub name: String,
    /// Its identifier (`did:web:…`, `did:key:…`).
    pub id: String,
    /// Its own page, as signed.
    pub url: Option<String>,
    /// Its page here, if it is an issuer of this server.
    pub page: Option<String>,
    /// The name by which the operator of this server knows it, if they do.
    pub known_as: Option<String>,
    /// A page of its own that names this server, by the operator's word.
    pub own_page: Option<String>,
}

/// An attestation as the credential's page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttestationCard {
    /// The record's address.
    pub address: String,
    /// Who attested.
    pub trainer: TrainerShown,
    /// For whom the trainer spoke.
    pub affiliate: String,
    /// When.
    pub attested_at: Timestamp,
    /// What was met.
    pub criteria: Vec<Wording>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// A trainer as they agreed to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "shown_as", content = "said")]
pub enum TrainerShown {
    /// By name.
    Name(String),
    /// By Wikimedia user name.
    Account(String),
    /// As a trainer of the affiliate, without a name.
    Affiliate,
}

/// What a visitor may take away.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "list")]
pub enum Files {
    /// These.
    Offered(Vec<File>),
    /// They are kept back, or what is in them is.
    Withheld,
}

/// A file of the credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// `json`, `jwt`, `png`, `svg` or `pdf`; names the message `file-{form}`.
    pub form: &'static str,
    /// Where it stands.
    pub address: String,
}

/// `/c/{id}` where there is nothing to check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CredentialAbsent {
    /// Why.
    pub absence: Absence,
    /// The code that was asked for, in groups.
    pub code: String,
    /// The page of the badge, where there is one.
    pub page: Option<String>,
}

impl View for CredentialAbsent {
    const TEMPLATE: &'static str = "credential-absent.html";
    const WORDS: Words = Words::OfPaper;
}

/// Why there is no credential to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// No credential of this server has this id.
    Unknown,
    /// There was one; its signed bytes were erased with the person's data.
    Gone,
    /// It is recorded but not yet signed and published.
    BeingIssued,
    /// There is one, but not in this form: its bytes say what its holder keeps back.
    Withheld,
    /// There is one, but the link that showed it whole is over.
    LinkOver,
}

/// `/attestations/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttestationPage {
    /// What the card says.
    pub card: AttestationCard,
    /// The class version it is about.
    pub class: Link,
    /// What the trainer wrote, if the holder lets it be seen.
    pub statement: Option<String>,
    /// What the trainer saw.
    pub evidence: Vec<EvidenceItem>,
    /// The trainer's right to attest when they did.
    pub entitled: Entitled,
    /// The credential it led to, if the holder lets it be found from here.
    pub credential: Option<String>,
}

impl View for AttestationPage {
    const TEMPLATE: &'static str = "attestation.html";
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceItem {
    /// What it is.
    pub narrative: String,
    /// Where it can be seen.
    pub url: Option<String>,
}

/// The mandate under which an attestation was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entitled {
    /// Names the message `mandate-{basis}`: `founding`, `given` or `badge`.
    pub basis: &'static str,
    /// From when.
    pub starts_at: Timestamp,
    /// The last instant.
    pub last_at: Timestamp,
}
