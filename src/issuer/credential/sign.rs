//! Signing: both proof forms of one stored payload, verified strictly before anybody sees them.
//!
//! The payload is read back from the row, never rebuilt, and signed as it is. Ed25519 and RS256 are
//! deterministic, so finishing after a crash gives the same bytes.

use serde_json::Value;

use crate::issuer::keys::{ActiveKeys, SignFault, Signs};
use crate::standards::json::{self, JsonFault};
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{self, ASSERTION_METHOD, ProofFault};
use crate::standards::proof::vc_jwt::{self, ClaimsFault, Compact, JwtFault};
use crate::vocabulary::Timestamp;

use super::{Edition, Linted};

/// Both proof forms of an edition, verified, not yet stored.
#[derive(Debug)]
pub struct Signed {
    edition: Edition,
    json: Vec<u8>,
    jwt: String,
}

impl Signed {
    /// Which edition.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    pub(in crate::issuer) fn json(&self) -> &[u8] {
        &self.json
    }

    pub(super) fn jwt(&self) -> &str {
        &self.jwt
    }
}

/// Why a payload was not signed. Nothing left.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The stored payload is not JSON: the store was altered.
    #[error("the stored payload cannot be read: {0}")]
    Payload(#[from] JsonFault),
    /// The payload would lose something in its canonical form.
    #[error("the proof of the JSON form: {0}")]
    Proof(#[from] ProofFault),
    /// The payload lacks what a claim repeats.
    #[error("the claims of the JWT form: {0}")]
    Claims(#[from] ClaimsFault),
    /// The JWT cannot be read back.
    #[error("the JWT form: {0}")]
    Jwt(#[from] JwtFault),
    /// The key failed, or its signature does not verify.
    #[error(transparent)]
    Key(#[from] SignFault),
    /// The bytes that came out do not say what went in.
    #[error("the signed bytes differ from the stored payload")]
    Differs,
    /// The edition was recorded for other keys than the active ones.
    #[error("the edition was recorded for the keys {recorded}, the active ones are {active}")]
    OtherKeys {
        /// Key ids in the row.
        recorded: String,
        /// Key ids at hand.
        active: String,
    },
}

impl Linted {
    /// Signs, with the keys for which the edition was recorded. By value: redeemed once.
    ///
    /// # Errors
    /// [`SignError`]; nothing was published.
    pub fn sign(self, keys: &ActiveKeys<'_>) -> Result<Signed, SignError> {
        let prepared = self.into_prepared();
        let edition = prepared.edition;
        let recorded = format!("{}, {}", edition.ed25519_kid, edition.rsa_kid);
        let active = format!("{}, {}", keys.data_integrity().kid(), keys.jwt().kid());
        if recorded != active {
            return Err(SignError::OtherKeys { recorded, active });
        }
        let (json, jwt) = sign_payload(&prepared.payload, keys, edition.recorded_at)?;
        Ok(Signed { edition, json, jwt })
    }
}

/// Both forms of `payload`; the keys verify what they sign, and the forms are compared with what
/// went in.
pub(super) fn sign_payload(payload: &[u8], keys: &impl Signs, created: Timestamp) -> Result<(Vec<u8>, String), SignError> {
    let document = json::parse(payload, &json::Limits::DOCUMENT)?;
    Ok((json_form(&document, keys, created)?, jwt_form(&document, keys)?))
}

/// The document with its `eddsa-rdfc-2022` proof.
pub(in crate::issuer) fn json_form(document: &Value, keys: &impl Signs, created: Timestamp) -> Result<Vec<u8>, SignError> {
    let config = data_integrity::proof_config(&keys.verification_method(), created, ASSERTION_METHOD);
    let hash = data_integrity::hash_data(document, &config, Contexts::known())?;
    let secured = data_integrity::secured(document, &config, &keys.sign_hash_data(&hash)?);
    let bytes = secured.to_string().into_bytes();
    let mut again = json::parse(&bytes, &json::Limits::DOCUMENT)?;
    again.as_object_mut().and_then(|members| members.shift_remove("proof"));
    if again == *document { Ok(bytes) } else { Err(SignError::Differs) }
}

fn jwt_form(document: &Value, keys: &impl Signs) -> Result<String, SignError> {
    let claims = vc_jwt::claims_of(document)?;
    let jwt = keys.sign_claims(&claims)?;
    if Compact::parse(&jwt)?.claims()? == claims { Ok(jwt) } else { Err(SignError::Differs) }
}
