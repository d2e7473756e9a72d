//! Pictures and documents that carry badges.

use insignia::standards::bake::{LONGEST_BADGE, pdf, png, svg};
use insignia::standards::picture::{self, LARGEST, LONGEST_SIDE};

use crate::soon;

/// What a badge may look like inside a picture.
const TOKEN: &str = "e30.e30.AA";

/// What is extracted is no longer than allowed; a picture that can be baked gives back what was put in.
/// That holds for the bytes as they are, and with the checksums that no guess would hit.
pub fn png_chunks(bytes: &[u8]) {
    for picture in [bytes, &with_checksums(bytes)] {
        if let Ok(carried) = soon(|| png::extract(picture)) {
            assert!(carried.text.len() <= LONGEST_BADGE);
        }
        if let Ok(baked) = soon(|| png::bake(picture, TOKEN)) {
            assert_eq!(png::extract(&baked).expect("it was baked").text, TOKEN);
        }
    }
}

/// The chunks, each with the checksum that belongs to it.
fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut picture = bytes.to_vec();
    let mut at = 8;
    while let Some(length) = picture.get(at..at + 4).and_then(|length| <[u8; 4]>::try_from(length).ok()) {
        let end = u64::from(u32::from_be_bytes(length)) + at as u64 + 8;
        let Some(end) = usize::try_from(end).ok().filter(|end| end + 4 <= picture.len()) else { break };
        let sum = crc32fast::hash(&picture[at + 4..end]);
        picture[end..end + 4].copy_from_slice(&sum.to_be_bytes());
        at = end + 4;
    }
    picture
}

/// As [`png_chunks`]; and nothing that says it has a document type is read.
pub fn svg_extract(bytes: &[u8]) {
    if let Ok(carried) = soon(|| svg::extract(bytes)) {
        assert!(carried.text.len() <= LONGEST_BADGE);
    }
    if let Ok(baked) = soon(|| svg::bake(bytes, TOKEN)) {
        assert_eq!(svg::extract(&baked).expect("it was baked").text, TOKEN);
        assert_eq!(svg::bake(&baked, TOKEN).as_ref(), Ok(&baked), "baking again changes nothing");
    }
}

/// What is extracted is no longer than allowed and has the outside of a badge; a comment behind
/// the end of the document makes no other badge of it.
pub fn pdf(bytes: &[u8]) {
    let Ok(carried) = soon(|| pdf::extract(bytes)) else { return };
    assert!(carried.text.len() <= LONGEST_BADGE);
    assert_eq!(carried.text.trim(), carried.text);
    let token = carried.text.split('.').count() == 3 && !carried.text.contains(|letter: char| letter.is_whitespace() || letter == '{');
    assert!(token || carried.text.starts_with('{'), "{:?}", carried.text);
    // Comments behind the end change no document.
    let longer = [bytes, b"\n% nothing more\n"].concat();
    if let Ok(again) = pdf::extract(&longer) {
        assert_eq!(again, carried);
    }
}

/// What is drawn anew fits, holds nothing of what a camera writes, and drawn once more keeps its sides.
pub fn redraw(bytes: &[u8]) {
    // As large as a phone's, so longer than what badges are read in.
    let Ok(drawn) = picture::redraw(bytes) else { return };
    assert!(drawn.jpeg.len() <= LARGEST && (1..=LONGEST_SIDE).contains(&usize::from(drawn.width.max(drawn.height))));
    assert!(!drawn.jpeg.windows(4).any(|four| four == b"Exif"));
    let again = picture::redraw(&drawn.jpeg).expect("our own picture");
    assert_eq!((again.width, again.height), (drawn.width, drawn.height));
    picture::redraw(&drawn.small).expect("our own small picture");
}
