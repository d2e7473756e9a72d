//! What a document says, before it is written as statements: nodes, values, lists.
//!
//! Terms are replaced by what they mean and values are literals already; nothing refers to a context
//! any more. A verifier shows this form, so that it shows what is signed.

use super::rdf::Literal;
use super::text::Text;

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A thing.
    Node(Box<Node>),
    /// A value.
    Literal(Literal),
    /// Items in order.
    List(Vec<Item>),
}

/// A thing and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// An IRI or a blank node identifier; `None` has no name.
    pub id: Option<Text>,
    /// Its types, in the order written.
    pub types: Vec<Text>,
    /// What is said of it: predicate and values, in the order written; a predicate may come twice.
    pub properties: Vec<(Text, Vec<Item>)>,
    /// What says this of it: predicate and subjects.
    pub reverse: Vec<(Text, Vec<Item>)>,
    /// What is said in the graph of its name.
    pub graph: Option<Vec<Item>>,
    /// Nodes written inside it only for convenience.
    pub included: Vec<Item>,
}

impl Node {
    pub(super) fn of_id(id: Text) -> Item {
        Item::Node(Box::new(Self { id: Some(id), ..Self::default() }))
    }

    pub(super) fn of_graph(items: Vec<Item>) -> Item {
        Item::Node(Box::new(Self { graph: Some(items), ..Self::default() }))
    }

    /// Nothing is said of it.
    pub(super) fn is_bare(&self) -> bool {
        self.types.is_empty() && self.properties.is_empty() && self.reverse.is_empty() && self.graph.is_none() && self.included.is_empty()
    }

    /// Only a graph, at most with a name.
    pub(super) fn is_graph(&self) -> bool {
        self.graph.is_some() && self.types.is_empty() && self.properties.is_empty() && self.reverse.is_empty() && self.included.is_empty()
    }

    /// The values of a property.
    pub fn values<'n>(&'n self, predicate: &'n str) -> impl Iterator<Item = &'n Item> {
        self.properties.iter().filter(move |(name, _)| **name == *predicate).flat_map(|(_, items)| items)
    }
}
