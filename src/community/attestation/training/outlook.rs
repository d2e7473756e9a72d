//! What will be missing on the day: said before a training is made, so that nobody finds out in the room.

use crate::community::catalog::BadgeClass;
use crate::community::people::{Account, Trainer};
use crate::vocabulary::{LanguageTag, Timestamp};

/// Something that will be missing. None of it forbids the training.
#[derive(Debug, Clone)]
pub enum Warning<'a> {
    /// A trainer may attest none of the classes when the training ends.
    MayAttestNothing {
        /// Who.
        trainer: &'a Account,
    },
    /// A trainer who may attest a class today may not do so any more when the training ends.
    MandateEnds {
        /// Who.
        trainer: &'a Account,
        /// What.
        class: &'a BadgeClass,
        /// When, if the end is known.
        at: Option<Timestamp>,
    },
    /// Nobody there may attest a class.
    NobodyAttests {
        /// What.
        class: &'a BadgeClass,
    },
    /// A class needs more trainers than there are.
    Quorum {
        /// What.
        class: &'a BadgeClass,
        /// How many it needs.
        needed: u32,
    },
    /// The version may not be issued any more when the training ends.
    VersionEnds {
        /// What.
        class: &'a BadgeClass,
        /// When.
        at: Timestamp,
    },
    /// The class has not been translated to the language that will be signed.
    NotTranslated {
        /// What.
        class: &'a BadgeClass,
    },
    /// The training is over already.
    Past,
}

/// What will be missing when a training of these ends.
pub fn outlook<'a>(
    trainers: &'a [Trainer],
    classes: &[&'a BadgeClass],
    ends_at: Timestamp,
    language: &LanguageTag,
    now: Timestamp,
) -> Vec<Warning<'a>> {
    let mut warnings = Vec::new();
    if ends_at < now {
        warnings.push(Warning::Past);
    }
    // Attesting goes on for a while after the last hour; a right that ends with it is enough.
    let then = ends_at.max(now);
    for trainer in trainers {
        let (mut able, mut ending) = (false, Vec::new());
        for class in classes {
            match (trainer.authority_over(class, now).is_ok(), trainer.authority_over(class, then).is_ok()) {
                (_, true) => able = true,
                (true, false) => {
                    let ends = trainer.mandates().iter().filter(|m| m.classes().iter().any(|slug| slug == class.slug()));
                    let at = ends.map(crate::community::people::Mandate::ends_at).filter(|at| *at > now).max();
                    ending.push(Warning::MandateEnds { trainer: trainer.account(), class, at });
                }
                (false, false) => {}
            }
        }
        if !able && ending.is_empty() {
            warnings.push(Warning::MayAttestNothing { trainer: trainer.account() });
        }
        warnings.append(&mut ending);
    }
    for class in classes {
        let able = trainers.iter().filter(|trainer| trainer.authority_over(class, then).is_ok()).count();
        let needed = class.criteria().iter().map(crate::community::catalog::Criterion::quorum).max().unwrap_or(1);
        if able == 0 {
            warnings.push(Warning::NobodyAttests { class });
        } else if u32::try_from(able).is_ok_and(|able| able < needed) {
            warnings.push(Warning::Quorum { class, needed });
        }
        if let Some(at) = class.issue_until().filter(|at| *at <= then) {
            warnings.push(Warning::VersionEnds { class, at });
        }
        if class.name().translation(language).is_none() {
            warnings.push(Warning::NotTranslated { class });
        }
    }
    warnings
}
