//! What people bring that is neither text nor a baked picture: a PDF with the badge attached, a picture
//! of its QR code. By the form and by a program the verdict is the same.

use std::fmt::Write as _;

use axum::http::Method;
use insignia::appearance::qr::Qr;
use insignia::standards::bake::png;
use resvg::tiny_skia::{Color, Pixmap};
use serde_json::Value;

use super::visit::{BROWSER, Visitor};
use crate::harness::on_both_backends;
use crate::world::World;

const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

/// A PDF of one empty page, and a badge attached to it.
fn pdf(badge: Option<&str>) -> Vec<u8> {
    let attached = if badge.is_some() { "/AF[4 0 R]" } else { "" };
    let mut objects = vec![
        format!("<</Type/Catalog /Pages 2 0 R {attached}>>"),
        "<</Type/Pages /Kids[3 0 R] /Count 1>>".to_owned(),
        "<</Type/Page /Parent 2 0 R /MediaBox[0 0 99 99]>>".to_owned(),
    ];
    if let Some(badge) = badge {
        objects.push("<</Type/Filespec /F(badge.json) /UF(badge.json) /AFRelationship/Source /EF<</F 5 0 R>>>>".to_owned());
        objects.push(format!("<</Type/EmbeddedFile /Length {}>>\nstream\n{badge}\nendstream", badge.len()));
    }
    let (mut file, mut table) = ("%PDF-1.7\n".to_owned(), format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for (before, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        writeln!(file, "{} 0 obj\n{object}\nendobj", before + 1).unwrap();
    }
    let at = file.len();
    write!(file, "{table}trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).unwrap();
    file.into_bytes()
}

fn picture(of: &str) -> Vec<u8> {
    Qr::of(of).unwrap().png(4).unwrap()
}

/// A picture of about the same size that shows nothing.
fn blank() -> Vec<u8> {
    let mut canvas = Pixmap::new(160, 160).unwrap();
    canvas.fill(Color::WHITE);
    canvas.encode_png().unwrap()
}

async fn by_program(visitor: &Visitor, file: &[u8]) -> Value {
    let seen = visitor.send(Method::POST, "/api/verify", &[], file.to_vec().into()).await;
    assert_eq!(seen.status, 200, "{}", seen.text());
    seen.json()
}

async fn by_form(visitor: &Visitor, path: &str, file: &[u8]) -> String {
    let head = b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"certificate\"\r\n\r\n".as_slice();
    let body = [head, file, b"\r\n--B--\r\n"].concat();
    let seen = visitor.send(Method::POST, path, &[BROWSER, PARTS], body.into()).await;
    assert_eq!(seen.status, 200, "{}", seen.text());
    seen.text().to_owned()
}

/// One upload, both ways: as what it is read, the verdict or the code of its reason, and what the page says.
async fn judged(visitor: &Visitor, file: &[u8], form: &str, code: &str, said: &str) {
    let told = by_program(visitor, file).await;
    let word = if told["reason"].is_null() { &told["verdict"] } else { &told["reason"]["code"] };
    assert_eq!((told["form"].as_str(), word.as_str()), (Some(form), Some(code)), "{told}");
    assert_eq!(told["credential"].is_null(), code != "valid", "nothing unsigned comes back: {told}");
    let filled = by_form(visitor, "/api/verify", file).await;
    assert!(filled.contains(&format!("\"form\":\"{form}\"")) && filled.contains(&format!("\"{code}\"")), "{filled}");
    let page = by_form(visitor, "/verify", file).await;
    assert!(page.contains(said), "{form}, {code}: {page}");
    assert_eq!(page.contains("Genuine and current"), code == "valid", "{page}");
    assert!(!page.contains("Mallory"), "{page}");
}

on_both_backends! {
    async fn a_pdf_is_judged_by_the_badge_attached_to_it(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let text = std::str::from_utf8(badge.json()).unwrap();
        judged(&visitor, &pdf(Some(text)), "PDF", "valid", "Genuine and current").await;
        judged(&visitor, &pdf(Some(&text.replace("Ada", "Mallory"))), "PDF", "altered", "altered after it was signed").await;
        judged(&visitor, &pdf(None), "PDF", "not-a-badge", "this is not a badge").await;
        judged(&visitor, b"%PDF-1.7\n%%EOF\n", "PDF", "not-a-badge", "this is not a badge").await;
        harness.finish().await;
    }

    async fn a_picture_of_a_code_is_judged_by_the_badge_it_leads_to(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let text = world.office.addresses().qr_text(id);
        let code = picture(&text);
        judged(&visitor, &code, "QR code", "valid", "Genuine and current").await;
        judged(&visitor, &picture(&id.printed()), "QR code", "valid", "Genuine and current").await;
        let nobodys = picture(&format!("{}0000", &text[..text.len() - 4]));
        judged(&visitor, &nobodys, "QR code", "not-fetched", "We could not get this badge from its address").await;
        judged(&visitor, &blank(), "PNG", "not-a-badge", "this is not a badge").await;
        harness.finish().await;
    }

    async fn a_picture_that_carries_a_badge_is_never_judged_by_the_code_it_shows(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let altered = std::str::from_utf8(badge.json()).unwrap().replace("Ada", "Mallory");
        let lure = png::bake(&picture(&world.office.addresses().qr_text(badge.award().credential())), &altered).unwrap();
        judged(&visitor, &lure, "PNG", "altered", "altered after it was signed").await;
        harness.finish().await;
    }
}
