//! Expansion ([§5.1](https://www.w3.org/TR/json-ld11-api/#expansion-algorithm)): what each key and
//! value of a document means.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::compile::Compiler;
use super::context::{Context, Definition, Meaning};
use super::error::{Fault, JsonLdError};
use super::expanded::{Item, Node};
use super::keyword::Keyword;
use super::object::Draft;
use super::path::Path;
use super::{Contexts, Limits, Mode};

/// Expands one document.
pub(super) struct Expander<'c, 'l> {
    pub(super) compiler: Compiler<'c>,
    pub(super) mode: Mode,
    pub(super) limits: &'l Limits,
    /// Where relative context addresses start.
    pub(super) base: Option<&'l str>,
    entries: usize,
}

/// What an element comes to.
pub(super) enum Outcome {
    /// Nothing: null, or something that lax mode drops.
    Nothing,
    One(Item),
    /// An array or a set.
    Many(Vec<Item>),
}

impl Outcome {
    pub(super) fn into_items(self) -> Vec<Item> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

/// Under which term an element stands, and how.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// `None` at the root and in `@included`; `@graph` in a graph.
    pub(super) term: Option<&'p str>,
    /// The element is an entry of an index, id or type map.
    pub(super) from_map: bool,
}

impl<'p> Place<'p> {
    pub(super) fn of(term: &'p str) -> Self {
        Self { term: Some(term), from_map: false }
    }

    /// Not the value of any property: what is only a value or a name says nothing here.
    pub(super) fn is_free(self) -> bool {
        matches!(self.term, None | Some("@graph"))
    }

    pub(super) fn definition(self, active: &Context) -> Option<Arc<Definition>> {
        active.term(self.term?).map(Arc::clone)
    }
}

impl<'c, 'l> Expander<'c, 'l> {
    pub(super) fn new(contexts: &'c Contexts, mode: Mode, limits: &'l Limits, base: Option<&'l str>) -> Self {
        Self { compiler: Compiler::new(contexts, base, limits), mode, limits, base, entries: 0 }
    }

    /// The nodes of a document.
    pub(super) fn document(&mut self, document: &Value) -> Result<Vec<Item>, JsonLdError> {
        let initial = Arc::clone(self.compiler.initial());
        let root = Place { term: None, from_map: false };
        let outcome = self.element(&initial, root, document, &Path::ROOT)?;
        Ok(match outcome {
            // A document that is only a graph is that graph, without a name of its own.
            Outcome::One(Item::Node(node)) if node.id.is_none() && node.is_graph() => node.graph.unwrap_or_default(),
            other => other.into_items(),
        })
    }

    pub(super) fn element(
        &mut self,
        active: &Arc<Context>,
        place: Place<'_>,
        element: &Value,
        path: &Path<'_>,
    ) -> Result<Outcome, JsonLdError> {
        if path.depth > self.limits.depth {
            return Err(path.fault(Fault::TooDeep(self.limits.depth)));
        }
        match element {
            Value::Null => {
                self.lost("null", path)?;
                Ok(Outcome::Nothing)
            }
            Value::Array(items) => self.array(active, place, items, path).map(Outcome::Many),
            Value::Object(members) => self.object(active, place, members, path),
            scalar => self.scalar_in_place(active, place, scalar, path),
        }
    }

    /// Step 4.
    fn scalar_in_place(
        &mut self,
        active: &Arc<Context>,
        place: Place<'_>,
        scalar: &Value,
        path: &Path<'_>,
    ) -> Result<Outcome, JsonLdError> {
        let Some(term) = place.term.filter(|_| !place.is_free()) else {
            self.lost("a value that belongs to no property", path)?;
            return Ok(Outcome::Nothing);
        };
        self.count(path)?;
        let item = match active.term(term).and_then(|definition| definition.scoped.as_ref()) {
            None => self.scalar(active, term, scalar, path)?,
            Some(scoped) => {
                let active = self.compiler.apply_scoped(active, scoped, true, true).map_err(|fault| path.fault(fault))?;
                self.scalar(&active, term, scalar, path)?
            }
        };
        Ok(Outcome::One(item))
    }

    /// Step 5.
    pub(super) fn array(
        &mut self,
        active: &Arc<Context>,
        place: Place<'_>,
        items: &[Value],
        path: &Path<'_>,
    ) -> Result<Vec<Item>, JsonLdError> {
        let in_list = place.definition(active).is_some_and(|definition| definition.containers.has(super::context::Containers::LIST));
        let mut expanded = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            match self.element(active, place, item, &path.index(at))? {
                Outcome::Nothing => {}
                Outcome::One(item) => expanded.push(item),
                Outcome::Many(items) if in_list => expanded.push(Item::List(items)),
                Outcome::Many(items) => expanded.extend(items),
            }
        }
        Ok(expanded)
    }

    /// Steps 7 to 19.
    pub(super) fn object(
        &mut self,
        active: &Arc<Context>,
        place: Place<'_>,
        members: &Map<String, Value>,
        path: &Path<'_>,
    ) -> Result<Outcome, JsonLdError> {
        self.count(path)?;
        let place_definition = place.definition(active);
        let mut active = Arc::clone(active);
        if let Some(previous) = &active.previous
            && !place.from_map
            && !keeps_type_scope(&active, members)
        {
            active = Arc::clone(previous);
        }
        if let Some(scoped) = place_definition.and_then(|definition| definition.scoped.clone()) {
            active = self.compiler.apply_scoped(&active, &scoped, true, true).map_err(|fault| path.fault(fault))?;
        }
        if let Some(context) = members.get("@context") {
            let here = path.member("@context");
            active = self.compiler.apply_inline(&active, context, self.base).map_err(|fault| here.fault(fault))?;
        }
        let type_scope = Arc::clone(&active);
        let mut type_keys = members.iter().filter(|(key, _)| active.keyword(key) == Some(Keyword::Type)).collect::<Vec<_>>();
        type_keys.sort_unstable_by_key(|(key, _)| *key);
        // Type-scoped contexts, in the order of the types' names (step 11.2): each on top of the one before.
        for (key, types) in &type_keys {
            let mut names = as_slice(types).iter().filter_map(Value::as_str).collect::<Vec<_>>();
            names.sort_unstable();
            for name in names {
                if let Some(scoped) = type_scope.term(name).and_then(|definition| definition.scoped.as_ref()) {
                    let here = path.member(key);
                    active = self.compiler.apply_scoped(&active, scoped, false, false).map_err(|fault| here.fault(fault))?;
                }
            }
        }
        let last_type = type_keys.first().and_then(|(_, types)| as_slice(types).last()).and_then(Value::as_str);
        let is_json = last_type.is_some_and(|name| active.expand_vocab(name) == Meaning::Keyword(Keyword::Json));
        let mut draft = Draft::new(is_json);
        self.fill(&mut draft, &active, &type_scope, place, members, path)?;
        self.finish(draft, place, path)
    }

    /// Notes what would be lost: an error in safe mode.
    pub(super) fn lost(&self, what: &'static str, path: &Path<'_>) -> Result<(), JsonLdError> {
        match self.mode {
            Mode::Safe => Err(path.fault(Fault::Dropped(what))),
            Mode::Lax => Ok(()),
        }
    }

    /// Counts what will become at least one statement, so that a hostile document stops early.
    pub(super) fn count(&mut self, path: &Path<'_>) -> Result<(), JsonLdError> {
        self.entries += 1;
        let limit = self.limits.quads;
        if self.entries > limit { Err(path.fault(Fault::TooMuch { what: "values", limit })) } else { Ok(()) }
    }
}

/// Step 8: a value object, or a mere reference, is read with the type-scoped context of its surroundings.
fn keeps_type_scope(active: &Context, members: &Map<String, Value>) -> bool {
    let is_reference = members.len() == 1 && members.keys().all(|key| active.keyword(key) == Some(Keyword::Id));
    is_reference || members.keys().any(|key| active.keyword(key) == Some(Keyword::Value))
}

pub(super) fn as_slice(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        single => std::slice::from_ref(single),
    }
}

/// A graph around an item.
pub(super) fn in_graph(item: Item) -> Item {
    Node::of_graph(vec![item])
}
