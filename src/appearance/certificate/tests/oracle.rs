//! Two writers that know nothing of each other put the same sheet on paper: what both draw is what was laid out.

use super::seen::Seen;
use super::{composed, content, template};
use crate::appearance::certificate::samples::PEOPLE;
use crate::appearance::certificate::sheet::{Item, Sheet};
use crate::appearance::certificate::{archival, pdf};

/// Grey values (of 255) by which a pixel may differ: edges of letters are rounded differently.
const ALIKE: u8 = 40;
/// Pixels that may differ more, of some 240,000: 14 for most scripts, 248 for Burmese, whose marks each writer
/// rounds to its own thousandths of an em.
const STRAY: usize = 300;

/// The sheet with its texts alone: how artwork is blended is each writer's own.
fn texts(mut sheet: Sheet) -> Sheet {
    for page in &mut sheet.pages {
        page.items.retain(|item| matches!(item, Item::Text(_)));
    }
    sheet
}

fn unlike(one: &Seen, other: &Seen) -> usize {
    assert_eq!((one.width, one.height), (other.width, other.height));
    one.grey.iter().zip(&other.grey).filter(|(one, other)| one.abs_diff(**other) > ALIKE).count()
}

#[test]
fn both_writers_draw_the_same_letters_at_the_same_places() {
    let a4 = template("a4-landscape");
    let mut pages = Vec::new();
    for person in PEOPLE {
        let Some(sheet) = composed(&a4, &content(person.sample, "a4")).map(texts) else { continue };
        let Some(usual) = Seen::of(&pdf::write(&sheet).unwrap()) else { return };
        let archived = archival::write(&sheet).unwrap_or_else(|fault| panic!("{}: {fault}", person.sample));
        let archived = Seen::of(&archived).unwrap();
        let strange = unlike(&usual, &archived);
        assert!(strange <= STRAY, "{}: {strange} pixels differ", person.sample);
        pages.push((person.sample, usual));
    }
    // Otherwise: two languages are told apart by ten times as much.
    let language = |sample: &str| sample.split('-').next().unwrap_or_default().to_owned();
    for pair in pages.windows(2).filter(|pair| language(pair[0].0) != language(pair[1].0)) {
        let strange = unlike(&pair[0].1, &pair[1].1);
        assert!(strange > 10 * STRAY, "{} and {} differ in {strange} pixels only", pair[0].0, pair[1].0);
    }
}

#[test]
fn both_writers_draw_the_same_page() {
    for name in ["a4-landscape", "letter-landscape", "slip", "cards"] {
        let Some(sheet) = composed(&template(name), &content("en", name)) else { continue };
        let Some(usual) = Seen::of(&pdf::write(&sheet).unwrap()) else { return };
        let archived = archival::write(&sheet).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        usual.compare(&Seen::of(&archived).unwrap()).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}
