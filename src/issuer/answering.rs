//! What this server answers about itself: DID documents, keys, lists, and verdicts on its own
//! badges. Its own addresses are answered from the store, never over the network.

use std::sync::Arc;

use crate::standards::did::web::DidWeb;
use crate::standards::proof::jwk::JwkSet;
use crate::verifier::checking::{AtOnce, CheckError, Checking, OwnRegister};
use crate::verifier::{
    Answer, Known, KnownIssuer, KnownKey, Logged, Need, OurRecord, Presented, Replacement, RevocationReason, SignedCredential, Verdict,
};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::CredentialId;

use super::Office;
use super::credential::store;
use super::keys::{self, KeyRing, Sealed, Vault};
use super::lists::{ListError, Purpose};
use super::profile::IssuerProfile;
use crate::platform::database::StoreError;

impl Office {
    /// The keys of an issuer as the store knows them now, for documents that others fetch. They can
    /// only verify.
    pub async fn published_keys(&self, issuer: &IssuerProfile) -> Result<KeyRing, StoreError> {
        let mut keys = keys::load(self.community.database().snapshot().await?.connection()).await?;
        let published = keys.remove(issuer.slug()).unwrap_or_default();
        KeyRing::new(issuer.did(), published, &Vault::Sealed(Sealed::ByOrder))
            .map_err(|_| StoreError::inconsistent("key_pair", "state", issuer.slug()))
    }

    /// The keys of every issuer as one JWK set.
    pub async fn jwks(&self) -> Result<JwkSet, StoreError> {
        let mut set = JwkSet::default();
        for issuer in self.issuers() {
            self.published_keys(issuer).await?.add_to(&mut set);
        }
        Ok(set)
    }

    /// A verdict on presented bytes with everything this server knows, and nothing from the network.
    pub async fn examine(&self, seen: impl Into<Arc<Presented>> + Send) -> Result<Verdict, ListError> {
        Checking::alone(self, &AtOnce).verdict(seen).await.map_err(CheckError::into_own)
    }

    /// Whether an address stands at this server, whatever is there.
    fn is_own(&self, address: &str) -> bool {
        self.addresses.is_own(address)
    }

    fn own_list(&self, address: &str) -> Option<(String, Purpose)> {
        let rest = address.strip_prefix(&self.addresses.status_list(""))?;
        match rest.strip_suffix("/suspension") {
            Some(id) => Some((id.to_owned(), Purpose::Suspension)),
            None => Some((rest.to_owned(), Purpose::Revocation)),
        }
    }
}

/// Nothing of that kind: an answer, so that nobody asks this server over the network.
fn nothing_here() -> Answer {
    Answer::Unreachable { why: "this server has nothing of that kind at this address".to_owned() }
}

impl OwnRegister for Office {
    type Fault = ListError;

    async fn answer(&self, need: &Need) -> Result<Option<Answer>, ListError> {
        let fetched_at = self.community.now();
        match need {
            Need::DidDocument(did) => {
                let Some(issuer) = self.issuers().find(|i| i.did() == did) else {
                    let here = DidWeb::parse(did).and_then(Result::ok).is_some_and(|web| self.is_own(&web.document_url()));
                    return Ok(here.then(nothing_here));
                };
                let bytes = self.published_keys(issuer).await?.did_document().to_json().to_string().into_bytes();
                Ok(Some(Answer::Found { bytes, fetched_at }))
            }
            Need::StatusList(address) => {
                let Some((id, purpose)) = self.own_list(address) else { return Ok(self.is_own(address).then(nothing_here)) };
                let list = self.status_list(&id, purpose).await?;
                let found = list.map(|list| Answer::Found { bytes: list.bytes, fetched_at: list.complete_at });
                Ok(Some(found.unwrap_or_else(nothing_here)))
            }
            Need::KeyDocument(address) if self.is_own(address) => {
                Ok(Some(self.key_document_at(address).await?.unwrap_or_else(nothing_here)))
            }
            Need::KeySet(address) if self.is_own(address) => Ok(Some(self.key_set_at(address).await?.unwrap_or_else(nothing_here))),
            Need::Refreshed(address) if self.is_own(address) => Ok(Some(self.edition_at(address).await?.unwrap_or_else(nothing_here))),
            Need::KeyDocument(address)
            | Need::KeySet(address)
            | Need::RevocationList(address)
            | Need::Refreshed(address)
            | Need::Hosted(address) => Ok(self.is_own(address).then(nothing_here)),
        }
    }

    async fn known(&self) -> Result<Known, ListError> {
        let mut known = Known::strict();
        known.register(Arc::clone(&self.register));
        for issuer in self.issuers() {
            known.own_issuer(issuer.did()).issuer(issuer.did(), KnownIssuer::named(issuer.name()));
            for published in self.published_keys(issuer).await?.published() {
                let compromised_at = published.state().compromised_at();
                known.key(KnownKey { issuer: issuer.did().to_owned(), key: published.key().clone(), compromised_at });
            }
        }
        Ok(known)
    }

    async fn badge_at(&self, address: &str) -> Result<Option<Answer>, ListError> {
        if !self.is_own(address) {
            return Ok(None);
        }
        let Some((id, form)) = self.addresses.credential_file_named(address) else { return Ok(Some(nothing_here())) };
        if !self.community.offered(id).await?.files().is_shown() {
            // Its bytes say what its holder keeps back from whoever has nothing but the address.
            return Ok(Some(Answer::Unreachable { why: "its holder shows this badge on its own page only".to_owned() }));
        }
        Ok(Some(self.edition(id, &form).await?.unwrap_or_else(nothing_here)))
    }

    async fn badge_of(&self, code: CredentialId) -> Result<Option<Answer>, ListError> {
        self.badge_at(&self.addresses.credential(code)).await
    }

    /// The id is only where to look: bytes that nobody is known to have signed are found by their
    /// digest alone.
    async fn record(&self, seen: &Presented, verdict: &Verdict) -> Result<Option<OurRecord>, ListError> {
        let (Some(claimed), Some(digest)) = (seen.claimed_id(), seen.digest()) else { return Ok(None) };
        let id = claimed.strip_prefix(&format!("{}/c/", self.addresses.base()));
        let Some(id) = id.and_then(|id| id.parse::<CredentialId>().ok()) else { return Ok(None) };
        let valid_from = verdict.signed().and_then(SignedCredential::valid_from);
        let mut reading = self.community.database().snapshot().await?;
        let Some(entry) = store::find_entry(reading.connection(), id, &digest, valid_from).await? else { return Ok(None) };
        drop(reading);
        let reason = entry.reason.map(|word| word.parse()).transpose();
        let reason = reason.map_err(|_| StoreError::inconsistent("status_slot", "reason", id))?;
        let logged = entry.logged_at.map(|at| Logged { at, digest });
        let (reason, replaced_by) = match reason {
            Some(RevocationReason::Superseded) if entry.state == "superseded" => {
                (reason, Some(Replacement::Edition(self.addresses.credential(id))))
            }
            Some(RevocationReason::Superseded) => match self.replacement_told(id).await? {
                // What was to take its place never will: that it did is not said.
                None => (Some(RevocationReason::Error), None),
                told => (reason, told),
            },
            other => (other, None),
        };
        Ok(Some(OurRecord { logged, reason, replaced_by }))
    }

    fn now(&self) -> Timestamp {
        self.community.now()
    }
}
