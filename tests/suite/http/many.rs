//! Pages of a full room: however many people there are, a page asks the store the same number of things.

use std::collections::BTreeMap;

use insignia::community::attestation::Purpose;
use insignia::community::people::Account;

use super::browser::Browser;
use super::issuing::{Room, boxes, send};
use crate::harness::{Backend, Harness, run, write_down, written_down};
use crate::workshop::put_down;
use crate::world::{CLASS, World};

/// As many people as a room is promised to hold.
const FULL: usize = 200;

/// The statements of one request, each with how often.
async fn asked(harness: &Harness, browser: &mut Browser, path: &str) -> BTreeMap<String, usize> {
    // What was cached, noted or is done once a minute was done before.
    let first = browser.page(path).await;
    assert_eq!(first.status, 200, "{path}: {}", first.text());
    let before = written_down(&harness.url).len();
    browser.page(path).await;
    let mut counted = BTreeMap::new();
    for line in written_down(&harness.url).into_iter().skip(before) {
        // `execute sqlx_s_12: select …`; a list of people is as long as they are many, and still one statement.
        let statement = line.split_once(": ").map_or(line.as_str(), |(_, statement)| statement);
        // A view that was begun, and is counted there, is let go of when somebody next needs its connection; and a new
        // connection is told how to behave, whenever the pool wants one.
        if statement == "ROLLBACK" || statement.starts_with("SET ") || statement.contains("current_setting(") {
            continue;
        }
        *counted.entry(statement.split(" in (").next().unwrap().to_owned()).or_default() += 1;
    }
    counted
}

/// The same of the page of a hold with everything that is ready; it is undone again.
async fn asked_of_hold(harness: &Harness, anna: &mut Browser, room: &Room) -> BTreeMap<String, usize> {
    let review = anna.page(&room.path("/issue")).await;
    let ready = boxes(review.text(), "nomination");
    let hold = send(anna, &room.path("/issue"), "nomination", &ready, &[]).await.header("location").to_owned();
    let counted = asked(harness, anna, &hold).await;
    assert_eq!(anna.form(&format!("{hold}/undo"), &[]).await.status, 303);
    counted
}

/// Puts one more person into the room, of whom everything was ticked, and perhaps attested and issued.
async fn one_more(world: &World, room: &Room, name: &str, far: usize) -> Account {
    let person = world.person(name).await;
    put_down(world, room.workshop.id(), &person).await;
    room.tick_all(world, &world.anna, &person, CLASS).await;
    let put_forward = world.office.community().put_forward(room.workshop.id()).await.unwrap();
    let nomination = put_forward.iter().find(|one| one.account == person.id()).unwrap().nomination;
    if far > 0 {
        let found = world.office.community().nominations(&[nomination]).await.unwrap().remove(&nomination).unwrap();
        world.attest_all(&world.anna, &found).await;
    }
    if far > 1 {
        world.office.issue(&[nomination]).await.pop().unwrap().unwrap();
    }
    person
}

#[test]
fn a_page_of_a_full_room_asks_the_store_no_more_than_one_of_a_room_of_six() {
    run(Backend::Postgres, |harness| async move {
        write_down(&harness.url).await;
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &[], Purpose::Award).await;
        let mut people = Vec::new();
        for n in 0..6 {
            people.push(one_more(&world, &room, &format!("Person {n}"), n % 3).await);
        }
        let here = format!("/training/{}", room.workshop.id());
        let somebody = people[0].id();
        let pages = [
            "/training".to_owned(),
            here.clone(),
            format!("{here}/people"),
            format!("{here}/people/{somebody}"),
            format!("{here}/people.csv"),
            format!("{here}/sheet"),
            format!("{here}/slips"),
            format!("{here}/room"),
            format!("{here}/room/{somebody}"),
            format!("{here}/room/paper"),
            format!("{here}/badges"),
            format!("{here}/badges/attest"),
            format!("{here}/badges/issue"),
            format!("{here}/badges/links"),
            "/me".to_owned(),
            "/me/notices".to_owned(),
        ];
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let mut few = Vec::new();
        for path in &pages {
            few.push(asked(&harness, &mut anna, path).await);
        }
        few.push(asked_of_hold(&harness, &mut anna, &room).await);
        assert!(few.iter().all(|counted| counted.values().sum::<usize>() > 2), "statements are counted: {few:?}");
        for n in 6..FULL {
            one_more(&world, &room, &format!("Person {n}"), n % 3).await;
        }
        let mut many = Vec::new();
        for path in &pages {
            many.push(asked(&harness, &mut anna, path).await);
        }
        many.push(asked_of_hold(&harness, &mut anna, &room).await);
        let mut grown = Vec::new();
        for ((path, few), many) in pages.iter().map(String::as_str).chain(["the hold"]).zip(&few).zip(&many) {
            let more = many.iter().filter(|(statement, times)| few.get(*statement).is_none_or(|before| before < times));
            grown.extend(more.map(|(statement, times)| format!("{path} asks {times} times: {statement}")));
        }
        assert!(grown.is_empty(), "with {FULL} people in the room\n{}", grown.join("\n"));
        harness.finish().await;
    });
}
