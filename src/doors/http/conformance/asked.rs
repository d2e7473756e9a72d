//! Each request: read strictly, one question to the sandbox, its answer.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::Response;
use serde_json::{Map, Value};

use super::super::problem::{CREATED, OK, Problem};
use super::Bench;
use super::answers::{self, JSON, RESOLUTION};
use crate::conformance::{IssueOptions, Kind, Refusal, Variant, VerifyOptions, resolve as resolve_did};
use crate::standards::json;

type Site = State<(Bench, Variant)>;

pub(super) async fn issue(State((bench, by)): Site, body: Bytes) -> Result<Response, Problem> {
    let request = members(&body)?;
    let options = IssueOptions::read(request.get("options")).map_err(answers::refused)?;
    let credential = document(request, "credential")?;
    let issued = apart(move || bench.sandbox.issue(by, &credential, &options, bench.clock.now())).await?;
    Ok(answers::answer(CREATED, JSON, &issued.map_err(answers::refused_for)?))
}

pub(super) async fn verify(State((bench, _)): Site, body: Bytes) -> Result<Response, Problem> {
    let request = members(&body)?;
    let options = VerifyOptions::read(request.get("options")).map_err(answers::refused)?;
    let credential = document(request, "verifiableCredential")?;
    let checked = apart(move || bench.sandbox.verify(&credential, &options, bench.clock.now())).await?;
    answers::verified(checked)
}

pub(super) async fn verify_presentation(State((bench, _)): Site, body: Bytes) -> Result<Response, Problem> {
    let mut request = members(&body)?;
    let options = VerifyOptions::read(request.get("options")).map_err(answers::refused)?;
    // The specification has both names: one for signed presentations, one for others.
    if let (false, Some(unsigned)) = (request.contains_key("verifiablePresentation"), request.shift_remove("presentation")) {
        request.insert("verifiablePresentation".to_owned(), unsigned);
    }
    let presentation = document(request, "verifiablePresentation")?;
    let checked = apart(move || bench.sandbox.verify_presentation(&presentation, &options, bench.clock.now())).await?;
    answers::verified(checked)
}

pub(super) async fn change_status(State((bench, _)): Site, body: Bytes) -> Result<Response, Problem> {
    let request = Value::Object(members(&body)?);
    bench.sandbox.change_status(&request).map_err(answers::refused)?;
    Ok(answers::answer(OK, JSON, &serde_json::json!({ "status": request["status"] })))
}

pub(super) async fn status_list(State((bench, _)): Site, Path(list): Path<String>) -> Result<Response, Problem> {
    let of = Variant::named(&list).ok_or_else(Problem::not_found)?;
    let signed = apart(move || bench.sandbox.status_list(of, bench.clock.now())).await?;
    Ok(answers::answer(OK, JSON, &signed.map_err(answers::refused)?))
}

pub(super) async fn resolve(Path(did): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    if !accepts_a_resolution(&headers) {
        return Err(answers::unrepresentable());
    }
    let found = resolve_did(&did).map_err(answers::unresolved)?;
    Ok(answers::answer(OK, RESOLUTION, &found.into_document()))
}

pub(super) async fn describe(State((bench, _)): Site) -> Response {
    answers::answer(OK, JSON, &bench.description())
}

/// The document of a request: an object.
fn document(mut request: Map<String, Value>, name: &str) -> Result<Value, Problem> {
    let wrong = |what: &str| answers::refused(Refusal { kind: Kind::Parsing, detail: format!("{name} {what}") });
    match request.shift_remove(name) {
        Some(document @ Value::Object(_)) => Ok(document),
        Some(_) => Err(wrong("is not an object")),
        None => Err(wrong("is not there")),
    }
}

/// The members of a request, read strictly; what Content-Type says does not matter.
fn members(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let unread = |detail: String| answers::refused(Refusal { kind: Kind::Parsing, detail });
    match json::parse(body, &json::Limits::DOCUMENT) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(unread("the request is not a JSON object".to_owned())),
        Err(fault) => Err(unread(fault.to_string())),
    }
}

/// Signing and verifying take the processor for a while; other requests go on meanwhile.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}

/// Whether the client takes JSON of some kind, or says nothing.
fn accepts_a_resolution(headers: &HeaderMap) -> bool {
    let asked: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    asked.is_empty() || asked.iter().any(|value| value.contains("json") || value.contains("*/*") || value.contains("application/did"))
}
