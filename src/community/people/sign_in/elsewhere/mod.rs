//! Signing in by another server: a code for a token, a token for a person
//! ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749)), with PKCE
//! ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)).
//!
//! All that is asked for is who somebody is. No token is kept: it is used once and forgotten.

pub mod provider;
pub mod wiki;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use super::Secret;
use super::session::Device;
use crate::platform::fetch::FetchFault;
use crate::standards::json;
use crate::vocabulary::Chance;

/// Bytes that an answer of such a server may have.
const LARGEST: usize = 64 * 1024;

/// Why another server's word does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElsewhereFault {
    /// It did not answer, or with a refusal.
    #[error(transparent)]
    Fetch(#[from] FetchFault),
    /// It answered something else.
    #[error("the server by which people sign in answered something that is no {0}")]
    Unreadable(&'static str),
    /// A wiki account without a central id.
    #[error("this wiki account is not a central one: it has no id that stays the same")]
    NotCentral,
}

/// Whom another server named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A wiki.
    ByWiki(wiki::WikiPerson),
    /// An OpenID provider.
    ByProvider {
        /// Its short name.
        provider: String,
        /// Who.
        person: provider::ProviderPerson,
    },
}

/// What this server is called at another one; the secret comes from a file.
#[derive(Clone)]
pub struct Client {
    /// Its name there.
    pub id: String,
    /// Its password there.
    pub secret: secrecy::SecretString,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What is remembered between the way there and the way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The server, by its short name.
    server: String,
    /// The secret half of PKCE.
    pub verifier: String,
    /// Where to go on here.
    pub next: String,
    /// Whether the device is somebody else's.
    pub borrowed: bool,
}

impl Remembered {
    /// A new way there.
    pub fn new(chance: &Chance, server: &str, next: &str, whose: Device) -> Self {
        let verifier = BASE64URL_NOPAD.encode(&chance.bytes::<32>());
        Self { server: server.to_owned(), verifier, next: next.to_owned(), borrowed: whose == Device::Borrowed }
    }

    /// Whether it is the way to this server.
    pub fn is_for(&self, server: &str) -> bool {
        self.server == server
    }

    /// Whose device it is.
    pub const fn whose(&self) -> Device {
        if self.borrowed { Device::Borrowed } else { Device::Own }
    }

    /// What may be seen of the verifier: `S256` of RFC 7636 §4.2.
    pub(super) fn challenge(&self) -> String {
        BASE64URL_NOPAD.encode(&Sha256::digest(&self.verifier))
    }

    pub(crate) fn written(&self) -> String {
        serde_json::json!(self).to_string()
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        read(text.as_bytes())
    }
}

/// The way there: `authorize` with what RFC 6749 §4.1.1 and RFC 7636 §4.3 name.
fn way_there(authorize: &Url, client: &Client, back: &str, state: &Secret, remembered: &Remembered) -> Url {
    let mut way = authorize.clone();
    way.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", back)
        .append_pair("state", state.reveal())
        .append_pair("code_challenge", &remembered.challenge())
        .append_pair("code_challenge_method", "S256");
    way
}

fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let value = json::parse(bytes, &json::Limits::of_bytes(LARGEST)).ok()?;
    serde_json::from_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        // https://www.rfc-editor.org/rfc/rfc7636#appendix-B
        let remembered = Remembered {
            server: "x".to_owned(),
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
            next: "/me".to_owned(),
            borrowed: false,
        };
        assert_eq!(remembered.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(Remembered::read(&remembered.written()), Some(remembered));
    }
}
