//! Pixels of a picture in red, green and blue, made smaller while they are read.

use png::ColorType;

use super::orientation::Turn;
use super::{PictureFault, damaged};
use crate::standards::raster::{self, RasterFault, Rows, Wanted, on_white};

/// Red, green and blue, row by row.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    /// A picture made smaller until no side is longer than `longest`, upright.
    pub(super) fn decode(picture: &[u8], longest: usize) -> Result<Self, PictureFault> {
        let (shrunk, exif) = raster::read(picture, Wanted::Colours, |width, height| Shrinking::new(width, height, longest))?;
        Ok(shrunk.finish().turned(exif.map_or(Turn::NONE, |exif| Turn::of_exif(&exif))))
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

impl From<RasterFault> for PictureFault {
    fn from(fault: RasterFault) -> Self {
        match fault {
            RasterFault::NotAPicture => Self::NotAPicture,
            RasterFault::TooManyPixels { width, height } => Self::TooManyPixels { width, height },
            RasterFault::Damaged { reason } => Self::Damaged { reason },
        }
    }
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

    /// Rows that did not come are white.
    fn finish(mut self) -> Canvas {
        self.rgb.resize(3 * self.to.0 * self.to.1, u8::MAX);
        Canvas { width: self.to.0, height: self.to.1, rgb: self.rgb }
    }
}

impl Rows for Shrinking {
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
}
