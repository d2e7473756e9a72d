//! What a command says in the end: to a person, to a program, and by its exit code.

use std::fmt::{self, Display};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

/// How a command ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It was done; for `verify`: genuine and current.
    Done,
    /// It was refused; for `verify`: not valid.
    Refused,
    /// `verify` could not finish. Also what clap says to a wrong command line: no verdict either way.
    Unfinished,
    /// `verify` was given something that is no badge.
    NotABadge,
}

impl Exit {
    /// The number.
    pub const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Unfinished => 2,
            Self::NotABadge => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// The same thing said twice: as text for a person and as JSON for a program.
#[derive(Debug)]
pub struct Answer {
    text: String,
    json: Value,
    exit: Exit,
}

impl Answer {
    /// Says `report`; the command was done.
    pub fn of(report: &(impl Display + Serialize)) -> anyhow::Result<Self> {
        Ok(Self { text: report.to_string(), json: serde_json::to_value(report)?, exit: Exit::Done })
    }

    /// Nothing is left to say: it was said on the way.
    pub fn said_already() -> Self {
        Self { text: String::new(), json: Value::Null, exit: Exit::Done }
    }

    /// The same words with another ending.
    #[must_use]
    pub fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// For a person.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// For a program.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// For a script.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

/// A refusal: the sentence that goes to the terminal's error stream.
#[derive(Debug)]
pub(super) struct Refused(String);

impl Refused {
    /// Refuses with a sentence that says what is wrong, where, and what to do.
    pub(super) fn because(sentence: impl Into<String>) -> anyhow::Error {
        Self(sentence.into()).into()
    }
}

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
