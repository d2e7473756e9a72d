//! `insignia trainings`: an event or a mentorship of two, with the class versions it awards.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::words;
use crate::community::attestation::{NewTraining, Training};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

const DAY_S: i64 = 86_400;

/// What is asked of the register.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, clap::Subcommand)]
enum Asked {
    /// Write a training down. It awards the class versions of today, whatever becomes of the catalogue.
    Add(Add),
    /// Show a training.
    Show {
        /// The training's id.
        training: TrainingId,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What it is called.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Where it takes place.
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// The first day, such as 2026-11-20.
    #[arg(long, value_name = "DATE", value_parser = words::date)]
    from: Timestamp,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = words::date)]
    until: Timestamp,
    /// The affiliate that holds it.
    #[arg(long, value_name = "AFFILIATE")]
    affiliate: String,
    /// A badge class that it awards; may be repeated.
    #[arg(long = "class", value_name = "SLUG", required = true)]
    classes: Vec<String>,
    /// Who trains: an account id, user name or name; may be repeated.
    #[arg(long = "trainer", value_name = "PERSON", required = true)]
    trainers: Vec<String>,
}

impl Args {
    /// Answers.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        match self.asked {
            Asked::Add(add) => add.run(at).await,
            Asked::Show { training } => Answer::of(&Shown::of(&at.community().training(training).await?)),
        }
    }
}

impl Add {
    async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let mut trainers = Vec::with_capacity(self.trainers.len());
        for trainer in &self.trainers {
            trainers.push(words::trainer(at.community(), trainer).await?.id());
        }
        let new = NewTraining {
            name: self.name,
            place: self.place,
            starts_at: self.from,
            // The last day counts.
            ends_at: self.until.plus_seconds(DAY_S - 1),
            affiliate: self.affiliate,
            classes: self.classes,
            trainers,
        };
        Answer::of(&Shown::of(&at.community().make_training(&new).await?))
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    training: TrainingId,
    name: String,
    place: String,
    from: String,
    until: String,
    affiliate: String,
    classes: Vec<Pinned>,
    trainers: Vec<AccountId>,
}

#[derive(Debug, Serialize)]
struct Pinned {
    class: String,
    version: String,
}

impl Shown {
    fn of(training: &Training) -> Self {
        Self {
            training: training.id(),
            name: training.name().to_owned(),
            place: training.place().to_owned(),
            from: training.starts_at().date(),
            until: training.ends_at().date(),
            affiliate: training.affiliate().to_owned(),
            classes: training.classes().iter().map(|(class, version)| Pinned { class: class.clone(), version: version.clone() }).collect(),
            trainers: training.trainers().to_vec(),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { String::new() } else { format!(", {}", self.place) };
        writeln!(f, "{}{place}  {} – {}  {}", self.name, self.from, self.until, self.affiliate)?;
        for Pinned { class, version } in &self.classes {
            writeln!(f, "   awards {class}, version {version}")?;
        }
        write!(f, "Put its participants forward: insignia nominate --training {} --class … --by …", self.training)
    }
}
