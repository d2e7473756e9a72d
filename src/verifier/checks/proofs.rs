//! V10 and V11: proofs inside the document, and the one around it.
//!
//! "Signature intact" and "key confirmed as the issuer's" are two lines, never one. Strict: every
//! embedded proof must verify and one must be the issuer's. `compat`: one that verifies and is the
//! issuer's is enough, as [OB 3.0 §8](https://www.imsglobal.org/spec/ob/v3p0/#data-integrity) permits.

use serde_json::{Map, Value};

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::Profile;
use super::super::presented::Content;
use super::super::verdict::{Doubt, Probe, Reason};
use super::keys::{self, Tie, tied};
use super::linked_data::{CLAIMS, without};
use super::token;
use crate::standards::document::rules::Kind;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, Proof, ProofFault, hash_of_canonical};
use crate::standards::proof::{Algorithm, Suite};

/// The document whose signature is intact and whose key was confirmed. Only this file makes it.
pub(in super::super) struct Proven(Value);

impl Proven {
    pub(in super::super) fn into_document(self) -> Value {
        self.0
    }
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
            embedded(document, canonical, issuer, setting, findings).then(|| Proven(document.clone()))
        }
        Content::Token { text, claims } => {
            let credential = without(claims, CLAIMS);
            let confirmed = token::check(text, claims, kind, issuer, setting, findings);
            let inner = if credential.get("proof").is_some() {
                // OB 3.0 §8.2.3: embedded proofs were made before the claims were added.
                let form = canonical_form(&without(&credential, &["proof"]), Contexts::known(), &Limits::default()).ok();
                embedded(&credential, form, issuer, setting, findings)
            } else {
                findings.skip(SIGNATURE, "no proof inside the document");
                true
            };
            (confirmed && inner).then_some(Proven(credential))
        }
    }
}

/// More proofs than this are not read.
const MOST_PROOFS: usize = 10;

/// True if the embedded proofs confirm the document as the issuer's.
fn embedded(document: &Value, canonical: Option<String>, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> bool {
    let proofs: Vec<&Value> = match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    if proofs.is_empty() {
        findings.fail(SIGNATURE, "there is no proof", Reason::Unsigned);
        return false;
    }
    if proofs.len() > MOST_PROOFS {
        findings.fail(SIGNATURE, format!("{} proofs", proofs.len()), Reason::TooComplex("it has too many proofs".to_owned()));
        return false;
    }
    let Some(canonical) = canonical else {
        let why = "the document has no canonical form that could have been signed";
        findings.doubt(SIGNATURE, why, Doubt::Unsupported(why.to_owned()));
        return false;
    };
    let context = document.get("@context");
    let results: Vec<(Result<(), Trouble>, Option<Tie>)> =
        proofs.iter().map(|proof| one(proof, context, &canonical, issuer, setting, findings)).collect();
    judge(results, setting.known.profile(), findings)
}

/// One proof: whether its signature is intact, and what ties its key to the issuer.
fn one(
    proof: &Value,
    context: Option<&Value>,
    canonical: &str,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> (Result<(), Trouble>, Option<Tie>) {
    let read = match Proof::read(proof) {
        Ok(read) => read,
        Err(fault) => return (Err(of_fault(&fault)), None),
    };
    if !read.previous.is_empty() {
        return (Err(unsupported("a proof that stands upon another one")), None);
    }
    let located = match keys::of_method(read.verification_method, issuer, setting, findings) {
        Ok(located) => located,
        Err(trouble) => return (Err(trouble), None),
    };
    let Some(options) = canonical_options(proof, context) else {
        return (Err(malformed("the proof says something that no context defines")), None);
    };
    let intact = match read.suite {
        Suite::EddsaRdfc2022 => located.key.verifies(Algorithm::EdDsa, &hash_of_canonical(&options, canonical), &read.signature),
    };
    if !intact {
        return (Err(Trouble::Wrong("the signature does not fit the document".to_owned(), Reason::Altered)), None);
    }
    (usable(&read, issuer, setting), Some(located.tie))
}

/// What an intact proof says about its own use.
fn usable(read: &Proof<'_>, issuer: &str, setting: &Setting<'_>) -> Result<(), Trouble> {
    // VC-DI §4.4: the purpose must be the expected one; OB 3.0 §8.3: assertionMethod.
    if read.purpose != ASSERTION_METHOD {
        let why = "the proof was not made to assert a credential";
        return Err(Trouble::Wrong(format!("proofPurpose is {:?}", read.purpose), Reason::Forbidden(why.to_owned())));
    }
    let skew = setting.skew(issuer);
    if let Some(at) = read.expires.filter(|at| at.plus_seconds(skew) <= setting.now) {
        return Err(Trouble::Wrong(format!("the proof expired on {at}"), Reason::Expired { at }));
    }
    Ok(())
}

/// The proof options as they were hashed: without the signature, read by the document's contexts
/// ([VC-DI-EDDSA §3.2.5](https://www.w3.org/TR/vc-di-eddsa/#proof-configuration-eddsa-rdfc-2022)).
fn canonical_options(proof: &Value, context: Option<&Value>) -> Option<String> {
    let mut options: Map<String, Value> = without(proof, &["proofValue", "@context"]).as_object()?.clone();
    options.insert("@context".to_owned(), context?.clone());
    canonical_form(&Value::Object(options), Contexts::known(), &Limits::default()).ok()
}

/// Two lines from all proofs; true if the document is confirmed.
fn judge(results: Vec<(Result<(), Trouble>, Option<Tie>)>, profile: Profile, findings: &mut Findings) -> bool {
    let count = results.len();
    let how = results.iter().find_map(|(intact, tie)| match (intact, tie) {
        (Ok(()), Some(Tie::Issuers(how))) => Some(how.clone()),
        _ => None,
    });
    let mut intact = 0;
    let mut ties = Vec::new();
    let mut whole = true;
    for (index, (result, tie)) in results.into_iter().enumerate() {
        match result {
            Ok(()) => {
                intact += 1;
                ties.extend(tie);
            }
            Err(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) if profile == Profile::Compat && how.is_some() => {
                findings.warn(SIGNATURE, format!("proof {index}: {evidence}"));
            }
            Err(trouble) => {
                whole = false;
                findings.trouble(SIGNATURE, prefixed(trouble, index, count));
            }
        }
    }
    if intact > 0 {
        findings.pass(SIGNATURE, format!("{intact} of {count} signatures are intact"));
    }
    tied(KEY, how, ties, findings) && whole
}

fn prefixed(trouble: Trouble, index: usize, count: usize) -> Trouble {
    let said = |evidence: String| if count == 1 { evidence } else { format!("proof {index}: {evidence}") };
    match trouble {
        Trouble::Wrong(evidence, reason) => Trouble::Wrong(said(evidence), reason),
        Trouble::Unknown(evidence, doubt) => Trouble::Unknown(said(evidence), doubt),
    }
}

fn of_fault(fault: &ProofFault) -> Trouble {
    match fault {
        ProofFault::Type { .. } | ProofFault::Suite { .. } => unsupported(&fault.to_string()),
        ProofFault::NotAnObject
        | ProofFault::Member { .. }
        | ProofFault::ProofValue
        | ProofFault::Document(_)
        | ProofFault::Options(_)
        | ProofFault::NotByThisKey => malformed(&fault.to_string()),
    }
}

fn unsupported(what: &str) -> Trouble {
    Trouble::Unknown(what.to_owned(), Doubt::Unsupported(what.to_owned()))
}

fn malformed(what: &str) -> Trouble {
    Trouble::Wrong(what.to_owned(), Reason::Malformed("its proof is not as it must be".to_owned()))
}

const SIGNATURE: Inspection =
    Inspection { probe: Probe::V10, name: "signature-intact", clause: "https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-rdfc-2022" };
const KEY: Inspection = Inspection {
    probe: Probe::V10,
    name: "key-of-issuer",
    clause: "https://www.w3.org/TR/vc-data-integrity/#retrieve-verification-method",
};
