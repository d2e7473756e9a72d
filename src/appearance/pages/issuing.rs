//! Pages from what is missing to issued badges: how far a training is, the reviewed attesting, and issuing.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::pictures::PictureCard;
use super::wording::Wording;
use crate::vocabulary::Timestamp;

/// The training around a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingHead {
    /// Path of the page with its badges.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Whether nothing of it is ever issued.
    pub rehearsal: bool,
}

/// Somebody on the room sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// Number on the sheet.
    pub number: u32,
    /// What trainers call them.
    pub called: Option<String>,
}

/// `/training/{id}/badges`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BadgesPage {
    /// Who looks.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// What was just done; names the message `issuing-said-{…}`.
    pub said: Option<&'static str>,
    /// Criteria that the trainer who looks ticked and did not attest.
    pub to_attest: usize,
    /// Badges that can be put into line.
    pub ready: usize,
    /// Those of them that will say no name.
    pub unnamed: usize,
    /// Each class with everybody.
    pub classes: Vec<ClassView>,
    /// What was or will be issued together.
    pub holds: Vec<HoldLink>,
    /// Badges that are out.
    pub issued: usize,
    /// Files that their papers fill, from 1.
    pub parts: Vec<usize>,
    /// Whoever has no badge yet.
    pub waiting: Vec<PersonView>,
}

impl View for BadgesPage {
    const TEMPLATE: &'static str = "training-badges.html";
}

/// One class with everybody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassView {
    /// Its slug, for the page's own anchors.
    pub slug: String,
    /// Its name.
    pub name: Wording,
    /// Its criteria, counted.
    pub criteria: usize,
    /// Each person.
    pub lines: Vec<LineView>,
}

/// One person's way to one badge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineView {
    /// Who.
    pub person: PersonView,
    /// Names the message `issuing-state-{…}`: `open`, `ready`, `in-line` or `issued`.
    pub state: &'static str,
    /// Criteria with their quorum.
    pub met: usize,
    /// What is missing.
    pub missing: Vec<MissingView>,
    /// Path of the page on which the badge is put right.
    pub badge: Option<String>,
}

/// A criterion without its quorum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingView {
    /// Its text.
    pub criterion: Wording,
    /// Trainers that are missing.
    pub trainers: usize,
    /// Whether they must be of another affiliate.
    pub elsewhere: bool,
}

/// A way to a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoldLink {
    /// Its path.
    pub path: String,
    /// Names the message `issuing-hold-{…}`: `waiting`, `begun` or `ended`.
    pub state: &'static str,
    /// Badges in it.
    pub badges: usize,
    /// Until when it can be undone.
    pub due_at: Timestamp,
}

/// `/training/{id}/badges/attest`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttestPage {
    /// Who attests.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// People who were not attested, if some were tried.
    pub failed: usize,
    /// Everybody with something to attest.
    pub people: Vec<AttestView>,
    /// What was seen of everybody, as typed before.
    pub seen: Vec<String>,
}

impl View for AttestPage {
    const TEMPLATE: &'static str = "training-attest.html";
}

/// What is to be attested of one person for one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttestView {
    /// Names the fields of the form.
    pub nomination: String,
    /// Who.
    pub person: PersonView,
    /// The class.
    pub class: Wording,
    /// What was ticked.
    pub criteria: Vec<TickView>,
    /// Fields for what was seen, as typed before or noted in the room.
    pub seen: Vec<String>,
    /// Pictures of the person's work.
    pub pictures: Vec<PictureCard>,
    /// Why it was not attested: names the message `issuing-fault-{…}`.
    pub fault: Option<&'static str>,
}

/// A criterion that was ticked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TickView {
    /// Value of the box.
    pub value: String,
    /// The criterion.
    pub text: Wording,
    /// The level, where the class has levels.
    pub level: Option<Wording>,
    /// Whether the box stands ticked.
    pub ticked: bool,
}

/// `/training/{id}/badges/issue`: what will be issued, before anything is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuePage {
    /// Who issues.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// Minutes in which it can be undone.
    pub minutes: u16,
    /// Everything that is ready.
    pub ready: Vec<ReadyView>,
    /// Those of them that will say no name.
    pub unnamed: usize,
}

impl View for IssuePage {
    const TEMPLATE: &'static str = "training-issue.html";
}

/// A badge that can be issued.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadyView {
    /// Value of the box.
    pub nomination: String,
    /// Who.
    pub person: PersonView,
    /// The class.
    pub class: Wording,
    /// The names that it will say.
    pub names: Vec<String>,
    /// Whether it will say who holds it.
    pub named: bool,
}

/// `/training/{id}/badges/holds/{hold}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HoldPage {
    /// Who looks.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// Its own path.
    pub path: String,
    /// `waiting`, `begun` or `ended`.
    pub state: &'static str,
    /// Until when it can be undone.
    pub due_at: Timestamp,
    /// Whether an undo came too late.
    pub too_late: bool,
    /// Lines with an outcome.
    pub done: usize,
    /// Each person.
    pub lines: Vec<OutcomeView>,
}

impl View for HoldPage {
    const TEMPLATE: &'static str = "training-hold.html";
}

/// What became of one person's badge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeView {
    /// Who.
    pub person: PersonView,
    /// The class.
    pub class: Wording,
    /// Names the message `issuing-outcome-{…}`: `waiting`, `issued` or `refused`.
    pub outcome: &'static str,
    /// Names the message `issuing-why-{…}`.
    pub why: Option<&'static str>,
    /// Path of the badge.
    pub badge: Option<String>,
}

/// `/training/{id}/badges/links`: links for co-attesters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinksPage {
    /// Who looks.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// The secret that the next link will hold: sending the form twice makes one link.
    pub secret: String,
    /// The link that was just made, in full; it is shown once.
    pub made: Option<String>,
    /// Each class, with whom a link can be about.
    pub classes: Vec<LinkClass>,
    /// Links that were made.
    pub links: Vec<LinkView>,
}

impl View for LinksPage {
    const TEMPLATE: &'static str = "training-links.html";
}

/// A class for which a link can be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkClass {
    /// Value of the form.
    pub slug: String,
    /// Its name.
    pub name: Wording,
    /// Trainers elsewhere with a mandate for it: value and name.
    pub trainers: Vec<(String, String)>,
    /// Whoever misses something: value and person.
    pub people: Vec<(String, PersonView)>,
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkView {
    /// For its form.
    pub id: String,
    /// The class.
    pub class: Wording,
    /// For whom.
    pub invited: Option<String>,
    /// When it is over.
    pub expires_at: Timestamp,
    /// Whether it opens anything.
    pub good: bool,
}

/// `/attest/{token}`: what a co-attester sees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoAttestPage {
    /// Who looks.
    pub inside: Inside,
    /// What is asked; `None`: the link is over, or never was.
    pub asked: Option<CoAttestView>,
}

impl View for CoAttestPage {
    const TEMPLATE: &'static str = "co-attest.html";
}

/// What a link asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoAttestView {
    /// Path of the link.
    pub path: String,
    /// The training's name.
    pub training: String,
    /// Who holds it.
    pub affiliate: String,
    /// The class.
    pub class: Wording,
    /// Why whoever looks cannot attest it: names the message `issuing-co-{…}`; nothing is shown then.
    pub closed: Option<&'static str>,
    /// For which affiliates others attested something of it already.
    pub affiliates: Vec<String>,
    /// For which affiliate they would attest.
    pub for_affiliate: Option<String>,
    /// Whether something was just attested.
    pub done: bool,
    /// People who could not be attested.
    pub failed: usize,
    /// Each person.
    pub people: Vec<CoAttestPerson>,
}

/// One person, what others saw, and what can be attested.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoAttestPerson {
    /// What is to be attested.
    pub open: AttestView,
    /// Levels that can be chosen, from the least that counts.
    pub levels: Vec<(String, Wording)>,
    /// What other trainers said.
    pub said: Vec<SaidView>,
    /// What is still missing, whoever attests it.
    pub missing: Vec<MissingView>,
}

/// What another trainer said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SaidView {
    /// For which affiliate.
    pub affiliate: String,
    /// When.
    pub at: Timestamp,
    /// Which criteria.
    pub criteria: Vec<Wording>,
    /// What they wrote and saw.
    pub seen: Vec<String>,
}

/// `/training/{id}/badges/{badge}`: where one person's badge is put right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PutRightPage {
    /// Who looks.
    pub inside: Inside,
    /// Where.
    pub training: TrainingHead,
    /// Its own path.
    pub path: String,
    /// Who.
    pub person: PersonView,
    /// The class.
    pub class: Wording,
    /// The badge's public page, once it is issued.
    pub address: Option<String>,
    /// What was just done; names the message `issuing-right-{…}`.
    pub said: Option<&'static str>,
    /// What the badge says, or will say: three fields.
    pub names: Vec<String>,
    /// What is wrong with a name that was typed; names the message `joining-fault-{…}`.
    pub name_fault: Option<&'static str>,
    /// Other classes of the training: value and name.
    pub classes: Vec<(String, Wording)>,
    /// What became of the badge, or waits for a second person.
    pub fate: Option<BadgeFate>,
    /// Standing attestations of whoever looks.
    pub own: Vec<OwnAttestation>,
}

impl View for PutRightPage {
    const TEMPLATE: &'static str = "training-badge.html";
}

/// What becomes of a badge; names the message `issuing-right-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeFate {
    /// Somebody asked for it to be revoked.
    Asked,
    /// Somebody asked for the badge of the right class to take its place.
    AskedClass,
    /// Another badge takes its place.
    Replaced,
    /// It is revoked.
    Over,
}

/// An attestation that whoever looks made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OwnAttestation {
    /// For its form.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub criteria: Vec<Wording>,
}
