//! A taxonomy as SKOS, in Turtle and in JSON-LD, from one list of statements.
//!
//! Concepts are named by their public addresses; the crosswalk is written from both sides; a
//! Wikidata item that the source names is an exact match. Sources:
//! [SKOS](https://www.w3.org/TR/skos-reference/), [Turtle](https://www.w3.org/TR/turtle/),
//! [JSON-LD 1.1](https://www.w3.org/TR/json-ld11/).

use serde_json::{Map, Value};

use super::prose::Prose;
use super::taxonomy::{Capacity, Relation, Taxonomy};
use crate::vocabulary::Addresses;

const PREFIXES: [(&str, &str); 2] = [("dcterms", "http://purl.org/dc/terms/"), ("skos", "http://www.w3.org/2004/02/skos/core#")];
/// The form in which Wikidata names its items in RDF; the page behind it is https.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

impl Taxonomy {
    /// The whole scheme in Turtle: `text/turtle`, UTF-8.
    pub fn turtle(&self, addresses: &Addresses) -> String {
        turtle(&self.resources(addresses))
    }

    /// The whole scheme in JSON-LD, as a graph.
    pub fn jsonld(&self, addresses: &Addresses) -> Value {
        let graph = self.resources(addresses).iter().map(|resource| Value::Object(node(resource))).collect();
        Value::Object(Map::from_iter([("@context".to_owned(), context()), ("@graph".to_owned(), Value::Array(graph))]))
    }

    /// One capacity in Turtle.
    pub fn capacity_turtle(&self, code: &str, addresses: &Addresses) -> Option<String> {
        Some(turtle(&[self.concept(self.capacity(code)?, addresses)]))
    }

    /// One capacity in JSON-LD.
    pub fn capacity_jsonld(&self, code: &str, addresses: &Addresses) -> Option<Value> {
        let mut document = Map::from_iter([("@context".to_owned(), context())]);
        document.extend(node(&self.concept(self.capacity(code)?, addresses)));
        Some(Value::Object(document))
    }

    fn resources(&self, addresses: &Addresses) -> Vec<Resource> {
        let concepts = self.capacities().iter().map(|capacity| self.concept(capacity, addresses));
        std::iter::once(self.concept_scheme(addresses)).chain(concepts).collect()
    }

    fn concept_scheme(&self, addresses: &Addresses) -> Resource {
        let mut scheme = Resource::new(self.address(addresses), "skos:ConceptScheme");
        scheme.say("skos:prefLabel", texts(self.name()));
        scheme.say("dcterms:description", texts(self.description()));
        scheme.say("dcterms:source", vec![Object::Address(self.source().to_owned())]);
        scheme.say("skos:hasTopConcept", self.roots().map(|root| Object::Address(root.address(addresses))).collect());
        scheme
    }

    fn concept(&self, capacity: &Capacity, addresses: &Addresses) -> Resource {
        let near = |code: &str| Object::Address(addresses.capacity(self.scheme(), code));
        let scheme = || vec![Object::Address(self.address(addresses))];
        let mut concept = Resource::new(capacity.address(addresses), "skos:Concept");
        concept.say("skos:inScheme", scheme());
        concept.say("skos:topConceptOf", if capacity.broader().is_none() { scheme() } else { Vec::new() });
        concept.say("skos:notation", vec![Object::Plain(capacity.code().to_owned())]);
        concept.say("dcterms:identifier", vec![Object::Plain(capacity.uuid().urn().to_string())]);
        concept.say("skos:prefLabel", texts(capacity.label()));
        concept.say("skos:broader", capacity.broader().map(near).into_iter().collect());
        concept.say("skos:narrower", self.narrower(capacity.code()).map(|below| near(below.code())).collect());
        for relation in [Relation::Exact, Relation::Close, Relation::Broad, Relation::Narrow] {
            let matches = capacity.matches().iter().filter(|other| other.relation == relation);
            let mut objects: Vec<Object> = matches.map(|other| Object::Address(addresses.capacity(&other.scheme, &other.code))).collect();
            if let (Relation::Exact, Some(item)) = (relation, capacity.wikidata()) {
                objects.push(Object::Address(format!("{WIKIDATA}{item}")));
            }
            concept.say(relation.property(), objects);
        }
        concept
    }
}

impl Relation {
    /// The SKOS mapping property.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Exact => "skos:exactMatch",
            Self::Close => "skos:closeMatch",
            Self::Broad => "skos:broadMatch",
            Self::Narrow => "skos:narrowMatch",
        }
    }
}

/// One subject and what is said of it.
struct Resource {
    address: String,
    kind: &'static str,
    statements: Vec<(&'static str, Vec<Object>)>,
}

enum Object {
    Address(String),
    Text { text: String, language: String },
    Plain(String),
}

impl Resource {
    const fn new(address: String, kind: &'static str) -> Self {
        Self { address, kind, statements: Vec::new() }
    }

    fn say(&mut self, property: &'static str, objects: Vec<Object>) {
        if !objects.is_empty() {
            self.statements.push((property, objects));
        }
    }
}

fn texts(prose: &Prose) -> Vec<Object> {
    let object =
        |(language, text): (&crate::vocabulary::LanguageTag, &str)| Object::Text { text: text.to_owned(), language: language.to_string() };
    prose.translations().map(object).collect()
}

fn turtle(resources: &[Resource]) -> String {
    let mut out = String::new();
    for (prefix, iri) in PREFIXES {
        out.extend(["@prefix ", prefix, ": <", iri, "> .\n"]);
    }
    for resource in resources {
        out.extend(["\n", &iri(&resource.address), " a ", resource.kind]);
        for (property, objects) in &resource.statements {
            let written: Vec<String> = objects.iter().map(term).collect();
            out.extend([" ;\n    ", property, " ", &written.join(" ,\n        ")]);
        }
        out.push_str(" .\n");
    }
    out
}

fn term(object: &Object) -> String {
    match object {
        Object::Address(address) => iri(address),
        Object::Text { text, language } => format!("{}@{language}", literal(text)),
        Object::Plain(text) => literal(text),
    }
}

/// An address between `<` and `>`; what may not stand there is written as a numeric escape
/// ([IRIREF](https://www.w3.org/TR/turtle/#grammar-production-IRIREF)).
fn iri(address: &str) -> String {
    let escaped = address.chars().map(|c| match c {
        '\0'..=' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' => escape(c),
        _ => c.to_string(),
    });
    format!("<{}>", escaped.collect::<String>())
}

/// A text between quotation marks
/// ([STRING_LITERAL_QUOTE](https://www.w3.org/TR/turtle/#grammar-production-STRING_LITERAL_QUOTE)).
fn literal(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c.is_control() => out.push_str(&escape(c)),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn escape(c: char) -> String {
    format!("\\u{:04X}", u32::from(c))
}

fn context() -> Value {
    Value::Object(PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), Value::from(*iri))).collect())
}

fn node(resource: &Resource) -> Map<String, Value> {
    let mut node = Map::new();
    node.insert("@id".to_owned(), Value::from(resource.address.as_str()));
    node.insert("@type".to_owned(), Value::from(resource.kind));
    for (property, objects) in &resource.statements {
        node.insert((*property).to_owned(), objects.iter().map(value).collect());
    }
    node
}

fn value(object: &Object) -> Value {
    let members: Vec<(&str, &str)> = match object {
        Object::Address(address) => vec![("@id", address)],
        Object::Text { text, language } => vec![("@value", text), ("@language", language)],
        Object::Plain(text) => vec![("@value", text)],
    };
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect())
}
