//! Drafting a badge class.

use super::stewards::steward;
use super::{Sample, at};
use crate::appearance::pages::register::FilterChoice;
use crate::appearance::pages::stewards::drafts::{DraftFaultView, DraftLine, DraftPage, DraftTexts, DraftsPage};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::appearance::pages::wording::Wording;

const ID: &str = "7g3x9m2k4p8q1r5t6v7w8y9z0a";

pub(super) fn samples() -> Vec<Sample> {
    let line =
        DraftLine { id: ID.to_owned(), name: "Oral <historian>".to_owned(), by: "सोल".to_owned(), at: at("2026-11-20T10:00:00Z") };
    let list = |lines: Vec<DraftLine>| DraftsPage { inside: steward(), said: lines.is_empty().then(|| "draft-dropped".to_owned()), lines };
    let fault = |field, said: &str| DraftFaultView { field, said: said.to_owned() };
    let faults = vec![
        fault("quorum", "quorum is not a whole number; write one from 1 to 9"),
        fault("criteria", "there is no <criterion>"),
        fault("artwork", "there is no shape \"x\""),
    ];
    vec![
        Sample::new("steward-drafts", "/admin/classes", list(vec![line])),
        Sample::new("steward-drafts-none", "/admin/classes", list(Vec::new())),
        Sample::new("steward-draft-new", "/admin/classes/new", page(false, Vec::new())),
        Sample::new("steward-draft", "/admin/classes/x", page(true, Vec::new())),
        Sample::new("steward-draft-faults", "/admin/classes/x", page(true, faults)),
    ]
}

fn page(kept: bool, faults: Vec<DraftFaultView>) -> DraftPage {
    let choice = |value: &str, name: &str, chosen| FilterChoice { value: value.to_owned(), name: Wording::english(name), chosen };
    let language = |tag: &str, name: &str| LanguageChoice { tag: tag.to_owned(), name: name.to_owned(), chosen: false };
    let some = |one: &str, other: &str| vec![choice(one, one, true), choice(other, other, false)];
    DraftPage {
        inside: steward(),
        said: kept.then(|| "draft-saved".to_owned()),
        kept: kept.then(|| (ID.to_owned(), 3)),
        faults,
        texts: DraftTexts {
            slug: "oral-historian".to_owned(),
            name: "Oral <historian>".to_owned(),
            criteria: "asks-first: Asks for consent.".to_owned(),
            quorum: "2".to_owned(),
            accent: "#3366cc".to_owned(),
            ..DraftTexts::default()
        },
        capacities: vec![choice("core-2019/it-safety", "IT safety", true), choice("core-2019/legal", "Legal", false)],
        distinct: true,
        renewals: some("practice", "full"),
        kinds: some("document", "observation"),
        learning: some("training", "practice"),
        shapes: some("shield", "hexagon"),
        pictograms: some("star", "book"),
        languages: vec![language("en", "English"), language("ar", "العربية")],
    }
}
