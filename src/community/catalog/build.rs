//! From drafts that fit each other to the typed catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::class::{Alignment, BadgeClass, Criterion, EvidenceRule, Level, Rubric};
use super::digest::{self, Digest};
use super::prose::Prose;
use super::read_class::ClassDraft;
use super::read_taxonomy::TaxonomyDraft;
use super::taxonomy::{Capacity, Match, Scale, Taxonomy};
use super::texts::{class_key, prose};
use super::words::compare_versions;
use crate::platform::i18n::Messages;

/// Taxonomies by scheme, each crosswalk entry on both sides.
pub(super) fn taxonomies(drafts: Vec<TaxonomyDraft>, messages: &Arc<Messages>) -> BTreeMap<String, Taxonomy> {
    let mut matches: BTreeMap<String, Vec<Match>> = BTreeMap::new();
    for draft in &drafts {
        for capacity in &draft.capacities {
            let (scheme, code) = (draft.scheme.value.clone(), capacity.code.value.clone());
            for (relation, other) in &capacity.matches {
                let Some((other_scheme, other_code)) = other.value.split_once('/') else { continue };
                let there = Match { relation: *relation, scheme: other_scheme.to_owned(), code: other_code.to_owned() };
                let back = Match { relation: relation.inverse(), scheme: scheme.clone(), code: code.clone() };
                matches.entry(format!("{scheme}/{code}")).or_default().push(there);
                matches.entry(other.value.clone()).or_default().push(back);
            }
        }
    }
    for of_one in matches.values_mut() {
        of_one.sort();
    }
    let built = drafts.into_iter().map(|draft| taxonomy(draft, &mut matches, messages));
    built.map(|taxonomy| (taxonomy.scheme.clone(), taxonomy)).collect()
}

fn taxonomy(draft: TaxonomyDraft, matches: &mut BTreeMap<String, Vec<Match>>, messages: &Arc<Messages>) -> Taxonomy {
    let scheme = draft.scheme.value;
    let text = |key: String| prose(messages, &draft.language, key);
    let scales = draft.scales.into_iter().map(|scale| {
        let key = format!("taxonomy-{scheme}-scale-{}", scale.id.value);
        let levels = scale.levels.into_iter().map(|level| (level.value.clone(), text(format!("{key}-{}", level.value))));
        Scale { id: scale.id.value, levels: levels.collect(), name: text(key.clone()) }
    });
    let capacities = draft.capacities.into_iter().map(|capacity| {
        let code = capacity.code.value;
        Capacity {
            scheme: scheme.clone(),
            uuid: capacity.uuid,
            broader: capacity.broader.map(|broader| broader.value),
            wikidata: capacity.wikidata,
            matches: matches.remove(&format!("{scheme}/{code}")).unwrap_or_default(),
            label: text(format!("capacity-{scheme}-{code}")),
            code,
        }
    });
    Taxonomy {
        scales: scales.collect(),
        capacities: capacities.collect(),
        name: text(format!("taxonomy-{scheme}-name")),
        description: text(format!("taxonomy-{scheme}-description")),
        source: draft.source,
        source_language: draft.language.clone(),
        scheme,
    }
}

/// Classes by slug, newest version first.
pub(super) fn classes(
    drafts: Vec<ClassDraft>,
    taxonomies: &BTreeMap<String, Taxonomy>,
    messages: &Arc<Messages>,
) -> BTreeMap<String, Vec<BadgeClass>> {
    let mut all: BTreeMap<String, Vec<BadgeClass>> = BTreeMap::new();
    for draft in drafts {
        all.entry(draft.slug.clone()).or_default().push(class(draft, taxonomies, messages));
    }
    for versions in all.values_mut() {
        versions.sort_by(|one, other| compare_versions(&other.version, &one.version));
    }
    all
}

fn class(draft: ClassDraft, taxonomies: &BTreeMap<String, Taxonomy>, messages: &Arc<Messages>) -> BadgeClass {
    let text = |part: &str| prose(messages, &draft.language, class_key(messages, &draft, part));
    let criteria = draft.criteria.iter().map(|criterion| Criterion {
        id: criterion.id.value.clone(),
        quorum: criterion.quorum,
        distinct_affiliates: criterion.distinct_affiliates,
        text: text(&format!("criterion-{}", criterion.id.value)),
    });
    let alignments = draft.alignments.iter().filter_map(|alignment| {
        let (scheme, code) = alignment.capacity.value.split_once('/')?;
        let taxonomy = taxonomies.get(scheme)?;
        let level = alignment.level.as_ref().map(|level| level.value.clone());
        let (label, framework) = (taxonomy.capacity(code)?.label.clone(), taxonomy.name.clone());
        Some(Alignment { scheme: scheme.to_owned(), code: code.to_owned(), level, label, framework })
    });
    let mut class = BadgeClass {
        digest: Digest::NONE,
        place: (draft.file.clone(), draft.version.line),
        name: text("name"),
        description: text("description"),
        criteria: criteria.collect(),
        rubric: rubric(&draft, text),
        alignments: alignments.collect(),
        evidence: EvidenceRule { minimum: draft.evidence_minimum, kinds: draft.evidence_kinds.clone(), text: text("evidence") },
        attested_by: draft.attested_by.iter().map(|by| by.value.clone()).collect(),
        grants_mandates_for: draft.grants_mandates_for.iter().map(|slug| slug.value.clone()).collect(),
        slug: draft.slug.clone(),
        version: draft.version.value.clone(),
        source_language: draft.language.clone(),
        achievement_type: draft.achievement_type.clone(),
        validity_months: draft.validity_months,
        renewal: draft.renewal,
        learning: draft.learning.clone(),
        artwork: draft.artwork.clone(),
        creator: draft.creator.clone(),
        issue_until: draft.issue_until,
        refresh_service: draft.refresh_service,
    };
    class.digest = digest::digest(&class);
    class
}

fn rubric(draft: &ClassDraft, text: impl Fn(&str) -> Prose) -> Option<Rubric> {
    let rubric = draft.rubric.as_ref()?;
    let levels = rubric.levels.iter().map(|level| Level {
        id: level.value.clone(),
        name: text(&format!("level-{}", level.value)),
        description: text(&format!("level-{}-description", level.value)),
    });
    Some(Rubric { name: text("rubric"), levels: levels.collect(), required: rubric.required.value.clone() })
}
