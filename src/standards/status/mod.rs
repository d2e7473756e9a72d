//! Bitstring status lists: one bit, or a few, for every credential of an issuer.
//!
//! Source: [Bitstring Status List 1.0](https://www.w3.org/TR/vc-bitstring-status-list/). The list is
//! compressed with gzip and written as `u` and base64url. Index 0 is the left-most, most significant
//! bit. Compressed text is inflated as a stream that stops at a limit: a ratio would prove nothing,
//! since an honest empty list shrinks 321 times.

use std::io::{Read, Write};

use data_encoding::BASE64URL_NOPAD;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// The least number of entries in a list, so that one entry hides among many
/// ([§2.2](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential)).
pub const LEAST_ENTRIES: usize = 131_072;
/// The most that a list may inflate to: 33,554,432 entries of one bit.
pub const LARGEST_INFLATED: usize = 4 << 20;
/// The most that a list may have as text.
pub const LARGEST_ENCODED: usize = 2 << 20;

/// The bits of a status list.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitstring {
    bytes: Vec<u8>,
}

impl Bitstring {
    /// A list of so many bits, all 0, rounded up to whole bytes.
    pub fn new(bits: usize) -> Self {
        Self { bytes: vec![0; bits.div_ceil(8)] }
    }

    /// How many bits it has.
    pub fn bits(&self) -> usize {
        self.bytes.len() * 8
    }

    /// How many entries it has when each takes `status_size` bits; 0 for a size of 0.
    pub fn entries(&self, status_size: StatusSize) -> usize {
        self.bits() / usize::from(status_size.0)
    }

    /// The bit at `index`; `None` behind the end.
    pub fn get(&self, index: usize) -> Option<bool> {
        self.bytes.get(index / 8).map(|byte| byte & mask(index) != 0)
    }

    /// The entry at `index` when each takes `status_size` bits, its first bit the most significant.
    ///
    /// `None` behind the end (`RANGE_ERROR`).
    pub fn entry(&self, index: usize, status_size: StatusSize) -> Option<u32> {
        let size = usize::from(status_size.0);
        let first = index.checked_mul(size)?;
        (first..first.checked_add(size)?).try_fold(0, |value, at| Some(value << 1 | u32::from(self.get(at)?)))
    }

    /// Sets the bit at `index`.
    ///
    /// # Errors
    /// [`StatusFault::Range`] behind the end.
    pub fn set(&mut self, index: usize, value: bool) -> Result<(), StatusFault> {
        let bits = self.bits();
        let byte = self.bytes.get_mut(index / 8).ok_or(StatusFault::Range { index, bits })?;
        *byte = if value { *byte | mask(index) } else { *byte & !mask(index) };
        Ok(())
    }

    /// How many bits are 1.
    pub fn ones(&self) -> usize {
        self.bytes.iter().filter_map(|byte| usize::try_from(byte.count_ones()).ok()).sum()
    }

    /// `encodedList`: `u` and the base64url form of the compressed bits; the same text for the same bits.
    pub fn encode(&self) -> String {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory cannot fail; a list that did would decode as cut off.
        let compressed = gzip.write_all(&self.bytes).and_then(|()| gzip.finish()).unwrap_or_default();
        format!("u{}", BASE64URL_NOPAD.encode(&compressed))
    }

    /// Reads `encodedList`.
    ///
    /// # Errors
    /// [`StatusFault`] for another encoding, a damaged or second compressed member, more than
    /// [`LARGEST_INFLATED`] bytes.
    pub fn decode(text: &str) -> Result<Self, StatusFault> {
        if text.len() > LARGEST_ENCODED {
            return Err(StatusFault::TooLarge { limit: LARGEST_ENCODED });
        }
        let digits = text.strip_prefix('u').ok_or(StatusFault::NotMultibase)?;
        let compressed = BASE64URL_NOPAD.decode(digits.as_bytes()).map_err(|_| StatusFault::NotBase64Url)?;
        let bytes = inflate(&compressed, LARGEST_INFLATED)?;
        Ok(Self { bytes })
    }
}

fn mask(index: usize) -> u8 {
    0x80 >> (index % 8)
}

/// Inflates one gzip member, at most `limit` bytes.
fn inflate(compressed: &[u8], limit: usize) -> Result<Vec<u8>, StatusFault> {
    let mut stream = GzDecoder::new(compressed);
    let mut bytes = Vec::new();
    let cap = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    stream.by_ref().take(cap).read_to_end(&mut bytes).map_err(|_| StatusFault::NotGzip)?;
    if bytes.len() > limit {
        return Err(StatusFault::TooLarge { limit });
    }
    // Other readers go on with the next member, so the same text would be two lists.
    if stream.into_inner().is_empty() { Ok(bytes) } else { Err(StatusFault::NotGzip) }
}

impl std::fmt::Debug for Bitstring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bitstring({} of {} bits set)", self.ones(), self.bits())
    }
}

/// How many bits one entry takes: 1 to 32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusSize(u8);

impl StatusSize {
    /// One bit, the default.
    pub const ONE: Self = Self(1);

    /// So many bits; `None` for 0 and for more than 32.
    pub fn new(bits: u64) -> Option<Self> {
        u8::try_from(bits).ok().filter(|b| (1..=32).contains(b)).map(Self)
    }
}

impl Default for StatusSize {
    fn default() -> Self {
        Self::ONE
    }
}

/// Why a status list cannot be read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatusFault {
    /// Larger than any list we read.
    #[error("the status list is larger than {limit} bytes")]
    TooLarge {
        /// The limit that it broke.
        limit: usize,
    },
    /// [§2.2](https://www.w3.org/TR/vc-bitstring-status-list/): multibase, base64url without padding.
    #[error("the status list does not start with u, the sign of base64url")]
    NotMultibase,
    /// A character, padding or trailing bits that it may not have.
    #[error("the status list is not base64url without padding")]
    NotBase64Url,
    /// Damaged, cut off, or followed by something.
    #[error("the status list is not one whole gzip member")]
    NotGzip,
    /// `RANGE_ERROR`
    #[error("entry {index} lies behind the end of a status list of {bits} bits")]
    Range {
        /// The index.
        index: usize,
        /// The length of the list.
        bits: usize,
    },
}

#[cfg(test)]
mod tests;
