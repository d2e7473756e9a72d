//! Pictures drawn here, and two that stand for photographs.
//!
//! `tests/vectors/pictures/*.jpg` were made for this test: a page with a code, turned, seen aslant,
//! unevenly lit, blurred, with noise; one of them as a progressive JPEG.

use std::time::Instant;

use png::{BitDepth, ColorType, Encoder};
use qrcode::{Color, QrCode};

use super::*;

const ADDRESS: &str = "HTTPS://BADGES.EXAMPLE.ORG/C/5MQR1J6T0ZC8VN2HW4XKD9E7AB";

/// A drawing in grey.
struct Canvas {
    width: usize,
    values: Vec<u8>,
}

impl Canvas {
    fn white(width: usize, height: usize) -> Self {
        Self { width, values: vec![255; width * height] }
    }

    fn code(mut self, text: &str, left: usize, top: usize, scale: usize) -> Self {
        let code = QrCode::new(text).unwrap();
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        for (at, _) in dark {
            let (x, y) = (left + at % code.width() * scale, top + at / code.width() * scale);
            for row in y..y + scale {
                self.values[row * self.width + x..][..scale].fill(0);
            }
        }
        self
    }

    fn png(&self) -> Vec<u8> {
        encoded(self.width, self.values.len() / self.width, ColorType::Grayscale, &self.values)
    }
}

fn encoded(width: usize, height: usize, color: ColorType, values: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, u32::try_from(width).unwrap(), u32::try_from(height).unwrap());
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(values).unwrap();
    out
}

#[test]
fn a_code_is_read_out_of_a_picture() {
    assert_eq!(read(&Canvas::white(300, 300).code(ADDRESS, 40, 60, 5).png()).unwrap(), ADDRESS);
    let token = format!("{}.{}.{}", "a".repeat(60), "b".repeat(900), "c".repeat(86));
    assert_eq!(read(&Canvas::white(700, 700).code(&token, 20, 20, 4).png()).unwrap(), token);
}

#[test]
fn colours_and_what_is_see_through_are_read_as_they_are_seen() {
    let grey = Canvas::white(300, 300).code(ADDRESS, 40, 60, 5);
    let blue: Vec<u8> = grey.values.iter().flat_map(|v| [*v, *v, v / 2 + 128]).collect();
    assert_eq!(read(&encoded(300, 300, ColorType::Rgb, &blue)).unwrap(), ADDRESS);
    // Black everywhere; white is where nothing is.
    let cut_out: Vec<u8> = grey.values.iter().flat_map(|v| [0, 0, 0, 255 - v]).collect();
    assert_eq!(read(&encoded(300, 300, ColorType::Rgba, &cut_out)).unwrap(), ADDRESS);
}

#[test]
fn a_photograph_is_read() {
    for picture in [
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/pictures/photograph.jpg")).as_slice(),
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/pictures/photograph-progressive.jpg")),
    ] {
        assert_eq!(read(picture).unwrap(), ADDRESS);
    }
}

#[test]
fn a_large_picture_is_made_smaller_first() {
    let large = Canvas::white(5000, 4800).code(ADDRESS, 1200, 900, 40).png();
    assert_eq!(read(&large).unwrap(), ADDRESS);
}

#[test]
fn two_codes_are_refused_and_one_twice_is_one() {
    let two = |second| read(&Canvas::white(600, 300).code(ADDRESS, 30, 60, 5).code(second, 330, 60, 5).png());
    assert_eq!(two("https://badges.example.org/c/2"), Err(QrFault::Several));
    assert_eq!(two(ADDRESS).unwrap(), ADDRESS);
    assert_eq!(read(&Canvas::white(300, 300).png()), Err(QrFault::NoCode));
    assert_eq!(read(b"<svg/>"), Err(QrFault::NotAPicture));
}

/// Ends soon, whatever comes out: within a second as it is shipped.
fn soon(what: &str, picture: &[u8]) -> Result<String, QrFault> {
    let unoptimised = if cfg!(debug_assertions) { 6 } else { 1 };
    let started = Instant::now();
    let found = read(picture);
    let took = started.elapsed();
    assert!(took.as_millis() < 1000 * unoptimised, "{what}: {took:?}");
    found
}

#[test]
fn too_many_pixels_are_refused_by_the_header() {
    let bomb = encoded(1, 1, ColorType::Grayscale, &[0]);
    let mut claims = bomb.clone();
    // IHDR stands at byte 8: length, name, width, height, …, checksum.
    claims[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&claims[12..29]);
    claims[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    assert_eq!(soon("a claim", &claims), Err(QrFault::TooManyPixels { width: 65536, height: 65536 }));
    let mut photograph = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/pictures/photograph.jpg")).to_vec();
    let sof = photograph.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    photograph[sof + 5..sof + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(soon("a claim in a JPEG", &photograph), Err(QrFault::TooManyPixels { width: 65535, height: 65535 }));
}

#[test]
fn a_picture_made_to_be_hard_ends_soon() {
    let zeros = encoded(5000, 5000, ColorType::Rgba, &vec![0; 100_000_000]);
    assert!(zeros.len() < 1 << 20);
    assert_eq!(soon("zeros", &zeros), Err(QrFault::NoCode));
    // Finder patterns everywhere, each as small as it can be.
    let finder = [0b111_1111, 0b100_0001, 0b101_1101, 0b101_1101, 0b101_1101, 0b100_0001, 0b111_1111_u8];
    let tiled = |side: usize, scale: usize| {
        let mut canvas = Canvas::white(side, side);
        for (at, value) in canvas.values.iter_mut().enumerate() {
            let (x, y) = (at % side / scale % 8, at / side / scale % 8);
            *value = if x < 7 && y < 7 && finder[y] >> x & 1 == 1 { 0 } else { 255 };
        }
        canvas.png()
    };
    for scale in [1, 2, 4] {
        assert!(soon("finders", &tiled(1400, scale)).is_err());
    }
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..1_900_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from(state >> 24).unwrap()
        })
        .collect();
    assert!(soon("noise", &encoded(1000, 1900, ColorType::Grayscale, &noise)).is_err());
}

#[test]
fn a_damaged_picture_is_refused_without_harm() {
    let picture = Canvas::white(200, 200).code("https://b.example/c/1", 20, 20, 5).png();
    let photograph = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/pictures/photograph-progressive.jpg"));
    for whole in [&picture[..], photograph] {
        for step in 0..60 {
            let mut damaged = whole.to_vec();
            let at = whole.len() * step / 60;
            damaged[at] ^= 0x55;
            let _ = read(&damaged);
            let _ = read(&whole[..at]);
        }
    }
}
