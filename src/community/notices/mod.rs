//! Notices: what a person is told here, and the mail address to which it also goes.
//!
//! A [`Notice`] stands on the person's own page, whether they gave an address or not. [`tell`] writes
//! it in the transaction that makes it true; with a confirmed address it also puts an [`Errand`] into
//! the outbox, which names the notice and nothing else: what the mail says is read when it is sent,
//! so the outbox holds nothing about the person, and an address that was taken back gets no mail.
//!
//! Telling the same again changes nothing, but for what happens more than once to the same badge or trainer:
//! that is unread again, and goes out again.

pub mod address;
mod errand;
pub(crate) mod store;

pub use errand::Errand;

use crate::community::people::UnknownWord;
use crate::platform::database::{StoreError, Writing};
use crate::vocabulary::ids::{AccountId, CredentialId, Id, NominationId, NoticeId, RequestId, TrainingId};
use crate::vocabulary::{Chance, Timestamp};

/// The kind under which mails stand in the outbox.
pub const MAIL: &str = "mail";

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Invited to a training. The subject is the training.
    Invited,
    /// A badge was issued. The subject is the credential, as for the three below.
    Issued,
    /// A badge was corrected, suspended, reinstated or revoked.
    BadgeChanged,
    /// A badge ends in two months.
    RenewalDue,
    /// A badge ends in two weeks.
    RenewalNear,
    /// A request for correction was answered. The subject is the request.
    CorrectionAnswered,
    /// An appeal was answered. The subject is the request.
    AppealAnswered,
    /// Another trainer asks for an attestation. The subject is the nomination.
    CoAttesterAsked,
    /// To stewards: a trainer attested as often as one may within a day. The subject is the trainer's account.
    AttestingCapped,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Invited,
        Self::Issued,
        Self::BadgeChanged,
        Self::RenewalDue,
        Self::RenewalNear,
        Self::CorrectionAnswered,
        Self::AppealAnswered,
        Self::CoAttesterAsked,
        Self::AttestingCapped,
    ];

    /// As stored, and in the names of messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Issued => "issued",
            Self::BadgeChanged => "badge-changed",
            Self::RenewalDue => "renewal-due",
            Self::RenewalNear => "renewal-near",
            Self::CorrectionAnswered => "correction-answered",
            Self::AppealAnswered => "appeal-answered",
            Self::CoAttesterAsked => "co-attester-asked",
            Self::AttestingCapped => "attesting-capped",
        }
    }

    /// Whether it can happen again to the same thing.
    const fn repeats(self) -> bool {
        match self {
            Self::BadgeChanged | Self::AttestingCapped => true,
            Self::Invited
            | Self::Issued
            | Self::RenewalDue
            | Self::RenewalNear
            | Self::CorrectionAnswered
            | Self::AppealAnswered
            | Self::CoAttesterAsked => false,
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// Something a person was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Names it in forms.
    pub id: NoticeId,
    /// What.
    pub kind: Kind,
    /// About what.
    pub about: About,
    /// When; of what happened again, the last time.
    pub told_at: Timestamp,
    /// When the person said that they had read it.
    pub read_at: Option<Timestamp>,
}

/// What a notice is about, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A badge.
    Badge {
        /// Its address is made of it.
        credential: CredentialId,
        /// The class.
        slug: String,
        /// And its version.
        version: String,
        /// The last instant at which it is valid, if it ends.
        valid_until: Option<Timestamp>,
    },
    /// A training.
    Training {
        /// Which.
        id: TrainingId,
        /// What it is called.
        name: String,
    },
    /// Somebody put forward for a class.
    Nomination {
        /// Which.
        id: NominationId,
        /// The class.
        slug: String,
        /// And its version.
        version: String,
    },
    /// A request of the person's own.
    Request(RequestId),
    /// A trainer, by the name that stewards know; none of an erased one.
    Trainer(Option<String>),
}

/// Tells a person, in the caller's transaction.
///
/// # Errors
/// Those of the store.
pub async fn tell<K>(
    writing: &mut Writing,
    account: AccountId,
    kind: Kind,
    subject: Id<K>,
    now: Timestamp,
    chance: &Chance,
) -> Result<(), StoreError> {
    tell_all(writing, kind, &[(account, subject)], now, chance).await
}

/// Tells many people, each about a thing of their own, with few statements for all. Who was erased is
/// told nothing.
///
/// # Errors
/// Those of the store.
pub async fn tell_all<K>(
    writing: &mut Writing,
    kind: Kind,
    whom: &[(AccountId, Id<K>)],
    now: Timestamp,
    chance: &Chance,
) -> Result<(), StoreError> {
    let mut rows: Vec<store::NewNotice> = whom
        .iter()
        .map(|(account, subject)| store::NewNotice { id: chance.id(), account: *account, subject: subject.to_string() })
        .collect();
    // One statement may not touch a row twice.
    rows.sort_by(|a, b| (a.account.as_bytes(), &a.subject).cmp(&(b.account.as_bytes(), &b.subject)));
    rows.dedup_by(|a, b| a.account == b.account && a.subject == b.subject);
    let known = store::not_erased(writing, &rows).await?;
    rows.retain(|row| known.contains(&row.account));
    let told = store::insert(writing, kind, &rows, now).await?;
    let reachable = address::store::confirmed_among(writing.connection(), told.iter().map(|(account, _)| *account)).await?;
    for (account, notice) in told.into_iter().filter(|(account, _)| reachable.contains(account)) {
        Errand::Notice { notice }.put(writing, account, chance, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_as_it_is_stored() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>().unwrap(), kind);
        }
        assert!("issue".parse::<Kind>().is_err());
    }
}
