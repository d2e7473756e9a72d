//! People put down by a trainer, by hand or from a list: looked at first, and each once.

use axum::http::Method;

use super::browser::{Browser, HERE};
use super::trainings::made;
use super::visit::{BROWSER, Seen};
use crate::harness::on_both_backends;
use crate::world::World;

/// Sends a form that can bring files.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Seen {
    let token = browser.token.clone();
    let part = |name: &str, value: &str| format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts: String = [("token", token.as_str())].iter().chain(fields).map(|(name, value)| part(name, value)).collect();
    let kind = ("content-type", "multipart/form-data; boundary=B");
    browser.send(Method::POST, path, &[BROWSER, kind, HERE], format!("{parts}--B--\r\n").into()).await
}

/// The hidden field `name` of a page.
fn hidden(page: &Seen, name: &str) -> String {
    let value = page.text().split_once(&format!("name=\"{name}\" value=\"")).unwrap().1.split('"').next().unwrap();
    value
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

on_both_backends! {
    async fn people_are_put_down_by_those_who_train_there_alone(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let here = format!("/training/{}/people", made(&world, &mut anna, &[("trainers", "")]).await.id());
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        for path in ["", ".csv", "/new", "/list"] {
            assert_eq!(badri.page(&format!("{here}{path}")).await.status, 404, "{path}");
        }
        badri.page("/training").await;
        for path in ["/new", "/guardian", "/leave"] {
            assert_eq!(badri.form(&format!("{here}{path}"), &[("called", "Dina"), ("told", "yes")]).await.status, 404, "{path}");
        }
        for path in ["/list", "/list/confirm"] {
            assert_eq!(send(&mut badri, &format!("{here}{path}"), &[("pasted", "Dina")]).await.status, 404, "{path}");
            "none".clone_into(&mut anna.token);
            assert_eq!(send(&mut anna, &format!("{here}{path}"), &[("pasted", "Dina")]).await.status, 403, "{path}");
        }
        harness.finish().await;
    }

    async fn one_person_is_put_down_once_after_being_told(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[]).await;
        let (here, community) = (format!("/training/{}/people/new", workshop.id()), world.office.community());
        let once = hidden(&anna.page(&here).await, "once");
        for (fields, words) in [
            (vec![("told", "yes")], "no name and no user name"),
            (vec![("called", "Dina")], "Tell this person first"),
            (vec![("called", "x\u{202e}y"), ("told", "yes")], "cannot be shown"),
        ] {
            let seen = anna.form(&here, &[fields, vec![("once", once.as_str())]].concat()).await;
            assert!(seen.status == 422 && seen.text().contains(words), "{words}: {}", seen.text());
        }
        let dina = [("called", "Dina"), ("told", "yes"), ("minor", "yes"), ("once", once.as_str())];
        for _ in 0..2 {
            assert_eq!(anna.form(&here, &dina).await.status, 303);
        }
        let there = community.participants_of(workshop.id()).await.unwrap();
        assert!(there.len() == 1 && there[0].confirmed().is_none(), "once, and unconfirmed: {there:?}");
        let once = hidden(&anna.page(&here).await, "once");
        let near = [("called", "dina"), ("told", "yes"), ("once", once.as_str())];
        let asked = anna.form(&here, &near).await;
        assert!(asked.status == 422 && asked.text().contains("looks like <bdi>Dina</bdi>"), "{}", asked.text());
        assert_eq!(anna.form(&here, &[near.as_slice(), &[("also", "yes")]].concat()).await.status, 303);
        let person = format!("/training/{}/people/{}", workshop.id(), there[0].account());
        assert!(anna.page(&format!("/training/{}/people", workshop.id())).await.text().contains("☐ minor"));
        assert!(anna.page(&person).await.text().contains("I have seen it"));
        for _ in 0..2 {
            assert_eq!(anna.form(&format!("{person}/guardian"), &[]).await.status, 303);
            assert_eq!(anna.form(&format!("{person}/departure"), &[("to", "left")]).await.status, 303);
        }
        let there = community.participants_of(workshop.id()).await.unwrap();
        assert!(there.len() == 2 && !there[0].is_here() && there[0].guardian_at().is_some() && there[1].is_here(), "{there:?}");
        harness.finish().await;
    }

    async fn a_list_is_looked_at_and_each_line_put_down_once(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[]).await;
        let (here, community) = (format!("/training/{}/people/list", workshop.id()), world.office.community());
        anna.page(&here).await;
        for (list, words) in [("", "The list is empty"), ("a\0b", "cannot be read as a list"), (&"x\n".repeat(1002), "at most 1000")] {
            let seen = send(&mut anna, &here, &[("pasted", list)]).await;
            assert!(seen.status == 422 && seen.text().contains(words), "{words}: {}", seen.text());
        }
        let list = "name;username;global_id\n=cmd|' /C calc';;\nسلمى <حدّاد>;salma_h;\nSalma Haddad;;\nسلمي حداد;;\n;Zero;0\n;;1\n";
        let look = send(&mut anna, &here, &[("pasted", list)]).await;
        assert_eq!(look.status, 200, "{}", look.text());
        for words in ["4 people of 6", "looks like", "سلمى &lt;حدّاد&gt;", "other than 0"] {
            assert!(look.text().contains(words), "{words}: {}", look.text());
        }
        assert_eq!(community.participants_of(workshop.id()).await.unwrap().len(), 0, "a look changes nothing");
        let (once, again) = (hidden(&look, "once"), hidden(&look, "again"));
        let confirm = format!("{here}/confirm");
        let untold = send(&mut anna, &confirm, &[("once", &once), ("again", &again), ("done", "0")]).await;
        assert!(untold.status == 422 && untold.text().contains("Tell these people first"), "{}", untold.text());
        for _ in 0..2 {
            let done = send(&mut anna, &confirm, &[("once", &once), ("again", &again), ("done", "0"), ("told", "yes")]).await;
            assert_eq!((done.status, done.header("location")), (303, here.trim_end_matches("/list")), "{}", done.text());
        }
        let there = community.participants_of(workshop.id()).await.unwrap();
        assert_eq!(there.len(), 4, "each line once: {there:?}");
        assert!(there.iter().all(|one| one.confirmed().is_none()), "badges say no name until somebody confirms it");
        let salma = community.people_called("Salma h").await.unwrap();
        assert_eq!(salma.len(), 1, "user names as the wikis write them");
        let second = send(&mut anna, &here, &[("pasted", list)]).await;
        assert!(second.text().contains("is here already") && second.text().contains("0 people of 6"), "{}", second.text());
        let csv = anna.page(&format!("/training/{}/people.csv", workshop.id())).await;
        assert!(csv.text().contains("\"'=cmd|' /C calc'\"") && csv.header("content-disposition").starts_with("attachment"), "{}", csv.text());
        harness.finish().await;
    }

    async fn a_long_list_is_done_in_parts_and_goes_on_after_a_crash(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let workshop = made(&world, &mut anna, &[]).await;
        let (here, community) = (format!("/training/{}/people/list", workshop.id()), world.office.community());
        anna.page(&here).await;
        let list: String = std::iter::once("username".to_owned()).chain((0..230).map(|n| format!("Person {n}"))).collect::<Vec<_>>().join("\n");
        let look = send(&mut anna, &here, &[("pasted", &list)]).await;
        let (once, again) = (hidden(&look, "once"), hidden(&look, "again"));
        let confirm = format!("{here}/confirm");
        let fields = |done| [("once", once.as_str()), ("again", again.as_str()), ("told", "yes"), ("done", done)];
        let part = send(&mut anna, &confirm, &fields("0")).await;
        assert!(part.status == 200 && part.text().contains("Lines done: 200 of 230"), "{}", part.status);
        assert_eq!(community.participants_of(workshop.id()).await.unwrap().len(), 200);
        // As after a crash: the first part is sent once more.
        assert_eq!(send(&mut anna, &confirm, &fields("0")).await.status, 200);
        assert_eq!(send(&mut anna, &confirm, &fields("200")).await.status, 303);
        assert_eq!(community.participants_of(workshop.id()).await.unwrap().len(), 230);
        harness.finish().await;
    }
}
