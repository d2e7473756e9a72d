//! Drafting a badge class.

use super::stewards::steward;
use super::{Sample, at};
use crate::appearance::pages::register::FilterChoice;
use crate::appearance::pages::stewards::ClassChoice;
use crate::appearance::pages::stewards::draft_faults::Place;
use crate::appearance::pages::stewards::drafts::{
    CertifiedView, ChangeLine, DraftFaultView, DraftLine, DraftLooksPage, DraftPage, DraftTexts, DraftTextsPage, DraftsPage, PartView,
    Replaced, TextsLine,
};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::appearance::pages::wording::{Told, Wording};

const ID: &str = "7g3x9m2k4p8q1r5t6v7w8y9z0a";

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::new("steward-drafts", "/admin/classes", list(true)),
        Sample::new("steward-drafts-none", "/admin/classes", list(false)),
        Sample::new("steward-draft-new", "/admin/classes/new", page(false, Vec::new())),
        Sample::new("steward-draft", "/admin/classes/x", page(true, Vec::new())),
        Sample::new("steward-draft-version", "/admin/classes/x", version()),
        Sample::new("steward-draft-unchanged", "/admin/classes/x", unchanged()),
        Sample::new("steward-draft-faults", "/admin/classes/x", page(true, faults())),
        Sample::new("steward-draft-version-faults", "/admin/classes/x", version_faults()),
        Sample::new("steward-draft-texts", "/admin/classes/x/texts/ar", texts("ar", "العربية", "rtl")),
        Sample::new("steward-draft-texts-bengali", "/admin/classes/x/texts/bn", texts("bn", "বাংলা", "ltr")),
        Sample::new("steward-draft-looks", "/admin/classes/x/looks", looks("ar", Some(line("ar", "العربية", 2, 1)))),
        Sample::new("steward-draft-looks-english", "/admin/classes/x/looks", looks("en", None)),
    ]
}

/// One of each message.
fn faults() -> Vec<DraftFaultView> {
    let fault = |field: &str, label: &str, told: Told| DraftFaultView {
        field: field.to_owned(),
        place: Place { label: label.to_owned(), of: None, language: None },
        told,
    };
    let at = |field: &str, told: Told| fault(field, field, told);
    let arabic = Place { label: "texts".to_owned(), of: None, language: Some(language("ar", "العربية", false)) };
    let criterion = Place { label: "part-criterion".to_owned(), of: Some("asks-first".to_owned()), language: None };
    vec![
        at("slug", Told::new("word").with("Oral <historian>")),
        at("slug", Told::new("taken").with("oral-historian")),
        at("name", Told::new("empty")),
        at("criteria", Told::new("count").with(0_u32).with(1_u32).with(12_u32)),
        at("criteria", Told::new("no-word")),
        at("criteria", Told::new("twice").with("asks-first")),
        DraftFaultView { place: criterion, ..at("criteria", Told::new("plain")) },
        at("quorum", Told::new("whole").with(1_u32).with(9_u32)),
        at("quorum", Told::new("carried")),
        at("distinct", Told::new("distinct")),
        at("capacities", Told::new("choose").with("core-2019/<nothing>")),
        fault("capacities", "certified", Told::new("level").with("low")),
        at("renewal", Told::new("renewal")),
        fault("artwork", "shape", Told::new("ours")),
        at("accent", Told::new("colour").with("#ABC")),
        DraftFaultView { place: arabic, ..at("texts-ar", Told::new("plain")) },
    ]
}

/// The same for a new version.
fn version_faults() -> DraftPage {
    let at = |field: &str, told: Told| DraftFaultView {
        field: field.to_owned(),
        place: Place { label: field.to_owned(), of: None, language: None },
        told,
    };
    let faults = vec![
        at("version", Told::new("version").with("two")),
        at("version", Told::new("version-order").with("1").with("1")),
        at("version", Told::new("not-current").with("1")),
        at("issue_until", Told::new("day")),
    ];
    DraftPage { faults, ..unchanged() }
}

fn list(some: bool) -> DraftsPage {
    let line = |name: &str, version: Option<&str>| DraftLine {
        id: ID.to_owned(),
        name: name.to_owned(),
        version: version.map(str::to_owned),
        by: "सोल".to_owned(),
        at: at("2026-11-20T10:00:00Z"),
    };
    let class = |slug: &str, name: Wording| ClassChoice { slug: slug.to_owned(), name, chosen: false };
    DraftsPage {
        inside: steward(),
        said: (!some).then(|| "draft-dropped".to_owned()),
        lines: if some { vec![line("Oral <historian>", None), line("Facilitator", Some("2"))] } else { Vec::new() },
        classes: vec![
            class("facilitator", Wording::new("ميسّر", "ar".parse().unwrap())),
            class("x", Wording::english("Trainer <of trainers>")),
        ],
    }
}

fn choice(value: &str, name: &str, chosen: bool) -> FilterChoice {
    FilterChoice { value: value.to_owned(), name: Wording::english(name), chosen }
}

fn language(tag: &str, name: &str, chosen: bool) -> LanguageChoice {
    LanguageChoice { tag: tag.to_owned(), name: name.to_owned(), chosen }
}

fn line(tag: &str, name: &str, missing: usize, outdated: usize) -> TextsLine {
    let dir = if tag == "ar" { "rtl" } else { "ltr" };
    TextsLine { language: language(tag, name, false), dir, total: 9, missing, outdated }
}

fn page(kept: bool, faults: Vec<DraftFaultView>) -> DraftPage {
    let some = |one: &str, other: &str| vec![choice(one, one, true), choice(other, other, false)];
    DraftPage {
        inside: steward(),
        said: kept.then(|| "draft-saved".to_owned()),
        kept: kept.then(|| (ID.to_owned(), 3)),
        replaces: None,
        faults,
        texts: DraftTexts {
            slug: "oral-historian".to_owned(),
            version: "1".to_owned(),
            name: "Oral <historian>".to_owned(),
            criteria: "asks-first: Asks for consent.".to_owned(),
            quorum: "2".to_owned(),
            accent: "#3366cc".to_owned(),
            ..DraftTexts::default()
        },
        capacities: vec![choice("core-2019/it-safety", "IT safety", true), choice("core-2019/legal", "Legal", false)],
        certified: Vec::new(),
        distinct: true,
        renewals: some("practice", "full"),
        kinds: some("document", "observation"),
        learning: some("training", "practice"),
        shapes: some("shield", "hexagon"),
        pictograms: some("star", "book"),
        languages: vec![line("ar", "العربية", 2, 1), line("bn", "বাংলা", 9, 0), line("fr", "français", 0, 0), line("uk", "українська", 0, 1)],
        looks: vec![language("en", "English", true), language("ar", "العربية", false)],
    }
}

fn version() -> DraftPage {
    let said = |text: &str| vec![Wording::english(text)];
    let changes = vec![
        ChangeLine { field: "version", before: said("1"), now: said("2") },
        ChangeLine { field: "criteria", before: said("asks-first: Asks."), now: said("asks-first: Asks for <consent>.") },
        ChangeLine { field: "months", before: said("36"), now: Vec::new() },
        ChangeLine { field: "certified", before: Vec::new(), now: said("core-2019/it-safety: independent") },
    ];
    let level = |id: &str, chosen| choice(id, id, chosen);
    let certified = CertifiedView {
        capacity: "core-2019/it-safety".to_owned(),
        name: Wording::english("IT <safety>"),
        levels: vec![level("supported", false), level("independent", true)],
    };
    let plain = page(true, Vec::new());
    DraftPage {
        replaces: Some(Replaced { name: Wording::english("Oral <historian>"), version: "1".to_owned(), changes }),
        texts: DraftTexts { version: "2".to_owned(), issue_until: "2027-06-30".to_owned(), ..plain.texts },
        certified: vec![certified],
        ..plain
    }
}

fn unchanged() -> DraftPage {
    let version = version();
    DraftPage { replaces: version.replaces.map(|replaced| Replaced { changes: Vec::new(), ..replaced }), ..version }
}

fn texts(tag: &str, name: &str, dir: &'static str) -> DraftTextsPage {
    let part = |name: &str, kind: &'static str, of: Option<&str>, text: &str, standing: &'static str| PartView {
        name: name.to_owned(),
        kind,
        of: of.map(str::to_owned),
        english: "Records what elders <tell>.".to_owned(),
        text: text.to_owned(),
        standing,
    };
    DraftTextsPage {
        inside: steward(),
        said: Some("texts-saved".to_owned()),
        kept: (ID.to_owned(), 3),
        name: "Oral <historian>".to_owned(),
        line: TextsLine { dir, ..line(tag, name, 2, 1) },
        parts: vec![
            part("name", "name", None, "مؤرّخ <شفوي>", "current"),
            part("description", "description", None, "يسجّل.", "outdated"),
            part("criterion-asks-first", "part-criterion", Some("asks-first"), "", "missing"),
            part("rubric", "scale", None, "", "missing"),
            part("level-low", "part-level", Some("low"), "x", "current"),
            part("level-low-description", "part-level-description", Some("low"), "x", "current"),
        ],
    }
}

fn looks(chosen: &str, line: Option<TextsLine>) -> DraftLooksPage {
    DraftLooksPage {
        inside: steward(),
        id: ID.to_owned(),
        name: Wording::english("Oral <historian>"),
        languages: vec![language("en", "English", chosen == "en"), language("ar", "العربية", chosen == "ar")],
        chosen: chosen.to_owned(),
        line,
    }
}
