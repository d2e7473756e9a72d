//! QR codes: the text of the one code in a picture.
//!
//! The only place where pixels of strangers are decoded, and only when a picture carries no badge:
//! a photograph or a screenshot of a certificate. What comes out is text that nobody signed, an
//! address mostly. Pictures of more than 25 megapixels are refused by their header, before anything
//! is unpacked; larger ones are made smaller row by row while they are read, so that the work stays
//! that of one and a half.

mod pixels;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use quircs::Quirc;

pub use super::raster::is_jpeg;
use pixels::Grey;

/// Reads the text of the one QR code in a PNG or JPEG picture.
///
/// # Errors
/// [`QrFault::NoCode`], [`QrFault::Several`], or what is wrong with the picture.
pub fn read(picture: &[u8]) -> Result<String, QrFault> {
    let grey = Grey::decode(picture)?;
    let mut reader = Quirc::default();
    let codes = reader.identify(grey.width, grey.height, &grey.values);
    let payloads = codes.filter_map(|code| code.ok()?.decode().ok()).map(|found| found.payload);
    let texts: BTreeSet<String> =
        payloads.filter_map(|payload| String::from_utf8(payload).ok()).filter(|text| !text.trim().is_empty()).collect();
    let mut texts = texts.into_iter();
    let text = texts.next().ok_or(QrFault::NoCode)?;
    // Which one was meant, only a person can say.
    if texts.next().is_some() { Err(QrFault::Several) } else { Ok(text) }
}

/// Why no code was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrFault {
    /// Neither of the two kinds that are read.
    #[error("this is neither a PNG nor a JPEG picture")]
    NotAPicture,
    /// A bomb, or a poster.
    #[error("the picture has {width} × {height} pixels, more than are read to look for a QR code")]
    TooManyPixels {
        /// From the header.
        width: usize,
        /// From the header.
        height: usize,
    },
    /// The pixels cannot be unpacked.
    #[error("the picture cannot be unpacked: {reason}")]
    Damaged {
        /// Why, in the words of the decoder.
        reason: String,
    },
    /// No code, or none that can be made out.
    #[error("no QR code can be made out in the picture")]
    NoCode,
    /// More than one.
    #[error("the picture shows more than one QR code")]
    Several,
}
