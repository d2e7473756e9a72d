//! Where the operator asks for it, issuing and stewardship want a proof of who one is that is a moment old: an old
//! session is led to it and back to where it was, and nothing is done before, or twice.

use insignia::community::attestation::Purpose;
use insignia::community::people::Account;
use insignia::doors::http::practice::{Practice, Work};
use serde_json::json;

use super::authenticator::Phone;
use super::browser::Browser;
use super::issuing::{Room, boxes};
use super::sign_in::{ORIGIN, asked, make};
use super::stewards::steward;
use super::visit::{Seen, Visitor, door_where};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, TRAINER_CLASS, World};

/// Somebody at a site that asks for a fresh proof of this work.
struct Careful<'w> {
    harness: &'w Harness,
    browser: Browser,
    phone: Phone,
}

impl<'w> Careful<'w> {
    async fn of(world: &World, harness: &'w Harness, who: &Account, work: Work, seed: u8) -> Self {
        let practice = Practice { fresh_for: vec![work], ..Practice::default() };
        let mut browser = Browser::at(Visitor::with(door_where(world, harness, practice)));
        browser.enter(world, who, false).await;
        let mut phone = Phone::new(seed, ORIGIN);
        assert_eq!(make(&mut browser, &mut phone, "phone").await.status, 200);
        Self { harness, browser, phone }
    }

    /// The proof grows old; so does what was sent before, by the same person.
    fn wait(&self) {
        self.harness.clock.advance(301);
    }

    /// Follows the way to a new proof, shows the passkey there, and is led on.
    async fn prove(&mut self, way: &str) -> String {
        let page = self.browser.page(way).await;
        let (_, next) = page.text().split_once("data-next=\"").expect("the page knows where to go on");
        let next = next.split('"').next().unwrap().to_owned();
        let (state, options) = asked(&self.browser.script("/sign-in/passkey", &json!({})).await);
        let answer = self.phone.show(&options);
        let sent = json!({ "state": state, "answer": answer, "borrowed": false, "next": next });
        let shown = self.browser.script("/sign-in/passkey/answer", &sent).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        shown.json()["next"].as_str().unwrap().to_owned()
    }

    /// Sends a form with an old proof: nothing is done, and it leads to a new one and back to `page`. Then sends it
    /// from there, twice: it is done once. `deeds` counts what it does.
    async fn form(&mut self, page: &str, path: &str, fields: &[(&str, &str)], deeds: &'static str) -> Seen {
        self.wait();
        self.browser.page(page).await;
        let before = self.count(deeds).await;
        let stale = self.browser.form(path, fields).await;
        assert_eq!((stale.status, stale.header("location")), (303, format!("/sign-in?next={page}").as_str()), "{path}");
        assert_eq!(self.count(deeds).await, before, "{path} did something first");
        let way = stale.header("location").to_owned();
        assert_eq!(self.prove(&way).await, page, "{path}: back to where it was");
        assert_eq!(self.count(deeds).await, before, "{path}: proving it does nothing yet");
        assert_eq!(self.browser.page(page).await.status, 200, "{page}");
        let done = self.browser.form(path, fields).await;
        assert!(done.status == 303 && !done.header("location").starts_with("/sign-in"), "{path}: {} {}", done.status, done.text());
        assert_eq!(self.count(deeds).await, before + 1, "{path}");
        self.browser.form(path, fields).await;
        assert_eq!(self.count(deeds).await, before + 1, "{path} twice");
        done
    }

    async fn count(&self, deeds: &'static str) -> i64 {
        sqlx::query_scalar(deeds).fetch_one(self.harness.database.reader()).await.unwrap()
    }
}

const ATTESTED: &str = "select count(*) from attestation";
const HELD: &str = "select count(*) from hold";
const EDITIONS: &str = "select count(*) from edition";
const ASKED: &str = "select count(*) from revocation_request";
const WITHDRAWN: &str = "select count(*) from attestation where withdrawn_at is not null";
const MANDATES: &str = "select count(*) from mandate";

on_both_backends! {
    async fn issuing_wants_a_fresh_proof_and_leads_back(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS, TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Careful::of(&world, &harness, &world.anna, Work::Issuing, 7).await;

        let attest = room.path("/attest");
        let met = boxes(anna.browser.page(&attest).await.text(), "met");
        let mut fields: Vec<(&str, &str)> = met.iter().map(|value| ("met", value.as_str())).collect();
        fields.push(("seen", "Led a round."));
        anna.form(&attest, &attest, &fields, ATTESTED).await;

        let issue = room.path("/issue");
        let ready = boxes(anna.browser.page(&issue).await.text(), "nomination");
        let held = anna.form(&issue, &issue, &[("nomination", &ready[0])], HELD).await;
        let hold = held.header("location").to_owned();
        anna.wait();
        anna.browser.page(&hold).await;
        let stale = anna.browser.form(&format!("{hold}/now"), &[]).await;
        assert_eq!(stale.header("location"), format!("/sign-in?next={hold}"));
        assert_eq!(world.office.issue_due().await.unwrap(), 0, "nothing is brought forward");
        let way = stale.header("location").to_owned();
        assert_eq!(anna.prove(&way).await, hold);
        anna.browser.page(&hold).await;
        for _ in 0..2 {
            assert_eq!(anna.browser.form(&format!("{hold}/now"), &[]).await.header("location"), hold);
        }
        assert_eq!(world.office.issue_due().await.unwrap(), 1);

        let (badge, _) = world.office.credentials_of_training(room.workshop.id()).await.unwrap().remove(0);
        let here = room.path(&format!("/{badge}"));
        anna.form(&here, &format!("{here}/names"), &[("name", "Ada L."), ("confirmed", "yes")], EDITIONS).await;
        anna.form(&here, &format!("{here}/class"), &[("class", TRAINER_CLASS)], ASKED).await;
        let own = boxes(anna.browser.page(&here).await.text(), "attestation").remove(0);
        anna.form(&here, &format!("{here}/withdraw"), &[("attestation", &own), ("why", "Somebody else.")], WITHDRAWN).await;
        world.assert_sound("issuing with fresh proofs").await;
        harness.finish().await;
    }

    async fn a_co_attester_s_word_wants_one_too(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let secret = boxes(anna.page(&room.path("/links")).await.text(), "secret").remove(0);
        anna.form(&room.path("/links"), &[("secret", secret.as_str()), ("class", TRAINER_CLASS), ("invited", "")]).await;
        let mut badri = Careful::of(&world, &harness, &world.badri, Work::Issuing, 8).await;
        let link = format!("/attest/{secret}");
        let met = boxes(badri.browser.page(&link).await.text(), "met");
        let seen = format!("seen-{}", met[0].split('.').next().unwrap());
        let mut fields: Vec<(&str, &str)> = met.iter().map(|value| ("met", value.as_str())).collect();
        fields.extend([(seen.as_str(), "Sat in."), (seen.as_str(), "Read it.")]);
        badri.form(&link, &link, &fields, ATTESTED).await;
        harness.finish().await;
    }

    async fn stewardship_wants_a_fresh_proof_and_leads_back(harness) {
        let world = World::new(&harness).await;
        world.person("Chen").await;
        let badge = world.badge("Ada").await.award().credential();
        let (sol, tao) = (steward(&world, "Sol").await, steward(&world, "Tao").await);
        let mut sol = Careful::of(&world, &harness, &sol, Work::Stewardship, 9).await;
        let new = "/admin/mandates/new";
        let given = [
            ("person", "Chen"),
            ("affiliate", "wmxx"),
            ("from", "2026-11-20"),
            ("until", "2027-11-19"),
            ("decision", "Committee, 2026-11-01"),
            ("class", CLASS),
        ];
        let given = sol.form(new, new, &given, MANDATES).await;
        let mandate = given.header("location").split('?').next().unwrap().to_owned();
        let paused = "select count(*) from log_entry where kind = 'mandate.paused'";
        sol.form(&mandate, &format!("{mandate}/pause"), &[], paused).await;
        let here = format!("/admin/badges/{badge}");
        let reason = [("reason", "error"), ("note", "The wrong person.")];
        let suspended = "select count(*) from log_entry where kind = 'credential.suspended'";
        sol.form(&here, &format!("{here}/suspension"), &[("reason", "inquiry")], suspended).await;
        sol.form(&here, &format!("{here}/revocation"), &reason, ASKED).await;

        let mut tao = Careful::of(&world, &harness, &tao, Work::Stewardship, 10).await;
        let request = world.office.waiting_revocations().await.unwrap()[0].request.id;
        let revoked = "select count(*) from log_entry where kind = 'credential.revoked'";
        tao.form("/admin/badges", &format!("/admin/revocations/{request}/confirmation"), &[], revoked).await;
        assert!(tao.browser.another().page(&format!("/c/{badge}")).await.text().contains("revoked by its issuer"));
        world.assert_sound("stewardship with fresh proofs").await;
        harness.finish().await;
    }

    async fn what_the_operator_does_not_name_needs_none(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Careful::of(&world, &harness, &world.anna, Work::Stewardship, 7).await;
        anna.wait();
        let attest = room.path("/attest");
        let met = boxes(anna.browser.page(&attest).await.text(), "met");
        let mut fields: Vec<(&str, &str)> = met.iter().map(|value| ("met", value.as_str())).collect();
        fields.push(("seen", "Led a round."));
        let done = anna.browser.form(&attest, &fields).await;
        assert_eq!((done.status, done.header("location")), (303, room.path("?said=attested").as_str()), "{}", done.text());
        harness.finish().await;
    }
}
