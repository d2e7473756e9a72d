//! The independent re-count of what always holds, for operators and for tests.
//!
//! It shares no statement and no type with the journeys that write: each rule is a question in SQL
//! whose every answer is a violation ([`rules`]), and the stored bytes are hashed again. `insignia
//! check --data` prints the result; the property tests ask after every step.

mod bytes;
mod rules;
mod store;

use crate::platform::database::{Snapshot, StoreError};
use crate::platform::log::{self, ChainFault};

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

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Rules that were asked, in order.
    pub asked: Vec<(&'static str, &'static str)>,
    /// Entries of the log that were chained again.
    pub log_entries: i64,
    /// Stored payloads and signed forms that were hashed again.
    pub hashed: usize,
    /// Everything that is wrong.
    pub violations: Vec<Violation>,
}

/// Counts everything again, on one unchanging view of the store.
pub async fn audit(snapshot: &mut Snapshot) -> Result<Audit, StoreError> {
    let mut violations = Vec::new();
    for rule in rules::RULES {
        for found in store::answers(snapshot.connection(), rule.question).await? {
            violations.push(Violation { invariant: rule.invariant, sentence: rule.sentence, found });
        }
    }
    let (hashed, altered) = bytes::altered(snapshot.connection()).await?;
    violations.extend(altered);
    let log_entries = match log::check_chain(snapshot).await {
        Ok(head) => head.seq,
        Err(ChainFault::Store(error)) => return Err(error),
        Err(fault) => {
            violations.push(Violation { invariant: "I12", sentence: "the log is not whole", found: fault.to_string() });
            0
        }
    };
    let asked = rules::RULES.iter().map(|rule| (rule.invariant, rule.sentence)).collect();
    Ok(Audit { asked, log_entries, hashed, violations })
}
