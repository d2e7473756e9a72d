//! `insignia erase`: nothing personal about a person stays on this server.

use std::fmt;

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::Installation;
use super::words;
use crate::vocabulary::ids::{AccountId, CredentialId};

/// Who is erased.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The person: an account id, user name or name.
    #[arg(value_name = "PERSON", required_unless_present = "holder_of", conflicts_with = "holder_of")]
    person: Option<String>,
    /// The holder of this badge: its printed code, id or address.
    #[arg(long, value_name = "BADGE", value_parser = words::credential)]
    holder_of: Option<CredentialId>,
    /// Do it. It cannot be undone: without this, the command only says what would go.
    #[arg(long)]
    for_ever: bool,
}

impl Args {
    /// Erases, or says what would be erased.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let account = self.account(at).await?;
        let badges = at.office().credentials_of(account).await?;
        if self.for_ever {
            at.office().erase(account).await?;
        }
        Answer::of(&Erased { account, badges, erased: self.for_ever })
    }

    async fn account(&self, at: &Installation) -> anyhow::Result<AccountId> {
        match (&self.person, self.holder_of) {
            (Some(person), _) => Ok(words::anybody(at.community(), person).await?.id()),
            (None, Some(badge)) => match at.office().published(&[badge]).await?.remove(&badge) {
                Some(published) => Ok(published.award().holder()),
                None => Err(Refused::because(format!("there is no badge {badge} here, or its holder was erased"))),
            },
            (None, None) => Err(Refused::because("name a person, or a badge with --holder-of")),
        }
    }
}

#[derive(Debug, Serialize)]
struct Erased {
    account: AccountId,
    badges: Vec<CredentialId>,
    erased: bool,
}

impl fmt::Display for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (answers, go) = if self.erased { ("answers", "are gone") } else { ("would answer", "would go") };
        writeln!(
            f,
            "What this server knows about {}: names, nominations, evidence and the signed bytes of {} {go}.",
            self.account,
            if self.badges.len() == 1 { "1 badge".to_owned() } else { format!("{} badges", self.badges.len()) }
        )?;
        for badge in &self.badges {
            writeln!(f, "   {badge}")?;
        }
        writeln!(f, "The address of each badge {answers} \"gone\"; slots, digests and the log's entries stay, without a name.")?;
        if self.erased {
            write!(f, "Copies that others keep still verify until they end or are revoked. Backups end by their own age: see README.md")
        } else {
            write!(f, "Nothing was changed. To erase, for ever: add --for-ever")
        }
    }
}
