//! The store on both backends: opening, transactions, log, outbox, and every rule of the schema.

mod rules;
mod schema;
mod transactions;
