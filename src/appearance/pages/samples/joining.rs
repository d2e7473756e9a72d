//! Pages of joining.

use super::{Sample, at, inside};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::joining::{
    BadgeCard, FieldFault, JoinFields, JoinForm, JoinPage, ReadBackPage, ReadBackState, SlipFault, SlipPage, TrainerCard, TrainingCard,
};
use crate::appearance::pages::standing::TypedFault;
use crate::appearance::pages::wording::Wording;
use crate::vocabulary::LanguageTag;

const CODE: &str = "7g3x9m2k4p8q1r5t6v7w";

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("join", "/join/x", join(nobody())),
        Sample::new("join-signed-in", "/join/x", join(holder())),
        Sample::new("join-borrowed", "/join/x", JoinPage { joined: true, ..join(borrowed()) }),
        Sample::new(
            "join-closed",
            "/join/x",
            JoinPage {
                open: false,
                controller: None,
                contact: None,
                training: TrainingCard { place: String::new(), rehearsal: true, ..training() },
                ..join(nobody())
            },
        ),
        Sample::new("join-form", "/join/x/form", form(Vec::new())),
        Sample::new("join-form-faults", "/join/x/form", JoinForm { user_name: None, fields: wrong_fields(), ..form(faults()) }),
        Sample::new("join-read-back", "/join/x/read-back", read_back(ReadBackState::ToConfirm)),
        Sample::new(
            "join-read-back-nothing",
            "/join/x/read-back",
            ReadBackPage {
                names: Vec::new(),
                user_name: None,
                minor: true,
                changed: true,
                language: "sw".parse().unwrap(),
                ..read_back(ReadBackState::ToConfirm)
            },
        ),
        Sample::new(
            "join-done",
            "/join/x/read-back",
            ReadBackPage { inside: borrowed(), slip: true, ..read_back(ReadBackState::Confirmed) },
        ),
        Sample::new("join-recorded", "/join/x/read-back", read_back(ReadBackState::Recorded)),
        Sample::new("slip", "/slip", SlipPage::of(nobody(), "", None, None)),
        Sample::new(
            "slip-from-join",
            "/slip",
            SlipPage::of(borrowed(), "7G3X-9M2K-4P8Q-1R5T", Some(CODE.to_owned()), Some("/me".to_owned())),
        ),
    ];
    for (name, fault) in [
        ("slip-empty", SlipFault::Code { fault: TypedFault::Empty }),
        ("slip-short", SlipFault::Code { fault: TypedFault::Length { found: 3 } }),
        ("slip-character", SlipFault::Code { fault: TypedFault::Character { found: 'U', group: 2 } }),
        ("slip-group", SlipFault::Code { fault: TypedFault::Group { group: 3 } }),
        ("slip-several", SlipFault::Code { fault: TypedFault::Several }),
        ("slip-digits", SlipFault::Pin { said: "digits" }),
        ("slip-length", SlipFault::Pin { said: "length" }),
        ("slip-weak", SlipFault::Pin { said: "weak" }),
        ("slip-different", SlipFault::Pin { said: "different" }),
        ("slip-no-fit", SlipFault::NoFit),
    ] {
        let page = SlipPage::of(nobody(), "7G3X-9M2U-4P8Q-1R5T", None, None);
        samples.push(Sample::new(name, "/slip", SlipPage { fault: Some(fault), borrowed: false, ..page }));
    }
    samples
}

fn nobody() -> Inside {
    Inside::of_nobody(inside().token)
}

fn holder() -> Inside {
    Inside { trainer: false, ..inside() }
}

fn borrowed() -> Inside {
    Inside { trainer: false, borrowed: true, person: None, ..inside() }
}

fn training() -> TrainingCard {
    TrainingCard {
        name: "Facilitation <for beginners>".to_owned(),
        place: "تونس".to_owned(),
        starts_at: at("2026-11-20T09:00:00Z"),
        ends_at: at("2026-11-20T17:00:00Z"),
        affiliate: "Wikimedia TN User Group".to_owned(),
        rehearsal: false,
    }
}

fn join(inside: Inside) -> JoinPage {
    let trainer = |name: Option<&str>, affiliate: Option<&str>| TrainerCard {
        name: name.map(str::to_owned),
        affiliate: affiliate.map(str::to_owned),
    };
    JoinPage {
        inside,
        code: CODE.to_owned(),
        training: training(),
        trainers: vec![
            trainer(Some("سلمى الحدّاد"), Some("Wikimedia TN User Group")),
            trainer(Some("Badri"), None),
            trainer(None, Some("Wikimedia Exempelland")),
            trainer(None, None),
        ],
        issuer: "Wikimedia Exempelland".to_owned(),
        badges: vec![BadgeCard {
            name: Wording { text: "Facilitator".to_owned(), language: LanguageTag::english() },
            path: "/badges/facilitator/1.0".to_owned(),
        }],
        controller: Some("Wikimedia Exempelland".to_owned()),
        contact: Some("privacy@example.org".to_owned()),
        open: true,
        joined: false,
    }
}

fn form(faults: Vec<FieldFault>) -> JoinForm {
    JoinForm {
        inside: holder(),
        action: format!("/join/{CODE}/form"),
        training: "Facilitation <for beginners>".to_owned(),
        fields: JoinFields {
            called: "سلمى".to_owned(),
            names: ["سلمى الحدّاد".to_owned(), "Salma Haddad".to_owned(), String::new()],
            account_shown: true,
            language: "ar".to_owned(),
            age: "adult",
        },
        user_name: Some("Salma H".to_owned()),
        guardian: false,
        faults,
    }
}

fn wrong_fields() -> JoinFields {
    JoinFields {
        called: String::new(),
        names: ["x".repeat(121), String::new(), String::new()],
        account_shown: false,
        language: "xx".to_owned(),
        age: "",
    }
}

fn faults() -> Vec<FieldFault> {
    [("called", "called"), ("name-1", "name"), ("name-2", "long"), ("name-3", "invisible"), ("language", "language"), ("age", "age")]
        .map(|(field, said)| FieldFault { field, said })
        .into()
}

fn read_back(state: ReadBackState) -> ReadBackPage {
    ReadBackPage {
        inside: holder(),
        code: CODE.to_owned(),
        training: "Facilitation <for beginners>".to_owned(),
        called: "سلمى".to_owned(),
        names: vec!["سلمى الحدّاد".to_owned(), "Salma <Haddad>".to_owned()],
        user_name: Some("Salma H".to_owned()),
        language: "ar".parse().unwrap(),
        minor: false,
        seen: "0011223344556677".to_owned(),
        state,
        number: 7,
        slip: false,
        changed: false,
    }
}
