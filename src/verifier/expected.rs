//! What the asker demands of a proof, beside that it holds.
//!
//! A holder who shows a badge to one person on one occasion can have its proof say so: for whom
//! (`domain`) and in answer to what (`challenge`). Only the asker knows what it must say, so nothing is
//! compared unless asked for ([VC-DI §4.4](https://www.w3.org/TR/vc-data-integrity/#verify-proof)).

use std::collections::BTreeSet;

use crate::standards::proof::data_integrity::Proof;

/// What every proof of the presented document must say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    domains: BTreeSet<String>,
    challenge: Option<String>,
}

impl Expected {
    /// For whom it must be made: all of these and nobody else. Once for each.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domains.insert(domain.into());
        self
    }

    /// In answer to what it must be made.
    #[must_use]
    pub fn challenge(mut self, challenge: impl Into<String>) -> Self {
        self.challenge = Some(challenge.into());
        self
    }

    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What a proof says otherwise.
    pub(super) fn unmet_by(&self, proof: &Proof<'_>) -> Option<&'static str> {
        let domains: BTreeSet<&str> = proof.domain.iter().copied().collect();
        if !self.domains.is_empty() && !self.domains.iter().map(String::as_str).eq(domains) {
            return Some("the proof was made for another domain");
        }
        if self.challenge.is_some() && self.challenge.as_deref() != proof.challenge {
            return Some("the proof does not answer the challenge");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::standards::proof::data_integrity::{proof_config, proof_value};
    use crate::vocabulary::Timestamp;

    fn unmet(expected: &Expected, domain: Value) -> bool {
        let mut proof = proof_config("did:key:z6Mk#z6Mk", Timestamp::from_ms(0), "assertionMethod");
        (proof["proofValue"], proof["domain"]) = (json!(proof_value(&[7; 64])), domain);
        expected.unmet_by(&Proof::read(&proof).unwrap()).is_some()
    }

    #[test]
    fn the_domains_of_a_proof_are_those_asked_for_in_any_order() {
        let both = Expected::default().domain("a.example").domain("b.example");
        assert!(!unmet(&both, json!(["b.example", "a.example"])));
        assert!(!unmet(&Expected::default().domain("a.example"), json!("a.example")));
        for domain in [json!("a.example"), json!([]), json!(["a.example", "b.example", "c.example"]), json!(["a.example", "c.example"])] {
            assert!(unmet(&both, domain.clone()), "{domain}");
        }
    }
}
