//! The contexts stated in this program, in a notation of its own (`contexts/*.terms`).
//!
//! What a context says is public knowledge; its text is not copied here. A test compares the compiled
//! meaning of each with the published text, term by term. Two spaces of indentation open a scope:
//!
//! ```text
//! short sec https://w3id.org/security#      an abbreviation, for this file only
//! block NAME                                lines to be used several times
//! context NAME ADDRESS… [for PURPOSE]       a context and where it stands
//!   like NAME                               starts as that context
//!   use NAME                                the lines of a block
//!   protected | named | sealed              its terms are protected | has `id` and `type` | both
//!   vocab IRI
//!   prefix sec                              `sec` is a term too
//!   proof sec: as @id in @graph             term, meaning (`sec:` = `sec:proof`), coercion, container
//!     …                                     the term's own context; `nothing` = null
//!   without TERM                            takes a term out again
//!   change TERM [meaning …]                 changes a term, or the terms below it
//! ```

use std::collections::HashMap;

use serde_json::{Map, Value};

const FILES: [&str; 3] =
    [include_str!("contexts/w3c.terms"), include_str!("contexts/open-badges-3.terms"), include_str!("contexts/open-badges-2.terms")];

/// A context as stated.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// Where it stands.
    pub(super) addresses: Vec<String>,
    /// Set for contexts that only some may use: `conformance`, `april-2025`.
    pub(super) purpose: Option<String>,
    /// The value of `@context`.
    pub(super) context: Map<String, Value>,
}

/// A line that the notation does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {text:?}: {what}")]
pub(super) struct StatedFault {
    line: usize,
    text: String,
    what: &'static str,
}

/// All contexts stated, by name.
pub(super) fn load() -> Result<HashMap<String, Stated>, StatedFault> {
    let mut all = HashMap::new();
    for file in FILES {
        read(file, &mut all)?;
    }
    Ok(all)
}

#[derive(Clone)]
struct Line<'f> {
    number: usize,
    depth: usize,
    words: Vec<&'f str>,
}

impl Line<'_> {
    fn fault(&self, what: &'static str) -> StatedFault {
        StatedFault { line: self.number, text: self.words.join(" "), what }
    }

    fn word(&self, at: usize) -> Result<&str, StatedFault> {
        self.words.get(at).copied().ok_or_else(|| self.fault("a word is missing"))
    }
}

struct Reader<'f, 'a> {
    shorts: HashMap<&'f str, &'f str>,
    blocks: HashMap<&'f str, &'a [Line<'f>]>,
    all: &'a mut HashMap<String, Stated>,
}

fn read(file: &str, all: &mut HashMap<String, Stated>) -> Result<(), StatedFault> {
    let lines = file.lines().enumerate().filter(|(_, text)| !text.trim().is_empty() && !text.trim_start().starts_with('#'));
    let lines = lines.map(|(at, text)| Line {
        number: at + 1,
        depth: (text.len() - text.trim_start().len()) / 2,
        words: text.split_whitespace().collect(),
    });
    let lines = lines.collect::<Vec<_>>();
    let mut reader = Reader { shorts: HashMap::new(), blocks: HashMap::new(), all };
    for (line, body) in entries(&lines, 0) {
        match (line.word(0)?, &line.words[1..]) {
            ("short", [name, iri]) => {
                reader.shorts.insert(name, iri);
            }
            ("block", [name]) => {
                reader.blocks.insert(name, body);
            }
            ("context", [name, addresses @ ..]) => {
                let (addresses, purpose) = match addresses {
                    [addresses @ .., "for", purpose] => (addresses, Some((*purpose).to_owned())),
                    addresses => (addresses, None),
                };
                let mut context = Map::new();
                reader.scope(body, 1, &mut context)?;
                let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
                reader.all.insert((*name).to_owned(), Stated { addresses, purpose, context });
            }
            _ => return Err(line.fault("neither short, block nor context")),
        }
    }
    Ok(())
}

/// The lines of one depth, each with the deeper lines below it.
fn entries<'a, 'f>(lines: &'a [Line<'f>], depth: usize) -> impl Iterator<Item = (&'a Line<'f>, &'a [Line<'f>])> {
    let starts = lines.iter().enumerate().filter(move |(_, line)| line.depth <= depth);
    starts.map(move |(at, line)| {
        let below = &lines[at + 1..];
        let end = below.iter().position(|other| other.depth <= depth).unwrap_or(below.len());
        (line, &below[..end])
    })
}

impl<'f> Reader<'f, '_> {
    fn scope(&self, lines: &[Line<'f>], depth: usize, into: &mut Map<String, Value>) -> Result<(), StatedFault> {
        for (line, body) in entries(lines, depth) {
            let first = line.word(0)?;
            if matches!(first, "protected" | "sealed") {
                into.insert("@protected".to_owned(), Value::Bool(true));
            }
            match first {
                "protected" => {}
                "named" | "sealed" => {
                    into.insert("id".to_owned(), "@id".into());
                    into.insert("type".to_owned(), "@type".into());
                }
                "vocab" => {
                    into.insert("@vocab".to_owned(), line.word(1)?.into());
                }
                "prefix" => {
                    let name = line.word(1)?;
                    let iri = self.shorts.get(name).ok_or_else(|| line.fault("no such abbreviation"))?;
                    into.insert(name.to_owned(), (*iri).into());
                }
                "use" => {
                    let block = self.blocks.get(line.word(1)?).ok_or_else(|| line.fault("no such block"))?;
                    self.scope(block, 1, into)?;
                }
                "like" => {
                    let other = self.all.get(line.word(1)?).ok_or_else(|| line.fault("no such context"))?;
                    into.extend(other.context.clone());
                }
                "without" => {
                    into.remove(line.word(1)?).ok_or_else(|| line.fault("no such term"))?;
                }
                "change" => {
                    let term = into.get_mut(line.word(1)?).and_then(Value::as_object_mut);
                    let term = term.ok_or_else(|| line.fault("no such term"))?;
                    if line.words.len() > 2 {
                        term.extend(self.term(line, 1)?);
                    }
                    if !body.is_empty() {
                        let scope = term.get_mut("@context").and_then(Value::as_object_mut);
                        self.scope(body, depth + 1, scope.ok_or_else(|| line.fault("the term has no context"))?)?;
                    }
                }
                name => {
                    let mut term = self.term(line, 0)?;
                    if let [only] = body
                        && only.words == ["nothing"]
                    {
                        term.insert("@context".to_owned(), Value::Null);
                    } else if !body.is_empty() {
                        let mut scope = Map::new();
                        self.scope(body, depth + 1, &mut scope)?;
                        term.insert("@context".to_owned(), Value::Object(scope));
                    }
                    into.insert(name.to_owned(), Value::Object(term));
                }
            }
        }
        Ok(())
    }

    /// `term meaning [as coercion] [in container]`, from the word at which the term stands.
    fn term(&self, line: &Line<'f>, at: usize) -> Result<Map<String, Value>, StatedFault> {
        let name = line.word(at)?;
        let mut term = Map::new();
        term.insert("@id".to_owned(), self.iri(line, line.word(at + 1)?, name)?.into());
        for pair in line.words[at + 2..].chunks(2) {
            match pair {
                ["as", coercion] => term.insert("@type".to_owned(), self.iri(line, coercion, name)?.into()),
                ["in", container] => term.insert("@container".to_owned(), (*container).into()),
                _ => return Err(line.fault("neither as nor in")),
            };
        }
        Ok(term)
    }

    fn iri(&self, line: &Line<'f>, word: &str, name: &str) -> Result<String, StatedFault> {
        if word.starts_with('@') {
            return Ok(word.to_owned());
        }
        if let Some(iri) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            return Ok(iri.to_owned());
        }
        let (short, suffix) = word.split_once(':').ok_or_else(|| line.fault("neither an abbreviated nor a full IRI"))?;
        let namespace = self.shorts.get(short).ok_or_else(|| line.fault("no such abbreviation"))?;
        Ok([*namespace, if suffix.is_empty() { name } else { suffix }].concat())
    }
}
