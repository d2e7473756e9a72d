//! `insignia people`: how people sign in, and who is a steward or an admin.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::table::Table;
use super::terminal::Style;
use super::words;
use crate::community::people::appointment::Role;
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
    /// Make a link that signs a person in once: their first way in, or the way back. An older link of
    /// theirs is dead from then on.
    Invite {
        /// Who: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
    },
    /// Make somebody a steward or an admin. They are signed out everywhere, and sign in anew.
    Appoint {
        /// Who: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
        /// What they become.
        #[arg(long = "as", value_name = "ROLE")]
        role: Office,
        /// Who decided it, and where that is written. Names a body, no private person.
        #[arg(long, value_name = "TEXT")]
        decision: String,
    },
    /// Take a role from somebody, at once and on every device.
    Dismiss {
        /// Who: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
        /// What they no longer are.
        #[arg(long = "as", value_name = "ROLE")]
        role: Office,
    },
    /// Show every steward and admin.
    Appointed,
    /// Sign somebody out everywhere: a phone was lost, a session was stolen.
    SignOut {
        /// Who: an account id, user name or name.
        #[arg(value_name = "PERSON")]
        person: String,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Office {
    /// Mandates, classes, revocations.
    Steward,
    /// The installation.
    Admin,
}

impl Office {
    const fn role(self) -> Role {
        match self {
            Self::Steward => Role::Steward,
            Self::Admin => Role::Admin,
        }
    }
}

impl Args {
    /// Answers.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let community = at.community();
        match self.asked {
            Asked::Invite { person } => {
                let account = words::anybody(community, &person).await?.id();
                let invitation = community.invite(account).await?;
                let link = at.office().addresses().sign_in_link(invitation.secret.reveal());
                Answer::of(&Invited { account, link, until: invitation.expires_at })
            }
            Asked::Appoint { person, role, decision } => {
                let account = words::anybody(community, &person).await?.id();
                community.appoint(account, role.role(), &decision).await?;
                Answer::of(&Changed { account, role: role.role().as_str(), appointed: true })
            }
            Asked::Dismiss { person, role } => {
                let account = words::anybody(community, &person).await?.id();
                community.dismiss(account, role.role()).await?;
                Answer::of(&Changed { account, role: role.role().as_str(), appointed: false })
            }
            Asked::Appointed => {
                let mut lines = Vec::new();
                for one in community.appointments().await? {
                    let person = community.trainer(one.account).await?;
                    let name = person.account().display_name().or(person.account().user_name()).map(str::to_owned);
                    let since = one.started_at.date();
                    lines.push(Line { account: one.account, name, role: one.role.as_str(), since, decision: one.decision });
                }
                Answer::of(&Appointed { appointed: lines })
            }
            Asked::SignOut { person } => {
                let account = words::anybody(community, &person).await?.id();
                Answer::of(&SignedOut { account, sessions: community.end_sessions(account, None).await? })
            }
        }
    }
}

#[derive(Debug, Serialize)]
struct Invited {
    account: AccountId,
    link: String,
    until: Timestamp,
}

impl fmt::Display for Invited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n\nGive it to nobody but the person. It signs in once, until {}; a newer one takes its place.",
            self.link,
            self.until.date()
        )
    }
}

#[derive(Debug, Serialize)]
struct Changed {
    account: AccountId,
    role: &'static str,
    appointed: bool,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, role, appointed } = self;
        let word = if *appointed { "is now" } else { "is no longer" };
        write!(f, "{account} {word} {role}, and is signed out everywhere.")
    }
}

#[derive(Debug, Serialize)]
struct Appointed {
    appointed: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    account: AccountId,
    name: Option<String>,
    role: &'static str,
    since: String,
    decision: String,
}

impl fmt::Display for Appointed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.appointed.is_empty() {
            return write!(f, "Nobody is a steward or an admin yet: insignia people appoint PERSON --as steward --decision …");
        }
        let mut table = Table::default();
        for line in &self.appointed {
            let name = line.name.as_deref().unwrap_or("(no name)");
            table.row([&name, &line.role, &line.since, &Style::Faint.on(line.account), &line.decision]);
        }
        write!(f, "{table}")
    }
}

#[derive(Debug, Serialize)]
struct SignedOut {
    account: AccountId,
    sessions: u64,
}

impl fmt::Display for SignedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is signed out everywhere; sessions that ended: {}.", self.account, self.sessions)
    }
}
