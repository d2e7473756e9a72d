//! Pages of issuing.

use super::{Sample, at, inside, pictures};
use crate::appearance::pages::issuing::{
    AttestPage, AttestView, BadgeFate, BadgesPage, ClassView, CoAttestPage, CoAttestPerson, CoAttestView, HoldLink, HoldPage, IssuePage,
    LineView, LinkClass, LinkView, LinksPage, MissingView, OutcomeView, OwnAttestation, PersonView, PutRightPage, ReadyView, SaidView,
    TickView, TrainingHead,
};
use crate::appearance::pages::wording::Wording;

const PATH: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/badges";

pub(super) fn samples() -> Vec<Sample> {
    let rehearsal = TrainingHead { rehearsal: true, ..training() };
    let empty = BadgesPage {
        said: Some("undone"),
        to_attest: 0,
        ready: 0,
        unnamed: 0,
        holds: Vec::new(),
        issued: 0,
        parts: Vec::new(),
        waiting: Vec::new(),
        classes: vec![class(Vec::new())],
        training: rehearsal.clone(),
        ..badges()
    };
    let mut samples = vec![
        Sample::new("issuing-badges", PATH, badges()),
        Sample::new("issuing-badges-new", PATH, empty),
        Sample::new("issuing-attest", PATH, attest()),
        Sample::new("issuing-attest-none", PATH, AttestPage { people: Vec::new(), training: rehearsal.clone(), ..attest() }),
        Sample::new("issuing-attest-failed", PATH, failed()),
        Sample::new("issuing-issue", PATH, issue()),
        Sample::new("issuing-issue-none", PATH, IssuePage { ready: Vec::new(), unnamed: 0, ..issue() }),
        Sample::new("issuing-issue-rehearsal", PATH, IssuePage { training: rehearsal, minutes: 0, ..issue() }),
        Sample::new("issuing-hold-begun", PATH, HoldPage { state: "begun", too_late: true, done: 3, ..hold() }),
        Sample::new("issuing-hold-ended", PATH, HoldPage { state: "ended", done: 11, ..hold() }),
    ];
    samples.extend(links());
    samples.extend(put_right());
    let waiting = hold().lines.into_iter().map(|line| OutcomeView { outcome: "waiting", why: None, badge: None, ..line }).collect();
    samples.push(Sample::new("issuing-hold", PATH, HoldPage { lines: waiting, ..hold() }));
    samples
}

fn training() -> TrainingHead {
    TrainingHead { path: PATH.to_owned(), name: "Facilitation <day> in Accra".to_owned(), rehearsal: false }
}

fn person(number: u32, called: &str) -> PersonView {
    PersonView { number, called: (!called.is_empty()).then(|| called.to_owned()) }
}

fn said(text: &str) -> Wording {
    Wording::english(text)
}

fn class(lines: Vec<LineView>) -> ClassView {
    ClassView { slug: "facilitator".to_owned(), name: said("Facilitator"), criteria: 6, lines }
}

fn badges() -> BadgesPage {
    let badge = Some(format!("{PATH}/7g3x9m2k4p8q1r5t6v7w8y9z0c"));
    let missing = |text: &str, elsewhere| MissingView { criterion: said(text), trainers: if elsewhere { 1 } else { 2 }, elsewhere };
    let line = |number, called: &str, state, met| LineView { person: person(number, called), state, met, missing: Vec::new(), badge: None };
    let lines = vec![
        LineView {
            missing: vec![missing("Says what a meeting is for, and what it is not for", false), missing("Lets everybody speak", true)],
            ..line(1, "عائشة بنت الحسين", "open", 4)
        },
        line(2, "Chukwuemeka Nwankwo-Oyelaran", "ready", 6),
        line(3, "", "in-line", 6),
        LineView { badge, ..line(4, "अनन्या <क्षीरसागर>", "issued", 6) },
    ];
    let link = |state| HoldLink {
        path: format!("{PATH}/holds/7g3x9m2k4p8q1r5t6v7w8y9z0d"),
        state,
        badges: 12,
        due_at: at("2026-11-20T17:10:00Z"),
    };
    BadgesPage {
        inside: inside(),
        training: training(),
        said: Some("attested"),
        to_attest: 14,
        ready: 12,
        unnamed: 3,
        classes: vec![class(lines)],
        holds: vec![link("waiting"), link("begun"), link("ended")],
        issued: 207,
        parts: vec![1, 2],
        waiting: vec![person(1, "عائشة بنت الحسين"), person(3, "")],
    }
}

fn attest() -> AttestPage {
    let tick = |value: &str, text: &str, level: Option<&str>| TickView {
        value: value.to_owned(),
        text: said(text),
        level: level.map(said),
        ticked: true,
    };
    let view = |nomination: &str, number, called: &str| AttestView {
        nomination: nomination.to_owned(),
        person: person(number, called),
        class: said("Facilitator"),
        criteria: vec![
            tick(&format!("{nomination}.a"), "Says what a meeting is for", None),
            tick(&format!("{nomination}.b"), "Lets everybody speak", Some("Independent")),
        ],
        seen: vec!["Led the round on <archives> & let everybody speak.".to_owned(), String::new()],
        pictures: if number == 1 { pictures::cards() } else { Vec::new() },
        fault: None,
    };
    AttestPage {
        inside: inside(),
        training: training(),
        failed: 0,
        people: vec![view("7g3x9m2k4p8q1r5t6v7w8y9z0e", 1, "عائشة"), view("7g3x9m2k4p8q1r5t6v7w8y9z0f", 3, "")],
        seen: vec![String::new(), String::new()],
    }
}

fn failed() -> AttestPage {
    let faults = ["cap", "mandate", "oneself", "closed", "evidence", "long", "before", "other"];
    let one = attest().people.remove(0);
    let people = faults.iter().enumerate().map(|(at, fault)| {
        let nomination = format!("7g3x9m2k4p8q1r5t6v7w8y9{at:03}");
        AttestView { nomination, fault: Some(fault), ..one.clone() }
    });
    AttestPage { failed: faults.len(), people: people.collect(), ..attest() }
}

fn issue() -> IssuePage {
    let ready = |nomination: &str, number, called: &str, names: &[&str], named| ReadyView {
        nomination: nomination.to_owned(),
        person: person(number, called),
        class: said("Facilitator"),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        named,
    };
    IssuePage {
        inside: inside(),
        training: training(),
        minutes: 10,
        ready: vec![
            ready("7g3x9m2k4p8q1r5t6v7w8y9z0e", 1, "عائشة", &["عائشة بنت الحسين", "Aisha <H.>"], true),
            ready("7g3x9m2k4p8q1r5t6v7w8y9z0f", 2, "Emeka", &[], true),
            ready("7g3x9m2k4p8q1r5t6v7w8y9z0g", 3, "", &[], false),
        ],
        unnamed: 1,
    }
}

fn hold() -> HoldPage {
    let line = |number, outcome, why| OutcomeView {
        person: person(number, "सीता"),
        class: said("Facilitator"),
        outcome,
        why,
        badge: (outcome == "issued").then(|| format!("{PATH}/7g3x9m2k4p8q1r5t6v7w8y9z0c")),
    };
    let mut lines = vec![line(1, "issued", None), line(2, "waiting", None)];
    lines.extend((3..).zip(crate::issuer::Obstacle::ALL).map(|(number, why)| line(number, "refused", Some(why.as_str()))));
    HoldPage {
        inside: inside(),
        training: training(),
        path: format!("{PATH}/holds/7g3x9m2k4p8q1r5t6v7w8y9z0d"),
        state: "waiting",
        due_at: at("2026-11-20T17:10:00Z"),
        too_late: false,
        done: 0,
        lines,
    }
}

fn links() -> Vec<Sample> {
    let link = |good: bool| LinkView {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0h".to_owned(),
        class: said("Facilitator"),
        invited: good.then(|| "Бадрі <Б.> (Wikimedia Beta)".to_owned()),
        expires_at: at("2026-12-04T11:00:00Z"),
        good,
    };
    let class = |people| LinkClass {
        slug: "facilitator".to_owned(),
        name: said("Facilitator"),
        trainers: vec![("7g3x9m2k4p8q1r5t6v7w8y9z0j".to_owned(), "Бадрі <Б.> (Wikimedia Beta)".to_owned())],
        people,
    };
    let secret = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    let page = LinksPage {
        inside: inside(),
        training: training(),
        secret: secret.to_owned(),
        made: Some(format!("https://badges.example.org/attest/{secret}")),
        classes: vec![class(vec![("7g3x9m2k4p8q1r5t6v7w8y9z0k".to_owned(), person(1, "عائشة"))])],
        links: vec![link(true), link(false)],
    };
    let new = LinksPage { made: None, classes: vec![class(Vec::new())], links: Vec::new(), ..page.clone() };
    let spoken = SaidView {
        affiliate: "Wikimedia <Alpha>".to_owned(),
        at: at("2026-11-20T11:00:00Z"),
        criteria: vec![said("Lets everybody speak"), said("Says what a meeting is for")],
        seen: vec!["Led a round of twelve.".to_owned()],
    };
    let of = |open: AttestView| CoAttestPerson {
        levels: vec![("independent".to_owned(), said("Independent"))],
        said: vec![spoken.clone()],
        missing: vec![MissingView { criterion: said("Lets everybody speak"), trainers: 1, elsewhere: true }],
        open,
    };
    let mut people: Vec<CoAttestPerson> = attest().people.into_iter().map(of).collect();
    people[1].levels.clear();
    let asked = CoAttestView {
        path: format!("/attest/{secret}"),
        training: "Facilitation <day> in Accra".to_owned(),
        affiliate: "Wikimedia <Alpha>".to_owned(),
        class: said("Facilitator"),
        closed: None,
        affiliates: vec!["Wikimedia <Alpha>".to_owned(), "ويكيميديا مثال".to_owned()],
        for_affiliate: Some("Wikimedia Beta".to_owned()),
        done: false,
        failed: 0,
        people,
    };
    let co = |asked| CoAttestPage { inside: inside(), asked: Some(asked) };
    let mut failed = asked.clone();
    failed.failed = 2;
    failed.people[0].open.fault = Some("evidence");
    failed.people[1].open.fault = Some("same-affiliate");
    let closed = |why| CoAttestView { closed: Some(why), for_affiliate: None, people: Vec::new(), ..asked.clone() };
    vec![
        Sample::new("issuing-links", PATH, page),
        Sample::new("issuing-links-new", PATH, new),
        Sample::new("issuing-co-attest-over", "/attest/x", CoAttestPage { inside: inside(), asked: None }),
        Sample::new("issuing-co-attest-mandate", "/attest/x", co(closed("mandate"))),
        Sample::new("issuing-co-attest-same-affiliate", "/attest/x", co(closed("same-affiliate"))),
        Sample::new("issuing-co-attest-none", "/attest/x", co(CoAttestView { done: true, people: Vec::new(), ..asked.clone() })),
        Sample::new("issuing-co-attest-failed", "/attest/x", co(failed)),
        Sample::new("issuing-co-attest", "/attest/x", co(asked)),
    ]
}

fn put_right() -> Vec<Sample> {
    let own = OwnAttestation {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0m".to_owned(),
        at: at("2026-11-20T11:00:00Z"),
        criteria: vec![said("Lets everybody speak"), said("Says what a meeting is for")],
    };
    let page = PutRightPage {
        inside: inside(),
        training: training(),
        path: format!("{PATH}/7g3x9m2k4p8q1r5t6v7w8y9z0c"),
        person: person(1, "عائشة"),
        class: said("Facilitator"),
        address: Some("/c/7g3x9m2k4p8q1r5t6v7w8y9z0c".to_owned()),
        said: None,
        names: vec!["عائشة بنت الحسين".to_owned(), "Aisha <H.>".to_owned(), String::new()],
        name_fault: None,
        classes: vec![("event-organiser".to_owned(), said("Event organiser"))],
        fate: None,
        own: vec![own],
    };
    let mut samples = vec![
        Sample::new("issuing-right-open", PATH, PutRightPage { address: None, said: Some("withdrawn"), ..page.clone() }),
        Sample::new("issuing-right-asked", PATH, PutRightPage { fate: Some(BadgeFate::Asked), own: Vec::new(), ..page.clone() }),
        Sample::new(
            "issuing-right-asked-class",
            PATH,
            PutRightPage { fate: Some(BadgeFate::AskedClass), said: Some("class-asked"), ..page.clone() },
        ),
        Sample::new("issuing-right-replaced", PATH, PutRightPage { fate: Some(BadgeFate::Replaced), ..page.clone() }),
        Sample::new("issuing-right-over", PATH, PutRightPage { fate: Some(BadgeFate::Over), ..page.clone() }),
        Sample::new("issuing-right-unchanged", PATH, PutRightPage { said: Some("unchanged"), ..page.clone() }),
        Sample::new("issuing-right-corrected", PATH, PutRightPage { said: Some("corrected"), ..page.clone() }),
        Sample::new("issuing-right-fault", PATH, PutRightPage { name_fault: Some("long"), ..page.clone() }),
    ];
    samples.push(Sample::new("issuing-right", PATH, page));
    samples
}
