//! What the operator decided about how trainers and stewards work here.

use std::str::FromStr;

use crate::community::people::sign_in::session::FRESH_S;

/// How work is done at this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// Minutes between "Issue" and the issuing, in which it can be undone.
    pub hold_minutes: u16,
    /// Work that wants a proof of who one is that is a moment old.
    pub fresh_for: Vec<Work>,
    /// Minutes for which that proof is good.
    pub fresh_minutes: u16,
    /// Whether this server sends mail.
    pub sends_mail: bool,
}

impl Default for Practice {
    fn default() -> Self {
        let fresh_minutes = u16::try_from(FRESH_S / 60).unwrap_or(1);
        Self { hold_minutes: 10, fresh_for: Vec::new(), fresh_minutes, sends_mail: false }
    }
}

/// Work that can want a fresh proof of who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Attesting and issuing.
    Issuing,
    /// What stewards do.
    Stewardship,
}

/// A word that names no such work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither \"issuing\" nor \"stewardship\"")]
pub struct NoSuchWork(String);

impl FromStr for Work {
    type Err = NoSuchWork;

    fn from_str(word: &str) -> Result<Self, NoSuchWork> {
        match word {
            "issuing" => Ok(Self::Issuing),
            "stewardship" => Ok(Self::Stewardship),
            _ => Err(NoSuchWork(word.to_owned())),
        }
    }
}
