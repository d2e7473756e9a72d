//! What cannot be laid out, and what is said about it.

use super::*;
use crate::appearance::certificate::layout::Cause;

#[test]
fn a_character_that_no_font_draws_is_named_with_its_script_and_never_a_box() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let said = fault(fonts, "Ada \u{16A0}\u{E123}").to_string();
    assert!(said.contains("U+E123"), "{said}");
    let none = Fonts::nowhere();
    for (text, character, script, package) in [
        ("Ada", 'A', "Latin", Some("fonts-noto-core")),
        ("ইলা", 'ই', "Bengali", Some("fonts-noto-core")),
        ("直子", '直', "Chinese, simplified", Some("fonts-noto-cjk")),
        ("さ", 'さ', "Japanese", Some("fonts-noto-cjk")),
    ] {
        assert_eq!(fault(&none, text), LayoutFault::NoGlyph { character, script, package });
    }
    let sentence = fault(&none, "ইলা").to_string();
    assert_eq!(
        sentence,
        "no font here draws U+0987 (ই, script: Bengali): install the Debian package fonts-noto-core, or put a font with \
         outlines for it into the data folder’s fonts/"
    );
}

#[test]
fn an_emoji_is_an_error_that_says_what_helps() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let fault = match fit(fonts, &[said("Ada 👩🏽\u{200D}💻", "und")], AREA, &style(), Direction::Ltr) {
        Err(fault) => fault.to_string(),
        Ok(block) => panic!("drawn with {:?}", faces(&block)),
    };
    assert!(fault.starts_with("no font here draws the emoji U+1F4"), "{fault}");
    assert!(fault.contains("leave it out"), "{fault}");
}

#[test]
fn marks_of_another_script_are_not_put_on_a_letter() {
    let Some(fonts) = fonts(&["Latin", "Devanagari"]) else { return };
    let said = fault(fonts, "q\u{902}").to_string();
    assert!(said.contains("U+0902") && said.contains("as one"), "{said}");
}

#[test]
fn a_box_that_is_too_small_is_said_with_what_is_too_much() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch".repeat(2);
    let LayoutFault::DoesNotFit { cause: Cause::TooWide { part, points }, smallest, .. } = fault(fonts, &word) else { panic!() };
    assert_eq!(part, word);
    assert!(points > AREA.width && (smallest - 10.0).abs() < 0.01);

    let prose = "one two three four five ".repeat(40);
    let LayoutFault::DoesNotFit { cause: Cause::TooManyLines { needed }, text, .. } = fault(fonts, &prose) else { panic!() };
    assert!(needed > 3 && text.ends_with('…'), "{needed} {text}");

    let low = Rect { height: 9.0, ..AREA };
    let Err(fault) = fit(fonts, &[said("Ada", "und")], low, &style(), Direction::Ltr) else { panic!() };
    assert_eq!(
        fault.to_string(),
        "“Ada” does not fit into its box of 300 × 9 points, not even at 10 points: its line is 12 points high. Shorten it, \
         or give the box more room, more lines or a smaller size in the template"
    );
}
