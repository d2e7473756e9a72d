//! JSON and compact JWS.

use insignia::standards::json::{self, Limits};
use insignia::standards::proof::vc_jwt::Compact;
use insignia::standards::proof::{PublicKey, multikey};

use crate::soon;

/// What is read, `serde_json` reads as well and to the same value; and it is read again from what is
/// written of it.
pub fn json_strict(bytes: &[u8]) {
    let Ok(value) = soon(|| json::parse(bytes, &Limits::DOCUMENT)) else { return };
    let theirs: serde_json::Value = serde_json::from_slice(bytes).expect("what the strict reader takes, a lax one takes");
    assert_eq!(theirs, value);
    assert_eq!(json::parse(value.to_string().as_bytes(), &Limits::DOCUMENT).as_ref(), Ok(&value));
}

/// A token that is read has exactly three parts of strict base64url, and no key of ours signed it.
pub fn jws_compact(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(token) = soon(|| Compact::parse(text)) else { return };
    assert_eq!(text.split('.').count(), 3);
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
    let _ = soon(|| token.claims());
    assert!(soon(|| token.verify(&any_key())).is_err(), "nobody has that key");
}

/// A key whose secret half was thrown away.
fn any_key() -> PublicKey {
    multikey::parse("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi").expect("a key")
}
