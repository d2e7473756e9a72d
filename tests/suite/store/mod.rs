//! The store on both backends: opening, transactions, log, outbox, and every rule of the schema.

mod faults;
mod log;
mod opening;
mod outbox;
mod races;
pub(super) mod rules;
mod schema;
mod transactions;
