//! How scripts are written: joins, conjuncts, marks, regions, order.

use super::*;

#[test]
fn arabic_letters_join() {
    let Some(fonts) = fonts(&["Arabic"]) else { return };
    let (joined, alone) = (ids(fonts, "بب", "ar"), ids(fonts, "ب", "ar"));
    assert_eq!(joined.len(), 2);
    assert!(joined.iter().all(|id| *id != alone[0]), "{joined:?} {alone:?}");
    assert_ne!(joined[0], joined[1], "the final form is not the initial form");
    // A joiner that forbids joining, as in Persian.
    assert_eq!(ids(fonts, "ب\u{200C}ب", "fa"), [alone[0], alone[0]]);
}

#[test]
fn devanagari_forms_conjuncts_and_moves_vowel_signs() {
    let Some(fonts) = fonts(&["Devanagari"]) else { return };
    assert_eq!(ids(fonts, "क्ष", "hi").len(), 1, "one glyph for three characters");
    let (ki, ka) = (ids(fonts, "कि", "hi"), ids(fonts, "क", "hi"));
    assert_eq!(ki.last(), ka.first(), "the sign for i stands before its consonant");
}

#[test]
fn hebrew_points_stand_below_their_letters() {
    let Some(fonts) = fonts(&["Hebrew"]) else { return };
    let block = laid(fonts, "שָׁלוֹם", "he");
    assert_eq!(faces(&block), ["NotoSansHebrew-Regular"]);
    let glyphs = glyphs(&block.lines[0]);
    assert!(glyphs.iter().any(|glyph| glyph.advance.abs() < 0.01), "points take no room: {glyphs:?}");
    assert_eq!(seen(&block.lines[0]), "םולש", "from left to right");
}

#[test]
fn right_to_left_with_latin_and_numbers_keeps_its_visual_order() {
    let Some(fonts) = fonts(&["Hebrew", "Latin"]) else { return };
    let block = laid(fonts, "אב Wiki 2026 גד", "he");
    assert_eq!(seen(&block.lines[0]), "דג Wiki 2026 בא");
    let block = laid(fonts, "Ada (אב) 7", "en");
    assert_eq!(seen(&block.lines[0]), "Ada (בא) 7");
    // A number after Hebrew in a text of that language stands to its left.
    assert_eq!(seen(&laid(fonts, "אב 12", "he").lines[0]), "12 בא");
}

#[test]
fn a_name_is_written_in_the_direction_of_its_first_letter() {
    let Some(fonts) = fonts(&["Hebrew", "Latin"]) else { return };
    assert_eq!(seen(&laid(fonts, "אב, Ada", "und").lines[0]), "Ada ,בא");
    assert_eq!(seen(&laid(fonts, "Ada, אב!", "und").lines[0]), "Ada, בא!");
}

#[test]
fn overrides_do_not_turn_letters_around() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let block = laid(fonts, "\u{202E}drawa\u{202C} Ada", "und");
    assert_eq!((seen(&block.lines[0]).as_str(), block.lines[0].text.as_str()), ("drawa Ada", "drawa Ada"));
}

#[test]
fn han_is_drawn_as_in_the_region_of_its_language() {
    let Some(fonts) = fonts(&["Japanese", "Korean"]) else { return };
    for (language, region) in
        [("ja", "JP"), ("ko", "KR"), ("zh", "SC"), ("zh-Hans", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("zh-HK", "HK"), ("und", "SC")]
    {
        for (weight, cut) in [(Weight::Regular, "Regular"), (Weight::Bold, "Bold")] {
            let block = fit(fonts, &[said("直骨", language)], AREA, &Style { weight, ..style() }, Direction::Ltr).unwrap();
            let face = &block.lines[0].runs[0].face;
            assert_eq!(face.name, format!("NotoSansCJK{}-{cut}", region.to_lowercase()), "{language}");
        }
    }
    assert_eq!(faces(&laid(fonts, "直子さん", "und")), ["NotoSansCJKjp-Regular"], "kana tell where a name is from");
    let (simplified, japanese) = (ids(fonts, "直", "zh-Hans"), ids(fonts, "直", "ja"));
    assert_ne!(simplified, japanese, "the regions draw this character in different ways");
}

#[test]
fn every_text_has_the_font_of_its_script() {
    let scripts = ["Latin", "Greek", "Bengali", "Tamil", "Georgian", "Armenian", "Ethiopic", "Thai", "Khmer", "Burmese"];
    let Some(fonts) = fonts(&scripts) else { return };
    for (text, face) in [
        ("Nguyễn Thị Ánh", "NotoSans-Regular"),
        ("Олена Ґудзь", "NotoSans-Regular"),
        ("Ελένη", "NotoSans-Regular"),
        ("রবীন্দ্রনাথ", "NotoSansBengali-Regular"),
        ("தமிழ்", "NotoSansTamil-Regular"),
        ("ნინო", "NotoSansGeorgian-Regular"),
        ("Անի", "NotoSansArmenian-Regular"),
        ("አበበ", "NotoSansEthiopic-Regular"),
        ("สมชาย", "NotoSansThai-Regular"),
        ("សុខា", "NotoSansKhmer-Regular"),
        ("အောင်", "NotoSansMyanmar-Regular"),
    ] {
        assert_eq!(faces(&laid(fonts, text, "und")), [face], "{text}");
    }
    let serif = Style { family: Family::Serif, ..style() };
    let block = fit(fonts, &[said("Ada ইলা", "und")], AREA, &serif, Direction::Ltr).unwrap();
    assert_eq!(faces(&block), ["NotoSerif-Regular", "NotoSerifBengali-Regular"]);
}

#[test]
fn urdu_is_written_in_nastaliq_and_its_lines_do_not_touch() {
    let Some(fonts) = fonts(&["Arabic in Nastaliq, as for Urdu"]) else { return };
    let block = laid(fonts, "یہ سند اس بات کی گواہی دیتی ہے کہ حامل نے تربیت مکمل کی", "ur");
    assert_eq!(faces(&block), ["NotoNastaliqUrdu-Regular"]);
    assert!(block.lines.len() > 1);
    assert_no_line_touches(&block);
}

#[test]
fn stacks_of_burmese_tibetan_and_vietnamese_do_not_touch() {
    let Some(fonts) = fonts(&["Burmese", "Tibetan", "Latin"]) else { return };
    for (text, language) in [
        ("ဤလက်မှတ်ကို ကိုင်ဆောင်သူသည် သင်တန်းကို အောင်မြင်စွာ ပြီးဆုံးကြောင်း", "my"),
        ("ལག་ཁྱེར་འདི་འཛིན་མཁན་གྱིས་སྦྱོང་བརྡར་རྒྱབ་སྐྱོར་བསྒྲུབས་ཡོད་པ", "bo"),
        ("Ồ Ễ Ẵ giấy chứng nhận này được trao cho người đã hoàn thành khoá học Ồ Ễ Ẵ", "vi"),
    ] {
        let tight = Style { line_height: 0.8, ..style() };
        let block = fit(fonts, &[said(text, language)], AREA, &tight, Direction::Ltr).unwrap();
        assert!(block.lines.len() > 1, "{language}");
        assert_no_line_touches(&block);
    }
}

/// By the outlines themselves, not by what layout believes about them.
fn assert_no_line_touches(block: &Block) {
    let mut above = f32::NEG_INFINITY;
    for line in &block.lines {
        let alone = Block { lines: vec![line.clone()], ..block.clone() };
        let (top, bottom) = reach(&alone);
        assert!(top >= above - 0.1, "{}: {top} is above {above}", line.text);
        above = bottom;
    }
}

#[test]
fn combining_marks_alone_stand_on_a_dotted_circle() {
    let Some(fonts) = fonts(&["Latin", "Arabic", "Hebrew", "Devanagari"]) else { return };
    for (marks, letter) in [("\u{323}\u{301}", "a"), ("\u{64E}\u{651}", "ع"), ("\u{5B8}", "א"), ("\u{93F}", "क")] {
        let block = laid(fonts, marks, "und");
        let line = &block.lines[0];
        assert_eq!(line.text, marks);
        let on_circle = laid(fonts, &format!("{letter}\u{25CC}"), "und");
        let circle = glyphs(&on_circle.lines[0]).iter().map(|glyph| glyph.id).find(|id| !ids(fonts, letter, "und").contains(id));
        assert_eq!(faces(&on_circle), faces(&block), "{marks:?}");
        assert!(glyphs(line).iter().any(|glyph| Some(glyph.id) == circle), "{marks:?}: {:?} without {circle:?}", glyphs(line));
    }
}

#[test]
fn text_as_outlines_stands_where_the_text_stands() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let block = laid(fonts, "Éxg", "en");
    let (top, bottom) = reach(&block);
    let line = &block.lines[0];
    assert!(top < line.baseline - 0.7 * 20.0 && top > line.baseline - 1.1 * 20.0, "{top} {}", line.baseline);
    assert!(bottom > line.baseline && bottom < line.baseline + 0.4 * 20.0, "{bottom} {}", line.baseline);
    let filled = super::super::outlines(&block);
    assert!(filled.iter().all(|shape| shape.fill.is_some()));
}

/// The highest and the lowest place that the outlines reach, curves by their ends.
fn reach(block: &Block) -> (f32, f32) {
    use crate::appearance::certificate::vector::Segment;
    let shapes = super::super::outlines(block);
    let ends = shapes.iter().flat_map(|shape| &shape.outline).filter_map(|segment| match segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Curve(_, _, to) => Some(to[1]),
        Segment::Close => None,
    });
    ends.fold((f32::INFINITY, f32::NEG_INFINITY), |(top, bottom), y| (top.min(y), bottom.max(y)))
}
