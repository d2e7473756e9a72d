//! Ticks in Chromium with the network cut: they are kept on the device, and stand on the server once.

use std::os::fd::OwnedFd;

use sqlx::Row;

use super::{Backend, Harness, Served, Steps, chromium, run};
use crate::http::visit::door_for_people;
use crate::workshop::{put_down, workshop};

#[test]
fn ticks_made_without_signal_are_kept_encrypted_and_stand_on_the_server_once() {
    let Some(chromium) = chromium("ticks without signal") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        // The program that plays the air between phone and server answers here.
        let air = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let base = format!("http://localhost:{}", air.local_addr().unwrap().port());
        let served = Served::behind(&harness, &base, async |world, _| door_for_people(world, &harness, None)).await;
        let world = &served.world;
        let training = workshop(world).await;
        for person in [world.person("Chen").await, world.anna.clone(), world.person("Dina").await] {
            put_down(world, training.id(), &person).await;
        }
        harness.clock.advance(3600);
        let invitation = world.office.community().invite(world.anna.id()).await.unwrap();
        let link = world.office.addresses().sign_in_link(invitation.secret.reveal());
        let room = format!("/training/{}/room", training.id());
        let steps = Steps::by("room.mjs", &[chromium, &link, &room, &served.port.to_string()], OwnedFd::from(air)).await;
        let said = &steps.said;
        let step = |name: &str| steps.step(name);
        let state = |name: &str| step(name)["state"].as_str().unwrap();
        assert_eq!((&step("early")["status"], &step("early")["stands"]), (&200.into(), &"supported".into()), "{said}");
        assert!(step("ready")["people"] == 2 && state("ready") == "Everything is sent.", "{said}");
        assert!(state("cut").starts_with("Not sent yet: 3."), "{said}");
        assert!(step("stored")["leaks"] == serde_json::json!([]) && step("stored")["extractable"] == false, "{said}");
        assert!(step("stored")["bytes"].as_u64().unwrap() > 10_000, "pages are kept: {said}");
        assert_eq!(step("again")["note"], "Seen without signal.");
        assert!(state("list").starts_with("Not sent yet: 4."), "{said}");
        assert_eq!(state("sent"), "Everything is sent.");
        assert!(step("counted")["text"].as_str().unwrap().contains("By you: 2 of"), "{said}");
        assert_eq!(
            (&step("left")["workers"], &step("left")["databases"], &step("left")["caches"]),
            (&0.into(), &0.into(), &0.into()),
            "{said}"
        );
        assert_eq!(step("console")["refused"], serde_json::json!([]), "the policy of the pages stops nothing of theirs");
        let ticks = world.office.community().ticks_of(training.id()).await.unwrap();
        let mut met: Vec<_> = ticks.iter().map(|tick| (tick.criterion(), tick.seen().level().unwrap())).collect();
        met.sort_unstable();
        let clarifies = ("clarifies-purpose", "independent");
        assert_eq!(met, [("balances-voices", "guides-others"), ("balances-voices", "supported"), clarifies, clarifies]);
        let notes = world.office.community().observations_of(training.id()).await.unwrap();
        assert_eq!(
            notes.iter().map(insignia::community::attestation::observation::Observation::note).collect::<Vec<_>>(),
            ["Seen without signal."]
        );
        let sql = "select count(*) as entries from log_entry where kind = 'ticks.kept'";
        let kept = sqlx::query(sql).fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(kept.get::<i64, _>("entries"), 3, "one for the early tick, and one for each person");
        served.close().await;
        harness.finish().await;
    });
}
