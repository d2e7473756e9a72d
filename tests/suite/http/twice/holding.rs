//! What holders do with a badge, and how they go.

use super::super::browser::Browser;
use super::{Place, Twice, hidden};
use crate::harness::on_both_backends;
use crate::world::World;

on_both_backends! {
    async fn a_badge_of_one_s_own(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let holder = world.office.community().trainer(badge.award().holder()).await.unwrap().account().clone();
        let mut ada = Browser::of(&world, &harness, &holder).await;
        let mut twice = Twice::new(&harness).await;
        let id = badge.award().credential();
        let here = format!("/me/badges/{id}");
        let page = ada.page(&here).await;
        let link = hidden(&page, "link");
        let all = [("listing", "listed"), ("names", "shown"), ("evidence", "shown"), ("files", "shown")];
        twice.form(&mut ada, "/me/badges/{id}/choice", &format!("{here}/choice"), &all).await;
        let made = [("link", link.as_str()), ("days", "7")];
        twice.form(&mut ada, "/me/badges/{id}/links", &format!("{here}/links"), &made).await;
        let page = ada.page(&here).await;
        let one = page.text().split_once("/links/").unwrap().1.split('/').next().unwrap().to_owned();
        twice.form(&mut ada, "/me/badges/{id}/links/{link}/end", &format!("{here}/links/{one}/end"), &[]).await;

        let show = format!("{here}/show");
        ada.page(&show).await;
        twice.form(&mut ada, "/me/badges/{id}/show", &show, &[("legal_name", "Ada L.")]).await;
        let page = ada.page(&show).await;
        let code = page.text().split_once("class=\"big-code\"><bdi dir=\"ltr\">").unwrap().1.split('<').next().unwrap().replace(' ', "");
        // A partner who types it twice: what was released to one partner, once, is gone after the first.
        let mut partner = ada.another();
        partner.page(&format!("/c/{id}")).await;
        twice.form(&mut partner, "/c/{id}/shown", &format!("/c/{id}/shown"), &[("code", &code)]).await;
        ada.page(&show).await;
        twice.form(&mut ada, "/me/badges/{id}/show/end", &format!("{show}/end"), &[]).await;

        ada.page("/me/export").await;
        twice.look(&mut ada, "/me/export", "/me/export", &[]).await;
        ada.page("/me/erase").await;
        twice.form(&mut ada, "/me/erase", "/me/erase", &[("word", "erase"), ("copies", "leave")]).await;
        twice.finish(Place::Holding);
        world.assert_sound("everything held twice").await;
        harness.finish().await;
    }
}
