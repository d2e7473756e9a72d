//! V2–V11 together: whether a document is what its issuer signed.
//!
//! Badges, endorsements and status lists go the same way.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting};
use super::super::presented::Content;
use super::super::verdict::{Probe, Reason};
use super::proofs::Extent;
use super::{linked_data, proofs, structure, token};
use crate::standards::document::rules::Kind;

/// Whether a document is its issuer's.
pub(in super::super) enum Confirmation {
    /// Signature intact, key the issuer's: this is what was signed, without JWT claims, and how much of it.
    Confirmed(Value, Extent),
    /// Not shown.
    Unconfirmed,
}

/// Structure, contexts, safe mode and proofs (V2–V11) of a badge, an endorsement or a status list.
///
/// `None` if it is not a document of this kind at all.
pub(in super::super) fn confirm(content: &Content, kind: Kind, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmation> {
    if let (Content::Token { text, claims }, true) = (content, kind != Kind::Badge)
        && let Some(inner) = wrapped(claims)
    {
        return confirm_wrapped(text, claims, inner, kind, setting, findings);
    }
    let document = content.document();
    let shape = structure::check(document, kind, setting, findings)?;
    let canonical = linked_data::check(content, kind, shape, findings);
    let issuer = issuer_of(document);
    let confirmed = proofs::check(content, kind, canonical, &issuer, setting, findings);
    // Members may be read by name only where the JSON has one meaning.
    Some(match (confirmed, shape.has_one_meaning()) {
        (Some(proven), true) => {
            let (document, extent) = proven.into_parts();
            Confirmation::Confirmed(document, extent)
        }
        _ => Confirmation::Unconfirmed,
    })
}

/// The same for a token that carries the document in `vc`, as issuers of version 1.1 wrote it and
/// some servers of status lists still do.
fn confirm_wrapped(
    text: &str,
    claims: &Value,
    inner: &Value,
    kind: Kind,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Option<Confirmation> {
    let shape = structure::check(inner, kind, setting, findings)?;
    let document = Content::Document(inner.clone());
    let canonical = linked_data::check(&document, kind, shape, findings);
    let issuer = issuer_of(inner);
    let mut confirmed = token::check(text, claims, kind, &issuer, setting, findings) && canonical.is_some();
    if inner.get("proof").is_some() {
        confirmed &= proofs::check(&document, kind, canonical, &issuer, setting, findings).is_some();
    }
    // A second document beside the first would be read by others.
    let beside = claims.as_object().into_iter().flat_map(|members| members.keys()).find(|name| !is_claim(name));
    if let Some(name) = beside {
        findings.fail(
            WRAPPED,
            format!("{name:?} stands beside vc"),
            Reason::Malformed("its claims do not repeat the credential".to_owned()),
        );
        confirmed = false;
    }
    let whole = confirmed && shape.has_one_meaning();
    Some(if whole { Confirmation::Confirmed(inner.clone(), Extent::Whole) } else { Confirmation::Unconfirmed })
}

fn is_claim(name: &str) -> bool {
    name == "vc" || name == "aud" || linked_data::CLAIMS.contains(&name)
}

/// The document that a payload carries in `vc`.
fn wrapped(claims: &Value) -> Option<&Value> {
    claims.get("vc").filter(|inner| inner.is_object())
}

/// What an endorsement or a status list says: the document, or that in the token.
pub(super) fn document_of(content: &Content) -> &Value {
    let document = content.document();
    match content {
        Content::Token { .. } => wrapped(document).unwrap_or(document),
        Content::Document(_) => document,
    }
}

/// The id of the issuer that a document names; empty if it names none.
pub(in super::super) fn issuer_of(document: &Value) -> String {
    let issuer = document.get("issuer").unwrap_or(&Value::Null);
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str)).unwrap_or_default().to_owned()
}

const WRAPPED: Inspection =
    Inspection { probe: Probe::V11, name: "jwt-claims", clause: "https://www.imsglobal.org/spec/ob/v3p0/#jwt-verify-credential" };
