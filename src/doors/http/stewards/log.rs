//! `/admin/log`: the log with filters, its chain counted again, and as a table.

use std::fmt::Write;

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;

use super::meant::day;
use crate::appearance::pages::stewards::Pager;
use crate::appearance::pages::stewards::log::{ChainView, LogLine, LogPage};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::platform::log::{self, Head, Wanted};

const HERE: &str = "/admin/log";
const DAY_S: i64 = 86_400;
/// Entries on one page.
const PAGE: u32 = 50;
/// Entries in one table.
const MOST: u32 = 10_000;
/// A longer chain is counted only when asked.
const AT_ONCE: i64 = 20_000;

/// `GET /admin/log`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let mut view = site.community().database().snapshot().await?;
    let wanted = wanted(&fields);
    let mut found = log::lines(&mut view, &wanted, PAGE + 1).await?;
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = found.last().map(|line| line.seq).filter(|_| more);
    let Head { seq, .. } = log::head(&mut view).await?;
    let chain = if seq <= AT_ONCE || fields.one("count") == "yes" {
        match log::check_chain(&mut view).await {
            Ok(head) => ChainView::Whole { entries: head.seq, head: HEXLOWER.encode(&head.chain) },
            Err(log::ChainFault::Store(error)) => return Err(error.into()),
            Err(fault) => ChainView::Broken { said: fault.to_string() },
        }
    } else {
        ChainView::Unasked { entries: seq, address: format!("{HERE}?count=yes") }
    };
    let line = |line: log::LogLine| LogLine {
        seq: line.seq,
        kind: line.kind,
        subject: line.subject,
        at: line.at,
        commitment: HEXLOWER.encode(&line.commitment),
    };
    let page = LogPage {
        inside: inside(&person),
        kinds: log::kinds(&mut view).await?,
        kind: fields.one("kind").to_owned(),
        day: fields.one("day").to_owned(),
        subject: fields.one("subject").to_owned(),
        no_day: !fields.one("day").is_empty() && wanted.from.is_none(),
        lines: found.into_iter().map(line).collect(),
        chain,
        csv: address(&format!("{HERE}.csv"), &fields, None),
        pager: Pager { back: wanted.before.map(|_| address(HERE, &fields, None)), on: last.map(|seq| address(HERE, &fields, Some(seq))) },
    };
    site.page(&page, &reader)
}

fn wanted(fields: &Fields) -> Wanted {
    let said = |name: &str| Some(fields.one(name).to_owned()).filter(|value| !value.is_empty());
    let from = day(fields.one("day"));
    Wanted {
        kind: said("kind"),
        subject: said("subject").map(|id| id.to_lowercase()),
        from,
        until: from.map(|day| day.plus_seconds(DAY_S)),
        before: fields.one("before").parse().ok(),
    }
}

/// The same filters elsewhere, or further down.
fn address(path: &str, fields: &Fields, before: Option<i64>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["kind", "day", "subject"] {
        if !fields.one(name).is_empty() {
            query.append_pair(name, fields.one(name));
        }
    }
    if let Some(before) = before {
        query.append_pair("before", &before.to_string());
    }
    format!("{path}?{}", query.finish())
}

/// `GET /admin/log.csv`: at most ten thousand entries, the newest first. Ids, words of ours and
/// hashes only: nothing in it can be a formula.
pub(super) async fn table(State(site): State<Site>, _: SignedIn, Query(fields): Query<Fields>) -> Result<Response, Problem> {
    let mut view = site.community().database().snapshot().await?;
    let mut csv = String::from("seq,kind,at,subject,commitment\r\n");
    for line in log::lines(&mut view, &wanted(&fields), MOST).await? {
        let at = line.at.map(|at| at.to_string()).unwrap_or_default();
        let (subject, commitment) = (line.subject.unwrap_or_default(), HEXLOWER.encode(&line.commitment));
        // Writing to a String cannot fail.
        let _ = write!(csv, "{},{},{at},{subject},{commitment}\r\n", line.seq, line.kind);
    }
    let disposition = "attachment; filename=\"log.csv\"";
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, disposition)], csv).into_response())
}
