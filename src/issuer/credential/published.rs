//! A credential that may leave.

use crate::vocabulary::Timestamp;

use super::{Award, Edition};

/// The living edition of a credential, committed with its signed bytes.
///
/// Pages, files and mails take one; there is no other way to signed bytes:
/// ```compile_fail
/// # use insignia::issuer::credential::{Published, Signed};
/// fn leak(signed: Signed) -> Published {
///     signed.into()
/// }
/// ```
/// ```
/// # use insignia::issuer::credential::{Published, Signed};
/// fn hold(published: Published) -> Published {
///     published.into()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    edition: Edition,
    json: Vec<u8>,
    jwt: String,
    at: Timestamp,
}

impl Published {
    /// From a row whose digest was compared.
    pub(super) fn read_back(edition: Edition, json: Vec<u8>, jwt: String, at: Timestamp) -> Self {
        Self { edition, json, jwt, at }
    }

    /// What no edition changes.
    pub fn award(&self) -> &Award {
        &self.edition.award
    }

    /// Which edition.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// The JSON form: the credential with its `eddsa-rdfc-2022` proof, exactly as signed.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The JWT form: a compact JWS signed with RS256.
    pub fn jwt(&self) -> &str {
        &self.jwt
    }

    /// When it was published.
    pub fn published_at(&self) -> Timestamp {
        self.at
    }
}
