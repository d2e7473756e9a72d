//! The faults of a draft as its form tells them: the label of a field, what is wrong there, what to do.
//!
//! The loader speaks of files and of TOML to whoever keeps the catalogue. Here somebody filled in a form: what
//! no field of it can cause is a mistake of ours, and said as one.

use serde::Serialize;

use super::drafts::{DraftFaultView, part_label};
use super::requests::LanguageChoice;
use crate::appearance::pages::wording::Told;
use crate::community::catalog::{ClassForm, DraftFault, What, Wrong};
use crate::platform::i18n::MessageFaultKind;

/// Where on the form a fault is: names the message `draft-{label}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The label of the field, or of the text.
    pub label: String,
    /// Which criterion or level.
    pub of: Option<String>,
    /// Of texts in another language, which.
    pub language: Option<LanguageChoice>,
}

/// Each fault once, in the order of the loader. `language` names a language of texts.
pub fn views(faults: &[DraftFault], form: &ClassForm, language: impl Fn(&str) -> Option<LanguageChoice>) -> Vec<DraftFaultView> {
    let mut views: Vec<DraftFaultView> = Vec::new();
    for fault in faults {
        let place = place(fault, fault.field.strip_prefix("texts-").and_then(&language));
        let view = DraftFaultView { field: fault.field.clone(), place, told: told(fault, form) };
        if !views.contains(&view) {
            views.push(view);
        }
    }
    // Texts have keys that are none where the word of their class is none, which is told at that word.
    let of_class = |view: &DraftFaultView| view.field == "slug";
    if views.iter().any(of_class) {
        views.retain(|view| of_class(view) || view.told.key() != KEY);
    }
    views
}

fn place(fault: &DraftFault, language: Option<LanguageChoice>) -> Place {
    if let Some((label, of)) = fault.part.as_deref().map(part_label) {
        return Place { label: label.to_owned(), of: of.map(str::to_owned), language };
    }
    let label = match (fault.field.as_str(), &fault.wrong) {
        ("capacities", Wrong::Found(What::UnknownLevel(_))) => "certified",
        ("artwork", _) => "shape",
        (field, _) if field.starts_with("texts-") => "texts",
        (field, _) => field,
    };
    Place { label: label.to_owned(), of: None, language }
}

/// A mistake of the form or of the catalogue: the log has it.
pub const OURS: &str = "ours";
/// What stands before a colon, or in the address, is no word.
const KEY: &str = "word";

/// What is wrong and what to do: names the message `draft-fault-{…}`.
fn told(fault: &DraftFault, form: &ClassForm) -> Told {
    match &fault.wrong {
        Wrong::Found(what) => found(what, fault, form),
        Wrong::Taken(slug) => Told::new("taken").with(slug),
        Wrong::NotCurrent(version) => Told::new("not-current").with(version),
        Wrong::Rewritten(_) => Told::new(OURS),
    }
}

fn found(what: &What, fault: &DraftFault, form: &ClassForm) -> Told {
    match what {
        What::Message(kind) => text(kind, fault),
        What::Missing(_) | What::NoText { .. } => Told::new("empty"),
        What::NotPlain(_) => Told::new("plain"),
        What::NotWhole { from, to, .. } | What::Range { from, to, .. } => Told::new("whole").with(*from).with(*to),
        What::Count { count, from, to, .. } => Told::new("count").with(*count).with(*from).with(*to),
        What::Value { field, value, .. } => cannot_be(field, value),
        What::Twice { what: "class", .. } | What::VersionOrder { .. } => {
            Told::new("version-order").with(form.version()).with(&form.replaces)
        }
        What::Twice { what: "entry", .. } | What::UnknownClass { .. } | What::NotGranted { .. } | What::NotAccepted { .. } => {
            Told::new("carried")
        }
        What::Twice { name, .. } => Told::new("twice").with(fault.part.as_ref().unwrap_or(name)),
        What::UnknownCapacity(name) => Told::new("choose").with(name),
        What::UnknownLevel(level) if level.is_empty() => Told::new("empty"),
        What::UnknownLevel(level) => Told::new("level").with(level),
        What::Renewal { .. } => Told::new("renewal"),
        // A day that no calendar has is no TOML.
        What::Type { .. } | What::NotToml(_) if fault.field == "issue_until" => Told::new("day"),
        What::Unreadable(_)
        | What::Type { .. }
        | What::NotToml(_)
        | What::FileName { .. }
        | What::UnknownField { .. }
        | What::Uuid { .. }
        | What::Circle(_)
        | What::CrosswalkInside(_)
        | What::CrosswalkTwice { .. }
        | What::NoCurrent(_)
        | What::Changed { .. }
        | What::Gone { .. }
        | What::Untranslated { .. }
        | What::Stray(_)
        | What::Unexplained(_)
        | What::StrayFile => Told::new(OURS),
    }
}

fn text(kind: &MessageFaultKind, fault: &DraftFault) -> Told {
    match kind {
        MessageFaultKind::Empty(_) => Told::new("empty"),
        MessageFaultKind::Pattern { .. } => Told::new("plain"),
        MessageFaultKind::Key(key) => Told::new(KEY).with(fault.part.as_ref().unwrap_or(key)),
        MessageFaultKind::Unreadable(_)
        | MessageFaultKind::NotJson(_)
        | MessageFaultKind::NotALanguage(_)
        | MessageFaultKind::LanguageTwice { .. }
        | MessageFaultKind::Twice(_)
        | MessageFaultKind::InTwoFiles { .. }
        | MessageFaultKind::NotAText(_) => Told::new(OURS),
    }
}

/// A value that its field of the file cannot have.
fn cannot_be(field: &str, value: &str) -> Told {
    let key = match field {
        "slug" if value.is_empty() => return Told::new("empty"),
        "criterion.id" | "rubric.levels" if value.is_empty() => return Told::new("no-word"),
        "slug" | "criterion.id" | "rubric.levels" => KEY,
        "version" => "version",
        "artwork.accent" => "colour",
        "attestation.distinct_affiliates" | "criterion.distinct_affiliates" => return Told::new("distinct"),
        "achievement_type" | "creator" | "creator.url" | "attestation.by" => return Told::new("carried"),
        _ => "choose",
    };
    Told::new(key).with(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::pages::embedded_messages;
    use crate::community::catalog::{Catalog, Finding};
    use crate::vocabulary::LanguageTag;

    /// One of every kind that the loader has.
    fn whats() -> Vec<What> {
        let text = |text: &str| text.to_owned();
        let (language, digest) = (LanguageTag::english(), *Catalog::embedded().unwrap().classes().next().unwrap().digest());
        let values = ["slug", "criterion.id", "version", "artwork.accent", "attestation.distinct_affiliates", "creator", "evidence.kinds"];
        let value = |field: &&str| What::Value { field: text(field), value: text("x y"), expected: text("something") };
        let twice = |what: &'static str| What::Twice { what, name: text("x"), first: text("x.toml:1") };
        let number = (text("attestation.quorum"), 1, 9);
        let mut all: Vec<What> = values.iter().map(value).chain(["class", "entry", "level"].map(twice)).collect();
        all.push(What::Value { field: text("slug"), value: String::new(), expected: String::new() });
        all.push(What::Value { field: text("rubric.levels"), value: String::new(), expected: String::new() });
        all.extend([
            What::Unreadable(text("x")),
            What::NotToml(text("x")),
            What::Message(MessageFaultKind::Empty(text("x"))),
            What::Message(MessageFaultKind::Key(text("x y"))),
            What::Message(MessageFaultKind::NotJson(text("x"))),
            What::FileName { expected: text("x") },
            What::UnknownField { field: text("x"), known: text("y") },
            What::Missing(text("x")),
            What::Type { field: text("x"), expected: "a table" },
            What::NotWhole { field: number.0.clone(), from: number.1, to: number.2 },
            What::Range { field: number.0, value: 0, from: 1, to: 9 },
            What::Count { of: text("x"), count: 0, from: 1, to: 3 },
            What::UnknownCapacity(text("x")),
            What::UnknownClass { field: text("x"), slug: text("y") },
            What::UnknownLevel(text("x")),
            What::UnknownLevel(String::new()),
            What::Uuid { code: text("x"), expected: text("y") },
            What::Circle(text("x")),
            What::CrosswalkInside(text("x")),
            What::CrosswalkTwice { this: text("x"), other: text("y") },
            What::Renewal { renewal: "never", months: text("x") },
            What::NotGranted { class: text("x"), trainer: text("y") },
            What::NotAccepted { class: text("x"), trainer: text("y") },
            What::NoCurrent(text("x")),
            What::VersionOrder { older: text("2"), current: text("1") },
            What::NoText { owner: text("x"), key: text("y"), language: language.clone() },
            What::NotPlain(text("x")),
            What::Changed { slug: text("x"), version: text("1"), frozen: text("y"), now: digest },
            What::Gone { slug: text("x"), version: text("1") },
            What::Untranslated { language, lacking: 1, total: 2, first: text("x") },
            What::Stray(text("x")),
            What::Unexplained(text("x")),
            What::StrayFile,
        ]);
        all
    }

    #[test]
    fn every_fault_has_a_message_and_every_message_a_fault() {
        let messages = embedded_messages().unwrap();
        let form = ClassForm { replaces: "1".to_owned(), ..ClassForm::default() };
        let mut said = std::collections::BTreeSet::new();
        let found = whats().into_iter().map(Wrong::Found);
        let own = [Wrong::Taken("x".to_owned()), Wrong::NotCurrent("1".to_owned()), Wrong::Rewritten("1".to_owned())];
        for wrong in found.chain(own) {
            for field in ["quorum", "issue_until"] {
                let fault = DraftFault { field: field.to_owned(), part: None, wrong: wrong.clone() };
                said.insert(format!("draft-fault-{}", told(&fault, &form).key()));
            }
        }
        let english = LanguageTag::english();
        let known: std::collections::BTreeSet<String> =
            messages.keys(&english).filter(|key| key.starts_with("draft-fault-")).map(str::to_owned).collect();
        assert_eq!(said, known);
    }

    #[test]
    fn the_word_of_a_class_that_is_none_is_told_once() {
        let catalog = Catalog::embedded().unwrap();
        let form = ClassForm { slug: "Not a word".to_owned(), name: "X".to_owned(), quorum: "1".to_owned(), ..ClassForm::default() };
        let faults = catalog.with_draft(&form).unwrap_err();
        let views = views(&faults, &form, |_| None);
        let words: Vec<&str> = views.iter().filter(|view| view.told.key() == KEY).map(|view| view.field.as_str()).collect();
        assert_eq!(words, ["slug"], "{views:?}");
        assert!(views.iter().all(|view| view.told.key() != OURS), "{views:?} of {faults:?}");
    }

    #[test]
    fn a_fault_of_a_text_names_the_text() {
        let finding = Finding { file: String::new(), line: 1, what: What::NotPlain("class-x-criterion-asks-first".to_owned()) };
        let (part, wrong) = (Some("criterion-asks-first".to_owned()), Wrong::Found(finding.what));
        let fault = DraftFault { field: "texts-ar".to_owned(), part, wrong };
        let arabic = LanguageChoice { tag: "ar".to_owned(), name: "العربية".to_owned(), chosen: false };
        let views = views(&[fault], &ClassForm::default(), |_| Some(arabic.clone()));
        let place = Place { label: "part-criterion".to_owned(), of: Some("asks-first".to_owned()), language: Some(arabic.clone()) };
        assert_eq!((&views[0].place, views[0].told.key()), (&place, "plain"));
    }
}
