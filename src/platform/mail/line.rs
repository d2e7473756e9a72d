//! A line to a mail server, opened step by step, each with a fault of its own.

use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, authentication};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::letter::{Mail, Mailbox, written};
use super::{MailServer, Tls};

/// How long one step may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    /// The operator's certificates.
    #[error("the certificates in certificate_file cannot be used: {reason}")]
    Authorities {
        /// What is wrong.
        reason: String,
    },
    /// Nobody answers, or not as a mail server does.
    #[error("no mail server answers at {host}:{port}: {reason}")]
    Unreached {
        /// Where.
        host: String,
        /// The port.
        port: u16,
        /// What happened.
        reason: String,
    },
    /// The line could not be encrypted.
    #[error("the line to {host}:{port} could not be encrypted: {reason}")]
    Tls {
        /// Where.
        host: String,
        /// The port.
        port: u16,
        /// What happened.
        reason: String,
    },
    /// It does not know how to.
    #[error("{host}:{port} does not offer STARTTLS: if its port is for TLS from the first byte, write tls = \"implicit\"")]
    NoStarttls {
        /// Where.
        host: String,
        /// The port.
        port: u16,
    },
    /// It does not know us.
    #[error("{host} does not accept user and password: {reason}")]
    Login {
        /// Where.
        host: String,
        /// What it says.
        reason: String,
    },
    /// It will not take this mail now.
    #[error("the server says: not now: {reason}")]
    NotNow {
        /// What it says.
        reason: String,
    },
    /// It will never take this mail.
    #[error("the server refuses the mail: {reason}")]
    Refused {
        /// What it says.
        reason: String,
    },
    /// The line broke.
    #[error("the line broke: {reason}")]
    Broken {
        /// What happened.
        reason: String,
    },
    /// It cannot be written as a mail.
    #[error("the mail cannot be written: {reason}")]
    Unwritable {
        /// Why.
        reason: String,
    },
}

/// An open line.
pub struct Line<'p> {
    connection: AsyncSmtpConnection,
    from: &'p Mailbox,
}

impl<'p> Line<'p> {
    pub(super) async fn open(server: &'p MailServer, tls: Option<TlsParameters>, login: Option<Credentials>) -> Result<Self, MailFault> {
        let (host, port) = (server.host.clone(), server.port);
        let hello = ClientId::Domain(server.from.address().rsplit('@').next().unwrap_or("localhost").to_owned());
        let from_start = tls.clone().filter(|_| server.tls == Tls::Implicit);
        let connecting = AsyncSmtpConnection::connect_tokio1((host.as_str(), port), Some(PATIENCE), &hello, from_start, None);
        let connected = timeout(PATIENCE, connecting).await.map_err(|_| late()).and_then(|done| done.map_err(|error| said(&error)));
        let mut connection = match connected {
            Ok(connection) => connection,
            // Somebody listens there, so it was the encryption that failed.
            Err(reason) if server.tls == Tls::Implicit && listens(&host, port).await => return Err(MailFault::Tls { host, port, reason }),
            Err(reason) => return Err(MailFault::Unreached { host, port, reason }),
        };
        if let (Tls::Starttls, Some(tls)) = (server.tls, tls) {
            if !connection.can_starttls() {
                return Err(MailFault::NoStarttls { host, port });
            }
            let encrypted = timeout(PATIENCE, connection.starttls(tls, &hello)).await;
            let encrypted = encrypted.map_err(|_| late()).and_then(|done| done.map_err(|error| said(&error)));
            encrypted.map_err(|reason| MailFault::Tls { host: host.clone(), port, reason })?;
        }
        if let Some(login) = login {
            let known = timeout(PATIENCE, connection.auth(MECHANISMS, &login)).await;
            let known = known.map_err(|_| late()).and_then(|done| done.map_err(|error| said(&error)));
            known.map_err(|reason| MailFault::Login { host, reason })?;
        }
        Ok(Self { connection, from: &server.from })
    }

    /// Gives the server one mail. When this returns, it has taken it.
    ///
    /// # Errors
    /// Why it did not; after [`MailFault::Broken`] the line is of no more use.
    pub async fn send(&mut self, mail: &Mail) -> Result<(), MailFault> {
        let (envelope, bytes) = written(mail, self.from)?;
        let taken = timeout(PATIENCE, self.connection.send(&envelope, &bytes)).await;
        match taken {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_transient() => Err(MailFault::NotNow { reason: said(&error) }),
            Ok(Err(error)) if error.is_permanent() || error.is_client() => Err(MailFault::Refused { reason: said(&error) }),
            Ok(Err(error)) => Err(MailFault::Broken { reason: said(&error) }),
            Err(_) => Err(MailFault::Broken { reason: late() }),
        }
    }

    /// Whether it can be used again.
    pub fn is_good(&self) -> bool {
        !self.connection.has_broken()
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.connection.quit()).await;
    }
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

/// What is common and not broken.
const MECHANISMS: &[Mechanism] = authentication::DEFAULT_MECHANISMS;

fn late() -> String {
    format!("nothing came within {} seconds", PATIENCE.as_secs())
}

async fn listens(host: &str, port: u16) -> bool {
    matches!(timeout(PATIENCE, TcpStream::connect((host, port))).await, Ok(Ok(_)))
}

/// An error with all its causes, in one line.
fn said(error: &Error) -> String {
    let mut whole = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !whole.contains(&more) {
            whole = format!("{whole}: {more}");
        }
        cause = inner.source();
    }
    whole.replace(['\r', '\n'], " ")
}
