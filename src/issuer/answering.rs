//! What this server answers about itself: DID documents, keys, lists, and verdicts on its own
//! badges. Its own addresses are answered from the store, never over the network.

use crate::standards::proof::jwk::JwkSet;
use crate::verifier::{Answer, Known, KnownIssuer, KnownKey, Logged, Need, OurRecord, Presented, SignedCredential, Verdict, needs, verify};
use crate::vocabulary::ids::CredentialId;

use super::Office;
use super::credential::store;
use super::keys::{self, KeyRing, Sealed, Vault};
use super::lists::{ListError, Purpose};
use super::profile::IssuerProfile;
use crate::platform::database::StoreError;

/// How often needs are asked for: a badge names a list, a list names an issuer, and then no more.
const ROUNDS: usize = 4;

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
    pub async fn examine(&self, seen: &Presented) -> Result<Verdict, ListError> {
        let mut known = self.known().await?;
        for _ in 0..ROUNDS {
            let wanted = needs(seen, &known);
            let mut answered = false;
            for need in wanted.iter() {
                if let Some(answer) = self.answer(need).await? {
                    known.answer(need.clone(), answer);
                    answered = true;
                }
            }
            if !answered {
                break;
            }
        }
        let verdict = verify(seen, &known, self.community.now());
        match self.record_of(seen, &verdict).await? {
            Some(record) => {
                known.record(record);
                Ok(verify(seen, &known, self.community.now()))
            }
            None => Ok(verdict),
        }
    }

    /// What is found at one of our own addresses; `None` for anybody else's.
    async fn answer(&self, need: &Need) -> Result<Option<Answer>, ListError> {
        let fetched_at = self.community.now();
        match need {
            Need::DidDocument(did) => {
                let Some(issuer) = self.issuers().find(|i| i.did() == did) else { return Ok(None) };
                let bytes = self.published_keys(issuer).await?.did_document().to_json().to_string().into_bytes();
                Ok(Some(Answer::Found { bytes, fetched_at }))
            }
            Need::StatusList(address) => {
                let Some((id, purpose)) = self.own_list(address) else { return Ok(None) };
                let list = self.status_list(&id, purpose).await?;
                Ok(list.map(|list| Answer::Found { bytes: list.bytes, fetched_at: list.complete_at }))
            }
            Need::KeyDocument(_) | Need::KeySet(_) | Need::RevocationList(_) | Need::Refreshed(_) | Need::Hosted(_) => Ok(None),
        }
    }

    fn own_list(&self, address: &str) -> Option<(String, Purpose)> {
        let rest = address.strip_prefix(&self.addresses.status_list(""))?;
        match rest.strip_suffix("/suspension") {
            Some(id) => Some((id.to_owned(), Purpose::Suspension)),
            None => Some((rest.to_owned(), Purpose::Revocation)),
        }
    }

    async fn known(&self) -> Result<Known, StoreError> {
        let mut known = Known::strict();
        for issuer in self.issuers() {
            known.own_issuer(issuer.did()).issuer(issuer.did(), KnownIssuer { name: issuer.name().to_owned() });
            for published in self.published_keys(issuer).await?.published() {
                let compromised_at = published.state().compromised_at();
                known.key(KnownKey { issuer: issuer.did().to_owned(), key: published.key().clone(), compromised_at });
            }
        }
        Ok(known)
    }

    /// What our register says about the edition that was presented.
    ///
    /// The id is only where to look: bytes that nobody is known to have signed are found by their
    /// digest alone.
    async fn record_of(&self, seen: &Presented, verdict: &Verdict) -> Result<Option<OurRecord>, StoreError> {
        let (Some(claimed), Some(digest)) = (seen.claimed_id(), seen.digest()) else { return Ok(None) };
        let id = claimed.strip_prefix(&format!("{}/c/", self.addresses.base()));
        let Some(id) = id.and_then(|id| id.parse::<CredentialId>().ok()) else { return Ok(None) };
        let valid_from = verdict.signed().and_then(SignedCredential::valid_from);
        let mut reading = self.community.database().snapshot().await?;
        let Some(entry) = store::find_entry(reading.connection(), id, &digest, valid_from).await? else { return Ok(None) };
        let reason = entry.reason.map(|word| word.parse()).transpose();
        let reason = reason.map_err(|_| StoreError::inconsistent("status_slot", "reason", id))?;
        let replaced_by = (entry.state == "superseded").then(|| self.addresses.credential(id));
        Ok(Some(OurRecord { logged: entry.logged_at.map(|at| Logged { at, digest }), reason, replaced_by }))
    }
}
