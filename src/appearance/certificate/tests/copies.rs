//! Every line of every sample is copied from its PDF as it was written, whatever its script and direction.

use std::process::Command;

use super::{composed, content, template};
use crate::appearance::certificate::pdf;
use crate::appearance::certificate::samples::PEOPLE;
use crate::appearance::certificate::sheet::{Item, Sheet};

/// What poppler copies, without the marks of direction that it adds around lines.
#[allow(clippy::print_stderr)] // a skipped test says so
fn copied(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let Ok(output) = Command::new("pdftotext").args([file.path().to_str().unwrap(), "-"]).output() else {
        eprintln!("SKIPPED: pdftotext is not installed (package poppler-utils)");
        return None;
    };
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(plain(&String::from_utf8_lossy(&output.stdout)))
}

/// Without marks of direction, one space for several.
fn plain(text: &str) -> String {
    let seen = text.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    seen.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(sheet: &Sheet) -> impl Iterator<Item = String> {
    let items = sheet.pages.iter().flat_map(|page| &page.items);
    let blocks = items.filter_map(|item| if let Item::Text(block) = item { Some(block) } else { None });
    blocks.flat_map(|block| &block.lines).map(|line| plain(&line.text))
}

/// Whether a line has right-to-left letters beside anything else: where directions meet, each reader has its own idea of
/// which side a bracket, a colon or a number is on.
fn is_mixed(line: &str) -> bool {
    let rtl = |c: char| !"،؛؟۔".contains(c) && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    line.contains(rtl) && line.contains(|c| !rtl(c) && c != ' ' && c != '\u{200c}')
}

/// Words without the punctuation around them.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(' ')
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation() || "،؛؟۔·•".contains(c)))
        .filter(|word| !word.is_empty())
}

#[test]
fn every_line_of_every_sample_is_copied_as_it_was_written() {
    let a4 = template("a4-landscape");
    let mut wrong = Vec::new();
    for person in PEOPLE {
        let Some(sheet) = composed(&a4, &content(person.sample, "a4")) else { continue };
        let Some(copied) = copied(&pdf::write(&sheet).unwrap()) else { return };
        for line in lines(&sheet) {
            // poppler takes a hyphen at the end of a line for one that came with the break.
            let line = line.trim_end_matches('-');
            let found = if is_mixed(line) { words(line).all(|word| copied.contains(word)) } else { copied.contains(line) };
            if !found {
                wrong.push(format!("{}: {line:?} in {copied:?}", person.sample));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
