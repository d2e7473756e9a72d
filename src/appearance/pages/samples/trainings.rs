//! Pages of trainings.

use super::{Sample, at, inside};
use crate::appearance::pages::training::making::{DraftTraining, IssuerChoice, LanguageChoice, NewTrainingPage, ReviewTrainingPage};
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
    samples
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
