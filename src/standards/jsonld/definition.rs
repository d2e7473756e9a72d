//! Term definitions ([§4.2](https://www.w3.org/TR/json-ld11-api/#create-term-definition)).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::compile::{Compiler, Frame, check_length, direction_mapping, language_mapping};
use super::context::{Coercion, Containers, Context, Definition, Meaning, ScopedContext, next_id};
use super::error::Fault;
use super::iri;
use super::keyword::{Keyword, has_keyword_form};
use super::text::Text;

/// What stands beside the terms of a context.
const SETTINGS: [&str; 8] = ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"];

/// Makes the definitions of one written context.
pub(super) struct Definer<'d, 'c> {
    compiler: &'d mut Compiler<'c>,
    result: Context,
    written: &'d Map<String, Value>,
    frame: &'d Frame<'d>,
    is_protected: bool,
    /// False while a term is being defined: meeting it again is a circle.
    defined: HashMap<&'d str, bool>,
}

/// How one term is written.
struct Written<'d> {
    term: &'d str,
    /// Written as a text only, which may make it a prefix.
    simple: bool,
    /// The short forms count as `@id`.
    id: Option<&'d Value>,
    entries: Option<&'d Map<String, Value>>,
}

impl<'d> Written<'d> {
    fn get(&self, key: &str) -> Option<&'d Value> {
        self.entries?.get(key)
    }
}

impl<'d, 'c> Definer<'d, 'c> {
    pub(super) fn new(
        compiler: &'d mut Compiler<'c>,
        result: Context,
        written: &'d Map<String, Value>,
        frame: &'d Frame<'d>,
        is_protected: bool,
    ) -> Self {
        Self { compiler, result, written, frame, is_protected, defined: HashMap::new() }
    }

    pub(super) fn finish(self) -> Context {
        self.result
    }

    /// Defines a term of the written context, and before it the terms on which it depends.
    pub(super) fn define(&mut self, term: &'d str) -> Result<(), Fault> {
        if SETTINGS.contains(&term) {
            return Ok(());
        }
        match self.defined.get(term) {
            Some(true) => return Ok(()),
            Some(false) => return Err(Fault::invalid("cyclic IRI mapping", term)),
            None => {}
        }
        if term.is_empty() {
            return Err(Fault::invalid("invalid term definition", term));
        }
        self.defined.insert(term, false);
        self.compiler.spend(1)?;
        let value = &self.written[term];
        if term == "@type" {
            check_type_definition(value)?;
        } else if Keyword::parse(term).is_some() {
            return Err(Fault::invalid("keyword redefinition", term));
        } else if has_keyword_form(term) {
            return Ok(());
        }
        let previous = self.result.terms.remove(term);
        let written = match value {
            Value::Null => Written { term, simple: false, id: Some(value), entries: None },
            Value::String(_) => Written { term, simple: true, id: Some(value), entries: None },
            Value::Object(entries) => Written { term, simple: false, id: entries.get("@id"), entries: Some(entries) },
            other => return Err(Fault::invalid("invalid term definition", &other.to_string())),
        };
        // Terms that depend on terms make a chain, which must end soon.
        self.compiler.enter()?;
        if let Some(definition) = self.definition(&written)? {
            self.keep(term, definition, previous)?;
        }
        self.compiler.leave();
        self.defined.insert(term, true);
        Ok(())
    }

    /// Steps 27 and 28: a protected term stays what it is.
    fn keep(&mut self, term: &str, mut definition: Definition, previous: Option<Arc<Definition>>) -> Result<(), Fault> {
        if let Meaning::Iri(iri) = &definition.meaning {
            check_length(iri)?;
        }
        let kept = match previous {
            Some(previous) if previous.is_protected && !self.frame.override_protected => {
                definition.is_protected = previous.is_protected;
                if definition != *previous {
                    return Err(Fault::invalid("protected term redefinition", term));
                }
                previous
            }
            _ => Arc::new(definition),
        };
        self.result.terms.insert(Text::from(term), kept);
        Ok(())
    }

    fn definition(&mut self, written: &Written<'d>) -> Result<Option<Definition>, Fault> {
        let mut definition = Definition {
            meaning: Meaning::Nothing,
            is_prefix: false,
            is_protected: self.is_protected,
            is_reverse: false,
            scoped: None,
            containers: Containers::default(),
            direction: None,
            index: None,
            language: None,
            nest: None,
            coercion: None,
        };
        if let Some(value) = written.get("@protected") {
            definition.is_protected = value.as_bool().ok_or_else(|| Fault::invalid("invalid @protected value", written.term))?;
        }
        if let Some(value) = written.get("@type") {
            definition.coercion = Some(self.coercion(value)?);
        }
        if let Some(reverse) = written.get("@reverse") {
            return self.reverse(written, reverse, definition);
        }
        let Some(meaning) = self.meaning(written, &mut definition.is_prefix)? else { return Ok(None) };
        definition.meaning = meaning;
        if let Some(value) = written.get("@container") {
            definition.containers = containers(value)?;
        }
        if definition.containers.has(Containers::TYPE) {
            let coercion = definition.coercion.get_or_insert(Coercion::Id);
            if !matches!(coercion, Coercion::Id | Coercion::Vocab) {
                return Err(Fault::invalid("invalid type mapping", written.term));
            }
        }
        self.details(written, &mut definition)?;
        Ok(Some(definition))
    }

    /// Step 12.
    fn coercion(&mut self, value: &'d Value) -> Result<Coercion, Fault> {
        let fault = || Fault::invalid("invalid type mapping", &value.to_string());
        let name = value.as_str().ok_or_else(fault)?;
        Ok(match self.expand(name)? {
            Meaning::Keyword(Keyword::Id) => Coercion::Id,
            Meaning::Keyword(Keyword::Vocab) => Coercion::Vocab,
            Meaning::Keyword(Keyword::Json) => Coercion::Json,
            Meaning::Keyword(Keyword::None) => Coercion::None,
            Meaning::Iri(iri) if iri::has_scheme(&iri) => Coercion::Datatype(iri),
            Meaning::Keyword(_) | Meaning::Iri(_) | Meaning::Nothing => return Err(fault()),
        })
    }

    /// Step 13.
    fn reverse(&mut self, written: &Written<'d>, reverse: &'d Value, mut definition: Definition) -> Result<Option<Definition>, Fault> {
        if written.id.is_some() || written.get("@nest").is_some() {
            return Err(Fault::invalid("invalid reverse property", written.term));
        }
        let name = reverse.as_str().ok_or_else(|| Fault::invalid("invalid IRI mapping", written.term))?;
        if has_keyword_form(name) {
            return Ok(None);
        }
        definition.meaning = self.expand(name)?;
        if !matches!(&definition.meaning, Meaning::Iri(iri) if is_absolute(iri)) {
            return Err(Fault::invalid("invalid IRI mapping", name));
        }
        definition.containers = match written.get("@container") {
            None | Some(Value::Null) => Containers::default(),
            Some(Value::String(container)) if container == "@set" => Containers::SET,
            Some(Value::String(container)) if container == "@index" => Containers::INDEX,
            Some(_) => return Err(Fault::invalid("invalid reverse property", written.term)),
        };
        definition.is_reverse = true;
        Ok(Some(definition))
    }

    /// Steps 14 to 18: what the term stands for; `None` where the definition is to be ignored.
    fn meaning(&mut self, written: &Written<'d>, is_prefix: &mut bool) -> Result<Option<Meaning>, Fault> {
        let term = written.term;
        let fault = || Fault::invalid("invalid IRI mapping", term);
        let inner_colon = term.char_indices().any(|(at, c)| c == ':' && at > 0);
        if let Some(id) = written.id.filter(|id| id.as_str() != Some(term)) {
            return self.meaning_by_id(written, id, is_prefix);
        }
        if inner_colon {
            let (prefix, suffix) = term.split_once(':').unwrap_or((term, ""));
            self.depend_on(prefix)?;
            if let Some(definition) = self.result.term(prefix)
                && let Meaning::Iri(namespace) = &definition.meaning
            {
                return Ok(Some(Meaning::Iri(Text::from([&**namespace, suffix].concat()))));
            }
            return Ok(Some(Meaning::Iri(Text::from(term))));
        }
        if term.contains('/') {
            return match self.result.expand_vocab(term) {
                Meaning::Iri(iri) if iri::has_scheme(&iri) => Ok(Some(Meaning::Iri(iri))),
                Meaning::Iri(_) | Meaning::Keyword(_) | Meaning::Nothing => Err(fault()),
            };
        }
        if term == "@type" {
            return Ok(Some(Meaning::Keyword(Keyword::Type)));
        }
        let vocab = self.result.vocab.as_ref().ok_or_else(fault)?;
        Ok(Some(Meaning::Iri(Text::from([&**vocab, term].concat()))))
    }

    /// Step 14.
    fn meaning_by_id(&mut self, written: &Written<'d>, id: &'d Value, is_prefix: &mut bool) -> Result<Option<Meaning>, Fault> {
        let term = written.term;
        let name = match id {
            Value::Null => return Ok(Some(Meaning::Nothing)),
            Value::String(name) => name.as_str(),
            other => return Err(Fault::invalid("invalid IRI mapping", &other.to_string())),
        };
        if has_keyword_form(name) && Keyword::parse(name).is_none() {
            return Ok(None);
        }
        let meaning = self.expand(name)?;
        match &meaning {
            Meaning::Keyword(Keyword::Context) => return Err(Fault::invalid("invalid keyword alias", term)),
            Meaning::Keyword(_) => {}
            Meaning::Iri(iri) if is_absolute(iri) => {}
            Meaning::Iri(_) | Meaning::Nothing => return Err(Fault::invalid("invalid IRI mapping", name)),
        }
        let inner_colon = term.char_indices().any(|(at, c)| c == ':' && at > 0 && at + 1 < term.len());
        if inner_colon || term.contains('/') {
            self.defined.insert(term, true);
            if self.expand(term)? != meaning {
                return Err(Fault::invalid("invalid IRI mapping", term));
            }
        }
        if let Meaning::Iri(iri) = &meaning {
            let ends_a_namespace = iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || iri.starts_with("_:");
            *is_prefix = written.simple && ends_a_namespace && !term.contains([':', '/']);
        }
        Ok(Some(meaning))
    }

    /// Steps 20 to 26.
    fn details(&mut self, written: &Written<'d>, definition: &mut Definition) -> Result<(), Fault> {
        let invalid = || Fault::invalid("invalid term definition", written.term);
        if let Some(value) = written.get("@index") {
            let index = value.as_str().filter(|_| definition.containers.has(Containers::INDEX)).ok_or_else(invalid)?;
            if !matches!(self.expand(index)?, Meaning::Iri(iri) if iri::has_scheme(&iri)) {
                return Err(invalid());
            }
            definition.index = Some(Text::from(index));
        }
        if let Some(value) = written.get("@context") {
            definition.scoped = Some(self.scoped(value)?);
        }
        if let Some(value) = written.get("@language").filter(|_| written.get("@type").is_none()) {
            definition.language = Some(language_mapping(value, "invalid language mapping")?);
        }
        if let Some(value) = written.get("@direction").filter(|_| written.get("@type").is_none()) {
            definition.direction = Some(direction_mapping(value)?);
        }
        if let Some(value) = written.get("@nest") {
            let nest = value.as_str().filter(|nest| *nest == "@nest" || Keyword::parse(nest).is_none());
            definition.nest = Some(Text::from(nest.ok_or_else(|| Fault::invalid("invalid @nest value", &value.to_string()))?));
        }
        if let Some(value) = written.get("@prefix") {
            if written.term.contains([':', '/']) {
                return Err(invalid());
            }
            definition.is_prefix = value.as_bool().ok_or_else(|| Fault::invalid("invalid @prefix value", &value.to_string()))?;
            if definition.is_prefix && matches!(definition.meaning, Meaning::Keyword(_)) {
                return Err(invalid());
            }
        }
        let known = |key: &String| {
            let keyword = Keyword::parse(key);
            matches!(
                keyword,
                Some(Keyword::Id | Keyword::Reverse | Keyword::Container | Keyword::Context | Keyword::Direction | Keyword::Index)
            ) || matches!(keyword, Some(Keyword::Language | Keyword::Nest | Keyword::Prefix | Keyword::Protected | Keyword::Type))
        };
        if written.entries.is_some_and(|entries| !entries.keys().all(known)) { Err(invalid()) } else { Ok(()) }
    }

    /// Step 21: the scoped context is tried out, so that a fault shows where it is written.
    fn scoped(&mut self, value: &'d Value) -> Result<Arc<ScopedContext>, Fault> {
        let frame = Frame { override_protected: true, checking: true, ..*self.frame };
        self.compiler.spend(self.result.terms.len())?;
        let so_far = Arc::new(self.result.clone());
        self.compiler.process(&so_far, value, &frame, true).map_err(|fault| match fault {
            Fault::Invalid { subject, .. } => Fault::Invalid { code: "invalid scoped context", subject },
            other => other,
        })?;
        let id = self.result.id.map(|_| next_id());
        Ok(Arc::new(ScopedContext { id, value: value.clone(), base: self.frame.base.map(Text::from) }))
    }

    fn depend_on(&mut self, term: &str) -> Result<(), Fault> {
        match self.written.get_key_value(term) {
            Some((term, _)) if self.defined.get(term.as_str()) != Some(&true) => self.define(term),
            _ => Ok(()),
        }
    }

    /// [IRI expansion](https://www.w3.org/TR/json-ld11-api/#iri-expansion) during context processing.
    fn expand(&mut self, value: &str) -> Result<Meaning, Fault> {
        if Keyword::parse(value).is_none() && !has_keyword_form(value) {
            self.depend_on(value)?;
            if !self.result.terms.contains_key(value)
                && let Some((prefix, suffix)) = value.split_once(':')
                && !prefix.is_empty()
                && prefix != "_"
                && !suffix.starts_with("//")
            {
                self.depend_on(prefix)?;
            }
        }
        Ok(self.result.expand_vocab(value))
    }
}

fn is_absolute(iri: &str) -> bool {
    iri::has_scheme(iri) || iri.starts_with("_:")
}

/// Step 5: of `@type` only container and protection can be set.
fn check_type_definition(value: &Value) -> Result<(), Fault> {
    let allowed = |(key, value): (&String, &Value)| match key.as_str() {
        "@container" => value == "@set",
        "@protected" => true,
        _ => false,
    };
    match value {
        Value::Object(entries) if !entries.is_empty() && entries.iter().all(allowed) => Ok(()),
        _ => Err(Fault::invalid("keyword redefinition", "@type")),
    }
}

/// Step 19.
fn containers(value: &Value) -> Result<Containers, Fault> {
    let fault = || Fault::invalid("invalid container mapping", &value.to_string());
    let names = match value {
        Value::Array(names) => names.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut bits = 0;
    for name in names {
        bits |= match name.as_str().and_then(Keyword::parse) {
            Some(Keyword::Graph) => Containers::GRAPH,
            Some(Keyword::Id) => Containers::ID,
            Some(Keyword::Index) => Containers::INDEX,
            Some(Keyword::Language) => Containers::LANGUAGE,
            Some(Keyword::List) => Containers::LIST,
            Some(Keyword::Set) => Containers::SET,
            Some(Keyword::Type) => Containers::TYPE,
            _ => return Err(fault()),
        }
        .0;
    }
    let of = |containers: Containers| bits & containers.0;
    let beside_set = bits & !Containers::SET.0;
    let one_or_none = beside_set.count_ones() <= 1;
    let valid = if of(Containers::LIST) != 0 {
        bits == Containers::LIST.0
    } else if of(Containers::GRAPH) != 0 {
        let beside = beside_set & !Containers::GRAPH.0;
        beside == 0 || beside == Containers::ID.0 || beside == Containers::INDEX.0
    } else {
        one_or_none
    };
    if valid && bits != 0 { Ok(Containers(bits)) } else { Err(fault()) }
}
