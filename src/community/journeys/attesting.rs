//! Attesting, and seeing what is missing.

use std::collections::HashMap;

use super::super::Community;
use crate::community::attestation::{AttestError, Attestation, CriteriaMet, CriterionMet, Evidence, Nomination, Standing, store};
use crate::community::people::store as people;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, NominationId};

impl Community {
    /// Attests criteria of a nomination as `trainer`.
    ///
    /// Saying the same again returns the attestation that is there: a reload or a double tap
    /// changes nothing.
    pub async fn attest(
        &self,
        trainer: AccountId,
        nomination: NominationId,
        ticked: Vec<CriterionMet>,
        statement: &str,
        evidence: Vec<Evidence>,
    ) -> Result<Attestation, AttestError> {
        let mut writing = self.database.writing().await?;
        let now = self.now();
        store::lock_nomination(&mut writing, nomination).await?;
        let found = store::nominations(writing.connection(), &[nomination]).await?.remove(&nomination);
        let found = found.ok_or(AttestError::NoNomination)?;
        let class = self.catalog.class_version(found.slug(), found.version());
        let class = class.ok_or_else(|| AttestError::NoClass(format!("{} {}", found.slug(), found.version())))?;
        let met = CriteriaMet::of(class, ticked)?;
        let trainer = match people::trainer(writing.connection(), trainer).await {
            Err(StoreError::Absent) => return Err(AttestError::NoTrainer),
            other => other?,
        };
        let before = store::attestations_of(writing.connection(), &[nomination]).await?.remove(&nomination).unwrap_or_default();
        let own = before.into_iter().filter(|a| a.trainer() == trainer.account().id() && a.withdrawn_at().is_none());
        if let Some(same) = met.said_before(own)? {
            return Ok(same);
        }
        let authority = trainer.authority_over(class, now)?;
        let attestation = authority.attest(&found, met, statement, evidence, &self.chance)?;
        store::insert_attestation(&mut writing, &attestation).await?;
        log::append(&mut writing, Deed::about("attestation.made", &attestation.id().to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(attestation)
    }

    /// These nominations, as far as they are known.
    pub async fn nominations(&self, ids: &[NominationId]) -> Result<HashMap<NominationId, Nomination>, StoreError> {
        let mut reading = self.database.reader().acquire().await?;
        store::nominations(&mut reading, ids).await
    }

    /// A nomination with its attestations and what each criterion still misses.
    pub async fn standing(&self, nomination: NominationId) -> Result<(Nomination, Vec<Attestation>, Standing), AttestError> {
        let mut reading = self.database.snapshot().await?;
        let found = store::nominations(reading.connection(), &[nomination]).await?.remove(&nomination);
        let found = found.ok_or(AttestError::NoNomination)?;
        let class = self.catalog.class_version(found.slug(), found.version());
        let class = class.ok_or_else(|| AttestError::NoClass(format!("{} {}", found.slug(), found.version())))?;
        let attestations = store::attestations_of(reading.connection(), &[nomination]).await?.remove(&nomination).unwrap_or_default();
        let standing = Standing::count(class, &attestations);
        Ok((found, attestations, standing))
    }
}
