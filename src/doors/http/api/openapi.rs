//! The description of the API that programs read: `GET /api/openapi.json`.

use axum::extract::State;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{credentials, nominations, people};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::public::verify;
use crate::doors::http::site::Site;

/// The name of the way to sign in.
const TOKEN: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Insignia",
        description = "Nominating, attesting, issuing and verifying badges. Every error is an RFC 9457 problem document. \
            A request with an Idempotency-Key is answered once, and again with the same bytes."
    ),
    paths(
        verify::check,
        people::register,
        nominations::nominate,
        nominations::standing,
        nominations::attest,
        nominations::withdraw,
        credentials::issue,
        credentials::correct,
        credentials::suspend,
        credentials::reinstate,
        credentials::ask_revocation,
        credentials::confirm_revocation,
        credentials::decline_revocation,
    ),
    modifiers(&WithToken)
)]
struct Api;

struct WithToken;

impl Modify for WithToken {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme(TOKEN, scheme);
        openapi.security = Some(vec![utoipa::openapi::security::SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    }
}

/// `GET /api/openapi.json`.
pub async fn show(State(site): State<Site>) -> Result<Document, Problem> {
    let mut api = Api::openapi();
    api.servers = Some(vec![utoipa::openapi::Server::new(site.addresses().base().to_string())]);
    let text = api.to_json().map_err(Problem::internal)?;
    Ok(Document::new(text, "application/json", Caching::Public(300)))
}

/// The description itself, for the test that compares it with the router.
pub fn paths() -> Vec<(String, Vec<&'static str>)> {
    let methods = |item: &utoipa::openapi::PathItem| {
        let all = [("GET", &item.get), ("POST", &item.post), ("DELETE", &item.delete)];
        all.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method).collect()
    };
    Api::openapi().paths.paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect()
}
