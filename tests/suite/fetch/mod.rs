//! Requests to other servers: the real client, against servers of our own on this machine.

mod caches;
mod hosted;
pub(crate) mod hostile;
mod issuers;
mod journey;
mod limits;
mod matrix;
mod netns;
mod ourselves;
mod own;
pub(crate) mod server;
mod shelf;
pub(crate) mod stage;
mod tarpits;

use std::io::Write;

/// Says that something was not checked, past the test harness, which swallows what a passing test prints.
fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "fetch NOT CHECKED: {what}");
}
