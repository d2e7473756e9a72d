//! After a crash: every recorded edition is finished or, its quorum gone, cancelled.
//!
//! Both signature algorithms are deterministic and the payload is stored, so finishing gives the
//! bytes that the crash interrupted.

use crate::community::attestation::{Standing, store as attestations};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::CredentialId;

use super::Office;
use super::credential::{Prepared, store};

/// Editions looked at in one step.
const STEP: u32 = 500;

/// What was found and done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recovery {
    /// Editions that were finished.
    pub finished: usize,
    /// Editions cancelled because an attestation was withdrawn meanwhile.
    pub cancelled: usize,
    /// Editions that wait: no key, or a failing store.
    pub waiting: usize,
}

impl Office {
    /// Finishes or cancels every recorded edition.
    pub async fn recover(&self) -> Result<Recovery, StoreError> {
        let mut done = Recovery::default();
        loop {
            let prepared = self.unfinished_oldest(STEP).await?;
            if prepared.is_empty() {
                return Ok(done);
            }
            let (complete, gone) = self.split_by_quorum(prepared).await?;
            self.cancel(&gone).await?;
            done.cancelled += gone.len();
            let count = complete.len();
            let failed = self.finish(complete).await;
            done.finished += count - failed.len();
            if !failed.is_empty() || (count == 0 && gone.is_empty()) {
                done.waiting = failed.len();
                return Ok(done);
            }
        }
    }

    async fn split_by_quorum(&self, prepared: Vec<Prepared>) -> Result<(Vec<Prepared>, Vec<CredentialId>), StoreError> {
        let nominations: Vec<_> = prepared.iter().map(|p| p.edition().award.nomination).collect();
        let mut reading = self.community.database().snapshot().await?;
        let said = attestations::attestations_of(reading.connection(), &nominations).await?;
        let (mut complete, mut gone) = (Vec::new(), Vec::new());
        for one in prepared {
            let award = &one.edition().award;
            let class = self.community.catalog().class_version(&award.slug, &award.version);
            let counted = class.zip(said.get(&award.nomination)).map(|(class, said)| Standing::count(class, said));
            // A correction changes words, not what was attested: its quorum was counted at first.
            if one.edition().number > 1 || counted.is_some_and(|standing| standing.is_complete()) {
                complete.push(one);
            } else {
                gone.push(award.credential);
            }
        }
        Ok((complete, gone))
    }

    /// Cancels the recorded editions of these credentials.
    pub(super) async fn cancel(&self, credentials: &[CredentialId]) -> Result<(), StoreError> {
        for id in credentials {
            let mut writing = self.community.database().writing().await?;
            let Some(edition) = store::find_recorded(writing.connection(), *id).await? else { continue };
            store::cancel(&mut writing, &edition, self.community.now()).await?;
            log::append(&mut writing, Deed::about("edition.cancelled", &id.to_string()), self.community.chance()).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }
}
