//! What a certificate says, before anybody decides where it stands.
//!
//! Every text knows its language. Nothing about the holder is here but the names they released.
//! [`Paper`] makes it: of a badge that was found genuine and current, or of a training for a slip.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::appearance::artwork::Accent;
use crate::community::catalog::Catalog;
use crate::platform::i18n::Messages;
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

mod badge;
mod brief;
mod phrases;
mod slip;
#[cfg(test)]
mod tests;

/// What papers are made with: words, and how much is said.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The phrases.
    pub messages: &'a Messages,
    /// Translations of classes.
    pub catalog: &'a Catalog,
    /// Our own addresses.
    pub addresses: &'a Addresses,
    /// The language asked for; what has none in it is said in the nearest.
    pub language: &'a LanguageTag,
    /// How the holder is named.
    pub form: NameForm,
    /// How much is said of the criteria.
    pub detail: Detail,
    /// In whose words the class is named.
    pub naming: Naming,
}

/// How the holder is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameForm {
    /// For the wall: by the released names alone. Who photographs it must not learn an account by it.
    #[default]
    Wall,
    /// With the released user name.
    Full,
}

/// In whose words a class is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Naming {
    /// Translated by our catalogue where it can; that it was, and what was signed, stands beside it.
    #[default]
    Translated,
    /// As it was signed: there is no room for more.
    AsSigned,
}

/// How much is said of what had to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Every criterion in its own words.
    #[default]
    Whole,
    /// A few of them, shortened.
    Brief,
    /// Nothing: the page of the badge says it.
    Nothing,
}

/// Everything that one certificate, card or slip says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The language of the paper.
    pub language: LanguageTag,
    /// What it is called, for the list of open files.
    pub title: String,
    /// The texts, by the box of the template in which they stand. A box without text stays empty.
    pub texts: BTreeMap<Field, Vec<Said>>,
    /// The colour of the class: the shades of a template become those of this colour.
    pub accent: Accent,
    /// The badge image as SVG, our own drawing; none on a slip.
    pub badge: Option<Badge>,
    /// What to scan; none on a slip.
    pub code: Option<CodeText>,
    /// When it was issued.
    pub made_at: Timestamp,
    /// The signed credential, exactly as published; none on a slip.
    pub credential: Option<String>,
    /// What that file is, for a person.
    pub attached: String,
}

/// A text and its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Without markup.
    pub text: String,
    /// The language of `text`; `und` for a person's name.
    pub language: LanguageTag,
}

/// A picture and what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Badge {
    /// A drawing of ours.
    pub svg: String,
    /// For those who do not see it.
    pub said: String,
}

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeText {
    /// What a reader reads: the address in upper case.
    pub scanned: String,
    /// Where a click leads: the same address as it is usually written.
    pub link: String,
    /// What it is for, for those who do not see it.
    pub said: String,
}

/// A text box of a template; the name in the template is that of the variant in `kebab-case`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// What the paper is: "Certificate".
    Heading,
    /// Leads to the holder's name: "This badge was issued to".
    Presented,
    /// The holder's names, at most two; nothing where none was released.
    Holder,
    /// The holder's user name, if it was released and the holder wants it on this paper. Small, below the names.
    Account,
    /// Leads to the class: "who showed the skills of".
    Achieved,
    /// The class's name, nothing else.
    Class,
    /// Where the class's name is a translation, or the class is in another language than the paper: what was signed.
    /// Small, below the class.
    Original,
    /// The level reached.
    Level,
    /// What had to be shown, in brief.
    Criteria,
    /// Who issued it.
    Issuer,
    /// Who attested, as they agreed to be shown.
    Trainers,
    /// When it was awarded.
    Awarded,
    /// Until when it is valid.
    Valid,
    /// How to check it: scan, or better type. On a slip: that it is no badge and cannot be checked.
    Check,
    /// The issuer's address, to be typed.
    Address,
    /// The code in groups, with its check characters.
    Code,
    /// Where the same can be read aloud and in other languages.
    Accessible,
}

impl Field {
    /// All of them, in the order in which a paper is read.
    pub const ALL: [Self; 17] = [
        Self::Heading,
        Self::Presented,
        Self::Holder,
        Self::Account,
        Self::Achieved,
        Self::Class,
        Self::Original,
        Self::Level,
        Self::Criteria,
        Self::Issuer,
        Self::Trainers,
        Self::Awarded,
        Self::Valid,
        Self::Check,
        Self::Address,
        Self::Code,
        Self::Accessible,
    ];

    /// As a template names its box.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Presented => "presented",
            Self::Holder => "holder",
            Self::Account => "account",
            Self::Achieved => "achieved",
            Self::Class => "class",
            Self::Original => "original",
            Self::Level => "level",
            Self::Criteria => "criteria",
            Self::Issuer => "issuer",
            Self::Trainers => "trainers",
            Self::Awarded => "awarded",
            Self::Valid => "valid",
            Self::Check => "check",
            Self::Address => "address",
            Self::Code => "code",
            Self::Accessible => "accessible",
        }
    }
}
