//! `/training/{id}/badges/attest`: everything that a trainer ticked, to be looked at once more and attested.
//!
//! Whatever could not be attested comes back as the page, with what was typed; the rest is done. Sending
//! the same form again changes nothing.

use std::collections::HashSet;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::{class_name, criterion_text, fields, head, path, person};
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{AttestPage, AttestView, TickView};
use crate::appearance::pages::pictures::PictureCard;
use crate::appearance::pages::wording::Wording;
use crate::community::attestation::picture::Picture;
use crate::community::attestation::tick::Tick;
use crate::community::attestation::{AttestError, Attestation, CriterionMet, Evidence};
use crate::community::catalog::BadgeClass;
use crate::community::{Attesting, NotAttested};
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::proving::first_prove;
use crate::doors::http::onward::onward;
use crate::doors::http::pictures::card;
use crate::doors::http::practice::Work;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::issuer::{Overview, Place};
use crate::platform::i18n::Arg;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, NominationId};

/// What a trainer ticked of one person for one class, and did not attest.
pub(super) struct ToAttest<'c> {
    pub(super) nomination: NominationId,
    pub(super) holder: AccountId,
    pub(super) class: &'c BadgeClass,
    pub(super) ticks: Vec<Tick>,
    /// The language that will be signed.
    pub(super) language: LanguageTag,
}

/// Everything that whoever looks ticked and did not attest, in the order of the room sheet.
pub(super) async fn to_attest<'c>(site: &'c Site, here: &OfTraining, overview: &Overview) -> Result<Vec<ToAttest<'c>>, Problem> {
    let me = here.signed_in.session.account().id();
    let mut ticks = site.community().ticks_of(here.workshop.id()).await?;
    ticks.retain(|tick| tick.trainer() == me && tick.seen().is_met() && !tick.is_attested());
    let mut found = Vec::new();
    for line in overview.lines.iter().filter(|line| line.place == Place::Open) {
        let nomination = &line.nomination;
        let Some(class) = site.catalog().class_version(nomination.slug(), nomination.version()) else { continue };
        let own = line.attestations.iter().filter(|said| said.trainer() == me && said.withdrawn_at().is_none());
        let said: HashSet<&str> = own.flat_map(Attestation::criteria).map(|met| met.criterion.as_str()).collect();
        let of_line = |tick: &&Tick| tick.participant() == nomination.holder() && tick.slug() == nomination.slug();
        let mut open: Vec<Tick> = ticks.iter().filter(of_line).filter(|tick| !said.contains(tick.criterion())).cloned().collect();
        open.sort_by_key(|tick| class.criteria().iter().position(|criterion| criterion.id() == tick.criterion()));
        if !open.is_empty() {
            let language = nomination.language().clone();
            found.push(ToAttest { nomination: nomination.id(), holder: nomination.holder(), class, ticks: open, language });
        }
    }
    Ok(found)
}

/// What the form said.
#[derive(Default)]
pub(super) struct Sent {
    /// Boxes that stood ticked; `None`: the page was not sent yet, and all are.
    met: Option<HashSet<String>>,
    seen: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    of_everybody: Vec<String>,
}

impl Sent {
    /// A form in which nothing is ticked.
    pub(super) fn nothing_ticked() -> Self {
        Self { met: Some(HashSet::new()), ..Self::default() }
    }

    pub(super) fn of(body: &[u8]) -> Self {
        let mut sent = Self::nothing_ticked();
        for (name, value) in fields(body) {
            match name.as_str() {
                "met" => {
                    sent.met.get_or_insert_default().insert(value);
                }
                "seen" => sent.of_everybody.push(value),
                _ => match (name.strip_prefix("seen-"), name.strip_prefix("level-")) {
                    (Some(of), _) => sent.seen.push((of.to_owned(), value)),
                    (None, Some(of)) => sent.levels.push((of.to_owned(), value)),
                    (None, None) => {}
                },
            }
        }
        sent
    }

    pub(super) fn is_ticked(&self, value: &str) -> bool {
        self.met.as_ref().is_none_or(|met| met.contains(value))
    }

    /// The level that was chosen for a person.
    pub(super) fn level_of(&self, nomination: NominationId) -> Option<String> {
        let of = nomination.to_string();
        self.levels.iter().find(|(name, _)| *name == of).map(|(_, level)| level.clone())
    }

    pub(super) fn seen_of(&self, nomination: NominationId) -> Vec<String> {
        let of = nomination.to_string();
        self.seen.iter().filter(|(name, _)| *name == of).map(|(_, text)| text.clone()).collect()
    }

    /// What was seen of one person: their own words first, then those about everybody.
    pub(super) fn evidence(&self, nomination: NominationId, class: &BadgeClass) -> Result<Vec<Evidence>, AttestError> {
        let own = self.seen_of(nomination).into_iter();
        let written = |text: &String| !text.trim().is_empty();
        let mut texts: Vec<String> = own.filter(written).collect();
        let needed = usize::try_from(class.evidence().minimum()).unwrap_or(1).max(1);
        if texts.len() < needed {
            texts.extend(self.of_everybody.iter().filter(|text| written(text)).cloned());
        }
        texts.iter().map(|text| Evidence::new(None, text)).collect()
    }
}

/// `GET`: to review.
pub(super) async fn show(State(site): State<Site>, Reading(reader): Reading, here: OfTraining) -> Result<Response, Problem> {
    page(&site, &reader, &here, &Sent::default(), &[]).await
}

/// `POST`: "I attest that I saw this".
pub(super) async fn attest(State(site): State<Site>, Reading(reader): Reading, here: OfTraining, body: Bytes) -> Result<Response, Problem> {
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &format!("{}/attest", path(&here))) {
        return Ok(way);
    }
    let sent = Sent::of(&body);
    let overview = site.office().overview(here.workshop.id()).await?;
    let pictures = site.community().pictures_of(here.workshop.id()).await?;
    let mut asked = Vec::new();
    let mut failed: Vec<(NominationId, &'static str)> = Vec::new();
    for one in to_attest(&site, &here, &overview).await? {
        let met = one.ticks.iter().filter(|tick| sent.is_ticked(&value(one.nomination, tick.criterion())));
        let met = met.map(|tick| CriterionMet { criterion: tick.criterion().to_owned(), level: tick.seen().level().map(str::to_owned) });
        let met: Vec<CriterionMet> = met.collect();
        if met.is_empty() {
            continue;
        }
        let written = sent.evidence(one.nomination, one.class);
        match written.and_then(|written| with_pictures(&site, &one, written, &pictures)) {
            Ok(evidence) => asked.push(Attesting { nomination: one.nomination, met, evidence }),
            Err(error) => failed.push((one.nomination, fault(&error))),
        }
    }
    let (community, workshop) = (site.community().clone(), here.workshop.clone());
    let me = here.signed_in.session.account().id();
    let results = site.to_the_end(async move { community.attest_each(me, &workshop, asked).await }).await??;
    failed.extend(results.iter().filter_map(|(nomination, result)| {
        result.as_ref().err().map(|why| match why {
            NotAttested::TooMany { .. } => (*nomination, "cap"),
            NotAttested::Refused(error) => (*nomination, fault(error)),
        })
    }));
    if failed.is_empty() {
        return Ok(onward(&format!("{}?said=attested", path(&here)), &reader));
    }
    page(&site, &reader, &here, &sent, &failed).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    here: &OfTraining,
    sent: &Sent,
    failed: &[(NominationId, &'static str)],
) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let open = to_attest(site, here, &overview).await?;
    let needed = |class: &BadgeClass| usize::try_from(class.evidence().minimum()).unwrap_or(1).max(1);
    let most = open.iter().map(|one| needed(one.class)).max().unwrap_or(1);
    let me = here.signed_in.session.account().id();
    let mut notes = site.community().observations_of(here.workshop.id()).await?;
    notes.retain(|note| note.trainer() == me && !note.note().is_empty());
    let pictures = site.community().pictures_of(here.workshop.id()).await?;
    let people = open.iter().map(|one| {
        let mut seen = sent.seen_of(one.nomination);
        if sent.met.is_none() {
            // What was written down in the room.
            let own = notes.iter().filter(|note| note.participant() == one.holder && note.slug() == one.class.slug());
            seen.extend(own.map(|note| note.note().to_owned()));
        }
        seen.resize(needed(one.class), String::new());
        AttestView {
            nomination: one.nomination.to_string(),
            person: person(&overview, one.holder),
            class: class_name(site, reader, one.class.slug(), one.class.version()),
            criteria: one.ticks.iter().map(|tick| tick_view(one, tick, reader, sent)).collect(),
            seen,
            pictures: cards(&pictures, one.holder, "/pictures"),
            fault: failed.iter().find(|(nomination, _)| *nomination == one.nomination).map(|(_, word)| *word),
        }
    });
    let mut seen = sent.of_everybody.clone();
    seen.resize(most, String::new());
    let people: Vec<AttestView> = people.collect();
    let page = AttestPage {
        inside: inside(&here.signed_in),
        training: head(here),
        failed: people.iter().filter(|one| one.fault.is_some()).count(),
        people,
        seen,
    };
    site.page(&page, reader)
}

/// What was written, and how many pictures were seen: the record of the attestation says so, and shows none.
fn with_pictures(site: &Site, one: &ToAttest<'_>, mut seen: Vec<Evidence>, all: &[Picture]) -> Result<Vec<Evidence>, AttestError> {
    let pictures = all.iter().filter(|picture| picture.participant() == one.holder).count();
    if pictures > 0 {
        let said = site.pages().said("attestation-pictures", &one.language, &[Arg::Number(i64::try_from(pictures).unwrap_or(i64::MAX))]);
        seen.push(Evidence::new(None, &said.text)?);
    }
    Ok(seen)
}

/// The pictures of one person's work, at addresses below `base`.
pub(super) fn cards(all: &[Picture], of: AccountId, base: &str) -> Vec<PictureCard> {
    all.iter().filter(|picture| picture.participant() == of).map(|picture| card(picture, base)).collect()
}

pub(super) fn value(nomination: NominationId, criterion: &str) -> String {
    format!("{nomination}.{criterion}")
}

fn tick_view(one: &ToAttest<'_>, tick: &Tick, reader: &Reader, sent: &Sent) -> TickView {
    let value = value(one.nomination, tick.criterion());
    let level = tick.seen().level().and_then(|id| one.class.rubric()?.level(id));
    TickView {
        ticked: sent.is_ticked(&value),
        text: criterion_text(one.class, reader, tick.criterion()),
        level: level.map(|level| Wording::from(level.name().in_language(&reader.language))),
        value,
    }
}

/// Names the message `issuing-fault-{…}`.
pub(super) fn fault(error: &AttestError) -> &'static str {
    match error {
        AttestError::NotEntitled(_) | AttestError::NoTrainer => "mandate",
        AttestError::Oneself => "oneself",
        AttestError::Closed | AttestError::NoNomination => "closed",
        AttestError::TooLittleEvidence { .. } | AttestError::NoStatement => "evidence",
        AttestError::LongText { .. } => "long",
        AttestError::Before(_) => "before",
        AttestError::OtherClass { .. }
        | AttestError::Nothing
        | AttestError::UnknownCriterion { .. }
        | AttestError::UnknownLevel { .. }
        | AttestError::BelowRequired { .. }
        | AttestError::Twice(_)
        | AttestError::NotALink(_)
        | AttestError::NoClass(_)
        | AttestError::Store(_) => "other",
    }
}
