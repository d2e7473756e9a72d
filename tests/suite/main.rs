//! Integration tests: one binary against the real store and server.

mod harness;
mod http;
mod jsonld;
mod keys;
mod rules_schema;
mod store;
