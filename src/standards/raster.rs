//! Rows of pixels of PNG and JPEG pictures that people bring, unpacked within limits.
//!
//! Too many pixels are refused by the header, before anything is unpacked. Rows are handed on one by one, so
//! that what makes a picture smaller never holds the whole of a large PNG.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Pixels of the largest picture that is unpacked: those of a phone.
const MOST_PIXELS: usize = 25_000_000;
/// Of a picture that is only whole when all of it was read: interlaced PNG, progressive JPEG.
const MOST_AT_ONCE: usize = 8_000_000;
/// Bytes that the PNG decoder may hold.
const PNG_BYTES: usize = 8 << 20;
/// Scans of a progressive JPEG; honest ones have about ten.
const MOST_SCANS: usize = 32;

/// Why a picture was not unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RasterFault {
    /// Neither of the two kinds that are read.
    NotAPicture,
    /// More than are unpacked, by the header.
    TooManyPixels { width: usize, height: usize },
    /// Why the pixels cannot be unpacked, in the words of the decoder.
    Damaged { reason: String },
}

impl RasterFault {
    pub(super) fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::Damaged { reason: reason.to_string().chars().take(200).collect() }
    }
}

/// What takes the rows of a picture, from the top.
pub(super) trait Rows {
    /// One row, with as many samples for each pixel as its colours have.
    fn row(&mut self, row: &[u8], colours: ColorType);
}

/// In which colours a JPEG is unpacked. A PNG comes in its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Grey,
    Colours,
}

/// True if the bytes begin like a JPEG.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
}

/// Hands the rows of a picture to what `begin` makes for its width and height, and gives that back, with the Exif
/// segment of a JPEG.
pub(super) fn read<T: Rows>(
    picture: &[u8],
    wanted: Wanted,
    begin: impl FnOnce(usize, usize) -> T,
) -> Result<(T, Option<Vec<u8>>), RasterFault> {
    if is_jpeg(picture) {
        of_jpeg(picture, wanted, begin)
    } else if picture.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok((of_png(picture, begin)?, None))
    } else {
        Err(RasterFault::NotAPicture)
    }
}

/// What is see-through is shown on white.
pub(super) fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

fn measured(width: usize, height: usize, most: usize) -> Result<(), RasterFault> {
    match width.checked_mul(height) {
        Some(pixels @ 1..) if pixels <= most => Ok(()),
        _ => Err(RasterFault::TooManyPixels { width, height }),
    }
}

fn of_jpeg<T: Rows>(picture: &[u8], wanted: Wanted, begin: impl FnOnce(usize, usize) -> T) -> Result<(T, Option<Vec<u8>>), RasterFault> {
    let (space, colours) = match wanted {
        Wanted::Grey => (ColorSpace::Luma, ColorType::Grayscale),
        Wanted::Colours => (ColorSpace::RGB, ColorType::Rgb),
    };
    let options = DecoderOptions::new_safe()
        .set_max_width(MOST_PIXELS)
        .set_max_height(MOST_PIXELS)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(picture), options);
    decoder.decode_headers().map_err(|fault| RasterFault::damaged(format!("{fault:?}")))?;
    let info = decoder.info().ok_or_else(|| RasterFault::damaged("its header"))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    measured(width, height, if info.sof.is_progressive() { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let exif = decoder.exif().cloned();
    let whole = decoder.decode().map_err(|fault| RasterFault::damaged(format!("{fault:?}")))?;
    let samples = colours.samples() * width;
    if whole.len() != samples * height {
        return Err(RasterFault::damaged("its colours"));
    }
    let mut rows = begin(width, height);
    whole.chunks_exact(samples).for_each(|row| rows.row(row, colours));
    Ok((rows, exif))
}

fn of_png<T: Rows>(picture: &[u8], begin: impl FnOnce(usize, usize) -> T) -> Result<T, RasterFault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(picture), png::Limits { bytes: PNG_BYTES });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(RasterFault::damaged)?;
    let size = |pixels: u32| usize::try_from(pixels).map_err(RasterFault::damaged);
    let (width, height, interlaced) = (size(header.width)?, size(header.height)?, header.interlaced);
    measured(width, height, if interlaced { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let mut reader = decoder.read_info().map_err(RasterFault::damaged)?;
    let colours = reader.output_color_type().0;
    let mut rows = begin(width, height);
    if interlaced {
        let length = reader.output_buffer_size().ok_or_else(|| RasterFault::damaged("its size"))?;
        let mut whole = vec![0; length];
        reader.next_frame(&mut whole).map_err(RasterFault::damaged)?;
        whole.chunks_exact(length / height).for_each(|row| rows.row(row, colours));
    } else {
        while let Some(row) = reader.next_row().map_err(RasterFault::damaged)? {
            rows.row(row.data(), colours);
        }
    }
    Ok(rows)
}
