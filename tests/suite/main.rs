//! Integration tests: one binary against the real store and server.

// A skipped check says so aloud; a test reads how a state came out, whatever others there will be.
#![allow(clippy::print_stderr, clippy::print_stdout, clippy::format_collect, clippy::wildcard_enum_match_arm)]
// Clippy takes only functions marked #[test] for tests; the helpers beside them fail by panic too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod conformance;
mod fetch;
mod harness;
mod hostile;
mod http;
mod interop;
mod journeys;
mod jsonld;
mod keys;
mod mail;
mod rules_schema;
mod store;
mod verdicts;
mod workshop;
mod world;
