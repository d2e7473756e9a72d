//! From `{slug}.toml` (the current version) or `{slug}@{version}.toml` (an older one) to a draft.

use super::class::{Artwork, AttestedBy, Creator, EvidenceKind, Learning, Renewal};
use super::fault::What;
use super::read_taxonomy::language;
use super::sheet::{Placed, Sheet, Table};
use super::words::{is_achievement_type, is_colour, is_page, is_slug, is_version};
use crate::vocabulary::{LanguageTag, Timestamp};

const SLUG: &str = "lower-case letters, digits and hyphens";

/// A class before it was checked against the other files.
#[derive(Debug)]
pub(super) struct ClassDraft {
    pub(super) file: String,
    pub(super) slug: String,
    pub(super) version: Placed<String>,
    pub(super) achievement_type: String,
    pub(super) language: LanguageTag,
    pub(super) creator: Creator,
    pub(super) learning: Vec<Learning>,
    pub(super) grants_mandates_for: Vec<Placed<String>>,
    pub(super) refresh_service: bool,
    pub(super) issue_until: Option<Timestamp>,
    pub(super) attested_by: Vec<Placed<AttestedBy>>,
    pub(super) validity_months: Option<u16>,
    pub(super) renewal: Renewal,
    pub(super) evidence_minimum: u32,
    pub(super) evidence_kinds: Vec<EvidenceKind>,
    pub(super) artwork: Artwork,
    pub(super) alignments: Vec<AlignmentDraft>,
    pub(super) rubric: Option<RubricDraft>,
    pub(super) criteria: Vec<CriterionDraft>,
}

#[derive(Debug)]
pub(super) struct AlignmentDraft {
    /// `scheme/code`.
    pub(super) capacity: Placed<String>,
    pub(super) level: Option<Placed<String>>,
}

#[derive(Debug)]
pub(super) struct RubricDraft {
    pub(super) levels: Vec<Placed<String>>,
    pub(super) required: Placed<String>,
}

#[derive(Debug)]
pub(super) struct CriterionDraft {
    pub(super) id: Placed<String>,
    pub(super) quorum: u32,
    pub(super) distinct_affiliates: bool,
}

struct Policy {
    quorum: u32,
    distinct_affiliates: bool,
    by: Vec<Placed<AttestedBy>>,
}

/// The class that a file name speaks of: its slug, and the version if it is an older one.
pub(super) fn named(stem: &str) -> (&str, Option<&str>) {
    stem.split_once('@').map_or((stem, None), |(slug, version)| (slug, Some(version)))
}

/// Reads the file of a class. `stem` is the file's name without extension.
pub(super) fn read(sheet: &Sheet<'_>, stem: &str) -> Option<ClassDraft> {
    sheet.read(|top| {
        let slug = top.parsed("slug", SLUG, |text| is_slug(text).then(|| text.to_owned()));
        let version =
            top.parsed("version", "numbers joined by dots, such as \"1\" or \"2.1\"", |text| is_version(text).then(|| text.to_owned()));
        let achievement_type = top.parsed(
            "achievement_type",
            "a word of the enumeration AchievementType of Open Badges 3.0, such as \"Competency\", or \"ext:…\"",
            |text| is_achievement_type(text).then(|| text.to_owned()),
        );
        let language = language(top);
        let creator = creator(top);
        let learning = listed(top, "learning", Learning::ALL, Learning::as_str);
        let grants_mandates_for = top.texts("grants_mandates_for");
        let refresh_service = top.flag("refresh_service").is_some_and(|flag| flag.value);
        let issue_until = issue_until(top, named(stem).1.is_some());
        let policy = required(top, "attestation", policy);
        let validity = required(top, "validity", validity);
        let evidence = required(top, "evidence", evidence);
        let artwork = required(top, "artwork", artwork);
        let alignments = top.tables("alignment", alignment);
        top.count("[[alignment]]", alignments.len(), top.line, 1..=3);
        let rubric = top.table("rubric", rubric);
        let criteria = criteria(top, policy.as_ref());
        let (slug, version) = (slug?, version?);
        check_name(sheet, stem, &slug, &version)?;
        let ((validity_months, renewal), (evidence_minimum, evidence_kinds), policy) = (validity?, evidence?, policy?);
        Some(ClassDraft {
            file: sheet.file.to_owned(),
            slug: slug.value,
            version,
            achievement_type: achievement_type?.value,
            language: language?,
            creator: creator?,
            learning,
            grants_mandates_for,
            refresh_service,
            issue_until: issue_until.ok()?,
            attested_by: policy.by,
            validity_months,
            renewal,
            evidence_minimum,
            evidence_kinds,
            artwork: artwork?,
            alignments,
            rubric,
            criteria,
        })
    })
}

/// A file under another name than its content is not read further: what would be missing for the
/// one name or superfluous for the other says nothing.
fn check_name(sheet: &Sheet<'_>, stem: &str, slug: &Placed<String>, version: &Placed<String>) -> Option<()> {
    let expected = match named(stem).1 {
        Some(_) => format!("{}@{}", slug.value, version.value),
        None => slug.value.clone(),
    };
    if stem == expected {
        return Some(());
    }
    let line = if named(stem).0 == slug.value { version.line } else { slug.line };
    sheet.fault(line, What::FileName { expected: format!("{expected}.toml") });
    None
}

/// A table that has to be there.
fn required<'a, T>(top: &Table<'a, '_>, field: &'static str, reader: impl FnOnce(&Table<'a, '_>) -> Option<T>) -> Option<T> {
    if !top.has(field) {
        top.missing(field);
    }
    top.table(field, reader)
}

/// A list of words of a closed list: at least one, each once.
fn listed<T: Copy + PartialEq>(table: &Table<'_, '_>, field: &'static str, all: &[T], word: fn(T) -> &'static str) -> Vec<T> {
    let mut chosen = Vec::new();
    for text in table.some_texts(field, 1..=i64::try_from(all.len()).unwrap_or(i64::MAX)) {
        match all.iter().find(|known| word(**known) == text.value) {
            Some(known) if !chosen.contains(known) => chosen.push(*known),
            Some(_) => twice(table, "word", &text, text.line),
            None => {
                let words: Vec<&str> = all.iter().map(|known| word(*known)).collect();
                table.refuse(field, &text, &format!("one of {}", words.join(", ")));
            }
        }
    }
    chosen
}

fn twice(table: &Table<'_, '_>, what: &'static str, name: &Placed<String>, first: usize) {
    let first = format!("{}:{first}", table.sheet().file);
    table.fault(name.line, What::Twice { what, name: name.value.clone(), first });
}

fn creator(top: &Table<'_, '_>) -> Option<Creator> {
    if top.has_text("creator") {
        return top
            .parsed("creator", "\"installation\", or a table of name and url", |text| {
                (text == "installation").then_some(Creator::Installation)
            })
            .map(|c| c.value);
    }
    required(top, "creator", |table| {
        let name = table.text("name");
        let url = table.parsed("url", "an https address", |text| is_page(text).then(|| text.to_owned()));
        Some(Creator::Body { name: name?.value, url: url?.value })
    })
}

/// Until when an older version may be issued; a current version says nothing of it.
fn issue_until(top: &Table<'_, '_>, is_older: bool) -> Result<Option<Timestamp>, Refused> {
    let date = top.date("issue_until");
    match (is_older, date) {
        (false, None) if !top.has("issue_until") => Ok(None),
        (false, Some(date)) => {
            top.refuse("issue_until", &date, "it only in an older version, in a file named slug@version.toml");
            Err(Refused)
        }
        // The whole day counts: until its last second, UTC.
        (true, Some(date)) => Timestamp::parse(&format!("{}T23:59:59Z", date.value)).map(Some).ok_or(Refused),
        (_, None) => {
            if !top.has("issue_until") {
                top.missing("issue_until");
            }
            Err(Refused)
        }
    }
}

/// The fault has been noted.
struct Refused;

fn policy(table: &Table<'_, '_>) -> Option<Policy> {
    let quorum = quorum(table, None);
    let distinct_affiliates = distinct_affiliates(table, quorum).unwrap_or(false);
    let mut by: Vec<Placed<AttestedBy>> = Vec::new();
    for text in table.some_texts("by", 1..=20) {
        let value = match text.value.split_once(':') {
            None if text.value == "mandate" => AttestedBy::Mandate,
            Some(("badge", slug)) if is_slug(slug) => AttestedBy::HoldersOf(slug.to_owned()),
            _ => {
                table.refuse("by", &text, "\"mandate\", or \"badge:\" and the slug of a class");
                continue;
            }
        };
        match by.iter().find(|known| known.value == value) {
            Some(known) => twice(table, "entry", &text, known.line),
            None => by.push(Placed { value, line: text.line }),
        }
    }
    Some(Policy { quorum: quorum?, distinct_affiliates, by })
}

/// `quorum`; where there is none, that of the class.
fn quorum(table: &Table<'_, '_>, of_class: Option<u32>) -> Option<u32> {
    if !table.has("quorum") && of_class.is_none() {
        table.missing("quorum");
    }
    let own = table.whole("quorum", 1..=9);
    if table.has("quorum") { own.map(|placed| placed.value) } else { of_class }
}

fn distinct_affiliates(table: &Table<'_, '_>, quorum: Option<u32>) -> Option<bool> {
    let distinct = table.flag("distinct_affiliates")?;
    if distinct.value && quorum == Some(1) {
        let found = Placed { value: "true".to_owned(), line: distinct.line };
        table.refuse("distinct_affiliates", &found, "false, or a quorum of at least 2");
    }
    Some(distinct.value)
}

fn validity(table: &Table<'_, '_>) -> Option<(Option<u16>, Renewal)> {
    let months = table.whole("months", 1..=120);
    let words: Vec<&str> = Renewal::ALL.iter().map(|rule| rule.as_str()).collect();
    let renewal = table.parsed("renewal", &format!("one of {}", words.join(", ")), |word| {
        Renewal::ALL.iter().copied().find(|rule| rule.as_str() == word)
    })?;
    if (renewal.value == Renewal::Never) == table.has("months") {
        let months = months.as_ref().map_or_else(|| "no months".to_owned(), |months| format!("{} months", months.value));
        table.fault(renewal.line, What::Renewal { renewal: renewal.value.as_str(), months });
    }
    Some((months.and_then(|months| u16::try_from(months.value).ok()), renewal.value))
}

fn evidence(table: &Table<'_, '_>) -> Option<(u32, Vec<EvidenceKind>)> {
    let minimum = table.whole("minimum", 0..=20);
    if !table.has("minimum") {
        table.missing("minimum");
    }
    let kinds = listed(table, "kinds", EvidenceKind::ALL, EvidenceKind::as_str);
    Some((minimum?.value, kinds))
}

fn artwork(table: &Table<'_, '_>) -> Option<Artwork> {
    let template = table.parsed("template", "a shape and a pictogram of templates/badges, such as \"shield-museum\"", |text| {
        (is_slug(text) && text.contains('-')).then(|| text.to_owned())
    });
    let accent = table.parsed("accent", "a colour such as \"#3366cc\", in lower case", |text| is_colour(text).then(|| text.to_owned()));
    Some(Artwork { template: template?.value, accent: accent?.value })
}

fn alignment(table: &Table<'_, '_>) -> Option<AlignmentDraft> {
    let capacity = table.text("capacity");
    let level = table.optional_text("level");
    Some(AlignmentDraft { capacity: capacity?, level })
}

fn rubric(table: &Table<'_, '_>) -> Option<RubricDraft> {
    let mut levels: Vec<Placed<String>> = Vec::new();
    for level in table.some_texts("levels", 2..=5) {
        match levels.iter().find(|known| known.value == level.value) {
            Some(known) => twice(table, "level", &level, known.line),
            None if !is_slug(&level.value) => table.refuse("levels", &level, SLUG),
            None => levels.push(level),
        }
    }
    let required = table.text("required")?;
    if !levels.iter().any(|level| level.value == required.value) {
        table.fault(required.line, What::UnknownLevel(required.value.clone()));
    }
    Some(RubricDraft { levels, required })
}

fn criteria(top: &Table<'_, '_>, policy: Option<&Policy>) -> Vec<CriterionDraft> {
    let mut criteria: Vec<CriterionDraft> = Vec::new();
    let read = top.tables("criterion", |table| {
        let id = table.parsed("id", SLUG, |text| is_slug(text).then(|| text.to_owned()));
        let quorum = quorum(table, Some(policy.map_or(1, |policy| policy.quorum)));
        let own = distinct_affiliates(table, quorum);
        // A criterion that one trainer may attest does not inherit "from different affiliates".
        let inherited = policy.is_some_and(|policy| policy.distinct_affiliates) && quorum != Some(1);
        Some(CriterionDraft { id: id?, quorum: quorum?, distinct_affiliates: own.unwrap_or(inherited) })
    });
    top.count("[[criterion]]", read.len(), top.line, 1..=12);
    for criterion in read {
        match criteria.iter().find(|known| known.id.value == criterion.id.value) {
            Some(known) => twice(top, "criterion", &criterion.id, known.id.line),
            None => criteria.push(criterion),
        }
    }
    criteria
}
