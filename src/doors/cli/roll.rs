//! Lists of people in CSV: read whole, every bad row told by line and remedy, before anything is done.
//!
//! The first line names the columns. Commas, semicolons and tabs are understood, because a
//! spreadsheet writes what its language prefers; the text is UTF-8. A column that the command does
//! not know is a fault: a misspelt one would be ignored in silence.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::Refused;

/// Bytes of a list at most.
const LARGEST: u64 = 8 << 20;

/// A list as it was read.
#[derive(Debug)]
pub(super) struct Roll {
    file: PathBuf,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it begins in the file, counted from 1.
    pub(super) line: u64,
    cells: Vec<(String, String)>,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct BadRow {
    /// Where it begins.
    pub(super) line: u64,
    /// What is wrong.
    pub(super) sentence: String,
    /// What to do.
    pub(super) remedy: String,
}

impl BadRow {
    /// A fault of the row that begins at `line`.
    pub(super) fn at(line: u64, sentence: impl fmt::Display, remedy: &str) -> Self {
        Self { line, sentence: sentence.to_string(), remedy: remedy.to_owned() }
    }
}

/// What a command knows about its columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'c> {
    /// Those that may be there.
    pub(super) known: &'c [&'c str],
    /// Those that must be there.
    pub(super) needed: &'c [&'c str],
}

impl Roll {
    /// Reads a list. The second part of the answer are rows that are no rows of this list.
    ///
    /// # Errors
    /// A sentence, if the file as a whole cannot be used.
    pub(super) fn read(file: &Path, columns: Columns<'_>) -> anyhow::Result<(Self, Vec<BadRow>)> {
        let text = read_text(file)?;
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter(&text)).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| in_file(file, 1, &error, "save it as CSV in UTF-8"))?;
        let names: Vec<String> = header.iter().map(str::to_lowercase).collect();
        check_header(file, &names, columns)?;
        let (mut rows, mut bad) = (Vec::new(), Vec::new());
        let mut lines = Lines { text: &text, at: 0, line: 1 };
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    bad.push(BadRow::at(lines.of(error.position()), error, "correct the row"));
                    continue;
                }
            };
            let line = lines.of(record.position());
            if record.iter().all(str::is_empty) {
                continue;
            }
            if record.len() != names.len() {
                let sentence = format!("the row has {} cells, the first line names {} columns", record.len(), names.len());
                bad.push(BadRow::at(line, sentence, "add or remove cells; put a text that contains the separator between quotes"));
                continue;
            }
            let cells = names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
            rows.push(Row { line, cells });
        }
        Ok((Self { file: file.to_owned(), columns: names, rows }, bad))
    }

    /// The file it was read from.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Its columns, in order.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Its rows, in order.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }
}

impl Row {
    /// What stands in a column; `None` if it is empty or absent.
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        let found = self.cells.iter().find(|(name, _)| name == column);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// Every cell, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(_, text)| text.as_str())
    }

    /// A column that says yes or no; empty is no.
    pub(super) fn is_yes(&self, column: &str) -> Result<bool, BadRow> {
        match self.cell(column).map(str::to_lowercase).as_deref() {
            None | Some("no" | "n" | "0" | "false") => Ok(false),
            Some("yes" | "y" | "1" | "true" | "x") => Ok(true),
            Some(other) => Err(BadRow::at(self.line, format!("{column} is {other:?}"), "write yes or no")),
        }
    }
}

/// Counts lines as an editor does. The reader's own count is one short after `\r\n`, whose second half
/// it leaves to the next row.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the row at `position` begins; positions come in order.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        for byte in self.text.as_bytes().get(self.at..start + blank).unwrap_or_default() {
            self.line += u64::from(*byte == b'\n');
        }
        self.at = self.at.max(start + blank);
        self.line
    }
}

/// Turns each row into what it says; faults of all rows come together.
pub(super) fn parse_all<T>(rows: &[Row], mut bad: Vec<BadRow>, parse: impl Fn(&Row) -> Result<T, BadRow>) -> (Vec<(u64, T)>, Vec<BadRow>) {
    let mut good = Vec::with_capacity(rows.len());
    for row in rows {
        match parse(row) {
            Ok(said) => good.push((row.line, said)),
            Err(fault) => bad.push(fault),
        }
    }
    bad.sort_by_key(|fault| fault.line);
    (good, bad)
}

/// Refuses a list with bad rows, all of them named, unless they are to be skipped.
pub(super) fn require_good(file: &Path, bad: &[BadRow], skip_bad: bool) -> anyhow::Result<()> {
    if bad.is_empty() || skip_bad {
        return Ok(());
    }
    let named: Vec<String> = bad.iter().map(|row| format!("{}:{}: {}; {}", file.display(), row.line, row.sentence, row.remedy)).collect();
    let rows = if bad.len() == 1 { "1 row" } else { &format!("{} rows", bad.len()) };
    Err(Refused::because(format!(
        "nothing was done, because {rows} cannot be used:\n{}\nCorrect them, or add --skip-bad",
        named.join("\n")
    )))
}

fn read_text(file: &Path) -> anyhow::Result<String> {
    let unreadable = |why: &dyn fmt::Display| Refused::because(format!("{} cannot be read: {why}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| unreadable(&error))?.len();
    if size > LARGEST {
        return Err(unreadable(&"it is larger than 8 MiB; cut it into several lists"));
    }
    let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refused::because(format!("{}:{line}: this is not UTF-8; save the list as \"CSV UTF-8\"", file.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The separator that the first line uses most.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // The last of several is taken; a comma wins where there is no separator at all.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn check_header(file: &Path, names: &[String], columns: Columns<'_>) -> anyhow::Result<()> {
    let known = columns.known.join(", ");
    if let Some(unknown) = names.iter().find(|name| !columns.known.contains(&name.as_str())) {
        return Err(in_file(
            file,
            1,
            &format!("unknown column {unknown:?}"),
            &format!("remove it or correct its name; known here: {known}"),
        ));
    }
    if let Some(twice) = names.iter().enumerate().find_map(|(at, name)| names[..at].contains(name).then_some(name)) {
        return Err(in_file(file, 1, &format!("the column {twice:?} stands twice"), "remove one"));
    }
    if let Some(missing) = columns.needed.iter().find(|needed| !names.iter().any(|name| name == *needed)) {
        return Err(in_file(
            file,
            1,
            &format!("the column {missing:?} is missing"),
            &format!("name it in the first line; known here: {known}"),
        ));
    }
    Ok(())
}

fn in_file(file: &Path, line: u64, what: &dyn fmt::Display, remedy: &str) -> anyhow::Error {
    Refused::because(format!("{}:{line}: {what}; {remedy}", file.display()))
}

#[cfg(test)]
mod tests;
