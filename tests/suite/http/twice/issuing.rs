//! From ticks to badges: tick, attest, links, hold, undo, issue, put right.

use insignia::community::attestation::Purpose;

use super::super::browser::Browser;
use super::super::issuing::{Room, boxes};
use super::{Place, Twice, hidden};
use crate::harness::on_both_backends;
use crate::world::{CLASS, TRAINER_CLASS, World};

/// These boxes, and these fields.
fn with<'a>(name: &'a str, values: &'a [String], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    values.iter().map(|value| (name, value.as_str())).chain(more.iter().copied()).collect()
}

on_both_backends! {
    async fn a_room_and_its_badges(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS, TRAINER_CLASS], &["Ada", "Bo"], Purpose::Award).await;
        let mut twice = Twice::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let training = format!("/training/{}", room.workshop.id());

        // Ticks: on the phone, and from the paper.
        let class = world.office.community().catalog().class(CLASS).unwrap();
        let criterion = class.criteria()[0].id();
        let (tick, was) = (format!("tick.{CLASS}.{criterion}"), format!("was.{CLASS}.{criterion}"));
        let (now, bo) = (harness.now().as_ms().to_string(), room.people[1].id().to_string());
        let of_bo = format!("{training}/room/{bo}");
        anna.page(&of_bo).await;
        let ticked = [("opened_at", now.as_str()), (was.as_str(), ""), (tick.as_str(), "yes")];
        twice.form(&mut anna, "/training/{id}/room/{account}", &of_bo, &ticked).await;
        let (paper, ada) = (format!("{training}/room/paper"), room.people[0].id().to_string());
        anna.page(&paper).await;
        let row = [("account", ada.as_str()), ("opened_at", now.as_str()), (was.as_str(), ""), (tick.as_str(), "yes")];
        twice.form(&mut anna, "/training/{id}/room/paper", &paper, &row).await;

        // Attest, for oneself and elsewhere.
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        room.tick_all(&world, &world.anna, &room.people[0], TRAINER_CLASS).await;
        let attest = room.path("/attest");
        let met = boxes(anna.page(&attest).await.text(), "met");
        let seen = [("seen", "Led a round."), ("seen", "Those taught said so."), ("seen", "Led a round."), ("seen", "And more.")];
        twice.form(&mut anna, "/training/{id}/badges/attest", &attest, &with("met", &met, &seen)).await;
        let links = room.path("/links");
        let secret = hidden(&anna.page(&links).await, "secret");
        let invited = world.badri.id().to_string();
        let link = [("secret", secret.as_str()), ("class", TRAINER_CLASS), ("invited", &invited), ("person", &ada)];
        twice.form(&mut anna, "/training/{id}/badges/links", &links, &link).await;
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        let asked = format!("/attest/{secret}");
        let met = boxes(badri.page(&asked).await.text(), "met");
        let seen = format!("seen-{}", met[0].split('.').next().unwrap());
        let words = [(seen.as_str(), "Sat in on the last hour."), (seen.as_str(), "Read the materials.")];
        twice.form(&mut badri, "/attest/{token}", &asked, &with("met", &met, &words)).await;
        let page = anna.page(&links).await;
        let id = page.text().split("/links/").find_map(|rest| rest.split_once("/end\"").map(|(id, _)| id.to_owned())).unwrap();
        twice.form(&mut anna, "/training/{id}/badges/links/{link}/end", &room.path(&format!("/links/{id}/end")), &[]).await;

        // Hold, undo, hold, now, issue.
        let issue = room.path("/issue");
        let ready = boxes(anna.page(&issue).await.text(), "nomination");
        let held = twice.form(&mut anna, "/training/{id}/badges/issue", &issue, &with("nomination", &ready, &[])).await;
        let hold = held.header("location").to_owned();
        anna.page(&hold).await;
        twice.form(&mut anna, "/training/{id}/badges/holds/{hold}/undo", &format!("{hold}/undo"), &[]).await;
        anna.page(&issue).await;
        let hold = anna.form(&issue, &with("nomination", &ready[..1], &[])).await.header("location").to_owned();
        anna.page(&hold).await;
        twice.form(&mut anna, "/training/{id}/badges/holds/{hold}/now", &format!("{hold}/now"), &[]).await;
        assert_eq!(world.office.issue_due().await.unwrap(), 1);

        // Put right: a name, the class, an attestation.
        let (badge, _) = world.office.credentials_of_training(room.workshop.id()).await.unwrap().remove(0);
        let here = room.path(&format!("/{badge}"));
        let page = anna.page(&here).await;
        let own = hidden(&page, "attestation");
        let wrong = page.text().split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let names = [("name", "Ada L."), ("confirmed", "yes")];
        twice.form(&mut anna, "/training/{id}/badges/{badge}/names", &format!("{here}/names"), &names).await;
        twice.form(&mut anna, "/training/{id}/badges/{badge}/class", &format!("{here}/class"), &[("class", &wrong)]).await;
        let back = [("attestation", own.as_str()), ("why", "It was somebody else.")];
        twice.form(&mut anna, "/training/{id}/badges/{badge}/withdraw", &format!("{here}/withdraw"), &back).await;
        twice.finish(Place::Issuing);
        world.assert_sound("everything issued twice").await;
        harness.finish().await;
    }
}
