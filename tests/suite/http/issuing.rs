//! From ticks to badges, as trainers do it in a browser: review, attest, hold, undo, issue.

use axum::body::Body;
use axum::http::Method;
use insignia::community::attestation::tick::{CameFrom, Ticked};
use insignia::community::attestation::{
    CameBy, Chosen, ConfirmedBy, CriterionMet, Disclosure, Joining, NewTraining, NewWorkshop, Purpose, Workshop,
};
use insignia::community::people::{Account, Minor};
use insignia::vocabulary::LanguageTag;

use super::browser::Browser;
use super::matrix::trainer_elsewhere;
use super::stewards::steward;
use super::visit::BROWSER;
use crate::harness::{Harness, START, on_both_backends};
use crate::world::{CLASS, ISSUER, TRAINER_CLASS, World};

/// A room of Anna's with these people.
pub(super) struct Room {
    pub(super) workshop: Workshop,
    pub(super) people: Vec<Account>,
}

impl Room {
    pub(super) async fn of(world: &World, classes: &[&str], names: &[&str], purpose: Purpose) -> Self {
        let community = world.office.community();
        let new = NewWorkshop {
            id: community.chance().id(),
            training: NewTraining {
                name: "A day of facilitation".to_owned(),
                place: "Accra".to_owned(),
                starts_at: START,
                ends_at: START.plus_seconds(86_400),
                affiliate: "wmxx".to_owned(),
                classes: classes.iter().map(|slug| (*slug).to_owned()).collect(),
                trainers: vec![world.anna.id()],
            },
            issuer: ISSUER.to_owned(),
            language: LanguageTag::english(),
            purpose,
            expected: 10,
        };
        let workshop = community.make_workshop(&new).await.unwrap();
        let mut people = Vec::new();
        for name in names {
            let person = world.person(name).await;
            let chosen = Chosen::new(name, &[name], Disclosure::Withheld, LanguageTag::english(), Minor::No).unwrap();
            let joining = Joining {
                training: workshop.id(),
                account: person.id(),
                came_by: CameBy::Trainer,
                chosen,
                confirmed_by: ConfirmedBy::Trainer,
                by: Some(world.anna.id()),
            };
            community.join(&joining).await.unwrap();
            people.push(person);
        }
        Self { workshop, people }
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/training/{}/badges{rest}", self.workshop.id())
    }

    /// `trainer` ticks every criterion of a class for somebody.
    pub(super) async fn tick_all(&self, world: &World, trainer: &Account, person: &Account, slug: &str) {
        let class = world.office.community().catalog().class(slug).unwrap();
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        let said = class.criteria().iter().map(|criterion| Ticked {
            slug: slug.to_owned(),
            criterion: criterion.id().to_owned(),
            ticked: Some(level.clone()),
            at: world.office.community().now(),
        });
        let said: Vec<Ticked> = said.collect();
        world.office.community().tick(self.workshop.id(), trainer.id(), person.id(), &said, CameFrom::Phone).await.unwrap();
    }
}

/// What the boxes of the page seen last would send.
pub(super) fn boxes(page: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Sends all boxes called `name`, and these fields.
pub(super) async fn send(browser: &mut Browser, path: &str, name: &str, values: &[String], more: &[(&str, &str)]) -> super::visit::Seen {
    let mut fields: Vec<(&str, &str)> = values.iter().map(|value| (name, value.as_str())).collect();
    fields.extend(more);
    browser.form(path, &fields).await
}

async fn count(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}

on_both_backends! {
    async fn a_room_is_attested_held_and_issued(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Adaeze", "Bohdan", "Cyril"], Purpose::Award).await;
        for person in &room.people[..2] {
            room.tick_all(&world, &world.anna, person, CLASS).await;
        }
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let page = anna.page(&room.path("")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("did not attest yet: 12") && page.text().contains("Criteria met: 0 of 6"), "{}", page.text());

        // Without a word of what was seen, nobody is attested, and the page says why.
        let review = anna.page(&room.path("/attest")).await;
        let met = boxes(review.text(), "met");
        assert_eq!(met.len(), 12, "{}", review.text());
        let refused = send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "  ")]).await;
        assert!(refused.text().contains("Say what you saw") && refused.text().contains("could not be attested: 2"), "{}", refused.text());
        assert_eq!(count(&harness, "select count(*) from attestation").await, 0);

        // One criterion of Ada's is taken away: she misses it.
        for _ in 0..2 {
            let done = send(&mut anna, &room.path("/attest"), "met", &met[1..], &[("seen", "Led a round.")]).await;
            assert_eq!((done.status, done.header("location")), (303, room.path("?said=attested").as_str()), "{}", done.text());
            assert_eq!(count(&harness, "select count(*) from attestation").await, 2);
        }
        assert_eq!(count(&harness, "select count(*) from tick where attestation_id is not null").await, 11);
        let page = anna.page(&room.path("?said=attested")).await;
        for part in ["Attested.", "Criteria met: 5 of 6", "trainers still needed: <", "Ready to be issued: 1"] {
            assert!(page.text().contains(part) || part.ends_with('<'), "{part}: {}", page.text());
        }

        // Reviewed, put into line twice, undone twice.
        let review = anna.page(&room.path("/issue")).await;
        assert!(review.text().contains("there are 10 minutes"), "{}", review.text());
        let ready = boxes(review.text(), "nomination");
        let held = send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await;
        let hold = held.header("location").to_owned();
        assert_eq!(send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await.header("location"), hold);
        let waiting = anna.page(&hold).await;
        assert!(waiting.text().contains("You can undo this until") && waiting.header("refresh") == "60", "{}", waiting.text());
        for _ in 0..2 {
            let undone = anna.form(&format!("{hold}/undo"), &[]).await;
            assert_eq!(undone.header("location"), room.path("?said=undone"));
        }
        assert_eq!(anna.page(&hold).await.status, 404);

        // In line again, and let go at once.
        let held = send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await;
        let hold = held.header("location").to_owned();
        for _ in 0..2 {
            assert_eq!(anna.form(&format!("{hold}/now"), &[]).await.header("location"), hold);
        }
        assert_eq!(world.office.issue_due().await.unwrap(), 1);
        let ended = anna.page(&hold).await;
        assert!(ended.text().contains("Done: 1 of 1") && ended.text().contains(">Issued<") && !ended.headers.contains_key("refresh"), "{}", ended.text());
        let late = anna.form(&format!("{hold}/undo"), &[]).await;
        assert!(anna.page(late.header("location")).await.text().contains("too late"));
        let page = anna.page(&room.path("")).await;
        assert!(page.text().contains("Certificates (<") || page.text().contains("Certificates (1)"), "{}", page.text());
        // Ada and Cy wait.
        let (_, waiting) = page.text().split_once("id=\"waiting\"").unwrap();
        assert!(waiting.contains("Adaeze") && waiting.contains("Cyril") && !waiting.contains("Bohdan"), "{waiting}");
        // Papers: Bohdan's certificate, slips for the others; nothing for whoever does not train here.
        let file = async |browser: &mut Browser, rest: &str| {
            let seen = browser.send(Method::GET, &room.path(rest), &[BROWSER], Body::empty()).await;
            (seen.status, seen.body.get(..4).map(<[u8]>::to_vec).unwrap_or_default(), seen.header("cache-control").to_owned())
        };
        for (rest, magic) in
            [("/certificates.zip", b"PK\x03\x04"), ("/certificates.pdf", b"%PDF"), ("/certificates.pdf?cards=yes", b"%PDF"), ("/waiting.pdf", b"%PDF")]
        {
            assert_eq!(file(&mut anna, rest).await, (200, magic.to_vec(), "no-store".to_owned()), "{rest}");
        }
        assert_eq!(file(&mut anna, "/certificates.pdf?part=2").await.0, 409);
        let mut elsewhere = Browser::of(&world, &harness, &trainer_elsewhere(&world).await).await;
        assert_eq!(file(&mut elsewhere, "/certificates.zip").await.0, 404);
        world.assert_sound("a room").await;
        harness.finish().await;
    }

    async fn a_badge_of_two_affiliates_says_from_whom_it_misses_a_word(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], TRAINER_CLASS).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let review = anna.page(&room.path("/attest")).await;
        let met = boxes(review.text(), "met");
        let seen = [("seen", "Taught a day."), ("seen", "Those taught said so.")];
        let done = send(&mut anna, &room.path("/attest"), "met", &met, &seen).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = anna.page(&room.path("")).await;
        assert!(page.text().contains("trainers still needed, of another affiliate: 1"), "{}", page.text());
        harness.finish().await;
    }

    async fn nothing_of_a_rehearsal_is_issued(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada"], Purpose::Rehearsal).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let review = anna.page(&room.path("/attest")).await;
        assert!(review.text().contains("This is a rehearsal"), "{}", review.text());
        let met = boxes(review.text(), "met");
        send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        let review = anna.page(&room.path("/issue")).await;
        assert!(review.text().contains("This is a rehearsal") && !review.text().contains("<button type=\"submit\">Issue"), "{}", review.text());
        let ready = boxes(review.text(), "nomination");
        assert_eq!(ready.len(), 1, "it shows everything");
        let refused = send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await;
        assert_eq!(refused.status, 409);
        assert_eq!(count(&harness, "select count(*) from hold").await, 0);
        harness.finish().await;
    }

    async fn as_trainer_of_another_training_and_signed_out(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut elsewhere = Browser::of(&world, &harness, &trainer_elsewhere(&world).await).await;
        let mut person = Browser::of(&world, &harness, &room.people[0]).await;
        let mut nobody = Browser::new(&world, &harness);
        for rest in ["", "/attest", "/issue"] {
            assert_eq!(elsewhere.page(&room.path(rest)).await.status, 404, "{rest}");
            assert_eq!(person.page(&room.path(rest)).await.status, 403, "{rest}");
            let way = nobody.page(&room.path(rest)).await;
            assert!(way.header("location").starts_with("/sign-in?next="), "{rest}: {}", way.status);
        }
        for rest in ["/attest", "/issue"] {
            elsewhere.page("/me/security").await;
            assert_eq!(elsewhere.form(&room.path(rest), &[("seen", "x")]).await.status, 404, "{rest}");
        }
        assert_eq!(count(&harness, "select count(*) from attestation").await, 0);
        harness.finish().await;
    }

    async fn a_trainer_attests_so_often_a_day_and_the_log_knows(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada", "Bo"], Purpose::Award).await;
        for person in &room.people {
            room.tick_all(&world, &world.anna, person, CLASS).await;
        }
        let sol = steward(&world, "Sol").await;
        crate::journeys::notices::with_address(&world, &harness, sol.id(), "sol@example.org").await;
        // 199 earlier today.
        for _ in 0..199 {
            let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
            world.attest_all(&world.anna, &nomination).await;
        }
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        let capped = send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        // Trying again on the same day is nothing new to anybody.
        let mut stewards = Browser::of(&world, &harness, &sol).await;
        let told = stewards.page("/me/notices").await;
        assert!(told.text().contains("<bdi>Anna</bdi> attested as often as one trainer may within a day") && told.text().contains("/admin/mandates"), "{}", told.text());
        stewards.form("/me/notices/read", &[]).await;
        send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        // The question to the address left before.
        assert_eq!(count(&harness, "select count(*) from outbox where payload like '%notice%' and sent_at is null").await, 1);
        assert_eq!(count(&harness, "select count(*) from notice where kind = 'attesting-capped' and read_at is not null").await, 1);
        assert!(capped.text().contains("as often as one trainer may within a day") && capped.text().contains("could not be attested: 1"), "{}", capped.text());
        assert_eq!(count(&harness, "select count(*) from attestation").await, 200);
        assert_eq!(count(&harness, "select count(*) from log_entry where kind = 'attesting.capped'").await, 1);
        harness.clock.advance(86_401);
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        let next_day = send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        assert_eq!(next_day.status, 303, "{}", next_day.text());
        harness.finish().await;
    }

    async fn a_trainer_elsewhere_gives_the_missing_word_by_a_link(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[TRAINER_CLASS], &["Ada", "Bo"], Purpose::Award).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        for person in &room.people {
            room.tick_all(&world, &world.anna, person, TRAINER_CLASS).await;
        }
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        let seen = [("seen", "Taught a day."), ("seen", "Those taught said so.")];
        assert_eq!(send(&mut anna, &room.path("/attest"), "met", &met, &seen).await.status, 303);

        let page = anna.page(&room.path("/links")).await;
        let secret = boxes(page.text(), "secret").remove(0);
        let ada = room.people[0].id().to_string();
        let fields = [("secret", secret.as_str()), ("class", TRAINER_CLASS), ("invited", ""), ("person", ada.as_str())];
        for _ in 0..2 {
            let made = anna.form(&room.path("/links"), &fields).await;
            assert!(made.text().contains(&format!("/attest/{secret}\"")), "{}", made.text());
        }
        assert_eq!(count(&harness, "select count(*) from co_attester").await, 1, "a double tap makes one link");
        assert!(!anna.page(&room.path("/links")).await.text().contains(&secret), "it is shown once");
        let link = format!("/attest/{secret}");

        // Refusals first: nobody, a person, a trainer of another class, one of the same affiliate, a wrong token.
        let mut nobody = Browser::new(&world, &harness);
        assert_eq!(nobody.page(&link).await.header("location"), format!("/sign-in?next={link}"));
        for who in [world.person("Stranger").await, trainer_elsewhere(&world).await] {
            let mut browser = Browser::of(&world, &harness, &who).await;
            let page = browser.page(&link).await;
            assert!(page.text().contains("no mandate in force") && !page.text().contains("Taught a day."), "{}", page.text());
        }
        let colleague = crate::world::trainer(&world.office, "Cleo", "wmxx").await;
        let page = Browser::of(&world, &harness, &colleague).await.page(&link).await;
        assert!(page.text().contains("needs an attestation from another affiliate") && !page.text().contains("Taught a day."), "{}", page.text());
        let page = anna.page(&link).await;
        assert!(page.text().contains("nothing left to attest") && !page.text().contains("Taught a day."), "{}", page.text());
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        assert!(badri.page(&format!("/attest/{}", "x".repeat(43))).await.text().contains("does not work any more"));

        // Opening consumes nothing. Only Ada is asked about; nothing is ticked before.
        for _ in 0..10 {
            assert_eq!(badri.page(&link).await.status, 200);
        }
        let page = badri.page(&link).await;
        assert!(page.text().contains("Taught a day.") && page.text().contains("Ada") && !page.text().contains("checked"), "{}", page.text());
        let met = boxes(page.text(), "met");
        let of = met[0].split('.').next().unwrap();
        let (seen, other) = (format!("seen-{of}"), "Sat in on the last hour.");
        let refused = send(&mut badri, &link, "met", &met, &[(&seen, "")]).await;
        assert!(refused.text().contains("Say what you saw"), "{}", refused.text());
        for _ in 0..2 {
            let done = send(&mut badri, &link, "met", &met, &[(&seen, other), (&seen, "Read the materials.")]).await;
            assert_eq!((done.status, done.header("location")), (303, format!("{link}?said=attested").as_str()), "{}", done.text());
        }
        assert!(badri.page(&link).await.text().contains("nothing left to attest"));
        assert!(anna.page(&room.path("")).await.text().contains("Ready to be issued: 1"));

        // Taken back, it opens nothing; a forgotten one is over after 14 days.
        let page = anna.page(&room.path("/links")).await;
        let end = page.text().split("/links/").find_map(|rest| rest.split_once("/end\"").map(|(id, _)| id.to_owned())).unwrap();
        for _ in 0..2 {
            assert_eq!(anna.form(&room.path(&format!("/links/{end}/end")), &[]).await.status, 303);
        }
        assert!(badri.page(&link).await.text().contains("does not work any more"));
        harness.finish().await;
    }

    async fn only_an_affiliate_that_attested_a_criterion_is_not_asked_for_it_again(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        let nomination = world.office.overview(room.workshop.id()).await.unwrap().lines.remove(0).nomination;
        let class = world.office.community().catalog().class_version(nomination.slug(), nomination.version()).unwrap();
        let (first, second) = (class.criteria()[0].id().to_owned(), class.criteria()[1].id().to_owned());
        // Badri's affiliate attested one criterion; the affiliate of the training none.
        let met = vec![CriterionMet { criterion: first.clone(), level: None }];
        world.office.community().attest(world.badri.id(), nomination.id(), met, "Sat in.", crate::world::seen()).await.unwrap();
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let secret = boxes(anna.page(&room.path("/links")).await.text(), "secret").remove(0);
        anna.form(&room.path("/links"), &[("secret", secret.as_str()), ("class", TRAINER_CLASS), ("invited", "")]).await;
        let link = format!("/attest/{secret}");
        let value = |criterion: &str| format!("{}.{criterion}", nomination.id());

        let cleo = crate::world::trainer(&world.office, "Cleo", "wmxx").await;
        let page = Browser::of(&world, &harness, &cleo).await.page(&link).await;
        assert!(page.text().contains("Attested so far for: <bdi>wmyy</bdi>"), "{}", page.text());
        assert!(page.text().contains("trainers still needed, of another affiliate: 1"), "{}", page.text());
        assert_eq!(boxes(page.text(), "met").len(), class.criteria().len(), "the training's own affiliate is as good as any");

        // A colleague of Badri's is asked for the others only, and whatever a stale page sends counts no more.
        let dede = crate::world::trainer(&world.office, "Dede", "wmyy").await;
        let mut dede = Browser::of(&world, &harness, &dede).await;
        let open = boxes(dede.page(&link).await.text(), "met");
        assert!(!open.contains(&value(&first)) && open.contains(&value(&second)), "{open:?}");
        let seen = format!("seen-{}", nomination.id());
        let fields = [(seen.as_str(), "Was there."), (seen.as_str(), "Read it.")];
        let before = count(&harness, "select count(*) from attestation").await;
        let stale = send(&mut dede, &link, "met", &[value(&first)], &fields).await;
        assert!(stale.text().contains("for your affiliate already"), "{}", stale.text());
        assert_eq!(count(&harness, "select count(*) from attestation").await, before);
        assert_eq!(send(&mut dede, &link, "met", &[value(&second)], &fields).await.status, 303);
        harness.finish().await;
    }

    async fn an_invited_trainer_is_told_and_nobody_else_opens_the_link(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let secret = boxes(anna.page(&room.path("/links")).await.text(), "secret").remove(0);
        let invited = world.badri.id().to_string();
        let fields = [("secret", secret.as_str()), ("class", TRAINER_CLASS), ("invited", invited.as_str())];
        assert_eq!(anna.form(&room.path("/links"), &fields).await.status, 200);
        assert_eq!(count(&harness, "select count(*) from notice where kind = 'co-attester-asked'").await, 1);
        let link = format!("/attest/{secret}");
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        assert!(badri.page(&link).await.text().contains("Attest only what you saw yourself"));
        let told = badri.page("/me/notices").await;
        let (_, rest) = told.text().split_once("/attest/").expect("the notice leads somewhere");
        let by_notice = format!("/attest/{}", rest.split('"').next().unwrap());
        assert!(badri.page(&by_notice).await.text().contains("Attest only what you saw yourself"), "{by_notice}");
        let other = crate::world::trainer(&world.office, "Cem", "wmzz").await;
        let mut other = Browser::of(&world, &harness, &other).await;
        for path in [&link, &by_notice] {
            assert!(other.page(path).await.text().contains("does not work any more"), "{path}");
        }
        harness.clock.advance(14 * 86_400);
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        assert!(badri.page(&link).await.text().contains("does not work any more"));
        harness.finish().await;
    }

    async fn a_wrong_name_and_a_wrong_class_are_put_right(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS, TRAINER_CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        let ready = boxes(anna.page(&room.path("/issue")).await.text(), "nomination");
        let held = send(&mut anna, &room.path("/issue"), "nomination", &ready, &[]).await;
        anna.form(&format!("{}/now", held.header("location")), &[]).await;
        world.office.issue_due().await.unwrap();
        let (badge, _) = world.office.credentials_of_training(room.workshop.id()).await.unwrap().remove(0);
        let here = room.path(&format!("/{badge}"));
        let names = format!("{here}/names");

        let page = anna.page(&here).await;
        assert!(page.text().contains("value=\"Ada\""), "{}", page.text());
        assert_eq!(anna.form(&names, &[("name", "Ada L.")]).await.status, 422, "nobody read it back");
        let fault = anna.form(&names, &[("name", "Ada\u{202e}"), ("confirmed", "yes")]).await;
        assert!(fault.text().contains("invisible character"), "{}", fault.text());
        for said in ["corrected", "unchanged"] {
            let done = anna.form(&names, &[("name", "Ada L."), ("name", ""), ("confirmed", "yes")]).await;
            assert_eq!(done.header("location"), format!("{here}?said={said}"), "{}", done.text());
        }
        assert_eq!(count(&harness, "select count(*) from edition").await, 2);

        // The other class is open already; no word is carried over, and the wrong badge waits for a second person.
        let before = count(&harness, "select count(*) from attestation").await;
        for _ in 0..2 {
            let done = anna.form(&format!("{here}/class"), &[("class", TRAINER_CLASS)]).await;
            assert_eq!(done.header("location"), format!("{here}?said=class-asked"), "{}", done.text());
        }
        assert_eq!(count(&harness, "select count(*) from attestation").await, before);
        assert_eq!(count(&harness, "select count(*) from revocation_request").await, 1);
        assert_eq!(anna.form(&format!("{here}/class"), &[("class", CLASS)]).await.status, 422);

        let mut elsewhere = Browser::of(&world, &harness, &trainer_elsewhere(&world).await).await;
        assert_eq!(elsewhere.page(&here).await.status, 404);
        elsewhere.page("/me/security").await;
        assert_eq!(elsewhere.form(&names, &[("name", "Eve"), ("confirmed", "yes")]).await.status, 404);
        harness.finish().await;
    }

    async fn an_attestation_is_withdrawn_before_anything_is_issued(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada"], Purpose::Award).await;
        room.tick_all(&world, &world.anna, &room.people[0], CLASS).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let met = boxes(anna.page(&room.path("/attest")).await.text(), "met");
        send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round.")]).await;
        let nomination = met[0].split('.').next().unwrap();
        let here = room.path(&format!("/{nomination}"));
        let attestation = boxes(anna.page(&here).await.text(), "attestation").remove(0);
        for _ in 0..2 {
            let done = anna.form(&format!("{here}/withdraw"), &[("attestation", &attestation), ("why", "It was somebody else.")]).await;
            assert_eq!(done.header("location"), format!("{here}?said=withdrawn"), "{}", done.text());
        }
        assert_eq!(count(&harness, "select count(*) from revocation_request").await, 0);
        assert!(anna.page(&room.path("")).await.text().contains("did not attest yet: 6"), "the ticks are there to be attested again");
        harness.finish().await;
    }
}
