//! Claims about messages: every one exists, is used, explained, and said in every language of its set.

use super::*;
use crate::platform::i18n::cases;

/// The languages in which everything is said.
const OF_PAGES: &[&str] = &["ar", "en", "es", "fr", "hi", "id", "pt-BR", "uk"];
/// The languages in which what a checker of a paper needs is said.
const OF_PAPER: &[&str] = &["am", "bn", "fa", "ha", "my", "ne", "si", "sw", "ta", "ur"];
/// The pages that say nothing else.
const OF_PAPER_PAGES: [&str; 5] = ["certificate-absent.html", "credential-absent.html", "credential.html", "home.html", "verify.html"];
const PAPER: &str = "i18n/paper";

/// The folders of what only people who join or are signed in read, such as `i18n/training`.
fn of_areas() -> Vec<String> {
    let entries = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n")).unwrap();
    let folders = entries.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().unwrap().is_dir());
    folders.map(|entry| format!("i18n/{}", entry.file_name().display())).filter(|folder| folder != PAPER).collect()
}

/// The messages of one folder.
fn set(folder: &str) -> Messages {
    Messages::load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap()
}

/// Keys named outright in some templates, and the beginnings of those put together there.
fn keys_of_templates(of: impl Fn(&str) -> bool) -> (BTreeSet<String>, BTreeSet<String>) {
    let templates = Templates::embedded();
    let (mut whole, mut beginnings) = (BTreeSet::new(), BTreeSet::from(["check-name-".to_owned()]));
    for name in templates.pages().filter(|name| of(name)) {
        let text = templates.text(name).unwrap();
        for call in text.split("msg(").skip(1).chain(text.split("msg_text(").skip(1)) {
            let Some((key, rest)) = call.strip_prefix('"').and_then(|c| c.split_once('"')) else { panic!("{name}: msg({call:.40}") };
            let rest = rest.trim_start();
            if rest.starts_with('~') {
                beginnings.insert(key.to_owned())
            } else {
                whole.insert(key.to_owned())
            };
            // msg("a" if … else "b")
            if let Some(other) = rest.strip_prefix("if ").and_then(|r| r.split_once("else \"")) {
                whole.insert(other.1.split('"').next().unwrap().to_owned());
            }
        }
    }
    (whole, beginnings)
}

/// True of what the code says without a template: the names of languages, and what is on certificates
/// and in mails, which have tests of their own.
fn is_said_by_code(key: &str) -> bool {
    // Evidence says in the badge's language that there were pictures.
    ["language-name", "attestation-pictures"].contains(&key) || ["paper-", "mail-"].iter().any(|of| key.starts_with(of))
}

#[test]
fn every_message_of_the_templates_exists_and_every_message_is_used_and_explained() {
    let messages = embedded_messages().unwrap();
    let english = LanguageTag::english();
    let (whole, beginnings) = keys_of_templates(|_| true);
    let known: BTreeSet<&str> = messages.keys(&english).collect();
    let missing: Vec<_> = whole.iter().filter(|key| !known.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "templates use messages that do not exist: {missing:?}");
    let used = |key: &str| is_said_by_code(key) || whole.contains(key) || beginnings.iter().any(|b| key.starts_with(b.as_str()));
    let unused: Vec<_> = known.iter().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "no template uses {unused:?}");
    let unexplained: Vec<_> = known.iter().filter(|key| messages.documentation(key).is_none()).collect();
    assert!(unexplained.is_empty(), "qqq.json does not explain {unexplained:?}");
}

#[test]
fn the_small_set_is_what_paper_and_its_pages_say_and_nothing_else() {
    let of_paper: BTreeSet<&str> = all().iter().filter(|sample| sample.words == Words::OfPaper).map(|sample| sample.template).collect();
    assert_eq!(of_paper.iter().copied().collect::<Vec<_>>(), OF_PAPER_PAGES);
    let (whole, beginnings) = keys_of_templates(|name| of_paper.contains(name) || ["layout.html", "parts.html"].contains(&name));
    let said = |key: &str| is_said_by_code(key) || whole.contains(key) || beginnings.iter().any(|b| key.starts_with(b.as_str()));
    let (paper, english) = (set(PAPER), LanguageTag::english());
    let small: BTreeSet<&str> = paper.keys(&english).collect();
    let elsewhere: Vec<_> = small.iter().filter(|key| !said(key)).collect();
    assert!(elsewhere.is_empty(), "{PAPER} has messages that only other pages say: {elsewhere:?}");
    let others = set("i18n");
    let missing: Vec<_> = others.keys(&english).filter(|key| said(key)).collect();
    assert!(missing.is_empty(), "{PAPER} lacks messages of its pages: {missing:?}");
}

#[test]
fn every_language_of_a_set_has_every_message_with_the_same_arguments() {
    let of_paper: BTreeSet<&str> = OF_PAGES.iter().chain(OF_PAPER).copied().collect();
    let of_pages: BTreeSet<&str> = OF_PAGES.iter().copied().collect();
    let areas = of_areas().into_iter().chain(["i18n".to_owned()]).map(|folder| (folder, of_pages.clone()));
    for (folder, wanted) in areas.chain([(PAPER.to_owned(), of_paper)]) {
        let messages = set(&folder);
        let english = LanguageTag::english();
        assert_eq!(messages.languages().map(LanguageTag::as_str).collect::<BTreeSet<_>>(), wanted, "{folder}");
        let arguments = |text: &str| (1..=4).filter(|n| text.contains(&format!("${n}"))).collect::<Vec<_>>();
        for language in messages.languages().filter(|l| **l != english) {
            assert!(messages.status(language).is_some(), "{folder}: {language} does not say whether it was reviewed");
            let lacks: Vec<_> = messages.keys(&english).filter(|key| messages.raw(key, language).is_none()).collect();
            assert!(lacks.is_empty(), "{folder}: {language} lacks {lacks:?}");
            for key in messages.keys(language) {
                let source = messages.raw(key, &english).unwrap_or_else(|| panic!("{folder}: only {language} has {key}"));
                assert_eq!(arguments(messages.raw(key, language).unwrap()), arguments(source), "{folder}: {language}: {key}");
            }
        }
        let documented: Vec<_> = messages.keys(&english).filter(|key| messages.documentation(key).is_none()).collect();
        assert!(documented.is_empty(), "{folder}/qqq.json lacks {documented:?}");
    }
}

#[test]
fn translations_are_in_their_script() {
    let messages = embedded_messages().unwrap();
    let scripts = [
        ("am", '\u{1200}'..='\u{139f}'),
        ("ar", '\u{600}'..='\u{6ff}'),
        ("bn", '\u{980}'..='\u{9ff}'),
        ("hi", '\u{900}'..='\u{97f}'),
        ("my", '\u{1000}'..='\u{109f}'),
        ("si", '\u{d80}'..='\u{dff}'),
        ("ta", '\u{b80}'..='\u{bff}'),
        ("uk", '\u{400}'..='\u{4ff}'),
    ];
    let same = [("fa", "ar"), ("ur", "ar"), ("ne", "hi")].map(|(language, like)| {
        let (_, script) = scripts.iter().find(|(other, _)| *other == like).unwrap();
        (language, script.clone())
    });
    for (tag, script) in scripts.iter().chain(&same) {
        let language = tag.parse().unwrap();
        for key in messages.keys(&language) {
            let text = messages.raw(key, &language).unwrap();
            let bare: String = text.replace("{{PLURAL:", "").chars().filter(|c| c.is_alphabetic()).collect();
            assert!(bare.is_empty() || text.chars().any(|c| script.contains(&c)), "{tag} {key}: {text}");
            // The danda, U+0964, is shared by the scripts of India.
            let foreign = |c: char| c != '।' && !script.contains(&c) && scripts.iter().any(|(_, other)| other.contains(&c));
            assert!(!text.chars().any(foreign), "{tag} {key} has a letter of another script: {text}");
        }
    }
}

#[test]
fn a_choice_of_plurals_has_a_form_for_each_of_the_languages_own() {
    let messages = embedded_messages().unwrap();
    let mut seen = 0;
    for language in messages.languages() {
        for key in messages.keys(language) {
            let text = messages.raw(key, language).unwrap();
            for choice in text.split("{{PLURAL:").skip(1) {
                let forms = choice.split("}}").next().unwrap().split('|').skip(1).count();
                assert_eq!(forms, plural_forms(language), "{language}: {key}: {text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen} choices");
}

#[test]
fn a_language_has_one_word_for_one_thing() {
    let messages = embedded_messages().unwrap();
    // Words that were in use beside another one for the same: what it is called, and what it is called no more.
    let meant = [
        ("ar", "قسيمة", "قصاص"),
        ("en", "attestation", "a word from"),
        ("en", "add", "put down"),
        ("fr", "coupon", "bulletin"),
        ("hi", "अधिदेश", "अधिकार-पत्र"),
        ("pt-BR", "distintivo", "insígnia"),
        ("uk", "відзнака", "бейдж"),
        ("uk", "мандат", "повноваженн"),
    ];
    for (language, word, other) in meant {
        let language: LanguageTag = language.parse().unwrap();
        for key in messages.keys(&language) {
            let text = messages.raw(key, &language).unwrap().to_lowercase();
            assert!(!text.contains(other), "{language}: {key}: say {word}: {text}");
        }
    }
}

#[test]
fn every_case_of_a_message_is_one_that_its_language_has_endings_for() {
    let messages = embedded_messages().unwrap();
    let mut seen = 0;
    for language in messages.languages() {
        for key in messages.keys(language) {
            let text = messages.raw(key, language).unwrap();
            for asked in text.split("{{GRAMMAR:").skip(1) {
                let case = asked.split('|').next().unwrap();
                assert!(cases(language.as_str()).any(|known| known == case), "{language}: {key}: {text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen} cases");
}

#[test]
fn a_page_puts_the_name_of_a_site_into_its_case() {
    for (name, said) in [
        ("Вікіпедія", "Дорогою до <bdi>Вікіпедії</bdi>"),
        ("<Вікімедія", "Дорогою до <bdi>&lt;Вікімедії</bdi>"),
        ("Wikimedia", "Дорогою до <bdi>Wikimedia</bdi>"),
        ("\u{fdd1}Вікідані\u{fdd2}", "Дорогою до <bdi>Вікіданих</bdi>"),
    ] {
        let view = LeavingPage { name: name.to_owned(), address: "https://wiki.example.org/".to_owned() };
        let html = pages().render(&view, &reader("uk", "/sign-in/with/wiki")).unwrap();
        assert!(html.as_str().contains(said), "{said}: {}", html.as_str());
    }
}

/// How many plural categories whole numbers have, by Unicode CLDR. The millions of French, Spanish
/// and Portuguese have one of their own, which no number on our pages reaches.
fn plural_forms(language: &LanguageTag) -> usize {
    match language.primary() {
        "ar" => 6,
        "uk" => 3,
        "id" | "my" => 1,
        _ => 2,
    }
}
