//! What every answer tells the browser not to do.
//!
//! Pages hold no inline script and no inline style, so the policy needs neither nonces nor hashes.
//! A route that needs more (an image, the camera page) sets its own header; what it sets stays.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::vocabulary::urls::PublicBase;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

macro_rules! page_policy {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"
    };
}
/// For pages: everything from here, nothing inline, nobody frames us.
const PAGE_POLICY: &str = page_policy!();
/// For pages that read QR codes: they also show what the camera sees.
const CAMERA_POLICY: HeaderValue = HeaderValue::from_static(concat!(page_policy!(), "; media-src 'self' blob:"));
/// What pages may ask a device for.
const NOTHING: HeaderValue = HeaderValue::from_static("camera=(), geolocation=(), microphone=()");
const CAMERA: HeaderValue = HeaderValue::from_static("camera=(self), geolocation=(), microphone=()");

/// For an image that is a document: it may draw itself and nothing else.
pub const IMAGE_POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");

/// The headers of one installation.
#[derive(Debug, Clone)]
pub struct SecurityHeaders(HeaderMap);

impl SecurityHeaders {
    /// For pages under `base`. Only an https base promises https for a year: a promise made on
    /// localhost would bind every other program there.
    pub fn under(base: &PublicBase) -> Self {
        let mut headers = HeaderMap::from_iter([
            (CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY)),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (OPENER_POLICY, HeaderValue::from_static("same-origin")),
            (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
            (PERMISSIONS_POLICY, NOTHING),
        ]);
        if !base.is_local() {
            headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
        }
        Self(headers)
    }
}

/// Adds the headers that the route did not set itself.
pub async fn secure(State(SecurityHeaders(headers)): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in headers {
        let Some(name) = name else { continue };
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// Pages that read QR codes may ask for the camera; no other may.
pub async fn with_camera(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, CAMERA_POLICY);
    response.headers_mut().insert(PERMISSIONS_POLICY, CAMERA);
    response
}

/// Verification pages tell nobody where their reader came from or went.
pub async fn without_referrer(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_promised_only_by_an_https_base() {
        let of = |base: &str| SecurityHeaders::under(&base.parse().unwrap()).0.contains_key(STRICT_TRANSPORT_SECURITY);
        assert!(of("https://badges.example.org"));
        assert!(!of("http://localhost:8017"));
    }

    #[test]
    fn the_policy_allows_nothing_inline() {
        assert!(!PAGE_POLICY.contains("unsafe") && PAGE_POLICY.starts_with("default-src 'none'"));
    }

    /// Beside `dump_pages`, so that a browser is shown the pages with these headers.
    #[test]
    fn dump_headers() {
        let Ok(folder) = std::env::var("INSIGNIA_DUMP_PAGES") else { return };
        let SecurityHeaders(headers) = SecurityHeaders::under(&"https://badges.example.org".parse().unwrap());
        let lines: std::collections::BTreeMap<_, _> =
            headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("headers.json"), serde_json::to_string(&lines).unwrap()).unwrap();
    }
}
