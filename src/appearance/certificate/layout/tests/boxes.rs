//! Boxes: wrapping, shrinking, places.

use super::*;

fn narrow(width: f32) -> Rect {
    Rect { width, ..AREA }
}

fn size(block: &Block) -> f32 {
    block.lines[0].runs[0].size
}

fn is_about(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.01
}

fn wrapped(fonts: &Fonts, text: &str, language: &str, width: f32, most_lines: usize) -> Block {
    let style = Style { most_lines, ..style() };
    fit(fonts, &[said(text, language)], narrow(width), &style, Direction::Ltr).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn a_text_that_has_room_keeps_its_size_and_one_line() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let block = laid(fonts, "Ada Lovelace", "und");
    assert_eq!(lines(&block), ["Ada Lovelace"]);
    assert!(is_about(size(&block), 20.0));
    assert!((block.lines[0].x - AREA.x).abs() < 0.01);
}

#[test]
fn a_long_title_is_wrapped_before_it_is_made_smaller() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let title = "Finding and assessing reliable sources for articles on living people";
    let block = wrapped(fonts, title, "en", 300.0, 3);
    assert!(block.lines.len() == 3 && is_about(size(&block), 20.0));
    assert_eq!(lines(&block).join(" "), title, "no letter is lost, and spaces at the ends are not drawn");
    let block = wrapped(fonts, title, "en", 300.0, 2);
    assert_eq!(block.lines.len(), 2);
    assert!(size(&block) < 20.0);
    for line in &block.lines {
        assert!(line.width <= 300.1, "{}", line.width);
    }
}

#[test]
fn lines_in_the_middle_are_about_equally_long() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let text = "Finding and assessing reliable sources on the web";
    let middle = Style { align: Align::Middle, ..style() };
    let block = fit(fonts, &[said(text, "en")], narrow(440.0), &middle, Direction::Ltr).unwrap();
    let [first, second] = &block.lines[..] else { panic!("{:?}", lines(&block)) };
    assert!((first.width - second.width).abs() < 80.0, "{:?}", lines(&block));
    for line in [first, second] {
        assert!((line.x + line.width / 2.0 - (AREA.x + 220.0)).abs() < 0.1);
    }
}

#[test]
fn scripts_without_spaces_are_wrapped_between_words() {
    let Some(fonts) = fonts(&["Thai", "Khmer", "Burmese", "Lao"]) else { return };
    for (language, words) in [
        ("th", ["ใบ", "รับรอง", "ภาษา", "ไทย"]),
        ("km", ["ភាសា", "ខ្មែរ", "ប្រទេស", "កម្ពុជា"]),
        ("my", ["မြန်မာ", "ဘာသာ", "စကား", "သင်တန်း"]),
        ("lo", ["ພາສາ", "ລາວ", "ປະເທດ", "ໂຮງຮຽນ"]),
    ] {
        let text = words.concat();
        let block = wrapped(fonts, &text, language, 120.0, 4);
        assert!(block.lines.len() > 1, "{text}");
        assert_eq!(lines(&block).concat(), text);
        let mut ends = vec![0];
        for word in words {
            ends.push(ends[ends.len() - 1] + word.len());
        }
        let mut at = 0;
        for line in &block.lines {
            at += line.text.len();
            assert!(ends.contains(&at), "{language}: a line ends within a word: {:?}", lines(&block));
        }
    }
}

#[test]
fn korean_is_wrapped_at_its_spaces_and_japanese_not_before_a_closing_sign() {
    let Some(fonts) = fonts(&["Korean", "Japanese"]) else { return };
    let korean = "살아 있는 인물 문서를 위한 신뢰할 수 있는 출처";
    let block = wrapped(fonts, korean, "ko", 130.0, 5);
    assert!(block.lines.len() > 2);
    assert_eq!(lines(&block).join(" "), korean);
    let block = wrapped(fonts, "情報源の評価。出典、引用。", "ja", 120.0, 3);
    assert_eq!(lines(&block), ["情報源の評", "価。出典、引", "用。"]);
}

#[test]
fn all_lines_have_the_same_distance() {
    let Some(fonts) = fonts(&["Latin", "Tibetan"]) else { return };
    let names = ["aa", "བསྒྲུབས", "aa", "Ẵg"].map(|name| said(name, "und"));
    let block = fit(fonts, &names, AREA, &Style { line_height: 1.0, ..style() }, Direction::Ltr).unwrap();
    let distances: Vec<f32> = block.lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline).collect();
    assert!(distances.iter().all(|one| (one - distances[0]).abs() < 0.01) && distances[0] > 20.5, "{distances:?}");
}

#[test]
fn a_line_is_shaped_by_itself() {
    let Some(fonts) = fonts(&["Arabic"]) else { return };
    let text = "شهادة حضور دورة تدريبية في تحرير المقالات الموسوعية العربية";
    let block = wrapped(fonts, text, "ar", 200.0, 4);
    assert!(block.lines.len() > 1);
    assert_eq!(lines(&block).join(" "), text);
    for line in &block.lines {
        assert!(line.width <= 200.1);
        let alone = laid(fonts, &line.text, "ar");
        assert_eq!(glyphs(&alone.lines[0]).iter().map(|g| g.id).collect::<Vec<_>>(), glyphs(line).iter().map(|g| g.id).collect::<Vec<_>>());
    }
}

#[test]
fn start_and_end_follow_the_direction_of_the_page() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let place = |align, page| {
        let block = fit(fonts, &[said("Ada", "und")], AREA, &Style { align, ..style() }, page).unwrap();
        (block.lines[0].x - AREA.x, AREA.x + AREA.width - block.lines[0].x - block.lines[0].width)
    };
    for (align, page) in [(Align::Start, Direction::Ltr), (Align::End, Direction::Rtl)] {
        assert!(place(align, page).0.abs() < 0.01, "{align:?} {page:?}");
    }
    for (align, page) in [(Align::End, Direction::Ltr), (Align::Start, Direction::Rtl)] {
        assert!(place(align, page).1.abs() < 0.01, "{align:?} {page:?}");
    }
}

#[test]
fn the_whole_stands_at_the_top_in_the_middle_or_at_the_bottom() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    let baseline =
        |vertical| fit(fonts, &[said("Ada", "und")], AREA, &Style { vertical, ..style() }, Direction::Ltr).unwrap().lines[0].baseline;
    let (top, middle, bottom) = (baseline(Vertical::Top), baseline(Vertical::Middle), baseline(Vertical::Bottom));
    let spare = AREA.height - 1.2 * 20.0;
    assert!((middle - top - spare / 2.0).abs() < 0.01 && (bottom - top - spare).abs() < 0.01, "{top} {middle} {bottom}");
    assert!(top > AREA.y + 10.0 && top < AREA.y + 24.0, "{top}");
}

#[test]
fn two_names_stand_on_lines_of_their_own_in_one_size() {
    let Some(fonts) = fonts(&["Latin", "Bengali"]) else { return };
    let style = Style { most_lines: 1, ..style() };
    let names = [said("Rabindranath Tagore of Jorasanko, Calcutta", "und"), said("রবীন্দ্রনাথ ঠাকুর", "bn")];
    let block = fit(fonts, &names, AREA, &style, Direction::Ltr).unwrap();
    assert_eq!(lines(&block), [names[0].text.as_str(), &names[1].text]);
    assert!(is_about(size(&block), block.lines[1].runs[0].size));
    assert_eq!(block.lines[1].language.as_str(), "bn");
}

#[test]
fn nothing_said_is_a_block_without_lines() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    assert_eq!(laid(fonts, " \n\u{202E}", "und").lines.len(), 0);
    assert_eq!(fit(fonts, &[], AREA, &style(), Direction::Ltr).unwrap().lines.len(), 0);
}

#[test]
fn a_name_of_one_character_and_one_of_120_fit() {
    let Some(fonts) = fonts(&["Latin"]) else { return };
    assert_eq!(lines(&laid(fonts, "Q", "und")), ["Q"]);
    let long = "Maria del Carmen Fernandez ".repeat(5);
    let long = long.chars().take(119).chain(['z']).collect::<String>();
    let block = wrapped(fonts, &long, "und", 300.0, 3);
    assert_eq!(lines(&block).join(" "), long);
    assert!(size(&block) < 20.0);
}

#[test]
fn ranges_and_clusters_belong_to_the_line() {
    let Some(fonts) = fonts(&["Latin", "Hebrew"]) else { return };
    let block = wrapped(fonts, "one two שלום three four five six", "en", 120.0, 4);
    assert!(block.lines.len() > 1);
    for line in &block.lines {
        let mut covered: Vec<_> = line.runs.iter().map(|run| run.range.clone()).collect();
        covered.sort_by_key(|range| range.start);
        assert_eq!((covered.first().map(|r| r.start), covered.last().map(|r| r.end)), (Some(0), Some(line.text.len())));
        for run in &line.runs {
            assert!(run.glyphs.iter().all(|glyph| run.range.contains(&glyph.cluster) && line.text.is_char_boundary(glyph.cluster)));
        }
        let sum: f32 = glyphs(line).iter().map(|glyph| glyph.advance).sum();
        assert!((sum - line.width).abs() < 0.05);
    }
}
