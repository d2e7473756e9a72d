//! Verifying any credential: structure, meaning, proofs, issuer, dates, status, related resources.

use serde_json::Value;

use super::issuing::{issuer_of, meaning};
use super::options::{Check, VerifyOptions};
use super::proofs::{self, Expected};
use super::refusal::{Kind, Refusal};
use super::related;
use super::status::Register;
use crate::standards::document::rules::date_time_z;
use crate::standards::document::rules::vcdm::{self, Version};
use crate::standards::proof::data_integrity::ASSERTION_METHOD;
use crate::vocabulary::Timestamp;

pub(super) fn verify(
    credential: &Value,
    options: &VerifyOptions,
    register: &Register,
    now: Timestamp,
) -> Result<Vec<&'static str>, Vec<Refusal>> {
    let refusals = refusals(credential, options, register, now);
    if refusals.is_empty() { Ok(options.checks()) } else { Err(refusals) }
}

/// Everything that stands against a credential.
pub(super) fn refusals(credential: &Value, options: &VerifyOptions, register: &Register, now: Timestamp) -> Vec<Refusal> {
    let unsound = unsound(credential);
    if !unsound.is_empty() {
        return unsound;
    }
    let mut refusals = Vec::new();
    if options.asks(Check::Proof) {
        let party = options.asks(Check::Issuer).then(|| issuer_of(credential));
        refusals.extend(proofs::refusals(credential, &Expected { purpose: ASSERTION_METHOD, party, options, now }));
    }
    // A proof that nobody looked at says nothing about whom it is for.
    if !options.asks(Check::Proof) && (options.domain.is_some() || options.challenge.is_some()) {
        refusals.push(Refusal::new(Kind::Malformed, "domain and challenge are checked with the proof, which was not asked for"));
    }
    refusals.extend(circumstances(credential, options, register, now));
    refusals
}

/// The same of a credential whose proof is around it.
pub(super) fn besides_proof(credential: &Value, options: &VerifyOptions, register: &Register, now: Timestamp) -> Vec<Refusal> {
    let unsound = unsound(credential);
    if unsound.is_empty() { circumstances(credential, options, register, now) } else { unsound }
}

/// What is wrong with the document itself.
fn unsound(credential: &Value) -> Vec<Refusal> {
    let faults = vcdm::faults_of_credential(credential);
    if !faults.is_empty() {
        return faults.iter().map(Refusal::of_fault).collect();
    }
    // Nothing is concluded from what has no meaning.
    meaning(credential).err().into_iter().collect()
}

/// Dates, status and related resources.
fn circumstances(credential: &Value, options: &VerifyOptions, register: &Register, now: Timestamp) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if options.asks(Check::Validity) {
        refusals.extend(outside_its_dates(credential, now));
    }
    if options.asks(Check::Status) {
        refusals.extend(register.refusals(credential));
    }
    if options.asks(Check::Resources) {
        refusals.extend(related::refusals(credential));
    }
    refusals
}

fn outside_its_dates(credential: &Value, now: Timestamp) -> Option<Refusal> {
    let period = Version::of(credential).period();
    let [from, until] = period.map(|name| credential.get(name).and_then(Value::as_str).and_then(date_time_z));
    let early = from.filter(|from| *from > now).map(|from| format!("it counts from {from}"));
    let late = until.filter(|until| *until < now).map(|until| format!("it counted until {until}"));
    early.or(late).map(|why| Refusal::new(Kind::Validity, why))
}
