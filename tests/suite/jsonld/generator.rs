//! Documents made by dice: badge-shaped ones with the known contexts, and odd ones with contexts of their own.

mod badges;
mod odd;

use serde_json::{Map, Value};

pub(super) use badges::badge;
pub(super) use odd::odd;

/// A deterministic source of choices (splitmix64), and which corners of the language a document uses.
/// Some pairs are kept apart, because other programs misread them when they meet.
#[allow(clippy::struct_excessive_bools)] // one for each corner
pub(super) struct Dice {
    state: u64,
    /// Protected terms, else property-scoped contexts: may those change them, for a scalar value?
    protects: bool,
    /// Graph containers, reverse terms, sets and nulls, else lists and reverse objects: json-ld takes null in
    /// a list for an empty list and flattens a set in it; npm and json-ld do not agree on a list in a graph.
    graphs: bool,
    /// A default direction, else scoped contexts: npm forgets it in those.
    directs: bool,
    /// A base, and only with it id maps: json-ld gives a blank node to what has a relative name.
    bases: bool,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let state = seed.wrapping_mul(0xd134_2543_de82_ef95) ^ 0x2545_f491_4f6c_dd1d;
        Self {
            state,
            protects: seed.is_multiple_of(4),
            graphs: seed.is_multiple_of(3),
            directs: seed.is_multiple_of(5),
            bases: seed % 7 < 4,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).expect("small")).expect("small")
    }

    /// True in so many of a hundred throws.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const TEXTS: [&str; 14] = [
    "Train the trainers",
    "",
    "Glam staff — «partnership»",
    "مدرّب ويكيميديا",
    "विकिमीडिया",
    "line\nbreak\tand tab",
    "\"quoted\" and \\ back\\slash",
    "\u{7f}\u{1}\u{b}\u{c}\r",
    "🏅 badge",
    "a",
    "<b>bold</b> & 'single'",
    "\u{85}\u{2028}\u{fffd}\u{10ffff}",
    "true",
    "12",
];
const LANGUAGES: [&str; 5] = ["en", "uk", "pt-BR", "zh-Hant", "ar"];
/// Without those on which json-ld differs from the text: 17 digits, and floats without a fraction. Unit tests have them.
const NUMBERS: [&str; 11] = ["0", "1", "-1", "3.5", "0.1", "1.25e21", "1.5e-7", "123456789012", "9007199254740991", "4.35", "1.5e100"];

fn text(dice: &mut Dice) -> Value {
    Value::from(TEXTS[dice.below(TEXTS.len())])
}

fn number(dice: &mut Dice) -> Value {
    Value::Number(NUMBERS[dice.below(NUMBERS.len())].parse().expect("a number"))
}

fn iri(dice: &mut Dice, kind: &str) -> String {
    match dice.below(12) {
        0 => format!("urn:uuid:{kind}-{}", dice.below(9)),
        1 => format!("did:web:example.org:{kind}:{}", dice.below(9)),
        2 => format!("_:{kind}{}", dice.below(3)),
        3 => format!("https://пример.example/{kind}/{}?q=ü#f", dice.below(9)),
        _ => format!("https://example.org/{kind}/{}", dice.below(40)),
    }
}

fn object(entries: Value) -> Map<String, Value> {
    let Value::Object(map) = entries else { unreachable!("an object") };
    map
}

/// Makes a value.
type Maker = fn(&mut Dice) -> Value;

/// Adds some of the entries, each with its own luck.
fn some(dice: &mut Dice, node: &mut Map<String, Value>, entries: &[(&str, Maker)], percent: usize) {
    for (key, value) in entries {
        if dice.chance(percent) {
            let value = value(dice);
            node.insert((*key).to_owned(), value);
        }
    }
}

fn several(dice: &mut Dice, value: fn(&mut Dice) -> Value) -> Value {
    let count = 1 + dice.below(3);
    Value::Array((0..count).map(|_| value(dice)).collect())
}
