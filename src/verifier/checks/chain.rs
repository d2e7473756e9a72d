//! Chains: proofs that stand upon others by `previousProof`.
//!
//! A proof of a chain signs the document together with the proofs it names
//! ([VC-DI §4.5](https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains)). A name that no
//! proof or more than one has, and a proof that stands upon itself, are refused; so many proofs as a
//! document may have, so long is the longest chain.

use serde_json::Value;

use super::super::findings::Trouble;
use super::proofs::malformed;
use crate::standards::proof::data_integrity::{Proof, ProofFault};

/// All proofs that the one at `index` stands upon, near and far. A proof that cannot be read has a name
/// like any other.
pub(super) fn below(index: usize, proofs: &[&Value], read: &[Result<Proof<'_>, ProofFault>]) -> Result<Vec<usize>, Trouble> {
    let mut found = Vec::new();
    let mut open = vec![index];
    while let Some(at) = open.pop() {
        for id in read[at].iter().flat_map(|proof| &proof.previous) {
            let named = proofs.iter().enumerate().filter(|(_, proof)| proof.get("id").and_then(Value::as_str) == Some(*id));
            let [other] = named.map(|(other, _)| other).collect::<Vec<_>>()[..] else {
                return Err(malformed("it stands upon a proof that is not there, or not only once"));
            };
            if other == index {
                return Err(malformed("it stands upon itself"));
            }
            if !found.contains(&other) {
                found.push(other);
                open.push(other);
            }
        }
    }
    Ok(found)
}
