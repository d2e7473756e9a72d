//! Badge-shaped documents with the known contexts: mostly right, in part odd.

use serde_json::{Value, json};

use super::{Dice, LANGUAGES, iri, number, object, several, some, text};

/// Types of a node, as one text or several; now and then one more that brings its own context.
fn types(dice: &mut Dice, own: &str) -> Value {
    let more = ["Achievement", "Profile", "Image", "Evidence", "Alignment", "Address", "IdentityObject", "ResultDescription"];
    match dice.below(8) {
        0 => json!([own, more[dice.below(more.len())]]),
        1 => json!([more[dice.below(more.len())], own]),
        2 | 3 => json!(own),
        _ => json!([own]),
    }
}

fn date(dice: &mut Dice) -> Value {
    json!(format!("20{:02}-0{}-1{}T0{}:00:00Z", 10 + dice.below(20), 1 + dice.below(9), dice.below(9), dice.below(9)))
}

fn image(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "id": iri(dice, "image"), "type": "Image" }));
    some(dice, &mut node, &[("caption", text)], 60);
    Value::Object(node)
}

fn address(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "type": types(dice, "Address") }));
    some(dice, &mut node, &[("addressCountry", text), ("addressLocality", text), ("postalCode", text), ("streetAddress", text)], 50);
    if dice.chance(30) {
        node.insert("geo".to_owned(), json!({ "type": "GeoCoordinates", "latitude": number(dice), "longitude": number(dice) }));
    }
    Value::Object(node)
}

fn profile(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "type": types(dice, "Profile") }));
    if dice.chance(85) {
        node.insert("id".to_owned(), json!(iri(dice, "issuer")));
    }
    some(dice, &mut node, &[("name", text), ("description", text), ("url", |d| json!(iri(d, "page"))), ("phone", text)], 50);
    some(dice, &mut node, &[("email", text), ("image", image), ("address", address), ("official", text), ("givenName", text)], 30);
    if dice.chance(15) {
        let parent = profile(dice);
        node.insert("parentOrg".to_owned(), parent);
    }
    if dice.chance(20) {
        let entries = several(dice, |d| json!({ "type": "IdentifierEntry", "identifier": text(d), "identifierType": "systemId" }));
        node.insert("otherIdentifier".to_owned(), entries);
    }
    Value::Object(node)
}

fn alignment(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "type": types(dice, "Alignment"), "targetName": text(dice), "targetUrl": iri(dice, "target") }));
    some(dice, &mut node, &[("targetCode", text), ("targetFramework", text), ("targetType", text), ("targetDescription", text)], 40);
    Value::Object(node)
}

fn result_description(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "id": iri(dice, "result"), "type": types(dice, "ResultDescription"), "name": text(dice) }));
    some(
        dice,
        &mut node,
        &[("resultType", text), ("requiredLevel", |d| json!(iri(d, "level"))), ("valueMin", text), ("valueMax", number)],
        50,
    );
    if dice.chance(50) {
        let values = several(dice, text);
        node.insert("allowedValue".to_owned(), values);
    }
    if dice.chance(40) {
        let levels = several(
            dice,
            |d| json!({ "id": iri(d, "level"), "type": ["RubricCriterionLevel"], "name": text(d), "level": text(d), "points": number(d) }),
        );
        node.insert("rubricCriterionLevel".to_owned(), levels);
    }
    Value::Object(node)
}

fn achievement(dice: &mut Dice) -> Value {
    let mut node =
        object(json!({ "id": iri(dice, "badge"), "type": types(dice, "Achievement"), "name": text(dice), "description": text(dice) }));
    let mut criteria = object(json!({}));
    some(dice, &mut criteria, &[("id", |d| json!(iri(d, "criteria"))), ("narrative", text)], 80);
    node.insert("criteria".to_owned(), Value::Object(criteria));
    some(dice, &mut node, &[("creator", profile), ("image", image), ("version", text), ("humanCode", text), ("achievementType", text)], 40);
    some(dice, &mut node, &[("creditsAvailable", number), ("inLanguage", text), ("fieldOfStudy", text)], 30);
    some(dice, &mut node, &[("tag", |d| several(d, text)), ("alignment", |d| several(d, alignment))], 40);
    some(dice, &mut node, &[("resultDescription", |d| several(d, result_description))], 30);
    some(
        dice,
        &mut node,
        &[("related", |d| several(d, |d| json!({ "id": iri(d, "badge"), "type": ["Related"], "version": text(d) })))],
        15,
    );
    Value::Object(node)
}

fn identity(dice: &mut Dice) -> Value {
    let mut node =
        object(json!({ "type": "IdentityObject", "hashed": dice.chance(50), "identityHash": text(dice), "identityType": "emailAddress" }));
    some(dice, &mut node, &[("salt", text)], 50);
    Value::Object(node)
}

fn subject(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "type": types(dice, "AchievementSubject"), "achievement": achievement(dice) }));
    some(dice, &mut node, &[("id", |d| json!(iri(d, "holder")))], 80);
    some(dice, &mut node, &[("identifier", |d| several(d, identity)), ("role", text), ("licenseNumber", text), ("term", text)], 35);
    some(dice, &mut node, &[("creditsEarned", number), ("source", profile), ("narrative", text), ("image", image)], 25);
    some(dice, &mut node, &[("result", |d| several(d, result))], 30);
    Value::Object(node)
}

fn result(dice: &mut Dice) -> Value {
    let (description, level) = (iri(dice, "result"), iri(dice, "level"));
    json!({ "type": ["Result"], "value": text(dice), "resultDescription": description, "achievedLevel": level, "status": "Completed" })
}

fn evidence(dice: &mut Dice) -> Value {
    let mut node = object(json!({ "type": types(dice, "Evidence") }));
    some(
        dice,
        &mut node,
        &[("id", |d| json!(iri(d, "evidence"))), ("name", text), ("narrative", text), ("genre", text), ("audience", text)],
        60,
    );
    Value::Object(node)
}

fn status(dice: &mut Dice) -> Value {
    json!({
        "id": format!("https://example.org/status/1#{}", dice.below(9)), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": dice.below(131_072).to_string(), "statusListCredential": iri(dice, "list")
    })
}

fn proof(dice: &mut Dice) -> Value {
    let mut node = object(json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod", "created": date(dice),
        "verificationMethod": iri(dice, "key"), "proofValue": "z58DAdFfa9SkqZMVPxAQp"
    }));
    some(dice, &mut node, &[("id", |d| json!(iri(d, "proof"))), ("domain", text), ("challenge", text), ("expires", date)], 20);
    Value::Object(node)
}

fn endorsement(dice: &mut Dice) -> Value {
    let subject = json!({ "id": iri(dice, "badge"), "type": ["EndorsementSubject"], "endorsementComment": text(dice) });
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": iri(dice, "endorsement"), "type": ["VerifiableCredential", "EndorsementCredential"], "name": text(dice),
        "issuer": profile(dice), "validFrom": date(dice), "credentialSubject": subject, "proof": [proof(dice)]
    })
}

/// A badge: mostly right, in part odd, with one of the context lists in use.
pub(in crate::jsonld) fn badge(dice: &mut Dice) -> Value {
    const V2: &str = "https://www.w3.org/ns/credentials/v2";
    const V1: &str = "https://www.w3.org/2018/credentials/v1";
    let ob = |name: &str| format!("https://purl.imsglobal.org/spec/ob/v3p0/{name}");
    let contexts = match dice.below(10) {
        0..=3 => json!([V2, ob("context-3.0.3.json"), ob("extensions.json")]),
        4 | 5 => json!([V2, ob("context-3.0.3.json")]),
        6 => json!([V2, ob("context-3.0.2.json"), ob("extensions.json")]),
        7 => json!([V1, ob("context-3.0.1.json"), "https://w3id.org/security/data-integrity/v2"]),
        8 => json!([V1, ob("context.json")]),
        _ => json!([V1, ob("context-3.0.2.json"), "https://w3id.org/vc/status-list/2021/v1"]),
    };
    let mut node = object(json!({
        "@context": contexts, "id": iri(dice, "credential"), "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile(dice), "validFrom": date(dice), "credentialSubject": subject(dice)
    }));
    some(dice, &mut node, &[("name", text), ("description", text), ("awardedDate", date), ("validUntil", date), ("image", image)], 50);
    some(dice, &mut node, &[("evidence", |d| several(d, evidence)), ("credentialStatus", status), ("proof", |d| several(d, proof))], 40);
    let schema = |d: &mut Dice| json!([{ "id": iri(d, "schema"), "type": "1EdTechJsonSchemaValidator2019" }]);
    some(dice, &mut node, &[("credentialSchema", schema), ("endorsement", |d| json!([endorsement(d)]))], 20);
    some(
        dice,
        &mut node,
        &[("endorsementJwt", |_| json!(["e30.e30.c2ln"])), ("jti", |d| json!(iri(d, "credential"))), ("nbf", number)],
        10,
    );
    let mut document = Value::Object(node);
    if dice.chance(25) {
        disturb(dice, &mut document);
    }
    document
}

/// Changes one thing somewhere.
fn disturb(dice: &mut Dice, value: &mut Value) {
    let deeper = dice.chance(70);
    match value {
        Value::Object(map) => {
            let keys = map.keys().filter(|key| *key != "@context").cloned().collect::<Vec<_>>();
            let key = &keys[dice.below(keys.len())];
            match map.get_mut(key) {
                Some(inner @ (Value::Object(_) | Value::Array(_))) if deeper => disturb(dice, inner),
                Some(inner) => {
                    *inner = match dice.below(9) {
                        0 => Value::Null,
                        1 => json!([]),
                        2 => json!({ "@value": "said", "@language": LANGUAGES[dice.below(LANGUAGES.len())], "@direction": "rtl" }),
                        3 => json!({ "@value": 7, "@type": "http://www.w3.org/2001/XMLSchema#double" }),
                        4 => json!({ "@list": [inner.take(), "last"] }),
                        5 => json!({ "@set": [inner.take()] }),
                        6 => json!("no iri"),
                        7 => json!([inner.clone(), [inner.take()]]),
                        _ => json!({ "id": "https://example.org/only" }),
                    }
                }
                None => {}
            }
            if dice.chance(20) {
                map.insert(
                    dice.pick(&["undefined", "https://example.org/absolute", "@unknown", "@included"]).to_owned(),
                    json!({ "name": "x" }),
                );
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.below(items.len());
            disturb(dice, &mut items[at]);
        }
        other => *other = json!(["x", other.take()]),
    }
}
