//! `insignia init`: a real installation, once.
//!
//! Everything is made in an order in which a failure can be undone: what was made is removed again,
//! what was there before is never touched.

mod making;
mod written;

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::answer::Answer;
use crate::issuer::keys::KdfCost;
use crate::issuer::profile::{IssuerSettings, OwnWords};
use crate::vocabulary::urls::{IssuerPlace, PublicBase};

pub(super) use making::{Plan, make};

/// What an installation is made with.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The public address, such as `https://badges.example.org`. It is printed on paper and signed into every badge: it must live twenty years.
    #[arg(long, value_name = "ORIGIN")]
    base: PublicBase,
    /// The name of the issuer as people know it.
    #[arg(long, value_name = "NAME")]
    issuer_name: String,
    /// Its short name: a-z, 0-9 and hyphens. Part of what is signed, never changed.
    #[arg(long, value_name = "SLUG", default_value = "main", value_parser = slug)]
    issuer: String,
    /// The issuer's own website.
    #[arg(long, value_name = "URL")]
    issuer_url: Option<String>,
    /// A public mailbox of the issuer.
    #[arg(long, value_name = "ADDRESS")]
    issuer_email: Option<String>,
    /// Where everything goes; made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    dir: PathBuf,
    /// A file, or `postgres://user@host/name` of an empty database. A password comes from ~/.pgpass, not from here [default: data/insignia.db].
    #[arg(long, value_name = "PLACE")]
    database: Option<String>,
    /// An existing passphrase file (mode 0400); otherwise one is made.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Where the server will listen; a proxy with TLS stands in front.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// Where the operator's own programs ask /readyz and /metrics.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9080")]
    operations: std::net::SocketAddr,
}

fn slug(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(text.to_owned()) } else { Err("use a-z, 0-9 and hyphens".to_owned()) }
}

impl Args {
    /// Makes the installation.
    pub(super) async fn run(self) -> anyhow::Result<Answer> {
        let plan = Plan {
            folder: self.dir,
            base: self.base,
            database: self.database,
            issuer: IssuerSettings {
                slug: self.issuer,
                name: self.issuer_name,
                name_on_badges: None,
                url: self.issuer_url,
                email: self.issuer_email,
                image: None,
                place: IssuerPlace::Root,
                own: OwnWords::default(),
            },
            passphrase_file: self.passphrase_file,
            listen: self.listen,
            operations: Some(self.operations),
            cost: KdfCost::STANDARD,
        };
        let made = make(&plan).await?;
        let did = made.office().owner()?.did().to_owned();
        let config = made.config().clone();
        made.close().await;
        Answer::of(&Made {
            host: config.base.host().to_owned(),
            keys: config.keys_folder(),
            database: config.database.to_string(),
            passphrase: config.passphrase_file.clone().unwrap_or_default(),
            configuration: config.file,
            issuer: did,
        })
    }
}

#[derive(Debug, Serialize)]
struct Made {
    configuration: PathBuf,
    database: String,
    keys: PathBuf,
    passphrase: PathBuf,
    issuer: String,
    host: String,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = super::table::Table::default();
        table.row([&" ", &"configuration", &self.configuration.display()]);
        table.row([&" ", &"database", &self.database]);
        table.row([&" ", &"keys", &self.keys.display()]);
        table.row([&" ", &"passphrase", &self.passphrase.display()]);
        table.row([&" ", &"issuer", &self.issuer]);
        write!(
            f,
            "The installation is made.\n\n{table}\n\
             Keep these, or nobody can issue here again:\n  \
             - the key folder and the database, in every backup;\n  \
             - the passphrase, apart from both: with it and the keys anybody can sign in your name.\n\n\
             The name {} must live twenty years: it stands in every badge and on every sheet of paper.\n\
             Put it into your own hands, pay it ahead, and tell somebody who will go on paying.\n\n\
             Next: insignia --config {} serve",
            self.host,
            self.configuration.display()
        )
    }
}
