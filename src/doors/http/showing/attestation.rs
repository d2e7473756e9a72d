//! The record of an attestation.
//!
//! What the trainer wrote and what was seen may tell a lot about the holder: it is shown only where
//! somebody confirmed what the badge may say, and its holder does not keep it back.

use crate::appearance::pages::credential::{AttestationCard, AttestationPage, Entitled, EvidenceItem};
use crate::appearance::pages::wording::Link;
use crate::community::attestation::ConfirmedBy;
use crate::community::people::Basis;
use crate::community::people::holding::Offered;
use crate::issuer::{AttestationRecord, Office};
use crate::vocabulary::LanguageTag;

use super::words;

/// The page; none if the class or the mandate is not known any more.
pub fn page(record: &AttestationRecord, offered: Offered, office: &Office, language: &LanguageTag) -> Option<AttestationPage> {
    let AttestationRecord { attestation, trainer, mandate, nomination, release, credential } = record;
    let class = office.community().catalog().class_version(nomination.slug(), nomination.version())?;
    let mandate = mandate.as_ref()?;
    let confirmed = release.confirmed_by() != ConfirmedBy::Nobody && offered.evidence().is_shown();
    let evidence = attestation.evidence().iter().filter(|_| confirmed);
    Some(AttestationPage {
        card: AttestationCard::of(attestation, trainer.as_ref(), Some(class), office.addresses(), language),
        class: Link { name: words(class.name(), language), address: class.address(office.addresses()) },
        statement: confirmed.then(|| attestation.statement().to_owned()).filter(|said| !said.is_empty()),
        evidence: evidence.map(|item| EvidenceItem { narrative: item.narrative.clone(), url: item.url.clone() }).collect(),
        entitled: Entitled {
            basis: match mandate.basis() {
                Basis::Founding { .. } => "founding",
                Basis::Given { .. } => "given",
                Basis::Badge { .. } => "badge",
            },
            starts_at: mandate.starts_at(),
            last_at: mandate.ends_at().plus_seconds(-1),
        },
        credential: confirmed.then(|| office.addresses().credential(*credential)),
    })
}
