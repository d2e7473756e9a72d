//! Every proof of a document: sets, chains, purpose, end, domain, challenge, and whose key it is.
//!
//! Source: [VC-DI §4.2 to §4.4](https://www.w3.org/TR/vc-data-integrity/#verify-proof). Each proof must hold,
//! those that others stand upon too. Keys are those of `did:key` and `did:jwk`:
//! nothing is fetched.

use serde_json::Value;

use super::contexts;
use super::options::VerifyOptions;
use super::refusal::{Kind, Refusal};
use crate::standards::did;
use crate::standards::document::rules::date_time_z;
use crate::standards::proof::PublicKey;
use crate::standards::proof::data_integrity::{Covered, Proof};
use crate::vocabulary::Timestamp;

/// The purpose of a presentation's proof.
pub(super) const AUTHENTICATION: &str = "authentication";
/// More proofs than this are not read.
const MOST_PROOFS: usize = 10;

/// What is expected of every proof.
pub(super) struct Expected<'a> {
    pub(super) purpose: &'static str,
    /// Whose key one of the proofs must be by; `None` if nobody asked.
    pub(super) party: Option<&'a str>,
    pub(super) options: &'a VerifyOptions,
    pub(super) now: Timestamp,
}

/// Everything that stands against the proofs of a document.
pub(super) fn refusals(document: &Value, expected: &Expected<'_>) -> Vec<Refusal> {
    let covered = match Covered::new(document, contexts()) {
        Ok(covered) => covered,
        Err(fault) => return vec![Refusal::of_proof(&fault, "the document")],
    };
    let count = covered.proofs().len();
    if count == 0 || count > MOST_PROOFS {
        let what = if count == 0 { "there is no proof".to_owned() } else { format!("{count} proofs, more than {MOST_PROOFS}") };
        return vec![Refusal::new(Kind::Proof, what)];
    }
    let mut refusals = Vec::new();
    let mut signers = Vec::new();
    for (index, proof) in covered.proofs().iter().enumerate() {
        match one(&covered, proof, &format!("proof {index}"), expected) {
            Ok(signer) => signers.push(signer),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if let Some(party) = expected.party
        && refusals.is_empty()
        && !signers.iter().any(|signer| signer == party)
    {
        refusals.push(Refusal::new(Kind::Issuer, format_args!("no proof is by a key of {party}")));
    }
    refusals
}

/// Who made a proof that holds.
fn one(covered: &Covered<'_>, proof: &Value, which: &str, expected: &Expected<'_>) -> Result<String, Refusal> {
    let refused = |kind, detail: String| Refusal::new(kind, format_args!("{which}: {detail}"));
    for name in ["created", "expires"] {
        let said = proof.get(name);
        if said.is_some_and(|said| said.as_str().and_then(date_time_z).is_none()) {
            return Err(refused(Kind::Proof, format!("{name} is not an instant with its zone")));
        }
    }
    let read = Proof::read(proof).map_err(|fault| Refusal::of_proof(&fault, which))?;
    let (signer, key) = key_of(read.verification_method).map_err(|why| refused(Kind::Proof, why))?;
    covered.verify(&read, &key).map_err(|fault| Refusal::of_proof(&fault, which))?;
    if read.purpose != expected.purpose {
        return Err(refused(Kind::Proof, format!("made for {:?}, expected {:?}", read.purpose, expected.purpose)));
    }
    if let Some(at) = read.expires.filter(|at| *at <= expected.now) {
        return Err(refused(Kind::Proof, format!("it ended on {at}")));
    }
    if let Some(domain) = &expected.options.domain
        && !(domain.iter().all(|one| read.domain.contains(&one.as_str())) && read.domain.iter().all(|one| domain.iter().any(|d| d == one)))
    {
        return Err(refused(Kind::Domain, format!("made for {:?}", read.domain)));
    }
    if let Some(challenge) = &expected.options.challenge
        && read.challenge != Some(challenge)
    {
        return Err(refused(Kind::Challenge, format!("it answers {:?}", read.challenge)));
    }
    Ok(signer)
}

/// The key that a did:key or did:jwk is, and whose.
pub(super) fn key_of(method: &str) -> Result<(String, PublicKey), String> {
    match did::key::parse_method(method).or_else(|| did::jwk::parse_method(method)) {
        Some((did, Ok(key))) => Ok((did.to_owned(), key)),
        Some((_, Err(fault))) => Err(fault.to_string()),
        None => {
            let shown: String = method.chars().take(120).collect();
            Err(format!("{shown:?} is no address of a did:key or did:jwk, and no other key is looked up here"))
        }
    }
}
