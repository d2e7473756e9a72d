//! The file beside a key file: what never changes about the key, in the clear.
//!
//! It lets a key be recognised without its passphrase, and it shows that a decrypted key is the one
//! that was written. In which state the key is, the database says.

use serde_json::{Map, Value};

use super::{Kid, Purpose};
use crate::standards::json::{self, Limits};
use crate::standards::proof::PublicKey;
use crate::standards::proof::jwk::Jwk;
use crate::vocabulary::Timestamp;

/// What never changes about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidecar {
    /// The public half.
    pub key: PublicKey,
    /// Whose key it is.
    pub issuer: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Sidecar {
    /// The key's name.
    pub fn kid(&self) -> Kid {
        Kid::of(&self.key)
    }

    pub(super) fn to_text(&self) -> String {
        let members = [
            ("kid", Value::from(self.kid().as_str())),
            ("algorithm", Value::from(Purpose::of(&self.key).algorithm())),
            ("issuer", Value::from(self.issuer.clone())),
            ("created", Value::from(self.created_at.to_string())),
            ("publicKeyJwk", Value::Object(self.key.as_jwk())),
        ];
        let object: Map<String, Value> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        format!("{:#}\n", Value::Object(object))
    }

    /// Reads what [`Self::to_text`] wrote; `Err` says what is wrong with it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let value = json::parse(bytes, &Limits::of_bytes(64 << 10)).map_err(|fault| fault.to_string())?;
        let text =
            |name: &str| value.get(name).and_then(Value::as_str).ok_or_else(|| format!("the member {name:?} is absent or not a text"));
        let jwk = Jwk::parse(value.get("publicKeyJwk").unwrap_or(&Value::Null)).map_err(|fault| fault.to_string())?;
        if !Purpose::is_served_by(&jwk.key) {
            return Err("no key of this kind is used here".to_owned());
        }
        let created_at = Timestamp::parse(text("created")?).ok_or("the member \"created\" is not an instant")?;
        let read = Self { key: jwk.key, issuer: text("issuer")?.to_owned(), created_at };
        if text("kid")? != read.kid().as_str() || text("algorithm")? != Purpose::of(&read.key).algorithm() {
            return Err("its kid or algorithm is not that of its key".to_owned());
        }
        Ok(read)
    }
}
