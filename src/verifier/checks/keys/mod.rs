//! Which key a proof means, and whether it is the issuer's.
//!
//! Two questions, never mixed: what key is it, so that the signature can be checked; and what shows
//! that this key is the issuer's. A key counts as the issuer's only if the issuer's id is the key
//! itself (`did:key`, `did:jwk`), if what the issuer's id leads to lists it (the document of a
//! `did:web`; for an https id the document there, or the JWK set of its host), or if the operator
//! knows it. A key inside an address (`https://issuer.example#z6Mk…`) or inside a header (`jwk`)
//! says nothing about whose it is. The name of a key is compared, never followed: only what the
//! issuer's own id leads to is asked for, and what that names.

mod documents;
mod search;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::verdict::{Doubt, Reason};
use crate::standards::did::{self, VerificationMethod};
use crate::standards::proof::vc_jwt::Header;
use crate::standards::proof::{PublicKey, multikey};
use crate::vocabulary::Timestamp;
use search::Search;

/// A key, and whose it is.
pub(super) struct Located {
    pub(super) key: PublicKey,
    pub(super) tie: Tie,
}

/// What ties a key to the issuer.
#[derive(Debug, Clone)]
pub(super) enum Tie {
    /// The issuer's own id or document says so, or the operator knows it: how.
    Issuers(String),
    /// Something stands against it, or is not known.
    Not(Trouble),
}

/// Finds the key of a verification method, for a document of `issuer`.
pub(super) fn of_method(method: &str, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Located, Trouble> {
    let named = Named::read(method)?;
    let located = match named.itself {
        Some(did) if did == issuer => match named.key {
            Some(key) => Located { key, tie: Tie::Issuers("the issuer's id is this key".to_owned()) },
            None => return Err(forbidden("the verification method names no key")),
        },
        _ => Search { method, named: &named, issuer, setting, findings }.run()?,
    };
    Ok(known_here(located, issuer, setting))
}

/// Finds the key of a JWT, for a document of `issuer`.
pub(super) fn of_token(header: &Header, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Located, Trouble> {
    let embedded = header.jwk.as_ref().map(|jwk| &jwk.key);
    match (header.kid.as_deref(), embedded) {
        // kid wins, as in the public validator; a jwk beside it must be the same key.
        (Some(kid), embedded) => {
            let located = of_method(kid, issuer, setting, findings)?;
            if embedded.is_some_and(|key| *key != located.key) {
                return Err(forbidden("kid and jwk of the JWT name two keys"));
            }
            Ok(located)
        }
        (None, Some(key)) => {
            let tie = search::of_embedded(key, issuer, setting, findings);
            Ok(known_here(Located { key: key.clone(), tie }, issuer, setting))
        }
        // OB 3.0 §8.2.2: one of the two must be there.
        (None, None) => Err(forbidden("the JWT names no key")),
    }
}

/// What the name of a key says by itself.
struct Named<'m> {
    /// The DID, if the whole name is one key (`did:key`, `did:jwk`).
    itself: Option<&'m str>,
    /// The key written in the name: enough to see that a signature is intact, never whose it is.
    key: Option<PublicKey>,
}

impl<'m> Named<'m> {
    fn read(method: &'m str) -> Result<Self, Trouble> {
        // Without a fragment it is still clear which key is meant, and whose (the public validator
        // skips the comparison here).
        let alone = |parsed: Option<_>| parsed.map(|key| (method, key));
        let whole = did::key::parse_method(method)
            .or_else(|| did::jwk::parse_method(method))
            .or_else(|| alone(did::key::parse(method)))
            .or_else(|| alone(did::jwk::parse(method)));
        if let Some((did, key)) = whole {
            return Ok(Self { itself: Some(did), key: Some(key.map_err(|fault| forbidden(&fault.to_string()))?) });
        }
        let fragment = method.split_once('#').map(|(_, fragment)| fragment);
        Ok(Self { itself: None, key: fragment.and_then(|fragment| multikey::parse(fragment).ok()) })
    }
}

/// Whether a listed key may be used now, by this issuer.
fn tie_of(listed: &VerificationMethod, issuer: &str, setting: &Setting<'_>) -> Tie {
    if listed.controller != issuer {
        return Tie::Not(somebody_elses(&format!("the controller of the key is {:?}", shortened(&listed.controller))));
    }
    // Controlled Identifiers §2.2: nothing is verified with a method at or after `revoked` or `expires`.
    if let Some(at) = listed.revoked.filter(|at| *at <= setting.now) {
        return withdrawn(at, setting);
    }
    if let Some(at) = listed.expires.filter(|at| *at <= setting.now) {
        return Tie::Not(Trouble::Wrong(format!("the key expired on {at}"), Reason::KeyWithdrawn));
    }
    Tie::Issuers("the issuer's document lists this key".to_owned())
}

/// A key that the operator knows: confirmed without a fetch, or declared stolen.
fn known_here(located: Located, issuer: &str, setting: &Setting<'_>) -> Located {
    let Some(known) = setting.known.key_of(issuer, &located.key) else { return located };
    let tie = match (known.compromised_at, located.tie) {
        (Some(at), _) => withdrawn(at, setting),
        (None, Tie::Not(Trouble::Wrong(evidence, Reason::KeyWithdrawn))) => Tie::Not(Trouble::Wrong(evidence, Reason::KeyWithdrawn)),
        (None, Tie::Issuers(how)) => Tie::Issuers(how),
        (None, Tie::Not(_)) => Tie::Issuers("this server knows the key as the issuer's".to_owned()),
    };
    Located { key: located.key, tie }
}

/// Invariant I17: what a stolen key signs counts only if our log had recorded these bytes before.
fn withdrawn(at: Timestamp, setting: &Setting<'_>) -> Tie {
    match setting.logged_at {
        Some(logged) if logged < at => Tie::Issuers(format!("the key was withdrawn on {at}, but our log recorded this badge on {logged}")),
        _ => Tie::Not(Trouble::Wrong(format!("the issuer withdrew the key on {at}"), Reason::KeyWithdrawn)),
    }
}

/// The line about whose key it is.
pub(super) fn tied(inspection: Inspection, how: Option<String>, ties: Vec<Tie>, findings: &mut Findings) -> bool {
    if let Some(how) = how {
        findings.pass(inspection, how);
        return true;
    }
    let troubles = ties.into_iter().filter_map(|tie| match tie {
        Tie::Not(trouble) => Some(trouble),
        Tie::Issuers(_) => None,
    });
    // Of several keys that are not the issuer's, one that is not known may yet turn out to be.
    let worst = troubles.min_by_key(|trouble| matches!(trouble, Trouble::Wrong(..)));
    if let Some(trouble) = worst {
        findings.trouble(inspection, trouble);
    } else {
        findings.skip(inspection, "no signature is intact");
    }
    false
}

fn somebody_elses(evidence: &str) -> Trouble {
    Trouble::Wrong(evidence.to_owned(), Reason::NotSignedByIssuer)
}

fn forbidden(why: &str) -> Trouble {
    Trouble::Wrong(why.to_owned(), Reason::Forbidden(why.to_owned()))
}

fn unconfirmed(why: &str) -> Trouble {
    Trouble::Unknown(why.to_owned(), Doubt::KeyNotConfirmed(why.to_owned()))
}

fn unreachable(why: &str) -> Trouble {
    Trouble::Unknown(why.to_owned(), Doubt::IssuerUnreachable(why.to_owned()))
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}
