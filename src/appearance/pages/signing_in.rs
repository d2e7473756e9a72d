//! Pages of signing in: the ways in, the one-time link, and what a person sees of their own ways and
//! sessions.
//!
//! Passkeys need a script; each page says so where there is none, and everything else works without.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use crate::vocabulary::Timestamp;

/// What every page with a form of somebody who may be signed in carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormFrame {
    /// Proof that the form was made for this browser.
    pub token: String,
    /// Where to go on afterwards: a path of ours; `None`: where the person's work is.
    pub next: Option<String>,
}

/// `/sign-in`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignInPage {
    /// For its forms.
    pub form: FormFrame,
    /// Who is signed in already, and comes to prove it again.
    pub person: Option<String>,
    /// Why the last try failed.
    pub fault: Option<SignInFault>,
    /// Other servers by which people sign in.
    pub elsewhere: Vec<Elsewhere>,
}

impl View for SignInPage {
    const TEMPLATE: &'static str = "sign-in.html";
}

/// A server by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// What people call it, such as `Wikimedia`.
    pub name: String,
    /// Where the form goes.
    pub action: String,
    /// Whether the person who looks is known by it already.
    pub bound: bool,
    /// Their name there, if it is known.
    pub known_as: Option<String>,
}

/// Why somebody was not signed in; names the message `sign-in-fault-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInFault {
    /// The other server said no, or the person stopped there.
    Declined,
    /// Too late, answered before, or begun in another browser.
    Stale,
    /// The other server does not answer, or not as it should.
    Unreachable,
    /// A wiki account without a central id.
    NotCentral,
    /// It is somebody else's here.
    Taken,
}

/// On the way to another server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeavingPage {
    /// What people call it.
    pub name: String,
    /// Its address.
    pub address: String,
}

impl View for LeavingPage {
    const TEMPLATE: &'static str = "leaving.html";
}

/// `/sign-in/link/…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkPage {
    /// Whom it signs in, and the form; `None`: it does not work any more.
    pub open: Option<OpenLink>,
}

impl View for LinkPage {
    const TEMPLATE: &'static str = "link.html";
}

/// A link that still works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenLink {
    /// Whom it signs in.
    pub person: String,
    /// For its form.
    pub token: String,
}

/// `/me/security`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecurityPage {
    /// Around it: the way to their badges and trainings.
    pub inside: Inside,
    /// For its forms. `next`: the person came by a link, is asked for a passkey on the way, and may go on without.
    pub form: FormFrame,
    /// Who looks.
    pub person: String,
    /// Whether they proved a moment ago who they are: else nothing but sessions can be changed.
    pub fresh: bool,
    /// Where they prove it: by what they are known by.
    pub prove: &'static str,
    /// A passkey could not be removed, because it is the only way in.
    pub only_way: bool,
    /// Their passkeys.
    pub passkeys: Vec<PasskeyView>,
    /// Other servers by which they sign in, or could.
    pub elsewhere: Vec<Elsewhere>,
    /// Where they are signed in.
    pub sessions: Vec<SessionView>,
}

impl View for SecurityPage {
    const TEMPLATE: &'static str = "security.html";
}

/// One passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PasskeyView {
    /// For forms.
    pub id: String,
    /// As its owner calls it.
    pub name: String,
    /// Names the message `passkey-in-{…}`: `one` or `several` places.
    pub kept: &'static str,
    /// Since when.
    pub created_at: Timestamp,
    /// Last sign-in with it.
    pub used_at: Option<Timestamp>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// For forms.
    pub id: String,
    /// System and browser.
    pub device: String,
    /// Whether it is the one that looks.
    pub this: bool,
    /// Whether the device is somebody else's.
    pub borrowed: bool,
    /// Names the message `signed-in-by-{…}`.
    pub by: &'static str,
    /// Last request.
    pub seen_at: Timestamp,
}
