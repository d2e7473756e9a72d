//! Pictures as evidence: added, seen by those who may, removed in time and with the person.

use axum::http::Method;
use insignia::community::NewCoAttester;
use insignia::community::attestation::picture::Picture;
use insignia::community::attestation::{Purpose, Training};
use insignia::community::people::Account;
use insignia::community::people::appointment::Role;
use insignia::community::people::sign_in::Secret;
use insignia::vocabulary::Chance;
use jpeg_encoder::{ColorType, Encoder};
use sha2::{Digest, Sha256};

use super::browser::{Browser, FORM, HERE};
use super::issuing::{Room, boxes, send};
use super::matrix::trainer_elsewhere;
use super::room::as_trainer_of_another_training;
use super::visit::{BROWSER, Seen};
use crate::harness::{Harness, on_both_backends};
use crate::workshop::{put_down, workshop};
use crate::world::{CLASS, World};

/// Where somebody lives, as a camera would write it.
const PLACE: &[u8] = b"GPS 50.4501 N 30.5234 E";
const CHUNK: usize = 64 * 1024;
const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

/// A picture of nothing in particular, with a place in it; each number gives another one.
fn photo(number: u8, side: u16) -> Vec<u8> {
    let mut state = u32::from(number) + 1;
    let noise = (0..usize::from(side) * usize::from(side) * 3).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    encoder.add_exif_metadata(&[b"II*\0\x08\0\0\0\0\0\0\0\0\0".as_slice(), PLACE].concat()).unwrap();
    encoder.encode(&noise.collect::<Vec<_>>(), side, side, ColorType::Rgb).unwrap();
    jpeg
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

struct Album {
    world: World,
    training: Training,
    chen: Account,
    anna: Browser,
    page: String,
}

impl Album {
    async fn new(harness: &Harness) -> Self {
        let world = World::new(harness).await;
        let training = workshop(&world).await;
        let chen = world.person("Chen").await;
        for person in [&chen, &world.badri] {
            put_down(&world, training.id(), person).await;
        }
        let page = format!("/training/{}/room/{}", training.id(), chen.id());
        let mut anna = Browser::of(&world, harness, &world.anna).await;
        anna.page(&page).await;
        Self { world, training, chen, anna, page }
    }

    async fn kept(&self) -> Vec<Picture> {
        self.world.office.community().pictures_of(self.training.id()).await.unwrap()
    }

    /// Sends the form of a page with this id in it.
    async fn bring(&mut self, once: &str, caption: &str, file: &[u8]) -> Seen {
        let path = format!("{}/pictures", self.page);
        bring(&mut self.anna, &path, once, caption, file).await
    }

    async fn add(&mut self, number: u8) -> String {
        let once = id(number);
        let added = self.bring(&once, "", &photo(number, 40)).await;
        assert_eq!(added.status, 303, "{}", added.text());
        once
    }

    async fn begin(&mut self, id: &str, whole: &[u8], caption: &str) -> Seen {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(whole));
        self.announce(id, whole.len(), &digest, caption).await
    }

    async fn announce(&mut self, id: &str, size: usize, digest: &str, caption: &str) -> Seen {
        let token = self.anna.token.clone();
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("size", &size.to_string()).append_pair("digest", digest).append_pair("caption", caption);
        let fields = [("accept", "application/json"), FORM, HERE, ("x-form-token", token.as_str())];
        self.anna.send(Method::POST, &format!("{}/pictures/{id}/upload", self.page), &fields, body.finish().into()).await
    }

    async fn piece(&mut self, id: &str, begins: usize, bytes: &[u8]) -> Seen {
        let token = self.anna.token.clone();
        let fields = [("accept", "application/json"), HERE, ("x-form-token", token.as_str())];
        let path = format!("{}/pictures/{id}/upload/{begins}", self.page);
        self.anna.send(Method::POST, &path, &fields, bytes.to_vec().into()).await
    }
}

async fn bring(browser: &mut Browser, path: &str, once: &str, caption: &str, file: &[u8]) -> Seen {
    let mut body = Vec::new();
    for (name, value) in [("token", browser.token.as_str()), ("once", once), ("caption", caption)] {
        body.extend(format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = b"--B\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"IMG_1.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
    body.extend([head.as_slice(), file, b"\r\n--B--\r\n"].concat());
    browser.send(Method::POST, path, &[BROWSER, PARTS, HERE], body.into()).await
}

fn id(number: u8) -> String {
    format!("0pctre{number:0>20}")
}

/// How far the server says that it is.
fn far(seen: &Seen) -> (u64, bool) {
    assert_eq!(seen.status, 200, "{}", seen.text());
    (seen.json()["have"].as_u64().unwrap(), seen.json()["kept"].as_bool().unwrap())
}

fn fault(seen: &Seen) -> (u16, String) {
    (seen.status, seen.json()["fault"].as_str().unwrap_or_default().to_owned())
}

on_both_backends! {
    async fn a_picture_is_kept_without_what_the_camera_wrote_and_once(harness) {
        let mut album = Album::new(&harness).await;
        let brought = photo(1, 400);
        assert!(holds(&brought, PLACE));
        for _ in 0..2 {
            let added = album.bring(&id(1), " The plan\r\non the <wall> ", &brought).await;
            assert_eq!((added.status, added.header("location")), (303, format!("{}?said=picture-added#pictures", album.page).as_str()));
        }
        let kept = album.kept().await;
        assert_eq!((kept.len(), kept[0].caption(), kept[0].width(), kept[0].height()), (1, "The plan on the <wall>", 400, 400));
        let path = format!("/pictures/{}", id(1));
        let shown = album.anna.page(&format!("{}?said=picture-added", album.page)).await;
        assert!(shown.text().contains("The picture is kept.") && shown.text().contains(&format!("src=\"{path}/small\"")), "{}", shown.text());
        assert!(shown.text().contains("alt=\"The plan on the &lt;wall&gt;\""), "{}", shown.text());
        for path in [path.clone(), format!("{path}/small")] {
            let picture = album.anna.page(&path).await;
            assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
            assert_eq!((picture.header("cache-control"), picture.header("x-content-type-options")), ("no-store", "nosniff"));
            assert!(picture.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
            assert!(picture.body.starts_with(b"\xff\xd8\xff") && !holds(&picture.body, PLACE) && !holds(&picture.body, b"Exif"));
        }
        // A page that a browser kept sends its id again with another picture.
        assert_eq!(album.bring(&id(1), "", &photo(2, 40)).await.status, 303);
        assert_eq!(album.kept().await.len(), 2);
        let page = album.anna.page(&album.page.clone()).await;
        assert!(page.text().contains("Remove it for good? There is no way back."));
        let removal = format!("{}/pictures/{}/removal", album.page, id(1));
        for _ in 0..2 {
            assert_eq!(album.anna.form(&removal, &[]).await.status, 303, "a second tap changes nothing");
            assert_eq!(album.kept().await.len(), 1);
        }
        assert_eq!(album.anna.page(&path).await.status, 404);
        album.world.assert_sound("a picture was removed").await;
        harness.finish().await;
    }

    async fn a_picture_is_there_for_those_who_may_see_it_only(harness) {
        let mut album = Album::new(&harness).await;
        let (path, once) = (format!("/pictures/{}", id(1)), album.add(1).await);
        let steward = album.world.person("Steward").await;
        album.world.office.community().appoint(steward.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
        let stranger = album.world.person("Stranger").await;
        let mut nobody = Browser::new(&album.world, &harness);
        assert_eq!(nobody.page(&path).await.status, 303, "sent away to sign in");
        for person in [&album.chen, &steward, &album.world.badri] {
            let mut browser = Browser::of(&album.world, &harness, person).await;
            for path in [path.clone(), format!("{path}/small")] {
                let seen = browser.page(&path).await;
                assert_eq!((seen.status, seen.header("cache-control")), (200, "no-store"), "{:?}", person.display_name());
            }
        }
        let elsewhere = as_trainer_of_another_training(&album.world, &harness).await;
        for mut browser in [Browser::of(&album.world, &harness, &stranger).await, elsewhere] {
            for path in [path.clone(), format!("{path}/small"), format!("/pictures/{}", id(9)), "/pictures/x".to_owned()] {
                assert_eq!(browser.page(&path).await.status, 404, "{path}");
            }
        }
        // Nobody but its trainers adds or removes, and nobody their own.
        let elsewhere = as_trainer_of_another_training(&album.world, &harness).await;
        let holder = Browser::of(&album.world, &harness, &album.chen).await;
        for (mut browser, status) in [(elsewhere, 404), (holder, 403), (Browser::of(&album.world, &harness, &steward).await, 403)] {
            browser.page("/me").await;
            assert_eq!(bring(&mut browser, &format!("{}/pictures", album.page), &id(5), "", &photo(5, 40)).await.status, status);
            assert_eq!(browser.form(&format!("{}/pictures/{once}/removal", album.page), &[]).await.status, status);
        }
        let mut badri = Browser::of(&album.world, &harness, &album.world.badri).await;
        let own = format!("/training/{}/room/{}", album.training.id(), album.world.badri.id());
        assert!(!badri.page(&own).await.text().contains("class=\"room-picture\""));
        assert_eq!(bring(&mut badri, &format!("{own}/pictures"), &id(5), "", &photo(5, 40)).await.status, 422);
        "x".clone_into(&mut album.anna.token);
        assert_eq!(album.bring(&id(5), "", &photo(5, 40)).await.status, 403, "without a token of its page");
        assert_eq!(album.kept().await.len(), 1);
        harness.finish().await;
    }

    async fn a_co_attester_sees_the_pictures_of_those_whom_the_link_is_about(harness) {
        let mut album = Album::new(&harness).await;
        let once = album.add(1).await;
        let community = album.world.office.community();
        let nomination = community.participants_of(album.training.id()).await.unwrap();
        assert!(nomination.iter().any(|one| one.account() == album.chen.id()));
        let (about, other) = (Secret::new(&Chance::seeded(1)), Secret::new(&Chance::seeded(2)));
        for (secret, person) in [(&about, &album.chen), (&other, &album.world.badri)] {
            let new = NewCoAttester { slug: CLASS.to_owned(), people: vec![person.id()], invited: None, by: album.world.anna.id() };
            community.make_co_attester(&album.training, &new, secret).await.unwrap();
        }
        let mut entitled = as_trainer_of_another_training(&album.world, &harness).await;
        let path = format!("/attest/{}/pictures/{once}", about.reveal());
        let page = entitled.page(&format!("/attest/{}", about.reveal())).await;
        assert!(page.text().contains(&format!("src=\"{path}/small\"")) && page.text().contains("One picture was added"), "{}", page.text());
        for path in [path.clone(), format!("{path}/small")] {
            let seen = entitled.page(&path).await;
            assert_eq!((seen.status, seen.header("content-type"), seen.header("cache-control")), (200, "image/jpeg", "no-store"));
        }
        assert_eq!(entitled.page(&format!("/attest/{}/pictures/{once}", other.reveal())).await.status, 404, "about somebody else");
        assert_eq!(entitled.page(&format!("/attest/{}/pictures/{once}", "x".repeat(43))).await.status, 404);
        let unentitled = trainer_elsewhere(&album.world).await;
        let mut unentitled = Browser::of(&album.world, &harness, &unentitled).await;
        assert_eq!(unentitled.page(&path).await.status, 404, "no mandate for the class");
        harness.clock.advance(15 * 24 * 3600);
        let mut entitled = as_trainer_of_another_training(&album.world, &harness).await;
        assert_eq!(entitled.page(&path).await.status, 404, "the link is over");
        harness.finish().await;
    }

    async fn who_attests_sees_the_pictures_and_the_record_says_how_many_were_seen(harness) {
        let world = World::new(&harness).await;
        let room = Room::of(&world, &[CLASS], &["Ada"], Purpose::Award).await;
        let ada = &room.people[0];
        room.tick_all(&world, &world.anna, ada, CLASS).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let page = format!("/training/{}/room/{}", room.workshop.id(), ada.id());
        anna.page(&page).await;
        for number in [1, 2] {
            assert_eq!(bring(&mut anna, &format!("{page}/pictures"), &id(number), "", &photo(number, 40)).await.status, 303);
        }
        let review = anna.page(&room.path("/attest")).await;
        for said in [&format!("src=\"/pictures/{}/small\"", id(2)), "2 pictures were added as evidence.", "a picture is never published"] {
            assert!(review.text().contains(said), "{said}: {}", review.text());
        }
        let met = boxes(review.text(), "met");
        let attested = send(&mut anna, &room.path("/attest"), "met", &met, &[("seen", "Led a round of twelve.")]).await;
        assert_eq!(attested.status, 303, "{}", attested.text());
        let sql = "select narrative from evidence order by ordinal";
        let said: Vec<String> = sqlx::query_scalar(sql).fetch_all(harness.database.reader()).await.unwrap();
        assert_eq!(said, ["Led a round of twelve.", "Pictures seen as evidence, not published: 2"]);
        let id: String = sqlx::query_scalar("select attestation_id from attestation").fetch_one(harness.database.reader()).await.unwrap();
        let record = anna.page(&format!("/attestations/{id}")).await;
        assert!(!record.text().contains("/pictures/"), "no public page leads to a picture");
        world.assert_sound("pictures were seen").await;
        harness.finish().await;
    }

    async fn what_is_no_picture_changes_nothing_and_is_told_in_a_sentence(harness) {
        let mut album = Album::new(&harness).await;
        let whole = photo(1, 400);
        let mut bomb = photo(1, 16);
        let frame = bomb.windows(2).position(|marker| marker == b"\xff\xc0").unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        let long = "x".repeat(201);
        for (file, caption, sentence) in [
            (b"%PDF-1.7 no picture".to_vec(), "", "Choose a picture as JPEG or PNG."),
            (Vec::new(), "", "Choose a picture as JPEG or PNG."),
            (bomb, "", "It has too many pixels."),
            (whole[..600].to_vec(), "", "or the file is damaged"),
            (whole.clone(), long.as_str(), "What it shows has more than 200 characters."),
        ] {
            let refused = album.bring(&id(1), caption, &file).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text().contains(sentence) && refused.text().contains("The picture was not added."), "{sentence}: {}", refused.text());
            assert!(refused.text().contains(&format!("value=\"{caption}\"")), "what was typed is still there");
            assert_eq!(album.kept().await, []);
        }
        let huge = album.bring(&id(1), "", &vec![0; 12 * 1024 * 1024]).await;
        assert_eq!(huge.status, 413);
        for number in 0..10 {
            album.add(number).await;
        }
        let eleventh = album.bring(&id(10), "", &photo(10, 40)).await;
        assert!(eleventh.status == 422 && eleventh.text().contains("There are ten pictures of this person"), "{}", eleventh.text());
        let announced = album.begin(&id(10), &photo(10, 40), "").await;
        assert_eq!(fault(&announced), (422, "many".to_owned()));
        let page = album.anna.page(&album.page.clone()).await;
        assert!(page.text().contains("no more are kept") && !page.text().contains("class=\"room-picture\""));
        assert_eq!(album.kept().await.len(), 10);
        harness.finish().await;
    }

    async fn an_upload_goes_on_where_it_was_cut_off(harness) {
        let mut album = Album::new(&harness).await;
        let whole = photo(3, 300);
        assert!(whole.len() > 2 * CHUNK && whole.len() < 3 * CHUNK, "{}", whole.len());
        let (id, caption) = (id(3), "Sheet of group 2");
        assert_eq!(album.piece(&id, 0, &whole[..CHUNK]).await.status, 404, "nothing was announced");
        assert_eq!(far(&album.begin(&id, &whole, caption).await), (0, false));
        assert_eq!(far(&album.piece(&id, 0, &whole[..CHUNK]).await), (65_536, false));
        // Sent again because no answer came, from the wrong place, and too far on: nothing of it counts.
        for begins in [0, 1, CHUNK + 1, 2 * CHUNK] {
            assert_eq!(far(&album.piece(&id, begins, &whole[..CHUNK]).await), (65_536, false), "{begins}");
        }
        assert_eq!(album.piece(&id, CHUNK, &whole[..=CHUNK]).await.status, 413, "a piece of more than 64 KiB");
        // The device was off; it asks how far it was.
        assert_eq!(far(&album.begin(&id, &whole, caption).await), (65_536, false));
        // Announced otherwise, or by another trainer: not this one.
        assert_eq!(album.begin(&id, &whole[1..], caption).await.status, 409);
        let mine = std::mem::replace(&mut album.anna, Browser::of(&album.world, &harness, &album.world.badri).await);
        album.anna.page(&album.page.clone()).await;
        assert_eq!(album.piece(&id, CHUNK, &whole[CHUNK..2 * CHUNK]).await.status, 404);
        album.anna = mine;
        assert_eq!(far(&album.piece(&id, CHUNK, &whole[CHUNK..2 * CHUNK]).await), (131_072, false));
        assert_eq!(album.kept().await, []);
        let length = u64::try_from(whole.len()).unwrap();
        for _ in 0..2 {
            assert_eq!(far(&album.piece(&id, 2 * CHUNK, &whole[2 * CHUNK..]).await), (length, true));
        }
        assert_eq!(far(&album.begin(&id, &whole, caption).await), (length, true));
        let kept = album.kept().await;
        assert_eq!((kept.len(), kept[0].caption(), kept[0].id().to_string()), (1, caption, id.clone()));
        let shown = album.anna.page(&format!("/pictures/{id}")).await;
        assert!(shown.status == 200 && !holds(&shown.body, PLACE));
        assert_eq!(left(&harness, "picture_upload").await + left(&harness, "picture_chunk").await, 0);
        harness.finish().await;
    }

    async fn an_upload_that_is_no_picture_or_not_what_was_announced_leaves_nothing(harness) {
        let mut album = Album::new(&harness).await;
        let whole = photo(3, 40);
        let nonsense = vec![7; 500];
        assert_eq!(far(&album.begin(&id(1), &nonsense, "").await), (0, false));
        assert_eq!(fault(&album.piece(&id(1), 0, &nonsense).await), (422, "kind".to_owned()));
        assert_eq!(far(&album.begin(&id(2), &whole, "").await), (0, false));
        let mut altered = whole.clone();
        altered[100] ^= 1;
        assert_eq!(fault(&album.piece(&id(2), 0, &altered).await), (422, "damaged".to_owned()));
        assert_eq!(left(&harness, "picture_upload").await + left(&harness, "picture_chunk").await + left(&harness, "picture").await, 0);
        for (size, digest) in [(0, "00".repeat(32)), (2 * 1024 * 1024 + 1, "00".repeat(32)), (5, "00".repeat(31)), (5, "no".repeat(32))] {
            let refused = album.announce(&id(3), size, &digest, "").await;
            assert!(matches!(refused.status, 400 | 422), "{size} {digest}: {}", refused.text());
        }
        for number in 0..10 {
            assert_eq!(far(&album.begin(&id(number), &photo(number, 40), "").await), (0, false));
        }
        assert_eq!(fault(&album.begin(&id(10), &photo(10, 40), "").await), (422, "many".to_owned()), "ten are under way");
        harness.finish().await;
    }

    async fn pictures_go_ninety_days_after_the_training_and_half_uploads_after_a_day(harness) {
        let mut album = Album::new(&harness).await;
        album.add(1).await;
        let whole = photo(2, 40);
        assert_eq!(far(&album.begin(&id(2), &whole, "").await), (0, false));
        assert_eq!(far(&album.piece(&id(2), 0, &whole[..100]).await), (100, false));
        let community = album.world.office.community().clone();
        assert_eq!(community.clear_pictures().await.unwrap(), 0);
        harness.clock.advance(24 * 3600);
        assert_eq!(community.clear_pictures().await.unwrap(), 1);
        assert_eq!((left(&harness, "picture_chunk").await, left(&harness, "picture").await), (0, 1));
        let ends = album.training.ends_at().plus_seconds(90 * 24 * 3600);
        let now = community.now();
        harness.clock.advance((ends.as_ms() - now.as_ms()) / 1000 - 1);
        assert_eq!(community.clear_pictures().await.unwrap(), 0);
        harness.clock.advance(1);
        assert_eq!(community.clear_pictures().await.unwrap(), 1);
        assert_eq!(left(&harness, "picture").await + left(&harness, "picture_file").await, 0);
        album.anna = Browser::of(&album.world, &harness, &album.world.anna).await;
        let page = album.anna.page(&album.page.clone()).await;
        assert!(page.text().contains("ended more than 90 days ago") && !page.text().contains("class=\"room-picture\""), "{}", page.text());
        assert_eq!(album.bring(&id(1), "", &whole).await.status, 422);
        assert_eq!(fault(&album.begin(&id(2), &whole, "").await), (422, "over".to_owned()));
        harness.finish().await;
    }

    async fn a_person_takes_their_pictures_along_and_erasing_leaves_none(harness) {
        let mut album = Album::new(&harness).await;
        let brought = photo(1, 40);
        assert_eq!(album.bring(&id(1), "Chen's plan", &brought).await.status, 303);
        assert_eq!(far(&album.begin(&id(2), &brought, "Chen again").await), (0, false));
        assert_eq!(far(&album.piece(&id(2), 0, &brought[..100]).await), (100, false));
        let mut chen = Browser::of(&album.world, &harness, &album.chen).await;
        let mine = chen.page("/me").await;
        assert!(mine.text().contains("Pictures of your work") && mine.text().contains("Leading discussions"), "{}", mine.text());
        let whole = chen.page(&format!("/pictures/{}", id(1))).await.body;
        chen.page("/me/export").await;
        let taken = chen.form("/me/export", &[]).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(taken.body)).expect("a ZIP");
        let mut file = |name: &str| {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
            bytes
        };
        assert_eq!(file(&format!("pictures/{}.jpg", id(1))), whole);
        let said = String::from_utf8(file("data.json")).unwrap();
        assert!(said.contains("Chen's plan") && said.len() < 20_000, "the words, and not the bytes once more: {said}");
        album.world.office.erase(album.chen.id()).await.unwrap();
        for table in ["picture", "picture_file", "picture_upload", "picture_chunk"] {
            assert_eq!(left(&harness, table).await, 0, "{table}");
        }
        assert_eq!(album.anna.page(&format!("/pictures/{}", id(1))).await.status, 404);
        assert_eq!(album.bring(&id(3), "", &brought).await.status, 404, "nothing more is written about them");
        album.world.assert_sound("erasing").await;
        harness.finish().await;
    }
}

async fn left(harness: &Harness, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}
