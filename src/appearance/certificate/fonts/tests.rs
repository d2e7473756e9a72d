//! Fonts with the Noto files of this machine; where they are not installed a test says so and ends.

use std::fs;
use std::io::Write as _;

use super::*;

const LATIN: &str = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";

/// The bytes of Noto Sans as Debian installs it.
fn latin() -> Option<Vec<u8>> {
    let bytes = fs::read(LATIN).ok();
    if bytes.is_none() {
        std::io::stderr().write_all(format!("skipped: {LATIN} is not here; install fonts-noto-core\n").as_bytes()).unwrap();
    }
    bytes
}

fn wish(script: Script) -> Wish {
    Wish { script, hand: Hand::Usual, family: Family::Sans, weight: Weight::Regular }
}

/// A folder with one file.
fn folder(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

/// The file that draws `cluster`.
fn file(fonts: &Fonts, cluster: &str, wish: Wish) -> PathBuf {
    let chosen = fonts.choose(cluster, wish).unwrap_or_else(|missing| panic!("{missing:?}"));
    let at = (0..fonts.0.found.len()).find(|at| fonts.0.load(*at).is_some_and(|loaded| Arc::ptr_eq(&loaded, &chosen)));
    fonts.0.found[at.unwrap()].file.clone()
}

#[test]
fn a_font_of_the_operator_comes_before_the_systems() {
    let Some(bytes) = latin() else { return };
    let given = folder("any-name.TTF", &bytes);
    let fonts = Fonts::discover(&[given.path().to_owned()]);
    assert!(file(&fonts, "a", wish(Script::Latin)).starts_with(given.path()));
    assert!(!file(&Fonts::discover(&[]), "a", wish(Script::Latin)).starts_with(given.path()));
}

#[test]
fn of_the_system_only_noto_is_used() {
    let Some(bytes) = latin() else { return };
    for (name, found) in [("NotoSans-Regular.ttf", 1), ("Other.ttf", 0), ("NotoSans-Regular.txt", 0)] {
        let system = folder(name, &bytes);
        assert_eq!(Fonts::within(&[], &[system.path()]).0.found.len(), found, "{name}");
    }
}

#[test]
fn a_file_that_is_no_font_of_outlines_is_passed_over() {
    let Some(mut bytes) = latin() else { return };
    let broken = folder("NotoSans-Regular.ttf", b"no font at all");
    let fonts = Fonts::within(&[broken.path().to_owned()], &[]);
    assert_eq!(fonts.choose("a", wish(Script::Latin)).err(), Some(Missing::Character('a')));
    // The outlines of its glyphs under another name: a font of bitmaps has none.
    let tag = bytes.windows(4).position(|tag| tag == b"glyf").unwrap();
    bytes[tag..tag + 4].copy_from_slice(b"gone");
    let pictures = folder("NotoColorEmoji.ttf", &bytes);
    let fonts = Fonts::within(&[pictures.path().to_owned()], &[]);
    assert_eq!(fonts.0.found.len(), 1);
    assert_eq!(fonts.choose("a", wish(Script::Latin)).err(), Some(Missing::Character('a')));
}

#[test]
fn the_same_font_is_read_once() {
    let Some(_) = latin() else { return };
    let fonts = Fonts::discover(&[]);
    let (one, other) = (fonts.choose("a", wish(Script::Latin)).ok(), fonts.clone().choose("ж", wish(Script::Cyrillic)).ok());
    assert!(Arc::ptr_eq(&one.unwrap().face, &other.unwrap().face));
}

#[test]
fn a_font_without_a_bold_cut_draws_bold_text_with_what_it_has() {
    let Some(bytes) = latin() else { return };
    let given = folder("NotoSans-Regular.ttf", &bytes);
    let fonts = Fonts::within(&[given.path().to_owned()], &[]);
    let bold = Wish { weight: Weight::Bold, ..wish(Script::Latin) };
    assert!(fonts.choose("a", bold).is_ok());
}

#[test]
fn a_sign_that_its_scripts_font_lacks_is_drawn_by_another() {
    let Some(_) = latin() else { return };
    let fonts = Fonts::discover(&[]);
    let latin = fonts.choose("a", wish(Script::Latin)).unwrap_or_else(|missing| panic!("{missing:?}"));
    assert!(!latin.covers("★"));
    assert!(fonts.choose("★", wish(Script::Latin)).is_ok_and(|other| other.covers("★")));
    assert_eq!(fonts.choose("\u{10FFFF}", wish(Script::Latin)).err(), Some(Missing::Character('\u{10FFFF}')));
}

#[test]
fn what_is_not_seen_needs_no_glyph_and_what_has_parts_needs_those() {
    let has = |one: char| "ae -\u{301}".contains(one);
    for drawn in ['a', '\u{200D}', '\u{FE0F}', '\u{A0}', '\u{202F}', '\u{2011}', 'é'] {
        assert!(draws(drawn, has), "{drawn:?}");
    }
    for missing in ['b', 'è', '\u{10FFFF}'] {
        assert!(!draws(missing, has), "{missing:?}");
    }
}

#[test]
fn the_digest_is_of_the_files_and_not_of_their_order() {
    let Some(bytes) = latin() else { return };
    let face = |bytes: Vec<u8>, index| Arc::new(Face { bytes: Arc::new(bytes), index, name: String::new() });
    let (one, other) = (face(bytes.clone(), 0), face(b"another".to_vec(), 0));
    let digest = Fonts::digest([&one, &other]);
    assert_eq!(digest, Fonts::digest([&other, &one, &other]));
    assert_ne!(digest, Fonts::digest([&one]));
    assert_eq!(Fonts::digest([&one]), Fonts::digest([&face(bytes, 3)]), "faces of one file are one file");
}

#[test]
fn a_machine_without_fonts_is_told_which_packages_have_them() {
    let reports = Fonts::nowhere().scripts();
    let of = |name: &str| reports.iter().find(|one| one.name == name).map(|one| one.drawn.clone());
    assert_eq!(of("Bengali"), Some(Drawn::Without(Some("fonts-noto-core"))));
    assert_eq!(of("Korean"), Some(Drawn::Without(Some("fonts-noto-cjk"))));
    assert_eq!(Fonts::nowhere().package('\u{1E290}').1, None, "Toto came after Debian's package");
}

#[test]
fn a_package_that_is_here_is_not_named_as_a_remedy() {
    let Some(_) = latin() else { return };
    assert_eq!(Fonts::discover(&[]).package('\u{1DF00}').1, None);
    assert_eq!(Fonts::nowhere().package('\u{1DF00}').1, Some("fonts-noto-core"));
}

#[test]
fn with_debians_packages_every_living_script_is_drawn_in_its_own_font() {
    let fonts = Fonts::discover(&[]);
    let packages = [LATIN, "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"];
    if packages.iter().any(|file| !Path::new(file).exists()) {
        std::io::stderr().write_all(b"skipped: fonts-noto-core and fonts-noto-cjk are not both here\n").unwrap();
        return;
    }
    for report in fonts.scripts() {
        assert!(matches!(&report.drawn, Drawn::With(font) if font.starts_with("Noto")), "{report:?}");
    }
    for one in scripts::LIVING {
        let wish = Wish { script: one.script, hand: one.hand, family: Family::Sans, weight: Weight::Regular };
        let chosen = fonts.choose(&one.letter.to_string(), wish).unwrap_or_else(|missing| panic!("{missing:?}"));
        let own = scripts::families(one.script, one.hand, Family::Sans);
        assert!(
            fonts.0.candidates(wish).iter().take(own.len()).filter_map(|at| fonts.0.load(*at)).any(|own| Arc::ptr_eq(&own, &chosen)),
            "{}",
            one.name
        );
    }
}
