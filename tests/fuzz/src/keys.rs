//! Keys and the names of keys.

use insignia::standards::did::{WebAddress, key, web::DidWeb};
use insignia::standards::json::{self, Limits};
use insignia::standards::proof::{jwk::Jwk, multikey};
use serde_json::Value;

use crate::soon;

/// A key that is read is written and read again as the same, and has no private half.
pub fn jwk(bytes: &[u8]) {
    let Ok(value) = json::parse(bytes, &Limits::DOCUMENT) else { return };
    let Ok(read) = soon(|| Jwk::parse(&value)) else { return };
    assert!(value.get("d").is_none());
    let written = Value::Object(read.key.as_jwk());
    assert_eq!(Jwk::parse(&written).map(|again| again.key), Ok(read.key));
}

/// A `did:key` has one spelling: what is read is written as it was.
pub fn did_key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(Ok(found)) = soon(|| key::parse(text)) {
        assert_eq!(key::did_of_key(&found).as_deref(), Some(text));
    }
    if let Some((did, Ok(found))) = soon(|| key::parse_method(text)) {
        assert!(text.starts_with(did));
        assert_eq!(key::verification_method_of_key(&found).as_deref(), Some(text));
    }
    if let Ok(found) = soon(|| multikey::parse(text)) {
        assert_eq!(multikey::of(&found).as_deref(), Some(text));
    }
}

/// A `did:web` or key address that is followed leads to the host that it names, by https, under a name.
pub fn did_web_url(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(Ok(did)) = soon(|| DidWeb::parse(text)) {
        assert_eq!(did.to_string().to_ascii_lowercase(), text.to_ascii_lowercase());
        for address in [did.document_url(), did.key_set_url()] {
            leads_to(&address, did.host(), None);
        }
    }
    if let Some(address) = soon(|| WebAddress::parse(text)) {
        let query = address.document().split_once('?').map(|(_, query)| query);
        leads_to(address.document(), address.host(), query);
        leads_to(&address.key_set(), address.host(), None);
    }
}

fn leads_to(address: &str, host: &str, query: Option<&str>) {
    let url = url::Url::parse(address).unwrap_or_else(|error| panic!("{address}: {error}"));
    assert_eq!(url.scheme(), "https", "{address}");
    assert_eq!((url.username(), url.password(), url.query(), url.fragment()), ("", None, query, None), "{address}");
    assert_eq!(url.host(), Some(url::Host::Domain(host)), "{address}");
    assert!(url.path_segments().is_none_or(|mut parts| parts.all(|part| part != "..")), "{address}");
}
