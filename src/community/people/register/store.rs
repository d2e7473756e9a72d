//! Rows of `listing`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{ListedTrainer, ListingChoice};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::json;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Agrees, or changes how.
///
/// # Errors
/// [`StoreError::Rule`] for a minor or an erased person.
pub(crate) async fn put(writing: &mut Writing, account: AccountId, choice: &ListingChoice, now: Timestamp) -> Result<(), StoreError> {
    let languages: Vec<&str> = choice.languages.iter().map(crate::vocabulary::LanguageTag::as_str).collect();
    let languages = serde_json::to_string(&languages).map_err(|_| StoreError::inconsistent("listing", "languages", account))?;
    sqlx::query(
        "insert into listing (account_id, shown_as, country, languages, agreed_at) values ($1, $2, $3, $4, $5) \
         on conflict (account_id) do update set shown_as = excluded.shown_as, country = excluded.country, \
         languages = excluded.languages, agreed_at = excluded.agreed_at",
    )
    .bind(account.to_string())
    .bind(choice.shown_as.as_str())
    .bind(choice.country.as_deref().unwrap_or_default())
    .bind(languages)
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("listing")
}

/// Takes the agreement back; says whether there was one.
pub(crate) async fn remove(writing: &mut Writing, account: AccountId) -> Result<bool, StoreError> {
    let gone = sqlx::query("delete from listing where account_id = $1").bind(account.to_string()).execute(writing.connection()).await?;
    Ok(gone.rows_affected() == 1)
}

pub(crate) async fn find(connection: &mut AnyConnection, account: AccountId) -> Result<Option<ListingChoice>, StoreError> {
    let sql = "select account_id, shown_as, country, languages from listing where account_id = $1";
    let row = sqlx::query(sql).bind(account.to_string()).fetch_optional(connection).await?;
    row.map(|row| choice(&row)).transpose()
}

fn choice(row: &AnyRow) -> Result<ListingChoice, StoreError> {
    let columns = Columns::of(row, "listing", "account_id");
    let stored = json::parse(columns.text("languages")?.as_bytes(), &json::Limits::DOCUMENT).map_err(|_| columns.wrong("languages"))?;
    let tags = stored.as_array().ok_or_else(|| columns.wrong("languages"))?.iter();
    let tags = tags.map(|tag| tag.as_str().and_then(|tag| tag.parse().ok()).ok_or_else(|| columns.wrong("languages")));
    let languages = tags.collect::<Result<_, _>>()?;
    let country = Some(columns.text("country")?).filter(|code| !code.is_empty());
    Ok(ListingChoice { shown_as: columns.parsed("shown_as")?, country, languages })
}

/// Everybody who agreed, is an adult with the name that they chose, and has a mandate in force; by name.
pub(crate) async fn listed(connection: &mut AnyConnection, now: Timestamp) -> Result<Vec<ListedTrainer>, StoreError> {
    let sql = "select l.account_id, l.shown_as, l.country, l.languages, m.affiliate, c.slug, \
                   case l.shown_as when 'name' then a.display_name else a.user_name end as called \
               from listing l join account a on a.account_id = l.account_id join mandate m on m.account_id = l.account_id \
               join mandate_class c on c.mandate_id = m.mandate_id \
               where a.minor = 0 and a.erased_at is null and m.ended_at is null and m.paused_at is null and m.starts_at <= $1 and m.ends_at > $1 \
               and case l.shown_as when 'name' then a.display_name else a.user_name end is not null \
               order by called, l.account_id, m.affiliate, c.slug";
    let mut listed: Vec<ListedTrainer> = Vec::new();
    for row in &sqlx::query(sql).bind(now.as_ms()).fetch_all(connection).await? {
        let columns = Columns::of(row, "listing", "account_id");
        let (account, affiliate, slug) = (columns.id("account_id")?, columns.text("affiliate")?, columns.text("slug")?);
        if listed.last().is_none_or(|last| last.account != account) {
            let chosen = choice(row)?;
            let (country, languages) = (chosen.country, chosen.languages);
            let name = columns.text("called")?;
            listed.push(ListedTrainer { account, name, country, languages, affiliates: Vec::new(), classes: Vec::new() });
        }
        if let Some(last) = listed.last_mut() {
            for (known, new) in [(&mut last.affiliates, affiliate), (&mut last.classes, slug)] {
                if !known.contains(&new) {
                    known.push(new);
                }
            }
        }
    }
    Ok(listed)
}
