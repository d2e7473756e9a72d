//! `insignia conformance`: the VC API on a port of its own.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::conformance::{Sandbox, Variant};
use crate::doors::cli::answer::{Answer, Refused};
use crate::doors::cli::serve::stop_on_signals;
use crate::doors::http::conformance::{Bench, base_of};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::{Chance, Clock as _};

/// Where it listens, and how it is reached.
#[derive(Debug, clap::Args)]
pub(super) struct Service {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8018")]
    listen: SocketAddr,
    /// The address by which test software reaches it, where that is another one.
    #[arg(long, value_name = "URL")]
    base: Option<url::Url>,
    /// Which issuer answers where a path names none.
    #[arg(long, value_name = "NAME", default_value = "eddsa-rdfc-2022", value_parser = variant)]
    suite: Variant,
}

fn variant(name: &str) -> Result<Variant, String> {
    let names = || Variant::ALL.map(Variant::name).join(", ");
    Variant::named(name).ok_or_else(|| format!("there are {}", names()))
}

impl Service {
    /// Serves until the process is told to stop.
    pub(super) async fn run(self) -> anyhow::Result<Answer> {
        let listener = TcpListener::bind(self.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}: choose another port", self.listen))?;
        let stop = stop_on_signals()?;
        let address = listener.local_addr()?;
        let base = self.base.map_or_else(|| base_of(address), |base| base.as_str().trim_end_matches('/').to_owned());
        let (chance, clock) = (Chance::system(), SystemClock);
        let sandbox = Sandbox::new(&base, &chance, clock.now()).map_err(|fault| Refused::because(fault.to_string()))?;
        let bench = Bench::new(sandbox, Arc::new(clock), &base);
        aloud("These keys are made to be thrown away: they sign whatever anybody sends. For test software only.");
        if !address.ip().is_loopback() {
            aloud(&format!("{address} can be reached from other machines: so can these keys."));
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", bench.description()).and_then(|()| out.flush()).context("the output cannot be written")?;
        drop(out);
        bench.run(listener, self.suite, stop).await;
        Ok(Answer::said_already())
    }
}

/// On the error stream: the other one is read by programs.
fn aloud(sentence: &str) {
    // Who closed the stream does not want to hear it.
    let _ = writeln!(std::io::stderr(), "insignia: {sentence}");
}
