//! The operator's register of issuers: it answers "who stands behind it".
//!
//! Being in it makes no signature hold and no key an issuer's, except a key that stands in the
//! register itself. Not being in it is no fault of a badge: it is said, and nothing follows from it.

use std::collections::BTreeMap;

use crate::standards::did::WebAddress;
use crate::standards::did::web::DidWeb;
use crate::standards::proof::PublicKey;
use crate::vocabulary::Timestamp;

/// An issuer that the operator knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIssuer {
    /// The name by which the operator knows it.
    pub name: String,
    /// What the operator says of it: a country, the affiliate it belongs to.
    pub about: Option<String>,
    /// For whose badges its status lists count.
    pub lists: ListsCount,
    /// What runs at its address.
    pub server: Server,
}

/// For whose badges the status lists of an issuer count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListsCount {
    /// For its own.
    #[default]
    ForItself,
    /// Also for those of issuers that name its lists.
    ForOthers,
}

/// What runs at an issuer's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Server {
    /// Anything.
    #[default]
    Any,
    /// Another Insignia: a suspension list stands beside each of its revocation lists, and is read.
    Insignia,
}

impl KnownIssuer {
    /// Known by name, and no more.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), about: None, lists: ListsCount::default(), server: Server::default() }
    }

    /// Name, and what is said of it.
    pub fn told(&self) -> String {
        match &self.about {
            Some(about) => format!("{} ({about})", self.name),
            None => self.name.clone(),
        }
    }
}

/// A key that the operator knows to be an issuer's, whatever the network says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// `issuer.id`.
    pub issuer: String,
    /// The key.
    pub key: PublicKey,
    /// Since when it is declared stolen. It then counts only for what our log recorded before.
    pub compromised_at: Option<Timestamp>,
}

/// Issuers by their id, or by the domain that their id stands in; and keys of theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    by_id: BTreeMap<String, KnownIssuer>,
    by_domain: BTreeMap<Domain, KnownIssuer>,
    keys: Vec<KnownKey>,
}

impl Register {
    /// Adds the issuer with this id; false if it is there already.
    pub fn add(&mut self, id: impl Into<String>, issuer: KnownIssuer) -> bool {
        self.by_id.insert(id.into(), issuer).is_none()
    }

    /// Adds every issuer of a domain; false if the domain is there already.
    pub fn add_domain(&mut self, domain: Domain, issuer: KnownIssuer) -> bool {
        self.by_domain.insert(domain, issuer).is_none()
    }

    /// Adds a key.
    pub fn add_key(&mut self, key: KnownKey) {
        self.keys.push(key);
    }

    /// How many issuers and domains are in it.
    pub fn len(&self) -> usize {
        self.by_id.len() + self.by_domain.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The issuer with this id: by the id itself, else by its domain, the narrowest first.
    pub fn find(&self, id: &str) -> Option<&KnownIssuer> {
        self.by_id.get(id).or_else(|| {
            let host = host_of(id)?;
            let fitting = self.by_domain.iter().filter(|(domain, _)| domain.holds(&host));
            fitting.max_by_key(|(domain, _)| (!domain.below, domain.name.len())).map(|(_, issuer)| issuer)
        })
    }

    /// Every key in it.
    pub fn keys(&self) -> &[KnownKey] {
        &self.keys
    }
}

/// A domain: one host, or (`*.example.org`) every host below a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Domain {
    name: String,
    below: bool,
}

/// Not the name of a domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a domain such as example.org or *.example.org")]
pub struct NotADomain(String);

impl std::str::FromStr for Domain {
    type Err = NotADomain;

    fn from_str(text: &str) -> Result<Self, NotADomain> {
        let (name, below) = text.strip_prefix("*.").map_or((text, false), |name| (name, true));
        // Two labels at least: a whole top-level domain has no one owner.
        let is_host = name.contains('.') && matches!(DidWeb::parse(&format!("did:web:{name}")), Some(Ok(found)) if found.host() == name);
        if is_host { Ok(Self { name: name.to_owned(), below }) } else { Err(NotADomain(text.chars().take(200).collect())) }
    }
}

impl Domain {
    fn holds(&self, host: &str) -> bool {
        match host.strip_suffix(&self.name) {
            Some("") => !self.below,
            Some(rest) => self.below && rest.ends_with('.'),
            None => false,
        }
    }
}

/// The host that an issuer's id names at the usual port: another port may be somebody else.
fn host_of(id: &str) -> Option<String> {
    if let Some(did) = DidWeb::parse(id) {
        return did.ok().filter(|did| !did.has_port()).map(|did| did.host().to_owned());
    }
    WebAddress::parse(id).filter(|address| !address.has_port()).map(|address| address.host().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of<'r>(register: &'r Register, id: &str) -> Option<&'r str> {
        register.find(id).map(|known| known.name.as_str())
    }

    #[test]
    fn an_issuer_is_known_by_its_id_or_its_domain() {
        let mut register = Register::default();
        assert!(register.add("did:web:a.example.org", KnownIssuer::named("by id")));
        assert!(register.add_domain("a.example.org".parse().unwrap(), KnownIssuer::named("by host")));
        assert!(register.add_domain("*.example.org".parse().unwrap(), KnownIssuer::named("by domain")));
        assert!(register.add_domain("*.b.example.org".parse().unwrap(), KnownIssuer::named("by narrow domain")));
        assert!(!register.add_domain("a.example.org".parse().unwrap(), KnownIssuer::named("again")));
        for (id, name) in [
            ("did:web:a.example.org", Some("by id")),
            ("did:web:a.example.org:issuers:x", Some("again")),
            ("https://a.example.org/issuers/1", Some("again")),
            ("https://b.example.org/", Some("by domain")),
            ("https://x.b.example.org/", Some("by narrow domain")),
            ("https://example.org/", None),
            ("https://aexample.org/", None),
            ("https://example.org.evil.example/", None),
            ("https://a.example.org@evil.example/", None),
            ("http://a.example.org/", None),
            ("https://a.example.org:8443/", None),
            ("did:web:a.example.org%3A8443", None),
            ("did:key:z6Mk", None),
            ("urn:a.example.org", None),
            ("", None),
        ] {
            assert_eq!(name_of(&register, id), name, "{id}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for wrong in [
            "",
            "org",
            "*",
            "*.org",
            "https://example.org",
            "Example.org",
            "example.org/x",
            "example.org:80",
            "127.0.0.1",
            "a..b",
            "*.*.org",
        ] {
            assert!(wrong.parse::<Domain>().is_err(), "{wrong}");
        }
    }
}
