//! The outbox: what leaves, written in the transaction that makes it true, sent after it.
//!
//! A row is put by the journey, claimed by a worker for the length of a lease, and then marked sent
//! or failed. A worker that dies loses its lease and the row is claimed again, so everything is
//! sent **at least once**: the receiver must be able to tell a repetition (the message id of a mail
//! is made of [`Letter::id`]). After [`TRIES`] failures a row waits for a person.
//!
//! What was sent is emptied at once: the outbox keeps no copy of what people received.

mod store;

pub use store::{Failed, Letter, TRIES, Waiting, claim, fail, put, put_off, sent, waiting_about};
