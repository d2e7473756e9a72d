//! Verdicts and signed badges as pages show them.
//!
//! Only [`SignedCredential`] is read here, which the verifier alone makes: nothing that was not
//! signed can reach a page this way (invariant I10).

use super::catalogue::CapacityLink;
use super::credential::{EvidenceLine, Holder, IssuerCard, Signed};
use super::standing::PresentedBadge;
use super::verdict::{CheckOutcome, CheckView, Outcome, ReasonView, VerdictView};
use super::wording::Wording;
use crate::community::catalog::{BadgeClass, Catalog};
use crate::verifier::{self, Check, Doubt, Issuer, KnownIssuer, Reason, Replacement, SignedCredential, Verdict};
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

/// What this server knows that no badge says.
#[derive(Clone, Copy)]
pub struct OurRegister<'a> {
    /// Our own addresses.
    pub addresses: &'a Addresses,
    /// The page here of an issuer of this server, by its identifier.
    pub issuer_page: &'a dyn Fn(&str) -> Option<String>,
}

/// The class version that signed bytes name, if it is one of ours.
pub fn class_of<'c>(badge: &SignedCredential, catalog: &'c Catalog, addresses: &Addresses) -> Option<&'c BadgeClass> {
    let (slug, version) = addresses.class_version_named(badge.achievement().id())?;
    catalog.class_version(slug, version)
}

impl VerdictView {
    /// `verdict`, reached at `checked_at`.
    pub fn of(verdict: &Verdict, checked_at: Timestamp) -> Self {
        let (outcome, reason) = match verdict {
            Verdict::Valid(_) => (Outcome::Valid, None),
            Verdict::Invalid(refusal) => (Outcome::Invalid, Some(ReasonView::of(&refusal.reason))),
            Verdict::Indeterminate(unfinished) => (Outcome::Indeterminate, Some(ReasonView::of_doubt(&unfinished.doubt))),
        };
        Self { outcome, reason, checked_at, checks: verdict.checks().iter().map(CheckView::of).collect() }
    }
}

impl ReasonView {
    fn of(reason: &Reason) -> Self {
        let at = if let Reason::NotYetValid { from: at } | Reason::Expired { at } = reason { Some(*at) } else { None };
        let by = if let Reason::Replaced { by } = reason { by.as_ref() } else { None };
        let replaced_by = by.and_then(Replacement::address).map(str::to_owned);
        // Why a badge was revoked stays between the issuer and the holder: the sentence does not tell.
        Self { code: reason.code(), telling: reason.telling(), at, replaced_by, said: Wording::english(reason.to_string()) }
    }

    fn of_doubt(doubt: &Doubt) -> Self {
        Self { code: doubt.code(), telling: doubt.code(), at: None, replaced_by: None, said: Wording::english(doubt.to_string()) }
    }
}

impl CheckView {
    fn of(check: &Check) -> Self {
        let outcome = match check.outcome {
            verifier::Outcome::Pass => CheckOutcome::Pass,
            verifier::Outcome::Fail => CheckOutcome::Fail,
            verifier::Outcome::CouldNotCheck => CheckOutcome::CouldNotCheck,
            verifier::Outcome::NotApplicable => CheckOutcome::NotApplicable,
            verifier::Outcome::Warning => CheckOutcome::Warning,
        };
        let said = (!check.evidence.is_empty()).then(|| Wording::english(&check.evidence));
        Self { name: check.name.to_owned(), outcome, said, probe: check.probe.to_string(), clause: check.clause }
    }
}

impl Signed {
    /// What a badge says whose signature holds.
    pub fn of(badge: &SignedCredential, register: &OurRegister<'_>) -> Self {
        let class = badge.achievement();
        let language = signed_language(badge);
        let said = |text: &str| Wording::new(text, language.clone());
        let level = badge.levels().next();
        Self {
            name: said(badge.name()),
            description: said(badge.description()),
            criteria: lines(class.criteria().unwrap_or_default()).map(said).collect(),
            class_address: class.id().to_owned(),
            image: class.image().map(|(address, _)| address.to_owned()).filter(|address| is_ours(address, register)),
            level: level.map(|level| said(level.name())),
            capacities: capacities(badge, &language),
            holder: Holder {
                names: badge.holder().names().map(str::to_owned).collect(),
                account: badge.holder().identifiers().find(|i| i.kind() == "userName").and_then(|i| i.plain()).map(str::to_owned),
            },
            issuer: IssuerCard::of(&badge.issuer(), register),
            evidence: badge.evidence().map(|evidence| line(evidence, &language)).collect(),
            awarded_at: badge.awarded_at(),
            valid_from: badge.valid_from(),
            valid_until: badge.valid_until(),
        }
    }
}

/// The capacities of a badge, each once: a level that was reached may certify one that the class names for every
/// holder already, and then it is told with its level, in its place.
fn capacities(badge: &SignedCredential, language: &LanguageTag) -> Vec<CapacityLink> {
    let said = |text: &str| Wording::new(text, language.clone());
    let link = |capacity: verifier::Alignment<'_>, level: Option<&str>| CapacityLink {
        label: said(capacity.name()),
        address: capacity.url().to_owned(),
        framework: said(capacity.framework().unwrap_or_default()),
        level: level.map(said),
    };
    let class = badge.achievement();
    let at_once = class.alignments().map(|capacity| link(capacity, None));
    let by_level = badge.levels().flat_map(|level| level.alignments().map(move |capacity| (capacity, level.name())));
    let mut all: Vec<CapacityLink> = Vec::new();
    for new in at_once.chain(by_level.map(|(capacity, level)| link(capacity, Some(level)))) {
        match all.iter_mut().find(|known| known.address == new.address && known.label == new.label) {
            Some(known) if known.level.is_none() => *known = new,
            Some(_) => {}
            None => all.push(new),
        }
    }
    all
}

impl IssuerCard {
    fn of(issuer: &Issuer<'_>, register: &OurRegister<'_>) -> Self {
        Self {
            name: issuer.name().unwrap_or_else(|| issuer.id()).to_owned(),
            id: issuer.id().to_owned(),
            url: issuer.url().map(str::to_owned),
            page: (register.issuer_page)(issuer.id()),
            known_as: issuer.known_as().map(KnownIssuer::told),
            own_page: None,
        }
    }
}

impl PresentedBadge {
    /// What a badge from anywhere says whose signature holds.
    pub fn of(badge: &SignedCredential, register: &OurRegister<'_>) -> Self {
        let plain = badge.holder().identifiers().filter(|i| matches!(i.kind(), "name" | "userName" | "emailAddress"));
        Self {
            name: Wording::new(badge.name(), signed_language(badge)),
            holders: plain.filter_map(|i| i.plain()).map(str::to_owned).collect(),
            issuer: IssuerCard::of(&badge.issuer(), register),
            awarded_at: badge.awarded_at(),
            valid_until: badge.valid_until(),
            page: Some(badge.id().to_owned()).filter(|id| is_ours(id, register)),
        }
    }
}

fn line(evidence: verifier::Evidence<'_>, language: &LanguageTag) -> EvidenceLine {
    EvidenceLine {
        address: evidence.id().map(str::to_owned),
        name: evidence.name().map(|name| Wording::new(name, language.clone())),
        narrative: evidence.narrative().map(|text| Wording::new(text, language.clone())),
    }
}

/// The language that a badge says it is in; `und` where it does not say.
fn signed_language(badge: &SignedCredential) -> LanguageTag {
    let said = badge.achievement().language().and_then(|tag| tag.parse().ok());
    said.unwrap_or_else(LanguageTag::undetermined)
}

/// The lines of a Markdown list, without their marks.
fn lines(markdown: &str) -> impl Iterator<Item = &str> {
    let unmarked = |line: &'_ str| line.trim().trim_start_matches(['-', '*', '•']).trim_start().len();
    markdown.lines().filter_map(move |line| {
        let line = line.trim();
        line.get(line.len() - unmarked(line)..).filter(|text| !text.is_empty())
    })
}

fn is_ours(address: &str, register: &OurRegister<'_>) -> bool {
    address.strip_prefix(&register.addresses.base().to_string()).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
