//! Values as they are written in a PDF file, read within limits.
//!
//! Source: ISO 32000-2 §7.2 and §7.3. Only what leads to an attachment is kept apart; numbers with a
//! fraction and flags are read over.

use super::PdfFault;

/// Values within values.
const DEEPEST: usize = 32;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Integer(i64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dictionary(Dictionary),
    /// An object by its number.
    Reference(u32),
    /// `null`, a flag, a number with a fraction.
    Other,
}

impl Object {
    pub(super) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            Self::Integer(_) | Self::Name(_) | Self::Text(_) | Self::Dictionary(_) | Self::Reference(_) | Self::Other => None,
        }
    }

    /// A whole number from 0.
    pub(super) fn as_count(&self) -> Option<usize> {
        match self {
            Self::Integer(number) => usize::try_from(*number).ok(),
            Self::Name(_) | Self::Text(_) | Self::List(_) | Self::Dictionary(_) | Self::Reference(_) | Self::Other => None,
        }
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(found) if found == name.as_bytes())
    }
}

/// Names and values. A name that stands twice is found once, by its first value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dictionary(Vec<(Vec<u8>, Object)>);

impl Dictionary {
    pub(super) fn find(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|(found, _)| found == name.as_bytes()).map(|(_, value)| value)
    }

    pub(super) fn count(&self, name: &str) -> Option<usize> {
        self.find(name)?.as_count()
    }
}

/// Reads values one after the other.
pub(super) struct Reader<'a, 'b> {
    bytes: &'a [u8],
    pub(super) at: usize,
    /// How many values may still be read in the whole file.
    left: &'b mut usize,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) const fn new(bytes: &'a [u8], at: usize, left: &'b mut usize) -> Self {
        Self { bytes, at, left }
    }

    fn damaged(&self) -> PdfFault {
        PdfFault::Damaged { offset: self.at }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Past white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\r' && b != b'\n') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Reads over a word, if it stands here.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        self.skip_space();
        let stands = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if stands {
            self.at += word.len();
        }
        stands
    }

    /// A whole number from 0.
    pub(super) fn count(&mut self) -> Result<usize, PdfFault> {
        self.skip_space();
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = self.bytes.get(start..self.at).and_then(|digits| str::from_utf8(digits).ok());
        digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| self.damaged())
    }

    pub(super) fn object(&mut self) -> Result<Object, PdfFault> {
        self.nested(DEEPEST)
    }

    fn nested(&mut self, depth: usize) -> Result<Object, PdfFault> {
        *self.left = self.left.checked_sub(1).ok_or(PdfFault::TooManyValues)?;
        let below = depth.checked_sub(1).ok_or(PdfFault::TooDeep { limit: DEEPEST })?;
        self.skip_space();
        match (self.peek().ok_or_else(|| self.damaged())?, self.bytes.get(self.at + 1)) {
            (b'<', Some(b'<')) => self.dictionary(below).map(Object::Dictionary),
            (b'<', _) => self.hexadecimal().map(Object::Text),
            (b'(', _) => self.literal().map(Object::Text),
            (b'/', _) => Ok(Object::Name(self.name())),
            (b'[', _) => self.list(below),
            (b'+' | b'-' | b'.' | b'0'..=b'9', _) => self.number(),
            (byte, _) if byte.is_ascii_alphabetic() => self.word(),
            _ => Err(self.damaged()),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Object, PdfFault> {
        self.at += 1;
        let mut items = Vec::new();
        while !self.takes("]") {
            items.push(self.nested(depth)?);
        }
        Ok(Object::List(items))
    }

    fn dictionary(&mut self, depth: usize) -> Result<Dictionary, PdfFault> {
        self.at += 2;
        let mut members = Vec::new();
        while !self.takes(">>") {
            if self.peek() != Some(b'/') {
                return Err(self.damaged());
            }
            members.push((self.name(), self.nested(depth)?));
        }
        Ok(Dictionary(members))
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.at += 1;
            let escaped = (byte == b'#').then(|| hex_pair(self.bytes.get(self.at..self.at + 2)?)).flatten();
            if escaped.is_some() {
                self.at += 2;
            }
            name.push(escaped.unwrap_or(byte));
        }
        name
    }

    fn word(&mut self) -> Result<Object, PdfFault> {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        match self.bytes.get(start..self.at) {
            Some(b"true" | b"false" | b"null") => Ok(Object::Other),
            _ => Err(PdfFault::Damaged { offset: start }),
        }
    }

    /// A number, or with two more words a reference: `12 0 R`.
    fn number(&mut self) -> Result<Object, PdfFault> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let written = self.bytes.get(start..self.at).and_then(|text| str::from_utf8(text).ok()).ok_or_else(|| self.damaged())?;
        let Ok(number) = written.parse::<i64>() else {
            return if written.parse::<f64>().is_ok() { Ok(Object::Other) } else { Err(PdfFault::Damaged { offset: start }) };
        };
        let after = self.at;
        let reference = u32::try_from(number).ok().filter(|_| written.bytes().all(|b| b.is_ascii_digit()) && self.is_reference());
        if reference.is_none() {
            self.at = after;
        }
        Ok(reference.map_or(Object::Integer(number), Object::Reference))
    }

    /// Reads over `0 R`.
    fn is_reference(&mut self) -> bool {
        self.count().is_ok() && self.takes("R") && self.peek().is_none_or(|b| !is_regular(b))
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, PdfFault> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            match self.peek().ok_or_else(|| self.damaged())? {
                b'>' => break,
                byte if byte.is_ascii_hexdigit() => digits.push(byte),
                byte if is_space(byte) => {}
                _ => return Err(self.damaged()),
            }
            self.at += 1;
        }
        self.at += 1;
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        Ok(digits.chunks(2).filter_map(hex_pair).collect())
    }

    /// `(text)`: brackets in it come in pairs or behind a backslash.
    fn literal(&mut self) -> Result<Vec<u8>, PdfFault> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 0_usize);
        loop {
            let byte = self.peek().ok_or_else(|| self.damaged())?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 0 => return Ok(text),
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escaped()?);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn escaped(&mut self) -> Result<Option<u8>, PdfFault> {
        let byte = self.peek().ok_or_else(|| self.damaged())?;
        self.at += 1;
        Ok(match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            // A line that goes on.
            b'\n' => None,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                None
            }
            b'0'..=b'7' => {
                let mut value = byte - b'0';
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                }
                Some(value)
            }
            other => Some(other),
        })
    }
}

pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

const fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex_pair(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?, 16).ok()
}
