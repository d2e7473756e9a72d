//! Passkeys in Chromium, with its virtual authenticator, against a server on a port of this machine.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::visit::{door, patient};
use crate::harness::{Backend, Harness, run};
use crate::world::World;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");

/// Where Chromium is; `None`, said aloud, where the browser or its driver is not.
fn chromium() -> Option<&'static str> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = names.into_iter().find(|name| Path::new(name).exists());
    let driver = Path::new(FOLDER).join("node_modules/playwright-core").exists();
    if found.is_none() || !driver {
        let _ = writeln!(std::io::stderr(), "passkeys in a browser NOT CHECKED: it needs Chromium, and npm ci in tests/npm");
    }
    found.filter(|_| driver)
}

#[test]
fn a_passkey_is_made_and_used_on_a_phone_and_a_page_without_scripts_says_what_it_lacks() {
    let Some(chromium) = chromium() else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let world = World::on(&harness, &base).await;
        let invitation = world.office.community().invite(world.anna.id()).await.unwrap();
        let link = world.office.addresses().sign_in_link(invitation.secret.reveal());
        let stop = CancellationToken::new();
        let running = tokio::spawn(door(&world, &harness, patient()).run(listener, None, stop.clone()));
        let asked = tokio::task::spawn_blocking(move || {
            Command::new("node").args(["browser/passkey.mjs", chromium, &link]).current_dir(FOLDER).output().expect("node")
        });
        let output = asked.await.unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}\n{errors}");
        let steps: Vec<Value> = said.lines().map(|line| line.parse().unwrap()).collect();
        let step = |name: &str| steps.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("{name}: {said}"));
        let text = |name: &str| step(name)["text"].as_str().unwrap().to_owned();
        assert!(text("entered").contains("You have none yet") && text("entered").contains("Android, Chrome"), "{said}");
        assert!(text("made").contains("my phone"), "{said}");
        assert_eq!(step("made")["discoverable"], serde_json::json!([true]), "found without a name");
        assert_eq!(step("left")["cookies"], 0);
        assert!(text("returned").contains("Anna") && text("returned").contains("with a passkey"), "{said}");
        assert_eq!(step("returned")["cookie"], serde_json::json!({ "httpOnly": true, "sameSite": "Lax" }));
        assert_eq!(step("unverified")["said"], "cancelled", "without a finger nobody gets in");
        assert_eq!(step("console")["refused"], serde_json::json!([]), "the policy of the pages stops nothing of theirs");
        assert!(text("plain").contains("JavaScript") && step("plain")["forms"] == 0, "{said}");
        stop.cancel();
        running.await.unwrap();
        harness.finish().await;
    });
}
