//! Badges and endorsements in the shapes of VCDM 1.1, which many older badges have.
//!
//! Source: [VCDM 1.1](https://www.w3.org/TR/vc-data-model-1.1/) and the official schema
//! `ob_v3p0_anyachievementcredential_schema.json`. The dates have other names, and a name is demanded.
//! A document is of one version, by its first context: members of the other are faults.

use serde_json::{Map, Value};

use super::catalogue as rule;
use super::classes::{
    A_PROOF, A_SCHEMA, A_STATUS, ACHIEVEMENT_SUBJECT, AN_ENDORSEMENT, ENDORSEMENT_SUBJECT, EVIDENCE, IMAGE, PROFILE, REFRESH_SERVICE,
    TERMS, issuer_name,
};
use super::shapes::{Class, KindOf, Shape, Walk};
use Shape::{CompactJws, ContextsOfVersion1, DateTime, List, ListOrOne, Text, Uri};

/// The first context of a document of VCDM 1.1.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";

/// Whether the first context of a document is that of VCDM 1.1.
pub fn is_version_1(document: &Value) -> bool {
    let first = document.get("@context").and_then(|contexts| contexts.get(0).or(Some(contexts)));
    first.is_some_and(|first| first == CREDENTIALS_V1)
}

pub(super) static ACHIEVEMENT_CREDENTIAL: Class = Class {
    rule: &rule::CREDENTIAL_1_MEMBERS,
    kind: KindOf::Credential(&["OpenBadgeCredential", "AchievementCredential"], &rule::CREDENTIAL_TYPE),
    required: &["@context", "id", "name", "issuer", "issuanceDate", "credentialSubject"],
    members: &[
        ("@context", ContextsOfVersion1),
        ("id", Uri),
        ("name", Text),
        ("description", Text),
        ("image", Shape::Object(&IMAGE)),
        ("awardedDate", DateTime),
        ("credentialSubject", Shape::Object(&ACHIEVEMENT_SUBJECT)),
        ("endorsement", List(&AN_ENDORSEMENT)),
        ("endorsementJwt", List(&CompactJws)),
        ("evidence", List(&Shape::Object(&EVIDENCE))),
        ("issuer", Shape::Issuer(&PROFILE)),
        ("issuanceDate", DateTime),
        ("expirationDate", DateTime),
        ("proof", ListOrOne(&A_PROOF)),
        ("credentialSchema", ListOrOne(&A_SCHEMA)),
        ("credentialStatus", Shape::OneOrList(&A_STATUS)),
        ("refreshService", Shape::Object(&REFRESH_SERVICE)),
        ("termsOfUse", ListOrOne(&TERMS)),
    ],
    closed: false,
    beyond: |walk, credential| {
        no_v2_dates(walk, credential);
        issuer_name(walk, credential);
    },
};

pub(super) static ENDORSEMENT_CREDENTIAL: Class = Class {
    rule: &rule::CREDENTIAL_1_MEMBERS,
    kind: KindOf::Credential(&["EndorsementCredential"], &rule::ENDORSEMENT_TYPE),
    required: &["@context", "id", "name", "issuer", "issuanceDate", "credentialSubject"],
    members: &[
        ("@context", ContextsOfVersion1),
        ("id", Uri),
        ("name", Text),
        ("description", Text),
        ("credentialSubject", Shape::Object(&ENDORSEMENT_SUBJECT)),
        ("awardedDate", DateTime),
        ("issuer", Shape::Issuer(&PROFILE)),
        ("issuanceDate", DateTime),
        ("expirationDate", DateTime),
        ("proof", ListOrOne(&A_PROOF)),
        ("credentialSchema", ListOrOne(&A_SCHEMA)),
        ("credentialStatus", Shape::OneOrList(&A_STATUS)),
        ("refreshService", Shape::Object(&REFRESH_SERVICE)),
        ("termsOfUse", ListOrOne(&TERMS)),
    ],
    closed: false,
    beyond: no_v2_dates,
};

fn no_v2_dates(walk: &mut Walk<'_>, credential: &Map<String, Value>) {
    for name in ["validFrom", "validUntil"] {
        if credential.contains_key(name) {
            walk.fault(&rule::NO_V2_DATES, name);
        }
    }
}
