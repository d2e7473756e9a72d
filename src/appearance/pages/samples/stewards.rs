//! Pages of stewards.

use super::{Sample, at, inside, pictures};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::stewards::badges::{BadgeLine, BadgePage, BadgeStanding, BadgesPage, WaitingLine};
use crate::appearance::pages::stewards::log::{ChainView, LogLine, LogPage};
use crate::appearance::pages::stewards::mandates::{MandateLine, MandatePage, MandatesPage, NewMandatePage, TrainingLine};
use crate::appearance::pages::stewards::{ClassChoice, FormFault, OverviewPage, Pager, Waiting};
use crate::appearance::pages::wording::Wording;

const ID: &str = "7g3x9m2k4p8q1r5t6v7w8y9z0a";

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("steward", "/admin", OverviewPage { inside: steward(), waiting: waiting() }),
        Sample::new("steward-idle", "/admin", OverviewPage { inside: steward(), waiting: Vec::new() }),
        Sample::new("steward-log", "/admin/log", log()),
        Sample::new("steward-log-broken", "/admin/log", broken_log()),
        Sample::new("steward-log-unasked", "/admin/log", unasked_log()),
    ];
    samples.extend(mandates());
    samples.extend(badges());
    samples
}

pub(super) fn steward() -> Inside {
    Inside { steward: true, ..inside() }
}

fn waiting() -> Vec<Waiting> {
    vec![Waiting { place: "badges", count: 1, overdue: 0 }, Waiting { place: "mandates", count: 12, overdue: 2 }]
}

fn name() -> Wording {
    Wording::english("Digital safety practitioner")
}

pub(super) fn classes() -> Vec<ClassChoice> {
    let choice = |slug: &str, name: Wording, chosen| ClassChoice { slug: slug.to_owned(), name, chosen };
    let arabic = Wording::new("ميسّر", "ar".parse().unwrap());
    vec![choice("digital-safety-practitioner", name(), false), choice("facilitator", arabic, true)]
}

fn pager() -> Pager {
    Pager { back: Some("/admin/mandates?page=1".to_owned()), on: Some("/admin/mandates?page=3".to_owned()) }
}

fn mandate(state: &'static str, basis: &'static str, ends_soon: bool) -> MandateLine {
    MandateLine {
        id: ID.to_owned(),
        person: "बद्री <नारायण>".to_owned(),
        classes: vec![name(), Wording::new("ميسّر", "ar".parse().unwrap())],
        affiliate: "Wikimedia Exempelland".to_owned(),
        starts_at: at("2026-01-01T00:00:00Z"),
        last_at: at("2026-12-31T23:59:59Z"),
        basis,
        state,
        ends_soon,
    }
}

fn mandates() -> Vec<Sample> {
    let list = || MandatesPage {
        inside: steward(),
        person: "बद्री".to_owned(),
        affiliate: String::new(),
        state: "ends-soon",
        classes: classes(),
        lines: vec![
            mandate("standing", "founding", true),
            mandate("ahead", "given", false),
            mandate("paused", "badge", false),
            mandate("over", "given", false),
        ],
        total: 4,
        pager: pager(),
    };
    let nothing = MandatesPage { lines: Vec::new(), total: 0, state: "all", pager: Pager { back: None, on: None }, ..list() };
    let one = |said: Option<&str>, line: MandateLine| MandatePage {
        inside: steward(),
        said: said.map(str::to_owned),
        account: ID.to_owned(),
        decision: Some("Programme committee, 2026-01-01, https://meta.wikimedia.org/wiki/X".to_owned()),
        given_by: Some("Сіль".to_owned()),
        credential: None,
        trainings: vec![TrainingLine { name: "Abendkurs <Wien>".to_owned(), ends_at: at("2026-12-01T18:00:00Z") }],
        can_end: true,
        can_pause: line.state != "paused",
        can_resume: line.state == "paused",
        line,
    };
    let of_badge = || MandatePage {
        decision: None,
        given_by: None,
        credential: Some(ID.to_owned()),
        trainings: Vec::new(),
        can_end: false,
        can_pause: false,
        can_resume: false,
        ..one(Some("ended"), mandate("ended", "badge", false))
    };
    let form = |fresh, faults: Vec<FormFault>| NewMandatePage {
        inside: steward(),
        fresh,
        founding: !faults.is_empty(),
        faults,
        person: "سلمى".to_owned(),
        affiliate: "Wikimedia <Exempelland>".to_owned(),
        classes: classes(),
        from: "2026-11-20".to_owned(),
        until: "2028-11-20".to_owned(),
        decision: "Committee".to_owned(),
    };
    let fault = |field, key| FormFault { field, key };
    let faults = vec![
        fault("person", "nobody"),
        fault("person", "several"),
        fault("person", "oneself"),
        fault("affiliate", "no-affiliate"),
        fault("classes", "no-class"),
        fault("from", "no-day"),
        fault("until", "ends-first"),
        fault("decision", "no-decision"),
    ];
    vec![
        Sample::new("steward-mandates", "/admin/mandates", list()),
        Sample::new("steward-mandates-none", "/admin/mandates", nothing),
        Sample::new("steward-mandate", "/admin/mandates/x", one(Some("given"), mandate("standing", "given", true))),
        Sample::new("steward-mandate-paused", "/admin/mandates/x", one(Some("paused"), mandate("paused", "founding", false))),
        Sample::new("steward-mandate-badge", "/admin/mandates/x", of_badge()),
        Sample::new("steward-mandate-new", "/admin/mandates/new", form(true, Vec::new())),
        Sample::new("steward-mandate-faults", "/admin/mandates/new", form(true, faults)),
        Sample::new("steward-mandate-stale", "/admin/mandates/new", form(false, Vec::new())),
    ]
}

fn badge_line() -> BadgeLine {
    BadgeLine { id: ID.to_owned(), class: name(), holder: "Dīna <K>".to_owned(), awarded_at: at("2026-11-02T09:00:00Z") }
}

fn badges() -> Vec<Sample> {
    let line = |id: &str, may_confirm, note: Option<&str>| WaitingLine {
        id: id.to_owned(),
        credential: ID.to_owned(),
        class: name(),
        reason: if may_confirm { "wrong-class" } else { "holder" },
        right: may_confirm.then(name),
        note: note.map(str::to_owned),
        asked_by: "सोल".to_owned(),
        asked_at: at("2026-11-20T11:00:00Z"),
        may_confirm,
        may_decline: true,
    };
    let lines = || vec![line(ID, true, Some("كتب ذلك <بنفسه>")), line("7g3x9m2k4p8q1r5t6v7w8y9z0b", false, None)];
    let list = |find: &str, found: Option<Vec<BadgeLine>>, fresh| BadgesPage {
        inside: steward(),
        said: found.is_none().then(|| "revocation-refused".to_owned()),
        find: find.to_owned(),
        waiting: if found.is_none() { lines() } else { Vec::new() },
        found,
        fresh,
    };
    let one = |said: Option<&str>, standing: BadgeStanding| BadgePage {
        inside: steward(),
        said: said.map(str::to_owned),
        line: badge_line(),
        printed: "7G3X-9M2K-4P8Q-1R5T-6V7W-8Y9Z-0AXX".to_owned(),
        standing,
        waiting: Vec::new(),
        withheld: None,
        pictures: if said.is_some() { pictures::cards() } else { Vec::new() },
        own: false,
        fresh: true,
    };
    let suspended = |reason: Option<&'static str>, written: Option<&str>| BadgeStanding::Suspended {
        at: at("2026-11-20T11:00:00Z"),
        reason,
        written: written.map(str::to_owned),
        by: "Сіль".to_owned(),
    };
    let replaced = |by: Option<&str>| BadgeStanding::Replaced { at: at("2026-11-20T11:00:00Z"), by: by.map(str::to_owned) };
    let revoked = |reason| BadgeStanding::Revoked { at: at("2026-11-20T11:00:00Z"), reason };
    vec![
        Sample::new("steward-badges", "/admin/badges", list("", None, true)),
        Sample::new("steward-badges-stale", "/admin/badges", list("", None, false)),
        Sample::new("steward-badges-found", "/admin/badges", list("Dina", Some(vec![badge_line()]), true)),
        Sample::new("steward-badges-none", "/admin/badges", list("<nobody>", Some(Vec::new()), true)),
        Sample::new("steward-badge", "/admin/badges/x", one(Some("reinstated"), BadgeStanding::Standing)),
        Sample::new(
            "steward-badge-asked",
            "/admin/badges/x",
            BadgePage { waiting: lines(), ..one(Some("revocation-asked"), BadgeStanding::Standing) },
        ),
        Sample::new("steward-badge-own", "/admin/badges/x", BadgePage { own: true, ..one(None, BadgeStanding::Standing) }),
        Sample::new("steward-badge-suspended", "/admin/badges/x", one(Some("suspended"), suspended(Some("inquiry"), None))),
        Sample::new("steward-badge-suspended-else", "/admin/badges/x", one(None, suspended(None, Some("being <looked> into")))),
        Sample::new(
            "steward-badge-withheld",
            "/admin/badges/x",
            BadgePage { withheld: Some("memorial"), ..one(Some("withheld"), BadgeStanding::Standing) },
        ),
        Sample::new("steward-badge-shown", "/admin/badges/x", one(Some("shown"), BadgeStanding::Standing)),
        Sample::new("steward-badge-revoked", "/admin/badges/x", one(Some("revoked"), revoked("error"))),
        Sample::new("steward-badge-replaced", "/admin/badges/x", one(Some("replaced"), replaced(Some("https://badges.example.org/c/x")))),
        Sample::new("steward-badge-being-replaced", "/admin/badges/x", one(None, replaced(None))),
        Sample::new("steward-badge-revoked-class", "/admin/badges/x", one(None, revoked("wrong-class"))),
        Sample::new("steward-badge-revoked-key", "/admin/badges/x", one(None, revoked("key-compromise"))),
    ]
}

fn log() -> LogPage {
    let line = |seq, subject: Option<&str>, dated: bool| LogLine {
        seq,
        kind: "credential.revoked".to_owned(),
        subject: subject.map(str::to_owned),
        at: dated.then(|| at("2026-11-20T11:00:00Z")),
        commitment: "ced5e9b73dfb397d08420a5e91c03272b3d9c46fc80f1cdc9417312395221b14".to_owned(),
    };
    LogPage {
        inside: steward(),
        kinds: vec!["credential.revoked".to_owned(), "mandate.given".to_owned()],
        kind: "credential.revoked".to_owned(),
        day: "2026-11-20".to_owned(),
        subject: String::new(),
        no_day: false,
        lines: vec![line(12, Some(ID), true), line(3, None, false)],
        chain: ChainView::Whole { entries: 12, head: "8b4dd681d65301325143b6a1a3427894b801e2944558bbc16a7aaa4d3643790b".to_owned() },
        csv: "/admin/log.csv?kind=credential.revoked".to_owned(),
        pager: Pager { back: None, on: Some("/admin/log?before=3".to_owned()) },
    }
}

fn broken_log() -> LogPage {
    let said = "log entry 3 does not follow from the one before it".to_owned();
    LogPage { lines: Vec::new(), day: "yesterday".to_owned(), no_day: true, chain: ChainView::Broken { said }, ..log() }
}

fn unasked_log() -> LogPage {
    LogPage { chain: ChainView::Unasked { entries: 120_000, address: "/admin/log?count=yes".to_owned() }, ..log() }
}
