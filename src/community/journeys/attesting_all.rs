//! Attesting what a trainer ticked, of many people in one reviewed step.
//!
//! Each person is an attestation of their own, so that one who cannot be attested keeps nobody else from
//! it. There are so many a day: a thief of a session does not get far before somebody looks, and the stewards
//! are told.

use super::super::Community;
use crate::community::attestation::tick::store as ticks;
use crate::community::attestation::{AttestError, CriterionMet, Evidence, Workshop, store};
use crate::community::notices::{self, Kind};
use crate::community::people::appointment::{Role, store as appointments};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, AttestationId, NominationId};

/// Attestations of one trainer within a day, unless a training was announced that needs more.
const MOST_A_DAY: usize = 200;
/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// What a trainer attests of one person.
#[derive(Debug, Clone)]
pub struct Attesting {
    /// Who is put forward for what.
    pub nomination: NominationId,
    /// The criteria that were seen.
    pub met: Vec<CriterionMet>,
    /// What the trainer saw, in pieces.
    pub evidence: Vec<Evidence>,
}

/// Why a person was not attested.
#[derive(Debug, thiserror::Error)]
pub enum NotAttested {
    /// Enough for one day.
    #[error("you attested {most} times within a day, and that is the most: go on tomorrow")]
    TooMany {
        /// The most in a day.
        most: usize,
    },
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] AttestError),
}

impl Community {
    /// Attests each of `asked` as `trainer`, and notes at the ticks what was made of them. Asking again
    /// changes nothing.
    pub async fn attest_each(
        &self,
        trainer: AccountId,
        within: &Workshop,
        asked: Vec<Attesting>,
    ) -> Result<Vec<(NominationId, Result<AttestationId, NotAttested>)>, StoreError> {
        let classes = within.training().classes().len();
        let announced = usize::try_from(within.expected()).unwrap_or(0).saturating_mul(classes);
        let most = MOST_A_DAY.max(announced);
        let since = self.now().plus_seconds(-DAY_S);
        let mut made = store::attested_since(&mut *self.database.reader().acquire().await?, trainer, since).await?;
        let mut results = Vec::with_capacity(asked.len());
        let mut capped = false;
        for one in asked {
            let result = if made >= most {
                capped = true;
                Err(NotAttested::TooMany { most })
            } else {
                let attested = self.attest(trainer, one.nomination, one.met, "", one.evidence).await;
                made += usize::from(attested.is_ok());
                attested.map(|attestation| attestation.id()).map_err(NotAttested::from)
            };
            results.push((one.nomination, result));
        }
        let mut writing = self.database.writing().await?;
        ticks::note_attested(&mut writing, within.id(), trainer).await?;
        if capped {
            self.tell_of_cap(&mut writing, trainer, most).await?;
        }
        let _ = writing.commit().await?;
        Ok(results)
    }

    /// Logs it and tells the stewards, once a day: trying again is nothing new.
    async fn tell_of_cap(&self, writing: &mut Writing, trainer: AccountId, most: usize) -> Result<(), StoreError> {
        let now = self.now();
        if !store::note_cap(writing, trainer, now.as_seconds().div_euclid(DAY_S)).await? {
            return Ok(());
        }
        tracing::warn!(%trainer, most, "a trainer came to the end of what can be attested in a day");
        log::append(writing, Deed::about("attesting.capped", &trainer.to_string()), &self.chance).await?;
        let appointed = appointments::standing(writing.connection()).await?;
        let stewards = appointed.iter().filter(|one| one.role == Role::Steward && one.account != trainer);
        let whom: Vec<(AccountId, AccountId)> = stewards.map(|one| (one.account, trainer)).collect();
        notices::tell_all(writing, Kind::AttestingCapped, &whom, now, &self.chance).await
    }
}
