//! An active context: what terms mean at one place of a document.
//!
//! A context never changes once made; it is shared by `Arc`, and so are its definitions.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::iri;
use super::keyword::{Keyword, has_keyword_form};
use super::text::Text;

/// Writing direction of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "ltr" => Some(Self::Ltr),
            "rtl" => Some(Self::Rtl),
            _ => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// What a term stands for, or what a text expands to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Keyword(Keyword),
    /// An IRI, a blank node identifier or, where nothing made it absolute, a relative reference.
    Iri(Text),
    Nothing,
}

/// How a term's values are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coercion {
    Id,
    Vocab,
    Json,
    None,
    Datatype(Text),
}

/// The containers of a term, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Containers(pub(super) u8);

impl Containers {
    pub(super) const GRAPH: Self = Self(1);
    pub(super) const ID: Self = Self(2);
    pub(super) const INDEX: Self = Self(4);
    pub(super) const LANGUAGE: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const SET: Self = Self(32);
    pub(super) const TYPE: Self = Self(64);
    pub(super) const MAPS: Self = Self(2 | 4 | 64);

    pub(super) fn has(self, any_of: Self) -> bool {
        self.0 & any_of.0 != 0
    }
}

/// A context as written inside a definition; compiled against each active context that it meets.
#[derive(Debug)]
pub(super) struct ScopedContext {
    /// Equal only for one and the same; `None` when it ends with the document that holds it.
    pub(super) id: Option<u64>,
    pub(super) value: Value,
    /// Where relative context addresses start.
    pub(super) base: Option<Text>,
}

/// Two are the same if they are written the same.
impl PartialEq for ScopedContext {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A term definition ([§4.1](https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm)).
/// `Some(None)` says that a mapping was set to null.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::option_option)]
pub(super) struct Definition {
    pub(super) meaning: Meaning,
    pub(super) is_prefix: bool,
    pub(super) is_protected: bool,
    pub(super) is_reverse: bool,
    pub(super) scoped: Option<Arc<ScopedContext>>,
    pub(super) containers: Containers,
    pub(super) direction: Option<Option<Direction>>,
    pub(super) index: Option<Text>,
    pub(super) language: Option<Option<Text>>,
    pub(super) nest: Option<Text>,
    pub(super) coercion: Option<Coercion>,
}

/// Numbers for contexts and scoped contexts, so that results can be remembered by them.
pub(super) fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A longer name is no term: none that is published is a tenth as long.
const LONGEST_TERM: usize = 2_048;

/// An active context.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// `None` when it is made of an inline context and so ends with its document.
    pub(super) id: Option<u64>,
    pub(super) terms: HashMap<Text, Arc<Definition>>,
    pub(super) base: Option<Text>,
    pub(super) vocab: Option<Text>,
    pub(super) language: Option<Text>,
    pub(super) direction: Option<Direction>,
    /// What holds again in the next node, where this one is not propagated.
    pub(super) previous: Option<Arc<Context>>,
}

impl Context {
    pub(super) fn initial(id: Option<u64>, base: Option<Text>) -> Self {
        Self { id, terms: HashMap::new(), base, vocab: None, language: None, direction: None, previous: None }
    }

    pub(super) fn term(&self, term: &str) -> Option<&Arc<Definition>> {
        // It is asked for each value, and to look for a name of a megabyte takes as long as to read it.
        if term.len() > LONGEST_TERM { None } else { self.terms.get(term) }
    }

    pub(super) fn has_protected_terms(&self) -> bool {
        self.terms.values().any(|definition| definition.is_protected)
    }

    /// The keyword that a key of a document stands for.
    pub(super) fn keyword(&self, key: &str) -> Option<Keyword> {
        if key.starts_with('@')
            && let Some(keyword) = Keyword::parse(key)
        {
            return Some(keyword);
        }
        match self.terms.get(key)?.meaning {
            Meaning::Keyword(keyword) => Some(keyword),
            Meaning::Iri(_) | Meaning::Nothing => None,
        }
    }

    /// IRI expansion of what is a term or vocabulary-relative: keys, types.
    pub(super) fn expand_vocab(&self, value: &str) -> Meaning {
        self.expand(value, true, false)
    }

    /// [IRI expansion](https://www.w3.org/TR/json-ld11-api/#iri-expansion), outside of context processing.
    pub(super) fn expand(&self, value: &str, vocab: bool, document_relative: bool) -> Meaning {
        if value.starts_with('@') {
            if let Some(keyword) = Keyword::parse(value) {
                return Meaning::Keyword(keyword);
            }
            if has_keyword_form(value) {
                return Meaning::Nothing;
            }
        }
        if let Some(definition) = self.terms.get(value)
            && (vocab || matches!(definition.meaning, Meaning::Keyword(_)))
        {
            return definition.meaning.clone();
        }
        if let Some((prefix, suffix)) = value.split_once(':').filter(|(prefix, _)| !prefix.is_empty()) {
            if prefix == "_" || suffix.starts_with("//") {
                return Meaning::Iri(Text::from(value));
            }
            if let Some(definition) = self.terms.get(prefix)
                && let (Meaning::Iri(namespace), true) = (&definition.meaning, definition.is_prefix)
            {
                return Meaning::Iri(Text::from([&**namespace, suffix].concat()));
            }
            if iri::has_scheme(value) {
                return Meaning::Iri(Text::from(value));
            }
        }
        if vocab && let Some(vocab) = &self.vocab {
            return Meaning::Iri(Text::from([&**vocab, value].concat()));
        }
        match &self.base {
            Some(base) if document_relative => Meaning::Iri(Text::from(iri::resolve(base, value))),
            _ => Meaning::Iri(Text::from(value)),
        }
    }
}
