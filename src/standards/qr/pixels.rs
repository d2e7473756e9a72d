//! Grey values of a picture, at most a million and a half of them, read row by row.

use png::ColorType;

use super::QrFault;
use crate::standards::raster::{self, RasterFault, Rows, Wanted, on_white};

/// Pixels that are kept.
const MOST_KEPT: usize = 1_500_000;
/// Grey values, row by row.
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<u8>,
}

impl Grey {
    pub(super) fn decode(picture: &[u8]) -> Result<Self, QrFault> {
        Ok(raster::read(picture, Wanted::Grey, Shrinking::new)?.0.finish())
    }
}

impl From<RasterFault> for QrFault {
    fn from(fault: RasterFault) -> Self {
        match fault {
            RasterFault::NotAPicture => Self::NotAPicture,
            RasterFault::TooManyPixels { width, height } => Self::TooManyPixels { width, height },
            RasterFault::Damaged { reason } => Self::Damaged { reason },
        }
    }
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

    /// Rows that did not come are white.
    fn finish(mut self) -> Grey {
        self.values.resize(self.width * self.height, u8::MAX);
        Grey { width: self.width, height: self.height, values: self.values }
    }
}

impl Rows for Shrinking {
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
}
