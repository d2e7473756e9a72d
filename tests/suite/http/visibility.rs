//! What the public page of a badge keeps back, viewing links, and codes that a holder reads out.

use axum::http::Method;
use insignia::community::HoldingError;
use insignia::community::people::appointment::Role;
use insignia::community::people::holding::{Choice, Listing, Offer, Why};
use insignia::community::people::sign_in::Secret;
use insignia::community::people::{Minor, NewAccount};
use insignia::issuer::credential::Published;
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::AccountId;

use super::visit::{BROWSER, Seen, Visitor};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, World, account};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const NAME: &str = "Оксана Іваненко";
/// Written by the trainer of [`World::attest_all`].
const SEEN: &str = "Seen at the event.";

fn holder(badge: &Published) -> AccountId {
    badge.award().holder()
}

async fn choose(world: &World, badge: &Published, choice: Choice) {
    world.office.community().choose_for_badge(holder(badge), badge.award().credential(), choice).await.expect("a choice");
}

async fn enter(visitor: &Visitor, badge: &Published, code: &str) -> Seen {
    let path = format!("/c/{}/shown", badge.award().credential());
    let body: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("code", code).finish();
    visitor.send(Method::POST, &path, &[BROWSER, FORM], body.into()).await
}

/// Every public answer about a badge that a stranger with its address can get, read from its own pages.
async fn every_answer(visitor: &Visitor, badge: &Published) -> Vec<(String, Seen)> {
    let id = badge.award().credential();
    let mut answers = Vec::new();
    for suffix in ["", ".json", ".jwt", ".png", ".svg", ".pdf", ".qr.svg", ".qr.png", "/person", "/shown"] {
        for accept in ["text/html", "application/json", "application/vc+jwt", "*/*", "text/plain"] {
            let path = format!("/c/{id}{suffix}");
            answers.push((format!("{path} as {accept}"), visitor.get(&path, &[("accept", accept)]).await));
        }
    }
    for evidence in badge_evidence(badge) {
        let path = evidence.trim_start_matches("http://localhost:8017").to_owned();
        answers.push((path.clone(), visitor.page(&path).await));
    }
    answers
}

fn badge_evidence(badge: &Published) -> Vec<String> {
    let document: serde_json::Value = insignia::standards::json::parse(badge.json(), &insignia::standards::json::Limits::DOCUMENT).unwrap();
    document["evidence"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()).collect()
}

fn contains(seen: &Seen, word: &str) -> bool {
    seen.body.windows(word.len()).any(|window| window == word.as_bytes())
}

on_both_backends! {
    async fn without_a_choice_a_page_shows_what_was_signed_and_nobody_is_listed(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge(NAME).await;
        let page = visitor.page(&format!("/c/{}", badge.award().credential())).await;
        assert!(page.text().contains(NAME) && page.text().contains("Genuine and current"));
        assert!(world.office.community().listed_badges(CLASS, None, 10).await.unwrap().is_empty());
        harness.finish().await;
    }

    async fn a_withheld_name_is_in_no_answer_and_the_verdict_in_all_pages(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge(NAME).await;
        choose(&world, &badge, Choice { names: Offer::Withheld, ..Choice::USUAL }).await;
        for (place, seen) in every_answer(&visitor, &badge).await {
            assert!(!contains(&seen, NAME) && !contains(&seen, "Іваненко"), "{place}: the name is there");
            assert!(seen.status < 500, "{place}");
        }
        let id = badge.award().credential();
        let page = visitor.page(&format!("/c/{id}")).await;
        for word in ["Genuine and current", "Facilitator", "Wikimedia Exampleland", "Awarded", "The names are kept back", "Anna"] {
            assert!(page.text().contains(word), "{word}");
        }
        assert!(!page.text().contains("name=\"recipient\""), "nobody tries names out");
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("recipient", NAME).finish();
        let asked = visitor.send(Method::POST, &format!("/c/{id}/person"), &[BROWSER, FORM], body.into()).await;
        assert!(asked.status == 200 && !asked.text().contains("exactly this name"), "{}", asked.text());
        let refused = visitor.get(&format!("/c/{id}.json"), &[]).await;
        assert_eq!((refused.status, refused.problem().as_str(), refused.header("cache-control")), (403, "withheld", "no-store"));
        // Whoever has the bytes verifies them as before, and status lists stay public.
        let verified = visitor.send(Method::POST, "/api/verify", &[], badge.json().to_vec().into()).await;
        assert_eq!(verified.json()["verdict"], "valid", "{}", verified.text());
        harness.finish().await;
    }

    async fn what_is_withheld_cannot_be_fetched_by_way_of_the_verifier(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge(NAME).await;
        choose(&world, &badge, Choice { names: Offer::Withheld, ..Choice::USUAL }).await;
        let address = world.office.addresses().credential(badge.award().credential());
        for text in [address.clone(), format!("{address}.json"), address.to_uppercase()] {
            let seen = visitor.send(Method::POST, "/api/verify", &[], text.clone().into()).await;
            assert_eq!((seen.status, seen.problem().as_str()), (403, "withheld"), "{text}: {}", seen.text());
            let body = format!("--B\r\nContent-Disposition: form-data; name=\"address\"\r\n\r\n{text}\r\n--B--\r\n");
            let seen = visitor.send(Method::POST, "/verify", &[BROWSER, ("content-type", "multipart/form-data; boundary=B")], body.into()).await;
            assert_eq!((seen.status, seen.header("location")), (303, address.as_str()), "{text}");
        }
        let picture = visitor.get(&format!("/c/{}.qr.png", badge.award().credential()), &[]).await;
        let seen = visitor.send(Method::POST, "/api/verify", &[], picture.body.into()).await;
        assert_eq!(seen.problem(), "withheld", "a photograph of the code is no way either");
        harness.finish().await;
    }

    async fn withheld_evidence_is_in_no_answer(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let badge = world.badge(NAME).await;
        let whole = visitor.page(badge_evidence(&badge)[0].trim_start_matches("http://localhost:8017")).await;
        assert!(whole.text().contains(SEEN) && whole.text().contains(&badge.award().credential().to_string()));
        choose(&world, &badge, Choice { evidence: Offer::Withheld, ..Choice::USUAL }).await;
        for (place, seen) in every_answer(&visitor, &badge).await {
            assert!(!contains(&seen, SEEN) && !contains(&seen, "Done well."), "{place}: the evidence is there");
        }
        let record = visitor.page(badge_evidence(&badge)[0].trim_start_matches("http://localhost:8017")).await;
        assert!(record.text().contains("Anna") && !record.text().contains(&badge.award().credential().to_string()));
        let page = visitor.page(&format!("/c/{}", badge.award().credential())).await;
        assert!(page.text().contains(NAME) && page.text().contains("The evidence is not shown"), "the name is");
        assert!(!page.text().contains("Anna"));
        harness.finish().await;
    }

    async fn only_the_holder_chooses_and_no_minor_is_listed(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge(NAME).await;
        let id = badge.award().credential();
        let listed = Choice { listing: Listing::Listed, ..Choice::USUAL };
        let refused = community.choose_for_badge(world.anna.id(), id, listed).await;
        assert!(matches!(refused, Err(HoldingError::NotHeld(_))), "{refused:?}");
        let nameless = Choice { names: Offer::Withheld, ..listed };
        assert!(matches!(community.choose_for_badge(holder(&badge), id, nameless).await, Err(HoldingError::Nameless)));
        let minor = community.register(&NewAccount { minor: Minor::Yes, ..account("Kid", None) }).await.unwrap();
        let nomination = world.nominate(&minor, CLASS, "Kid").await;
        world.attest_all(&world.anna, &nomination).await;
        let kids = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        assert!(matches!(community.choose_for_badge(minor.id(), kids.award().credential(), listed).await, Err(HoldingError::Minor)));
        community.choose_for_badge(holder(&badge), id, listed).await.unwrap();
        community.choose_for_badge(holder(&badge), id, listed).await.unwrap();
        assert_eq!(community.listed_badges(CLASS, None, 10).await.unwrap(), [id]);
        assert!(community.listed_badges(CLASS, Some(id), 10).await.unwrap().is_empty(), "the next page");
        assert!(community.listed_badges("grant-writer", None, 10).await.unwrap().is_empty());
        community.choose_for_badge(holder(&badge), id, Choice::USUAL).await.unwrap();
        assert!(community.listed_badges(CLASS, None, 10).await.unwrap().is_empty());
        harness.finish().await;
    }

    async fn a_link_shows_all_until_it_ends(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let community = world.office.community();
        let badge = world.badge(NAME).await;
        let (id, who) = (badge.award().credential(), holder(&badge));
        choose(&world, &badge, Choice { names: Offer::Withheld, evidence: Offer::Withheld, ..Choice::USUAL }).await;
        let secret = Secret::new(&Chance::seeded(21));
        for days in [0, 91] {
            assert!(matches!(community.make_viewing_link(who, id, days, &secret).await, Err(HoldingError::Days(_))));
        }
        assert!(matches!(community.make_viewing_link(world.anna.id(), id, 1, &secret).await, Err(HoldingError::NotHeld(_))));
        let link = community.make_viewing_link(who, id, 7, &secret).await.unwrap();
        assert_eq!(community.make_viewing_link(who, id, 7, &secret).await.unwrap(), link, "a second tap finds the first link");
        let path = format!("/c/{id}/link/{}", secret.reveal());
        let page = visitor.page(&path).await;
        assert!(page.status == 200 && page.text().contains(NAME) && page.text().contains("Record of the attestation"), "{}", page.text());
        assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"));
        assert!(!page.headers.contains_key("access-control-allow-origin"));
        assert!(page.text().contains(&format!("{path}/json")), "files stand behind the link");
        for form in ["json", "jwt", "png", "svg", "pdf"] {
            let file = visitor.get(&format!("{path}/{form}"), &[]).await;
            assert_eq!((file.status, file.header("cache-control")), (200, "no-store"), "{form}");
        }
        assert_eq!(visitor.get(&format!("{path}/json"), &[]).await.body, badge.json());
        let other = world.badge("Ada").await;
        assert_eq!(visitor.page(&path.replace(&id.to_string(), &other.award().credential().to_string())).await.status, 404);
        let wrong = visitor.page(&format!("/c/{id}/link/{}", "A".repeat(43))).await;
        assert!(wrong.status == 404 && wrong.text().contains("does not work any more") && !wrong.text().contains(NAME));
        harness.clock.advance(7 * 86_400 - 1);
        assert_eq!(visitor.page(&path).await.status, 200);
        harness.clock.advance(1);
        assert_eq!(visitor.page(&path).await.status, 404);
        assert!(community.viewing_links(who, id).await.unwrap().is_empty());
        let secret = Secret::new(&Chance::seeded(22));
        let again = community.make_viewing_link(who, id, 90, &secret).await.unwrap();
        assert_ne!(link.id, again.id);
        let path = format!("/c/{id}/link/{}", secret.reveal());
        assert!(matches!(community.end_viewing_link(world.anna.id(), id, again.id).await, Err(HoldingError::NotHeld(_))));
        community.end_viewing_link(who, id, again.id).await.unwrap();
        community.end_viewing_link(who, id, again.id).await.unwrap();
        assert_eq!(visitor.page(&path).await.status, 404);
        harness.finish().await;
    }

    async fn a_code_answers_for_ten_minutes_and_tells_a_name_once(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let community = world.office.community();
        let badge = world.badge("Ada").await;
        let (id, who) = (badge.award().credential(), holder(&badge));
        assert!(matches!(community.begin_showing(world.anna.id(), id, None, None).await, Err(HoldingError::NotHeld(_))));
        let none = enter(&visitor, &badge, "123456").await;
        let first = community.begin_showing(who, id, Some(" Augusta Ada King "), None).await.unwrap();
        let tapped_twice = community.begin_showing(who, id, None, None).await.unwrap();
        assert!(first == tapped_twice && tapped_twice.has_name(), "a second tap finds the first code");
        let showing = community.begin_showing(who, id, Some("Augusta Ada King"), Some(first.ends_at())).await.unwrap();
        let wrong = enter(&visitor, &badge, "x").await;
        assert_eq!(wrong.text(), none.text(), "a wrong code and no code have one answer");
        if first.code() != showing.code() {
            assert_eq!(enter(&visitor, &badge, first.code()).await.text(), none.text(), "one code at a time");
        }
        let seen = enter(&visitor, &badge, showing.code()).await;
        assert!(seen.text().contains("Augusta Ada King") && seen.text().contains("controls this badge now"), "{}", seen.text());
        assert_eq!((seen.header("cache-control"), seen.header("referrer-policy")), ("no-store", "no-referrer"));
        let again = enter(&visitor, &badge, showing.code()).await;
        assert!(!again.text().contains("King") && again.text().contains("controls this badge now"));
        assert_eq!(rows(&harness, "select count(*) from showing where legal_name is not null").await, 0);
        community.begin_showing(who, id, Some("Nobody Came"), Some(showing.ends_at())).await.unwrap();
        assert_eq!(community.clear_showings().await.unwrap(), 0);
        harness.clock.advance(600);
        assert_eq!((community.clear_showings().await.unwrap(), rows(&harness, "select count(*) from showing").await), (1, 0));
        let over = enter(&visitor, &badge, showing.code()).await;
        assert!(!over.text().contains("controls this badge"), "{}", over.text());
        assert_eq!(rows(&harness, "select count(*) from showing").await, 0, "what is over is deleted");
        harness.finish().await;
    }

    async fn five_wrong_codes_end_a_code_and_so_does_its_holder(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let community = world.office.community();
        let badge = world.badge("Ada").await;
        let (id, who) = (badge.award().credential(), holder(&badge));
        let showing = community.begin_showing(who, id, Some("Augusta Ada King"), None).await.unwrap();
        for _ in 0..5 {
            enter(&visitor, &badge, "none").await;
        }
        assert!(!enter(&visitor, &badge, showing.code()).await.text().contains("controls this badge"));
        assert!(community.showing(who, id).await.unwrap().is_some_and(|showing| showing.is_guessed_at()));
        let showing = community.begin_showing(who, id, None, None).await.unwrap();
        community.end_showing(who, id).await.unwrap();
        community.end_showing(who, id).await.unwrap();
        assert!(!enter(&visitor, &badge, showing.code()).await.text().contains("controls this badge"));
        harness.finish().await;
    }

    async fn a_steward_withholds_all_details_even_from_links(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let community = world.office.community();
        let badge = world.badge(NAME).await;
        let (id, who) = (badge.award().credential(), holder(&badge));
        choose(&world, &badge, Choice { listing: Listing::Listed, ..Choice::USUAL }).await;
        let secret = Secret::new(&Chance::seeded(23));
        community.make_viewing_link(who, id, 7, &secret).await.unwrap();
        assert!(matches!(community.withhold_details(who, Why::Vanished, world.badri.id()).await, Err(HoldingError::NotSteward)));
        community.appoint(world.badri.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
        assert!(matches!(community.show_details(who, world.badri.id()).await, Err(HoldingError::NotWithheld)));
        community.withhold_details(who, Why::Vanished, world.badri.id()).await.unwrap();
        community.withhold_details(who, Why::Memorial, world.badri.id()).await.unwrap();
        let mut answers = every_answer(&visitor, &badge).await;
        answers.push(("by link".to_owned(), visitor.page(&format!("/c/{id}/link/{}", secret.reveal())).await));
        for (place, seen) in answers {
            for word in [NAME, SEEN, "memorial", "vanished"] {
                assert!(!contains(&seen, word), "{place}: {word}");
            }
        }
        let page = visitor.page(&format!("/c/{id}")).await;
        assert!(page.text().contains("Genuine and current") && page.text().contains("Details withheld"), "{}", page.text());
        assert!(community.listed_badges(CLASS, None, 10).await.unwrap().is_empty());
        community.show_details(who, world.badri.id()).await.unwrap();
        assert!(visitor.page(&format!("/c/{id}")).await.text().contains(NAME));
        harness.finish().await;
    }

    async fn erasing_takes_choices_links_and_codes_along(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let community = world.office.community();
        let badge = world.badge(NAME).await;
        let (id, who) = (badge.award().credential(), holder(&badge));
        choose(&world, &badge, Choice { names: Offer::Withheld, ..Choice::USUAL }).await;
        let secret = Secret::new(&Chance::seeded(23));
        community.make_viewing_link(who, id, 7, &secret).await.unwrap();
        community.begin_showing(who, id, Some("Oksana I."), None).await.unwrap();
        world.office.erase(who).await.unwrap();
        for table in ["select count(*) from badge_choice", "select count(*) from viewing_link", "select count(*) from showing"] {
            assert_eq!(rows(&harness, table).await, 0, "{table}");
        }
        assert_eq!(visitor.page(&format!("/c/{id}/link/{}", secret.reveal())).await.status, 410);
        assert_eq!(enter(&visitor, &badge, "123456").await.status, 410);
        assert!(matches!(community.begin_showing(who, id, None, None).await, Err(HoldingError::NotHeld(_))));
        world.assert_sound("an erasure").await;
        harness.finish().await;
    }
}

async fn rows(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}
