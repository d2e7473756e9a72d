//! The configuration: one TOML file, read once, taken apart at the door.
//!
//! Every fault is told at once, with its line and what to do; a field that nobody knows is a fault,
//! because a misspelt one would be ignored in silence. Relative paths start at the file's folder.
//! Secrets do not stand in it: it names the file that holds the passphrase. A PostgreSQL password
//! may stand in the address, if nobody else can read the file.

mod fault;
mod issuer_words;
mod known_issuers;
mod mail;
mod sheet;
mod sign_in;

use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::doors::http::client::Network;
use crate::doors::http::practice::Practice;
use crate::issuer::profile::IssuerSettings;
use crate::platform::database::DatabaseUrl;
use crate::platform::fetch::{ForeignFetch, Sister};
use crate::verifier::Register;
use crate::vocabulary::urls::{IssuerPlace, PublicBase};

pub use fault::{Fault, Faults};
pub use mail::MailSettings;
pub use sign_in::{ProviderSettings, SecretFault, WikiSettings, read_secret};

use sheet::{Section, Sheet};

/// Everything the operator decided.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from.
    pub file: PathBuf,
    /// The public address, for ever.
    pub base: PublicBase,
    /// Where the store is.
    pub database: DatabaseUrl,
    /// Keys and everything else that is kept in files.
    pub data_folder: PathBuf,
    /// The file with the passphrase of the keys; without it the server starts sealed.
    pub passphrase_file: Option<PathBuf>,
    /// The catalogue; that of the program if absent.
    pub badge_classes: Option<PathBuf>,
    /// Templates that replace ours.
    pub templates: Option<PathBuf>,
    /// Who signs. The first one owns the classes that name no other body.
    pub issuers: Vec<IssuerSettings>,
    /// Where the server listens.
    pub listen: Listen,
    /// Who answers for personal data.
    pub privacy: Privacy,
    /// A wiki by which people sign in.
    pub wiki: Option<WikiSettings>,
    /// OpenID providers by which people sign in.
    pub providers: Vec<ProviderSettings>,
    /// How trainers and stewards work here.
    pub practice: Practice,
    /// Who takes our mails.
    pub mail: Option<MailSettings>,
    /// Whether servers are asked that only a badge names.
    pub foreign_fetch: ForeignFetch,
    /// Servers that are asked wherever they stand.
    pub sister_servers: Vec<Sister>,
    /// The file in which issuers elsewhere stand that the operator knows.
    pub known_issuers_file: Option<PathBuf>,
    /// What stands there.
    pub known_issuers: Register,
}

/// Who answers for the personal data kept here; shown on the page about privacy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privacy {
    /// A person or a body.
    pub controller: Option<String>,
    /// How to reach them: a mail address or a page.
    pub contact: Option<String>,
}

/// Where the server listens, and who may stand in front of it.
#[derive(Debug, Clone)]
pub struct Listen {
    /// For everybody; usually a proxy with TLS.
    pub public: SocketAddr,
    /// For the operator's own programs.
    pub operations: Option<SocketAddr>,
    /// Proxies whose word about the client is believed.
    pub trusted_proxies: Vec<Network>,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every fault of the file, or why it cannot be read.
    pub fn read(file: &Path) -> Result<Self, Faults> {
        let text = std::fs::read_to_string(file).map_err(|error| Faults::unreadable(file, &error))?;
        let readers = std::fs::metadata(file).map_or(0, |found| found.mode() & 0o077);
        let mut config = Self::parse(file, &text, readers != 0)?;
        if let Some(named) = &config.known_issuers_file {
            config.known_issuers = known_issuers::read(named)?;
        }
        Ok(config)
    }

    /// Checks a text that was read from `file`, which others can read or not.
    fn parse(file: &Path, text: &str, open_to_others: bool) -> Result<Self, Faults> {
        let sheet = Sheet::new(text);
        let config = sheet.read(|top| {
            let config = read(file, top);
            if let Some(config) = &config {
                check_secrecy(config, top, open_to_others);
            }
            config
        });
        match (config, sheet.into_faults()) {
            (Some(config), faults) if faults.is_empty() => Ok(config),
            (_, faults) => Err(Faults::of(file, faults)),
        }
    }

    /// Where the key files are.
    pub fn keys_folder(&self) -> PathBuf {
        self.data_folder.join("keys")
    }

    /// Where fonts may be put that the system does not have, or not so.
    pub fn fonts_folder(&self) -> PathBuf {
        self.data_folder.join("fonts")
    }
}

/// Reads every part before it gives up, so that every fault is told.
fn read(file: &Path, top: &Section<'_, '_>) -> Option<Config> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let beside = |path: String| folder.join(path);
    let base = top.parsed("public_base", "write the https origin that printed badges will carry, such as https://badges.example.org");
    let database = top.parsed("database", "write a file such as data/insignia.db, or postgres://user@host/name");
    let data_folder = top.text("data_folder");
    let [passphrase_file, badge_classes, templates, known_issuers_file] =
        ["passphrase_file", "badge_classes", "templates", "known_issuers"].map(|name| top.optional_text(name).map(&beside));
    let issuers = read_issuers(top);
    let switch = top.optional_checked("foreign_fetch", "write \"on\" or \"off\"", |word| matches!(word, "on" | "off"));
    let foreign_fetch = if switch.as_deref() == Some("off") { ForeignFetch::Off } else { ForeignFetch::On };
    let sister_servers = top.parsed_list("sister_servers", "name each by its origin, such as https://badges.example.net");
    let privacy = top.section("privacy");
    let privacy = privacy.map(|said| Privacy { controller: said.optional_text("controller"), contact: said.optional_text("contact") });
    let mut practice = Practice::default();
    let (wiki, providers) = sign_in::read(top, folder, &mut practice);
    if let Some(issuing) = top.section("issuing") {
        let hold = issuing.optional_number("hold_minutes", 0..=1440);
        practice.hold_minutes = hold.unwrap_or(practice.hold_minutes);
    }
    let mail = mail::read(top, folder);
    practice.sends_mail = mail.is_some();
    let listen = top.section("listen").map(|listen| read_listen(&listen));
    if listen.is_none() {
        top.missing("[listen]", "add it with public = \"127.0.0.1:8080\"");
    }
    Some(Config {
        file: file.to_owned(),
        base: base?,
        database: match database? {
            DatabaseUrl::Sqlite(path) => DatabaseUrl::Sqlite(folder.join(path)),
            elsewhere @ DatabaseUrl::Postgres(_) => elsewhere,
        },
        data_folder: beside(data_folder?),
        passphrase_file,
        badge_classes,
        templates,
        issuers: issuers?,
        listen: listen??,
        privacy: privacy.unwrap_or_default(),
        wiki,
        providers,
        practice,
        mail,
        foreign_fetch,
        sister_servers,
        known_issuers_file,
        known_issuers: Register::default(),
    })
}

fn read_issuers(top: &Section<'_, '_>) -> Option<Vec<IssuerSettings>> {
    let sections = top.sections("issuer");
    if sections.is_empty() {
        top.missing("[[issuer]]", "add one with slug and name: it signs the badges");
        return None;
    }
    let read: Vec<Option<IssuerSettings>> = sections.iter().enumerate().map(|(at, section)| read_issuer(at == 0, section)).collect();
    let issuers: Vec<IssuerSettings> = read.into_iter().collect::<Option<_>>()?;
    for (at, section) in sections.iter().enumerate() {
        let same = |other: &IssuerSettings| {
            let both_root = other.place == IssuerPlace::Root && issuers[at].place == IssuerPlace::Root;
            other.slug == issuers[at].slug || both_root
        };
        if issuers[..at].iter().any(same) {
            section.fault(
                "slug",
                "this issuer has the slug or the place of an earlier one",
                "give each a slug of its own; one may have place = \"root\"",
            );
        }
    }
    Some(issuers)
}

fn read_issuer(first: bool, section: &Section<'_, '_>) -> Option<IssuerSettings> {
    const LINK: &str = "write an https address";
    let slug = section.checked("slug", "use a-z, 0-9 and hyphens; it is part of what is signed and never changes", |slug| {
        slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    let name = section.text("name");
    let name_on_badges = section.optional_text("name_on_badges");
    let url = section.optional_checked("url", LINK, is_link);
    let image = section.optional_checked("image", LINK, is_link);
    let email = section.optional_checked("email", "write an address such as badges@example.org", |text| text.contains('@'));
    let usual = if first { IssuerPlace::Root } else { IssuerPlace::Named };
    let place = section.optional_checked("place", "write \"root\" or \"named\"", |text| matches!(text, "root" | "named"));
    let place = place.map_or(usual, |place| if place == "root" { IssuerPlace::Root } else { IssuerPlace::Named });
    Some(IssuerSettings { slug: slug?, name: name?, name_on_badges, url, email, image, place, own: issuer_words::read(section) })
}

fn is_link(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|link| link.scheme() == "https" && link.host_str().is_some())
}

fn read_listen(section: &Section<'_, '_>) -> Option<Listen> {
    const ADDRESS: &str = "write an address with a port, such as 127.0.0.1:8080";
    let public = section.parsed("public", ADDRESS);
    let operations = section.optional_parsed("operations", ADDRESS);
    let trusted_proxies = section.parsed_list("trusted_proxies", "name proxies by address or network, such as 127.0.0.1 or 10.0.0.0/8");
    if operations.is_some() && operations == public {
        section.fault("operations", "both listeners have the same address", "give the operations listener a port of its own");
    }
    Some(Listen { public: public?, operations, trusted_proxies })
}

/// A password in a file that others can read is no secret.
fn check_secrecy(config: &Config, top: &Section<'_, '_>, open_to_others: bool) {
    let DatabaseUrl::Postgres(address) = &config.database else { return };
    let said = address.password().is_some() || address.query_pairs().any(|(name, _)| name == "password");
    if said && open_to_others {
        let remedy = format!("run: chmod 600 {}", config.file.display());
        top.fault("database", "there is a password in a file that other users of this machine can read", &remedy);
    }
}

#[cfg(test)]
mod tests;
