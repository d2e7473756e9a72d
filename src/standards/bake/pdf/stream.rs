//! Streams: bytes behind a dictionary, mostly deflated.
//!
//! Source: ISO 32000-2 §7.3.8 and §7.4. Of the filters only `FlateDecode` is read, once, with the
//! predictors of PNG that cross-reference streams use.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::PdfFault;
use super::object::{Dictionary, Object};

/// What may be inflated in one file, all streams together.
const MOST_INFLATED: usize = 4 << 20;

/// How much may still be inflated.
#[derive(Debug)]
pub(super) struct Inflation {
    left: usize,
}

impl Default for Inflation {
    fn default() -> Self {
        Self { left: MOST_INFLATED }
    }
}

/// A stream of a file, not yet inflated.
pub(super) struct Stream<'a> {
    pub(super) dictionary: Dictionary,
    pub(super) raw: &'a [u8],
}

impl<'a> Stream<'a> {
    /// The bytes of a stream: `length` of them behind the line that ends in `stream`.
    pub(super) fn raw(bytes: &'a [u8], behind_word: usize, length: usize) -> Option<&'a [u8]> {
        let rest = bytes.get(behind_word..)?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
        let (raw, behind) = rest.split_at_checked(length)?;
        let end = behind.get(..16.min(behind.len()))?;
        end.trim_ascii_start().starts_with(b"endstream").then_some(raw)
    }

    /// What it holds.
    pub(super) fn content(&self, inflation: &mut Inflation) -> Result<Vec<u8>, PdfFault> {
        let filter = match self.dictionary.find("Filter") {
            Some(Object::List(filters)) if filters.is_empty() => None,
            Some(Object::List(filters)) if filters.len() == 1 => filters.first(),
            filter => filter,
        };
        let content = match filter {
            None => self.raw.to_vec(),
            Some(filter) if filter.is_name("FlateDecode") => inflate(self.raw, inflation.left)?,
            Some(_) => return Err(PdfFault::Filter),
        };
        inflation.left = inflation.left.checked_sub(content.len()).ok_or(PdfFault::TooMuch { limit: MOST_INFLATED })?;
        match self.dictionary.find("DecodeParms") {
            Some(Object::Dictionary(parameters)) => unpredicted(content, parameters),
            Some(Object::List(one)) => match one.first() {
                Some(Object::Dictionary(parameters)) if one.len() == 1 => unpredicted(content, parameters),
                _ => Err(PdfFault::Filter),
            },
            None | Some(Object::Other) => Ok(content),
            Some(_) => Err(PdfFault::Filter),
        }
    }
}

/// One byte more than may be left shows that it was too much.
fn inflate(raw: &[u8], left: usize) -> Result<Vec<u8>, PdfFault> {
    let mut content = Vec::new();
    let cap = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
    ZlibDecoder::new(raw).take(cap).read_to_end(&mut content).map_err(|_| PdfFault::Compression)?;
    Ok(content)
}

/// Takes back the filter that PNG puts before each row (§7.4.4.4).
fn unpredicted(content: Vec<u8>, parameters: &Dictionary) -> Result<Vec<u8>, PdfFault> {
    let number = |name: &str, usual: usize| parameters.find(name).map_or(Some(usual), Object::as_count);
    match number("Predictor", 1) {
        Some(1) => return Ok(content),
        Some(10..=15) => {}
        _ => return Err(PdfFault::Filter),
    }
    let (Some(columns @ 1..=4096), Some(1), Some(8)) = (number("Columns", 1), number("Colors", 1), number("BitsPerComponent", 8)) else {
        return Err(PdfFault::Filter);
    };
    let mut out: Vec<u8> = Vec::with_capacity(content.len());
    for row in content.chunks_exact(columns + 1) {
        let above = out.len().checked_sub(columns);
        for (at, byte) in row[1..].iter().enumerate() {
            let left = if at == 0 { 0 } else { out[out.len() - 1] };
            let up = above.map_or(0, |above| out[above + at]);
            let corner = if at == 0 { 0 } else { above.map_or(0, |above| out[above + at - 1]) };
            let predicted = match row[0] {
                0 => 0,
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => paeth(left, up, corner),
                _ => return Err(PdfFault::Filter),
            };
            out.push(byte.wrapping_add(predicted));
        }
    }
    Ok(out)
}

/// Whichever neighbour is nearest to left + up − corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (l, u, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let estimate = l + u - c;
    let (to_left, to_up, to_corner) = ((estimate - l).abs(), (estimate - u).abs(), (estimate - c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}
