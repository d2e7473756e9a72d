//! What any service needs: database, log, outbox, retries, languages, requests to others. Knows nothing of badges.

pub mod database;
pub mod fetch;
pub mod i18n;
pub mod idempotency;
pub mod log;
pub mod mail;
pub mod outbox;
