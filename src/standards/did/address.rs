//! Issuers and keys that are known by an https address instead of a DID.
//!
//! The document at the address of an issuer names its keys
//! ([Controlled Identifiers §3](https://www.w3.org/TR/cid-1.0/#dereference-verification-methods)), or the JWK set of its
//! host does ([OB implementation guide](https://www.imsglobal.org/spec/ob/v3p0/impl#jwks)).

use url::{Host, Url};

/// An https address that reads like what it leads to.
///
/// Refused: other schemes, user names, IP addresses in any spelling, and everything that a browser
/// would silently write in another way (`HTTPS://B.example`, `/a/../b`, back slashes, white space),
/// because two readers could be led to two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress {
    written: String,
    read: Url,
}

const LONGEST: usize = 2048;

impl WebAddress {
    /// Reads an address; `None` if it is another kind of identifier or one that is refused.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with("https://") || text.len() > LONGEST {
            return None;
        }
        let read = Url::parse(text).ok()?;
        let named = matches!(read.host(), Some(Host::Domain(name)) if name.contains('.') && !name.ends_with('.'));
        let bare = read.username().is_empty() && read.password().is_none();
        // An origin alone may be written without its slash.
        let same = read.as_str() == text || read.as_str().strip_suffix('/') == Some(text);
        (named && bare && same).then(|| Self { written: text.to_owned(), read })
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Where its document stands: the address without its fragment.
    pub fn document(&self) -> &str {
        self.written.split_once('#').map_or(self.written.as_str(), |(document, _)| document)
    }

    /// The fragment, if there is one.
    pub fn fragment(&self) -> Option<&str> {
        self.written.split_once('#').map(|(_, fragment)| fragment)
    }

    /// Where the host keeps its JWK set.
    pub fn key_set(&self) -> String {
        format!("{}/.well-known/jwks.json", self.read.origin().ascii_serialization())
    }

    /// The host's name.
    pub fn host(&self) -> &str {
        self.read.host_str().unwrap_or_default()
    }

    /// Whether it names a port, where somebody else may answer.
    pub fn has_port(&self) -> bool {
        self.read.port().is_some()
    }

    /// Whether the same server answers for both.
    pub fn shares_origin_with(&self, other: &Self) -> bool {
        self.read.origin() == other.read.origin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_document_and_its_hosts_keys() {
        let issuer = WebAddress::parse("https://b.example/issuers/1#main").unwrap();
        assert_eq!((issuer.document(), issuer.fragment()), ("https://b.example/issuers/1", Some("main")));
        assert_eq!((issuer.key_set().as_str(), issuer.host()), ("https://b.example/.well-known/jwks.json", "b.example"));
        let port = WebAddress::parse("https://b.example:8443").unwrap();
        assert_eq!((port.document(), port.fragment()), ("https://b.example:8443", None));
        assert_eq!(port.key_set(), "https://b.example:8443/.well-known/jwks.json");
        assert!(issuer.shares_origin_with(&WebAddress::parse("https://b.example/keys/1").unwrap()));
        assert!(!issuer.shares_origin_with(&port));
        assert!(!issuer.shares_origin_with(&WebAddress::parse("https://c.b.example/").unwrap()));
    }

    #[test]
    fn an_address_that_could_be_read_in_two_ways_is_refused() {
        for wrong in [
            "",
            "http://b.example/",
            "did:web:b.example",
            "HTTPS://b.example/",
            "https://B.example/",
            "https://b.example/a/../b",
            "https://b.example/%2e%2e/b",
            "https:\\\\b.example",
            "https://b.example\\@c.example/",
            "https://a@b.example/",
            "https://a:b@c.example/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://b.example./",
            "https://b.example:443/",
            "https://bücher.example/",
            " https://b.example/",
            "https://b.example/a b",
            "https://b.example/\n",
            "https://",
        ] {
            assert_eq!(WebAddress::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(WebAddress::parse(&format!("https://b.example/{}", "x".repeat(2048))), None);
    }
}
