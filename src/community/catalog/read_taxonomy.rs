//! From `taxonomy/{scheme}.toml` to a draft of a taxonomy.

use uuid::Uuid;

use super::fault::What;
use super::sheet::{Placed, Sheet, Table};
use super::taxonomy::{Relation, capacity_uuid};
use super::words::{is_code, is_page, is_slug, is_wikidata_item};
use crate::vocabulary::LanguageTag;

/// A taxonomy before it was checked against the other files.
#[derive(Debug)]
pub(super) struct TaxonomyDraft {
    pub(super) file: String,
    pub(super) scheme: Placed<String>,
    pub(super) source: String,
    pub(super) language: LanguageTag,
    pub(super) scales: Vec<ScaleDraft>,
    pub(super) capacities: Vec<CapacityDraft>,
}

#[derive(Debug)]
pub(super) struct ScaleDraft {
    pub(super) id: Placed<String>,
    pub(super) levels: Vec<Placed<String>>,
}

#[derive(Debug)]
pub(super) struct CapacityDraft {
    pub(super) code: Placed<String>,
    pub(super) uuid: Uuid,
    pub(super) broader: Option<Placed<String>>,
    pub(super) wikidata: Option<String>,
    /// The other capacity as `scheme/code`.
    pub(super) matches: Vec<(Relation, Placed<String>)>,
}

/// Reads the file of a taxonomy. `stem` is the file's name without extension.
pub(super) fn read(sheet: &Sheet<'_>, stem: &str) -> Option<TaxonomyDraft> {
    sheet.read(|top| {
        let scheme = top.parsed("scheme", "lower-case letters, digits and hyphens", |text| is_slug(text).then(|| text.to_owned()));
        let source = top.parsed("source", "an https address", |text| is_page(text).then(|| text.to_owned()));
        let language = language(top);
        let scales = top.tables("scale", scale);
        if !top.has("capacity") {
            top.missing("capacity");
        }
        let capacities = top.tables("capacity", |table| capacity(table, stem));
        let scheme = scheme?;
        if scheme.value != stem {
            sheet.fault(scheme.line, What::FileName { expected: format!("{}.toml", scheme.value) });
            return None;
        }
        Some(TaxonomyDraft { file: sheet.file.to_owned(), scheme, source: source?.value, language: language?, scales, capacities })
    })
}

/// `source_language`.
pub(super) fn language(top: &Table<'_, '_>) -> Option<LanguageTag> {
    let language = top.parsed("source_language", "a language tag such as \"en\", \"pt-BR\" or \"zh-Hant\"", |text| text.parse().ok());
    language.map(|placed| placed.value)
}

fn scale(table: &Table<'_, '_>) -> Option<ScaleDraft> {
    let id = table.parsed("id", "lower-case letters, digits and hyphens", |text| is_slug(text).then(|| text.to_owned()));
    let levels = table.some_texts("levels", 2..=9);
    for level in &levels {
        if !is_slug(&level.value) {
            table.refuse("levels", level, "lower-case letters, digits and hyphens");
        }
    }
    Some(ScaleDraft { id: id?, levels })
}

fn capacity(table: &Table<'_, '_>, scheme: &str) -> Option<CapacityDraft> {
    let code = table.parsed("code", "lower-case letters, digits and hyphens", |text| is_code(text).then(|| text.to_owned()));
    let uuid = table.parsed("uuid", "a UUID in lower case with hyphens", uuid);
    let broader = table.optional_text("broader");
    let wikidata = table
        .has("wikidata")
        .then(|| table.parsed("wikidata", "a Wikidata item such as \"Q759524\"", |text| is_wikidata_item(text).then(|| text.to_owned())));
    let mut matches = Vec::new();
    for (field, relation) in [("exact_match", Relation::Exact), ("close_match", Relation::Close), ("broad_match", Relation::Broad)] {
        matches.extend(table.texts(field).into_iter().map(|other| (relation, other)));
    }
    let (code, uuid) = (code?, uuid?);
    let expected = capacity_uuid(scheme, &code.value);
    if uuid.value != expected {
        table.fault(uuid.line, What::Uuid { code: code.value.clone(), expected: expected.to_string() });
    }
    let wikidata = wikidata.flatten().map(|item| item.value);
    Some(CapacityDraft { code, uuid: uuid.value, broader, wikidata, matches })
}

fn uuid(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok().filter(|uuid| uuid.to_string() == text)
}
