//! What mails are sent for: read when they are sent, so that nothing is said that is no longer so.

use super::super::Community;
use super::slips::{SlipError, own_way};
use crate::community::attestation::training::store as trainings;
use crate::community::notices::address::{MailAddress, store as addresses};
use crate::community::notices::{Errand, Kind, Notice, store, tell_all};
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::invitation::{NewInvitation, store as invitations};
use crate::community::people::store as people;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Days before its end at which a holder is told of a badge, the later one first.
const RENEWALS: [(Kind, i64); 2] = [(Kind::RenewalNear, 14), (Kind::RenewalDue, 60)];
/// Badges told about in one transaction.
const AT_ONCE: i64 = 500;

/// Seconds within which asking again is a second tap.
const SECOND_TAP_S: i64 = 60;

/// A mail that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// Where to.
    pub to: MailAddress,
    /// In which language; `None`: nobody said.
    pub language: Option<LanguageTag>,
    /// About what.
    pub matter: Matter,
}

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A notice.
    Notice(Notice),
    /// Whether the address is the person's.
    Confirm(Secret),
    /// An invitation to the training of this name.
    Invitation {
        /// Signs its reader in, once.
        secret: Secret,
        /// What the training is called.
        training: String,
    },
}

impl Community {
    /// What an errand of the outbox comes to now; nothing, if there is nothing to say any more.
    pub async fn addressed(&self, account: AccountId, errand: Errand) -> Result<Option<Addressed>, StoreError> {
        let mut snapshot = self.database().snapshot().await?;
        let (connection, now) = (snapshot.connection(), self.now());
        let preferred = people::language_of(connection, account).await?;
        match errand {
            Errand::Notice { notice } => {
                let Some(to) = addresses::confirmed(connection, account).await? else { return Ok(None) };
                let notice = store::find(connection, account, notice).await?;
                Ok(notice.map(|notice| Addressed { to, language: preferred, matter: Matter::Notice(notice) }))
            }
            Errand::Confirm { secret } => {
                let asked = addresses::asked(connection, secret.digest(), now).await?.filter(|(whose, _)| *whose == account);
                Ok(asked.map(|(_, to)| Addressed { to, language: preferred, matter: Matter::Confirm(secret) }))
            }
            Errand::Invitation { address, language, training, secret } => {
                let (Some(_), Ok(to)) = (invitations::find(connection, secret.digest(), now).await?, address.parse()) else {
                    return Ok(None);
                };
                let training = trainings::find_training(connection, training).await?;
                Ok(training.map(|training| Addressed {
                    to,
                    language: Some(language),
                    matter: Matter::Invitation { secret, training: training.name().to_owned() },
                }))
            }
        }
    }

    /// Invites somebody whom a trainer put down to a training by mail, with a link that signs them in once; a newer
    /// link takes the place of an older one. `false`: one was made a moment ago, so this is a second tap, or nobody is
    /// left to invite.
    ///
    /// # Errors
    /// [`SlipError::OwnWay`]: never for whoever signs in by a way of their own, since the trainer names the address.
    pub async fn invite_by_mail(
        &self,
        training: TrainingId,
        account: AccountId,
        address: &MailAddress,
        language: &LanguageTag,
    ) -> Result<bool, SlipError> {
        let now = self.now();
        let mut writing = self.database().writing().await?;
        if own_way(writing.connection(), account, now).await? {
            return Err(SlipError::OwnWay);
        }
        let rows = [store::NewNotice { id: self.chance().id(), account, subject: training.to_string() }];
        let newest = invitations::made_at(writing.connection(), account).await?;
        if store::not_erased(&mut writing, &rows).await?.is_empty() || newest.is_some_and(|at| now < at.plus_seconds(SECOND_TAP_S)) {
            return Ok(false);
        }
        store::insert(&mut writing, Kind::Invited, &rows, now).await?;
        let (new, secret) = NewInvitation::make(self.chance(), account, now);
        invitations::replace(&mut writing, &new).await?;
        let errand = Errand::Invitation { address: address.as_str().to_owned(), language: language.clone(), training, secret };
        errand.put(&mut writing, account, self.chance(), now).await?;
        log::append(&mut writing, Deed::about("invitation.made", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(true)
    }

    /// Tells holders whose badges end in two months or two weeks, once each; those who hold a newer one
    /// of the same class need not be told. How many were told.
    pub async fn tell_of_renewals(&self) -> Result<usize, StoreError> {
        let (now, mut told) = (self.now(), 0);
        for (kind, days) in RENEWALS {
            loop {
                let mut writing = self.database().writing().await?;
                let ending = store::ending(&mut writing, kind, now, now.plus_seconds(days * 86_400), AT_ONCE).await?;
                if ending.is_empty() {
                    break;
                }
                tell_all(&mut writing, kind, &ending, now, self.chance()).await?;
                let _ = writing.commit().await?;
                told += ending.len();
            }
        }
        Ok(told)
    }

    /// The language in which a person reads pages and mails, if they chose one.
    pub async fn language_of(&self, account: AccountId) -> Result<Option<LanguageTag>, StoreError> {
        people::language_of(self.database().snapshot().await?.connection(), account).await
    }

    /// The person reads pages and mails in this language, or as their browser asks.
    pub async fn choose_language(&self, account: AccountId, language: Option<&LanguageTag>) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        people::set_language(&mut writing, account, language).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}
