//! A sheet as a PDF file that can be read aloud, copied from, and verified.
//!
//! printpdf draws the pages and embeds the fonts; what it has no words for (structure, languages,
//! outline, attachments) is added to its document before that is saved. The file is PDF 1.7
//! ([ISO 32000-1](https://opensource.adobe.com/dc-acrobat-sdk-docs/standards/pdfstandards/pdf/PDF32000_2008.pdf)),
//! tagged, with the signed credential as an associated file (ISO 32000-2, 14.13). It claims neither PDF/A
//! nor PDF/UA: `archival` does, with a library that checks. The same sheet gives the same bytes.

use lopdf::Document;
use printpdf::{PdfConformance, PdfDocument, PdfPage, PdfSaveOptions};

use super::sheet::{Page, Sheet};

mod about;
mod artwork;
mod attachment;
mod fonts;
mod letters;
mod merged;
mod outline;
mod page;
mod save;
mod structure;
#[cfg(test)]
mod tests;
mod text;

pub use artwork::Artworks;
pub use merged::{MergeFault, Merged};

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteFault {
    /// A sheet without pages.
    #[error("there is no page to write")]
    NoPages,
    /// A font that cannot be cut down to what is used, or that the writer does not read.
    #[error("the font {font} cannot be embedded: {reason}; install another one")]
    Font {
        /// Its name.
        font: String,
        /// What its reader says.
        reason: String,
    },
    /// A coordinate that is no number, which no viewer would forgive.
    #[error("page {page} has something at a place that is no number")]
    NoPlace {
        /// Counted from 1.
        page: usize,
    },
    /// The writer gave up.
    #[error("the PDF could not be written: {0}")]
    Refused(String),
}

/// Writes one sheet.
///
/// # Errors
/// [`WriteFault`] names the font or the page.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, WriteFault> {
    write_with(sheet, &Artworks::default())
}

/// Writes one sheet of many that have drawings in common: those are translated and compressed once.
///
/// # Errors
/// As [`write()`].
pub fn write_with(sheet: &Sheet, artworks: &Artworks) -> Result<Vec<u8>, WriteFault> {
    if sheet.pages.is_empty() {
        return Err(WriteFault::NoPages);
    }
    let mut fonts = fonts::Fonts::used_in(sheet)?;
    let mut tree = structure::Tree::new(sheet.language.clone(), sheet.pages.len());
    let mut drawings = page::Drawings::new(artworks);
    let mut document = PdfDocument::new(&sheet.title);
    document.metadata.info.conformance = PdfConformance::Custom(printpdf::CustomPdfConformance::default());
    for (at, page) in sheet.pages.iter().enumerate() {
        let operations = page::operations(page, at, &fonts, &mut drawings, &mut tree)?;
        let (width, height) = (printpdf::Pt(page.width), printpdf::Pt(page.height));
        document.pages.push(PdfPage::new(width.into(), height.into(), operations));
    }
    fonts.hand_over(&mut document.resources);
    drawings.hand_over(&mut document.resources);
    let mut file = laid_down(&document)?;
    fonts.lead(&mut file);
    let pages = page_ids(&file)?;
    for (id, page) in pages.iter().zip(&sheet.pages) {
        box_exactly(&mut file, *id, page)?;
    }
    tree.write(&mut file, &pages)?;
    outline::write(&mut file, sheet, &pages)?;
    attachment::write(&mut file, sheet)?;
    about::write(&mut file, sheet)?;
    save::bytes(file)
}

/// What printpdf makes of the pages, and what it complained about.
fn laid_down(document: &PdfDocument) -> Result<Document, WriteFault> {
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut complaints = Vec::new();
    let file = printpdf::to_lopdf_doc(document, &options, &mut complaints);
    match complaints.into_iter().find(|complaint| complaint.severity == printpdf::PdfParseErrorSeverity::Error) {
        Some(complaint) => Err(WriteFault::Refused(complaint.msg)),
        None => Ok(file),
    }
}

fn page_ids(file: &Document) -> Result<Vec<lopdf::ObjectId>, WriteFault> {
    let catalogue = file.catalog().map_err(refused)?;
    let pages = catalogue.get(b"Pages").and_then(|pages| file.dereference(pages)).map_err(refused)?.1;
    let kids = pages.as_dict().and_then(|pages| pages.get(b"Kids")).and_then(|kids| kids.as_array()).map_err(refused)?;
    kids.iter().map(|kid| kid.as_reference().map_err(refused)).collect()
}

/// printpdf counts in millimetres, which does not give back every number of points.
fn box_exactly(file: &mut Document, id: lopdf::ObjectId, page: &Page) -> Result<(), WriteFault> {
    let whole: Vec<lopdf::Object> = [0.0, 0.0, page.width, page.height].map(lopdf::Object::Real).to_vec();
    let page = file.get_object_mut(id).and_then(lopdf::Object::as_dict_mut).map_err(refused)?;
    page.set("MediaBox", whole);
    page.remove(b"TrimBox");
    page.remove(b"CropBox");
    Ok(())
}

/// The nearest whole number from 0 to 65,535.
fn whole(number: f32) -> u16 {
    let (mut low, mut high) = (0, u16::MAX);
    while low < high {
        let middle = high - (high - low) / 2;
        if f32::from(middle) <= number + 0.5 {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

fn refused(fault: lopdf::Error) -> WriteFault {
    WriteFault::Refused(fault.to_string())
}
