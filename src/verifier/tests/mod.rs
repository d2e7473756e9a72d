//! The verifier from outside: whole badges in, verdicts out.

mod addresses;
mod binding;
mod chains;
mod contexts;
mod disguises;
mod endorsements;
mod endorsements_1;
mod inputs;
mod known;
mod limits;
mod matrix;
mod mutations;
mod names;
mod open_badges_2;
mod probes;
mod profiles;
mod proofs;
mod refresh;
mod status;
mod status_lists;
mod structure;
mod suites;
mod tokens;
mod verdicts;
mod version_1;
mod world;
