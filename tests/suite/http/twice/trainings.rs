//! Making and changing a training, its slips and its people.

use super::super::browser::Browser;
use super::{Place, Twice, hidden, post};
use crate::harness::on_both_backends;
use crate::world::{CLASS, World};

/// A multipart body.
fn parts(token: &str, fields: &[(&str, &str)]) -> String {
    let part = |name: &str, value: &str| format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts: String = [("token", token)].iter().chain(fields).map(|(name, value)| part(name, value)).collect();
    format!("{parts}--B--\r\n")
}

const PARTS: &str = "multipart/form-data; boundary=B";

on_both_backends! {
    async fn a_training(harness) {
        let world = World::new(&harness).await;
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let mut twice = Twice::new(&harness).await;
        let once = hidden(&anna.page("/training/new").await, "once");
        let plan = [
            ("once", once.as_str()),
            ("name", "Digital safety"),
            ("place", "Tunis"),
            ("from", "2026-12-01"),
            ("until", "2026-12-02"),
            ("affiliate", "wmxx"),
            ("language", "en"),
            ("expected", "60"),
            ("class", CLASS),
        ];
        twice.look(&mut anna, "/training/new", "/training/new", &plan).await;
        let made = twice.form(&mut anna, "/training", "/training", &plan).await;
        let here = made.header("location").to_owned();
        let code = hidden(&anna.page(&here).await, "code");
        twice.form(&mut anna, "/training/{id}/join-code", &format!("{here}/join-code"), &[("code", &code)]).await;
        twice.form(&mut anna, "/training/{id}/joining", &format!("{here}/joining"), &[("joining", "closed")]).await;
        twice.form(&mut anna, "/training/{id}/trainers", &format!("{here}/trainers"), &[("trainers", "Badri")]).await;
        let badri = world.badri.id().to_string();
        twice.form(&mut anna, "/training/{id}/trainers/removal", &format!("{here}/trainers/removal"), &[("trainer", &badri)]).await;
        let changed = [("place", "Sfax"), ("from", "2026-12-05"), ("until", ""), ("expected", "7")];
        twice.form(&mut anna, "/training/{id}", &here, &changed).await;

        let slips = format!("{here}/slips");
        let draw = hidden(&anna.page(&slips).await, "draw");
        twice.form(&mut anna, "/training/{id}/slips", &slips, &[("draw", &draw), ("how-many", "3")]).await;

        let new = format!("{here}/people/new");
        let once = hidden(&anna.page(&new).await, "once");
        let dina = [("called", "Dina"), ("told", "yes"), ("minor", "yes"), ("once", once.as_str())];
        twice.form(&mut anna, "/training/{id}/people/new", &new, &dina).await;

        let list = format!("{here}/people/list");
        anna.page(&list).await;
        let before = twice.rows().await;
        let body = parts(&anna.token, &[("pasted", "name;username\nSalma;Salma_h\nKofi;\n")]);
        let look = post(&mut anna, &list, PARTS, &body).await;
        assert_eq!((look.status, before == twice.rows().await), (200, true), "{}", look.text());
        twice.sent.insert("/training/{id}/people/list");
        let unescaped = |text: String| text.replace("&#39;", "'").replace("&quot;", "\"").replace("&#34;", "\"").replace("&amp;", "&");
        let (once, again) = (unescaped(hidden(&look, "once")), unescaped(hidden(&look, "again")));
        let sent = [("once", once.as_str()), ("again", again.as_str()), ("done", "0"), ("told", "yes")];
        let body = parts(&anna.token, &sent);
        twice.sent_twice(&[], &mut anna, "/training/{id}/people/list/confirm", &format!("{list}/confirm"), PARTS, &body).await;
        twice.finish(Place::Trainings);
        world.assert_sound("a training made twice").await;
        harness.finish().await;
    }
}
