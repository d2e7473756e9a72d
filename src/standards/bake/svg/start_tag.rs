//! Where the parts of a start tag stand in the text.
//!
//! The XML reader tells where nodes begin and end, but not where a start tag does, nor where a
//! namespace is declared. It has checked the text before, so this walk only has to find its way.

use std::ops::Range;

/// The parts of one start tag, as byte ranges of the whole text.
pub(super) struct StartTag {
    /// The name as written, with prefix.
    pub(super) name: Range<usize>,
    /// Behind its `>`.
    pub(super) end: usize,
    /// Closed in itself: `<svg/>`.
    pub(super) empty: bool,
    attributes: Vec<(String, Range<usize>)>,
}

impl StartTag {
    /// The start tag whose `<` stands at `at`; `None` if there is none.
    pub(super) fn read(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut walk = Walk { bytes, at };
        walk.expect(b'<')?;
        let name = walk.until(|b| is_space(b) || matches!(b, b'/' | b'>'))?;
        let mut attributes = Vec::new();
        loop {
            walk.skip_space();
            match walk.peek()? {
                b'>' => return Some(Self { name, end: walk.at + 1, empty: false, attributes }),
                b'/' => {
                    walk.at += 1;
                    walk.expect(b'>')?;
                    return Some(Self { name, end: walk.at, empty: true, attributes });
                }
                _ => {
                    let called = walk.until(|b| is_space(b) || b == b'=')?;
                    walk.skip_space();
                    walk.expect(b'=')?;
                    walk.skip_space();
                    let quote = walk.peek().filter(|b| matches!(b, b'"' | b'\''))?;
                    walk.at += 1;
                    let value = walk.until(|b| b == quote)?;
                    walk.at += 1;
                    attributes.push((text[called].to_owned(), value));
                }
            }
        }
    }

    /// Where the value of an attribute or namespace declaration stands, without quotes.
    pub(super) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn until(&mut self, stop: impl Fn(u8) -> bool) -> Option<Range<usize>> {
        let start = self.at;
        while !stop(self.peek()?) {
            self.at += 1;
        }
        Some(start..self.at)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
