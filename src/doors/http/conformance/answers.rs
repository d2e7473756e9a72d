//! How answers and refusals are written.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::problem::{self, OK, Problem};
use crate::conformance::{Instance, Kind, Refusal, ResolutionFault, Sandbox, Variant};

/// The media type of everything but resolutions.
pub(super) const JSON: &str = "application/json";
/// The media type of a DID resolution result.
pub(super) const RESOLUTION: &str = "application/ld+json;profile=\"https://w3id.org/did-resolution\"";

/// An answer that nobody keeps.
pub(super) fn answer(status: StatusCode, media_type: &'static str, document: &Value) -> Response {
    let mut response = (status, document.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 200 and what was checked, or 400 and every reason why it is not verified.
pub(super) fn verified(checked: Result<Vec<&'static str>, Vec<Refusal>>) -> Result<Response, Problem> {
    match checked {
        Ok(checks) => Ok(answer(OK, JSON, &json!({ "verified": true, "checks": checks, "warnings": [], "errors": [] }))),
        Err(refusals) => {
            let errors: Vec<Value> = refusals.iter().map(|refusal| Value::from(refusal.to_string())).collect();
            Err(refused_for(refusals).with("verified", false).with("errors", errors))
        }
    }
}

/// One reason.
pub(super) fn refused(refusal: Refusal) -> Problem {
    refused_for(vec![refusal])
}

/// Every reason; the first gives the document its type.
pub(super) fn refused_for(refusals: Vec<Refusal>) -> Problem {
    let details: Vec<Value> = refusals.iter().map(details).collect();
    let detail = refusals.iter().map(|refusal| refusal.detail.as_str()).collect::<Vec<_>>().join("; ");
    let kind = refusals.first().map_or(Kind::Parsing, |refusal| refusal.kind);
    let problem = Problem::because(status_of(kind), detail).with("type", kind.uri()).with("title", kind.title());
    problem.with("problemDetails", details)
}

fn details(refusal: &Refusal) -> Value {
    json!({ "type": refusal.kind.uri(), "title": refusal.kind.title(), "detail": refusal.detail })
}

fn status_of(kind: Kind) -> problem::Kind {
    if kind == Kind::NotFound { problem::Kind::NotFound } else { problem::Kind::Malformed }
}

/// A resolution that failed, as problem and as resolution result in one.
pub(super) fn unresolved(fault: ResolutionFault) -> Problem {
    let kind = if fault == ResolutionFault::NotFound { problem::Kind::NotFound } else { problem::Kind::Malformed };
    with_members(Problem::because(kind, fault.code()), &fault.to_document())
}

/// None of the forms asked for.
pub(super) fn unrepresentable() -> Problem {
    let document = json!({
        "didDocument": null,
        "didResolutionMetadata": { "error": "representationNotSupported" },
        "didDocumentMetadata": {},
    });
    with_members(Problem::because(problem::Kind::NotAcceptable, "representationNotSupported"), &document)
}

fn with_members(problem: Problem, document: &Value) -> Problem {
    let members = document.as_object().into_iter().flatten();
    members.fold(problem, |problem, (name, value)| problem.with(name, value.clone()))
}

/// What is printed when the service is ready, and stands at `/`.
pub(super) fn description(sandbox: &Sandbox, base: &str) -> Value {
    json!({
        "warning": "throw-away keys: they sign whatever anybody sends, and end with this process; nothing signed here is worth anything",
        "listening": base,
        "identifiers": format!("{base}/1.0/identifiers/"),
        "issuers": Variant::ALL.map(|variant| described(sandbox.instance(variant), base)),
    })
}

fn described(instance: &Instance, base: &str) -> Value {
    let variant = instance.variant();
    let at = format!("{base}/{}", variant.name());
    json!({
        "id": instance.did(),
        "verificationMethod": instance.verification_method(),
        "suite": variant.suite().name(),
        "keyType": variant.key_type(),
        "name": variant.name(),
        "paths": {
            "issue": format!("{at}/credentials/issue"),
            "verify": format!("{at}/credentials/verify"),
            "verifyPresentation": format!("{at}/presentations/verify"),
            "status": format!("{at}/credentials/status"),
            "statusList": format!("{base}/status/{}", variant.name()),
        },
    })
}
