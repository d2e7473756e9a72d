//! A picture in Chromium with the network cut in the middle: it goes on from there, and is kept once.

use std::os::fd::OwnedFd;

use insignia::community::attestation::picture::Size;

use super::{Backend, Harness, Served, Steps, chromium, run};
use crate::http::visit::door_for_people;
use crate::workshop::{put_down, workshop};

#[test]
fn a_picture_that_was_cut_off_goes_on_from_there_and_is_kept_without_its_place() {
    let Some(chromium) = chromium("pictures without signal") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        // The program that plays the air between phone and server answers here.
        let air = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let base = format!("http://localhost:{}", air.local_addr().unwrap().port());
        let served = Served::behind(&harness, &base, async |world, _| door_for_people(world, &harness, None)).await;
        let world = &served.world;
        let training = workshop(world).await;
        let chen = world.person("Chen").await;
        put_down(world, training.id(), &chen).await;
        let invitation = world.office.community().invite(world.anna.id()).await.unwrap();
        let link = world.office.addresses().sign_in_link(invitation.secret.reveal());
        let person = format!("/training/{}/room/{}", training.id(), chen.id());
        let steps = Steps::by("pictures.mjs", &[chromium, &link, &person, &served.port.to_string()], OwnedFd::from(air)).await;
        let said = &steps.said;
        let step = |name: &str| steps.step(name);
        assert!(step("cut")["cut"] == true && step("cut")["state"].as_str().unwrap().starts_with("Not sent yet: 1."), "{said}");
        assert_eq!(step("cut")["leaks"], serde_json::json!([]), "it waits encrypted: {said}");
        let size = step("cut")["stored"].as_u64().unwrap();
        assert!(size > 700_000 && size < step("cut")["taken"].as_u64().unwrap(), "made smaller on the device: {said}");
        let again = step("again");
        assert!(again["text"].as_str().unwrap().contains("The plan on the wall"), "{said}");
        assert!(again["state"].as_str().unwrap().starts_with("Not sent yet: 1."), "{said}");
        let went = step("sent")["went"].as_u64().unwrap();
        assert!(went < size - 200_000, "what had come was not sent again: {went} of {size}: {said}");
        assert_eq!((&step("sent")["width"], &step("sent")["alt"]), (&320.into(), &"The plan on the wall".into()), "{said}");
        assert!(step("kept")["waiting"] == 0 && step("kept")["text"].as_str().unwrap().contains("Remove it for good?"), "{said}");
        assert!(step("refused")["text"].as_str().unwrap().contains("Choose a picture as JPEG or PNG."), "{said}");
        let _ = step("left");
        assert_eq!(step("console")["refused"], serde_json::json!([]), "the policy of the pages stops nothing of theirs");
        let kept = world.office.community().pictures_of(training.id()).await.unwrap();
        assert_eq!((kept.len(), kept[0].width(), kept[0].height()), (1, 1600, 1200));
        let bytes = world.office.community().picture_bytes(kept[0].id(), Size::Whole).await.unwrap().unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"GPS 50.4"));
        served.close().await;
        harness.finish().await;
    });
}
