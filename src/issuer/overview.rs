//! How far the badges of a training are: everybody on its room sheet, class by class.

use std::collections::{HashMap, HashSet};

use crate::community::attestation::{Attestation, Nomination, Participation, Release, Standing, release, store as attestations};
use crate::platform::database::StoreError;
use crate::vocabulary::ids::{AccountId, CredentialId, HoldId, NominationId, TrainingId};

use super::Office;
use super::credential::store;
use super::hold::{Hold, HoldState, Outcome};

/// How far a training is.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Everybody, in the order of the room sheet.
    pub participants: Vec<Participation>,
    /// Each person and class, in the same order.
    pub lines: Vec<Line>,
    /// What was or will be issued together, the newest first.
    pub holds: Vec<Hold>,
}

/// One person and class.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who is put forward for what.
    pub nomination: Nomination,
    /// What was said, withdrawn attestations too.
    pub attestations: Vec<Attestation>,
    /// What each criterion misses.
    pub standing: Standing,
    /// What the badge may say.
    pub release: Release,
    /// Where it is.
    pub place: Place,
}

/// Where a nomination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Attestations are taken.
    Open,
    /// It waits to be issued.
    InLine(HoldId),
    /// There is a badge, recorded or published.
    Issued(CredentialId),
    /// It was in line, and was withdrawn.
    Withdrawn,
}

impl Line {
    /// Whether it can be put into line.
    pub fn is_ready(&self) -> bool {
        self.place == Place::Open && self.standing.is_complete()
    }

    /// Whether the badge will say who holds it.
    pub fn is_named(&self) -> bool {
        !self.release.names().is_empty() || self.release.account() == crate::community::attestation::Disclosure::Shown
    }
}

impl Overview {
    /// The person with this account.
    pub fn participant(&self, account: AccountId) -> Option<&Participation> {
        self.participants.iter().find(|one| one.account() == account)
    }

    /// The line of a nomination.
    pub fn line(&self, nomination: NominationId) -> Option<&Line> {
        self.lines.iter().find(|line| line.nomination.id() == nomination)
    }

    /// The badges of the training, in the order of the room sheet.
    pub fn badges(&self) -> impl Iterator<Item = CredentialId> {
        self.lines.iter().filter_map(|line| match line.place {
            Place::Issued(badge) => Some(badge),
            Place::Open | Place::InLine(_) | Place::Withdrawn => None,
        })
    }

    /// Whoever is here and has no badge yet.
    pub fn waiting(&self) -> impl Iterator<Item = &Participation> {
        let done: HashSet<AccountId> =
            self.lines.iter().filter(|line| matches!(line.place, Place::Issued(_))).map(|line| line.nomination.holder()).collect();
        self.participants.iter().filter(move |one| one.is_here() && !done.contains(&one.account()))
    }
}

impl Office {
    /// What the newest edition of a badge may say; nothing if there is no such badge.
    pub async fn latest_release(&self, badge: CredentialId) -> Result<Release, StoreError> {
        let mut reading = self.community.database().snapshot().await?;
        let published = store::published(reading.connection(), &[badge]).await?.remove(&badge);
        let Some(published) = published else { return Ok(Release::nothing()) };
        let (nomination, number) = (published.award().nomination, published.edition().number());
        let found = release::store::releases(reading.connection(), &[nomination], number).await?.remove(&nomination);
        Ok(found.unwrap_or_else(Release::nothing))
    }

    /// How far the badges of a training are.
    pub async fn overview(&self, training: TrainingId) -> Result<Overview, StoreError> {
        let participants = self.community.participants_of(training).await?;
        let put_forward = self.community.put_forward(training).await?;
        let holds = self.holds(training).await?;
        // One that another training put forward too is not found by it any more once it is closed.
        let held = || holds.iter().flat_map(|hold| &hold.lines).map(|line| line.nomination);
        let mut ids: Vec<NominationId> = Vec::with_capacity(put_forward.len());
        let live = put_forward.iter().filter(|line| line.open || line.recorded).map(|line| line.nomination);
        let mut seen = HashSet::new();
        ids.extend(live.chain(held()).filter(|id| seen.insert(*id)));
        let mut reading = self.community.database().snapshot().await?;
        let mut nominations = attestations::nominations(reading.connection(), &ids).await?;
        let mut said = attestations::attestations_of(reading.connection(), &ids).await?;
        let mut releases = release::store::releases(reading.connection(), &ids, 1).await?;
        let badges = store::credentials_of(reading.connection(), &ids).await?;
        drop(reading);
        let in_line = in_line(&holds);
        let mut lines: Vec<Line> = Vec::with_capacity(ids.len());
        for id in &ids {
            let Some(nomination) = nominations.remove(id) else { continue };
            let Some(class) = self.community.catalog().class_version(nomination.slug(), nomination.version()) else { continue };
            let place = match (badges.get(id), in_line.get(id)) {
                (Some(badge), _) => Place::Issued(*badge),
                (None, Some(hold)) => Place::InLine(*hold),
                (None, None) if nomination.state() == crate::community::attestation::NominationState::Open => Place::Open,
                (None, None) => Place::Withdrawn,
            };
            let attestations = said.remove(id).unwrap_or_default();
            let standing = Standing::count(class, &attestations);
            let release = releases.remove(id).unwrap_or_else(Release::nothing);
            lines.push(Line { nomination, attestations, standing, release, place });
        }
        let number = |line: &Line| participants.iter().position(|one| one.account() == line.nomination.holder());
        lines.sort_by_key(|line| (number(line), line.nomination.slug().to_owned()));
        Ok(Overview { participants, lines, holds })
    }
}

fn in_line(holds: &[Hold]) -> HashMap<NominationId, HoldId> {
    let open = holds.iter().filter(|hold| !matches!(hold.state, HoldState::Ended { .. }));
    let waiting = |hold: &Hold| {
        let lines = hold.lines.iter().filter(|line| matches!(line.outcome, Outcome::Waiting { .. }));
        lines.map(|line| (line.nomination, hold.id)).collect::<Vec<_>>()
    };
    open.flat_map(waiting).collect()
}
