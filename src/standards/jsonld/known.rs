//! The contexts this program knows, by address, and what was compiled of them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use serde_json::Value;

use super::context::{Context, ScopedContext, next_id};
use super::stated;
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
        static KNOWN: LazyLock<Contexts> = LazyLock::new(|| Contexts::stated(&[]));
        &KNOWN
    }

    /// Those stated in this program, with the text that
    /// `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json` had until late 2025. A credential
    /// signed then, with terms that were undefined then, verifies only with it: a second try, no more.
    pub fn of_april_2025() -> &'static Self {
        static OF_APRIL_2025: LazyLock<Contexts> = LazyLock::new(|| Contexts::stated(&["april-2025"]));
        &OF_APRIL_2025
    }

    /// Those stated in this program and, for the conformance service alone, the W3C's contexts for
    /// examples and tests, which leave no term undefined.
    pub fn for_conformance() -> &'static Self {
        static FOR_CONFORMANCE: LazyLock<Contexts> = LazyLock::new(|| Contexts::stated(&["conformance"]));
        &FOR_CONFORMANCE
    }

    /// A test loads the statements, so they are never found wrong here; if they were, no context would be known.
    fn stated(purposes: &[&str]) -> Self {
        let mut chosen = stated::load().unwrap_or_default().into_values().collect::<Vec<_>>();
        chosen.retain(|stated| stated.purpose.as_deref().is_none_or(|purpose| purposes.contains(&purpose)));
        // One for a purpose stands in for the usual one at the same address.
        chosen.sort_by_key(|stated| stated.purpose.is_some());
        Self::new(chosen.into_iter().flat_map(|stated| {
            let context = Value::Object(stated.context);
            stated.addresses.into_iter().map(move |address| (address, context.clone()))
        }))
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

    /// The context document at this address, as it is stated here: for other implementations, which
    /// then need not fetch it.
    pub fn document(&self, iri: &str) -> Option<Value> {
        self.by_iri.get(iri).map(|known| serde_json::json!({ "@context": known.value }))
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
