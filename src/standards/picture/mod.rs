//! Pictures that people bring: read within limits, made smaller, turned upright and drawn anew.
//!
//! What comes out is a JPEG of our own encoder with no segment of the file that was brought: no place,
//! time or device that a camera wrote into it
//! ([Exif](https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E)), no thumbnail of
//! what was cropped, and no bytes behind the picture. Too many pixels are refused by the header, before
//! anything is unpacked; the rest is made smaller row by row.

mod orientation;
mod pixels;
#[cfg(test)]
mod tests;

use jpeg_encoder::{ColorType, Encoder};

use super::raster::RasterFault;
use pixels::Canvas;

/// Pixels of the longer side at most.
pub const LONGEST_SIDE: usize = 1600;
/// The same of the small one that lists show.
pub const SMALL_SIDE: usize = 320;
/// Bytes of a picture at most.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// From good to still readable; the first that is small enough is taken.
const QUALITIES: [u8; 3] = [82, 65, 45];

/// A picture drawn anew, upright.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redrawn {
    /// As JPEG: at most [`LARGEST`] bytes, the longer side at most [`LONGEST_SIDE`] pixels.
    pub jpeg: Vec<u8>,
    /// The same for lists: the longer side at most [`SMALL_SIDE`] pixels.
    pub small: Vec<u8>,
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
}

/// Why a picture was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// Neither of the two kinds that are read.
    #[error("this is neither a JPEG nor a PNG picture")]
    NotAPicture,
    /// A bomb, or a poster.
    #[error("the picture has {width} × {height} pixels, more than are unpacked: make it smaller first")]
    TooManyPixels {
        /// From the header.
        width: usize,
        /// From the header.
        height: usize,
    },
    /// The pixels cannot be unpacked.
    #[error("the picture is damaged: {reason}")]
    Damaged {
        /// Why, in the words of the decoder.
        reason: String,
    },
}

/// Draws a JPEG or PNG anew. Takes up to a second of a processor, and the memory of its pixels.
///
/// # Errors
/// [`PictureFault`].
pub fn redraw(brought: &[u8]) -> Result<Redrawn, PictureFault> {
    let canvas = Canvas::decode(brought, LONGEST_SIDE)?;
    let (width, height) = canvas.size()?;
    let small = canvas.smaller(SMALL_SIDE);
    Ok(Redrawn { jpeg: encoded(&canvas)?, small: encoded(&small)?, width, height })
}

fn encoded(canvas: &Canvas) -> Result<Vec<u8>, PictureFault> {
    let (width, height) = canvas.size()?;
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        Encoder::new(&mut jpeg, quality).encode(canvas.rgb(), width, height, ColorType::Rgb).map_err(damaged)?;
        if jpeg.len() <= LARGEST {
            break;
        }
    }
    Ok(jpeg)
}

fn damaged(reason: impl std::fmt::Display) -> PictureFault {
    RasterFault::damaged(reason).into()
}
