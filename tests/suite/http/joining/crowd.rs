//! A room of sixty behind one address, over sockets: a device and a connection for each, some by slip and some by
//! their wiki account, while somebody elsewhere tries codes. The rates are the real server's.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use insignia::community::attestation::{CameBy, Purpose, Workshop};
use insignia::community::people::sign_in::slip::SlipCode;
use insignia::doors::http::rates::Quotas;
use insignia::vocabulary::Chance;
use tokio::task::JoinSet;

use super::{PIN, fill_in, join_by_slip, location, path, slips};
use crate::fetch::stage::nowhere;
use crate::harness::on_both_backends;
use crate::http::browser::Browser;
use crate::http::by_wiki::{back, leads_to, profile};
use crate::http::in_chromium::Served;
use crate::http::visit::{Visitor, door_with};
use crate::http::wiki_stand_in::StandIn;
use crate::http::wire::Wire;
use crate::journeys::joining::workshop;

/// All of the room, and whoever tries codes.
const ROOM: Ipv4Addr = Ipv4Addr::LOCALHOST;
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// A browser on a device of its own.
fn device(served: &Served, from: Ipv4Addr) -> Browser {
    let wire = Wire::new(IpAddr::V4(from), &format!("http://127.0.0.1:{}", served.port));
    Browser::at(Visitor::over(wire, served.door.clone()))
}

/// Somebody who joins from the slide by their wiki account.
async fn join_by_wiki(browser: &mut Browser, workshop: &Workshop, wiki: &StandIn, sub: usize, name: &str) {
    let next = path(workshop, "/form");
    let page = browser.page(&path(workshop, "")).await;
    assert!(page.text().contains(&format!("/sign-in?next={next}")), "{}", page.text());
    browser.page(&format!("/sign-in?next={next}")).await;
    let left = browser.form("/sign-in/with/wiki", &[("next", &next)]).await;
    let way = wiki.agree(&leads_to(&left), &profile(sub, name));
    assert_eq!(location(&back(browser, &way).await), next);
    fill_in(browser, workshop, name).await;
}

/// Codes that nobody has, one after the other: what was answered.
async fn hammer(mut browser: Browser, tries: u64) -> Vec<u16> {
    browser.page("/slip").await;
    let mut statuses = Vec::new();
    for n in 0..tries {
        let code = SlipCode::new(&Chance::seeded(7000 + n)).printed();
        statuses.push(browser.form("/slip", &[("code", &code), ("pin", PIN)]).await.status);
    }
    statuses
}

on_both_backends! {
    async fn sixty_join_at_once_from_one_address_and_who_tries_codes_elsewhere_is_told_to_wait(harness) {
        let mut wiki = None;
        let served = Served::by(&harness, async |world, base| {
            let opened = wiki.insert(StandIn::open(&format!("{base}/sign-in/with/wiki/back")).await);
            door_with(world, &harness, Quotas::default(), nowhere(harness.clock.clone()), Some(opened.known()), Vec::new())
        })
        .await;
        let (wiki, world) = (wiki.unwrap(), &served.world);
        let workshop = Arc::new(workshop(world, Purpose::Award).await);
        assert_eq!(3 * workshop.expected(), 60, "what the training itself may have an hour");
        let codes = slips(world, &workshop, 35).await;
        let began = Instant::now();
        // The clock of the rates stands still: nobody is given anything back for waiting.
        let trying = tokio::spawn(hammer(device(&served, ELSEWHERE), 50));
        let mut room = JoinSet::new();
        for n in 0..60 {
            let (mut browser, workshop, code, wiki) = (device(&served, ROOM), Arc::clone(&workshop), codes.get(n).cloned(), wiki.clone());
            room.spawn(async move {
                match code {
                    Some(code) => join_by_slip(&mut browser, &workshop, &code, &format!("Person {n}")).await,
                    None => join_by_wiki(&mut browser, &workshop, &wiki, 1000 + n, &format!("Person {n}")).await,
                }
            });
        }
        while let Some(joined) = room.join_next().await {
            joined.expect("somebody joins");
        }
        let took = began.elapsed();
        assert!(took < Duration::from_mins(3), "sixty in {took:?}");
        let tried = trying.await.unwrap();
        assert_eq!(tried.iter().filter(|status| **status == 422).count(), 40, "as many as one address may try: {tried:?}");
        assert_eq!(tried[40..], [429; 10], "and then no more");
        let people = world.office.community().participants_of(workshop.id()).await.unwrap();
        assert_eq!(people.len(), 60, "each once, though everything was sent twice");
        assert!(people.iter().all(|one| one.confirmed().is_some()));
        assert_eq!(people.iter().filter(|one| one.came_by() == CameBy::Slip).count(), 35);
        // What is tried elsewhere costs the room nothing: a wrong PIN there is answered as one.
        let mut late = device(&served, ROOM);
        late.page("/slip").await;
        assert_eq!(late.form("/slip", &[("code", &codes[0]), ("pin", "715293")]).await.status, 422);
        served.close().await;
        harness.finish().await;
    }
}
