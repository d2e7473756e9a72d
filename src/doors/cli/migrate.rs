//! `insignia migrate`: bring the database of an older version to this one.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::answer::{Answer, Refused};
use crate::config::Config;
use crate::platform::database::Database;

/// What is said before anything changes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// There is a backup of the database, made with the version that wrote it. There is no way back but this backup.
    #[arg(long)]
    i_have_a_backup: bool,
}

impl Args {
    /// Migrates.
    pub(super) async fn run(self, config: &Path) -> anyhow::Result<Answer> {
        let config = Config::read(config)?;
        if !self.i_have_a_backup {
            return Err(Refused::because("nothing was changed: make a backup, then run `insignia migrate --i-have-a-backup`"));
        }
        let applied = Database::migrate(&config.database).await?;
        Answer::of(&Migrated { from: applied.from, to: applied.to })
    }
}

#[derive(Debug, Serialize)]
struct Migrated {
    from: i64,
    to: i64,
}

impl fmt::Display for Migrated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            return write!(f, "The database has schema {} already; nothing was changed.", self.to);
        }
        write!(f, "The database went from schema {} to {}.", self.from, self.to)
    }
}
