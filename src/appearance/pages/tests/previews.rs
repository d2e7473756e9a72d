//! Claims about what is shown elsewhere with a link to a page.

use super::*;

/// The value of each `<meta>` with a property or a name.
fn told(html: &str) -> Vec<(String, String)> {
    let xml = as_xml(html);
    let document = roxmltree::Document::parse(&xml).unwrap();
    let metas = document.descendants().filter(|node| node.has_tag_name("meta"));
    let pair = |node: roxmltree::Node<'_, '_>| {
        let name = node.attribute("property").or_else(|| node.attribute("name"))?;
        Some((name.to_owned(), node.attribute("content")?.to_owned()))
    };
    metas.filter_map(pair).collect()
}

fn has_preview(sample: &Sample) -> bool {
    sample.name.starts_with("class") || (sample.template == "credential.html" && rendered(sample.name, "en").contains("id=\"person\""))
}

#[test]
fn badges_and_classes_tell_what_a_link_shows_in_every_language() {
    let mut seen = 0;
    every_page(|language, sample, html| {
        let told = told(html);
        let of = |name: &str| -> Vec<&str> { told.iter().filter(|(told, _)| told == name).map(|(_, value)| value.as_str()).collect() };
        let place = format!("{} in {language}", sample.name);
        if !has_preview(sample) {
            assert!(told.iter().all(|(name, _)| !name.starts_with("og:")), "{place} has nothing to show");
            return;
        }
        seen += 1;
        let one = |name: &str| {
            let [only] = of(name)[..] else { panic!("{place}: {name} stands there {} times", of(name).len()) };
            assert!(!only.is_empty(), "{place}: {name}");
            only.to_owned()
        };
        for name in ["og:title", "og:description", "og:site_name", "og:image:alt", "description"] {
            one(name);
        }
        assert!(one("og:url").starts_with("https://badges.example.org/"), "{place}");
        let image = one("og:image");
        assert!(
            image.starts_with("https://badges.example.org/badges/") && image.ends_with(&format!("lang={language}")),
            "{place}: {image}"
        );
        assert_eq!((one("og:image:width").as_str(), one("og:image:height").as_str()), ("1200", "630"));
        assert_eq!(one("og:image:type"), "image/png");
        assert_eq!(one("twitter:card"), "summary_large_image");
        assert!(one("og:locale").starts_with(&language.replace('-', "_")), "{place}: {}", one("og:locale"));
    });
    assert!(seen >= 6 * 10, "{seen} pages with a preview");
}

#[test]
fn no_person_and_no_verdict_goes_with_a_link() {
    for sample in all().iter().filter(|sample| sample.template == "credential.html") {
        let html = rendered(sample.name, "en");
        let shown: String = told(&html).into_iter().filter(|(name, _)| name != "viewport").map(|(_, value)| value + "\n").collect();
        // The samples name the holder in three scripts, by account, and the trainers.
        for person in ["অনন্যা", "Ananya", "أنانيا", "কলকাতা", "Шевчук"] {
            assert!(!shown.contains(person), "{}: {shown}", sample.name);
        }
        for verdict in ["Genuine and current", "Not valid", "revoked", "expired", "could not finish", "2026", "2029"] {
            assert!(!shown.contains(verdict), "{}: {shown}", sample.name);
        }
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{} is not to be found by a search", sample.name);
    }
}

#[test]
fn a_link_in_a_language_that_was_chosen_keeps_it() {
    let reader = Reader { chosen: Chosen::InAddress, ..reader("fr", "/c/x") };
    let html = sample("credential-valid").render(pages(), &reader).unwrap().into_string();
    let told = told(&html);
    let of = |name: &str| told.iter().find(|(told, _)| told == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!(of("og:url"), "https://badges.example.org/c/7g3x9m2k4p8q1r5t6v7w8y9z0a?uselang=fr");
    assert_eq!(of("og:locale"), "fr_FR");
    assert_eq!(of("og:title"), "Digital safety practitioner · Practitioner");
    assert!(of("og:description").contains("Wikimedia Exempelland"));
}
