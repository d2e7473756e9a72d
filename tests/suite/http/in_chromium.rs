//! Pages in Chromium, with its virtual authenticator and its pretended camera, against a server on a port
//! of this machine.

mod camera;
mod journeys;
mod passkeys;
mod pictures;
mod room;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use insignia::doors::http::{Door, Drained};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::visit::door_for_people;
use crate::harness::{Backend, Harness, run};
use crate::world::World;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");

/// Where Chromium is; `None`, said aloud, where the browser or its driver is not.
fn chromium(to_check: &str) -> Option<&'static str> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = names.into_iter().find(|name| Path::new(name).exists());
    let driver = Path::new(FOLDER).join("node_modules/playwright-core").exists();
    if found.is_none() || !driver {
        let _ = writeln!(std::io::stderr(), "{to_check} in a browser NOT CHECKED: it needs Chromium, and npm ci in tests/npm");
    }
    found.filter(|_| driver)
}

/// A world, and its door open on a port of this machine.
pub(super) struct Served {
    pub(super) world: World,
    pub(super) base: String,
    pub(super) door: Door,
    pub(super) port: u16,
    stop: CancellationToken,
    running: JoinHandle<Drained>,
}

impl Served {
    async fn new(harness: &Harness) -> Self {
        Self::by(harness, async |world, _| door_for_people(world, harness, None)).await
    }

    /// With the door that `opened` makes for a world and its base.
    pub(super) async fn by(harness: &Harness, opened: impl AsyncFnOnce(&World, &str) -> Door) -> Self {
        let listener = listener().await;
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        Self::at(harness, base, listener, opened).await
    }

    /// As seen from outside at `base`, where something else answers and hands on to `port`.
    async fn behind(harness: &Harness, base: &str, opened: impl AsyncFnOnce(&World, &str) -> Door) -> Self {
        Self::at(harness, base.to_owned(), listener().await, opened).await
    }

    async fn at(harness: &Harness, base: String, listener: TcpListener, opened: impl AsyncFnOnce(&World, &str) -> Door) -> Self {
        let port = listener.local_addr().unwrap().port();
        let world = World::on(harness, &base).await;
        let stop = CancellationToken::new();
        let door = opened(&world, &base).await;
        let running = tokio::spawn(door.clone().run(listener, None, stop.clone()));
        Self { world, base, door, port, stop, running }
    }

    pub(super) async fn close(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

async fn listener() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).await.unwrap()
}

/// What a script of `tests/npm/browser` said, step by step.
struct Steps {
    all: Vec<Value>,
    said: String,
}

impl Steps {
    async fn of(script: &str, arguments: &[&str]) -> Self {
        Self::by(script, arguments, Stdio::null()).await
    }

    /// With `input` as the script's standard input.
    async fn by(script: &str, arguments: &[&str], input: impl Into<Stdio>) -> Self {
        let mut command = Command::new("node");
        command.arg(format!("browser/{script}")).args(arguments).current_dir(FOLDER).stdin(input);
        let output = tokio::task::spawn_blocking(move || command.output().expect("node")).await.unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr));
        // What went wrong stands at the end: that part is read even where the middle is cut out.
        assert!(output.status.success(), "{script} said:\n{said}\nand failed:\n{errors}");
        Self { all: said.lines().map(|line| line.parse().unwrap()).collect(), said }
    }

    fn step(&self, name: &str) -> &Value {
        self.all.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("{name}: {}", self.said))
    }

    fn text(&self, name: &str) -> &str {
        self.step(name)["text"].as_str().unwrap_or_else(|| panic!("{name}: {}", self.said))
    }
}
