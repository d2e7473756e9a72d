//! Badges of Open Badges 2.0 over the network: hosted ones and signed ones, current and taken back.

use serde_json::{Value, json};

use super::shelf::{SITE, Shelf, pair, token, told};
use crate::harness::on_both_backends;
use crate::world::World;

const CONTEXT: &str = "https://w3id.org/openbadges/v2";

fn at(path: &str) -> String {
    format!("{SITE}{path}")
}

fn assertion(id: &str, verification: &Value) -> Value {
    json!({
        "@context": CONTEXT, "id": id, "type": "Assertion", "badge": at("/class"), "verification": verification,
        "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
        "issuedOn": "2026-11-02T11:00:00Z", "expires": "2029-11-02T11:00:00Z"
    })
}

fn hosted() -> Value {
    assertion(&at("/assertion"), &json!({"type": "HostedBadge"}))
}

fn put_issuer(shelf: &Shelf) {
    shelf.put(
        "/class",
        200,
        &json!({
            "@context": CONTEXT, "id": at("/class"), "type": "BadgeClass", "issuer": at("/profile"), "name": "Facilitator",
            "description": "Leads a group", "image": at("/image.png"), "criteria": {"narrative": "Led three groups"}
        }),
    );
    shelf.put(
        "/profile",
        200,
        &json!({
            "@context": CONTEXT, "id": at("/profile"), "type": "Issuer", "name": "An Issuer", "url": SITE,
            "email": "badges@issuer.example.org", "publicKey": at("/key"), "revocationList": at("/revoked")
        }),
    );
}

fn put_list(shelf: &Shelf, revoked: &Value) {
    let list = json!({
        "@context": CONTEXT, "id": at("/revoked"), "type": "RevocationList", "issuer": at("/profile"), "revokedAssertions": revoked
    });
    shelf.put("/revoked", 200, &list);
}

on_both_backends! {
    async fn a_hosted_badge_is_what_its_address_answers(harness) {
        let (shelf, world) = (Shelf::new().await, World::on(&harness, "https://verifier.example.net").await);
        let visitor = shelf.door(&world, &harness);
        put_issuer(&shelf);
        shelf.put("/assertion", 200, &hosted());
        let copy = hosted().to_string();
        let mut before = 0;
        assert_eq!(told(&visitor, &copy).await, "valid");
        assert_eq!(shelf.asked(&mut before), ["/assertion", "/class", "/profile"]);
        assert_eq!(told(&visitor, &at("/assertion")).await, "valid", "brought by its address");
        assert_eq!(told(&visitor, &copy.replace("ada@", "mallory@")).await, "altered");
        let revoked = json!({"id": at("/assertion"), "revoked": true, "revocationReason": "error"});
        let rest = json!({"@context": CONTEXT, "type": "Assertion", "id": at("/assertion"), "revoked": true});
        // An hour later whatever was kept is asked for again.
        for (status, body, word) in [
            (410, json!({}), "revoked"),
            (200, hosted(), "valid"),
            (410, revoked.clone(), "revoked"),
            (404, revoked.clone(), "revoked"),
            (200, rest, "revoked"),
            (404, json!({"revoked": false}), "not-fetched"),
            (404, json!({}), "not-fetched"),
            (500, revoked, "not-fetched"),
            (200, hosted(), "valid"),
        ] {
            shelf.put("/assertion", status, &body);
            harness.clock.advance(3600);
            assert_eq!(told(&visitor, &copy).await, word, "{status} {body}");
        }
        shelf.put("/class", 410, &json!({}));
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &copy).await, "not-fetched", "only an assertion can be taken back");
        harness.finish().await;
    }

    async fn a_signed_badge_of_version_2_is_judged_by_its_issuers_key_and_list(harness) {
        let (shelf, world) = (Shelf::new().await, World::on(&harness, "https://verifier.example.net").await);
        let visitor = shelf.door(&world, &harness);
        let (key, id) = (pair(), "urn:uuid:5a1d1bd4-3a84-4f0e-9a4d-0b9d7f1c5c1e");
        let pem = String::from_utf8(key.public_key_to_pem().unwrap()).unwrap();
        put_issuer(&shelf);
        put_list(&shelf, &json!([]));
        shelf.put("/key", 200, &json!({
            "@context": CONTEXT, "id": at("/key"), "type": "CryptographicKey", "owner": at("/profile"), "publicKeyPem": pem
        }));
        let content = assertion(id, &json!({"type": "SignedBadge", "creator": at("/key")}));
        let sign = |key| token(&json!({"alg": "RS256"}), &content, key);
        let badge = sign(&key);
        let mut before = 0;
        assert_eq!(told(&visitor, &badge).await, "valid");
        assert_eq!(shelf.asked(&mut before), ["/class", "/profile", "/key", "/revoked"]);
        assert_eq!(told(&visitor, &sign(&pair())).await, "altered");
        assert_eq!(shelf.asked(&mut before), Vec::<String>::new(), "what was fetched is kept");
        put_list(&shelf, &json!([{"id": id, "revocationReason": "error"}]));
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &badge).await, "revoked");
        shelf.remove("/revoked");
        harness.clock.advance(3600);
        assert_eq!(told(&visitor, &badge).await, "status-unknown", "without its list nothing is known");
        harness.finish().await;
    }
}
