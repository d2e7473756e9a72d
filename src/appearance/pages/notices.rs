//! Pages about notices: what a person was told, and where else they want to read it.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use crate::vocabulary::{LanguageTag, Timestamp};

/// `/me/notices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticesPage {
    /// Around it.
    pub inside: Inside,
    /// The newest first.
    pub notices: Vec<NoticeView>,
    /// Whether any of them is unread.
    pub unread: bool,
}

impl View for NoticesPage {
    const TEMPLATE: &'static str = "notices.html";
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// For its form.
    pub id: String,
    /// Names the message `notices-told-{…}`.
    pub kind: &'static str,
    /// What it is about, by its name in the reader's language; empty where the message says enough.
    pub about: String,
    /// The day on which the badge ends, if it is about that.
    pub ends_at: Option<Timestamp>,
    /// Where to look.
    pub address: String,
    /// Names the message `notices-see-{…}`: `badge`, `training`, `answer`, `attesting` or `mandates`.
    pub see: &'static str,
    /// When it was told.
    pub told_at: Timestamp,
    /// Whether it was read.
    pub read: bool,
}

/// `/me/mail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailPage {
    /// Around it.
    pub inside: Inside,
    /// Whether this server sends mail at all.
    pub sends: bool,
    /// The address that was given.
    pub address: Option<AddressView>,
    /// What was typed and could not be taken.
    pub typed: Option<String>,
    /// Why; names the message `notices-mail-{…}`: `fault` or `wait`.
    pub fault: Option<&'static str>,
    /// The languages to choose from.
    pub languages: Vec<LanguageOption>,
    /// Whether none is chosen.
    pub by_browser: bool,
}

impl View for MailPage {
    const TEMPLATE: &'static str = "mail.html";
}

/// A mail address and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddressView {
    /// The address.
    pub address: String,
    /// Until when it can be confirmed; `None`: it is.
    pub asked_until: Option<Timestamp>,
}

/// One language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageOption {
    /// Its code.
    pub tag: LanguageTag,
    /// Its name in itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// `/mail/…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailLinkPage {
    /// How far the link has come.
    pub link: MailLink,
    /// For its form.
    pub token: String,
}

impl View for MailLinkPage {
    const TEMPLATE: &'static str = "mail-link.html";
}

/// A link by which an address is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "address")]
pub enum MailLink {
    /// It asks about this address.
    Open(String),
    /// The address was confirmed a moment ago.
    Confirmed,
    /// It does nothing any more.
    Dead,
}
