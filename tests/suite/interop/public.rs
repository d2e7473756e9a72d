//! What anybody can fetch from a server, as its pages will serve it, by address.

use insignia::issuer::credential::Published;
use insignia::issuer::lists::Purpose;
use insignia::verifier::{Answer, Known, Need};
use insignia::vocabulary::Timestamp;
use insignia::vocabulary::urls::ListAddress;
use serde_json::{Map, Value};

use crate::world::{ISSUER, World};

/// The DID document and the status list of a badge, both as JSON.
pub(super) async fn served(world: &World, badge: &Published) -> Map<String, Value> {
    let office = &world.office;
    let issuer = office.issuer(ISSUER).expect("an issuer");
    let document = office.published_keys(issuer).await.expect("its keys").did_document().to_json();
    let entry = &parsed(badge)["credentialStatus"];
    let address = entry["statusListCredential"].as_str().expect("an address").to_owned();
    let (id, which) = office.addresses().status_list_named(&address).expect("a list of ours");
    assert_eq!(which, ListAddress::Revocation);
    let list = office.status_list(id, Purpose::Revocation).await.expect("a list").expect("the list");
    let list = str::from_utf8(&list.bytes).expect("UTF-8").parse().expect("JSON");
    Map::from_iter([(issuer.did().to_owned(), document), (address, list)])
}

/// The same for our own verifier: it knows nothing else.
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
