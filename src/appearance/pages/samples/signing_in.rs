//! Pages of signing in.

use super::{Sample, at, inside};
use crate::appearance::pages::signing_in::{
    Elsewhere, FormFrame, LeavingPage, LinkPage, OpenLink, PasskeyView, SecurityPage, SessionView, SignInFault, SignInPage,
};

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("sign-in", "/sign-in", sign_in(None, None)),
        Sample::new("sign-in-again", "/sign-in", SignInPage { form: on_the_way(), ..sign_in(Some("अनन्या <क्षीरसागर>"), None) }),
        Sample::new("link", "/sign-in/link/x", LinkPage { open: Some(OpenLink { person: "سلمى الحدّاد".to_owned(), token: token() }) }),
        Sample::new("leaving", "/sign-in/with/wiki", leaving()),
        Sample::new("link-dead", "/sign-in/link/x", LinkPage { open: None }),
        Sample::new("security", "/me/security", security()),
        Sample::new("security-stale", "/me/security", SecurityPage { fresh: false, ..security() }),
        Sample::new(
            "security-asked",
            "/me/security",
            SecurityPage { form: on_the_way(), passkeys: Vec::new(), only_way: false, sessions: vec![session(true, "link")], ..security() },
        ),
        Sample::new(
            "security-new",
            "/me/security",
            SecurityPage {
                passkeys: Vec::new(),
                elsewhere: Vec::new(),
                only_way: false,
                prove: "/slip?next=/me/security",
                sessions: vec![session(true, "slip"), session(false, "link")],
                ..security()
            },
        ),
    ];
    for (name, fault) in [
        ("sign-in-declined", SignInFault::Declined),
        ("sign-in-stale", SignInFault::Stale),
        ("sign-in-unreachable", SignInFault::Unreachable),
        ("sign-in-not-central", SignInFault::NotCentral),
        ("sign-in-taken", SignInFault::Taken),
    ] {
        samples.push(Sample::new(name, "/sign-in", sign_in(None, Some(fault))));
    }
    samples
}

fn leaving() -> LeavingPage {
    let address = "https://meta.wikimedia.org/w/rest.php/oauth2/authorize?response_type=code&client_id=x&state=y".to_owned();
    LeavingPage { name: "Wikimedia".to_owned(), address }
}

fn token() -> String {
    "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA".to_owned()
}

fn form() -> FormFrame {
    FormFrame { token: token(), next: None }
}

fn on_the_way() -> FormFrame {
    FormFrame { next: Some("/training".to_owned()), ..form() }
}

fn sign_in(person: Option<&str>, fault: Option<SignInFault>) -> SignInPage {
    SignInPage { form: form(), person: person.map(str::to_owned), fault, elsewhere: elsewhere(false) }
}

fn elsewhere(bound: bool) -> Vec<Elsewhere> {
    let way = |name: &str, action: &str, known_as: Option<&str>| Elsewhere {
        name: name.to_owned(),
        action: action.to_owned(),
        bound,
        known_as: known_as.map(str::to_owned),
    };
    vec![
        way("Wikimedia", "/sign-in/with/wiki", bound.then_some("Ananya K")),
        way("Wikimedia Exempelland", "/sign-in/with/exempelland", None),
    ]
}

fn security() -> SecurityPage {
    let passkey = |name: &str, kept, used| PasskeyView {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
        name: name.to_owned(),
        kept,
        created_at: at("2026-11-02T09:00:00Z"),
        used_at: used,
    };
    let mut both = elsewhere(true);
    both.push(Elsewhere { bound: false, ..elsewhere(false).remove(1) });
    SecurityPage {
        inside: inside(),
        form: form(),
        person: "Ada <Lovelace>".to_owned(),
        fresh: true,
        prove: "/sign-in?next=/me/security",
        only_way: true,
        passkeys: vec![passkey("my phone", "several", Some(at("2026-11-20T11:00:00Z"))), passkey("مفتاح المكتب", "one", None)],
        elsewhere: both,
        sessions: vec![session(true, "passkey"), session(false, "wiki"), session(false, "provider")],
    }
}

fn session(this: bool, by: &'static str) -> SessionView {
    SessionView {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0b".to_owned(),
        device: if by == "provider" { String::new() } else { "Android, Chrome".to_owned() },
        this,
        borrowed: by == "wiki",
        by,
        seen_at: at("2026-11-20T11:00:00Z"),
    }
}
