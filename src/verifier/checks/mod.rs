//! The checks, one file per family; each adds its lines to the findings.

mod chain;
pub(super) mod confirmation;
pub(super) mod dates;
pub(super) mod endorsements;
mod keys;
mod linked_data;
mod proofs;
pub(super) mod refresh;
pub(super) mod status;
pub(super) mod structure;
mod token;
