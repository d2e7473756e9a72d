//! Pages by which one issuer says who it is and how it treats personal data.

use serde::Serialize;

use super::View;
use super::credential::IssuerCard;

/// `/issuers/{slug}/about`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuerAboutPage {
    /// Name, identifier, pages.
    pub card: IssuerCard,
    /// Affiliates that issue through it here.
    pub affiliates: Vec<String>,
    /// Its page about privacy.
    pub privacy: String,
}

impl View for IssuerAboutPage {
    const TEMPLATE: &'static str = "issuer-about.html";
}

/// `/issuers/{slug}/privacy`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuerPrivacyPage {
    /// What it says.
    pub words: PrivacyWords,
}

impl View for IssuerPrivacyPage {
    const TEMPLATE: &'static str = "issuer-privacy.html";
}

/// How one issuer treats personal data, for its page and for people who join: `privacy-parts.html` has
/// the macro `of_issuer(words)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrivacyWords {
    /// The issuer's name.
    pub issuer: String,
    /// Its page with these words.
    pub page: String,
    /// Who answers for the data.
    pub controller: Option<String>,
    /// How to reach them: a mail address or the address of a page.
    pub contact: Option<String>,
    /// What the data are for, in the operator's words; our own if not said.
    pub purpose: Option<String>,
    /// How long they are kept, likewise.
    pub retention: Option<String>,
}
