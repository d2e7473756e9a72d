//! One of everything: every page in every state, for the test that renders them all.
//!
//! The people are invented; their names are in several scripts on purpose.

use super::inside::Inside;
use super::{Html, Pages, PagesFault, Reader, View, Words};
use crate::vocabulary::Timestamp;

mod asking;
mod catalogue;
mod credentials;
mod drafts;
mod holding;
mod issuer_words;
mod issuing;
mod joining;
mod notices;
mod numbers;
mod others;
mod participants;
mod pictures;
mod room;
mod signing_in;
mod stewards;
mod trainings;

type Rendering = dyn Fn(&Pages, &Reader) -> Result<Html, PagesFault>;

/// A page to render.
pub(super) struct Sample {
    /// Name of the file it is dumped to.
    pub(super) name: &'static str,
    /// Its path.
    pub(super) path: &'static str,
    /// Its template.
    pub(super) template: &'static str,
    /// The messages it is made of.
    pub(super) words: Words,
    render: Box<Rendering>,
}

impl Sample {
    fn new<V: View + 'static>(name: &'static str, path: &'static str, view: V) -> Self {
        Self { name, path, template: V::TEMPLATE, words: V::WORDS, render: Box::new(move |pages, reader| pages.render(&view, reader)) }
    }

    pub(super) fn render(&self, pages: &Pages, reader: &Reader) -> Result<Html, PagesFault> {
        (self.render)(pages, reader)
    }
}

pub(super) fn all() -> Vec<Sample> {
    let mut samples = others::samples();
    samples.extend(catalogue::samples());
    samples.extend(credentials::samples());
    samples.extend(room::samples());
    samples.extend(holding::samples());
    samples.extend(signing_in::samples());
    samples.extend(joining::samples());
    samples.extend(stewards::samples());
    samples.extend(numbers::samples());
    samples.extend(drafts::samples());
    samples.extend(trainings::samples());
    samples.extend(asking::samples());
    samples.extend(notices::samples());
    samples.extend(issuer_words::samples());
    samples.extend(participants::samples());
    samples.extend(issuing::samples());
    samples
}

/// A trainer at their own device; other roles by struct update.
pub(super) fn inside() -> Inside {
    let token = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA".to_owned();
    let person = Some("سلمى <الحدّاد>".to_owned());
    Inside { token, signed_in: true, person, trainer: true, steward: false, borrowed: false, unread: 12 }
}

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}
