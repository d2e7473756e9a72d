//! A link that carries a badge: made when somebody asks for it, checked anew at each opening, kept by nobody.

use std::io::Write as _;
use std::num::NonZeroU32;

use axum::http::Method;
use data_encoding::BASE64URL_NOPAD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use insignia::doors::http::rates::Quotas;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::visit::{BROWSER, Seen, Visitor, door, patient};
use super::whole::ask;
use crate::fetch::hostile;
use crate::harness::on_both_backends;
use crate::world::World;

const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

async fn upload(visitor: &Visitor, file: &[u8]) -> Seen {
    let head = b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"badge\"\r\n\r\n".as_slice();
    visitor.send(Method::POST, "/verify", &[BROWSER, PARTS], [head, file, b"\r\n--B--\r\n"].concat().into()).await
}

/// What the form behind "Make a link" sends; none if there is no such form.
fn offered(page: &Seen) -> Option<String> {
    let (_, rest) = page.text().split_once("id=\"share\"")?;
    let (section, _) = rest.split_once("</section>")?;
    let (_, packed) = section.split_once("name=\"badge\" value=\"")?;
    Some(packed.split_once('"')?.0.to_owned())
}

/// As a link carries it.
fn packed(badge: &[u8]) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(badge).unwrap();
    BASE64URL_NOPAD.encode(&encoder.finish().unwrap())
}

/// Nothing on the way keeps it, tells where it came from, or finds it.
fn leaves_no_trace(seen: &Seen) {
    assert_eq!(seen.header("referrer-policy"), "no-referrer");
    assert_eq!(seen.header("cache-control"), "no-store");
    assert_eq!(seen.header("x-robots-tag"), "noindex");
    assert!(!seen.headers.contains_key("set-cookie"));
    assert!(seen.text().contains("<meta name=\"robots\" content=\"noindex\">"));
}

/// Text in which nothing repeats.
fn noise(length: usize) -> String {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from(state >> 24).unwrap() % 26)
    };
    (0..length).map(|_| next()).collect()
}

on_both_backends! {
    async fn a_link_that_carries_a_badge_is_made_when_asked_for_and_checks_it_anew(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        for badge in [hostile::honest(), hostile::honest_token().into_bytes()] {
            let page = upload(&visitor, &badge).await;
            assert!(page.text().contains("Genuine and current"), "{}", page.text());
            leaves_no_trace(&page);
            assert!(!page.text().contains("verify?badge="), "no link before somebody asks for one");
            let carried = offered(&page).expect("a form that makes the link");
            assert!(carried.len() <= 6 * 1024);
            let opened = visitor.page(&format!("/verify?badge={carried}")).await;
            assert_eq!(opened.status, 200);
            assert!(opened.text().contains("Genuine and current") && opened.text().contains("Facilitator"), "{}", opened.text());
            leaves_no_trace(&opened);
            let address = world.office.addresses().verify_carrying(&carried);
            assert!(opened.text().contains(&format!("readonly value=\"{address}\"")) && offered(&opened).is_none(), "{}", opened.text());
            let said = opened.text().matches(carried.as_str()).count();
            assert!(opened.text().contains("name=\"uselang\" value=\"fr\"") && said == 2, "another language, the same badge, {said} times");
            let french = visitor.page(&format!("/verify?badge={carried}&uselang=fr")).await;
            assert!(french.text().contains("lang=\"fr\"") && french.text().contains("Authentique"), "{}", french.text());
        }
        harness.finish().await;
    }

    async fn an_old_link_to_a_badge_that_has_ended_says_so(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let carried = offered(&upload(&visitor, &hostile::ending()).await).unwrap();
        assert!(visitor.page(&format!("/verify?badge={carried}")).await.text().contains("Genuine and current"));
        harness.clock.advance(5 * 366 * 86_400);
        let later = visitor.page(&format!("/verify?badge={carried}")).await;
        assert!(!later.text().contains("Genuine and current") && later.text().contains("expired"), "{}", later.text());
        harness.finish().await;
    }

    async fn a_link_makes_no_altered_badge_any_better(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let altered = String::from_utf8(hostile::honest()).unwrap().replace("Facilitator", "Mallory");
        let mut token = hostile::honest_token();
        token.replace_range(token.len() - 4.., "AAAA");
        for forged in [altered, token] {
            let page = upload(&visitor, forged.as_bytes()).await;
            assert_eq!(offered(&page), Some(packed(forged.as_bytes())), "a forgery can be shown to others too");
            let opened = visitor.page(&format!("/verify?badge={}", packed(forged.as_bytes()))).await;
            assert!(opened.text().contains("altered after it was signed") && !opened.text().contains("Mallory"), "{}", opened.text());
            leaves_no_trace(&opened);
        }
        harness.finish().await;
    }

    async fn a_badge_too_large_for_a_link_is_sent_as_a_file(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let large = String::from_utf8(hostile::honest()).unwrap().replace("Facilitator", &noise(9_000));
        let page = upload(&visitor, large.as_bytes()).await;
        assert!(page.text().contains("too large for a link. Send the file itself"), "{}", page.text());
        assert_eq!(offered(&page), None);
        let no_badge = upload(&visitor, b"hello").await;
        assert!(no_badge.text().contains("Send the file itself") && offered(&no_badge).is_none());
        harness.finish().await;
    }

    async fn a_link_that_carries_no_badge_says_what_to_do(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let whole = packed(&hostile::honest());
        let bomb = packed(&vec![b' '; 1 << 21]);
        assert!(bomb.len() < 6 * 1024, "2 MiB in {} characters", bomb.len());
        for damaged in [&whole[..whole.len() - 5], &bomb, "", "%25%25", "AAAA", &noise(6_145)] {
            let seen = visitor.page(&format!("/verify?badge={damaged}")).await;
            assert_eq!(seen.status, 200);
            assert!(seen.text().contains("This link is damaged. Copy the whole link, or ask for the file."), "{damaged}: {}", seen.text());
            leaves_no_trace(&seen);
        }
        assert_eq!(visitor.page(&format!("/verify?badge={}", noise(8_200))).await.status, 414);
        let text = packed(b"no badge at all");
        assert!(visitor.page(&format!("/verify?badge={text}")).await.text().contains("this is not a badge"));
        harness.finish().await;
    }

    async fn a_badge_of_this_server_is_shown_by_its_own_address(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let address = world.office.addresses().credential(badge.award().credential());
        for page in [upload(&visitor, badge.json()).await, visitor.page(&format!("/verify?badge={}", packed(badge.json()))).await] {
            assert!(page.text().contains(&format!(">{address}</a>")) && !page.text().contains("/verify?badge="), "{}", page.text());
            assert_eq!(offered(&page), None);
        }
        harness.finish().await;
    }

    async fn links_are_opened_as_often_as_files_are_brought(harness) {
        let world = World::new(&harness).await;
        let two = NonZeroU32::new(2).unwrap();
        let visitor = Visitor::with(door(&world, &harness, Quotas { uploads: two, ..patient() }));
        let path = format!("/verify?badge={}", packed(&hostile::honest()));
        for _ in 0..2 {
            assert_eq!(visitor.page(&path).await.status, 200);
        }
        let refused = visitor.page(&path).await;
        assert_eq!((refused.status, refused.header("referrer-policy")), (429, "no-referrer"));
        assert_eq!(refused.header("cache-control"), "no-store");
        assert_eq!(visitor.page("/verify").await.status, 200, "the empty form is always there");
        harness.finish().await;
    }

    async fn a_link_is_opened_over_a_socket(harness) {
        let world = World::new(&harness).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (front, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let running = tokio::spawn(door(&world, &harness, patient()).run(listener, None, stop.clone()));
        let padded = String::from_utf8(hostile::honest()).unwrap().replace("Leads a group", &noise(3_900));
        let carried = packed(padded.as_bytes());
        assert!(carried.len() > 4 * 1024 && carried.len() <= 6 * 1024, "{}: a long one", carried.len());
        for (carried, said) in [(packed(&hostile::honest()), "Genuine and current"), (carried, "altered after it was signed")] {
            let answer = ask(front, &format!("/verify?badge={carried}")).await;
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("referrer-policy: no-referrer"), "{answer}");
            assert!(answer.contains("cache-control: no-store") && answer.contains(said), "{answer}");
        }
        stop.cancel();
        assert_eq!(running.await.unwrap().cut, 0);
        harness.finish().await;
    }
}
