//! The JWT claims that repeat members of the credential, and whether they agree.
//!
//! Source: [OB 3.0 §8.2.3–8.2.5](https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof): `iss` is
//! `issuer.id`, `sub` is `credentialSubject.id`, `jti` is `id`, `nbf` is `validFrom`, `exp` is
//! `validUntil`. A claim that is there and differs makes the credential invalid; some issuers leave
//! `sub` and `nbf` out, so absence is reported and the verifier decides.

use serde_json::Value;

use crate::vocabulary::Timestamp;

/// The claims of a credential of VCDM 2.0: the credential itself and `iss`, `sub`, `nbf`, `exp`
/// (if it ends), `jti`.
///
/// # Errors
/// [`ClaimsFault`] if the credential lacks what a claim must repeat.
pub fn claims_of(credential: &Value) -> Result<Value, ClaimsFault> {
    let mut claims = credential.as_object().cloned().ok_or(ClaimsFault::NotAnObject)?;
    for repeated in ALL {
        if claims.contains_key(repeated.claim) {
            return Err(ClaimsFault::Taken { claim: repeated.claim });
        }
        let value = match repeated.of(credential) {
            Some(Repeated::Text(text)) => Value::from(text),
            Some(Repeated::Instant(at)) if at.whole_second() == at => Value::from(at.as_seconds()),
            Some(Repeated::Instant(_)) => return Err(ClaimsFault::Fraction { member: repeated.member }),
            None if repeated.is_optional() => continue,
            None => return Err(ClaimsFault::Missing { member: repeated.member, claim: repeated.claim }),
        };
        claims.insert(repeated.claim.to_owned(), value);
    }
    Ok(Value::Object(claims))
}

/// The credential in a payload: the whole payload (VCDM 2.0), or its member `vc` (VCDM 1.1).
pub fn credential_in(claims: &Value) -> &Value {
    claims.get("vc").filter(|vc| vc.is_object()).unwrap_or(claims)
}

/// Compares each claim with the member it repeats: always five lines, in the order `iss`, `sub`,
/// `nbf`, `exp`, `jti`.
pub fn compare(claims: &Value) -> [ClaimCheck; 5] {
    let credential = credential_in(claims);
    ALL.map(|repeated| ClaimCheck {
        claim: repeated.claim,
        member: repeated.member,
        agreement: agreement(claims.get(repeated.claim), repeated.of(credential)),
    })
}

/// What comparing one claim gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimCheck {
    /// `iss`, `sub`, `nbf`, `exp` or `jti`.
    pub claim: &'static str,
    /// The member of the credential that it repeats.
    pub member: &'static str,
    /// How the two stand to each other.
    pub agreement: Agreement,
}

/// How a claim and the member it repeats stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Both are there and say the same.
    Equal,
    /// Neither is there.
    Neither,
    /// Only the credential says it.
    NoClaim,
    /// Only the claim says it: it sets the member (OB 3.0 §8.2.5).
    OnlyClaim {
        /// As written.
        claimed: String,
    },
    /// Both are there and differ, or the claim is of the wrong kind.
    Different {
        /// As written.
        claimed: String,
    },
}

fn agreement(claim: Option<&Value>, member: Option<Repeated<'_>>) -> Agreement {
    let Some(claim) = claim else {
        return if member.is_some() { Agreement::NoClaim } else { Agreement::Neither };
    };
    let claimed = || claim.as_str().map_or_else(|| claim.to_string(), str::to_owned);
    match member {
        None => Agreement::OnlyClaim { claimed: claimed() },
        Some(Repeated::Text(text)) if claim.as_str() == Some(text) => Agreement::Equal,
        // A NumericDate counts seconds; what a credential says beyond them a claim cannot repeat.
        Some(Repeated::Instant(at)) if seconds(claim) == Some(at.as_seconds()) => Agreement::Equal,
        Some(_) => Agreement::Different { claimed: claimed() },
    }
}

/// RFC 7519 §2, `NumericDate`: seconds, possibly with a fraction.
fn seconds(claim: &Value) -> Option<i64> {
    let number = claim.as_number()?;
    number.as_i64().or_else(|| format!("{:.0}", number.as_f64()?.floor()).parse().ok())
}

/// A claim and the member it repeats.
struct Pair {
    claim: &'static str,
    member: &'static str,
}

const ALL: [Pair; 5] = [
    Pair { claim: "iss", member: "issuer.id" },
    Pair { claim: "sub", member: "credentialSubject.id" },
    Pair { claim: "nbf", member: "validFrom" },
    Pair { claim: "exp", member: "validUntil" },
    Pair { claim: "jti", member: "id" },
];

enum Repeated<'a> {
    Text(&'a str),
    Instant(Timestamp),
}

impl Pair {
    fn is_optional(&self) -> bool {
        self.claim == "exp"
    }

    fn of<'a>(&self, credential: &'a Value) -> Option<Repeated<'a>> {
        let text = |v: &'a Value| v.as_str().map(Repeated::Text);
        // VCDM 1.1 names the dates otherwise; a credential that mixes the two fails elsewhere.
        let instant = |now, before| {
            let text = credential.get(now).or_else(|| credential.get(before))?.as_str()?;
            Timestamp::parse(text).map(Repeated::Instant)
        };
        match self.claim {
            "iss" => credential.get("issuer").and_then(|i| i.get("id").or(Some(i))).and_then(text),
            "sub" => only(credential.get("credentialSubject")?).get("id").and_then(text),
            "nbf" => instant("validFrom", "issuanceDate"),
            "exp" => instant("validUntil", "expirationDate"),
            _ => credential.get("id").and_then(text),
        }
    }
}

fn only(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => value,
    }
}

/// Why a credential has no claims.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsFault {
    /// A credential is an object.
    #[error("a credential is a JSON object")]
    NotAnObject,
    /// A claim would have nothing to repeat.
    #[error("the credential has no readable {member}, which the claim {claim} repeats")]
    Missing {
        /// The member.
        member: &'static str,
        /// The claim.
        claim: &'static str,
    },
    /// `NumericDate` is written in whole seconds.
    #[error("{member} has a fraction of a second, which no claim repeats exactly")]
    Fraction {
        /// The member.
        member: &'static str,
    },
    /// The credential has a member of this name already.
    #[error("the credential has a member {claim} of its own")]
    Taken {
        /// The claim.
        claim: &'static str,
    },
}
