//! The contexts this program knows, by address.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

/// A set of contexts, compiled once and shared by all threads.
#[derive(Debug, Default)]
pub struct Contexts {
    by_iri: HashMap<String, Value>,
}

impl Contexts {
    /// Those stated in this program.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Contexts> = LazyLock::new(Contexts::default);
        &KNOWN
    }

    /// A set of one's own: addresses and the documents that stand there.
    pub fn new(documents: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { by_iri: documents.into_iter().collect() }
    }

    /// Whether the context at this address is known.
    pub fn contains(&self, iri: &str) -> bool {
        self.by_iri.contains_key(iri)
    }

    /// The addresses of all contexts in the set.
    pub fn iris(&self) -> impl Iterator<Item = &str> {
        self.by_iri.keys().map(String::as_str)
    }
}
