//! `SignedBadge`: the assertion is the payload of a JWS, signed by a key of the issuer's profile.
//!
//! Source: [Open Badges 2.0, signed verification](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#SignedBadge).

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::verdict::{Doubt, Probe, Reason};
use super::{Confirmed, SIGNED, TYPE, dates, key, names_kind, ob2, rest, revocation, shapes, view};
use crate::standards::proof::vc_jwt::{Compact, JwtFault};
use crate::standards::proof::{Algorithm, PublicKey};

/// Checks a JWS whose payload is an assertion.
pub(super) fn check(text: &str, assertion: &Value, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmed> {
    if !shapes::is_of(assertion, "Assertion") {
        let why = "its payload is not of type Assertion";
        findings.fail(TYPE, why, Reason::NotABadge(why.to_owned()));
        return None;
    }
    if !names_kind(assertion.get("verification").unwrap_or(&Value::Null), "SignedBadge") {
        findings.fail(
            TYPE,
            "the assertion does not say that it is signed",
            Reason::Malformed("its kind of verification is another one".to_owned()),
        );
        return None;
    }
    findings.pass(TYPE, "Assertion, SignedBadge");
    let compact = match read(text) {
        Ok(compact) => compact,
        Err(trouble) => {
            findings.trouble(SIGNED, trouble);
            return None;
        }
    };
    let (class, issuer) = rest(assertion, setting, findings)?;
    let key = match key::of(assertion, &issuer, setting, findings) {
        Ok(key) => key,
        Err(trouble) => {
            findings.trouble(KEY, trouble);
            return None;
        }
    };
    if compact.verify(&PublicKey::Rsa(key)).is_err() {
        findings.fail(SIGNED, "the signature does not fit the content", Reason::Altered);
        return None;
    }
    findings.pass(SIGNED, "the RS256 signature is intact");
    findings.pass(KEY, "the issuer's profile names this key");
    revocation::check(assertion, &issuer, setting, findings);
    let id = issuer.get("id").and_then(Value::as_str).unwrap_or_default();
    dates::check(assertion, id, setting, findings);
    Some(Confirmed { document: view::of(assertion, &class, &issuer), hosted_at: None })
}

/// "RSA-SHA256 … SHOULD be supported"; no other is in use.
fn read(text: &str) -> Result<Compact<'_>, Trouble> {
    let forbidden = |fault: &JwtFault| Trouble::Wrong(fault.to_string(), Reason::Forbidden("its JWS is not as it must be".to_owned()));
    let compact = Compact::parse(text).map_err(|fault| forbidden(&fault))?;
    let algorithm = compact.header().algorithm;
    if algorithm == Algorithm::Rs256 {
        Ok(compact)
    } else {
        let why = format!("an Open Badges 2.0 signature by {algorithm}");
        Err(Trouble::Unknown(why.clone(), Doubt::Unsupported(why)))
    }
}

const KEY: Inspection = Inspection { probe: Probe::V11, name: "jwt-key-of-issuer", clause: ob2!("SignedBadge") };
