//! The contexts this program knows, by address, and what was compiled of them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use serde_json::Value;

use super::context::{Context, ScopedContext, next_id};
use super::text::Text;

/// Compiled contexts kept at most. Honest documents need about fifty; a hostile one that asks for
/// ever new combinations makes the store start over, not grow.
const MAX_REMEMBERED: usize = 1_024;

/// A set of contexts, compiled once and shared by all threads.
#[derive(Debug)]
pub struct Contexts {
    by_iri: HashMap<String, Arc<ScopedContext>>,
    initial: Arc<Context>,
    remembered: RwLock<HashMap<Derivation, Arc<Context>>>,
}

/// How an active context came of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Derivation {
    pub(super) active: u64,
    pub(super) local: u64,
    pub(super) override_protected: bool,
    pub(super) propagate: bool,
}

impl Contexts {
    /// Those stated in this program.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Contexts> = LazyLock::new(|| Contexts::new([]));
        &KNOWN
    }

    /// A set of one's own: addresses and the values of `@context` that stand there.
    pub fn new(contexts: impl IntoIterator<Item = (String, Value)>) -> Self {
        let known = |(iri, value): (String, Value)| {
            let base = Some(Text::from(iri.as_str()));
            (iri, Arc::new(ScopedContext { id: Some(next_id()), value, base }))
        };
        Self {
            by_iri: contexts.into_iter().map(known).collect(),
            initial: Arc::new(Context::initial(Some(next_id()), None)),
            remembered: RwLock::default(),
        }
    }

    /// Whether the context at this address is known.
    pub fn contains(&self, iri: &str) -> bool {
        self.by_iri.contains_key(iri)
    }

    /// The addresses of all contexts in the set.
    pub fn iris(&self) -> impl Iterator<Item = &str> {
        self.by_iri.keys().map(String::as_str)
    }

    pub(super) fn find(&self, iri: &str) -> Option<Arc<ScopedContext>> {
        self.by_iri.get(iri).map(Arc::clone)
    }

    pub(super) fn initial(&self) -> &Arc<Context> {
        &self.initial
    }

    pub(super) fn remembered(&self, key: Derivation) -> Option<Arc<Context>> {
        self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone)
    }

    pub(super) fn remember(&self, key: Derivation, made: &Arc<Context>) {
        if made.id.is_some() {
            let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= MAX_REMEMBERED {
                remembered.clear();
            }
            remembered.insert(key, Arc::clone(made));
        }
    }
}
