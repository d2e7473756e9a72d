//! V2–V9 and V12: contexts, types, the official schema and the rules beyond it.
//!
//! The rules are those of [`rules`]; here they are filed under the probes of the public validator and
//! weighed by the profile: what only the text demands is a warning in `compat`, what keeps the
//! meaning single never is.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting};
use super::super::known::Profile;
use super::super::verdict::{Doubt, Probe, Reason};
use super::confirmation::issuer_of;
use crate::standards::document::rules::{self, Fault, Kind, Origin, Topic, Weight};

/// What the structure of a document allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Shape {
    one_meaning: bool,
    contexts: bool,
}

impl Shape {
    /// Its JSON can be read by member names.
    pub(in super::super) const fn has_one_meaning(self) -> bool {
        self.one_meaning
    }

    /// Its contexts are named by address and in order, and stand where they must, so that it may be
    /// handed to JSON-LD: no context that the document brings along is ever read.
    pub(in super::super) const fn has_contexts(self) -> bool {
        self.contexts
    }
}

/// Checks the structure; `None` if the document is not of this kind at all.
pub(in super::super) fn check(document: &Value, kind: Kind, setting: &Setting<'_>, findings: &mut Findings) -> Option<Shape> {
    if let Some(version) = older_version(document) {
        let evidence = format!("the first context is that of {version}");
        findings.doubt(TYPE, evidence, Doubt::Unsupported(version.to_owned()));
        return None;
    }
    if !is_of(document, kind) {
        let expected = word(kind);
        findings.fail(TYPE, format!("type does not name {expected}"), Reason::NotABadge(format!("it is not of type {expected}")));
        return None;
    }
    let faults = rules::faults(document, kind);
    let profile = setting.known.profile();
    let mut groups: Vec<(Inspection, &[Topic])> =
        vec![(ONE_MEANING, &[Topic::Meaning]), (CONTEXTS, &[Topic::Context]), (TYPE, &[Topic::Type])];
    match kind {
        Kind::Badge => groups.extend([
            (SCHEMA, &[Topic::Schema][..]),
            (HOLDER, &[Topic::Subject]),
            (EVIDENCE, &[Topic::Evidence]),
            (ISSUER, &[Topic::Issuer]),
        ]),
        Kind::Endorsement => groups.push((SCHEMA, &[Topic::Schema, Topic::Issuer, Topic::Subject])),
        Kind::StatusList => groups.push((SCHEMA, &[Topic::Schema, Topic::StatusList, Topic::Issuer])),
    }
    for (inspection, topics) in groups {
        let of_group: Vec<&Fault> = faults.iter().filter(|fault| topics.contains(&fault.rule.topic)).collect();
        file(inspection, &of_group, profile, findings);
    }
    if kind == Kind::Badge {
        named_schemas(document, findings);
        who(document, setting, findings);
    }
    let none = |topic: Topic| !faults.iter().any(|fault| fault.rule.topic == topic && fault.rule.weight == Weight::Must);
    let contexts = none(Topic::Context) && rules::has_contexts_at_root_only(&faults);
    Some(Shape { one_meaning: rules::has_one_meaning(&faults), contexts })
}

/// Adds one line for a group of faults.
fn file(inspection: Inspection, faults: &[&Fault], profile: Profile, findings: &mut Findings) {
    let said = |faults: &mut dyn Iterator<Item = &&Fault>| faults.take(5).map(ToString::to_string).collect::<Vec<_>>().join("; ");
    if let Some(first) = faults.iter().find(|fault| is_failure(fault, profile)) {
        let evidence = said(&mut faults.iter().filter(|fault| is_failure(fault, profile)));
        // The sentence of the rule only: what was found may not be signed by anybody.
        findings.fail(inspection, evidence, Reason::Malformed(first.rule.statement.to_owned()));
    } else if faults.is_empty() {
        findings.pass(inspection, "every rule is kept");
    } else {
        findings.warn(inspection, said(&mut faults.iter()));
    }
}

fn is_failure(fault: &Fault, profile: Profile) -> bool {
    let lax = profile == Profile::Compat
        && matches!(fault.rule.origin, Origin::Text | Origin::Ours)
        && !matches!(fault.rule.topic, Topic::Meaning | Topic::Context | Topic::StatusList);
    fault.rule.weight == Weight::Must && !lax
}

/// A version that we recognise but do not read.
fn older_version(document: &Value) -> Option<&'static str> {
    let context = document.get("@context").or_else(|| document.pointer("/vc/@context"))?;
    let first = context.as_str().or_else(|| context.get(0).and_then(Value::as_str))?;
    match first {
        "https://w3id.org/openbadges/v2" | "https://openbadgespec.org/v2/context.json" => Some("Open Badges 2.0"),
        _ => None,
    }
}

fn is_of(document: &Value, kind: Kind) -> bool {
    let named = |word: &str| match document.get("type") {
        Some(Value::String(one)) => one == word,
        Some(Value::Array(several)) => several.iter().any(|one| one == word),
        _ => false,
    };
    match kind {
        Kind::Badge => named("OpenBadgeCredential") || named("AchievementCredential"),
        Kind::Endorsement => named("EndorsementCredential"),
        Kind::StatusList => named("BitstringStatusListCredential"),
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Badge => "OpenBadgeCredential",
        Kind::Endorsement => "EndorsementCredential",
        Kind::StatusList => "BitstringStatusListCredential",
    }
}

/// [OB 3.0 §9.1](https://www.imsglobal.org/spec/ob/v3p0/#verification) step 1: a schema of type
/// `1EdTechJsonSchemaValidator2019` must be run. The official ones are our own rules; another one we
/// cannot run, and say so.
fn named_schemas(document: &Value, findings: &mut Findings) {
    let schemas: Vec<&Value> = match document.get("credentialSchema") {
        None => return findings.skip(NAMED_SCHEMA, "names no schema"),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    for schema in schemas {
        let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or_default();
        let (kind, id) = (text("type"), text("id"));
        if kind != "1EdTechJsonSchemaValidator2019" {
            findings.warn(NAMED_SCHEMA, format!("a schema of type {kind:?} was not run"));
        } else if is_official(id) {
            findings.pass(NAMED_SCHEMA, "the official schema, checked by its rules above");
        } else {
            findings.doubt(
                NAMED_SCHEMA,
                format!("the schema {id:?} was not run"),
                Doubt::Unsupported("a schema of the issuer's own".to_owned()),
            );
        }
    }
}

fn is_official(id: &str) -> bool {
    let name = id.strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/schema/json");
    let name = name.map(|rest| rest.strip_prefix("-ld").unwrap_or(rest));
    matches!(
        name,
        Some(
            "/ob_v3p0_achievementcredential_schema.json"
                | "/ob_v3p0_anyachievementcredential_schema.json"
                | "/ob_v3p0_achievementcredential-jsonschema1.json"
        )
    )
}

/// Who stands behind it. Being unknown is no fault, and is said plainly.
fn who(document: &Value, setting: &Setting<'_>, findings: &mut Findings) {
    who_is(&issuer_of(document), setting, findings);
}

/// Who an issuer is to this operator, by its id.
pub(in super::super) fn who_is(issuer: &str, setting: &Setting<'_>, findings: &mut Findings) {
    match setting.known.issuer_by(issuer) {
        Some(known) => findings.pass(ISSUER_KNOWN, format!("{issuer} is known here as {}", known.told())),
        None => findings.skip(ISSUER_KNOWN, format!("{issuer} is not in this operator's register of issuers")),
    }
}

const ONE_MEANING: Inspection =
    Inspection { probe: Probe::V2, name: "one-meaning", clause: "https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly" };
const CONTEXTS: Inspection = Inspection { probe: Probe::V3, name: "contexts", clause: "https://www.imsglobal.org/spec/ob/v3p0/#json-ld" };
const TYPE: Inspection =
    Inspection { probe: Probe::V4, name: "type", clause: "https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential" };
const SCHEMA: Inspection = Inspection { probe: Probe::V5, name: "schema", clause: "https://www.imsglobal.org/spec/ob/v3p0/#json-schema" };
const NAMED_SCHEMA: Inspection =
    Inspection { probe: Probe::V6, name: "named-schema", clause: "https://www.imsglobal.org/spec/ob/v3p0/#verification" };
const HOLDER: Inspection =
    Inspection { probe: Probe::V7, name: "holder-and-achievement", clause: "https://www.imsglobal.org/spec/ob/v3p0/#achievementsubject" };
const EVIDENCE: Inspection = Inspection { probe: Probe::V8, name: "evidence", clause: "https://www.imsglobal.org/spec/ob/v3p0/#evidence" };
const ISSUER: Inspection = Inspection { probe: Probe::V9, name: "issuer", clause: "https://www.imsglobal.org/spec/ob/v3p0/#profile" };
const ISSUER_KNOWN: Inspection =
    Inspection { probe: Probe::V9, name: "issuer-known", clause: "https://www.w3.org/TR/vc-data-model-2.0/#issuer" };
