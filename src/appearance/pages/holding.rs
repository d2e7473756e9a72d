//! Pages of people who hold badges: what they have, who finds it, what is shown, and what they take away.
//!
//! What stands here comes from our own register and is for the holder alone; what strangers are told comes
//! from a verdict, on the page of the badge.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::notices::NoticeView;
use super::pictures::PictureCard;
use super::wording::Wording;
use crate::vocabulary::Timestamp;

/// `/me`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MyBadges {
    /// Around it.
    pub inside: Inside,
    /// The newest few of what they were told.
    pub notices: Vec<NoticeView>,
    /// Badges, the newest first.
    pub badges: Vec<HeldLine>,
    /// What is missing for those that are not badges yet.
    pub on_the_way: Vec<OnTheWayView>,
    /// Trainings, the latest first.
    pub trainings: Vec<TrainingLine>,
    /// Pictures of the person's work, by training.
    pub pictures: Vec<PicturesOfTraining>,
    /// Whether a steward withholds the details of all badges.
    pub withheld: bool,
}

impl View for MyBadges {
    const TEMPLATE: &'static str = "my-badges.html";
}

/// A badge in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldLine {
    /// The path of its page for the holder; none while it is being issued.
    pub page: Option<String>,
    /// The class.
    pub name: Wording,
    /// The certified level.
    pub level: Option<Wording>,
    /// The path of its picture.
    pub image: Option<String>,
    /// Names the message `holding-state-{…}`.
    pub state: &'static str,
    /// When it was awarded.
    pub awarded_at: Timestamp,
    /// Until when it is valid.
    pub valid_until: Option<Timestamp>,
    /// Whether it stands on the page of its class.
    pub listed: bool,
    /// The path of the badge that took its place.
    pub successor: Option<String>,
}

/// A badge that is not one yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnTheWayView {
    /// The class.
    pub name: Wording,
    /// Its address.
    pub class: String,
    /// Where.
    pub training: Option<String>,
    /// Whether nothing of it is issued.
    pub rehearsal: bool,
    /// Criteria that have their quorum.
    pub met: usize,
    /// Every criterion, in the class's order.
    pub criteria: Vec<CriterionLine>,
}

/// How far one criterion is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionLine {
    /// What has to be shown.
    pub text: Wording,
    /// Whether nothing is missing.
    pub met: bool,
    /// Trainers who attested it.
    pub trainers: usize,
    /// Trainers needed.
    pub quorum: u32,
    /// Whether they must be of different affiliates.
    pub distinct: bool,
}

/// A training that a person joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingLine {
    /// What it is called.
    pub name: String,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether the person left it.
    pub left: bool,
}

/// Pictures of a person's work in one training.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PicturesOfTraining {
    /// What the training is called.
    pub training: String,
    /// Until when they are kept.
    pub until: Timestamp,
    /// The pictures.
    pub cards: Vec<PictureCard>,
}

/// `/me/badges/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MyBadge {
    /// Around it.
    pub inside: Inside,
    /// What it is.
    pub badge: HeldLine,
    /// The path of this page.
    pub path: String,
    /// The public address.
    pub address: String,
    /// The code as printed on paper, in groups.
    pub code: String,
    /// Names that were signed.
    pub names: Vec<String>,
    /// What was chosen.
    pub choice: ChoiceView,
    /// Whether a steward withholds everything.
    pub withheld: bool,
    /// Links that show it whole, the newest first.
    pub links: Vec<LinkLine>,
    /// A link that was just made.
    pub new_link: Option<NewLink>,
    /// What the next link will hold, so that a second tap makes no second one.
    pub next_link: String,
    /// Languages of certificates, with their names.
    pub languages: Vec<(String, String)>,
    /// Where files stand for the holder.
    pub files: String,
    /// The address that adds it to a profile on `LinkedIn`.
    pub linkedin: String,
    /// A line for a user page on a wiki.
    pub wiki: String,
    /// Where a correction of it is asked for.
    pub correction: String,
    /// What was done or is wrong; names the message `holding-said-{…}`.
    pub said: Option<&'static str>,
    /// Whether that is a fault.
    pub fault: bool,
}

impl View for MyBadge {
    const TEMPLATE: &'static str = "my-badge.html";
}

/// What a holder chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// Who finds it.
    pub listing: ListingView,
    /// What its page shows, of `names`, `evidence` and `files`.
    pub shown: Vec<&'static str>,
}

/// Who finds a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingView {
    /// Whoever has the address.
    Unlisted,
    /// Whoever looks at the page of its class.
    Listed,
    /// Whoever has the address; no badge of a minor is listed.
    Never,
}

/// A link that shows a badge whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkLine {
    /// For forms.
    pub id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// A link that was just made: its address is nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLink {
    /// The address.
    pub address: String,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// `/me/badges/{id}/show`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShowNow {
    /// Around it.
    pub inside: Inside,
    /// The class.
    pub name: Wording,
    /// The path of the badge's page for the holder.
    pub back: String,
    /// The public address.
    pub address: String,
    /// The path of the QR code that leads there.
    pub qr: String,
    /// The code, while there is one.
    pub showing: Option<ShowingView>,
    /// When the code that is on this page ends, in ms: a second tap is told apart by it.
    pub seen: Option<i64>,
    /// Whether what was typed as a name cannot be one.
    pub bad_name: bool,
}

impl View for ShowNow {
    const TEMPLATE: &'static str = "show-now.html";
}

/// A code to be read out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShowingView {
    /// Six digits in two groups; none if guesses ended it.
    pub code: Option<String>,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Whether a legal name waits for the first who enters it.
    pub has_name: bool,
    /// When it was first entered.
    pub shown_at: Option<Timestamp>,
}

/// `/me/export`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportPage {
    /// Around it.
    pub inside: Inside,
}

impl View for ExportPage {
    const TEMPLATE: &'static str = "export.html";
}

/// `/me/erase`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasePage {
    /// Around it.
    pub inside: Inside,
    /// Whether the person showed a moment ago who they are: else there is no form.
    pub fresh: bool,
    /// Where they show it.
    pub prove: String,
    /// Whether there are badges, of which copies may be out.
    pub badges: bool,
    /// What is wrong; names the message `holding-erase-{…}`.
    pub fault: Option<&'static str>,
}

impl View for ErasePage {
    const TEMPLATE: &'static str = "erase.html";
}

/// `/erased`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ErasedPage;

impl View for ErasedPage {
    const TEMPLATE: &'static str = "erased.html";
}
