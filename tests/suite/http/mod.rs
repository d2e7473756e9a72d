//! The web door, over sockets of this machine and through its router.

mod accept_loop;
mod api;
mod credential;
mod documents;
mod envelope;
mod links;
mod matrix;
mod person;
mod retries;
mod uploads;
pub(crate) mod visit;
mod whole;
