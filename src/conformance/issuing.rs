//! Signing a credential that somebody hands over: checked first, with a status if it has none.

use serde_json::Value;

use super::instance::Instance;
use super::options::IssueOptions;
use super::refusal::{Kind, Refusal};
use super::status::Register;
use super::{contexts, related};
use crate::standards::document::rules::vcdm::{self, Version};
use crate::standards::jsonld::{Limits, Mode, to_rdf};
use crate::vocabulary::Timestamp;

pub(super) fn issue(
    by: &Instance,
    credential: &Value,
    options: &IssueOptions,
    register: &mut Register,
    now: Timestamp,
) -> Result<Value, Vec<Refusal>> {
    let faults = vcdm::faults_of_credential(credential);
    if !faults.is_empty() {
        return Err(faults.iter().map(Refusal::of_fault).collect());
    }
    let mut refusals = related::refusals(credential);
    if Version::of(credential) != Version::Two {
        refusals.push(Refusal::new(Kind::Malformed, "only credentials of version 2.0 are issued here"));
    }
    // Signed by this key, it would not be another issuer's.
    let issuer = issuer_of(credential);
    if issuer != by.did() {
        refusals.push(Refusal::new(Kind::Malformed, format_args!("the issuer here is {}, not {issuer}", by.did())));
    }
    refusals.extend(meaning(credential).err());
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut credential = credential.clone();
    let entry = register.entry_for(by, &credential).map_err(|refusal| vec![refusal])?;
    if let (Some(entry), Some(members)) = (&entry, credential.as_object_mut()) {
        members.insert("credentialStatus".to_owned(), entry.to_document());
    }
    let secured = by.secured(&credential, now).map_err(|refusal| vec![refusal])?;
    if let Some(entry) = entry {
        let own = credential.get("id").and_then(Value::as_str);
        register.record(own.into_iter().chain(options.credential_id.as_deref()), entry);
    }
    Ok(secured)
}

/// The id of who issued a credential.
pub(super) fn issuer_of(credential: &Value) -> &str {
    let issuer = credential.get("issuer").unwrap_or(&Value::Null);
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str)).unwrap_or_default()
}

/// Whether every term and type has a meaning. Suites of JSON would sign the rest as well, but a reader
/// of JSON-LD would not see it.
pub(super) fn meaning(document: &Value) -> Result<(), Refusal> {
    match to_rdf(document, contexts(), Mode::Safe, &Limits::default()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Refusal::of_json_ld(&error)),
    }
}
