//! Lint: before a payload is signed for real, a copy is signed with throw-away keys and goes
//! through every issuing rule and through our own verifier, as a stranger's verifier would see it.
//!
//! The habit comes from certificate authorities: what would be refused by the world is refused
//! while nothing was signed yet. The copy never leaves this module.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::issuer::keys::ThrowAwayKeys;
use crate::issuer::profile::{Identity, IssuerProfile};
use crate::standards::did::{DidDocument, ListedKey};
use crate::standards::document::rules;
use crate::standards::document::status_list::StatusListCredential;
use crate::standards::json;
use crate::standards::proof::KeyFault;
use crate::standards::status::{Bitstring, LEAST_ENTRIES};
use crate::verifier::{Answer, Known, KnownKey, Need, Presented, Verdict, verify};
use crate::vocabulary::{Chance, Timestamp};

use super::{Prepared, SignError, sign};

/// Passed lint; may be signed once.
#[derive(Debug)]
pub struct Linted(Prepared);

impl Linted {
    pub(super) fn into_prepared(self) -> Prepared {
        self.0
    }
}

/// What lint found. Nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this badge would not be valid: {}", found.join("; "))]
pub struct Findings {
    /// One sentence each, with rule and place.
    pub found: Vec<String>,
}

/// Throw-away keys for each issuer, and empty status lists signed with them.
#[derive(Debug)]
pub struct Judge {
    of_issuer: HashMap<String, Stranger>,
}

/// How one issuer looks to a verifier that takes throw-away keys for its own.
struct Stranger {
    /// The issuer's id in the copy: a `did:key` is its key, so there it is the throw-away one.
    did: String,
    keys: ThrowAwayKeys,
    known: Known,
    /// Signing a list costs as much as signing a badge: once per address.
    lists: Mutex<HashMap<String, Arc<Lists>>>,
}

/// Empty lists at one address: revocation, suspension.
struct Lists {
    revocation: Vec<u8>,
    suspension: Vec<u8>,
}

impl Judge {
    /// A judge with fresh keys for each of these issuers.
    ///
    /// # Errors
    /// If the library that makes keys fails.
    pub fn new<'i>(issuers: impl IntoIterator<Item = &'i IssuerProfile>, chance: &Chance) -> Result<Self, KeyFault> {
        let strangers = issuers.into_iter().map(|issuer| Ok((issuer.slug().to_owned(), Stranger::new(issuer, chance)?)));
        Ok(Self { of_issuer: strangers.collect::<Result<_, KeyFault>>()? })
    }

    /// Every reason why the world would refuse this payload, signed by the issuer with this slug at
    /// the instant `at`. Nothing comes out of it but findings.
    ///
    /// # Errors
    /// [`Findings`]: everything that is wrong.
    pub fn examine(&self, issuer: &str, payload: &[u8], at: Timestamp) -> Result<(), Findings> {
        match self.of_issuer.get(issuer) {
            Some(stranger) => stranger.examine(payload, at),
            None => Err(Findings { found: vec![format!("nobody knows the issuer {issuer}")] }),
        }
    }
}

impl Stranger {
    fn new(issuer: &IssuerProfile, chance: &Chance) -> Result<Self, KeyFault> {
        let keys = match issuer.identity() {
            Identity::Web => ThrowAwayKeys::generate(issuer.did(), chance)?,
            Identity::Key => ThrowAwayKeys::generate_did_key(chance)?,
        };
        let did = keys.did().to_owned();
        let mut known = Known::strict();
        known.own_issuer(&did);
        // A did:key names no RSA key; a verifier that knows it is told so by its operator.
        known.key(KnownKey { issuer: did.clone(), key: keys.jwt(), compromised_at: None });
        let document = DidDocument::new(&did, [keys.data_integrity(), keys.jwt()].map(|key| ListedKey { key, revoked_at: None }));
        let bytes = document.to_json().to_string().into_bytes();
        known.answer(Need::DidDocument(did.clone()), Answer::Found { bytes, fetched_at: Timestamp::from_ms(0) });
        Ok(Self { did, keys, known, lists: Mutex::default() })
    }

    fn examine(&self, payload: &[u8], at: Timestamp) -> Result<(), Findings> {
        let one = |text: String| Findings { found: vec![text] };
        let mut copy = json::parse(payload, &json::Limits::DOCUMENT).map_err(|e| one(e.to_string()))?;
        let faults = rules::issuing_faults(&copy);
        if !faults.is_empty() {
            return Err(Findings { found: faults.iter().map(ToString::to_string).collect() });
        }
        if let Some(id) = copy.pointer_mut("/issuer/id") {
            *id = Value::String(self.did.clone());
        }
        let known = self.knowing_lists(&copy, at).map_err(|e| one(e.to_string()))?;
        let (json, jwt) = sign::sign_payload(copy.to_string().as_bytes(), &self.keys, at).map_err(|e| one(e.to_string()))?;
        let found: Vec<String> = [("JSON form", json), ("JWT form", jwt.into_bytes())]
            .into_iter()
            .filter_map(|(form, bytes)| refusal(&verify(&Presented::new(bytes), &known, at)).map(|why| format!("{form}: {why}")))
            .collect();
        if found.is_empty() { Ok(()) } else { Err(Findings { found }) }
    }

    /// What is known of the issuer, and of the lists that this credential names.
    fn knowing_lists(&self, credential: &Value, at: Timestamp) -> Result<Known, SignError> {
        let list = credential.pointer("/credentialStatus/statusListCredential").and_then(Value::as_str).unwrap_or_default();
        let lists = self.lists_at(list, at)?;
        let mut known = self.known.clone();
        for (address, bytes) in [(list.to_owned(), &lists.revocation), (format!("{list}/suspension"), &lists.suspension)] {
            known.answer(Need::StatusList(address), Answer::Found { bytes: bytes.clone(), fetched_at: at });
        }
        Ok(known)
    }

    fn lists_at(&self, address: &str, at: Timestamp) -> Result<Arc<Lists>, SignError> {
        if let Some(known) = self.lists.lock().unwrap_or_else(PoisonError::into_inner).get(address) {
            return Ok(Arc::clone(known));
        }
        let encoded = Bitstring::new(LEAST_ENTRIES).encode();
        let sign = |address: String, purpose| {
            let (from, until) = (Timestamp::from_ms(0), at.plus_months(1200));
            let list = StatusListCredential::new(address, self.did.clone(), purpose, encoded.clone(), from, until);
            sign::json_form(&list.to_document(), &self.keys, at)
        };
        let revocation = sign(address.to_owned(), "revocation")?;
        let lists = Arc::new(Lists { revocation, suspension: sign(format!("{address}/suspension"), "suspension")? });
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), Arc::clone(&lists));
        Ok(lists)
    }
}

impl std::fmt::Debug for Stranger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stranger({})", self.did)
    }
}

fn refusal(verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict::Valid(_) => None,
        Verdict::Invalid(refusal) => Some(refusal.reason.to_string()),
        Verdict::Indeterminate(unfinished) => Some(unfinished.doubt.to_string()),
    }
}

impl Prepared {
    /// Goes through every rule and our verifier, as a copy.
    ///
    /// # Errors
    /// [`Findings`]: everything that is wrong.
    pub fn lint(self, judge: &Judge) -> Result<Linted, Findings> {
        judge.examine(self.edition.award.issuer(), &self.payload, self.edition.recorded_at)?;
        Ok(Linted(self))
    }
}
