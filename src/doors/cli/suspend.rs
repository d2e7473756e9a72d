//! `insignia suspend` and `insignia reinstate`: a pause that can end.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::words;
use crate::vocabulary::ids::CredentialId;

/// Which badge, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Suspend {
    /// The badge: its printed code, id or address.
    #[arg(value_name = "BADGE", value_parser = words::credential)]
    credential: CredentialId,
    /// Somebody with a mandate for its class.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Why. Names no private person.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Which badge.
#[derive(Debug, clap::Args)]
pub(super) struct Reinstate {
    /// The badge: its printed code, id or address.
    #[arg(value_name = "BADGE", value_parser = words::credential)]
    credential: CredentialId,
    /// Somebody with a mandate for its class.
    #[arg(long, value_name = "PERSON")]
    by: String,
}

impl Suspend {
    /// Suspends.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let by = words::person(at.community(), &self.by).await?;
        at.office().suspend(self.credential, &self.reason, by).await?;
        Answer::of(&Standing { credential: self.credential, state: "suspended" })
    }
}

impl Reinstate {
    /// Lifts the suspension.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let by = words::person(at.community(), &self.by).await?;
        at.office().reinstate(self.credential, by).await?;
        Answer::of(&Standing { credential: self.credential, state: "current" })
    }
}

#[derive(Debug, Serialize)]
struct Standing {
    credential: CredentialId,
    state: &'static str,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The badge {} is {} now. Caches may tell the earlier state for a minute.", self.credential, self.state)
    }
}
