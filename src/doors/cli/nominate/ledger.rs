//! The copy of a list that has the ids: one row is added to it, and synced, for each nomination.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::doors::cli::answer::Refused;
use crate::doors::cli::roll::{Columns, Roll, Row};
use crate::vocabulary::ids::{AccountId, NominationId};

const ADDED: [&str; 2] = ["account", "nomination"];

/// The copy, open for adding rows.
pub(super) struct Ledger {
    path: PathBuf,
    file: File,
    /// Rows that are in it and were not asked for yet.
    before: Vec<(Vec<String>, AccountId, NominationId)>,
}

impl Ledger {
    /// Opens the copy of `list`, or begins it.
    pub(super) fn open(path: &Path, list: &Roll) -> anyhow::Result<Self> {
        let cannot = || format!("{} cannot be written", path.display());
        if !path.exists() {
            let mut file = OpenOptions::new().append(true).create_new(true).open(path).with_context(cannot)?;
            let header: Vec<&str> = list.columns().iter().map(String::as_str).chain(ADDED).collect();
            file.write_all(&written(&header)?).and_then(|()| file.sync_all()).with_context(cannot)?;
            return Ok(Self { path: path.to_owned(), file, before: Vec::new() });
        }
        let before = read(path, list)?;
        let file = OpenOptions::new().append(true).open(path).with_context(cannot)?;
        Ok(Self { path: path.to_owned(), file, before })
    }

    /// What an earlier run made of this row. Each row of the copy answers once, so that two people
    /// of the same name stay two people.
    pub(super) fn find(&mut self, row: &Row) -> Option<(AccountId, NominationId)> {
        let place = self.before.iter().position(|(cells, _, _)| cells.iter().map(String::as_str).eq(row.cells()))?;
        let (_, account, nomination) = self.before.remove(place);
        Some((account, nomination))
    }

    /// Adds a row; when this returns it is on the disk.
    pub(super) fn add(&mut self, row: &Row, account: AccountId, nomination: NominationId) -> anyhow::Result<()> {
        let ids = [account.to_string(), nomination.to_string()];
        let cells: Vec<&str> = row.cells().chain(ids.iter().map(String::as_str)).collect();
        let line = written(&cells)?;
        let added = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        added.with_context(|| format!("{} cannot be written; nomination {nomination} was made", self.path.display()))
    }
}

fn read(path: &Path, list: &Roll) -> anyhow::Result<Vec<(Vec<String>, AccountId, NominationId)>> {
    let other = || {
        Refused::because(format!(
            "{} belongs to another list than {}: move it away, or name another file with --out",
            path.display(),
            list.file().display()
        ))
    };
    let columns: Vec<&str> = list.columns().iter().map(String::as_str).chain(ADDED).collect();
    let (copy, bad) = Roll::read(path, Columns { known: &columns, needed: &columns })?;
    if copy.columns() != columns {
        return Err(other());
    }
    if let Some(cut) = bad.first() {
        return Err(Refused::because(format!("{}:{}: {}; remove that line", path.display(), cut.line, cut.sentence)));
    }
    let row = |row: &Row| {
        let id = |column: &str| row.cell(column).unwrap_or_default();
        let cells = row.cells().take(list.columns().len()).map(str::to_owned).collect();
        Some((cells, id("account").parse().ok()?, id("nomination").parse().ok()?))
    };
    copy.rows().iter().map(|one| row(one).ok_or_else(other)).collect()
}

fn written(cells: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    Ok(writer.into_inner()?)
}
