//! Verifying a presentation: its own proof if it has one, and every credential in it, in an envelope or not.

use serde_json::Value;

use super::enveloped;
use super::issuing::meaning;
use super::options::{Check, VerifyOptions};
use super::proofs::{self, AUTHENTICATION, Expected};
use super::refusal::{Kind, Refusal};
use super::status::Register;
use super::verifying;
use crate::standards::document::rules::vcdm;
use crate::vocabulary::Timestamp;

/// More credentials than this are not read at once.
const MOST_CREDENTIALS: usize = 50;

pub(super) fn verify(
    presentation: &Value,
    options: &VerifyOptions,
    register: &Register,
    now: Timestamp,
) -> Result<Vec<&'static str>, Vec<Refusal>> {
    let refusals = refusals(presentation, options, register, now);
    if refusals.is_empty() { Ok(options.checks()) } else { Err(refusals) }
}

fn refusals(presentation: &Value, options: &VerifyOptions, register: &Register, now: Timestamp) -> Vec<Refusal> {
    let faults = vcdm::faults_of_presentation(presentation);
    if !faults.is_empty() {
        return faults.iter().map(Refusal::of_fault).collect();
    }
    let credentials = match presentation.get("verifiableCredential") {
        None => Vec::new(),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    if credentials.len() > MOST_CREDENTIALS {
        return vec![Refusal::new(Kind::Malformed, format_args!("more than {MOST_CREDENTIALS} credentials in one presentation"))];
    }
    if let Err(refusal) = meaning(presentation) {
        return vec![refusal];
    }
    let mut refusals = Vec::new();
    if presentation.get("proof").is_some() && options.asks(Check::Proof) {
        let party = presentation.get("holder").filter(|_| options.asks(Check::Issuer));
        let party = party.and_then(|holder| holder.as_str().or_else(|| holder.get("id").and_then(Value::as_str)));
        refusals.extend(proofs::refusals(presentation, &Expected { purpose: AUTHENTICATION, party, options, now }));
    } else if options.challenge.is_some() {
        refusals.push(Refusal::new(Kind::Challenge, "no proof of the presentation was looked at, so it answers no challenge"));
    } else if options.domain.is_some() {
        refusals.push(Refusal::new(Kind::Domain, "no proof of the presentation was looked at, so it was made for no domain"));
    }
    for (index, credential) in credentials.into_iter().enumerate() {
        let within = options.within();
        let own = if enveloped::is_envelope(credential) {
            enveloped::refusals(credential, &within, register, now)
        } else {
            verifying::refusals(credential, &within, register, now)
        };
        refusals.extend(own.into_iter().map(|refusal| Refusal { detail: format!("credential {index}: {}", refusal.detail), ..refusal }));
    }
    refusals
}
