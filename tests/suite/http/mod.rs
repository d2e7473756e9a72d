//! The web door, over sockets of this machine and through its router.

mod accept_loop;
mod credential;
mod documents;
mod envelope;
mod retries;
mod visit;
