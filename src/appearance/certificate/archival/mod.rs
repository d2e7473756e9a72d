//! The archival writer: PDF/A-3a and PDF/UA-1 by krilla, which refuses to write what its validators
//! do not accept.
//!
//! It draws the same [`Sheet`] as the usual writer, so either judges the other. It is called only in
//! a process of its own (`insignia archival-writer`): the library panics on misuse, also while it
//! tidies up, and such a panic ends the process.
//!
//! Standards: [ISO 19005-3](https://www.iso.org/standard/57229.html) level A,
//! [ISO 14289-1](https://www.iso.org/standard/64599.html). The judges are the validators of krilla; the
//! files were not put before veraPDF.
//!
//! What is copied: scripts written from the left come out as they were written, in the order of their
//! `ActualText`. In Arabic, poppler 22.12 puts the letters of a ligature (lam and alef) and a mark and its
//! letter in the other order, because it turns lines from the right around glyph by glyph and krilla lets a
//! glyph say all its letters. Who needs to copy from the file takes the usual one, whose characters have
//! codes of their own (`pdf`), or the badge's page, which the paper names.

mod drawing;
mod writing;

use std::collections::BTreeSet;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};

use super::sheet::{Item, Page, Role, Sheet};
use crate::platform::i18n::Direction;
use crate::vocabulary::Timestamp;
use writing::Fonts;

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchivalFault {
    /// The validators said no.
    #[error("this is no archival PDF: {}", .0.join("; "))]
    NotArchival(Vec<String>),
    /// A font is none.
    #[error("the font {0} cannot be read")]
    Font(String),
    /// A size is none, or an attachment's media type.
    #[error("{0} cannot be written")]
    Unfit(&'static str),
    /// The library gave up.
    #[error("the archival writer failed: {0}")]
    Writer(String),
}

/// The file. The same sheet gives the same bytes.
///
/// # Errors
/// [`ArchivalFault`].
///
/// # Panics
/// The library may, and end the process: see above.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, ArchivalFault> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|fault| ArchivalFault::Writer(format!("{fault:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() });
    let made_at = date_time(sheet.made_at)?;
    document.set_metadata(metadata(sheet, made_at));
    let (mut tags, mut outline, mut fonts) = (TagTree::new().with_lang(Some(sheet.language.to_string())), Outline::new(), Fonts::default());
    for (number, page) in sheet.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(page.width, page.height).ok_or(ArchivalFault::Unfit("a page without width or height"))?;
        let mut drawn = document.start_page_with(settings);
        writing::page(&mut drawn, page, &mut tags, &mut fonts)?;
        drawn.finish();
        let (text, top) = headed(page).unwrap_or_else(|| (sheet.title.clone(), 0.0));
        outline.push_child(OutlineNode::new(text, XyzDestination::new(number, Point::from_xy(0.0, top))));
    }
    document.set_tag_tree(tags);
    document.set_outline(outline);
    for attachment in &sheet.attachments {
        let file = EmbeddedFile {
            path: attachment.name.clone(),
            mime_type: Some(MimeType::new(&attachment.media_type).ok_or(ArchivalFault::Unfit("a file without a media type"))?),
            description: Some(attachment.said.clone()),
            // The paper is one view of what is signed (ISO 19005-3, annex E).
            association_kind: AssociationKind::Source,
            data: attachment.bytes.clone().into(),
            modification_date: Some(made_at),
            compress: None,
            location: None,
        };
        document.embed_file(file).ok_or(ArchivalFault::Unfit("a second file of the same name"))?;
    }
    document.finish().map_err(refusal)
}

fn metadata(sheet: &Sheet, made_at: DateTime) -> Metadata {
    Metadata::new()
        .title(sheet.title.clone())
        .authors(vec![sheet.author.clone()])
        .language(sheet.language.to_string())
        .creator("Insignia".to_owned())
        .producer("Insignia".to_owned())
        .creation_date(made_at)
        .text_direction(match sheet.direction {
            Direction::Ltr => TextDirection::LeftToRight,
            Direction::Rtl => TextDirection::RightToLeft,
        })
}

/// What a page is about and where that stands: its heading, else its first text.
fn headed(page: &Page) -> Option<(String, f32)> {
    let texts = || page.items.iter().filter_map(|item| if let Item::Text(block) = item { Some(block) } else { None });
    let block = texts().find(|block| block.role == Role::Heading).or_else(|| texts().next())?;
    let line = block.lines.first()?;
    let size = line.runs.iter().map(|run| run.size).fold(0.0, f32::max);
    Some((writing::whole(block), (line.baseline - size).max(0.0)))
}

fn date_time(at: Timestamp) -> Result<DateTime, ArchivalFault> {
    // "2026-03-01T09:30:00Z"
    let written = at.whole_second().to_string();
    let part = |from: usize, to: usize| written.get(from..to).and_then(|digits| digits.parse::<u16>().ok());
    let small = |from: usize| part(from, from + 2).and_then(|number| u8::try_from(number).ok());
    let read = || {
        let date = DateTime::new(part(0, 4)?).month(small(5)?).day(small(8)?);
        Some(date.hour(small(11)?).minute(small(14)?).second(small(17)?).utc_offset_hour(0).utc_offset_minute(0))
    };
    read().ok_or(ArchivalFault::Unfit("a date outside the years 0 to 9999"))
}

fn refusal(error: KrillaError) -> ArchivalFault {
    let KrillaError::Validation(found) = error else { return ArchivalFault::Writer(error.to_string()) };
    // The same reason stands there once for each glyph.
    let reasons: BTreeSet<String> = found.into_iter().map(|(reason, _)| format!("{reason:?}")).collect();
    ArchivalFault::NotArchival(reasons.into_iter().collect())
}

#[cfg(test)]
mod tests;
