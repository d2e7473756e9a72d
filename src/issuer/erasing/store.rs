//! The statements by which a person's data go. Explicit rather than made from `personal_column`: a
//! statement that deletes is read before it runs. The test compares the two.

use sqlx::AssertSqlSafe;

use crate::platform::database::{ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Statements by which a person's data go, in this order; each takes the account's id. What a
/// person attested about others stays with those others.
const STEPS: [&str; 3] = [
    "update account set central_id = null, user_name = null, display_name = null, affiliate = null, language = null, erased_at = $2 where account_id = $1 and erased_at is null",
    "update nomination set closed_at = $2 where account_id = $1 and closed_at is null",
    "insert into erasure (credential_id, erased_at, reason) select credential_id, $2, 'holder' from credential where account_id = $1 on conflict do nothing",
];

/// As [`STEPS`], without an instant.
const DELETIONS: &[&str] = &[
    "delete from signed_edition where edition_id in (select e.edition_id from edition e join credential c on c.credential_id = e.credential_id where c.account_id = $1)",
    "delete from edition_payload where edition_id in (select e.edition_id from edition e join credential c on c.credential_id = e.credential_id where c.account_id = $1)",
    "delete from release where nomination_id in (select nomination_id from nomination where account_id = $1)",
    "delete from evidence where attestation_id in (select attestation_id from attestation where holder_id = $1)",
    "update attestation set statement = null, withdrawn_reason = null where holder_id = $1",
    "update revocation_request set note = null where credential_id in (select credential_id from credential where account_id = $1)",
    "delete from outbox where subject = $1 or subject in (select credential_id from credential where account_id = $1) or subject in (select nomination_id from nomination where account_id = $1)",
    "update participation set called = null, names = null where account_id = $1",
    "delete from observation where account_id = $1",
    "delete from picture_file where account_id = $1",
    "delete from picture where account_id = $1",
    "delete from picture_chunk where account_id = $1",
    "delete from picture_upload where account_id = $1",
    "update slip set pin_hash = null where account_id = $1",
    "delete from notice where account_id = $1",
    "delete from mail_address where account_id = $1",
    "update correction_request set wish = null, answer = null where asked_by = $1",
    "update appeal set words = null, answer = null where made_by = $1",
    "update proposal set title = null, words = null, answer = null where proposed_by = $1",
    "delete from listing where account_id = $1",
    "delete from badge_choice where credential_id in (select credential_id from credential where account_id = $1)",
    "delete from viewing_link where credential_id in (select credential_id from credential where account_id = $1)",
    "delete from showing where credential_id in (select credential_id from credential where account_id = $1)",
    "delete from withholding where account_id = $1",
    "delete from api_token where account_id = $1",
    "delete from session where account_id = $1",
    "delete from invitation where account_id = $1",
    "delete from passkey where account_id = $1",
    "delete from identity where account_id = $1",
    "delete from sign_in_attempt where account_id = $1",
    "update idempotency set response = null where principal = $1 or response is not null",
];

/// Ids under which the log may speak of a person.
const SUBJECTS: &[&str] = &[
    "select account_id as subject from account where account_id = $1",
    "select nomination_id as subject from nomination where account_id = $1",
    "select attestation_id as subject from attestation where holder_id = $1",
    "select credential_id as subject from credential where account_id = $1",
    "select correction_id as subject from correction_request where asked_by = $1",
    "select appeal_id as subject from appeal where made_by = $1",
    "select proposal_id as subject from proposal where proposed_by = $1",
];

/// Whether an edition of theirs is recorded and not published yet.
pub(super) async fn is_being_issued(writing: &mut Writing, account: AccountId) -> Result<bool, StoreError> {
    let sql = "select e.edition_id from edition e join credential c on c.credential_id = e.credential_id \
               where c.account_id = $1 and e.state = 'recorded' limit 1";
    Ok(sqlx::query(sql).bind(account.to_string()).fetch_optional(writing.connection()).await?.is_some())
}

/// # Errors
/// [`StoreError::RowCount`] if there is no such account or it was erased before.
pub(super) async fn erase(writing: &mut Writing, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let id = account.to_string();
    sqlx::query(STEPS[0]).bind(&id).bind(now.as_ms()).execute(writing.connection()).await?.exactly_one("account")?;
    for sql in &STEPS[1..] {
        sqlx::query(*sql).bind(&id).bind(now.as_ms()).execute(writing.connection()).await?;
    }
    forget(writing, account).await?;
    for sql in DELETIONS {
        sqlx::query(*sql).bind(&id).execute(writing.connection()).await?;
    }
    Ok(())
}

/// Sets the slots of a person's badges, whose erasure is written already, and ends the mandates that rest on them.
pub(super) async fn revoke_all(writing: &mut Writing, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let slots = "update status_slot set revoked_at = $2, reason = 'holder' where revoked_at is null and edition_id in \
                 (select e.edition_id from edition e join credential c on c.credential_id = e.credential_id \
                  where c.account_id = $1 and e.state = 'published')";
    let mandates = "update mandate set ended_at = $2 where ended_at is null and credential_id in \
                    (select credential_id from credential where account_id = $1)";
    for sql in [slots, mandates] {
        sqlx::query(sql).bind(account.to_string()).bind(now.as_ms()).execute(writing.connection()).await?;
    }
    Ok(())
}

async fn forget(writing: &mut Writing, account: AccountId) -> Result<(), StoreError> {
    for subjects in SUBJECTS {
        // Literals only: one of the four texts above inside another.
        let sql = AssertSqlSafe(format!("update log_entry set nonce = null, subject = null where subject in ({subjects})"));
        sqlx::query(sql).bind(account.to_string()).execute(writing.connection()).await?;
    }
    Ok(())
}
