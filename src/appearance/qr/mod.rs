//! QR codes of our addresses, as SVG for pages and paper and as PNG for slides and mail.
//!
//! Error correction level M and a quiet zone of four modules
//! ([ISO/IEC 18004](https://www.iso.org/standard/83389.html), 5.3.8). The text should be in upper case
//! ([`crate::vocabulary::urls::Addresses::qr_text`]): then a credential's address needs version 3 or 4, and
//! fewer, larger modules are what survives a poor print and a poor camera.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules left white on each side.
pub const QUIET_ZONE: usize = 4;
/// Pixels of a module beyond which a PNG would only be large.
const LARGEST_SCALE: u8 = 32;

/// A QR code, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    text: String,
    side: usize,
    dark: Vec<bool>,
}

/// Why there is no QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrFault {
    /// More than a QR code holds.
    #[error("{length} characters do not fit into a QR code")]
    TooLong {
        /// Bytes of the text.
        length: usize,
    },
    /// The picture could not be written.
    #[error("the QR code could not be written as PNG: {0}")]
    Png(String),
}

impl Qr {
    /// The code that says `text`.
    ///
    /// # Errors
    /// [`QrFault::TooLong`] beyond 2,331 bytes.
    pub fn of(text: &str) -> Result<Self, QrFault> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrFault::TooLong { length: text.len() })?;
        let dark = code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Ok(Self { text: text.to_owned(), side: code.width(), dark })
    }

    /// What a reader reads.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Modules of a side, the quiet zone on both sides counted.
    pub fn modules(&self) -> usize {
        self.side + 2 * QUIET_ZONE
    }

    /// Whether a module is dark; rows and columns count from 0 and include the quiet zone.
    pub fn is_dark(&self, row: usize, column: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < self.side);
        match (inside(row), inside(column)) {
            (Some(row), Some(column)) => self.dark.get(row * self.side + column).copied().unwrap_or(false),
            _ => false,
        }
    }

    /// Dark runs of each row as (row, first column, length).
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        (0..self.modules()).flat_map(move |row| {
            let starts = (0..self.modules()).filter(move |&c| self.is_dark(row, c) && (c == 0 || !self.is_dark(row, c - 1)));
            starts.map(move |start| (row, start, (start..self.modules()).take_while(|&c| self.is_dark(row, c)).count()))
        })
    }

    /// The dark modules as the `d` of one path; a module is one unit.
    pub fn path(&self) -> String {
        self.runs().fold(String::new(), |mut path, (row, column, length)| {
            let _ = write!(path, "M{column} {row}h{length}v1h-{length}z");
            path
        })
    }

    /// One path on white, crisp at any size; a module is one unit.
    ///
    /// Black on white also on a dark page: many readers refuse an inverted code.
    pub fn svg(&self) -> String {
        let side = self.modules();
        let path = self.path();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#ffffff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000000\" d=\"{path}\"/></svg>\n"
        )
    }

    /// One bit a pixel; a module is `scale` × `scale` pixels (at least 1, at most 32).
    ///
    /// # Errors
    /// [`QrFault::Png`] if the encoder fails, which it has no cause to.
    pub fn png(&self, scale: u8) -> Result<Vec<u8>, QrFault> {
        let scale = usize::from(scale.clamp(1, LARGEST_SCALE));
        let fault = |reason: &dyn std::fmt::Display| QrFault::Png(reason.to_string());
        let side = self.modules() * scale;
        let pixels = u32::try_from(side).map_err(|e| fault(&e))?;
        let rows = (0..side).flat_map(|y| {
            (0..side.div_ceil(8)).map(move |byte| {
                let bit = |at: usize| (byte * 8 + at < side) && !self.is_dark(y / scale, (byte * 8 + at) / scale);
                (0..8).fold(0_u8, |bits, at| (bits << 1) | u8::from(bit(at)))
            })
        });
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, pixels, pixels);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().map_err(|e| fault(&e))?;
        writer.write_image_data(&rows.collect::<Vec<u8>>()).map_err(|e| fault(&e))?;
        writer.finish().map_err(|e| fault(&e))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::vocabulary::ids::{CredentialId, Id};
    use crate::vocabulary::urls::Addresses;

    fn address() -> String {
        let id: CredentialId = Id::from_bytes(*b"\xF0insignia-id-16b");
        Addresses::new("https://badges.wikimedia.example".parse().unwrap()).qr_text(id)
    }

    #[test]
    fn an_address_in_upper_case_needs_fewer_modules() {
        let side = |text: &str| Qr::of(text).unwrap().modules() - 2 * QUIET_ZONE;
        assert_eq!(side(&address()), 29, "version 3");
        assert_eq!(side(&address().to_lowercase()), 33, "version 4");
    }

    #[test]
    fn four_modules_on_every_side_are_white() {
        let qr = Qr::of(&address()).unwrap();
        let last = qr.modules() - 1;
        for at in 0..qr.modules() {
            for edge in (0..QUIET_ZONE).chain(last + 1 - QUIET_ZONE..=last) {
                assert!(!qr.is_dark(edge, at) && !qr.is_dark(at, edge), "{edge},{at}");
            }
        }
        assert!(qr.is_dark(QUIET_ZONE, QUIET_ZONE), "the corner of the finder pattern");
    }

    #[test]
    fn the_svg_is_one_dark_path_without_style_or_script() {
        let svg = Qr::of(&address()).unwrap().svg();
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert_eq!(document.root_element().children().filter(roxmltree::Node::is_element).count(), 2);
        assert!(!svg.contains("style") && !svg.contains("script"));
    }

    #[test]
    fn more_than_a_code_holds_is_refused() {
        assert_eq!(Qr::of(&"a".repeat(3000)), Err(QrFault::TooLong { length: 3000 }));
    }

    /// What zbarimg reads in a PNG file; `None` (said aloud) where it is not installed.
    #[allow(clippy::print_stderr)] // a skipped test says so
    fn scanned(png: &[u8]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("qr.png");
        std::fs::write(&file, png).unwrap();
        let run = Command::new("zbarimg").args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]).arg(&file).output();
        let Ok(output) = run else {
            eprintln!("SKIPPED: zbarimg is not installed (Debian: zbar-tools); no outside reader has read the QR code");
            return None;
        };
        Some(String::from_utf8(output.stdout).unwrap().trim_end().to_owned())
    }

    #[test]
    fn zbarimg_reads_the_png() {
        for scale in [2, 5, 9] {
            let png = Qr::of(&address()).unwrap().png(scale).unwrap();
            if let Some(read) = scanned(&png) {
                assert_eq!(read, address(), "scale {scale}");
            }
        }
    }

    #[test]
    fn zbarimg_reads_the_svg() {
        let qr = Qr::of(&address()).unwrap();
        let tree = resvg::usvg::Tree::from_str(&qr.svg(), &resvg::usvg::Options::default()).unwrap();
        let mut canvas = resvg::tiny_skia::Pixmap::new(330, 330).unwrap();
        let scale = 330.0 / tree.size().width();
        resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut canvas.as_mut());
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 330, 330);
        encoder.set_color(png::ColorType::Rgba);
        encoder.write_header().unwrap().write_image_data(canvas.data()).unwrap();
        if let Some(read) = scanned(&png) {
            assert_eq!(read, address());
        }
    }
}
