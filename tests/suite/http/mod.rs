//! The web door, over sockets of this machine and through its router.

mod accept_loop;
mod envelope;
mod retries;
