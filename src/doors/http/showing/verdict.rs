//! A verdict for a program: what `POST /api/verify` answers and what `insignia --json verify` prints.
//! Members are only ever added.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::verifier::recipient::Resemblance;
use crate::verifier::{Check, Form, Verdict};
use crate::vocabulary::Timestamp;

/// What is known about a badge: the word, the reason by its stable name, every check, what was signed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerdictDocument {
    /// `valid`, `invalid` or `indeterminate`.
    verdict: &'static str,
    /// Why; `null` exactly when valid.
    reason: Option<ReasonDocument>,
    /// What it was read as: `JSON`, `JWT`, `PNG`, `SVG`, `PDF`, `QR code`; `null` if nothing we know.
    form: Option<String>,
    /// When the check was made: RFC 3339, in UTC.
    checked_at: String,
    /// Every check, in the order of the specification.
    checks: Vec<CheckDocument>,
    /// What the issuer signed; `null` if its signature was not confirmed. Nothing unsigned is repeated.
    #[schema(value_type = Option<Object>)]
    credential: Option<Value>,
    /// Whether it is about the person who was named in the form; `null` if nobody was.
    recipient: Option<RecipientDocument>,
}

/// Why a badge is not valid, or what kept the check from its end.
#[derive(Debug, Serialize, ToSchema)]
struct ReasonDocument {
    /// A stable name.
    code: &'static str,
    /// A sentence for a technical reader, in English.
    said: String,
}

/// One check.
#[derive(Debug, Serialize, ToSchema)]
struct CheckDocument {
    /// The probe of the public validator that it stands beside: `V1` to `V16`.
    probe: String,
    /// A stable name.
    name: &'static str,
    /// `pass`, `fail`, `could-not-check`, `not-applicable` or `warning`.
    outcome: &'static str,
    /// What was seen, in English.
    evidence: String,
    /// Where it is demanded.
    clause: &'static str,
}

/// Whether a badge is about a person. Never a bare no.
#[derive(Debug, Serialize, ToSchema)]
struct RecipientDocument {
    /// `same`, `similar` or `cannot-say`.
    answer: &'static str,
    /// For `same`: `name`, `user-name`, `email` or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    /// For `similar`: `order`, `accents`, `capitals`, `script`, `spelling`, `initials`, `parts`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<&'static str>,
    /// For `cannot-say`: `unconfirmed`, `names-nobody`, `hidden` or `nothing-alike`.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

/// The form in which a badge may be sent: one of the first three, and perhaps a person.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes what is read part by part")]
pub struct VerifyForm {
    /// A badge: PNG, SVG, PDF, JSON or JWT, or a picture of its QR code in PNG or JPEG.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
    /// The address of a badge.
    address: Option<String>,
    /// The text of a badge, or its address.
    pasted: Option<String>,
    /// Name, user name or e-mail address of a person. Compared and forgotten.
    recipient: Option<String>,
}

impl VerdictDocument {
    /// The document on a verdict, and on a person if one was named.
    pub fn of(verdict: &Verdict, form: Option<Form>, recipient: Option<&Resemblance>, checked_at: Timestamp) -> Self {
        let reason = match verdict {
            Verdict::Valid(_) => None,
            Verdict::Invalid(refusal) => Some(ReasonDocument { code: refusal.reason.code(), said: refusal.reason.to_string() }),
            Verdict::Indeterminate(unfinished) => {
                Some(ReasonDocument { code: unfinished.doubt.code(), said: unfinished.doubt.to_string() })
            }
        };
        Self {
            verdict: verdict.word(),
            reason,
            form: form.map(|form| form.to_string()),
            checked_at: checked_at.to_string(),
            checks: verdict.checks().iter().map(CheckDocument::of).collect(),
            credential: verdict.signed().map(|signed| signed.document().clone()),
            recipient: recipient.map(RecipientDocument::of),
        }
    }
}

impl CheckDocument {
    fn of(check: &Check) -> Self {
        Self {
            probe: check.probe.to_string(),
            name: check.name,
            outcome: check.outcome.word(),
            evidence: check.evidence.clone(),
            clause: check.clause,
        }
    }
}

impl RecipientDocument {
    fn of(found: &Resemblance) -> Self {
        let bare = Self { answer: found.word(), by: None, differences: Vec::new(), why: None };
        match found {
            Resemblance::Same(by) => Self { by: Some(by.word()), ..bare },
            Resemblance::Similar(differences) => Self { differences: differences.iter().map(|one| one.word()).collect(), ..bare },
            Resemblance::CannotSay(silence) => Self { why: Some(silence.word()), ..bare },
        }
    }
}
