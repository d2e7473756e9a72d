//! A person's mail address for notices: given by them, and theirs once they followed a link sent to it.
//!
//! Until then nothing is sent to it but that one question, so nobody can have mails sent to others.
//! Nobody signs in by a mail address, and it never stands in a badge from here.

pub(crate) mod store;

use std::fmt;
use std::str::FromStr;

use crate::vocabulary::Timestamp;

/// Seconds that the question whether an address is theirs can be answered.
pub const LIFE_S: i64 = 14 * 86_400;
/// Bytes: more fit into no command of SMTP ([RFC 5321 §4.5.3.1.3](https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3)).
const LONGEST: usize = 254;

/// A mail address as a person typed it. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(String);

/// Why a text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a mail address: it needs a name, an @ and a domain such as example.org, without spaces")]
pub struct NotAnAddress;

impl MailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What mailboxes have in common that are one for every practical purpose: for counting.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for MailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let (name, domain) = text.rsplit_once('@').ok_or(NotAnAddress)?;
        let plain = |c: char| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '(' | ')' | '<' | '>' | ',' | ':' | ';' | '\\' | '[' | ']' | '@')
        };
        let in_dots = |part: &str| part.split('.').all(|label| !label.is_empty());
        let host = |label: &str| {
            !label.starts_with('-') && !label.ends_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
        };
        let good = text.len() <= LONGEST
            && name.len() <= 64
            && text.chars().filter(|c| *c != '@').all(plain)
            && !name.contains('@')
            && in_dots(name)
            && in_dots(domain)
            && domain.contains('.')
            && domain.split('.').all(host);
        if good { Ok(Self(text.to_owned())) } else { Err(NotAnAddress) }
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress")
    }
}

/// A person's address, and whether it is known to be theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The address.
    pub address: MailAddress,
    /// Whether they confirmed it.
    pub standing: Standing,
}

/// How far an address has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A question was put into the outbox.
    Asked {
        /// When.
        at: Timestamp,
        /// When it can no longer be answered.
        expires_at: Timestamp,
    },
    /// Theirs.
    Confirmed {
        /// Since when.
        at: Timestamp,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain_and_nothing_that_ends_a_line() {
        for good in ["dina@example.org", " Dina.K+x@mail.example.org ", "सीता@उदाहरण.भारत", "o'neill@example.org", "x_y@a-b.example"]
        {
            assert_eq!(good.parse::<MailAddress>().unwrap().as_str(), good.trim());
        }
        let long = format!("{}@example.org", "x".repeat(65));
        for wrong in [
            "",
            "dina",
            "@example.org",
            "dina@",
            "dina@localhost",
            "dina@example..org",
            "dina@.org",
            ".dina@example.org",
            "a b@example.org",
            "a@b@example.org",
            "dina@example.org\r\nBcc: x@example.org",
            "Dina <dina@example.org>",
            "dina@-example.org",
            "dina@[127.0.0.1]",
            "a,b@example.org",
            "dina@exa_mple.org",
            &long,
        ] {
            assert!(wrong.parse::<MailAddress>().is_err(), "{wrong:?}");
        }
        assert_eq!(format!("{:?}", "dina@example.org".parse::<MailAddress>().unwrap()), "MailAddress");
    }
}
