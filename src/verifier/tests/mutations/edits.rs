//! Every small change of a document that somebody without the key could make.

use std::fmt;

use serde_json::{Value, json};

/// One change.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Another value in a place.
    Replace { place: String, by: Value },
    /// A member more in an object.
    Add { place: String, name: &'static str, value: Value },
    /// A member or an entry less.
    Drop { place: String },
    /// A member under another name, in the same place of its object.
    Rename { place: String, to: String },
    /// Two places with their values exchanged.
    Exchange { one: String, other: String },
    /// A member of one object that goes to another one.
    Move { from: String, to: String },
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replace { place, by } => write!(f, "{place} = {by:.200}"),
            Self::Add { place, name, value } => write!(f, "{place} + {name:?}: {value}"),
            Self::Drop { place } => write!(f, "{place} dropped"),
            Self::Rename { place, to } => write!(f, "{place} called {to:?}"),
            Self::Exchange { one, other } => write!(f, "{one} and {other} exchanged"),
            Self::Move { from, to } => write!(f, "{from} moved to {to}"),
        }
    }
}

impl Edit {
    /// The changed document.
    pub(super) fn of(&self, document: &Value) -> Value {
        let mut mutant = document.clone();
        match self {
            Self::Replace { place, by } => *at(&mut mutant, place) = by.clone(),
            Self::Add { place, name, value } => at(&mut mutant, place)[*name] = value.clone(),
            Self::Drop { place } => {
                take(&mut mutant, place);
            }
            Self::Rename { place, to } => {
                let (parent, name) = place.rsplit_once('/').unwrap();
                let object = at(&mut mutant, parent).as_object_mut().unwrap();
                let members = std::mem::take(object).into_iter();
                *object = members.map(|(member, value)| (if member == unescaped(name) { to.clone() } else { member }, value)).collect();
            }
            Self::Exchange { one, other } => {
                let value = at(&mut mutant, one).clone();
                let value = std::mem::replace(at(&mut mutant, other), value);
                *at(&mut mutant, one) = value;
            }
            Self::Move { from, to } => {
                let (_, name) = from.rsplit_once('/').unwrap();
                let value = take(&mut mutant, from);
                at(&mut mutant, to)[unescaped(name)] = value;
            }
        }
        mutant
    }

    /// All of them.
    pub(super) fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        let places = places(document);
        for place in &places {
            let value = document.pointer(place).unwrap();
            all.extend(others(value).into_iter().map(|by| Self::Replace { place: place.clone(), by }));
            match value {
                Value::Object(members) => {
                    let absent = ADDED.iter().filter(|(name, _)| !members.contains_key(*name));
                    all.extend(absent.map(|(name, text)| Self::Add { place: place.clone(), name, value: text.parse().unwrap() }));
                    let below: Vec<String> = members.keys().map(|name| format!("{place}/{}", escaped(name))).collect();
                    all.extend(below.windows(2).map(|two| Self::Exchange { one: two[0].clone(), other: two[1].clone() }));
                    all.extend(below.iter().zip(members.keys()).flat_map(|(place, name)| renamed(place, name)));
                    all.extend(moves(place, members));
                }
                Value::Array(items) => {
                    let entry = |index: usize| format!("{place}/{index}");
                    all.extend((1..items.len()).map(|index| Self::Exchange { one: entry(index - 1), other: entry(index) }));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
            if !place.is_empty() {
                all.push(Self::Drop { place: place.clone() });
            }
        }
        all.extend(namesakes(&places));
        // Nothing is changed by exchanging what is equal.
        all.retain(|edit| match edit {
            Self::Exchange { one, other } => document.pointer(one) != document.pointer(other),
            Self::Replace { .. } | Self::Add { .. } | Self::Drop { .. } | Self::Rename { .. } | Self::Move { .. } => true,
        });
        all
    }
}

/// Each place of a document as a JSON Pointer, what is inside before what holds it.
pub(super) fn places(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Object(object) => object.iter().for_each(|(name, member)| walk(member, format!("{at}/{}", escaped(name)), all)),
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| walk(item, format!("{at}/{index}"), all)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        all.push(at);
    }
    let mut all = Vec::new();
    walk(document, String::new(), &mut all);
    all
}

fn at<'a>(document: &'a mut Value, place: &str) -> &'a mut Value {
    document.pointer_mut(place).unwrap()
}

fn take(document: &mut Value, place: &str) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    let holder = at(document, parent);
    match holder.as_array_mut() {
        Some(items) => items.remove(name.parse().unwrap()),
        None => holder.as_object_mut().unwrap().shift_remove(&unescaped(name)).unwrap(),
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

/// Members that say something new, hide something, or mean something to JSON-LD.
const ADDED: &[(&str, &str)] = &[
    ("extra", "\"x\""),
    ("id", "\"urn:uuid:1\""),
    ("type", "\"Evidence\""),
    ("name", "\"x\""),
    ("description", "\"x\""),
    ("narrative", "\"x\""),
    ("url", "\"https://x.example/\""),
    ("image", "{\"id\": \"https://x.example/x.png\", \"type\": \"Image\"}"),
    ("validUntil", "\"2099-01-01T00:00:00Z\""),
    ("expirationDate", "\"2099-01-01T00:00:00Z\""),
    ("awardedDate", "\"2020-01-01T00:00:00Z\""),
    ("evidence", "[{\"type\": [\"Evidence\"], \"narrative\": \"x\"}]"),
    ("endorsement", "null"),
    ("endorsementJwt", "[]"),
    ("credentialStatus", "[]"),
    ("proof", "[]"),
    ("vc", "{}"),
    ("iss", "\"did:key:x\""),
    ("exp", "4102444800"),
    ("https://schema.org/name", "\"x\""),
    ("schema:name", "\"x\""),
    ("@id", "\"urn:uuid:1\""),
    ("@type", "\"Evidence\""),
    ("@context", "[]"),
    ("@included", "[]"),
    ("@graph", "[]"),
    ("@reverse", "{}"),
    ("@nest", "{}"),
    ("@index", "\"x\""),
    ("@language", "\"en\""),
    ("_:x", "\"x\""),
    ("", "\"x\""),
    (" ", "\"x\""),
];

fn renamed(place: &str, name: &str) -> Vec<Edit> {
    let capital: String = name.chars().enumerate().map(|(at, letter)| if at == 0 { letter.to_ascii_uppercase() } else { letter }).collect();
    let names = [capital, format!("{name} "), format!("{name}s"), format!("@{name}"), format!("schema:{name}")];
    let changed = names.into_iter().filter(|to| to != name);
    changed.map(|to| Edit::Rename { place: place.to_owned(), to }).collect()
}

/// Members that go up into the object around, or down into one that it holds.
fn moves(place: &str, members: &serde_json::Map<String, Value>) -> Vec<Edit> {
    let mut all = Vec::new();
    for (name, value) in members {
        let Some(inner) = value.as_object() else { continue };
        let below = format!("{place}/{}", escaped(name));
        let up = inner.keys().filter(|member| !members.contains_key(*member));
        all.extend(up.map(|member| Edit::Move { from: format!("{below}/{}", escaped(member)), to: place.to_owned() }));
        let down = members.keys().filter(|member| *member != name && !inner.contains_key(*member));
        all.extend(down.map(|member| Edit::Move { from: format!("{place}/{}", escaped(member)), to: below.clone() }));
    }
    all
}

/// Members of one name in two places, exchanged.
fn namesakes(places: &[String]) -> Vec<Edit> {
    let last = |place: &str| place.rsplit('/').next().map(str::to_owned).filter(|name| name.parse::<usize>().is_err());
    let mut sorted: Vec<(String, &String)> = places.iter().filter_map(|place| Some((last(place)?, place))).collect();
    sorted.sort();
    let apart = |one: &str, other: &str| !one.starts_with(other) && !other.starts_with(one);
    let pairs = sorted.windows(2).filter(|two| two[0].0 == two[1].0 && apart(two[0].1, two[1].1));
    pairs.map(|two| Edit::Exchange { one: two[0].1.clone(), other: two[1].1.clone() }).collect()
}

/// Other values for a place.
pub(super) fn others(value: &Value) -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(1),
        json!("x"),
        json!([]),
        json!({}),
        json!([value]),
        json!([[value]]),
        json!([value, "x"]),
        json!([value, value]),
        json!({"@value": value}),
        json!({"@id": value}),
        json!({"@list": value}),
        json!({"@set": [value]}),
        json!({"id": value}),
        json!({"name": value}),
    ];
    match value {
        Value::String(text) => all.extend(other_texts(text).into_iter().map(Value::String)),
        Value::Bool(flag) => all.extend([json!(!flag), json!(flag.to_string())]),
        Value::Number(number) => {
            all.push(json!(number.to_string()));
            all.extend(number.as_f64().map(|number| json!(number + 0.5)));
        }
        Value::Array(items) => {
            let list = |items: &mut dyn Iterator<Item = &Value>| Value::Array(items.cloned().collect());
            all.push(list(&mut items.iter().chain(items.first())));
            all.push(list(&mut items.iter().rev()));
            all.push(list(&mut items.iter().skip(1).chain(items.first())));
            all.push(list(&mut items.iter().take(1)));
            all.extend(items.first().cloned());
            all.extend(items.last().cloned());
        }
        Value::Object(members) => all.extend(members.get("id").cloned()),
        Value::Null => {}
    }
    all.retain(|other| other != value);
    all
}

fn other_texts(text: &str) -> Vec<String> {
    let mut all = vec![
        String::new(),
        format!("{text}x"),
        format!(" {text}"),
        format!("{text} "),
        format!("{text}\u{200b}"),
        format!("{text}\u{301}"),
        format!("\u{202e}{text}"),
        text.to_uppercase(),
        text.to_lowercase(),
        text.replacen('a', "\u{430}", 1),
        text.replacen(['0', '1', '2'], "9", 1),
        text.replace('Z', "+00:00"),
        text.replacen("https:", "http:", 1),
    ];
    // A change before this one may have emptied the text.
    let mut letters: Vec<char> = text.chars().collect();
    if let Some(last) = letters.len().checked_sub(1) {
        letters.swap(0, last);
        all.push(letters[..last].iter().collect());
    }
    all.push(letters.into_iter().collect());
    all
}
