//! One who registers, nominates, attests and issues over HTTP, and asks again with the same key
//! whatever was not answered.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};

use insignia::community::catalog::Catalog;
use serde_json::{Value, json};

use crate::world::CLASS;

/// A badge that the server said it had issued.
#[derive(Debug)]
pub(super) struct Acknowledged {
    pub(super) nomination: String,
    pub(super) credential: String,
    /// As it was served, if the server lived long enough.
    pub(super) json: Option<Vec<u8>>,
}

/// How far one person has come.
#[derive(Debug, Clone)]
enum Stage {
    Unknown,
    Known(String),
    Nominated(String),
    RefusedBefore(String),
    Attested(String),
}

/// No whole answer came.
#[derive(Debug)]
pub(in crate::cli) struct Lost;

pub(in crate::cli) struct Answer {
    pub(in crate::cli) status: u16,
    body: Vec<u8>,
}

impl Answer {
    /// The body, which must be JSON.
    pub(in crate::cli) fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

/// A request with its key, and what was answered.
#[derive(Debug)]
struct Asked {
    key: String,
    body: Value,
    answer: Vec<u8>,
}

/// One who does not give up.
pub(in crate::cli) struct Client {
    number: usize,
    token: String,
    person: usize,
    /// Another key for the same request, when the first is held by a server that died.
    turn: usize,
    stage: Stage,
    acknowledged: Vec<Acknowledged>,
    last: Option<Asked>,
    lost: usize,
    criteria: Value,
}

impl Client {
    pub(in crate::cli) fn new(number: usize, token: String) -> Self {
        let catalog = Catalog::embedded().expect("the catalogue loads");
        let class = catalog.class(CLASS).expect("the class");
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        let criteria = class.criteria().iter().map(|criterion| json!({ "criterion": criterion.id(), "level": level })).collect();
        Self { number, token, person: 0, turn: 0, stage: Stage::Unknown, acknowledged: Vec::new(), last: None, lost: 0, criteria }
    }

    pub(super) fn acknowledged(&self) -> &[Acknowledged] {
        &self.acknowledged
    }

    /// Requests that were not answered.
    pub(super) fn lost(&self) -> usize {
        self.lost
    }

    /// Goes on where it was until the server is gone or there is `enough`.
    pub(super) fn work(&mut self, port: u16, enough: &AtomicBool) {
        while !enough.load(Ordering::Relaxed) {
            if self.step(port).is_err() {
                self.lost += 1;
                return;
            }
        }
    }

    /// Brings the person who waits to their badge.
    pub(super) fn finish(&mut self, port: u16) {
        let before = self.acknowledged.len();
        while self.acknowledged.len() == before {
            assert!(self.step(port).is_ok(), "nobody kills the server now");
        }
    }

    /// Asserts that the last badge's request gets the same answer again.
    pub(super) fn assert_same_answer(&self, port: u16) {
        let Some(asked) = &self.last else { return };
        let Ok(again) = self.send(port, "POST", "/api/credentials", &asked.key, &asked.body.to_string()) else { panic!("no answer") };
        assert_eq!(String::from_utf8_lossy(&again.body), String::from_utf8_lossy(&asked.answer), "{}", asked.key);
    }

    fn step(&mut self, port: u16) -> Result<(), Lost> {
        match self.stage.clone() {
            Stage::Unknown => {
                let name = format!("Person {} of {}", self.person, self.number);
                self.ask(port, "account", "/api/accounts", &json!({ "display_name": name }), |made| Stage::Known(text(&made["account"])))
            }
            Stage::Known(account) => {
                let release = json!({ "names": [format!("Person {}", self.person)], "confirmed_by": "holder" });
                let body = json!({ "account": account, "class": CLASS, "language": "en", "release": release });
                self.ask(port, "nomination", "/api/nominations", &body, |made| Stage::Nominated(text(&made["nomination"])))
            }
            Stage::Nominated(nomination) => {
                let body = json!({ "nominations": [nomination] });
                self.ask(port, "early", "/api/credentials", &body, |made| {
                    assert!(made["results"][0]["credential"].is_null(), "a badge without its quorum: {made}");
                    Stage::RefusedBefore(nomination)
                })
            }
            Stage::RefusedBefore(nomination) => {
                let evidence = json!([{ "narrative": "Seen at the event." }, { "url": "https://commons.wikimedia.org/wiki/Event" }]);
                let body = json!({ "criteria": self.criteria, "statement": "Done well.", "evidence": evidence });
                let path = format!("/api/nominations/{nomination}/attestations");
                self.ask(port, "attestation", &path, &body, |_| Stage::Attested(nomination))
            }
            Stage::Attested(nomination) => self.issue(port, nomination),
        }
    }

    fn key(&self, what: &str) -> String {
        format!("{}-{}-{what}-{}", self.number, self.person, self.turn)
    }

    /// Asks; an answer leads to the next stage, a key that a dead server holds to another person.
    fn ask(&mut self, port: u16, what: &str, path: &str, body: &Value, next: impl FnOnce(Value) -> Stage) -> Result<(), Lost> {
        let answer = self.send(port, "POST", path, &self.key(what), &body.to_string())?;
        match answer.status {
            200 | 201 => self.stage = next(answer.json()),
            409 => self.next_person(),
            503 => (),
            status => panic!("{what}: {status} {}", answer.json()),
        }
        Ok(())
    }

    fn issue(&mut self, port: u16, nomination: String) -> Result<(), Lost> {
        let (key, body) = (self.key("badge"), json!({ "nominations": [nomination] }));
        let answer = self.send(port, "POST", "/api/credentials", &key, &body.to_string())?;
        match answer.status {
            200 => {
                let issued = answer.json();
                let result = &issued["results"][0];
                if result["credential"].is_null() {
                    // "Look again in a moment" is an answer, and is kept for its key.
                    let status = result["problem"]["status"].as_u64();
                    assert!(matches!(status, Some(409 | 503)), "an attested badge was refused: {issued}");
                    self.turn += 1;
                    return Ok(());
                }
                let credential = text(&result["credential"]);
                self.last = Some(Asked { key, body, answer: answer.body });
                let address = format!("/c/{credential}.json");
                self.acknowledged.push(Acknowledged { nomination, credential, json: None });
                self.next_person();
                let served = self.send(port, "GET", &address, "", "")?;
                assert_eq!(served.status, 200, "{address}: {}", String::from_utf8_lossy(&served.body));
                self.acknowledged.last_mut().expect("just pushed").json = Some(served.body);
            }
            // Whoever does not wait for the two minutes and asks with another key gets the same badge.
            409 => self.turn += 1,
            503 => (),
            status => panic!("{status} {}", answer.json()),
        }
        Ok(())
    }

    fn next_person(&mut self) {
        (self.person, self.turn, self.stage) = (self.person + 1, 0, Stage::Unknown);
    }

    /// Sends a request; a GET goes without token and key.
    pub(in crate::cli) fn send(&self, port: u16, method: &str, path: &str, key: &str, body: &str) -> Result<Answer, Lost> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(|_| Lost)?;
        let fields = if method == "GET" {
            String::new()
        } else {
            format!("authorization: Bearer {}\r\ncontent-type: application/json\r\nidempotency-key: {key}\r\n", self.token)
        };
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: badges.example.org\r\nconnection: close\r\n{fields}content-length: {length}\r\n\r\n"
        );
        stream.write_all(format!("{head}{body}").as_bytes()).map_err(|_| Lost)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map_err(|_| Lost)?;
        whole(&bytes).ok_or(Lost)
    }
}

/// An answer of which every byte arrived.
fn whole(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase(), &bytes[end + 4..]);
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() == length).then(|| Answer { status, body: body.to_vec() })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
