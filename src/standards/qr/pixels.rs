//! Grey values of a picture, at most a million and a half of them, read row by row.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::QrFault;

/// Pixels of the largest picture that is unpacked.
const MOST_PIXELS: usize = 25_000_000;
/// Of a picture that is only whole when all of it was read: interlaced PNG, progressive JPEG.
const MOST_AT_ONCE: usize = 8_000_000;
/// Pixels that are kept.
const MOST_KEPT: usize = 1_500_000;
/// Bytes that the PNG decoder may hold.
const PNG_BYTES: usize = 8 << 20;
/// Scans of a progressive JPEG; honest ones have about ten.
const MOST_SCANS: usize = 32;

/// True if the bytes begin like a JPEG.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
}

/// Grey values, row by row.
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<u8>,
}

impl Grey {
    pub(super) fn decode(picture: &[u8]) -> Result<Self, QrFault> {
        if is_jpeg(picture) {
            of_jpeg(picture)
        } else if picture.starts_with(b"\x89PNG\r\n\x1a\n") {
            of_png(picture)
        } else {
            Err(QrFault::NotAPicture)
        }
    }
}

fn damaged(reason: impl std::fmt::Display) -> QrFault {
    QrFault::Damaged { reason: reason.to_string().chars().take(200).collect() }
}

fn measured(width: usize, height: usize, most: usize) -> Result<(), QrFault> {
    match width.checked_mul(height) {
        Some(pixels @ 1..) if pixels <= most => Ok(()),
        _ => Err(QrFault::TooManyPixels { width, height }),
    }
}

fn of_png(picture: &[u8]) -> Result<Grey, QrFault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(picture), png::Limits { bytes: PNG_BYTES });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(damaged)?;
    let size = |pixels: u32| usize::try_from(pixels).map_err(damaged);
    let (width, height, interlaced) = (size(header.width)?, size(header.height)?, header.interlaced);
    measured(width, height, if interlaced { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let channels = reader.output_color_type().0;
    let mut shrinking = Shrinking::new(width, height);
    if interlaced {
        let length = reader.output_buffer_size().ok_or_else(|| damaged("its size"))?;
        let mut whole = vec![0; length];
        reader.next_frame(&mut whole).map_err(damaged)?;
        whole.chunks_exact(length / height).for_each(|row| shrinking.row(row, channels));
    } else {
        while let Some(row) = reader.next_row().map_err(damaged)? {
            shrinking.row(row.data(), channels);
        }
    }
    Ok(shrinking.finish())
}

/// The grey value of a pixel; what is see-through is shown on white.
fn grey(pixel: &[u8]) -> u8 {
    match *pixel {
        [grey] => grey,
        [grey, alpha] => on_white(grey, alpha),
        [red, green, blue] => luma(red, green, blue),
        [red, green, blue, alpha] => on_white(luma(red, green, blue), alpha),
        _ => u8::MAX,
    }
}

fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let weighed = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(weighed / 1000).unwrap_or(u8::MAX)
}

fn on_white(grey: u8, alpha: u8) -> u8 {
    let (grey, alpha) = (u32::from(grey), u32::from(alpha));
    u8::try_from((grey * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

fn of_jpeg(picture: &[u8]) -> Result<Grey, QrFault> {
    let options = DecoderOptions::new_safe()
        .set_max_width(MOST_PIXELS)
        .set_max_height(MOST_PIXELS)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(picture), options);
    decoder.decode_headers().map_err(|fault| damaged(format!("{fault:?}")))?;
    let info = decoder.info().ok_or_else(|| damaged("its header"))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    measured(width, height, if info.sof.is_progressive() { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let whole = decoder.decode().map_err(|fault| damaged(format!("{fault:?}")))?;
    let mut shrinking = Shrinking::new(width, height);
    whole.chunks_exact(width).for_each(|row| shrinking.row(row, ColorType::Grayscale));
    Ok(shrinking.finish())
}

/// Makes one pixel of a square of them, so that no more than [`MOST_KEPT`] are left: the mean of the
/// four in its corner, which is enough against noise.
struct Shrinking {
    side: usize,
    width: usize,
    height: usize,
    sums: Vec<u32>,
    rows: usize,
    values: Vec<u8>,
}

/// Rows and columns of a square that are looked at.
const SEEN: usize = 2;

impl Shrinking {
    fn new(width: usize, height: usize) -> Self {
        let mut side = 1;
        while (width / side) * (height / side) > MOST_KEPT {
            side += 1;
        }
        let (width, height) = (width / side, height / side);
        Self { side, width, height, sums: vec![0; width], rows: 0, values: Vec::with_capacity(width * height) }
    }

    fn row(&mut self, row: &[u8], channels: ColorType) {
        let (samples, seen) = (channels.samples(), self.side.min(SEEN));
        if self.rows < seen {
            for (sum, square) in self.sums.iter_mut().zip(row.chunks_exact(samples * self.side)) {
                *sum += square.chunks_exact(samples).take(seen).map(|pixel| u32::from(grey(pixel))).sum::<u32>();
            }
        }
        self.rows += 1;
        if self.rows == self.side {
            let pixels = u32::try_from(seen * seen).unwrap_or(u32::MAX);
            if self.values.len() < self.width * self.height {
                self.values.extend(self.sums.iter().map(|sum| u8::try_from(sum / pixels).unwrap_or(u8::MAX)));
            }
            self.sums.fill(0);
            self.rows = 0;
        }
    }

    /// Rows that did not come are white.
    fn finish(mut self) -> Grey {
        self.values.resize(self.width * self.height, u8::MAX);
        Grey { width: self.width, height: self.height, values: self.values }
    }
}
