//! `/c/{id}` from every side.

use std::num::NonZeroU32;

use axum::http::Method;
use insignia::doors::http::rates::Quotas;
use insignia::issuer::RevocationReason;
use insignia::standards::bake;
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::CredentialId;

use super::visit::{BROWSER, Seen, Visitor, door, patient};
use crate::harness::on_both_backends;
use crate::world::{World, said};

fn path(id: CredentialId) -> String {
    format!("/c/{id}")
}

on_both_backends! {
    async fn an_unknown_address_is_the_same_nothing_in_every_form(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let unknown: CredentialId = Chance::seeded(9).id();
        for name in [unknown.to_string(), unknown.to_string().to_uppercase(), "nonsense".to_owned(), format!("{unknown}.json"), format!("{unknown}.exe")] {
            let seen = visitor.get(&format!("/c/{name}"), &[]).await;
            assert_eq!((seen.status, seen.problem().as_str()), (404, "not-found"), "{name}");
            let mut document = seen.json();
            document.as_object_mut().unwrap().remove("instance");
            assert_eq!(document.as_object().unwrap().len(), 3, "nothing but type, title and status: {document}");
            let page = visitor.page(&format!("/c/{name}")).await;
            assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
        }
        harness.finish().await;
    }

    async fn misses_are_counted_and_hits_are_not(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let two = NonZeroU32::new(2).unwrap();
        let visitor = Visitor::with(door(&world, &harness, Quotas { misses: two, ..patient() }));
        for _ in 0..20 {
            assert_eq!(visitor.get(&path(badge.award().credential()), &[]).await.status, 200);
        }
        let chance = Chance::seeded(5);
        let mut asked = Vec::new();
        for _ in 0..3 {
            asked.push(visitor.get(&path(chance.id()), &[]).await.status);
        }
        assert_eq!(asked, [404, 404, 429]);
        let refused = visitor.get(&path(chance.id()), &[]).await;
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|s| (1..=60).contains(&s)), "{refused:?}");
        assert_eq!(visitor.get(&path(badge.award().credential()), &[]).await.status, 200, "a badge is still shown");
        harness.finish().await;
    }

    async fn each_form_is_given_to_whoever_asks_for_it(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Оксана").await;
        let visitor = Visitor::new(&world, &harness);
        let at = path(badge.award().credential());
        for (accept, kind) in [
            ("", "application/vc+ld+json"),
            ("*/*", "application/vc+ld+json"),
            ("application/json", "application/json"),
            ("application/ld+json", "application/ld+json"),
            ("application/vc", "application/vc"),
            ("application/json, text/html;q=0.9", "application/json"),
            ("text/plain", "text/plain"),
            ("application/vc+jwt", "application/vc+jwt"),
            (BROWSER.1, "text/html; charset=utf-8"),
        ] {
            let seen = visitor.get(&at, &[("accept", accept)]).await;
            assert_eq!((seen.status, seen.header("content-type")), (200, kind), "{accept}");
            assert!(seen.header("vary").to_lowercase().contains("accept"), "{accept}");
            match kind {
                "text/html; charset=utf-8" => assert!(seen.text().contains("Оксана") && seen.text().contains("<html lang=\"en\" dir=\"ltr\">")),
                "text/plain" | "application/vc+jwt" => assert_eq!(seen.text(), badge.jwt()),
                _ => assert_eq!(seen.body, badge.json(), "exactly the signed bytes"),
            }
        }
        let refused = visitor.get(&at, &[("accept", "image/webp")]).await;
        assert_eq!((refused.status, refused.problem().as_str()), (406, "not-acceptable"));
        harness.finish().await;
    }

    async fn an_address_in_upper_case_answers_directly(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let seen = visitor.page(&path(badge.award().credential()).to_uppercase()).await;
        assert_eq!(seen.status, 200);
        assert!(seen.text().contains("Genuine and current"), "{}", seen.text());
        harness.finish().await;
    }

    async fn files_ignore_what_is_asked_for_and_carry_the_signed_bytes(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let file = async |form: &str| {
            let seen = visitor.page(&format!("/c/{id}.{form}")).await;
            assert_eq!((seen.status, seen.header("access-control-allow-origin")), (200, "*"), "{form}");
            seen
        };
        let json = file("json").await;
        assert_eq!((json.body.as_slice(), json.header("content-type")), (badge.json(), "application/vc+ld+json"));
        assert_eq!(json.header("content-disposition"), format!("attachment; filename=\"badge-{id}.json\""));
        assert_eq!(file("jwt").await.text(), badge.jwt());
        let (png, svg) = (file("png").await, file("svg").await);
        assert_eq!(bake::png::extract(&png.body).unwrap().text.as_bytes(), badge.json());
        assert_eq!(bake::svg::extract(&svg.body).unwrap().text.as_bytes(), badge.json());
        for image in [&svg, &file("qr.svg").await] {
            assert!(image.header("content-security-policy").starts_with("sandbox"), "an image cannot run anything");
        }
        assert_eq!(file("qr.png").await.header("content-type"), "image/png");
        for bytes in [&json.body, &png.body, &svg.body, &badge.jwt().as_bytes().to_vec()] {
            let verdict = world.verdict(bytes).await;
            assert_eq!(said(&verdict).0, "valid", "{verdict:?}");
        }
        let large = visitor.get(&format!("/c/{id}.png?size=1024"), &[]).await;
        assert_eq!(bake::png::extract(&large.body).unwrap().text.as_bytes(), badge.json(), "every size carries the badge");
        assert!(large.body.len() > png.body.len());
        let again = visitor.get(&format!("/c/{id}.json"), &[("if-none-match", json.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        harness.finish().await;
    }

    async fn a_suspended_and_a_revoked_badge_are_shown_as_such(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        world.office.suspend(id, "being looked into", world.anna.id()).await.unwrap();
        let page = visitor.page(&path(id)).await;
        assert!(page.text().contains("Not valid: suspended by its issuer"), "{}", page.text());
        assert!(!page.text().contains("being looked into"), "the reason is not for the public");
        world.office.reinstate(id, world.badri.id()).await.unwrap();
        assert!(visitor.page(&path(id)).await.text().contains("Genuine and current"));
        let request = world.office.ask_revocation(id, RevocationReason::Error, "wrong person", world.anna.id()).await.unwrap();
        assert!(visitor.page(&path(id)).await.text().contains("Genuine and current"), "one person alone revokes nothing");
        world.office.confirm_revocation(request, world.badri.id()).await.unwrap();
        let page = visitor.page(&path(id)).await;
        assert!(page.text().contains("Not valid: revoked by its issuer") && !page.text().contains("wrong person"), "{}", page.text());
        assert_eq!(visitor.get(&path(id), &[]).await.status, 200, "verifiers still get the document, and find it revoked");
        harness.finish().await;
    }

    async fn a_badge_that_was_genuine_a_moment_ago_expires(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let at = path(badge.award().credential());
        assert!(visitor.page(&at).await.text().contains("Genuine and current"));
        let class = world.office.community().catalog().class(crate::world::CLASS).unwrap();
        harness.clock.advance(i64::from(class.validity_months().expect("the class ends")) * 31 * 86_400);
        let page = visitor.page(&at).await;
        assert!(page.text().contains("Not valid: expired"), "{}", page.text());
        harness.finish().await;
    }

    async fn an_erased_badge_is_gone_in_every_form(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let holder = world.office.community().standing(badge.award().nomination()).await.unwrap().0.holder();
        world.office.erase(holder).await.unwrap();
        for name in [format!("{id}"), format!("{id}.json"), format!("{id}.png")] {
            let seen = visitor.get(&format!("/c/{name}"), &[]).await;
            assert_eq!((seen.status, seen.problem().as_str()), (410, "erased"), "{name}");
            assert!(!seen.text().contains("Ada"));
        }
        let page = visitor.page(&path(id)).await;
        assert_eq!(page.status, 410);
        assert!(!page.text().contains("Ada"));
        harness.finish().await;
    }

    async fn a_page_is_in_the_readers_language(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let at = path(badge.award().credential());
        let arabic = visitor.page(&format!("{at}?lang=ar")).await;
        assert!(arabic.text().contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", arabic.text());
        let ukrainian = visitor.get(&at, &[BROWSER, ("accept-language", "uk, en;q=0.5")]).await;
        assert!(ukrainian.text().contains("<html lang=\"uk\" dir=\"ltr\">"));
        assert_eq!(ukrainian.header("content-language"), "uk");
        let bengali = visitor.get(&at, &[BROWSER, ("accept-language", "bn, hi;q=0.5")]).await;
        assert!(bengali.text().contains("<html lang=\"bn\" dir=\"ltr\">") && bengali.text().contains("আসল ও কার্যকর"));
        assert_eq!(bengali.header("content-language"), "bn");
        let hindi = visitor.get("/about", &[BROWSER, ("accept-language", "bn, hi;q=0.5")]).await;
        assert_eq!(hindi.header("content-language"), "hi", "this page is not offered in Bengali");
        assert_eq!(ukrainian.header("referrer-policy"), "no-referrer");
        harness.finish().await;
    }

    async fn the_evidence_leads_to_a_record_that_names_the_trainer_as_agreed(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let page = visitor.page(&path(badge.award().credential())).await;
        let start = page.text().find("/attestations/").expect("a link to the record");
        let address = &page.text()[start..start + "/attestations/".len() + 26];
        let record = visitor.page(address).await;
        assert_eq!(record.status, 200, "{}", record.text());
        assert!(record.text().contains("Anna") && record.text().contains("wmxx"));
        let unknown: CredentialId = Chance::seeded(8).id();
        for nothing in [format!("/attestations/{unknown}"), "/attestations/x".to_owned()] {
            assert_eq!(visitor.get(&nothing, &[]).await.status, 404);
        }
        harness.finish().await;
    }

    async fn a_record_is_not_public_before_its_badge(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Ada").await;
        let nomination = world.nominate(&holder, crate::world::CLASS, "Ada").await;
        let attestation = world.attest_all(&world.anna, &nomination).await;
        let visitor = Visitor::new(&world, &harness);
        assert_eq!(visitor.get(&format!("/attestations/{}", attestation.id()), &[]).await.status, 404);
        harness.finish().await;
    }

    async fn reading_is_all_that_the_public_can_do(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let seen: Seen = visitor.send(method, &path(badge.award().credential()), &[], axum::body::Body::empty()).await;
            assert_eq!((seen.status, seen.problem().as_str()), (405, "method-not-allowed"));
        }
        harness.finish().await;
    }
}
