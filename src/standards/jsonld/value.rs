//! Values: what a scalar means where it stands, and value objects
//! ([value expansion](https://www.w3.org/TR/json-ld11-api/#value-expansion),
//! [object to RDF](https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion)).

use serde_json::Value;

use super::context::{Coercion, Context, Direction, Meaning};
use super::error::JsonLdError;
use super::expand::Expander;
use super::expanded::{Item, Node};
use super::number::{Numeral, is_canonical_double, is_portable, numeral};
use super::path::Path;
use super::rdf::{Kind, Literal, RDF_JSON, XSD_BOOLEAN, XSD_DOUBLE, XSD_INTEGER, XSD_STRING};
use super::text::Text;
use super::{Fault, Mode};
use crate::standards::json::canonical;

/// Where the datatypes of directed texts live
/// ([JSON-LD 1.1 §10.2.1](https://www.w3.org/TR/json-ld11/#the-i18n-namespace)).
const I18N: &str = "https://www.w3.org/ns/i18n#";

/// What qualifies a text.
#[derive(Default)]
pub(super) struct Qualifiers {
    pub(super) datatype: Option<Text>,
    pub(super) language: Option<Text>,
    pub(super) direction: Option<Direction>,
}

impl Expander<'_, '_> {
    /// A scalar that stands as a value of a term.
    pub(super) fn scalar(&self, active: &Context, term: &str, value: &Value, path: &Path<'_>) -> Result<Item, JsonLdError> {
        let definition = active.term(term);
        let coercion = definition.and_then(|definition| definition.coercion.as_ref());
        if let (Some(Coercion::Id | Coercion::Vocab), Value::String(reference)) = (coercion, value) {
            let vocab = matches!(coercion, Some(Coercion::Vocab));
            let id = self.reference(active.expand(reference, vocab, true), reference, path)?;
            return Ok(Node::of_id(id));
        }
        let mut qualifiers = Qualifiers::default();
        match coercion {
            Some(Coercion::Datatype(datatype)) => qualifiers.datatype = Some(datatype.clone()),
            Some(Coercion::Json) => return Ok(json_literal(value)),
            Some(Coercion::Id | Coercion::Vocab | Coercion::None) | None if value.is_string() => {
                let language = definition.and_then(|definition| definition.language.as_ref());
                qualifiers.language.clone_from(language.unwrap_or(&active.language));
                let direction = definition.and_then(|definition| definition.direction);
                qualifiers.direction = direction.unwrap_or(active.direction);
            }
            _ => {}
        }
        self.literal(value, qualifiers, path).map(Item::Literal)
    }

    /// An `@id` or a reference. In lax mode it may be no IRI; then nothing can be said of it.
    pub(super) fn reference(&self, meaning: Meaning, written: &str, path: &Path<'_>) -> Result<Text, JsonLdError> {
        match meaning {
            Meaning::Iri(iri) if self.mode == Mode::Lax || is_resource(&iri) => Ok(iri),
            Meaning::Nothing | Meaning::Keyword(_) if self.mode == Mode::Lax => Ok(Text::Fixed("")),
            Meaning::Iri(_) | Meaning::Nothing | Meaning::Keyword(_) => {
                Err(path.fault(Fault::NotAbsolute(written.chars().take(200).collect())))
            }
        }
    }

    /// A literal of a text, number or truth value.
    pub(super) fn literal(&self, value: &Value, qualifiers: Qualifiers, path: &Path<'_>) -> Result<Literal, JsonLdError> {
        let Qualifiers { datatype, language, direction } = qualifiers;
        let (value, own_datatype) = match value {
            Value::String(text) => {
                // The npm package `jsonld` rewrites such texts: "2.50" becomes "2.5E0", "two" becomes "NaN".
                if self.mode == Mode::Safe && datatype.as_deref() == Some(XSD_DOUBLE) && !is_canonical_double(text) {
                    return Err(path.fault(Fault::AmbiguousNumber(text.chars().take(80).collect())));
                }
                (Text::from(text.as_str()), XSD_STRING)
            }
            Value::Bool(truth) => (Text::Fixed(if *truth { "true" } else { "false" }), XSD_BOOLEAN),
            Value::Number(number) => {
                let as_double = datatype.as_deref() == Some(XSD_DOUBLE);
                if self.mode == Mode::Safe && !is_portable(number, as_double) {
                    return Err(path.fault(Fault::AmbiguousNumber(number.to_string())));
                }
                match numeral(number, as_double) {
                    Numeral::Integer(digits) => (Text::from(digits), XSD_INTEGER),
                    Numeral::Double(digits) => (Text::from(digits), XSD_DOUBLE),
                }
            }
            other => return Err(path.invalid("invalid value object value", &other.to_string())),
        };
        let malformed = language.as_deref().is_some_and(|language| !is_language_tag(language));
        if malformed && self.mode == Mode::Safe {
            return Err(path.fault(Fault::MalformedLanguage(language.unwrap_or(Text::Fixed("")).chars().take(80).collect())));
        }
        let kind = match (datatype, language, direction) {
            (Some(datatype), _, _) => Kind::Typed(datatype),
            // Stays malformed, and makes no statement.
            (None, Some(language), _) if malformed => Kind::Tagged(language),
            (None, language, Some(direction)) => {
                let language = language.as_deref().unwrap_or_default();
                Kind::Typed(Text::from([I18N, language, "_", direction.as_str()].concat()))
            }
            (None, Some(language), None) => Kind::Tagged(language),
            (None, None, None) => Kind::Typed(Text::Fixed(own_datatype)),
        };
        Ok(Literal { value, kind })
    }
}

/// A JSON literal.
pub(super) fn json_literal(value: &Value) -> Item {
    let value = Text::from(canonical::written(value));
    Item::Literal(Literal { value, kind: Kind::Typed(Text::Fixed(RDF_JSON)) })
}

/// Whether the text names a thing: an absolute IRI or a blank node identifier.
pub(super) fn is_resource(iri: &str) -> bool {
    match iri.strip_prefix("_:") {
        Some(label) => !label.contains(char::is_whitespace),
        None => super::iri::is_well_formed(iri),
    }
}

/// Well-formed in the sense of [BCP 47 §2.1](https://www.rfc-editor.org/rfc/rfc5646#section-2.1), roughly.
pub(super) fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let fits = |part: &str, test: fn(&u8) -> bool| (1..=8).contains(&part.len()) && part.as_bytes().iter().all(test);
    parts.next().is_some_and(|first| fits(first, u8::is_ascii_alphabetic)) && parts.all(|part| fits(part, u8::is_ascii_alphanumeric))
}
