//! The whole way of a badge in Chromium, on phones: a trainer, a second one, volunteers by account and by
//! slip, a partner, two stewards. Every form is tapped twice, every page loaded again.

use insignia::community::people::appointment::Role;
use serde_json::json;

use super::{Backend, Harness, Served, Steps, chromium, run};
use crate::http::visit::door_for_people;
use crate::http::wiki_stand_in::StandIn;
use crate::world::World;

/// A one-time link of somebody.
async fn link(world: &World, person: &insignia::community::people::Account) -> String {
    let invitation = world.office.community().invite(person.id()).await.unwrap();
    world.office.addresses().sign_in_link(invitation.secret.reveal())
}

async fn steward(world: &World, name: &str) -> String {
    let person = world.person(name).await;
    world.office.community().appoint(person.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
    link(world, &person).await
}

/// Walks it, and gives what the pages said.
async fn walked(harness: &Harness, chromium: &str, language: &str, scripts: &str) -> Steps {
    let served = Served::by(harness, async |world, base| {
        let wiki = StandIn::open(&format!("{base}/sign-in/with/wiki/back")).await;
        wiki.is_used_by(json!({ "sub": 4711, "username": "Ada L", "blocked": false, "confirmed_email": true }));
        door_for_people(world, harness, Some(wiki.known()))
    })
    .await;
    let world = &served.world;
    let links = json!({
        "anna": link(world, &world.anna).await,
        "badri": link(world, &world.badri).await,
        "badriId": world.badri.id().to_string(),
        "sol": steward(world, "Sol").await,
        "tova": steward(world, "Tova").await,
    });
    let steps = Steps::of("journey.mjs", &[chromium, &served.base, language, scripts, &links.to_string()]).await;
    world.assert_sound("the whole way").await;
    served.close().await;
    steps
}

/// What the pages have to say at each step; `said` are the words of the language.
fn judged(steps: &Steps, said: &[(&str, &str)]) {
    let all = &steps.said;
    assert_eq!(steps.step("made")["trainings"], 1, "two taps make one training: {all}");
    assert_eq!(steps.step("handed on")["at"], "/sign-in", "nobody is signed in for the next person: {all}");
    for ticked in ["ticked", "ticked by the second"] {
        assert_eq!(steps.step(ticked)["people"], 2, "{all}");
        assert!(!steps.text(ticked).contains("not sent yet"), "{all}");
    }
    assert_eq!(steps.step("issued")["badges"], 2, "{all}");
    assert_eq!(
        steps.step("mine, one")["files"],
        json!({ "png": "saved", "svg": "saved", "json": "saved", "jwt": "saved", "pdf": "200 %PDF-" })
    );
    assert_eq!(steps.step("shown")["code"].as_str().unwrap().len(), 6, "{all}");
    for (name, words) in said {
        assert!(steps.text(name).contains(words), "{name}: {words}: {}", steps.text(name));
    }
    assert_eq!(steps.step("end")["faults"], json!([]), "{all}");
    let twice = steps.step("end")["twice"].as_u64().unwrap();
    assert!(twice >= 10, "forms of which both taps left the browser: {twice}");
}

#[test]
fn in_english_with_scripts_from_a_training_to_a_revocation() {
    let Some(chromium) = chromium("journeys") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let steps = walked(&harness, chromium, "en", "on").await;
        judged(
            &steps,
            &[
                ("Ada reads", "Is this right?"),
                ("Bina joined", "You are in"),
                ("checked", "Genuine and current"),
                ("not yet", "Genuine and current"),
                ("revoked", "Not valid: revoked by its issuer"),
            ],
        );
        harness.finish().await;
    });
}

#[test]
fn in_arabic_without_scripts_from_a_training_to_a_revocation() {
    let Some(chromium) = chromium("journeys") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let steps = walked(&harness, chromium, "ar", "off").await;
        judged(&steps, &[("checked", "أصلية وسارية"), ("not yet", "أصلية وسارية"), ("revoked", "غير صالحة")]);
        harness.finish().await;
    });
}
