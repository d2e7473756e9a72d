//! The fonts of a sheet, each cut down to the glyphs that are drawn, and what each code says.
//!
//! What somebody copies is looked up by the code on the page in `ToUnicode` (ISO 32000-1, 9.10.3). A glyph that stands
//! for two texts therefore gets two codes, which `CIDToGIDMap` leads to the same glyph (9.7.4.3). Fonts with CFF outlines have
//! no such table: there a code is the number of the glyph and says the first text for which it stood.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf::{FontId, ParsedFont, PdfFont, PdfResources};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::super::sheet::{Face, Item, Sheet};
use super::WriteFault;
use super::letters::{self, Letter};

/// Fonts in the order in which they are first used.
pub(super) struct Fonts {
    fonts: Vec<Font>,
}

/// A font and what is used of it.
pub(super) struct Font {
    face: Arc<Face>,
    outlines: Outlines,
    glyphs: GlyphRemapper,
    /// By code.
    letters: BTreeMap<u16, Known>,
    codes: HashMap<Known, u16>,
    cut: Option<ParsedFont>,
    /// Its name in the file.
    name: Option<String>,
}

/// How a font draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outlines {
    TrueType,
    Cff,
}

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Known {
    /// The new number of the glyph.
    glyph: u16,
    says: String,
    /// Of how many codes that share the room it is one.
    parts: u16,
    /// How much room, in thousandths of an em, if it is not the glyph's own.
    room: Option<u16>,
}

impl Fonts {
    pub(super) fn used_in(sheet: &Sheet) -> Result<Self, WriteFault> {
        let mut fonts = Self { fonts: Vec::new() };
        let blocks = sheet.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Text(block) => Some(block),
            Item::Artwork(_) | Item::Figure(_) | Item::Code(_) => None,
        });
        for line in blocks.flat_map(|block| &block.lines) {
            for run in &line.runs {
                let at = fonts.number(&run.face).unwrap_or_else(|| fonts.add(&run.face));
                let Some(font) = fonts.fonts.get_mut(at) else { continue };
                for cluster in letters::clusters(line, run) {
                    cluster.written(font).letters.into_iter().for_each(|letter| font.add(letter));
                }
            }
        }
        for font in &mut fonts.fonts {
            font.cut_down()?;
        }
        Ok(fonts)
    }

    fn number(&self, face: &Arc<Face>) -> Option<usize> {
        let place = |face: &Face| (AsRef::<[u8]>::as_ref(&*face.bytes).as_ptr().addr(), face.index);
        self.fonts.iter().position(|known| Arc::ptr_eq(&known.face, face) || place(&known.face) == place(face))
    }

    fn add(&mut self, face: &Arc<Face>) -> usize {
        self.fonts.push(Font::new(face));
        self.fonts.len() - 1
    }

    /// A font that [`Self::used_in`] has seen, and its name on pages.
    pub(super) fn of(&self, face: &Arc<Face>) -> Option<(&Font, FontId)> {
        let at = self.number(face)?;
        self.fonts.get(at).map(|font| (font, FontId(format!("T{at}"))))
    }

    pub(super) fn hand_over(&mut self, resources: &mut PdfResources) {
        for (at, font) in self.fonts.iter_mut().enumerate() {
            if let Some(cut) = font.cut.take() {
                font.name.clone_from(&cut.font_name);
                resources.fonts.map.insert(FontId(format!("T{at}")), PdfFont::new(cut));
            }
        }
    }

    /// Adds the tables from codes to glyphs, which printpdf believes to be the same.
    pub(super) fn lead(self, file: &mut Document) {
        for font in self.fonts.iter().filter(|font| font.has_codes()) {
            let Some(name) = &font.name else { continue };
            let last = font.letters.keys().next_back().copied().unwrap_or(0);
            let table = (0..=last).flat_map(|code| font.letters.get(&code).map_or(0, |known| known.glyph).to_be_bytes());
            let table = file.add_object(Stream::new(Dictionary::new(), table.collect()));
            for dictionary in file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
                let is_font = dictionary.get(b"BaseFont").and_then(Object::as_name).is_ok_and(|found| found == name.as_bytes());
                let descendants = dictionary.get_mut(b"DescendantFonts").and_then(Object::as_array_mut);
                if let (true, Ok(descendants)) = (is_font, descendants) {
                    for descendant in descendants.iter_mut().filter_map(|one| one.as_dict_mut().ok()) {
                        descendant.set("CIDToGIDMap", table);
                    }
                }
            }
        }
    }
}

impl Font {
    fn new(face: &Arc<Face>) -> Self {
        let outlines = if is_cff((*face.bytes).as_ref(), face.index) { Outlines::Cff } else { Outlines::TrueType };
        let (letters, codes) = (BTreeMap::new(), HashMap::new());
        Self { face: Arc::clone(face), outlines, glyphs: GlyphRemapper::new(), letters, codes, cut: None, name: None }
    }

    /// Whether a glyph can have several codes.
    pub(super) fn has_codes(&self) -> bool {
        self.outlines == Outlines::TrueType
    }

    fn add(&mut self, letter: Letter) {
        let known = Known { glyph: self.glyphs.remap(letter.glyph.id), says: letter.says, parts: letter.parts, room: letter.room };
        if self.codes.contains_key(&known) {
            return;
        }
        let code = match self.outlines {
            Outlines::TrueType => u16::try_from(self.letters.len() + 1).unwrap_or(u16::MAX),
            Outlines::Cff => known.glyph,
        };
        let stands = self.letters.entry(code).or_insert_with(|| known.clone());
        if *stands == known {
            self.codes.insert(known, code);
        }
    }

    /// The code of a letter, and whether it says what it should.
    pub(super) fn code(&self, letter: &Letter) -> (u16, bool) {
        let Some(glyph) = self.glyphs.get(letter.glyph.id) else { return (0, false) };
        let known = Known { glyph, says: letter.says.clone(), parts: letter.parts, room: letter.room };
        match (self.codes.get(&known), self.outlines) {
            (Some(code), _) => (*code, true),
            (None, Outlines::Cff) => (glyph, false),
            (None, Outlines::TrueType) => (0, false),
        }
    }

    /// What somebody copies who copies this code.
    pub(super) fn says(&self, code: u16) -> &str {
        self.letters.get(&code).map_or("", |known| known.says.as_str())
    }

    /// How far a viewer moves after a code, in thousandths of an em: whole ones, as they stand in the file.
    pub(super) fn width(&self, code: u16) -> f32 {
        let Some(cut) = &self.cut else { return 0.0 };
        let width = cut.glyph_widths.get(&code).copied().unwrap_or(0);
        (f32::from(width) * 1000.0 / f32::from(cut.units_per_em.max(1))).trunc()
    }

    fn cut_down(&mut self) -> Result<(), WriteFault> {
        let fault = |reason: String| WriteFault::Font { font: self.face.name.clone(), reason };
        let program =
            subsetter::subset((*self.face.bytes).as_ref(), self.face.index, &self.glyphs).map_err(|reason| fault(reason.to_string()))?;
        let mut remarks = Vec::new();
        let mut cut = ParsedFont::from_bytes(&program, 0, &mut remarks)
            .ok_or_else(|| fault(remarks.iter().map(|remark| remark.message.clone()).collect::<Vec<_>>().join(", ")))?;
        let own = |glyph: u16| cut.glyph_widths.get(&glyph).copied().unwrap_or(0);
        let em = f32::from(cut.units_per_em);
        let room = |known: &Known| known.room.map_or_else(|| own(known.glyph), |room| super::whole(f32::from(room) * em / 1000.0));
        cut.glyph_widths = self.letters.iter().map(|(code, known)| (*code, room(known) / known.parts)).collect();
        cut.font_name = Some(format!("{}+{}", self.tag(&program), plain(&self.face.name)));
        // The table that says how bold it is was cut away.
        cut.pdf_font_metrics.us_weight_class = if self.face.name.contains("Bold") { 700 } else { 400 };
        self.cut = Some(cut);
        Ok(())
    }

    /// Six letters that tell this subset from others (9.6.4): from its bytes and codes, so that they are always the same.
    fn tag(&self, program: &[u8]) -> String {
        let mut digest = Sha256::new_with_prefix(program);
        for (code, known) in &self.letters {
            digest.update(code.to_be_bytes());
            digest.update(known.glyph.to_be_bytes());
            digest.update(known.says.as_bytes());
            digest.update([known.parts, known.room.unwrap_or(0)].map(u16::to_be_bytes).concat());
        }
        digest.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
    }
}

/// Whether a font draws with CFF outlines: its file says so in its first four bytes, a collection in those to which
/// it leads.
fn is_cff(bytes: &[u8], index: u32) -> bool {
    let begins = |at: usize| bytes.get(at..).is_some_and(|font| font.starts_with(b"OTTO"));
    if !bytes.starts_with(b"ttcf") {
        return begins(0);
    }
    let place = usize::try_from(index).ok().and_then(|index| bytes.get(12 + 4 * index..)).and_then(|rest| rest.first_chunk());
    place.and_then(|place| usize::try_from(u32::from_be_bytes(*place)).ok()).is_some_and(begins)
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
