//! Two names side by side: each part of the one is paired with the nearest part of the other.

use super::Difference;
use super::part::{Nearness, Part, parts};

/// What differs between two names of people; nothing if they are the same, `None` if they are not alike.
pub(super) fn compare(typed: &str, said: &str) -> Option<Vec<Difference>> {
    let (typed, said) = (parts(typed), parts(said));
    if typed.is_empty() || said.is_empty() {
        return None;
    }
    let pairs = paired(&typed, &said);
    judged(&typed, &said, &pairs).or_else(|| joined(&typed, &said))
}

/// A part of each, by their places, and how near they are.
struct Pair {
    typed: usize,
    said: usize,
    nearness: Nearness,
}

/// Every part once, the nearest pairs first.
fn paired(typed: &[Part], said: &[Part]) -> Vec<Pair> {
    let mut possible: Vec<Pair> = Vec::new();
    for (at, one) in typed.iter().enumerate() {
        let near =
            said.iter().enumerate().filter_map(|(place, other)| Some(Pair { typed: at, said: place, nearness: one.compare(other)? }));
        possible.extend(near);
    }
    // Of equally near ones those at the same place.
    possible.sort_by_key(|pair| (pair.nearness, pair.typed.abs_diff(pair.said)));
    let mut pairs: Vec<Pair> = Vec::new();
    for pair in possible {
        if pairs.iter().all(|taken| taken.typed != pair.typed && taken.said != pair.said) {
            pairs.push(pair);
        }
    }
    pairs.sort_by_key(|pair| pair.typed);
    pairs
}

fn judged(typed: &[Part], said: &[Part], pairs: &[Pair]) -> Option<Vec<Difference>> {
    let is = |pair: &&Pair, difference| pair.nearness == Nearness::Differs(difference);
    let misspelt = pairs.iter().filter(|pair| is(pair, Difference::Spelling)).count();
    let initials = pairs.iter().filter(|pair| is(pair, Difference::Initials)).count();
    let sure = pairs.len() - misspelt - initials;
    // An initial alone tells nothing; a slip needs a part beside it that is right, or must be all there is.
    let whole = typed.len() == 1 && said.len() == 1;
    if pairs.len() < typed.len().min(said.len()) || misspelt > 1 || (sure == 0 && !(whole && misspelt == 1 && typed[0].weight() >= 5)) {
        return None;
    }
    let carried: usize = pairs.iter().filter(|pair| !is(pair, Difference::Initials)).map(|pair| typed[pair.typed].weight()).sum();
    if carried < 3 && (typed.len() != said.len() || initials > 0) {
        return None;
    }
    // One consonant is the same in half of all names.
    let rough = |pair: &&Pair| is(pair, Difference::Script) && typed[pair.typed].roman != said[pair.said].roman;
    if pairs.iter().any(|pair| rough(&pair)) && pairs.iter().map(|pair| typed[pair.typed].consonants()).sum::<usize>() < 3 {
        return None;
    }
    let mut differences: Vec<Difference> = pairs.iter().filter_map(|pair| pair.nearness.difference()).collect();
    if pairs.windows(2).any(|two| two[0].said > two[1].said) {
        differences.push(Difference::Order);
    }
    if typed.len() != said.len() {
        differences.push(Difference::Parts);
    }
    differences.sort_unstable();
    differences.dedup();
    Some(differences)
}

impl Nearness {
    const fn difference(self) -> Option<Difference> {
        match self {
            Self::Equal => None,
            Self::Differs(difference) => Some(difference),
        }
    }
}

/// Names that are parted in one writing and not in the other, as between Latin and Han: in Latin letters
/// and without gaps, from whichever part they begin.
fn joined(typed: &[Part], said: &[Part]) -> Option<Vec<Difference>> {
    let all = |parts: &[Part], form: fn(&Part) -> &str| parts.iter().map(form).collect::<String>();
    if all(typed, |part| &part.text) == all(said, |part| &part.text) {
        return Some(vec![Difference::Spelling]);
    }
    let wanted = all(said, |part| &part.roman);
    let turned = (0..typed.len()).find(|at| {
        let (end, start) = typed.split_at(*at);
        wanted.len() >= 4 && all(start, |part| &part.roman) + &all(end, |part| &part.roman) == wanted
    })?;
    Some(if turned == 0 { vec![Difference::Script] } else { vec![Difference::Order, Difference::Script] })
}

/// What differs between two user names of a wiki. There every letter counts but the first.
pub(super) fn compare_user_names(typed: &str, said: &str) -> Option<Vec<Difference>> {
    let (typed, said) = (user_name(typed), user_name(said));
    if typed.is_empty() || typed == said {
        return (typed == said).then(Vec::new);
    }
    let (typed, said) = (typed.to_lowercase(), said.to_lowercase());
    if typed == said {
        return Some(vec![Difference::Capitals]);
    }
    (said.chars().count() >= 5 && strsim::osa_distance(&typed, &said) == 1).then(|| vec![Difference::Spelling])
}

/// As MediaWiki writes it: no prefix, spaces, a capital first.
fn user_name(text: &str) -> String {
    let text = text.trim().replace('_', " ");
    let bare = text.get(..5).filter(|prefix| prefix.eq_ignore_ascii_case("user:")).map_or(text.as_str(), |prefix| &text[prefix.len()..]);
    capitalised(&bare.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// With a capital first.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
