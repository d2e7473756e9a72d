//! The independent re-count of what always holds, for operators and for tests.
//!
//! It shares no statement and no type with the journeys that write: each rule is a question in SQL
//! whose every answer is a violation ([`rules`], [`further`]); stored bytes are hashed again, every
//! signature is verified with the key that the store names, the bits that verifiers fetch are
//! compared with the slots, and the log is chained by its formulas, written down a second time.
//! `insignia check --data` prints the result; the property tests ask after every step.

mod bytes;
mod chain;
mod erased;
mod further;
mod rules;
mod signatures;
mod status;
mod store;

use crate::platform::database::{Snapshot, StoreError};

pub use rules::Rule;

/// Something that must never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The invariant: `I1` to `I17`.
    pub invariant: &'static str,
    /// What is wrong, as a sentence.
    pub sentence: &'static str,
    /// The key of the row; never personal text.
    pub found: String,
}

impl Violation {
    fn each(invariant: &'static str, sentence: &'static str, found: Vec<String>) -> Vec<Self> {
        found.into_iter().map(|found| Self { invariant, sentence, found }).collect()
    }
}

/// Rules that are computed here rather than asked of the store.
const COMPUTED: [(&str, &str); 7] = [
    ("I3", signatures::DIFFERENT),
    ("I8", status::WRONG_BITS),
    ("I11", "a stored form was altered"),
    ("I12", chain::BROKEN),
    ("I12", chain::UNOPENED),
    ("I13", signatures::UNPROVED),
    ("I14", erased::LEFT),
];

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Rules that were asked, in order.
    pub asked: Vec<(&'static str, &'static str)>,
    /// Entries of the log that were chained again.
    pub log_entries: i64,
    /// Stored payloads and signed forms that were hashed again.
    pub hashed: usize,
    /// Signatures that were verified.
    pub signatures: usize,
    /// Status lists whose bits were compared with the slots.
    pub lists: usize,
    /// Everything that is wrong.
    pub violations: Vec<Violation>,
}

/// Counts everything again, on one unchanging view of the store.
pub async fn audit(snapshot: &mut Snapshot) -> Result<Audit, StoreError> {
    let mut violations = Vec::new();
    let all = || rules::RULES.iter().chain(further::RULES);
    for rule in all() {
        for found in store::answers(snapshot.connection(), rule.question).await? {
            violations.push(Violation { invariant: rule.invariant, sentence: rule.sentence, found });
        }
    }
    let (hashed, altered) = bytes::altered(snapshot.connection()).await?;
    violations.extend(altered);
    let (signatures, unproved) = signatures::verified(snapshot).await?;
    violations.extend(unproved);
    let (lists, wrong_bits) = status::decoded(snapshot).await?;
    violations.extend(wrong_bits);
    let (log_entries, broken) = chain::followed(snapshot).await?;
    violations.extend(broken);
    violations.extend(erased::left(snapshot).await?);
    let asked = all().map(|rule| (rule.invariant, rule.sentence)).chain(COMPUTED).collect();
    Ok(Audit { asked, log_entries, hashed, signatures, lists, violations })
}
