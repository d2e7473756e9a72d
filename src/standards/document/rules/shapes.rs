//! The engine: walks a JSON value along a class table and notes every fault with its place.

// JSON has six kinds of values for ever: "anything else" cannot grow.
#![allow(clippy::wildcard_enum_match_arm)]

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::catalogue::{self as rule, Rule};
use super::values::{date_time_z, describe, is_absolute_uri, is_compact_jws, is_date, is_extension_word, is_language, quote};
use super::version_1::{CREDENTIALS_V1, is_version_1};
use super::{Fault, contexts};
use crate::standards::document::open_badge::CREDENTIALS_V2;

/// One class of the data model.
pub(super) struct Class {
    /// The rule that `type` and the required members fall under.
    pub(super) rule: &'static Rule,
    /// How `type` is written.
    pub(super) kind: KindOf,
    /// Members that must be there, beside `type`.
    pub(super) required: &'static [&'static str],
    /// Members the specification names, and their shapes.
    pub(super) members: &'static [(&'static str, Shape)],
    /// Whether other members are refused (`additionalProperties: false`).
    pub(super) closed: bool,
    /// Checks beyond members.
    pub(super) beyond: fn(&mut Walk<'_>, &Map<String, Value>),
}

/// How the `type` of a class is written.
pub(super) enum KindOf {
    /// No `type` needed.
    Free,
    /// A set that names this word; one word alone is read with a warning.
    Set(&'static str),
    /// A credential's `type`: `VerifiableCredential` and one of these, under this rule.
    Credential(&'static [&'static str], &'static Rule),
    /// This word alone, or a set that names it: either is fine.
    WordOrSet(&'static str),
    /// Exactly this word, never a list.
    Word(&'static str),
    /// Any one word, never a list.
    AnyWord,
}

/// What may stand as the value of a member.
pub(super) enum Shape {
    /// Anything; something else looks at it.
    Anything,
    Contexts,
    ContextsOfVersion1,
    ListContexts,
    Text,
    Uri,
    Flag,
    Number,
    DateTime,
    Date,
    Language,
    CompactJws,
    Word(&'static Words),
    Object(&'static Class),
    /// A credential of VCDM 2.0, or by its own first context one of 1.1.
    OfVersion(&'static Class, &'static Class),
    /// A profile, or its address.
    Issuer(&'static Class),
    /// An object with an id, or the id alone: either is fine.
    Controller(&'static Class),
    List(&'static Shape),
    /// One value or a list: either is fine.
    OneOrSeveral(&'static Shape),
    /// A list, or by JSON-LD compaction one value.
    ListOrOne(&'static Shape),
    /// One value, or (planned for 3.1) a list.
    OneOrList(&'static Shape),
}

/// An enumeration.
pub(super) struct Words {
    pub(super) rule: &'static Rule,
    pub(super) listed: &'static [&'static str],
    /// Whether `ext:…` is allowed beside the listed words.
    pub(super) extensible: bool,
}

/// Nothing beyond members.
pub(super) fn nothing(_: &mut Walk<'_>, _: &Map<String, Value>) {}

/// More faults than this against one rule help nobody, and a hostile document could have millions. Each
/// rule counts for itself: many small faults must not keep a grave one from being noted.
const MOST_OF_A_RULE: usize = 10;

enum Step<'a> {
    Member(&'a str),
    Entry(usize),
}

/// A walk through a document: where it is, and what was wrong so far.
pub(super) struct Walk<'a> {
    path: Vec<Step<'a>>,
    faults: Vec<Fault>,
    of_rule: HashMap<&'static str, usize>,
}

impl<'a> Walk<'a> {
    pub(super) fn new() -> Self {
        Self { path: Vec::new(), faults: Vec::new(), of_rule: HashMap::new() }
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Notes a fault at the present place.
    pub(super) fn fault(&mut self, rule: &'static Rule, found: impl Into<String>) {
        self.fault_at("", rule, &found.into());
    }

    /// Notes a fault at a place given as a JSON Pointer below the present one.
    pub(super) fn fault_at(&mut self, below: &str, rule: &'static Rule, found: &str) {
        let noted = self.of_rule.entry(rule.id).or_default();
        if *noted < MOST_OF_A_RULE {
            *noted += 1;
            let path = self.pointer() + below;
            self.faults.push(Fault { rule, path, found: found.to_owned() });
        }
    }

    /// Does `visit` one step deeper, at a member.
    pub(super) fn at<R>(&mut self, member: &'a str, visit: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Member(member));
        let result = visit(self);
        self.path.pop();
        result
    }

    /// Does `visit` one step deeper, at a list entry.
    pub(super) fn entry<R>(&mut self, index: usize, visit: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Entry(index));
        let result = visit(self);
        self.path.pop();
        result
    }

    fn pointer(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            text.push('/');
            match step {
                Step::Member(name) => text.push_str(&name.replace('~', "~0").replace('/', "~1")),
                Step::Entry(index) => {
                    // Writing to a String cannot fail.
                    let _ = write!(text, "{index}");
                }
            }
        }
        text
    }

    /// Checks `value` as an object of `class`.
    pub(super) fn object(&mut self, class: &'static Class, value: &'a Value) {
        let Value::Object(object) = value else {
            // A list of one is the same graph as what it holds, and is read by nobody who looks for a member.
            let rule = if value.is_array() || matches!(class.kind, KindOf::Free) { &rule::OBJECT } else { class.rule };
            return self.fault(rule, describe(value));
        };
        self.kind(class, object);
        for &name in class.required {
            if !object.contains_key(name) {
                self.fault(class.rule, format!("no {name}"));
            }
        }
        for (name, value) in object {
            match class.members.iter().find(|(known, _)| known == name) {
                Some((_, shape)) => self.at(name, |walk| walk.shape(shape, value)),
                None if class.closed && name != "type" => self.at(name, |walk| walk.fault(&rule::CLOSED, quote(name))),
                None => {}
            }
        }
        (class.beyond)(self, object);
    }

    fn kind(&mut self, class: &'static Class, object: &'a Map<String, Value>) {
        let rule = match class.kind {
            KindOf::Free => return,
            KindOf::Credential(_, rule) => rule,
            KindOf::Set(_) | KindOf::WordOrSet(_) | KindOf::Word(_) | KindOf::AnyWord => class.rule,
        };
        let Some(value) = object.get("type") else { return self.fault(rule, "no type") };
        self.at("type", |walk| match class.kind {
            KindOf::Free => {}
            KindOf::Word(word) => match value {
                Value::String(found) if found == word => {}
                Value::String(found) => walk.fault(rule, quote(found)),
                other => walk.fault(&rule::SINGLE_TYPE, describe(other)),
            },
            KindOf::AnyWord => {
                if !value.is_string() {
                    walk.fault(&rule::SINGLE_TYPE, describe(value));
                }
            }
            KindOf::WordOrSet(word) if value == word => {}
            KindOf::WordOrSet(word) | KindOf::Set(word) => walk.set(rule, value, &[&[word]]),
            KindOf::Credential(words, _) => walk.set(rule, value, &[&["VerifiableCredential"], words]),
        });
    }

    /// A set of words that holds at least one of each group.
    fn set(&mut self, rule: &'static Rule, value: &'a Value, groups: &[&[&str]]) {
        let words = match value {
            Value::String(one) => {
                self.fault(&rule::LIST_NOT_SINGLE, quote(one));
                vec![one.as_str()]
            }
            Value::Array(items) => {
                let mut words = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::String(word) => words.push(word.as_str()),
                        other => self.entry(index, |walk| walk.fault(&rule::TEXT, describe(other))),
                    }
                }
                words
            }
            other => return self.fault(rule, describe(other)),
        };
        for group in groups {
            if !group.iter().any(|wanted| words.contains(wanted)) {
                self.fault(rule, format!("no {}", group.join(" or ")));
            }
        }
    }

    fn shape(&mut self, shape: &'static Shape, value: &'a Value) {
        match shape {
            Shape::Anything => {}
            Shape::Contexts => contexts::check(self, value, CREDENTIALS_V2),
            Shape::ContextsOfVersion1 => contexts::check(self, value, CREDENTIALS_V1),
            Shape::ListContexts => contexts::check_list(self, value),
            Shape::Text => self.text(value, &rule::TEXT, |_| true),
            Shape::Uri => self.text(value, &rule::URI, is_absolute_uri),
            Shape::DateTime => self.text(value, &rule::DATE_TIME, |text| date_time_z(text).is_some()),
            Shape::Date => self.text(value, &rule::DATE, is_date),
            Shape::Language => self.text(value, &rule::LANGUAGE, is_language),
            Shape::CompactJws => self.text(value, &rule::COMPACT_JWS, is_compact_jws),
            Shape::Word(words) => {
                self.text(value, words.rule, |text| words.listed.contains(&text) || (words.extensible && is_extension_word(text)));
            }
            Shape::Flag => self.want(value.is_boolean(), &rule::FLAG, value),
            Shape::Number => self.want(value.is_number(), &rule::NUMBER, value),
            Shape::Object(class) => self.object(class, value),
            Shape::OfVersion(class, of_version_1) => self.object(if is_version_1(value) { of_version_1 } else { class }, value),
            Shape::Issuer(class) => match value {
                Value::String(address) => {
                    self.fault(&rule::ISSUER_OBJECT, quote(address));
                    self.text(value, &rule::URI, is_absolute_uri);
                }
                Value::Object(_) => self.object(class, value),
                other => self.fault(&rule::ISSUER, describe(other)),
            },
            Shape::Controller(class) => match value {
                Value::String(_) => self.text(value, &rule::URI, is_absolute_uri),
                other => self.object(class, other),
            },
            Shape::OneOrSeveral(of) => match value {
                Value::Array(items) => self.entries(of, items),
                one => self.shape(of, one),
            },
            Shape::List(of) => match value {
                Value::Array(items) => self.entries(of, items),
                other => self.fault(&rule::LIST, describe(other)),
            },
            Shape::ListOrOne(of) => {
                if let Value::Array(items) = value {
                    self.entries(of, items);
                } else {
                    self.fault(&rule::LIST_NOT_SINGLE, describe(value));
                    self.shape(of, value);
                }
            }
            Shape::OneOrList(of) => {
                if let Value::Array(items) = value {
                    self.fault(&rule::STATUS_SINGLE, describe(value));
                    self.entries(of, items);
                } else {
                    self.shape(of, value);
                }
            }
        }
    }

    fn entries(&mut self, of: &'static Shape, items: &'a [Value]) {
        for (index, item) in items.iter().enumerate() {
            self.entry(index, |walk| walk.shape(of, item));
        }
    }

    fn text(&mut self, value: &'a Value, rule: &'static Rule, fits: impl FnOnce(&str) -> bool) {
        match value {
            Value::String(text) if fits(text) => {}
            Value::String(text) => self.fault(rule, quote(text)),
            other => self.fault(&rule::TEXT, describe(other)),
        }
    }

    fn want(&mut self, fits: bool, rule: &'static Rule, value: &'a Value) {
        if !fits {
            self.fault(rule, describe(value));
        }
    }
}
