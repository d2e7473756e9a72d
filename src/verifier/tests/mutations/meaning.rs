//! What a document means: the graph that is signed, and every text that a person is shown.
//!
//! Two documents mean the same only if both are equal. Nothing else excuses a change.

use serde_json::Value;

use super::super::super::*;
use super::super::world::without;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};

/// The signed graph and what is shown of it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    graph: String,
    shown: Vec<String>,
    endorsers: Vec<String>,
}

impl Meaning {
    /// Of a document, and of what a verdict shows of it.
    pub(super) fn of(document: &Value, shown: &SignedCredential) -> Self {
        let unsecured = if document.get("proof").is_some() { without(document.clone(), "/proof") } else { document.clone() };
        let graph = canonical_form(&unsecured, Contexts::known(), &Limits::default());
        let graph = graph.unwrap_or_else(|fault| format!("none: {fault}"));
        Self { graph, shown: texts(shown), endorsers: shown.endorsers().to_vec() }
    }

    /// Without the endorsers: they are shown if their endorsements hold, which is a finding of ours.
    pub(super) fn without_endorsers(self) -> Self {
        Self { endorsers: Vec::new(), ..self }
    }

    /// What another meaning says differently; `None` if both are the same.
    pub(super) fn differs_from(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        let only = |one: &Self, other: &Self| {
            let texts =
                one.shown.iter().chain(&one.endorsers).filter(|text| !other.shown.contains(text) && !other.endorsers.contains(text));
            let lines = one.graph.lines().filter(|line| !other.graph.lines().any(|also| also == *line)).map(str::to_owned);
            texts.cloned().chain(lines).collect::<Vec<_>>()
        };
        Some(format!("says {:?} instead of {:?}", only(other, self), only(self, other)))
    }
}

/// Every text that [`SignedCredential`] gives to pages and commands; what has no signed order is sorted.
fn texts(badge: &SignedCredential) -> Vec<String> {
    let class = badge.achievement();
    let mut all = vec![
        format!("id {} name {} description {}", badge.id(), badge.name(), badge.description()),
        format!("issuer {} {:?} {:?} {:?}", badge.issuer().id(), badge.issuer().name(), badge.issuer().url(), badge.issuer().known_as()),
        format!("from {:?} until {:?} awarded {:?}", badge.valid_from(), badge.valid_until(), badge.awarded_at()),
        format!("holder {:?}", badge.holder().id()),
        format!("class {} {} {}", class.id(), class.name(), class.description()),
        format!("class {:?} {:?} {:?}", class.language(), class.version(), class.image()),
        format!("criteria {:?} {:?}", class.criteria(), class.criteria_address()),
    ];
    let capacity = |of: &str, link: Alignment<'_>| format!("capacity of {of}: {} {} {:?}", link.name(), link.url(), link.framework());
    all.extend(badge.holder().identifiers().map(|one| format!("identifier {} {:?} {:?}", one.kind(), one.plain(), one.hashed())));
    all.extend(badge.holder().names().map(|name| format!("named {name}")));
    all.extend(badge.evidence().map(|one| format!("evidence {:?} {:?} {:?}", one.id(), one.name(), one.narrative())));
    all.extend(class.alignments().map(|link| capacity("the class", link)));
    for level in badge.levels() {
        all.push(format!("level {} {} {:?} {:?}", level.rubric(), level.name(), level.description(), level.place()));
        all.extend(level.alignments().map(|link| capacity(level.name(), link)));
    }
    all.sort();
    all
}
