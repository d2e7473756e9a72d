//! The classes of the data model: the official schema as tables.
//!
//! Source: `ob_v3p0_achievementcredential_schema.json` of 2024-07-30 with the changes of
//! specification 1.3 and 1.4 applied by hand: `credentialStatus.id` may be absent, and `type`,
//! `proof`, `credentialSchema` and `termsOfUse` may be written as one value.

use serde_json::{Map, Value};

use super::catalogue as rule;
use super::shapes::{Class, KindOf, Shape, Walk, nothing};
use super::values::{describe, quote};
use super::version_1;
use super::words::{ACHIEVEMENT_TYPE, IDENTIFIER_TYPE, RESULT_STATUS, RESULT_TYPE, TARGET_TYPE};
use Shape::{Anything, CompactJws, Contexts, Date, DateTime, Flag, Language, List, ListOrOne, Number, Text, Uri};

static AN_ALIGNMENT: Shape = Shape::Object(&ALIGNMENT);
pub(super) static AN_ENDORSEMENT: Shape = Shape::OfVersion(&ENDORSEMENT_CREDENTIAL, &version_1::ENDORSEMENT_CREDENTIAL);
pub(super) static A_PROOF: Shape = Shape::Object(&PROOF);
pub(super) static A_SCHEMA: Shape = Shape::Object(&CREDENTIAL_SCHEMA);
pub(super) static TERMS: Shape = Shape::Object(&TERMS_OF_USE);
pub(super) static A_STATUS: Shape = Shape::Object(&CREDENTIAL_STATUS);

pub(super) static ACHIEVEMENT_CREDENTIAL: Class = Class {
    rule: &rule::CREDENTIAL_MEMBERS,
    kind: KindOf::Credential(&["OpenBadgeCredential", "AchievementCredential"], &rule::CREDENTIAL_TYPE),
    required: &["@context", "id", "issuer", "validFrom", "credentialSubject"],
    members: &[
        ("@context", Contexts),
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
        ("validFrom", DateTime),
        ("validUntil", DateTime),
        ("proof", ListOrOne(&A_PROOF)),
        ("credentialSchema", ListOrOne(&A_SCHEMA)),
        ("credentialStatus", Shape::OneOrList(&A_STATUS)),
        ("refreshService", Shape::Object(&REFRESH_SERVICE)),
        ("termsOfUse", ListOrOne(&TERMS)),
    ],
    closed: false,
    beyond: |walk, credential| {
        if !credential.contains_key("name") {
            walk.fault(&rule::CREDENTIAL_NAME, "no name");
        }
        no_v1_dates(walk, credential);
        issuer_name(walk, credential);
    },
};

pub(super) static ENDORSEMENT_CREDENTIAL: Class = Class {
    rule: &rule::ENDORSEMENT_MEMBERS,
    kind: KindOf::Credential(&["EndorsementCredential"], &rule::ENDORSEMENT_TYPE),
    required: &["@context", "id", "name", "credentialSubject", "issuer", "validFrom"],
    members: &[
        ("@context", Contexts),
        ("id", Uri),
        ("name", Text),
        ("description", Text),
        ("credentialSubject", Shape::Object(&ENDORSEMENT_SUBJECT)),
        ("awardedDate", DateTime),
        ("issuer", Shape::Issuer(&PROFILE)),
        ("validFrom", DateTime),
        ("validUntil", DateTime),
        ("proof", ListOrOne(&A_PROOF)),
        ("credentialSchema", ListOrOne(&A_SCHEMA)),
        ("credentialStatus", Shape::OneOrList(&A_STATUS)),
        ("refreshService", Shape::Object(&REFRESH_SERVICE)),
        ("termsOfUse", ListOrOne(&TERMS)),
    ],
    closed: false,
    beyond: no_v1_dates,
};

pub(super) static ENDORSEMENT_SUBJECT: Class = Class {
    rule: &rule::ENDORSEMENT_SUBJECT,
    kind: KindOf::Set("EndorsementSubject"),
    required: &["id"],
    members: &[("id", Uri), ("endorsementComment", Text)],
    closed: false,
    beyond: nothing,
};

pub(super) static ACHIEVEMENT_SUBJECT: Class = Class {
    rule: &rule::SUBJECT,
    kind: KindOf::Set("AchievementSubject"),
    required: &["achievement"],
    members: &[
        ("id", Uri),
        ("activityEndDate", DateTime),
        ("activityStartDate", DateTime),
        ("creditsEarned", Number),
        ("achievement", Shape::Object(&ACHIEVEMENT)),
        ("identifier", List(&Shape::Object(&IDENTITY_OBJECT))),
        ("image", Shape::Object(&IMAGE)),
        ("licenseNumber", Text),
        ("narrative", Text),
        ("result", List(&Shape::Object(&RESULT))),
        ("role", Text),
        ("source", Shape::Object(&PROFILE)),
        ("term", Text),
    ],
    closed: false,
    beyond: nothing,
};

static IDENTITY_OBJECT: Class = Class {
    rule: &rule::IDENTITY,
    kind: KindOf::Word("IdentityObject"),
    required: &["hashed", "identityHash", "identityType"],
    members: &[("hashed", Flag), ("identityHash", Text), ("identityType", Shape::Word(&IDENTIFIER_TYPE)), ("salt", Text)],
    closed: true,
    beyond: identity_hash,
};

static IDENTIFIER_ENTRY: Class = Class {
    rule: &rule::IDENTIFIER_ENTRY,
    kind: KindOf::Word("IdentifierEntry"),
    required: &["identifier", "identifierType"],
    members: &[("identifier", Text), ("identifierType", Shape::Word(&IDENTIFIER_TYPE))],
    closed: true,
    beyond: nothing,
};

static ACHIEVEMENT: Class = Class {
    rule: &rule::ACHIEVEMENT,
    kind: KindOf::Set("Achievement"),
    required: &["id", "name", "description", "criteria"],
    members: &[
        ("id", Uri),
        ("alignment", List(&AN_ALIGNMENT)),
        ("achievementType", Shape::Word(&ACHIEVEMENT_TYPE)),
        ("creator", Shape::Object(&PROFILE)),
        ("creditsAvailable", Number),
        ("criteria", Shape::Object(&CRITERIA)),
        ("description", Text),
        ("endorsement", List(&AN_ENDORSEMENT)),
        ("endorsementJwt", List(&CompactJws)),
        ("fieldOfStudy", Text),
        ("humanCode", Text),
        ("image", Shape::Object(&IMAGE)),
        ("inLanguage", Language),
        ("name", Text),
        ("otherIdentifier", List(&Shape::Object(&IDENTIFIER_ENTRY))),
        ("related", List(&Shape::Object(&RELATED))),
        ("resultDescription", List(&Shape::Object(&RESULT_DESCRIPTION))),
        ("specialization", Text),
        ("tag", List(&Text)),
        ("version", Text),
    ],
    closed: false,
    beyond: nothing,
};

static CRITERIA: Class = Class {
    rule: &rule::CRITERIA,
    kind: KindOf::Free,
    required: &[],
    members: &[("id", Uri), ("narrative", Text)],
    closed: false,
    beyond: |walk, criteria| {
        let said = |name| criteria.get(name).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        if !said("id") && !said("narrative") {
            walk.fault(&rule::CRITERIA, "neither");
        }
    },
};

static ALIGNMENT: Class = Class {
    rule: &rule::ALIGNMENT,
    kind: KindOf::Set("Alignment"),
    required: &["targetName", "targetUrl"],
    members: &[
        ("targetCode", Text),
        ("targetDescription", Text),
        ("targetName", Text),
        ("targetFramework", Text),
        ("targetType", Shape::Word(&TARGET_TYPE)),
        ("targetUrl", Uri),
    ],
    closed: false,
    beyond: nothing,
};

static RESULT_DESCRIPTION: Class = Class {
    rule: &rule::RESULT_DESCRIPTION,
    kind: KindOf::Set("ResultDescription"),
    required: &["id", "name", "resultType"],
    members: &[
        ("id", Uri),
        ("alignment", List(&AN_ALIGNMENT)),
        ("allowedValue", List(&Text)),
        ("name", Text),
        ("requiredLevel", Uri),
        ("requiredValue", Text),
        ("resultType", Shape::Word(&RESULT_TYPE)),
        ("rubricCriterionLevel", List(&Shape::Object(&RUBRIC_LEVEL))),
        ("valueMax", Text),
        ("valueMin", Text),
    ],
    closed: false,
    beyond: nothing,
};

static RUBRIC_LEVEL: Class = Class {
    rule: &rule::RUBRIC_LEVEL,
    kind: KindOf::Set("RubricCriterionLevel"),
    required: &["id", "name"],
    members: &[("id", Uri), ("alignment", List(&AN_ALIGNMENT)), ("description", Text), ("level", Text), ("name", Text), ("points", Text)],
    closed: false,
    beyond: nothing,
};

static RESULT: Class = Class {
    rule: &rule::RESULT,
    kind: KindOf::Set("Result"),
    required: &[],
    members: &[
        ("achievedLevel", Uri),
        ("alignment", List(&AN_ALIGNMENT)),
        ("resultDescription", Uri),
        ("status", Shape::Word(&RESULT_STATUS)),
        ("value", Text),
    ],
    closed: false,
    beyond: nothing,
};

static RELATED: Class = Class {
    rule: &rule::RELATED,
    kind: KindOf::Set("Related"),
    required: &["id"],
    members: &[("id", Uri), ("inLanguage", Language), ("version", Text)],
    closed: false,
    beyond: nothing,
};

pub(super) static EVIDENCE: Class = Class {
    rule: &rule::EVIDENCE,
    kind: KindOf::Set("Evidence"),
    required: &[],
    members: &[("id", Uri), ("narrative", Text), ("name", Text), ("description", Text), ("genre", Text), ("audience", Text)],
    closed: false,
    beyond: nothing,
};

pub(super) static IMAGE: Class = Class {
    rule: &rule::IMAGE,
    kind: KindOf::Word("Image"),
    required: &["id"],
    members: &[("id", Uri), ("caption", Text)],
    closed: true,
    beyond: nothing,
};

pub(super) static PROFILE: Class = Class {
    rule: &rule::PROFILE,
    kind: KindOf::Set("Profile"),
    required: &["id"],
    members: &[
        ("id", Uri),
        ("name", Text),
        ("url", Uri),
        ("phone", Text),
        ("description", Text),
        ("endorsement", List(&AN_ENDORSEMENT)),
        ("endorsementJwt", List(&CompactJws)),
        ("image", Shape::Object(&IMAGE)),
        ("email", Text),
        ("address", Shape::Object(&ADDRESS)),
        ("otherIdentifier", List(&Shape::Object(&IDENTIFIER_ENTRY))),
        ("official", Text),
        ("parentOrg", Shape::Object(&PROFILE)),
        ("familyName", Text),
        ("givenName", Text),
        ("additionalName", Text),
        ("patronymicName", Text),
        ("honorificPrefix", Text),
        ("honorificSuffix", Text),
        ("familyNamePrefix", Text),
        ("dateOfBirth", Date),
    ],
    closed: false,
    beyond: nothing,
};

static ADDRESS: Class = Class {
    rule: &rule::ADDRESS,
    kind: KindOf::Set("Address"),
    required: &[],
    members: &[
        ("addressCountry", Text),
        ("addressCountryCode", Text),
        ("addressRegion", Text),
        ("addressLocality", Text),
        ("streetAddress", Text),
        ("postOfficeBoxNumber", Text),
        ("postalCode", Text),
        ("geo", Shape::Object(&GEO)),
    ],
    closed: false,
    beyond: nothing,
};

static GEO: Class = Class {
    rule: &rule::GEO,
    kind: KindOf::Word("GeoCoordinates"),
    required: &["latitude", "longitude"],
    members: &[("latitude", Number), ("longitude", Number)],
    closed: false,
    beyond: nothing,
};

static PROOF: Class = Class {
    rule: &rule::PROOF,
    kind: KindOf::AnyWord,
    required: &[],
    members: &[
        ("created", DateTime),
        ("cryptosuite", Text),
        ("challenge", Text),
        ("domain", Text),
        ("nonce", Text),
        ("proofPurpose", Text),
        ("proofValue", Text),
        ("verificationMethod", Text),
    ],
    closed: false,
    beyond: nothing,
};

static CREDENTIAL_SCHEMA: Class = Class {
    rule: &rule::CREDENTIAL_SCHEMA,
    kind: KindOf::AnyWord,
    required: &["id"],
    members: &[("id", Uri)],
    closed: false,
    beyond: nothing,
};

pub(super) static REFRESH_SERVICE: Class = Class {
    rule: &rule::REFRESH_SERVICE,
    kind: KindOf::AnyWord,
    required: &["id"],
    members: &[("id", Uri)],
    closed: false,
    beyond: nothing,
};

static TERMS_OF_USE: Class =
    Class { rule: &rule::TERMS_OF_USE, kind: KindOf::AnyWord, required: &[], members: &[("id", Uri)], closed: false, beyond: nothing };

static CREDENTIAL_STATUS: Class = Class {
    rule: &rule::STATUS,
    kind: KindOf::AnyWord,
    required: &[],
    members: &[("id", Uri), ("statusPurpose", Text), ("statusListIndex", Anything), ("statusListCredential", Uri)],
    closed: false,
    beyond: status_entry,
};

pub(super) static STATUS_LIST_CREDENTIAL: Class = Class {
    rule: &rule::LIST_MEMBERS,
    kind: KindOf::Credential(&["BitstringStatusListCredential"], &rule::LIST_TYPE),
    required: &["@context", "issuer", "credentialSubject"],
    members: &[
        ("@context", Shape::ListContexts),
        ("id", Uri),
        ("issuer", Shape::Controller(&LIST_ISSUER)),
        ("validFrom", DateTime),
        ("validUntil", DateTime),
        ("credentialSubject", Shape::Object(&STATUS_LIST)),
        ("proof", ListOrOne(&A_PROOF)),
    ],
    closed: false,
    beyond: no_v1_dates,
};

/// A status list's issuer needs no type: VCDM 2.0 asks only for an id.
static LIST_ISSUER: Class =
    Class { rule: &rule::LIST_MEMBERS, kind: KindOf::Free, required: &["id"], members: &[("id", Uri)], closed: false, beyond: nothing };

static STATUS_LIST: Class = Class {
    rule: &rule::LIST_SUBJECT,
    kind: KindOf::WordOrSet("BitstringStatusList"),
    required: &["statusPurpose", "encodedList"],
    members: &[("id", Uri), ("statusPurpose", Shape::OneOrSeveral(&Text)), ("encodedList", Text), ("ttl", Number)],
    closed: false,
    beyond: |walk, list| {
        if list.get("ttl").is_some_and(|ttl| ttl.as_u64().is_none()) {
            walk.fault(&rule::LIST_TTL, list.get("ttl").map(describe).unwrap_or_default());
        }
    },
};

fn no_v1_dates(walk: &mut Walk<'_>, credential: &Map<String, Value>) {
    for name in ["issuanceDate", "expirationDate"] {
        if credential.contains_key(name) {
            walk.fault(&rule::NO_V1_DATES, name);
        }
    }
}

pub(super) fn issuer_name(walk: &mut Walk<'_>, credential: &Map<String, Value>) {
    if let Some(Value::Object(issuer)) = credential.get("issuer") {
        let named = issuer.get("name").and_then(Value::as_str).is_some_and(|name| !name.trim().is_empty());
        if !named {
            walk.fault(&rule::ISSUER_NAME, "no name");
        }
    }
}

/// `alg$hex` ([OB 3.0, IdentityHash](https://www.imsglobal.org/spec/ob/v3p0/#identityhash)); either
/// case of the hexadecimal digits is legal.
fn identity_hash(walk: &mut Walk<'_>, identity: &Map<String, Value>) {
    if identity.get("hashed") != Some(&Value::Bool(true)) {
        return;
    }
    let Some(Value::String(hash)) = identity.get("identityHash") else { return };
    let fits = match hash.split_once('$') {
        Some(("sha256", digits)) => digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit()),
        Some(("md5", digits)) => digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()),
        _ => false,
    };
    if !fits {
        walk.fault(&rule::IDENTITY_HASH, quote(hash));
    }
}

fn status_entry(walk: &mut Walk<'_>, status: &Map<String, Value>) {
    if status.get("type").is_none_or(|kind| kind != "BitstringStatusListEntry") {
        return;
    }
    for name in ["statusPurpose", "statusListIndex", "statusListCredential"] {
        if !status.contains_key(name) {
            walk.fault(&rule::STATUS_ENTRY, format!("no {name}"));
        }
    }
    match status.get("statusListIndex") {
        None => {}
        Some(Value::String(digits)) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {}
        Some(Value::Number(number)) if number.is_u64() => walk.fault(&rule::STATUS_INDEX_TEXT, format!("the number {number}")),
        Some(other) => walk.fault(&rule::STATUS_INDEX, describe(other)),
    }
    if status.contains_key("id") && status.get("id") == status.get("statusListCredential") {
        walk.fault(&rule::STATUS_ID, "the same address");
    }
}
