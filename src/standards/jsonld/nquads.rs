//! N-Quads: writing in the canonical form, reading in any.
//!
//! The canonical form is that of [RDFC-1.0 §A](https://www.w3.org/TR/rdf-canon/#canonical-quads).
//! IRIs are written as they are: a dataset from this module's parser or from JSON-LD in safe mode
//! holds none with characters that N-Quads forbids.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::rdf::{Dataset, Kind, Literal, Object, Quad, Resource, XSD_STRING};
use super::text::Text;

/// Writes one statement with the given labels of blank nodes (`_:` is added), ending in ` .\n`.
pub(super) fn write_quad(out: &mut String, quad: &Quad, label: &impl Fn(&mut String, usize)) {
    write_resource(out, &quad.subject, label);
    out.push(' ');
    write_iri(out, &quad.predicate);
    out.push(' ');
    match &quad.object {
        Object::Resource(resource) => write_resource(out, resource, label),
        Object::Literal(literal) => write_literal(out, literal),
    }
    out.push(' ');
    if let Some(graph) = &quad.graph {
        write_resource(out, graph, label);
        out.push(' ');
    }
    out.push_str(".\n");
}

fn write_resource(out: &mut String, resource: &Resource, label: &impl Fn(&mut String, usize)) {
    match resource {
        Resource::Iri(iri) => write_iri(out, iri),
        Resource::Blank(number) => {
            out.push_str("_:");
            label(out, *number);
        }
    }
}

fn write_iri(out: &mut String, iri: &str) {
    out.push('<');
    out.push_str(iri);
    out.push('>');
}

fn write_literal(out: &mut String, literal: &Literal) {
    out.push('"');
    let mut plain = 0;
    for (at, c) in literal.value.char_indices() {
        if needs_escape(c) {
            out.push_str(&literal.value[plain..at]);
            write_escaped(out, c);
            plain = at + c.len_utf8();
        }
    }
    out.push_str(&literal.value[plain..]);
    out.push('"');
    match &literal.kind {
        Kind::Tagged(language) => {
            out.push('@');
            out.push_str(language);
        }
        Kind::Typed(datatype) if **datatype == *XSD_STRING => {}
        Kind::Typed(datatype) => {
            out.push_str("^^");
            write_iri(out, datatype);
        }
    }
}

fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\x1f' | '"' | '\\' | '\x7f' | '\u{fffe}' | '\u{ffff}')
}

fn write_escaped(out: &mut String, c: char) {
    match c {
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        other => drop(write!(out, "\\u{:04X}", u32::from(other))),
    }
}

/// A line that is no N-Quads statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not an N-Quads statement: {what} expected at {rest:?}")]
pub struct NQuadsFault {
    /// Counted from 1.
    pub line: usize,
    /// What should have stood there.
    pub what: &'static str,
    /// What stood there instead, shortened.
    pub rest: String,
}

/// White space between the parts of a statement; nothing else is.
const SPACE: [char; 2] = [' ', '\t'];

/// Reads N-Quads by the letter of [its grammar](https://www.w3.org/TR/n-quads/#sec-grammar); comments
/// and empty lines are skipped.
pub fn parse_nquads(text: &str) -> Result<Dataset, NQuadsFault> {
    let mut blanks = Blanks::default();
    let mut quads = Vec::new();
    let lines = text.split('\n').enumerate().flat_map(|(at, line)| line.split('\r').map(move |line| (at, line)));
    for (at, line) in lines {
        let mut cursor = Cursor { rest: line.trim_matches(SPACE), blanks: &mut blanks };
        if cursor.rest.is_empty() || cursor.rest.starts_with('#') {
            continue;
        }
        let quad = cursor.quad().map_err(|what| {
            let rest = cursor.rest.chars().take(40).collect();
            NQuadsFault { line: at + 1, what, rest }
        })?;
        quads.push(quad);
    }
    Ok(Dataset::new(quads, blanks.labels))
}

#[derive(Default)]
struct Blanks {
    labels: Vec<Text>,
    numbers: HashMap<Text, usize>,
}

struct Cursor<'a> {
    rest: &'a str,
    blanks: &'a mut Blanks,
}

impl Cursor<'_> {
    fn quad(&mut self) -> Result<Quad, &'static str> {
        let subject = self.resource()?;
        let predicate = self.iri()?;
        let object = if self.rest.starts_with('"') { Object::Literal(self.literal()?) } else { Object::Resource(self.resource()?) };
        let graph = if self.rest.starts_with('.') { None } else { Some(self.resource()?) };
        self.expect('.', "a full stop")?;
        if self.rest.is_empty() || self.rest.starts_with('#') {
            Ok(Quad { subject, predicate, object, graph })
        } else {
            Err("the end of the line")
        }
    }

    fn expect(&mut self, c: char, what: &'static str) -> Result<(), &'static str> {
        self.rest = self.rest.strip_prefix(c).ok_or(what)?.trim_start_matches(SPACE);
        Ok(())
    }

    fn resource(&mut self) -> Result<Resource, &'static str> {
        let Some(label) = self.rest.strip_prefix("_:") else { return Ok(Resource::Iri(self.iri()?)) };
        let end = label.find(|c: char| c != '.' && !is_of_label(c)).unwrap_or(label.len());
        let name = label[..end].trim_end_matches('.');
        if !name.starts_with(|c: char| c.is_ascii_digit() || begins_label(c)) {
            return Err("a blank node label");
        }
        self.rest = label[name.len()..].trim_start_matches(SPACE);
        let next = self.blanks.labels.len();
        let number = *self.blanks.numbers.entry(Text::from(name)).or_insert(next);
        if number == next {
            self.blanks.labels.push(Text::from(name));
        }
        Ok(Resource::Blank(number))
    }

    fn iri(&mut self) -> Result<Text, &'static str> {
        let inner = self.rest.strip_prefix('<').ok_or("an IRI in angle brackets")?;
        let end = inner.find('>').ok_or("the end of an IRI")?;
        let iri = unescape(&inner[..end], Escapes::OfIris)?;
        if iri.contains(|c: char| super::iri::is_forbidden(c)) || !super::iri::has_scheme(&iri) {
            return Err("an absolute IRI");
        }
        self.rest = inner[end + 1..].trim_start_matches(SPACE);
        Ok(Text::from(iri))
    }

    fn literal(&mut self) -> Result<Literal, &'static str> {
        let inner = &self.rest[1..];
        let mut escaped = false;
        let closing = |c: char| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        };
        let end = inner.find(closing).ok_or("the end of a literal")?;
        let value = Text::from(unescape(&inner[..end], Escapes::OfLiterals)?);
        self.rest = &inner[end + 1..];
        let kind = if let Some(datatype) = self.rest.strip_prefix("^^") {
            self.rest = datatype;
            Kind::Typed(self.iri()?)
        } else if let Some(tag) = self.rest.strip_prefix('@') {
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
            let mut subtags = tag[..end].split('-');
            let primary = subtags.next().is_some_and(|first| !first.is_empty() && first.bytes().all(|b| b.is_ascii_alphabetic()));
            if !primary || subtags.any(str::is_empty) {
                return Err("a language tag");
            }
            self.rest = tag[end..].trim_start_matches(SPACE);
            Kind::Tagged(Text::from(&tag[..end]))
        } else {
            self.rest = self.rest.trim_start_matches(SPACE);
            Kind::Typed(Text::Fixed(XSD_STRING))
        };
        Ok(Literal { value, kind })
    }
}

/// `PN_CHARS_U`: what a blank node label may begin with, beside a digit.
fn begins_label(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '_' | ':' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// `PN_CHARS`: what a blank node label goes on with, beside full stops inside it.
fn is_of_label(c: char) -> bool {
    begins_label(c) || matches!(c, '-' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Which escapes may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// By number only.
    OfIris,
    /// Also those with a letter of their own.
    OfLiterals,
}

fn unescape(text: &str, escapes: Escapes) -> Result<String, &'static str> {
    const FAULT: &str = "a known escape";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let (c, length) = match escape.chars().next().ok_or(FAULT)? {
            'u' => (numbered(escape, 4).ok_or(FAULT)?, 5),
            'U' => (numbered(escape, 8).ok_or(FAULT)?, 9),
            _ if escapes == Escapes::OfIris => return Err(FAULT),
            't' => ('\t', 1),
            'b' => ('\u{8}', 1),
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            'f' => ('\u{c}', 1),
            quote @ ('"' | '\'' | '\\') => (quote, 1),
            _ => return Err(FAULT),
        };
        out.push(c);
        rest = &escape[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The character of `u0041` or `U00000041`.
fn numbered(escape: &str, length: usize) -> Option<char> {
    let digits = escape.get(1..=length).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}
