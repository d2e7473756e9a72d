//! V2–V11 together: whether a document is what its issuer signed.
//!
//! Badges, endorsements and status lists go the same way.

use serde_json::Value;

use super::super::findings::{Findings, Setting};
use super::super::presented::Content;
use super::{linked_data, proofs, structure};
use crate::standards::document::rules::Kind;

/// Whether a document is its issuer's.
pub(in super::super) enum Confirmation {
    /// Signature intact, key the issuer's: this is what was signed, without JWT claims.
    Confirmed(Value),
    /// Not shown.
    Unconfirmed,
}

/// Structure, contexts, safe mode and proofs (V2–V11) of a badge, an endorsement or a status list.
///
/// `None` if it is not a document of this kind at all.
pub(in super::super) fn confirm(content: &Content, kind: Kind, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmation> {
    let document = content.document();
    let shape = structure::check(document, kind, setting, findings)?;
    let canonical = linked_data::check(content, kind, shape, findings);
    let issuer = issuer_of(document);
    let confirmed = proofs::check(content, kind, canonical, &issuer, setting, findings);
    // Members may be read by name only where the JSON has one meaning.
    Some(match (confirmed, shape.has_one_meaning()) {
        (Some(proven), true) => Confirmation::Confirmed(proven.into_document()),
        _ => Confirmation::Unconfirmed,
    })
}

/// The id of the issuer that a document names; empty if it names none.
pub(in super::super) fn issuer_of(document: &Value) -> String {
    let issuer = document.get("issuer").unwrap_or(&Value::Null);
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str)).unwrap_or_default().to_owned()
}
