//! Pages by which an issuer says who it is and how it treats personal data.

use super::Sample;
use super::credentials::issuer;
use crate::appearance::pages::credential::IssuerCard;
use crate::appearance::pages::issuer_words::{IssuerAboutPage, IssuerPrivacyPage, PrivacyWords};

pub(super) fn samples() -> Vec<Sample> {
    let bare = IssuerAboutPage { card: IssuerCard { own_page: None, ..issuer() }, affiliates: Vec::new(), ..about() };
    let nothing = PrivacyWords { controller: None, contact: None, purpose: None, retention: None, ..words() };
    vec![
        Sample::new("issuer-about", "/issuers/main/about", about()),
        Sample::new("issuer-about-bare", "/issuers/main/about", bare),
        Sample::new("issuer-privacy", "/issuers/main/privacy", IssuerPrivacyPage { words: words() }),
        Sample::new("issuer-privacy-bare", "/issuers/main/privacy", IssuerPrivacyPage { words: nothing }),
    ]
}

fn about() -> IssuerAboutPage {
    let affiliates = vec!["Wikimedia <Alpha>".to_owned(), "ويكيميديا ب".to_owned()];
    IssuerAboutPage { card: issuer(), affiliates, privacy: "/issuers/main/privacy".to_owned() }
}

fn words() -> PrivacyWords {
    PrivacyWords {
        issuer: "Wikimedia Exempelland".to_owned(),
        page: "/issuers/main/privacy".to_owned(),
        controller: Some("Wikimedia Exempelland e.V.".to_owned()),
        contact: Some("https://exempelland.example.org/privacy".to_owned()),
        purpose: Some("Для відзнак".to_owned()),
        retention: Some("عشر سنوات".to_owned()),
    }
}
