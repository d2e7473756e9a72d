//! Is this badge about the person in front of me?

use std::num::NonZeroU32;

use axum::http::Method;
use insignia::community::attestation::{ConfirmedBy, Disclosure, EmailForm, Release};
use insignia::doors::http::rates::Quotas;
use insignia::issuer::credential::Published;
use insignia::vocabulary::Chance;

use super::visit::{BROWSER, Seen, Visitor, door, patient};
use crate::harness::on_both_backends;
use crate::world::World;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

/// Asks on the badge's page.
async fn ask(visitor: &Visitor, badge: &Published, typed: &str) -> Seen {
    let path = format!("/c/{}/person", badge.award().credential());
    let typed: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("recipient", typed).finish();
    visitor.send(Method::POST, &path, &[BROWSER, FORM], typed.into()).await
}

/// Sends a form of several parts.
async fn send(visitor: &Visitor, path: &str, parts: &[(&str, &str)]) -> Seen {
    let part = |(name, said): &(&str, &str)| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{said}\r\n");
    let body = parts.iter().map(part).collect::<String>() + "--B--\r\n";
    visitor.send(Method::POST, path, &[BROWSER, PARTS], body.into()).await
}

/// The part of a page between two headings.
fn person(seen: &Seen) -> &str {
    seen.text().split_once("id=\"person\"").and_then(|(_, rest)| rest.split_once("</section>")).map_or("", |(section, _)| section)
}

on_both_backends! {
    async fn the_page_of_a_badge_answers_same_similar_or_cannot_say(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge("Оксана Іваненко").await;
        for (typed, said) in [
            ("Оксана Іваненко", "exactly this name"),
            ("Іваненко Оксана", "in another order"),
            ("Oksana Ivanenko", "in another script"),
            ("Maria Lopez", "names somebody in another way"),
        ] {
            let seen = ask(&visitor, &badge, typed).await;
            assert!(seen.status == 200 && person(&seen).contains(said), "{typed}: {}", person(&seen));
            assert!(!seen.headers.contains_key("access-control-allow-origin"), "no script of another site may ask");
            assert_eq!(seen.header("referrer-policy"), "no-referrer");
        }
        let seen = ask(&visitor, &badge, "Maria Lopez").await;
        assert!(!seen.text().contains("Maria") && seen.text().contains("Genuine and current"), "what was typed is not repeated");
        assert!(!ask(&visitor, &badge, "  ").await.text().contains("class=\"answer"));
        let nobody = world.badge_that_shows("Ada", Release::nothing()).await;
        let seen = ask(&visitor, &nobody, "Ada").await;
        assert!(person(&seen).contains("names nobody; that is normal"), "{}", person(&seen));
        harness.finish().await;
    }

    async fn a_hashed_address_is_recognised(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let release = Release::of_names(&["Ada"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
        let release = release.with_email("ada@example.org", EmailForm::Hashed, &Chance::seeded(3)).unwrap();
        let badge = world.badge_that_shows("Ada", release).await;
        assert!(person(&ask(&visitor, &badge, "Ada@Example.org").await).contains("given to this e-mail address"));
        assert!(!person(&ask(&visitor, &badge, "eve@example.org").await).contains("given to this"));
        harness.finish().await;
    }

    async fn nobody_can_guess_for_long(harness) {
        let world = World::new(&harness).await;
        let (badge, other) = (world.badge("Ada").await, world.badge("Bo").await);
        let three = NonZeroU32::new(3).unwrap();
        let visitor = Visitor::with(door(&world, &harness, Quotas { persons_of_badge: three, ..patient() }));
        for _ in 0..3 {
            assert_eq!(ask(&visitor, &badge, "Eve").await.status, 200);
        }
        let refused = ask(&visitor, &badge, "Eve").await;
        assert!(refused.status == 429 && person(&refused).contains("asked about too often"), "{}", refused.text());
        assert!(refused.text().contains("Genuine and current"), "the page is there all the same");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|s| (60..=1201).contains(&s)), "{refused:?}");
        let text = std::str::from_utf8(badge.json()).unwrap();
        for path in ["/verify", "/api/verify"] {
            assert_eq!(send(&visitor, path, &[("pasted", text), ("recipient", "Eve")]).await.status, 429, "{path}: the same badge by another door");
        }
        assert_eq!(send(&visitor, "/verify", &[("pasted", text)]).await.status, 200);
        assert_eq!(ask(&visitor, &other, "Eve").await.status, 200, "another badge has its own rate");
        harness.clock.advance(1201);
        assert_eq!(ask(&visitor, &badge, "Eve").await.status, 200);
        let visitor = Visitor::with(door(&world, &harness, Quotas { persons: three, ..patient() }));
        for status in [200, 200, 200, 429] {
            assert_eq!(ask(&visitor, &badge, "Eve").await.status, status, "one client, whatever the badge");
        }
        harness.finish().await;
    }

    async fn a_badge_that_was_brought_can_be_asked_about_without_bringing_it_again(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge("Ada Lovelace").await;
        let address = world.office.addresses().credential(badge.award().credential());
        for brought in [("pasted", badge.jwt()), ("file", std::str::from_utf8(badge.json()).unwrap()), ("address", address.as_str())] {
            let first = send(&visitor, "/verify", &[brought]).await;
            let (_, again) = first.text().split_once("name=\"again\" value=\"").unwrap();
            let (again, _) = again.split_once('"').unwrap();
            let seen = send(&visitor, "/verify", &[("again", again), ("recipient", "A. Lovelace")]).await;
            assert!(person(&seen).contains("An initial stands for") && seen.text().contains("Genuine and current"), "{}", seen.text());
        }
        let altered = badge.jwt().replacen('A', "B", 1);
        let seen = send(&visitor, "/verify", &[("pasted", &altered), ("recipient", "Ada Lovelace")]).await;
        assert!(!seen.text().contains("class=\"answer") && !seen.text().contains("Lovelace"), "{}", seen.text());
        harness.finish().await;
    }

    async fn a_program_is_told_the_answer_in_words_that_stay(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge("Zoë Müller").await;
        let text = std::str::from_utf8(badge.json()).unwrap();
        let answer = async |typed: &str| send(&visitor, "/api/verify", &[("file", text), ("recipient", typed)]).await.json()["recipient"].clone();
        assert_eq!(answer("Zoë Müller").await, serde_json::json!({ "answer": "same", "by": "name" }));
        assert_eq!(answer("Muller Zoe").await, serde_json::json!({ "answer": "similar", "differences": ["order", "accents"] }));
        assert_eq!(answer("Ada").await, serde_json::json!({ "answer": "cannot-say", "why": "nothing-alike" }));
        let altered = text.replace("Zoë", "Eve");
        let seen = send(&visitor, "/api/verify", &[("file", &altered), ("recipient", "Eve Müller")]).await.json();
        assert_eq!(seen["recipient"], serde_json::json!({ "answer": "cannot-say", "why": "unconfirmed" }));
        let plain = visitor.send(Method::POST, "/api/verify", &[], badge.json().to_vec().into()).await.json();
        assert_eq!((plain["verdict"].as_str(), &plain["recipient"]), (Some("valid"), &serde_json::Value::Null));
        let elsewhere = send(&visitor, "/api/verify", &[("address", "ftp://x.example/")]).await;
        assert_eq!(elsewhere.status, 400);
        harness.finish().await;
    }

    async fn whoever_reloads_gets_the_page(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let id = world.badge("Ada").await.award().credential();
        let seen = visitor.page(&format!("/c/{id}/person")).await;
        assert_eq!((seen.status, seen.header("location")), (303, format!("/c/{id}").as_str()));
        let nowhere = visitor.send(Method::POST, "/c/7zzzzzzzzzzzzzzzzzzzzzzzzz/person", &[BROWSER, FORM], "recipient=Ada".into()).await;
        assert_eq!(nowhere.status, 404);
        harness.finish().await;
    }
}
