//! The door as a whole: what `insignia serve` opens, and what tests knock on.

use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::client::TrustedProxies;
use super::counters::Counters;
use super::entry::taps::Taps;
use super::envelope::{Asked, Envelope, InEnglish, ProblemPage as MakePage, RequestId};
use super::headers::SecurityHeaders;
use super::holding::worker::clear_when_over;
use super::issuing::worker::issue_when_due;
use super::operations::{self, Probe};
use super::practice::Practice;
use super::problem::{Kind, Problem};
use super::rates::{Quotas, Rates};
use super::router;
use super::serve::{Drained, Gate, Limits, serve};
use super::site::{Site, SiteParts, reader};
use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::press::Press;
use crate::appearance::pages::Pages;
use crate::appearance::pages::standing::{PrivacyPage, ProblemKind, ProblemPage};
use crate::appearance::pages::wording::Told;
use crate::appearance::social::Cards;
use crate::community::people::sign_in::Ways;
use crate::issuer::Office;
use crate::platform::fetch::Fetcher;
use crate::vocabulary::{Clock, LanguageTag};

/// What the door is made of.
pub struct DoorParts {
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
    /// For the rates.
    pub clock: Arc<dyn Clock>,
    /// How often clients may ask.
    pub quotas: Quotas,
    /// Proxies in front.
    pub proxies: TrustedProxies,
    /// By what people sign in.
    pub ways: Ways,
    /// How trainers and stewards work here.
    pub practice: Practice,
    /// Times and counts.
    pub limits: Limits,
}

/// An open door.
#[derive(Debug, Clone)]
pub struct Door {
    site: Site,
    gate: Gate,
}

impl Door {
    /// A door of these parts.
    pub fn new(parts: DoorParts) -> Self {
        let DoorParts { office, fetcher, pages, gallery, cards, press, privacy, clock, quotas, proxies, ways, practice, limits } = parts;
        let counters = Arc::new(Counters::default());
        let gate = Gate { limits, proxies: proxies.clone(), counters: Arc::clone(&counters) };
        let rates = Rates::new(quotas, &clock);
        let taps = Taps::within(gate.limits.second_tap);
        let parts = SiteParts { office, fetcher, pages, gallery, cards, press, privacy, rates, proxies, ways, practice, counters, taps };
        Self { site: Site::new(parts), gate }
    }

    /// What every handler may use.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The public site.
    pub fn public(&self) -> Router {
        let addresses = self.site.addresses().clone();
        let security = SecurityHeaders::under(addresses.base());
        let envelope = Envelope {
            chance: self.site.community().chance().clone(),
            counters: Arc::clone(&self.gate.counters),
            address_bytes: self.gate.limits.address_bytes,
            page: problem_page(self.site.clone()),
            english: in_english(self.site.clone()),
            addresses,
        };
        router::public(self.site.clone(), envelope, security, &self.gate.limits)
    }

    /// What the operator's programs ask.
    pub fn operations(&self) -> Router {
        operations::router(Arc::clone(&self.gate.counters), probe(self.site.clone()))
    }

    /// Serves until `stop` is cancelled; requests under way, and work whose client has left, are
    /// finished first.
    pub async fn run(self, public: TcpListener, operations: Option<TcpListener>, stop: CancellationToken) -> Drained {
        let watching = match operations {
            Some(listener) => Some(tokio::spawn(serve(listener, self.operations(), self.gate.clone(), stop.clone()))),
            None => None,
        };
        let working = tokio::spawn(issue_when_due(self.site.office().clone(), stop.clone()));
        let clearing = tokio::spawn(clear_when_over(self.site.community().clone(), stop.clone()));
        let drained = serve(public, self.public(), self.gate.clone(), stop).await;
        self.site.tasks().close();
        if tokio::time::timeout(self.gate.limits.drain, self.site.tasks().wait()).await.is_err() {
            tracing::warn!("work was left unfinished; the next start finishes it");
        }
        // A step under way is finished; if not in time, its lease runs out and the next start goes on.
        if !matches!(tokio::time::timeout(self.gate.limits.drain, working).await, Ok(Ok(()))) {
            tracing::warn!("badges were being issued; the next start goes on with them");
        }
        if !matches!(tokio::time::timeout(self.gate.limits.drain, clearing).await, Ok(Ok(()))) {
            tracing::warn!("codes whose time is over are cleared away at the next start");
        }
        if let Some(Err(reason)) = match watching {
            Some(task) => Some(task.await),
            None => None,
        } {
            tracing::error!(%reason, "the operations listener failed");
        }
        drained
    }
}

/// Ready means: the store answers, and every issuer can sign.
fn probe(site: Site) -> Probe {
    Arc::new(move || {
        let site = site.clone();
        Box::pin(async move {
            let mut troubles = site.office().sealed();
            if let Err(reason) = site.community().database().snapshot().await {
                troubles.push(format!("the store does not answer: {reason}"));
            }
            troubles
        })
    })
}

/// The page of a problem in the reader's language.
fn problem_page(site: Site) -> MakePage {
    Arc::new(move |problem: &Problem, id: &RequestId, asked: &Asked| {
        let reader = reader(site.pages(), asked.uri.path(), asked.uri.query(), &asked.headers);
        let view = ProblemPage {
            status: problem.kind().status().as_u16(),
            kind: heading(problem),
            told: problem.told().cloned(),
            request_id: Some(id.as_str().to_owned()),
        };
        match site.pages().render(&view, &reader) {
            Ok(html) => Some(html.into_string()),
            Err(reason) => {
                tracing::error!(%reason, "the page of a problem");
                None
            }
        }
    })
}

/// What is told of a case stands below a heading that fits every case.
fn heading(problem: &Problem) -> ProblemKind {
    let kind = shown(problem.kind());
    let is_general = matches!(kind, ProblemKind::NotFound | ProblemKind::Forbidden | ProblemKind::BadRequest);
    if is_general && problem.told().is_some() { ProblemKind::Refused } else { kind }
}

fn in_english(site: Site) -> InEnglish {
    Arc::new(move |told: &Told| site.pages().refusal(told, &LanguageTag::english()).text)
}

const fn shown(kind: Kind) -> ProblemKind {
    match kind {
        Kind::NotFound | Kind::Erased | Kind::LinkUsed | Kind::NoCertificate => ProblemKind::NotFound,
        Kind::StaleForm => ProblemKind::StaleForm,
        Kind::Conflict | Kind::Refused => ProblemKind::Refused,
        Kind::TooLarge => ProblemKind::TooLarge,
        Kind::TooManyRequests => ProblemKind::TooMany,
        Kind::SignedOut | Kind::SignInFirst | Kind::ProveAgain | Kind::NotAllowed | Kind::Withheld => ProblemKind::Forbidden,
        Kind::Internal => ProblemKind::Ours,
        Kind::Sealed | Kind::BeingIssued | Kind::CannotDraw | Kind::Busy => ProblemKind::Unavailable,
        Kind::Malformed
        | Kind::MethodNotAllowed
        | Kind::NotAcceptable
        | Kind::TooSlow
        | Kind::AddressTooLong
        | Kind::UnknownMediaType
        | Kind::NotBrought
        | Kind::KeyReused => ProblemKind::BadRequest,
    }
}
