//! The badges that a person holds, as our own register has them: for their own pages.
//!
//! What a stranger is told comes from a verdict on signed bytes; what its holder sees here is only what we
//! have written down, so that a page with forty badges needs no forty verifications.

mod kept;
mod store;

use serde_json::Value;

use crate::community::people::holding::Listing;
use crate::platform::database::StoreError;
use crate::standards::json;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId};

use super::Office;
use super::Successor;
use super::credential::Published;

pub use kept::KeptAbout;

/// A badge that a person holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub credential: CredentialId,
    /// The class.
    pub slug: String,
    /// And its version.
    pub version: String,
    /// The certified level, where the class tells levels apart.
    pub level: Option<String>,
    /// The issuer.
    pub issuer: String,
    /// When it was awarded.
    pub awarded_at: Timestamp,
    /// The first instant at which it is over.
    pub valid_until: Option<Timestamp>,
    /// How it stands now.
    pub state: HeldState,
    /// Who finds it.
    pub listing: Listing,
    /// The badge of the right class that took its place.
    pub successor: Option<CredentialId>,
}

/// How a badge stands in our register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldState {
    /// Published, and nothing against it.
    Current,
    /// Its time is over.
    Expired,
    /// Suspended for now.
    Suspended,
    /// Revoked for ever.
    Revoked,
    /// Another badge took its place, by no fault of the holder's.
    Replaced,
    /// The same; the other one is not issued yet.
    BeingReplaced,
    /// Recorded, and published in a moment.
    BeingIssued,
}

impl HeldState {
    /// Names the message `holding-state-{…}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::BeingReplaced => "being-replaced",
            Self::BeingIssued => "being-issued",
        }
    }
}

/// What a row says of how a badge stands.
struct Fate {
    published: bool,
    revoked: Option<String>,
    suspended: bool,
    valid_until: Option<Timestamp>,
}

impl Fate {
    fn at(&self, now: Timestamp) -> HeldState {
        match (self.published, self.revoked.as_deref()) {
            (false, _) => HeldState::BeingIssued,
            (true, Some("superseded")) => HeldState::Replaced,
            (true, Some(_)) => HeldState::Revoked,
            (true, None) if self.suspended => HeldState::Suspended,
            (true, None) if self.valid_until.is_some_and(|end| end <= now) => HeldState::Expired,
            (true, None) => HeldState::Current,
        }
    }
}

/// Somebody who chose to be listed with a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Their badge.
    pub credential: CredentialId,
    /// The names that were signed.
    pub names: Vec<String>,
}

/// Some of those who chose to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPage {
    /// Who, in the order of their badges' ids.
    pub people: Vec<Listed>,
    /// The badge after which the list goes on.
    pub next: Option<CredentialId>,
}

impl Office {
    /// What a person holds, the newest first.
    pub async fn held_by(&self, holder: AccountId) -> Result<Vec<Held>, StoreError> {
        let mut held = store::held_by(&mut self.community.database().snapshot().await?, holder, self.community.now()).await?;
        for badge in held.iter_mut().filter(|badge| badge.state == HeldState::Replaced) {
            match self.successor(badge.credential).await? {
                Some(Successor::Issued(other)) => badge.successor = Some(other),
                Some(Successor::Coming) => badge.state = HeldState::BeingReplaced,
                Some(Successor::FellAway) | None => badge.state = HeldState::Revoked,
                Some(Successor::Erased) => {}
            }
        }
        Ok(held)
    }

    /// One badge, if this person holds it.
    pub async fn held(&self, holder: AccountId, credential: CredentialId) -> Result<Option<Held>, StoreError> {
        Ok(self.held_by(holder).await?.into_iter().find(|held| held.credential == credential))
    }

    /// People who chose to be listed with a class, as their badges name them, after `after`; `most` at
    /// once. Whoever let their badge say no name is left out.
    pub async fn listed(&self, slug: &str, after: Option<CredentialId>, most: u32) -> Result<ListedPage, StoreError> {
        let mut ids = self.community.listed_badges(slug, after, most.saturating_add(1)).await?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let is_more = ids.len() > most;
        ids.truncate(most);
        let next = ids.last().copied().filter(|_| is_more);
        let mut published = self.published(&ids).await?;
        let named =
            ids.into_iter().filter_map(|credential| Some(Listed { credential, names: signed_names(&published.remove(&credential)?) }));
        Ok(ListedPage { people: named.filter(|listed| !listed.names.is_empty()).collect(), next })
    }
}

/// The names and the user name that stand in signed bytes, in their order; nothing that is hashed.
pub fn signed_names(published: &Published) -> Vec<String> {
    let Ok(document) = json::parse(published.json(), &json::Limits::DOCUMENT) else { return Vec::new() };
    let said = |one: &Value| {
        let is_name = matches!(one["identityType"].as_str(), Some("name" | "userName")) && one["hashed"] == Value::Bool(false);
        one["identityHash"].as_str().filter(|_| is_name).map(str::to_owned)
    };
    document["credentialSubject"]["identifier"].as_array().into_iter().flatten().filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_stands_as_the_worst_that_is_known_of_it() {
        let now = Timestamp::from_ms(1_000);
        let fate = |published, revoked: Option<&str>, suspended, until| Fate {
            published,
            revoked: revoked.map(str::to_owned),
            suspended,
            valid_until: Some(Timestamp::from_ms(until)),
        };
        for (fate, state) in [
            (fate(true, None, false, 1_001), HeldState::Current),
            (fate(true, None, false, 1_000), HeldState::Expired),
            (fate(true, None, true, 1_000), HeldState::Suspended),
            (fate(true, Some("misconduct"), true, 1_000), HeldState::Revoked),
            (fate(true, Some("superseded"), false, 1_001), HeldState::Replaced),
            (fate(false, None, false, 1_001), HeldState::BeingIssued),
        ] {
            assert_eq!(fate.at(now), state);
        }
    }
}
