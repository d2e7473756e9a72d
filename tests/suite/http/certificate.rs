//! `/c/{id}.pdf` of real badges, judged by other programs: qpdf, poppler and zbar.

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::body::Body;
use axum::http::Method;
use insignia::community::attestation::{ConfirmedBy, Disclosure, Release};
use insignia::community::people::NewAccount;
use insignia::issuer::RevocationReason;
use insignia::issuer::credential::Published;
use insignia::standards::bake;
use insignia::vocabulary::ids::CredentialId;

use super::visit::{Visitor, door, patient};
use crate::harness::on_both_backends;
use crate::world::{CLASS, World, account, said};

fn path(id: CredentialId) -> String {
    format!("/c/{id}.pdf")
}

/// What a tool says, or nothing where it is not installed; that is said aloud.
#[allow(clippy::print_stderr)] // a skipped test says so
fn tool(name: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("SKIPPED: {name}, which looks at a certificate, is not here");
            None
        }
    }
}

fn kept(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("a file is written");
    file
}

fn names(names: &[&str]) -> Release {
    Release::of_names(names, Disclosure::Withheld, ConfirmedBy::Holder).expect("a release")
}

/// A grey picture.
struct Grey {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

// Dots of a picture that this test made: small whole numbers.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
impl Grey {
    fn read(file: &Path) -> Self {
        let mut reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap())).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        dots.truncate(info.buffer_size());
        if info.color_type == png::ColorType::Rgb {
            dots = dots.chunks_exact(3).map(|dot| (dot.iter().map(|part| u16::from(*part)).sum::<u16>() / 3) as u8).collect();
        }
        Self { width: info.width as usize, height: info.height as usize, dots }
    }

    fn at(&self, x: isize, y: isize) -> f64 {
        let inside = |at: isize, size: usize| usize::try_from(at).ok().filter(|at| *at < size);
        let dot = inside(x, self.width).zip(inside(y, self.height)).map(|(x, y)| self.dots[y * self.width + x]);
        f64::from(dot.unwrap_or(255))
    }

    fn mapped(&self, of: impl Fn(isize, isize) -> f64) -> Self {
        let dots = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x as isize, y as isize)));
        Self { width: self.width, height: self.height, dots: dots.map(|(x, y)| of(x, y).round() as u8).collect() }
    }

    /// Held askew.
    fn turned(&self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (cx, cy) = (self.width as f64 / 2.0, self.height as f64 / 2.0);
        self.mapped(|x, y| {
            let (dx, dy) = (x as f64 - cx, y as f64 - cy);
            let (u, v) = (cx + dx * cos + dy * sin, cy - dx * sin + dy * cos);
            let (left, top) = (u.floor(), v.floor());
            let (fx, fy) = (u - left, v - top);
            let dot = |dx, dy| self.at(left as isize + dx, top as isize + dy);
            let row = |dy| dot(0, dy) * (1.0 - fx) + dot(1, dy) * fx;
            row(0) * (1.0 - fy) + row(1) * fy
        })
    }

    /// A little out of focus: each dot is the mean of the nine around it.
    fn blurred(&self) -> Self {
        self.mapped(|x, y| (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| self.at(x + dx, y + dy))).sum::<f64>() / 9.0)
    }

    fn write(&self, file: &Path) {
        let mut encoder = png::Encoder::new(std::fs::File::create(file).unwrap(), self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&self.dots).unwrap();
    }
}

on_both_backends! {
    async fn a_certificate_is_a_sound_file_that_says_what_was_signed_and_carries_it(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge_that_shows("Ганна", names(&["Ганна Шевчук", "Hanna Shevchuk"])).await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let seen = visitor.get(&path(id), &[]).await;
        assert_eq!((seen.status, seen.header("content-type")), (200, "application/pdf"));
        assert_eq!(seen.header("content-disposition"), format!("inline; filename=\"certificate-{id}.pdf\""));
        assert_eq!((seen.header("content-language"), seen.header("cache-control")), ("en", "public, max-age=60"));
        assert_eq!(bake::pdf::extract(&seen.body).unwrap().text.as_bytes(), badge.json(), "exactly the signed bytes");
        let again = visitor.get(&path(id), &[("if-none-match", seen.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "the same badge gives the same bytes");
        let head = visitor.send(Method::HEAD, &path(id), &[], Body::empty()).await;
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, seen.header("etag")));

        let file = kept(harness.folder(), "certificate.pdf", &seen.body);
        tool("qpdf", &["--check", file.to_str().unwrap()]);
        if let Some(text) = tool("pdftotext", &[file.to_str().unwrap(), "-"]) {
            for said in ["Ганна Шевчук", "Hanna Shevchuk", "Facilitator", "localhost:8017", "Wikimedia"] {
                assert!(text.contains(said), "{said}: {text}");
            }
            // A hyphen at the end of a line may be left out when a text is copied.
            let joined = |text: &str| text.replace(|c: char| c == '-' || c.is_whitespace(), "");
            assert!(joined(&text).contains(&joined(&id.printed())), "{text}");
        }
        harness.finish().await;
    }

    async fn the_code_on_a_certificate_is_read_askew_and_out_of_focus(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let seen = visitor.get(&path(id), &[]).await;
        let file = kept(harness.folder(), "certificate.pdf", &seen.body);
        for dpi in ["96", "150", "300"] {
            let picture = harness.folder().join(format!("at-{dpi}"));
            let arguments = ["-r", dpi, "-gray", "-png", "-singlefile", file.to_str().unwrap(), picture.to_str().unwrap()];
            if tool("pdftoppm", &arguments).is_none() {
                break;
            }
            let whole = Grey::read(&picture.with_extension("png"));
            for (way, grey) in [("askew", whole.turned(7.0)), ("blurred", whole.blurred()), ("as it is", whole)] {
                let changed = harness.folder().join("changed.png");
                grey.write(&changed);
                let Some(read) = tool("zbarimg", &["-q", "--raw", changed.to_str().unwrap()]) else { break };
                assert_eq!(read.trim(), format!("HTTPS://BADGES.EXAMPLE.ORG/C/{}", id.to_string().to_uppercase()), "{dpi} dpi, {way}");
            }
        }
        harness.finish().await;
    }

    async fn a_certificate_speaks_the_language_asked_for_or_the_nearest(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential();
        let language = async |query: &str, accept: &str| {
            let seen = visitor.get(&format!("{}{query}", path(id)), &[("accept-language", accept)]).await;
            assert_eq!(seen.status, 200, "{query}");
            (seen.header("content-language").to_owned(), seen.body)
        };
        for (query, accept, got) in
            [("?lang=bn", "fr", "bn"), ("?lang=wo", "", "fr"), ("?lang=tlh", "fr", "en"), ("", "uk, en;q=0.5", "uk"), ("?lang=AR", "", "ar")]
        {
            assert_eq!(language(query, accept).await.0, got, "{query} {accept}");
        }
        let file = kept(harness.folder(), "fr.pdf", &language("?lang=fr", "").await.1);
        if let Some(text) = tool("pdftotext", &[file.to_str().unwrap(), "-"]) {
            assert!(text.contains("Certificat") && text.contains("Ada") && text.contains("Facilitator"), "{text}");
        }
        for (query, word) in [("?lang=x", "lang"), ("?lang=%C3%A9", "lang"), ("?form=small", "wall"), ("?template=slip", "a4-landscape")] {
            let refused = visitor.get(&format!("{}{query}", path(id)), &[]).await;
            assert_eq!((refused.status, refused.problem().as_str()), (400, "malformed"), "{query}");
            assert!(refused.json()["detail"].as_str().unwrap().contains(word), "{query}: {}", refused.text());
        }
        harness.finish().await;
    }

    async fn the_user_name_is_printed_only_where_it_is_asked_for(harness) {
        let world = World::new(&harness).await;
        let new = NewAccount { user_name: Some("Exampla".to_owned()), ..account("Ada", None) };
        let holder = world.office.community().register(&new).await.expect("a person");
        let release = Release::of_names(&["Ada L."], Disclosure::Shown, ConfirmedBy::Holder).expect("a release");
        let nomination = world.nominate_to_show(&holder, CLASS, release).await;
        world.attest_all(&world.anna, &nomination).await;
        let badge = world.office.issue(&[nomination.id()]).await.pop().expect("a result").expect("a badge");
        let visitor = Visitor::new(&world, &harness);
        let at = path(badge.award().credential());
        for (query, printed) in [("", false), ("?form=wall", false), ("?form=full", true), ("?form=full&template=letter-landscape", true)] {
            let seen = visitor.get(&format!("{at}{query}"), &[]).await;
            let file = kept(harness.folder(), "form.pdf", &seen.body);
            let Some(text) = tool("pdftotext", &[file.to_str().unwrap(), "-"]) else { break };
            assert_eq!(text.contains("Exampla"), printed, "{query}: {text}");
            assert!(text.contains("Ada L."), "{query}: {text}");
        }
        let page = visitor.page(at.trim_end_matches(".pdf")).await;
        assert!(page.text().contains(".pdf?lang=en\"") && page.text().contains(".pdf?lang=en&amp;form=full\""), "{}", page.text());
        harness.finish().await;
    }

    async fn only_a_badge_that_is_genuine_and_current_has_a_certificate(harness) {
        let world = World::new(&harness).await;
        let (revoked, suspended, erased) = (world.badge("Ada").await, world.badge("Bo").await, world.badge("Cy").await);
        let visitor = Visitor::new(&world, &harness);
        let id = |badge: &Published| badge.award().credential();
        for badge in [&revoked, &suspended, &erased] {
            assert_eq!(visitor.get(&path(id(badge)), &[]).await.status, 200);
        }
        let request = world.office.ask_revocation(id(&revoked), RevocationReason::Error, "wrong person", world.anna.id()).await.unwrap();
        world.office.confirm_revocation(request, world.badri.id()).await.unwrap();
        world.office.suspend(id(&suspended), "an inquiry", world.anna.id()).await.unwrap();
        world.office.erase(erased.award().holder()).await.expect("erased");
        for (badge, word) in [(&revoked, "revoked"), (&suspended, "suspended")] {
            let refused = visitor.get(&path(id(badge)), &[]).await;
            assert_eq!((refused.status, refused.problem().as_str()), (409, "no-certificate"));
            assert!(refused.json()["detail"].as_str().unwrap().contains(word), "{}", refused.text());
            let page = visitor.page(&path(id(badge))).await;
            assert_eq!((page.status, page.header("content-type")), (409, "text/html; charset=utf-8"));
            assert!(page.text().contains("There is no certificate for this badge") && page.text().contains(word), "{}", page.text());
            assert!(!visitor.page(path(id(badge)).trim_end_matches(".pdf")).await.text().contains(".pdf"), "and none is offered");
        }
        assert_eq!(visitor.get(&path(id(&erased)), &[]).await.status, 410);
        harness.finish().await;
    }

    async fn a_character_without_a_font_is_told_and_the_badge_is_still_shown(harness) {
        let world = World::new(&harness).await;
        // No character has this number yet.
        let badge = world.badge_that_shows("Ada", names(&["Ada \u{378}"])).await;
        let visitor = Visitor::new(&world, &harness);
        let at = path(badge.award().credential());
        let refused = visitor.get(&at, &[]).await;
        assert_eq!((refused.status, refused.problem().as_str()), (503, "cannot-draw"), "{}", refused.text());
        assert!(visitor.page(&at).await.text().contains("cannot be drawn here"));
        assert_eq!(visitor.page(at.trim_end_matches(".pdf")).await.status, 200);
        harness.finish().await;
    }

    async fn a_dropped_certificate_verifies(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::with(door(&world, &harness, patient()));
        let seen = visitor.get(&path(badge.award().credential()), &[]).await;
        assert_eq!(said(&world.verdict(&seen.body).await).0, "valid");
        harness.finish().await;
    }
}
