//! Signed badges as we write them, and as others do: what may be written in several ways, written in
//! each of them.

use ed25519_dalek::Signer;
use serde_json::{Value, json};

use super::super::super::*;
use super::super::suites;
use super::super::world::*;
use crate::standards::did;
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, hash_data, proof_config, secured};
use crate::standards::proof::{KeyKind, PrivateKey, Suite};

/// A signed document, and what is known when it is judged.
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) document: Value,
    pub(super) known: Known,
}

/// One of each shape.
pub(super) fn all() -> Vec<Shape> {
    let alone = |name, document| Shape { name, document, known: Known::strict() };
    vec![
        alone("ours", did_key_badge()),
        alone("with every member", everything()),
        alone("endorsed", endorsed()),
        alone("with two proofs", with_two_proofs()),
        alone("npm", npm()),
        alone("campus", campus()),
        alone("platform", platform()),
        alone("signed as JSON", suites::proven(&of_few_words(&suites::did_of(&by_p256())), Suite::EcdsaJcs2019, &by_p256())),
        Shape { name: "shown in part", document: in_part(), known: suites::known_of(&by_p256()) },
        Shape { name: "revoked", document: sign(&badge()), known: own_with(&[SLOT], &[]) },
    ]
}

fn issuer() -> String {
    did::key::did_of(&key().verifying_key())
}

fn by_issuer(document: &Value) -> Value {
    sign_as(document, &key(), &did::key::verification_method_of(&key().verifying_key()))
}

/// A badge with every member that the data model has, but those that must be fetched
/// or have no defined type.
fn everything() -> Value {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/everything.json"));
    let mut document: Value = text.parse().unwrap();
    for gone in
        ["/proof", "/credentialStatus", "/termsOfUse", "/endorsement", "/endorsementJwt", "/issuer/endorsement", "/issuer/endorsementJwt"]
    {
        document = without(document, gone);
    }
    document["issuer"]["id"] = json!(issuer());
    by_issuer(&document)
}

/// A badge whose class somebody else endorses.
fn endorsed() -> Value {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json"));
    let endorsement = with(text.parse().unwrap(), "/issuer/id", json!(did::key::did_of(&stranger().verifying_key())));
    let endorsement = sign_as(&endorsement, &stranger(), &did::key::verification_method_of(&stranger().verifying_key()));
    let mut document = without(without(badge_with("/issuer/id", json!(issuer())), "/credentialStatus"), "/evidence");
    document["credentialSubject"]["achievement"]["endorsement"] = json!([endorsement]);
    by_issuer(&document)
}

/// Signed by its issuer and by a witness.
fn with_two_proofs() -> Value {
    let document = without(badge_with("/issuer/id", json!(issuer())), "/credentialStatus");
    let mut signed = by_issuer(&document);
    let method = did::key::verification_method_of(&stranger().verifying_key());
    let options = proof_config(&method, at("2026-11-20T12:00:00Z"), ASSERTION_METHOD);
    let hashes = hash_data(&document, &options, Contexts::known()).unwrap();
    let witnessed = secured(&document, &options, &stranger().sign(&hashes).to_bytes());
    signed["proof"].as_array_mut().unwrap().push(witnessed["proof"][0].clone());
    signed
}

/// The bare achievement that several shapes are made of.
fn achievement(kind: &Value) -> Value {
    json!({
        "id": "https://courses.example/achievements/1",
        "type": kind,
        "name": "First aid",
        "description": "Can give first aid.",
        "criteria": {"narrative": "Passed the course."},
        "image": {"id": "https://courses.example/1.png", "type": "Image"}
    })
}

/// As a library for JavaScript writes it: one word where one is enough, the issuer by its address
/// alone, the proof not in a list.
fn npm() -> Value {
    let signed = by_issuer(&of_few_words(&issuer()));
    let proof = signed["proof"][0].clone();
    with(signed, "/proof", proof)
}

fn by_p256() -> PrivateKey {
    suites::pair(KeyKind::P256, 7)
}

fn of_few_words(issuer: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:2f6b4b3e-6c1d-4c2e-8a55-4f8f0d3c1b2a",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "First aid",
        "issuer": issuer,
        "validFrom": "2026-11-20T11:00:00+01:00",
        "credentialSubject": {
            "id": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
            "type": "AchievementSubject",
            "achievement": achievement(&json!("Achievement"))
        }
    })
}

/// As a wallet for universities writes it: the issuer in full, and again as the creator of the class;
/// a context for proofs beside the others.
fn campus() -> Value {
    let profile = json!({
        "id": issuer(), "type": ["Profile"], "name": "Example College", "url": "https://college.example",
        "image": {"id": "https://college.example/logo.png", "type": "Image", "caption": "Logo"}
    });
    let mut class = achievement(&json!(["Achievement"]));
    class["creator"] = profile.clone();
    class["achievementType"] = json!("Course");
    by_issuer(&json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/suites/ed25519-2020/v1"
        ],
        "id": "urn:uuid:0a1f8b52-3b0e-4d0b-9a0e-57e1f2a3b4c5",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "First aid",
        "issuer": profile,
        "validFrom": "2026-11-20T11:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Ada Lovelace", "identityType": "name"}],
            "achievement": class
        }
    }))
}

/// With its status, without which nothing shown in part is valid.
fn in_part() -> Value {
    let status = badge()["credentialStatus"].clone();
    suites::shown_in_part(&with(of_few_words(&suites::did_of(&by_p256())), "/credentialStatus", status), &by_p256()).0
}

/// As an older badge platform writes it: the other name of the type, an older context, schema and
/// evidence beside.
fn platform() -> Value {
    let mut class = achievement(&json!(["Achievement"]));
    class["criteria"]["id"] = json!("https://courses.example/achievements/1#criteria");
    class["tag"] = json!(["health"]);
    by_issuer(&json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
        "id": "https://courses.example/credentials/1",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "First aid",
        "issuer": {"id": issuer(), "type": "Profile", "name": "Courses"},
        "validFrom": "2026-11-20T11:00:00.123Z",
        "credentialSubject": {
            "id": "mailto:ada@example.org",
            "type": ["AchievementSubject"],
            "creditsEarned": 2.5,
            "achievement": class
        },
        "evidence": [
            {"type": ["Evidence"], "narrative": "Bandaged an arm."},
            {"id": "https://courses.example/evidence/2", "type": ["Evidence"], "name": "Film", "narrative": "Bandaged a leg."}
        ],
        "credentialSchema": {
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019"
        }
    }))
}
