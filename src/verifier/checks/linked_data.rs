//! V2: JSON-LD in safe mode, with known contexts only.
//!
//! Terms and types that no context defines, relative addresses and anything else that would be lost
//! on the way to RDF make the document invalid: what is lost is not signed, and must not be shown.

use serde_json::Value;

use super::super::findings::{Findings, Inspection};
use super::super::presented::Content;
use super::super::verdict::{Doubt, Probe, Reason};
use super::structure::Shape;
use crate::standards::document::rules::{self, Kind};
use crate::standards::jsonld::{CanonicalFormError, Contexts, Fault, JsonLdError, Limits, Mode, canonical_form, to_rdf};

/// Checks that nothing of a document is lost in RDF; gives the canonical form of a document that
/// carries its proof, without it.
pub(in super::super) fn check(content: &Content, kind: Kind, shape: Shape, findings: &mut Findings) -> Option<String> {
    if !shape.has_contexts() {
        findings.skip(SAFE_MODE, "not tried, since the contexts are not as they must be");
        return None;
    }
    if let Some(unknown) = unknown_context(content.document()) {
        findings.doubt(SAFE_MODE, format!("the context {unknown:?} is not known here"), Doubt::UnknownContext(unknown.to_owned()));
        return None;
    }
    let outcome = match content {
        Content::Document(document) => canonical_form(&without_proof(document), Contexts::known(), &Limits::default()).map(Some),
        Content::Token { claims, .. } => {
            // The contexts of a badge define the claims, those of a status list and of VCDM 1.1, where the
            // credential stood in a claim of its own, do not all.
            let bare = (kind == Kind::StatusList || rules::is_version_1(claims)).then(|| without(claims, CLAIMS));
            to_rdf(bare.as_ref().unwrap_or(claims), Contexts::known(), Mode::Safe, &Limits::default())
                .map(|_| None)
                .map_err(CanonicalFormError::from)
        }
    };
    match outcome {
        Ok(canonical) => {
            findings.pass(SAFE_MODE, "every term and type is defined; nothing is lost");
            canonical
        }
        Err(fault) => {
            report(&fault, findings);
            None
        }
    }
}

fn unknown_context(document: &Value) -> Option<&str> {
    let contexts = document.get("@context").and_then(Value::as_array)?;
    contexts.iter().filter_map(Value::as_str).find(|iri| !Contexts::known().contains(iri))
}

fn report(fault: &CanonicalFormError, findings: &mut Findings) {
    let evidence = fault.to_string();
    match fault {
        CanonicalFormError::Document(JsonLdError { fault: Fault::UnknownContext(iri), .. }) => {
            findings.doubt(SAFE_MODE, evidence, Doubt::UnknownContext(iri.clone()));
        }
        CanonicalFormError::Document(JsonLdError { fault: Fault::TooDeep(_) | Fault::TooMuch { .. }, .. })
        | CanonicalFormError::Dataset(_) => {
            findings.fail(SAFE_MODE, evidence, Reason::TooComplex("it asks for more work than any honest badge".to_owned()));
        }
        CanonicalFormError::Document(_) => {
            findings.fail(SAFE_MODE, evidence, Reason::Malformed("part of it has no meaning that could be signed".to_owned()));
        }
    }
}

/// Claims that a JWT adds to the credential.
pub(super) const CLAIMS: &[&str] = &["iss", "sub", "nbf", "exp", "jti", "iat"];

/// A document as its proof covers it.
pub(super) fn without_proof(document: &Value) -> Value {
    without(document, &["proof"])
}

/// An object without some members.
pub(super) fn without(document: &Value, names: &[&str]) -> Value {
    let members = document.as_object().into_iter().flatten();
    Value::Object(members.filter(|(name, _)| !names.contains(&name.as_str())).map(|(name, value)| (name.clone(), value.clone())).collect())
}

const SAFE_MODE: Inspection =
    Inspection { probe: Probe::V2, name: "safe-mode", clause: "https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly" };
