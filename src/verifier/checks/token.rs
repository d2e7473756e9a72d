//! V11: the compact JWS around a credential, and the claims that repeat it.
//!
//! Source: [OB 3.0 §8.2](https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof). A claim that is there
//! and differs from the credential makes it invalid always. Claims that many issuers leave out
//! (`sub`, `nbf`) are demanded by the letter (strict) and warned about in `compat`.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::Profile;
use super::super::verdict::{Doubt, Probe, Reason};
use super::keys::{self, Tie, tied};
use crate::standards::document::rules::Kind;
use crate::standards::proof::vc_jwt::{Agreement, ClaimCheck, Compact, JwtFault, compare};
use crate::vocabulary::Timestamp;

/// True if the signature is intact, the key the issuer's, and nothing stands against the claims.
pub(super) fn check(text: &str, claims: &Value, kind: Kind, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> bool {
    let compact = match Compact::parse(text) {
        Ok(compact) => compact,
        Err(fault) => {
            findings.trouble(JWT, refused(&fault));
            return false;
        }
    };
    let located = match keys::of_token(compact.header(), issuer, setting, findings) {
        Ok(located) => located,
        Err(trouble) => {
            findings.trouble(JWT, trouble);
            return false;
        }
    };
    match compact.verify(&located.key) {
        Ok(()) => findings.pass(JWT, format!("the {} signature is intact", compact.header().algorithm)),
        Err(JwtFault::NotByThisKey) => {
            findings.fail(JWT, "the signature does not fit the content", Reason::Altered);
            return false;
        }
        Err(fault) => {
            findings.trouble(JWT, refused(&fault));
            return false;
        }
    }
    if setting.expected.is_some() {
        let why = "a JWT says neither for whom it was made nor in answer to what";
        findings.fail(JWT, why, Reason::Forbidden(why.to_owned()));
        return false;
    }
    let agreed = repeated(claims, kind, setting, findings) & issued_at(claims, issuer, setting, findings);
    let how = match &located.tie {
        Tie::Issuers(how) => Some(how.clone()),
        Tie::Not(_) => None,
    };
    tied(KEY, how, vec![located.tie], findings) && agreed
}

/// Whether the claims agree with the credential.
fn repeated(claims: &Value, kind: Kind, setting: &Setting<'_>, findings: &mut Findings) -> bool {
    let (mut wrong, mut lax) = (Vec::new(), Vec::new());
    for ClaimCheck { claim, member, agreement } in compare(claims) {
        match agreement {
            Agreement::Equal => {}
            Agreement::Different { claimed } => wrong.push(format!("{claim} is {claimed:?}, {member} is something else")),
            // exp "MUST be used to set the value of validUntil": the dates are checked with it.
            Agreement::OnlyClaim { .. } if claim == "exp" => lax.push("exp sets an end that the credential does not name".to_owned()),
            Agreement::OnlyClaim { .. } => lax.push(format!("{claim} stands for a {member} that is not there")),
            Agreement::Neither if claim == "exp" => {}
            Agreement::Neither | Agreement::NoClaim => {
                // OB 3.0 demands claims of badges and endorsements; a list is no Open Badge.
                let compat = setting.known.profile() == Profile::Compat && !matches!(claim, "iss" | "jti");
                let tolerated = compat || kind == Kind::StatusList;
                if tolerated { &mut lax } else { &mut wrong }.push(format!("there is no {claim}"));
            }
        }
    }
    if !wrong.is_empty() {
        findings.fail(CLAIMS, wrong.join("; "), Reason::Malformed("its claims do not repeat the credential".to_owned()));
        return false;
    }
    if lax.is_empty() {
        findings.pass(CLAIMS, "iss, sub, jti, nbf and exp repeat the credential");
    } else {
        findings.warn(CLAIMS, lax.join("; "));
    }
    true
}

/// `iat`, where it is there, is not in the future.
fn issued_at(claims: &Value, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> bool {
    let Some(claim) = claims.get("iat") else { return true };
    let Some(at) = numeric_date(claim) else {
        findings.fail(CLAIMS, "iat is no number", Reason::Malformed("its claims are not as they must be".to_owned()));
        return false;
    };
    if at > setting.now.plus_seconds(setting.skew(issuer)) {
        findings.fail(CLAIMS, format!("iat is {at}"), Reason::NotYetValid { from: at });
        return false;
    }
    true
}

/// RFC 7519 §2, `NumericDate`: seconds since 1970, possibly with a fraction, which is cut.
pub(super) fn numeric_date(claim: &Value) -> Option<Timestamp> {
    let seconds = claim.as_i64().or_else(|| {
        let seconds = claim.as_f64()?.floor();
        format!("{seconds:.0}").parse().ok()
    })?;
    Some(Timestamp::from_ms(0).plus_seconds(seconds))
}

fn refused(fault: &JwtFault) -> Trouble {
    let evidence = fault.to_string();
    let JwtFault::Algorithm { found } = fault else {
        return Trouble::Wrong(evidence, Reason::Forbidden("its JWT is not as it must be".to_owned()));
    };
    if OTHERS.contains(&found.as_str()) {
        Trouble::Unknown(evidence, Doubt::Unsupported(format!("the signature algorithm {found}")))
    } else {
        Trouble::Wrong(evidence, Reason::Forbidden("its algorithm proves nothing".to_owned()))
    }
}

/// Signature algorithms that others use and we do not read. Anything else (`none`, HMAC) is refused.
const OTHERS: &[&str] = &["ES384", "ES512", "PS384", "PS512", "RS384", "RS512", "ES256K"];

pub(super) const JWT: Inspection =
    Inspection { probe: Probe::V11, name: "jwt-signature-intact", clause: "https://www.imsglobal.org/spec/ob/v3p0/#jwt-verify" };
const KEY: Inspection =
    Inspection { probe: Probe::V11, name: "jwt-key-of-issuer", clause: "https://www.imsglobal.org/spec/ob/v3p0/#dereference" };
const CLAIMS: Inspection =
    Inspection { probe: Probe::V11, name: "jwt-claims", clause: "https://www.imsglobal.org/spec/ob/v3p0/#jwt-verify-credential" };
