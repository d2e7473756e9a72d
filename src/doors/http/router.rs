//! Every route on one screen, and what surrounds them all.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::api::{self, credentials as badges, nominations, openapi, people, trainings};
use super::conditional::answer_conditionally;
use super::cross_origin::open_to_all;
use super::envelope::{self, Envelope, within};
use super::headers::{self, SecurityHeaders, without_referrer};
use super::problem::Problem;
use super::public::{assets, attestation, catalogue, credential, home, issuers, person, status, verify};
use super::serve::Limits;
use super::site::Site;

/// A form or a page's query.
const FORM: usize = 16 * 1024;
/// A badge brought to be verified.
const BADGE: usize = 2 * 1024 * 1024;

/// Paths and what answers there.
type Routes = &'static [(&'static str, fn() -> MethodRouter<Site>)];

/// Pages for people.
const PAGES: Routes = &[
    ("/", || get(home::show).post(home::read)),
    ("/badges", || get(catalogue::badges)),
    ("/capacities", || get(catalogue::taxonomies)),
    ("/attestations/{id}", || get(attestation::show)),
    ("/about", || get(home::about)),
    ("/privacy", || get(home::privacy)),
    ("/problems/{slug}", || get(home::problem)),
    ("/assets/{file}", || get(assets::show)),
];

/// What verifiers fetch: open to scripts of other sites.
const DOCUMENTS: Routes = &[
    ("/badges/{slug}", || get(catalogue::class)),
    ("/badges/{slug}/{version}", || get(catalogue::class_version)),
    ("/capacities/{scheme}", || get(catalogue::taxonomy)),
    ("/capacities/{scheme}/{code}", || get(catalogue::capacity)),
    ("/issuers/{slug}", || get(issuers::show)),
    ("/.well-known/did.json", || get(issuers::root_document)),
    ("/issuers/{slug}/did.json", || get(issuers::named_document)),
    ("/.well-known/jwks.json", || get(issuers::key_set)),
    ("/keys/{kid}", || get(issuers::key)),
    ("/status/{list}", || get(status::revocation)),
    ("/status/{list}/suspension", || get(status::suspension)),
    ("/api/openapi.json", || get(openapi::show)),
];

/// Credentials: open to other sites too, and without a trace of where their reader came from.
const CREDENTIALS: Routes = &[("/c/{id}", || get(credential::show)), ("/C/{id}", || get(credential::show))];

/// Questions about a person: not open to other sites, and without a trace of where they came from.
const QUESTIONS: Routes = &[("/c/{id}/person", || get(person::back).post(person::ask))];

/// Where badges are brought.
const UPLOADS: Routes = &[("/verify", || get(verify::form).post(verify::read))];

/// The same for programs: open to other sites.
const OPEN_UPLOADS: Routes = &[("/api/verify", || post(verify::check))];

/// For trainers' programs: signed in by a token.
const API: Routes = &[
    ("/api/accounts", || post(people::register)),
    ("/api/trainings", || post(trainings::open)),
    ("/api/trainings/{id}", || get(trainings::show)),
    ("/api/nominations", || post(nominations::nominate)),
    ("/api/nominations/{id}", || get(nominations::standing)),
    ("/api/nominations/{id}/attestations", || post(nominations::attest)),
    ("/api/attestations/{id}/withdraw", || post(nominations::withdraw)),
    ("/api/credentials", || post(badges::issue)),
    ("/api/credentials/{id}/corrections", || post(badges::correct)),
    ("/api/credentials/{id}/suspension", || post(badges::suspend).merge(delete(badges::reinstate))),
    ("/api/credentials/{id}/revocation-requests", || post(badges::ask_revocation)),
    ("/api/revocation-requests/{id}/confirm", || post(badges::confirm_revocation)),
    ("/api/revocation-requests/{id}/decline", || post(badges::decline_revocation)),
];

/// The whole public site.
pub fn public(site: Site, envelope: Envelope, security: SecurityHeaders, limits: &Limits) -> Router {
    let group = |routes: Routes, largest: usize, longest: Duration| {
        let all = routes.iter().fold(Router::new(), |router, (path, route)| router.route(path, route()));
        all.layer(DefaultBodyLimit::max(largest)).layer(from_fn_with_state(longest, within))
    };
    let routes = Router::new()
        .merge(group(PAGES, FORM, limits.request))
        .merge(group(DOCUMENTS, FORM, limits.request).layer(from_fn(open_to_all)))
        .merge(group(CREDENTIALS, FORM, limits.request).layer(from_fn(open_to_all)).layer(from_fn(without_referrer)))
        .merge(group(QUESTIONS, FORM, limits.request).layer(from_fn(without_referrer)))
        .merge(group(UPLOADS, BADGE, limits.upload).layer(from_fn(without_referrer)))
        .merge(group(OPEN_UPLOADS, BADGE, limits.upload).layer(from_fn(open_to_all)))
        .merge(group(API, api::LARGEST, limits.request));
    dressed(routes.with_state(site), envelope, security)
}

/// Every route, for tests that must not forget one.
pub fn paths() -> impl Iterator<Item = &'static str> {
    [PAGES, DOCUMENTS, CREDENTIALS, QUESTIONS, UPLOADS, OPEN_UPLOADS, API].into_iter().flatten().map(|(path, _)| *path)
}

/// Routes that need a token.
pub fn signed_in_paths() -> impl Iterator<Item = &'static str> {
    API.iter().map(|(path, _)| *path)
}

/// Routes with everything around them: not-found, "not modified", panics, ids and records, headers.
pub fn dressed(routes: Router, envelope: Envelope, security: SecurityHeaders) -> Router {
    let counters = Arc::clone(&envelope.counters);
    routes
        .fallback(|| async { Problem::not_found() })
        .layer(from_fn(answer_conditionally))
        .layer(CatchPanicLayer::custom(move |panic: Box<dyn Any + Send>| envelope::after_panic(&counters, panic.as_ref())))
        .layer(from_fn_with_state(envelope, envelope::wrap))
        .layer(from_fn_with_state(security, headers::secure))
}
