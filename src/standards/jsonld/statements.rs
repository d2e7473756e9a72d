//! From what a document says to RDF statements
//! ([§7 and §8](https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm)).
//!
//! Statements are made while walking the expanded form; as a dataset is a set, that is the same as
//! merging nodes by name first.

use std::collections::HashMap;

use super::error::{Fault, JsonLdError};
use super::expanded::{Item, Node};
use super::iri::is_well_formed;
use super::path::Path;
use super::rdf::{Dataset, Kind, Literal, Object, Quad, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, Resource};
use super::text::Text;
use super::value::is_language_tag;
use super::{Limits, Mode};

/// Where something is said.
#[derive(Clone, Copy)]
enum Graph<'g> {
    Default,
    Named(&'g Resource),
    /// Its name is no IRI: what is said in it is lost, but not the graphs within, as a dataset nests none
    /// ([§8.1](https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm), step 1.1).
    Malformed,
}

/// Makes statements of expanded items.
pub(super) struct Statements<'l> {
    quads: Vec<Quad>,
    labels: Vec<Text>,
    numbers: HashMap<Text, usize>,
    mode: Mode,
    limits: &'l Limits,
}

impl<'l> Statements<'l> {
    /// The statements that the items of a document make.
    pub(super) fn of(items: &[Item], mode: Mode, limits: &'l Limits) -> Result<Dataset, JsonLdError> {
        let mut statements = Self { quads: Vec::with_capacity(128), labels: Vec::new(), numbers: HashMap::new(), mode, limits };
        statements.nodes(items, Graph::Default)?;
        Ok(Dataset::new(statements.quads, statements.labels))
    }

    /// Says what nodes say of themselves, where they are the values of nothing.
    fn nodes(&mut self, items: &[Item], graph: Graph<'_>) -> Result<(), JsonLdError> {
        for item in items {
            match item {
                Item::Node(node) => {
                    self.node(node, graph)?;
                }
                Item::List(items) => self.nodes(items, graph)?,
                Item::Literal(_) => {}
            }
        }
        Ok(())
    }

    /// Says all of a node, in a graph; `None` where its name is no IRI, so that nothing can be said of it.
    fn node(&mut self, node: &Node, graph: Graph<'_>) -> Result<Option<Resource>, JsonLdError> {
        let name = match &node.id {
            Some(id) => self.resource(id)?,
            None => Some(Resource::Blank(self.fresh()?)),
        };
        for class in &node.types {
            if let (Some(subject), Some(class)) = (&name, self.resource(class)?) {
                self.say(subject.clone(), Text::Fixed(RDF_TYPE), Object::Resource(class), graph)?;
            }
        }
        for (predicate, items) in &node.properties {
            let Some(subject) = name.as_ref().filter(|_| is_well_formed(predicate)) else {
                self.nodes(items, graph)?;
                continue;
            };
            for item in items {
                if let Some(object) = self.object(item, graph)? {
                    self.say(subject.clone(), predicate.clone(), object, graph)?;
                }
            }
        }
        for (predicate, items) in &node.reverse {
            for item in items {
                let subject = self.object(item, graph)?;
                if let (Some(Object::Resource(subject)), Some(name), true) = (subject, &name, is_well_formed(predicate)) {
                    self.say(subject, predicate.clone(), Object::Resource(name.clone()), graph)?;
                }
            }
        }
        if let Some(items) = &node.graph {
            self.nodes(items, name.as_ref().map_or(Graph::Malformed, Graph::Named))?;
        }
        self.nodes(&node.included, graph)?;
        Ok(name)
    }

    fn object(&mut self, item: &Item, graph: Graph<'_>) -> Result<Option<Object>, JsonLdError> {
        Ok(match item {
            Item::Node(node) => self.node(node, graph)?.map(Object::Resource),
            Item::Literal(literal) if is_sound(literal) => {
                check_characters(&literal.value)?;
                Some(Object::Literal(literal.clone()))
            }
            Item::Literal(_) => self.lost()?,
            Item::List(items) => Some(Object::Resource(self.list(items, graph)?)),
        })
    }

    /// [List conversion](https://www.w3.org/TR/json-ld11-api/#list-to-rdf-conversion).
    fn list(&mut self, items: &[Item], graph: Graph<'_>) -> Result<Resource, JsonLdError> {
        let mut rest = Resource::Iri(Text::Fixed(RDF_NIL));
        for item in items.iter().rev() {
            let cell = Resource::Blank(self.fresh()?);
            if let Some(object) = self.object(item, graph)? {
                self.say(cell.clone(), Text::Fixed(RDF_FIRST), object, graph)?;
            }
            self.say(cell.clone(), Text::Fixed(RDF_REST), Object::Resource(rest), graph)?;
            rest = cell;
        }
        Ok(rest)
    }

    fn resource(&mut self, id: &Text) -> Result<Option<Resource>, JsonLdError> {
        if let Some(label) = id.strip_prefix("_:") {
            if let Some(number) = self.numbers.get(label) {
                return Ok(Some(Resource::Blank(*number)));
            }
            let number = self.fresh()?;
            self.numbers.insert(Text::from(label), number);
            return Ok(Some(Resource::Blank(number)));
        }
        if is_well_formed(id) { Ok(Some(Resource::Iri(id.clone()))) } else { self.lost() }
    }

    fn fresh(&mut self) -> Result<usize, JsonLdError> {
        let number = self.labels.len();
        let limit = self.limits.blank_nodes;
        if number >= limit {
            return Err(Path::ROOT.fault(Fault::TooMuch { what: "blank nodes", limit }));
        }
        self.labels.push(Text::from(format!("b{number}")));
        Ok(number)
    }

    fn say(&mut self, subject: Resource, predicate: Text, object: Object, graph: Graph<'_>) -> Result<(), JsonLdError> {
        let graph = match graph {
            Graph::Default => None,
            Graph::Named(name) => Some(name.clone()),
            Graph::Malformed => return Ok(()),
        };
        let limit = self.limits.quads;
        if self.quads.len() >= limit {
            return Err(Path::ROOT.fault(Fault::TooMuch { what: "statements", limit }));
        }
        self.quads.push(Quad { subject, predicate, object, graph });
        Ok(())
    }

    /// Expansion has refused all this in safe mode already.
    fn lost<T>(&self) -> Result<Option<T>, JsonLdError> {
        match self.mode {
            Mode::Safe => Err(Path::ROOT.fault(Fault::Dropped("a malformed name or literal"))),
            Mode::Lax => Ok(None),
        }
    }
}

fn is_sound(literal: &Literal) -> bool {
    match &literal.kind {
        Kind::Typed(datatype) => is_well_formed(datatype),
        Kind::Tagged(language) => is_language_tag(language),
    }
}

/// U+FFFE and U+FFFF are written differently by programs that claim the same canonical form.
fn check_characters(text: &str) -> Result<(), JsonLdError> {
    if text.as_bytes().contains(&0xef) && text.contains(['\u{fffe}', '\u{ffff}']) {
        return Err(Path::ROOT.fault(Fault::Noncharacter));
    }
    Ok(())
}
