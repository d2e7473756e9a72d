//! Every spelling of an address inside, at every place where a badge names one, straight and behind
//! redirects: nobody inside is ever asked.
//!
//! The oracle is not what the fetcher says but who was connected to. On loopback, everything that is
//! not public leads to a canary; [`super::netns`] runs the same in a network in which every address
//! there is answers.

use std::sync::Arc;

use insignia::platform::fetch::Fetcher;
use insignia::verifier::checking::{AtOnce, CheckError, Checking};
use insignia::verifier::{Answer, Presented};
use insignia::vocabulary::Clock;
use insignia::vocabulary::clock::SetClock;

use super::hostile::{Entrance, Nobody, honest, now};
use super::server::{Asked, Reply, Server, Speaks};
use super::stage::{Hall, PUBLIC, Stage};

/// Hosts as an address spells them, the 11 of the finding first.
pub(super) const FORMS: [&str; 36] = [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "127.1",
    "①②⑦.0.0.1",
    "127.0.0.1.",
    "0",
    "localhost",
    "[::1]",
    "10.0.0.7",
    "172.16.0.7",
    "192.168.0.7",
    "169.254.169.254",
    "[fd00::7]",
    "[fe80::7]",
    "[::]",
    "100.64.0.7",
    "192.0.0.8",
    "198.18.0.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "[2001:0:7f00:1::1]",
    "[::127.0.0.1]",
    "[fe80::1%25lo]",
    "user:pass@good.example.com",
    "good.example.com:8443",
    "127。0。0。1",
    "printer.localhost",
    "inside.example.com",
    "mixed.example.com",
    "rebinding.example.com",
];

/// How one gets there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Straight,
    Redirected,
    Chained,
}

pub(super) const WAYS: [Way; 3] = [Way::Straight, Way::Redirected, Way::Chained];

/// Names that lead inside, all at once, beside a public address, or from the second question on.
pub(super) fn name_insiders(stage: &Stage) {
    stage.name("inside.example.com", &[&["10.0.0.7"]]);
    stage.name("mixed.example.com", &[&[PUBLIC[0], "127.0.0.1"]]);
    stage.name("printer.localhost", &[&["127.0.0.1"]]);
    stage.name("localhost", &[&["127.0.0.1", "::1"]]);
}

/// A public server: `/to-…` sends on to the host that it names, `/chain-…` by way of a second one; `/honest` is a badge.
pub(super) fn sends_on(asked: &Asked) -> Reply {
    let first = asked.path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    if first == "honest" {
        return Reply::json(honest());
    }
    match first.split_once('-') {
        Some(("to", rest)) => Reply::to(&format!("https://{}/end", shown(rest))),
        Some(("chain", rest)) => Reply::to(&format!("https://next-{}/to-{rest}", asked.host)),
        _ => Reply::absent(),
    }
}

/// A public address that sends on to this host.
pub(super) fn redirected_to(form: &str) -> String {
    format!("https://hop.example.org/to-{}", hidden(form))
}

/// A host as one part of a path.
fn hidden(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("_{byte:02x}") }).collect()
}

fn shown(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '_' {
            bytes.push(u8::from_str_radix(&rest[1..3], 16).unwrap());
            rest = &rest[3..];
        } else {
            bytes.push(u8::try_from(first).unwrap());
            rest = &rest[1..];
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Runs every cell; gives how many there were.
pub(super) async fn run(stage: &Arc<Stage>, fetcher: &Fetcher, hands: &SetClock) -> usize {
    let mut cells = 0;
    for entrance in Entrance::ALL {
        for form in FORMS {
            for way in WAYS {
                // Each cell is a question of its own, not the answer kept from the last one.
                hands.advance(3600);
                stage.name("rebinding.example.com", &[&[PUBLIC[0]], &["10.0.0.7"]]);
                // A name that turns inside sends on to itself: public when it is asked first, no more then.
                let hop = if form.starts_with("rebinding") { form.to_owned() } else { format!("hop{cells}.example.org") };
                let (authority, path) = match way {
                    Way::Straight => (form, format!("x{cells}")),
                    Way::Redirected => (hop.as_str(), format!("to-{}", hidden(form))),
                    Way::Chained => (hop.as_str(), format!("chain-{}", hidden(form))),
                };
                cell(fetcher, entrance, authority, &path, &format!("{entrance:?} {form} {way:?}")).await;
                cells += 1;
            }
        }
    }
    cells
}

async fn cell(fetcher: &Fetcher, entrance: Entrance, authority: &str, path: &str, cell: &str) {
    let checking = Checking::asking(&Nobody, &AtOnce, fetcher);
    if entrance == Entrance::Brought {
        let answer = checking.bring(&format!("https://{authority}/{path}")).await.map_err(CheckError::into_own).unwrap();
        assert!(matches!(answer, Answer::Unreachable { .. }), "{cell}: {answer:?}");
        return;
    }
    let verdict = checking.verdict(Presented::new(entrance.badge(authority, path))).await.map_err(CheckError::into_own).unwrap();
    if entrance.is_essential() {
        assert_ne!(verdict.word(), "valid", "{cell}");
    }
}

/// That the cells reach the client at all: with a public host each entrance is asked, or not, as it says.
pub(super) async fn control(fetcher: &Fetcher, server: &Server) {
    for entrance in Entrance::ALL {
        // The escaped DID is refused before anybody could be asked.
        let expected = entrance.is_asked() && entrance != Entrance::DidWebEscaped;
        let host = format!("control-{entrance:?}.example.org").to_lowercase();
        cell(fetcher, entrance, &host, "x", &format!("{entrance:?}")).await;
        let asked = server.requests().iter().any(|asked| asked.host == host);
        assert_eq!(asked, expected, "{entrance:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_inside_is_asked_however_it_is_spelt() {
    let public = Server::start(Speaks::Tls, sends_on).await;
    let canary = Server::start(Speaks::Nothing, |_| Reply::Silence).await;
    let stage = Stage::new(Hall::Rehearsed { public: public.address, canary: canary.address });
    name_insiders(&stage);
    // What is written as a number goes past every resolver: there it would end on the usual port.
    let usual = tokio::net::TcpListener::bind("[::]:443").await;
    let usual = usual.map(|listener| Server::on(listener, Speaks::Nothing, |_| Reply::Silence));
    if let Err(reason) = &usual {
        super::say(&format!("port 443 has no canary, only the network of its own has one: {reason}"));
    }
    let hands = Arc::new(SetClock::at(now()));
    let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
    let fetcher = stage.fetcher(clock);
    control(&fetcher, &public).await;
    assert_eq!(run(&stage, &fetcher, &hands).await, 36 * 9 * 3);
    assert_eq!(canary.connections(), Vec::<std::net::IpAddr>::new(), "somebody inside was asked");
    if let Ok(usual) = usual {
        assert_eq!(usual.connections(), Vec::<std::net::IpAddr>::new(), "a number was asked");
    }
    let names = stage.asked();
    assert!(names.iter().all(|name| !name.ends_with("localhost")), "{names:?}");
    for name in ["inside.example.com", "mixed.example.com", "rebinding.example.com"] {
        assert!(names.iter().any(|asked| asked == name), "{name} was never looked up, so nothing was shown about it");
    }
}
