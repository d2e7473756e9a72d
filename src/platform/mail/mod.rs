//! Mail that leaves: by one server that the operator names, over TLS unless it is on this machine.
//!
//! [`Postman::reach`] opens a line to it (connect, TLS, who we are), [`Line::send`] gives it mails. Each
//! step has a fault of its own, so that `insignia check --mail` can say which one went wrong. Nothing is
//! kept or tried again here: that is the outbox's.
//!
//! Addresses outside ASCII: the domain is written as DNS has it; a name outside ASCII needs a server that
//! knows [SMTPUTF8](https://www.rfc-editor.org/rfc/rfc6531).

mod letter;
mod line;

pub use letter::{Mail, Mailbox, NotAMailbox};
pub use line::{Line, MailFault};

use std::fmt;
use std::str::FromStr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use secrecy::{ExposeSecret, SecretString};

/// Where mail is handed over, and as whom.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Its name, which its certificate must say.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// When the line is encrypted.
    pub tls: Tls,
    /// User and password there, if it asks.
    pub login: Option<(String, SecretString)>,
    /// From whom mails come.
    pub from: Mailbox,
    /// Certificates in PEM that are trusted besides those of this machine, for a server inside.
    pub authorities: Option<Vec<u8>>,
}

/// When a line is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte.
    Implicit,
    /// After `STARTTLS`, which must succeed.
    Starttls,
    /// Never: for a server on this machine.
    Off,
}

impl Tls {
    /// As the configuration says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Starttls => "starttls",
            Self::Off => "off",
        }
    }
}

/// Not a way to encrypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is none of implicit, starttls and off")]
pub struct NoSuchTls;

impl FromStr for Tls {
    type Err = NoSuchTls;

    fn from_str(text: &str) -> Result<Self, NoSuchTls> {
        [Self::Implicit, Self::Starttls, Self::Off].into_iter().find(|one| one.as_str() == text).ok_or(NoSuchTls)
    }
}

/// Gives mails to one server.
pub struct Postman {
    server: MailServer,
    tls: Option<TlsParameters>,
}

impl Postman {
    /// A postman for this server.
    ///
    /// # Errors
    /// [`MailFault::Authorities`]: the certificates that are to be trusted cannot be read.
    pub fn new(server: MailServer) -> Result<Self, MailFault> {
        let tls = match server.tls {
            Tls::Off => None,
            Tls::Implicit | Tls::Starttls => Some(parameters(&server)?),
        };
        Ok(Self { server, tls })
    }

    /// Where it goes.
    pub fn server(&self) -> &MailServer {
        &self.server
    }

    /// Opens a line: connects, encrypts, and says who we are.
    ///
    /// # Errors
    /// The step that went wrong.
    pub async fn reach(&self) -> Result<Line<'_>, MailFault> {
        let login = self.server.login.as_ref().map(|(user, word)| Credentials::new(user.clone(), word.expose_secret().to_owned()));
        Line::open(&self.server, self.tls.clone(), login).await
    }
}

impl fmt::Debug for Postman {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postman").field("host", &self.server.host).field("port", &self.server.port).finish_non_exhaustive()
    }
}

fn parameters(server: &MailServer) -> Result<TlsParameters, MailFault> {
    let wrong = |error: lettre::transport::smtp::Error| MailFault::Authorities { reason: error.to_string() };
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authorities {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(wrong)?);
    }
    builder.build().map_err(wrong)
}
