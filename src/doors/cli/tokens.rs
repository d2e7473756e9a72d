//! `insignia tokens`: how a trainer's program signs in.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::table::Table;
use super::words;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, clap::Subcommand)]
enum Asked {
    /// Give an account a token. It is printed once; the database keeps only its fingerprint.
    Issue {
        /// Who will act with it: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
        /// What it is for.
        #[arg(long, value_name = "TEXT")]
        label: String,
        /// For how many days it is good.
        #[arg(long, value_name = "DAYS", default_value_t = 90)]
        days: u16,
    },
    /// Show the tokens of an account by their fingerprints.
    List {
        /// Whose: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
    },
    /// Take a token back. It is dead at once.
    Revoke {
        /// Whose: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
        /// The first digits of its fingerprint.
        #[arg(value_name = "FINGERPRINT")]
        fingerprint: String,
    },
}

impl Args {
    /// Answers.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let community = at.community();
        match self.asked {
            Asked::Issue { person, label, days } => {
                let account = words::person(community, &person).await?;
                let token = community.give_token(account, &label, days).await?;
                Answer::of(&Issued { account, token: token.reveal().to_owned(), fingerprint: token.digest().fingerprint(), days })
            }
            Asked::List { person } => {
                let account = words::person(community, &person).await?;
                let now = community.now();
                let tokens = community.tokens(account).await?.into_iter().map(|line| {
                    let state = match line.revoked_at {
                        Some(_) => "revoked",
                        None if now >= line.expires_at => "expired",
                        None => "good",
                    };
                    Line { fingerprint: line.digest.fingerprint(), label: line.label, expires_at: line.expires_at, state }
                });
                Answer::of(&Tokens { tokens: tokens.collect() })
            }
            Asked::Revoke { person, fingerprint } => {
                let account = words::person(community, &person).await?;
                let line = community.revoke_token(account, &fingerprint).await?;
                Answer::of(&Revoked { fingerprint: line.digest.fingerprint(), label: line.label })
            }
        }
    }
}

#[derive(Debug, Serialize)]
struct Issued {
    account: AccountId,
    token: String,
    fingerprint: String,
    days: u16,
}

impl fmt::Display for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n\nKeep it like a password: it is shown this once. It is good for {} days; {} names it.",
            self.token, self.days, self.fingerprint
        )
    }
}

#[derive(Debug, Serialize)]
struct Tokens {
    tokens: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    fingerprint: String,
    label: String,
    expires_at: Timestamp,
    state: &'static str,
}

impl fmt::Display for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for line in &self.tokens {
            table.row([&line.fingerprint, &line.state, &line.expires_at.date(), &line.label]);
        }
        if self.tokens.is_empty() { write!(f, "This account has no token.") } else { write!(f, "{table}") }
    }
}

#[derive(Debug, Serialize)]
struct Revoked {
    fingerprint: String,
    label: String,
}

impl fmt::Display for Revoked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The token {} ({}) is dead.", self.fingerprint, self.label)
    }
}
