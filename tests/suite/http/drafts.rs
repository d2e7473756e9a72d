//! Drafting a class: kept, checked, looked at, and taken away for review.

use std::io::{Cursor, Read};

use insignia::community::catalog::Catalog;

use super::browser::Browser;
use super::stewards::steward;
use crate::harness::on_both_backends;
use crate::world::World;

const WHOLE: [(&str, &str); 18] = [
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
        assert_eq!(sol.page(&format!("{path}/files.zip")).await.status, 409, "what has faults is not given away");
        // Two stewards at once: the second one has not seen what the first one saved.
        let mut fields = WHOLE.to_vec();
        fields.push(("revision", "1"));
        tao.page(&path).await;
        assert_eq!(tao.form(&path, &fields).await.status, 303);
        let mut other = with("name", "Another name");
        other.push(("revision", "1"));
        assert_eq!(sol.form(&path, &other).await.status, 409);
        let page = sol.page(&path).await;
        assert!(page.text().contains("This draft has no fault") && page.text().contains("Oral historian"), "{}", page.text());
        // Its page in another language, its picture, its paper, its files.
        let page = sol.page(&format!("{path}/page?uselang=ar")).await;
        assert!(page.text().contains("<html lang=\"ar\"") && page.text().contains("Oral historian"), "{}", page.text());
        assert!(sol.page(&format!("{path}/badge.svg")).await.text().starts_with("<svg"));
        for language in ["en", "ar"] {
            let paper = sol.page(&format!("{path}/paper.pdf?paper={language}")).await;
            assert!(paper.status == 200 && paper.body.starts_with(b"%PDF-"), "{language}: {} {}", paper.status, paper.text());
        }
        let files = sol.page(&format!("{path}/files.zip")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(files.body.clone())).unwrap();
        let mut toml = String::new();
        archive.by_name("badge-classes/oral-historian.toml").unwrap().read_to_string(&mut toml).unwrap();
        assert!(toml.contains("quorum = 2") && archive.by_name("messages-to-add/qqq.json").is_ok(), "{toml}");
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
}
