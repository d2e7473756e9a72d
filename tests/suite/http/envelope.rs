//! What surrounds every request, whatever the route.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Request, Response};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use insignia::appearance::pages::wording::Told;
use insignia::doors::http::conditional::{Caching, Document};
use insignia::doors::http::counters::Counters;
use insignia::doors::http::cross_origin::open_to_all;
use insignia::doors::http::envelope::{Envelope, within};
use insignia::doors::http::headers::SecurityHeaders;
use insignia::doors::http::problem::{Kind, Problem};
use insignia::doors::http::router::dressed;
use insignia::standards::json;
use insignia::vocabulary::{Addresses, Chance};
use serde_json::Value;
use tower::ServiceExt;

const BASE: &str = "https://badges.example.org";

fn app() -> (Router, Arc<Counters>) {
    let counters = Arc::new(Counters::default());
    let envelope = Envelope {
        addresses: Addresses::new(BASE.parse().unwrap()),
        chance: Chance::seeded(3),
        counters: Arc::clone(&counters),
        address_bytes: 4096,
        page: Arc::new(|problem, id, _| Some(format!("<h1>{}</h1>{}", problem.kind().title(), id.as_str()))),
        english: Arc::new(|told| format!("{} in English", told.key())),
    };
    let open = Router::new()
        .route("/open", get(|| async { Document::new("{}", "application/json", Caching::Public(60)) }))
        .layer(from_fn(open_to_all));
    let routes = Router::new()
        .route("/plain", get(|| async { "plain" }))
        .route("/panics", get(|| async { if true { panic!("secret") } else { "" } }))
        .route("/fails", get(|| async { Problem::internal("secret") }))
        .route("/sleeps", get(std::future::pending::<&str>).layer(from_fn_with_state(Duration::from_millis(20), within)))
        .route("/reads", post(|body: String| async move { body }).layer(DefaultBodyLimit::max(10)))
        .route("/tells", get(|| async { Problem::new(Kind::Refused).telling(Told::new("no-words")) }))
        .route("/api/refuses", get(|| async { Problem::because(Kind::Refused, "two trainers are missing").with("missing", 2) }))
        .merge(open);
    let security = SecurityHeaders::under(&BASE.parse().unwrap());
    (dressed(routes, envelope, security), counters)
}

async fn ask(request: Request<Body>) -> (u16, HeaderMap, String) {
    let (app, _) = app();
    read(app.oneshot(request).await.unwrap()).await
}

async fn read(response: Response<Body>) -> (u16, HeaderMap, String) {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    (parts.status.as_u16(), parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn get_with(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::get(path);
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

fn document(text: &str) -> Value {
    json::parse(text.as_bytes(), &json::Limits::DOCUMENT).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let required = [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "require-trusted-types-for 'script'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
        ("x-request-id", "-"),
    ];
    for path in ["/plain", "/panics", "/fails", "/sleeps", "/open", "/nothing", "/reads"] {
        let (status, headers, _) = ask(get_with(path, &[])).await;
        for (name, part) in required {
            let value = headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
            assert!(value.contains(part), "{path} ({status}): {name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_fault_of_ours_says_only_an_id() {
    for path in ["/panics", "/fails"] {
        let (status, headers, body) = ask(get_with(path, &[])).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (500, "application/problem+json"));
        assert!(!body.contains("secret"), "{body}");
        let id = headers["x-request-id"].to_str().unwrap();
        assert_eq!(document(&body)["instance"], format!("urn:uuid:{id}"));
        assert!(document(&body).get("detail").is_none());
    }
}

#[tokio::test]
async fn a_panic_is_counted_and_the_next_request_is_served() {
    let (app, counters) = app();
    assert_eq!(app.clone().oneshot(get_with("/panics", &[])).await.unwrap().status(), 500);
    assert_eq!(app.oneshot(get_with("/plain", &[])).await.unwrap().status(), 200);
    assert_eq!(counters.panics(), 1);
    let text = counters.exposition();
    assert!(text.contains("route=\"/panics\",method=\"GET\",status=\"500\"} 1"), "{text}");
}

#[tokio::test]
async fn refusals_of_libraries_become_problems_of_ours() {
    let long = format!("/plain?{}", "x".repeat(5000));
    for (request, status, slug) in [
        (get_with("/nothing", &[]), 404, "not-found"),
        (get_with("/reads", &[]), 405, "method-not-allowed"),
        (Request::post("/reads").body(Body::from("more than ten bytes")).unwrap(), 413, "too-large"),
        (get_with("/sleeps", &[]), 503, "busy"),
        (get_with(&long, &[]), 414, "address-too-long"),
        (get_with("/api/refuses", &[]), 422, "refused"),
    ] {
        let (found, headers, body) = ask(request).await;
        assert_eq!(found, status, "{body}");
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(headers["cache-control"], "no-store");
        let document = document(&body);
        assert_eq!(document["type"], format!("{BASE}/problems/{slug}"));
        assert_eq!(document["status"], status);
    }
    let (_, headers, _) = ask(get_with("/reads", &[])).await;
    assert_eq!(headers["allow"], "POST");
}

#[tokio::test]
async fn a_browser_gets_a_page_and_a_program_the_document() {
    let browser = [("accept", "text/html,*/*;q=0.8")];
    let (status, headers, body) = ask(get_with("/nothing", &browser)).await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (404, "text/html; charset=utf-8"));
    assert!(body.starts_with("<h1>There is nothing at this address</h1>"), "{body}");
    let (_, headers, body) = ask(get_with("/api/refuses", &browser)).await;
    assert_eq!(headers["content-type"], "application/problem+json", "the API speaks JSON to everybody");
    assert_eq!(document(&body)["missing"], 2);
    assert_eq!(document(&body)["detail"], "two trainers are missing");
    let (_, _, body) = ask(Request::get("/tells").body(Body::empty()).unwrap()).await;
    assert_eq!(document(&body)["detail"], "no-words in English", "a program reads the English words of a page");
}

#[tokio::test]
async fn unchanged_bytes_are_not_sent_again() {
    let (_, headers, body) = ask(get_with("/open", &[])).await;
    assert_eq!((body.as_str(), headers["cache-control"].to_str().unwrap()), ("{}", "public, max-age=60"));
    let tag = headers["etag"].to_str().unwrap();
    let (status, headers, body) = ask(get_with("/open", &[("if-none-match", tag)])).await;
    assert_eq!((status, body.as_str()), (304, ""));
    assert_eq!(headers["etag"], tag);
    assert_eq!(headers["cache-control"], "public, max-age=60");
    let (status, _, _) = ask(get_with("/open", &[("if-none-match", "\"other\"")])).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn only_public_documents_are_open_to_other_sites() {
    let foreign = ("origin", "https://elsewhere.example");
    let (_, headers, _) = ask(get_with("/open", &[foreign])).await;
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    assert!(!headers.contains_key("access-control-allow-credentials"));
    for path in ["/plain", "/nothing", "/api/refuses"] {
        let (_, headers, _) = ask(get_with(path, &[foreign])).await;
        assert!(!headers.contains_key("access-control-allow-origin"), "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
    }
    let preflight = |path: &str| {
        Request::options(path).header(foreign.0, foreign.1).header("access-control-request-method", "GET").body(Body::empty()).unwrap()
    };
    let (status, headers, _) = ask(preflight("/open")).await;
    assert_eq!((status, headers["access-control-allow-origin"].to_str().unwrap()), (204, "*"));
    let (status, headers, _) = ask(preflight("/plain")).await;
    assert_eq!((status, headers.contains_key("access-control-allow-origin")), (405, false));
}
