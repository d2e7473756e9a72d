//! The strict JSON reader for everything that comes from outside.
//!
//! It reads [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259) into [`serde_json::Value`] and refuses
//! what two readers could understand differently: a member named twice, a number that would change
//! its value, a lone surrogate, bytes after the document, a byte order mark. Depth and size are
//! limited, so a hostile document costs no more than an honest one. A fault names the byte and the
//! member.
//!
//! It is our own because `serde_json` hands a visitor the number it made, never the text that stood
//! there: `12345678901234567890123` would silently become `1.2345678901234568e22`.

pub(in crate::standards) mod canonical;
mod fault;

use serde_json::{Map, Number, Value};

pub use canonical::{Inexact, canonical};
use fault::Step;
pub use fault::{JsonFault, Path, Problem};

/// How large a document may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole document.
    pub bytes: usize,
    /// How many arrays and objects may enclose each other.
    pub depth: usize,
}

impl Limits {
    /// One mebibyte, 64 levels: room for any badge.
    pub const DOCUMENT: Self = Self::of_bytes(1 << 20);

    /// So many bytes, 64 levels.
    pub const fn of_bytes(bytes: usize) -> Self {
        Self { bytes, depth: 64 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DOCUMENT
    }
}

/// Reads one JSON document; members keep their order.
///
/// # Errors
/// [`JsonFault`]: the first thing that is wrong, and where.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, JsonFault> {
    if bytes.len() > limits.bytes {
        return Err(Problem::TooLarge { bytes: bytes.len(), limit: limits.bytes }.at(limits.bytes));
    }
    let text = str::from_utf8(bytes).map_err(|e| Problem::NotUtf8.at(e.valid_up_to()))?;
    let mut reader = Reader { text, at: 0, depth_left: limits.depth, limit: limits.depth };
    reader.skip_space();
    let value = reader.value()?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault(Problem::TrailingBytes)),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth_left: usize,
    limit: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, problem: Problem) -> JsonFault {
        problem.at(self.at)
    }

    fn unexpected(&self, expected: &'static str) -> JsonFault {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => self.fault(Problem::Unexpected { found, expected }),
            None => self.fault(Problem::Ends { expected }),
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value, JsonFault> {
        match self.peek() {
            Some(b'{') => self.enclosed(Self::object),
            Some(b'[') => self.enclosed(Self::array),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, word: &'static str, value: Value) -> Result<Value, JsonFault> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.unexpected("a value"))
        }
    }

    fn enclosed(&mut self, read: fn(&mut Self) -> Result<Value, JsonFault>) -> Result<Value, JsonFault> {
        let Some(left) = self.depth_left.checked_sub(1) else {
            return Err(self.fault(Problem::TooDeep { limit: self.limit }));
        };
        self.depth_left = left;
        self.at += 1;
        self.skip_space();
        let value = read(self)?;
        self.depth_left += 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, JsonFault> {
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            let item = self.value().map_err(|f| f.within(Step::Index(items.len())))?;
            items.push(item);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.unexpected("a comma or a closing bracket")),
            }
            self.skip_space();
        }
        self.at += 1;
        Ok(Value::Array(items))
    }

    fn object(&mut self) -> Result<Value, JsonFault> {
        let mut members = Map::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a member's name"));
            }
            let name = self.string()?;
            // RFC 8259 §4 leaves duplicates open; readers differ, so we refuse (security.md J5).
            if members.contains_key(&name) {
                return Err(Problem::Duplicate { name }.at(start));
            }
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("a colon"));
            }
            self.at += 1;
            self.skip_space();
            match self.value() {
                Ok(value) => members.insert(name, value),
                Err(fault) => return Err(fault.within(Step::Member(name))),
            };
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.unexpected("a comma or a closing brace")),
            }
            self.skip_space();
        }
        self.at += 1;
        Ok(Value::Object(members))
    }

    fn string(&mut self) -> Result<String, JsonFault> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let run = self.plain_run();
            out.push_str(run);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return Err(self.fault(Problem::Control)),
                None => return Err(self.fault(Problem::Ends { expected: "a closing quotation mark" })),
            }
        }
        self.at += 1;
        Ok(out)
    }

    /// The longest stretch that needs no thought; it ends at an ASCII byte, so at a character's edge.
    fn plain_run(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|b| b == b'"' || b == b'\\' || b < 0x20).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn escape(&mut self) -> Result<char, JsonFault> {
        let start = self.at;
        self.at += 1;
        let simple = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            Some(_) => return Err(Problem::Escape.at(start)),
            None => return Err(self.fault(Problem::Ends { expected: "the rest of an escape" })),
        };
        self.at += 1;
        Ok(simple)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, JsonFault> {
        let first = self.four_digits(start)?;
        let lone = || Problem::LoneSurrogate.at(start);
        let code = match first {
            0xd800..=0xdbff => {
                if !self.text[self.at..].starts_with("\\u") {
                    return Err(lone());
                }
                self.at += 1;
                let second = self.four_digits(start)?;
                let low = second.checked_sub(0xdc00).filter(|l| *l < 0x400).ok_or_else(lone)?;
                0x1_0000 + ((first - 0xd800) << 10) + low
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(lone)
    }

    /// Reads `uXXXX`.
    fn four_digits(&mut self, start: usize) -> Result<u32, JsonFault> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
        let digits = digits.ok_or_else(|| self.fault(Problem::Ends { expected: "the rest of an escape" }))?;
        let mut code = 0;
        for &digit in digits {
            code = code << 4 | char::from(digit).to_digit(16).ok_or_else(|| Problem::Escape.at(start))?;
        }
        self.at += 5;
        Ok(code)
    }

    fn number(&mut self) -> Result<Number, JsonFault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.unexpected("a digit")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        exact_number(text).ok_or_else(|| Problem::Number { text: text.chars().take(64).collect() }.at(start))
    }

    fn digits(&mut self) -> Result<(), JsonFault> {
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return Err(self.unexpected("a digit"));
        }
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }
}

/// The number with exactly the value that is written, or nothing.
///
/// Integers of 64 bits are kept as such. Anything else becomes a double, if the text is one that a
/// writer of this double may produce: one of the shortest, or the one with 17 digits.
fn exact_number(text: &str) -> Option<Number> {
    if let Ok(number) = text.parse::<u64>() {
        return Some(number.into());
    }
    if let Some(number) = text.parse::<i64>().ok().filter(|n| *n != 0) {
        return Some(number.into());
    }
    let double: f64 = text.parse().ok()?;
    let number = Number::from_f64(double)?;
    let written = decimal(text)?;
    // Of two shortest texts as near to a double, std writes the upper one and ECMAScript the even one.
    let writers = [format!("{double:e}"), canonical::ecmascript(&number), format!("{double:.16e}")];
    writers.iter().any(|text| decimal(text).as_ref() == Some(&written)).then_some(number)
}

/// Significant digits and the power of ten of the last one: equal for texts of equal value.
fn decimal(text: &str) -> Option<(String, i64)> {
    let text = text.trim_start_matches('-');
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    let cut = digits.len() - digits.trim_end_matches('0').len();
    let shift = i64::try_from(cut).ok()? - i64::try_from(fraction.len()).ok()?;
    Some((significant.to_owned(), exponent.parse::<i64>().ok()?.checked_add(shift)?))
}

#[cfg(test)]
mod tests;
