//! What people's names can be, and what a template cannot hold.

use super::{FONTS, composed, content, lines, template};
use crate::appearance::certificate::compose::{self, CertificateFault};
use crate::appearance::certificate::content::{Content, Field, Said};
use crate::appearance::certificate::layout::LayoutFault;
use crate::appearance::certificate::pdf;
use crate::appearance::certificate::sheet::{Item, Role};
use crate::vocabulary::LanguageTag;

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), language: LanguageTag::undetermined() }
}

fn named(names: &[&str]) -> Content {
    let mut content = content("en", "a4");
    content.texts.insert(Field::Holder, names.iter().map(|name| said(name)).collect());
    content
}

/// The holder's box, line by line, after the paper was written.
#[track_caller]
fn holder(names: &[&str]) -> Vec<String> {
    let sheet = composed(&template("a4-landscape"), &named(names)).unwrap();
    assert!(pdf::write(&sheet).unwrap().starts_with(b"%PDF"));
    let lines: Vec<String> = lines(&sheet).into_iter().map(str::to_owned).collect();
    let from = lines.iter().position(|line| line == "This badge was issued to").unwrap() + 1;
    let to = lines.iter().position(|line| line == "who showed the skills of").unwrap();
    lines[from..to].to_vec()
}

#[test]
fn a_name_of_one_letter_and_one_of_a_hundred_and_twenty_stand_on_the_paper() {
    assert_eq!(holder(&["O"]), ["O"]);
    let long = "Maria Anna Sophia Cecilia Kalogeropoulos Wolfeschlegelsteinhausen-Bergerdorff von und zu Hohenlohe Waldenburg y Figueroa"
        .to_owned();
    assert_eq!(long.chars().count(), 120);
    let lines = holder(&[&long, "Μαρία Άννα Σοφία Καικιλία Καλογεροπούλου"]);
    assert_eq!(lines.join(" "), format!("{long} Μαρία Άννα Σοφία Καικιλία Καλογεροπούλου"));
    assert!(lines.len() > 2, "{lines:?}");
}

#[test]
fn a_title_of_three_lines_fits() {
    let mut content = named(&["O"]);
    let title = "Building lasting partnerships between museums, libraries, archives and the editing communities of the Wikimedia projects in small and minority languages";
    content.texts.insert(Field::Class, vec![said(title)]);
    let sheet = composed(&template("a4-landscape"), &content).unwrap();
    let block = sheet.pages[0].items.iter().find_map(|item| match item {
        Item::Text(block) if block.lines[0].text.starts_with("Building") => Some(block),
        Item::Text(_) | Item::Artwork(_) | Item::Figure(_) | Item::Code(_) => None,
    });
    assert_eq!(block.unwrap().lines.len(), 3);
    let size = block.unwrap().lines[0].runs[0].size;
    assert!(size >= 15.0, "{size}");
}

#[test]
fn marks_without_letters_do_not_break_a_paper() {
    assert_eq!(holder(&["\u{301}\u{302}"]).len(), 1);
}

#[test]
fn controls_and_overrides_have_no_effect() {
    let lines = holder(&["Olena\u{202e}oknelavoK\u{7}\u{0}\nKovalenko\u{2066}"]);
    let text = lines.join(" ");
    assert!(!text.chars().any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}')), "{text:?}");
    assert!(text.starts_with("Olena"), "{text:?}");
    assert_eq!(holder(&["<tspan>&amp;</tspan>"]), ["<tspan>&amp;</tspan>"], "a text is no markup");
}

#[test]
fn an_emoji_without_a_glyph_is_refused_by_name() {
    let fault = compose::sheet(&template("a4-landscape"), &named(&["Olena 🦉"]), &FONTS);
    // A machine with an outline font of emoji draws it.
    if let Err(fault) = fault {
        let told = fault.to_string();
        assert!(matches!(fault, CertificateFault::Text { field: "holder", fault: LayoutFault::NoGlyph { character: '🦉', .. } }), "{told}");
        assert!(told.contains("the box \"holder\"") && told.contains("U+1F989"), "{told}");
    }
}

#[test]
fn a_text_that_fits_nowhere_is_refused_with_its_box() {
    let mut content = named(&["O"]);
    content.texts.insert(Field::Issuer, vec![said(&"An affiliate with a very long name ".repeat(30))]);
    let told = compose::sheet(&template("a4-landscape"), &content, &FONTS).unwrap_err().to_string();
    assert!(told.contains("the box \"issuer\"") && told.contains("does not fit"), "{told}");
}

#[test]
fn an_address_that_makes_modules_too_small_is_refused_in_millimetres() {
    let mut content = named(&["O"]);
    content.code.as_mut().unwrap().scanned = "HTTPS://BADGES.WIKIMEDIA.EXAMPLE/C/".to_owned() + &"X".repeat(120);
    let told = compose::sheet(&template("cards"), &content, &FONTS).unwrap_err().to_string();
    assert!(told.contains("make the box \"qr\"") && told.contains("mm wide"), "{told}");
    let told = compose::sheet(&template("slip"), &content, &FONTS).unwrap_err().to_string();
    assert!(told.contains("has no box for the code"), "{told}");
}

#[test]
fn a_paper_has_one_heading_and_says_what_it_is_before_whose_it_is() {
    for (name, headed) in [("a4-landscape", "Certificate"), ("cards", "GLAM partnership builder")] {
        let sheet = composed(&template(name), &content("en", name)).unwrap();
        let blocks = sheet.pages[0].items.iter().filter_map(|item| if let Item::Text(block) = item { Some(block) } else { None });
        let headings: Vec<&str> = blocks.filter(|block| block.role == Role::Heading).map(|block| block.lines[0].text.as_str()).collect();
        assert_eq!(headings, [headed], "{name}");
    }
    let sheet = composed(&template("a4-landscape"), &content("en", "a4")).unwrap();
    let read = lines(&sheet);
    let at = |text: &str| read.iter().position(|line| line.starts_with(text)).unwrap();
    let order = ["Certificate", "Amara", "GLAM", "Level", "What had", "Issued by", "Awarded", "Address", "Code"].map(at);
    assert!(order.is_sorted(), "{read:?}");
    assert_eq!(sheet.attachments, [], "the samples carry no credential");
}

#[test]
fn cards_are_counted_out_over_pages_and_their_direction_is_their_own() {
    let contents: Vec<Content> = std::iter::repeat_n("en", 11).chain(["ar"]).map(|sample| content(sample, "cards")).collect();
    let cards = template("cards");
    let Ok(sheet) = compose::sheet_of_cards(&cards, &contents, &FONTS) else { return };
    assert_eq!(sheet.pages.len(), 2);
    let codes = |page: usize| {
        let items = sheet.pages[page].items.iter();
        items.filter_map(|item| if let Item::Code(code) = item { Some(code.place.x) } else { None }).collect::<Vec<f32>>()
    };
    assert_eq!((codes(0).len(), codes(1).len()), (10, 2));
    assert!(codes(0)[0] < codes(0)[1], "the first card is on the left");
    let card = cards.plan().card().unwrap();
    assert!(codes(1)[1] < card.x + card.width * 1.5, "the Arabic one has its code on the left of its card");
    assert!(matches!(compose::sheet_of_cards(&cards, &[], &FONTS), Err(CertificateFault::Nothing)));
    assert!(matches!(compose::sheet_of_cards(&template("slip"), &contents, &FONTS), Err(CertificateFault::NoCards(_))));
}
