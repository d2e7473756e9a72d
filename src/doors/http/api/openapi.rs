//! The description of the API that programs read: `GET /api/openapi.json`.

use axum::extract::State;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, ObjectBuilder, Ref, RefOr, Required, Response};
use utoipa::{Modify, OpenApi, ToSchema};

use super::{credentials, nominations, people, trainings};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::public::verify;
use crate::doors::http::router::signed_in_paths;
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
        trainings::open,
        trainings::show,
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
    components(schemas(ProblemOut)),
    modifiers(&WithToken, &WithProblems, &WithRetries)
)]
struct Api;

/// Why a request was refused ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only described: Problem::document writes it")]
struct ProblemOut {
    /// The kind of problem: the address of a page about it.
    r#type: String,
    /// The kind of problem, in a few words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// This problem, in a sentence for a person.
    detail: Option<String>,
    /// The request, for whoever looks into the server's log.
    instance: Option<String>,
}

struct WithToken;

impl Modify for WithToken {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme(TOKEN, scheme);
        openapi.security = Some(vec![utoipa::openapi::security::SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    }
}

/// Statuses that any request may meet, whatever its route says of its own.
const ANYWHERE: [&str; 6] = ["400", "404", "405", "413", "429", "503"];

/// Every refusal is a problem document.
struct WithProblems;

impl Modify for WithProblems {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let problem = || RefOr::T(Content::new(Some(Ref::from_schema_name("ProblemOut"))));
        for (_, _, operation) in operations(openapi) {
            let responses = &mut operation.responses.responses;
            for status in ANYWHERE {
                responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(Response::default()));
            }
            if operation.request_body.is_some() {
                responses.entry("415".to_owned()).or_insert_with(|| RefOr::T(Response::default()));
            }
            for (status, response) in responses {
                if let RefOr::T(response) = response
                    && status.starts_with(['4', '5'])
                {
                    response.content.insert("application/problem+json".to_owned(), problem());
                    if response.description.is_empty() {
                        "Refused, and the document says why".clone_into(&mut response.description);
                    }
                }
            }
        }
    }
}

/// A change may carry a key under which it is done once.
struct WithRetries;

impl Modify for WithRetries {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for (path, method, operation) in operations(openapi) {
            let needs_a_token = signed_in_paths().any(|one| one == path);
            if !needs_a_token {
                operation.security = Some(Vec::new());
            } else if method != "GET" {
                let key = ParameterBuilder::new()
                    .name("Idempotency-Key")
                    .parameter_in(ParameterIn::Header)
                    .required(Required::False)
                    .description(Some("Printable ASCII, at most 128 characters: the same request with the same key is done once."))
                    .schema(Some(
                        ObjectBuilder::new()
                            .schema_type(Type::String)
                            .min_length(Some(1))
                            .max_length(Some(128))
                            .pattern(Some("^[ -~]*[!-~][ -~]*$")),
                    ))
                    .build();
                operation.parameters.get_or_insert_default().push(RefOr::T(key));
            }
        }
    }
}

/// Every operation with its path and method.
fn operations(openapi: &mut utoipa::openapi::OpenApi) -> impl Iterator<Item = (&String, &'static str, &mut Operation)> {
    openapi.paths.paths.iter_mut().flat_map(|(path, item)| {
        let all = [("GET", &mut item.get), ("POST", &mut item.post), ("DELETE", &mut item.delete)];
        all.into_iter().filter_map(move |(method, operation)| Some((path, method, operation.as_mut()?)))
    })
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
