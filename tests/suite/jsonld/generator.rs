//! Documents made by dice: badge-shaped ones with the known contexts, and odd ones with contexts of their own.

use serde_json::{Map, Value, json};

/// A deterministic source of choices (splitmix64), and which corners of the language a document uses.
/// Some pairs are kept apart, because other programs misread them when they meet.
#[allow(clippy::struct_excessive_bools)] // one for each corner
pub(super) struct Dice {
    state: u64,
    /// Protected terms, else property-scoped contexts: may those change them, for a scalar value?
    protects: bool,
    /// Graph containers, reverse terms, sets and nulls, else lists and reverse objects: json-ld takes null in
    /// a list for an empty list and flattens a set in it; npm and json-ld do not agree on a list in a graph.
    graphs: bool,
    /// A default direction, else scoped contexts: npm forgets it in those.
    directs: bool,
    /// A base, and only with it id maps: json-ld gives a blank node to what has a relative name.
    bases: bool,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let state = seed.wrapping_mul(0xd134_2543_de82_ef95) ^ 0x2545_f491_4f6c_dd1d;
        Self {
            state,
            protects: seed.is_multiple_of(4),
            graphs: seed.is_multiple_of(3),
            directs: seed.is_multiple_of(5),
            bases: seed % 7 < 4,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).expect("small")).expect("small")
    }

    /// True in so many of a hundred throws.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const TEXTS: [&str; 14] = [
    "Train the trainers",
    "",
    "Glam staff — «partnership»",
    "مدرّب ويكيميديا",
    "विकिमीडिया",
    "line\nbreak\tand tab",
    "\"quoted\" and \\ back\\slash",
    "\u{7f}\u{1}\u{b}\u{c}\r",
    "🏅 badge",
    "a",
    "<b>bold</b> & 'single'",
    "\u{85}\u{2028}\u{fffd}\u{10ffff}",
    "true",
    "12",
];
const LANGUAGES: [&str; 5] = ["en", "uk", "pt-BR", "zh-Hant", "ar"];
/// Without those on which json-ld differs from the text: 17 digits, and floats without a fraction. Unit tests have them.
const NUMBERS: [&str; 11] = ["0", "1", "-1", "3.5", "0.1", "1.25e21", "1.5e-7", "123456789012", "9007199254740991", "4.35", "1.5e100"];

fn text(dice: &mut Dice) -> Value {
    Value::from(TEXTS[dice.below(TEXTS.len())])
}

fn number(dice: &mut Dice) -> Value {
    Value::Number(NUMBERS[dice.below(NUMBERS.len())].parse().expect("a number"))
}

fn iri(dice: &mut Dice, kind: &str) -> String {
    match dice.below(12) {
        0 => format!("urn:uuid:{kind}-{}", dice.below(9)),
        1 => format!("did:web:example.org:{kind}:{}", dice.below(9)),
        2 => format!("_:{kind}{}", dice.below(3)),
        3 => format!("https://пример.example/{kind}/{}?q=ü#f", dice.below(9)),
        _ => format!("https://example.org/{kind}/{}", dice.below(40)),
    }
}

fn object(entries: Value) -> Map<String, Value> {
    let Value::Object(map) = entries else { unreachable!("an object") };
    map
}

/// Makes a value.
type Maker = fn(&mut Dice) -> Value;

/// Adds some of the entries, each with its own luck.
fn some(dice: &mut Dice, node: &mut Map<String, Value>, entries: &[(&str, Maker)], percent: usize) {
    for (key, value) in entries {
        if dice.chance(percent) {
            let value = value(dice);
            node.insert((*key).to_owned(), value);
        }
    }
}

fn several(dice: &mut Dice, value: fn(&mut Dice) -> Value) -> Value {
    let count = 1 + dice.below(3);
    Value::Array((0..count).map(|_| value(dice)).collect())
}

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
pub(super) fn badge(dice: &mut Dice) -> Value {
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

/// A document with a context of its own, using every corner of the language.
pub(super) fn odd(dice: &mut Dice) -> Value {
    let context = context(dice, 0);
    let mut node = object(node(dice, 0));
    node.insert("@context".to_owned(), context);
    Value::Object(node)
}

fn context(dice: &mut Dice, depth: usize) -> Value {
    let mut context = object(json!({ "ex": "https://example.org/ns#" }));
    if depth == 0 && dice.bases {
        context.insert("@base".to_owned(), json!(dice.pick(&["https://example.org/base/", "https://example.org/a/b?c#d"])));
    }
    if depth == 0 {
        context.insert("xsd".to_owned(), json!("http://www.w3.org/2001/XMLSchema#"));
    }
    if dice.chance(30) {
        context.insert("@vocab".to_owned(), json!("https://example.org/vocab/"));
    }
    if dice.chance(20) {
        context.insert("@language".to_owned(), json!(LANGUAGES[dice.below(LANGUAGES.len())]));
        if dice.directs {
            context.insert("@direction".to_owned(), json!(dice.pick(&["ltr", "rtl"])));
        }
    }
    if depth > 0 && dice.chance(15) {
        context.insert("@propagate".to_owned(), json!(dice.chance(50)));
    }
    if dice.protects && dice.chance(30) {
        context.insert("@protected".to_owned(), json!(true));
    }
    if dice.chance(50) {
        context.insert("id".to_owned(), json!("@id"));
        context.insert("type".to_owned(), json!("@type"));
    }
    for at in 0..8 {
        if dice.chance(75) {
            let definition = definition(dice, at, depth);
            context.insert(format!("t{at}"), definition);
        }
    }
    for at in 0..3 {
        if dice.chance(60) {
            let mut class = object(json!({ "@id": format!("ex:Class{at}") }));
            if depth < 2 && !dice.directs && dice.chance(70) {
                class.insert("@context".to_owned(), self::context(dice, depth + 1));
            }
            context.insert(format!("C{at}"), Value::Object(class));
        }
    }
    Value::Object(context)
}

fn definition(dice: &mut Dice, at: usize, depth: usize) -> Value {
    if dice.chance(20) {
        return json!(format!("ex:p{at}"));
    }
    if !dice.bases && dice.chance(5) {
        return Value::Null;
    }
    if dice.graphs && dice.chance(10) {
        return json!({ "@reverse": format!("ex:back{at}") });
    }
    let mut definition = object(json!({ "@id": format!("ex:p{at}") }));
    if dice.chance(50) {
        let mut coercions = vec!["@json", "@none", "xsd:date", "xsd:double", "xsd:integer", "ex:type"];
        if dice.graphs || dice.bases {
            coercions.extend(["@id", "@vocab"]);
        }
        let coercion = dice.pick(&coercions);
        definition.insert("@type".to_owned(), json!(coercion));
    }
    let mut containers = vec![json!("@set"), json!("@language"), json!("@index"), json!("@type")];
    containers.extend([json!(["@set", "@language"]), json!(["@index", "@set"])]);
    if dice.bases {
        containers.extend([json!("@id"), json!(["@id", "@set"])]);
    }
    if dice.bases && dice.graphs {
        containers.push(json!(["@graph", "@id"]));
    }
    if dice.graphs {
        containers.extend([json!("@graph"), json!(["@graph", "@index"])]);
    } else {
        containers.extend([json!("@list"), json!("@list")]);
    }
    // What a language map of JSON literals is, programs do not agree on.
    if dice.chance(55) && definition.get("@type") != Some(&json!("@json")) {
        definition.insert("@container".to_owned(), containers[dice.below(containers.len())].clone());
        if definition["@container"] == "@index" && dice.chance(30) {
            definition.insert("@index".to_owned(), json!("ex:index"));
        }
    }
    if dice.chance(10) {
        definition.insert("@language".to_owned(), if dice.chance(30) { Value::Null } else { json!("fr") });
    }
    // Without scopes of its own: npm looks a term up twice, also in the scope that it brought.
    if depth < 2 && !dice.protects && !dice.directs && dice.chance(15) {
        let inner = context(dice, 2);
        definition.insert("@context".to_owned(), inner);
    }
    if dice.protects && dice.chance(10) {
        definition.insert("@protected".to_owned(), json!(dice.chance(50)));
    }
    Value::Object(definition)
}

/// A value for any term.
fn thing(dice: &mut Dice, depth: usize) -> Value {
    if depth >= 4 {
        return scalar(dice);
    }
    match dice.below(14) {
        0..=3 => scalar(dice),
        4 => Value::Array((0..dice.below(4)).map(|_| thing(dice, depth + 1)).collect()),
        5 => value_object(dice),
        6 => json!({ if dice.graphs { "@set" } else { "@list" }: thing(dice, depth + 1) }),
        7 => {
            let keys = ["en", "uk", "@none", "https://example.org/key", "ex:k", "_:k", "C0", "C1"];
            let known = if dice.protects { 6 } else { 8 };
            let count = 1 + dice.below(3);
            Value::Object((0..count).map(|_| (keys[dice.below(known)].to_owned(), thing(dice, depth + 1))).collect())
        }
        _ => node(dice, depth),
    }
}

fn scalar(dice: &mut Dice) -> Value {
    match dice.below(10) {
        0 => number(dice),
        1 => json!(dice.chance(50)),
        // json-ld takes null for an empty list where the term holds a list.
        2 if dice.graphs => Value::Null,
        2 | 3 => json!(iri(dice, "thing")),
        4 => json!(dice.pick(&["ex:thing", "t1", "C1", "ex:"])),
        _ => text(dice),
    }
}

fn value_object(dice: &mut Dice) -> Value {
    match dice.below(6) {
        0 => json!({ "@value": text(dice), "@language": LANGUAGES[dice.below(LANGUAGES.len())] }),
        1 => json!({ "@value": text(dice), "@language": "he", "@direction": "rtl" }),
        2 => json!({ "@value": number(dice), "@type": dice.pick(&["http://www.w3.org/2001/XMLSchema#double", "xsd:integer", "ex:t"]) }),
        3 => json!({ "@value": { "b": [1, 2.5, "x"], "a": null }, "@type": "@json" }),
        4 if dice.graphs => json!({ "@value": Value::Null }),
        _ => json!({ "@value": scalar(dice) }),
    }
}

fn node(dice: &mut Dice, depth: usize) -> Value {
    let mut node = Map::new();
    if dice.chance(50) {
        let id = iri(dice, "node");
        node.insert(dice.pick(&["@id", "@id", "id"]).to_owned(), json!(id));
    }
    if dice.chance(45) {
        let classes = ["C0", "C1", "C2", "ex:Other"];
        let class = classes[dice.below(4)];
        let value = if dice.chance(40) { json!([class, classes[dice.below(4)]]) } else { json!(class) };
        node.insert(dice.pick(&["@type", "@type", "type"]).to_owned(), value);
    }
    for _ in 0..=dice.below(4) {
        let value = thing(dice, depth + 1);
        node.insert(format!("t{}", dice.below(8)), value);
    }
    if dice.chance(10) {
        node.insert("ex:direct".to_owned(), thing(dice, depth + 1));
    }
    if dice.chance(6) {
        node.insert("@graph".to_owned(), Value::Array(vec![self::node(dice, depth + 1), self::node(dice, depth + 2)]));
    }
    if dice.chance(5) {
        node.insert("@included".to_owned(), self::node(dice, depth + 1));
    }
    // Only where no scope can end: programs differ on whether this is a new node.
    if depth == 0 && !dice.graphs && !node.contains_key("@type") && dice.chance(15) {
        let inner = self::node(dice, depth + 1);
        node.insert("@reverse".to_owned(), json!({ "ex:reversed": inner }));
    }
    if dice.chance(6) {
        node.insert("@nest".to_owned(), json!({ "t2": thing(dice, depth + 1) }));
    }
    if dice.chance(5) {
        node.insert("@index".to_owned(), json!("i"));
    }
    if depth > 0 && dice.chance(5) {
        let inner = context(dice, 2);
        node.insert("@context".to_owned(), inner);
    }
    Value::Object(node)
}
