//! PNG: the badge stands in one `iTXt` chunk with the keyword `openbadgecredential`.
//!
//! Source: [PNG, third edition](https://www.w3.org/TR/png-3/). The chunks are walked by our own
//! reader, which checks every length and every CRC; the picture itself is never decoded. Older
//! badges (`openbadges`, also in `tEXt`) and compressed text are read, never written.

use flate2::Crc;
use flate2::read::ZlibDecoder;
use std::io::Read;

use super::{Carried, Generation, LARGEST_PICTURE, LONGEST_BADGE};

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
const KEYWORD: &[u8] = b"openbadgecredential";
const OLDER_KEYWORD: &[u8] = b"openbadges";
/// No honest picture of this size has more.
const MOST_CHUNKS: usize = 4096;

/// Puts a badge into a picture; one that it carries already, of whatever age, is replaced.
///
/// # Errors
/// If the picture is no PNG, the badge is empty or holds a zero byte, or the result is too large.
pub fn bake(picture: &[u8], badge: &str) -> Result<Vec<u8>, PngFault> {
    if badge.is_empty() || badge.contains('\0') || badge.len() > LONGEST_BADGE {
        return Err(PngFault::BadgeText);
    }
    let chunks = walk(picture)?;
    let mut out = Vec::with_capacity(picture.len() + badge.len() + 64);
    out.extend_from_slice(SIGNATURE);
    for (at, chunk) in chunks.iter().enumerate() {
        if chunk.keyword().is_none() {
            out.extend_from_slice(chunk.whole);
        }
        // Behind the header and before the pixels: some readers look no further.
        if at == 0 {
            out.extend_from_slice(&badge_chunk(badge)?);
        }
    }
    if out.len() > LARGEST_PICTURE { Err(PngFault::TooLarge { bytes: out.len() }) } else { Ok(out) }
}

/// Reads the one badge that a picture carries.
///
/// # Errors
/// [`PngFault::NoBadge`], [`PngFault::Several`], or what is wrong with the picture.
pub fn extract(picture: &[u8]) -> Result<Carried, PngFault> {
    let chunks = walk(picture)?;
    let mut badges = chunks.iter().filter_map(|chunk| chunk.keyword().map(|generation| (chunk, generation)));
    let (chunk, generation) = badges.next().ok_or(PngFault::NoBadge)?;
    // OB 3.0 §5.3.1: never two; readers would differ in which one they show.
    if badges.next().is_some() {
        return Err(PngFault::Several);
    }
    Ok(Carried { generation, text: chunk.text()? })
}

/// True if the bytes begin like a PNG.
pub fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

struct Chunk<'a> {
    kind: [u8; 4],
    content: &'a [u8],
    /// With length, kind and CRC.
    whole: &'a [u8],
}

/// Every chunk up to `IEND`; what follows it is no part of the picture.
fn walk(picture: &[u8]) -> Result<Vec<Chunk<'_>>, PngFault> {
    if picture.len() > LARGEST_PICTURE {
        return Err(PngFault::TooLarge { bytes: picture.len() });
    }
    let mut rest = picture.strip_prefix(SIGNATURE).ok_or(PngFault::NotPng)?;
    let mut chunks = Vec::new();
    loop {
        let chunk = next_chunk(rest).map_err(|damage| damage.at(picture.len() - rest.len()))?;
        rest = &rest[chunk.whole.len()..];
        if chunks.is_empty() != (&chunk.kind == b"IHDR") {
            return Err(PngFault::Header);
        }
        let last = &chunk.kind == b"IEND";
        chunks.push(chunk);
        if last {
            return Ok(chunks);
        }
        if chunks.len() >= MOST_CHUNKS {
            return Err(PngFault::TooManyChunks { limit: MOST_CHUNKS });
        }
    }
}

#[derive(Clone, Copy)]
enum Damage {
    CutOff,
    Kind,
    Crc,
}

impl Damage {
    const fn at(self, offset: usize) -> PngFault {
        match self {
            Self::CutOff => PngFault::CutOff { offset },
            Self::Kind => PngFault::ChunkKind { offset },
            Self::Crc => PngFault::Crc { offset },
        }
    }
}

fn next_chunk(rest: &[u8]) -> Result<Chunk<'_>, Damage> {
    let (length, behind) = rest.split_first_chunk::<4>().ok_or(Damage::CutOff)?;
    let (kind, _) = behind.split_first_chunk::<4>().ok_or(Damage::CutOff)?;
    if !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(Damage::Kind);
    }
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Damage::CutOff)?;
    let end = length.checked_add(12).ok_or(Damage::CutOff)?;
    let whole = rest.get(..end).ok_or(Damage::CutOff)?;
    let (summed, crc) = whole[4..].split_last_chunk::<4>().ok_or(Damage::CutOff)?;
    if crc_of(summed) != *crc {
        return Err(Damage::Crc);
    }
    Ok(Chunk { kind: *kind, content: &summed[4..], whole })
}

fn crc_of(bytes: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum().to_be_bytes()
}

fn badge_chunk(badge: &str) -> Result<Vec<u8>, PngFault> {
    // OB 3.0 §5.3.1: compression flag 0, method 0, no language tag, no translated keyword.
    let content = [b"iTXt", KEYWORD, &[0, 0, 0, 0, 0], badge.as_bytes()].concat();
    let length = u32::try_from(content.len() - 4).map_err(|_| PngFault::BadgeText)?;
    Ok([&length.to_be_bytes(), &content[..], &crc_of(&content)].concat())
}

impl Chunk<'_> {
    /// The generation of the badge in this chunk; `None` for all other chunks.
    fn keyword(&self) -> Option<Generation> {
        if !matches!(&self.kind, b"iTXt" | b"tEXt" | b"zTXt") {
            return None;
        }
        match self.content.split(|b| *b == 0).next() {
            Some(KEYWORD) => Some(Generation::OpenBadges3),
            Some(OLDER_KEYWORD) => Some(Generation::OpenBadges2),
            _ => None,
        }
    }

    /// The text behind the keyword.
    fn text(&self) -> Result<String, PngFault> {
        let (_, behind) = cut(self.content)?;
        let bytes = match &self.kind {
            b"iTXt" => international(behind)?,
            b"zTXt" => match behind.split_first() {
                Some((0, deflated)) => inflate(deflated)?,
                _ => return Err(PngFault::ChunkForm),
            },
            _ => behind.to_vec(),
        };
        if bytes.len() > LONGEST_BADGE {
            return Err(PngFault::TooLong { limit: LONGEST_BADGE });
        }
        String::from_utf8(bytes).map_err(|_| PngFault::NotUtf8)
    }
}

/// Compression flag, compression method, language tag, translated keyword, text.
fn international(content: &[u8]) -> Result<Vec<u8>, PngFault> {
    let (flags, names) = content.split_first_chunk::<2>().ok_or(PngFault::ChunkForm)?;
    let (_, behind_language) = cut(names)?;
    let (_, text) = cut(behind_language)?;
    match flags {
        [0, _] => Ok(text.to_vec()),
        [1, 0] => inflate(text),
        _ => Err(PngFault::ChunkForm),
    }
}

/// Splits at the first zero byte.
fn cut(bytes: &[u8]) -> Result<(&[u8], &[u8]), PngFault> {
    let at = bytes.iter().position(|b| *b == 0).ok_or(PngFault::ChunkForm)?;
    Ok((&bytes[..at], &bytes[at + 1..]))
}

/// At most one byte more than a badge may have: the caller sees that it is too long.
fn inflate(deflated: &[u8]) -> Result<Vec<u8>, PngFault> {
    let mut text = Vec::new();
    let cap = u64::try_from(LONGEST_BADGE).unwrap_or(u64::MAX).saturating_add(1);
    ZlibDecoder::new(deflated).take(cap).read_to_end(&mut text).map_err(|_| PngFault::Compression)?;
    Ok(text)
}

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PngFault {
    /// The first eight bytes are others.
    #[error("this is not a PNG picture")]
    NotPng,
    /// Larger than we read or write.
    #[error("the picture has {bytes} bytes, more than 2 MiB")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file ends inside a chunk or before `IEND`.
    #[error("the picture is cut off in the chunk at byte {offset}")]
    CutOff {
        /// Where the chunk starts.
        offset: usize,
    },
    /// Four letters name a chunk.
    #[error("the chunk at byte {offset} of the picture has no name of four letters")]
    ChunkKind {
        /// Where the chunk starts.
        offset: usize,
    },
    /// A byte was changed.
    #[error("the picture is damaged: the checksum of the chunk at byte {offset} is wrong")]
    Crc {
        /// Where the chunk starts.
        offset: usize,
    },
    /// `IHDR` stands first, and once.
    #[error("the picture does not begin with its header, or has two")]
    Header,
    /// More than any honest picture has.
    #[error("the picture has more than {limit} chunks")]
    TooManyChunks {
        /// The limit.
        limit: usize,
    },
    /// A picture without badge.
    #[error("this picture carries no badge")]
    NoBadge,
    /// More than one badge.
    #[error("this picture carries more than one badge")]
    Several,
    /// The fields before the text are not as they must be.
    #[error("the chunk that carries the badge is not built as it must be")]
    ChunkForm,
    /// The compressed text is damaged.
    #[error("the compressed text of the badge is damaged")]
    Compression,
    /// Longer than any badge.
    #[error("the badge in the picture has more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Badges are UTF-8.
    #[error("the badge in the picture is not UTF-8")]
    NotUtf8,
    /// What should be put in.
    #[error("a badge to be put into a picture must have 1 byte to 1 MiB and no zero byte")]
    BadgeText,
}

#[cfg(test)]
mod tests;
