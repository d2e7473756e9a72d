//! What was issued, and which of it was withdrawn: one bitstring list for each issuer, in memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};

use super::instance::{Instance, Variant};
use super::refusal::{Kind, Refusal};
use crate::standards::document::status_list::StatusListCredential;
use crate::standards::status::{Bitstring, LEAST_ENTRIES, StatusSize};
use crate::vocabulary::{Chance, Timestamp};

const ENTRY: &str = "BitstringStatusListEntry";
const REVOCATION: &str = "revocation";

/// What was issued here and how it stands.
#[derive(Debug)]
pub(super) struct Register {
    base: String,
    chance: Chance,
    began: Timestamp,
    lists: BTreeMap<&'static str, List>,
    by_id: HashMap<String, Entry>,
}

#[derive(Debug)]
struct List {
    bits: Bitstring,
    used: HashSet<usize>,
}

impl List {
    fn new() -> Self {
        Self { bits: Bitstring::new(LEAST_ENTRIES), used: HashSet::new() }
    }
}

/// A position in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    variant: Variant,
    address: String,
    index: usize,
}

impl Entry {
    /// As it stands in the credential
    /// ([§2.1](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry)).
    pub(super) fn to_document(&self) -> Value {
        json!({
            "id": format!("{}#{}", self.address, self.index),
            "type": ENTRY,
            "statusPurpose": REVOCATION,
            "statusListIndex": self.index.to_string(),
            "statusListCredential": self.address,
        })
    }
}

impl Register {
    pub(super) fn new(base: &str, chance: Chance, began: Timestamp) -> Self {
        Self { base: base.to_owned(), chance, began, lists: BTreeMap::new(), by_id: HashMap::new() }
    }

    fn address(&self, variant: Variant) -> String {
        format!("{}/status/{}", self.base, variant.name())
    }

    /// A free position for a credential that has no status yet; a list of statuses needs none.
    pub(super) fn entry_for(&self, by: &Instance, credential: &Value) -> Result<Option<Entry>, Refusal> {
        let kinds = credential.get("type").cloned().unwrap_or_default();
        let is_list = kinds.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "BitstringStatusListCredential"));
        if credential.get("credentialStatus").is_some() || is_list {
            return Ok(None);
        }
        let variant = by.variant();
        let used = self.lists.get(variant.name()).map(|list| &list.used);
        // Half of a list stays free, so that a random position is soon found.
        if used.is_some_and(|used| used.len() >= LEAST_ENTRIES / 2) {
            return Err(Refusal::new(Kind::Generation, "the status list is full: start the service again"));
        }
        let entries = u32::try_from(LEAST_ENTRIES).unwrap_or(u32::MAX);
        loop {
            let drawn = usize::try_from(self.chance.below(entries)).unwrap_or(0);
            if !used.is_some_and(|used| used.contains(&drawn)) {
                return Ok(Some(Entry { variant, address: self.address(variant), index: drawn }));
            }
        }
    }

    /// Notes that an entry was given out, and by which names it is found again.
    pub(super) fn record<'n>(&mut self, names: impl Iterator<Item = &'n str>, entry: Entry) {
        self.lists.entry(entry.variant.name()).or_insert_with(List::new).used.insert(entry.index);
        for name in names {
            self.by_id.insert(name.to_owned(), entry.clone());
        }
    }

    /// The unsigned list of an issuer.
    pub(super) fn list(&self, of: &Instance, now: Timestamp) -> Value {
        let encoded = match self.lists.get(of.variant().name()) {
            Some(list) => list.bits.encode(),
            None => Bitstring::new(LEAST_ENTRIES).encode(),
        };
        let (address, did, until) = (self.address(of.variant()), of.did().to_owned(), now.plus_months(1));
        StatusListCredential::new(address, did, REVOCATION, encoded, self.began, until).to_document()
    }

    /// Sets or lifts a status.
    pub(super) fn change(&mut self, request: &Value) -> Result<(), Refusal> {
        let malformed = |what: &str| Refusal::new(Kind::Malformed, what);
        let members = request.as_object().ok_or_else(|| Refusal::new(Kind::Parsing, "the request is not an object"))?;
        let set = members.get("status").and_then(Value::as_bool).ok_or_else(|| malformed("status is neither true nor false"))?;
        let entry = match members.get("credentialStatus") {
            Some(Value::Array(several)) if several.len() == 1 => &several[0],
            Some(one) => one,
            None => return Err(malformed("there is no credentialStatus")),
        };
        let of_entry = self.named_by(entry)?;
        let of_id = match members.get("credentialId") {
            None => None,
            Some(Value::String(id)) => {
                Some(self.by_id.get(id).cloned().ok_or_else(|| Refusal::new(Kind::NotFound, format_args!("{id:?} was not issued here")))?)
            }
            Some(_) => return Err(malformed("credentialId is not text")),
        };
        let entry = match (of_id, of_entry) {
            (Some(one), Some(other)) if one != other => return Err(malformed("credentialId and credentialStatus name two credentials")),
            (Some(entry), _) | (None, Some(entry)) => entry,
            (None, None) => return Err(malformed("neither credentialId nor credentialStatus says which credential is meant")),
        };
        let list = self.lists.entry(entry.variant.name()).or_insert_with(List::new);
        list.bits.set(entry.index, set).map_err(|fault| Refusal::new(Kind::Malformed, fault))
    }

    /// The entry that a request names by list and index; `None` if it names neither.
    fn named_by(&self, entry: &Value) -> Result<Option<Entry>, Refusal> {
        let malformed = |what: String| Refusal::new(Kind::Malformed, what);
        if !entry.is_object() {
            return Err(malformed("credentialStatus is not an object".to_owned()));
        }
        let text = |name: &str| match entry.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(malformed(format!("credentialStatus.{name} is not text"))),
        };
        if let Some(kind) = text("type")?.filter(|kind| *kind != ENTRY) {
            return Err(malformed(format!("a status of type {kind:?} is not kept here")));
        }
        if let Some(purpose) = text("statusPurpose")?.filter(|purpose| *purpose != REVOCATION) {
            return Err(malformed(format!("a status for {purpose:?} is not kept here")));
        }
        let (Some(list), Some(index)) = (text("statusListCredential")?, text("statusListIndex")?) else { return Ok(None) };
        match self.found(list, index) {
            Some((entry, given_out)) if given_out => Ok(Some(entry)),
            _ => Err(Refusal::new(Kind::NotFound, format_args!("entry {index:?} of {list} was not given out here"))),
        }
    }

    /// An entry of a list that is kept here, and whether it was given out.
    fn found(&self, list: &str, index: &str) -> Option<(Entry, bool)> {
        let variant = Variant::ALL.into_iter().find(|variant| self.address(*variant) == list)?;
        let index = index.parse().ok().filter(|index| *index < LEAST_ENTRIES)?;
        let given_out = self.lists.get(variant.name()).is_some_and(|list| list.used.contains(&index));
        Some((Entry { variant, address: list.to_owned(), index }, given_out))
    }

    /// What the lists say against a credential whose structure is in order.
    pub(super) fn refusals(&self, credential: &Value) -> Vec<Refusal> {
        let entries = match credential.get("credentialStatus") {
            None => Vec::new(),
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
        };
        entries.into_iter().filter_map(|entry| self.refusal(entry)).collect()
    }

    fn refusal(&self, entry: &Value) -> Option<Refusal> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let unknown = |what: String| Some(Refusal::new(Kind::StatusUnknown, what));
        if text("type") != ENTRY {
            return unknown(format!("a status of type {} is not read here", entry["type"]));
        }
        let (list, index, purpose) = (text("statusListCredential"), text("statusListIndex"), text("statusPurpose"));
        let Some((found, _)) = self.found(list, index) else {
            return unknown(format!("entry {index} of {list} is not kept here, and nothing is fetched"));
        };
        if purpose != REVOCATION {
            return unknown(format!("{list} is for {REVOCATION}, not for {purpose}"));
        }
        if entry.get("statusSize").is_some_and(|size| size.as_u64() != Some(1)) {
            return unknown(format!("{list} has one bit for each entry"));
        }
        let bits = self.lists.get(found.variant.name()).and_then(|list| list.bits.entry(found.index, StatusSize::ONE));
        (bits.unwrap_or(0) != 0).then(|| Refusal::new(Kind::Revoked, format_args!("{purpose} is set in {list}")))
    }
}
