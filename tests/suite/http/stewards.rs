//! Pages of stewards: what opens to whom, and what happens there.

use insignia::community::people::Account;
use insignia::community::people::appointment::Role;
use insignia::doors::http::practice::{Practice, Work};
use insignia::vocabulary::ids::CredentialId;

use super::browser::Browser;
use super::visit::{Visitor, door_where};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, World};

/// A steward without any mandate.
pub(super) async fn steward(world: &World, name: &str) -> Account {
    let person = world.person(name).await;
    world.office.community().appoint(person.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
    person
}

async fn browser_of_steward(world: &World, harness: &Harness, name: &str) -> (Browser, Account) {
    let person = steward(world, name).await;
    (Browser::of(world, harness, &person).await, person)
}

/// The verdict that everybody sees.
async fn public(browser: &Browser, badge: CredentialId) -> String {
    browser.another().page(&format!("/c/{badge}")).await.text().to_owned()
}

fn path_of(seen: &super::visit::Seen) -> String {
    seen.header("location").split('?').next().unwrap().to_owned()
}

on_both_backends! {
    async fn what_waits_is_on_the_first_page(harness) {
        let world = World::new(&harness).await;
        let (mut sol, _) = browser_of_steward(&world, &harness, "Sol").await;
        assert!(sol.page("/admin").await.text().contains("Nothing waits for you"));
        let badge = world.badge("Ada").await.award().credential();
        let reason = insignia::issuer::RevocationReason::Error;
        world.office.ask_revocation(badge, reason, "", world.anna.id()).await.unwrap();
        harness.clock.advance(300 * 86_400);
        let (mut sol, _) = browser_of_steward(&world, &harness, "Sol Two").await;
        let page = sol.page("/admin").await;
        assert!(page.text().contains("One revocation waits") && page.text().contains("2 mandates end within 90 days"), "{}", page.text());
        harness.finish().await;
    }

    async fn a_mandate_is_given_paused_and_ended(harness) {
        let world = World::new(&harness).await;
        let (mut sol, sol_account) = browser_of_steward(&world, &harness, "Sol").await;
        world.person("Chen").await;
        sol.page("/admin/mandates/new").await;
        let day = [("from", "2026-11-20"), ("until", "2027-11-19"), ("decision", "Committee, 2026-11-01"), ("class", CLASS)];
        let fields = |person: &'static str, affiliate: &'static str| {
            [("person", person), ("affiliate", affiliate)].into_iter().chain(day).collect::<Vec<_>>()
        };
        // Refusals first, each at its field.
        for (sent, said) in [
            (fields("Nobody", "wmxx"), "Nobody here is called that"),
            (fields("Chen", ""), "for which affiliate"),
            (fields("Sol", "wmxx"), "to themselves"),
            (fields("Chen", "wmxx").into_iter().filter(|(name, _)| *name != "class").collect(), "at least one badge"),
            (fields("Chen", "wmxx").into_iter().map(|(n, v)| if n == "until" { (n, "2026-11-01") } else { (n, v) }).collect(), "lies before"),
            (fields("Chen", "wmxx").into_iter().map(|(n, v)| if n == "from" { (n, "soon") } else { (n, v) }).collect(), "year, month and day"),
        ] {
            let seen = sol.form("/admin/mandates/new", &sent).await;
            assert!(seen.status == 200 && seen.text().contains(said) && seen.text().contains("role=\"alert\""), "{said}: {}", seen.text());
        }
        let given = sol.form("/admin/mandates/new", &fields("Chen", "wmxx")).await;
        assert_eq!(given.status, 303, "{}", given.text());
        let mandate = path_of(&given);
        let page = sol.page(given.header("location")).await;
        assert!(page.text().contains("The mandate is given") && page.text().contains("Committee, 2026-11-01"), "{}", page.text());
        let list = sol.page("/admin/mandates?person=chen&class=facilitator&affiliate=WMXX&state=in-force").await;
        assert!(list.text().contains(&mandate) && list.text().contains("One mandate"), "{}", list.text());
        assert!(!sol.page("/admin/mandates?person=chen&state=paused").await.text().contains(&mandate));
        assert!(!sol.page("/admin/mandates?class=grant-writer").await.text().contains(&mandate));
        for (deed, once, twice) in [("pause", 303, 409), ("resumption", 303, 409), ("pause", 303, 409), ("end", 303, 409), ("resumption", 409, 409)] {
            sol.page(&mandate).await;
            let path = format!("{mandate}/{deed}");
            assert_eq!((sol.form(&path, &[]).await.status, sol.form(&path, &[]).await.status), (once, twice), "{deed}");
        }
        assert!(sol.page(&mandate).await.text().contains("ended early"));
        // Nobody else gets in, and an id that is nowhere leads nowhere.
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        assert_eq!(anna.page(&mandate).await.status, 403);
        assert_eq!(sol.page("/admin/mandates/7zzzzzzzzzzzzzzzzzzzzzzzzz").await.status, 404);
        // Where the operator asks for it, it needs a proof that is a moment old.
        let practice = Practice { fresh_for: vec![Work::Stewardship], ..Practice::default() };
        let mut strict = Browser::at(Visitor::with(door_where(&world, &harness, practice)));
        strict.enter(&world, &sol_account, false).await;
        assert!(strict.page("/admin/mandates/new").await.text().contains("name=\"decision\""));
        harness.clock.advance(301);
        let stale = strict.page("/admin/mandates/new").await;
        assert!(stale.text().contains("once more that it is you") && !stale.text().contains("name=\"decision\""));
        strict.page("/me/security").await;
        let sent = strict.form("/admin/mandates/new", &fields("Chen", "wmxx")).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/sign-in?next=/admin/mandates/new"));
        let chen = world.office.community().people_called("Chen").await.unwrap().remove(0);
        assert_eq!(world.office.community().trainer(chen.id()).await.unwrap().mandates().len(), 1);
        assert_ne!(chen.id(), sol_account.id());
        harness.finish().await;
    }

    async fn trainings_that_rest_on_a_mandate_are_named(harness) {
        let world = World::new(&harness).await;
        let training = insignia::community::attestation::NewTraining {
            name: "Evening course".to_owned(),
            place: String::new(),
            starts_at: crate::harness::START.plus_seconds(86_400),
            ends_at: crate::harness::START.plus_seconds(2 * 86_400),
            affiliate: "wmxx".to_owned(),
            classes: vec![CLASS.to_owned()],
            trainers: vec![world.anna.id()],
        };
        world.office.community().make_training(&training).await.unwrap();
        let (mut sol, _) = browser_of_steward(&world, &harness, "Sol").await;
        let of = async |account: &Account| world.office.community().trainer(account.id()).await.unwrap().mandates()[0].id();
        let (anna, badri) = (of(&world.anna).await, of(&world.badri).await);
        assert!(sol.page(&format!("/admin/mandates/{anna}")).await.text().contains("Evening course"));
        assert!(!sol.page(&format!("/admin/mandates/{badri}")).await.text().contains("Evening course"));
        harness.clock.advance(3 * 86_400);
        let (mut later, _) = browser_of_steward(&world, &harness, "Later").await;
        assert!(!later.page(&format!("/admin/mandates/{anna}")).await.text().contains("Evening course"), "it is over");
        harness.finish().await;
    }

    async fn a_badge_is_found_in_four_ways_and_suspended(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let id = badge.award().credential();
        let (mut sol, _) = browser_of_steward(&world, &harness, "Sol").await;
        for typed in [id.to_string(), id.printed(), format!("http://localhost:8017/c/{id}"), format!("http://localhost:8017/C/{}.json", id.to_string().to_uppercase())] {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("find", &typed).finish();
            let seen = sol.page(&format!("/admin/badges?{query}")).await;
            assert_eq!((seen.status, seen.header("location")), (303, format!("/admin/badges/{id}").as_str()), "{typed}");
        }
        assert!(sol.page("/admin/badges?find=Ada").await.text().contains(&id.to_string()), "by the holder's name");
        assert!(sol.page("/admin/badges?find=Nobody").await.text().contains("There is no such badge here"));
        let path = format!("/admin/badges/{id}");
        sol.page(&path).await;
        let refused = sol.form(&format!("{path}/suspension?uselang=ar"), &[("reason", "because of Ada")]).await;
        assert_eq!(refused.status, 400, "no words about a person are kept");
        assert!(refused.text().contains(">لم يُختر سبب. افتح الصفحة من جديد واختر سببًا.</p>"), "{}", refused.text());
        assert_eq!(sol.form(&format!("{path}/suspension"), &[("reason", "inquiry")]).await.status, 303);
        assert_eq!(sol.form(&format!("{path}/suspension"), &[("reason", "inquiry")]).await.status, 409);
        assert!(sol.page(&path).await.text().contains("Something is being looked into"));
        assert!(public(&sol, id).await.contains("Not valid: suspended by its issuer"));
        assert_eq!(sol.form(&format!("{path}/reinstatement"), &[]).await.status, 303);
        assert_eq!(sol.form(&format!("{path}/reinstatement"), &[]).await.status, 409);
        assert!(public(&sol, id).await.contains("Genuine and current"));
        // Of somebody who left, nothing is told but that it is genuine.
        assert!(public(&sol, id).await.contains("Ada"));
        sol.page(&path).await;
        assert_eq!(sol.form(&format!("{path}/details"), &[("details", "withheld"), ("why", "weather")]).await.status, 400);
        for _ in 0..2 {
            assert_eq!(sol.form(&format!("{path}/details"), &[("details", "withheld"), ("why", "vanished")]).await.status, 303);
        }
        let seen = public(&sol, id).await;
        assert!(seen.contains("Genuine and current") && !seen.contains("Ada"), "{seen}");
        sol.page(&path).await;
        for _ in 0..2 {
            assert_eq!(sol.form(&format!("{path}/details"), &[("details", "shown")]).await.status, 303);
        }
        assert!(public(&sol, id).await.contains("Ada"));
        harness.finish().await;
    }

    async fn a_revocation_needs_a_second_steward_who_is_not_the_holder(harness) {
        let world = World::new(&harness).await;
        let (mut holder, holder_account) = browser_of_steward(&world, &harness, "Ada").await;
        let nomination = world.nominate(&holder_account, CLASS, "Ada").await;
        world.attest_all(&world.badri, &nomination).await;
        let id = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap().award().credential();
        let (mut asker, _) = browser_of_steward(&world, &harness, "Sol").await;
        let (mut second, _) = browser_of_steward(&world, &harness, "Tao").await;
        let path = format!("/admin/badges/{id}");
        asker.page(&path).await;
        assert_eq!(asker.form(&format!("{path}/revocation"), &[("reason", "weather")]).await.status, 400);
        for _ in 0..2 {
            let asked = asker.form(&format!("{path}/revocation"), &[("reason", "error"), ("note", "The wrong person.")]).await;
            assert_eq!((asked.status, path_of(&asked)), (303, path.clone()));
        }
        let waiting = world.office.waiting_revocations().await.unwrap();
        assert_eq!(waiting.len(), 1, "a double tap asks once");
        let confirmation = format!("/admin/revocations/{}/confirmation", waiting[0].request.id);
        // Neither who asked nor the holder, however they try.
        for browser in [&mut asker, &mut holder] {
            let page = browser.page(&path).await;
            assert!(page.text().contains("Somebody else has to confirm this") && !page.text().contains(&confirmation), "{}", page.text());
            assert_eq!(browser.form(&confirmation, &[]).await.status, 403);
        }
        assert!(public(&second, id).await.contains("Genuine and current"), "until then it stays as it is");
        let page = second.page("/admin/badges").await;
        assert!(page.text().contains(&confirmation) && page.text().contains("The wrong person."), "{}", page.text());
        let confirmed = second.form(&confirmation, &[]).await;
        assert_eq!((confirmed.status, path_of(&confirmed)), (303, path.clone()));
        assert_eq!(second.form(&confirmation, &[]).await.status, 409);
        assert!(second.page(&path).await.text().contains("It should not have been issued"));
        assert!(public(&second, id).await.contains("Not valid: revoked by its issuer"));
        // A request can be declined too.
        let other = world.badge("Bo").await.award().credential();
        asker.page(&format!("/admin/badges/{other}")).await;
        asker.form(&format!("/admin/badges/{other}/revocation"), &[("reason", "holder")]).await;
        let request = world.office.waiting_revocations().await.unwrap()[0].request.id;
        second.page("/admin/badges").await;
        assert_eq!(second.form(&format!("/admin/revocations/{request}/refusal"), &[]).await.status, 303);
        assert!(public(&second, other).await.contains("Genuine and current"));
        harness.finish().await;
    }

    async fn the_log_is_shown_with_its_filters_and_its_chain(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada Seeded").await;
        let id = badge.award().credential();
        let (mut sol, _) = browser_of_steward(&world, &harness, "Sol").await;
        let page = sol.page("/admin/log").await;
        assert!(page.text().contains("The chain is whole") && page.text().contains("mandate.given"), "{}", page.text());
        assert!(!page.text().contains("Seeded"), "no personal text");
        let of_badge = sol.page(&format!("/admin/log?subject={id}")).await;
        assert!(of_badge.text().contains("edition.published") && !of_badge.text().contains("<strong>1</strong>"), "{}", of_badge.text());
        let today = crate::harness::START.date();
        assert!(sol.page(&format!("/admin/log?day={today}&kind=mandate.given")).await.text().contains("<strong>"), "entries of today");
        assert!(sol.page("/admin/log?day=2020-01-01").await.text().contains("No entry fits"));
        assert!(sol.page("/admin/log?day=yesterday").await.text().contains("year, month and day"));
        let csv = sol.page("/admin/log.csv?kind=mandate.given").await;
        assert!(csv.header("content-type").starts_with("text/csv") && csv.text().lines().count() == 3, "{}", csv.text());
        world.office.erase(badge.award().holder()).await.unwrap();
        assert!(sol.page(&format!("/admin/log?subject={id}")).await.text().contains("No entry fits"), "nothing leads back");
        for n in 0..60 {
            world.person(&format!("Person {n}")).await;
        }
        let first = sol.page("/admin/log?kind=account.registered").await;
        let next = first.text().split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let second = sol.page(&next).await;
        assert!(second.text().contains("rel=\"prev\"") && !second.text().contains("rel=\"next\""), "{}", second.text());
        harness.finish().await;
    }
}
