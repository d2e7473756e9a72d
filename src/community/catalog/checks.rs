//! What has to fit between the files of a catalogue.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::class::AttestedBy;
use super::fault::{Finding, What};
use super::read_class::ClassDraft;
use super::read_taxonomy::TaxonomyDraft;
use super::sheet::Placed;
use super::words::compare_versions;

/// What exists, known by file names even where a file could not be read: a fault in one file must
/// not show as ten more in others.
pub(super) struct Known<'k> {
    /// Slugs that have a current file.
    pub(super) slugs: BTreeSet<&'k str>,
    /// Schemes whose file could not be read.
    pub(super) unread_schemes: BTreeSet<&'k str>,
}

/// Faults between taxonomies.
pub(super) fn taxonomies(all: &[TaxonomyDraft], known: &Known<'_>) -> Vec<Finding> {
    let codes = codes(all);
    let mut findings = Vec::new();
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    for taxonomy in all {
        let scheme = &taxonomy.scheme.value;
        let mut fault = |line, what| findings.push(Finding { file: taxonomy.file.clone(), line, what });
        for (what, name, first) in taxonomy.repeated() {
            fault(name.line, What::Twice { what, name: name.value.clone(), first: format!("{}:{first}", taxonomy.file) });
        }
        for capacity in &taxonomy.capacities {
            let code = &capacity.code;
            if let Some(broader) = &capacity.broader {
                if !codes.contains(&(scheme, &broader.value)) {
                    fault(broader.line, What::UnknownCapacity(broader.value.clone()));
                } else if let Some(circle) = circle(taxonomy, &code.value) {
                    fault(broader.line, What::Circle(circle));
                }
            }
            let this = format!("{scheme}/{}", code.value);
            for (_, other) in &capacity.matches {
                let pair = if this < other.value { (this.clone(), other.value.clone()) } else { (other.value.clone(), this.clone()) };
                if !exists(&codes, known, &other.value) {
                    fault(other.line, What::UnknownCapacity(other.value.clone()));
                } else if other.value.split('/').next() == Some(scheme) {
                    fault(other.line, What::CrosswalkInside(this.clone()));
                } else if !pairs.insert(pair) {
                    fault(other.line, What::CrosswalkTwice { this: this.clone(), other: other.value.clone() });
                }
            }
        }
    }
    findings
}

impl TaxonomyDraft {
    /// What stands twice: its kind, its name at the second place, and the line of the first.
    fn repeated(&self) -> Vec<(&'static str, &Placed<String>, usize)> {
        let mut first: BTreeMap<(&'static str, &str, &str), usize> = BTreeMap::new();
        let codes = self.capacities.iter().map(|capacity| ("capacity", "", &capacity.code));
        let scales = self.scales.iter().map(|scale| ("scale", "", &scale.id));
        let levels = self.scales.iter().flat_map(|scale| scale.levels.iter().map(|level| ("level", scale.id.value.as_str(), level)));
        let mut repeated = Vec::new();
        for (what, within, name) in codes.chain(scales).chain(levels) {
            match first.entry((what, within, &name.value)) {
                Entry::Vacant(free) => drop(free.insert(name.line)),
                Entry::Occupied(taken) => repeated.push((what, name, *taken.get())),
            }
        }
        repeated
    }
}

type Codes<'d> = BTreeSet<(&'d str, &'d str)>;

fn codes(all: &[TaxonomyDraft]) -> Codes<'_> {
    all.iter().flat_map(|t| t.capacities.iter().map(|c| (t.scheme.value.as_str(), c.code.value.as_str()))).collect()
}

fn exists(codes: &Codes<'_>, known: &Known<'_>, reference: &str) -> bool {
    reference.split_once('/').is_some_and(|(scheme, code)| known.unread_schemes.contains(scheme) || codes.contains(&(scheme, code)))
}

/// The way from a capacity by `broader` back to itself, if there is one; told once, from its first
/// member in the order of codes.
fn circle(taxonomy: &TaxonomyDraft, start: &str) -> Option<String> {
    let mut way = vec![start];
    loop {
        let here = way.last()?;
        let above = taxonomy.capacities.iter().find(|capacity| capacity.code.value == **here)?.broader.as_ref()?.value.as_str();
        if above == start {
            let is_told_here = way.iter().min() == Some(&start);
            way.push(start);
            return is_told_here.then(|| way.join(" → "));
        }
        if way.contains(&above) {
            return None;
        }
        way.push(above);
    }
}

/// Faults between classes, and between classes and taxonomies.
pub(super) fn classes(all: &[ClassDraft], taxonomies: &[TaxonomyDraft], known: &Known<'_>) -> Vec<Finding> {
    let codes = codes(taxonomies);
    let mut findings = Vec::new();
    for class in all {
        let mut fault = |line, what| findings.push(Finding { file: class.file.clone(), line, what });
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for alignment in &class.alignments {
            let (name, line) = (&alignment.capacity.value, alignment.capacity.line);
            if !exists(&codes, known, name) {
                fault(line, What::UnknownCapacity(name.clone()));
            }
            if let Some(first) = seen.insert(name, line) {
                let first = format!("{}:{first}", class.file);
                fault(line, What::Twice { what: "alignment", name: name.clone(), first });
            }
            if let Some(level) = &alignment.level {
                let levels = class.rubric.iter().flat_map(|rubric| &rubric.levels);
                if !levels.map(|known| &known.value).any(|known| *known == level.value) {
                    fault(level.line, What::UnknownLevel(level.value.clone()));
                }
            }
        }
        let trainers = class.attested_by.iter().filter_map(|by| match &by.value {
            AttestedBy::HoldersOf(slug) => Some((slug, by.line, "attestation.by")),
            AttestedBy::Mandate => None,
        });
        let granted = class.grants_mandates_for.iter().map(|slug| (&slug.value, slug.line, "grants_mandates_for"));
        for (slug, line, field) in trainers.chain(granted) {
            if !known.slugs.contains(slug.as_str()) {
                fault(line, What::UnknownClass { field: field.to_owned(), slug: slug.clone() });
            }
        }
    }
    findings.extend(versions(all, known));
    findings.extend(trainer_badges(all));
    findings
}

/// Each older version stands below a current one.
fn versions(all: &[ClassDraft], known: &Known<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let current = |slug: &str| all.iter().find(|class| class.slug == slug && class.issue_until.is_none());
    for class in all.iter().filter(|class| class.issue_until.is_some()) {
        let mut fault = |what| findings.push(Finding { file: class.file.clone(), line: class.version.line, what });
        if !known.slugs.contains(class.slug.as_str()) {
            fault(What::NoCurrent(class.slug.clone()));
        }
        let Some(current) = current(&class.slug) else { continue };
        let (older, current_version) = (class.version.value.clone(), current.version.value.clone());
        if older == current_version {
            let (name, first) = (format!("{} version {older}", class.slug), format!("{}:{}", current.file, current.version.line));
            fault(What::Twice { what: "class", name, first });
        } else if compare_versions(&older, &current_version).is_gt() {
            fault(What::VersionOrder { older, current: current_version });
        }
    }
    findings
}

/// "Holders of T may attest X" and "T grants mandates for X" are the same fact, stated on both
/// sides so that a change of either is seen in the review of either.
fn trainer_badges(all: &[ClassDraft]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let current = |slug: &str| all.iter().find(|class| class.slug == slug && class.issue_until.is_none());
    for class in all.iter().filter(|class| class.issue_until.is_none()) {
        let mut fault = |line, what| findings.push(Finding { file: class.file.clone(), line, what });
        for by in &class.attested_by {
            let AttestedBy::HoldersOf(trainer) = &by.value else { continue };
            let Some(granting) = current(trainer) else { continue };
            if !granting.grants_mandates_for.iter().any(|granted| granted.value == class.slug) {
                fault(by.line, What::NotGranted { class: class.slug.clone(), trainer: trainer.clone() });
            }
        }
        for granted in &class.grants_mandates_for {
            let Some(accepting) = current(&granted.value) else { continue };
            if !accepting.attested_by.iter().any(|by| by.value == AttestedBy::HoldersOf(class.slug.clone())) {
                fault(granted.line, What::NotAccepted { class: accepting.slug.clone(), trainer: class.slug.clone() });
            }
        }
    }
    findings
}
