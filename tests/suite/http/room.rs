//! The room, as trainers of it, other trainers, participants and strangers see it.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use insignia::community::attestation::tick::{CameFrom, Tick};
use insignia::community::attestation::{NewTraining, Training};
use insignia::community::people::Account;
use insignia::community::{Given, Mandated};

use super::browser::{Browser, FORM, HERE};
use super::visit::Seen;
use crate::harness::{Harness, START, on_both_backends};
use crate::workshop::{put_down, workshop};
use crate::world::{CLASS, TRAINER_CLASS, World};

const CRITERION: &str = "clarifies-purpose";

struct Room {
    world: World,
    training: Training,
    chen: Account,
    dina: Account,
    path: String,
}

impl Room {
    async fn new(harness: &Harness) -> Self {
        let world = World::new(harness).await;
        let training = workshop(&world).await;
        let [chen, dina] = [world.person("Chen").await, world.person("Dina").await];
        for person in [&chen, &world.badri, &dina] {
            put_down(&world, training.id(), person).await;
        }
        harness.clock.advance(3600);
        let path = format!("/training/{}/room", training.id());
        Self { world, training, chen, dina, path }
    }

    fn of(&self, person: &Account) -> String {
        format!("{}/{}", self.path, person.id())
    }

    async fn ticks(&self) -> Vec<Tick> {
        self.world.office.community().ticks_of(self.training.id()).await.unwrap()
    }

    async fn notes(&self) -> Vec<String> {
        let notes = self.world.office.community().observations_of(self.training.id()).await.unwrap();
        notes.iter().map(|note| note.note().to_owned()).collect()
    }
}

/// What the form of the page seen last sends if nothing is touched, apart from the token.
fn form(page: &Seen) -> BTreeMap<String, String> {
    let html = page.text().split_once("class=\"room-person\"").expect("a form").1.split_once("</form>").expect("its end").0;
    let attribute = |tag: &str, name: &str| Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0.to_owned());
    let mut fields = BTreeMap::new();
    for input in html.split("<input").skip(1).map(|rest| rest.split_once('>').unwrap().0) {
        let (name, value) = (attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default());
        if name != "token" && (input.contains("type=\"hidden\"") || input.contains(" checked")) {
            fields.insert(name, value);
        }
    }
    for area in html.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        // A browser leaves out the first line end, and ends lines as the web does.
        let text = rest.split_once("</textarea>").unwrap().0.trim_start_matches('\n').replace('\n', "\r\n");
        fields.insert(attribute(tag, "name").unwrap(), text);
    }
    fields
}

async fn send(browser: &mut Browser, path: &str, fields: &BTreeMap<String, String>) -> Seen {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.form(path, &fields).await
}

/// What a device sends from its queue.
async fn queued(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Seen {
    let token = browser.token.clone();
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.append_pair("token", &token).extend_pairs(fields);
    browser.send(Method::POST, path, &[("accept", "application/json"), FORM, HERE], body.finish().into()).await
}

pub(super) async fn as_trainer_of_another_training(world: &World, harness: &Harness) -> Browser {
    let person = world.person("Elsewhere").await;
    let mandated = Mandated {
        account: person.id(),
        affiliate: "wmzz".to_owned(),
        classes: vec![CLASS.to_owned()],
        starts_at: START,
        ends_at: START.plus_months(12),
        given: Given::Founding { decision: "Committee, 2026-11-01".to_owned() },
    };
    world.office.community().give_mandate(&mandated).await.unwrap();
    Browser::of(world, harness, &person).await
}

fn field(criterion: &str) -> String {
    format!("tick.{CLASS}.{criterion}")
}

on_both_backends! {
    async fn a_room_is_there_for_its_trainers_only(harness) {
        let room = Room::new(&harness).await;
        let paths = [room.path.clone(), room.of(&room.chen)];
        let mut nobody = Browser::new(&room.world, &harness);
        let mut other = as_trainer_of_another_training(&room.world, &harness).await;
        let mut participant = Browser::of(&room.world, &harness, &room.chen).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        for path in &paths {
            let sent_away = nobody.page(path).await;
            assert_eq!((sent_away.status, sent_away.header("location")), (303, format!("/sign-in?next={path}").as_str()));
            assert_eq!(other.page(path).await.status, 404, "not there for a trainer of another training");
            assert_eq!(participant.page(path).await.status, 403);
            let seen = anna.page(path).await;
            assert_eq!((seen.status, seen.header("cache-control")), (200, "no-store"), "{}", seen.text());
            assert!(seen.text().contains("Chen"));
        }
        let tick = [(field(CRITERION), "independent".to_owned()), (format!("was.{CLASS}.{CRITERION}"), String::new())].into();
        for browser in [&mut nobody, &mut other, &mut participant] {
            browser.page("/sign-in").await;
            let refused = send(browser, &room.of(&room.chen), &tick).await;
            assert!(matches!(refused.status, 403 | 404), "{}", refused.text());
        }
        "x".clone_into(&mut anna.token);
        assert_eq!(send(&mut anna, &room.of(&room.chen), &tick).await.status, 403, "without a token of its page");
        assert_eq!(room.ticks().await, []);
        let nowhere = [format!("{}/{}", room.path, room.world.anna.id()), format!("{}/7zzzzzzzzzzzzzzzzzzzzzzzzz", room.path)];
        for path in nowhere {
            assert_eq!(anna.page(&path).await.status, 404, "nobody of that id is in the room: {path}");
        }
        harness.finish().await;
    }

    async fn a_trainer_does_not_tick_themself(harness) {
        let room = Room::new(&harness).await;
        let mut badri = Browser::of(&room.world, &harness, &room.world.badri).await;
        let list = badri.page(&room.path).await;
        assert!(list.text().contains("This is you.") && !list.text().contains(&room.of(&room.world.badri)), "{}", list.text());
        let own = badri.page(&room.of(&room.world.badri)).await;
        assert!(own.text().contains("This is you.") && !own.text().contains("class=\"room-person\""), "{}", own.text());
        let fields = [("sent_at", "5"), (&*field(CRITERION), "independent"), (&*format!("at.{CLASS}.{CRITERION}"), "5")];
        let refused = queued(&mut badri, &room.of(&room.world.badri), &fields).await;
        assert_eq!((refused.status, refused.problem().as_str()), (422, "refused"), "{}", refused.text());
        assert_eq!(room.ticks().await, []);
        harness.finish().await;
    }

    async fn a_form_without_a_script_ticks_takes_back_and_changes_nothing_twice(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let path = room.of(&room.chen);
        let page = anna.page(&path).await;
        let mut fields = form(&page);
        assert!(send(&mut anna, &path, &fields).await.header("location").ends_with("?said=saved"));
        assert_eq!(room.ticks().await, [], "an untouched form says nothing");
        fields.insert(field(CRITERION), "guides-others".to_owned());
        fields.insert(format!("note.{CLASS}"), "Asked the quiet ones.\r\nKept to the time.".to_owned());
        let sent = send(&mut anna, &path, &fields).await;
        assert_eq!((sent.status, sent.header("location")), (303, format!("{path}?said=saved").as_str()));
        let before = room.ticks().await;
        assert_eq!((before.len(), before[0].seen().level()), (1, Some("guides-others")));
        assert_eq!(room.notes().await, ["Asked the quiet ones.\nKept to the time."]);
        harness.clock.advance(60);
        assert_eq!(send(&mut anna, &path, &fields).await.status, 303);
        assert_eq!(room.ticks().await, before, "a double tap changes nothing");
        let page = anna.page(&format!("{path}?said=saved")).await;
        assert!(page.text().contains("Saved.") && page.text().contains("Kept to the time."), "{}", page.text());
        let mut again = form(&page);
        assert_eq!(again[&field(CRITERION)], "guides-others");
        assert_eq!(send(&mut anna, &path, &again).await.status, 303);
        assert_eq!(room.ticks().await, before);
        again.insert(field(CRITERION), String::new());
        again.insert("then".to_owned(), "next".to_owned());
        let next = send(&mut anna, &path, &again).await;
        assert_eq!(next.header("location"), room.of(&room.world.badri), "on to the next on the sheet");
        assert!(!room.ticks().await[0].seen().is_met());
        harness.finish().await;
    }

    async fn an_old_page_does_not_undo_what_another_device_ticked(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let path = room.of(&room.chen);
        let mut old = form(&anna.page(&path).await);
        let (at, now) = (format!("at.{CLASS}.{CRITERION}"), "1000");
        let from_phone = [("sent_at", now), (at.as_str(), now), (&*field(CRITERION), "independent"), (&*format!("note.{CLASS}"), "By phone."), (&*format!("at.{CLASS}"), now)];
        assert_eq!(queued(&mut anna, &path, &from_phone).await.status, 200);
        harness.clock.advance(60);
        old.insert(field("balances-voices"), "independent".to_owned());
        assert_eq!(send(&mut anna, &path, &old).await.status, 303);
        let met: Vec<String> = room.ticks().await.iter().filter(|t| t.seen().is_met()).map(|t| t.criterion().to_owned()).collect();
        assert_eq!(met, ["balances-voices", CRITERION]);
        assert_eq!(room.notes().await, ["By phone."]);
        harness.finish().await;
    }

    async fn a_queue_is_sent_late_and_twice_and_stands_once(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let path = room.of(&room.chen);
        anna.page(&path).await;
        let at = format!("at.{CLASS}.{CRITERION}");
        let early = [("sent_at", "600000"), (at.as_str(), "0"), (&*field(CRITERION), "independent")];
        let answer = queued(&mut anna, &path, &early).await;
        assert_eq!((answer.status, answer.text()), (200, "{\"later\":[],\"attested\":[]}"));
        let before = room.ticks().await;
        assert_eq!(before[0].ticked_at(), harness.now().plus_seconds(-600), "ten minutes ago, whatever the phone's clock says");
        assert_eq!(queued(&mut anna, &path, &early).await.status, 200);
        assert_eq!(room.ticks().await, before);
        let newer = [("sent_at", "600000"), (at.as_str(), "600000"), (&*field(CRITERION), "")];
        assert_eq!(queued(&mut anna, &path, &newer).await.status, 200);
        let answer = queued(&mut anna, &path, &early).await;
        assert_eq!(answer.text(), format!("{{\"later\":[\"{}\"],\"attested\":[]}}", field(CRITERION)));
        assert!(!room.ticks().await[0].seen().is_met());
        for (name, value) in [("tick.facilitator.sings", "yes"), ("tick.grant-writer.x", "yes"), (&*field(CRITERION), "expert")] {
            let at = name.replacen("tick", "at", 1);
            let refused = queued(&mut anna, &path, &[("sent_at", "5"), (&at, "5"), (name, value)]).await;
            assert_eq!(refused.problem(), "refused", "{name}={value}");
        }
        harness.finish().await;
    }

    async fn of_other_trainers_only_the_number_is_seen(harness) {
        let room = Room::new(&harness).await;
        let (mut anna, mut badri) = (Browser::of(&room.world, &harness, &room.world.anna).await, Browser::of(&room.world, &harness, &room.world.badri).await);
        let path = room.of(&room.dina);
        let mut fields = form(&badri.page(&path).await);
        fields.insert(field(CRITERION), "guides-others".to_owned());
        fields.insert(format!("note.{CLASS}"), "Only Badri's.".to_owned());
        assert_eq!(send(&mut badri, &path, &fields).await.status, 303);
        let page = anna.page(&path).await;
        assert!(page.text().contains("Ticked by one other trainer."), "{}", page.text());
        assert!(!page.text().contains("Only Badri") && !page.text().contains("Badri\u{2019}s"), "{}", page.text());
        let own = form(&page);
        assert_eq!((own[&field(CRITERION)].as_str(), own[&format!("note.{CLASS}")].as_str()), ("", ""));
        let criteria = room.world.office.community().catalog();
        let of = |slug| criteria.class(slug).unwrap().criteria().len();
        let counts = format!("By you: <bdi>0</bdi> of <bdi>{0}</bdi>. By anyone: <bdi>1</bdi> of <bdi>{0}</bdi>.", of(CLASS) + of(TRAINER_CLASS));
        let list = anna.page(&room.path).await;
        assert!(list.text().contains(&counts) || list.text().contains(&counts.replace("<bdi>", "").replace("</bdi>", "")), "{}", list.text());
        harness.finish().await;
    }

    async fn a_note_too_long_is_shown_again_with_everything_that_was_typed(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let path = room.of(&room.chen);
        let mut fields = form(&anna.page(&path).await);
        fields.insert(format!("note.{CLASS}"), "ع".repeat(1001));
        fields.insert(field(CRITERION), "independent".to_owned());
        let page = send(&mut anna, &path, &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Nothing is saved yet.") && page.text().contains("1,001"), "{}", page.text());
        assert_eq!(room.ticks().await, []);
        let mut again = form(&page);
        assert_eq!((again[&field(CRITERION)].as_str(), again[&format!("was.{CLASS}.{CRITERION}")].as_str()), ("independent", ""));
        again.insert(format!("note.{CLASS}"), "ع".repeat(1000));
        assert_eq!(send(&mut anna, &path, &again).await.status, 303);
        assert_eq!((room.ticks().await.len(), room.notes().await[0].chars().count()), (1, 1000));
        harness.finish().await;
    }

    async fn what_was_attested_stands(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let path = room.of(&room.chen);
        let mut fields = form(&anna.page(&path).await);
        fields.insert(field(CRITERION), "independent".to_owned());
        assert_eq!(send(&mut anna, &path, &fields).await.status, 303);
        let old = form(&anna.page(&path).await);
        let lines = room.world.office.community().put_forward_of(room.training.id(), room.chen.id()).await.unwrap();
        let line = lines.iter().find(|line| line.slug == CLASS).unwrap();
        let nomination = room.world.office.community().nominations(&[line.nomination]).await.unwrap().remove(&line.nomination).unwrap();
        let attestation = room.world.attest_all(&room.world.anna, &nomination).await;
        let mut writing = harness.database.writing().await.unwrap();
        sqlx::query("update tick set attestation_id = $1").bind(attestation.id().to_string()).execute(writing.connection()).await.unwrap();
        let _ = writing.commit().await.unwrap();
        let page = anna.page(&path).await;
        assert!(page.text().contains("You attested this."), "{}", page.text());
        let taken_back = BTreeMap::from([(field(CRITERION), String::new())]).into_iter().chain(old.into_iter().filter(|(name, _)| *name != field(CRITERION))).collect();
        let sent = send(&mut anna, &path, &taken_back).await;
        assert!(sent.header("location").ends_with("?said=attested"), "{}", sent.text());
        assert!(room.ticks().await[0].seen().is_met());
        harness.finish().await;
    }
}

#[test]
fn a_training_without_a_room_has_none() {
    crate::harness::run(crate::harness::Backend::Sqlite, async move |harness: Harness| {
        let world = World::new(&harness).await;
        let new = NewTraining {
            name: "Over the API".to_owned(),
            place: String::new(),
            starts_at: START,
            ends_at: START.plus_seconds(60),
            affiliate: "wmxx".to_owned(),
            classes: vec![CLASS.to_owned()],
            trainers: vec![world.anna.id()],
        };
        let training = world.office.community().make_training(&new).await.unwrap();
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let seen = anna.send(Method::GET, &format!("/training/{}/room", training.id()), &[super::visit::BROWSER], Body::empty()).await;
        assert_eq!(seen.status, 404);
        harness.finish().await;
    });
}

on_both_backends! {
    async fn the_sheet_is_taken_in_row_by_row(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let (path, now) = (format!("{}/paper", room.path), harness.now().as_ms().to_string());
        let page = anna.page(&path).await;
        assert!(page.text().contains("name=\"opened_at\"") && page.text().contains("Chen") && page.text().contains(">A1</a>"), "{}", page.text());
        let chen = room.chen.id().to_string();
        let was = format!("was.{CLASS}.{CRITERION}");
        let row = [("account", chen.as_str()), ("opened_at", now.as_str()), (was.as_str(), ""), (&*field(CRITERION), "yes")];
        for _ in 0..2 {
            let sent = anna.form(&path, &row).await;
            assert_eq!((sent.status, sent.header("location")), (303, format!("{path}?at={}", room.world.badri.id()).as_str()));
        }
        let ticks = room.ticks().await;
        assert_eq!((ticks.len(), ticks[0].came_from(), ticks[0].seen().is_met()), (1, CameFrom::Paper, true));
        let next = anna.page(&format!("{path}?at={}", room.world.badri.id())).await;
        assert!(next.text().matches(" autofocus").count() == 1 && next.text().matches(" checked").count() == 1, "{}", next.text());
        let mut other = as_trainer_of_another_training(&room.world, &harness).await;
        assert_eq!(other.page(&path).await.status, 404);
        let mut badri = Browser::of(&room.world, &harness, &room.world.badri).await;
        let own = badri.page(&path).await;
        assert!(own.text().contains("This is you.") && !own.text().contains(" checked"), "neither oneself nor what others ticked: {}", own.text());
        harness.finish().await;
    }

    async fn a_later_tick_on_the_phone_is_not_overwritten_by_paper_without_asking(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let (path, opened) = (format!("{}/paper", room.path), harness.now().as_ms().to_string());
        anna.page(&path).await;
        harness.clock.advance(60);
        let at = format!("at.{CLASS}.{CRITERION}");
        for level in ["independent", ""] {
            let phone = [("sent_at", "9"), (at.as_str(), "9"), (&*field(CRITERION), level)];
            assert_eq!(queued(&mut anna, &room.of(&room.chen), &phone).await.status, 200);
        }
        let chen = room.chen.id().to_string();
        let was = format!("was.{CLASS}.{CRITERION}");
        let row = [("account", chen.as_str()), ("opened_at", opened.as_str()), (was.as_str(), ""), (&*field(CRITERION), "yes")];
        for _ in 0..2 {
            let asked = anna.form(&path, &row).await;
            assert_eq!(asked.status, 409);
            assert!(asked.text().contains("ticked on the paper, not on the phone"), "{}", asked.text());
            assert!(!room.ticks().await[0].seen().is_met());
        }
        let later = harness.now().as_ms().to_string();
        let taken = [("account", chen.as_str()), ("opened_at", later.as_str()), (was.as_str(), ""), (&*field(CRITERION), "yes")];
        assert_eq!(anna.form(&path, &taken).await.status, 303);
        let ticks = room.ticks().await;
        assert!(ticks[0].seen().is_met() && ticks[0].came_from() == CameFrom::Paper);
        harness.finish().await;
    }

    async fn the_worker_stands_before_trainings_and_signing_out_clears_the_device(harness) {
        let room = Room::new(&harness).await;
        let mut anna = Browser::of(&room.world, &harness, &room.world.anna).await;
        let worker = anna.page("/training/room-worker.js").await;
        assert_eq!((worker.status, worker.header("content-type")), (200, "text/javascript; charset=utf-8"));
        assert!(worker.text().contains("roomKeptPage") && worker.header("cache-control") == "no-cache" && !worker.headers.contains_key("set-cookie"));
        let page = anna.page(&room.of(&room.chen)).await;
        let own = format!("data-keep-for=\"{}\"", room.world.anna.id());
        assert!(page.text().contains(&own) && page.text().contains("/assets/room-store."), "{}", page.text());
        let out = anna.form("/sign-out", &[]).await;
        assert_eq!(out.header("clear-site-data"), "\"storage\"");
        anna.enter(&room.world, &room.world.anna, true).await;
        let borrowed = anna.page(&room.of(&room.chen)).await;
        assert!(!borrowed.text().contains(&own), "a borrowed device keeps nothing for the next session");
        harness.finish().await;
    }
}
