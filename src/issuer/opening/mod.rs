//! Opening an office: everything that must fit together before anything is signed.
//!
//! The store remembers under which address it was founded, every issuer it ever had, and the digest
//! of every class version ever used. What contradicts them is refused here, with the remedy.

mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::community::Community;
use crate::community::attestation::training;
use crate::community::catalog::Faults;
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::standards::did;
use crate::standards::proof::{KeyFault, PublicKey};
use crate::verifier::Register;
use crate::vocabulary::Addresses;

use super::Office;
use super::credential::Judge;
use super::keys::{self, KeyRing, PublishedKey, RingFault, Vault};
use super::profile::{IssuerProfile, IssuerSettings};

/// What an office is opened with.
pub struct Parts {
    /// Store, catalogue, clock, chance.
    pub community: Community,
    /// The public base.
    pub addresses: Addresses,
    /// Issuers; the first one owns the classes that name no other body.
    pub issuers: Vec<IssuerSettings>,
    /// Their private keys, or why they are not at hand.
    pub vault: Vault,
    /// Keys made for issuers that have none yet, by slug: they are written down as active.
    pub new_keys: BTreeMap<String, Vec<PublishedKey>>,
}

/// Why an office was not founded or opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// Not founded.
    #[error("this database has no installation yet: run `insignia init`")]
    NotFounded,
    /// Founded before.
    #[error("this database belongs to the installation {base}")]
    Founded {
        /// Its public base.
        base: String,
    },
    /// Another public base than the one it was founded with.
    #[error(
        "this database belongs to {stored}, the configuration says {configured}: a signed badge carries its address for ever; `insignia move` is the way to another one"
    )]
    OtherBase {
        /// In the store.
        stored: String,
        /// In the configuration.
        configured: String,
    },
    /// No issuer.
    #[error("configure at least one issuer")]
    NoIssuer,
    /// Two issuers share a slug or an address.
    #[error("two issuers are called {0:?}, or both stand at the root: each needs a name and a place of its own")]
    TwoIssuers(String),
    /// A slug with characters that no address carries.
    #[error("{0:?} cannot be the short name of an issuer: use a-z, 0-9 and hyphens")]
    Slug(String),
    /// An issuer with another DID than before.
    #[error(
        "the issuer {slug} has the identity {stored}, the configuration makes it {configured}: everything it signed names the first one"
    )]
    OtherIdentity {
        /// Slug.
        slug: String,
        /// In the store.
        stored: String,
        /// From the configuration.
        configured: String,
    },
    /// A class version that changed.
    #[error("{0}")]
    Catalog(Faults),
    /// No keys for an issuer.
    #[error("the issuer {slug} has no keys: `insignia keys generate {slug}` makes them")]
    NoKeys {
        /// Slug.
        slug: String,
    },
    /// Keys that do not belong together.
    #[error("the keys of the issuer {slug}: {fault}")]
    Ring {
        /// Slug.
        slug: String,
        /// Why.
        fault: RingFault,
    },
    /// The library that makes keys failed.
    #[error("throw-away keys for lint could not be made: {0}")]
    ThrowAway(#[from] KeyFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Office {
    /// Makes the installation row of a new database. Once in its life.
    pub async fn found(community: &Community, addresses: &Addresses) -> Result<(), OpenFault> {
        let mut writing = community.database().writing().await?;
        if let Some(found) = store::installation(&mut writing).await? {
            return Err(OpenFault::Founded { base: found.base });
        }
        store::insert_installation(&mut writing, &addresses.base().to_string(), community.now()).await?;
        log::append(
            &mut writing,
            Deed { kind: "installation.founded", subject: None, object: addresses.base().to_string().as_bytes() },
            community.chance(),
        )
        .await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Opens the office; issuers that are new in the configuration are written down with their keys.
    pub async fn open(parts: Parts) -> Result<Self, OpenFault> {
        let Parts { community, addresses, issuers, vault, new_keys } = parts;
        let owner = issuers.first().map(|i| i.slug.clone()).ok_or(OpenFault::NoIssuer)?;
        let mut writing = community.database().writing().await?;
        let installation = store::installation(&mut writing).await?.ok_or(OpenFault::NotFounded)?;
        if installation.base != addresses.base().to_string() {
            return Err(OpenFault::OtherBase { stored: installation.base, configured: addresses.base().to_string() });
        }
        let frozen = training::store::frozen_classes(writing.connection()).await?;
        let frozen = frozen.iter().map(|(slug, version, digest)| (slug.as_str(), version.as_str(), digest.as_str()));
        community.catalog().compare_frozen(frozen).map_err(OpenFault::Catalog)?;
        let mut known = keys::load(writing.connection()).await?;
        let (mut profiles, mut rings) = (BTreeMap::new(), BTreeMap::new());
        for settings in issuers {
            let slug = settings.slug.clone();
            let stored = known.remove(&slug);
            let published = stored.clone().or_else(|| new_keys.get(&slug).cloned()).unwrap_or_default();
            let profile = profile(settings, &addresses, &published, &profiles)?;
            record_issuer(&mut writing, &profile, &community).await?;
            if stored.is_none() {
                for key in &published {
                    keys::insert(&mut writing, &slug, key).await?;
                }
            }
            let ring = KeyRing::new(profile.did(), published, &vault).map_err(|fault| OpenFault::Ring { slug: slug.clone(), fault })?;
            rings.insert(slug.clone(), ring);
            profiles.insert(slug, profile);
        }
        let _ = writing.commit().await?;
        let judge = Judge::new(profiles.values(), community.chance())?;
        Ok(Self {
            community,
            addresses: Arc::new(addresses),
            issuers: Arc::new(profiles),
            owner,
            rings: Arc::new(rings),
            judge: Arc::new(judge),
            register: Arc::default(),
            epoch: installation.epoch,
        })
    }

    /// The same office, which knows the issuers in this register when it judges badges.
    #[must_use]
    pub fn knowing(self, register: Register) -> Self {
        Self { register: Arc::new(register), ..self }
    }
}

fn profile(
    settings: IssuerSettings,
    addresses: &Addresses,
    published: &[PublishedKey],
    others: &BTreeMap<String, IssuerProfile>,
) -> Result<IssuerProfile, OpenFault> {
    let slug = settings.slug.clone();
    if slug.is_empty() || !slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(OpenFault::Slug(slug));
    }
    // The first Ed25519 key is the identity where there is no did:web.
    let first = published.iter().find_map(|key| match key.key() {
        PublicKey::Ed25519(key) => Some(did::key::did_of(key)),
        PublicKey::Rsa(_) | PublicKey::P256(_) | PublicKey::P384(_) => None,
    });
    let did_key = first.ok_or_else(|| OpenFault::NoKeys { slug: slug.clone() })?;
    let profile = IssuerProfile::new(settings, addresses, &did_key);
    if others.contains_key(&slug) || others.values().any(|other| other.did() == profile.did()) {
        return Err(OpenFault::TwoIssuers(slug));
    }
    Ok(profile)
}

/// Writes a new issuer down, or compares a known one with what was written.
async fn record_issuer(writing: &mut Writing, profile: &IssuerProfile, community: &Community) -> Result<(), OpenFault> {
    match store::find_did(writing, profile.slug()).await? {
        None => Ok(store::insert_issuer(writing, profile.slug(), profile.did(), community.now()).await?),
        Some(stored) if stored == profile.did() => Ok(()),
        Some(stored) => Err(OpenFault::OtherIdentity { slug: profile.slug().to_owned(), stored, configured: profile.did().to_owned() }),
    }
}
