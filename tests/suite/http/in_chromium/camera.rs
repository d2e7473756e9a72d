//! The camera on `/` and `/verify`: a drawn code before Chromium's pretended camera. And a check on paper.

use std::path::{Path, PathBuf};
use std::process::Command;

use insignia::appearance::qr::{QUIET_ZONE, Qr};
use insignia::community::attestation::{ConfirmedBy, Disclosure, Release};
use serde_json::json;

use super::{Backend, Harness, Served, Steps, chromium, run};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// A film of a drawn code that stands still, as [YUV4MPEG2](https://wiki.multimedia.cx/index.php/YUV4MPEG2).
fn film(folder: &Path, name: &str, text: &str) -> PathBuf {
    let code = Qr::of(text).unwrap();
    let scale = HEIGHT / (code.modules() + 2 * QUIET_ZONE);
    let (left, top) = ((WIDTH - code.modules() * scale) / 2, (HEIGHT - code.modules() * scale) / 2);
    let dark = |x: usize, y: usize| {
        let (column, row) = (x.checked_sub(left).map(|x| x / scale), y.checked_sub(top).map(|y| y / scale));
        matches!((row, column), (Some(row), Some(column)) if row.max(column) < code.modules() && code.is_dark(row, column))
    };
    let mut film = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n").into_bytes();
    let grey = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| if dark(x, y) { 20 } else { 230 });
    let frame: Vec<u8> = grey.chain(std::iter::repeat_n(128, WIDTH * HEIGHT / 2)).collect();
    for _ in 0..3 {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(&frame);
    }
    let file = folder.join(name).with_extension("y4m");
    std::fs::write(&file, film).unwrap();
    file
}

#[test]
fn a_code_before_the_camera_is_read_and_a_refused_camera_is_said() {
    let Some(chromium) = chromium("the camera") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let served = Served::new(&harness).await;
        let badge = served.world.badge("Ananya Sen").await;
        let folder = tempfile::tempdir().unwrap();
        let own = served.world.office.addresses().qr_text(badge.award().credential());
        let films = [
            ("own", own.clone()),
            ("elsewhere", "https://badges.elsewhere.example/c/1".to_owned()),
            ("token", "eyJhbGciOiJub25lIn0.eyJ2YyI6e319.AAAA".to_owned()),
            ("other", "WIFI:S:guests;T:nopass;;".to_owned()),
        ];
        for (name, text) in films {
            film(folder.path(), name, &text);
        }
        let steps = Steps::of("camera.mjs", &[chromium, &served.base, folder.path().to_str().unwrap(), &own]).await;
        let said = &steps.said;
        assert_eq!(steps.step("before")["loaded"], json!([]), "the reader is fetched by nobody who does not scan: {said}");
        for (name, query) in [("own", ""), ("own in Arabic", "?uselang=ar"), ("own, read by the browser", "")] {
            let path = format!("/c/{}{query}", badge.award().credential());
            assert_eq!(steps.step(name)["at"], json!(path), "{said}");
            assert_eq!(steps.step(name)["reader"], json!(!name.contains("by the browser")), "{said}");
        }
        assert!(steps.text("own").contains("Genuine and current"), "{said}");
        assert!(steps.text("elsewhere").contains("No badge came from this site"), "{said}");
        assert_eq!(steps.step("elsewhere")["address"], "https://badges.elsewhere.example/c/1");
        assert!(steps.text("token").contains("Not valid"), "{said}");
        assert_eq!(steps.step("other")["said"], json!(["other"]), "{said}");
        assert_eq!(steps.step("other")["filming"], true, "it goes on looking");
        assert_eq!(steps.step("stopped"), &json!({ "step": "stopped", "said": [], "filming": false, "focus": "start" }));
        for (name, word) in [("refused", "refused"), ("absent", "absent"), ("unreached", "unreached"), ("patience", "nothing")] {
            assert_eq!(steps.step(name)["said"], json!([word]), "{said}");
            assert_eq!(steps.step(name)["filming"], false, "{said}");
        }
        assert_eq!(steps.step("plain")["forms"], 0, "without scripts no button promises a camera");
        assert_eq!(steps.step("console")["refused"], json!([]), "{said}");
        served.close().await;
        harness.finish().await;
    });
}

#[test]
fn a_check_is_printed_with_its_time_its_address_and_all_that_was_checked() {
    let Some(chromium) = chromium("a check on paper") else { return };
    if Command::new("pdftotext").arg("-v").output().is_err() {
        return;
    }
    run(Backend::Sqlite, async move |harness: Harness| {
        let served = Served::new(&harness).await;
        let release = Release::of_names(&["Ananya Sen"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
        let badge = served.world.badge_that_shows("Ananya Sen", release).await;
        let address = served.world.office.addresses().credential(badge.award().credential());
        let folder = tempfile::tempdir().unwrap();
        let steps = Steps::of("print.mjs", &[chromium, &address, folder.path().to_str().unwrap()]).await;
        assert_eq!(steps.step("button")["printed"], 1);
        assert_eq!(steps.step("plain")["buttons"], 0, "without scripts no button promises to print");
        let of = |name: &str| {
            let output = Command::new("pdftotext").args(["-layout", folder.path().join(name).to_str().unwrap(), "-"]).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let (paper, told) = (of("en.pdf"), steps.step("screen")["checks"].as_array().unwrap().clone());
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for wanted in ["Genuine and current", "Checked on", "UTC", "Ananya Sen", "Who stands behind it?"] {
            assert!(words(&paper).contains(wanted), "{wanted}: {paper}");
        }
        assert!(paper.replace(char::is_whitespace, "").contains(&address), "{address}: {paper}");
        assert!(told.len() >= 10, "{told:?}");
        for check in told {
            let check = words(check.as_str().unwrap());
            assert!(words(&paper).contains(&check), "the closed list of checks is open on paper: {check}: {paper}");
        }
        for away in ["Print this check", "Compare a name", "Sign in", "Bahasa Indonesia"] {
            assert!(!paper.contains(away), "{away}: {paper}");
        }
        served.close().await;
        harness.finish().await;
    });
}
