//! Issuers of this server and their keys.

use crate::appearance::pages::credential::IssuerCard;
use crate::appearance::pages::standing::{IssuerPage, KeyLine};
use crate::doors::http::site::Site;
use crate::issuer::keys::{KeyRing, KeyState, PublishedKey, Purpose};
use crate::issuer::profile::{Identity, IssuerProfile};
use crate::vocabulary::urls::IssuerPlace;
use crate::vocabulary::{Addresses, LanguageTag};

/// Name, identifier, pages.
pub fn card(issuer: &IssuerProfile, addresses: &Addresses) -> IssuerCard {
    IssuerCard {
        name: issuer.name().to_owned(),
        id: issuer.did().to_owned(),
        url: Some(issuer.url().to_owned()),
        page: Some(addresses.issuer(issuer.slug())),
        known_as: None,
        own_page: issuer.own_words().own_page.clone(),
    }
}

/// `/issuers/{slug}`.
pub fn page(issuer: &IssuerProfile, keys: &KeyRing, site: &Site, language: &LanguageTag) -> IssuerPage {
    let addresses = site.addresses();
    let mut lines: Vec<KeyLine> = keys.published().filter_map(|key| key_line(key, addresses)).collect();
    // The ring is oldest first; people look for the newest.
    lines.reverse();
    IssuerPage {
        card: card(issuer, addresses),
        key_document: match (issuer.identity(), issuer.place()) {
            (Identity::Key, _) => None,
            (Identity::Web, IssuerPlace::Root) => Some(addresses.root_key_document()),
            (Identity::Web, IssuerPlace::Named) => Some(addresses.key_document(issuer.slug())),
        },
        keys: lines,
        classes: site.catalog_in(language).badges().classes,
    }
}

/// A key that was in use; pending ones are nobody's business yet.
fn key_line(key: &PublishedKey, addresses: &Addresses) -> Option<KeyLine> {
    let (state, since) = match key.state() {
        KeyState::Pending => return None,
        KeyState::Active { since } => ("active", since),
        KeyState::Retired { until, .. } => ("retired", until),
        KeyState::Compromised { at, .. } => ("compromised", at),
    };
    let algorithm = match key.purpose() {
        Purpose::DataIntegrity => "Ed25519",
        Purpose::Jwt => "RS256",
    };
    let kid = key.kid().to_string();
    Some(KeyLine { address: Some(addresses.key(&kid)), kid, algorithm, state, since })
}
