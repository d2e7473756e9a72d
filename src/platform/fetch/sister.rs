//! Servers that the operator named: asked although they may stand in a network that is not public.

use std::fmt;
use std::str::FromStr;

use url::{Host, Origin, Url};

/// The origin of such a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sister(Url);

/// Why an address is no sister server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an origin such as https://badges.example.org; http is only for this machine")]
pub struct SisterFault(String);

impl FromStr for Sister {
    type Err = SisterFault;

    fn from_str(text: &str) -> Result<Self, SisterFault> {
        let fault = || SisterFault(text.chars().take(200).collect());
        let url = Url::parse(text).map_err(|_| fault())?;
        let here = match url.host().ok_or_else(fault)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(v4) => v4.is_loopback(),
            Host::Ipv6(v6) => v6.is_loopback(),
        };
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let safe = url.scheme() == "https" || (url.scheme() == "http" && here);
        if bare && safe && url.password().is_none() { Ok(Self(url)) } else { Err(fault()) }
    }
}

impl fmt::Display for Sister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.origin().ascii_serialization())
    }
}

impl Sister {
    fn origin(&self) -> Origin {
        self.0.origin()
    }

    /// Whether an address stands there.
    pub fn is_origin_of(&self, url: &Url) -> bool {
        self.origin() == url.origin()
    }

    /// The address of something there.
    ///
    /// # Errors
    /// [`SisterFault`] if `path` leads to another server.
    pub fn join(&self, path: &str) -> Result<Url, SisterFault> {
        let url = self.0.join(path).map_err(|_| SisterFault(path.chars().take(200).collect()))?;
        if self.is_origin_of(&url) { Ok(url) } else { Err(SisterFault(path.chars().take(200).collect())) }
    }
}

/// The address, if it stands at one of these servers.
pub(super) fn at(sisters: &[Sister], address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok().filter(|url| url.username().is_empty() && url.password().is_none())?;
    url.set_fragment(None);
    sisters.iter().any(|sister| sister.origin() == url.origin()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sister_is_an_origin_and_http_stays_on_this_machine() {
        for good in
            ["https://badges.example.org", "https://10.0.0.7:8443/", "http://localhost:8017", "http://127.0.0.1:8017", "http://[::1]:1"]
        {
            assert!(good.parse::<Sister>().is_ok(), "{good}");
        }
        for wrong in [
            "http://badges.example.org",
            "https://b.example/x",
            "https://u@b.example",
            "ftp://localhost",
            "b.example",
            "http://localhost/?x",
        ] {
            assert!(wrong.parse::<Sister>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_whole_origin_counts() {
        let sisters = ["http://localhost:8017".parse().unwrap()];
        assert!(at(&sisters, "http://localhost:8017/status/1#x").is_some());
        for other in [
            "http://localhost:8018/",
            "https://localhost:8017/",
            "http://localhost/",
            "http://a@localhost:8017/",
            "http://localhost.example:8017/",
        ] {
            assert_eq!(at(&sisters, other), None, "{other}");
        }
    }
}
