//! From objects to bytes: what can be is deflated, and the file's identifier is made from its content.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, StringFormat};
use sha2::{Digest, Sha256};

use super::{WriteFault, refused};

/// 6 of 9: each step beyond costs more time than it saves bytes.
const LEVEL: Compression = Compression::new(6);
/// Shorter ones do not become shorter.
const SHORTEST: usize = 64;

/// The bytes of a file.
pub(super) fn bytes(mut file: Document) -> Result<Vec<u8>, WriteFault> {
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
            && stream.content.len() > SHORTEST
        {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(deflate(&stream.content));
        }
    }
    let unknown = Object::String(vec![0; 16], StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![unknown.clone(), unknown]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|fault| refused(fault.into()))?;
    identify(&mut bytes);
    Ok(bytes)
}

/// Two files with the same identifier are the same (ISO 32000-1, 14.4).
fn identify(bytes: &mut [u8]) {
    let nothing = [b'0'; 32];
    let digest = Sha256::digest(&*bytes);
    let identifier = data_encoding::HEXUPPER.encode(digest.get(..16).unwrap_or(&digest));
    let tail = bytes.len().saturating_sub(512);
    let Some(tail) = bytes.get_mut(tail..) else { return };
    for at in 0..tail.len().saturating_sub(nothing.len()) {
        if let Some(place) = tail.get_mut(at..at + nothing.len()).filter(|place| **place == nothing) {
            place.copy_from_slice(identifier.as_bytes());
        }
    }
}

pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), LEVEL);
    // Writing to memory does not fail; if it did, the reader would see a damaged stream.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

/// A text string (7.9.2.2): as it is where it is ASCII, else UTF-16.
pub(super) fn text(text: &str) -> Object {
    if text.chars().all(|c| (' '..='~').contains(&c)) {
        return Object::string_literal(text);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// UTF-16 with its mark in front.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}
