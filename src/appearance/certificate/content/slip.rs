//! The participation slip: that somebody was there, and nothing else.
//!
//! It has no code, no badge and no signature, and says so: a slip that could be taken for a
//! certificate would make every certificate worth less.

use super::badge::{Texts, person};
use super::phrases::Phrases;
use super::{Content, Field, Paper};
use crate::appearance::artwork::Accent;
use crate::community::attestation::Training;

/// Names that a slip shows at most.
const NAMES: usize = 2;

impl Paper<'_> {
    /// The slip of somebody who took part in `training`, with the names that they released.
    pub fn slip(&self, training: &Training, names: &[&str]) -> Content {
        let phrases = Phrases::new(self.messages, self.language);
        let (first, last) = (training.starts_at(), training.ends_at());
        let one_day = first.date() == last.date();
        let leads = if names.is_empty() { "paper-slip-presented-unnamed" } else { "paper-slip-presented" };
        let days = if one_day { phrases.day("paper-slip-day", &[first]) } else { phrases.day("paper-slip-days", &[first, last]) };
        let place = (!training.place().is_empty()).then(|| phrases.say("paper-slip-place", &[training.place()]));
        let mut said = Texts::default();
        said.put(Field::Heading, [phrases.say("paper-slip-heading", &[])]);
        said.put(Field::Presented, [phrases.say(leads, &[])]);
        said.put(Field::Holder, names.iter().take(NAMES).map(|name| person(name)));
        said.put(Field::Achieved, [phrases.say("paper-slip-achieved", &[])]);
        said.put(Field::Class, [person(training.name())]);
        said.put(Field::Awarded, [days].into_iter().chain(place));
        said.put(Field::Issuer, [phrases.say("paper-slip-issuer", &[training.affiliate()])]);
        said.put(Field::Check, [phrases.say("paper-slip-means", &[])]);
        Content {
            title: phrases.plain("paper-slip-title", &[training.name()]),
            texts: said.0,
            accent: Accent::drawn(),
            badge: None,
            code: None,
            made_at: last,
            credential: None,
            attached: String::new(),
            language: phrases.language().clone(),
        }
    }
}
