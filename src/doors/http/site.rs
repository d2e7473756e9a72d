//! What every handler may use, and who reads.

use std::future::Future;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, HeaderValue, VARY};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::client::TrustedProxies;
use super::counters::Counters;
use super::entry::Visit;
use super::entry::taps::Taps;
use super::practice::Practice;
use super::problem::Problem;
use super::rates::Rates;
use super::verdicts::Verdicts;
use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::press::Press;
use crate::appearance::pages::standing::PrivacyPage;
use crate::appearance::pages::wording::{Link, Wording};
use crate::appearance::pages::{CatalogPages, Pages, Reader, View};
use crate::appearance::social::Cards;
use crate::community::Community;
use crate::community::catalog::Catalog;
use crate::community::people::sign_in::Ways;
use crate::issuer::{Gatherer, Office};
use crate::platform::fetch::Fetcher;
use crate::platform::idempotency::Retries;
use crate::vocabulary::{Addresses, LanguageTag};

/// Pieces of work that may wait for a processor; one more is told to come back.
const QUEUE: usize = 64;
/// Papers that may wait for the press.
const PAPERS: usize = 64;

/// One site: the office behind it, how it looks, what it allows.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    office: Office,
    gatherer: Gatherer,
    fetcher: Fetcher,
    owner: Link,
    pages: Pages,
    gallery: Gallery,
    cards: Cards,
    privacy: PrivacyPage,
    retries: Retries,
    verdicts: Verdicts,
    rates: Rates,
    proxies: TrustedProxies,
    ways: Ways,
    practice: Practice,
    counters: Arc<Counters>,
    queue: Semaphore,
    processors: Semaphore,
    press: Arc<Press>,
    taps: Taps,
    papers: Arc<Semaphore>,
    printers: Arc<Semaphore>,
    tasks: TaskTracker,
}

/// What a site is made of.
pub struct SiteParts {
    /// Who issues.
    pub office: Office,
    /// Who asks other servers.
    pub fetcher: Fetcher,
    /// How pages look.
    pub pages: Pages,
    /// Pictures of badges.
    pub gallery: Gallery,
    /// Cards shown with links.
    pub cards: Cards,
    /// Certificates.
    pub press: Arc<Press>,
    /// Who answers for personal data here.
    pub privacy: PrivacyPage,
    /// How often clients may ask.
    pub rates: Rates,
    /// Proxies in front.
    pub proxies: TrustedProxies,
    /// By what people sign in.
    pub ways: Ways,
    /// How trainers and stewards work here.
    pub practice: Practice,
    /// What the operator counts.
    pub counters: Arc<Counters>,
    /// The last form of each browser.
    pub taps: Taps,
}

impl Site {
    /// A site of these parts; on a runtime, because it gathers what is to be issued.
    pub fn new(parts: SiteParts) -> Self {
        let SiteParts { office, fetcher, pages, gallery, cards, press, privacy, rates, proxies, ways, practice, counters, taps } = parts;
        let (slug, name) = office.owner().map_or(("", ""), |owner| (owner.slug(), owner.name()));
        let owner = Link { name: Wording::english(name), address: office.addresses().issuer(slug) };
        let retries = Retries::new(office.community().database().clone());
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self(Arc::new(Inner {
            owner,
            gatherer: Gatherer::start(office.clone()),
            office,
            fetcher,
            pages,
            gallery,
            cards,
            privacy,
            retries,
            verdicts: Verdicts::default(),
            rates,
            proxies,
            ways,
            practice,
            counters,
            queue: Semaphore::new(QUEUE),
            processors: Semaphore::new(processors),
            press,
            taps,
            papers: Arc::new(Semaphore::new(PAPERS)),
            // One processor is always left for those who only want to know whether a badge is genuine.
            printers: Arc::new(Semaphore::new(processors.saturating_sub(1).max(1))),
            tasks: TaskTracker::new(),
        }))
    }

    /// Who issues.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// The last form of each browser.
    pub fn taps(&self) -> &Taps {
        &self.0.taps
    }

    /// Issuing, together with others who ask at the same moment.
    pub fn gatherer(&self) -> &Gatherer {
        &self.0.gatherer
    }

    /// Who asks other servers for what verifications need. Pages of our own badges never do.
    pub fn fetcher(&self) -> &Fetcher {
        &self.0.fetcher
    }

    /// Who may say what.
    pub fn community(&self) -> &Community {
        self.0.office.community()
    }

    /// Badge classes and capacities.
    pub fn catalog(&self) -> &Catalog {
        self.community().catalog()
    }

    /// Public addresses.
    pub fn addresses(&self) -> &Addresses {
        self.0.office.addresses()
    }

    /// How pages look.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// The catalogue as a reader of `language` sees it.
    pub fn catalog_in<'a>(&'a self, language: &'a LanguageTag) -> CatalogPages<'a> {
        CatalogPages { catalog: self.catalog(), addresses: self.addresses(), language, owner: &self.0.owner }
    }

    /// Pictures of badges.
    pub fn gallery(&self) -> &Gallery {
        &self.0.gallery
    }

    /// Cards shown with links.
    pub fn cards(&self) -> &Cards {
        &self.0.cards
    }

    /// Certificates.
    pub fn press(&self) -> &Press {
        &self.0.press
    }

    /// Who answers for personal data here.
    pub fn privacy(&self) -> &PrivacyPage {
        &self.0.privacy
    }

    /// Answers kept for requests that come again.
    pub fn retries(&self) -> &Retries {
        &self.0.retries
    }

    /// Verdicts that were reached a moment ago.
    pub fn verdicts(&self) -> &Verdicts {
        &self.0.verdicts
    }

    /// How often clients may ask.
    pub fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// By what people sign in.
    pub fn ways(&self) -> &Ways {
        &self.0.ways
    }

    /// How trainers and stewards work here.
    pub fn practice(&self) -> &Practice {
        &self.0.practice
    }

    /// What the operator counts.
    pub fn counters(&self) -> &Arc<Counters> {
        &self.0.counters
    }

    /// Work that went on after its client left; a stop waits for it.
    pub fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    /// The page that shows `view`.
    pub fn page<V: View>(&self, view: &V, reader: &Reader) -> Result<Response, Problem> {
        let html = self.pages().render(view, reader).map_err(Problem::internal)?;
        let language = HeaderValue::try_from(html.language().as_str());
        let mut response = Html(html.into_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
        headers.extend(language.map(|v| (CONTENT_LANGUAGE, v)));
        Ok(response)
    }

    /// Does `work`, which needs a processor rather than the network, when one is free; not on the
    /// threads that answer requests.
    ///
    /// # Errors
    /// [`Problem::busy`] when too much waits already.
    pub async fn when_free<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, Problem> {
        let _waiting = self.0.queue.try_acquire().map_err(|_| Problem::busy())?;
        let _working = self.0.processors.acquire().await.map_err(Problem::internal)?;
        let runtime = Handle::current();
        tokio::task::spawn_blocking(move || runtime.block_on(work)).await.map_err(Problem::internal)
    }

    /// Prints when the press is free. Papers wait in a line of their own, so that however many are asked for,
    /// badges are still verified.
    ///
    /// # Errors
    /// [`Problem::busy`] when too many wait already.
    pub async fn print<T: Send + 'static>(&self, work: impl FnOnce(&Press) -> T + Send + 'static) -> Result<T, Problem> {
        let waiting = Arc::clone(&self.0.papers).try_acquire_owned().map_err(|_| Problem::busy())?;
        let working = Arc::clone(&self.0.printers).acquire_owned().await.map_err(Problem::internal)?;
        let press = Arc::clone(&self.0.press);
        let task = tokio::task::spawn_blocking(move || {
            // Kept until the work is done, also when its client has left.
            let _held = (waiting, working);
            work(&press)
        });
        task.await.map_err(Problem::internal)
    }

    /// Does `work` to its end even if the client goes away or the time for the request is over: a
    /// badge is never left half issued because a phone lost its signal.
    pub async fn to_the_end<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, Problem> {
        self.tasks().spawn(work.in_current_span()).await.map_err(Problem::internal)
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Site")
    }
}

impl FromRef<Site> for TrustedProxies {
    fn from_ref(site: &Site) -> Self {
        site.0.proxies.clone()
    }
}

/// Who reads a page: by `?lang=` or `?uselang=`, then, where somebody is signed in, as they chose, then by what the
/// browser asks for.
#[derive(Debug, Clone)]
pub struct Reading(pub Reader);

impl FromRequestParts<Site> for Reading {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let signed_in = parts.extensions.get::<Visit>().and_then(Visit::session);
        let own = signed_in.and_then(|session| session.account().language());
        Ok(Self(reader_by(site.pages(), (parts.uri.path(), parts.uri.query()), own, &parts.headers)))
    }
}

/// The reader of a page: by the address, then by what a person who is signed in chose, then by the browser.
fn reader_by(pages: &Pages, (path, query): (&str, Option<&str>), own: Option<&LanguageTag>, headers: &HeaderMap) -> Reader {
    let Some(own) = own else { return reader(pages, path, query, headers) };
    let by_person = headers_asking(own).map(|asking| reader(pages, path, query, &asking));
    by_person.unwrap_or_else(|| reader(pages, path, query, headers))
}

/// As a browser would ask that is set to this language.
fn headers_asking(language: &LanguageTag) -> Option<HeaderMap> {
    let value = language.as_str().parse().ok()?;
    Some(std::iter::once((ACCEPT_LANGUAGE, value)).collect())
}

/// The reader of a page at `path`.
pub(super) fn reader(pages: &Pages, path: &str, query: Option<&str>, headers: &HeaderMap) -> Reader {
    let asked = query.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("lang=").or_else(|| p.strip_prefix("uselang="))));
    pages.reader(path, asked, headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()))
}
