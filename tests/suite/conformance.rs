//! `insignia conformance`, driven as independent test software drives it: by its own command and port.

mod api;
mod canonicalize;
mod malformed;
mod server;
