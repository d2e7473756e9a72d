//! Papers as they were looked at, kept as pictures and compared with what is drawn today.
//!
//! `INSIGNIA_KEEP_RENDERS=1 cargo test --lib looked_at` draws them anew: look at each before it is committed;
//! `INSIGNIA_DUMP_PAPERS=/tmp/papers` gives the PDF files for that. Other versions of the fonts draw other letters, so a
//! picture is compared only where the same files are used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::seen::Seen;
use super::{composed, content, faces, lines, template};
use crate::appearance::certificate::content::Field;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::samples::PEOPLE;
use crate::appearance::certificate::sheet::Sheet;
use crate::appearance::certificate::{compose, pdf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/certificates")
}

/// Every picture: its name and the sheet.
fn papers() -> Vec<(String, Sheet)> {
    let a4 = template("a4-landscape");
    let mut papers: Vec<(String, Sheet)> =
        PEOPLE.iter().filter_map(|person| Some((format!("a4-{}", person.sample), composed(&a4, &content(person.sample, "a4"))?))).collect();
    for (name, sample) in [("letter-landscape", "en"), ("slip", "en"), ("slip", "ar")] {
        papers.extend(composed(&template(name), &content(sample, name)).map(|sheet| (format!("{name}-{sample}"), sheet)));
    }
    let ten: Vec<_> = ["en", "ar", "hi", "uk", "en", "he", "vi", "ka", "hy", "en"].map(|sample| content(sample, "cards")).into();
    papers.extend(compose::sheet_of_cards(&template("cards"), &ten, &super::FONTS).ok().map(|sheet| ("cards".to_owned(), sheet)));
    papers
}

#[test]
#[allow(clippy::print_stderr)] // a skipped comparison says so
fn papers_look_as_they_did_when_they_were_looked_at() {
    let keep = std::env::var_os("INSIGNIA_KEEP_RENDERS").is_some();
    let dump = std::env::var_os("INSIGNIA_DUMP_PAPERS");
    let list = folder().join("fonts.txt");
    let known = std::fs::read_to_string(&list).unwrap_or_default();
    let known: BTreeMap<&str, &str> = known.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut kept = String::new();
    let (mut compared, mut wrong) = (0, Vec::new());
    for (name, sheet) in papers() {
        let digest = Fonts::digest(faces(&sheet));
        let pdf = pdf::write(&sheet).unwrap();
        if let Some(dump) = &dump {
            std::fs::write(Path::new(dump).join(format!("{name}.pdf")), &pdf).unwrap();
        }
        let Some(seen) = Seen::of(&pdf) else { return };
        let picture = folder().join(format!("{name}.png"));
        if keep {
            seen.write(&picture);
            kept.extend([name.as_str(), " ", digest.as_str(), "\n"]);
        } else if known.get(name.as_str()) == Some(&digest.as_str()) {
            compared += 1;
            wrong.extend(seen.compare(&Seen::read(&picture)).err().map(|why| format!("{name}: {why}")));
        } else {
            eprintln!("SKIPPED: {name} was looked at with other fonts than those of this machine");
        }
    }
    if keep {
        std::fs::write(&list, kept).unwrap();
        return;
    }
    eprintln!("{compared} papers compared with what was looked at");
    assert!(wrong.is_empty(), "{wrong:#?}; look at them: insignia certificate preview");
}

#[test]
fn another_script_a_missing_line_and_another_colour_are_seen() {
    let a4 = template("a4-landscape");
    let draw = |sheet: Option<Sheet>| sheet.and_then(|sheet| Seen::of(&pdf::write(&sheet).unwrap()));
    let english = content("en", "a4");
    let Some(whole) = draw(composed(&a4, &english)) else { return };
    whole.compare(&whole).unwrap();

    let mut without = english.clone();
    without.texts.remove(&Field::Valid);
    whole.compare(&draw(composed(&a4, &without)).unwrap()).unwrap_err();
    let mut red = english;
    red.accent = "#9c1f1f".parse().unwrap();
    whole.compare(&draw(composed(&a4, &red)).unwrap()).unwrap_err();
    let (arabic, hindi) = (composed(&a4, &content("ar", "a4")), composed(&a4, &content("hi", "a4")));
    if let Some((arabic, hindi)) = draw(arabic).zip(draw(hindi)) {
        arabic.compare(&hindi).unwrap_err();
    }
}

#[test]
fn a_page_read_from_the_right_has_its_code_on_the_other_side() {
    let a4 = template("a4-landscape");
    let place = |sample: &str| {
        let sheet = composed(&a4, &content(sample, "a4"))?;
        assert!(!lines(&sheet).is_empty());
        let page = sheet.pages.into_iter().next()?;
        let width = page.width;
        page.items.into_iter().find_map(|item| if let super::Item::Code(code) = item { Some((code.place, width)) } else { None })
    };
    let Some(((left, width), (right, _))) = place("en").zip(place("ar")) else { return };
    assert!((left.x + right.x + right.width - width).abs() < 0.01, "{left:?} {right:?}");
}
