//! JSON-LD 1.1 to RDF, and RDFC-1.0: what a document says, in the one form that is signed.
//!
//! Contexts are stated in this program's own files and compiled once; none is ever fetched. In safe
//! mode, which signing and verifying use, anything that would be lost on the way (an undefined term or
//! type, a relative IRI, a value without meaning) is an error with its place in the document, as
//! [VC Data Integrity](https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly) asks.
//!
//! Implemented: [JSON-LD 1.1 API](https://www.w3.org/TR/json-ld11-api/) expansion and RDF
//! deserialisation with `rdfDirection` = `i18n-datatype` and no document base;
//! [RDFC-1.0](https://www.w3.org/TR/rdf-canon/). Inline contexts work here; who may use them is the
//! verifier's policy.

// JSON values and keywords: all other kinds are one case.
#![allow(clippy::wildcard_enum_match_arm)]

mod canon;
mod compile;
mod context;
mod definition;
mod error;
mod expand;
mod expanded;
mod iri;
mod keyword;
mod known;
#[cfg(test)]
mod known_tests;
mod maps;
mod nquads;
mod number;
mod object;
mod path;
pub mod rdf;
mod stated;
mod statements;
#[cfg(test)]
mod tests;
mod text;
mod value;

use serde_json::Value;

pub use canon::{CanonError, Canonical, HashAlgorithm, canonicalize, canonicalize_with, labelled_lines};
pub use error::{CanonicalFormError, Fault, JsonLdError, JsonPath};
pub use expanded::{Item, Node};
pub use known::Contexts;
pub use nquads::{NQuadsFault, parse_nquads};
pub use rdf::Dataset;
pub use text::Text;

use expand::Expander;
use statements::Statements;

/// What happens to what JSON-LD would drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is an error.
    Safe,
    /// It is dropped, as the JSON-LD text has it.
    Lax,
}

/// How much work a document may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Statements.
    pub quads: usize,
    /// Blank nodes.
    pub blank_nodes: usize,
    /// Calls of Hash N-Degree Quads, and orders tried within them.
    pub hash_n_degree_calls: usize,
    /// Nesting of objects and arrays, and of what contexts lead to.
    pub depth: usize,
    /// Term definitions made or copied for contexts that were not compiled before.
    pub definitions: usize,
    /// Bytes of all statements written out: a document says a long name once, each statement repeats it.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { quads: 2_000, blank_nodes: 200, hash_n_degree_calls: 4_000, depth: 64, definitions: 1_000_000, text: 8 << 20 }
    }
}

/// What a document says, with every term replaced by what it means.
pub fn expand(document: &Value, contexts: &Contexts, mode: Mode, limits: &Limits) -> Result<Vec<Item>, JsonLdError> {
    Expander::new(contexts, mode, limits, None).document(document)
}

/// The statements a document makes.
pub fn to_rdf(document: &Value, contexts: &Contexts, mode: Mode, limits: &Limits) -> Result<Dataset, JsonLdError> {
    Statements::of(&expand(document, contexts, mode, limits)?, mode, limits)
}

/// The statements of a document that stands at an address, in lax mode: relative IRIs start there.
/// For test suites; nothing that is signed has such an address.
pub fn to_rdf_at(base: &str, document: &Value, contexts: &Contexts, limits: &Limits) -> Result<Dataset, JsonLdError> {
    let items = Expander::new(contexts, Mode::Lax, limits, Some(base)).document(document)?;
    Statements::of(&items, Mode::Lax, limits)
}

/// The canonical N-Quads of a document, read in safe mode, by SHA-256.
pub fn canonical_form(document: &Value, contexts: &Contexts, limits: &Limits) -> Result<String, CanonicalFormError> {
    canonical_form_with(document, HashAlgorithm::Sha256, contexts, limits)
}

/// The canonical N-Quads of a document, read in safe mode, by the hash named.
pub fn canonical_form_with(
    document: &Value,
    algorithm: HashAlgorithm,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<String, CanonicalFormError> {
    let dataset = to_rdf(document, contexts, Mode::Safe, limits)?;
    Ok(canonicalize_with(&dataset, algorithm, limits)?.nquads)
}
