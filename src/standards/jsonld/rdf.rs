//! RDF datasets: the statements a document makes.
//!
//! Blank nodes are numbers; the dataset remembers how each was written. A dataset is a set: statements
//! said twice count once ([RDF 1.1](https://www.w3.org/TR/rdf11-concepts/#section-dataset)).

use super::text::Text;

/// `rdf:type`.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// `rdf:first`, the item of a list cell.
pub const RDF_FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
/// `rdf:rest`, what follows a list cell.
pub const RDF_REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
/// `rdf:nil`, the empty list.
pub const RDF_NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
/// The datatype of JSON literals.
pub const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
/// The datatype of literals with a language tag.
pub const RDF_LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
/// The datatype of plain strings.
pub const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
/// The datatype of JSON `true` and `false`.
pub const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
/// The datatype of JSON numbers without a fraction.
pub const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
/// The datatype of JSON numbers with a fraction.
pub const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";

/// Something that statements are made about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Named by an absolute IRI.
    Iri(Text),
    /// Without a name; the number counts within its dataset.
    Blank(usize),
}

/// What a literal is, beside its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Of this datatype; plain strings are `xsd:string`.
    Typed(Text),
    /// In this language.
    Tagged(Text),
}

/// A value: lexical form and kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// The lexical form, unescaped.
    pub value: Text,
    /// Datatype or language.
    pub kind: Kind,
}

/// What a statement says about its subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// Another resource.
    Resource(Resource),
    /// A value.
    Literal(Literal),
}

/// One statement, in the default graph or in a named one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quad {
    /// About what.
    pub subject: Resource,
    /// An absolute IRI.
    pub predicate: Text,
    /// What is said.
    pub object: Object,
    /// `None` is the default graph.
    pub graph: Option<Resource>,
}

impl Quad {
    /// The blank nodes in this statement, each with its position: `s`, `o` or `g`.
    pub(super) fn blanks(&self) -> impl Iterator<Item = (usize, char)> {
        let object = match &self.object {
            Object::Resource(resource) => Some(resource),
            Object::Literal(_) => None,
        };
        let blank = |(resource, position): (Option<&Resource>, char)| match resource {
            Some(Resource::Blank(number)) => Some((*number, position)),
            Some(Resource::Iri(_)) | None => None,
        };
        [(Some(&self.subject), 's'), (object, 'o'), (self.graph.as_ref(), 'g')].into_iter().filter_map(blank)
    }
}

impl Quad {
    /// About how many bytes it has when it is written, at least those of its names and texts.
    pub(super) fn length(&self) -> usize {
        let of = |resource: &Resource| match resource {
            Resource::Iri(iri) => iri.len(),
            Resource::Blank(_) => 0,
        };
        let object = match &self.object {
            Object::Resource(resource) => of(resource),
            Object::Literal(Literal { value, kind: Kind::Typed(name) | Kind::Tagged(name) }) => value.len() + name.len(),
        };
        of(&self.subject) + self.predicate.len() + object + self.graph.as_ref().map_or(0, of)
    }
}

/// A set of statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    quads: Vec<Quad>,
    labels: Vec<Text>,
}

impl Dataset {
    /// From statements, in any order and with repetitions, and the labels of the blank nodes they number.
    /// Numbers without a label are labelled `b{number}`.
    pub fn new(mut quads: Vec<Quad>, mut labels: Vec<Text>) -> Self {
        quads.sort_unstable();
        quads.dedup();
        let numbers = quads.iter().flat_map(Quad::blanks).map(|(number, _)| number + 1).max().unwrap_or(0);
        labels.extend((labels.len()..numbers).map(|number| Text::from(format!("b{number}"))));
        Self { quads, labels }
    }

    /// The statements, each once.
    pub fn quads(&self) -> &[Quad] {
        &self.quads
    }

    /// How each blank node was written, without `_:`; the position is its number.
    pub fn blank_labels(&self) -> &[Text] {
        &self.labels
    }
}
