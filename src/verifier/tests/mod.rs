//! The verifier from outside: whole badges in, verdicts out.

mod binding;
mod disguises;
mod endorsements;
mod inputs;
mod mutations;
mod proofs;
mod status;
mod structure;
mod tokens;
mod verdicts;
mod world;
