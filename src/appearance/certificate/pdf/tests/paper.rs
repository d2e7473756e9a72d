//! Sheets to be written, shaped by hand, and the programs that judge what came of them.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use harfrust::{FontRef, ShaperData, UnicodeBuffer};

use crate::appearance::certificate::sheet::{Block, Code, Face, Glyph, Item, Line, Page, Picture, Rect, Role, Run, Sheet};
use crate::appearance::certificate::vector::{Colour, Vector};
use crate::appearance::qr::Qr;
use crate::platform::i18n::Direction;
use crate::vocabulary::{LanguageTag, Timestamp};

pub(super) const ARTWORK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<clipPath id="c"><circle cx="70" cy="30" r="22"/></clipPath>
<rect width="100" height="100" fill="#fdf6e3"/>
<path d="M6 6h88v88h-88z" fill="none" stroke="#36c" stroke-width="2" stroke-dasharray="6 3" stroke-linejoin="round"/>
<rect x="45" y="5" width="50" height="50" fill="#c33" clip-path="url(#c)"/>
<g transform="rotate(20 40 60)"><path fill-rule="evenodd" d="M20 45h40v30h-40zM30 52h20v16h-20z" fill="#093" fill-opacity=".6" stroke="#111" stroke-width="3" stroke-opacity=".5"/></g>
<circle cx="78" cy="78" r="12" fill="#fc3" stroke="#063" stroke-width="2"/></svg>"##;

/// Whether a program is here; if not, that is said, and the set-up installs it.
pub(super) fn have(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok() || Command::new(program).arg("-v").output().is_ok();
    if !there {
        // Written past the capture of test output: a check that is left out is left out aloud.
        let _ = writeln!(std::io::stderr(), "NOT CHECKED: {program} is not installed (packages qpdf and poppler-utils)");
    }
    there
}

pub(super) fn tool(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The file, found sound by qpdf and drawn by poppler without a complaint; none if they are not here.
pub(super) fn checked(bytes: &[u8]) -> Option<tempfile::NamedTempFile> {
    if !(have("qpdf") && have("pdftoppm")) {
        return None;
    }
    let file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let path = file.path().to_str().unwrap();
    let verdict = Command::new("qpdf").args(["--check", path]).output().unwrap();
    let said = String::from_utf8_lossy(&verdict.stdout).into_owned() + &String::from_utf8_lossy(&verdict.stderr);
    assert!(verdict.status.success() && !said.contains("WARNING"), "{said}");
    let drawn = Command::new("pdftoppm").args(["-r", "20", path]).output().unwrap();
    let complaints = String::from_utf8_lossy(&drawn.stderr).into_owned();
    assert!(drawn.status.success() && complaints.is_empty(), "{complaints}");
    if let Some(folder) = std::env::var_os("INSIGNIA_KEEP_PDF") {
        let name = std::thread::current().name().unwrap_or("page").rsplit("::").next().unwrap().to_owned();
        std::fs::write(Path::new(&folder).join(name + ".pdf"), bytes).unwrap();
    }
    Some(file)
}

/// The first page as poppler draws it: red, green and blue of each dot.
pub(super) fn rendered(path: &Path, resolution: u32) -> Vec<u8> {
    let dots = resolution.to_string();
    let output = Command::new("pdftoppm").args(["-r", &dots, "-singlefile", path.to_str().unwrap()]).output().unwrap();
    let head = output.stdout.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0;
    output.stdout[head + 1..].to_vec()
}

/// A drawing as resvg draws it, on white.
pub(super) fn drawn(svg: &str, side: u32) -> Vec<u8> {
    use resvg::{tiny_skia, usvg};
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let mut canvas = tiny_skia::Pixmap::new(side, side).unwrap();
    canvas.fill(tiny_skia::Color::WHITE);
    let scale = 300.0 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut canvas.as_mut());
    canvas.pixels().iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]).collect()
}

/// Both halves of the identifier of a file.
pub(super) fn identifier(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text[text.rfind("/ID").unwrap()..].split(']').next().unwrap().to_owned()
}

/// A font of Debian's fonts-noto-core or fonts-noto-cjk.
pub(super) fn face(script: &str) -> Option<Arc<Face>> {
    let (path, index) = match script {
        "Latin" => ("truetype/noto/NotoSans-Regular.ttf".to_owned(), 0),
        "CJK-JP" => ("opentype/noto/NotoSansCJK-Regular.ttc".to_owned(), 0),
        "CJK-SC" => ("opentype/noto/NotoSansCJK-Regular.ttc".to_owned(), 2),
        "Nastaliq" => ("truetype/noto/NotoNastaliqUrdu-Regular.ttf".to_owned(), 0),
        other => (format!("truetype/noto/NotoSans{other}-Regular.ttf"), 0),
    };
    let bytes = std::fs::read(Path::new("/usr/share/fonts").join(&path)).ok()?;
    let name = Path::new(&path).file_stem().unwrap().to_str().unwrap().to_owned();
    Some(Arc::new(Face { bytes: Arc::new(bytes), index, name }))
}

/// One line of one font, shaped as it is, without any bidi.
pub(super) fn line(said: &str, face: &Arc<Face>, x: f32, baseline: f32, size: f32) -> Line {
    let font = FontRef::from_index((*face.bytes).as_ref(), face.index).unwrap();
    let shapes = ShaperData::new(&font);
    let shaper = shapes.shaper(&font).build();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(said);
    buffer.guess_segment_properties();
    let direction = if buffer.direction() == harfrust::Direction::RightToLeft { Direction::Rtl } else { Direction::Ltr };
    let scale = size / f32::from(i16::try_from(shaper.units_per_em()).unwrap());
    let shaped = shaper.shape(buffer, harfrust::ShapeOptions::new());
    let points = |units: i32| f32::from(i16::try_from(units).unwrap()) * scale;
    let glyphs: Vec<Glyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, place)| Glyph {
            id: u16::try_from(info.glyph_id).unwrap(),
            advance: points(place.x_advance),
            dx: points(place.x_offset),
            dy: points(place.y_offset),
            cluster: usize::try_from(info.cluster).unwrap(),
        })
        .collect();
    let width = glyphs.iter().map(|glyph| glyph.advance).sum();
    let run = Run { face: Arc::clone(face), size, range: 0..said.len(), direction, glyphs };
    Line { x, baseline, width, text: said.to_owned(), language: LanguageTag::english(), runs: vec![run] }
}

fn block(role: Role, lines: Vec<Line>) -> Block {
    Block { role, language: LanguageTag::english(), colour: Colour([0x20, 0x21, 0x22]), link: None, lines }
}

pub(super) fn text(said: &str, script: &str, x: f32, baseline: f32, size: f32) -> Item {
    Item::Text(block(Role::Paragraph, vec![line(said, &face(script).unwrap(), x, baseline, size)]))
}

pub(super) fn sheet(pages: Vec<Page>) -> Sheet {
    Sheet {
        title: "Certificate of Ada".into(),
        author: "Wikimedia Deutschland & friends".into(),
        language: LanguageTag::english(),
        direction: Direction::Ltr,
        made_at: Timestamp::parse("2026-11-20T11:00:00.250Z").unwrap(),
        pages,
        attachments: Vec::new(),
    }
}

/// A4 landscape with everything that a certificate has.
pub(super) fn certificate(script: &str) -> Sheet {
    let latin = face(script).unwrap();
    let drawing = Arc::new(Vector::of_svg(ARTWORK).unwrap());
    let picture =
        |x, said: &str| Picture { drawing: Arc::clone(&drawing), place: Rect { x, y: 40.0, width: 90.0, height: 90.0 }, said: said.into() };
    let words = |role, said: &str, y, size| Item::Text(block(role, vec![line(said, &latin, 150.0, y, size)]));
    let link = "https://badges.example/c/AB12";
    let mut address = block(Role::Paragraph, vec![line("badges.example/c/AB12", &latin, 150.0, 500.0, 11.0)]);
    address.link = Some(link.into());
    let code = Code {
        qr: Qr::of("HTTPS://BADGES.EXAMPLE/C/AB12").unwrap(),
        place: Rect { x: 700.0, y: 440.0, width: 96.0, height: 96.0 },
        said: "QR code: check this certificate".into(),
        link: link.into(),
    };
    let items = vec![
        Item::Artwork(picture(30.0, "")),
        words(Role::Heading, "Certificate", 120.0, 32.0),
        words(Role::Paragraph, "This badge was issued to", 170.0, 14.0),
        words(Role::Subheading, "Ada Lovelace, efficient office VAWA", 220.0, 28.0),
        Item::Figure(picture(700.0, "A seal with a circle")),
        Item::Code(code),
        Item::Text(address),
    ];
    sheet(vec![Page { width: 841.89, height: 595.276, items }])
}

/// Replaces the font of the last text by something that is none.
pub(super) fn break_font(sheet: &mut Sheet) {
    let broken = Arc::new(Face { bytes: Arc::new(b"no font".to_vec()), index: 0, name: "Broken".into() });
    for item in &mut sheet.pages[0].items {
        if let Item::Text(block) = item {
            block.lines[0].runs[0].face = Arc::clone(&broken);
        }
    }
}
