//! Signing in by an OpenID provider that others use, npm `oidc-provider`, where `npm ci` has been run.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use insignia::community::people::sign_in::elsewhere::Client;
use insignia::community::people::sign_in::elsewhere::provider::Provider;
use insignia::vocabulary::Clock;
use insignia::vocabulary::clock::SystemClock;
use serde_json::{Value, json};

use super::browser::Browser;
use super::by_wiki::{back, leads_to};
use super::visit::{Seen, Visitor, door_with, patient};
use crate::fetch::stage::nowhere;
use crate::harness::{Backend, Harness, run};
use crate::world::World;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");
const BACK: &str = "http://localhost:8017/sign-in/with/exempelland/back";

/// The provider, and somebody's browser at it.
struct Node {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    issuer: String,
}

impl Node {
    /// `None`, said aloud, where it cannot run.
    fn started() -> Option<Self> {
        if !Path::new(FOLDER).join("node_modules/oidc-provider").exists() {
            let _ = writeln!(std::io::stderr(), "sign-in by OpenID NOT CHECKED: run npm ci in tests/npm");
            return None;
        }
        let mut script = Command::new("node");
        script.args(["oidc.mjs", BACK]).current_dir(FOLDER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = script.spawn().expect("node");
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut node = Self { child, input, output, issuer: String::new() };
        node.line()["issuer"].as_str().expect("an issuer").clone_into(&mut node.issuer);
        Some(node)
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line.parse().unwrap_or_else(|_| panic!("node said {line:?}"))
    }

    /// Where it sends somebody back.
    fn browse(&mut self, person: &Value) -> url::Url {
        writeln!(self.input, "{person}").expect("a question");
        let answer = self.line();
        answer["back"].as_str().unwrap_or_else(|| panic!("{answer}")).parse().expect("an address")
    }

    fn known(&self, secret: &str) -> Provider {
        let client = Client { id: "insignia".to_owned(), secret: secret.to_owned().into() };
        Provider::new("exempelland", "Exempelland", &self.issuer, client).expect("a provider")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SECRET: &str = "a secret & more=";

fn at_door(world: &World, harness: &Harness, provider: Provider) -> Browser {
    // The provider lives by the machine's clock.
    let ahead = SystemClock.now().as_seconds() - harness.now().as_seconds();
    harness.clock.advance(ahead);
    Browser::at(Visitor::with(door_with(world, harness, patient(), nowhere(harness.clock.clone()), None, vec![provider])))
}

async fn leave(browser: &mut Browser) -> String {
    browser.page("/sign-in").await;
    leads_to(&browser.form("/sign-in/with/exempelland", &[]).await)
}

async fn sign_in(browser: &mut Browser, node: &mut Node, subject: &str) -> Seen {
    let address = leave(browser).await;
    back(browser, &node.browse(&json!({ "address": address, "subject": subject }))).await
}

fn on_both(body: impl AsyncFn(Harness, Node)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(node) = Node::started() else { return };
        run(backend, async |harness| body(harness, node).await);
    }
}

#[test]
fn somebody_of_an_affiliate_signs_in_and_is_the_same_person_the_next_time() {
    on_both(async |harness, mut node| {
        let world = World::new(&harness).await;
        let mut browser = at_door(&world, &harness, node.known(SECRET));
        let entered = sign_in(&mut browser, &mut node, "ada").await;
        assert_eq!((entered.status, entered.header("location")), (303, "/me"), "{}", entered.text());
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("ada of Exampleland") && page.text().contains("with an account elsewhere"), "{}", page.text());
        let mut again = browser.another();
        assert_eq!(sign_in(&mut again, &mut node, "ada").await.status, 303);
        let mut other = browser.another();
        assert_eq!(sign_in(&mut other, &mut node, "bo").await.status, 303);
        let people: i64 =
            sqlx::query_scalar("select count(distinct account_id) from identity").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(people, 2);
        world.assert_sound("signing in").await;
        harness.finish().await;
    });
}

#[test]
fn a_way_back_that_is_refused_replayed_or_of_another_browser_signs_nobody_in() {
    on_both(async |harness, mut node| {
        let world = World::new(&harness).await;
        let mut browser = at_door(&world, &harness, node.known(SECRET));
        let address = leave(&mut browser).await;
        let declined = back(&mut browser, &node.browse(&json!({ "address": address, "deny": true }))).await;
        assert!(declined.text().contains("did not let you in"), "{}", declined.text());
        let address = leave(&mut browser).await;
        let way = node.browse(&json!({ "address": address, "subject": "ada" }));
        let mut thief = browser.another();
        thief.page("/sign-in").await;
        assert!(back(&mut thief, &way).await.text().contains("Please begin again"));
        assert_eq!(back(&mut browser, &way).await.status, 303);
        assert!(back(&mut browser, &way).await.text().contains("Please begin again"), "twice");
        // The code of one way with the state of another: PKCE and nonce do not fit.
        let (mut one, mut two) = (browser.another(), browser.another());
        let (first, second) = (leave(&mut one).await, leave(&mut two).await);
        let first = node.browse(&json!({ "address": first, "subject": "ada" }));
        let second = node.browse(&json!({ "address": second, "subject": "mallory" }));
        let of = |way: &url::Url, name: &str| way.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        let mut crossed = first.clone();
        crossed.query_pairs_mut().clear().append_pair("code", &of(&second, "code")).append_pair("state", &of(&first, "state"));
        assert!(back(&mut one, &crossed).await.text().contains("does not answer"));
        assert_eq!(one.page("/me/security").await.status, 303);
        harness.finish().await;
    });
}

#[test]
fn a_token_out_of_its_time_or_asked_for_with_a_wrong_secret_signs_nobody_in() {
    on_both(async |harness, mut node| {
        let world = World::new(&harness).await;
        let mut wrong = at_door(&world, &harness, node.known("another secret"));
        assert!(sign_in(&mut wrong, &mut node, "ada").await.text().contains("does not answer"));
        let mut late = at_door(&world, &harness, node.known(SECRET));
        // An hour and a bit after it was signed, by our clock; the attempt itself must not be too old.
        harness.clock.advance(3700);
        let seen = sign_in(&mut late, &mut node, "ada").await;
        assert!(seen.text().contains("does not answer"), "{}", seen.text());
        harness.finish().await;
    });
}
