//! What is brought, and what is left of it.

use jpeg_encoder::{ColorType, Encoder};

use super::pixels::Canvas;
use super::*;

/// Where somebody lives, as a camera would write it.
const SECRET: &[u8] = b"GPS 50.4501 N 30.5234 E of somebody's home";

/// A picture whose quarters are red, green / blue, white.
fn quarters(width: usize, height: usize) -> Vec<u8> {
    let pixel = |at: usize| match (at % width < width / 2, at / width < height / 2) {
        (true, true) => [255, 0, 0],
        (false, true) => [0, 255, 0],
        (true, false) => [0, 0, 255],
        (false, false) => [255; 3],
    };
    (0..width * height).flat_map(pixel).collect()
}

fn jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    let exif = [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[orientation, 0, 0, 0], &[0; 4], SECRET].concat();
    encoder.add_exif_metadata(&exif).unwrap();
    encoder.encode(&quarters(width.into(), height.into()), width, height, ColorType::Rgb).unwrap();
    bytes
}

fn png(width: u32, height: u32, rgb: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Comment".to_owned(), String::from_utf8_lossy(SECRET).into_owned()).unwrap();
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
    bytes
}

/// The names of the colours of the quarters, row by row.
fn seen(picture: &[u8]) -> String {
    let canvas = Canvas::decode(picture, usize::MAX).unwrap();
    let (width, height) = canvas.size().unwrap();
    let (width, height) = (usize::from(width), usize::from(height));
    let at = |x: usize, y: usize| match canvas.rgb()[3 * (y * width + x)..][..3] {
        [red, green, blue] if red > 200 && green > 200 && blue > 200 => 'w',
        [red, ..] if red > 200 => 'r',
        [_, green, _] if green > 200 => 'g',
        [_, _, blue] if blue > 200 => 'b',
        _ => '?',
    };
    let (left, right, top, bottom) = (width / 4, width - width / 4, height / 4, height - height / 4);
    [(left, top), (right, top), (left, bottom), (right, bottom)].into_iter().map(|(x, y)| at(x, y)).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn nothing_that_a_camera_wrote_is_left() {
    let brought = jpeg(64, 48, 1);
    assert!(holds(&brought, SECRET) && holds(&brought, b"Exif"));
    let behind = [brought.as_slice(), b"and something behind it"].concat();
    for brought in [behind, png(64, 48, &quarters(64, 48))] {
        let drawn = redraw(&brought).unwrap();
        assert_eq!((drawn.width, drawn.height), (64, 48));
        for bytes in [&drawn.jpeg, &drawn.small] {
            assert!(bytes.starts_with(b"\xff\xd8\xff") && bytes.ends_with(b"\xff\xd9"));
            assert!(!holds(bytes, b"GPS") && !holds(bytes, b"Exif") && !holds(bytes, b"behind"));
            assert_eq!(seen(bytes), "rgbw");
        }
    }
}

#[test]
fn a_picture_stands_upright_however_the_camera_was_held() {
    // Where the first row and the first column are shown, as the standard names them from 1 to 8.
    let upright = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"];
    for (orientation, upright) in (1..).zip(upright) {
        let drawn = redraw(&jpeg(64, 32, orientation)).unwrap();
        assert_eq!(seen(&drawn.jpeg), upright, "{orientation}");
        assert_eq!((drawn.width, drawn.height), if orientation < 5 { (64, 32) } else { (32, 64) }, "{orientation}");
    }
}

#[test]
fn a_large_picture_is_made_smaller_and_keeps_its_shape() {
    let drawn = redraw(&jpeg(4000, 3000, 6)).unwrap();
    assert_eq!((drawn.width, drawn.height), (1200, 1600));
    assert_eq!(Canvas::decode(&drawn.small, usize::MAX).unwrap().size().unwrap(), (240, 320));
    assert_eq!(seen(&drawn.small), seen(&drawn.jpeg));
    // A line of one pixel stays one.
    let line = redraw(&png(5000, 1, &quarters(5000, 1))).unwrap();
    assert_eq!((line.width, line.height), (1600, 1));
}

#[test]
fn noise_is_drawn_coarsely_enough_to_fit() {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..1600 * 1600 * 3).map(|_| next()).collect();
    assert!(redraw(&png(1600, 1600, &noise)).unwrap().jpeg.len() <= LARGEST);
}

#[test]
fn what_is_no_picture_is_named() {
    assert_eq!(redraw(b"GIF89a..."), Err(PictureFault::NotAPicture));
    assert_eq!(redraw(b""), Err(PictureFault::NotAPicture));
    let whole = jpeg(64, 48, 1);
    assert!(matches!(redraw(&whole[..200]), Err(PictureFault::Damaged { .. })));
    let png = png(64, 48, &quarters(64, 48));
    assert!(matches!(redraw(&png[..png.len() - 40]), Err(PictureFault::Damaged { .. })));
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    // What a header says, and nothing behind it.
    let mut flat = jpeg(16, 16, 1);
    let frame = flat.windows(2).position(|marker| marker == b"\xff\xc0").unwrap();
    flat[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(redraw(&flat), Err(PictureFault::TooManyPixels { width: 65_535, height: 65_535 }));
    let mut zeros = Vec::new();
    let mut encoder = png::Encoder::new(&mut zeros, 60_000, 60_000);
    encoder.set_color(png::ColorType::Rgb);
    drop(encoder.write_header().unwrap());
    assert_eq!(redraw(&zeros), Err(PictureFault::TooManyPixels { width: 60_000, height: 60_000 }));
}
