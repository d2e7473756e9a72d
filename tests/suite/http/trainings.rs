//! Trainings on pages: planned, looked at, made once, changed; for those who train in them alone.

use insignia::community::attestation::Workshop;

use super::browser::Browser;
use super::visit::Seen;
use crate::harness::on_both_backends;
use crate::world::{CLASS, TRAINER_CLASS, World};

/// What the form says, with some of its fields said otherwise.
fn said<'a>(once: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let plain = [
        ("once", once),
        ("name", "Digital <safety>"),
        ("place", "Tunis"),
        ("from", "2026-12-01"),
        ("until", "2026-12-02"),
        ("affiliate", "wmxx"),
        ("language", "en"),
        ("expected", "60"),
        ("trainers", "Badri"),
    ];
    let mut fields: Vec<_> = plain.into_iter().filter(|(name, _)| !other.iter().any(|(said, _)| said == name)).collect();
    fields.push(("class", CLASS));
    fields.extend(other.iter().filter(|(_, value)| !value.is_empty()));
    fields
}

/// What the page's form makes its training once by.
fn once(page: &Seen) -> String {
    page.text().split_once("name=\"once\" value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

/// A training that Anna made on the pages.
pub(super) async fn made(world: &World, anna: &mut Browser, other: &[(&str, &str)]) -> Workshop {
    let page = anna.page("/training/new").await;
    let made = anna.form("/training", &said(&once(&page), other)).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let id = made.header("location").rsplit('/').next().unwrap().parse().unwrap();
    world.office.community().workshop(id).await.unwrap()
}

on_both_backends! {
    async fn a_training_is_looked_at_and_then_made_once(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let page = anna.page("/training/new").await;
        assert!(page.text().contains(&format!("value=\"{CLASS}\"")) && page.text().contains("value=\"wmxx\""), "{}", page.text());
        let once = once(&page);
        let review = anna.form("/training/new", &said(&once, &[])).await;
        assert_eq!(review.status, 200, "{}", review.text());
        assert!(review.text().contains("Digital &lt;safety&gt;") && review.text().contains("<bdi>Badri</bdi>"), "{}", review.text());
        assert!(!review.text().contains("to know beforehand"), "nothing is missing: {}", review.text());
        assert!(anna.page("/training").await.text().contains("do not train in any"), "a look makes nothing");
        let back = anna.form("/training/new", &said(&once, &[("back", "yes")])).await;
        assert!(back.text().contains("value=\"2026-12-01\"") && back.text().contains(&once), "{}", back.text());
        let (one, two) = (anna.form("/training", &said(&once, &[])).await, anna.form("/training", &said(&once, &[])).await);
        assert_eq!((one.status, one.header("location")), (303, two.header("location")));
        assert_eq!(world.office.community().workshops_of(world.badri.id()).await.unwrap().len(), 1);
        let shown = anna.page(one.header("location")).await;
        assert!(shown.text().contains("/join/") && shown.text().contains("Print slips and the room sheet"), "{}", shown.text());
        assert!(anna.page("/training").await.text().contains("Digital &lt;safety&gt;"));
        harness.finish().await;
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_is_made(harness) {
        let world = World::new(&harness).await;
        world.person("Twin").await;
        world.person("Twin").await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let once = once(&anna.page("/training/new").await);
        let long = "x".repeat(121);
        for (field, value, words) in [
            ("name", "", "Give the training a name"),
            ("name", long.as_str(), "too long"),
            ("affiliate", "", "which affiliate"),
            ("from", "", "on which day it begins"),
            ("until", "2026-11-30", "ends before it begins"),
            ("until", "2036-11-30", "two years at most"),
            ("expected", "1001", "1 to 1000"),
            ("language", "tlh", "languages of the list"),
            ("issuer", "nobody", "who signs"),
            ("class", "no-such-class", "at least one badge"),
            ("trainers", "Somebody", "Nobody here is called “<bdi>Somebody</bdi>”"),
            ("trainers", "Twin", "Several people are called"),
        ] {
            for path in ["/training/new", "/training"] {
                let seen = anna.form(path, &said(&once, &[(field, value)])).await;
                assert_eq!(seen.status, 422, "{field}={value}: {}", seen.text());
                assert!(seen.text().contains(words) && seen.text().contains("role=\"alert\""), "{field}={value}: {}", seen.text());
                assert!(seen.text().contains(&format!("href=\"#{field}\"")), "{field}={value}");
            }
        }
        assert_eq!(world.office.community().workshops_of(world.anna.id()).await.unwrap(), []);
        harness.finish().await;
    }

    async fn what_will_be_missing_is_said_before_it_is_made(harness) {
        let world = World::new(&harness).await;
        let nobody = world.person("Nobody").await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let once = once(&anna.page("/training/new").await);
        let late = anna.form("/training/new", &said(&once, &[("from", "2027-12-01"), ("until", "2027-12-02")])).await;
        assert!(late.text().contains("mandate of <bdi>Anna</bdi> for Facilitator"), "{}", late.text());
        assert!(late.text().contains("Nobody who trains here may attest"), "{}", late.text());
        let id = nobody.id().to_string();
        let alone = anna.form("/training/new", &said(&once, &[("class", TRAINER_CLASS), ("trainers", &id)])).await;
        assert!(alone.text().contains("<bdi>Nobody</bdi> may attest none"), "{}", alone.text());
        assert!(alone.text().contains("needs attestations by 2 trainers"), "{}", alone.text());
        let other = anna.form("/training/new", &said(&once, &[("class", "grant-writer"), ("from", "2025-01-01"), ("until", "")])).await;
        assert!(other.text().contains("Nobody who trains here may attest") && other.text().contains("over already"), "{}", other.text());
        harness.finish().await;
    }

    async fn a_training_is_there_for_those_who_train_in_it_alone(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let id = made(&world, &mut anna, &[("trainers", "")]).await.id();
        let (mut badri, mut nobody) = (Browser::of(&world, &harness, &world.badri).await, Browser::new(&world, &harness));
        let (here, forms) = (format!("/training/{id}"), ["", "/joining", "/join-code", "/trainers", "/trainers/removal"]);
        badri.page("/training").await;
        assert_eq!((badri.page(&here).await.status, badri.page("/training").await.text().contains(&here)), (404, false), "another trainer");
        assert_eq!(nobody.page(&here).await.header("location"), format!("/sign-in?next={here}"));
        for form in forms {
            let path = format!("{here}{form}");
            badri.page("/training").await;
            assert_eq!(badri.form(&path, &[("joining", "closed")]).await.status, 404, "{path}");
            "none".clone_into(&mut anna.token);
            assert_eq!(anna.form(&path, &[]).await.status, 403, "{path} without the token of its form");
        }
        // Whose mandates are over sees nothing, whatever they made.
        harness.clock.advance(400 * 86_400);
        anna.enter(&world, &world.anna, false).await;
        assert_eq!((anna.page(&here).await.status, anna.page("/training").await.status), (403, 403));
        harness.finish().await;
    }

    async fn a_training_is_changed_and_twice_changes_nothing_more(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[("trainers", "")]).await;
        let (here, id) = (format!("/training/{}", workshop.id()), workshop.id());
        anna.page(&here).await;
        let code = workshop.join_code().to_string();
        let mut codes = Vec::new();
        for _ in 0..2 {
            assert_eq!(anna.form(&format!("{here}/join-code"), &[("code", &code)]).await.status, 303);
            codes.push(community.workshop(id).await.unwrap().join_code().clone());
            assert_eq!(anna.form(&format!("{here}/joining"), &[("joining", "closed")]).await.status, 303);
            assert_eq!(anna.form(&format!("{here}/trainers"), &[("trainers", "Badri")]).await.status, 303);
        }
        assert!(codes[0] == codes[1] && codes[0].to_string() != code, "{codes:?}");
        let closed = community.workshop(id).await.unwrap();
        assert!(!closed.is_joinable(community.now()) && closed.training().trainers().len() == 2);
        assert!(anna.page(&here).await.text().contains("Nobody can join by the slide"));
        assert_eq!(anna.form(&format!("{here}/joining"), &[("joining", "open")]).await.status, 303);
        assert!(community.workshop(id).await.unwrap().is_joinable(community.now()));
        let wrong = anna.form(&here, &[("place", "Sfax"), ("from", "2026-12-05"), ("until", "2026-12-04"), ("expected", "0")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("2 things are not right"), "{}", wrong.text());
        assert_eq!(anna.form(&here, &[("place", "Sfax"), ("from", "2026-12-05"), ("until", ""), ("expected", "7")]).await.status, 303);
        let changed = community.workshop(id).await.unwrap();
        assert_eq!((changed.training().place(), changed.expected()), ("Sfax", 7));
        assert_eq!(changed.join_closes_at(), changed.training().ends_at().plus_seconds(12 * 3600));
        harness.finish().await;
    }

    async fn the_last_trainer_stays_and_whoever_leaves_sees_it_no_more(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let here = format!("/training/{}", made(&world, &mut anna, &[]).await.id());
        anna.page(&here).await;
        let (own, other) = (world.anna.id().to_string(), world.badri.id().to_string());
        let removal = format!("{here}/trainers/removal");
        assert_eq!(anna.form(&removal, &[("trainer", "x")]).await.status, 400);
        assert_eq!(anna.form(&removal, &[("trainer", &other)]).await.header("location"), here);
        assert_eq!(anna.form(&removal, &[("trainer", &own)]).await.header("location"), here, "the last one");
        assert_eq!(anna.page(&here).await.status, 200);
        anna.form(&format!("{here}/trainers"), &[("trainers", &other)]).await;
        assert_eq!(anna.form(&removal, &[("trainer", &own)]).await.header("location"), "/training");
        assert_eq!(anna.page(&here).await.status, 404);
        harness.finish().await;
    }

    async fn a_rehearsal_says_so_on_each_page(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let page = anna.page("/training/new").await;
        let review = anna.form("/training/new", &said(&once(&page), &[("rehearsal", "yes")])).await;
        let workshop = made(&world, &mut anna, &[("rehearsal", "yes")]).await;
        assert!(workshop.is_rehearsal());
        let (list, own) = (anna.page("/training").await, anna.page(&format!("/training/{}", workshop.id())).await);
        for seen in [review, list, own] {
            assert!(seen.text().contains("class=\"rehearsal\""), "{}", seen.text());
        }
        harness.finish().await;
    }
}
