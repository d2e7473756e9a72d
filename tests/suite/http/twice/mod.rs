//! One double tap at every step changes nothing: each form of the site is sent twice with the same body, the same
//! token and the cookie that the first tap had, and every row of every table is compared.
//!
//! The routes are those of the router: one that takes forms and stands in no line below fails.

mod account;
mod holding;
mod issuing;
mod joining;
mod stewards;
mod trainings;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Method;
use insignia::community::people::appointment::Role;
use insignia::doors::http::entry::Who;
use insignia::doors::http::router;
use sqlx::{AssertSqlSafe, Row as _};

use super::browser::{Browser, HERE};
use super::matrix::filled;
use super::visit::{BROWSER, Seen};
use crate::harness::{Backend, Harness, on_both_backends};
use crate::world::World;

/// Where a route's forms are sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Trainings,
    Joining,
    Issuing,
    Holding,
    Stewards,
    Account,
}

/// How a route that takes forms is looked at here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Sent twice.
    In(Place),
    /// Not, and why not.
    Not(&'static str),
}

use How::{In, Not};
use Place::{Account, Holding, Issuing, Joining, Stewards, Trainings};

const PROGRAMS: &str = "for programs, which repeat with a retry key: http/api.rs, http/retries.rs";
const QUESTION: &str = "a script asks; the attempt ends by itself, and its answer is taken once: http/sign_in.rs";
const ELSEWHERE: &str =
    "leads to another server; the attempt ends by itself, and its way back is taken once: http/by_provider.rs, http/by_wiki.rs";
const PICTURES: &str = "a picture is brought once by a name of its own, in whatever pieces and however often: http/pictures.rs";
const LOOKS: &str = "looks at what was brought, and keeps nothing";

/// Every route that takes forms.
const ROUTES: &[(&str, How)] = &[
    ("/", Not(LOOKS)),
    ("/verify", Not(LOOKS)),
    ("/api/verify", Not(LOOKS)),
    ("/c/{id}/person", Not(LOOKS)),
    ("/c/{id}/shown", In(Holding)),
    ("/appeal", In(Stewards)),
    ("/sign-in/link/{token}", In(Account)),
    ("/sign-in/with/{server}", Not(ELSEWHERE)),
    ("/me/ways/{server}", Not(ELSEWHERE)),
    ("/sign-in/passkey", Not(QUESTION)),
    ("/sign-in/passkey/answer", Not(QUESTION)),
    ("/me/passkeys/question", Not(QUESTION)),
    ("/me/passkeys", Not(QUESTION)),
    ("/me/passkeys/{id}/name", In(Account)),
    ("/me/passkeys/{id}/removal", In(Account)),
    ("/sign-out", In(Account)),
    ("/me/sessions/end", In(Account)),
    ("/me/sessions/{id}/end", In(Account)),
    ("/me/notices/read", In(Account)),
    ("/me/notices/{id}/read", In(Account)),
    ("/me/mail", In(Account)),
    ("/me/mail/removal", In(Account)),
    ("/me/language", In(Account)),
    ("/mail/{token}", In(Account)),
    ("/training", In(Trainings)),
    ("/training/new", In(Trainings)),
    ("/training/{id}", In(Trainings)),
    ("/training/{id}/joining", In(Trainings)),
    ("/training/{id}/join-code", In(Trainings)),
    ("/training/{id}/trainers", In(Trainings)),
    ("/training/{id}/trainers/removal", In(Trainings)),
    ("/training/{id}/slips", In(Trainings)),
    ("/training/{id}/people/new", In(Trainings)),
    ("/training/{id}/people/list", In(Trainings)),
    ("/training/{id}/people/list/confirm", In(Trainings)),
    ("/join/{code}/form", In(Joining)),
    ("/join/{code}/read-back", In(Joining)),
    ("/slip", In(Joining)),
    ("/slip/next", In(Joining)),
    ("/me/about-me", In(Joining)),
    ("/training/{id}/people/{account}", In(Joining)),
    ("/training/{id}/people/{account}/confirmation", In(Joining)),
    ("/training/{id}/people/{account}/guardian", In(Joining)),
    ("/training/{id}/people/{account}/departure", In(Joining)),
    ("/training/{id}/people/{account}/slip", In(Joining)),
    ("/training/{id}/people/{account}/invitation", In(Joining)),
    ("/training/{id}/room/paper", In(Issuing)),
    ("/training/{id}/room/{account}", In(Issuing)),
    ("/training/{id}/room/{account}/pictures", Not(PICTURES)),
    ("/training/{id}/room/{account}/pictures/{picture}/removal", Not(PICTURES)),
    ("/training/{id}/room/{account}/pictures/{picture}/upload", Not(PICTURES)),
    ("/training/{id}/room/{account}/pictures/{picture}/upload/{begins}", Not(PICTURES)),
    ("/training/{id}/badges/attest", In(Issuing)),
    ("/training/{id}/badges/links", In(Issuing)),
    ("/training/{id}/badges/links/{link}/end", In(Issuing)),
    ("/attest/{token}", In(Issuing)),
    ("/training/{id}/badges/issue", In(Issuing)),
    ("/training/{id}/badges/holds/{hold}/undo", In(Issuing)),
    ("/training/{id}/badges/holds/{hold}/now", In(Issuing)),
    ("/training/{id}/badges/{badge}/names", In(Issuing)),
    ("/training/{id}/badges/{badge}/class", In(Issuing)),
    ("/training/{id}/badges/{badge}/withdraw", In(Issuing)),
    ("/me/badges/{id}/choice", In(Holding)),
    ("/me/badges/{id}/links", In(Holding)),
    ("/me/badges/{id}/links/{link}/end", In(Holding)),
    ("/me/badges/{id}/show", In(Holding)),
    ("/me/badges/{id}/show/end", In(Holding)),
    ("/me/export", In(Holding)),
    ("/me/erase", In(Holding)),
    ("/me/requests/new", In(Stewards)),
    ("/me/requests/{id}/withdrawal", In(Stewards)),
    ("/me/appeals/new", In(Stewards)),
    ("/me/proposals/new", In(Stewards)),
    ("/me/register", In(Stewards)),
    ("/me/register/end", In(Stewards)),
    ("/admin/mandates/new", In(Stewards)),
    ("/admin/mandates/{id}/pause", In(Stewards)),
    ("/admin/mandates/{id}/resumption", In(Stewards)),
    ("/admin/mandates/{id}/end", In(Stewards)),
    ("/admin/badges/{id}/revocation", In(Stewards)),
    ("/admin/badges/{id}/suspension", In(Stewards)),
    ("/admin/badges/{id}/reinstatement", In(Stewards)),
    ("/admin/badges/{id}/details", In(Stewards)),
    ("/admin/revocations/{id}/confirmation", In(Stewards)),
    ("/admin/revocations/{id}/refusal", In(Stewards)),
    ("/admin/requests/{id}/correction", In(Stewards)),
    ("/admin/requests/{id}/refusal", In(Stewards)),
    ("/admin/appeals/{id}/acknowledgement", In(Stewards)),
    ("/admin/appeals/{id}/answer", In(Stewards)),
    ("/admin/proposals/{id}/answer", In(Stewards)),
    ("/admin/classes/new", In(Stewards)),
    ("/admin/classes/{id}", In(Stewards)),
    ("/admin/classes/versions", In(Stewards)),
    ("/admin/classes/{id}/texts/{language}", In(Stewards)),
    ("/admin/classes/{id}/removal", In(Stewards)),
];

/// Forms sent twice, of one place.
struct Twice<'h> {
    harness: &'h Harness,
    tables: Vec<(String, String)>,
    sent: BTreeSet<&'static str>,
}

impl<'h> Twice<'h> {
    async fn new(harness: &'h Harness) -> Self {
        Self { harness, tables: tables(harness).await, sent: BTreeSet::new() }
    }

    /// Sends a form that does something, twice.
    async fn form(&mut self, browser: &mut Browser, route: &'static str, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.but(&[], browser, route, path, fields).await
    }

    /// The same of one that begins a session each time, as signing in does: there the tables `sessions` may differ.
    async fn but(&mut self, sessions: &[&str], browser: &mut Browser, route: &'static str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = browser.token.clone();
        let body = encoded(&token, fields);
        self.sent_twice(sessions, browser, route, path, FORM, &body).await
    }

    /// The same, of a body that is written already.
    async fn sent_twice(
        &mut self,
        sessions: &[&str],
        browser: &mut Browser,
        route: &'static str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Seen {
        assert_eq!(filled_like(route, path), path, "{path} is not of {route}");
        let mut tap = browser.another();
        tap.cookie.clone_from(&browser.cookie);
        let before = self.rows().await;
        let first = post(browser, path, kind, body).await;
        assert!(matches!(first.status, 200 | 303), "{route}: {} {}", first.status, first.text());
        let once = self.rows().await;
        assert_ne!(before, once, "{route}: the first one does something: {}", first.text());
        // The other of two taps left with the cookie that the first one had.
        let second = post(&mut tap, path, kind, body).await;
        assert!(second.status < 500, "{route}: {} {}", second.status, second.text());
        let twice = self.rows().await;
        let differ: Vec<_> = once.iter().filter(|(table, rows)| twice[*table] != **rows && !sessions.contains(&table.as_str())).collect();
        let said: Vec<_> =
            differ.iter().map(|(table, rows)| format!("{table}: {} rows, then {}", rows.len(), twice[*table].len())).collect();
        assert!(said.is_empty(), "{route} sent twice changed {said:?}; the second answer: {} {}", second.status, second.header("location"));
        self.sent.insert(route);
        first
    }

    /// Sends a form that only looks: it writes nothing at all.
    async fn look(&mut self, browser: &mut Browser, route: &'static str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body = encoded(&browser.token, fields);
        let before = self.rows().await;
        let seen = post(browser, path, FORM, &body).await;
        assert_eq!(seen.status, 200, "{route}: {}", seen.text());
        assert_eq!(before, self.rows().await, "{route}");
        self.sent.insert(route);
        seen
    }

    /// Every form of the place was sent.
    fn finish(self, place: Place) {
        let meant: BTreeSet<&str> = ROUTES.iter().filter(|(_, how)| *how == In(place)).map(|(route, _)| *route).collect();
        assert_eq!(self.sent, meant, "{place:?}");
    }

    /// Every row of every table, as text.
    async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for (table, question) in &self.tables {
            let rows = sqlx::query(AssertSqlSafe(question.clone())).fetch_all(self.harness.database.reader()).await.unwrap();
            all.insert(table.clone(), rows.iter().map(|row| row.get::<String, _>(0)).collect());
        }
        all
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

async fn post(browser: &mut Browser, path: &str, kind: &str, body: &str) -> Seen {
    browser.send(Method::POST, path, &[BROWSER, ("content-type", kind), HERE], Body::from(body.to_owned())).await
}

fn encoded(token: &str, fields: &[(&str, &str)]) -> String {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.append_pair("token", token).extend_pairs(fields);
    body.finish()
}

/// The route with the parts of the path in its holes.
fn filled_like(route: &str, path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let said =
        route.split('/').enumerate().map(|(at, part)| if part.starts_with('{') { parts.get(at).copied().unwrap_or(part) } else { part });
    said.collect::<Vec<_>>().join("/")
}

/// Each table, and the question for its rows as text.
async fn tables(harness: &Harness) -> Vec<(String, String)> {
    let of = match harness.backend() {
        Backend::Sqlite => {
            "select t.name, group_concat('quote(' || c.name || ')', ' || ''|'' || ') from sqlite_schema t, pragma_table_info(t.name) c \
             where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '\\_%' escape '\\' group by t.name"
        }
        Backend::Postgres => {
            "select tablename::text, tablename::text from pg_tables where schemaname = current_schema() and tablename not like '\\_%'"
        }
    };
    let found = sqlx::query(of).fetch_all(harness.database.reader()).await.unwrap();
    let question = |row: &sqlx::any::AnyRow| {
        let (table, said): (String, String) = (row.get(0), row.get(1));
        let sql = match harness.backend() {
            Backend::Sqlite => format!("select {said} as said from {table} order by 1"),
            Backend::Postgres => format!("select t::text as said from {said} t order by 1"),
        };
        (table, sql)
    };
    found.iter().map(question).collect()
}

/// What a hidden field of a page holds.
fn hidden(page: &Seen, name: &str) -> String {
    let (_, rest) = page.text().split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {}", page.text()));
    rest.split('"').next().unwrap().to_owned()
}

on_both_backends! {
    async fn every_route_that_takes_forms_stands_in_a_line(harness) {
        let world = World::new(&harness).await;
        // Somebody whom every door opens to.
        let all = crate::world::trainer(&world.office, "Everything", "wmxx").await;
        for role in [Role::Steward, Role::Admin] {
            world.office.community().appoint(all.id(), role, "Committee, 2026-11-01").await.unwrap();
        }
        let mut browser = Browser::of(&world, &harness, &all).await;
        browser.page("/me/security").await;
        let token = browser.token.clone();
        let mut found = BTreeSet::new();
        for (route, who) in router::routes().filter(|(_, who)| *who != Who::TokenHolders) {
            // A method that nothing takes is told which are taken; nothing is done.
            let fields = [BROWSER, HERE, ("x-form-token", token.as_str()), ("content-type", "application/json")];
            let seen = browser.send(Method::PATCH, &filled(route), &fields, Body::from("{}")).await;
            assert_eq!(seen.status, 405, "{route} for {who:?}: {}", seen.text());
            if seen.header("allow").split(',').any(|method| method.trim() == "POST") {
                found.insert(route);
            }
        }
        let known: BTreeSet<&str> = ROUTES.iter().map(|(route, _)| *route).collect();
        assert_eq!(known.len(), ROUTES.len(), "each once");
        assert_eq!(found, known);
        for (route, how) in ROUTES {
            assert!(!matches!(how, Not(why) if why.len() < 20), "{route}: a reason is a sentence");
        }
        assert!(!PROGRAMS.is_empty() && router::signed_in_paths().all(|path| path.starts_with("/api/")), "{PROGRAMS}");
        harness.finish().await;
    }
}
