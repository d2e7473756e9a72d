//! The things that a signed document speaks of, each read from wherever the document speaks of it.
//!
//! What is signed is a graph: two objects of one id are one thing, and a member that one of them has
//! and the other lacks may stand in either without another signature. So a member is looked for in
//! the object at hand first, then in the others of its id; a document in which they disagree is not
//! read at all (rule `one-story-per-id`). Nobody can hide a text by moving it.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// A signed document, and where the members of each of its things stand.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    document: Value,
    /// For each id the members said of it, each with the JSON Pointer to its first place.
    by_id: HashMap<String, HashMap<String, String>>,
}

impl Whole {
    pub(super) fn new(document: Value) -> Self {
        let mut by_id = HashMap::new();
        collect(&document, &mut String::new(), &mut by_id);
        Self { document, by_id }
    }

    /// As it was signed.
    pub(super) const fn document(&self) -> &Value {
        &self.document
    }

    /// The credential itself.
    pub(super) const fn root(&self) -> Node<'_> {
        Node { value: &self.document, whole: self }
    }
}

fn collect(value: &Value, place: &mut String, by_id: &mut HashMap<String, HashMap<String, String>>) {
    let below = |name: &str, value: &Value, place: &mut String, by_id: &mut _| {
        let length = place.len();
        place.push('/');
        place.push_str(name);
        collect(value, place, by_id);
        place.truncate(length);
    };
    match value {
        Value::Object(members) => {
            note(members, place, by_id);
            // Proofs are no part of what is signed.
            for (name, member) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "proof" | "@context")) {
                below(&escaped(name), member, place, by_id);
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| below(&index.to_string(), item, place, by_id)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn note(members: &Map<String, Value>, place: &str, by_id: &mut HashMap<String, HashMap<String, String>>) {
    let Some(id) = members.get("id").and_then(Value::as_str) else { return };
    let said = by_id.entry(id.to_owned()).or_default();
    for name in members.keys() {
        said.entry(name.clone()).or_insert_with(|| format!("{place}/{}", escaped(name)));
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// One thing that a document speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a Value,
    whole: &'a Whole,
}

impl<'a> Node<'a> {
    /// Its id; of something that is only named, that name.
    pub(super) fn id(self) -> Option<&'a str> {
        self.value.as_str().or_else(|| self.value.get("id")?.as_str())
    }

    /// A member of it.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.value.get(name).or_else(|| {
            let place = self.whole.by_id.get(self.id()?)?.get(name)?;
            self.whole.document.pointer(place)
        })
    }

    /// A member that is a text.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    /// What a member leads to; nothing can be read of it if it is not there.
    pub(super) fn at(self, name: &str) -> Self {
        Self { value: self.get(name).unwrap_or(&Value::Null), whole: self.whole }
    }

    /// The entries of a member that is a list.
    pub(super) fn list(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let items = self.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().map(move |value| Self { value, whole: self.whole })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_is_found_in_any_object_of_the_same_id() {
        let whole = Whole::new(json!({
            "id": "urn:c", "issuer": "urn:i", "about": {"id": "urn:x", "name": "X"},
            "list": [{"id": "urn:i", "name": "Issuer", "a/b~c": ["1", "2"]}, {"id": "urn:x", "note": "more"}, {"name": "nobody"}]
        }));
        let root = whole.root();
        assert_eq!((root.at("issuer").id(), root.at("issuer").text("name")), (Some("urn:i"), Some("Issuer")));
        assert_eq!((root.at("about").text("name"), root.at("about").text("note")), (Some("X"), Some("more")));
        let numbers: Vec<_> = root.at("issuer").list("a/b~c").filter_map(Node::id).collect();
        assert_eq!(numbers, ["1", "2"]);
        let names: Vec<_> = root.list("list").map(|one| one.text("name")).collect();
        assert_eq!(names, [Some("Issuer"), Some("X"), Some("nobody")]);
        assert_eq!((root.at("nothing").id(), root.at("nothing").text("name")), (None, None));
    }

    #[test]
    fn nothing_is_read_from_a_proof() {
        let whole = Whole::new(json!({"id": "urn:c", "issuer": "urn:i", "proof": [{"id": "urn:i", "name": "Mallory"}]}));
        assert_eq!(whole.root().at("issuer").text("name"), None);
    }
}
