//! Making an installation, and unmaking it where a later step fails.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::written::Written;
use crate::community::Community;
use crate::community::catalog::Catalog;
use crate::config::Config;
use crate::doors::cli::answer::Refused;
use crate::doors::cli::installation::{Installation, secrets};
use crate::doors::cli::keys;
use crate::issuer::Office;
use crate::issuer::keys::{KdfCost, KeyFolder, KeyState, Passphrase};
use crate::issuer::profile::IssuerSettings;
use crate::platform::database::{Database, DatabaseUrl};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::urls::PublicBase;
use crate::vocabulary::{Addresses, Chance, Clock};

/// What is to be made.
pub(in crate::doors::cli) struct Plan {
    /// Where the configuration goes.
    pub(in crate::doors::cli) folder: PathBuf,
    /// The public address.
    pub(in crate::doors::cli) base: PublicBase,
    /// The store; a file below the folder if not said.
    pub(in crate::doors::cli) database: Option<String>,
    /// Who signs.
    pub(in crate::doors::cli) issuer: IssuerSettings,
    /// An existing passphrase file.
    pub(in crate::doors::cli) passphrase_file: Option<PathBuf>,
    /// Where the server listens.
    pub(in crate::doors::cli) listen: SocketAddr,
    /// Where operators ask.
    pub(in crate::doors::cli) operations: Option<SocketAddr>,
    /// How dear a guess of the passphrase is.
    pub(in crate::doors::cli) cost: KdfCost,
}

/// The configuration's name in its folder.
pub(in crate::doors::cli) const CONFIGURATION: &str = "insignia.toml";

/// Makes everything and opens it.
pub(in crate::doors::cli) async fn make(plan: &Plan) -> anyhow::Result<Installation> {
    let mut footprint = Footprint::default();
    let made = try_make(plan, &mut footprint).await;
    if made.is_err() {
        footprint.undo();
    }
    made
}

async fn try_make(plan: &Plan, footprint: &mut Footprint) -> anyhow::Result<Installation> {
    let file = plan.folder.join(CONFIGURATION);
    let known_issuers = plan.folder.join("known-issuers.toml");
    require_absent(&[&file, &plan.folder.join("data"), &known_issuers])?;
    footprint.make_folder(&plan.folder, 0o755)?;
    let data = plan.folder.join("data");
    footprint.make_folder(&data, 0o700)?;
    let passphrase_file = match &plan.passphrase_file {
        Some(existing) => {
            fs::canonicalize(existing).with_context(|| format!("the passphrase file {} cannot be read", existing.display()))?
        }
        None => {
            let made = PathBuf::from("passphrase");
            require_absent(&[&plan.folder.join(&made)])?;
            footprint.made(plan.folder.join(&made));
            write_passphrase(&plan.folder.join(&made))?;
            made
        }
    };
    footprint.made(file.clone());
    Written { plan, passphrase_file: &passphrase_file }.write(&file)?;
    footprint.made(known_issuers.clone());
    Written::write_known_issuers(&known_issuers)?;
    // Read back, so that what serve will read is what was meant.
    let config = Config::read(&file)?;
    footprint.made(config.keys_folder());
    KeyFolder::create(&config.keys_folder())?;
    let (folder, passphrase) = secrets(&config)?;
    let passphrase = passphrase.ok_or_else(|| Refused::because("the passphrase file is not there"))?;
    let active = KeyState::Active { since: SystemClock.now() };
    let new_keys = keys::make(&folder, &passphrase, &plan.issuer.slug, active, plan.cost)?;
    let database = Database::create(&config.database).await?;
    if let DatabaseUrl::Sqlite(path) = &config.database {
        footprint.made_database(path);
    }
    let founded = found(&config, &database).await;
    database.close().await;
    founded?;
    let installation = Installation::open_with(&file, BTreeMap::from([(plan.issuer.slug.clone(), new_keys)])).await?;
    installation.office().keep_did_documents().await?;
    Ok(installation)
}

fn write_passphrase(path: &Path) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    Passphrase::generate(&Chance::system()).write_new(path).with_context(cannot)?;
    // Nobody has a reason to write it again.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o400);
    fs::set_permissions(path, mode).with_context(cannot)
}

async fn found(config: &Config, database: &Database) -> anyhow::Result<()> {
    let community = Community::new(database.clone(), Arc::new(Catalog::embedded()?), Arc::new(SystemClock), Chance::system());
    Ok(Office::found(&community, &Addresses::new(config.base.clone())).await?)
}

fn require_absent(paths: &[&Path]) -> anyhow::Result<()> {
    match paths.iter().find(|path| path.exists()) {
        None => Ok(()),
        Some(there) => Err(Refused::because(format!(
            "{} is there already, and was left as it is: an installation is made once. Name another folder with --dir",
            there.display()
        ))),
    }
}

/// What was made so far, to be removed if a later step fails.
#[derive(Debug, Default)]
struct Footprint {
    made: Vec<PathBuf>,
}

impl Footprint {
    fn made(&mut self, path: PathBuf) {
        self.made.push(path);
    }

    fn made_database(&mut self, path: &Path) {
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            self.made(PathBuf::from(name));
        }
    }

    fn make_folder(&mut self, path: &Path, mode: u32) -> anyhow::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        let cannot = || {
            format!("the folder {} cannot be made; let the user who runs insignia write there, or choose another folder", path.display())
        };
        DirBuilder::new().mode(mode).create(path).with_context(cannot)?;
        self.made(path.to_owned());
        Ok(())
    }

    /// Best effort: the fault that led here is what has to be told.
    fn undo(&self) {
        for path in self.made.iter().rev() {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}
