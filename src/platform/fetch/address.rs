//! Addresses that a badge names: which of them may be asked at all.
//!
//! A resolver that refuses private addresses is no guard alone: for a host that is written as a
//! number no resolver is asked. So a host must be a name, whatever way its number is spelt: that is
//! judged after [`url`] has read the address, as it will be used, for every hop anew.

use url::{Host, Url};

/// Longer addresses are not followed.
const LONGEST: usize = 2048;

/// Names that lead into the machine or the network around it, and names that nobody owns.
///
/// Sources: [RFC 6761](https://www.rfc-editor.org/rfc/rfc6761),
/// [RFC 6762](https://www.rfc-editor.org/rfc/rfc6762#appendix-G), RFC 7686, RFC 8375, RFC 9476, and
/// `.internal` as ICANN reserved it.
const RESERVED: &[&str] = &[
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "arpa",
    "onion",
    "alt",
    "test",
    "invalid",
    "example",
];

/// An https address of a public host's name, on the usual port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ForeignAddress(Url);

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Not an address.
    #[error("this is not an address such as https://badges.example.org/x")]
    NotAnAddress,
    /// Another scheme.
    #[error("its address starts with {0:?} and not with https")]
    NotHttps(String),
    /// A user name or a password.
    #[error("its address carries a user name")]
    WithUser,
    /// Another port.
    #[error("its address names the port {0}; only the usual one is asked")]
    WithPort(u16),
    /// A number in place of a name.
    #[error("its address names a host by number")]
    NotAName,
    /// What no host name has, and what some resolver or log may read as something else.
    #[error("its host {0:?} is no host name: only letters, digits, hyphens and dots may stand in one")]
    OddName(String),
    /// A name inside a machine or a local network.
    #[error("its host {0:?} is not a public name")]
    NotPublic(String),
    /// This server.
    #[error("this is an address of this server, but nothing of that kind stands there")]
    OwnHost,
}

impl ForeignAddress {
    /// Reads an address; a fragment is not sent, so it is dropped.
    pub(super) fn parse(text: &str, own_hosts: &[String]) -> Result<Self, AddressFault> {
        if text.len() > LONGEST {
            return Err(AddressFault::NotAnAddress);
        }
        Self::judge(Url::parse(text.trim()).map_err(|_| AddressFault::NotAnAddress)?, own_hosts)
    }

    /// The address that a redirect leads to, judged like any other.
    pub(super) fn join(&self, location: &str, own_hosts: &[String]) -> Result<Self, AddressFault> {
        if location.len() > LONGEST {
            return Err(AddressFault::NotAnAddress);
        }
        Self::judge(self.0.join(location).map_err(|_| AddressFault::NotAnAddress)?, own_hosts)
    }

    fn judge(mut url: Url, own_hosts: &[String]) -> Result<Self, AddressFault> {
        if url.scheme() != "https" {
            return Err(AddressFault::NotHttps(url.scheme().chars().take(20).collect()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::WithUser);
        }
        // The usual port is None even where it is written out.
        if let Some(port) = url.port() {
            return Err(AddressFault::WithPort(port));
        }
        let Some(Host::Domain(host)) = url.host() else { return Err(AddressFault::NotAName) };
        if own_hosts.iter().any(|own| own == host) {
            return Err(AddressFault::OwnHost);
        }
        if !is_plain(host) {
            return Err(AddressFault::OddName(host.chars().take(100).collect()));
        }
        if !is_public_name(host) {
            return Err(AddressFault::NotPublic(host.chars().take(100).collect()));
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The host's name.
    pub(super) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// As it is asked.
    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}

/// Letters, digits, hyphens and dots. [`url`] has made `xn--` of every other script by now, but lets
/// `!`, `$`, `*` and their like stand, which the WHATWG's standard allows and no registry does.
fn is_plain(host: &str) -> bool {
    host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
}

/// Two labels at least, none of them empty, and not below a reserved name.
fn is_public_name(host: &str) -> bool {
    let labels = host.split('.').count() >= 2 && host.split('.').all(|label| !label.is_empty());
    let below = |name: &str| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    labels && host.len() <= 253 && !RESERVED.iter().any(|name| below(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, AddressFault> {
        ForeignAddress::parse(text, &["badges.example.org".to_owned()]).map(|address| address.url().to_string())
    }

    #[test]
    fn an_https_address_of_a_name_is_asked() {
        for (written, asked) in [
            ("https://issuer.example.com/.well-known/did.json", "https://issuer.example.com/.well-known/did.json"),
            ("https://Issuer.Example.COM:443/a#key-1", "https://issuer.example.com/a"),
            ("https://bücher.example.com/", "https://xn--bcher-kva.example.com/"),
            ("https://issuer。example.com/", "https://issuer.example.com/"),
        ] {
            assert_eq!(read(written).as_deref(), Ok(asked));
        }
    }

    #[test]
    fn a_number_is_no_name_however_it_is_spelt() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "[::ffff:127.0.0.1]",
            "127.1",
            "①②⑦.0.0.1",
            "127.0.0.1.",
            "0",
            "[::1]",
            "0x7f000001",
            "127。0。0。1",
            "[::]",
            "[fe80::1]",
            "93.184.216.34",
            "%31%32%37.0.0.1",
        ] {
            assert_eq!(read(&format!("https://{host}/x")), Err(AddressFault::NotAName), "{host}");
        }
        assert_eq!(read("https://[fe80::1%25eth0]/"), Err(AddressFault::NotAnAddress), "a zone");
    }

    #[test]
    fn names_of_a_local_network_are_refused() {
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "printer.local",
            "db.internal",
            "router",
            "x.home.arpa",
            "a.lan",
            "a..b.org",
            "example.org.",
            "metadata.google.internal",
            "1.0.0.127.in-addr.arpa",
            "a.test",
            "host.localdomain",
        ] {
            assert!(matches!(read(&format!("https://{host}/x")), Err(AddressFault::NotPublic(_) | AddressFault::NotAnAddress)), "{host}");
        }
        assert!(read("https://mylocal.org/").is_ok() && read("https://local.example.org/").is_ok());
    }

    #[test]
    fn a_host_name_has_letters_digits_hyphens_and_dots_only() {
        for odd in ["!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", "_", "~", "\"", "`", "{", "}"] {
            let host = format!("a{odd}b.example.com");
            assert_eq!(read(&format!("https://{host}/x")), Err(AddressFault::OddName(host.clone())), "{odd}");
        }
        assert_eq!(read("https://*.example.com/"), Err(AddressFault::OddName("*.example.com".to_owned())));
        assert!(read("https://%21.example.com/").is_err(), "also where it is escaped");
        assert!(read("https://xn--bcher-kva.example.com/").is_ok() && read("https://a-1.example.com/").is_ok());
    }

    #[test]
    fn what_could_hide_a_host_is_refused() {
        for (written, fault) in [
            ("http://issuer.example.com/", AddressFault::NotHttps("http".to_owned())),
            ("file:///etc/passwd", AddressFault::NotHttps("file".to_owned())),
            ("ftp://issuer.example.com/", AddressFault::NotHttps("ftp".to_owned())),
            ("https://issuer.example.com@127.0.0.1/", AddressFault::WithUser),
            ("https://a:b@issuer.example.com/", AddressFault::WithUser),
            ("https://issuer.example.com:8443/", AddressFault::WithPort(8443)),
            ("https://issuer.example.com:80/", AddressFault::WithPort(80)),
            ("https://badges.example.org/c/1", AddressFault::OwnHost),
            ("https://BADGES.example.org./c/1", AddressFault::NotPublic("badges.example.org.".to_owned())),
            ("issuer.example.com", AddressFault::NotAnAddress),
            ("", AddressFault::NotAnAddress),
        ] {
            assert_eq!(read(written), Err(fault), "{written}");
        }
        assert_eq!(read(&format!("https://issuer.example.com/{}", "x".repeat(3000))), Err(AddressFault::NotAnAddress));
    }

    #[test]
    fn a_redirect_is_judged_like_an_address() {
        let from = ForeignAddress::parse("https://issuer.example.com/a/b", &[]).unwrap();
        let to = |location: &str| from.join(location, &["badges.example.org".to_owned()]).map(|address| address.url().to_string());
        assert_eq!(to("../c").as_deref(), Ok("https://issuer.example.com/c"));
        assert_eq!(to("//other.example.com/x").as_deref(), Ok("https://other.example.com/x"));
        assert_eq!(to("http://issuer.example.com/"), Err(AddressFault::NotHttps("http".to_owned())));
        assert_eq!(to("//127.1/x"), Err(AddressFault::NotAName));
        assert_eq!(to("https://localhost/"), Err(AddressFault::NotPublic("localhost".to_owned())));
    }
}
