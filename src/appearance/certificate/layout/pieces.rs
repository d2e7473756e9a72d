//! A text cut into pieces of one script and one font.
//!
//! Signs that all scripts share go with the letters before them, a closing bracket with its opening
//! one ([UAX #24, 5.1](https://www.unicode.org/reports/tr24/#Common)). What a reader sees as one
//! character ([UAX #29](https://www.unicode.org/reports/tr29/)) is never divided between fonts.

use std::ops::Range;
use std::sync::Arc;

use icu::properties::CodePointMapData;
use icu::properties::props::{BidiMirroringGlyph, BidiPairedBracketType};
use icu::segmenter::GraphemeClusterSegmenter;
use unicode_script::{Script, ScriptExtension, UnicodeScript};

use super::{LayoutFault, Style};
use crate::appearance::certificate::fonts::{Fonts, Hand, Loaded, Wish, is_east_asian};
use crate::vocabulary::LanguageTag;

/// A part of a text with one script and one font.
pub(super) struct Piece {
    /// In bytes.
    pub(super) range: Range<usize>,
    pub(super) script: Script,
    pub(super) font: Arc<Loaded>,
}

/// The pieces of `text`, in the order in which it is read, without gaps.
pub(super) fn pieces(fonts: &Fonts, text: &str, language: &LanguageTag, style: &Style) -> Result<Vec<Piece>, LayoutFault> {
    let clusters = clusters(text);
    let scripts = scripts(text, &clusters);
    let asked = Hand::of(language);
    let han = match asked {
        Hand::Usual | Hand::Nastaliq => Hand::by_letters(scripts.iter().copied()),
        Hand::Japan | Hand::Korea | Hand::Mainland | Hand::Taiwan | Hand::HongKong => asked,
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (range, script) in clusters.into_iter().zip(scripts) {
        let cluster = &text[range.clone()];
        let hand = if is_east_asian(script) {
            han
        } else if script == Script::Arabic {
            asked
        } else {
            Hand::Usual
        };
        let wish = Wish { script, hand, family: style.family, weight: style.weight };
        let font = fonts.choose(cluster, wish).map_err(|missing| LayoutFault::of(fonts, cluster, missing))?;
        match pieces.last_mut() {
            Some(last) if last.script == script && Arc::ptr_eq(&last.font, &font) => last.range.end = range.end,
            _ => pieces.push(Piece { range, script, font }),
        }
    }
    Ok(pieces)
}

fn clusters(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        // Without line ends, which `clean` has taken out, every byte is a character of its own.
        return (0..text.len()).map(|at| at..at + 1).collect();
    }
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    ends.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The script of each cluster.
fn scripts(text: &str, clusters: &[Range<usize>]) -> Vec<Script> {
    let mut resolved = Vec::with_capacity(clusters.len());
    let (mut current, mut open) = (None, Vec::new());
    for range in clusters {
        let cluster = &text[range.clone()];
        let own = cluster.chars().map(|c| c.script()).find(|script| !shared(*script));
        let script = own.or_else(|| closing(cluster, &mut open)).or_else(|| borrowed(cluster, current));
        if let Some(bracket) = opened(cluster) {
            open.push((bracket, script));
        }
        current = script.or(current);
        resolved.push(script);
    }
    let first = resolved.iter().copied().flatten().next().unwrap_or(Script::Latin);
    resolved.into_iter().map(|script| script.unwrap_or(first)).collect()
}

fn shared(script: Script) -> bool {
    matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

/// The script of a sign: that of the text before it, unless the sign belongs to others.
fn borrowed(cluster: &str, current: Option<Script>) -> Option<Script> {
    let users = cluster.chars().next()?.script_extension();
    match current {
        Some(script) if users.contains_script(script) => Some(script),
        // Cherokee, the first in the alphabet, shares the acute with many.
        None if !shared_by_all(users) && users.contains_script(Script::Latin) => Some(Script::Latin),
        _ => users.iter().find(|script| !shared(*script)).or(current),
    }
}

fn shared_by_all(users: ScriptExtension) -> bool {
    users.iter().all(shared)
}

/// The bracket that would close this one.
fn opened(cluster: &str) -> Option<char> {
    let bracket = CodePointMapData::<BidiMirroringGlyph>::new().get(cluster.chars().next()?);
    (bracket.paired_bracket_type == BidiPairedBracketType::Open).then_some(bracket.mirroring_glyph).flatten()
}

/// The script that the opening bracket had.
fn closing(cluster: &str, open: &mut Vec<(char, Option<Script>)>) -> Option<Script> {
    let first = cluster.chars().next()?;
    let at = open.iter().rposition(|(bracket, _)| *bracket == first)?;
    let (_, script) = open.get(at).copied()?;
    open.truncate(at);
    script
}
