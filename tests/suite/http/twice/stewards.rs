//! What people ask of stewards, and what stewards do.

use insignia::vocabulary::ids::CredentialId;

use super::super::browser::Browser;
use super::super::drafts::WHOLE;
use super::super::stewards::steward;
use super::{Place, Twice, hidden};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, World};

/// A badge of this person's.
async fn badge_of(world: &World, holder: &insignia::community::people::Account) -> CredentialId {
    let nomination = world.nominate(holder, CLASS, "Ada").await;
    world.attest_all(&world.badri, &nomination).await;
    world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap().award().credential()
}

/// The first path in a page that begins so, to its end.
fn link(text: &str, beginning: &str) -> String {
    let rest = text.split(&format!("\"{beginning}")).nth(1).unwrap_or_else(|| panic!("no link to {beginning}: {text}"));
    format!("{beginning}{}", rest.split('"').next().unwrap()).replace("&amp;", "&")
}

async fn mandates(twice: &mut Twice<'_>, sol: &mut Browser, world: &World) {
    world.person("Chen").await;
    sol.page("/admin/mandates/new").await;
    let given = [
        ("person", "Chen"),
        ("affiliate", "wmxx"),
        ("from", "2026-11-20"),
        ("until", "2027-11-19"),
        ("decision", "Committee, 2026-11-01"),
        ("class", CLASS),
    ];
    let given = twice.form(sol, "/admin/mandates/new", "/admin/mandates/new", &given).await;
    let mandate = given.header("location").split('?').next().unwrap().to_owned();
    for (route, deed) in
        [("/admin/mandates/{id}/pause", "pause"), ("/admin/mandates/{id}/resumption", "resumption"), ("/admin/mandates/{id}/end", "end")]
    {
        sol.page(&mandate).await;
        twice.form(sol, route, &format!("{mandate}/{deed}"), &[]).await;
    }
}

async fn badges(twice: &mut Twice<'_>, sol: &mut Browser, tao: &mut Browser, world: &World) {
    let badge = world.badge("Bo").await.award().credential();
    let here = format!("/admin/badges/{badge}");
    let of = |deed: &str| format!("{here}/{deed}");
    sol.page(&here).await;
    twice.form(sol, "/admin/badges/{id}/suspension", &of("suspension"), &[("reason", "inquiry")]).await;
    twice.form(sol, "/admin/badges/{id}/reinstatement", &of("reinstatement"), &[]).await;
    twice.form(sol, "/admin/badges/{id}/details", &of("details"), &[("details", "withheld"), ("why", "vanished")]).await;
    let asked = [("reason", "error"), ("note", "The wrong person.")];
    twice.form(sol, "/admin/badges/{id}/revocation", &of("revocation"), &asked).await;
    let request = world.office.waiting_revocations().await.unwrap()[0].request.id;
    tao.page("/admin/badges").await;
    twice.form(tao, "/admin/revocations/{id}/refusal", &format!("/admin/revocations/{request}/refusal"), &[]).await;
    sol.page(&here).await;
    sol.form(&of("revocation"), &asked).await;
    let request = world.office.waiting_revocations().await.unwrap()[0].request.id;
    twice.form(tao, "/admin/revocations/{id}/confirmation", &format!("/admin/revocations/{request}/confirmation"), &[]).await;
}

async fn requests(twice: &mut Twice<'_>, sol: &mut Browser, world: &World, harness: &Harness) {
    let holder = world.person("Ada").await;
    let badge = badge_of(world, &holder).await;
    let mut ada = Browser::of(world, harness, &holder).await;
    let badge = badge.to_string();
    let new = format!("/me/requests/new?badge={badge}");
    let wish = [("badge", badge.as_str()), ("about", "name"), ("wish", "Adá, please.")];
    ada.page(&new).await;
    twice.form(&mut ada, "/me/requests/new", "/me/requests/new", &wish).await;
    let withdrawal = link(ada.page("/me/requests").await.text(), "/me/requests/");
    assert!(withdrawal.ends_with("/withdrawal"), "{withdrawal}");
    twice.form(&mut ada, "/me/requests/{id}/withdrawal", &withdrawal, &[]).await;
    for (route, deed) in [("/admin/requests/{id}/refusal", "refusal"), ("/admin/requests/{id}/correction", "correction")] {
        ada.page(&new).await;
        ada.form("/me/requests/new", &wish).await;
        let path = link(sol.page("/admin/requests").await.text(), "/admin/requests/");
        sol.page(&path).await;
        let answer = [("name", "Adá"), ("language", "en"), ("words", "With pleasure.")];
        twice.form(sol, route, &format!("{path}/{deed}"), &answer).await;
    }
    ada.page("/me/proposals/new").await;
    let proposed = [("kind", "capacity"), ("title", "Oral history"), ("words", "Why not?")];
    twice.form(&mut ada, "/me/proposals/new", "/me/proposals/new", &proposed).await;
    let proposal = world.office.community().proposals().await.unwrap()[0].id;
    sol.page("/admin/proposals").await;
    let taken = [("outcome", "taken"), ("words", "")];
    twice.form(sol, "/admin/proposals/{id}/answer", &format!("/admin/proposals/{proposal}/answer"), &taken).await;
}

async fn appeals(twice: &mut Twice<'_>, tao: &mut Browser, world: &World, harness: &Harness) {
    let (holder, decider) = (world.person("Bea").await, steward(world, "Uma").await);
    let badge = badge_of(world, &holder).await;
    world.office.suspend(badge, "inquiry", decider.id()).await.unwrap();
    let mut bea = Browser::of(world, harness, &holder).await;
    let new = link(bea.page("/me/requests").await.text(), "/me/appeals/new");
    bea.page(&new).await;
    let decision = new.split("decision=").nth(1).unwrap().to_owned();
    let words = [("against", "suspension"), ("decision", decision.as_str()), ("words", "There is no reason.")];
    let made = twice.form(&mut bea, "/me/appeals/new", "/me/appeals/new", &words).await;
    let code = made.text().split("groups\" dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let mut anybody = bea.another();
    anybody.page("/appeal").await;
    twice.look(&mut anybody, "/appeal", "/appeal", &[("code", &code)]).await;
    let appeal = link(tao.page("/admin/appeals").await.text(), "/admin/appeals/");
    tao.page(&appeal).await;
    twice.form(tao, "/admin/appeals/{id}/acknowledgement", &format!("{appeal}/acknowledgement"), &[]).await;
    tao.page(&appeal).await;
    let answer = [("outcome", "granted"), ("words", "Dear Bea.")];
    twice.form(tao, "/admin/appeals/{id}/answer", &format!("{appeal}/answer"), &answer).await;
}

async fn classes(twice: &mut Twice<'_>, sol: &mut Browser) {
    sol.page("/admin/classes/new").await;
    let kept = twice.form(sol, "/admin/classes/new", "/admin/classes/new", &WHOLE).await;
    let draft = kept.header("location").split('?').next().unwrap().to_owned();
    let revision = hidden(&sol.page(&draft).await, "revision");
    let mut changed = WHOLE.map(|(name, said)| if name == "name" { (name, "Another name") } else { (name, said) }).to_vec();
    changed.push(("revision", &revision));
    twice.form(sol, "/admin/classes/{id}", &draft, &changed).await;
    let french = format!("{draft}/texts/fr");
    let revision = hidden(&sol.page(&french).await, "revision");
    let said = [("revision", revision.as_str()), ("text-name", "Mémoire orale")];
    twice.form(sol, "/admin/classes/{id}/texts/{language}", &french, &said).await;
    sol.page("/admin/classes").await;
    twice.form(sol, "/admin/classes/versions", "/admin/classes/versions", &[("class", CLASS)]).await;
    sol.page(&draft).await;
    twice.form(sol, "/admin/classes/{id}/removal", &format!("{draft}/removal"), &[]).await;
}

on_both_backends! {
    async fn stewardship(harness) {
        let world = World::new(&harness).await;
        let (sol, tao) = (steward(&world, "Sol").await, steward(&world, "Tao").await);
        let (mut sol, mut tao) = (Browser::of(&world, &harness, &sol).await, Browser::of(&world, &harness, &tao).await);
        let mut twice = Twice::new(&harness).await;
        mandates(&mut twice, &mut sol, &world).await;
        badges(&mut twice, &mut sol, &mut tao, &world).await;
        requests(&mut twice, &mut sol, &world, &harness).await;
        appeals(&mut twice, &mut tao, &world, &harness).await;
        classes(&mut twice, &mut sol).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        anna.page("/me/register").await;
        let agreed = [("shown", "name"), ("country", "ua"), ("language", "uk")];
        twice.form(&mut anna, "/me/register", "/me/register", &agreed).await;
        twice.form(&mut anna, "/me/register/end", "/me/register/end", &[]).await;
        twice.finish(Place::Stewards);
        world.assert_sound("everything asked and answered twice").await;
        harness.finish().await;
    }
}
