//! `insignia certificate slip`: that somebody took part in a training, for those who have no badge of it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use crate::appearance::certificate::content::{Detail, NameForm, Naming, Paper};
use crate::community::attestation::{Participant, ReleasedName};
use crate::doors::cli::answer::{Answer, Refused};
use crate::doors::cli::installation::Installation;
use crate::doors::cli::terminal::Terminal;
use crate::doors::cli::words;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// For whom.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The training's id.
    training: TrainingId,
    /// One participant: an account id, user name or name [default: everybody without a badge of this training].
    person: Option<String>,
    /// The folder for the files; it is made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
    /// The language of the paper, such as bn.
    #[arg(long, value_name = "LANGUAGE", value_parser = LanguageTag::from_wiki_code, default_value = "en")]
    language: LanguageTag,
}

#[derive(Debug, Serialize)]
struct Printed {
    slips: Vec<Slip>,
}

#[derive(Debug, Serialize)]
struct Slip {
    account: AccountId,
    file: PathBuf,
}

impl Args {
    /// Prints the slips.
    pub(super) async fn run(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        let training = at.community().training(self.training).await?;
        let participants = self.participants(at).await?;
        let press = at.press()?;
        let template = press.slip()?;
        let paper = Paper {
            messages: press.messages(),
            catalog: at.community().catalog(),
            addresses: at.office().addresses(),
            language: &self.language,
            form: NameForm::Wall,
            detail: Detail::Whole,
            naming: Naming::default(),
        };
        let bar = terminal.progress(participants.len(), "printing");
        let mut papers = Vec::with_capacity(participants.len());
        for Participant { account, names } in participants {
            let names: Vec<&str> = names.iter().map(ReleasedName::as_str).collect();
            let printed = press.sheet(template, |_| paper.slip(&training, &names)).and_then(|sheet| press.write(&sheet));
            papers.push((account, printed.with_context(|| format!("the slip of {account}"))?));
            bar.inc(1);
        }
        bar.finish_and_clear();
        std::fs::create_dir_all(&self.out).with_context(|| format!("{} cannot be made", self.out.display()))?;
        let keep = |(account, bytes): (AccountId, Vec<u8>)| -> anyhow::Result<Slip> {
            let file = self.out.join(format!("slip-{account}.pdf"));
            std::fs::write(&file, bytes).with_context(|| format!("{} cannot be written", file.display()))?;
            Ok(Slip { account, file })
        };
        Answer::of(&Printed { slips: papers.into_iter().map(keep).collect::<Result<_, _>>()? })
    }

    async fn participants(&self, at: &Installation) -> anyhow::Result<Vec<Participant>> {
        let all = at.community().participants(self.training).await?;
        let chosen: Vec<Participant> = match &self.person {
            Some(person) => {
                let account = words::anybody(at.community(), person).await?.id();
                all.into_iter().filter(|one| one.account == account).collect()
            }
            None => {
                let badges = at.office().credentials_of_training(self.training).await?;
                let holders: BTreeSet<AccountId> = badges.into_iter().map(|(_, holder)| holder).collect();
                all.into_iter().filter(|one| !holders.contains(&one.account)).collect()
            }
        };
        if chosen.is_empty() {
            let why = match &self.person {
                Some(person) => format!("{person:?} was not put forward in this training"),
                None => "everybody who was put forward in this training has a badge of it; name a person to print a slip all the same"
                    .to_owned(),
            };
            return Err(Refused::because(why));
        }
        Ok(chosen)
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<String> = self.slips.iter().map(|slip| slip.file.display().to_string()).collect();
        f.write_str(&files.join("\n"))
    }
}
