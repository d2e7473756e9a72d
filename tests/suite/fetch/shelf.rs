//! An issuer elsewhere, whose documents a test puts out and takes away, and a door of ours before it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use insignia::vocabulary::Clock;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use serde_json::Value;

use super::server::{Reply, Server, Speaks};
use super::stage::{Hall, Stage};
use crate::harness::Harness;
use crate::http::visit::{Visitor, door_asking, patient};
use crate::world::World;

/// Where the issuer's documents stand.
pub(super) const SITE: &str = "https://issuer.example.org";

/// Status and body by path.
type Documents = Arc<Mutex<HashMap<String, (u16, String)>>>;

/// The issuer's server.
pub(super) struct Shelf {
    documents: Documents,
    server: Server,
}

impl Shelf {
    pub(super) async fn new() -> Self {
        let documents = Documents::default();
        let shown = Arc::clone(&documents);
        let server = Server::start(Speaks::Tls, move |asked| match shown.lock().unwrap().get(&asked.path) {
            Some((status, body)) => Reply::Whole(*status, "content-type: application/ld+json\r\n".to_owned(), body.clone().into()),
            None => Reply::absent(),
        })
        .await;
        Self { documents, server }
    }

    /// From now on this stands at the path.
    pub(super) fn put(&self, path: &str, status: u16, document: &Value) {
        self.documents.lock().unwrap().insert(path.to_owned(), (status, document.to_string()));
    }

    /// Nothing stands at the path any more.
    pub(super) fn remove(&self, path: &str) {
        self.documents.lock().unwrap().remove(path);
    }

    /// The paths asked for since the last time.
    pub(super) fn asked(&self, before: &mut usize) -> Vec<String> {
        let paths: Vec<String> = self.server.requests().into_iter().skip(*before).map(|asked| asked.path).collect();
        *before += paths.len();
        paths
    }

    /// A door at verifier.example.net that asks this server.
    pub(super) fn door(&self, world: &World, harness: &Harness) -> Visitor {
        let stage = Stage::new(Hall::Rehearsed { public: self.server.address, canary: self.server.address });
        let clock: Arc<dyn Clock> = harness.clock.clone();
        Visitor::with(door_asking(world, harness, patient(), stage.fetcher(clock)))
    }
}

/// The verdict, or the code of the reason against it.
pub(super) async fn told(visitor: &Visitor, badge: &str) -> String {
    let seen = visitor.send(Method::POST, "/api/verify", &[], badge.to_owned().into()).await;
    assert_eq!(seen.status, 200, "{}", seen.text());
    let told = seen.json();
    let word = if told["reason"].is_null() { &told["verdict"] } else { &told["reason"]["code"] };
    word.as_str().unwrap().to_owned()
}

/// A key pair of the issuer.
pub(super) fn pair() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

/// A compact JWS by RS256.
pub(super) fn token(header: &Value, payload: &Value, key: &PKey<Private>) -> String {
    let encode = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    let input = format!("{}.{}", encode(header.to_string().as_bytes()), encode(payload.to_string().as_bytes()));
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    let signature = signer.sign_oneshot_to_vec(input.as_bytes()).unwrap();
    format!("{input}.{}", encode(&signature))
}
