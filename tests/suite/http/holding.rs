//! The pages of people who hold badges: what they see, choose, take along, and how they go.

use std::io::Read as _;

use axum::body::Body;
use axum::http::Method;
use insignia::community::people::sign_in::Secret;
use insignia::community::people::{Account, Minor, NewAccount};
use insignia::issuer::credential::Published;
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::CredentialId;

use super::browser::Browser;
use super::visit::{BROWSER, Seen, Visitor};
use crate::harness::{Harness, on_both_backends};
use crate::workshop::{put_down, workshop};
use crate::world::{CLASS, TRAINER_CLASS, World, account};

const NAME: &str = "Оксана Іваненко";

/// Somebody with a badge, and a browser in which they are signed in.
struct Holder {
    person: Account,
    badge: Published,
    browser: Browser,
}

impl Holder {
    async fn new(world: &World, harness: &Harness) -> Self {
        let person = world.person(NAME).await;
        let badge = badge_for(world, &person).await;
        let browser = Browser::of(world, harness, &person).await;
        Self { person, badge, browser }
    }

    fn id(&self) -> CredentialId {
        self.badge.award().credential()
    }

    /// A page of the badge, below `/me/badges/{id}`.
    fn path(&self, rest: &str) -> String {
        format!("/me/badges/{}{rest}", self.id())
    }
}

async fn badge_for(world: &World, person: &Account) -> Published {
    let nomination = world.nominate(person, CLASS, NAME).await;
    world.attest_all(&world.anna, &nomination).await;
    world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap()
}

async fn rows(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}

/// What the field `name` of a form holds.
fn field(seen: &Seen, name: &str) -> String {
    let (_, rest) = seen.text().split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {}", seen.text()));
    rest.split('"').next().unwrap().to_owned()
}

fn unpacked(seen: &Seen) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(seen.body.clone())).expect("a ZIP");
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((file.name().expect("a name").to_string(), bytes));
    }
    files
}

on_both_backends! {
    async fn nobody_gets_in_without_signing_in_and_nobody_sees_the_badges_of_others(harness) {
        let world = World::new(&harness).await;
        let holder = Holder::new(&world, &harness).await;
        let visitor = Visitor::new(&world, &harness);
        for path in ["/me".to_owned(), holder.path(""), holder.path("/show"), holder.path("/files/json"), "/me/export".to_owned(), "/me/erase".to_owned()] {
            let seen = visitor.page(&path).await;
            assert_eq!((seen.status, seen.header("location")), (303, format!("/sign-in?next={path}").as_str()), "{path}");
        }
        let mut other = Browser::of(&world, &harness, &world.anna).await;
        other.page("/me").await;
        for path in [holder.path(""), holder.path("/show"), holder.path("/files/json")] {
            assert_eq!(other.page(&path).await.status, 404, "{path}");
        }
        for (rest, fields) in [("/choice", vec![("listing", "listed")]), ("/links", vec![("link", "x"), ("days", "7")]), ("/show", vec![]), ("/show/end", vec![])] {
            assert_eq!(other.form(&holder.path(rest), &fields).await.status, 404, "{rest}");
        }
        for table in ["select count(*) from badge_choice", "select count(*) from viewing_link", "select count(*) from showing"] {
            assert_eq!(rows(&harness, table).await, 0, "{table}");
        }
        harness.finish().await;
    }

    async fn my_badges_says_what_there_is_and_what_is_missing_but_not_who_would_not(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let nomination = world.nominate(&holder.person, TRAINER_CLASS, NAME).await;
        world.attest_all(&world.anna, &nomination).await;
        let seen = holder.browser.page("/me").await;
        assert_eq!((seen.status, seen.header("cache-control")), (200, "no-store"));
        for words in ["Genuine and current", &holder.path(""), "Criteria attested: 0 of", "Trainers: 1 of 2", "of different affiliates"] {
            assert!(seen.text().contains(words), "{words}: {}", seen.text());
        }
        assert!(!seen.text().contains("Anna"), "who attested is on the record of the badge, not here");
        let mut fresh = Browser::of(&world, &harness, &world.person("Nobody").await).await;
        assert!(fresh.page("/me").await.text().contains("You hold no badge yet."));
        harness.finish().await;
    }

    async fn a_choice_is_saved_once_and_the_public_page_follows(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let page = holder.browser.page(&holder.path("")).await;
        assert!(page.text().contains(NAME) && page.text().contains("value=\"unlisted\" checked"), "unlisted by default: {}", page.text());
        for _ in 0..2 {
            let saved = holder.browser.form(&holder.path("/choice"), &[("listing", "unlisted"), ("evidence", "shown"), ("files", "shown")]).await;
            assert_eq!((saved.status, saved.header("location")), (303, format!("{}?said=saved", holder.path("")).as_str()));
        }
        assert_eq!(rows(&harness, "select count(*) from log_entry where kind = 'badge.chosen'").await, 1, "a second tap is no deed");
        let public = Visitor::new(&world, &harness).page(&format!("/c/{}", holder.id())).await;
        assert!(!public.text().contains(NAME));
        let file = holder.browser.page(&holder.path("/files/json")).await;
        assert_eq!((file.body.as_slice(), file.header("cache-control")), (holder.badge.json(), "no-store"), "its holder has the file all the same");
        for form in ["png", "svg", "jwt", "pdf"] {
            let path = holder.path(&format!("/files/{form}"));
            assert_eq!(holder.browser.send(Method::GET, &path, &[], Body::empty()).await.status, 200, "{form}");
        }
        assert_eq!(holder.browser.page(&holder.path("/files/exe")).await.status, 404);
        let refused = holder.browser.form(&holder.path("/choice"), &[("listing", "listed")]).await;
        assert!(refused.header("location").ends_with("?said=nameless"));
        let said = holder.browser.page(refused.header("location")).await;
        assert!(said.text().contains("role=\"alert\"") && said.text().contains("cannot be listed"));
        harness.finish().await;
    }

    async fn whoever_chose_it_is_named_on_the_page_of_the_class(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let visitor = Visitor::new(&world, &harness);
        let path = format!("/badges/{CLASS}");
        assert!(!visitor.page(&path).await.text().contains(NAME));
        holder.browser.page(&holder.path("")).await;
        let all = [("listing", "listed"), ("names", "shown"), ("evidence", "shown"), ("files", "shown")];
        assert!(holder.browser.form(&holder.path("/choice"), &all).await.header("location").ends_with("saved"));
        let seen = visitor.page(&path).await;
        assert!(seen.text().contains(NAME) && seen.text().contains("People who chose to be listed"), "{}", seen.text());
        assert!(seen.text().contains(&format!("/c/{}", holder.id())));
        assert!(!visitor.page(&format!("{path}?after={}", holder.id())).await.text().contains(NAME), "the next page");
        assert!(!visitor.page(&format!("{path}?after=nonsense")).await.status.ge(&500));
        harness.finish().await;
    }

    async fn a_minor_is_not_even_offered_a_list(harness) {
        let world = World::new(&harness).await;
        let minor = world.office.community().register(&NewAccount { minor: Minor::Yes, ..account("Kid", None) }).await.unwrap();
        let badge = badge_for(&world, &minor).await;
        let mut browser = Browser::of(&world, &harness, &minor).await;
        let path = format!("/me/badges/{}", badge.award().credential());
        let page = browser.page(&path).await;
        assert!(page.text().contains("Badges of minors are never listed.") && !page.text().contains("value=\"listed\""));
        let sent = browser.form(&format!("{path}/choice"), &[("listing", "listed"), ("names", "shown"), ("evidence", "shown"), ("files", "shown")]).await;
        assert!(sent.header("location").ends_with("?said=minor"));
        assert!(!Visitor::new(&world, &harness).page(&format!("/badges/{CLASS}")).await.text().contains(NAME));
        harness.finish().await;
    }

    async fn a_link_is_made_once_shown_once_and_ended_by_hand(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let visitor = Visitor::new(&world, &harness);
        let page = holder.browser.page(&holder.path("")).await;
        let secret = field(&page, "link");
        for days in ["0", "91", "x", ""] {
            let refused = holder.browser.form(&holder.path("/links"), &[("link", &secret), ("days", days)]).await;
            assert!(refused.header("location").ends_with("?said=days"), "{days}");
        }
        let address = format!("/c/{}/link/{secret}", holder.id());
        for _ in 0..2 {
            let made = holder.browser.form(&holder.path("/links"), &[("link", &secret), ("days", "7")]).await;
            assert!(made.status == 200 && made.text().contains(&address), "{}", made.text());
        }
        assert_eq!(rows(&harness, "select count(*) from viewing_link").await, 1, "a second tap makes no second link");
        assert!(visitor.page(&address).await.text().contains(NAME));
        let page = holder.browser.page(&holder.path("")).await;
        assert!(!page.text().contains(&secret), "it is not shown again");
        let (_, rest) = page.text().split_once("/links/").unwrap();
        let end = holder.path(&format!("/links/{}/end", rest.split('/').next().unwrap()));
        for _ in 0..2 {
            assert_eq!(holder.browser.form(&end, &[]).await.status, 303);
        }
        assert_eq!(visitor.page(&address).await.status, 404);
        assert_eq!(holder.browser.form(&holder.path("/links"), &[("link", "weak"), ("days", "7")]).await.status, 403, "no secret of one's own");
        harness.finish().await;
    }

    async fn a_code_is_begun_shown_and_ended(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let show = holder.path("/show");
        let page = holder.browser.page(&show).await;
        assert!(page.text().contains("name=\"legal_name\"") && !page.text().contains("name=\"seen\""));
        let long = "x".repeat(121);
        assert!(holder.browser.form(&show, &[("legal_name", &long)]).await.header("location").ends_with("?said=name"));
        for _ in 0..2 {
            assert_eq!(holder.browser.form(&show, &[("legal_name", "Oksana I.")]).await.header("location"), show);
        }
        assert_eq!(rows(&harness, "select count(*) from log_entry where kind = 'showing.begun'").await, 1, "a second tap makes no second code");
        let page = holder.browser.page(&show).await;
        assert!(!page.text().contains("Oksana I."), "a name is not repeated");
        let (_, rest) = page.text().split_once("class=\"big-code\"><bdi dir=\"ltr\">").unwrap();
        let code = rest.split('<').next().unwrap().to_owned();
        let enter = || async {
            let body: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish();
            let form = ("content-type", "application/x-www-form-urlencoded");
            Visitor::new(&world, &harness).send(Method::POST, &format!("/c/{}/shown", holder.badge.award().credential()), &[BROWSER, form], Body::from(body)).await
        };
        assert!(enter().await.text().contains("Oksana I."));
        assert!(!enter().await.text().contains("Oksana I."));
        assert!(holder.browser.page(&show).await.text().contains("It was first entered at"));
        for _ in 0..2 {
            assert_eq!(holder.browser.form(&holder.path("/show/end"), &[]).await.header("location"), holder.path(""));
        }
        assert!(!enter().await.text().contains("controls this badge"));
        harness.finish().await;
    }

    async fn everything_is_taken_along_and_nothing_of_others(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let other = world.badge("Somebody Else").await;
        // A slip, and a mail that waits.
        let (community, training) = (world.office.community(), workshop(&world).await);
        put_down(&world, training.id(), &holder.person).await;
        let draw = Secret::new(&Chance::seeded(5));
        let slip = community.print_slip_for(training.id(), holder.person.id(), world.anna.id(), &draw).await.unwrap();
        community.give_mail_address(holder.person.id(), &"oksana@example.org".parse().unwrap()).await.unwrap();
        holder.browser.enter(&world, &holder.person, false).await;
        holder.browser.page("/me/export").await;
        let taken = holder.browser.form("/me/export", &[]).await;
        assert_eq!((taken.status, taken.header("content-type"), taken.header("cache-control")), (200, "application/zip", "no-store"));
        let files = unpacked(&taken);
        let file = |name: &str| files.iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("{name}")).1.clone();
        assert_eq!(file(&format!("badges/{}.json", holder.id())), holder.badge.json());
        assert_eq!(file(&format!("badges/{}.jwt", holder.id())), holder.badge.jwt().as_bytes());
        let kept = String::from_utf8(file("data.json")).unwrap();
        for said in [NAME, "Done well.", "Seen at the event."] {
            assert!(kept.contains(said), "{said}: {kept}");
        }
        let document = insignia::standards::json::parse(kept.as_bytes(), &insignia::standards::json::Limits::DOCUMENT).unwrap();
        let document: serde_json::Value = document;
        let told = &document["slips"][0];
        assert_eq!((told["number"].as_u64(), told["pin_is_set"].as_bool()), (Some(slip.number.into()), Some(false)), "{kept}");
        assert_eq!(told["training"], training.id().to_string());
        assert_eq!(told["printed_at"], harness.now().to_string());
        assert_eq!(document["mails"].as_array().map(Vec::len), Some(1), "{kept}");
        assert_eq!(document["mails"][0]["about"]["why"], "to ask whether the address is yours");
        assert!(kept.contains("oksana@example.org"), "the address that it goes to");
        // What would let somebody in is not there.
        let payload: String = sqlx::query_scalar("select payload from outbox where payload like '%confirm%'").fetch_one(harness.database.reader()).await.unwrap();
        let secret = payload.split('"').nth(3).unwrap();
        assert!(secret.len() > 40 && !kept.contains(secret) && !kept.contains(&slip.code.printed()) && !kept.contains("code_hash"), "{kept}");
        let log = String::from_utf8(file("log.json")).unwrap();
        assert!(log.contains("\"nonce\"") && log.contains(&holder.id().to_string()), "{log}");
        for (name, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("Somebody Else") && !text.contains(&other.award().credential().to_string()), "{name}");
        }
        harness.finish().await;
    }

    async fn erasing_wants_a_fresh_proof_and_a_word_and_is_final(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let visitor = Visitor::new(&world, &harness);
        let page = holder.browser.page("/me/erase").await;
        assert!(page.text().contains("What stays, and why") && page.text().contains("name=\"word\""), "{}", page.text());
        let wrong = holder.browser.form("/me/erase", &[("word", "yes")]).await;
        assert!(wrong.status == 200 && wrong.text().contains("Nothing was erased"), "{}", wrong.text());
        harness.clock.advance(301);
        let stale = holder.browser.form("/me/erase", &[("word", "erase")]).await;
        assert_eq!((stale.status, stale.header("location")), (303, "/me/erase"));
        let page = holder.browser.page("/me/erase").await;
        assert!(!page.text().contains("name=\"word\"") && page.text().contains("/sign-in?next=/me/erase"));
        assert_eq!(rows(&harness, "select count(*) from account where erased_at is not null").await, 0);
        holder.browser.enter(&world, &holder.person, false).await;
        holder.browser.page("/me/erase").await;
        let gone = holder.browser.form("/me/erase", &[("word", " Erase "), ("copies", "leave")]).await;
        assert_eq!((gone.status, gone.header("location")), (303, "/erased"), "{}", gone.text());
        assert!(gone.header("set-cookie").contains("Max-Age=0"));
        assert!(visitor.page("/erased").await.text().contains("You have been erased"));
        assert_eq!(visitor.page(&format!("/c/{}", holder.id())).await.status, 410);
        assert_eq!(world.verdict(holder.badge.json()).await.word(), "valid", "copies were left");
        world.assert_sound("an erasure").await;
        harness.finish().await;
    }

    async fn a_slip_opens_the_same_pages_and_its_pin_is_the_fresh_proof(harness) {
        let world = World::new(&harness).await;
        let training = workshop(&world).await;
        let person = world.person("Esi").await;
        put_down(&world, training.id(), &person).await;
        let badge = badge_for(&world, &person).await;
        let draw = Secret::new(world.office.community().chance());
        let slip = world.office.community().print_slip_for(training.id(), person.id(), world.anna.id(), &draw).await.unwrap();
        let code = slip.code.printed();
        let mut browser = Browser::new(&world, &harness);
        let pin = [("code", code.as_str()), ("pin", "271828"), ("again", "271828"), ("next", "/me/erase")];
        browser.page("/slip?next=/me/erase").await;
        assert_eq!(browser.form("/slip", &pin).await.header("location"), "/me/erase");
        let mine = browser.page("/me").await;
        for words in ["Leading discussions", "On the way", "Genuine and current"] {
            assert!(mine.text().contains(words), "{words}: {}", mine.text());
        }
        assert_eq!(browser.page(&format!("/me/badges/{}", badge.award().credential())).await.status, 200);
        harness.clock.advance(301);
        assert!(browser.page("/me/erase").await.text().contains("/slip?next=/me/erase"));
        assert_eq!(browser.form("/me/erase", &[("word", "erase")]).await.header("location"), "/me/erase");
        browser.page("/slip?next=/me/erase").await;
        assert_eq!(browser.form("/slip", &pin).await.header("location"), "/me/erase");
        browser.page("/me/erase").await;
        assert_eq!(browser.form("/me/erase", &[("word", "erase")]).await.header("location"), "/erased");
        world.assert_sound("an erasure by slip").await;
        harness.finish().await;
    }

    async fn whoever_is_erased_may_have_copies_revoked(harness) {
        let world = World::new(&harness).await;
        let mut holder = Holder::new(&world, &harness).await;
        let other = world.badge("Ada").await;
        holder.browser.page("/me/erase").await;
        let gone = holder.browser.form("/me/erase", &[("word", "erase"), ("copies", "revoke")]).await;
        assert_eq!((gone.status, gone.header("location")), (303, "/erased"), "{}", gone.text());
        assert_eq!(world.verdict(holder.badge.json()).await.word(), "invalid");
        assert_eq!(world.verdict(other.json()).await.word(), "valid");
        world.assert_sound("an erasure with revocation").await;
        harness.finish().await;
    }
}

#[test]
fn the_secret_of_a_link_is_one_of_ours() {
    assert!(Secret::of(Secret::new(&Chance::seeded(1)).reveal()).is_some() && Secret::of("weak").is_none());
}
