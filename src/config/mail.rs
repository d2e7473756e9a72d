//! `[mail]`: the server that takes our mails.

use std::path::{Path, PathBuf};

use super::sheet::Section;
use crate::platform::mail::{Mailbox, Tls};

/// The port for TLS from the first byte ([RFC 8314 §7.3](https://www.rfc-editor.org/rfc/rfc8314#section-7.3)).
const SUBMISSIONS: u16 = 465;

/// `[mail]`: where mails are handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// Its name, which its certificate must say.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// When the line is encrypted.
    pub tls: Tls,
    /// Who we are there.
    pub user: Option<String>,
    /// The file with the password there.
    pub password_file: Option<PathBuf>,
    /// From whom mails come.
    pub from: Mailbox,
    /// A file with certificates that are trusted besides those of this machine.
    pub certificate_file: Option<PathBuf>,
}

/// `[mail]`; without it people are told on their pages only.
pub(super) fn read(top: &Section<'_, '_>, folder: &Path) -> Option<MailSettings> {
    let section = top.section("mail")?;
    let host = section.checked("host", "write the name of the server, such as mail.example.org", |host| {
        !host.contains(char::is_whitespace) && !host.contains(['/', ':', '@'])
    });
    let port = section.optional_number("port", 1..=u16::MAX).unwrap_or(SUBMISSIONS);
    let usual = if port == SUBMISSIONS { Tls::Implicit } else { Tls::Starttls };
    let tls = section.optional_parsed("tls", "write implicit (port 465) or starttls (port 587)").unwrap_or(usual);
    let user = section.optional_text("user");
    let password_file = section.optional_text("password_file").map(|file| folder.join(file));
    let from = section.parsed("from", "write a sender such as Badges <badges@example.org>");
    let certificate_file = section.optional_text("certificate_file").map(|file| folder.join(file));
    if user.is_some() != password_file.is_some() {
        let field = if user.is_some() { "user" } else { "password_file" };
        section.fault(field, "user and password_file go together", "add the other one, or leave out both");
    }
    let inside = host.as_deref().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1"));
    if tls == Tls::Off && !inside {
        section.fault("tls", "mails would cross the network readable by everybody", "use implicit or starttls; off is for localhost only");
    }
    Some(MailSettings { host: host?, port, tls, user, password_file, from: from?, certificate_file })
}
