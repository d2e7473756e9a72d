//! The public register of trainers, and the numbers of stewards.

use insignia::community::people::register::{ListedAs, ListingChoice};
use insignia::community::people::{Account, Minor, NewAccount};
use insignia::community::{Given, ListingError, Mandated, Pause};

use super::browser::Browser;
use super::stewards::steward;
use crate::harness::{START, on_both_backends};
use crate::world::{CLASS, TRAINER_CLASS, World, account};

async fn mandated(world: &World, new: &NewAccount, slug: &str) -> Account {
    let person = world.office.community().register(new).await.unwrap();
    let mandated = Mandated {
        account: person.id(),
        affiliate: "wmzz".to_owned(),
        classes: vec![slug.to_owned()],
        starts_at: START,
        ends_at: START.plus_months(12),
        given: Given::Founding { decision: "Committee, 2026-11-01".to_owned() },
    };
    world.office.community().give_mandate(&mandated).await.unwrap();
    person
}

on_both_backends! {
    async fn only_trainers_who_agreed_are_listed_and_as_long_as_they_are_trainers(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let minor = mandated(&world, &NewAccount { minor: Minor::Yes, ..account("Minor", None) }, CLASS).await;
        let choice = ListingChoice { shown_as: ListedAs::Name, country: Some("UA".to_owned()), languages: vec!["uk".parse().unwrap()] };
        for person in [minor.id(), world.person("Nobody").await.id()] {
            assert!(matches!(community.list_trainer(person, &choice).await, Err(ListingError::NotATrainer)));
        }
        let by_account = ListingChoice { shown_as: ListedAs::UserName, ..choice.clone() };
        assert!(matches!(community.list_trainer(world.anna.id(), &by_account).await, Err(ListingError::Nameless)));
        let mut anybody = Browser::new(&world, &harness);
        let register = async |browser: &mut Browser, query: &str| browser.page(&format!("/trainers{query}")).await.text().to_owned();
        assert!(!register(&mut anybody, "").await.contains("Anna"), "nobody is listed who did not agree");
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        anna.page("/me/register").await;
        let wrong = anna.form("/me/register", &[("shown", "name"), ("country", "QQ")]).await;
        assert!(wrong.text().contains("Choose the country from the list"), "{}", wrong.text());
        for _ in 0..2 {
            let agreed = anna.form("/me/register", &[("shown", "name"), ("country", "ua"), ("language", "uk"), ("language", "xx")]).await;
            assert_eq!((agreed.status, agreed.header("location")), (303, "/me/register?said=listed"), "{}", agreed.text());
        }
        let own = anna.page("/me/register?uselang=fr").await;
        assert!(own.text().contains("<option value=\"UA\" selected>Ukraine</option>") && own.text().contains(">Allemagne</option>"), "{}", own.text());
        assert!(anna.page("/me/register").await.text().contains("You agreed to be listed"));
        assert!(anybody.cookie.is_none(), "the register sets no cookie");
        for (query, found) in [
            ("", true), ("?country=UA", true), ("?country=IN", false), ("?language=uk", true), ("?language=ar", false),
            ("?affiliate=wmxx", true), ("?affiliate=wmyy", false), ("?capacity=core-2019/nothing", false), ("?page=2", false),
        ] {
            let page = register(&mut anybody, query).await;
            assert_eq!(page.contains("<bdi>Anna</bdi>"), found, "{query}: {page}");
            assert!(!page.contains("Badri"), "{query}");
        }
        let in_arabic = register(&mut anybody, "?country=UA&uselang=ar").await;
        assert!(in_arabic.contains("<option value=\"UA\" selected>أوكرانيا</option>"), "{in_arabic}");
        // Paused, resumed; over.
        let mandate = community.trainer(world.anna.id()).await.unwrap().mandates()[0].id();
        community.pause_mandate(mandate, Pause::Begin).await.unwrap();
        assert!(!register(&mut anybody, "").await.contains("Anna"));
        community.pause_mandate(mandate, Pause::End).await.unwrap();
        assert!(register(&mut anybody, "").await.contains("Anna"));
        anna.page("/me/register").await;
        for _ in 0..2 {
            assert_eq!(anna.form("/me/register/end", &[]).await.status, 303);
        }
        assert!(!register(&mut anybody, "").await.contains("Anna"));
        community.list_trainer(world.anna.id(), &choice).await.unwrap();
        harness.clock.advance(400 * 86_400);
        assert!(!register(&mut anybody, "").await.contains("Anna"), "the mandate is over");
        harness.finish().await;
    }

    async fn the_register_has_pages(harness) {
        let world = World::new(&harness).await;
        let choice = ListingChoice { shown_as: ListedAs::Name, country: None, languages: Vec::new() };
        for n in 0..31 {
            let person = mandated(&world, &account(&format!("Trainer {n:02}"), None), CLASS).await;
            world.office.community().list_trainer(person.id(), &choice).await.unwrap();
        }
        let mut anybody = Browser::new(&world, &harness);
        let first = anybody.page("/trainers").await;
        assert!(first.text().contains("31 trainers") && first.text().contains("Trainer 29") && !first.text().contains("Trainer 30"));
        let second = anybody.page("/trainers?page=2").await;
        assert!(second.text().contains("Trainer 30") && !second.text().contains("rel=\"next\""));
        harness.finish().await;
    }

    async fn numbers_are_counted_and_pairs_are_named(harness) {
        let world = World::new(&harness).await;
        world.badge("Ada").await;
        let id = world.badge("Bo").await.award().credential();
        let (sol, tao) = (steward(&world, "Sol").await, steward(&world, "Tao").await);
        let request = world.office.ask_revocation(id, insignia::issuer::RevocationReason::Error, "", sol.id()).await.unwrap();
        world.office.confirm_revocation(request, tao.id()).await.unwrap();
        // Two trainers of two affiliates for one person, and one for the other trainer.
        let nomination = world.nominate(&world.person("Cy").await, TRAINER_CLASS, "Cy").await;
        world.attest_all(&world.anna, &nomination).await;
        world.attest_all(&world.badri, &nomination).await;
        world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        let numbers = world.office.numbers().await.unwrap();
        assert_eq!(numbers.by_class.values().sum::<i64>(), 3);
        assert_eq!(numbers.revoked.get(CLASS), Some(&1));
        let month = START.date()[..7].to_owned();
        assert_eq!(numbers.by_affiliate.get(&("wmxx".to_owned(), month.clone())), Some(&3));
        assert_eq!(numbers.by_affiliate.get(&("wmyy".to_owned(), month.clone())), Some(&1));
        let pairs = world.office.trainer_pairs().await.unwrap();
        assert_eq!((pairs.len(), pairs[0].together, pairs[0].each_other), (1, 1, false));
        let mut browser = Browser::of(&world, &harness, &sol).await;
        let page = browser.page("/admin/numbers").await;
        assert!(page.text().contains("3 badges were issued here") && page.text().contains("1 revoked") && page.text().contains("November 2026"), "{}", page.text());
        assert!(page.text().contains("<bdi>Anna</bdi>") && page.text().contains("<rect "), "{}", page.text());
        let csv = browser.page(&format!("/admin/numbers.csv?year={}", &month[..4])).await;
        assert!(csv.text().contains(&format!("affiliate,\"wmxx\",{month},3")), "{}", csv.text());
        assert_eq!(browser.page("/admin/numbers.csv?year=1999").await.text().lines().count(), 1);
        harness.finish().await;
    }
}
