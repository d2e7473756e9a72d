//! `insignia trainers`: the register of who may attest what, and until when.

use std::fmt;

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::Installation;
use super::table::Table;
use super::terminal::Style;
use super::words;
use crate::community::people::{Mandate, MandateState, Minor, NewAccount, ShownAs, Trainer};
use crate::community::{Given, Mandated};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, MandateId};

const DAY_S: i64 = 86_400;

/// What is asked of the register.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, clap::Subcommand)]
enum Asked {
    /// Show every trainer with their mandates.
    List,
    /// Register a person who will attest.
    Add(Add),
    /// Give a trainer the right to attest named badge classes.
    Mandate(GiveMandate),
    /// End a mandate before its time. What was attested under it stays.
    End {
        /// The mandate's id.
        mandate: MandateId,
        /// Who decided it: an account id, user name or name.
        #[arg(long, value_name = "PERSON")]
        by: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What the person is called.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The affiliate they act for.
    #[arg(long, value_name = "AFFILIATE")]
    affiliate: String,
    #[command(flatten)]
    known: words::Known,
    /// How their attestations show them to the public.
    #[arg(long, value_name = "HOW", default_value = "name")]
    shown_as: Shown,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shown {
    /// By name.
    Name,
    /// By wiki user name.
    UserName,
    /// Only as somebody of their affiliate.
    Affiliate,
}

#[derive(Debug, clap::Args)]
struct GiveMandate {
    /// The trainer: an account id, user name or name.
    #[arg(value_name = "PERSON")]
    person: String,
    /// A badge class; may be repeated.
    #[arg(long = "class", value_name = "SLUG", required = true)]
    classes: Vec<String>,
    /// The affiliate for which they attest [default: the trainer's own].
    #[arg(long, value_name = "AFFILIATE")]
    affiliate: Option<String>,
    /// The first day, such as 2026-11-20 [default: today].
    #[arg(long, value_name = "DATE", value_parser = words::date)]
    from: Option<Timestamp>,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = words::date)]
    until: Timestamp,
    /// It starts a class that nobody holds yet.
    #[arg(long, conflicts_with = "given_by", required_unless_present = "given_by")]
    founding: bool,
    /// The steward who gives it: an account id, user name or name.
    #[arg(long, value_name = "PERSON")]
    given_by: Option<String>,
    /// Who decided it, and where that is written. Names a body, no private person.
    #[arg(long, value_name = "TEXT")]
    decision: String,
}

impl Args {
    /// Answers.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        match self.asked {
            Asked::List => Answer::of(&Register::of(&at.community().trainers().await?, at.community().now())),
            Asked::Add(add) => add.run(at).await,
            Asked::Mandate(mandate) => mandate.run(at).await,
            Asked::End { mandate, by } => end(at, mandate, by).await,
        }
    }
}

impl Add {
    async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let new = NewAccount {
            affiliate: Some(self.affiliate),
            shown_as: match self.shown_as {
                Shown::Name => ShownAs::Name,
                Shown::UserName => ShownAs::UserName,
                Shown::Affiliate => ShownAs::Affiliate,
            },
            ..self.known.account(Some(&self.name), Minor::No)
        };
        let account = at.community().register(&new).await?;
        Answer::of(&Added { account: account.id(), name: self.name })
    }
}

impl GiveMandate {
    async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let community = at.community();
        let account = words::anybody(community, &self.person).await?;
        let affiliate = self.affiliate.or_else(|| account.affiliate().map(str::to_owned));
        let affiliate = affiliate.ok_or_else(|| Refused::because("say with --affiliate for which affiliate the trainer attests"))?;
        let decision = self.decision;
        let given = match self.given_by {
            None => Given::Founding { decision },
            Some(steward) => Given::By { steward: words::person(community, &steward).await?, decision },
        };
        let mandated = Mandated {
            account: account.id(),
            affiliate,
            classes: self.classes,
            starts_at: self.from.unwrap_or_else(|| community.now()),
            // The last day counts.
            ends_at: self.until.plus_seconds(DAY_S),
            given,
        };
        let id = community.give_mandate(&mandated).await?;
        Answer::of(&MandateGiven { mandate: id, account: mandated.account, until: self.until.date() })
    }
}

async fn end(at: &Installation, mandate: MandateId, by: Option<String>) -> anyhow::Result<Answer> {
    let known = at.community().trainers().await?;
    if !known.iter().flat_map(Trainer::mandates).any(|one| one.id() == mandate) {
        return Err(Refused::because(format!("there is no mandate {mandate}: `insignia trainers list` shows those there are")));
    }
    let by = match by {
        Some(person) => Some(words::person(at.community(), &person).await?),
        None => None,
    };
    at.community().end_mandate(mandate, by).await?;
    Answer::of(&MandateEnded { mandate })
}

#[derive(Debug, Serialize)]
struct Added {
    account: AccountId,
    name: String,
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, account } = self;
        write!(
            f,
            "{name} is registered as {account}. A mandate lets them attest:\n  insignia trainers mandate {account} --class … --until … --founding --decision …"
        )
    }
}

#[derive(Debug, Serialize)]
struct MandateGiven {
    mandate: MandateId,
    account: AccountId,
    until: String,
}

impl fmt::Display for MandateGiven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mandate {} is given to {} until {}.", self.mandate, self.account, self.until)
    }
}

#[derive(Debug, Serialize)]
struct MandateEnded {
    mandate: MandateId,
}

impl fmt::Display for MandateEnded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mandate {} is ended. What was attested under it stays.", self.mandate)
    }
}

/// The register as it is shown.
#[derive(Debug, Serialize)]
struct Register {
    trainers: Vec<TrainerLine>,
}

#[derive(Debug, Serialize)]
struct TrainerLine {
    account: AccountId,
    name: Option<String>,
    user_name: Option<String>,
    affiliate: Option<String>,
    mandates: Vec<MandateLine>,
}

#[derive(Debug, Serialize)]
struct MandateLine {
    mandate: MandateId,
    classes: Vec<String>,
    affiliate: String,
    from: String,
    until: String,
    basis: String,
    state: &'static str,
}

impl Register {
    fn of(trainers: &[Trainer], now: Timestamp) -> Self {
        let line = |trainer: &Trainer| {
            let account = trainer.account();
            TrainerLine {
                account: account.id(),
                name: account.display_name().map(str::to_owned),
                user_name: account.user_name().map(str::to_owned),
                affiliate: account.affiliate().map(str::to_owned),
                mandates: trainer.mandates().iter().map(|mandate| MandateLine::of(mandate, now)).collect(),
            }
        };
        Self { trainers: trainers.iter().map(line).collect() }
    }
}

impl MandateLine {
    fn of(mandate: &Mandate, now: Timestamp) -> Self {
        let state = match mandate.state() {
            MandateState::Ended { .. } => "ended",
            MandateState::Paused { .. } => "paused",
            MandateState::Standing if now < mandate.starts_at() => "not yet",
            MandateState::Standing if now >= mandate.ends_at() => "over",
            MandateState::Standing => "in force",
        };
        Self {
            mandate: mandate.id(),
            classes: mandate.classes().to_vec(),
            affiliate: mandate.affiliate().to_owned(),
            from: mandate.starts_at().date(),
            // The last day, as it was given.
            until: mandate.ends_at().plus_seconds(-1).date(),
            basis: mandate.basis().to_string(),
            state,
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.trainers.is_empty() {
            return write!(f, "Nobody has a mandate yet. Register a trainer: insignia trainers add --name … --affiliate …");
        }
        for trainer in &self.trainers {
            let name = trainer.name.as_deref().or(trainer.user_name.as_deref()).unwrap_or("(no name)");
            let affiliate = trainer.affiliate.as_deref().unwrap_or("no affiliate");
            writeln!(f, "{}  {affiliate}  {}", Style::Strong.on(name), Style::Faint.on(trainer.account))?;
            let mut table = Table::default();
            for mandate in &trainer.mandates {
                let classes = mandate.classes.join(", ");
                let dates = format!("{} – {}", mandate.from, mandate.until);
                table.row([&"  ", &mandate.state, &dates, &Style::Faint.on(mandate.mandate), &classes]);
            }
            writeln!(f, "{table}")?;
        }
        Ok(())
    }
}
