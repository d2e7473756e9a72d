//! Claims about cards.

use super::*;
use crate::appearance::artwork::{Design, Gallery};
use crate::appearance::lettering::Letters;
use crate::community::catalog::{Catalog, Rubric};
use crate::issuer::profile::IssuerProfile;

/// The fonts of this machine; many of them are read for the first text.
fn fonts() -> Fonts {
    static FONTS: std::sync::LazyLock<Fonts> = std::sync::LazyLock::new(|| Fonts::discover(&[]));
    FONTS.clone()
}

fn cards() -> Cards {
    Cards::new(&Templates::embedded(), fonts()).unwrap()
}

fn said(text: &str, language: &str) -> Said {
    Said { text: text.to_owned(), language: language.parse().unwrap() }
}

fn card(class: &str, language: &str, heading: &str, level: Option<&str>, issuer: &str, check: &str) -> Card {
    let catalog = Catalog::embedded().unwrap();
    let class = catalog.class(class).unwrap();
    let owner = IssuerProfile::of_tests("Wikimedia Exampleland");
    let required = class.rubric().map(Rubric::required);
    let design = Design::of_award(class, level.and(required), &owner).unwrap();
    let gallery = Gallery::new(Templates::embedded()).lettered(Arc::new(Letters::of(fonts())));
    let name = class.name().in_language(&language.parse().unwrap());
    Card {
        language: language.parse().unwrap(),
        heading: said(heading, language),
        class: Said { text: name.text, language: name.language },
        level: level.map(|level| said(level, language)),
        issuer: said(issuer, language),
        check: said(check, language),
        address: "badges.example.org".to_owned(),
        accent: design.accent,
        badge: gallery.svg(&design).unwrap(),
    }
}

fn english() -> Card {
    card("wikidata-practitioner", "en", "Badge", Some("Level: Practitioner"), "Issued by Wikimedia Exampleland", "Is this badge genuine?")
}

fn arabic() -> Card {
    let (issuer, check) = ("صادرة عن Wikimedia Exampleland", "هل هذه الشارة أصلية؟");
    card("wikidata-practitioner", "ar", "شارة", Some("المستوى: ممارس"), issuer, check)
}

fn of(number: usize) -> CardOf {
    let language = LanguageTag::english();
    CardOf { class: format!("class-{number}"), version: "1".to_owned(), level: None, issuer: None, language }
}

fn drawn(card: &Card, cards: &Cards) -> Arc<[u8]> {
    cards.png(&of(0), || Ok::<_, CardFault>(card.clone())).unwrap()
}

/// Every pixel, RGBA.
fn pixels(png: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height, info.color_type), (1200, 630, png::ColorType::Rgba));
    pixels
}

/// How many pixels of a region differ from the first of its row.
fn ink(pixels: &[u8], from: usize, to: usize) -> usize {
    let rows = pixels.chunks(1200 * 4).skip(110).take(400);
    rows.map(|row| row[from * 4..to * 4].chunks(4).filter(|pixel| *pixel != &row[from * 4..from * 4 + 4]).count()).sum()
}

#[test]
fn a_card_is_1200_by_630_with_the_badge_where_the_language_begins() {
    let (english, arabic) = (pixels(&drawn(&english(), &cards())), pixels(&drawn(&arabic(), &cards())));
    // The panel of the badge is full of ink, the other side has letters only.
    assert!(ink(&english, 0, 470) > 2 * ink(&english, 730, 1200), "left to right");
    assert!(ink(&arabic, 730, 1200) > 2 * ink(&arabic, 0, 470), "right to left");
    assert!(ink(&english, 526, 1140) > 5_000 && ink(&arabic, 60, 674) > 5_000, "there are letters");
}

#[test]
fn a_card_without_letters_is_the_badge_alone() {
    let bare = Cards::new(&Templates::embedded(), Fonts::nowhere()).unwrap();
    let seen = pixels(&drawn(&english(), &bare));
    assert!(ink(&seen, 300, 900) > 50_000, "the badge is there");
    assert_eq!((ink(&seen, 0, 300), ink(&seen, 900, 1200)), (0, 0), "and nothing else");
    let mut unknown = english();
    unknown.issuer.text.push('\u{10_ffff}');
    assert_eq!(pixels(&drawn(&unknown, &cards())), seen, "one letter that nobody can draw is enough");
}

#[test]
fn the_same_card_is_drawn_once_and_many_cards_do_not_fill_the_memory() {
    let mut cards = cards();
    let card = english();
    let first = drawn(&card, &cards);
    let again = cards.png(&of(0), || -> Result<Card, CardFault> { panic!("it is kept") }).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    cards.kept = kept(u64::try_from(first.len()).unwrap() * 6);
    for number in 0..24 {
        cards.png(&of(number), || Ok::<_, CardFault>(card.clone())).unwrap();
    }
    assert!(cards.kept.weight() <= cards.kept.capacity() && cards.kept.len() <= 8, "{} cards kept", cards.kept.len());
    assert!(!cards.kept.is_empty(), "a limit that keeps nothing is none");
}

#[test]
fn what_cannot_be_said_is_not_kept() {
    let cards = cards();
    let refused = cards.png(&of(0), || Err(CardFault::Missing));
    assert!(matches!(refused, Err(CardFault::Missing)));
    drawn(&english(), &cards);
}

/// `INSIGNIA_DUMP_CARDS=folder cargo test --lib dump_cards` writes cards to look at.
#[test]
fn dump_cards() {
    let Ok(folder) = std::env::var("INSIGNIA_DUMP_CARDS") else { return };
    let write = |name: &str, bytes: &[u8]| std::fs::write(format!("{folder}/{name}.png"), bytes).unwrap();
    let bare = Cards::new(&Templates::embedded(), Fonts::nowhere()).unwrap();
    write("card-en", &drawn(&english(), &cards()));
    write("card-ar", &drawn(&arabic(), &cards()));
    write("card-bare", &drawn(&english(), &bare));
    let long = card(
        "glam-partnership-builder",
        "uk",
        "Відзнака",
        None,
        "Видав: Wikimedia Community User Group of Exampleland and its Neighbours",
        "Чи справжня ця відзнака?",
    );
    write("card-uk", &drawn(&long, &cards()));
    write(
        "card-hi",
        &drawn(
            &card("conflict-mediator", "hi", "बैज", Some("स्तर: विशेषज्ञ"), "Wikimedia Exampleland द्वारा जारी", "क्या यह बैज असली है?"),
            &cards(),
        ),
    );
}
