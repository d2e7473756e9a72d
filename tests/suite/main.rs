//! Integration tests: one binary against the real store and server.

// Clippy takes only functions marked #[test] for tests; the helpers beside them fail by panic too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod harness;
mod http;
mod interop;
mod journeys;
mod jsonld;
mod keys;
mod rules_schema;
mod store;
mod verdicts;
mod world;
