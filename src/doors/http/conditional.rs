//! Bytes that a client may already have: `ETag`, `If-None-Match`, `Cache-Control`.
//!
//! An entity tag is the SHA-256 of the bytes, so equal bytes have equal tags on every machine.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::problem::{NOT_MODIFIED, OK};

/// How long others may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Anyone, for so many seconds.
    Public(u32),
    /// Anyone, for ever: the address will never give other bytes.
    Forever,
    /// Anyone, who must ask each time whether it still stands.
    Revalidate,
    /// Nobody.
    Never,
}

impl Caching {
    fn header(self) -> HeaderValue {
        match self {
            Self::Public(seconds) => {
                HeaderValue::try_from(format!("public, max-age={seconds}")).unwrap_or(HeaderValue::from_static("no-cache"))
            }
            Self::Forever => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::Revalidate => HeaderValue::from_static("no-cache"),
            Self::Never => HeaderValue::from_static("no-store"),
        }
    }
}

/// A document as it goes out.
#[derive(Debug, Clone)]
pub struct Document {
    bytes: Bytes,
    media_type: &'static str,
    caching: Caching,
    disposition: Option<String>,
    compressible: bool,
}

impl Document {
    /// Bytes, their media type, and how long they may be kept.
    pub fn new(bytes: impl Into<Bytes>, media_type: &'static str, caching: Caching) -> Self {
        Self { bytes: bytes.into(), media_type, caching, disposition: None, compressible: false }
    }

    /// To be saved under this name rather than shown. The name is ASCII letters, digits, `.` and `-`.
    #[must_use]
    pub fn saved_as(mut self, file_name: &str) -> Self {
        self.disposition = Some(format!("attachment; filename=\"{file_name}\""));
        self
    }

    /// To be shown, and called this if it is saved. The name as above.
    #[must_use]
    pub fn shown_as(mut self, file_name: &str) -> Self {
        self.disposition = Some(format!("inline; filename=\"{file_name}\""));
        self
    }

    /// May be compressed on its way. Then it has other bytes for the same meaning: its tag is a weak one
    /// ([RFC 9110 §8.8.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.1)).
    #[must_use]
    pub fn compressible(mut self) -> Self {
        self.compressible = true;
        self
    }
}

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(CACHE_CONTROL, self.caching.header());
        if self.caching != Caching::Never {
            let weak = if self.compressible { "W/" } else { "" };
            headers.extend(HeaderValue::try_from(format!("{weak}{}", entity_tag(&self.bytes))).map(|tag| (ETAG, tag)));
        }
        headers.extend(self.disposition.and_then(|d| HeaderValue::try_from(d).ok()).map(|d| (CONTENT_DISPOSITION, d)));
        (headers, self.bytes).into_response()
    }
}

/// The strong entity tag of these bytes.
pub fn entity_tag(bytes: &[u8]) -> String {
    format!("\"{}\"", BASE64URL_NOPAD.encode(&Sha256::digest(bytes)))
}

/// Answers "not modified" where the client has the bytes already
/// ([RFC 9110 §13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)).
pub async fn answer_conditionally(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let held = request.headers().get(IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    let same = match (&held, response.headers().get(ETAG)) {
        (Some(held), Some(tag)) => matches_any(held, tag),
        _ => false,
    };
    if reads && same && response.status() == OK {
        *response.status_mut() = NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(CONTENT_TYPE);
    }
    response
}

/// The weak comparison: whoever compressed the answer has put `W/` in front.
fn matches_any(held: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(held), Ok(tag)) = (held.to_str(), tag.to_str()) else { return false };
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.trim() == "*" || held.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_recognised_in_a_list_and_after_compression() {
        let tag = HeaderValue::try_from(entity_tag(b"badge")).unwrap();
        let quoted = tag.to_str().unwrap();
        for held in [quoted.to_owned(), format!("\"x\", W/{quoted}"), "*".to_owned()] {
            assert!(matches_any(&HeaderValue::try_from(held).unwrap(), &tag));
        }
        for other in [entity_tag(b"badgf"), quoted.trim_matches('"').to_owned(), String::new()] {
            assert!(!matches_any(&HeaderValue::try_from(other).unwrap(), &tag));
        }
    }
}
