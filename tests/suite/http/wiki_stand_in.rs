//! A MediaWiki with the extension OAuth, as far as its documented OAuth 2 routes go
//! (<https://www.mediawiki.org/wiki/OAuth/For_Developers#OAuth_2>): authorize, access token, profile.
//!
//! Strict where the real one is: a code is good once, for the client and the address it was given to,
//! and only with the verifier of its challenge.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::BASE64URL_NOPAD;
use insignia::community::people::sign_in::elsewhere::Client;
use insignia::community::people::sign_in::elsewhere::wiki::Wiki;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

const CLIENT: (&str, &str) = ("a1b2c3", "a secret & more=");
const ROUTES: &str = "/w/rest.php/oauth2";

/// The wiki.
#[derive(Clone)]
pub(super) struct StandIn(Arc<Inner>);

struct Inner {
    origin: String,
    back: String,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    /// Code to challenge and profile.
    codes: HashMap<String, (String, Value)>,
    tokens: HashMap<String, Value>,
    given: usize,
    asked: usize,
    /// Who is signed in there.
    present: Option<Value>,
    /// Answers in place of the profile.
    broken: Option<(u16, String)>,
}

impl StandIn {
    /// A wiki that knows one client, whose people come back to `back`.
    pub(super) async fn open(back: &str) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let wiki = Self(Arc::new(Inner { origin, back: back.to_owned(), open: Mutex::default() }));
        let routes = Router::new()
            .route(&format!("{ROUTES}/authorize"), get(question).post(agreed))
            .route(&format!("{ROUTES}/access_token"), post(access_token))
            .route(&format!("{ROUTES}/resource/profile"), get(profile))
            .with_state(wiki.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        wiki
    }

    /// How this server knows it.
    pub(super) fn known(&self) -> Wiki {
        let client = Client { id: CLIENT.0.to_owned(), secret: CLIENT.1.to_owned().into() };
        Wiki::new("Testwiki", self.0.origin.parse().unwrap(), client).unwrap()
    }

    /// Somebody with this profile opens the address and agrees: where the wiki sends them.
    pub(super) fn agree(&self, address: &str, profile: &Value) -> Url {
        let (url, asked) = self.asked_at(address);
        assert_eq!(url.path(), format!("{ROUTES}/authorize"));
        let is = |name: &str, value: &str| assert_eq!(asked.get(name).map(String::as_str), Some(value), "{name} in {address}");
        is("response_type", "code");
        is("client_id", CLIENT.0);
        is("redirect_uri", &self.0.back);
        is("code_challenge_method", "S256");
        assert!(!address.contains("scope") && !address.contains("secret"), "identity only, and no secret in a browser: {address}");
        let mut open = self.0.open.lock().unwrap();
        open.given += 1;
        let code = format!("code-{}", open.given);
        open.codes.insert(code.clone(), (asked["code_challenge"].clone(), profile.clone()));
        self.back_with(&[("code", &code), ("state", &asked["state"])])
    }

    /// The same, but they say no.
    pub(super) fn decline(&self, address: &str) -> Url {
        let (_, asked) = self.asked_at(address);
        self.back_with(&[("error", "access_denied"), ("state", &asked["state"])])
    }

    /// Whoever comes with a browser is this person.
    pub(super) fn is_used_by(&self, profile: Value) {
        self.0.open.lock().unwrap().present = Some(profile);
    }

    /// From now on the profile is this.
    pub(super) fn break_profile(&self, status: u16, body: &str) {
        self.0.open.lock().unwrap().broken = Some((status, body.to_owned()));
    }

    /// How often a token was asked for.
    pub(super) fn asked(&self) -> usize {
        self.0.open.lock().unwrap().asked
    }

    fn asked_at(&self, address: &str) -> (Url, HashMap<String, String>) {
        let url = Url::parse(address).unwrap();
        assert_eq!(url.origin().ascii_serialization(), self.0.origin);
        let asked = url.query_pairs().into_owned().collect();
        (url, asked)
    }

    fn back_with(&self, pairs: &[(&str, &str)]) -> Url {
        let mut back = Url::parse(&self.0.back).unwrap();
        back.query_pairs_mut().extend_pairs(pairs);
        back
    }
}

/// What somebody sees who comes with a browser.
async fn question() -> Html<&'static str> {
    Html("<!doctype html><html lang=\"en\"><title>Testwiki</title><form method=\"post\"><button>Allow</button></form></html>")
}

async fn agreed(State(wiki): State<StandIn>, uri: Uri) -> Redirect {
    let present = wiki.0.open.lock().unwrap().present.clone().expect("somebody is signed in at the wiki");
    Redirect::to(wiki.agree(&format!("{}{uri}", wiki.0.origin), &present).as_str())
}

async fn access_token(State(wiki): State<StandIn>, Form(sent): Form<HashMap<String, String>>) -> (StatusCode, Json<Value>) {
    let said = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let mut open = wiki.0.open.lock().unwrap();
    open.asked += 1;
    if (said("client_id").as_str(), said("client_secret").as_str()) != CLIENT {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" })));
    }
    let refused = (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    let Some((challenge, profile)) = open.codes.remove(&said("code")) else { return refused };
    let verified = BASE64URL_NOPAD.encode(&Sha256::digest(said("code_verifier"))) == challenge;
    if !verified || said("grant_type") != "authorization_code" || said("redirect_uri") != wiki.0.back {
        return refused;
    }
    let token = format!("token-{}", open.asked);
    open.tokens.insert(token.clone(), profile);
    (StatusCode::OK, Json(json!({ "token_type": "Bearer", "expires_in": 14400, "access_token": token, "refresh_token": "unused" })))
}

async fn profile(State(wiki): State<StandIn>, headers: HeaderMap) -> (StatusCode, String) {
    let open = wiki.0.open.lock().unwrap();
    if let Some((status, body)) = &open.broken {
        return (StatusCode::from_u16(*status).unwrap(), body.clone());
    }
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()).and_then(|said| said.strip_prefix("Bearer "));
    match token.and_then(|token| open.tokens.get(token)) {
        Some(profile) => (StatusCode::OK, profile.to_string()),
        None => (StatusCode::UNAUTHORIZED, String::new()),
    }
}
