//! Attestations as their trainers agreed to be shown. Not part of any signed bytes: each page and paper
//! says so, by a sentence or by the place.

use super::credential::{AttestationCard, TrainerShown};
use super::wording::Wording;
use crate::community::attestation::Attestation;
use crate::community::catalog::{BadgeClass, Criterion};
use crate::community::people::{Account, ShownAs};
use crate::vocabulary::{Addresses, LanguageTag};

impl AttestationCard {
    /// `attestation`, about `class`, for a reader of `language`; nobody is named where the trainer is not known
    /// any more.
    pub fn of(
        attestation: &Attestation,
        trainer: Option<&Account>,
        class: Option<&BadgeClass>,
        addresses: &Addresses,
        language: &LanguageTag,
    ) -> Self {
        let shown = trainer.and_then(|account| attestation.trainer_shown(account));
        let trainer = match (shown, attestation.shown_as()) {
            (Some(name), ShownAs::Name) => TrainerShown::Name(name.to_owned()),
            (Some(name), ShownAs::UserName) => TrainerShown::Account(name.to_owned()),
            (Some(_), ShownAs::Affiliate) | (None, _) => TrainerShown::Affiliate,
        };
        let met = || attestation.criteria().iter().map(|met| met.criterion.as_str());
        let criteria = class.into_iter().flat_map(|class| class.criteria_met(met()));
        let said = |criterion: &Criterion| Wording::from(criterion.text().in_language(language));
        Self {
            address: addresses.attestation(attestation.id()),
            trainer,
            affiliate: attestation.affiliate().to_owned(),
            attested_at: attestation.attested_at(),
            criteria: criteria.map(said).collect(),
            withdrawn_at: attestation.withdrawn_at(),
        }
    }
}
