//! An installation, opened: what nearly every command begins with.
//!
//! What only reads comes first, so that a fault in a file is told before a database is touched; and
//! the store is closed again whatever happens, so that a refused command leaves every file as it was.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::answer::Refused;
use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::press::Press;
use crate::appearance::lettering::Letters;
use crate::appearance::pages::embedded_messages;
use crate::appearance::templates::Templates;
use crate::community::Community;
use crate::community::catalog::Catalog;
use crate::config::Config;
use crate::issuer::keys::{KeyFileFault, KeyFolder, Passphrase, PassphraseSources, PublishedKey, Vault};
use crate::issuer::{Office, Parts};
use crate::platform::database::Database;
use crate::platform::fetch::{Fetcher, FetcherParts, Internet, Roots};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::{Addresses, Chance};

/// The installation that a configuration describes.
pub(super) struct Installation {
    config: Config,
    office: Office,
    keys: KeyFolder,
    passphrase: Option<Passphrase>,
    /// Looked for once: hundreds of files are opened.
    fonts: OnceLock<Fonts>,
}

/// Everything that can be read before the store is touched.
struct Files {
    config: Config,
    catalog: Catalog,
    keys: KeyFolder,
    passphrase: Option<Passphrase>,
    vault: Vault,
}

impl Installation {
    /// Opens the installation that the file at `config` describes.
    pub(super) async fn open(config: &Path) -> anyhow::Result<Self> {
        Self::open_with(config, BTreeMap::new()).await
    }

    /// The same, with keys for issuers that have none yet; their files are written already.
    pub(super) async fn open_with(config: &Path, new_keys: BTreeMap<String, Vec<PublishedKey>>) -> anyhow::Result<Self> {
        let files = Files::read(Config::read(config)?)?;
        let database = Database::open(&files.config.database).await?;
        match Self::enter(files, database.clone(), new_keys).await {
            Ok(installation) => Ok(installation),
            Err(refusal) => {
                database.close().await;
                Err(refusal)
            }
        }
    }

    async fn enter(files: Files, database: Database, new_keys: BTreeMap<String, Vec<PublishedKey>>) -> anyhow::Result<Self> {
        let Files { config, catalog, keys, passphrase, vault } = files;
        let parts = Parts {
            community: Community::new(database, Arc::new(catalog), Arc::new(SystemClock), Chance::system()),
            addresses: Addresses::new(config.base.clone()),
            issuers: config.issuers.clone(),
            vault,
            new_keys,
        };
        let office = Office::open(parts).await?.knowing(config.known_issuers.clone());
        let installation = Self { config, office, keys, passphrase, fonts: OnceLock::new() };
        installation.require_key_files().await?;
        Ok(installation)
    }

    /// What the operator decided.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Who issues.
    pub(super) fn office(&self) -> &Office {
        &self.office
    }

    /// People and what they say.
    pub(super) fn community(&self) -> &Community {
        self.office.community()
    }

    /// The key files.
    pub(super) fn keys(&self) -> &KeyFolder {
        &self.keys
    }

    /// The passphrase of the key files.
    ///
    /// # Errors
    /// A sentence that says how to give one.
    pub(super) fn passphrase(&self) -> anyhow::Result<&Passphrase> {
        self.passphrase.as_ref().ok_or_else(|| Refused::because(NO_PASSPHRASE))
    }

    /// Who asks other servers.
    ///
    /// # Errors
    /// The library cannot make its client.
    pub(super) fn fetcher(&self) -> anyhow::Result<Fetcher> {
        fetcher_of(Some(&self.config))
    }

    /// The templates, with the operator's own in place of ours.
    pub(super) fn templates(&self) -> anyhow::Result<Templates> {
        Ok(self.config.templates.as_deref().map_or_else(|| Ok(Templates::embedded()), Templates::with_folder)?)
    }

    /// The fonts of this machine, those in the data folder first.
    pub(super) fn fonts(&self) -> Fonts {
        self.fonts.get_or_init(|| fonts_of(&self.config)).clone()
    }

    /// Pictures of badges, with the names of issuers.
    pub(super) fn gallery(&self) -> anyhow::Result<Gallery> {
        Ok(Gallery::new(self.templates()?).lettered(Arc::new(Letters::of(self.fonts()))))
    }

    /// The press: the templates of papers, and the fonts of this machine.
    ///
    /// # Errors
    /// Everything that is wrong with a template.
    pub(super) fn press(&self) -> anyhow::Result<Arc<Press>> {
        Ok(Arc::new(Press::new(&self.templates()?, Arc::new(embedded_messages()?), self.fonts())?))
    }

    /// Closes the store; on SQLite its files are folded into one.
    pub(super) async fn close(&self) {
        self.community().database().close().await;
    }

    /// A missing key file is told at start, not when the first badge waits for it.
    async fn require_key_files(&self) -> anyhow::Result<()> {
        for issuer in self.office.issuers() {
            for key in self.office.published_keys(issuer).await?.published().filter(|key| key.state().is_active()) {
                let path = self.keys.key_file(key.kid());
                if !path.exists() {
                    return Err(KeyFileFault::Missing { path }.into());
                }
            }
        }
        Ok(())
    }
}

const NO_PASSPHRASE: &str = "the keys are sealed: there is no passphrase. Name its file as passphrase_file in the configuration";

impl Files {
    fn read(config: Config) -> anyhow::Result<Self> {
        let catalog = catalogue(config.badge_classes.as_deref())?;
        let (keys, passphrase) = secrets(&config)?;
        let kids = keys.kids()?;
        let vault = Vault::open(&keys, passphrase.as_ref(), &kids)?;
        Ok(Self { config, catalog, keys, passphrase, vault })
    }
}

/// The key folder, and the passphrase if there is one.
pub(super) fn secrets(config: &Config) -> anyhow::Result<(KeyFolder, Option<Passphrase>)> {
    let keys = KeyFolder::open(&config.keys_folder())?;
    // The one look into the environment: systemd says there where its credentials are.
    let passphrase = PassphraseSources::new(|name| std::env::var_os(name), config.passphrase_file.clone())?.read()?;
    Ok((keys, passphrase))
}

/// The catalogue in a folder, or the one in this program.
pub(super) fn catalogue(folder: Option<&Path>) -> anyhow::Result<Catalog> {
    Ok(folder.map_or_else(Catalog::embedded, Catalog::load)?)
}

/// The fonts in the data folder, then those of the system.
pub(super) fn fonts_of(config: &Config) -> Fonts {
    Fonts::discover(&[config.fonts_folder()])
}

/// Who asks other servers, as a configuration allows; without one, by the usual rules.
pub(super) fn fetcher_of(config: Option<&Config>) -> anyhow::Result<Fetcher> {
    let contact = config.map_or_else(|| "insignia verify".to_owned(), |config| format!("+{}/about", config.base));
    Ok(Fetcher::new(FetcherParts {
        clock: Arc::new(SystemClock),
        outside: Arc::new(Internet::default()),
        roots: Roots::of_this_machine(),
        contact,
        own_hosts: config.map(|config| config.base.host().to_owned()).into_iter().collect(),
        sisters: config.map(|config| config.sister_servers.clone()).unwrap_or_default(),
        foreign: config.map(|config| config.foreign_fetch).unwrap_or_default(),
    })?)
}

/// Opens, works, closes.
pub(super) async fn inside<T>(config: &Path, work: impl AsyncFnOnce(&Installation) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let installation = Installation::open(config).await?;
    let done = work(&installation).await;
    installation.close().await;
    done
}
