//! Requests, appeals and proposals: from the one who asks to the one who answers, and back.

use insignia::community::people::Account;
use insignia::vocabulary::ids::CredentialId;

use super::browser::Browser;
use super::stewards::steward;
use crate::harness::on_both_backends;
use crate::world::{CLASS, World};

/// A badge of a person who is registered.
async fn badge_of(world: &World, holder: &Account) -> CredentialId {
    let nomination = world.nominate(holder, CLASS, "Ada").await;
    world.attest_all(&world.badri, &nomination).await;
    world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap().award().credential()
}

/// The first address in a page that begins so, to its end.
fn link(text: &str, beginning: &str) -> String {
    let rest = text.split(&format!("\"{beginning}")).nth(1).unwrap_or_else(|| panic!("no link to {beginning}: {text}"));
    format!("{beginning}{}", rest.split('"').next().unwrap()).replace("&amp;", "&")
}

on_both_backends! {
    async fn a_correction_goes_from_the_holder_to_a_trainer_and_comes_back(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Ada").await;
        let badge = badge_of(&world, &holder).await;
        let mut ada = Browser::of(&world, &harness, &holder).await;
        let mut stranger = Browser::of(&world, &harness, &world.person("Stranger").await).await;
        let path = format!("/me/requests/new?badge={badge}");
        assert_eq!(stranger.page(&path).await.status, 404, "somebody else's badge is as one that is not there");
        assert_eq!(ada.another().page(&path).await.status, 303);
        ada.page(&path).await;
        let badge = badge.to_string();
        let empty = ada.form("/me/requests/new", &[("badge", &badge), ("about", "name"), ("wish", " ")]).await;
        assert!(empty.status == 200 && empty.text().contains("Write a few words"), "{}", empty.text());
        for _ in 0..2 {
            let asked = ada.form("/me/requests/new", &[("badge", &badge), ("about", "name"), ("wish", "Adá, please.")]).await;
            assert_eq!((asked.status, asked.header("location")), (303, "/me/requests?said=asked"), "{}", asked.text());
        }
        assert_eq!(world.office.community().corrections_of(holder.id()).await.unwrap().len(), 1, "a double tap asks once");
        // The stranger sees nothing, the holder cannot answer, a trainer of the class can.
        assert_eq!(stranger.page("/admin/requests").await.status, 403);
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let list = anna.page("/admin/requests").await;
        let request = link(list.text(), "/admin/requests/");
        assert_eq!(ada.page(&request).await.status, 403);
        let page = anna.page(&request).await;
        assert!(page.text().contains("Adá, please.") && page.text().contains("value=\"Ada\""), "{}", page.text());
        let wrong = anna.form(&format!("{request}/correction"), &[("name", "A\u{202e}da"), ("language", "en")]).await;
        assert!(wrong.text().contains("cannot stand on a badge"), "{}", wrong.text());
        let refused = anna.form(&format!("{request}/refusal"), &[("words", "")]).await;
        assert!(refused.text().contains("Write a few words"), "{}", refused.text());
        let fields = [("name", "Adá"), ("name", ""), ("language", "fr"), ("words", "With pleasure.")];
        let corrected = anna.form(&format!("{request}/correction"), &fields).await;
        assert_eq!((corrected.status, corrected.header("location")), (303, "/admin/requests?said=corrected"), "{}", corrected.text());
        assert_eq!(anna.form(&format!("{request}/correction"), &fields).await.status, 409, "and nothing is signed twice");
        let id: CredentialId = badge.parse().unwrap();
        let (release, language) = world.office.said_by(id).await.unwrap().unwrap();
        assert_eq!((release.names().len(), release.names()[0].as_str(), language.as_str()), (1, "Adá", "fr"));
        assert_eq!(world.office.published(&[id]).await.unwrap()[&id].edition().number(), 2);
        let mine = ada.page("/me/requests").await;
        assert!(mine.text().contains("there is a new edition") && mine.text().contains("With pleasure."), "{}", mine.text());
        // Asked again, taken back again.
        ada.page(&path).await;
        ada.form("/me/requests/new", &[("badge", &badge), ("about", "detail"), ("wish", "The place.")]).await;
        let mine = ada.page("/me/requests").await;
        let withdrawal = link(mine.text(), "/me/requests/");
        for _ in 0..2 {
            assert_eq!(ada.form(&withdrawal, &[]).await.status, 303);
        }
        harness.finish().await;
    }

    async fn an_appeal_is_answered_by_another_steward_and_read_by_its_code(harness) {
        let world = World::new(&harness).await;
        let (holder, one, two) = (world.person("Ada").await, steward(&world, "Sol").await, steward(&world, "Tao").await);
        let badge = badge_of(&world, &holder).await;
        world.office.suspend(badge, "inquiry", one.id()).await.unwrap();
        let mut ada = Browser::of(&world, &harness, &holder).await;
        let mine = ada.page("/me/requests").await;
        let new = link(mine.text(), "/me/appeals/new");
        let mut stranger = Browser::of(&world, &harness, &world.person("Stranger").await).await;
        assert_eq!(stranger.page(&new).await.status, 404, "it is not theirs");
        ada.page(&new).await;
        let decision = new.split("decision=").nth(1).unwrap().to_owned();
        let fields = |words: &'static str| [("against", "suspension"), ("decision", decision.as_str()), ("words", words)];
        assert!(ada.form("/me/appeals/new", &fields("")).await.text().contains("Write a few words"));
        let made = ada.form("/me/appeals/new", &fields("There is no reason, says Ada Seeded.")).await;
        let code = made.text().split("groups\" dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!((made.status, code.len()), (200, 34), "{}", made.text());
        let again = ada.form("/me/appeals/new", &fields("Again.")).await;
        assert_eq!((again.status, again.header("location")), (303, "/me/requests"), "there is one appeal");
        // Without signing in.
        let mut anybody = ada.another();
        let look = async |browser: &mut Browser, code: &str| {
            browser.page("/appeal").await;
            let seen = browser.form("/appeal", &[("code", code)]).await;
            assert_eq!(seen.header("cache-control"), "no-store");
            seen.text().to_owned()
        };
        for wrong in ["", "7G3X", "7G3X-9M2K-4P8Q-1R5T-6V7W-8Y9Z-0AXX"] {
            assert!(look(&mut anybody, wrong).await.contains("No appeal has this code"), "{wrong}");
        }
        assert!(look(&mut anybody, &code).await.contains("Somebody has to take it up"));
        // Who decided cannot answer.
        let mut sol = Browser::of(&world, &harness, &one).await;
        let list = sol.page("/admin/appeals").await;
        let appeal = link(list.text(), "/admin/appeals/");
        sol.page(&appeal).await;
        assert_eq!(sol.form(&format!("{appeal}/answer"), &[("outcome", "dismissed"), ("words", "No.")]).await.status, 403);
        harness.clock.advance(15 * 86_400);
        let mut tao = Browser::of(&world, &harness, &two).await;
        assert!(tao.page("/admin").await.text().contains("one is overdue"));
        tao.page(&appeal).await;
        assert_eq!(tao.form(&format!("{appeal}/acknowledgement"), &[]).await.status, 303);
        assert!(look(&mut anybody, &code).await.contains("Somebody has taken it up"));
        tao.page(&appeal).await;
        assert!(tao.form(&format!("{appeal}/answer"), &[("words", "Yes.")]).await.text().contains("Choose an outcome"));
        let answered = tao.form(&format!("{appeal}/answer"), &[("outcome", "granted"), ("words", "Dear Ada Seeded.")]).await;
        assert_eq!(answered.status, 303, "{}", answered.text());
        assert_eq!(tao.form(&format!("{appeal}/answer"), &[("outcome", "partly"), ("words", "Or not.")]).await.status, 409);
        let outcome = look(&mut anybody, &code).await;
        assert!(outcome.contains("The appeal was granted") && !outcome.contains("Seeded"), "no personal text: {outcome}");
        let mut ada = Browser::of(&world, &harness, &holder).await;
        assert!(ada.page("/me/requests").await.text().contains("Dear Ada Seeded."));
        assert_eq!(ada.page("/admin/appeals").await.status, 403);
        harness.finish().await;
    }

    async fn anybody_proposes_and_a_steward_answers(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Ada").await;
        let mut ada = Browser::of(&world, &harness, &holder).await;
        ada.page("/me/proposals/new").await;
        assert!(ada.form("/me/proposals/new", &[("kind", "capacity"), ("title", " ")]).await.text().contains("Write a few words"));
        for _ in 0..2 {
            let sent = ada.form("/me/proposals/new", &[("kind", "capacity"), ("title", "Oral history"), ("words", "Why not?")]).await;
            assert_eq!((sent.status, sent.header("location")), (303, "/me/requests?said=proposed"));
        }
        let proposals = world.office.community().proposals().await.unwrap();
        assert_eq!(proposals.len(), 1, "a double tap proposes once");
        let path = format!("/admin/proposals/{}/answer", proposals[0].id);
        let person = steward(&world, "Sol").await;
        let mut sol = Browser::of(&world, &harness, &person).await;
        assert!(sol.page("/admin/proposals").await.text().contains("Oral history"));
        assert!(sol.form(&path, &[("outcome", "declined"), ("words", "")]).await.text().contains("Write a few words"));
        assert_eq!(sol.form(&path, &[("outcome", "taken"), ("words", "")]).await.status, 303);
        assert_eq!(sol.form(&path, &[("outcome", "taken"), ("words", "")]).await.status, 409);
        assert!(ada.page("/me/requests").await.text().contains("Taken up"));
        harness.finish().await;
    }
}
