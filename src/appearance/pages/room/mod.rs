//! The room: who is there, and what one trainer saw of one person, criterion by criterion.
//!
//! Each trainer ticks alone. Of what others ticked a page says only how many they are, so that two
//! attestations are two observations. Nobody ticks for themselves.

pub mod paper;

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::pictures::PicturesToAdd;
use super::wording::Wording;
use crate::community::Saw;
use crate::community::attestation::observation::{NOTE_LENGTH, Observation};
use crate::community::attestation::participation::Participation;
use crate::community::attestation::tick::{Seen, Tick};
use crate::community::catalog::{BadgeClass, Level, Rubric};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::AccountId;

/// Where a page of the room stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Id of the training.
    pub training: String,
    /// Its name.
    pub name: String,
    /// For whom the device keeps what it could not send: another word means that it belongs to somebody
    /// else, or to a session on a borrowed device that has ended.
    pub keep_for: String,
    /// Which session made the page: pages that the device keeps end with it.
    pub session: String,
}

/// `/training/{id}/room`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomPage {
    /// Around it.
    pub inside: Inside,
    /// Which training.
    pub place: Place,
    /// How many criteria its classes have.
    pub criteria: usize,
    /// Who is there, in the order of the sheet.
    pub people: Vec<PersonLine>,
}

impl View for RoomPage {
    const TEMPLATE: &'static str = "room.html";
}

/// Somebody in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    /// Their account.
    pub account: String,
    /// Their place on the sheet.
    pub number: u32,
    /// What they are called here.
    pub called: String,
    /// Criteria that the reader ticked.
    pub own: usize,
    /// Criteria that anybody ticked.
    pub all: usize,
    /// Whether it is the reader.
    pub oneself: bool,
}

impl PersonLine {
    /// A person as `trainer` sees them in the list.
    pub fn of(person: &Participation, ticks: &[Tick], trainer: AccountId) -> Self {
        let met = || ticks.iter().filter(|tick| tick.participant() == person.account() && tick.seen().is_met());
        let distinct: std::collections::BTreeSet<_> = met().map(|tick| (tick.slug(), tick.criterion())).collect();
        Self {
            account: person.account().to_string(),
            number: person.number(),
            called: person.called().unwrap_or_default().to_owned(),
            own: met().filter(|tick| tick.trainer() == trainer).count(),
            all: distinct.len(),
            oneself: person.account() == trainer,
        }
    }
}

/// `/training/{id}/room/{account}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomPersonPage {
    /// Around it.
    pub inside: Inside,
    /// Which training.
    pub place: Place,
    /// The person.
    pub person: PersonLine,
    /// Who comes before them on the sheet.
    pub before: Option<PersonLine>,
    /// Who comes after them.
    pub after: Option<PersonLine>,
    /// Each class with its criteria.
    pub classes: Vec<ClassToTick>,
    /// Pictures of their work.
    pub pictures: PicturesToAdd,
    /// What became of the form sent last.
    pub said: Option<Said>,
}

impl View for RoomPersonPage {
    const TEMPLATE: &'static str = "room-person.html";
}

/// What became of a form; names the message `room-said-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// It is kept.
    Saved,
    /// Something was attested before, and stands.
    Attested,
    /// A picture is kept.
    PictureAdded,
    /// A picture is gone.
    PictureRemoved,
    /// A note is too long, and nothing was kept.
    LongNote,
}

/// A class to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassToTick {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: Wording,
    /// What is expected as evidence.
    pub evidence: Wording,
    /// Its levels, low to high; none where it tells no levels apart.
    pub levels: Vec<LevelToChoose>,
    /// The lowest level at which a criterion is met.
    pub required: Option<Wording>,
    /// Its criteria.
    pub criteria: Vec<CriterionToTick>,
    /// What the reader noted.
    pub note: String,
    /// By which the server knows whether a note in a form is still the one that the page showed.
    pub note_mark: String,
    /// Characters of the note, where these are too many.
    pub too_long: Option<usize>,
}

/// A level to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelToChoose {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Wording,
    /// What a person on it does.
    pub description: Wording,
}

/// A criterion to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionToTick {
    /// Its id.
    pub id: String,
    /// What has to be shown.
    pub text: Wording,
    /// What is kept: nothing, `yes` where there are no levels, or a level.
    pub was: String,
    /// What the form shows: the same, or what was typed and not kept.
    pub chosen: String,
    /// How many other trainers ticked it.
    pub others: usize,
    /// Whether the reader attested it, and it stands.
    pub attested: bool,
}

impl ClassToTick {
    /// A class as `trainer` ticks it; `ticks` and `notes` are all those about one person.
    pub fn of(
        class: &BadgeClass,
        language: &LanguageTag,
        ticks: &[Tick],
        notes: &[Observation],
        trainer: AccountId,
        mark: impl Fn(&str) -> String,
    ) -> Self {
        let said = |prose: &crate::community::catalog::Prose| Wording::from(prose.in_language(language));
        let level =
            |level: &Level| LevelToChoose { id: level.id().to_owned(), name: said(level.name()), description: said(level.description()) };
        let criterion = |criterion: &crate::community::catalog::Criterion| {
            let of = || ticks.iter().filter(|tick| tick.slug() == class.slug() && tick.criterion() == criterion.id());
            let own = of().find(|tick| tick.trainer() == trainer);
            let was = own.map(|tick| chosen(class, tick.seen())).unwrap_or_default();
            CriterionToTick {
                id: criterion.id().to_owned(),
                text: said(criterion.text()),
                chosen: was.clone(),
                was,
                others: of().filter(|tick| tick.trainer() != trainer && tick.seen().is_met()).count(),
                attested: own.is_some_and(Tick::is_attested),
            }
        };
        let rubric = class.rubric();
        let note = notes.iter().find(|note| note.slug() == class.slug() && note.trainer() == trainer).map(Observation::note);
        Self {
            slug: class.slug().to_owned(),
            name: said(class.name()),
            evidence: said(class.evidence().text()),
            levels: rubric.map_or(&[][..], Rubric::levels).iter().map(level).collect(),
            required: rubric.and_then(|rubric| rubric.level(rubric.required())).map(|level| said(level.name())),
            criteria: class.criteria().iter().map(criterion).collect(),
            note: note.unwrap_or_default().to_owned(),
            note_mark: mark(note.unwrap_or_default()),
            too_long: None,
        }
    }
}

impl RoomPersonPage {
    /// The page again with the caption of a picture that was not kept, and why.
    #[must_use]
    pub fn with_picture_fault(mut self, fault: &'static str, caption: String) -> Self {
        self.pictures.fault = Some(fault);
        self.pictures.caption = caption;
        self
    }

    /// The page again with what was sent, nothing of which was kept because a note is too long.
    #[must_use]
    pub fn with_long_note(mut self, saw: &Saw) -> Self {
        self.said = Some(Said::LongNote);
        for class in &mut self.classes {
            for tick in saw.ticks.iter().filter(|tick| tick.slug == class.slug) {
                let ticked = tick.ticked.as_ref().map(|level| level.as_deref().unwrap_or("yes"));
                for criterion in class.criteria.iter_mut().filter(|criterion| criterion.id == tick.criterion) {
                    ticked.unwrap_or_default().clone_into(&mut criterion.chosen);
                }
            }
            for noted in saw.notes.iter().filter(|note| note.slug == class.slug) {
                class.note.clone_from(&noted.note);
                class.too_long = Some(noted.note.trim().chars().count()).filter(|length| *length > NOTE_LENGTH);
            }
        }
        self
    }
}

/// What a form says of a criterion.
fn chosen(class: &BadgeClass, seen: &Seen) -> String {
    match (seen, class.rubric()) {
        (Seen::NotYet, _) => String::new(),
        (Seen::Met { level: None }, Some(rubric)) => rubric.required().to_owned(),
        (Seen::Met { level: None }, None) => "yes".to_owned(),
        (Seen::Met { level: Some(level) } | Seen::Below { level }, _) => level.clone(),
    }
}
