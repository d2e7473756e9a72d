//! Drafting a class: kept, checked, looked at, and taken away for review.

use std::io::{Cursor, Read};

use insignia::community::DraftError;
use insignia::community::catalog::{Catalog, ClassForm};

use super::browser::Browser;
use super::stewards::steward;
use crate::harness::on_both_backends;
use crate::world::World;

pub(super) const WHOLE: [(&str, &str); 18] = [
    ("slug", "oral-historian"),
    ("name", "Oral historian"),
    ("description", "Records what elders tell."),
    ("criteria", "asks-first: Asks for consent.\nKeeps the recording safe."),
    ("quorum", "2"),
    ("distinct", "yes"),
    ("capacities", "core-2019/community-organizing"),
    ("levels", ""),
    ("required", ""),
    ("months", "36"),
    ("renewal", "practice"),
    ("kinds", "recording"),
    ("minimum", "1"),
    ("evidence", "A recording and its consent."),
    ("learning", "training"),
    ("shape", "shield"),
    ("pictogram", "book"),
    ("accent", "#3366cc"),
];

fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    WHOLE.into_iter().map(|(known, typed)| (known, if known == name { value } else { typed })).collect()
}

on_both_backends! {
    async fn a_draft_is_kept_checked_looked_at_and_taken_away(harness) {
        let world = World::new(&harness).await;
        let (sol, tao) = (steward(&world, "Sol").await, steward(&world, "Tao").await);
        let (mut sol, mut tao) = (Browser::of(&world, &harness, &sol).await, Browser::of(&world, &harness, &tao).await);
        sol.page("/admin/classes/new").await;
        let broken = with("quorum", "many");
        let (kept, again) = (sol.form("/admin/classes/new", &broken).await, sol.form("/admin/classes/new", &broken).await);
        assert_eq!((kept.status, kept.header("location")), (303, again.header("location")), "a double tap keeps one: {}", kept.text());
        let path = kept.header("location").split('?').next().unwrap().to_owned();
        let page = sol.page(&path).await;
        assert!(page.text().contains("<a href=\"#quorum\">") && !page.text().contains("files.zip"), "the fault stands at its field: {}", page.text());
        let page = sol.page(&format!("{path}?uselang=ar")).await;
        let (_, faults) = page.text().split_once("id=\"faults\"").unwrap();
        let (faults, _) = faults.split_once("</div></div>").unwrap();
        assert!(faults.contains(">عدد المدرّبين لكل معيار</a>: اكتب عددًا صحيحًا من 1 إلى 9.") && !faults.contains("lang=\"en\""), "{faults}");
        assert_eq!(sol.page(&format!("{path}/files.zip")).await.status, 409, "what has faults is not given away");
        // Two stewards at once: the second one has not seen what the first one saved.
        let mut fields = WHOLE.to_vec();
        fields.push(("revision", "1"));
        tao.page(&path).await;
        assert_eq!(tao.form(&path, &fields).await.status, 303);
        let mut other = with("name", "Another name");
        other.push(("revision", "1"));
        let late = sol.form(&format!("{path}?uselang=ar"), &other).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains(">حفظ شخص آخر هذه المسودة في هذه الأثناء، أو أُزيلت."), "{}", late.text());
        let page = sol.page(&path).await;
        assert!(page.text().contains("This draft has no fault") && page.text().contains("Oral historian"), "{}", page.text());
        // Its page in another language, its picture, its paper, its files.
        let page = sol.page(&format!("{path}/page?uselang=ar")).await;
        assert!(page.text().contains("<html lang=\"ar\"") && page.text().contains("Oral historian"), "{}", page.text());
        assert!(sol.page(&format!("{path}/badge.svg")).await.text().starts_with("<svg"));
        for language in ["en", "ar", "fr"] {
            let looks = sol.page(&format!("{path}/looks?in={language}")).await;
            assert!(looks.text().contains(&format!("/paper.svg?paper={language}\"")), "{language}: {}", looks.text());
            let paper = sol.page(&format!("{path}/paper.pdf?paper={language}")).await;
            assert!(paper.status == 200 && paper.body.starts_with(b"%PDF-"), "{language}: {} {}", paper.status, paper.text());
            let picture = sol.page(&format!("{path}/paper.svg?paper={language}")).await;
            assert!(picture.status == 200 && picture.text().starts_with("<svg"), "{language}: {} {}", picture.status, picture.text());
        }
        let marked = sol.page(&format!("{path}/page?in=fr")).await;
        assert!(marked.text().contains("<html lang=\"fr\"") && marked.text().contains("Ceci est un brouillon"), "{}", marked.text());
        let files = sol.page(&format!("{path}/files.zip")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(files.body.clone())).unwrap();
        let mut toml = String::new();
        archive.by_name("badge-classes/oral-historian.toml").unwrap().read_to_string(&mut toml).unwrap();
        assert!(toml.contains("quorum = 2") && archive.by_name("badge-classes/i18n/qqq.json").is_ok(), "{toml}");
        // Nothing is published, and nobody else looks.
        assert_eq!(sol.another().page("/badges/oral-historian").await.status, 404);
        assert!(Catalog::embedded().unwrap().class("oral-historian").is_none());
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        assert_eq!(anna.page(&format!("{path}/files.zip")).await.status, 403);
        sol.page(&path).await;
        assert_eq!(sol.form(&format!("{path}/removal"), &[]).await.status, 303);
        assert_eq!(sol.page(&path).await.status, 404);
        harness.finish().await;
    }

    async fn a_new_version_is_drafted_with_its_texts_in_other_languages(harness) {
        let world = World::new(&harness).await;
        let sol = steward(&world, "Sol").await;
        let sol_id = sol.id();
        let mut sol = Browser::of(&world, &harness, &sol).await;
        sol.page("/admin/classes").await;
        assert_eq!(sol.form("/admin/classes/versions", &[("class", "nothing")]).await.status, 409);
        sol.page("/admin/classes").await;
        let (started, again) = (
            sol.form("/admin/classes/versions", &[("class", "facilitator")]).await,
            sol.form("/admin/classes/versions", &[("class", "facilitator")]).await,
        );
        assert_eq!((started.status, started.header("location")), (303, again.header("location")), "{}", started.text());
        let path = started.header("location").to_owned();
        let page = sol.page(&path).await;
        assert!(page.text().contains("Nothing is changed yet against version") && page.text().contains("All 16 texts are there"), "{}", page.text());
        assert_eq!(sol.page(&format!("{path}/files.zip")).await.status, 409, "there is nothing to review");
        sol.page(&path).await;
        // The class stays the same, whatever is sent, and the day has to be one.
        let mut form = Catalog::embedded().unwrap().next_version("facilitator", world.office.community().now()).unwrap();
        "Group facilitator".clone_into(&mut form.name);
        let send = |form: &ClassForm, revision: &str| {
            let mut fields = fields_of(form);
            fields.push(("revision".to_owned(), revision.to_owned()));
            fields
        };
        let soon = ClassForm { issue_until: "soon".to_owned(), ..form.clone() };
        assert_eq!(sent(&mut sol, &path, &send(&soon, "1")).await, 303);
        assert!(sol.page(&path).await.text().contains("<a href=\"#issue_until\">"));
        assert_eq!(sent(&mut sol, &path, &send(&form, "2")).await, 303);
        let page = sol.page(&path).await;
        assert!(page.text().contains("<del>Facilitator</del>") && page.text().contains("<ins>Group facilitator</ins>"), "{}", page.text());
        assert!(page.text().contains("1 is older than the English text"), "{}", page.text());
        let mut long = form.clone();
        long.translations.entry("fr".to_owned()).or_default().entry("name".to_owned()).or_default().text = "x".repeat(600_000);
        let refused = world.office.community().keep_draft(&long, sol_id).await.unwrap_err();
        assert!(matches!(refused, DraftError::TooLong), "what could not be read again is not kept: {refused}");
        // French follows; what is sent for another version of the page is refused.
        let french = format!("{path}/texts/fr");
        assert!(sol.page(&french).await.text().contains("older than the English text"));
        assert_eq!(sol.form(&french, &[("revision", "1"), ("text-name", "Animation de groupe")]).await.status, 409);
        sol.page(&french).await;
        for _ in 0..2 {
            let saved = sol.form(&french, &[("revision", "3"), ("text-name", "Animation de\ngroupe"), ("text-description", "Anime.")]).await;
            assert_eq!(saved.status, 303, "{}", saved.text());
        }
        assert!(sol.page(&format!("{path}/page?in=fr")).await.text().contains("Animation de groupe"));
        let hindi = format!("{path}/texts/hi");
        sol.page(&hindi).await;
        let long = "क".repeat(4000);
        assert_eq!(sol.form(&hindi, &[("revision", "4"), ("text-description", &long)]).await.status, 303, "36 kB in a form");
        let arabic = sol.page(&format!("{path}/texts/ar")).await;
        assert!(arabic.text().contains("lang=\"ar\" dir=\"rtl\""), "{}", arabic.text());
        assert_eq!((sol.page(&format!("{path}/texts/en")).await.status, sol.page(&format!("{path}/texts/tlh")).await.status), (404, 404));
        // What is taken away: the older version under its new name, and each language's file.
        let files = sol.page(&format!("{path}/files.zip")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(files.body.clone())).unwrap();
        let mut text = |name: &str| {
            let mut text = String::new();
            archive.by_name(&format!("badge-classes/{name}")).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(text("facilitator@1.toml").contains("version = \"1\"\nissue_until = "));
        assert!(text("facilitator.toml").contains("version = \"2\"") && text("i18n/fr.json").contains("Animation de groupe"));
        assert!(text("i18n/ar.json").contains("\"class-facilitator-name@1\"") && !text("i18n/ar.json").contains("\"class-facilitator-name\""));
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        anna.page("/me").await;
        assert_eq!(anna.form("/admin/classes/versions", &[("class", "facilitator")]).await.status, 403);
        harness.finish().await;
    }
}

/// The fields of the page of a draft, as a browser sends them.
fn fields_of(form: &ClassForm) -> Vec<(String, String)> {
    let (shape, pictogram) = form.artwork.split_once('-').unwrap();
    let mut fields: Vec<(String, String)> = [
        ("slug", "another"),
        ("version", &form.version),
        ("issue_until", &form.issue_until),
        ("name", &form.name),
        ("description", &form.description),
        ("criteria", &form.criteria),
        ("quorum", &form.quorum),
        ("scale", &form.scale),
        ("levels", &form.levels),
        ("required", &form.required),
        ("months", &form.months),
        ("renewal", &form.renewal),
        ("minimum", &form.minimum),
        ("evidence", &form.evidence),
        ("accent", &form.accent),
        ("shape", shape),
        ("pictogram", pictogram),
    ]
    .map(|(name, value)| (name.to_owned(), value.replace('\n', "\r\n")))
    .into();
    for (name, values) in [("capacities", &form.capacities), ("kinds", &form.kinds), ("learning", &form.learning)] {
        fields.extend(values.iter().map(|value| (name.to_owned(), value.clone())));
    }
    fields.extend(form.certified.iter().map(|(capacity, level)| (format!("level-of-{capacity}"), level.clone())));
    fields
}

async fn sent(browser: &mut Browser, path: &str, fields: &[(String, String)]) -> u16 {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.form(path, &fields).await.status
}
