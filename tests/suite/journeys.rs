//! The life of a badge, against the real store on both backends.

mod counting;
mod crashes;
mod holding;
pub(crate) mod joining;
mod levels;
mod life;
mod machine;
mod mandates;
pub(super) mod notices;
mod own_badge;
mod proxy;
mod requests;
mod slips;
mod ticks;
mod versions;
mod workshops;
