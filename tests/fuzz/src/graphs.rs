//! JSON-LD and the canonical form.

use insignia::standards::json;
use insignia::standards::jsonld::{Contexts, Limits, Mode, canonicalize, parse_nquads, to_rdf};

use crate::soon;

/// What safe mode reads, lax mode reads to the same graph: nothing was lost that could be.
pub fn jsonld_expand(bytes: &[u8]) {
    let Ok(document) = json::parse(bytes, &json::Limits::DOCUMENT) else { return };
    let limits = Limits::default();
    let lax = soon(|| to_rdf(&document, Contexts::known(), Mode::Lax, &limits));
    let Ok(safe) = soon(|| to_rdf(&document, Contexts::known(), Mode::Safe, &limits)) else { return };
    let lax = lax.expect("lax mode reads what safe mode reads");
    assert_eq!(soon(|| canonicalize(&safe, &limits)), soon(|| canonicalize(&lax, &limits)));
}

/// The canonical form is its own canonical form, whatever the order of the statements.
pub fn rdf_canon(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(dataset) = soon(|| parse_nquads(text)) else { return };
    let Ok(canonical) = soon(|| canonicalize(&dataset, &Limits::default())) else { return };
    let mut lines: Vec<&str> = canonical.lines().collect();
    for _ in 0..2 {
        lines.reverse();
        let again = parse_nquads(&format!("{}\n", lines.join("\n"))).expect("what was written is read");
        assert_eq!(canonicalize(&again, &Limits::default()).as_ref(), Ok(&canonical));
    }
}
