//! Every signature, verified with the public key in `key_pair`, and every signed form compared
//! with the payload it was made of.

use serde_json::Value;

use super::Violation;
use super::store::{self, StoredEdition};
use crate::platform::database::{Snapshot, StoreError};
use crate::standards::json::{self, Limits};
use crate::standards::jsonld::Contexts;
use crate::standards::proof::PublicKey;
use crate::standards::proof::data_integrity::verify_eddsa_rdfc_2022;
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::vc_jwt::{self, Compact};

pub(super) const UNPROVED: &str = "a published edition does not verify with the keys that the store names";
pub(super) const DIFFERENT: &str = "a signed form says something else than what was recorded";

const PAGE: i64 = 200;

/// How many signatures were verified, and which editions break I13 or I3.
pub(super) async fn verified(view: &mut Snapshot) -> Result<(usize, Vec<Violation>), StoreError> {
    let (mut unproved, mut different, mut signatures) = (Vec::new(), Vec::new(), 0);
    let mut after = String::new();
    loop {
        let page = store::editions(view.connection(), &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        signatures += 2 * page.len();
        for edition in &page {
            if json_holds(edition).is_none() || jwt_holds(edition).is_none() {
                unproved.push(edition.id.clone());
            }
            if says_same(edition).is_none() {
                different.push(edition.id.clone());
            }
        }
    }
    let mut violations = Violation::each("I13", UNPROVED, unproved);
    violations.extend(Violation::each("I3", DIFFERENT, different));
    Ok((signatures, violations))
}

fn key(jwk: Option<&str>) -> Option<PublicKey> {
    let jwk = json::parse(jwk?.as_bytes(), &Limits::DOCUMENT).ok()?;
    Some(Jwk::parse(&jwk).ok()?.key)
}

fn json_holds(edition: &StoredEdition) -> Option<()> {
    let PublicKey::Ed25519(key) = key(edition.ed25519_jwk.as_deref())? else { return None };
    let mut document = json::parse(&edition.json, &Limits::DOCUMENT).ok()?;
    let proof = document.as_object_mut()?.shift_remove("proof")?;
    let proof = if proof.is_array() { proof.get(0)? } else { &proof };
    verify_eddsa_rdfc_2022(&document, proof, &key, Contexts::known()).ok()
}

fn jwt_holds(edition: &StoredEdition) -> Option<()> {
    Compact::parse(&edition.jwt).ok()?.verify(&key(edition.rsa_jwk.as_deref())?).ok()
}

/// The payload is the JSON form without its proof, and what the claims of the JWT are made of.
fn says_same(edition: &StoredEdition) -> Option<()> {
    let payload: Value = json::parse(&edition.payload, &Limits::DOCUMENT).ok()?;
    let mut document = json::parse(&edition.json, &Limits::DOCUMENT).ok()?;
    document.as_object_mut()?.shift_remove("proof")?;
    let claims = Compact::parse(&edition.jwt).ok()?.claims().ok()?;
    (document == payload && claims == vc_jwt::claims_of(&payload).ok()?).then_some(())
}
