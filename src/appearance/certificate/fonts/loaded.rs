//! A font in memory: its bytes, what the shaper found out about it, and which characters it has.

use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{FontRef, ShapePlan, ShapePlanKey, Shaper, ShaperData};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use unicode_normalization::char::decompose_canonical;

use super::ignorable::is_ignorable;
use crate::appearance::certificate::sheet::Face;

/// A font that has been read; there is one of each in a program.
pub(in crate::appearance::certificate) struct Loaded {
    /// What the document carries.
    pub(in crate::appearance::certificate) face: Arc<Face>,
    /// How many of the font's units make the size of the letters.
    pub(in crate::appearance::certificate) units_per_em: f32,
    /// Above the line on which letters stand, in ems, as the designer wishes it.
    pub(in crate::appearance::certificate) ascent: f32,
    /// Below that line, in ems, as the designer wishes it.
    pub(in crate::appearance::certificate) descent: f32,
    /// Above and below, for a font whose characters are all drawn in the same square; finding out
    /// what each glyph covers would mean to draw it.
    pub(in crate::appearance::certificate) square: Option<(f32, f32)>,
    coverage: Coverage,
    shaping: ShaperData,
    plans: Mutex<Vec<Arc<ShapePlan>>>,
}

/// A plan is kept for each script and language; a stranger may ask for any language.
const MOST_PLANS: usize = 64;

impl Loaded {
    /// None if this is no font of outlines.
    pub(super) fn read(face: Face) -> Option<Self> {
        let (units_per_em, ascent, descent, square, coverage, shaping) = {
            let font = FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
            let metrics = draws_outlines(&font).then(|| font.metrics(Size::unscaled(), LocationRef::default()))?;
            let per_em = f32::from(metrics.units_per_em.max(1));
            let coverage = Coverage::of(&font);
            let typographic = font.os2().ok().filter(|_| font.glyf().is_err());
            let square = typographic.map(|os2| (f32::from(os2.s_typo_ascender()) / per_em, -f32::from(os2.s_typo_descender()) / per_em));
            (per_em, metrics.ascent / per_em, -metrics.descent / per_em, square, coverage, ShaperData::new(&font))
        };
        Some(Self { face: Arc::new(face), units_per_em, ascent, descent, square, coverage, shaping, plans: Mutex::default() })
    }

    /// The tables of the font.
    pub(in crate::appearance::certificate) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.face.bytes).as_ref(), self.face.index).ok()
    }

    /// The shaper of the font.
    pub(in crate::appearance::certificate) fn shaper(&self) -> Option<Shaper<'_>> {
        Some(self.shaping.shaper(&self.font()?).build())
    }

    /// The plan for texts with the properties of `key`, made by `plan` the first time.
    pub(in crate::appearance::certificate) fn plan(&self, key: &ShapePlanKey<'_>, plan: impl FnOnce() -> ShapePlan) -> Arc<ShapePlan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plans.iter().find(|known| key.matches(known)) {
            return Arc::clone(known);
        }
        if plans.len() >= MOST_PLANS {
            plans.clear();
        }
        let made = Arc::new(plan());
        plans.push(Arc::clone(&made));
        made
    }

    /// Whether the font draws all of `cluster`.
    pub(in crate::appearance::certificate) fn covers(&self, cluster: &str) -> bool {
        cluster.chars().all(|character| draws(character, |one| self.coverage.has(one)))
    }
}

/// Bitmaps and colour layers are pictures: a writer of text would draw nothing, or a box.
pub(super) fn draws_outlines(font: &FontRef<'_>) -> bool {
    let outlines = font.glyf().is_ok() || font.cff().is_ok() || font.cff2().is_ok();
    outlines && font.colr().is_err() && font.cbdt().is_err() && font.sbix().is_err()
}

/// Whether `character` is drawn by a font that `has` some characters.
///
/// What is not seen needs no glyph; what is missing may be made of its parts, and an odd space or
/// a hyphen that does not break is drawn as a plain one, by the shaper.
pub(super) fn draws(character: char, has: impl Fn(char) -> bool) -> bool {
    if has(character) || is_ignorable(character) {
        return true;
    }
    match character {
        '\u{2011}' => has('\u{2010}') || has('-'),
        _ if character.is_whitespace() => has(' '),
        _ => {
            let (mut parts, mut all) = (0, true);
            decompose_canonical(character, |part| {
                parts += 1;
                all = all && part != character && has(part);
            });
            parts > 0 && all
        }
    }
}

/// The characters of a font, as ranges that do not touch, in order.
struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    fn of(font: &FontRef<'_>) -> Self {
        let mut all: Vec<u32> =
            font.charmap().mappings().filter(|(_, glyph)| glyph.to_u32() != 0).map(|(character, _)| character).collect();
        all.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for one in all {
            match ranges.last_mut() {
                Some((_, last)) if one <= last.saturating_add(1) => *last = one.max(*last),
                _ => ranges.push((one, one)),
            }
        }
        Self(ranges)
    }

    fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let after = self.0.partition_point(|(first, _)| *first <= code);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| code <= *last)
    }
}
