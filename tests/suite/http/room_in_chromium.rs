//! Ticks in Chromium with the network cut: they are kept on the device, and stand on the server once.

use std::process::Command;

use serde_json::Value;
use sqlx::Row;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::in_chromium::{FOLDER, chromium};
use super::visit::{door, patient};
use crate::harness::{Backend, Harness, run};
use crate::workshop::{put_down, workshop};
use crate::world::World;

#[test]
fn ticks_made_without_signal_are_kept_encrypted_and_stand_on_the_server_once() {
    let Some(chromium) = chromium("ticks without signal") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        // The program that plays the air between phone and server takes this port.
        let air = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
        let world = World::on(&harness, &format!("http://localhost:{air}")).await;
        let training = workshop(&world).await;
        for person in [world.person("Chen").await, world.anna.clone(), world.person("Dina").await] {
            put_down(&world, training.id(), &person).await;
        }
        harness.clock.advance(3600);
        let invitation = world.office.community().invite(world.anna.id()).await.unwrap();
        let link = world.office.addresses().sign_in_link(invitation.secret.reveal());
        let stop = CancellationToken::new();
        let running = tokio::spawn(door(&world, &harness, patient()).run(listener, None, stop.clone()));
        let room = format!("/training/{}/room", training.id());
        let asked = tokio::task::spawn_blocking(move || {
            let arguments = ["browser/room.mjs", chromium, &link, &room, &port.to_string()];
            Command::new("node").args(arguments).current_dir(FOLDER).output().expect("node")
        });
        let output = asked.await.unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}\n{errors}");
        let steps: Vec<Value> = said.lines().map(|line| line.parse().unwrap()).collect();
        let step = |name: &str| steps.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("{name}: {said}"));
        let state = |name: &str| step(name)["state"].as_str().unwrap().to_owned();
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
        let (balances, clarifies) = (("balances-voices", "guides-others"), ("clarifies-purpose", "independent"));
        assert_eq!(met, [balances, clarifies, clarifies]);
        let notes = world.office.community().observations_of(training.id()).await.unwrap();
        assert_eq!(
            notes.iter().map(insignia::community::attestation::observation::Observation::note).collect::<Vec<_>>(),
            ["Seen without signal."]
        );
        let sql = "select count(*) as entries from log_entry where kind = 'ticks.kept'";
        let kept = sqlx::query(sql).fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(kept.get::<i64, _>("entries"), 2, "one for each person");
        stop.cancel();
        running.await.unwrap();
        harness.finish().await;
    });
}
