//! `insignia archival-writer`: the other process. Not for people, so it is not in the help.

use std::io::{Read, Write};

use anyhow::Context as _;
use rustix::process::{Resource, Rlimit, setrlimit};

use super::Order;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::template::Template;
use crate::appearance::certificate::{archival, compose};
use crate::doors::cli::answer::{Answer, Refused};
use crate::standards::json::{Limits, parse};

/// The command's name.
pub(super) const NAME: &str = "archival-writer";
/// Bytes of an order: a template and many contents with their credentials.
const LARGEST: usize = 64 << 20;
/// Bytes of memory, the fonts that are read included.
const MEMORY: u64 = 4 << 30;

/// Reads an order from the standard input and writes the file to the standard output.
#[derive(Debug, clap::Args)]
pub(in crate::doors::cli) struct Args {}

impl Args {
    /// Writes.
    pub(in crate::doors::cli) fn run(self) -> anyhow::Result<Answer> {
        setrlimit(Resource::As, Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) }).context("no limit can be set on the memory")?;
        let mut bytes = Vec::new();
        let most = u64::try_from(LARGEST)? + 1;
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).context("the order cannot be read")?;
        let order =
            parse(&bytes, &Limits::of_bytes(LARGEST)).map_err(|fault| Refused::because(format!("the order is no JSON: {fault}")))?;
        let order: Order = serde_json::from_value(order).map_err(|fault| Refused::because(format!("the order is none: {fault}")))?;
        let file = written(&order)?;
        let mut out = std::io::stdout().lock();
        out.write_all(&file).and_then(|()| out.flush()).context("the file cannot be handed over")?;
        Ok(Answer::said_already())
    }
}

fn written(order: &Order) -> anyhow::Result<Vec<u8>> {
    let template = Template::read(&order.template, &order.svg)?;
    let fonts = Fonts::discover(&order.fonts);
    let sheet = match order.contents.as_slice() {
        [one] => compose::sheet(&template, one, &fonts)?,
        several => compose::sheet_of_cards(&template, several, &fonts)?,
    };
    Ok(archival::write(&sheet)?)
}
