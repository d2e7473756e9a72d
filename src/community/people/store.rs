//! Rows of `account`, `mandate` and `mandate_class`.

use std::collections::{BTreeMap, HashMap};

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Account, Basis, Mandate, MandateState, Minor, NewAccount, ShownAs, Trainer};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::vocabulary::ids::{AccountId, CredentialId, MandateId};
use crate::vocabulary::{LanguageTag, Timestamp};

/// `select` of accounts that are not erased, with one more condition.
macro_rules! select_account {
    ($condition:literal) => {
        concat!(
            "select account_id, central_id, user_name, display_name, affiliate, shown_as, minor, language ",
            "from account where erased_at is null and ",
            $condition
        )
    };
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let columns = Columns::of(row, "account", "account_id");
    Ok(Account {
        id: columns.id("account_id")?,
        central_id: columns.optional_text("central_id")?,
        user_name: columns.optional_text("user_name")?,
        display_name: columns.optional_text("display_name")?,
        affiliate: columns.optional_text("affiliate")?,
        shown_as: columns.parsed("shown_as")?,
        minor: if columns.flag("minor")? { Minor::Yes } else { Minor::No },
        language: columns.optional_text("language")?.map(|tag| tag.parse()).transpose().map_err(|_| columns.wrong("language"))?,
    })
}

pub(crate) async fn insert_account(writing: &mut Writing, id: AccountId, new: &NewAccount, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "insert into account (account_id, central_id, user_name, display_name, affiliate, shown_as, minor, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_string())
    .bind(&new.central_id)
    .bind(&new.user_name)
    .bind(&new.display_name)
    .bind(&new.affiliate)
    .bind(new.shown_as.as_str())
    .bind(i64::from(new.minor == Minor::Yes))
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("account")
}

/// Writes what somebody says about themselves.
pub(crate) async fn describe(
    writing: &mut Writing,
    id: AccountId,
    called: Option<&str>,
    minor: Minor,
    shown_as: ShownAs,
    language: Option<&LanguageTag>,
) -> Result<(), StoreError> {
    let sql = "update account set display_name = $1, minor = $2, shown_as = $3, language = $4 where account_id = $5 and erased_at is null";
    sqlx::query(sql)
        .bind(called)
        .bind(i64::from(minor == Minor::Yes))
        .bind(shown_as.as_str())
        .bind(language.map(LanguageTag::as_str))
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("account")
}

/// Calls somebody of whom no name is known by what they are called in a room.
pub(crate) async fn call(writing: &mut Writing, id: AccountId, called: &str) -> Result<(), StoreError> {
    let sql =
        "update account set display_name = $1 where account_id = $2 and display_name is null and user_name is null and erased_at is null";
    sqlx::query(sql).bind(called).bind(id.to_string()).execute(writing.connection()).await?;
    Ok(())
}

/// Writes whether the rules for minors apply to somebody.
pub(crate) async fn set_minor(writing: &mut Writing, id: AccountId, minor: Minor) -> Result<(), StoreError> {
    let sql = "update account set minor = $1 where account_id = $2 and erased_at is null";
    let query = sqlx::query(sql).bind(i64::from(minor == Minor::Yes)).bind(id.to_string());
    query.execute(writing.connection()).await?.exactly_one("account")
}

/// The account, unless there is none or it was erased.
pub(crate) async fn find_account(connection: &mut AnyConnection, id: AccountId) -> Result<Option<Account>, StoreError> {
    let found = sqlx::query(select_account!("account_id = $1")).bind(id.to_string()).fetch_optional(connection).await?;
    found.map(|row| account(&row)).transpose()
}

/// By central account id or, where `sub` is not known yet, by user name.
pub(crate) async fn find_account_of(connection: &mut AnyConnection, new: &NewAccount) -> Result<Option<Account>, StoreError> {
    let query = match (&new.central_id, &new.user_name) {
        (Some(central_id), _) => sqlx::query(select_account!("central_id = $1")).bind(central_id),
        (None, Some(user_name)) => sqlx::query(select_account!("user_name = $1")).bind(user_name),
        (None, None) => return Ok(None),
    };
    query.fetch_optional(connection).await?.map(|row| account(&row)).transpose()
}

/// Everybody with exactly this user name or name.
pub(crate) async fn accounts_called(connection: &mut AnyConnection, name: &str) -> Result<Vec<Account>, StoreError> {
    let sql = select_account!("(user_name = $1 or display_name = $1) order by account_id");
    sqlx::query(sql).bind(name).fetch_all(connection).await?.iter().map(account).collect()
}

/// The language a person chose for pages and mails.
pub(crate) async fn language_of(connection: &mut AnyConnection, id: AccountId) -> Result<Option<LanguageTag>, StoreError> {
    let sql = "select account_id, language from account where account_id = $1 and erased_at is null and language is not null";
    let found = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "account", "account_id").parsed("language")).transpose()
}

/// # Errors
/// [`StoreError::RowCount`] if there is no such account or it was erased.
pub(crate) async fn set_language(writing: &mut Writing, id: AccountId, language: Option<&LanguageTag>) -> Result<(), StoreError> {
    sqlx::query("update account set language = $1 where account_id = $2 and erased_at is null")
        .bind(language.map(LanguageTag::to_string))
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("account")
}

/// Current user names, by account; accounts without one are left out.
pub(crate) async fn user_names(
    connection: &mut AnyConnection,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, StoreError> {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let sql = list("select account_id, user_name from account where user_name is not null and account_id in", 1..=chunk.len(), "");
        for row in chunk.iter().fold(sqlx::query(sql), sqlx::query::Query::bind).fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "account", "account_id");
            found.insert(columns.id("account_id")?, columns.text("user_name")?);
        }
    }
    Ok(found)
}

/// What people are called here, by account: their name, or else their user name; who has neither, or
/// was erased, is left out.
pub(crate) async fn called(
    connection: &mut AnyConnection,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, StoreError> {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let sql = list(
            "select account_id, coalesce(display_name, user_name) as called from account \
             where coalesce(display_name, user_name) is not null and account_id in",
            1..=chunk.len(),
            "",
        );
        for row in chunk.iter().fold(sqlx::query(sql), sqlx::query::Query::bind).fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "account", "account_id");
            found.insert(columns.id("account_id")?, columns.text("called")?);
        }
    }
    Ok(found)
}

/// Everyone who has or had a mandate, by name.
pub(crate) async fn trainers(connection: &mut AnyConnection) -> Result<Vec<Trainer>, StoreError> {
    let sql =
        select_account!("exists (select 1 from mandate where mandate.account_id = account.account_id) order by display_name, account_id");
    let accounts: Vec<Account> = sqlx::query(sql).fetch_all(&mut *connection).await?.iter().map(account).collect::<Result<_, _>>()?;
    let ids: Vec<AccountId> = accounts.iter().map(Account::id).collect();
    let mut mandates = mandates_of(connection, &ids).await?;
    let trainer = |account: Account| Trainer { mandates: mandates.remove(&account.id).unwrap_or_default(), account };
    Ok(accounts.into_iter().map(trainer).collect())
}

/// # Errors
/// [`StoreError::Absent`] if there is no such account or it was erased.
pub(crate) async fn trainer(connection: &mut AnyConnection, id: AccountId) -> Result<Trainer, StoreError> {
    let account = find_account(connection, id).await?.ok_or(StoreError::Absent)?;
    Ok(Trainer { account, mandates: mandates_of(connection, &[id]).await?.remove(&id).unwrap_or_default() })
}

/// The mandates of these people, with as many statements for all as for one.
async fn mandates_of(connection: &mut AnyConnection, ids: &[AccountId]) -> Result<HashMap<AccountId, Vec<Mandate>>, StoreError> {
    let mut found: HashMap<AccountId, Vec<Mandate>> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let all = |before, after| chunk.iter().fold(sqlx::query(list(before, 1..=chunk.len(), after)), |q, id| q.bind(id.to_string()));
        let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let of_classes =
            "select c.mandate_id, c.slug from mandate_class c join mandate m on m.mandate_id = c.mandate_id where m.account_id in";
        for row in all(of_classes, "order by c.slug").fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "mandate_class", "mandate_id");
            classes.entry(columns.text("mandate_id")?).or_default().push(columns.text("slug")?);
        }
        let of_people = "select mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, credential_id, paused_at, \
                         ended_at from mandate where account_id in";
        for row in all(of_people, "order by created_at, mandate_id").fetch_all(&mut *connection).await? {
            let mandate = mandate(&row, &mut classes)?;
            found.entry(mandate.account).or_default().push(mandate);
        }
    }
    Ok(found)
}

fn mandate(row: &AnyRow, classes: &mut BTreeMap<String, Vec<String>>) -> Result<Mandate, StoreError> {
    let columns = Columns::of(row, "mandate", "mandate_id");
    let state = match (columns.optional_instant("paused_at")?, columns.optional_instant("ended_at")?) {
        (_, Some(at)) => MandateState::Ended { at },
        (Some(at), None) => MandateState::Paused { at },
        (None, None) => MandateState::Standing,
    };
    Ok(Mandate {
        id: columns.id("mandate_id")?,
        account: columns.id("account_id")?,
        affiliate: columns.text("affiliate")?,
        classes: classes.remove(&columns.text("mandate_id")?).unwrap_or_default(),
        starts_at: columns.instant("starts_at")?,
        ends_at: columns.instant("ends_at")?,
        basis: basis(columns)?,
        state,
    })
}

fn basis(columns: Columns<'_>) -> Result<Basis, StoreError> {
    let decision = columns.optional_text("decision")?.unwrap_or_default();
    match columns.text("basis")?.as_str() {
        "founding" => Ok(Basis::Founding { decision }),
        "given" => Ok(Basis::Given { by: columns.id("given_by")?, decision }),
        "badge" => Ok(Basis::Badge { credential: columns.id("credential_id")? }),
        _ => Err(columns.wrong("basis")),
    }
}

/// A mandate to be written.
#[derive(Debug)]
pub(crate) struct NewMandate<'a> {
    pub(crate) id: MandateId,
    pub(crate) account: AccountId,
    pub(crate) affiliate: &'a str,
    pub(crate) classes: &'a [String],
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) basis: &'a Basis,
}

pub(crate) async fn insert_mandate(writing: &mut Writing, new: &NewMandate<'_>, now: Timestamp) -> Result<(), StoreError> {
    let (given_by, decision, credential) = match new.basis {
        Basis::Founding { decision } => (None, decision.as_str(), None),
        Basis::Given { by, decision } => (Some(by.to_string()), decision.as_str(), None),
        Basis::Badge { credential } => (None, "holds the trainer badge", Some(credential.to_string())),
    };
    sqlx::query(
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, credential_id, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.id.to_string())
    .bind(new.account.to_string())
    .bind(new.affiliate)
    .bind(new.starts_at.as_ms())
    .bind(new.ends_at.as_ms())
    .bind(new.basis.kind())
    .bind(given_by)
    .bind(decision)
    .bind(credential)
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("mandate")?;
    for slug in new.classes {
        sqlx::query("insert into mandate_class (mandate_id, slug) values ($1, $2)")
            .bind(new.id.to_string())
            .bind(slug)
            .execute(writing.connection())
            .await?
            .exactly_one("mandate_class")?;
    }
    Ok(())
}

/// Ends one mandate; an ended one stays as it was.
pub(crate) async fn end_mandate(writing: &mut Writing, id: MandateId, by: Option<AccountId>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update mandate set ended_at = $1, ended_by = $2 where mandate_id = $3 and ended_at is null")
        .bind(now.as_ms())
        .bind(by.map(|id| id.to_string()))
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("mandate")
}

/// Pauses or resumes one mandate that was given by people; those of a badge follow their badge.
///
/// # Errors
/// [`StoreError::RowCount`] if it ended, rests on a badge, or is in that state already.
pub(crate) async fn pause_mandate(writing: &mut Writing, id: MandateId, paused: bool, now: Timestamp) -> Result<(), StoreError> {
    let sql = if paused {
        "update mandate set paused_at = $1 where mandate_id = $2 and ended_at is null and basis <> 'badge' and paused_at is null"
    } else {
        "update mandate set paused_at = null where $1 >= paused_at and mandate_id = $2 and ended_at is null and basis <> 'badge'"
    };
    sqlx::query(sql).bind(now.as_ms()).bind(id.to_string()).execute(writing.connection()).await?.exactly_one("mandate")
}

/// Whose mandate it is.
pub(crate) async fn holder_of_mandate(connection: &mut AnyConnection, id: MandateId) -> Result<Option<AccountId>, StoreError> {
    let sql = "select mandate_id, account_id from mandate where mandate_id = $1";
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| Columns::of(&row, "mandate", "mandate_id").id("account_id")).transpose()
}

/// What becomes of the mandates that a trainer badge wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadgeMandates {
    /// The badge was suspended.
    Pause,
    /// The suspension was lifted.
    Resume,
    /// The badge was revoked.
    End,
}

/// Follows a trainer badge, in the transaction that changes it.
pub(crate) async fn follow_badge(
    writing: &mut Writing,
    credential: CredentialId,
    change: BadgeMandates,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = match change {
        BadgeMandates::Pause => "update mandate set paused_at = $1 where credential_id = $2 and ended_at is null and paused_at is null",
        BadgeMandates::Resume => "update mandate set paused_at = null where $1 >= paused_at and credential_id = $2 and ended_at is null",
        BadgeMandates::End => "update mandate set ended_at = $1 where credential_id = $2 and ended_at is null",
    };
    sqlx::query(sql).bind(now.as_ms()).bind(credential.to_string()).execute(writing.connection()).await?;
    Ok(())
}
