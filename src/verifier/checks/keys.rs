//! Which key a proof means, and whether it is the issuer's.
//!
//! Two questions, never mixed: what key is it, so that the signature can be checked; and what shows
//! that this key is the issuer's. A key counts as the issuer's only if the issuer's id is the key
//! itself (`did:key`), if the document that the issuer's id leads to lists it (`did:web`), or if the
//! operator knows it. A key inside an address (`https://issuer.example#z6Mk…`) or inside a header
//! (`jwk`) says nothing about whose it is.

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::{Answer, Need};
use super::super::verdict::{Doubt, Reason};
use crate::standards::did::{self, DidDocument, VerificationMethod};
use crate::standards::json::{self, Limits};
use crate::standards::proof::vc_jwt::Header;
use crate::standards::proof::{PublicKey, multikey};
use crate::vocabulary::Timestamp;

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
    let located = if method.starts_with("did:key:") {
        of_did_key(method, issuer)
    } else if let Some((did, fragment)) = did::split(method) {
        of_did_web(method, did, fragment, issuer, setting, findings)
    } else if let Some((_, fragment)) = method.split_once('#').filter(|_| method.starts_with("https://")) {
        // The key stands in the address itself: enough to see that the signature is intact, and
        // nothing about who owns the host (a hole of the public validator).
        let key = multikey::parse(fragment).map_err(|_| unsupported("key documents at https addresses"))?;
        Ok(Located { key, tie: Tie::Not(unsupported("issuers known by an https address")) })
    } else {
        Err(unsupported("this kind of verification method"))
    }?;
    Ok(known_here(located, issuer, setting))
}

/// Finds the key of a JWT, for a document of `issuer`.
pub(super) fn of_token(header: &Header, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Located, Trouble> {
    let embedded = header.jwk.as_ref().map(|jwk| &jwk.key);
    let located = match (header.kid.as_deref(), embedded) {
        // kid wins, as in the public validator; a jwk beside it must be the same key.
        (Some(kid), embedded) => {
            let located = of_method(kid, issuer, setting, findings)?;
            if embedded.is_some_and(|key| *key != located.key) {
                return Err(forbidden("kid and jwk of the JWT name two keys"));
            }
            located
        }
        (None, Some(key)) => {
            let tie = of_embedded(key, issuer, setting, findings);
            Located { key: key.clone(), tie }
        }
        // OB 3.0 §8.2.2: one of the two must be there.
        (None, None) => return Err(forbidden("the JWT names no key")),
    };
    Ok(known_here(located, issuer, setting))
}

fn of_did_key(method: &str, issuer: &str) -> Result<Located, Trouble> {
    // Without a fragment it is still clear which key is meant, and whose (the public validator skips
    // the comparison here).
    let (did, key) = match did::key::parse_method(method) {
        Some(found) => found,
        None => (method, did::key::parse(method).ok_or_else(|| forbidden("the verification method is no did:key"))?),
    };
    let key = key.map_err(|fault| forbidden(&fault.to_string()))?;
    let tie = if did == issuer {
        Tie::Issuers("the issuer's id is this key".to_owned())
    } else {
        Tie::Not(somebody_elses(&format!("the key is that of {did}, the issuer is {issuer}")))
    };
    Ok(Located { key, tie })
}

fn of_did_web(
    method: &str,
    did: &str,
    fragment: &str,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Result<Located, Trouble> {
    // A fragment that is a Multikey names the key even without the document.
    let inside = multikey::parse(fragment).ok();
    let without_document = |trouble: Trouble| match inside.clone() {
        Some(key) => Ok(Located { key, tie: Tie::Not(trouble) }),
        None => Err(trouble),
    };
    if did != issuer {
        return without_document(if issuer.starts_with("did:") {
            somebody_elses(&format!("the key is one of {did}, the issuer is {issuer}"))
        } else {
            unsupported("issuers known by an https address")
        });
    }
    // A key that the operator knows needs no document; known_here says whether it still counts.
    if let Some(known) = setting.known.keys_of(issuer).find(|known| DidDocument::method_id(issuer, &known.key) == method) {
        return Ok(Located { key: known.key.clone(), tie: Tie::Not(unconfirmed("not looked up")) });
    }
    let methods = match methods_of(did, setting, findings) {
        Ok(methods) => methods,
        Err(trouble) => return without_document(trouble),
    };
    match methods.into_iter().find(|listed| listed.id == method) {
        Some(listed) => {
            let tie = tie_of(&listed, issuer, setting);
            Ok(Located { key: listed.key.map_err(|fault| unsupported(&fault.to_string()))?, tie })
        }
        None => without_document(somebody_elses("the issuer's document does not list this key")),
    }
}

/// A key in the header counts only if the issuer's own document lists the same key.
fn of_embedded(key: &PublicKey, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Tie {
    if let Some(own) = did::key::parse(issuer) {
        return if own.is_ok_and(|own| own == *key) {
            Tie::Issuers("the issuer's id is this key".to_owned())
        } else {
            Tie::Not(unconfirmed("the key stands in the JWT's own header, and a did:key names no other key"))
        };
    }
    if setting.known.keys_of(issuer).any(|known| known.key == *key) {
        // known_here says the rest.
        return Tie::Not(unconfirmed("not looked up"));
    }
    match methods_of(issuer, setting, findings) {
        Ok(methods) => match methods.iter().find(|listed| listed.key.as_ref() == Ok(key)) {
            Some(listed) => tie_of(listed, issuer, setting),
            None => Tie::Not(somebody_elses("the issuer's document does not list this key")),
        },
        Err(trouble) => Tie::Not(trouble),
    }
}

/// The keys that the issuer's document lists for assertions.
fn methods_of(did: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Vec<VerificationMethod>, Trouble> {
    match did::web::DidWeb::parse(did) {
        Some(Ok(_)) => {}
        Some(Err(fault)) => return Err(unsupported(&fault.to_string())),
        None => return Err(unsupported("this kind of issuer id")),
    }
    let need = Need::DidDocument(did.to_owned());
    let bytes = match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, .. }) => bytes,
        Some(Answer::Unreachable { why }) => return Err(unreachable(&format!("the issuer's document could not be fetched: {why}"))),
        None => {
            findings.need(need);
            return Err(unreachable("the issuer's document was not fetched"));
        }
    };
    let document = json::parse(bytes, &Limits::default()).map_err(|fault| unconfirmed(&format!("the issuer's document: {fault}")))?;
    DidDocument::read(did, &document).map_err(|fault| unconfirmed(&fault.to_string()))
}

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

fn unsupported(what: &str) -> Trouble {
    let why = format!("not read yet: {what}");
    Trouble::Unknown(why.clone(), Doubt::KeyNotConfirmed(why))
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}
