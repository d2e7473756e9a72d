//! The key of a signed assertion: named by the assertion, owned and named by the issuer.
//!
//! Source: [Open Badges 2.0, CryptographicKey](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#CryptographicKey).

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::Value;

use super::super::findings::{Findings, Setting, Trouble};
use super::super::verdict::{Doubt, Reason};
use super::graph::{self, shortened};
use crate::standards::proof::RsaPublicKey;

/// The issuer's key that the assertion is to be checked with.
pub(super) fn of(assertion: &Value, issuer: &Value, setting: &Setting<'_>, findings: &mut Findings) -> Result<RsaPublicKey, Trouble> {
    let owned: Vec<&Value> = match issuer.get("publicKey") {
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
        None => return Err(somebody_elses("the issuer's profile names no key")),
    };
    let creator = assertion.pointer("/verification/creator").and_then(Value::as_str);
    let entry = match (creator, owned.as_slice()) {
        // The creator must be one that the profile names.
        (Some(creator), owned) => owned.iter().find(|entry| id_of(entry) == Some(creator)).copied(),
        (None, [only]) => Some(*only),
        (None, _) => return Err(somebody_elses("the assertion does not say which of the issuer's keys it is")),
    };
    let entry = entry.ok_or_else(|| somebody_elses("the issuer's profile does not name the key of the assertion"))?;
    let document = match (entry.get("publicKeyPem"), id_of(entry)) {
        (Some(_), _) => entry.clone(),
        (None, Some(address)) => graph::at(address, setting, findings)?,
        (None, None) => return Err(somebody_elses("the issuer's key has no address")),
    };
    let own = issuer.get("id").and_then(Value::as_str);
    match document.get("owner").map(Value::as_str) {
        None => {}
        Some(owner) if owner == own => {}
        Some(owner) => return Err(somebody_elses(&format!("the key says its owner is {:?}", owner.map(shortened)))),
    }
    document.get("publicKeyPem").and_then(Value::as_str).and_then(of_pem).ok_or_else(|| {
        let why = "the issuer's key cannot be used";
        Trouble::Unknown(why.to_owned(), Doubt::KeyNotConfirmed(why.to_owned()))
    })
}

fn id_of(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("id").and_then(Value::as_str))
}

/// Longer ones are no RSA keys that are accepted.
const LONGEST_PEM: usize = 16 << 10;

/// `BEGIN PUBLIC KEY`, or the older `BEGIN RSA PUBLIC KEY`.
fn of_pem(pem: &str) -> Option<RsaPublicKey> {
    let pem = pem.trim().as_bytes();
    if pem.len() > LONGEST_PEM {
        return None;
    }
    let rsa = PKey::public_key_from_pem(pem).and_then(|key| key.rsa()).or_else(|_| Rsa::public_key_from_pem_pkcs1(pem)).ok()?;
    RsaPublicKey::new(&rsa.n().to_vec(), &rsa.e().to_vec()).ok()
}

fn somebody_elses(evidence: &str) -> Trouble {
    Trouble::Wrong(evidence.to_owned(), Reason::NotSignedByIssuer)
}
