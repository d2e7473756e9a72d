//! Which messages a catalogue needs, and what is said about the others.
//!
//! Keys: `class-{slug}-name`, `-description`, `-evidence`, `-criterion-{id}`, `-rubric`,
//! `-level-{id}`, `-level-{id}-description`; `capacity-{scheme}-{code}`; `taxonomy-{scheme}-name`,
//! `-description`, `-scale-{id}`, `-scale-{id}-{level}`; and one for each word that every class
//! uses: `learning-…`, `renewal-…`, `evidence-…`.
//!
//! An older version whose text differs keeps it in messages ending in `@{version}`: if the source
//! language has `class-x-name@1`, version 1 shows that message in every language, and never a
//! translation of the newer text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::class::{EvidenceKind, Learning, Renewal};
use super::fault::{Finding, What};
use super::prose::Prose;
use super::read_class::ClassDraft;
use super::read_taxonomy::TaxonomyDraft;
use crate::platform::i18n::Messages;
use crate::vocabulary::LanguageTag;

/// Every class is kept in these languages besides its own: a missing text is a warning.
pub(super) const KEPT_LANGUAGES: &[&str] = &["ar", "en", "es", "fr", "hi", "id", "pt-BR", "uk"];

/// A message that must exist in the source language.
struct Needed {
    key: String,
    owner: String,
    language: LanguageTag,
    file: String,
    line: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Class,
    Taxonomy,
    Word,
}

/// The message of a class version's text.
pub(super) fn class_key(messages: &Messages, class: &ClassDraft, part: &str) -> String {
    let key = format!("class-{}-{part}", class.slug);
    let of_version = format!("{key}@{}", class.version.value);
    if messages.raw(&of_version, &class.language).is_some() { of_version } else { key }
}

/// The text behind a key.
pub(super) fn prose(messages: &Arc<Messages>, source: &LanguageTag, key: String) -> Prose {
    Prose { key, source: source.clone(), messages: Arc::clone(messages) }
}

/// The parts of a class that have texts.
pub(super) fn class_parts(class: &ClassDraft) -> Vec<(String, usize)> {
    let top = |part: &str| (part.to_owned(), class.version.line);
    let mut parts = vec![top("name"), top("description"), top("evidence")];
    parts.extend(class.criteria.iter().map(|criterion| (format!("criterion-{}", criterion.id.value), criterion.id.line)));
    if let Some(rubric) = &class.rubric {
        parts.push(("rubric".to_owned(), rubric.required.line));
        for level in &rubric.levels {
            parts.push((format!("level-{}", level.value), level.line));
            parts.push((format!("level-{}-description", level.value), level.line));
        }
    }
    parts
}

fn needed(messages: &Messages, folder: &str, classes: &[ClassDraft], taxonomies: &[TaxonomyDraft]) -> Vec<Needed> {
    let mut all = Vec::new();
    for class in classes {
        let owner = format!("the class {}", class.slug);
        for (part, line) in class_parts(class) {
            let key = class_key(messages, class, &part);
            all.push(Needed {
                key,
                owner: owner.clone(),
                language: class.language.clone(),
                file: class.file.clone(),
                line,
                kind: Kind::Class,
            });
        }
    }
    for taxonomy in taxonomies {
        let scheme = &taxonomy.scheme.value;
        let mut add = |owner: String, key: String, line: usize| {
            let (language, file) = (taxonomy.language.clone(), taxonomy.file.clone());
            all.push(Needed { key, owner, language, file, line, kind: Kind::Taxonomy });
        };
        for part in ["name", "description"] {
            add(format!("the taxonomy {scheme}"), format!("taxonomy-{scheme}-{part}"), taxonomy.scheme.line);
        }
        for scale in &taxonomy.scales {
            let owner = format!("the scale {}", scale.id.value);
            let key = format!("taxonomy-{scheme}-scale-{}", scale.id.value);
            add(owner.clone(), key.clone(), scale.id.line);
            scale.levels.iter().for_each(|level| add(owner.clone(), format!("{key}-{}", level.value), level.line));
        }
        for capacity in &taxonomy.capacities {
            let code = &capacity.code.value;
            add(format!("the capacity {scheme}/{code}"), format!("capacity-{scheme}-{code}"), capacity.code.line);
        }
    }
    let words = Learning::ALL.iter().map(|word| word.key());
    let words = words.chain(Renewal::ALL.iter().map(|word| word.key())).chain(EvidenceKind::ALL.iter().map(|word| word.key()));
    all.extend(words.map(|key| Needed {
        key,
        owner: "every class".to_owned(),
        language: LanguageTag::english(),
        file: format!("{folder}/en.json"),
        line: 1,
        kind: Kind::Word,
    }));
    all
}

/// Faults about missing and malformed texts, and warnings about translations. `unread` are the
/// faults because of which a file or folder could not be read at all: what it lacks is not known.
pub(super) fn check(
    messages: &Messages,
    folder: &str,
    classes: &[ClassDraft],
    taxonomies: &[TaxonomyDraft],
    unread: &[Finding],
) -> (Vec<Finding>, Vec<Finding>) {
    let needed = needed(messages, folder, classes, taxonomies);
    let mut faults = Vec::new();
    // Versions of one class may share a text; two parts of one version may not. Capacities that stand
    // twice are reported as such.
    let mut owners: BTreeMap<&str, &Needed> = BTreeMap::new();
    for text in &needed {
        let first = owners.insert(&text.key, text);
        if let Some(first) = first.filter(|first| first.owner != text.owner || (first.file == text.file && text.kind == Kind::Class)) {
            let (what, name, first) = ("text", text.key.clone(), format!("{}:{}", first.file, first.line));
            faults.push(Finding { file: text.file.clone(), line: text.line, what: What::Twice { what, name, first } });
        }
        let is_read = |file: &str| unread.iter().all(|fault| fault.file != file && !file.starts_with(&format!("{}/", fault.file)));
        let file = messages.file(&text.language).map_or_else(|| format!("{folder}/{}.json", text.language), str::to_owned);
        if messages.raw(&text.key, &text.language).is_none() && is_read(&file) {
            let (owner, key, language) = (text.owner.clone(), text.key.clone(), text.language.clone());
            faults.push(Finding { file: text.file.clone(), line: text.line, what: What::NoText { owner, key, language } });
        }
    }
    let known: BTreeSet<&str> = needed.iter().map(|text| text.key.as_str()).collect();
    let mut warnings = Vec::new();
    for language in messages.languages() {
        for key in messages.keys(language) {
            let (file, line) = messages.place(key, language).unwrap_or((folder, 1));
            let finding = |what| Finding { file: file.to_owned(), line, what };
            if !known.contains(key) {
                warnings.push(finding(What::Stray(key.to_owned())));
            } else if !messages.is_plain(key, language) {
                faults.push(finding(What::NotPlain(key.to_owned())));
            }
        }
    }
    warnings.extend(unexplained(messages, &needed));
    warnings.extend(KEPT_LANGUAGES.iter().filter_map(|code| untranslated(messages, folder, &needed, code)));
    (faults, warnings)
}

fn unexplained(messages: &Messages, needed: &[Needed]) -> Vec<Finding> {
    let missing = needed.iter().filter(|text| messages.documentation(&text.key).is_none());
    let placed = missing.filter_map(|text| Some((text, messages.place(&text.key, &text.language)?)));
    placed.map(|(text, (file, line))| Finding { file: file.to_owned(), line, what: What::Unexplained(text.key.clone()) }).collect()
}

fn untranslated(messages: &Messages, folder: &str, needed: &[Needed], code: &str) -> Option<Finding> {
    let language: LanguageTag = code.parse().ok()?;
    // What its own language lacks is a fault already.
    let of_classes = || needed.iter().filter(|text| text.kind != Kind::Taxonomy && text.language != language);
    let lacks = |text: &&Needed| messages.raw(&text.key, &language).is_none();
    let first = of_classes().find(lacks)?.key.clone();
    let (lacking, total) = (of_classes().filter(lacks).count(), of_classes().count());
    let file = messages.file(&language).map_or_else(|| format!("{folder}/{code}.json"), str::to_owned);
    Some(Finding { file, line: 1, what: What::Untranslated { language, lacking, total, first } })
}
