//! The web door, over sockets of this machine and through its router.

mod accept_loop;
mod api;
mod authenticator;
mod browser;
mod by_provider;
mod by_wiki;
mod certificate;
mod credential;
mod documents;
mod envelope;
mod in_chromium;
mod joining;
mod links;
mod matrix;
mod person;
mod printing;
mod requests;
mod retries;
mod room;
mod sign_in;
mod stewards;
mod trainings;
mod uploads;
mod visibility;
pub(crate) mod visit;
mod whole;
mod wiki_stand_in;
