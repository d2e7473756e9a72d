//! Copies of a text with one character changed.

use std::fmt;

/// A copy, and what was done.
pub(super) struct Mutant {
    pub(super) at: usize,
    pub(super) deed: Deed,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Changed,
    Dropped,
    Doubled,
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = self.text.chars().skip(self.at.saturating_sub(20)).take(40).collect::<String>();
        write!(f, "character {} {:?}: …{near}…", self.at, self.deed)
    }
}

/// Copies with a character changed at `places` places spread evenly from the first to the last, and
/// every fourth of them also dropped or doubled.
pub(super) fn mutants(text: &str, places: usize) -> Vec<Mutant> {
    let characters: Vec<char> = text.chars().collect();
    let places = places.min(characters.len());
    let mut all = Vec::new();
    for turn in 0..places {
        let at = turn * (characters.len() - 1) / (places - 1);
        let with = |deed, put: &[char]| {
            let text = characters[..at].iter().chain(put).chain(&characters[at + 1..]).collect();
            Mutant { at, deed, text }
        };
        let here = characters[at];
        all.push(with(Deed::Changed, &[another(here, turn)]));
        match turn % 8 {
            0 => all.push(with(Deed::Dropped, &[])),
            4 => all.push(with(Deed::Doubled, &[here, here])),
            _ => {}
        }
    }
    all
}

/// A character like this one, so that the text still reads, or in every third turn one unlike it.
fn another(here: char, turn: usize) -> char {
    let next = |from: char, to: char| if here == to { from } else { char::from_u32(u32::from(here) + 1).unwrap_or(from) };
    match (here, turn % 3) {
        ('a'..='z', 0) => here.to_ascii_uppercase(),
        ('A'..='Z', 0) => here.to_ascii_lowercase(),
        ('0'..='9', 0) => 'x',
        ('a'..='z', _) => next('a', 'z'),
        ('A'..='Z', _) => next('A', 'Z'),
        ('0'..='9', _) => next('0', '9'),
        (_, 0) => 'x',
        _ => next('x', char::MAX),
    }
}
