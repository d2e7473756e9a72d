//! Layout with the Noto fonts of this machine; where they are not installed a test says so and ends.

mod boxes;
mod odd;
mod refusals;
mod scripts;

use std::io::Write as _;
use std::sync::OnceLock;

use super::{Align, Family, LayoutFault, Style, Vertical, Weight, fit};
use crate::appearance::certificate::content::Said;
use crate::appearance::certificate::fonts::{Drawn, Fonts};
use crate::appearance::certificate::sheet::{Block, Glyph, Line, Rect, Role};
use crate::appearance::certificate::vector::Colour;
use crate::platform::i18n::Direction;

/// The fonts of this machine, if they draw these scripts (by the names of the report).
fn fonts(scripts: &[&str]) -> Option<&'static Fonts> {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| Fonts::discover(&[]));
    let reports = fonts.scripts();
    for script in scripts {
        let report = reports.iter().find(|one| one.name == *script).unwrap_or_else(|| panic!("no script is called {script}"));
        if let Drawn::Without(package) = report.drawn {
            let said = format!("skipped: no font for {script} here; install {}\n", package.unwrap_or("one"));
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        }
    }
    Some(fonts)
}

fn said(text: &str, language: &str) -> Said {
    Said { text: text.to_owned(), language: language.parse().unwrap() }
}

fn style() -> Style {
    Style {
        family: Family::Sans,
        weight: Weight::Regular,
        size: 20.0,
        smallest: 10.0,
        line_height: 1.2,
        align: Align::Start,
        vertical: Vertical::Top,
        most_lines: 3,
        colour: Colour([0, 0, 0]),
        role: Role::Paragraph,
        link: None,
    }
}

const AREA: Rect = Rect { x: 50.0, y: 100.0, width: 300.0, height: 120.0 };

fn laid(fonts: &Fonts, text: &str, language: &str) -> Block {
    fit(fonts, &[said(text, language)], AREA, &style(), Direction::Ltr).unwrap_or_else(|fault| panic!("{fault}"))
}

fn fault(fonts: &Fonts, text: &str) -> LayoutFault {
    fit(fonts, &[said(text, "und")], AREA, &style(), Direction::Ltr).unwrap_err()
}

fn glyphs(line: &Line) -> Vec<Glyph> {
    line.runs.iter().flat_map(|run| run.glyphs.iter().copied()).collect()
}

/// The glyphs of a text that fits on a line, from left to right.
fn ids(fonts: &Fonts, text: &str, language: &str) -> Vec<u16> {
    let block = laid(fonts, text, language);
    assert_eq!(block.lines.len(), 1, "{text}");
    glyphs(&block.lines[0]).iter().map(|glyph| glyph.id).collect()
}

fn lines(block: &Block) -> Vec<&str> {
    block.lines.iter().map(|line| line.text.as_str()).collect()
}

/// The characters of a line as they are seen from left to right, by the first of each cluster.
fn seen(line: &Line) -> String {
    let mut seen: Vec<usize> = glyphs(line).iter().map(|glyph| glyph.cluster).collect();
    seen.dedup();
    seen.into_iter().filter_map(|at| line.text[at..].chars().next()).collect()
}

fn faces(block: &Block) -> Vec<&str> {
    let mut faces: Vec<&str> = block.lines.iter().flat_map(|line| &line.runs).map(|run| run.face.name.as_str()).collect();
    faces.dedup();
    faces
}
