//! What the verifier knows beside the presented bytes, and what it would need to know.
//!
//! Everything here is brought by whoever asks for a verdict: answers fetched from the network or read
//! from our own store, keys and issuers that the operator knows, our own record of the credential.
//! None of it can make a badge valid that its signature does not.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use super::expected::Expected;
use super::register::{KnownIssuer, KnownKey, Register, Server};
use crate::standards::proof::PublicKey;
use crate::vocabulary::Timestamp;

/// Something that has to be fetched or read before a badge can be judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The DID document of this DID (`did:web`; `did:key` needs none).
    DidDocument(String),
    /// The status list credential at this address.
    StatusList(String),
    /// The document at this https address that says whose key it is, or which keys an issuer has.
    KeyDocument(String),
    /// The JWK set at this https address.
    KeySet(String),
    /// The list of type `1EdTechRevocationList` at this address.
    RevocationList(String),
    /// What the refresh service at this address answers: a newer edition.
    Refreshed(String),
    /// A hosted document of Open Badges 2.0: assertion, badge class, profile, key, revocation list.
    Hosted(String),
}

/// What has to be known, the most urgent first; never the same twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs(Vec<Need>);

impl Needs {
    /// Nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each need once.
    pub fn iter(&self) -> impl Iterator<Item = &Need> {
        self.0.iter()
    }

    pub(super) fn add(&mut self, need: Need) {
        if !self.0.contains(&need) {
            self.0.push(need);
        }
    }
}

/// What somebody found when looking for a [`Need`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The bytes, as they came.
    Found {
        /// Exactly as they came.
        bytes: Vec<u8>,
        /// When they left their origin; for a stored copy, when it was fetched.
        fetched_at: Timestamp,
    },
    /// Nothing, for now.
    Unreachable {
        /// Why, for a technical reader.
        why: String,
    },
    /// Nothing any more: its host says that it was taken away for good.
    Gone {
        /// How it says so, for a technical reader.
        why: String,
    },
}

/// How strict the verifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// As the specifications say.
    #[default]
    Strict,
    /// As the public validator does, where it is laxer; such points are warnings. What would be a
    /// security hole stays refused.
    Compat,
}

/// What our own register says about the presented credential. Not part of the signed bytes: a page
/// that shows it marks it as ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OurRecord {
    /// That our log knows the presented bytes.
    pub logged: Option<Logged>,
    /// Why its slot is set.
    pub reason: Option<RevocationReason>,
    /// What took, or will take, its place.
    pub replaced_by: Option<Replacement>,
}

/// What takes the place of a badge that its issuer replaced.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Replacement {
    /// A newer edition of the same badge, at this address.
    Edition(String),
    /// Another badge of the same person, because this one was of the wrong class; its address, unless its
    /// holder keeps something of it back.
    Badge(Option<String>),
    /// Another badge of the same person, which is not issued yet.
    Coming,
}

impl Replacement {
    /// Where it stands, if it does and may be told.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Edition(address) => Some(address),
            Self::Badge(address) => address.as_deref(),
            Self::Coming => None,
        }
    }

    /// What readers are told: as for any replaced badge, or more.
    pub(super) const fn telling(&self) -> &'static str {
        match self {
            Self::Edition(_) => "replaced",
            Self::Badge(_) => "replaced-badge",
            Self::Coming => "replaced-coming",
        }
    }

    /// What follows "replaced by its issuer".
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Edition(address) => format!(" by a newer edition at {address}"),
            Self::Badge(Some(address)) => format!(", through no fault of its holder, by the badge at {address}"),
            Self::Badge(None) => ", through no fault of its holder, by another badge".to_owned(),
            Self::Coming => ", through no fault of its holder; the new one is being made".to_owned(),
        }
    }
}

/// An entry of our log about signed bytes. It counts only for exactly these bytes: a thief of a key
/// can repeat the id and the dates of an honest badge, not its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// When the bytes were published and logged.
    pub at: Timestamp,
    /// SHA-256 of the bytes, as [`Presented::digest`](super::Presented::digest) gives it.
    pub digest: [u8; 32],
}

/// Why a slot of ours is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevocationReason {
    /// A newer edition, or a badge of the right class, took its place: no fault of the holder.
    Superseded,
    /// It should not have been issued.
    Error,
    /// The holder or a trainer broke the rules.
    Misconduct,
    /// The holder asked for it.
    Holder,
    /// It was never published.
    Cancelled,
    /// Its key was stolen.
    KeyCompromise,
}

impl RevocationReason {
    const ALL: [Self; 6] = [Self::Superseded, Self::Error, Self::Misconduct, Self::Holder, Self::Cancelled, Self::KeyCompromise];

    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::Error => "error",
            Self::Misconduct => "misconduct",
            Self::Holder => "holder",
            Self::Cancelled => "cancelled",
            Self::KeyCompromise => "key-compromise",
        }
    }
}

/// The word is no reason for a revocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a reason for a revocation")]
pub struct UnknownReason(String);

impl FromStr for RevocationReason {
    type Err = UnknownReason;

    fn from_str(word: &str) -> Result<Self, UnknownReason> {
        Self::ALL.into_iter().find(|reason| reason.word() == word).ok_or_else(|| UnknownReason(word.to_owned()))
    }
}

/// Everything that is known when a badge is judged.
#[derive(Debug, Clone, Default)]
pub struct Known {
    profile: Profile,
    own: BTreeSet<String>,
    answers: BTreeMap<Need, Answer>,
    /// What was told one by one, before what stands in the operator's register.
    told: Register,
    register: Arc<Register>,
    record: Option<OurRecord>,
    expected: Expected,
}

impl Known {
    /// Nothing known yet; strict.
    pub fn strict() -> Self {
        Self::default()
    }

    /// Nothing known yet; as lax as the public validator.
    pub fn compat() -> Self {
        Self { profile: Profile::Compat, ..Self::default() }
    }

    /// An issuer of this server: its clock is ours (no allowance for skew), its suspension lists are read.
    pub fn own_issuer(&mut self, id: impl Into<String>) -> &mut Self {
        self.own.insert(id.into());
        self
    }

    /// What was found for a need.
    pub fn answer(&mut self, need: Need, answer: Answer) -> &mut Self {
        self.answers.insert(need, answer);
        self
    }

    /// A key known to be an issuer's.
    pub fn key(&mut self, key: KnownKey) -> &mut Self {
        self.told.add_key(key);
        self
    }

    /// An issuer known to the operator.
    pub fn issuer(&mut self, id: impl Into<String>, issuer: KnownIssuer) -> &mut Self {
        self.told.add(id, issuer);
        self
    }

    /// The operator's register of issuers.
    pub fn register(&mut self, register: Arc<Register>) -> &mut Self {
        self.register = register;
        self
    }

    /// Our own record of the presented credential.
    pub fn record(&mut self, record: OurRecord) -> &mut Self {
        self.record = Some(record);
        self
    }

    /// What the proofs of the presented document must say.
    pub fn expect(&mut self, expected: Expected) -> &mut Self {
        self.expected = expected;
        self
    }

    pub(super) fn expected(&self) -> Option<&Expected> {
        Some(&self.expected).filter(|expected| !expected.is_nothing())
    }

    pub(super) const fn profile(&self) -> Profile {
        self.profile
    }

    pub(super) fn is_own(&self, issuer: &str) -> bool {
        self.own.contains(issuer)
    }

    pub(super) fn answer_to(&self, need: &Need) -> Option<&Answer> {
        self.answers.get(need)
    }

    pub(super) fn key_of(&self, issuer: &str, key: &PublicKey) -> Option<&KnownKey> {
        self.keys_of(issuer).find(|known| known.key == *key)
    }

    pub(super) fn keys_of(&self, issuer: &str) -> impl Iterator<Item = &KnownKey> {
        self.told.keys().iter().chain(self.register.keys()).filter(move |known| known.issuer == issuer)
    }

    pub(super) fn issuer_by(&self, id: &str) -> Option<&KnownIssuer> {
        self.told.find(id).or_else(|| self.register.find(id))
    }

    /// Whether a suspension list stands beside each revocation list of this issuer.
    pub(super) fn keeps_suspensions(&self, issuer: &str) -> bool {
        self.is_own(issuer) || self.issuer_by(issuer).is_some_and(|known| known.server == Server::Insignia)
    }

    pub(super) const fn our_record(&self) -> Option<&OurRecord> {
        self.record.as_ref()
    }
}
