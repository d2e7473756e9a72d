//! Expansion of one object: its keys (step 13) and what they make together (steps 15 to 19).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::context::{Containers, Context, Direction, Meaning};
use super::error::{Fault, JsonLdError};
use super::expand::{Expander, Outcome, Place, as_slice, in_graph};
use super::expanded::{Item, Node};
use super::keyword::Keyword;
use super::path::Path;
use super::text::Text;
use super::value::{Qualifiers, is_resource, json_literal};
use super::{Mode, iri};

/// An object while its keys are being read.
#[derive(Default)]
pub(super) struct Draft<'d> {
    node: Node,
    /// Keywords met, by [`Keyword::bit`].
    seen: u32,
    /// The value of `@value`.
    value: Option<&'d Value>,
    language: Option<Text>,
    direction: Option<Direction>,
    /// The types were written as one text, as those of values must be.
    single_type: bool,
    /// The content of `@list` or `@set`.
    items: Vec<Item>,
    /// Its type says that it is a JSON literal.
    is_json: bool,
}

impl Draft<'_> {
    pub(super) fn new(is_json: bool) -> Self {
        Self { is_json, ..Self::default() }
    }

    fn has(&self, keyword: Keyword) -> bool {
        self.seen & keyword.bit() != 0
    }

    fn only(&self, keywords: &[Keyword]) -> bool {
        keywords.iter().fold(self.seen, |seen, keyword| seen & !keyword.bit()) == 0
            && self.node.properties.is_empty()
            && self.node.reverse.is_empty()
    }
}

impl Expander<'_, '_> {
    /// Step 13 and 14: each key, then what is nested.
    pub(super) fn fill<'d>(
        &mut self,
        draft: &mut Draft<'d>,
        active: &Arc<Context>,
        type_scope: &Context,
        place: Place<'_>,
        members: &'d Map<String, Value>,
        path: &Path<'_>,
    ) -> Result<(), JsonLdError> {
        let mut nests = Vec::new();
        for (key, value) in members {
            if key == "@context" {
                continue;
            }
            let here = path.member(key);
            match active.expand_vocab(key) {
                Meaning::Keyword(Keyword::Nest) => nests.push((key, value)),
                Meaning::Keyword(keyword) => {
                    if place.term == Some("@reverse") {
                        return Err(here.invalid("invalid reverse property map", key));
                    }
                    if draft.has(keyword) && !matches!(keyword, Keyword::Included | Keyword::Type) {
                        return Err(here.invalid("colliding keywords", key));
                    }
                    draft.seen |= keyword.bit();
                    self.keyword(draft, keyword, (active, type_scope), place, value, &here)?;
                }
                Meaning::Iri(predicate) if self.is_property(&predicate) => {
                    self.property(&mut draft.node, active, key, predicate, value, &here)?;
                }
                Meaning::Iri(_) | Meaning::Nothing => {
                    if self.mode == Mode::Safe {
                        return Err(here.fault(Fault::UndefinedTerm(key.chars().take(200).collect())));
                    }
                }
            }
        }
        for (key, nested) in nests {
            self.nested(draft, active, type_scope, key, nested, &path.member(key))?;
        }
        Ok(())
    }

    /// Step 13.3; in safe mode also what N-Quads could not carry.
    fn is_property(&self, predicate: &str) -> bool {
        match self.mode {
            Mode::Safe => iri::is_well_formed(predicate),
            Mode::Lax => predicate.contains(':'),
        }
    }

    /// Step 14.
    fn nested<'d>(
        &mut self,
        draft: &mut Draft<'d>,
        active: &Arc<Context>,
        type_scope: &Context,
        key: &str,
        nested: &'d Value,
        path: &Path<'_>,
    ) -> Result<(), JsonLdError> {
        let mut active = Arc::clone(active);
        if let Some(scoped) = Place::of(key).definition(&active).and_then(|definition| definition.scoped.clone()) {
            active = self.compiler.apply_scoped(&active, &scoped, true, true).map_err(|fault| path.fault(fault))?;
        }
        for value in as_slice(nested) {
            let members = value.as_object().ok_or_else(|| path.invalid("invalid @nest value", key))?;
            if members.keys().any(|key| active.keyword(key) == Some(Keyword::Value)) {
                return Err(path.invalid("invalid @nest value", key));
            }
            if members.contains_key("@context") {
                self.lost("a context within @nest", path)?;
            }
            if path.depth > self.limits.depth {
                return Err(path.fault(Fault::TooDeep(self.limits.depth)));
            }
            self.fill(draft, &active, type_scope, Place::of(key), members, path)?;
        }
        Ok(())
    }

    /// Step 13.4.
    fn keyword<'d>(
        &mut self,
        draft: &mut Draft<'d>,
        keyword: Keyword,
        (active, type_scope): (&Arc<Context>, &Context),
        place: Place<'_>,
        value: &'d Value,
        path: &Path<'_>,
    ) -> Result<(), JsonLdError> {
        let text = |code: &'static str| value.as_str().ok_or_else(|| path.invalid(code, &value.to_string()));
        match keyword {
            Keyword::Id => {
                let id = text("invalid @id value")?;
                draft.node.id = Some(self.reference(active.expand(id, false, true), id, path)?);
            }
            Keyword::Type => self.types(draft, type_scope, value, path)?,
            Keyword::Graph => {
                let items = self.element(active, Place::of("@graph"), value, path)?.into_items();
                draft.node.graph = Some(items);
            }
            Keyword::Included => {
                let outcome = self.element(active, Place { term: None, from_map: false }, value, path)?;
                let says_no_node = |keyword| matches!(keyword, Some(Keyword::Value | Keyword::List));
                let is_node = |members: &Map<String, Value>| !members.keys().any(|key| says_no_node(active.keyword(key)));
                if matches!(outcome, Outcome::Nothing) && !value.as_object().is_some_and(is_node) {
                    return Err(path.invalid("invalid @included value", &value.to_string()));
                }
                draft.node.included.extend(outcome.into_items());
            }
            Keyword::Value => {
                if !draft.is_json && (value.is_object() || value.is_array()) {
                    return Err(path.invalid("invalid value object value", &value.to_string()));
                }
                draft.value = Some(value);
            }
            Keyword::Language => draft.language = Some(Text::from(text("invalid language-tagged string")?.to_ascii_lowercase())),
            Keyword::Direction => {
                let direction = value.as_str().and_then(Direction::parse);
                draft.direction = Some(direction.ok_or_else(|| path.invalid("invalid base direction", &value.to_string()))?);
            }
            Keyword::Index => {
                text("invalid @index value")?;
                self.lost("an index", path)?;
            }
            Keyword::List if place.is_free() => self.lost("a list that belongs to no property", path)?,
            Keyword::List | Keyword::Set => {
                let outcome = self.element(active, Place { from_map: false, ..place }, value, path)?;
                draft.items = outcome.into_items();
            }
            Keyword::Reverse => self.reverse_map(&mut draft.node, active, value, path)?,
            // Keywords of contexts only; in a document they say nothing.
            _ => self.lost("a keyword that belongs in a context", path)?,
        }
        Ok(())
    }

    /// Step 13.4.4: types are read as they were before any of them brought its own context.
    fn types(&mut self, draft: &mut Draft<'_>, type_scope: &Context, value: &Value, path: &Path<'_>) -> Result<(), JsonLdError> {
        draft.single_type = value.is_string() && draft.node.types.is_empty();
        for (at, name) in as_slice(value).iter().enumerate() {
            let here = if value.is_array() { path.index(at) } else { *path };
            let name = name.as_str().ok_or_else(|| here.invalid("invalid type value", &name.to_string()))?;
            match type_scope.expand(name, true, true) {
                Meaning::Iri(iri) if self.mode == Mode::Lax || is_resource(&iri) => draft.node.types.push(iri),
                Meaning::Keyword(Keyword::Json) if draft.is_json => draft.node.types.push(Text::Fixed("@json")),
                Meaning::Keyword(_) | Meaning::Nothing if self.mode == Mode::Lax => {}
                Meaning::Iri(_) | Meaning::Keyword(_) | Meaning::Nothing => {
                    return Err(here.fault(Fault::UndefinedType(name.chars().take(200).collect())));
                }
            }
        }
        Ok(())
    }

    /// Step 13.4.13.
    fn reverse_map(&mut self, node: &mut Node, active: &Arc<Context>, value: &Value, path: &Path<'_>) -> Result<(), JsonLdError> {
        let members = value.as_object().ok_or_else(|| path.invalid("invalid @reverse value", &value.to_string()))?;
        let Outcome::One(Item::Node(reversed)) = self.object(active, Place::of("@reverse"), members, path)? else { return Ok(()) };
        // What is reversed twice is said forwards.
        node.properties.extend(reversed.reverse);
        for (predicate, items) in reversed.properties {
            if !items.iter().all(|item| matches!(item, Item::Node(_))) {
                return Err(path.invalid("invalid reverse property value", &predicate));
            }
            node.reverse.push((predicate, items));
        }
        Ok(())
    }

    /// Steps 13.5 to 13.14: a key that is a property.
    fn property(
        &mut self,
        node: &mut Node,
        active: &Arc<Context>,
        key: &str,
        predicate: Text,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<(), JsonLdError> {
        let definition = active.term(key).map(Arc::clone);
        let containers = definition.as_ref().map(|definition| definition.containers).unwrap_or_default();
        let is_json = definition.as_ref().is_some_and(|definition| definition.coercion == Some(super::context::Coercion::Json));
        let mut outcome = match (&definition, value) {
            _ if is_json => Outcome::One(json_literal(value)),
            (Some(definition), Value::Object(map)) if containers.has(Containers::LANGUAGE) => {
                self.language_map(active, definition, map, path)?
            }
            (Some(definition), Value::Object(map)) if containers.has(Containers::MAPS) => {
                self.index_map(active, key, definition, map, path)?
            }
            _ => self.element(active, Place::of(key), value, path)?,
        };
        if matches!(outcome, Outcome::Nothing) {
            return Ok(());
        }
        if containers.has(Containers::LIST) && !matches!(outcome, Outcome::One(Item::List(_))) {
            outcome = Outcome::One(Item::List(outcome.into_items()));
        }
        let mut items = outcome.into_items();
        if containers.has(Containers::GRAPH) && !containers.has(Containers::MAPS) {
            for item in &items {
                self.check_free(item, path)?;
            }
            items = items.into_iter().map(in_graph).collect();
        }
        if definition.is_some_and(|definition| definition.is_reverse) {
            if !items.iter().all(|item| matches!(item, Item::Node(_))) {
                return Err(path.invalid("invalid reverse property value", key));
            }
            node.reverse.push((predicate, items));
        } else {
            node.properties.push((predicate, items));
        }
        Ok(())
    }

    /// In safe mode, an item that stands in no property must say something.
    pub(super) fn check_free(&self, item: &Item, path: &Path<'_>) -> Result<(), JsonLdError> {
        match item {
            Item::Node(node) if !node.is_bare() => Ok(()),
            Item::Node(_) => self.lost("an object of which nothing is said", path),
            Item::Literal(_) | Item::List(_) => self.lost("a value that belongs to no property", path),
        }
    }

    /// Steps 15 to 19.
    pub(super) fn finish(&mut self, draft: Draft<'_>, place: Place<'_>, path: &Path<'_>) -> Result<Outcome, JsonLdError> {
        use Keyword::{Direction, Index, Language, List, Set};
        if draft.has(Keyword::Value) {
            return self.finish_value(draft, place, path);
        }
        if draft.has(List) || draft.has(Set) {
            let kind = if draft.has(List) { List } else { Set };
            if !draft.only(&[kind, Index]) {
                return Err(path.invalid("invalid set or list object", kind.as_str()));
            }
            return Ok(match kind {
                Set => Outcome::Many(draft.items),
                _ if place.is_free() => Outcome::Nothing,
                _ => Outcome::One(Item::List(draft.items)),
            });
        }
        let only_qualifies = draft.only(&[Language, Direction, Index]);
        if draft.language.is_some() || draft.direction.is_some() {
            self.lost("a language or direction without a text", path)?;
            if draft.language.is_some() && only_qualifies && !draft.has(Direction) && !draft.has(Index) {
                return Ok(Outcome::Nothing);
            }
        }
        let item = Item::Node(Box::new(draft.node));
        if place.is_free() {
            self.check_free(&item, path)?;
            if matches!(&item, Item::Node(node) if node.is_bare()) {
                return Ok(Outcome::Nothing);
            }
        }
        Ok(Outcome::One(item))
    }

    /// Step 15.
    fn finish_value(&mut self, draft: Draft<'_>, place: Place<'_>, path: &Path<'_>) -> Result<Outcome, JsonLdError> {
        use Keyword::{Direction, Index, Language, Type};
        let qualified = draft.has(Language) || draft.has(Direction);
        if !draft.only(&[Keyword::Value, Type, Index, Language, Direction]) || (draft.has(Type) && qualified) {
            return Err(path.invalid("invalid value object", "@value"));
        }
        let value = draft.value.unwrap_or(&Value::Null);
        if place.is_free() {
            self.lost("a value that belongs to no property", path)?;
        }
        let item = if draft.is_json {
            json_literal(value)
        } else if value.is_null() {
            self.lost("null", path)?;
            return Ok(Outcome::Nothing);
        } else if !value.is_string() && draft.has(Language) {
            return Err(path.invalid("invalid language-tagged value", &value.to_string()));
        } else {
            let datatype = match &draft.node.types[..] {
                [] if !draft.has(Type) => None,
                [datatype] if draft.single_type && iri::is_well_formed(datatype) => Some(datatype.clone()),
                _ => return Err(path.invalid("invalid typed value", "@type")),
            };
            let qualifiers = Qualifiers { datatype, language: draft.language, direction: draft.direction };
            Item::Literal(self.literal(value, qualifiers, path)?)
        };
        Ok(if place.is_free() { Outcome::Nothing } else { Outcome::One(item) })
    }
}
