//! What stands at this server's own addresses, read from the store: the documents that its door
//! serves to others, for a badge that leads back to us. Whatever is not served is not here either.

use serde_json::Value;

use super::Office;
use super::profile::Identity;
use crate::platform::database::StoreError;
use crate::standards::document::open_badge::in_context;
use crate::verifier::Answer;
use crate::vocabulary::ids::CredentialId;
use crate::vocabulary::urls::IssuerPlace;

/// The forms of a credential that a program is given; a bare address answers a program with the first.
const EDITIONS: &[&str] = &["", "json", "jwt"];

impl Office {
    /// What `/keys/{kid}` answers: one key of any issuer, also one that is no longer in use; one that was
    /// declared stolen says since when it counts no more.
    pub async fn key_document(&self, kid: &str) -> Result<Option<Value>, StoreError> {
        for issuer in self.issuers() {
            if let Some(key) = self.published_keys(issuer).await?.key_document(kid) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// A key, or the document of one of our issuers. A key that was declared stolen is kept from
    /// verdicts: an issuer elsewhere may go on naming it.
    pub(super) async fn key_document_at(&self, address: &str) -> Result<Option<Answer>, StoreError> {
        if let Some(kid) = self.addresses.key_named(address) {
            return Ok(if self.is_stolen(kid).await? { None } else { self.key_document(kid).await?.map(|key| self.telling(&key)) });
        }
        if let Some(issuer) = self.issuers().find(|issuer| self.addresses.issuer(issuer.slug()) == address) {
            // It lists no keys and names another id: whoever takes it for a key document is told so.
            let profile = in_context(&issuer.as_profile()).unwrap_or(Value::Null);
            return Ok(Some(self.telling(&profile)));
        }
        for issuer in self.issuers().filter(|issuer| issuer.identity() == Identity::Web) {
            let here = match issuer.place() {
                IssuerPlace::Root => self.addresses.root_key_document(),
                IssuerPlace::Named => self.addresses.key_document(issuer.slug()),
            };
            if here == address {
                return Ok(Some(self.telling(&self.published_keys(issuer).await?.did_document().to_json())));
            }
        }
        Ok(None)
    }

    /// The keys of all our issuers.
    pub(super) async fn key_set_at(&self, address: &str) -> Result<Option<Answer>, StoreError> {
        if address != self.addresses.key_set() {
            return Ok(None);
        }
        Ok(Some(self.telling(&self.jwks().await?.to_json())))
    }

    /// The edition of a badge that is current.
    pub(super) async fn edition_at(&self, address: &str) -> Result<Option<Answer>, StoreError> {
        let named = self.addresses.credential_file_named(address).filter(|(_, form)| EDITIONS.contains(&form.as_str()));
        match named {
            Some((id, form)) => self.edition(id, &form).await,
            None => Ok(None),
        }
    }

    /// The living edition of a badge, as a JWT or, in whatever other form it was asked for, as JSON.
    pub(super) async fn edition(&self, id: CredentialId, form: &str) -> Result<Option<Answer>, StoreError> {
        let fetched_at = self.community.now();
        Ok(self.published(&[id]).await?.remove(&id).map(|published| {
            let bytes = if form == "jwt" { published.jwt().as_bytes().to_vec() } else { published.json().to_vec() };
            Answer::Found { bytes, fetched_at }
        }))
    }

    async fn is_stolen(&self, kid: &str) -> Result<bool, StoreError> {
        for issuer in self.issuers() {
            let keys = self.published_keys(issuer).await?;
            if keys.find_published(kid).is_some_and(|key| key.state().compromised_at().is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn telling(&self, document: &Value) -> Answer {
        Answer::Found { bytes: document.to_string().into_bytes(), fetched_at: self.community.now() }
    }
}
