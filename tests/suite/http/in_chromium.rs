//! Pages in Chromium, with its virtual authenticator and its pretended camera, against a server on a port
//! of this machine.

mod camera;
mod journeys;
mod passkeys;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use insignia::doors::http::{Door, Drained};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::visit::{door, patient};
use crate::harness::{Backend, Harness, run};
use crate::world::World;

pub(super) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");

/// Where Chromium is; `None`, said aloud, where the browser or its driver is not.
pub(super) fn chromium(to_check: &str) -> Option<&'static str> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = names.into_iter().find(|name| Path::new(name).exists());
    let driver = Path::new(FOLDER).join("node_modules/playwright-core").exists();
    if found.is_none() || !driver {
        let _ = writeln!(std::io::stderr(), "{to_check} in a browser NOT CHECKED: it needs Chromium, and npm ci in tests/npm");
    }
    found.filter(|_| driver)
}

/// A world, and its door open on a port of this machine.
struct Served {
    world: World,
    base: String,
    stop: CancellationToken,
    running: JoinHandle<Drained>,
}

impl Served {
    async fn new(harness: &Harness) -> Self {
        Self::by(harness, async |world, _| door(world, harness, patient())).await
    }

    /// With the door that `opened` makes for a world and its base.
    async fn by(harness: &Harness, opened: impl AsyncFnOnce(&World, &str) -> Door) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let world = World::on(harness, &base).await;
        let stop = CancellationToken::new();
        let running = tokio::spawn(opened(&world, &base).await.run(listener, None, stop.clone()));
        Self { world, base, stop, running }
    }

    async fn close(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

/// What a script of `tests/npm/browser` said, step by step.
struct Steps {
    all: Vec<Value>,
    said: String,
}

impl Steps {
    async fn of(script: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new("node");
        command.arg(format!("browser/{script}")).args(arguments).current_dir(FOLDER);
        let output = tokio::task::spawn_blocking(move || command.output().expect("node")).await.unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}\n{errors}");
        Self { all: said.lines().map(|line| line.parse().unwrap()).collect(), said }
    }

    fn step(&self, name: &str) -> &Value {
        self.all.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("{name}: {}", self.said))
    }

    fn text(&self, name: &str) -> &str {
        self.step(name)["text"].as_str().unwrap_or_else(|| panic!("{name}: {}", self.said))
    }
}
