//! The log, as stewards look through it.

use serde::Serialize;

use super::Pager;
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::vocabulary::Timestamp;

/// `/admin/log`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogPage {
    /// Around it.
    pub inside: Inside,
    /// Kinds of entries there are.
    pub kinds: Vec<String>,
    /// The kind that is looked for, or nothing.
    pub kind: String,
    /// The day that is looked for, as typed.
    pub day: String,
    /// The id that is looked for, as typed.
    pub subject: String,
    /// The day is none.
    pub no_day: bool,
    /// Entries, the newest first.
    pub lines: Vec<LogLine>,
    /// Whether the chain is whole.
    pub chain: ChainView,
    /// Where these entries are as CSV.
    pub csv: String,
    /// The way on.
    pub pager: Pager,
}

impl View for LogPage {
    const TEMPLATE: &'static str = "steward-log.html";
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Its number.
    pub seq: i64,
    /// What was done.
    pub kind: String,
    /// The id of the thing; none after erasure.
    pub subject: Option<String>,
    /// When; none for what was written without a clock.
    pub at: Option<Timestamp>,
    /// The commitment, hexadecimal.
    pub commitment: String,
}

/// What counting the chain again gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ChainView {
    /// Every link follows from the one before.
    Whole {
        /// How many.
        entries: i64,
        /// The last link, hexadecimal.
        head: String,
    },
    /// Something was changed.
    Broken {
        /// What, in a sentence of the program.
        said: String,
    },
    /// So long that it is counted only when asked.
    Unasked {
        /// How many.
        entries: i64,
        /// Where to ask.
        address: String,
    },
}
