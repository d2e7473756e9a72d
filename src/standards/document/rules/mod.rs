//! The structural rules of Open Badges 3.0, each with a name and its clause.
//!
//! [`faults`] reads any JSON value as a badge, an endorsement or a status list and names every rule
//! it breaks, with the place (JSON Pointer, RFC 6901) and what was found there. The issuer runs
//! [`issuing_faults`] before it signs: the same rules and the safest of the permitted spellings on
//! top. The verifier weighs each fault by its [`Weight`] and [`Origin`].
//!
//! The class tables restate the official JSON schema
//! (`ob_v3p0_achievementcredential_schema.json`); `tests/suite/rules_schema.rs` compares both. They
//! read the compact JSON members by name, which is sound only together with [`one_meaning`]: it
//! refuses every spelling that would give one signed RDF graph two readings.
//!
//! Nothing here looks at a signature, at a clock, or at which contexts are known.

mod catalogue;
mod classes;
mod contexts;
mod issuing;
mod links;
mod one_meaning;
mod shapes;
mod values;
pub mod vcdm;
mod version_1;
mod words;

use serde_json::Value;

pub use catalogue::{ALL, Origin, Rule, Topic, Weight};
pub use values::{date_time_z, is_absolute_uri};
pub use version_1::{CREDENTIALS_V1, is_version_1};

use shapes::Walk;

/// A rule that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which rule.
    pub rule: &'static Rule,
    /// Where, as a JSON Pointer; empty for the whole document.
    pub path: String,
    /// What stands there instead, in a few words.
    pub found: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        write!(f, "{place}: {} (found {})", self.rule.statement, self.found)
    }
}

/// As what a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `OpenBadgeCredential`, also called `AchievementCredential`.
    Badge,
    /// `EndorsementCredential`.
    Endorsement,
    /// `BitstringStatusListCredential`.
    StatusList,
}

/// Every rule that `document`, read as `kind`, breaks; of each rule at most ten faults. Badges and
/// endorsements are read by the version of their first context, VCDM 2.0 or 1.1.
///
/// A JWT payload is handed in as it is: `iss`, `sub`, `jti`, `nbf`, `exp` and `iat` are members like others.
pub fn faults(document: &Value, kind: Kind) -> Vec<Fault> {
    let mut walk = Walk::new();
    let class = match kind {
        Kind::Badge if is_version_1(document) => &version_1::ACHIEVEMENT_CREDENTIAL,
        Kind::Endorsement if is_version_1(document) => &version_1::ENDORSEMENT_CREDENTIAL,
        Kind::Badge => &classes::ACHIEVEMENT_CREDENTIAL,
        Kind::Endorsement => &classes::ENDORSEMENT_CREDENTIAL,
        Kind::StatusList => &classes::STATUS_LIST_CREDENTIAL,
    };
    one_meaning::check(&mut walk, document);
    walk.object(class, document);
    if kind == Kind::Badge {
        links::check(&mut walk, document);
    }
    walk.into_faults()
}

/// Whether a document with these faults may still be read by its member names: true if none of them
/// is about a spelling that the signed graph does not tell from another one (`"false"` for `false`,
/// one object for a list of one).
pub fn has_one_meaning(faults: &[Fault]) -> bool {
    let spelling = [&catalogue::FLAG, &catalogue::NUMBER, &catalogue::TEXT, &catalogue::LIST, &catalogue::OBJECT, &catalogue::SINGLE_TYPE];
    !faults.iter().any(|fault| {
        let ambiguous = matches!(fault.rule.topic, Topic::Meaning | Topic::Context) || spelling.contains(&fault.rule);
        ambiguous && fault.rule.weight == Weight::Must
    })
}

/// Whether a document with these faults has contexts only where a credential begins.
pub fn has_contexts_at_root_only(faults: &[Fault]) -> bool {
    !faults.iter().any(|fault| fault.rule == &catalogue::CONTEXT_AT_ROOT)
}

/// Every rule that a badge of ours breaks before it is signed: those of [`faults`] and the safest
/// of the permitted spellings (`ob3-rules` §3: what other verifiers stumble over).
pub fn issuing_faults(credential: &Value) -> Vec<Fault> {
    let mut walk = Walk::new();
    issuing::check(&mut walk, credential);
    let mut found = faults(credential, Kind::Badge);
    found.extend(walk.into_faults());
    found
}

/// Every rule that an unsigned or signed status list of ours breaks.
pub fn issuing_faults_of_list(list: &Value) -> Vec<Fault> {
    let mut walk = Walk::new();
    issuing::check_list(&mut walk, list);
    let mut found = faults(list, Kind::StatusList);
    found.extend(walk.into_faults());
    found
}

#[cfg(test)]
mod tests;
