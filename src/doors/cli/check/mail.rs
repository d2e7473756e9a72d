//! `insignia check --mail`: the mail server of the configuration, step by step.

use serde::Serialize;
use std::fmt;

use super::super::answer::{Answer, Exit, Refused};
use super::super::serve;
use super::super::terminal::{Style, Terminal};
use crate::appearance::mail::Composer;
use crate::appearance::pages::embedded_messages;
use crate::community::notices::address::MailAddress;
use crate::config::Config;
use crate::platform::mail::{MailFault, Tls};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::{Addresses, Chance, Clock as _};

/// What was tried.
#[derive(Debug, Serialize)]
struct Tried {
    server: String,
    steps: Vec<String>,
    fault: Option<String>,
    remedy: Option<&'static str>,
}

/// Tries the settings; with an address, sends it a mail.
pub(super) async fn check(terminal: &Terminal, config: &Config, to: Option<&MailAddress>) -> anyhow::Result<Answer> {
    let Some(said) = &config.mail else {
        return Err(Refused::because("the configuration has no [mail]: people are told on their pages only. README.md shows the fields"));
    };
    let postman = serve::postman(said)?;
    let waiting = terminal.waiting("asking the mail server");
    let mut tried = Tried { server: format!("{}:{}", said.host, said.port), steps: Vec::new(), fault: None, remedy: None };
    let outcome = async {
        let mut line = postman.reach().await?;
        tried.steps.push(match said.tls {
            Tls::Off => "it answers, without encryption".to_owned(),
            Tls::Implicit | Tls::Starttls => format!("it answers, and its certificate says {}", said.host),
        });
        if let Some(user) = &said.user {
            tried.steps.push(format!("it knows {user}"));
        }
        if let Some(to) = to {
            let composer =
                Composer::new(std::sync::Arc::new(embedded_messages().map_err(|_| unspeakable())?), Addresses::new(config.base.clone()));
            let mail = composer.trial(to.as_str(), Chance::system().id(), SystemClock.now());
            line.send(&mail).await?;
            tried.steps.push(format!("it took a mail to {}: look there, also among unwanted mail", to.as_str()));
        }
        line.close().await;
        Ok::<(), MailFault>(())
    }
    .await;
    waiting.finish_and_clear();
    if let Err(fault) = outcome {
        tried.remedy = Some(remedy(&fault));
        tried.fault = Some(fault.to_string());
    }
    let exit = if tried.fault.is_none() { Exit::Done } else { Exit::Refused };
    Ok(Answer::of(&tried)?.ending(exit))
}

fn unspeakable() -> MailFault {
    MailFault::Unwritable { reason: "the messages in this program have a mistake".to_owned() }
}

/// What to do about a fault.
const fn remedy(fault: &MailFault) -> &'static str {
    match fault {
        MailFault::Authorities { .. } => "give certificate_file a file of certificates in PEM, or leave it out",
        MailFault::Unreached { .. } => {
            "compare host and port with what your mail provider says; hosters often block port 25: use 465 or 587"
        }
        MailFault::Tls { .. } => {
            "host must be the name in the server's certificate; port 465 goes with tls = \"implicit\", 587 with \"starttls\"; for a server with a certificate of your own, name it as certificate_file"
        }
        MailFault::NoStarttls { .. } => "use port 465 with tls = \"implicit\", or ask the mail server's operator to offer STARTTLS",
        MailFault::Login { .. } => {
            "compare user with what your provider says, and the one line in password_file; some providers want a password made for programs"
        }
        MailFault::NotNow { .. } => "nothing is wrong here: try again in some minutes; mails in the outbox are tried for a day and a half",
        MailFault::Refused { .. } => {
            "from must be an address that this server may send for, and its domain needs SPF and DKIM for this server"
        }
        MailFault::Broken { .. } => "try again; if it stays, the mail server's log says more",
        MailFault::Unwritable { .. } => "write the address like name@example.org",
    }
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Style::Strong.on(&self.server))?;
        for step in &self.steps {
            writeln!(f, "  {} {step}", Style::Good.on("✓"))?;
        }
        if let (Some(fault), Some(remedy)) = (&self.fault, self.remedy) {
            writeln!(f, "  {} {fault}", Style::Bad.on("✗"))?;
            writeln!(f, "    {remedy}")?;
        }
        Ok(())
    }
}
