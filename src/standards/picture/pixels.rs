//! Pixels of a picture in red, green and blue, made smaller while they are read.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::orientation::Turn;
use super::{PictureFault, damaged};

/// Pixels of the largest picture that is unpacked: those of a phone.
const MOST_PIXELS: usize = 25_000_000;
/// Of a picture that is only whole when all of it was read: interlaced PNG, progressive JPEG.
const MOST_AT_ONCE: usize = 8_000_000;
/// Bytes that the PNG decoder may hold.
const PNG_BYTES: usize = 8 << 20;
/// Scans of a progressive JPEG; honest ones have about ten.
const MOST_SCANS: usize = 32;

/// Red, green and blue, row by row.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    /// A picture made smaller until no side is longer than `longest`, upright.
    pub(super) fn decode(picture: &[u8], longest: usize) -> Result<Self, PictureFault> {
        if picture.starts_with(b"\xff\xd8\xff") {
            of_jpeg(picture, longest)
        } else if picture.starts_with(b"\x89PNG\r\n\x1a\n") {
            of_png(picture, longest)
        } else {
            Err(PictureFault::NotAPicture)
        }
    }

    pub(super) fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Across and down.
    pub(super) fn size(&self) -> Result<(u16, u16), PictureFault> {
        let side = |pixels: usize| u16::try_from(pixels).map_err(damaged);
        Ok((side(self.width)?, side(self.height)?))
    }

    /// The same, no side longer than `longest`.
    pub(super) fn smaller(&self, longest: usize) -> Self {
        let mut shrinking = Shrinking::new(self.width, self.height, longest);
        self.rgb.chunks_exact(3 * self.width).for_each(|row| shrinking.row(row, ColorType::Rgb));
        shrinking.finish()
    }

    fn turned(self, turn: Turn) -> Self {
        if turn == Turn::NONE {
            return self;
        }
        let (width, height) = if turn.transposed { (self.height, self.width) } else { (self.width, self.height) };
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            let y = if turn.flipped { height - 1 - y } else { y };
            for x in 0..width {
                let x = if turn.mirrored { width - 1 - x } else { x };
                let from = if turn.transposed { x * self.width + y } else { y * self.width + x };
                rgb.extend_from_slice(&self.rgb[3 * from..3 * from + 3]);
            }
        }
        Self { width, height, rgb }
    }
}

fn measured(width: usize, height: usize, most: usize) -> Result<(), PictureFault> {
    match width.checked_mul(height) {
        Some(pixels @ 1..) if pixels <= most => Ok(()),
        _ => Err(PictureFault::TooManyPixels { width, height }),
    }
}

fn of_jpeg(picture: &[u8], longest: usize) -> Result<Canvas, PictureFault> {
    let options = DecoderOptions::new_safe()
        .set_max_width(MOST_PIXELS)
        .set_max_height(MOST_PIXELS)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(picture), options);
    decoder.decode_headers().map_err(|fault| damaged(format!("{fault:?}")))?;
    let info = decoder.info().ok_or_else(|| damaged("its header"))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    measured(width, height, if info.sof.is_progressive() { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let turn = decoder.exif().map_or(Turn::NONE, |exif| Turn::of_exif(exif));
    let whole = decoder.decode().map_err(|fault| damaged(format!("{fault:?}")))?;
    if whole.len() != 3 * width * height {
        return Err(damaged("its colours"));
    }
    let mut shrinking = Shrinking::new(width, height, longest);
    whole.chunks_exact(3 * width).for_each(|row| shrinking.row(row, ColorType::Rgb));
    Ok(shrinking.finish().turned(turn))
}

fn of_png(picture: &[u8], longest: usize) -> Result<Canvas, PictureFault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(picture), png::Limits { bytes: PNG_BYTES });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(damaged)?;
    let size = |pixels: u32| usize::try_from(pixels).map_err(damaged);
    let (width, height, interlaced) = (size(header.width)?, size(header.height)?, header.interlaced);
    measured(width, height, if interlaced { MOST_AT_ONCE } else { MOST_PIXELS })?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let colours = reader.output_color_type().0;
    let mut shrinking = Shrinking::new(width, height, longest);
    if interlaced {
        let length = reader.output_buffer_size().ok_or_else(|| damaged("its size"))?;
        let mut whole = vec![0; length];
        reader.next_frame(&mut whole).map_err(damaged)?;
        whole.chunks_exact(length / height).for_each(|row| shrinking.row(row, colours));
    } else {
        while let Some(row) = reader.next_row().map_err(damaged)? {
            shrinking.row(row.data(), colours);
        }
    }
    Ok(shrinking.finish())
}

/// Red, green and blue of a pixel; what is see-through is shown on white.
fn colour(pixel: &[u8]) -> [u8; 3] {
    match *pixel {
        [grey] => [grey; 3],
        [grey, alpha] => [on_white(grey, alpha); 3],
        [red, green, blue] => [red, green, blue],
        [red, green, blue, alpha] => [red, green, blue].map(|value| on_white(value, alpha)),
        _ => [u8::MAX; 3],
    }
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

/// Makes each pixel the mean of those that come to lie on it.
struct Shrinking {
    from: (usize, usize),
    to: (usize, usize),
    sums: Vec<[u32; 3]>,
    counts: Vec<u32>,
    rows: usize,
    rgb: Vec<u8>,
}

impl Shrinking {
    fn new(width: usize, height: usize, longest: usize) -> Self {
        let side = width.max(height);
        let shrunk = |pixels: usize| if side <= longest { pixels } else { (pixels * longest).div_ceil(side).max(1) };
        let to = (shrunk(width), shrunk(height));
        Self {
            from: (width, height),
            to,
            sums: vec![[0; 3]; to.0],
            counts: vec![0; to.0],
            rows: 0,
            rgb: Vec::with_capacity(3 * to.0 * to.1),
        }
    }

    fn row(&mut self, row: &[u8], colours: ColorType) {
        if self.rows >= self.from.1 {
            return;
        }
        for (x, pixel) in row.chunks_exact(colours.samples()).take(self.from.0).enumerate() {
            let place = x * self.to.0 / self.from.0;
            for (sum, value) in self.sums[place].iter_mut().zip(colour(pixel)) {
                *sum += u32::from(value);
            }
            self.counts[place] += 1;
        }
        let place = |row: usize| row * self.to.1 / self.from.1;
        let is_last = place(self.rows + 1) > place(self.rows);
        self.rows += 1;
        if is_last {
            for (sums, count) in self.sums.iter_mut().zip(&mut self.counts) {
                let mean = |sum: u32| u8::try_from(sum / (*count).max(1)).unwrap_or(u8::MAX);
                self.rgb.extend(sums.map(mean));
                *sums = [0; 3];
                *count = 0;
            }
        }
    }

    /// Rows that did not come are white.
    fn finish(mut self) -> Canvas {
        self.rgb.resize(3 * self.to.0 * self.to.1, u8::MAX);
        Canvas { width: self.to.0, height: self.to.1, rgb: self.rgb }
    }
}
