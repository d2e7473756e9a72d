//! Every route on one screen, and what surrounds them all.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::account::{elsewhere, link, notices, passkeys, security, sign_in};
use super::api::{self, credentials as badges, nominations, openapi, people, trainings};
use super::conditional::answer_conditionally;
use super::cross_origin::open_to_all;
use super::entry::Who::{self, Everybody, People, TokenHolders, Visitors};
use super::entry::gate;
use super::envelope::{self, Envelope, within};
use super::headers::{self, SecurityHeaders, with_camera, without_referrer};
use super::problem::Problem;
use super::public::{assets, attestation, catalogue, credential, home, issuer_words, issuers, person, shown, status, verify};
use super::serve::Limits;
use super::site::Site;
use super::{holding, issuing, joining, pictures, room, stewards, training};

/// A form or a page's query.
const FORM: usize = 16 * 1024;
/// What an authenticator answers.
const ANSWER: usize = 64 * 1024;
/// A badge brought to be verified.
const BADGE: usize = 2 * 1024 * 1024;

/// Paths, who may use them, and what answers there.
pub(super) type Routes = &'static [(&'static str, Who, fn() -> MethodRouter<Site>)];

/// Where a printed code is typed, or read by the camera.
const FIRST: Routes = &[("/", Everybody, || get(home::show).post(home::read))];

/// Pages for people.
const PAGES: Routes = &[
    ("/badges", Everybody, || get(catalogue::badges)),
    ("/capacities", Everybody, || get(catalogue::taxonomies)),
    ("/attestations/{id}", Everybody, || get(attestation::show)),
    ("/issuers/{slug}/about", Everybody, || get(issuer_words::about)),
    ("/issuers/{slug}/privacy", Everybody, || get(issuer_words::privacy)),
    ("/about", Everybody, || get(home::about)),
    ("/privacy", Everybody, || get(home::privacy)),
    ("/problems/{slug}", Everybody, || get(home::problem)),
    // These alone are compressed: nobody's words and no token stand in them, which their length could tell.
    ("/assets/{file}", Everybody, || get(assets::show).layer(CompressionLayer::new())),
];

/// What verifiers fetch: open to scripts of other sites.
const DOCUMENTS: Routes = &[
    ("/badges/{slug}", Everybody, || get(catalogue::class)),
    ("/badges/{slug}/{version}", Everybody, || get(catalogue::class_version)),
    ("/capacities/{scheme}", Everybody, || get(catalogue::taxonomy)),
    ("/capacities/{scheme}/{code}", Everybody, || get(catalogue::capacity)),
    ("/issuers/{slug}", Everybody, || get(issuers::show)),
    ("/.well-known/did.json", Everybody, || get(issuers::root_document)),
    ("/issuers/{slug}/did.json", Everybody, || get(issuers::named_document)),
    ("/.well-known/jwks.json", Everybody, || get(issuers::key_set)),
    ("/keys/{kid}", Everybody, || get(issuers::key)),
    ("/status/{list}", Everybody, || get(status::revocation)),
    ("/status/{list}/suspension", Everybody, || get(status::suspension)),
    ("/api/openapi.json", Everybody, || get(openapi::show)),
];

/// Credentials: open to other sites too, and without a trace of where their reader came from.
const CREDENTIALS: Routes = &[("/c/{id}", Everybody, || get(credential::show)), ("/C/{id}", Everybody, || get(credential::show))];

/// Questions about a person, and badges shown to one reader: not open to other sites, and without a trace of where they came from.
const QUESTIONS: Routes = &[
    ("/c/{id}/person", Everybody, || get(person::back).post(person::ask)),
    ("/c/{id}/shown", Everybody, || get(person::back).post(shown::enter)),
    ("/c/{id}/link/{token}", Everybody, || get(credential::by_link)),
    ("/c/{id}/link/{token}/{form}", Everybody, || get(credential::file_by_link)),
];

/// Where badges are brought.
const UPLOADS: Routes = &[("/verify", Everybody, || get(verify::form).post(verify::read))];

/// The same for programs: open to other sites.
const OPEN_UPLOADS: Routes = &[("/api/verify", Everybody, || post(verify::check))];

/// The way in, for browsers with or without somebody signed in. Their addresses may hold a one-time
/// token, so nobody is told where their reader came from.
const WAYS_IN: Routes = &[
    ("/sign-in", Visitors, || get(sign_in::show)),
    ("/sign-in/link/{token}", Visitors, || get(link::show).post(link::accept)),
    ("/sign-in/with/{server}", Visitors, || post(elsewhere::leave)),
    ("/sign-in/with/{server}/back", Visitors, || get(elsewhere::back)),
    ("/sign-in/passkey", Visitors, || post(passkeys::ask)),
    ("/sign-in/passkey/answer", Visitors, || post(passkeys::answer)),
    ("/sign-out", Visitors, || post(sign_in::out)),
];

/// What people see and change about themselves.
const OWN: Routes = &[
    ("/me/security", People, || get(security::show)),
    ("/me/passkeys", People, || post(passkeys::keep)),
    ("/me/passkeys/question", People, || post(passkeys::ask_to_make)),
    ("/me/passkeys/{id}/name", People, || post(security::rename_passkey)),
    ("/me/passkeys/{id}/removal", People, || post(security::remove_passkey)),
    ("/me/ways/{server}", People, || post(elsewhere::bind)),
    ("/me/sessions/end", People, || post(security::end_other_sessions)),
    ("/me/sessions/{id}/end", People, || post(security::end_session)),
];

/// People in a training, badge holders, trainers and stewards: each family's routes stand with it. One that
/// takes files says so itself: `post(…).layer(DefaultBodyLimit::max(…))`.
const FAMILIES: [Routes; 7] =
    [notices::ROUTES, joining::ROUTES, holding::ROUTES, training::ROUTES, room::ROUTES, issuing::ROUTES, stewards::ROUTES];

/// For trainers' programs: signed in by a token.
const API: Routes = &[
    ("/api/accounts", TokenHolders, || post(people::register)),
    ("/api/trainings", TokenHolders, || post(trainings::open)),
    ("/api/trainings/{id}", TokenHolders, || get(trainings::show)),
    ("/api/nominations", TokenHolders, || post(nominations::nominate)),
    ("/api/nominations/{id}", TokenHolders, || get(nominations::standing)),
    ("/api/nominations/{id}/attestations", TokenHolders, || post(nominations::attest)),
    ("/api/attestations/{id}/withdraw", TokenHolders, || post(nominations::withdraw)),
    ("/api/credentials", TokenHolders, || post(badges::issue)),
    ("/api/credentials/{id}/corrections", TokenHolders, || post(badges::correct)),
    ("/api/credentials/{id}/suspension", TokenHolders, || post(badges::suspend).merge(delete(badges::reinstate))),
    ("/api/credentials/{id}/revocation-requests", TokenHolders, || post(badges::ask_revocation)),
    ("/api/revocation-requests/{id}/confirm", TokenHolders, || post(badges::confirm_revocation)),
    ("/api/revocation-requests/{id}/decline", TokenHolders, || post(badges::decline_revocation)),
];

/// The whole public site.
pub fn public(site: Site, envelope: Envelope, security: SecurityHeaders, limits: &Limits) -> Router {
    let group = |routes: Routes, largest: usize, longest: Duration| {
        let all = routes.iter().fold(Router::new(), |router, (path, who, route)| {
            let gated = |route: MethodRouter<Site>| route.layer(from_fn_with_state((site.clone(), *who), gate));
            router.route(path, if who.looks_at_cookies() { gated(route()) } else { route() })
        });
        all.layer(DefaultBodyLimit::max(largest)).layer(from_fn_with_state(longest, within))
    };
    let families = FAMILIES.into_iter().fold(Router::new(), |all, routes| all.merge(group(routes, FORM, limits.request)));
    let routes = families
        .layer(from_fn(without_referrer))
        .merge(group(FIRST, FORM, limits.request).layer(from_fn(with_camera)))
        .merge(group(PAGES, FORM, limits.request))
        .merge(group(DOCUMENTS, FORM, limits.request).layer(from_fn(open_to_all)))
        .merge(group(CREDENTIALS, FORM, limits.request).layer(from_fn(open_to_all)).layer(from_fn(without_referrer)))
        .merge(group(QUESTIONS, FORM, limits.request).layer(from_fn(without_referrer)))
        .merge(group(WAYS_IN, ANSWER, limits.request).layer(from_fn(without_referrer)))
        .merge(group(OWN, ANSWER, limits.request))
        .merge(group(pictures::ROUTES, FORM, limits.upload).layer(from_fn(without_referrer)))
        .merge(group(UPLOADS, BADGE, limits.upload).layer(from_fn(without_referrer)).layer(from_fn(with_camera)))
        .merge(group(OPEN_UPLOADS, BADGE, limits.upload).layer(from_fn(open_to_all)))
        .merge(group(API, api::LARGEST, limits.request));
    dressed(routes.with_state(site), envelope, security)
}

/// Every route and who may use it, for tests that must not forget one.
pub fn routes() -> impl Iterator<Item = (&'static str, Who)> {
    let all = [FIRST, PAGES, DOCUMENTS, CREDENTIALS, QUESTIONS, WAYS_IN, OWN, UPLOADS, OPEN_UPLOADS, API, pictures::ROUTES];
    all.into_iter().chain(FAMILIES).flatten().map(|(path, who, _)| (*path, *who))
}

/// Every route.
pub fn paths() -> impl Iterator<Item = &'static str> {
    routes().map(|(path, _)| path)
}

/// Routes that need a token.
pub fn signed_in_paths() -> impl Iterator<Item = &'static str> {
    routes().filter(|(_, who)| *who == TokenHolders).map(|(path, _)| path)
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
