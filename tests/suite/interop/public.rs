//! What anybody can fetch from a server, through its public door.

use insignia::issuer::credential::Published;
use insignia::verifier::{Answer, Known, Need};
use insignia::vocabulary::Timestamp;
use serde_json::{Map, Value};

use crate::harness::Harness;
use crate::http::visit::Visitor;
use crate::world::{ISSUER, World};

/// Somebody outside.
pub(super) struct Outside {
    visitor: Visitor,
    base: String,
    did: String,
}

impl Outside {
    /// Before the door of `world`.
    pub(super) fn of(world: &World, harness: &Harness) -> Self {
        let did = world.office.issuer(ISSUER).expect("an issuer").did().to_owned();
        Self { visitor: Visitor::new(world, harness), base: world.office.addresses().base().to_string(), did }
    }

    /// The file of a badge in one form: `json`, `jwt`, `png` or `svg`.
    pub(super) async fn file(&self, badge: &Published, form: &str) -> Vec<u8> {
        let id = badge.award().credential();
        self.fetched(&format!("/c/{id}.{form}")).await
    }

    /// The same as text.
    pub(super) async fn text(&self, badge: &Published, form: &str) -> String {
        String::from_utf8(self.file(badge, form).await).expect("UTF-8")
    }

    /// The public keys of every issuer.
    pub(super) async fn key_set(&self) -> Value {
        self.document("/.well-known/jwks.json").await
    }

    /// What a verifier of this badge fetches, by address: its status list, and the document of an
    /// issuer that has one.
    pub(super) async fn served(&self, badge: &Published) -> Map<String, Value> {
        let address = parsed(badge)["credentialStatus"]["statusListCredential"].as_str().expect("an address").to_owned();
        let list = self.document(address.strip_prefix(&self.base).expect("a list of this server")).await;
        let mut served = Map::from_iter([(address, list)]);
        if self.did.starts_with("did:web:") {
            served.insert(self.did.clone(), self.document("/.well-known/did.json").await);
        }
        served
    }

    async fn document(&self, path: &str) -> Value {
        str::from_utf8(&self.fetched(path).await).expect("UTF-8").parse().expect("JSON")
    }

    async fn fetched(&self, path: &str) -> Vec<u8> {
        let seen = self.visitor.get(path, &[]).await;
        assert_eq!(seen.status, 200, "{path}");
        seen.body
    }
}

/// What was served, for our own verifier: it knows nothing else.
pub(super) fn known(served: &Map<String, Value>, now: Timestamp) -> Known {
    let mut known = Known::strict();
    for (address, document) in served {
        let need = if address.starts_with("did:") { Need::DidDocument(address.clone()) } else { Need::StatusList(address.clone()) };
        known.answer(need, Answer::Found { bytes: document.to_string().into_bytes(), fetched_at: now });
    }
    known
}

/// The JSON form of a badge, as text.
pub(super) fn text(badge: &Published) -> &str {
    str::from_utf8(badge.json()).expect("UTF-8")
}

/// The JSON form of a badge, as it reads.
pub(super) fn parsed(badge: &Published) -> Value {
    text(badge).parse().expect("JSON")
}
