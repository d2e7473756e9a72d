//! What any service needs: database, log, outbox, retries, languages. Knows nothing of badges.

pub mod database;
pub mod i18n;
pub mod idempotency;
pub mod log;
pub mod outbox;
