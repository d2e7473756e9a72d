//! Badges of issuers known by an https address, whose host publishes a JWK set.

use insignia::standards::json::{self as strict, Limits};
use insignia::standards::proof::jwk;
use insignia::standards::proof::vc_jwt::claims_of;
use insignia::standards::proof::{PublicKey, RsaPublicKey};
use openssl::pkey::{PKey, Private};
use serde_json::{Value, json};

use super::shelf::{SITE, Shelf, pair, token, told};
use crate::harness::on_both_backends;
use crate::world::World;

const KEY_SET: &str = "/.well-known/jwks.json";

fn issuer() -> String {
    format!("{SITE}/profile")
}

fn kid() -> String {
    format!("{}#key-1", issuer())
}

/// A key as the host publishes it, named as the token names it.
fn published(key: &PKey<Private>) -> Value {
    let rsa = key.rsa().unwrap();
    let public = PublicKey::Rsa(RsaPublicKey::new(&rsa.n().to_vec(), &rsa.e().to_vec()).unwrap());
    jwk::published(&public, &kid(), &issuer())
}

/// A badge of ours, made over into one of that issuer.
fn unsigned(badge: &[u8]) -> Value {
    let mut document = strict::parse(badge, &Limits::DOCUMENT).unwrap();
    for member in ["proof", "credentialStatus", "refreshService"] {
        document.as_object_mut().unwrap().remove(member);
    }
    document["id"] = json!(format!("{SITE}/badges/1"));
    document["issuer"]["id"] = json!(issuer());
    document
}

on_both_backends! {
    async fn a_badge_is_its_issuers_if_the_key_set_of_the_host_says_so(harness) {
        let (shelf, world) = (Shelf::new().await, World::on(&harness, "https://verifier.example.net").await);
        let visitor = shelf.door(&world, &harness);
        let (key, ours) = (pair(), world.badge("Ada").await);
        let claims = claims_of(&unsigned(ours.json())).unwrap();
        let badge = token(&json!({"alg": "RS256", "typ": "JWT", "kid": kid()}), &claims, &key);
        // A profile as most issuers publish it: it names no key.
        shelf.put("/profile", 200, &json!({"id": issuer(), "type": "Profile", "name": "An Issuer"}));
        shelf.put(KEY_SET, 200, &json!({"keys": [published(&key)]}));
        let mut before = 0;
        assert_eq!(told(&visitor, &badge).await, "valid");
        let mut asked = shelf.asked(&mut before);
        asked.sort();
        assert_eq!(asked, [KEY_SET, "/profile"]);
        shelf.put(KEY_SET, 200, &json!({"keys": [published(&pair())]}));
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &badge).await, "altered", "signed by another key of that name");
        shelf.put(KEY_SET, 200, &json!({"keys": []}));
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &badge).await, "not-signed-by-issuer");
        shelf.remove(KEY_SET);
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &badge).await, "issuer-unreachable");
        harness.finish().await;
    }
}
