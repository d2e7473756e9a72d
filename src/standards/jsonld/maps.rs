//! Language, index, id and type maps (expansion steps 13.7 and 13.8).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::context::{Containers, Context, Definition, Meaning};
use super::error::JsonLdError;
use super::expand::{Expander, Outcome, Place, as_slice, in_graph};
use super::expanded::Item;
use super::keyword::Keyword;
use super::path::Path;
use super::text::Text;
use super::value::Qualifiers;

impl Expander<'_, '_> {
    /// A map from language tags to texts.
    pub(super) fn language_map(
        &mut self,
        active: &Arc<Context>,
        definition: &Definition,
        map: &Map<String, Value>,
        path: &Path<'_>,
    ) -> Result<Outcome, JsonLdError> {
        let direction = definition.direction.unwrap_or(active.direction);
        let mut items = Vec::with_capacity(map.len());
        for (language, texts) in map {
            let here = path.member(language);
            let is_none = active.keyword(language) == Some(Keyword::None);
            for text in as_slice(texts) {
                if text.is_null() {
                    self.lost("null", &here)?;
                    continue;
                }
                if !text.is_string() {
                    return Err(here.invalid("invalid language map value", &text.to_string()));
                }
                self.count(&here)?;
                let language = (!is_none).then(|| Text::from(language.to_ascii_lowercase()));
                let qualifiers = Qualifiers { datatype: None, language, direction };
                items.push(Item::Literal(self.literal(text, qualifiers, &here)?));
            }
        }
        Ok(Outcome::Many(items))
    }

    /// A map from indexes, names or types to values.
    pub(super) fn index_map(
        &mut self,
        active: &Arc<Context>,
        key: &str,
        definition: &Definition,
        map: &Map<String, Value>,
        path: &Path<'_>,
    ) -> Result<Outcome, JsonLdError> {
        let containers = definition.containers;
        let outside = match &active.previous {
            Some(previous) if containers.has(Containers(Containers::ID.0 | Containers::TYPE.0)) => previous,
            _ => active,
        };
        let mut items = Vec::with_capacity(map.len());
        for (index, value) in map {
            let here = path.member(index);
            let mut map_context = Arc::clone(outside);
            if containers.has(Containers::TYPE)
                && let Some(scoped) = outside.term(index).and_then(|definition| definition.scoped.as_ref())
            {
                map_context = self.compiler.apply_scoped(outside, scoped, false, false).map_err(|fault| here.fault(fault))?;
            }
            let place = Place { term: Some(key), from_map: true };
            let entry = match value {
                Value::Array(values) => self.array(&map_context, place, values, &here)?,
                single => self.element(&map_context, place, single, &here)?.into_items(),
            };
            for item in entry {
                items.push(self.indexed(active, definition, index, item, &here)?);
            }
        }
        Ok(Outcome::Many(items))
    }

    /// Step 13.8.3.7: what the index says of the item.
    fn indexed(
        &mut self,
        active: &Arc<Context>,
        definition: &Definition,
        index: &str,
        item: Item,
        path: &Path<'_>,
    ) -> Result<Item, JsonLdError> {
        let containers = definition.containers;
        let item = match item {
            item if !containers.has(Containers::GRAPH) => item,
            Item::Node(node) if node.is_graph() => Item::Node(node),
            other => {
                self.check_free(&other, path)?;
                in_graph(other)
            }
        };
        if active.expand_vocab(index) == Meaning::Keyword(Keyword::None) {
            return Ok(item);
        }
        let property = definition.index.as_deref().filter(|_| containers.has(Containers::INDEX));
        let mut node = match item {
            Item::Node(node) => node,
            Item::Literal(_) | Item::List(_) if property.is_some() => return Err(path.invalid("invalid value object", index)),
            other => {
                self.lost("the key of a value", path)?;
                return Ok(other);
            }
        };
        if let Some(property) = property {
            let value = self.scalar(active, property, &Value::from(index), path)?;
            if let Meaning::Iri(predicate) = active.expand_vocab(property) {
                node.properties.push((predicate, vec![value]));
            }
        } else if containers.has(Containers::ID) && node.id.is_none() {
            node.id = Some(self.reference(active.expand(index, false, true), index, path)?);
        } else if containers.has(Containers::TYPE) {
            let name = self.reference(active.expand_vocab(index), index, path)?;
            node.types.insert(0, name);
        } else if containers.has(Containers::INDEX) {
            self.lost("an index", path)?;
        }
        Ok(Item::Node(node))
    }
}
