//! Who may say what: the catalogue, people and their mandates, attestations.

pub mod catalog;
