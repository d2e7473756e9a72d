//! What people type at a command line: codes, dates, persons, and what a badge may say.

use crate::community::Community;
use crate::community::attestation::{ConfirmedBy, Disclosure, EmailForm, Release, ReleaseFault};
use crate::community::people::{Account, Minor, NewAccount, ShownAs};
use crate::vocabulary::ids::{AccountId, CredentialId, Id, IdFault};
use crate::vocabulary::{Chance, Timestamp};

use super::answer::Refused;

/// A credential as it is printed, as it stands in its address, or the address itself.
pub(super) fn credential(text: &str) -> Result<CredentialId, IdFault> {
    let code = text.rsplit_once("/c/").or_else(|| text.rsplit_once("/C/")).map_or(text, |(_, code)| code);
    Id::from_typed(code.split_once('.').map_or(code, |(code, _)| code))
}

/// The first instant of a date such as 2026-11-20, in UTC.
pub(super) fn date(text: &str) -> Result<Timestamp, String> {
    let at = Timestamp::parse(&format!("{text}T00:00:00Z"));
    at.filter(|_| text.len() == 10).ok_or_else(|| format!("{text:?} is not a date such as 2026-11-20"))
}

/// A trainer, by account id, wiki user name, or name where only one has it.
pub(super) async fn trainer(community: &Community, text: &str) -> anyhow::Result<Account> {
    let trainers = community.trainers().await?;
    let by_id: Option<AccountId> = text.parse().ok();
    if let Some(trainer) = trainers.iter().find(|one| Some(one.account().id()) == by_id || one.account().user_name() == Some(text)) {
        return Ok(trainer.account().clone());
    }
    let mut named = trainers.iter().filter(|one| one.account().display_name() == Some(text));
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one.account().clone()),
        (Some(_), Some(_)) => {
            Err(Refused::because(format!("several trainers are called {text:?}: name one by id, as `insignia trainers list` shows it")))
        }
        (None, _) => Err(Refused::because(format!("no trainer is called {text:?}: `insignia trainers list` shows those there are"))),
    }
}

/// Anybody known here, by account id, wiki user name, or name where only one has it.
pub(super) async fn anybody(community: &Community, text: &str) -> anyhow::Result<Account> {
    if let Ok(id) = text.parse::<AccountId>() {
        return Ok(community.trainer(id).await?.account().clone());
    }
    let mut called = community.people_called(text).await?;
    match (called.pop(), called.as_slice()) {
        (Some(one), []) => Ok(one),
        (Some(one), others) => {
            let ids: Vec<String> = others.iter().chain([&one]).map(|person| person.id().to_string()).collect();
            Err(Refused::because(format!("{} people are called {text:?}: name one by id, of {}", ids.len(), ids.join(", "))))
        }
        (None, _) => {
            Err(Refused::because(format!("nobody here is called {text:?}: give the account id, or the name as it was registered")))
        }
    }
}

/// Anybody, by account id; or a trainer as [`trainer`] finds them.
pub(super) async fn person(community: &Community, text: &str) -> anyhow::Result<AccountId> {
    if let Ok(id) = text.parse::<AccountId>() {
        return Ok(community.trainer(id).await?.account().id());
    }
    Ok(trainer(community, text).await?.id())
}

/// Who confirmed what a badge may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Confirmed {
    /// The holder, after it was read back to them.
    Holder,
    /// A trainer who knows the person.
    Trainer,
}

/// How an e-mail address is written into the badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Email {
    /// With a salted hash.
    Hashed,
    /// In plain text.
    Plain,
}

/// What a badge may say about its holder.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub(super) struct Said {
    /// A name as its holder writes it; up to three, one for each script.
    #[arg(long = "name", value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// The badge also says the wiki user name.
    #[arg(long)]
    pub(super) show_user_name: bool,
    /// The badge also says this address; only if the holder asked for it.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) email: Option<String>,
    /// How it says the address [default: hashed].
    #[arg(long, value_name = "FORM", requires = "email")]
    pub(super) email_form: Option<Email>,
    /// Who confirmed this; with nobody's word the badge is signed without a name.
    #[arg(long, value_name = "WHO")]
    pub(super) confirmed_by: Option<Confirmed>,
}

impl Said {
    /// As it is fixed before the badge is recorded. Unconfirmed, it says nothing.
    pub(super) fn release(&self, chance: &Chance) -> Result<Release, ReleaseFault> {
        let confirmed_by = match self.confirmed_by {
            None => return Ok(Release::nothing()),
            Some(Confirmed::Holder) => ConfirmedBy::Holder,
            Some(Confirmed::Trainer) => ConfirmedBy::Trainer,
        };
        let account = if self.show_user_name { Disclosure::Shown } else { Disclosure::Withheld };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let release = Release::of_names(&names, account, confirmed_by)?;
        let form = match self.email_form {
            Some(Email::Plain) => EmailForm::Plain,
            Some(Email::Hashed) | None => EmailForm::Hashed,
        };
        match &self.email {
            Some(address) => release.with_email(address, form, chance),
            None => Ok(release),
        }
    }
}

/// How a person is known to this server.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub(super) struct Known {
    /// The wiki user name.
    #[arg(long, value_name = "NAME")]
    pub(super) user_name: Option<String>,
    /// The id of the central wiki account, which survives a rename.
    #[arg(long, value_name = "ID")]
    pub(super) central_id: Option<String>,
}

impl Known {
    /// The account to register; somebody known by user name or central id is found again.
    pub(super) fn account(&self, display_name: Option<&str>, minor: Minor) -> NewAccount {
        NewAccount {
            central_id: self.central_id.clone(),
            user_name: self.user_name.clone(),
            display_name: display_name.map(str::to_owned),
            affiliate: None,
            shown_as: ShownAs::Affiliate,
            minor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_read_from_paper_and_from_its_address() {
        let id: CredentialId = Id::from_bytes([9; 16]);
        let lower = id.to_string();
        for text in [
            lower.clone(),
            lower.to_uppercase(),
            id.printed(),
            format!("https://badges.example.org/c/{lower}"),
            format!("HTTPS://BADGES.EXAMPLE.ORG/C/{}", lower.to_uppercase()),
            format!("http://localhost:8017/c/{lower}.json"),
        ] {
            assert_eq!(credential(&text), Ok(id), "{text}");
        }
        assert!(credential("https://badges.example.org/").is_err());
    }

    #[test]
    fn a_date_is_the_first_instant_of_its_day() {
        assert_eq!(date("2026-11-20").map(|at| at.to_string()), Ok("2026-11-20T00:00:00Z".to_owned()));
        for wrong in ["2026-11-31", "20.11.2026", "2026-11-20T10:00", ""] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn without_anybodys_word_nothing_is_said() {
        let said = Said { names: vec!["Ada".to_owned()], show_user_name: true, ..Said::default() };
        assert_eq!(said.release(&Chance::seeded(1)), Ok(Release::nothing()));
        let confirmed = Said { confirmed_by: Some(Confirmed::Trainer), ..said };
        assert_eq!(confirmed.release(&Chance::seeded(1)).map(|release| release.names().len()), Ok(1));
    }
}
