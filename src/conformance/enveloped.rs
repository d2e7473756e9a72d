//! A credential in an envelope: a compact JWS in the `data:` address of what stands in a presentation.
//!
//! Sources: [VCDM 2.0 §4.13](https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials),
//! [VC-JOSE-COSE §3.1](https://www.w3.org/TR/vc-jose-cose/#securing-with-jose): the payload is the credential
//! itself. Keys are those of `did:key` and `did:jwk`, named by `kid`; algorithms are those of the JWT form of
//! Open Badges. Other envelopes are refused with a reason.

use serde_json::Value;

use super::issuing::issuer_of;
use super::options::{Check, VerifyOptions};
use super::proofs;
use super::refusal::{Kind, Refusal};
use super::status::Register;
use super::verifying;
use crate::standards::proof::vc_jwt::Compact;
use crate::vocabulary::Timestamp;

/// What the address of an envelope begins with.
const TOKEN: &str = "data:application/vc+jwt,";

/// Whether this stands for a credential rather than being one.
pub(super) fn is_envelope(document: &Value) -> bool {
    let named = |word: &Value| word == "EnvelopedVerifiableCredential";
    document.get("type").is_some_and(|kind| named(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(named)))
}

/// Everything that stands against an envelope and what it holds. Its signature is looked at whatever was
/// asked for: without it nobody said anything.
pub(super) fn refusals(envelope: &Value, options: &VerifyOptions, register: &Register, now: Timestamp) -> Vec<Refusal> {
    let (credential, signer) = match opened(envelope) {
        Ok(opened) => opened,
        Err(refusal) => return vec![refusal],
    };
    let mut refusals = if credential.get("proof").is_some() {
        verifying::refusals(&credential, options, register, now)
    } else {
        verifying::besides_proof(&credential, options, register, now)
    };
    if options.asks(Check::Issuer) && signer != issuer_of(&credential) {
        refusals.push(Refusal::new(Kind::Issuer, format_args!("the envelope is not by a key of {}", issuer_of(&credential))));
    }
    refusals
}

/// The credential inside, and who signed the envelope.
fn opened(envelope: &Value) -> Result<(Value, String), Refusal> {
    let id = envelope.get("id").and_then(Value::as_str).unwrap_or_default();
    let token =
        id.strip_prefix(TOKEN).ok_or_else(|| Refusal::new(Kind::Malformed, format_args!("an envelope's id begins with {TOKEN}")))?;
    let refused = |why: &dyn std::fmt::Display| Refusal::new(Kind::Proof, format_args!("the envelope: {why}"));
    let compact = Compact::parse(token).map_err(|fault| refused(&fault))?;
    let kid = compact.header().kid.as_deref().ok_or_else(|| refused(&"its token names no key by kid"))?;
    let (signer, key) = proofs::key_of(kid).map_err(|why| refused(&why))?;
    compact.verify(&key).map_err(|fault| refused(&fault))?;
    let credential = compact.claims().map_err(|fault| refused(&fault))?;
    if credential.get("vc").is_some() {
        return Err(Refusal::new(Kind::Malformed, "the payload of an envelope is the credential itself, not vc"));
    }
    Ok((credential, signer))
}
