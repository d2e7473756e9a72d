//! Files are written, judged by other programs, and read back.

mod paper;
mod reading;

use super::super::sheet::Attachment;
use super::super::vector::Vector;
use super::{Artworks, WriteFault, write, write_with};
use crate::standards::bake::pdf as reader;
use paper::{certificate, checked, have, sheet, text, tool};

const CREDENTIAL: &str = "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"type\":[\"VerifiableCredential\"],\"name\":\"ক্লাস\"}";

fn attached(bytes: &str) -> Attachment {
    let media_type = "application/vc+ld+json".to_owned();
    Attachment { name: "credential.json".into(), media_type, said: "The signed badge".into(), bytes: bytes.as_bytes().to_vec() }
}

#[test]
fn the_attached_credential_is_read_back_byte_for_byte() {
    let mut sheet = certificate("Latin");
    sheet.attachments = vec![attached(CREDENTIAL)];
    let bytes = write(&sheet).unwrap();
    assert_eq!(reader::extract(&bytes).unwrap().text, CREDENTIAL);
    let Some(file) = checked(&bytes) else { return };
    let listed = tool("qpdf", &["--list-attachments", "--verbose", file.path().to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&bytes).contains("/AFRelationship/Source"));
    for part in ["credential.json", "The signed badge", "application/vc+ld+json"] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    let shown = tool("qpdf", &["--show-attachment=credential.json", file.path().to_str().unwrap()]);
    assert_eq!(shown, CREDENTIAL);
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    let of = || write(&certificate("Latin")).unwrap();
    let (one, other) = (of(), of());
    assert_eq!(one, other);
    let mut changed = certificate("Latin");
    changed.title.push('!');
    let changed = write(&changed).unwrap();
    assert_ne!(paper::identifier(&one), paper::identifier(&changed));
    // Kept drawings change nothing.
    let kept = Artworks::default();
    assert_eq!(write_with(&certificate("Latin"), &kept).unwrap(), one);
    assert_eq!(write_with(&certificate("Latin"), &kept).unwrap(), one);
}

#[test]
fn a_file_says_what_it_is() {
    let Some(file) = checked(&write(&certificate("Latin")).unwrap()) else { return };
    let about = tool("pdfinfo", &[file.path().to_str().unwrap()]);
    for line in [
        "Title:           Certificate of Ada",
        "Author:          Wikimedia Deutschland & friends",
        "Tagged:          yes",
        "PDF version:     1.7",
    ] {
        assert!(about.contains(line), "{line}: {about}");
    }
    assert!(about.contains(concat!("Producer:        Insignia ", env!("CARGO_PKG_VERSION"))), "{about}");
    assert!(about.contains("Page size:       841.89 x 595.276 pts (A4)"), "{about}");
    assert!(!about.contains("PDF/X") && !about.contains("subtype"), "{about}");
    let xmp = tool("pdfinfo", &["-meta", file.path().to_str().unwrap()]);
    for part in [
        "<rdf:li>Wikimedia Deutschland &amp; friends</rdf:li>",
        "<dc:language><rdf:Bag><rdf:li>en</rdf:li>",
        "<xmp:CreateDate>2026-11-20T11:00:00Z<",
    ] {
        assert!(xmp.contains(part), "{part}: {xmp}");
    }
    assert!(!xmp.contains("pdfaid") && !xmp.contains("pdfuaid"));
    roxmltree::Document::parse(&xmp).unwrap();
}

#[test]
fn fonts_are_embedded_in_part_and_named_as_such() {
    let Some(file) = checked(&write(&certificate("Latin")).unwrap()) else { return };
    let fonts = tool("pdffonts", &[file.path().to_str().unwrap()]);
    let font = fonts.lines().find(|line| line.contains("+NotoSans-Regular")).unwrap_or_else(|| panic!("{fonts}"));
    let columns: Vec<&str> = font.split_whitespace().collect();
    assert!(columns[0].split('+').next().is_some_and(|tag| tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase())), "{font}");
    // Embedded, a subset, with a table from glyphs to text.
    assert_eq!(columns[columns.len() - 5..columns.len() - 2], ["yes", "yes", "yes"], "{font}");
}

#[test]
fn a_screen_reader_follows_headings_pictures_and_links_in_order() {
    let Some(file) = checked(&write(&certificate("Latin")).unwrap()) else { return };
    let tree = tool("pdfinfo", &["-struct-text", file.path().to_str().unwrap()]);
    let mut from = 0;
    for part in ["H1", "Certificate", "P", "H2", "Ada Lovelace", "Figure", "Link", "Figure", "P", "Link"] {
        let at = tree[from..].find(part).unwrap_or_else(|| panic!("{part} after {from}: {tree}"));
        from += at + part.len();
    }
    let links = tool("pdfinfo", &["-url", file.path().to_str().unwrap()]);
    assert_eq!(links.matches("https://badges.example/c/AB12").count(), 2, "{links}");
}

#[test]
fn a_sheet_without_pages_or_with_a_place_that_is_no_number_is_refused() {
    assert_eq!(write(&sheet(Vec::new())).unwrap_err(), WriteFault::NoPages);
    let mut nowhere = certificate("Latin");
    nowhere.pages[0].width = f32::NAN;
    assert_eq!(write(&nowhere).unwrap_err(), WriteFault::NoPlace { page: 1 });
    let mut nowhere = certificate("Latin");
    nowhere.pages[0].items.push(text("x", "Latin", 10.0, f32::INFINITY, 9.0));
    assert_eq!(write(&nowhere).unwrap_err(), WriteFault::NoPlace { page: 1 });
}

#[test]
fn what_is_no_font_is_a_fault_that_names_it() {
    let mut broken = certificate("Latin");
    paper::break_font(&mut broken);
    let fault = write(&broken).unwrap_err();
    assert!(fault.to_string().starts_with("the font Broken cannot be embedded"), "{fault}");
}

#[test]
fn several_pages_share_fonts_and_drawings() {
    let mut two = certificate("Latin");
    let one = write(&two).unwrap().len();
    two.pages.push(two.pages[0].clone());
    let bytes = write(&two).unwrap();
    assert!(bytes.len() < one + one / 2, "{} for two pages, {one} for one", bytes.len());
    let Some(file) = checked(&bytes) else { return };
    assert!(tool("pdfinfo", &[file.path().to_str().unwrap()]).contains("Pages:           2"));
}

/// The page as poppler draws it, beside the drawing as resvg draws it.
#[test]
fn artwork_looks_as_resvg_draws_it() {
    if !have("pdftoppm") {
        return;
    }
    let svg = paper::ARTWORK;
    let drawing = std::sync::Arc::new(Vector::of_svg(svg).unwrap());
    let place = super::super::sheet::Rect { x: 0.0, y: 0.0, width: 300.0, height: 300.0 };
    let picture = super::super::sheet::Picture { drawing, place, said: String::new() };
    let page = super::super::sheet::Page { width: 300.0, height: 300.0, items: vec![super::super::sheet::Item::Artwork(picture)] };
    let file = checked(&write(&sheet(vec![page])).unwrap()).unwrap();
    let ours = paper::rendered(file.path(), 72);
    let theirs = paper::drawn(svg, 300);
    let differing = |one: &[u8], other: &[u8]| one.iter().zip(other).filter(|(a, b)| a.abs_diff(**b) > 60).count();
    assert!(differing(&ours, &theirs) < 2_000, "{} of 270000", differing(&ours, &theirs));
    let flipped: Vec<u8> = ours.chunks(900).rev().flatten().copied().collect();
    assert!(differing(&flipped, &theirs) > 20_000, "upside down should be seen: {}", differing(&flipped, &theirs));
}
