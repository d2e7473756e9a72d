//! A badge of the wrong class is replaced by the issuer, which is not revoked: what everybody is told of it, until
//! the right one is issued, once it is, and when it never is.

use insignia::community::attestation::Purpose;
use insignia::community::people::Account;
use insignia::community::people::holding::{Choice, Offer};
use insignia::issuer::Place;
use insignia::issuer::audit::audit;
use insignia::vocabulary::ids::{CredentialId, NominationId};
use sqlx::AssertSqlSafe;

use super::browser::Browser;
use super::issuing::{Room, boxes, send};
use super::stewards::steward;
use crate::harness::{Harness, on_both_backends};
use crate::store::rules::drop_trigger;
use crate::world::{CLASS, TRAINER_CLASS, World};

/// A room in which Ada was given a badge of the wrong class.
struct Wrong {
    world: World,
    room: Room,
    anna: Browser,
    badge: CredentialId,
}

impl Wrong {
    async fn of(harness: &Harness) -> Self {
        let world = World::new(harness).await;
        let room = Room::of(&world, &[CLASS, TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Browser::of(&world, harness, &world.anna).await;
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        let ready = boxes(anna.page(&room.path("/issue")).await.text(), "nomination");
        let held = send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await;
        anna.form(&format!("{}/now", held.header("location")), &[]).await;
        world.office.issue_due().await.unwrap();
        let (badge, _) = world.office.credentials_of_training(room.workshop.id()).await.unwrap().remove(0);
        Self { world, room, anna, badge }
    }

    fn ada(&self) -> &Account {
        &self.room.people[0]
    }

    /// Anna asks for it, twice; the answer to the second tap is that to the first.
    async fn ask(&mut self) {
        let here = self.room.path(&format!("/{}", self.badge));
        for _ in 0..2 {
            let done = self.anna.form(&format!("{here}/class"), &[("class", TRAINER_CLASS)]).await;
            assert_eq!(done.header("location"), format!("{here}?said=class-asked"), "{}", done.text());
        }
        assert!(self.anna.page(&here).await.text().contains("for the right one to take its place"));
    }

    /// A steward agrees; what the page says after it, and the status.
    async fn agree(&self, harness: &Harness) -> (u16, String) {
        let sol = steward(&self.world, "Sol").await;
        let mut sol = Browser::of(&self.world, harness, &sol).await;
        let waits = sol.page("/admin/badges").await;
        assert!(waits.text().contains("Wrong class") && waits.text().contains("The right badge"), "{}", waits.text());
        let request = waits.text().split("/admin/revocations/").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let done = sol.form(&format!("/admin/revocations/{request}/confirmation"), &[]).await;
        let text = if done.status == 303 { sol.page(done.header("location")).await.text().to_owned() } else { done.text().to_owned() };
        (done.status, text)
    }

    async fn right(&self) -> NominationId {
        let overview = self.world.office.overview(self.room.workshop.id()).await.unwrap();
        let line = overview.lines.iter().find(|line| line.nomination.slug() == TRAINER_CLASS && line.place == Place::Open);
        line.unwrap().nomination.id()
    }

    /// Both trainers attest the right badge, and it is issued.
    async fn issue_the_right_one(&self) -> CredentialId {
        let right = self.right().await;
        let nomination = self.world.office.community().nominations(&[right]).await.unwrap().remove(&right).unwrap();
        for trainer in [&self.world.anna, &self.world.badri] {
            self.world.attest_all(trainer, &nomination).await;
        }
        self.world.office.issue(&[right]).await.remove(0).unwrap().award().credential()
    }

    async fn public(&self) -> String {
        self.anna.another().page(&format!("/c/{}", self.badge)).await.text().to_owned()
    }

    /// What our verifier says of the bytes, asked by whoever has them.
    async fn verdict(&self) -> String {
        let bytes = self.world.office.published(&[self.badge]).await.unwrap().remove(&self.badge).unwrap();
        let verdict = self.world.verdict(bytes.json()).await;
        let check = verdict.checks().iter().find(|check| check.name == "revocation").unwrap();
        assert_eq!((verdict.word(), check.evidence.as_str()), ("invalid", "set"), "the published bit is set for everybody");
        crate::world::said(&verdict).1
    }

    async fn mine(&self, harness: &Harness) -> String {
        Browser::of(&self.world, harness, self.ada()).await.page(&format!("/me/badges/{}", self.badge)).await.text().to_owned()
    }
}

async fn count(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}

on_both_backends! {
    async fn it_is_replaced_and_leads_to_the_right_one_once_that_is_issued(harness) {
        let mut wrong = Wrong::of(&harness).await;
        wrong.ask().await;
        assert_eq!(count(&harness, "select count(*) from replacement").await, 1);
        assert!(wrong.public().await.contains("Genuine and current"), "nothing is decided by one person");
        let (status, page) = wrong.agree(&harness).await;
        assert!(status == 303 && page.contains("The badge is replaced") && page.contains("no fault of the holder"), "{page}");

        // Not issued yet: nothing says that it was.
        let page = wrong.public().await;
        for part in ["Not valid: replaced by its issuer", "is being made. It is no fault of the holder."] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("evoked") && !page.contains("took its place"), "{page}");
        let said = wrong.verdict().await;
        assert_eq!(said, "this badge was replaced by its issuer, through no fault of its holder; the new one is being made");
        let mine = wrong.mine(&harness).await;
        assert!(mine.contains("Being replaced by the issuer") && mine.contains("no fault of yours"), "{mine}");
        let here = wrong.room.path(&format!("/{}", wrong.badge));
        let page = wrong.anna.page(&here).await;
        assert!(page.text().contains("is replaced by the issuer") && !page.text().contains("/names\""), "{}", page.text());
        assert_eq!(count(&harness, "select count(*) from log_entry where kind = 'credential.replaced'").await, 1);
        assert_eq!(count(&harness, "select count(*) from log_entry where kind = 'credential.revoked'").await, 0);
        wrong.world.assert_sound("replaced, not issued yet").await;

        // Issued: everything leads there.
        let right = wrong.issue_the_right_one().await;
        harness.clock.advance(6);
        let address = wrong.world.office.addresses().credential(right);
        let page = wrong.public().await;
        assert!(page.contains("Another badge took its place. It is no fault of the holder.") && page.contains(&format!("/c/{right}")), "{page}");
        let said = wrong.verdict().await;
        assert!(said.ends_with(&format!("by the badge at {address}")), "{said}");
        let mine = wrong.mine(&harness).await;
        assert!(mine.contains("Replaced by the issuer") && mine.contains(&format!("/me/badges/{right}")), "{mine}");

        // As far as the holder lets it.
        let kept_back = Choice { names: Offer::Withheld, ..Choice::USUAL };
        wrong.world.office.community().choose_for_badge(wrong.ada().id(), right, kept_back).await.unwrap();
        harness.clock.advance(6);
        let page = wrong.public().await;
        assert!(page.contains("Another badge took its place") && !page.contains(&right.to_string()), "{page}");
        let said = wrong.verdict().await;
        assert_eq!(said, "this badge was replaced by its issuer, through no fault of its holder, by another badge");
        wrong.world.assert_sound("replaced").await;
        harness.finish().await;
    }

    async fn a_right_one_that_never_comes_is_not_said_to_have_come(harness) {
        let mut wrong = Wrong::of(&harness).await;
        wrong.ask().await;
        let right = wrong.right().await;
        assert_eq!(wrong.agree(&harness).await.0, 303);
        wrong.world.office.community().withdraw_nomination(right).await.unwrap();
        harness.clock.advance(6);
        let page = wrong.public().await;
        assert!(page.contains("Not valid: revoked by its issuer") && !page.contains("replaced") && !page.contains("being made"), "{page}");
        let said = wrong.verdict().await;
        assert_eq!(said, "this badge was revoked by its issuer");
        let mine = wrong.mine(&harness).await;
        assert!(!mine.contains("no fault of yours") && mine.contains(">Revoked<"), "{mine}");
        wrong.world.assert_sound("fell away").await;
        harness.finish().await;
    }

    async fn nobody_agrees_to_what_was_withdrawn_meanwhile(harness) {
        let mut wrong = Wrong::of(&harness).await;
        wrong.ask().await;
        wrong.world.office.community().withdraw_nomination(wrong.right().await).await.unwrap();
        let (status, page) = wrong.agree(&harness).await;
        assert!(status == 409 && page.contains("will not be issued"), "{status} {page}");
        assert!(wrong.public().await.contains("Genuine and current"));
        harness.finish().await;
    }

    async fn only_what_fits_takes_the_place(harness) {
        let mut wrong = Wrong::of(&harness).await;
        let office = wrong.world.office.clone();
        let elsewhere = wrong.world.nominate_in(wrong.ada(), "grant-writer", None).await;
        let other = wrong.world.nominate_in(&wrong.world.badri, TRAINER_CLASS, Some(wrong.room.workshop.id())).await;
        let same = office.overview(wrong.room.workshop.id()).await.unwrap();
        let same = same.lines.iter().find(|line| line.place == Place::Issued(wrong.badge)).unwrap().nomination.id();
        for right in [elsewhere.id(), other.id(), same] {
            let refused = office.ask_replacement(wrong.badge, right, wrong.world.anna.id()).await.unwrap_err();
            assert!(refused.to_string().contains("of another class, of the same person and from the same training"), "{refused}");
        }
        assert_eq!(count(&harness, "select count(*) from revocation_request").await, 0);
        // Without the rules of the database, the re-count finds what nobody agreed on.
        wrong.ask().await;
        let mut writing = harness.database.writing().await.unwrap();
        let slot = "update status_slot set revoked_at = 9, reason = 'superseded'";
        for sql in [drop_trigger(harness.dialect(), "status_slot_replaced"), slot.to_owned()] {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(writing.connection()).await.unwrap();
        }
        let _ = writing.commit().await.unwrap();
        let found = audit(&mut harness.database.snapshot().await.unwrap()).await.unwrap().violations;
        assert!(found.iter().any(|one| one.sentence.contains("two people did not agree on another class")), "{found:?}");
        harness.finish().await;
    }
}
