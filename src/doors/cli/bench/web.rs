//! The server over loopback: the same door that `insignia serve` opens, with rates so high that no
//! client is sent away.
//!
//! Client and server share the processors, so a second holds fewer requests than a client elsewhere
//! would get; the processor's time for a request is the server's alone.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::clock::{micros_each, process_cpu};
use super::ground::Ground;
use super::load::{Request, Seen, send_all};
use super::rounds::{median, percentile};
use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::press::Press;
use crate::appearance::pages::standing::PrivacyPage;
use crate::appearance::pages::{Pages, embedded_messages};
use crate::appearance::social::Cards;
use crate::appearance::templates::Templates;
use crate::community::people::sign_in::Ways;
use crate::community::people::sign_in::passkey::ceremony::RelyingParty;
use crate::doors::cli::installation::fetcher_of;
use crate::doors::http::client::TrustedProxies;
use crate::doors::http::practice::Practice;
use crate::doors::http::rates::Quotas;
use crate::doors::http::{Door, DoorParts, Drained, Limits};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::ids::{CredentialId, NominationId};

/// What a browser asks for.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// How much is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// How often each kind has its turn.
    pub(super) rounds: u32,
    /// Requests in a turn that issue one badge each.
    pub(super) singles: u32,
    /// Badges in a request that issues many.
    pub(super) batch: u32,
    /// Requests in a turn for pages and files.
    pub(super) pages: u32,
}

/// What one kind of request cost.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Web {
    /// What is asked.
    pub(super) asked: String,
    /// Connections at once.
    pub(super) connections: u32,
    /// Requests a second, or badges where a request issues many: the median of the rounds.
    pub(super) per_s: f64,
    /// The server's share of the processor's time for each, in microseconds.
    pub(super) cpu_us: f64,
    /// How long a request took, in milliseconds: the median, and the 99th of a hundred.
    pub(super) request_ms: [f64; 2],
}

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Issue one badge.
    Single { safe_to_repeat: bool },
    /// Issue many.
    Batch,
    /// A credential's page, verified anew.
    Page,
    /// Its signed bytes.
    File,
}

/// Everything that is asked, with the number of connections.
const KINDS: [(Asked, u32); 9] = [
    (Asked::Single { safe_to_repeat: false }, 1),
    (Asked::Single { safe_to_repeat: false }, 16),
    (Asked::Single { safe_to_repeat: true }, 16),
    (Asked::Batch, 1),
    (Asked::Page, 1),
    (Asked::Page, 16),
    (Asked::Page, 64),
    (Asked::File, 16),
    (Asked::File, 64),
];

/// A running server, and what its clients know.
struct Server {
    address: SocketAddr,
    token: String,
    badges: Vec<CredentialId>,
    stop: CancellationToken,
    running: JoinHandle<Drained>,
}

#[derive(Default)]
struct Figures {
    per_s: Vec<f64>,
    cpu_us: Vec<f64>,
    each_ms: Vec<f64>,
}

/// Opens the door and asks every kind in turn, round after round.
pub(super) async fn measure(ground: &mut Ground, plan: Plan) -> anyhow::Result<Vec<Web>> {
    let server = Server::start(ground).await?;
    let mut figures: [Figures; KINDS.len()] = Default::default();
    for _ in 0..plan.rounds {
        for ((asked, connections), figures) in KINDS.into_iter().zip(&mut figures) {
            server.turn(ground, plan, asked, connections, figures).await?;
        }
    }
    server.stop.cancel();
    server.running.await?;
    let rows = KINDS.into_iter().zip(figures).map(|((asked, connections), figures)| Web {
        asked: asked.described(plan),
        connections,
        per_s: median(&figures.per_s),
        cpu_us: median(&figures.cpu_us),
        request_ms: [median(&figures.each_ms), percentile(&figures.each_ms, 99)],
    });
    Ok(rows.collect())
}

impl Server {
    async fn start(ground: &mut Ground) -> anyhow::Result<Self> {
        let mut badges = Vec::new();
        for _ in 0..8 {
            badges.push(ground.badge().await?.award().credential());
        }
        let (templates, messages) = (Templates::embedded(), Arc::new(embedded_messages()?));
        let office = ground.office.clone();
        let many = NonZeroU32::MAX;
        let door = Door::new(DoorParts {
            pages: Pages::new(&templates, Arc::clone(&messages), office.addresses(), "Insignia")?,
            cards: Cards::new(&templates, Fonts::discover(&[]))?,
            press: Arc::new(Press::new(&templates, messages, Fonts::discover(&[]))?),
            gallery: Gallery::new(templates),
            // No badge of the bench names another server.
            fetcher: fetcher_of(None)?,
            privacy: PrivacyPage::default(),
            clock: Arc::new(SystemClock),
            quotas: Quotas { misses: many, uploads: many, pages: many, tokens: many, ..Quotas::default() },
            proxies: TrustedProxies::default(),
            ways: Ways { party: RelyingParty::of(office.addresses().base(), "Insignia")?, wiki: None, providers: Vec::new() },
            practice: Practice::default(),
            // One client with more connections than a household has.
            limits: Limits { connections_per_client: 256, ..Limits::default() },
            office,
        });
        let token = ground.office.community().give_token(ground.trainer.id(), "bench", 1).await?.reveal().to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let running = tokio::spawn(door.run(listener, None, stop.clone()));
        Ok(Self { address, token, badges, stop, running })
    }

    async fn turn(&self, ground: &mut Ground, plan: Plan, asked: Asked, connections: u32, figures: &mut Figures) -> anyhow::Result<()> {
        let (requests, of_each) = match asked {
            Asked::Single { .. } => (plan.singles, 1),
            Asked::Batch => (1, plan.batch),
            Asked::Page | Asked::File => (plan.pages, 1),
        };
        let made = match asked {
            Asked::Single { .. } | Asked::Batch => {
                let nominations = ground.attested(usize::try_from(requests * of_each)?).await?;
                let each = nominations.chunks(usize::try_from(of_each)?);
                each.map(|nominations| self.issuing(nominations, asked)).collect()
            }
            Asked::Page | Asked::File => {
                let badges = self.badges.iter().cycle().take(usize::try_from(requests)?);
                badges.map(|badge| looking(*badge, asked)).collect()
            }
        };
        let cpu = process_cpu();
        let Seen { took, each_ms, client_cpu } = send_all(self.address, connections, made).await?;
        let cpu = process_cpu().saturating_sub(cpu).saturating_sub(client_cpu);
        figures.per_s.push(f64::from(requests * of_each) / took.max(Duration::from_nanos(1)).as_secs_f64());
        figures.cpu_us.push(micros_each(cpu, requests * of_each));
        figures.each_ms.extend(each_ms);
        Ok(())
    }

    fn issuing(&self, nominations: &[NominationId], asked: Asked) -> Request {
        let names: Vec<String> = nominations.iter().map(ToString::to_string).collect();
        let key = (asked == Asked::Single { safe_to_repeat: true }).then(|| names.concat());
        let body = format!(r#"{{"nominations":["{}"]}}"#, names.join(r#"",""#));
        Request::post("/api/credentials", &self.token, key.as_deref(), &body)
    }
}

fn looking(badge: CredentialId, asked: Asked) -> Request {
    match asked {
        Asked::File => Request::get(&format!("/c/{badge}.json"), "*/*"),
        Asked::Page | Asked::Single { .. } | Asked::Batch => Request::get(&format!("/c/{badge}"), BROWSER),
    }
}

impl Asked {
    fn described(self, plan: Plan) -> String {
        match self {
            Self::Single { safe_to_repeat: false } => "issue one badge".to_owned(),
            Self::Single { safe_to_repeat: true } => "issue one badge, with Idempotency-Key".to_owned(),
            Self::Batch => format!("issue {} badges in one request", plan.batch),
            Self::Page => "page /c/{id}, verified anew".to_owned(),
            Self::File => "signed bytes /c/{id}.json".to_owned(),
        }
    }
}
