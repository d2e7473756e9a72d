//! Claims about pages: every one in every state and language, and what must never stand in one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::samples::{Sample, all};
use super::signing_in::LeavingPage;
use super::wording::{Link, Wording};
use super::*;
use crate::appearance::artwork::{Design, Gallery};
use crate::community::catalog::{Catalog, Rubric};
use crate::issuer::profile::IssuerProfile;

mod directions;
mod previews;
mod refusals;
mod translations;

fn pages_at(base: &str) -> Pages {
    let addresses = Addresses::new(base.parse().unwrap());
    Pages::new(&Templates::embedded(), Arc::new(embedded_messages().unwrap()), &addresses, "Insignia").unwrap()
}

static PAGES: LazyLock<Pages> = LazyLock::new(|| pages_at("https://badges.example.org"));

fn pages() -> &'static Pages {
    &PAGES
}

fn reader(language: &str, path: &str) -> Reader {
    let language: LanguageTag = language.parse().unwrap();
    Reader { paper: language.clone(), language, chosen: Chosen::ByBrowser, path: path.to_owned() }
}

fn every_page(mut look: impl FnMut(&str, &Sample, &str)) {
    let pages = pages();
    let samples = all();
    for language in pages.languages(Words::OfPaper) {
        for sample in samples.iter().filter(|sample| pages.languages(sample.words).any(|offered| offered == language)) {
            let html = sample.render(pages, &reader(language.as_str(), sample.path)).unwrap();
            look(language.as_str(), sample, html.as_str());
        }
    }
}

fn sample(name: &str) -> Sample {
    all().into_iter().find(|sample| sample.name == name).unwrap()
}

fn rendered(name: &str, language: &str) -> String {
    let sample = sample(name);
    sample.render(pages(), &reader(language, sample.path)).unwrap().into_string()
}

#[test]
fn every_page_renders_in_every_language_without_a_missing_message() {
    let mut seen = 0;
    every_page(|language, sample, html| {
        seen += 1;
        assert!(!html.contains('⧼'), "{} in {language} lacks a message", sample.name);
        assert!(
            !html.contains(|c| matches!(c, '\u{e000}' | '\u{fdd0}'..='\u{fdef}')) && !html.contains("$1"),
            "{} in {language} keeps a placeholder",
            sample.name
        );
        let dir = if ["ar", "fa", "ur"].contains(&language) { "rtl" } else { "ltr" };
        assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"{dir}\">")), "{} in {language}", sample.name);
    });
    assert!(seen >= 8 * 40, "{seen} pages in eight languages");
}

#[test]
fn every_page_of_the_real_catalogue_renders() {
    let catalog = Catalog::embedded().unwrap();
    let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
    let issuer = IssuerProfile::of_tests("Wikimedia Exempelland");
    let owner = Link { name: Wording::english(issuer.name()), address: "https://wikimedia.example/".to_owned() };
    for language in pages().languages(Words::OfPages) {
        let made = CatalogPages { catalog: &catalog, addresses: &addresses, language, owner: &owner };
        let reader = reader(language.as_str(), "/badges");
        let looked = |html: Html| assert!(!html.as_str().contains('⧼'), "{language}: {}", html.as_str());
        looked(pages().render(&made.badges(), &reader).unwrap());
        looked(pages().render(&made.taxonomies(), &reader).unwrap());
        for class in catalog.classes() {
            let page = made.class(class.slug()).unwrap();
            assert_eq!(page.criteria.len(), class.criteria().len());
            looked(pages().render(&page, &reader).unwrap());
            assert!(made.class_version(class.slug(), "99").is_none());
        }
        for taxonomy in catalog.taxonomies() {
            looked(pages().render(&made.taxonomy(taxonomy.scheme()).unwrap(), &reader).unwrap());
            for capacity in taxonomy.capacities().iter().step_by(9) {
                looked(pages().render(&made.capacity(taxonomy.scheme(), capacity.code()).unwrap(), &reader).unwrap());
            }
        }
    }
}

#[test]
fn a_class_is_only_called_translated_where_it_is() {
    let catalog = Catalog::embedded().unwrap();
    let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
    let owner = Link { name: Wording::english("X"), address: "https://x.example/".to_owned() };
    let class = catalog.class("digital-safety-practitioner").unwrap();
    let translated = |reader: &str, signed: &str| {
        let language = reader.parse().unwrap();
        let made = CatalogPages { catalog: &catalog, addresses: &addresses, language: &language, owner: &owner };
        made.translation(class, &signed.parse().unwrap(), class.rubric().map(Rubric::required))
    };
    assert_eq!(translated("en", "en"), None);
    assert_eq!(translated("tlh", "en"), None, "nobody has translated it");
    let arabic = translated("ar", "en").unwrap();
    assert_eq!(arabic.name.language.as_str(), "ar");
    assert!(arabic.level.is_some() && arabic.criteria.len() == class.criteria().len());
}

#[test]
fn no_page_holds_a_script_a_style_or_anything_from_elsewhere() {
    let files: Vec<(&str, String)> =
        pages().assets.all().map(|asset| (asset.path(), format!("<script defer src=\"{}\"></script>", asset.path()))).collect();
    let mut named = BTreeSet::new();
    every_page(|language, sample, html| {
        let mut html = html.to_owned();
        for (path, file) in &files {
            let without = html.replacen(file, "", 1);
            if without.len() < html.len() {
                named.insert((sample.path, path.split('.').next().unwrap()));
            }
            html = without;
        }
        for banned in ["<script", "<style", " style=", "javascript:alert(1)\"", " onclick", " onload", "src=\"http", "href=\"javascript"] {
            assert!(!html.contains(banned), "{} in {language}: {banned}", sample.name);
        }
    });
    let of = |wanted: &str| named.iter().filter(|(path, _)| *path == wanted).map(|(_, file)| *file).collect::<Vec<_>>();
    assert_eq!(of("/sign-in"), ["/assets/passkey"]);
    assert_eq!((of("/"), of("/verify")), (vec!["/assets/scan"], vec!["/assets/print", "/assets/scan"]));
    assert!(named.iter().all(|(path, file)| !path.starts_with("/c/") || *file == "/assets/print"), "{named:?}");
    let plain = ["/badges", "/about", "/privacy"].into_iter().flat_map(of).next();
    assert_eq!(plain, None, "what everybody reads works without a script");
}

#[test]
fn every_page_is_well_formed_with_one_title_and_headings_in_order() {
    every_page(|language, sample, html| {
        let place = format!("{} in {language}", sample.name);
        let xml = as_xml(html);
        let document = roxmltree::Document::parse(&xml).unwrap_or_else(|fault| panic!("{place}: {fault}\n{xml}"));
        let names = || document.descendants().filter(roxmltree::Node::is_element).map(|n| n.tag_name().name());
        assert_eq!(names().filter(|n| *n == "h1").count(), 1, "{place}");
        assert_eq!(names().filter(|n| *n == "main").count(), 1, "{place}");
        let levels: Vec<u8> = names().filter(|n| n.len() == 2 && n.starts_with('h')).filter_map(|n| n[1..].parse().ok()).collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{place}: {levels:?}");
        let ids: Vec<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{place}: an id stands twice: {ids:?}");
        for label in document.descendants().filter_map(|n| n.attribute("aria-labelledby").or(n.attribute("for"))) {
            assert!(ids.contains(&label), "{place}: nothing has the id {label}");
        }
        for node in document.descendants().filter_map(|n| n.attribute("aria-describedby")) {
            assert!(node.split(' ').all(|id| ids.contains(&id)), "{place}: {node}");
        }
        let images = document.descendants().filter(|n| n.has_tag_name("img"));
        assert!(images.into_iter().all(|n| n.has_attribute("alt") && n.has_attribute("width")), "{place}: an image without alt or size");
    });
}

/// The pages are written so that little is between them and XML, which has a strict parser.
fn as_xml(html: &str) -> String {
    let mut xml = html.replacen("<!doctype html>", "", 1);
    for void in ["meta", "link", "img", "input", "br", "hr", "col"] {
        let mut out = String::new();
        let mut rest = xml.as_str();
        while let Some(at) = rest.find(&format!("<{void}")) {
            let end = rest[at..].find('>').unwrap() + at;
            out.push_str(&rest[..end]);
            out.push('/');
            rest = &rest[end..];
        }
        out.push_str(rest);
        xml = out;
    }
    for boolean in [
        " required",
        " autofocus",
        " download",
        " open",
        " hidden",
        " defer",
        " readonly",
        " checked",
        " selected",
        " disabled",
        " multiple",
        " reversed",
    ] {
        xml = xml.replace(&format!("{boolean}>"), &format!("{boolean}=\"\">")).replace(&format!("{boolean} "), &format!("{boolean}=\"\" "));
        xml = xml.replace(&format!("{boolean}/>"), &format!("{boolean}=\"\"/>"));
    }
    xml
}

#[test]
fn the_words_of_a_verdict_are_the_agreed_ones() {
    assert!(rendered("credential-valid", "en").contains(">Genuine and current</p>"));
    assert!(rendered("credential-expired", "en").contains(">Not valid: expired</p>"));
    assert!(rendered("credential-revoked", "en").contains(">Not valid: revoked by its issuer</p>"));
    assert!(rendered("credential-replaced", "en").contains(">Not valid: replaced by its issuer</p>"));
    assert!(rendered("credential-status-unknown", "en").contains(">We could not finish the check: try again</p>"));
}

#[test]
fn only_a_valid_badge_is_called_genuine_and_current() {
    let words = |language: &str| pages().messages.render("verdict-valid", &language.parse().unwrap(), &[]).text;
    every_page(|language, sample, html| {
        let said = html.contains(&format!(">{}</p>", words(language)));
        assert_eq!(said, sample.name.contains("-valid") && !sample.name.contains("not-yet"), "{} in {language}", sample.name);
    });
}

#[test]
fn what_was_not_signed_is_not_repeated() {
    for name in ["credential-altered", "credential-not-signed-by-issuer", "credential-key-not-confirmed"] {
        let html = rendered(name, "en");
        assert!(!html.contains("Ananya") && !html.contains("Digital safety"), "{name}");
        assert!(html.contains("we do not repeat what it says"), "{name}");
    }
}

#[test]
fn a_text_in_another_language_is_marked() {
    let html = rendered("credential-valid-translated", "ar");
    assert!(html.contains("<h1>ممارس الأمان الرقمي</h1>"), "the page's own language needs no mark");
    assert!(html.contains("<span lang=\"en\" dir=\"ltr\">Digital safety practitioner</span>"));
    assert!(rendered("capacity", "hi").contains("<h1><span lang=\"en\" dir=\"ltr\">IT safety</span></h1>"));
    assert!(rendered("class", "en").contains("<span lang=\"ar\" dir=\"rtl\">الأمان الرقمي</span>"));
}

#[test]
fn a_message_that_a_language_lacks_is_said_in_the_nearest_that_has_it_and_marked() {
    let text = |name: &str| String::from_utf8(EmbeddedMessages::get(name).unwrap().data.into_owned()).unwrap();
    let (english, paper) = (text("en.json"), text("paper/en.json"));
    let few = r#"{"language-name": "اردو", "verdict-invalid": "درست نہیں: $1"}"#;
    let files = [("i18n/en.json", english.as_str()), ("i18n/paper/en.json", &paper), ("i18n/paper/ur.json", few)];
    let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
    let pages = Pages::new(&Templates::embedded(), Arc::new(Messages::from_files(files).unwrap()), &addresses, "Insignia").unwrap();
    let html = sample("credential-revoked").render(&pages, &reader("ur", "/c/x")).unwrap().into_string();
    let words = "<p class=\"verdict-words\">درست نہیں: <span lang=\"en\" dir=\"ltr\">revoked by its issuer</span></p>";
    assert!(html.contains("<html lang=\"ur\" dir=\"rtl\">") && html.contains(words), "{html}");
    assert!(html.contains("<p><span lang=\"en\" dir=\"ltr\">Do not rely on it.</span></p>"));
    assert_eq!(pages.languages(Words::OfPages).map(LanguageTag::as_str).collect::<Vec<_>>(), ["en"]);
}

#[test]
fn names_are_set_apart_and_escaped() {
    let html = rendered("credential-valid", "en");
    assert!(html.contains("<bdi>أنانيا سين</bdi>"));
    let mut view = standing::PrivacyPage { controller: Some("<b>A & B</b>".to_owned()), contact: Some("javascript:alert(1)".to_owned()) };
    let shown = |view: &standing::PrivacyPage| pages().render(view, &reader("en", "/privacy")).unwrap().into_string();
    assert!(shown(&view).contains("<bdi>&lt;b&gt;A &amp; B&lt;"));
    assert!(shown(&view).contains("<bdi>javascript:alert(1)</bdi>"));
    view.contact = Some("https://x.example/\"><b>".to_owned());
    assert!(!shown(&view).contains("\"><b>"));
}

#[test]
fn a_slip_in_the_printed_code_is_shown_in_its_group() {
    let html = rendered("home-character", "en");
    assert!(html.contains("<mark>WVUE</mark>"));
    assert!(html.contains("aria-invalid=\"true\"") && html.contains("value=\"F1DP-WVUE-CXJ7\""));
}

#[test]
fn links_are_paths_and_keep_a_language_that_the_reader_chose() {
    let pages = pages();
    let sample = sample("credential-valid");
    let chosen = Reader { chosen: Chosen::InAddress, ..reader("fr", "/c/x") };
    let html = sample.render(pages, &chosen).unwrap().into_string();
    assert!(html.contains("href=\"/badges/digital-safety-practitioner/1?uselang=fr\""));
    assert!(html.contains("href=\"/c/7g3x9m2k4p8q1r5t6v7w8y9z0a.json\""), "files have no language");
    assert!(rendered("credential-valid", "fr").contains("href=\"/badges/digital-safety-practitioner/1\""));
}

#[test]
fn a_demonstration_says_so_on_every_page() {
    let demo = pages_at("http://localhost:8017");
    for sample in all() {
        assert!(sample.render(&demo, &reader("en", sample.path)).unwrap().as_str().contains("prove nothing"), "{}", sample.name);
    }
    assert!(!rendered("home", "en").contains("prove nothing"));
}

#[test]
fn a_readers_language_comes_from_the_address_then_the_browser() {
    let pages = pages();
    let language = |asked, accepted| pages.reader("/", asked, accepted).language.to_string();
    assert_eq!(language(Some("uk"), Some("fr")), "uk");
    assert_eq!(language(Some("xx-nonsense"), Some("fr;q=0.8, es;q=0.9, *;q=0.1")), "es");
    assert_eq!(language(None, Some("wo, en;q=0.5")), "fr", "a reader of Wolof gets French before English");
    assert_eq!(language(None, Some("tlh, de;q=0, ;;;")), "en");
    assert_eq!(language(None, Some("en-GB,en;q=0.9,fr;q=0.8")), "en");
    assert_eq!(language(None, None), "en");
    assert_eq!(pages.reader("/", Some("uk"), None).chosen, Chosen::InAddress);
}

#[test]
fn a_page_that_is_not_offered_in_a_language_keeps_it_for_the_pages_that_are() {
    let pages = pages();
    let both = |asked, accepted| {
        let reader = pages.reader("/", asked, accepted);
        (reader.paper.to_string(), reader.language.to_string())
    };
    assert_eq!(both(None, Some("bn, hi;q=0.8")), ("bn".to_owned(), "hi".to_owned()), "the next that the browser asks for");
    assert_eq!(both(Some("ur"), None), ("ur".to_owned(), "en".to_owned()));
    assert_eq!(both(Some("pt"), None), ("pt-BR".to_owned(), "pt-BR".to_owned()));
    let shown = |name: &str| {
        let sample = sample(name);
        sample.render(pages, &pages.reader(sample.path, Some("ur"), None)).unwrap().into_string()
    };
    let verdict = shown("credential-valid");
    assert!(verdict.contains("<html lang=\"ur\" dir=\"rtl\">") && verdict.contains("href=\"/about?uselang=ur\""));
    assert!(verdict.contains("hreflang=\"bn\"") && verdict.contains(">বাংলা</a>"), "every language is offered");
    let about = shown("about");
    assert!(about.contains("<html lang=\"en\" dir=\"ltr\">") && about.contains("href=\"/verify?uselang=ur\""), "the way back is in Urdu");
    assert!(!about.contains("hreflang=\"bn\"") && about.contains("hreflang=\"id\""), "only complete languages are offered");
}

#[test]
fn assets_have_an_address_of_their_content() {
    let pages = pages();
    let html = rendered("home", "en");
    let path = html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let asset = pages.asset(path).unwrap();
    assert_eq!(asset.content_type, "text/css; charset=utf-8");
    assert!(asset.text.len() < 26_000, "{} bytes of style", asset.text.len());
    assert!(!asset.text.contains("url(") && !asset.text.contains("@import"));
    assert!(pages.asset("/assets/insignia.css").is_none());
}

#[test]
fn an_operators_mistake_in_a_template_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let made = |text: &str| {
        std::fs::write(folder.path().join("about.html"), text).unwrap();
        let templates = Templates::with_folder(folder.path()).unwrap();
        let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
        Pages::new(&templates, Arc::new(embedded_messages().unwrap()), &addresses, "Insignia")
    };
    let fault = made("{% if %}").unwrap_err().to_string();
    assert!(fault.contains("templates/about.html has a mistake"), "{fault}");
    let pages = made("{{ view.nothing }}").unwrap();
    let about = standing::AboutPage { issuers: Vec::new(), version: "1" };
    let fault = pages.render(&about, &reader("en", "/about")).unwrap_err().to_string();
    assert!(fault.contains("templates/about.html cannot show this page"), "{fault}");
}

#[test]
fn pages_can_be_made_by_many_at_once() {
    fn shared<T: Send + Sync>() {}
    shared::<Pages>();
}

/// `INSIGNIA_DUMP_PAGES=folder cargo test --lib dump_pages` writes every page to look at.
#[test]
fn dump_pages() {
    let Ok(folder) = std::env::var("INSIGNIA_DUMP_PAGES") else { return };
    let pages = pages();
    let write = |path: &str, text: &str| {
        let file = std::path::Path::new(&folder).join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    for asset in pages.assets.all() {
        write(asset.path().trim_start_matches('/'), &asset.text);
    }
    every_page(|language, sample, html| write(&format!("{language}/{}.html", sample.name), html));
    let (catalog, gallery) = (Catalog::embedded().unwrap(), Gallery::new(Templates::embedded()));
    let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
    let issuer = IssuerProfile::of_tests("Wikimedia Exempelland");
    let owner = Link { name: Wording::english(issuer.name()), address: "https://wikimedia.example/".to_owned() };
    for language in pages.languages(Words::OfPages) {
        let made = CatalogPages { catalog: &catalog, addresses: &addresses, language, owner: &owner };
        let reader = reader(language.as_str(), "/badges");
        write(&format!("{language}/real-badges.html"), pages.render(&made.badges(), &reader).unwrap().as_str());
        let capacity = made.capacity("core-2019", "it-safety").unwrap();
        write(&format!("{language}/real-capacity.html"), pages.render(&capacity, &reader).unwrap().as_str());
        for class in catalog.classes() {
            let page = pages.render(&made.class(class.slug()).unwrap(), &reader).unwrap();
            write(&format!("{language}/real-{}.html", class.slug()), page.as_str());
        }
        for taxonomy in catalog.taxonomies() {
            let page = pages.render(&made.taxonomy(taxonomy.scheme()).unwrap(), &reader).unwrap();
            write(&format!("{language}/real-{}.html", taxonomy.scheme()), page.as_str());
        }
    }
    for class in catalog.classes() {
        let design = Design::of_class(class, &issuer).unwrap();
        write(&format!("badges/{}/{}.svg", class.slug(), class.version()), &gallery.svg(&design).unwrap());
    }
}
