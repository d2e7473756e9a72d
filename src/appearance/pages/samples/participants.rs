//! One participant, and what people say about themselves.

use super::{Sample, at, inside};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::joining::{FieldFault, JoinFields, ReadBackState};
use crate::appearance::pages::participants::{AboutMePage, MailCard, PersonPage, PrintedCard, SlipCard};
use crate::appearance::pages::training::printing::QrView;

const PATH: &str = "/training/x/people/y";

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("person", PATH, person("slip", "good")),
        Sample::new(
            "person-minor",
            PATH,
            PersonPage { minor: true, confirmed_by: "holder", state: ReadBackState::Confirmed, ..person("account", "own-way") },
        ),
        Sample::new(
            "person-guardian",
            PATH,
            PersonPage { minor: true, guardian_at: Some(at("2026-11-20T09:30:00Z")), confirmed_by: "trainer", ..person("link", "resting") },
        ),
        Sample::new("person-gone", PATH, PersonPage { present: false, names: Vec::new(), user_name: None, ..person("trainer", "none") }),
        Sample::new("person-recorded", PATH, PersonPage { state: ReadBackState::Recorded, ..person("list", "none") }),
        Sample::new("person-oneself", PATH, PersonPage { oneself: true, minor: true, ..person("account", "own-way") }),
        Sample::new(
            "person-faults",
            PATH,
            PersonPage { faults: vec![FieldFault { field: "name-1", said: "long" }], known_as: None, ..person("slip", "none") },
        ),
        Sample::new(
            "person-printed",
            PATH,
            PersonPage { slip: SlipCard { printed: Some(printed()), ..slip("new") }, ..person("slip", "new") },
        ),
        Sample::new("person-mail", PATH, PersonPage { mail: Some(MailCard::Open), ..person("trainer", "none") }),
        Sample::new("person-mail-sent", PATH, PersonPage { mail: Some(MailCard::Sent), ..person("trainer", "none") }),
        Sample::new("person-mail-fault", PATH, PersonPage { mail: Some(MailCard::NoAddress), ..person("trainer", "none") }),
        Sample::new("about-me", "/me/about-me", about_me()),
        Sample::new("about-me-kept", "/me/about-me", AboutMePage { kept: true, age: "adult", ..about_me() }),
    ];
    let faults =
        [("called", "nameless"), ("called", "long"), ("called", "invisible"), ("age", "age"), ("shown", "shown"), ("language", "language")];
    let faults = faults.map(|(field, said)| FieldFault { field, said }).into();
    let inside = Inside { trainer: false, person: None, ..inside() };
    let nobody = AboutMePage { inside, user_name: None, affiliate: None, shown_as: "", faults, ..about_me() };
    samples.push(Sample::new("about-me-faults", "/me/about-me", nobody));
    samples
}

fn slip(state: &'static str) -> SlipCard {
    SlipCard { state, number: (state == "good").then_some(12), draw: inside().token, printed: None }
}

fn printed() -> PrintedCard {
    PrintedCard {
        qr: QrView::of("https://badges.example.org/slip?code=7G3X-9M2K-4P8Q-1R5T").unwrap(),
        number: 61,
        code: "7G3X-9M2K-4P8Q-1R5T".to_owned(),
        address: "https://badges.example.org/slip?code=7G3X-9M2K-4P8Q-1R5T".to_owned(),
        expires_at: at("2028-11-20T09:00:00Z"),
    }
}

fn person(came_by: &'static str, state: &'static str) -> PersonPage {
    PersonPage {
        inside: inside(),
        here: PATH.to_owned(),
        training_path: "/training/x".to_owned(),
        training: "Facilitation <for beginners>".to_owned(),
        called: "سلمى <x>".to_owned(),
        number: 12,
        came_by,
        confirmed_by: "none",
        names: vec!["سلمى الحدّاد".to_owned(), "Salma Haddad".to_owned()],
        user_name: Some("Salma H".to_owned()),
        known_as: Some("Salma H".to_owned()),
        language: "ar".parse().unwrap(),
        minor: false,
        guardian_at: None,
        present: true,
        state: ReadBackState::ToConfirm,
        seen: "0011223344556677".to_owned(),
        oneself: false,
        fields: JoinFields {
            called: "سلمى <x>".to_owned(),
            names: ["سلمى الحدّاد".to_owned(), "Salma Haddad".to_owned(), String::new()],
            account_shown: true,
            language: "ar".to_owned(),
            age: "adult",
        },
        faults: Vec::new(),
        slip: slip(state),
        mail: None,
    }
}

fn about_me() -> AboutMePage {
    AboutMePage {
        inside: inside(),
        called: "سلمى <الحدّاد>".to_owned(),
        user_name: Some("Salma H".to_owned()),
        affiliate: Some("Wikimedia TN User Group".to_owned()),
        age: "minor",
        shown_as: "account",
        language: "ar".to_owned(),
        faults: Vec::new(),
        kept: false,
    }
}
