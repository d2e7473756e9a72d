//! The ground of the measurements: an office of its own in a folder that is removed afterwards.
//!
//! A real SQLite file with the settings of a real one, real keys, the starter catalogue, the
//! machine's clock; only the people are made up.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use crate::community::attestation::{ConfirmedBy, CriterionMet, Disclosure, Evidence, NewNomination, Release};
use crate::community::catalog::Catalog;
use crate::community::people::{Account, Minor, NewAccount, ShownAs};
use crate::community::{Community, Given, Mandated};
use crate::issuer::credential::{Judge, Published};
use crate::issuer::keys::{KeyState, NewKey, PublishedKey, Purpose, Vault};
use crate::issuer::profile::IssuerSettings;
use crate::issuer::{Office, Parts};
use crate::platform::database::{Database, DatabaseUrl};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::ids::NominationId;
use crate::vocabulary::urls::IssuerPlace;
use crate::vocabulary::{Addresses, Chance, LanguageTag};

/// The class whose badges are measured: quorum 1, a rubric, six alignments.
const CLASS: &str = "facilitator";
/// A base with a `did:web`, as a real installation has one.
const BASE: &str = "https://badges.example.org";
/// The short name of its issuer.
pub(super) const ISSUER: &str = "main";

/// An office to measure, and somebody who may attest.
pub(super) struct Ground {
    pub(super) office: Office,
    pub(super) trainer: Account,
    folder: Folder,
    people: u32,
}

/// Removed with everything in it.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind is a folder of made-up people in a folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Ground {
    /// A new office in a new folder within `place`.
    pub(super) async fn new(place: &Path) -> anyhow::Result<Self> {
        let chance = Chance::system();
        let path = place.join(format!("insignia-bench-{}", chance.id::<()>()));
        std::fs::create_dir(&path).with_context(|| format!("the folder {} cannot be made", path.display()))?;
        let folder = Folder(path);
        let database = Database::create(&DatabaseUrl::Sqlite(folder.0.join("insignia.db"))).await?;
        let catalog = Arc::new(Catalog::embedded()?);
        let community = Community::new(database, catalog, Arc::new(SystemClock), chance.clone());
        let addresses = Addresses::new(BASE.parse()?);
        Office::found(&community, &addresses).await?;
        let now = community.now();
        let keys = [NewKey::generate(Purpose::DataIntegrity, &chance)?, NewKey::generate(Purpose::Jwt, &chance)?];
        let published = keys.iter().map(|key| PublishedKey::new(key.public(), KeyState::Active { since: now }, now)).collect();
        let parts = Parts {
            community,
            addresses,
            issuers: vec![settings()],
            vault: Vault::of_new(keys),
            new_keys: BTreeMap::from([(ISSUER.to_owned(), published)]),
        };
        let office = Office::open(parts).await?;
        let trainer = office.community().register(&person("Trainer of the bench")).await?;
        let mandated = Mandated {
            account: trainer.id(),
            affiliate: "wmxx".to_owned(),
            classes: vec![CLASS.to_owned()],
            starts_at: now,
            ends_at: now.plus_months(12),
            given: Given::Founding { decision: "for the bench".to_owned() },
        };
        office.community().give_mandate(&mandated).await?;
        Ok(Self { office, trainer, folder, people: 0 })
    }

    /// A judge of its own, with the same rules as the office's.
    pub(super) fn judge(&self) -> anyhow::Result<Judge> {
        Ok(Judge::new(self.office.issuers(), self.office.community().chance())?)
    }

    /// So many new people, put forward and attested in full.
    pub(super) async fn attested(&mut self, count: usize) -> anyhow::Result<Vec<NominationId>> {
        let mut nominations = Vec::with_capacity(count);
        for _ in 0..count {
            nominations.push(self.attested_one().await?);
        }
        Ok(nominations)
    }

    async fn attested_one(&mut self) -> anyhow::Result<NominationId> {
        self.people += 1;
        let name = format!("Оксана Іваненко {}", self.people);
        let community = self.office.community();
        let holder = community.register(&person(&name)).await?;
        let new = NewNomination {
            holder: holder.id(),
            slug: CLASS.to_owned(),
            version: None,
            issuer: ISSUER.to_owned(),
            training: None,
            language: LanguageTag::english(),
            by: Some(self.trainer.id()),
            release: Release::of_names(&[&name], Disclosure::Withheld, ConfirmedBy::Holder)?,
        };
        let nomination = community.nominate(&new).await?;
        let class = community.catalog().class_version(nomination.slug(), nomination.version()).context("the class of the bench")?;
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        let met = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: level.clone() }).collect();
        let seen = Evidence::new(Some("https://commons.wikimedia.org/wiki/Event"), "Seen at the event.")?;
        community.attest(self.trainer.id(), nomination.id(), met, "Done well.", vec![seen]).await?;
        Ok(nomination.id())
    }

    /// A published badge.
    pub(super) async fn badge(&mut self) -> anyhow::Result<Published> {
        let nomination = self.attested_one().await?;
        let issued = self.office.issue(&[nomination]).await.pop().context("no answer")?;
        Ok(issued?)
    }

    /// Closes the store and removes the folder.
    pub(super) async fn leave(self) {
        self.office.community().database().close().await;
        drop(self.folder);
    }
}

fn settings() -> IssuerSettings {
    IssuerSettings {
        slug: ISSUER.to_owned(),
        name: "Wikimedia Exampleland".to_owned(),
        name_on_badges: None,
        url: None,
        email: None,
        image: None,
        place: IssuerPlace::Root,
        own: crate::issuer::profile::OwnWords::default(),
    }
}

fn person(name: &str) -> NewAccount {
    NewAccount {
        central_id: None,
        user_name: None,
        display_name: Some(name.to_owned()),
        affiliate: Some("wmxx".to_owned()),
        shown_as: ShownAs::Affiliate,
        minor: Minor::No,
    }
}
