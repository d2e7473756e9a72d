//! One issuer: a suite, a key that it made itself, and the `did:key` that is this key.

use std::fmt;

use serde_json::{Map, Value};

use super::contexts;
use super::refusal::{Kind, Refusal};
use crate::standards::did;
use crate::standards::proof::data_integrity::{self, ASSERTION_METHOD};
use crate::standards::proof::{KeyFault, KeyKind, PrivateKey, Suite};
use crate::vocabulary::{Chance, Timestamp};

/// What an issuer signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// `eddsa-rdfc-2022`
    EddsaRdfc2022,
    /// `eddsa-jcs-2022`
    EddsaJcs2022,
    /// `ecdsa-rdfc-2019` with a P-256 key
    EcdsaRdfc2019P256,
    /// `ecdsa-rdfc-2019` with a P-384 key
    EcdsaRdfc2019P384,
}

impl Variant {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::EddsaRdfc2022, Self::EddsaJcs2022, Self::EcdsaRdfc2019P256, Self::EcdsaRdfc2019P384];

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variant| variant.name() == name)
    }

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            Self::EcdsaRdfc2019P256 => "ecdsa-rdfc-2019-p256",
            Self::EcdsaRdfc2019P384 => "ecdsa-rdfc-2019-p384",
        }
    }

    /// The cryptosuite of its proofs.
    pub const fn suite(self) -> Suite {
        match self {
            Self::EddsaRdfc2022 => Suite::EddsaRdfc2022,
            Self::EddsaJcs2022 => Suite::EddsaJcs2022,
            Self::EcdsaRdfc2019P256 | Self::EcdsaRdfc2019P384 => Suite::EcdsaRdfc2019,
        }
    }

    /// The kind of its key, as test software names it.
    pub const fn key_type(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 | Self::EddsaJcs2022 => "Ed25519",
            Self::EcdsaRdfc2019P256 => "P-256",
            Self::EcdsaRdfc2019P384 => "P-384",
        }
    }

    const fn kind(self) -> KeyKind {
        match self {
            Self::EddsaRdfc2022 | Self::EddsaJcs2022 => KeyKind::Ed25519,
            Self::EcdsaRdfc2019P256 => KeyKind::P256,
            Self::EcdsaRdfc2019P384 => KeyKind::P384,
        }
    }
}

/// An issuer with a throw-away key.
pub struct Instance {
    variant: Variant,
    key: PrivateKey,
    did: String,
    method: String,
}

impl Instance {
    pub(super) fn generate(variant: Variant, chance: &Chance) -> Result<Self, KeyFault> {
        let key = PrivateKey::generate(variant.kind(), |bytes| {
            let drawn: [u8; 48] = chance.bytes();
            bytes.copy_from_slice(&drawn[..bytes.len()]);
        })?;
        let public = key.public();
        let names = did::key::did_of_key(&public).zip(did::key::verification_method_of_key(&public));
        let (did, method) = names.ok_or(KeyFault::MultikeyKind)?;
        Ok(Self { variant, key, did, method })
    }

    /// What it signs with.
    pub const fn variant(&self) -> Variant {
        self.variant
    }

    /// The issuer id that its credentials name.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// The address of its key.
    pub fn verification_method(&self) -> &str {
        &self.method
    }

    /// The document with a proof of this issuer beside those that it has.
    pub(super) fn secured(&self, document: &Value, now: Timestamp) -> Result<Value, Refusal> {
        let options = data_integrity::options(self.variant.suite(), document, &self.method, now, ASSERTION_METHOD);
        let proof = data_integrity::prove(document, &options, &self.key, contexts());
        let proof = proof.map_err(|fault| {
            let refusal = Refusal::of_proof(&fault, "the document");
            // That a proof does not hold is said of proofs that somebody sent.
            if refusal.kind == Kind::Proof { Refusal { kind: Kind::Generation, ..refusal } } else { refusal }
        })?;
        Ok(Value::Object(with_proof(document, proof)))
    }
}

/// One proof stands alone, several in a list: both are read by everybody.
fn with_proof(document: &Value, proof: Value) -> Map<String, Value> {
    let mut members = document.as_object().cloned().unwrap_or_default();
    let all = match members.shift_remove("proof") {
        None => proof,
        Some(Value::Array(mut several)) => {
            several.push(proof);
            Value::Array(several)
        }
        Some(one) => Value::Array(vec![one, proof]),
    };
    members.insert("proof".to_owned(), all);
    members
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instance({} as {})", self.variant.name(), self.did)
    }
}
