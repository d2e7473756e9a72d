//! Badges that lead back to this server: what stands here is read from the store, and is what our own
//! door serves to others.

use insignia::issuer::Office;
use insignia::verifier::checking::OwnRegister;
use insignia::verifier::{Answer, Need};

use crate::harness::on_both_backends;
use crate::http::visit::Visitor;
use crate::verdicts::keys_are_stolen;
use crate::world::World;

const BASE: &str = "https://verifier.example.net";

/// What the office finds; panics if it would ask somebody.
async fn answered(office: &Office, need: &Need) -> Option<Vec<u8>> {
    match office.answer(need).await.unwrap() {
        Some(Answer::Found { bytes, .. }) => Some(bytes),
        Some(Answer::Unreachable { .. } | Answer::Gone { .. }) => None,
        None => panic!("{need:?} would be asked for over the network"),
    }
}

on_both_backends! {
    async fn our_own_documents_come_from_the_store_as_our_door_serves_them(harness) {
        let world = World::on(&harness, BASE).await;
        let (office, visitor) = (&world.office, Visitor::new(&world, &harness));
        let badge = format!("{BASE}/c/{}", world.badge("Ada").await.award().credential());
        let set = visitor.get("/.well-known/jwks.json", &[]).await.json();
        let mut needs = vec![
            Need::KeySet(format!("{BASE}/.well-known/jwks.json")),
            Need::KeyDocument(format!("{BASE}/.well-known/did.json")),
            Need::KeyDocument(format!("{BASE}/issuers/main")),
            Need::Refreshed(badge.clone()),
            Need::Refreshed(format!("{badge}.json")),
            Need::Refreshed(format!("{badge}.jwt")),
        ];
        for key in set["keys"].as_array().unwrap() {
            let name = key["kid"].as_str().unwrap().rsplit('#').next().unwrap();
            needs.push(Need::KeyDocument(office.addresses().key(name)));
        }
        assert_eq!(needs.len(), 8);
        for need in needs {
            let (Need::KeySet(address) | Need::KeyDocument(address) | Need::Refreshed(address)) = &need else { panic!("{need:?}") };
            let served = visitor.get(address.strip_prefix(BASE).unwrap(), &[("accept", "application/ld+json, application/json")]).await;
            assert_eq!((served.status, Some(served.body)), (200, answered(office, &need).await), "{need:?}");
        }
        harness.finish().await;
    }

    async fn what_we_do_not_serve_is_neither_found_nor_asked_for(harness) {
        let world = World::on(&harness, BASE).await;
        let badge = format!("{BASE}/c/{}", world.badge("Ada").await.award().credential());
        for need in [
            Need::KeySet(format!("{BASE}/jwks.json")),
            Need::KeyDocument(format!("{BASE}/keys/x")),
            Need::KeyDocument(format!("{BASE}/issuers/main/did.json")),
            Need::KeyDocument(format!("{BASE}/issuers/nobody")),
            Need::KeyDocument(format!("{BASE}:8443/.well-known/did.json")),
            Need::KeyDocument(badge.clone()),
            Need::Refreshed(format!("{badge}.png")),
            Need::Refreshed(format!("{BASE}/c/00000000000000000000000000.json")),
            Need::Refreshed(format!("{BASE}/keys/x")),
            Need::Hosted(format!("{badge}.json")),
            Need::RevocationList(format!("{BASE}/revoked")),
        ] {
            assert_eq!(answered(&world.office, &need).await, None, "{need:?}");
        }
        for foreign in ["https://elsewhere.example.org/.well-known/jwks.json", "https://verifier.example.net.example.org/keys/x"] {
            assert_eq!(world.office.answer(&Need::KeySet(foreign.to_owned())).await.unwrap(), None, "{foreign}");
        }
        harness.finish().await;
    }

    async fn a_stolen_key_answers_for_nobody(harness) {
        let world = World::on(&harness, BASE).await;
        let issuer = world.office.issuer("main").unwrap();
        let ring = world.office.published_keys(issuer).await.unwrap();
        let key = ring.published().next().unwrap();
        let need = Need::KeyDocument(world.office.addresses().key(key.kid().as_str()));
        assert!(answered(&world.office, &need).await.is_some());
        harness.clock.advance(30);
        keys_are_stolen(&harness).await;
        assert_eq!(answered(&world.office, &need).await, None);
        // Others are told since when: as did.json tells them.
        let visitor = Visitor::new(&world, &harness);
        let methods = visitor.get("/.well-known/did.json", &[]).await.json()["verificationMethod"].clone();
        for method in methods.as_array().unwrap() {
            let name = method["id"].as_str().unwrap().rsplit('#').next().unwrap();
            let served = visitor.get(&format!("/keys/{name}"), &[]).await;
            assert_eq!((served.status, served.header("content-type")), (200, "application/json"));
            assert!(method["revoked"].is_string() && served.json() == *method, "{}", served.text());
        }
        harness.finish().await;
    }
}
