//! Who believes it: from presented bytes to a verdict. Pure: no clock, file, row or network, but for
//! the journey that finds what is needed ([`checking`]).
//!
//! ```text
//! bytes ─► Presented ─► needs(presented, known) ─► checking finds it ─► Known ─► verify(…, now) ─► Verdict
//! ```
//!
//! A [`Verdict`] is valid, invalid or indeterminate, with every check made as a list in the order of
//! the specification. "Valid" means that signature, issuer's control of the key, contexts, dates and
//! status were all checked now or within their time to live; whatever could not be checked makes the
//! verdict indeterminate, never valid. There is no way to make a [`VerifiedCredential`] but
//! [`verify`]:
//!
//! ```compile_fail
//! # use insignia::verifier::{SignedCredential, VerifiedCredential};
//! fn promoted(shown: SignedCredential) -> Option<VerifiedCredential> {
//!     Some(VerifiedCredential::new(shown, Vec::new()))
//! }
//! ```
//! ```
//! # use insignia::verifier::{SignedCredential, VerifiedCredential};
//! fn promoted(shown: SignedCredential) -> Option<VerifiedCredential> {
//!     None
//! }
//! ```
//!
//! Checks are numbered like the probes of the public validator (V1–V16), so that a reader can
//! compare line by line. The procedure is [OB 3.0 §9](https://www.imsglobal.org/spec/ob/v3p0/#verification).

pub mod checking;
mod checks;
mod examination;
mod expected;
mod findings;
mod known;
mod open_badges_2;
mod presented;
pub mod recipient;
mod register;
mod signed;
#[cfg(test)]
mod tests;
mod verdict;

pub use expected::Expected;
pub use known::{Answer, Known, Logged, Need, Needs, OurRecord, Profile, Replacement, RevocationReason};
pub use open_badges_2::is_version_2;
pub use presented::{Form, Presented};
pub use register::{Domain, KnownIssuer, KnownKey, ListsCount, NotADomain, Register, Server};
pub use signed::{Achievement, Alignment, Evidence, Holder, Identifier, Issuer, Level, SignedCredential};
pub use verdict::{Check, Doubt, Outcome, Probe, Reason, Refusal, Unfinished, Verdict, VerifiedCredential};

use crate::vocabulary::Timestamp;

/// What has to be known before `seen` can be judged, beyond what is known already.
///
/// Ask again after answering: a status list names an issuer whose keys are then needed. Nothing is
/// asked for on behalf of a document whose signature does not hold, so that a forged badge cannot
/// make us fetch what it likes.
pub fn needs(seen: &Presented, known: &Known) -> Needs {
    // What is asked for does not depend on dates.
    examination::examine(seen, known, Timestamp::from_ms(0)).into_needs()
}

/// Judges what was presented by what is known, at the instant `now`.
pub fn verify(seen: &Presented, known: &Known, now: Timestamp) -> Verdict {
    examination::examine(seen, known, now).into_verdict()
}
