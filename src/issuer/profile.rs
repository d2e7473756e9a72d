//! Issuers: who signs on this server.
//!
//! A server may host several; each has its own keys, status lists and DID. A slug is never renamed
//! or reused, because it is part of the DID of everything it signed.

use crate::standards::document::open_badge::{Image, Profile};
use crate::vocabulary::Addresses;
use crate::vocabulary::urls::IssuerPlace;

/// An issuer as the operator configured it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerSettings {
    /// `[a-z0-9-]+`.
    pub slug: String,
    /// The name people know.
    pub name: String,
    /// A shorter one for the ribbon of badge images; the whole name if not said.
    pub name_on_badges: Option<String>,
    /// Its own website; the issuer's page here if not said.
    pub url: Option<String>,
    /// A public mailbox.
    pub email: Option<String>,
    /// https address of its logo; drawn by this server if not said.
    pub image: Option<String>,
    /// Where its DID document stands.
    pub place: IssuerPlace,
    /// What it says about itself.
    pub own: OwnWords,
}

/// What an issuer says about itself besides, as the operator wrote it down; never part of what is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// A page of its own that names this server.
    pub own_page: Option<String>,
    /// Who answers for personal data; as for the whole server if not said.
    pub controller: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// What personal data are for.
    pub purpose: Option<String>,
    /// How long they are kept.
    pub retention: Option<String>,
    /// Affiliates that issue through it here.
    pub affiliates: Vec<String>,
}

/// An issuer with its identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerProfile {
    settings: IssuerSettings,
    did: String,
    identity: Identity,
    url: String,
    image: String,
}

/// By which method an issuer is known to verifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// `did:web`: keys can be replaced, verifiers fetch the document from this host.
    Web,
    /// `did:key`: the id is the Ed25519 key itself. For demos and tests; its JWT form is "intact,
    /// key not confirmed" to outsiders.
    Key,
}

impl IssuerProfile {
    /// The profile of `settings`; `did_key` is the DID of its first Ed25519 key, used where the
    /// base address has no `did:web`.
    pub fn new(settings: IssuerSettings, addresses: &Addresses, did_key: &str) -> Self {
        let url = settings.url.clone().unwrap_or_else(|| addresses.issuer(&settings.slug));
        let image = settings.image.clone().unwrap_or_else(|| addresses.issuer_image(&settings.slug));
        match addresses.issuer_did(&settings.slug, settings.place) {
            Some(did) => Self { settings, did, identity: Identity::Web, url, image },
            None => Self { settings, did: did_key.to_owned(), identity: Identity::Key, url, image },
        }
    }

    /// An issuer for tests of how things look.
    #[cfg(test)]
    pub(crate) fn of_tests(name: &str) -> Self {
        let (slug, name) = ("main".to_owned(), name.to_owned());
        let place = IssuerPlace::Root;
        let settings =
            IssuerSettings { slug, name, name_on_badges: None, url: None, email: None, image: None, place, own: OwnWords::default() };
        Self { settings, did: String::new(), identity: Identity::Web, url: String::new(), image: String::new() }
    }

    /// The slug.
    pub fn slug(&self) -> &str {
        &self.settings.slug
    }

    /// The name people know.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// What fits on a picture.
    pub fn name_on_badges(&self) -> &str {
        self.settings.name_on_badges.as_deref().unwrap_or(&self.settings.name)
    }

    /// The DID: `issuer.id` of everything it signs.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// By which method it is known.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Where its DID document stands.
    pub fn place(&self) -> IssuerPlace {
        self.settings.place
    }

    /// What it says about itself.
    pub fn own_words(&self) -> &OwnWords {
        &self.settings.own
    }

    /// A page about it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// As credentials carry it.
    pub fn as_profile(&self) -> Profile {
        Profile {
            id: self.did.clone(),
            kind: ["Profile"],
            name: self.settings.name.clone(),
            url: Some(self.url.clone()),
            email: self.settings.email.clone(),
            image: Some(Image::new(self.image.clone(), self.settings.name.clone())),
        }
    }
}
