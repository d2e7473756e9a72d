//! Mails: what a notice says, in the receiver's language, as plain text and as a simple document.
//!
//! A mail names the badge and where to look, and nothing about the person: mails pass through many
//! hands. The document has no pictures, no style from elsewhere and no way to see who opened it. Both
//! forms say the same; names are set apart from the direction of the text around them.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::sync::Arc;

use super::markup::escaped;
use crate::community::catalog::Catalog;
use crate::community::notices::{About, Kind, Notice};
use crate::community::{Addressed, Matter};
use crate::platform::i18n::{Arg, Messages, direction, format_date};
use crate::platform::mail::Mail;
use crate::vocabulary::ids::OutboxId;
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

/// Composes mails of one installation.
#[derive(Debug, Clone)]
pub struct Composer {
    messages: Arc<Messages>,
    addresses: Addresses,
}

/// A mail before it is laid out.
struct Said {
    subject: String,
    body: String,
    link: Option<String>,
    footer: String,
    stopped_at: Option<String>,
}

impl Composer {
    /// A composer of the installation at `addresses`.
    pub fn new(messages: Arc<Messages>, addresses: Addresses) -> Self {
        Self { messages, addresses }
    }

    /// The mail that says `addressed`; `id` is that of its row in the outbox.
    pub fn compose(&self, addressed: &Addressed, catalog: &Catalog, id: OutboxId, at: Timestamp) -> Mail {
        let language = addressed.language.clone().unwrap_or_else(LanguageTag::english);
        let said = match &addressed.matter {
            Matter::Notice(notice) => self.of_notice(notice, catalog, &language),
            Matter::Confirm(secret) => self.once(
                (self.say("mail-confirm-subject", &language, &[]), "mail-confirm"),
                self.addresses.mail_confirmation(secret.reveal()),
                &language,
            ),
            Matter::Invitation { secret, training } => self.once(
                (self.say("notices-told-invited", &language, &[Arg::Text(&apart(training))]), "mail-invited"),
                self.addresses.sign_in_link(secret.reveal()),
                &language,
            ),
        };
        laid_out(said, addressed.to.as_str(), id.to_string(), language, at)
    }

    /// A mail by which an operator tries the settings.
    pub fn trial(&self, to: &str, id: OutboxId, at: Timestamp) -> Mail {
        let language = LanguageTag::english();
        let subject = self.say("mail-try", &language, &[Arg::Text(&apart(self.addresses.base().host()))]);
        let said =
            Said { body: subject.clone(), subject, link: None, footer: self.footer("mail-footer-once", &language), stopped_at: None };
        laid_out(said, to, id.to_string(), language, at)
    }

    fn of_notice(&self, notice: &Notice, catalog: &Catalog, language: &LanguageTag) -> Said {
        let (about, day) = (apart(&name_of(&notice.about, catalog, language)), ends_on(&notice.about, language));
        let subject = self.say(&format!("notices-told-{}", notice.kind.as_str()), language, &[Arg::Text(&about), Arg::Text(&day)]);
        let body = match notice.kind {
            Kind::Invited => "mail-invited",
            Kind::Issued => "mail-issued",
            Kind::BadgeChanged => "mail-badge-changed",
            Kind::RenewalDue | Kind::RenewalNear => "mail-renewal",
            Kind::CorrectionAnswered | Kind::AppealAnswered => "mail-answered",
            Kind::CoAttesterAsked => "mail-co-attester",
            Kind::AttestingCapped => "mail-attesting-capped",
        };
        let link = match &notice.about {
            About::Badge { credential, .. } => self.addresses.credential(*credential),
            About::Training { .. } => self.addresses.own_badges(),
            About::Nomination { id, .. } => self.addresses.attesting(*id),
            About::Request(_) => self.addresses.own_requests(),
            About::Trainer(_) => self.addresses.mandates(),
        };
        Said {
            subject,
            body: self.say(body, language, &[]),
            link: Some(link),
            footer: self.footer("mail-footer", language),
            stopped_at: Some(self.addresses.mail_settings()),
        }
    }

    fn once(&self, (subject, body): (String, &str), link: String, language: &LanguageTag) -> Said {
        let footer = self.footer("mail-footer-once", language);
        Said { subject, body: self.say(body, language, &[]), link: Some(link), footer, stopped_at: None }
    }

    fn footer(&self, key: &str, language: &LanguageTag) -> String {
        self.say(key, language, &[Arg::Text(&apart(self.addresses.base().host()))])
    }

    fn say(&self, key: &str, language: &LanguageTag, args: &[Arg<'_>]) -> String {
        self.messages.render(key, language, args).text
    }
}

/// What a notice is about, by its name.
pub fn name_of(about: &About, catalog: &Catalog, language: &LanguageTag) -> String {
    match about {
        About::Badge { slug, version, .. } | About::Nomination { slug, version, .. } => {
            catalog.class_version(slug, version).map_or_else(|| slug.clone(), |class| class.name().in_language(language).text)
        }
        About::Training { name, .. } => name.clone(),
        About::Trainer(name) => name.clone().unwrap_or_default(),
        About::Request(_) => String::new(),
    }
}

fn ends_on(about: &About, language: &LanguageTag) -> String {
    match about {
        About::Badge { valid_until: Some(end), .. } => format_date(*end, language),
        About::Badge { .. } | About::Training { .. } | About::Nomination { .. } | About::Request(_) | About::Trainer(_) => String::new(),
    }
}

/// A text whose direction is its own: between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
fn apart(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", text.replace(char::is_control, " "))
}

fn laid_out(said: Said, to: &str, id: String, language: LanguageTag, at: Timestamp) -> Mail {
    let Said { subject, body, link, footer, stopped_at } = said;
    let mut plain = if body == subject { format!("{subject}\n") } else { format!("{subject}\n\n{body}\n") };
    if let Some(link) = &link {
        let _ = write!(plain, "\n{link}\n");
    }
    let _ = write!(plain, "\n-- \n{footer}\n");
    if let Some(page) = &stopped_at {
        let _ = writeln!(plain, "{page}");
    }
    let html = document(&subject, &body, link.as_deref(), (&footer, stopped_at.as_deref()), &language);
    Mail { id, to: to.to_owned(), subject, plain, html, language, stopped_at, at }
}

fn document(subject: &str, body: &str, link: Option<&str>, (footer, page): (&str, Option<&str>), language: &LanguageTag) -> String {
    let anchor = |address: &str| format!("<a href=\"{0}\"><bdi dir=\"ltr\">{0}</bdi></a>", escaped(address));
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{}\">\n<head><meta charset=\"utf-8\"><title>{1}</title></head>\n<body>\n<h1>{1}</h1>\n",
        direction(language).as_str(),
        escaped(subject)
    );
    if body != subject {
        let _ = writeln!(html, "<p>{}</p>", escaped(body));
    }
    if let Some(link) = link {
        let _ = writeln!(html, "<p>{}</p>", anchor(link));
    }
    let stop = page.map(|page| format!(" {}", anchor(page))).unwrap_or_default();
    let _ = write!(html, "<hr>\n<p><small>{}{stop}</small></p>\n</body>\n</html>\n", escaped(footer));
    html
}
