//! Our badges in the implementations that others use, and theirs in ours.
//!
//! The judges are npm packages in `tests/npm`, one process of `judge.mjs` for each test. They see
//! what anybody can fetch from this server, and nothing else; so does our own verifier here.

mod conformance;
mod core;
mod judges;
mod mutants;
mod ours;
mod pictures;
mod public;
mod suites;
mod tampering;
mod theirs;
