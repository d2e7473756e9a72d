//! The log: one append-only, hash-chained record of every deed.
//!
//! An entry holds a *commitment* to what was done, never the thing itself: without the nonce, which
//! stays in the database and in the holder's own file, nobody can tell from the log whether a
//! badge they have is in it. Erasing a person empties the nonces and subjects of their entries; the
//! chain stays whole.
//!
//! ```text
//! commitment = SHA-256(0x00 ‖ "insignia-log/v1" ‖ kind ‖ SHA-256(nonce ‖ object))
//! chain(n)   = SHA-256(chain(n-1) ‖ n as 8 bytes, big-endian ‖ kind ‖ commitment)     chain(0) = 32 zero bytes
//! ```
//! `kind` stands between fields of fixed length, so no two entries give the same input. The first
//! byte is RFC 6962's mark of a leaf (<https://www.rfc-editor.org/rfc/rfc6962#section-2.1>): a
//! Merkle tree can be built over the commitments later.

mod chain;
mod store;

pub use chain::{Commitment, FIRST, Link, Nonce, commitment, link};
pub use store::{ChainFault, Deed, Head, LogEntry, LogLine, Wanted, append, append_all, check_chain, forget, head, kinds, lines, opening};
