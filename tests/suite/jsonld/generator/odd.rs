//! Documents with contexts of their own, using every corner of the language.

use serde_json::{Map, Value, json};

use super::{Dice, LANGUAGES, iri, number, object, text};

/// A document with a context of its own, using every corner of the language.
pub(in crate::jsonld) fn odd(dice: &mut Dice) -> Value {
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
