//! `insignia serve`: opens the door and keeps it until it is told to stop.
//!
//! A database that `init` did not make is refused. What a crash left unfinished is finished before
//! the first request; without a passphrase the server starts sealed and signs nothing.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::answer::Answer;
use super::installation::{Installation, inside};
use super::terminal::{Style, Terminal};
use crate::appearance::mail::Composer;
use crate::appearance::pages::standing::PrivacyPage;
use crate::appearance::pages::{Pages, embedded_messages};
use crate::appearance::social::Cards;
use crate::community::people::sign_in::Ways;
use crate::community::people::sign_in::elsewhere::Client;
use crate::community::people::sign_in::elsewhere::provider::Provider;
use crate::community::people::sign_in::elsewhere::wiki::Wiki;
use crate::community::people::sign_in::passkey::ceremony::RelyingParty;
use crate::config::{MailSettings, ProviderSettings, WikiSettings, read_secret};
use crate::doors::http::client::TrustedProxies;
use crate::doors::http::door::{Door, DoorParts};
use crate::doors::http::rates::Quotas;
use crate::doors::http::serve::Limits;
use crate::doors::mailing::{Mails, Rounds};
use crate::platform::mail::{MailServer, Postman};
use crate::vocabulary::clock::SystemClock;

/// Nothing is decided here: the configuration says everything.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Sockets that listen, taken before anything else is done.
pub(super) struct Listeners {
    public: TcpListener,
    operations: Option<TcpListener>,
}

impl Args {
    /// Serves until the process is told to stop.
    pub(super) async fn run(self, terminal: &Terminal, config: &Path) -> anyhow::Result<Answer> {
        inside(config, async |at| {
            let listeners = Listeners::bind(at.config().listen.public, at.config().listen.operations).await?;
            let stop = stop_on_signals()?;
            serve(at, terminal, listeners, stop).await?;
            Ok(Answer::said_already())
        })
        .await
    }
}

impl Listeners {
    /// Listens on these addresses.
    pub(super) async fn bind(public: SocketAddr, operations: Option<SocketAddr>) -> anyhow::Result<Self> {
        let bind = async |address: SocketAddr| {
            let remedy = "stop the program that listens there, or choose another port";
            TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}; {remedy}"))
        };
        let operations = match operations {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        Ok(Self { public: bind(public).await?, operations })
    }
}

/// Finishes what was left, opens the door, and closes it when `stop` is cancelled.
pub(super) async fn serve(at: &Installation, terminal: &Terminal, listeners: Listeners, stop: CancellationToken) -> anyhow::Result<()> {
    let door = door(at)?;
    at.office().keep_did_documents().await?;
    let troubles = at.office().sealed();
    for trouble in &troubles {
        terminal.say(format!("{} {trouble}", Style::Bad.on("sealed:")));
    }
    if troubles.is_empty() {
        let recovered = at.office().recover().await?;
        if recovered != crate::issuer::Recovery::default() {
            let (finished, cancelled, waiting) = (recovered.finished, recovered.cancelled, recovered.waiting);
            terminal.say(format!("Left from before: {finished} badges finished, {cancelled} cancelled, {waiting} wait."));
        }
    }
    let (base, address) = (&at.config().base, listeners.public.local_addr()?);
    terminal.say(format!("Serving {} on {address}. Stop with Ctrl-C.", Style::Strong.on(base)));
    let rounds = Rounds::new(at.community().clone(), mails(at)?);
    let (drained, ()) = tokio::join!(door.run(listeners.public, listeners.operations, stop.clone()), rounds.run(stop));
    match drained.cut {
        0 => terminal.say("Stopped."),
        cut => terminal.say(format!("Stopped; {cut} connections did not finish in time and were cut.")),
    }
    Ok(())
}

/// The door of an installation.
pub(super) fn door(at: &Installation) -> anyhow::Result<Door> {
    let (config, office, templates) = (at.config(), at.office().clone(), at.templates()?);
    let pages = Pages::new(&templates, Arc::new(embedded_messages()?), office.addresses(), office.owner()?.name())?;
    let privacy = PrivacyPage { controller: config.privacy.controller.clone(), contact: config.privacy.contact.clone() };
    Ok(Door::new(DoorParts {
        office,
        fetcher: at.fetcher()?,
        pages,
        gallery: at.gallery()?,
        cards: Cards::new(&templates, at.fonts())?,
        press: at.press()?,
        privacy,
        clock: Arc::new(SystemClock),
        quotas: Quotas::default(),
        proxies: TrustedProxies::new(config.listen.trusted_proxies.iter().copied()),
        ways: ways(at)?,
        practice: config.practice.clone(),
        limits: Limits::default(),
    }))
}

/// By what people sign in here.
fn ways(at: &Installation) -> anyhow::Result<Ways> {
    let party = RelyingParty::of(at.office().addresses().base(), at.office().owner()?.name())?;
    let providers = at.config().providers.iter().map(provider).collect::<anyhow::Result<_>>()?;
    Ok(Ways { party, wiki: at.config().wiki.as_ref().map(wiki).transpose()?, providers })
}

/// How mails leave; nothing, if the configuration names no server for them.
fn mails(at: &Installation) -> anyhow::Result<Option<Mails>> {
    let Some(said) = &at.config().mail else { return Ok(None) };
    let composer = Composer::new(Arc::new(embedded_messages()?), at.office().addresses().clone());
    Ok(Some(Mails::new(composer, Arc::new(postman(said)?))))
}

/// The mail server of a configuration, with the password from its file.
pub(super) fn postman(said: &MailSettings) -> anyhow::Result<Postman> {
    let login = match (&said.user, &said.password_file) {
        (Some(user), Some(file)) => Some((user.clone(), read_secret(file)?)),
        (Some(_), None) | (None, _) => None,
    };
    let read = |file: &Path| std::fs::read(file).with_context(|| format!("the certificates in {} cannot be read", file.display()));
    Ok(Postman::new(MailServer {
        host: said.host.clone(),
        port: said.port,
        tls: said.tls,
        login,
        from: said.from.clone(),
        authorities: said.certificate_file.as_deref().map(read).transpose()?,
    })?)
}

/// The wiki of a configuration, with the secret from its file.
pub(super) fn wiki(said: &WikiSettings) -> anyhow::Result<Wiki> {
    let client = Client { id: said.client_id.clone(), secret: read_secret(&said.client_secret_file)? };
    Ok(Wiki::new(&said.name, said.server.clone(), client)?)
}

/// A provider of a configuration, with the secret from its file.
pub(super) fn provider(said: &ProviderSettings) -> anyhow::Result<Provider> {
    let client = Client { id: said.client_id.clone(), secret: read_secret(&said.client_secret_file)? };
    Ok(Provider::new(&said.slug, &said.name, &said.issuer, client)?)
}

/// Cancelled when the process is told to stop: by a service manager, or by Ctrl-C.
pub(super) fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        told.cancel();
    });
    Ok(stop)
}
