//! `known-issuers.toml`: the issuers elsewhere that the operator knows, as a person writes them.
//!
//! Each `[[issuer]]` has an `id` or a `domain`, and a `name`; whatever else is optional. Every fault
//! is told at once, with its line and what to do.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::fault::{Fault, Faults};
use super::sheet::{Section, Sheet};
use crate::standards::did::{self, WebAddress};
use crate::standards::json::{self, Limits};
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::{KeyFault, PublicKey, multikey};
use crate::verifier::{Domain, KnownIssuer, KnownKey, ListsCount, Register, Server};

/// Reads the register in `file`.
///
/// # Errors
/// Every fault of the file, or why it cannot be read.
pub(super) fn read(file: &Path) -> Result<Register, Faults> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        let sentence = format!("this file, which the configuration names as known_issuers, cannot be read: {error}");
        let remedy = "write it, or take the line known_issuers out of the configuration".to_owned();
        Faults::of(file, vec![Fault { line: 0, sentence, remedy }])
    })?;
    parse(file, &text)
}

/// Checks a text that was read from `file`.
fn parse(file: &Path, text: &str) -> Result<Register, Faults> {
    let sheet = Sheet::new(text);
    let register = sheet.read(|top| {
        let mut register = Register::default();
        for section in top.sections("issuer") {
            add(&mut register, &section);
        }
        Some(register)
    });
    match (register, sheet.into_faults()) {
        (Some(register), faults) if faults.is_empty() => Ok(register),
        (_, faults) => Err(Faults::of(file, faults)),
    }
}

fn add(register: &mut Register, section: &Section<'_, '_>) {
    let id = section.optional_checked("id", "write the id as its badges say it, such as did:web:badges.example.org", is_issuer_id);
    let domain = section.optional_parsed::<Domain>("domain", "write a host such as badges.example.org, or *.example.org for all below it");
    let keys: Vec<Key> = section.parsed_list("keys", "write a Multikey (z6Mk…), or a public JSON Web Key between single quotes");
    let issuer = KnownIssuer {
        name: section.text("name").unwrap_or_default(),
        about: section.optional_text("about"),
        lists: if section.flag("lists_for_others") { ListsCount::ForOthers } else { ListsCount::ForItself },
        server: if section.flag("runs_insignia") { Server::Insignia } else { Server::Any },
    };
    match (section.has("id"), section.has("domain")) {
        (true, true) => {
            section.fault("domain", "this issuer has an id and a domain", "keep one: an id is one issuer, a domain all of them there");
        }
        (false, false) => section.missing("id or domain", "add the id as its badges say it, or the domain it stands in"),
        (false, true) if !keys.is_empty() => {
            section.fault(
                "keys",
                "keys belong to one issuer, not to a domain",
                "write its id in place of the domain, or leave the keys out",
            );
        }
        _ => {}
    }
    if let Some(domain) = domain
        && !register.add_domain(domain, issuer.clone())
    {
        section.fault("domain", "this domain stands in the file already", "keep one of the two");
    }
    if let Some(id) = id {
        for Key(key) in keys {
            register.add_key(KnownKey { issuer: id.clone(), key, compromised_at: None });
        }
        if !register.add(id, issuer) {
            section.fault("id", "this issuer stands in the file already", "keep one of the two");
        }
    }
}

/// An id that a badge can name and that is read here as it is written there.
fn is_issuer_id(text: &str) -> bool {
    match did::web::DidWeb::parse(text) {
        Some(read) => read.is_ok(),
        None => WebAddress::parse(text).is_some() || text.starts_with("did:") || text.starts_with("urn:"),
    }
}

/// A key as a person writes it.
struct Key(PublicKey);

/// Why a text is no key.
#[derive(Debug)]
enum NoKey {
    Json(json::JsonFault),
    Key(KeyFault),
}

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(fault) => fault.fmt(f),
            Self::Key(fault) => fault.fmt(f),
        }
    }
}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        if text.trim_start().starts_with('{') {
            let jwk = json::parse(text.as_bytes(), &Limits::default()).map_err(NoKey::Json)?;
            return Jwk::parse(&jwk).map(|jwk| Self(jwk.key)).map_err(NoKey::Key);
        }
        multikey::parse(text).map(Self).map_err(NoKey::Key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"[[issuer]]
id = "did:web:badges.wikimedia.example"
name = "Wikimedia Exampleland"
about = "affiliate in Exampleland"
runs_insignia = true
keys = ["z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}']

[[issuer]]
domain = "*.university.example"
name = "University of Exampleland"
lists_for_others = true
"#;

    fn parsed(text: &str) -> Result<Register, String> {
        parse(Path::new("/srv/known-issuers.toml"), text).map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_whole_file_is_read() {
        let register = parsed(WHOLE).unwrap();
        assert_eq!((register.len(), register.keys().len()), (2, 2));
        let affiliate = register.find("did:web:badges.wikimedia.example").unwrap();
        assert_eq!(affiliate.told(), "Wikimedia Exampleland (affiliate in Exampleland)");
        assert_eq!((affiliate.server, affiliate.lists), (Server::Insignia, ListsCount::ForItself));
        let university = register.find("https://library.university.example/issuer").unwrap();
        assert_eq!((university.server, university.lists), (Server::Any, ListsCount::ForOthers));
        assert!(parsed("").unwrap().is_empty(), "nobody is known at first");
    }

    #[test]
    fn each_fault_names_its_line_and_a_remedy() {
        let cases = [
            ("id = \"did:web:badges.wikimedia.example\"", "id = \"did:web:Badges.example\"", ":2: issuer.id cannot be"),
            ("id = \"did:web:badges.wikimedia.example\"", "id = \"http://badges.example\"", ":2: issuer.id cannot be"),
            ("id = \"did:web:badges.wikimedia.example\"\n", "", ":1: issuer.id or domain is missing"),
            ("name = \"Wikimedia Exampleland\"", "name = \"\"", ":3: issuer.name is empty"),
            ("name = \"Wikimedia Exampleland\"\n", "", ":1: issuer.name is missing"),
            ("runs_insignia = true", "runs_insignia = \"yes\"", ":5: issuer.runs_insignia is neither true nor false"),
            (
                "runs_insignia = true",
                "insignia = true",
                ":5: unknown field issuer.insignia; remove it or correct its name; known here: id, domain, keys, name, about,",
            ),
            ("\"z6MkjZRZ", "\"z6Mkxx", ":6: issuer.keys:"),
            ("\"crv\":\"Ed25519\"", "\"crv\":\"X25519\"", ":6: issuer.keys:"),
            ("\"kty\":\"OKP\"", "\"kty\":\"OKP\",\"d\":\"AQ\"", ":6: issuer.keys: the JSON Web Key holds the private member"),
            ("domain = \"*.university.example\"", "domain = \"https://university.example\"", ":9: issuer.domain:"),
            (
                "domain = \"*.university.example\"",
                "domain = \"a.example\"\nkeys = [\"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi\"]",
                ":10: keys belong to one issuer",
            ),
            ("domain = \"*.university.example\"", "domain = \"a.example\"\nid = \"urn:uuid:1\"", ":9: this issuer has an id and a domain"),
            (
                "domain = \"*.university.example\"",
                "id = \"did:web:badges.wikimedia.example\"",
                ":9: this issuer stands in the file already",
            ),
            ("[[issuer]]\ndomain", "[[issuers]]\ndomain", ":8: unknown field issuers"),
            ("[[issuer]]\nid", "[issuer\nid", ":1: this is not TOML"),
        ];
        for (right, wrong, said) in cases {
            let text = WHOLE.replacen(right, wrong, 1);
            assert_ne!(text, WHOLE, "{right}");
            let faults = parsed(&text).unwrap_err();
            assert!(faults.lines().any(|line| line.contains(said)), "{wrong}: {faults}");
            assert!(faults.lines().all(|line| line.contains("; ")), "a remedy: {faults}");
        }
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = parsed("[[issuer]]\nid = \"x\"\n[[issuer]]\ndomain = \"y\"\n").unwrap_err();
        assert_eq!(faults.lines().count(), 4, "{faults}");
    }

    #[test]
    fn a_file_that_is_not_there_is_told_with_a_remedy() {
        let faults = read(Path::new("/nowhere/known-issuers.toml")).unwrap_err().to_string();
        assert!(faults.contains("cannot be read") && faults.contains("take the line known_issuers out"), "{faults}");
    }
}
