//! Knocking on the door, without a socket or on one.

use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use insignia::appearance::artwork::Gallery;
use insignia::appearance::certificate::fonts::Fonts;
use insignia::appearance::certificate::press::Press;
use insignia::appearance::pages::standing::PrivacyPage;
use insignia::appearance::pages::{Pages, embedded_messages};
use insignia::appearance::social::Cards;
use insignia::appearance::templates::Templates;
use insignia::community::people::Account;
use insignia::community::people::sign_in::Ways;
use insignia::community::people::sign_in::elsewhere::provider::Provider;
use insignia::community::people::sign_in::elsewhere::wiki::Wiki;
use insignia::community::people::sign_in::passkey::ceremony::RelyingParty;
use insignia::doors::http::client::TrustedProxies;
use insignia::doors::http::practice::Practice;
use insignia::doors::http::rates::Quotas;
use insignia::doors::http::{Door, DoorParts, Limits};
use insignia::platform::fetch::Fetcher;
use insignia::standards::json;
use insignia::vocabulary::Clock;
use serde_json::Value;
use tower::ServiceExt;

use super::wire::Wire;
use crate::fetch::stage::nowhere;
use crate::harness::Harness;
use crate::world::World;

/// What a browser asks for.
pub(super) const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

/// A door to a world, and who stands before it.
pub(crate) struct Visitor {
    pub(super) door: Door,
    router: Router,
    token: Option<String>,
    wire: Option<Wire>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Rates so high that no test meets them by accident.
pub(crate) fn patient() -> Quotas {
    let many = NonZeroU32::new(1_000_000).unwrap();
    Quotas {
        misses: many,
        uploads: many,
        pages: many,
        certificates: many,
        tokens: many,
        persons: many,
        persons_of_badge: many,
        codes: many,
        codes_of_badge: many,
        foreign: many,
        sign_ins: many,
        refused_sign_ins: many,
        slip_misses: many,
        slip_misses_of_all: many,
    }
}

/// Looked for once; what is drawn with them is tested where it is drawn.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::discover(&[]));

pub(crate) fn door(world: &World, harness: &Harness, quotas: Quotas) -> Door {
    door_asking(world, harness, quotas, nowhere(harness.clock.clone()))
}

/// One press for all doors of the suite: the fonts of a machine are looked for once.
fn press() -> Arc<Press> {
    static PRESS: LazyLock<Arc<Press>> = LazyLock::new(|| {
        let messages = Arc::new(embedded_messages().expect("messages"));
        Arc::new(Press::new(&Templates::embedded(), messages, FONTS.clone()).expect("templates of papers"))
    });
    Arc::clone(&PRESS)
}

/// A door at which others are asked by this fetcher.
pub(crate) fn door_asking(world: &World, harness: &Harness, quotas: Quotas, fetcher: Fetcher) -> Door {
    door_with(world, harness, quotas, fetcher, None, Vec::new())
}

/// A door at which people may also sign in by this wiki and these providers.
pub(crate) fn door_with(
    world: &World,
    harness: &Harness,
    quotas: Quotas,
    fetcher: Fetcher,
    wiki: Option<Wiki>,
    providers: Vec<Provider>,
) -> Door {
    Door::new(parts(world, harness, quotas, fetcher, wiki, providers))
}

/// A door for people with browsers, who tap twice; they may also sign in by this wiki.
pub(crate) fn door_for_people(world: &World, harness: &Harness, wiki: Option<Wiki>) -> Door {
    let parts = parts(world, harness, patient(), nowhere(harness.clock.clone()), wiki, Vec::new());
    Door::new(DoorParts { limits: Limits::default(), ..parts })
}

/// A door of a site that works in this way.
pub(crate) fn door_where(world: &World, harness: &Harness, practice: Practice) -> Door {
    Door::new(DoorParts { practice, ..parts(world, harness, patient(), nowhere(harness.clock.clone()), None, Vec::new()) })
}

fn parts(world: &World, harness: &Harness, quotas: Quotas, fetcher: Fetcher, wiki: Option<Wiki>, providers: Vec<Provider>) -> DoorParts {
    let templates = Templates::embedded();
    let messages = Arc::new(embedded_messages().expect("messages"));
    let clock: Arc<dyn Clock> = harness.clock.clone();
    DoorParts {
        pages: Pages::new(&templates, messages, world.office.addresses(), "Insignia").expect("pages"),
        cards: Cards::new(&templates, FONTS.clone()).expect("cards"),
        gallery: Gallery::new(templates),
        press: press(),
        office: world.office.clone(),
        fetcher,
        privacy: PrivacyPage::default(),
        clock,
        quotas,
        proxies: TrustedProxies::default(),
        ways: Ways { party: RelyingParty::of(world.office.addresses().base(), "Insignia").expect("a place for passkeys"), wiki, providers },
        practice: Practice { sends_mail: true, ..Practice::default() },
        // What journeys do with a form that comes twice is looked at here, not an answer that is given again.
        limits: Limits { second_tap: Duration::ZERO, ..Limits::default() },
    }
}

impl Visitor {
    /// Nobody in particular.
    pub(crate) fn new(world: &World, harness: &Harness) -> Self {
        Self::with(door(world, harness, patient()))
    }

    pub(crate) fn with(door: Door) -> Self {
        Self { router: door.public(), door, token: None, wire: None }
    }

    /// At the running door itself, from a device of its own.
    pub(super) fn over(wire: Wire, door: Door) -> Self {
        Self { wire: Some(wire), ..Self::with(door) }
    }

    /// Another visitor of the same door, from the same device.
    pub(super) fn another(&self) -> Self {
        Self { wire: self.wire.clone(), ..Self::with(self.door.clone()) }
    }

    /// The same door, as a person with a token.
    pub(super) async fn signed_in(&self, account: &Account) -> Self {
        let token = self.door.site().community().give_token(account.id(), "test", 30).await.expect("a token");
        Self { token: Some(token.reveal().to_owned()), ..Self::with(self.door.clone()) }
    }

    pub(super) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::with(self.door.clone()) }
    }

    pub(crate) async fn get(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.send(Method::GET, path, fields, Body::empty()).await
    }

    /// A page, as a browser asks for it.
    pub(crate) async fn page(&self, path: &str) -> Seen {
        self.get(path, &[BROWSER]).await
    }

    pub(super) async fn post(&self, path: &str, document: &Value) -> Seen {
        self.post_with(path, &[], document).await
    }

    pub(super) async fn post_with(&self, path: &str, fields: &[(&str, &str)], document: &Value) -> Seen {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(fields);
        self.send(Method::POST, path, &all, Body::from(document.to_string())).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, fields: &[(&str, &str)], body: Body) -> Seen {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(body).unwrap();
        if let Some(wire) = &self.wire {
            let (parts, body) = request.into_parts();
            return wire.send(parts.method, path, parts.headers, to_bytes(body, 16 << 20).await.unwrap()).await;
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 16 << 20).await.unwrap().to_vec();
        Seen { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Seen {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        json::parse(&self.body, &json::Limits::DOCUMENT).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The slug of the problem, for a refusal.
    pub(crate) fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.rsplit('/').next().unwrap_or_default().to_owned()
    }
}
