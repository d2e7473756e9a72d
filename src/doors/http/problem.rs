//! Every refusal, as an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem document.
//!
//! This is the only file that knows status codes. A [`Kind`] is a page of ours, `/problems/{slug}`;
//! its sentences are for the person who made the request. A fault of ours says only the id under
//! which the log has the reason.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::appearance::pages::wording::Told;

/// The request did what it should.
pub const OK: StatusCode = StatusCode::OK;
/// It made something that has an address now.
pub const CREATED: StatusCode = StatusCode::CREATED;
/// It did, and there is nothing to say.
pub const NO_CONTENT: StatusCode = StatusCode::NO_CONTENT;
/// The client has the bytes already.
pub const NOT_MODIFIED: StatusCode = StatusCode::NOT_MODIFIED;
/// The server cannot do its work; for the operations listener.
pub const UNREADY: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

/// The media type of problem documents.
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:ident, $slug:literal, $title:literal, $advice:literal;)+) => {
        /// What can be wrong with a request, or with us.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind),+ }

        impl Kind {
            /// Every kind, by status.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its name in addresses; never changes.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$kind => $slug),+ }
            }

            /// What is wrong, in a line.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),+ }
            }

            /// What it means and what to do, for its page.
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$kind => $advice),+ }
            }

            /// Its status.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status),+ }
            }
        }
    };
}

kinds! {
    /// Not readable as what it should be.
    Malformed = BAD_REQUEST, "malformed", "The request cannot be read",
        "Something in the request is not written as it must be. The details say what and where; correct it and send it again.";
    /// No token, or one that is none.
    SignedOut = UNAUTHORIZED, "signed-out", "You are not signed in",
        "This address answers only to a program with an API token in the header “Authorization: Bearer …”. The operator makes tokens with “insignia tokens issue”.";
    /// Nobody is signed in.
    SignInFirst = FORBIDDEN, "sign-in-first", "You are not signed in",
        "Sign in at /sign-in and try again. A session ends after twelve hours without a request, and on a borrowed device after half an hour.";
    /// Signed in, but too long ago for this.
    ProveAgain = FORBIDDEN, "prove-again", "Show once more that it is you",
        "Whoever changes how they sign in must have shown within the last five minutes who they are. Go to /sign-in and do it once more.";
    /// Not from a page of ours, or from an old one.
    StaleForm = FORBIDDEN, "stale-form", "The form was out of date",
        "A form works only in the browser for which its page was made. Open the page again and send it once more; nothing was changed.";
    /// A one-time link that is used up.
    LinkUsed = GONE, "link-used", "This link does not work any more",
        "A link to sign in works once and for 14 days, and a newer one takes its place. Ask whoever gave it to you for a new one.";
    /// Not theirs to do.
    NotAllowed = FORBIDDEN, "not-allowed", "You may not do this",
        "You are signed in, but your account may not do this: it belongs to another trainer, or to a steward.";
    /// Signed bytes cannot be shown in part.
    Withheld = FORBIDDEN, "withheld", "The holder of this badge does not offer its files here",
        "The page of the badge answers whether it is genuine and current. Its signed bytes name the holder or the evidence, which the holder keeps back, and signed bytes cannot be shown in part: ask the holder for the file, or for a link. Whoever has the file can verify it anywhere: keys and status lists are public.";
    /// Nothing there.
    NotFound = NOT_FOUND, "not-found", "There is nothing at this address",
        "Check the address. A badge's code has 26 characters, a printed one 28; enter it on the first page, which says where a typing mistake is.";
    /// The address answers to other methods.
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not do that",
        "The address exists, but not for this kind of request. The header Allow names what it takes.";
    /// None of the forms asked for.
    NotAcceptable = NOT_ACCEPTABLE, "not-acceptable", "It does not exist in that form",
        "None of the forms that your program asked for with Accept is offered here. A badge is offered as HTML, JSON and JWT, and under its address with .json, .jwt, .png, .svg or .pdf.";
    /// The client took too long.
    TooSlow = REQUEST_TIMEOUT, "too-slow", "That took too long",
        "The request was not complete, or not answered, in time. Try again; if the connection is slow, send less at once.";
    /// Against what is there now.
    Conflict = CONFLICT, "conflict", "That no longer fits what is there",
        "Somebody, or an earlier request of yours, has changed this meanwhile. Look at it again before you repeat the request.";
    /// A paper outlives what it says: a badge that is not genuine and current gets none.
    NoCertificate = CONFLICT, "no-certificate", "There is no certificate for this badge",
        "A certificate is made only while the badge is genuine and current. The details say what the check found; the page of the badge says more.";
    /// Erased.
    Erased = GONE, "erased", "This badge was removed",
        "The person it was about had it erased. The address will stay empty; it is not used again.";
    /// More bytes than allowed.
    TooLarge = PAYLOAD_TOO_LARGE, "too-large", "That is too large",
        "A form may have 16 KiB, a JSON document 256 KiB, a badge to verify 2 MiB, a picture as evidence 12 MiB.";
    /// An address longer than any of ours.
    AddressTooLong = URI_TOO_LONG, "address-too-long", "The address is too long",
        "No address here has more than 8 KiB. Send a long text in the body of the request.";
    /// Not a media type that is read here.
    UnknownMediaType = UNSUPPORTED_MEDIA_TYPE, "unknown-media-type", "That kind of content is not read here",
        "Name the kind of content in Content-Type: application/json for the API.";
    /// A rule of the community or of Open Badges says no.
    Refused = UNPROCESSABLE_ENTITY, "refused", "A rule does not allow this",
        "The request is well written, but a rule stands against it. The details name the rule and what would satisfy it.";
    /// The address of a badge leads to none.
    NotBrought = UNPROCESSABLE_ENTITY, "address-not-read", "No badge could be read at that address",
        "The address was asked, or may not be asked, and no badge came from there. The details say why. Save the badge yourself and send its bytes.";
    /// One idempotency key for two requests.
    KeyReused = UNPROCESSABLE_ENTITY, "key-reused", "This idempotency key belongs to another request",
        "An Idempotency-Key may only be sent again with exactly the same request; then it gets exactly the same answer. Take a new key for a new request.";
    /// Over a rate.
    TooManyRequests = TOO_MANY_REQUESTS, "too-many-requests", "Too many requests",
        "Wait as many seconds as the header Retry-After says.";
    /// A fault of ours.
    Internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side",
        "It is not your fault, and nothing was issued or changed by half. If it happens again, tell the operator the id of the request.";
    /// No passphrase was given: nothing can be signed.
    Sealed = SERVICE_UNAVAILABLE, "sealed", "Nothing can be signed at the moment",
        "The operator has not unlocked the signing keys. Badges can be shown and verified; try again later.";
    /// Recorded, not signed yet.
    BeingIssued = SERVICE_UNAVAILABLE, "being-issued", "This badge is being issued",
        "It is recorded and will be signed and published in a moment. Ask again in a few seconds.";
    /// A character without a font, or a text without room.
    CannotDraw = SERVICE_UNAVAILABLE, "cannot-draw", "This certificate cannot be drawn here",
        "Something on it cannot be written with the fonts of this server, or does not fit on the paper. The badge is not affected: use its page or another of its files. The operator finds in the log what is missing; “insignia check” names the fonts to install.";
    /// Too much to do.
    Busy = SERVICE_UNAVAILABLE, "busy", "There is too much to do at the moment",
        "Nothing was changed. Wait as many seconds as the header Retry-After says and send the same request again.";
}

impl Kind {
    /// The kind of this name.
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.slug() == slug)
    }

    /// The kind that says the same as a status that a library answered.
    pub fn of_status(status: StatusCode) -> Self {
        // Those of signing in say more than a library knows.
        let own = |k: &Self| matches!(k, Self::SignInFirst | Self::ProveAgain | Self::StaleForm | Self::LinkUsed | Self::Withheld);
        let named = Self::ALL.iter().copied().find(|k| k.status() == status && !own(k));
        named.unwrap_or(if status.is_client_error() { Self::Malformed } else { Self::Internal })
    }
}

/// One refusal.
#[derive(Debug, Clone)]
pub struct Problem {
    kind: Kind,
    more: Box<More>,
}

#[derive(Debug, Clone, Default)]
struct More {
    detail: Option<String>,
    told: Option<Told>,
    members: Map<String, Value>,
    headers: HeaderMap,
    page: Option<String>,
}

impl Problem {
    /// A refusal without details.
    pub fn new(kind: Kind) -> Self {
        Self { kind, more: Box::default() }
    }

    /// A refusal that says what is wrong in this case: an English sentence, in the document only. No page shows it.
    pub fn because(kind: Kind, detail: impl std::fmt::Display) -> Self {
        let more = More { detail: Some(detail.to_string()), ..More::default() };
        Self { kind, more: Box::new(more) }
    }

    /// Nothing at this address; the same answer for everything that is not there.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// One request too many; come back after so many seconds.
    pub fn too_many_requests(retry_after_s: u64) -> Self {
        Self::new(Kind::TooManyRequests).retry_after(retry_after_s)
    }

    /// No token, or one that is none.
    pub fn signed_out() -> Self {
        Self::new(Kind::SignedOut).with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"insignia\""))
    }

    /// Too much to do; nothing was changed.
    pub fn busy() -> Self {
        Self::new(Kind::Busy).retry_after(5)
    }

    /// A fault of ours. The reason goes to the log under the request's id, never out.
    pub fn internal(reason: impl std::fmt::Display) -> Self {
        tracing::error!(%reason, "a request failed");
        Self::new(Kind::Internal)
    }

    /// What a library refused, as it named it.
    pub fn of_library(status: StatusCode) -> Self {
        Self::new(Kind::of_status(status))
    }

    /// Not now: come back after so many seconds.
    #[must_use]
    pub fn later(kind: Kind, detail: impl std::fmt::Display, retry_after_s: u64) -> Self {
        Self::because(kind, detail).retry_after(retry_after_s)
    }

    /// With what a page says of this case in its reader's language. Where there is no other sentence, the document
    /// has the English one.
    #[must_use]
    pub fn telling(mut self, told: Told) -> Self {
        self.more.told = Some(told);
        self
    }

    /// With a page of its own for a browser.
    #[must_use]
    pub fn shown_as(mut self, page: String) -> Self {
        self.more.page = Some(page);
        self
    }

    /// Its own page for a browser.
    pub fn page(&self) -> Option<&str> {
        self.more.page.as_deref()
    }

    /// With one more member of the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.members.insert(name.to_owned(), value.into());
        self
    }

    /// What kind of refusal this is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What a page says of this case.
    pub fn told(&self) -> Option<&Told> {
        self.more.told.as_ref()
    }

    /// With the English sentence of what a page says, where there is no other.
    #[must_use]
    pub(super) fn detailed(mut self, english: impl FnOnce(&Told) -> String) -> Self {
        let more = &mut self.more;
        more.detail = more.detail.take().or_else(|| more.told.as_ref().map(english));
        self
    }

    /// The document: `type` and `instance` are addresses, made by the caller, who knows the base.
    pub fn document(&self, type_uri: &str, instance: Option<&str>) -> Value {
        let mut document = Map::new();
        let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
        put("type", type_uri.into());
        put("title", self.kind.title().into());
        put("status", self.kind.status().as_u16().into());
        if let Some(detail) = &self.more.detail {
            put("detail", detail.as_str().into());
        }
        if let Some(instance) = instance {
            put("instance", instance.into());
        }
        document.extend(self.more.members.clone());
        Value::Object(document)
    }

    fn retry_after(self, seconds: u64) -> Self {
        self.with_header(RETRY_AFTER, seconds.into())
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.headers.insert(name, value);
        self
    }
}

impl IntoResponse for Problem {
    /// The document, and beside it the problem itself: the envelope completes it with the id of the
    /// request and makes a page of it for a browser.
    fn into_response(self) -> Response {
        let slug = format!("/problems/{}", self.kind.slug());
        let mut response = answer(&self, self.document(&slug, None).to_string(), MEDIA_TYPE);
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem's answer with this body.
pub(super) fn answer(problem: &Problem, body: String, media_type: &'static str) -> Response {
    let mut response = (problem.kind.status(), body).into_response();
    response.headers_mut().extend(problem.more.headers.clone());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_page_name_of_its_own_and_an_error_status() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_slug(kind.slug()), Some(*kind));
            assert!(kind.slug().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", kind.slug());
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
            assert!(kind.title().len() > 10 && kind.advice().ends_with('.'));
        }
        assert_eq!(Kind::of_slug("none"), None);
    }

    #[test]
    fn a_fault_of_ours_says_nothing_about_us() {
        let document =
            Problem::internal("connection to /var/lib/insignia/insignia.db refused").document("/problems/internal", Some("urn:uuid:1"));
        assert!(!document.to_string().contains("insignia.db"), "{document}");
        assert_eq!(document["instance"], "urn:uuid:1");
    }

    #[test]
    fn a_library_s_status_becomes_a_problem_of_ours() {
        assert_eq!(Kind::of_status(StatusCode::PAYLOAD_TOO_LARGE), Kind::TooLarge);
        assert_eq!(Kind::of_status(StatusCode::IM_A_TEAPOT), Kind::Malformed);
        assert_eq!(Kind::of_status(StatusCode::BAD_GATEWAY), Kind::Internal);
    }
}
