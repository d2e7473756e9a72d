//! What an eye sees of a page: pdftoppm's dots, compared block by block.

use std::path::Path;
use std::process::Command;

/// A page in grey values, row by row.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) grey: Vec<u8>,
}

/// Pixels of a side of a block: about a letter of running text.
const BLOCK: usize = 6;
/// Grey values (of 255) by which the means of two blocks may differ, and in how many blocks they may differ more: so
/// much another version of the rasteriser changes.
const ALIKE: usize = 14;
const STRAY: usize = 4;

impl Seen {
    /// The first page of a PDF at 50 dots an inch; `None`, said aloud, where poppler is not installed.
    #[allow(clippy::print_stderr)] // a skipped test says so
    pub(super) fn of(pdf: &[u8]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.pdf");
        std::fs::write(&file, pdf).unwrap();
        let Ok(output) = Command::new("pdftoppm").args(["-gray", "-r", "50", "-f", "1", "-l", "1"]).arg(&file).output() else {
            eprintln!("SKIPPED: pdftoppm is not installed (Debian: poppler-utils); nobody has looked at the papers");
            return None;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(Self::of_pgm(&output.stdout))
    }

    /// [Netpbm's raw grey map](https://netpbm.sourceforge.net/doc/pgm.html).
    fn of_pgm(bytes: &[u8]) -> Self {
        let mut parts = bytes.splitn(5, u8::is_ascii_whitespace);
        assert_eq!(parts.next(), Some(b"P5".as_slice()));
        let mut number = || std::str::from_utf8(parts.next().unwrap()).unwrap().parse::<usize>().unwrap();
        let (width, height, most) = (number(), number(), number());
        assert_eq!(most, 255);
        let grey = parts.next().unwrap()[..width * height].to_vec();
        Self { width, height, grey }
    }

    /// A kept page, in sixteen shades.
    pub(super) fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut grey).unwrap();
        let (width, height) = (usize::try_from(frame.width).unwrap(), usize::try_from(frame.height).unwrap());
        assert_eq!(frame.buffer_size(), width * height, "one byte a pixel");
        Self { width, height, grey }
    }

    pub(super) fn write(&self, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        let (width, height) = (u32::try_from(self.width).unwrap(), u32::try_from(self.height).unwrap());
        let mut encoder = png::Encoder::new(file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_compression(png::Compression::High);
        let shade = |grey: u8| (u16::from(grey) * 15 + 127) / 255;
        let rows = self.grey.chunks(self.width).flat_map(|row| {
            row.chunks(2).map(|pair| {
                let second = pair.get(1).map_or(0, |grey| shade(*grey));
                u8::try_from(shade(pair[0]) << 4 | second).unwrap()
            })
        });
        encoder.write_header().unwrap().write_image_data(&rows.collect::<Vec<u8>>()).unwrap();
    }

    /// How many blocks an eye would see differ; `None` for pages of different sizes.
    fn strange_blocks(&self, other: &Self) -> Option<usize> {
        if (self.width, self.height) != (other.width, other.height) {
            return None;
        }
        let mean = |page: &Self, x: usize, y: usize| {
            let rows = (y..(y + BLOCK).min(page.height))
                .map(|row| &page.grey[row * page.width + x..row * page.width + (x + BLOCK).min(page.width)]);
            let (sum, count) = rows.flatten().fold((0_usize, 0_usize), |(sum, count), grey| (sum + usize::from(*grey), count + 1));
            sum / count
        };
        let corners = (0..self.height).step_by(BLOCK).flat_map(|y| (0..self.width).step_by(BLOCK).map(move |x| (x, y)));
        Some(corners.filter(|&(x, y)| mean(self, x, y).abs_diff(mean(other, x, y)) > ALIKE).count())
    }

    /// Whether two pages look the same; how much they differ if not.
    pub(super) fn compare(&self, other: &Self) -> Result<(), String> {
        match self.strange_blocks(other) {
            None => Err(format!("{} × {} and {} × {} pixels", self.width, self.height, other.width, other.height)),
            Some(strange) if strange > STRAY => Err(format!("{strange} blocks differ, {STRAY} may")),
            Some(_) => Ok(()),
        }
    }
}
