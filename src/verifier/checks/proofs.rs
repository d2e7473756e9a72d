//! V10 and V11: proofs inside the document, and the one around it.
//!
//! "Signature intact" and "key confirmed as the issuer's" are two lines, never one. Strict: every
//! embedded proof must verify and one must be the issuer's. `compat`: one that verifies and is the
//! issuer's is enough, as [OB 3.0 §8](https://www.imsglobal.org/spec/ob/v3p0/#data-integrity) permits; the
//! proofs that it stands upon must verify with it.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::Profile;
use super::super::presented::Content;
use super::super::verdict::{Doubt, Probe, Reason};
use super::chain;
use super::keys::{self, Tie, tied};
use super::linked_data::{CLAIMS, without};
use super::token;
use crate::standards::document::rules::Kind;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, Covered, Proof, ProofFault};
use crate::standards::proof::{SelectiveFault, Suite};

/// The document whose signature is intact and whose key was confirmed. Only this file makes it.
pub(in super::super) struct Proven {
    document: Value,
    extent: Extent,
}

impl Proven {
    /// What was signed, and how much of it this is.
    pub(in super::super) fn into_parts(self) -> (Value, Extent) {
        (self.document, self.extent)
    }
}

/// How much is seen of what the issuer signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Extent {
    /// All of it.
    Whole,
    /// What its holder chose to show (`ecdsa-sd-2023`): what is missing may have been hidden.
    InPart,
}

/// Checks every proof; gives the document if one is the issuer's and nothing stands against the rest.
///
/// `canonical` is the canonical form of a document without its proof, if it has one.
pub(in super::super) fn check(
    content: &Content,
    kind: Kind,
    canonical: Option<String>,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Option<Proven> {
    match content {
        Content::Document(document) => {
            findings.skip(token::JWT, "the proof stands inside the document");
            let extent = embedded(document, canonical, issuer, setting, findings)?;
            Some(Proven { document: document.clone(), extent })
        }
        Content::Token { text, claims } => {
            let credential = without(claims, CLAIMS);
            let confirmed = token::check(text, claims, kind, issuer, setting, findings);
            let inner = if credential.get("proof").is_some() {
                // OB 3.0 §8.2.3: embedded proofs were made before the claims were added.
                let form = canonical_form(&without(&credential, &["proof"]), Contexts::known(), &Limits::default()).ok();
                embedded(&credential, form, issuer, setting, findings).is_some()
            } else {
                findings.skip(SIGNATURE, "no proof inside the document");
                true
            };
            // The token's own signature stands around all that it says.
            (confirmed && inner).then_some(Proven { document: credential, extent: Extent::Whole })
        }
    }
}

/// More proofs than this are not read.
const MOST_PROOFS: usize = 10;

/// How much of the document the embedded proofs show, if they confirm it as the issuer's.
fn embedded(document: &Value, canonical: Option<String>, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Option<Extent> {
    let covered = Covered::new(document, Contexts::known()).ok()?;
    let count = covered.proofs().len();
    if count == 0 {
        findings.fail(SIGNATURE, "there is no proof", Reason::Unsigned);
        return None;
    }
    if count > MOST_PROOFS {
        findings.fail(SIGNATURE, format!("{count} proofs"), Reason::TooComplex("it has too many proofs".to_owned()));
        return None;
    }
    let Some(canonical) = canonical else {
        let why = "the document has no canonical form that could have been signed";
        findings.doubt(SIGNATURE, why, Doubt::Unsupported(why.to_owned()));
        return None;
    };
    let covered = covered.knowing(&canonical);
    let read: Vec<_> = covered.proofs().iter().map(|proof| Proof::read(proof)).collect();
    let examined = (0..count).map(|index| one(index, &read, &covered, issuer, setting, findings)).collect();
    judge(examined, setting.known.profile(), findings)
}

/// What came of one proof.
struct Examined {
    suite: Option<Suite>,
    /// Where this outcome is laid down.
    clause: &'static str,
    /// Whether its signature is intact and it may be used so.
    intact: Result<(), Trouble>,
    /// What ties its key to the issuer.
    tie: Option<Tie>,
    /// The proofs that it stands upon.
    upon: Vec<usize>,
}

fn one(
    index: usize,
    proofs: &[Result<Proof<'_>, ProofFault>],
    covered: &Covered<'_>,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Examined {
    let read = match &proofs[index] {
        Ok(read) => read,
        Err(fault) => return Examined { suite: None, clause: SIGNATURE.clause, intact: Err(of_fault(fault)), tie: None, upon: Vec::new() },
    };
    let (suite, clause) = (Some(read.suite), read.suite.clause());
    let nothing = |trouble| Examined { suite, clause, intact: Err(trouble), tie: None, upon: Vec::new() };
    if read.is_base() {
        let why = "it carries the proof that is for its holder alone, who has to derive one to be shown";
        let trouble = Trouble::Wrong(why.to_owned(), Reason::Forbidden(why.to_owned()));
        return Examined { clause: DERIVED, ..nothing(trouble) };
    }
    let upon = match chain::below(index, covered.proofs(), proofs) {
        Ok(upon) => upon,
        Err(trouble) => return nothing(trouble),
    };
    let located = match keys::of_method(read.verification_method, issuer, setting, findings) {
        Ok(located) => located,
        Err(trouble) => return nothing(trouble),
    };
    if covered.has_contexts_beyond(read) {
        let why = "contexts were added after the proof was made".to_owned();
        return nothing(Trouble::Wrong(why, Reason::Altered));
    }
    match covered.verify(read, &located.key) {
        Ok(()) => Examined { suite, clause, intact: usable(read, issuer, setting), tie: Some(located.tie), upon },
        Err(fault) => nothing(of_fault(&fault)),
    }
}

/// What an intact proof says about its own use.
fn usable(read: &Proof<'_>, issuer: &str, setting: &Setting<'_>) -> Result<(), Trouble> {
    // VC-DI §4.4: the purpose must be the expected one; OB 3.0 §8.3: assertionMethod.
    if read.purpose != ASSERTION_METHOD {
        let why = "the proof was not made to assert a credential";
        return Err(Trouble::Wrong(format!("proofPurpose is {:?}", read.purpose), Reason::Forbidden(why.to_owned())));
    }
    if let Some(why) = setting.expected.and_then(|expected| expected.unmet_by(read)) {
        return Err(Trouble::Wrong(why.to_owned(), Reason::Forbidden(why.to_owned())));
    }
    let skew = setting.skew(issuer);
    if let Some(at) = read.expires.filter(|at| at.plus_seconds(skew) <= setting.now) {
        return Err(Trouble::Wrong(format!("the proof expired on {at}"), Reason::Expired { at }));
    }
    Ok(())
}

/// A line for each proof and one about the keys; how much is shown, if the document is confirmed.
fn judge(examined: Vec<Examined>, profile: Profile, findings: &mut Findings) -> Option<Extent> {
    let count = examined.len();
    let holds = |index: usize| examined[index].intact.is_ok();
    let by_issuer = |index: usize| match &examined[index].tie {
        Some(Tie::Issuers(how)) if holds(index) && examined[index].upon.iter().all(|&other| holds(other)) => Some(how.clone()),
        _ => None,
    };
    let how = (0..count).find_map(by_issuer);
    // Beside a proof of the issuer's over the whole, nothing can have been hidden.
    let over_all = (0..count).any(|index| examined[index].suite != Some(Suite::EcdsaSd2023) && by_issuer(index).is_some());
    let extent = if over_all { Extent::Whole } else { Extent::InPart };
    let mut ties = Vec::new();
    let mut whole = true;
    for (index, Examined { suite, clause, intact, tie, .. }) in examined.into_iter().enumerate() {
        let said = |evidence: String| if count == 1 { evidence } else { format!("proof {index}: {evidence}") };
        let line = Inspection { clause, ..SIGNATURE };
        match (intact, suite) {
            (Ok(()), suite) => {
                findings.pass(line, said(format!("the {} signature is intact", suite.map_or("", Suite::name))));
                if suite == Some(Suite::EcdsaSd2023) {
                    let why =
                        "the holder chose what to show; what the issuer let them hide, perhaps an end or a second status, is not seen";
                    findings.warn(IN_PART, said(why.to_owned()));
                }
                ties.extend(tie);
            }
            (Err(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)), _) if profile == Profile::Compat && how.is_some() => {
                findings.warn(line, said(evidence));
            }
            (Err(Trouble::Wrong(evidence, reason)), _) => {
                whole = false;
                findings.trouble(line, Trouble::Wrong(said(evidence), reason));
            }
            (Err(Trouble::Unknown(evidence, doubt)), _) => {
                whole = false;
                findings.trouble(line, Trouble::Unknown(said(evidence), doubt));
            }
        }
    }
    (tied(KEY, how, ties, findings) && whole).then_some(extent)
}

fn of_fault(fault: &ProofFault) -> Trouble {
    match fault {
        ProofFault::Type { .. } | ProofFault::Suite { .. } => unsupported(&fault.to_string()),
        ProofFault::NotByThisKey | ProofFault::Selective(SelectiveFault::NotByThisKey) => {
            Trouble::Wrong("the signature does not fit the document".to_owned(), Reason::Altered)
        }
        ProofFault::NotAnObject
        | ProofFault::Member { .. }
        | ProofFault::ProofValue
        | ProofFault::KeyKind { .. }
        | ProofFault::Previous { .. }
        | ProofFault::Contexts
        | ProofFault::NotMade { .. }
        | ProofFault::Selective(SelectiveFault::Base | SelectiveFault::Form | SelectiveFault::Labels | SelectiveFault::Canonical(_))
        | ProofFault::Number(_)
        | ProofFault::Document(_)
        | ProofFault::Options(_) => malformed(&fault.to_string()),
    }
}

fn unsupported(what: &str) -> Trouble {
    Trouble::Unknown(what.to_owned(), Doubt::Unsupported(what.to_owned()))
}

pub(super) fn malformed(what: &str) -> Trouble {
    Trouble::Wrong(what.to_owned(), Reason::Malformed("its proof is not as it must be".to_owned()))
}

const IN_PART: Inspection =
    Inspection { probe: Probe::V10, name: "shown-in-part", clause: "https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023" };
/// Only what starts as a derived proof is one.
const DERIVED: &str = "https://www.w3.org/TR/vc-di-ecdsa/#parsederivedproofvalue";
/// The clause is that of the suite, where the proof names one.
const SIGNATURE: Inspection =
    Inspection { probe: Probe::V10, name: "signature-intact", clause: "https://www.w3.org/TR/vc-data-integrity/#verify-proof" };
const KEY: Inspection = Inspection {
    probe: Probe::V10,
    name: "key-of-issuer",
    clause: "https://www.w3.org/TR/vc-data-integrity/#retrieve-verification-method",
};
