//! Two taps on a button that signs in: the answer to the first is given up by the browser, or its cookie comes with the
//! second. Either way the person is in, once, and stands where one tap would have led.

use std::task::Poll;

use insignia::community::attestation::Purpose;
use insignia::issuer::RevocationReason;
use sqlx::Row;

use super::browser::Browser;
use super::stewards::steward;
use super::visit::{Seen, Visitor, door_for_people};
use crate::harness::{Harness, on_both_backends};
use crate::journeys::joining::workshop;
use crate::world::World;

/// Longer than a second tap may take.
const LATER_S: i64 = 60;
const PIN: &str = "604182";

async fn sessions(harness: &Harness) -> i64 {
    sqlx::query("select count(*) as sessions from session").fetch_one(harness.database.reader()).await.unwrap().get("sessions")
}

/// A link for Anna, and its page in a browser.
async fn at_a_link(world: &World, harness: &Harness) -> (Browser, String) {
    let link = world.office.community().invite(world.anna.id()).await.unwrap();
    let path = format!("/sign-in/link/{}", link.secret.reveal());
    let mut browser = Browser::new(world, harness);
    browser.page(&path).await;
    (browser, path)
}

/// The same browser, before an answer comes: a tap that left with the cookie and the form of now.
fn tap(browser: &Browser) -> Browser {
    let mut tap = browser.another();
    tap.cookie.clone_from(&browser.cookie);
    tap.token.clone_from(&browser.token);
    tap
}

/// Goes on with `work` as often as it can, but so many times at most; then it is dropped, as when a browser leaves.
async fn given_up_after(steps: u32, work: impl Future<Output = Seen>) {
    let mut work = std::pin::pin!(work);
    let mut gone = 0;
    std::future::poll_fn(|context| {
        gone += 1;
        if gone > steps { Poll::Ready(()) } else { work.as_mut().poll(context).map(drop) }
    })
    .await;
}

fn led(seen: &Seen) -> (u16, String) {
    (seen.status, seen.header("location").to_owned())
}

on_both_backends! {
    async fn of_two_who_use_a_link_at_once_one_gets_in(harness) {
        let world = World::new(&harness).await;
        let link = world.office.community().invite(world.anna.id()).await.unwrap();
        let path = format!("/sign-in/link/{}", link.secret.reveal());
        let (mut one, mut two) = (Browser::new(&world, &harness), Browser::new(&world, &harness));
        one.page(&path).await;
        two.page(&path).await;
        let (one, two) = tokio::join!(one.form(&path, &[]), two.form(&path, &[]));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 410]);
        assert_eq!(sessions(&harness).await, 1);
        harness.finish().await;
    }

    async fn whoever_taps_twice_on_a_link_is_in_by_either_answer(harness) {
        let world = World::new(&harness).await;
        let (mut first, path) = at_a_link(&world, &harness).await;
        let (mut second, mut late) = (tap(&first), tap(&first));
        let (one, two) = tokio::join!(first.form(&path, &[]), second.form(&path, &[]));
        assert_eq!(led(&one), (303, "/me/security?next=/training".to_owned()), "{}", one.text());
        assert_eq!(led(&two), led(&one), "{}", two.text());
        assert_eq!(first.cookie, second.cookie);
        assert_eq!((sessions(&harness).await, second.page("/me/security").await.status), (1, 200));
        let mut stranger = first.another();
        stranger.page("/sign-in").await;
        assert_eq!(stranger.form(&path, &[]).await.status, 410, "the link is used up for everybody else");
        harness.clock.advance(LATER_S);
        assert_eq!(late.form(&path, &[]).await.status, 410, "no tap takes that long");
        harness.finish().await;
    }

    async fn a_second_tap_opens_nothing_once_the_person_has_signed_out(harness) {
        let world = World::new(&harness).await;
        let (mut browser, path) = at_a_link(&world, &harness).await;
        let mut late = tap(&browser);
        browser.form(&path, &[]).await;
        browser.page("/me/security").await;
        browser.form("/sign-out", &[]).await;
        assert_eq!(late.form(&path, &[]).await.status, 410);
        assert_eq!(sessions(&harness).await, 0);
        harness.finish().await;
    }

    async fn a_tap_that_brings_the_new_cookie_to_a_link_goes_where_the_first_one_led(harness) {
        let world = World::new(&harness).await;
        let (mut browser, path) = at_a_link(&world, &harness).await;
        let one = browser.form(&path, &[]).await;
        let two = browser.form(&path, &[]).await;
        assert_eq!(led(&two), (303, path.clone()), "{}", two.text());
        assert_eq!(led(&browser.page(&path).await), led(&one));
        assert_eq!(sessions(&harness).await, 1);
        harness.clock.advance(LATER_S);
        assert_eq!((browser.form(&path, &[]).await.status, browser.page(&path).await.status), (403, 410));
        harness.finish().await;
    }

    async fn the_second_tap_on_what_is_done_once_gets_the_answer_to_the_first(harness) {
        let world = World::new(&harness).await;
        let (sol, tova) = (steward(&world, "Sol").await, steward(&world, "Tova").await);
        let badge = world.badge("Chen").await.award().credential();
        world.office.ask_revocation(badge, RevocationReason::Error, "", sol.id()).await.unwrap();
        let request = world.office.waiting_revocations().await.unwrap()[0].request.id;
        let mut browser = Browser::at(Visitor::with(door_for_people(&world, &harness, None)));
        browser.enter(&world, &tova, false).await;
        browser.page(&format!("/admin/badges/{badge}")).await;
        let path = format!("/admin/revocations/{request}/confirmation");
        let (mut second, mut late) = (tap(&browser), tap(&browser));
        let (one, two) = tokio::join!(browser.form(&path, &[]), second.form(&path, &[]));
        assert_eq!(led(&one), (303, format!("/admin/badges/{badge}?said=revoked")), "{}", one.text());
        assert_eq!(led(&two), led(&one), "{}", two.text());
        harness.clock.advance(LATER_S);
        assert_eq!(late.form(&path, &[]).await.status, 409, "somebody who comes back to an old page");
        harness.finish().await;
    }

    async fn a_form_whose_browser_gives_up_is_done_to_its_end(harness) {
        let world = World::new(&harness).await;
        let sol = steward(&world, "Sol").await;
        let mut browser = Browser::at(Visitor::with(door_for_people(&world, &harness, None)));
        browser.enter(&world, &sol, false).await;
        for steps in [1, 2, 3, 5, 8, 13] {
            let badge = world.badge("Chen").await.award().credential();
            browser.page(&format!("/admin/badges/{badge}")).await;
            let path = format!("/admin/badges/{badge}/suspension");
            let fields = [("reason", "inquiry")];
            let mut second = tap(&browser);
            given_up_after(steps, browser.form(&path, &fields)).await;
            let two = second.form(&path, &fields).await;
            assert_eq!(led(&two), (303, format!("/admin/badges/{badge}?said=suspended")), "after {steps} steps: {}", two.text());
        }
        harness.finish().await;
    }

    async fn a_tap_that_brings_the_new_cookie_to_a_slip_goes_where_the_first_one_led(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let slip = world.office.community().print_slips(workshop.id(), 1, world.anna.id()).await.unwrap().remove(0).code.printed();
        let mut browser = Browser::at(Visitor::with(door_for_people(&world, &harness, None)));
        browser.page("/slip").await;
        let fields = [("code", slip.as_str()), ("pin", PIN), ("again", PIN)];
        let one = browser.form("/slip", &fields).await;
        assert_eq!(led(&one), (303, format!("/join/{}/form", workshop.join_code())), "{}", one.text());
        let two = browser.form("/slip", &fields).await;
        assert_eq!(led(&two), (303, "/slip".to_owned()), "{}", two.text());
        assert_eq!(led(&browser.page("/slip").await), led(&one));
        assert_eq!(sessions(&harness).await, 1);
        harness.clock.advance(LATER_S);
        assert_eq!((browser.form("/slip", &fields).await.status, browser.page("/slip").await.status), (403, 200));
        harness.finish().await;
    }
}
