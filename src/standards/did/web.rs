//! `did:web`: the identifier names a host, and the host serves the document.

use std::fmt;

/// A `did:web` that follows the rules and names a host by its name.
///
/// Refused, because they would let an identifier point somewhere else than it reads: anything
/// percent-encoded but the colon before a port, empty or dotted path parts, IP addresses, upper
/// case in the host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DidWeb {
    host: String,
    port: Option<u16>,
    path: Vec<String>,
}

const PREFIX: &str = "did:web:";
const LONGEST: usize = 1024;

impl DidWeb {
    /// Reads a DID without fragment; `None` if it is of another method.
    ///
    /// # Errors
    /// [`DidWebFault`] for a `did:web` that breaks the rules.
    pub fn parse(did: &str) -> Option<Result<Self, DidWebFault>> {
        did.strip_prefix(PREFIX).map(|rest| Self::from_identifier(rest).ok_or_else(|| DidWebFault { did: did.chars().take(200).collect() }))
    }

    fn from_identifier(identifier: &str) -> Option<Self> {
        if identifier.len() > LONGEST {
            return None;
        }
        let mut parts = identifier.split(':');
        let authority = parts.next()?;
        let (host, port) = match authority.split_once("%3A").or_else(|| authority.split_once("%3a")) {
            None => (authority, None),
            Some((host, port)) => (host, Some(port_number(port)?)),
        };
        let path: Vec<String> = parts.map(str::to_owned).collect();
        (is_host_name(host) && path.iter().all(|p| is_path_part(p))).then(|| Self { host: host.to_owned(), port, path })
    }

    /// The host's name, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it names a port, where somebody else may answer.
    pub const fn has_port(&self) -> bool {
        self.port.is_some()
    }

    /// The address of its document.
    ///
    /// Source: [did:web, Read](https://w3c-ccg.github.io/did-method-web/#read-resolve).
    pub fn document_url(&self) -> String {
        let origin = self.origin();
        if self.path.is_empty() { format!("{origin}/.well-known/did.json") } else { format!("{origin}/{}/did.json", self.path.join("/")) }
    }

    /// The address of the JWK set that an Open Badges issuer keeps at its host.
    pub fn key_set_url(&self) -> String {
        format!("{}/.well-known/jwks.json", self.origin())
    }

    fn origin(&self) -> String {
        match self.port {
            None => format!("https://{}", self.host),
            Some(port) => format!("https://{}:{port}", self.host),
        }
    }
}

impl fmt::Display for DidWeb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.host)?;
        if let Some(port) = self.port {
            write!(f, "%3A{port}")?;
        }
        self.path.iter().try_for_each(|part| write!(f, ":{part}"))
    }
}

/// A `did:web` that we do not follow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{did:?} is not a did:web with a host name in lower case and plain path parts")]
pub struct DidWebFault {
    /// As written, shortened.
    pub did: String,
}

fn port_number(text: &str) -> Option<u16> {
    let number: u16 = text.parse().ok().filter(|n| *n > 0)?;
    (number.to_string() == text).then_some(number)
}

/// Labels of letters, digits and hyphens; the last one not a number, so no IP address in any spelling.
fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        let characters = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (1..=63).contains(&label.len()) && characters && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().next().is_none_or(|b| b.is_ascii_digit());
    host.len() <= 253 && host.split('.').all(is_label) && !numeric
}

/// Unreserved characters only: a percent sign could hide a slash.
fn is_path_part(part: &str) -> bool {
    let characters = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    !part.is_empty() && characters && !part.bytes().all(|b| b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(did: &str) -> Option<String> {
        DidWeb::parse(did)?.ok().map(|d| d.document_url())
    }

    #[test]
    fn documents_stand_where_the_method_says() {
        let cases = [
            ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
            ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
            ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
            ("did:web:localhost%3a8080", "https://localhost:8080/.well-known/did.json"),
        ];
        for (did, expected) in cases {
            assert_eq!(url(did).as_deref(), Some(expected), "{did}");
        }
        let did = "did:web:badges.example%3A8443:issuers:wm-xx";
        assert_eq!(DidWeb::parse(did).and_then(Result::ok).map(|d| d.to_string()).as_deref(), Some(did));
    }

    #[test]
    fn an_identifier_that_could_point_elsewhere_is_refused() {
        let wrong = [
            "",
            "b.example:",
            "b.example::x",
            "b.example:..",
            "b.example:.",
            "b.example:...",
            "b.example:a%2fb",
            "b.example:a/b",
            "b.example:%2e%2e",
            "b.example/x",
            "b.example?x",
            "b.example#x",
            "u@b.example",
            "B.example",
            "b..example",
            "b.example.",
            ".b",
            "-b.example",
            "b-.example",
            "b_.example",
            "bücher.example",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "[::1]",
            "%5B::1%5D",
            "b.example%3A",
            "b.example%3A0",
            "b.example%3A99999",
            "b.example%3A080",
            "b.example%3A8%3A9",
            "b.example%2F",
            "b.example:x y",
            "b.example:x\n",
            "1.2.3.0x4",
        ];
        for identifier in wrong {
            assert!(matches!(DidWeb::parse(&format!("did:web:{identifier}")), Some(Err(_))), "{identifier:?}");
        }
        assert!(matches!(DidWeb::parse(&format!("did:web:b.example:{}", "x".repeat(2000))), Some(Err(_))));
        assert_eq!(DidWeb::parse("did:key:z6Mk"), None);
    }
}
