//! Pages of trainings.

use super::{Sample, at, inside};
use crate::appearance::pages::training::making::{DraftTraining, IssuerChoice, LanguageChoice, NewTrainingPage, ReviewTrainingPage};
use crate::appearance::pages::training::people::{LineView, ListPage, ListView, NewPersonPage, PeoplePage, PersonView};
use crate::appearance::pages::training::printing::{
    QrView, SheetClass, SheetCriterion, SheetLine, SheetPage, SlidePage, SlipView, SlipsPage,
};
use crate::appearance::pages::training::{
    ClassView, FormFault, JoiningView, ProgressView, TrainerView, TrainingHead, TrainingLine, TrainingPage, TrainingsPage, WarningView,
};
use crate::appearance::pages::wording::Wording;

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("trainings", "/training", trainings()),
        Sample::new("trainings-none", "/training", TrainingsPage { inside: inside(), upcoming: Vec::new(), past: Vec::new() }),
        Sample::new("training-new", "/training/new", new(Vec::new(), 2)),
        Sample::new("training-new-faults", "/training/new", new(faults(), 1)),
        Sample::new("training-review", "/training/new", review()),
        Sample::new("training-closed", PATH, TrainingPage { joining: joining(false), ..training("done") }),
        Sample::new("training-faults", PATH, TrainingPage { faults: faults(), ..training("empty") }),
        Sample::new("training-rehearsal", PATH, TrainingPage { head: head(true), warnings: Vec::new(), ..training("invite") }),
    ];
    for (name, next) in
        [("training-prepare", "prepare"), ("training-tick", "tick"), ("training-attest", "attest"), ("training-issue", "issue")]
    {
        samples.push(Sample::new(name, PATH, training(next)));
    }
    samples.extend(printing());
    samples.extend(people());
    samples
}

fn printing() -> Vec<Sample> {
    let slips = |rehearsal, fault, slips| SlipsPage {
        inside: inside(),
        head: head(rehearsal),
        printed: 60,
        used: 1,
        offered: 250,
        draw: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA".to_owned(),
        fault,
        slips,
        where_typed: "https://badges.example.org/slip".to_owned(),
    };
    let slip = |number| SlipView {
        number,
        code: "0123-4567-89AB-CDEF".to_owned(),
        qr: QrView::of("https://badges.example.org/slip?code=0123-4567-89AB-CDEF").unwrap(),
    };
    let slide = |open, rehearsal| SlidePage {
        inside: inside(),
        head: head(rehearsal),
        open,
        qr: QrView::of("https://badges.example.org/join/0jnc0000000000000001").unwrap(),
        address: "https://badges.example.org/join/0jnc0000000000000001".to_owned(),
    };
    let (at_slips, at_slide) = ("/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/slips", "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/slide");
    vec![
        Sample::new("training-slide", at_slide, slide(true, true)),
        Sample::new("training-slide-closed", at_slide, slide(false, false)),
        Sample::new("training-slips", at_slips, slips(false, None, Vec::new())),
        Sample::new("training-slips-how-many", at_slips, slips(false, Some("how-many"), Vec::new())),
        Sample::new("training-slips-made", at_slips, slips(true, None, (1..=12).map(slip).collect())),
        Sample::new("training-sheet", "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/sheet", sheet()),
    ]
}

fn sheet() -> SheetPage {
    let criteria = |letter: char| {
        let column = |n| SheetCriterion {
            column: format!("{letter}{n}"),
            id: format!("c{n}"),
            text: Wording::english("Explains a risk & what to do"),
        };
        (1..=4).map(column).collect()
    };
    let class =
        |letter| SheetClass { letter, slug: "facilitator".to_owned(), name: Wording::english("Facilitator"), criteria: criteria(letter) };
    let line = |number, called: Option<&str>, guardian| SheetLine { number, called: called.map(str::to_owned), guardian };
    SheetPage {
        inside: inside(),
        head: head(true),
        classes: vec![class('A'), class('B')],
        people: vec![line(1, Some("دينا <D>"), "no"), line(2, Some("Esi"), "seen"), line(4, None, "wanted")],
        empty: (5..=12).collect(),
        made_at: at("2026-11-20T09:00:00Z"),
    }
}

const PATH: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a";

pub(super) fn head(rehearsal: bool) -> TrainingHead {
    TrainingHead {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
        name: "السلامة الرقمية <2026>".to_owned(),
        place: "تونس".to_owned(),
        starts_at: at("2026-11-20T00:00:00Z"),
        ends_at: at(if rehearsal { "2026-11-20T23:59:59Z" } else { "2026-11-22T23:59:59Z" }),
        rehearsal,
    }
}

fn trainings() -> TrainingsPage {
    let line = |rehearsal, joined, next| TrainingLine { head: head(rehearsal), joined, next };
    let past = vec![line(false, 1, "done"), line(false, 0, "empty")];
    TrainingsPage { inside: inside(), upcoming: vec![line(false, 12, "tick"), line(true, 0, "prepare")], past }
}

fn class(slug: &str) -> ClassView {
    ClassView {
        name: Wording::english("Digital safety practitioner"),
        slug: slug.to_owned(),
        version: "1".to_owned(),
        address: "https://badges.example.org/badges/digital-safety-practitioner/1".to_owned(),
    }
}

fn joining(open: bool) -> JoiningView {
    JoiningView {
        open,
        closes_at: at("2026-11-23T11:59:59Z"),
        address: "https://badges.example.org/join/0jnc0000000000000001".to_owned(),
        code: "0jnc0000000000000001".to_owned(),
    }
}

fn warnings() -> Vec<WarningView> {
    let class = || Some(Wording::english("Digital safety practitioner"));
    ["past", "nothing", "mandate-ends", "mandate", "nobody", "quorum", "version", "language"]
        .into_iter()
        .map(|kind| WarningView {
            kind,
            who: "Badri & Sons".to_owned(),
            class: class().filter(|_| kind != "past" && kind != "nothing"),
            at: Some(at("2026-11-21T00:00:00Z")),
            needed: 2,
        })
        .collect()
}

fn faults() -> Vec<FormFault> {
    let all = [
        ("name", "name"),
        ("affiliate", "affiliate"),
        ("place", "long"),
        ("from", "from"),
        ("until", "until"),
        ("until", "order"),
        ("until", "years"),
        ("class", "classes"),
        ("expected", "expected"),
        ("language", "language"),
        ("issuer", "issuer"),
        ("trainers", "nobody"),
        ("trainers", "several"),
        ("trainers", "many-trainers"),
    ];
    all.into_iter().map(|(field, code)| FormFault { field, code, typed: "<Anna>".to_owned() }).collect()
}

fn draft() -> DraftTraining {
    DraftTraining {
        once: "7g3x9m2k4p8q1r5t6v7w8y9z0b".to_owned(),
        name: "السلامة الرقمية <2026>".to_owned(),
        place: "تونس".to_owned(),
        from: "2026-11-20".to_owned(),
        until: "2026-11-22".to_owned(),
        affiliate: "Wikimedia TN".to_owned(),
        issuer: "main".to_owned(),
        language: "ar".to_owned(),
        expected: "60".to_owned(),
        trainers: "Badri\nČeněk".to_owned(),
        classes: vec!["digital-safety-practitioner".to_owned()],
        rehearsal: true,
    }
}

fn new(faults: Vec<FormFault>, issuers: usize) -> NewTrainingPage {
    let issuer = |slug: &str| IssuerChoice { slug: slug.to_owned(), name: format!("Wikimedia {slug}") };
    let language = |tag: &str, name: &str| LanguageChoice { tag: tag.parse().unwrap(), name: name.to_owned() };
    NewTrainingPage {
        inside: inside(),
        draft: draft(),
        faults,
        own: if issuers > 1 { vec![class("digital-safety-practitioner")] } else { Vec::new() },
        others: vec![class("facilitator"), class("event-organiser")],
        issuers: ["main", "second"].into_iter().take(issuers).map(issuer).collect(),
        languages: vec![language("en", "English"), language("ar", "العربية")],
    }
}

fn review() -> ReviewTrainingPage {
    ReviewTrainingPage {
        inside: inside(),
        draft: draft(),
        starts_at: at("2026-11-20T00:00:00Z"),
        ends_at: at("2026-11-22T23:59:59Z"),
        issuer: "Wikimedia Exempelland".to_owned(),
        language: "العربية".to_owned(),
        classes: vec![class("digital-safety-practitioner")],
        trainers: vec!["سلمى".to_owned(), "Badri".to_owned()],
        warnings: warnings(),
    }
}

fn training(next: &'static str) -> TrainingPage {
    let trainer = |id: &str, called: &str, you| TrainerView { id: id.to_owned(), called: called.to_owned(), you };
    TrainingPage {
        inside: inside(),
        head: head(false),
        next,
        progress: ProgressView { joined: 41, expected: 60, unconfirmed: 3, ticked: 12, nominated: 41, issued: 1 },
        joining: joining(true),
        classes: vec![class("digital-safety-practitioner")],
        trainers: vec![trainer("7g3x9m2k4p8q1r5t6v7w8y9z0c", "سلمى", true), trainer("7g3x9m2k4p8q1r5t6v7w8y9z0d", "Badri", false)],
        warnings: warnings(),
        from: "2026-11-20".to_owned(),
        until: "2026-11-22".to_owned(),
        faults: Vec::new(),
    }
}

fn people() -> Vec<Sample> {
    const LIST: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/people/list";
    const NEW: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/people/new";
    let person = |number, called: Option<&str>, came_by, confirmed, guardian, left| PersonView {
        account: format!("7g3x9m2k4p8q1r5t6v7w8y9z{number:02}"),
        number,
        called: called.map(str::to_owned),
        came_by,
        joined_at: at("2026-11-20T09:00:00Z"),
        confirmed,
        guardian,
        left,
    };
    let all = vec![
        person(1, Some("دينا <D>"), "account", "holder", "no", false),
        person(2, None, "link", "none", "wanted", false),
        person(3, Some("Esi"), "slip", "trainer", "seen", false),
        person(4, Some("Fay"), "trainer", "none", "no", true),
        person(5, Some("Gabi"), "list", "none", "no", false),
    ];
    let new = |fault, similar: Option<&str>| NewPersonPage {
        inside: inside(),
        head: head(false),
        once: "7g3x9m2k4p8q1r5t6v7w8y9z0b".to_owned(),
        user_name: "Esi \"E\"".to_owned(),
        called: "Esi <E>".to_owned(),
        minor: true,
        fault,
        similar: similar.map(str::to_owned),
    };
    let list = |fault, read| ListPage { inside: inside(), head: head(true), fault, read };
    let line = |number, fate, other: &str| LineView {
        number,
        shown: "王小明 <x>".to_owned(),
        fate,
        other: other.to_owned(),
        choice: fate == "similar",
        chosen: false,
    };
    let read = |done| ListView {
        once: "7g3x9m2k4p8q1r5t6v7w8y9z0b".to_owned(),
        again: "username,global_id,name,minor,line\n\"\",\"\",\"王小明 <x>\",,1\n".to_owned(),
        ready: 1,
        done,
        lines: ["put", "here", "similar", "nobody", "central-id", "name", "twice"]
            .into_iter()
            .zip(1..)
            .map(|(fate, number)| line(number, fate, if fate == "similar" { "王小名" } else { "" }))
            .collect(),
    };
    let mut samples = vec![
        Sample::new(
            "training-people",
            "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/people",
            PeoplePage { inside: inside(), head: head(false), people: all },
        ),
        Sample::new(
            "training-people-none",
            "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/people",
            PeoplePage { inside: inside(), head: head(true), people: Vec::new() },
        ),
        Sample::new("training-person-new", NEW, new(None, None)),
        Sample::new("training-person-untold", NEW, new(Some("untold"), None)),
        Sample::new("training-person-similar", NEW, new(Some("similar"), Some("Essi"))),
        Sample::new("training-list", LIST, list(None, None)),
        Sample::new("training-list-read", LIST, list(None, Some(read(0)))),
        Sample::new("training-list-untold", LIST, list(Some("untold"), Some(read(0)))),
        Sample::new("training-list-part", LIST, list(None, Some(read(2)))),
    ];
    for (name, fault) in [
        ("training-list-unknown", "unknown"),
        ("training-list-damaged", "damaged"),
        ("training-list-long", "long"),
        ("training-list-empty", "empty"),
    ] {
        samples.push(Sample::new(name, LIST, list(Some(fault), None)));
    }
    samples
}
