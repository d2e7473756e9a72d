//! A browser with a cookie jar: it reads forms from pages and sends them, as people do.

use axum::body::Body;
use axum::http::Method;
use insignia::community::people::Account;
use serde_json::Value;

use super::visit::{BROWSER, Seen, Visitor};
use crate::harness::Harness;
use crate::world::World;

/// Somebody's browser.
pub(super) struct Browser {
    visitor: Visitor,
    /// The cookie it keeps, as `name=value`.
    pub(super) cookie: Option<String>,
    /// The form token of the page it saw last.
    pub(super) token: String,
}

impl Browser {
    pub(super) fn new(world: &World, harness: &Harness) -> Self {
        Self::at(Visitor::new(world, harness))
    }

    pub(super) fn at(visitor: Visitor) -> Self {
        Self { visitor, cookie: None, token: String::new() }
    }

    /// Another browser at the same door.
    pub(super) fn another(&self) -> Self {
        Self::at(self.visitor.another())
    }

    /// A browser in which a person signed in by a link.
    pub(super) async fn of(world: &World, harness: &Harness, person: &Account) -> Self {
        let mut browser = Self::new(world, harness);
        browser.enter(world, person, false).await;
        browser
    }

    /// Signs a person in by a new link.
    pub(super) async fn enter(&mut self, world: &World, person: &Account, borrowed: bool) -> Seen {
        let invitation = world.office.community().invite(person.id()).await.expect("an invitation");
        let path = format!("/sign-in/link/{}", invitation.secret.reveal());
        self.page(&path).await;
        let entered = self.form(&path, if borrowed { &[("borrowed", "yes")] } else { &[] }).await;
        // Whoever has names to confirm is led there first; who has no passkey is asked for one, but not on a borrowed device.
        let led = entered.header("location");
        let homes = ["/training", "/admin", "/me"];
        let asked = led.strip_prefix("/me/security?next=").is_some_and(|next| homes.contains(&next)) && !borrowed;
        assert!(entered.status == 303 && (asked || homes.contains(&led) || led.starts_with("/join/")), "{led} {}", entered.text());
        entered
    }

    pub(super) async fn page(&mut self, path: &str) -> Seen {
        let seen = self.send(Method::GET, path, &[BROWSER], Body::empty()).await;
        // Pictures and papers have no form.
        let text = std::str::from_utf8(&seen.body).unwrap_or_default();
        let token = text.split_once("name=\"token\" value=\"").or(text.split_once("data-token=\""));
        if let Some((_, rest)) = token {
            rest.split('"').next().unwrap().clone_into(&mut self.token);
        }
        seen
    }

    /// Sends a form of the page seen last.
    pub(super) async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("token", &self.token).extend_pairs(fields).finish();
        self.send(Method::POST, path, &[BROWSER, FORM, HERE], body.into()).await
    }

    /// What the script of the page seen last sends.
    pub(super) async fn script(&mut self, path: &str, message: &Value) -> Seen {
        let token = self.token.clone();
        let fields = [("accept", "application/json"), ("content-type", "application/json"), ("x-form-token", token.as_str()), HERE];
        self.send(Method::POST, path, &fields, message.to_string().into()).await
    }

    pub(super) async fn send(&mut self, method: Method, path: &str, fields: &[(&str, &str)], body: Body) -> Seen {
        let cookie = self.cookie.clone();
        let mut all = fields.to_vec();
        if let Some(cookie) = &cookie {
            all.push(("cookie", cookie));
        }
        let seen = self.visitor.send(method, path, &all, body).await;
        if let Some(set) = seen.headers.get("set-cookie") {
            let set = set.to_str().unwrap();
            let pair = set.split(';').next().unwrap().to_owned();
            self.cookie = (!set.contains("Max-Age=0")).then_some(pair);
        }
        seen
    }
}

/// The media type of a form.
pub(super) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// What a browser says about a page of ours.
pub(super) const HERE: (&str, &str) = ("sec-fetch-site", "same-origin");
