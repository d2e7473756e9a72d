//! Proving once more who one is, for work where the operator asks for it.

use axum::response::Response;

use super::{SignedIn, to_sign_in};
use crate::doors::http::practice::Work;
use crate::doors::http::site::Site;

/// The way to a new proof, and from there back to `page`, if this work wants one and the last is too old;
/// `None`: go on. Nothing is done before, so whoever comes back does it again.
pub fn first_prove(site: &Site, person: &SignedIn, work: Work, page: &str) -> Option<Response> {
    let practice = site.practice();
    let seconds = i64::from(practice.fresh_minutes) * 60;
    if !practice.fresh_for.contains(&work) || person.session.line().proved_within(seconds, site.community().now()) {
        return None;
    }
    Some(to_sign_in(page))
}
