//! `insignia keys`: which keys there are, new ones, and taking them in and out of use.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::{Installation, inside, secrets};
use super::table::Table;
use super::terminal::Style;
use crate::config::Config;
use crate::issuer::keys::{KdfCost, KeyFolder, KeyState, Kid, NewKey, Passphrase, PublishedKey, Purpose};
use crate::issuer::{Haste, OpenFault};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::{Chance, Clock, Timestamp};

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, clap::Subcommand)]
enum Asked {
    /// Show every key with its state.
    List,
    /// Make new keys for an issuer. Its first ones sign at once; later ones are published and wait.
    Generate {
        /// The issuer.
        #[arg(value_name = "SLUG")]
        issuer: String,
    },
    /// Take an issuer's pending keys into use and retire the old ones. Restart the server afterwards.
    Rotate {
        /// The issuer.
        #[arg(value_name = "SLUG")]
        issuer: String,
        /// Do not wait until verifiers have seen the new keys: for the day when the old ones were stolen.
        #[arg(long)]
        at_once: bool,
    },
    /// Take an active key out of use with nothing in its place: the issuer signs no more.
    Retire {
        /// The key's name.
        #[arg(value_name = "KEY")]
        kid: Kid,
    },
}

impl Args {
    /// Answers.
    pub(super) async fn run(self, config: &Path) -> anyhow::Result<Answer> {
        match self.asked {
            Asked::List => inside(config, async |at| Answer::of(&Keys::load(at).await?)).await,
            Asked::Generate { issuer } => generate(config, &issuer).await,
            Asked::Rotate { issuer, at_once } => {
                let haste = if at_once { Haste::AtOnce } else { Haste::Patient };
                let rotate = async |at: &Installation| {
                    // What waits for the old keys is signed with them first.
                    at.office().recover().await?;
                    let changed = at.office().rotate(&issuer, haste).await?;
                    Answer::of(&Changed { keys: changed.iter().map(|key| Line::of(&issuer, key, at.keys())).collect() })
                };
                inside(config, rotate).await
            }
            Asked::Retire { kid } => {
                let retire = async |at: &Installation| {
                    at.office().recover().await?;
                    let retired = at.office().retire_key(kid.as_str()).await?;
                    Answer::of(&Changed { keys: vec![Line::of("", &retired, at.keys())] })
                };
                inside(config, retire).await
            }
        }
    }
}

/// An issuer without keys has its first ones made active; others get pending ones.
async fn generate(config: &Path, slug: &str) -> anyhow::Result<Answer> {
    match Installation::open(config).await {
        Ok(at) => {
            let made = publish_new(&at, slug).await;
            at.close().await;
            Answer::of(&Made { keys: made?, first: false })
        }
        Err(refusal) => match refusal.downcast_ref::<OpenFault>() {
            Some(OpenFault::NoKeys { slug: without }) if without == slug => first_keys(config, slug).await,
            _ => Err(refusal),
        },
    }
}

async fn publish_new(at: &Installation, slug: &str) -> anyhow::Result<Vec<Line>> {
    // Refused before a file is written.
    let issuer = at.office().issuer(slug)?;
    if issuer.did().starts_with("did:key:") {
        return Err(Refused::because(format!("the issuer {slug} is known by its key (did:key), so it cannot have another one")));
    }
    let made = make(at.keys(), at.passphrase()?, slug, KeyState::Pending, KdfCost::STANDARD)?;
    at.office().publish_keys(slug, &made).await?;
    Ok(made.iter().map(|key| Line::of(slug, key, at.keys())).collect())
}

async fn first_keys(config: &Path, slug: &str) -> anyhow::Result<Answer> {
    let settings = Config::read(config)?;
    let (folder, passphrase) = secrets(&settings)?;
    let passphrase = passphrase.ok_or_else(|| Refused::because("name a passphrase_file in the configuration first"))?;
    let now = SystemClock.now();
    let made = make(&folder, &passphrase, slug, KeyState::Active { since: now }, KdfCost::STANDARD)?;
    let lines = made.iter().map(|key| Line::of(slug, key, &folder)).collect();
    let at = Installation::open_with(config, BTreeMap::from([(slug.to_owned(), made)])).await?;
    let kept = at.office().keep_did_documents().await;
    at.close().await;
    kept?;
    Answer::of(&Made { keys: lines, first: true })
}

/// Makes a pair for `slug` and writes its files.
pub(super) fn make(
    folder: &KeyFolder,
    passphrase: &Passphrase,
    slug: &str,
    state: KeyState,
    cost: KdfCost,
) -> anyhow::Result<Vec<PublishedKey>> {
    let (chance, now) = (Chance::system(), SystemClock.now());
    let make_one = |purpose: Purpose| {
        let key = NewKey::generate(purpose, &chance)?;
        folder.write(&key, slug, now, passphrase, cost, &chance)?;
        Ok(PublishedKey::new(key.public(), state, now))
    };
    [Purpose::DataIntegrity, Purpose::Jwt].into_iter().map(make_one).collect()
}

#[derive(Debug, Serialize)]
struct Keys {
    keys: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    issuer: String,
    kid: String,
    algorithm: &'static str,
    state: &'static str,
    created_at: Timestamp,
    /// Rounds of key derivation, if the file is there.
    rounds: Option<u32>,
}

impl Keys {
    async fn load(at: &Installation) -> anyhow::Result<Self> {
        let mut keys = Vec::new();
        for issuer in at.office().issuers() {
            let ring = at.office().published_keys(issuer).await?;
            keys.extend(ring.published().map(|key| Line::of(issuer.slug(), key, at.keys())));
        }
        Ok(Self { keys })
    }
}

impl Line {
    fn of(issuer: &str, key: &PublishedKey, folder: &KeyFolder) -> Self {
        Self {
            issuer: issuer.to_owned(),
            kid: key.kid().to_string(),
            algorithm: key.purpose().algorithm(),
            state: key.state().name(),
            created_at: key.created_at(),
            rounds: folder.rounds(key.kid()),
        }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for key in &self.keys {
            let file = if key.rounds.is_some() { String::new() } else { Style::Bad.on("no key file") };
            table.row([&key.issuer, &key.algorithm, &key.state, &key.created_at.date(), &key.kid, &file]);
        }
        write!(f, "{table}")
    }
}

#[derive(Debug, Serialize)]
struct Made {
    keys: Vec<Line>,
    first: bool,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        self.keys.iter().for_each(|key| table.row([&key.algorithm, &key.state, &key.kid]));
        let next = if self.first {
            "They sign from now on. Back up the key folder, apart from the passphrase."
        } else {
            "They are published now and sign nothing yet. Back up the key folder; after a day: insignia keys rotate"
        };
        write!(f, "{table}{next}")
    }
}

#[derive(Debug, Serialize)]
struct Changed {
    keys: Vec<Line>,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        self.keys.iter().for_each(|key| table.row([&key.algorithm, &key.state, &key.kid]));
        write!(f, "{table}Restart the server: a running one still holds the keys of before.")
    }
}
