//! What an issuer says about itself, on pages of its own and where people ask whether a badge is real.

use super::visit::Visitor;
use crate::harness::on_both_backends;
use crate::world::World;

on_both_backends! {
    async fn an_issuer_says_who_it_is_and_how_it_treats_data_and_the_badge_leads_there(harness) {
        let world = World::on_the_web(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        assert_eq!(visitor.page("/issuers/nobody/about").await.status, 404);
        assert_eq!(visitor.page("/issuers/nobody/privacy").await.status, 404);
        let about = visitor.page("/issuers/main/about").await;
        assert!(about.text().contains("did:web:badges.example.org") && about.text().contains("Wikimedia Alpha"), "{}", about.text());
        assert!(about.text().contains("https://exampleland.example.org/badges"), "{}", about.text());
        let privacy = visitor.page("/issuers/main/privacy").await;
        assert!(privacy.text().contains("Exampleland Board") && privacy.text().contains("What stays after erasure"), "{}", privacy.text());
        let badge = world.badge("Chen").await.award().credential();
        let page = visitor.page(&format!("/c/{badge}")).await;
        assert!(page.text().contains("https://exampleland.example.org/badges"), "{}", page.text());
        let server = visitor.page("/about").await;
        assert!(server.text().contains("/issuers/main/about") && server.text().contains("/issuers/main/privacy"), "{}", server.text());
        harness.finish().await;
    }
}
