//! The checks, one file per family; each adds its lines to the findings.

pub(super) mod dates;
pub(super) mod endorsements;
mod keys;
pub(super) mod linked_data;
pub(super) mod proofs;
pub(super) mod status;
pub(super) mod structure;
mod token;
