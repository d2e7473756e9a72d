//! What surrounds a page, made from who is signed in.

use super::{SignedIn, Visit};
use crate::appearance::pages::inside::Inside;
use crate::community::people::sign_in::session::Device;

/// Around a page for whoever is signed in.
pub fn inside(person: &SignedIn) -> Inside {
    inside_of(&person.visit)
}

/// Around a page that is also for visitors.
pub fn inside_of(visit: &Visit) -> Inside {
    let token = visit.form_token();
    let Some(session) = visit.session() else { return Inside::of_nobody(token) };
    let account = session.account();
    Inside {
        token,
        signed_in: true,
        person: account.display_name().or(account.user_name()).map(str::to_owned),
        trainer: session.roles().is_trainer(),
        steward: session.roles().is_steward(),
        borrowed: session.line().whose() == Device::Borrowed,
        unread: session.unread(),
    }
}
