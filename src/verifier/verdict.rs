//! The verdict, its checks, and the reasons for a refusal or a doubt.

use std::fmt;

use super::known::{Replacement, RevocationReason};
use super::signed::SignedCredential;
use crate::vocabulary::Timestamp;

/// What we say about presented bytes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Verdict {
    /// Genuine and current.
    Valid(VerifiedCredential),
    /// Not valid, for a reason that will not go away by trying again.
    Invalid(Refusal),
    /// Something could not be checked.
    Indeterminate(Unfinished),
}

impl Verdict {
    /// Every check made, in the order of the specification.
    pub fn checks(&self) -> &[Check] {
        match self {
            Self::Valid(verified) => verified.checks(),
            Self::Invalid(refusal) => &refusal.checks,
            Self::Indeterminate(unfinished) => &unfinished.checks,
        }
    }

    /// What the badge says, if its issuer's signature over it was confirmed: also of a badge that has
    /// expired or was revoked. Never anything unsigned.
    pub fn signed(&self) -> Option<&SignedCredential> {
        match self {
            Self::Valid(verified) => Some(verified.credential()),
            Self::Invalid(refusal) => refusal.signed.as_ref(),
            Self::Indeterminate(unfinished) => unfinished.signed.as_ref(),
        }
    }

    /// `valid`, `invalid` or `indeterminate`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::Invalid(_) => "invalid",
            Self::Indeterminate(_) => "indeterminate",
        }
    }
}

/// A badge that is genuine and current.
#[derive(Debug, Clone)]
pub struct VerifiedCredential {
    signed: SignedCredential,
    checks: Vec<Check>,
}

impl VerifiedCredential {
    pub(super) const fn new(signed: SignedCredential, checks: Vec<Check>) -> Self {
        Self { signed, checks }
    }

    /// What it says.
    pub const fn credential(&self) -> &SignedCredential {
        &self.signed
    }

    /// Every check made, in the order of the specification.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

/// A verdict of "not valid".
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The gravest reason.
    pub reason: Reason,
    /// Every check made.
    pub checks: Vec<Check>,
    pub(super) signed: Option<SignedCredential>,
}

/// A verdict of "we could not finish the check".
#[derive(Debug, Clone)]
pub struct Unfinished {
    /// The first thing that could not be checked.
    pub doubt: Doubt,
    /// Every check made.
    pub checks: Vec<Check>,
    pub(super) signed: Option<SignedCredential>,
}

/// Why a badge is not valid, the gravest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// The bytes hold no badge.
    #[error("this is not a badge: {0}")]
    NotABadge(String),
    /// More work than any honest badge asks for.
    #[error("this badge is too complex to check: {0}")]
    TooComplex(String),
    /// The signature does not fit the content.
    #[error("this badge was altered after it was signed")]
    Altered,
    /// No proof at all.
    #[error("this badge is not signed")]
    Unsigned,
    /// Signed in a way that proves nothing.
    #[error("this badge is signed in a way that is not accepted: {0}")]
    Forbidden(String),
    /// Signed by a key that is not the issuer's.
    #[error("this badge is not signed by the issuer it names")]
    NotSignedByIssuer,
    /// Signed by a key that the issuer declared stolen, and not known from before.
    #[error("this badge is signed by a key that its issuer has withdrawn")]
    KeyWithdrawn,
    /// The issuer put a newer edition or another badge in its place; no fault of its holder.
    #[error("this badge was replaced by its issuer{}", by.as_ref().map(Replacement::sentence).unwrap_or_default())]
    Replaced {
        /// What takes its place; from our own register, not from the badge.
        by: Option<Replacement>,
    },
    /// The issuer took it back.
    #[error("this badge was revoked by its issuer")]
    Revoked {
        /// Why; from our own register, not from the badge.
        because: Option<RevocationReason>,
    },
    /// The issuer suspended it, for now.
    #[error("this badge is suspended by its issuer")]
    Suspended,
    /// Its time has not come.
    #[error("this badge is not valid before {from}")]
    NotYetValid {
        /// `validFrom`.
        from: Timestamp,
    },
    /// Its time is over.
    #[error("this badge expired on {at}")]
    Expired {
        /// `validUntil`.
        at: Timestamp,
    },
    /// It breaks the rules of Open Badges.
    #[error("this badge does not keep the rules of Open Badges: {0}")]
    Malformed(String),
}

impl Reason {
    /// A stable name, for messages in other languages and for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABadge(_) => "not-a-badge",
            Self::TooComplex(_) => "too-complex",
            Self::Altered => "altered",
            Self::Unsigned => "unsigned",
            Self::Forbidden(_) => "forbidden-signature",
            Self::NotSignedByIssuer => "not-signed-by-issuer",
            Self::KeyWithdrawn => "key-withdrawn",
            Self::Replaced { .. } => "replaced",
            Self::Revoked { .. } => "revoked",
            Self::Suspended => "suspended",
            Self::NotYetValid { .. } => "not-yet-valid",
            Self::Expired { .. } => "expired",
            Self::Malformed(_) => "malformed",
        }
    }

    /// As [`Self::code`], and finer where what a reader should know differs: names the messages
    /// `reason-{…}-means` and `reason-{…}-do`.
    pub const fn telling(&self) -> &'static str {
        let Self::Replaced { by: Some(by) } = self else { return self.code() };
        by.telling()
    }
}

/// What kept us from finishing, the most telling first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Doubt {
    /// What was brought says where the badge is, or the badge stands on the web, and it could not be
    /// had from there: try again.
    #[error("we could not fetch this badge: {0}")]
    NotFetched(String),
    /// A context whose text we do not have.
    #[error("this badge uses words from {0}, which we do not know")]
    UnknownContext(String),
    /// A format, version, suite or algorithm that we do not read.
    #[error("this badge uses something that we cannot check: {0}")]
    Unsupported(String),
    /// The document that lists the issuer's keys could not be had: try again.
    #[error("we could not ask the issuer for its keys: {0}")]
    IssuerUnreachable(String),
    /// Nothing shows that the key is the issuer's.
    #[error("we could not confirm that the key belongs to the issuer: {0}")]
    KeyNotConfirmed(String),
    /// Shown in part (`ecdsa-sd-2023`), and not the part on whether it still counts.
    #[error("its holder does not show whether this badge can be revoked or ends; ask for the whole badge, or for the part on its status")]
    StatusNotShown,
    /// The status could not be read, or not recently enough.
    #[error("we could not find out whether this badge is still current: {0}")]
    StatusUnknown(String),
}

impl Doubt {
    /// A stable name, for messages in other languages and for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFetched(_) => "not-fetched",
            Self::Unsupported(_) => "unsupported",
            Self::UnknownContext(_) => "unknown-context",
            Self::IssuerUnreachable(_) => "issuer-unreachable",
            Self::KeyNotConfirmed(_) => "key-not-confirmed",
            Self::StatusNotShown => "status-not-shown",
            Self::StatusUnknown(_) => "status-unknown",
        }
    }
}

/// One line of the list of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which probe of the public validator it stands beside.
    pub probe: Probe,
    /// Its name: lower case, words joined by hyphens; stable.
    pub name: &'static str,
    /// How it came out.
    pub outcome: Outcome,
    /// What was seen, for a technical reader; in English.
    pub evidence: String,
    /// Where it is demanded.
    pub clause: &'static str,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Pass,
    /// Wrong.
    Fail,
    /// Not known: the verdict cannot be "valid".
    CouldNotCheck,
    /// Nothing to check.
    NotApplicable,
    /// Worth knowing; does not stand against the badge.
    Warning,
}

impl Outcome {
    /// Lower case, words joined by hyphens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::CouldNotCheck => "could-not-check",
            Self::NotApplicable => "not-applicable",
            Self::Warning => "warning",
        }
    }
}

/// The probes of the public validator, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// Parsing and extracting.
    V1,
    /// JSON-LD in safe mode.
    V2,
    /// Contexts.
    V3,
    /// Types.
    V4,
    /// The official schema.
    V5,
    /// Schemas that the badge names.
    V6,
    /// Holder and achievement.
    V7,
    /// Evidence.
    V8,
    /// Issuer.
    V9,
    /// Proofs inside the document.
    V10,
    /// The proof around it: JWT.
    V11,
    /// Refresh.
    V12,
    /// Revocation lists of 1EdTech, and what status there is at all.
    V13,
    /// Bitstring status lists.
    V14,
    /// Dates.
    V15,
    /// Endorsements.
    V16,
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
