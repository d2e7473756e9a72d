//! Claims about archival files.

use std::sync::LazyLock;

use std::sync::Arc;

use super::*;
use crate::appearance::certificate::content::Said;
use crate::appearance::certificate::fonts::Fonts as Machine;
use crate::appearance::certificate::layout::{self, Align, Family, Style, Vertical, Weight};
use crate::appearance::certificate::sheet::{Attachment, Block, Code, Face, Picture, Rect};
use crate::appearance::certificate::vector::{Cap, Clip, Colour, Fill, Join, Rule, Segment, Shape, Stroke, Vector};
use crate::appearance::qr::Qr;
use crate::standards::bake;

static MACHINE: LazyLock<Machine> = LazyLock::new(|| Machine::discover(&[]));

const CREDENTIAL: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"]}"#;
const LINK: &str = "https://badges.example.org/c/01hq3v5k8m2n4p6r7s9t0w1x2y";

fn text(said: &[(&str, &str)], y: f32, role: Role, link: Option<&str>) -> Item {
    let said: Vec<Said> = said.iter().map(|(text, tag)| Said { text: (*text).to_owned(), language: tag.parse().unwrap() }).collect();
    let style = Style {
        family: Family::Sans,
        weight: Weight::Regular,
        size: 24.0,
        smallest: 10.0,
        line_height: 1.3,
        align: Align::Middle,
        vertical: Vertical::Top,
        most_lines: 4,
        colour: Colour([0x22, 0x3f, 0x7c]),
        role,
        link: link.map(str::to_owned),
    };
    let area = Rect { x: 60.0, y, width: 720.0, height: 120.0 };
    Item::Text(layout::fit(&MACHINE, &said, area, &style, Direction::Ltr).unwrap())
}

fn drawing() -> Arc<Vector> {
    let square = vec![
        Segment::Move([0.0, 0.0]),
        Segment::Line([100.0, 0.0]),
        Segment::Curve([120.0, 30.0], [120.0, 70.0], [100.0, 100.0]),
        Segment::Line([0.0, 100.0]),
        Segment::Close,
    ];
    let clip = Arc::new(Clip { outline: square.clone(), rule: Rule::EvenOdd });
    let stroke = Stroke {
        colour: Colour([0; 3]),
        opacity: 0.5,
        width: 3.0,
        cap: Cap::Round,
        join: Join::Bevel,
        miter_limit: 4.0,
        dashes: vec![4.0, 2.0],
        dash_offset: 1.0,
    };
    let fill = Fill { colour: Colour([0xc6, 0xd4, 0xf1]), opacity: 0.8, rule: Rule::NonZero };
    let shape = Shape { outline: square, fill: Some(fill), stroke: Some(stroke), clips: vec![clip] };
    Arc::new(Vector { width: 120.0, height: 100.0, shapes: vec![shape] })
}

fn sheet(name: &str, language: &str) -> Sheet {
    let qr = Qr::of(&LINK.to_uppercase()).unwrap();
    let whole = Rect { x: 0.0, y: 0.0, width: 842.0, height: 595.0 };
    let place = Rect { x: 380.0, y: 420.0, width: 90.0, height: 75.0 };
    let items = vec![
        Item::Artwork(Picture { drawing: drawing(), place: whole, said: String::new() }),
        text(&[("Certificate", "en")], 60.0, Role::Heading, None),
        text(&[(name, language), ("Anna Ångström", "und")], 180.0, Role::Subheading, None),
        Item::Figure(Picture { drawing: drawing(), place, said: "The badge".to_owned() }),
        Item::Code(Code {
            qr,
            place: Rect { x: 60.0, y: 420.0, width: 100.0, height: 100.0 },
            said: "To be scanned".to_owned(),
            link: LINK.to_owned(),
        }),
        text(&[("badges.example.org", "und")], 530.0, Role::Paragraph, Some(LINK)),
    ];
    let attachment = Attachment {
        name: "credential.json".to_owned(),
        media_type: "application/vc+ld+json".to_owned(),
        said: "The signed credential".to_owned(),
        bytes: CREDENTIAL.as_bytes().to_vec(),
    };
    Sheet {
        title: "Certificate: Facilitator".to_owned(),
        author: "Wikimedia Exampleland".to_owned(),
        language: "en".parse().unwrap(),
        direction: Direction::Ltr,
        made_at: Timestamp::parse("2026-03-01T09:30:00Z").unwrap(),
        pages: vec![Page { width: 842.0, height: 595.0, items }],
        attachments: vec![attachment],
    }
}

const NAMES: [(&str, &str); 9] = [
    ("Анна Шевчук", "uk"),
    ("محمد على", "ar"),
    ("שָׁלוֹם בֶּן־דָּוִד", "he"),
    ("कृष्ण अय्यर", "hi"),
    ("অনন্যা সেন", "bn"),
    ("สมชาย ใจดี", "th"),
    ("王小明", "zh-Hant"),
    ("أحمد Smith 42", "ar"),
    ("Nguyễn Thị Ánh", "vi"),
];

#[test]
fn names_of_many_scripts_pass_the_validators_of_pdf_a_3a_and_pdf_ua_1() {
    for (name, language) in NAMES {
        let written = write(&sheet(name, language)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let said = String::from_utf8_lossy(&written);
        assert!(said.contains("<pdfaid:part>3") && said.contains("<pdfaid:conformance>A"), "{name}");
        assert!(said.contains("<pdfuaid:part>1"), "{name}");
        assert!(said.contains("/Lang(en)") || said.contains("/Lang (en)"), "{name}: the language of the document");
    }
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    let once = write(&sheet("Анна", "uk")).unwrap();
    assert_eq!(once, write(&sheet("Анна", "uk")).unwrap());
    assert_ne!(once, write(&sheet("Ганна", "uk")).unwrap());
}

#[test]
fn the_signed_credential_is_found_in_the_file() {
    let written = write(&sheet("Анна", "uk")).unwrap();
    assert_eq!(bake::pdf::extract(&written).unwrap().text, CREDENTIAL);
}

#[test]
fn what_the_validators_refuse_is_said_and_not_written() {
    let untitled = Sheet { title: String::new(), ..sheet("Анна", "uk") };
    assert!(matches!(write(&untitled), Err(ArchivalFault::NotArchival(reasons)) if reasons.contains(&"NoDocumentTitle".to_owned())));
    let mut silent = sheet("Анна", "uk");
    for item in &mut silent.pages[0].items {
        if let Item::Figure(picture) = item {
            picture.said.clear();
        }
    }
    assert!(matches!(write(&silent), Err(ArchivalFault::NotArchival(reasons)) if reasons.iter().any(|r| r.starts_with("MissingAltText"))));
}

#[test]
fn what_is_no_page_no_file_and_no_font_is_refused_by_name() {
    let mut flat = sheet("Анна", "uk");
    flat.pages[0].height = 0.0;
    assert_eq!(write(&flat), Err(ArchivalFault::Unfit("a page without width or height")));
    let mut twice = sheet("Анна", "uk");
    twice.attachments.push(twice.attachments[0].clone());
    assert_eq!(write(&twice), Err(ArchivalFault::Unfit("a second file of the same name")));
    let mut broken = sheet("Анна", "uk");
    let spoil = |block: &mut Block| {
        for run in block.lines.iter_mut().flat_map(|line| &mut line.runs) {
            run.face = Arc::new(Face { bytes: Arc::new(b"no font".to_vec()), index: 0, name: "Broken".to_owned() });
        }
    };
    for item in &mut broken.pages[0].items {
        if let Item::Text(block) = item {
            spoil(block);
        }
    }
    assert_eq!(write(&broken), Err(ArchivalFault::Font("Broken".to_owned())));
}

/// `INSIGNIA_DUMP_ARCHIVAL=folder cargo test --lib dump_archival` writes files to look at.
#[test]
fn dump_archival() {
    let Ok(folder) = std::env::var("INSIGNIA_DUMP_ARCHIVAL") else { return };
    for (at, (name, language)) in NAMES.into_iter().enumerate() {
        std::fs::write(format!("{folder}/{at}-{language}.pdf"), write(&sheet(name, language)).unwrap()).unwrap();
    }
}
