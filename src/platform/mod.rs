//! What any service needs: database, log, outbox, languages. Knows nothing of badges.

pub mod database;
pub mod i18n;
pub mod log;
pub mod outbox;
