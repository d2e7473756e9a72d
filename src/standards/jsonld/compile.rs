//! Context processing ([§4.1](https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm)):
//! from an active context and a written one to the next active context.
//!
//! What comes of known contexts alone is remembered by [`Contexts`], so that a usual document costs
//! look-ups only. What an inline context adds is made anew and counted against [`Limits::definitions`].
//!
//! [`Limits::definitions`]: super::Limits::definitions

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Limits;
use super::context::{Context, Direction, Meaning, ScopedContext, next_id};
use super::definition::Definer;
use super::error::Fault;
use super::iri;
use super::known::{Contexts, Derivation};
use super::text::Text;

/// Contexts that may load each other before it is called a loop.
const MAX_NESTED_CONTEXTS: usize = 16;

/// Bytes of an IRI in a context.
const MAX_IRI_LENGTH: usize = 2_048;

/// Makes the contexts of one document.
pub(super) struct Compiler<'c> {
    contexts: &'c Contexts,
    initial: Arc<Context>,
    limit: usize,
    left: usize,
    depth: usize,
    depth_left: usize,
}

/// Under which circumstances a context is processed.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    /// Where relative context addresses start.
    pub(super) base: Option<&'f str>,
    /// The contexts being loaded, outermost first.
    pub(super) loading: &'f [Text],
    /// Whether protected terms may be changed (property-scoped contexts may).
    pub(super) override_protected: bool,
    /// Whether a context already being loaded is skipped: definitions are only being checked.
    pub(super) checking: bool,
    /// Whether the written context outlives the document.
    pub(super) lasting: bool,
}

impl<'c> Compiler<'c> {
    pub(super) fn new(contexts: &'c Contexts, base: Option<&str>, limits: &Limits) -> Self {
        let initial = match base {
            None => Arc::clone(contexts.initial()),
            Some(base) => Arc::new(Context::initial(None, Some(Text::from(base)))),
        };
        Self { contexts, initial, limit: limits.definitions, left: limits.definitions, depth: limits.depth, depth_left: limits.depth }
    }

    pub(super) fn initial(&self) -> &Arc<Context> {
        &self.initial
    }

    /// Counts definitions made or copied.
    pub(super) fn spend(&mut self, definitions: usize) -> Result<(), Fault> {
        let fault = Fault::TooMuch { what: "term definitions", limit: self.limit };
        self.left = self.left.checked_sub(definitions).ok_or(fault)?;
        Ok(())
    }

    /// Before a step that may lead to itself; [`Self::leave`] after it.
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        self.depth_left = self.depth_left.checked_sub(1).ok_or(Fault::TooDeep(self.depth))?;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth_left += 1;
    }

    /// Applies the `@context` of a node.
    pub(super) fn apply_inline(&mut self, active: &Arc<Context>, local: &Value, base: Option<&str>) -> Result<Arc<Context>, Fault> {
        let frame = Frame { base, loading: &[], override_protected: false, checking: false, lasting: false };
        self.process(active, local, &frame, true)
    }

    /// Applies the context of a term: of a property (overrides protected terms), or of a type (not propagated).
    pub(super) fn apply_scoped(
        &mut self,
        active: &Arc<Context>,
        scoped: &ScopedContext,
        override_protected: bool,
        propagate: bool,
    ) -> Result<Arc<Context>, Fault> {
        let key = active.id.zip(scoped.id).map(|(active, local)| Derivation { active, local, override_protected, propagate });
        if let Some(found) = key.and_then(|key| self.contexts.remembered(key)) {
            return Ok(found);
        }
        let base = scoped.base.as_deref();
        let frame = Frame { base, loading: &[], override_protected, checking: false, lasting: scoped.id.is_some() };
        let made = self.process(active, &scoped.value, &frame, propagate)?;
        if let Some(key) = key {
            self.contexts.remember(key, &made);
        }
        Ok(made)
    }

    pub(super) fn process(
        &mut self,
        active: &Arc<Context>,
        local: &Value,
        frame: &Frame<'_>,
        propagate: bool,
    ) -> Result<Arc<Context>, Fault> {
        self.enter()?;
        let propagate = local.get("@propagate").and_then(Value::as_bool).unwrap_or(propagate);
        let mut result = Arc::clone(active);
        if !propagate && result.previous.is_none() {
            let mut copy = self.copy(&result, frame)?;
            copy.previous = Some(Arc::clone(active));
            result = Arc::new(copy);
        }
        let contexts = match local {
            Value::Array(contexts) => contexts.as_slice(),
            single => std::slice::from_ref(single),
        };
        for context in contexts {
            result = match context {
                Value::Null => self.nullified(&result, frame, propagate)?,
                Value::String(iri) => self.load(&result, iri, frame)?,
                Value::Object(definitions) => self.define_all(&result, definitions, frame)?,
                other => return Err(Fault::invalid("invalid local context", &other.to_string())),
            };
        }
        self.leave();
        Ok(result)
    }

    fn copy(&mut self, context: &Context, frame: &Frame<'_>) -> Result<Context, Fault> {
        self.spend(context.terms.len())?;
        let id = (frame.lasting && context.id.is_some()).then(next_id);
        Ok(Context { id, ..context.clone() })
    }

    fn nullified(&mut self, result: &Arc<Context>, frame: &Frame<'_>, propagate: bool) -> Result<Arc<Context>, Fault> {
        if !frame.override_protected && result.has_protected_terms() {
            return Err(Fault::invalid("invalid context nullification", "null"));
        }
        if propagate {
            return Ok(Arc::clone(&self.initial));
        }
        let mut fresh = Context::clone(&self.initial);
        fresh.id = (frame.lasting && fresh.id.is_some() && result.id.is_some()).then(next_id);
        fresh.previous = Some(Arc::clone(result));
        Ok(Arc::new(fresh))
    }

    /// Step 5.2: a context by its address, from the known set only.
    fn load(&mut self, result: &Arc<Context>, reference: &str, frame: &Frame<'_>) -> Result<Arc<Context>, Fault> {
        let known = self.known(reference, frame)?;
        let iri = known.base.clone().unwrap_or(Text::Fixed(""));
        if frame.loading.contains(&iri) {
            if frame.checking {
                return Ok(Arc::clone(result));
            }
            return Err(Fault::invalid("context overflow", &iri));
        }
        if frame.loading.len() >= MAX_NESTED_CONTEXTS {
            return Err(Fault::invalid("context overflow", &iri));
        }
        let key = result.id.zip(known.id).filter(|_| frame.loading.is_empty());
        let key = key.map(|(active, local)| Derivation { active, local, override_protected: frame.override_protected, propagate: true });
        if let Some(found) = key.and_then(|key| self.contexts.remembered(key)) {
            return Ok(found);
        }
        let mut loading = frame.loading.to_vec();
        loading.push(iri.clone());
        let inner = Frame { base: Some(&iri), loading: &loading, lasting: known.id.is_some(), ..*frame };
        let made = self.process(result, &known.value, &inner, true)?;
        if let Some(key) = key {
            self.contexts.remember(key, &made);
        }
        Ok(made)
    }

    fn known(&self, reference: &str, frame: &Frame<'_>) -> Result<Arc<ScopedContext>, Fault> {
        let iri = match frame.base {
            Some(base) if !iri::has_scheme(reference) => Cow::Owned(iri::resolve(base, reference)),
            _ => Cow::Borrowed(reference),
        };
        self.contexts.find(&iri).ok_or_else(|| Fault::UnknownContext(iri.chars().take(200).collect()))
    }

    /// Step 5.4 and on: a context definition.
    fn define_all(&mut self, active: &Arc<Context>, written: &Map<String, Value>, frame: &Frame<'_>) -> Result<Arc<Context>, Fault> {
        check_version(written)?;
        let merged = self.with_imported(written, frame)?;
        let mut result = self.copy(active, frame)?;
        if frame.loading.is_empty()
            && let Some(base) = merged.get("@base")
        {
            result.base = base_mapping(&result, base)?;
        }
        if let Some(vocab) = merged.get("@vocab") {
            result.vocab = vocab_mapping(&result, vocab)?;
        }
        for iri in [&result.base, &result.vocab].into_iter().flatten() {
            check_length(iri)?;
        }
        if let Some(language) = merged.get("@language") {
            result.language = language_mapping(language, "invalid default language")?;
        }
        if let Some(direction) = merged.get("@direction") {
            result.direction = direction_mapping(direction)?;
        }
        if merged.get("@propagate").is_some_and(|value| !value.is_boolean()) {
            return Err(Fault::invalid("invalid @propagate value", "@propagate"));
        }
        let is_protected = match merged.get("@protected") {
            None => false,
            Some(Value::Bool(is_protected)) => *is_protected,
            Some(other) => return Err(Fault::invalid("invalid @protected value", &other.to_string())),
        };
        let mut definer = Definer::new(self, result, &merged, frame, is_protected);
        for term in merged.keys() {
            definer.define(term)?;
        }
        Ok(Arc::new(definer.finish()))
    }

    /// Step 5.6: `@import`, from the known set.
    fn with_imported<'w>(&self, written: &'w Map<String, Value>, frame: &Frame<'_>) -> Result<Cow<'w, Map<String, Value>>, Fault> {
        let Some(reference) = written.get("@import") else { return Ok(Cow::Borrowed(written)) };
        let reference = reference.as_str().ok_or_else(|| Fault::invalid("invalid @import value", &reference.to_string()))?;
        let known = self.known(reference, frame)?;
        let Value::Object(imported) = &known.value else { return Err(Fault::invalid("invalid remote context", reference)) };
        if imported.contains_key("@import") {
            return Err(Fault::invalid("invalid context entry", "@import"));
        }
        let mut merged = imported.clone();
        merged.extend(written.iter().map(|(term, value)| (term.clone(), value.clone())));
        Ok(Cow::Owned(merged))
    }
}

/// Every value could repeat what a context says once, so that has to be short.
pub(super) fn check_length(iri: &str) -> Result<(), Fault> {
    if iri.len() > MAX_IRI_LENGTH {
        Err(Fault::TooMuch { what: "characters in an IRI of a context", limit: MAX_IRI_LENGTH })
    } else {
        Ok(())
    }
}

fn check_version(written: &Map<String, Value>) -> Result<(), Fault> {
    match written.get("@version") {
        None => Ok(()),
        Some(version) if version.as_f64() == Some(1.1) => Ok(()),
        Some(other) => Err(Fault::invalid("invalid @version value", &other.to_string())),
    }
}

fn base_mapping(result: &Context, value: &Value) -> Result<Option<Text>, Fault> {
    match (value, &result.base) {
        (Value::Null, _) => Ok(None),
        (Value::String(base), _) if iri::has_scheme(base) => Ok(Some(Text::from(base.as_str()))),
        (Value::String(base), Some(current)) => Ok(Some(Text::from(iri::resolve(current, base)))),
        (other, _) => Err(Fault::invalid("invalid base IRI", &other.to_string())),
    }
}

fn vocab_mapping(result: &Context, value: &Value) -> Result<Option<Text>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(vocab) => match result.expand(vocab, true, true) {
            Meaning::Iri(iri) => Ok(Some(iri)),
            Meaning::Keyword(_) | Meaning::Nothing => Err(Fault::invalid("invalid vocab mapping", vocab)),
        },
        other => Err(Fault::invalid("invalid vocab mapping", &other.to_string())),
    }
}

/// Language tags are kept in lower case, as the npm, Python and Java processors keep them.
pub(super) fn language_mapping(value: &Value, code: &'static str) -> Result<Option<Text>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(language) => Ok(Some(Text::from(language.to_ascii_lowercase()))),
        other => Err(Fault::invalid(code, &other.to_string())),
    }
}

pub(super) fn direction_mapping(value: &Value) -> Result<Option<Direction>, Fault> {
    match value {
        Value::Null => Ok(None),
        other => match other.as_str().and_then(Direction::parse) {
            Some(direction) => Ok(Some(direction)),
            None => Err(Fault::invalid("invalid base direction", &other.to_string())),
        },
    }
}
