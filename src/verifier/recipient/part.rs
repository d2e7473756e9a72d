//! A part of a name, and how near another part is.
//!
//! Forms of compatibility and case are folded first: they never tell two people apart.

use icu::casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;

use super::Difference;

/// A part of a name in the forms in which it is compared.
#[derive(Debug)]
pub(super) struct Part {
    /// Folded.
    pub(super) text: String,
    /// Without marks; `ö` once as `o` and once as `oe`.
    bare: [String; 2],
    /// In Latin letters, roughly.
    pub(super) roman: String,
    /// Every letter is a Latin one.
    latin: bool,
}

/// The parts of a name, in its order.
pub(super) fn parts(name: &str) -> Vec<Part> {
    let compatible: String = name.nfkc().filter(|c| !is_silent(*c)).collect();
    let folded: String = CaseMapper::new().fold_string(&compatible).nfc().collect();
    folded.split(is_between).filter(|text| !text.is_empty()).take(MOST).map(Part::new).collect()
}

/// Names with more parts are compared by their first ones.
const MOST: usize = 12;

/// What stands between two parts.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | ',' | '_' | '·' | '・' | '‐' | '‑' | '–' | '/')
}

/// What is written by some and left out by others: apostrophes, joiners, marks of direction.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '"' | '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Marks that are accents or left-out vowels; not the vowel signs of Indic scripts, which are letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
}

impl Part {
    fn new(text: &str) -> Self {
        let latin = text.chars().filter(|c| c.is_alphabetic()).all(is_latin);
        let plain = |text: &str| -> String {
            let kept = text.nfd().filter(|c| !is_accent(*c));
            kept.map(|c| if is_latin(c) { any_ascii::any_ascii_char(c).to_lowercase() } else { c.to_string() }).collect()
        };
        let spelt_out = text.replace(['ä', 'æ'], "ae").replace(['ö', 'ø', 'œ'], "oe").replace('ü', "ue").replace('å', "aa");
        let roman = any_ascii::any_ascii(text).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        Self { text: text.to_owned(), bare: [plain(text), plain(&spelt_out)], roman, latin }
    }

    /// What one part differs in from another; `None` if they are not alike.
    pub(super) fn compare(&self, other: &Self) -> Option<Nearness> {
        if self.text == other.text {
            return Some(Nearness::Equal);
        }
        if self.bare.iter().any(|form| other.bare.contains(form)) {
            return Some(Nearness::Differs(Difference::Accents));
        }
        if self.latin != other.latin && self.sounds_like(other) {
            return Some(Nearness::Differs(Difference::Script));
        }
        if self.latin == other.latin && is_slip(&self.bare[0], &other.bare[0]) {
            return Some(Nearness::Differs(Difference::Spelling));
        }
        (self.is_initial_of(other) || other.is_initial_of(self)).then_some(Nearness::Differs(Difference::Initials))
    }

    /// Letters that carry the comparison; one sign of a script without letters is a whole word.
    pub(super) fn weight(&self) -> usize {
        if self.latin { self.text.chars().count() } else { 2 * self.text.chars().count() }
    }

    /// Consonants by which a name in another script is recognised.
    pub(super) fn consonants(&self) -> usize {
        let [all, single] = skeletons(&self.roman);
        all.len().min(single.len())
    }

    fn is_initial_of(&self, other: &Self) -> bool {
        let one = |text: &str| text.chars().count() == 1;
        let (mine, theirs) = if self.latin == other.latin { (&self.bare[0], &other.bare[0]) } else { (&self.roman, &other.roman) };
        one(&self.text) && one(mine) && theirs.starts_with(mine.as_str())
    }

    fn sounds_like(&self, other: &Self) -> bool {
        if self.roman.is_empty() || other.roman.is_empty() {
            return false;
        }
        self.roman == other.roman
            || skeletons(&self.roman).iter().any(|mine| skeletons(&other.roman).iter().any(|theirs| fits(mine, theirs)))
    }
}

/// How near one part is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// Folded, they are the same.
    Equal,
    /// Alike, but for this.
    Differs(Difference),
}

/// One letter in four, two in eight.
fn is_slip(one: &str, other: &str) -> bool {
    let longer = one.chars().count().max(other.chars().count());
    longer >= 4 && strsim::osa_distance(one, other) <= (longer / 4).min(2)
}

/// Groups of Latin letters by which transcriptions write one sound, the longer first.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "S"),
    ("sch", "S"),
    ("tch", "C"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "J"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("j", "J"),
];

/// The consonants of a rough transcription: scripts without vowels have no more. Doubled letters are one
/// in some spellings and two in others, so both are tried.
fn skeletons(roman: &str) -> [String; 2] {
    let sounds = SOUNDS.iter().fold(roman.to_owned(), |text, (letters, sound)| text.replace(letters, sound));
    let consonants = |text: &str| text.chars().filter(|c| !"aeiouy".contains(*c)).collect::<String>();
    let mut single: Vec<char> = sounds.chars().collect();
    single.dedup();
    [consonants(&sounds), consonants(&single.into_iter().collect::<String>())]
}

fn fits(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    shorter >= 1 && one == other || shorter >= 4 && strsim::osa_distance(one, other) <= 1
}
