//! Pieces of views that several pages of trainings need.

use crate::appearance::pages::training::{ClassView, WarningView};
use crate::community::attestation::Warning;
use crate::community::catalog::BadgeClass;
use crate::community::people::Account;
use crate::doors::http::site::Site;
use crate::vocabulary::LanguageTag;

/// What trainers call somebody.
pub(super) fn called(account: &Account) -> String {
    account.display_name().or(account.user_name()).map_or_else(|| account.id().to_string(), str::to_owned)
}

pub(super) fn class_view(class: &BadgeClass, language: &LanguageTag, site: &Site) -> ClassView {
    ClassView {
        name: class.name().in_language(language).into(),
        slug: class.slug().to_owned(),
        version: class.version().to_owned(),
        address: class.address(site.addresses()),
    }
}

pub(super) fn warning_view(warning: &Warning<'_>, language: &LanguageTag) -> WarningView {
    let name = |class: &BadgeClass| Some(class.name().in_language(language).into());
    let plain = WarningView { kind: "past", who: String::new(), class: None, at: None, needed: 0 };
    match *warning {
        Warning::Past => plain,
        Warning::MayAttestNothing { trainer } => WarningView { kind: "nothing", who: called(trainer), ..plain },
        Warning::MandateEnds { trainer, class, at } => WarningView {
            kind: if at.is_some() { "mandate-ends" } else { "mandate" },
            who: called(trainer),
            class: name(class),
            at,
            ..plain
        },
        Warning::NobodyAttests { class } => WarningView { kind: "nobody", class: name(class), ..plain },
        Warning::Quorum { class, needed } => WarningView { kind: "quorum", class: name(class), needed, ..plain },
        Warning::VersionEnds { class, at } => WarningView { kind: "version", class: name(class), at: Some(at), ..plain },
        Warning::NotTranslated { class } => WarningView { kind: "language", class: name(class), ..plain },
    }
}
