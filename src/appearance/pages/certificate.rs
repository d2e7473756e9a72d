//! What a browser sees in place of a certificate that is not made.
//!
//! A paper cannot be called back: a badge that is revoked, expired or in doubt gets none, and the
//! visitor reads why, rather than keep a file that somebody might believe.

use serde::Serialize;

use super::verdict::VerdictView;
use super::{View, Words};

/// `/c/{id}.pdf` where there is no certificate to give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CertificateAbsent {
    /// Why.
    pub why: WhyAbsent,
    /// What the check of the badge said, if that is why.
    pub verdict: Option<VerdictView>,
    /// The page of the badge.
    pub address: String,
}

impl View for CertificateAbsent {
    const TEMPLATE: &'static str = "certificate-absent.html";
    const WORDS: Words = Words::OfPaper;
}

/// Why no certificate is made. Names the messages `certificate-{…}-title` and `certificate-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyAbsent {
    /// The badge is not genuine and current, or it could not be found out.
    None,
    /// A character has no font here, or a text does not fit.
    Cannot,
}
