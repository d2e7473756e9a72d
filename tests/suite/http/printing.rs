//! What is shown on a wall or printed before a training: slide, slips, room sheet.

use insignia::community::attestation::{CameBy, Chosen, ConfirmedBy, Disclosure, Joining};
use insignia::community::people::Minor;
use insignia::vocabulary::LanguageTag;

use super::browser::Browser;
use super::trainings::made;
use crate::harness::on_both_backends;
use crate::workshop::put_down;
use crate::world::World;

/// The codes on a page of slips.
fn codes(page: &str) -> Vec<&str> {
    page.split("class=\"slip-code\" dir=\"ltr\" translate=\"no\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect()
}

/// Columns and criteria in the legend of a page.
fn legend(page: &str) -> Vec<(String, String)> {
    let line = |rest: &str| {
        let column = rest.split([' ', '<']).next().unwrap().to_owned();
        let text = rest.split_once("<dd>").unwrap().1.split_once("</dd>").unwrap().0.to_owned();
        (column, text)
    };
    page.split("<dt>").skip(1).map(line).collect()
}

on_both_backends! {
    async fn what_is_printed_is_for_those_who_train_there_alone(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let here = format!("/training/{}", made(&world, &mut anna, &[("trainers", "")]).await.id());
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        for path in ["/slide", "/slips", "/sheet"] {
            assert_eq!(badri.page(&format!("{here}{path}")).await.status, 404, "{path}");
        }
        badri.page("/training").await;
        for path in ["/slips", &format!("/people/{}/slip", world.badri.id())] {
            assert_eq!(badri.form(&format!("{here}{path}"), &[("draw", "x"), ("how-many", "3")]).await.status, 404, "{path}");
            "none".clone_into(&mut anna.token);
            assert_eq!(anna.form(&format!("{here}{path}"), &[("draw", "x"), ("how-many", "3")]).await.status, 403, "{path}");
        }
        harness.finish().await;
    }

    async fn a_slide_shows_the_address_until_joining_is_closed(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[("rehearsal", "yes")]).await;
        let path = format!("/training/{}/slide", workshop.id());
        let slide = anna.page(&path).await;
        let address = format!("http://localhost:8017/join/{}", workshop.join_code());
        assert!(slide.text().contains(&address) && slide.text().contains("slide-qr") && slide.text().contains("class=\"rehearsal\""));
        anna.page("/training").await;
        anna.form(&format!("/training/{}/joining", workshop.id()), &[("joining", "closed")]).await;
        let closed = anna.page(&path).await;
        assert!(!closed.text().contains(&address) && !closed.text().contains("slide-qr"), "{}", closed.text());
        harness.finish().await;
    }

    async fn slips_are_shown_once_in_the_language_of_the_training(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[("language", "fr")]).await;
        let path = format!("/training/{}/slips", workshop.id());
        let form = anna.page(&path).await;
        assert!(form.text().contains("value=\"60\""), "as many as are expected are offered");
        let draw = form.text().split_once("name=\"draw\" value=\"").unwrap().1.split('"').next().unwrap();
        assert_eq!(anna.form(&path, &[("draw", "x"), ("how-many", "3")]).await.status, 400);
        for wrong in ["0", "x", "5000"] {
            let seen = anna.form(&path, &[("draw", draw), ("how-many", wrong)]).await;
            assert!(seen.status == 422 && seen.text().contains("at a time"), "{wrong}: {}", seen.text());
        }
        let made = anna.form(&path, &[("draw", draw), ("how-many", "3")]).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let page = made.text().to_owned();
        assert!(page.contains("<html lang=\"fr\"") && page.contains("Coupon 3") && codes(&page).len() == 3, "{page}");
        let again = anna.form(&path, &[("draw", draw), ("how-many", "3")]).await;
        assert_eq!((again.status, codes(again.text())), (200, codes(&page)), "a second tap shows the same slips");
        assert_eq!(anna.form(&path, &[("draw", draw), ("how-many", "4")]).await.status, 422, "and no more of them");
        assert_eq!(world.office.community().slips_of(workshop.id()).await.unwrap().len(), 3, "twice makes no more");
        let later = anna.page(&path).await;
        assert!(!codes(&page).iter().any(|code| later.text().contains(code)) && later.text().contains("3 slips were made"));
        harness.finish().await;
    }

    async fn the_sheet_has_a_line_for_each_person_and_some_more(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[("expected", "2")]).await;
        let dina = world.person("Dina").await;
        let chosen = Chosen::new("Dina <D>", &[], Disclosure::Withheld, LanguageTag::english(), Minor::Yes).unwrap();
        let joining = Joining {
            training: workshop.id(),
            account: dina.id(),
            came_by: CameBy::Trainer,
            chosen,
            confirmed_by: ConfirmedBy::Nobody,
            by: Some(world.anna.id()),
        };
        world.office.community().join(&joining).await.unwrap();
        let sheet = anna.page(&format!("/training/{}/sheet", workshop.id())).await;
        assert!(sheet.text().contains("Dina &lt;D&gt;") && sheet.text().contains("minor") && sheet.text().contains(">A1</th>"), "{}", sheet.text());
        assert_eq!(sheet.text().matches("scope=\"row\"").count(), 1 + 5, "five lines for late comers");
        // The list leads to each person, and there another slip is printed.
        let path = format!("/training/{}/people/{}", workshop.id(), dina.id());
        assert!(anna.page(&format!("/training/{}/people", workshop.id())).await.text().contains(&format!("href=\"{path}\"")));
        let page = anna.page(&path).await;
        let draw = page.text().split_once("name=\"draw\" value=\"").unwrap().1.split('"').next().unwrap();
        let slip = anna.form(&format!("{path}/slip"), &[("draw", draw)]).await;
        assert!(slip.text().contains("slip-qr") && slip.text().contains("Dina &lt;D&gt;"), "{}", slip.text());
        let absent = format!("/training/{}/people/{}/slip", workshop.id(), world.badri.id());
        assert_eq!(anna.form(&absent, &[("draw", draw)]).await.status, 404, "somebody who is not there");
        harness.finish().await;
    }

    async fn a_box_on_the_printed_sheet_is_the_box_of_the_form_into_which_it_is_read(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[]).await;
        put_down(&world, workshop.id(), &world.person("Dina").await).await;
        for language in ["en", "ar"] {
            let sheet = anna.page(&format!("/training/{}/sheet?uselang={language}", workshop.id())).await;
            let form = anna.page(&format!("/training/{}/room/paper?uselang={language}", workshop.id())).await;
            let (printed, read) = (legend(sheet.text()), legend(form.text()));
            assert!(printed.iter().any(|(column, _)| column == "A2") && printed == read, "{printed:?} {read:?}");
        }
        harness.finish().await;
    }
}
