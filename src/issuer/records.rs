//! The public record of an attestation, at the address that signed evidence names; and whether
//! anything can be signed.

use crate::community::attestation::{Attestation, Nomination, Release, release, store as attestations};
use crate::community::people::{Account, Mandate, store as people};
use crate::platform::database::StoreError;
use crate::standards::json;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AttestationId, CredentialId};

use super::Office;
use super::credential::store;
use super::keys::KeyRing;

/// An attestation with what gives it its weight. None of it is signed: it is our register's word.
#[derive(Debug, Clone)]
pub struct AttestationRecord {
    /// What was said.
    pub attestation: Attestation,
    /// Who said it; nobody, if that person was erased.
    pub trainer: Option<Account>,
    /// By which right.
    pub mandate: Option<Mandate>,
    /// About whom and which class version.
    pub nomination: Nomination,
    /// What the holder let the newest edition say.
    pub release: Release,
    /// The credential whose evidence it is.
    pub credential: CredentialId,
}

impl Office {
    /// What the living edition of a badge may say, and the language that was signed; `None` without one.
    pub async fn said_by(&self, credential: CredentialId) -> Result<Option<(Release, LanguageTag)>, StoreError> {
        let mut reading = self.community().database().snapshot().await?;
        let Some(published) = store::published(reading.connection(), &[credential]).await?.remove(&credential) else { return Ok(None) };
        let about = published.award().nomination();
        let number = published.edition().number();
        let release = release::store::releases(reading.connection(), &[about], number).await?.remove(&about);
        let nomination = attestations::nominations(reading.connection(), &[about]).await?.remove(&about).ok_or(StoreError::Absent)?;
        let signed: Option<serde_json::Value> = json::parse(published.json(), &json::Limits::DOCUMENT).ok();
        let signed = signed.as_ref().and_then(|badge| badge.pointer("/credentialSubject/achievement/inLanguage")?.as_str()?.parse().ok());
        Ok(Some((release.unwrap_or_else(Release::nothing), signed.unwrap_or_else(|| nomination.language().clone()))))
    }

    /// A sentence for each issuer that cannot sign now; nothing if all can.
    pub fn sealed(&self) -> Vec<String> {
        let cannot = |(slug, ring): (&String, &KeyRing)| ring.active_keys().err().map(|why| format!("issuer {slug}: {why}"));
        self.rings.iter().filter_map(cannot).collect()
    }

    /// The record of an attestation, once a published badge names it; gone when its holder is erased.
    pub async fn attestation_record(&self, id: AttestationId) -> Result<Option<AttestationRecord>, StoreError> {
        let mut reading = self.community().database().snapshot().await?;
        let Some(attestation) = attestations::find_attestation(reading.connection(), id).await? else { return Ok(None) };
        let about = attestation.nomination();
        let Some(credential) = store::credentials_of(reading.connection(), &[about]).await?.remove(&about) else { return Ok(None) };
        let fate = store::find_fate(reading.connection(), credential).await?;
        if fate.is_none_or(|fate| fate.erased_at.is_some() || fate.edition.is_none()) {
            return Ok(None);
        }
        let Some(published) = store::published(reading.connection(), &[credential]).await?.remove(&credential) else { return Ok(None) };
        let nomination = attestations::nominations(reading.connection(), &[about]).await?.remove(&about).ok_or(StoreError::Absent)?;
        let edition = published.edition().number();
        let release = release::store::releases(reading.connection(), &[about], edition).await?.remove(&about);
        let (trainer, mandate) = match people::trainer(reading.connection(), attestation.trainer()).await {
            Ok(trainer) => {
                let mandate = trainer.mandates().iter().find(|mandate| mandate.id() == attestation.mandate()).cloned();
                (Some(trainer.account().clone()), mandate)
            }
            Err(StoreError::Absent) => (None, None),
            Err(error) => return Err(error),
        };
        let release = release.unwrap_or_else(Release::nothing);
        Ok(Some(AttestationRecord { attestation, trainer, mandate, nomination, release, credential }))
    }
}
