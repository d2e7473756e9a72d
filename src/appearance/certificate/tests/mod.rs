//! From what is said to dots on paper: every sample and every edge case, through template, layout and writer.

mod copies;
mod edges;
mod oracle;
mod renders;
mod seen;

use std::sync::{Arc, LazyLock};

use super::compose::{self, CertificateFault};
use super::content::Content;
use super::fonts::Fonts;
use super::samples::{PEOPLE, Person, Samples};
use super::sheet::{Item, Sheet};
use super::template::Template;
use crate::appearance::artwork::Gallery;
use crate::appearance::templates::Templates;
use crate::platform::i18n::Messages;

/// Words that stay as they are: a better translation must not change what is compared here.
static WORDS: LazyLock<Messages> = LazyLock::new(|| {
    let files = [
        ("en.json", include_str!("../../../../tests/vectors/certificates/words/en.json")),
        ("ar.json", include_str!("../../../../tests/vectors/certificates/words/ar.json")),
        ("hi.json", include_str!("../../../../tests/vectors/certificates/words/hi.json")),
        ("qqq.json", include_str!("../../../../tests/vectors/certificates/words/qqq.json")),
    ];
    Messages::from_files(files).unwrap()
});

/// The system's fonts, looked for once.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::discover(&[]));

fn template(name: &str) -> Template {
    let text = Templates::embedded().text(&format!("certificates/{name}.svg")).unwrap().to_owned();
    Template::read(name, &text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn person(sample: &str) -> &'static Person {
    PEOPLE.iter().find(|person| person.sample == sample).unwrap()
}

fn content(sample: &str, template: &str) -> Content {
    Samples::new(&WORDS, &Gallery::new(Templates::embedded())).unwrap().content(person(sample), template)
}

/// Lays a content out; `None`, said aloud, where the machine has no fonts for it.
#[allow(clippy::print_stderr)] // a skipped test says so
fn composed(template: &Template, content: &Content) -> Option<Sheet> {
    match compose::sheet(template, content, &FONTS) {
        Ok(sheet) => Some(sheet),
        Err(CertificateFault::Text { fault: super::layout::LayoutFault::NoGlyph { package, .. }, .. }) if package.is_some() => {
            eprintln!("SKIPPED: {} has no fonts here (Debian: {package:?})", content.language.as_str());
            None
        }
        Err(fault) => panic!("{fault}"),
    }
}

/// The text of a box, line by line.
fn lines(sheet: &Sheet) -> Vec<&str> {
    let items = sheet.pages.iter().flat_map(|page| &page.items);
    let blocks = items.filter_map(|item| if let Item::Text(block) = item { Some(block) } else { None });
    blocks.flat_map(|block| block.lines.iter().map(|line| line.text.as_str())).collect()
}

fn faces(sheet: &Sheet) -> Vec<&Arc<super::sheet::Face>> {
    let items = sheet.pages.iter().flat_map(|page| &page.items);
    let blocks = items.filter_map(|item| if let Item::Text(block) = item { Some(block) } else { None });
    blocks.flat_map(|block| block.lines.iter().flat_map(|line| line.runs.iter().map(|run| &run.face))).collect()
}
