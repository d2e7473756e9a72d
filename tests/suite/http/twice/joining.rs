//! Joining by account and by slip, and what a trainer does for one participant.

use insignia::community::attestation::Purpose;
use insignia::community::people::Minor;
use insignia::doors::http::practice::Practice;

use super::super::browser::Browser;
use super::super::visit::{Visitor, door_where};
use super::{Place, Twice, hidden};
use crate::harness::on_both_backends;
use crate::journeys::joining::{chosen, joining, workshop};
use crate::world::World;

const PIN: &str = "604182";
/// Signing in begins a session each time, with an entry of its own.
const SESSIONS: &[&str] = &["session", "log_entry", "log_head"];

on_both_backends! {
    async fn people_in_a_training(harness) {
        let world = World::new(&harness).await;
        let (community, workshop) = (world.office.community(), workshop(&world, Purpose::Award).await);
        let mut twice = Twice::new(&harness).await;
        let join = format!("/join/{}", workshop.join_code());

        // By account.
        let esi = world.person("Esi").await;
        let mut browser = Browser::of(&world, &harness, &esi).await;
        browser.page(&format!("{join}/form")).await;
        let fields = [("called", "Esi"), ("name1", "Esi Owusu"), ("language", "fr"), ("age", "adult")];
        twice.form(&mut browser, "/join/{code}/form", &format!("{join}/form"), &fields).await;
        let seen = hidden(&browser.page(&format!("{join}/read-back")).await, "seen");
        twice.form(&mut browser, "/join/{code}/read-back", &format!("{join}/read-back"), &[("seen", &seen)]).await;
        browser.page("/me/about-me").await;
        let said = [("called", "إيسي"), ("age", "adult"), ("shown", "affiliate"), ("language", "ar")];
        twice.form(&mut browser, "/me/about-me", "/me/about-me", &said).await;

        // By slip, and on to the next person.
        let code = community.print_slips(workshop.id(), 1, world.anna.id()).await.unwrap().remove(0).code.printed();
        let mut phone = Browser::new(&world, &harness);
        phone.page(&format!("/slip?join={}", workshop.join_code())).await;
        let code_join = workshop.join_code().to_string();
        let fields = [("code", code.as_str()), ("pin", PIN), ("again", PIN), ("borrowed", "yes"), ("join", &code_join)];
        twice.but(SESSIONS, &mut phone, "/slip", "/slip", &fields).await;
        assert_eq!(community.slips_of(workshop.id()).await.unwrap().iter().filter(|slip| slip.account().is_some()).count(), 1);
        phone.page(&format!("{join}/form")).await;
        twice.form(&mut phone, "/slip/next", "/slip/next", &[("join", &code_join)]).await;

        // What a trainer does for one of them.
        let kite = world.person("Kite").await;
        community.join(&joining(&workshop, &kite, chosen("Kite", &["Kite"], "en", Minor::Yes))).await.unwrap();
        let sends = Practice { sends_mail: true, ..Practice::default() };
        let mut anna = Browser::at(Visitor::with(door_where(&world, &harness, sends)));
        anna.enter(&world, &world.anna, false).await;
        let here = format!("/training/{}/people/{}", workshop.id(), kite.id());
        let of = |step: &str| format!("{here}{step}");
        let page = anna.page(&here).await;
        let (seen, draw) = (hidden(&page, "seen"), hidden(&page, "draw"));
        twice.form(&mut anna, "/training/{id}/people/{account}/confirmation", &of("/confirmation"), &[("seen", &seen)]).await;
        twice.form(&mut anna, "/training/{id}/people/{account}/guardian", &of("/guardian"), &[]).await;
        let full = [("called", "Kite"), ("name1", "Esi Owusu"), ("language", "fr"), ("age", "minor")];
        twice.form(&mut anna, "/training/{id}/people/{account}", &here, &full).await;
        twice.form(&mut anna, "/training/{id}/people/{account}/slip", &of("/slip"), &[("draw", &draw)]).await;
        anna.page(&here).await;
        let address = [("address", "kite@example.org")];
        twice.form(&mut anna, "/training/{id}/people/{account}/invitation", &of("/invitation"), &address).await;
        twice.form(&mut anna, "/training/{id}/people/{account}/departure", &of("/departure"), &[("to", "left")]).await;
        twice.finish(Place::Joining);
        world.assert_sound("everybody joined twice").await;
        harness.finish().await;
    }
}
