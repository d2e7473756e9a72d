//! One mail, and how it is written down: the same bytes at every try.

use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, Message, message};

use super::MailFault;
use crate::vocabulary::{LanguageTag, Timestamp};

/// A mail in two forms that say the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same at every try: receivers can tell a repetition. The part of its Message-ID before the @.
    pub id: String,
    /// To whom: one address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub plain: String,
    /// The same as a document without pictures, scripts and anything from elsewhere.
    pub html: String,
    /// The language of both.
    pub language: LanguageTag,
    /// The page on which mails like this are stopped.
    pub stopped_at: Option<String>,
    /// When what it says came about.
    pub at: Timestamp,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A sender: `name@example.org`, or `Name <name@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox(message::Mailbox);

/// Why a text is no mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no sender such as Badges <badges@example.org>")]
pub struct NotAMailbox(String);

impl FromStr for Mailbox {
    type Err = NotAMailbox;

    fn from_str(text: &str) -> Result<Self, NotAMailbox> {
        text.trim().parse().map(Self).map_err(|_| NotAMailbox(text.to_owned()))
    }
}

impl Mailbox {
    /// The address without the name.
    pub fn address(&self) -> String {
        self.0.email.to_string()
    }

    fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

/// The mail as it goes over the line, and to whom.
pub(super) fn written(mail: &Mail, from: &Mailbox) -> Result<(Envelope, Vec<u8>), MailFault> {
    let unwritable = |reason: String| MailFault::Unwritable { reason };
    let to = address(&mail.to).ok_or_else(|| unwritable("this is no mail address".to_owned()))?;
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.at.as_ms()).unwrap_or_default());
    let part = |kind: ContentType, text: &str| SinglePart::builder().header(kind).body(text.to_owned());
    // Lines end as mail wants them; the boundary is made of the id, so that every try has the same bytes.
    let lines = |text: &str| text.replace('\n', "\r\n");
    let both = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("insignia-{}", mail.id))
        .singlepart(part(ContentType::TEXT_PLAIN, &lines(&mail.plain)))
        .singlepart(part(ContentType::TEXT_HTML, &lines(&mail.html)));
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}@{}>", mail.id, from.domain())))
        .date(date)
        .from(from.0.clone())
        .to(message::Mailbox::new(None, to.clone()))
        .subject(mail.subject.clone())
        // RFC 3834: no machine answers a machine.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", mail.language.as_str()));
    if let Some(page) = &mail.stopped_at {
        builder = builder.raw_header(header("List-Unsubscribe", &format!("<{page}>")));
    }
    let message = builder.multipart(both).map_err(|error| unwritable(error.to_string()))?;
    let envelope = Envelope::new(Some(from.0.email.clone()), vec![to]).map_err(|error| unwritable(error.to_string()))?;
    Ok((envelope, message.formatted()))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// An address with its domain as DNS has it.
fn address(text: &str) -> Option<Address> {
    let (name, domain) = text.rsplit_once('@')?;
    let url::Host::Domain(domain) = url::Host::parse(domain).ok()? else { return None };
    Address::new(name, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            id: "7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
            to: "dina@उदाहरण.example".to_owned(),
            subject: "صدرت شارتك".to_owned(),
            plain: "سطر أول\nسطر ثان\n".to_owned(),
            html: "<p>x</p>\n".to_owned(),
            language: "ar".parse().unwrap(),
            stopped_at: Some("https://badges.example.org/me/mail".to_owned()),
            at: Timestamp::parse("2026-11-20T11:00:00Z").unwrap(),
        }
    }

    #[test]
    fn a_mail_has_the_same_bytes_at_every_try_and_says_what_it_is() {
        let from: Mailbox = "شارات <badges@example.org>".parse().unwrap();
        let (envelope, bytes) = written(&mail(), &from).unwrap();
        assert_eq!(written(&mail(), &from).unwrap().1, bytes);
        assert_eq!(envelope.to()[0].to_string(), "dina@xn--p1b6ci4b4b3a.example");
        let text = String::from_utf8(bytes).expect("everything is encoded");
        assert!(text.is_ascii());
        for line in [
            "Message-ID: <7g3x9m2k4p8q1r5t6v7w8y9z0a@example.org>\r\n",
            "Date: Fri, 20 Nov 2026 11:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: ar\r\n",
            "List-Unsubscribe: <https://badges.example.org/me/mail>\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn no_line_of_a_header_can_be_added() {
        let from: Mailbox = "badges@example.org".parse().unwrap();
        let (_, bytes) = written(&Mail { subject: "x\r\nBcc: y@example.org".to_owned(), ..mail() }, &from).unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains("\nBcc:"));
        for to in ["x", "x@[127.0.0.1]", "x@127.0.0.1", "a b@example.org", "x@example.org\r\nRCPT TO:<y@example.org>"] {
            assert!(written(&Mail { to: to.to_owned(), ..mail() }, &from).is_err(), "{to}");
        }
        assert!("badges".parse::<Mailbox>().is_err());
    }
}
