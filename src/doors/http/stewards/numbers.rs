//! `/admin/numbers`: badges counted, as bars and as CSV; and trainers who attest together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{Names, class_name};
use crate::appearance::pages::Reader;
use crate::appearance::pages::stewards::numbers::{Bar, NumbersPage, PairLine, Plot};
use crate::appearance::pages::wording::Wording;
use crate::community::catalog::BadgeClass;
use crate::doors::http::csv::cell;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::{Counts, Numbers, TrainerPair};
use crate::platform::i18n::format_month;
use crate::vocabulary::{LanguageTag, Timestamp};

const HERE: &str = "/admin/numbers";

/// `GET /admin/numbers`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let numbers = site.office().numbers().await?;
    let years: BTreeSet<String> = numbers.by_class.keys().filter_map(|(_, month)| month.get(..4).map(str::to_owned)).collect();
    let year = Some(fields.one("year")).filter(|year| years.contains(*year)).unwrap_or_default().to_owned();
    let pairs = site.office().trainer_pairs().await?;
    let names = Names::of(&site, pairs.iter().flat_map(|pair| pair.trainers)).await?;
    let pair = |pair: TrainerPair| PairLine {
        names: pair.trainers.map(|id| names.name(id)),
        together: pair.together,
        alone: pair.alone,
        each_other: pair.each_other,
    };
    let view = NumbersPage {
        inside: inside(&person),
        total: summed(&numbers.by_class, &year, |(what, _)| what.clone()).values().sum(),
        plots: plots(&site, &reader, &numbers, &year),
        years: years.into_iter().rev().collect(),
        pairs: pairs.into_iter().map(pair).collect(),
        csv: if year.is_empty() { format!("{HERE}.csv") } else { format!("{HERE}.csv?year={year}") },
        year,
    };
    site.page(&view, &reader)
}

/// Counts of one year, or all, put together by a part of their heading.
fn summed(counts: &Counts, year: &str, by: impl Fn(&(String, String)) -> String) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for (heading, count) in counts.iter().filter(|((_, month), _)| month.starts_with(year)) {
        *sums.entry(by(heading)).or_default() += count;
    }
    sums
}

/// The most first; equals in the order of their names.
fn most_first(sums: BTreeMap<String, i64>) -> Vec<(String, i64)> {
    let mut lines: Vec<_> = sums.into_iter().collect();
    lines.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    lines
}

fn plots(site: &Site, reader: &Reader, numbers: &Numbers, year: &str) -> Vec<Plot> {
    let classes = summed(&numbers.by_class, year, |(what, _)| what.clone());
    let by_class = most_first(classes.clone()).into_iter().map(|(slug, count)| {
        // Revocations are not counted by year: a badge of one year may be revoked in another.
        let revoked = numbers.revoked.get(&slug).copied().filter(|_| year.is_empty());
        Bar { revoked, ..Bar::new(class_name(site, reader, &slug), count) }
    });
    let capacities = most_first(by_capacity(site, &classes)).into_iter().map(|(address, count)| capacity(site, reader, &address, count));
    let affiliates = most_first(summed(&numbers.by_affiliate, year, |(what, _)| what.clone())).into_iter();
    let months = every_month(&summed(&numbers.by_class, year, |(_, month)| month.clone())).into_iter();
    let named = |at: Timestamp| Wording::new(format_month(at, &reader.language), reader.language.clone());
    vec![
        Plot::of("month", months.map(|(month, count)| Bar::new(named(month), count)).collect()),
        Plot::of("class", by_class.collect()),
        Plot::of("capacity", capacities.collect()),
        Plot::of("affiliate", affiliates.map(|(what, count)| Bar::new(Wording::new(what, LanguageTag::undetermined()), count)).collect()),
    ]
}

/// From the first month with a badge to the last one, those without any too: a gap is not to be overlooked.
fn every_month(counts: &BTreeMap<String, i64>) -> Vec<(Timestamp, i64)> {
    let begins = |month: &String| Timestamp::parse(&format!("{month}-01T00:00:00Z"));
    let (Some(first), Some(last)) = (counts.keys().next().and_then(begins), counts.keys().next_back().and_then(begins)) else {
        return Vec::new();
    };
    let months = (0..).map(|months| first.plus_months(months)).take_while(|at| *at <= last);
    months.map(|at| (at, counts.get(&at.date()[..7]).copied().unwrap_or_default())).collect()
}

/// `scheme/code` of capacities, by the classes that are aligned to them; a badge counts for each.
fn by_capacity(site: &Site, classes: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for (slug, count) in classes {
        for alignment in site.catalog().class(slug).map(BadgeClass::alignments).unwrap_or_default() {
            *sums.entry(format!("{}/{}", alignment.scheme(), alignment.code())).or_default() += count;
        }
    }
    sums
}

/// A capacity with its taxonomy: several call some of theirs alike.
fn capacity(site: &Site, reader: &Reader, address: &str, count: i64) -> Bar {
    let page = address.split_once('/').and_then(|(scheme, code)| site.catalog_in(&reader.language).capacity(scheme, code));
    match page {
        Some(page) => Bar { within: Some(page.taxonomy.name), ..Bar::new(page.label, count) },
        None => Bar::new(Wording::new(address, LanguageTag::undetermined()), count),
    }
}

/// `GET /admin/numbers.csv`.
pub(super) async fn table(State(site): State<Site>, _: SignedIn, Query(fields): Query<Fields>) -> Result<Response, Problem> {
    let numbers = site.office().numbers().await?;
    let year = fields.one("year");
    let mut csv = String::from("by,what,month,badges\r\n");
    for (by, counts) in [("class", &numbers.by_class), ("affiliate", &numbers.by_affiliate)] {
        for ((what, month), count) in counts.iter().filter(|((_, month), _)| month.starts_with(year)) {
            // Writing to a String cannot fail.
            let _ = write!(csv, "{by},{},{month},{count}\r\n", cell(what));
        }
    }
    for (address, count) in by_capacity(&site, &summed(&numbers.by_class, year, |(what, _)| what.clone())) {
        let _ = write!(csv, "capacity,{},{year},{count}\r\n", cell(&address));
    }
    let disposition = "attachment; filename=\"numbers.csv\"";
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, disposition)], csv).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_put_together_for_a_year() {
        let key = |what: &str, month: &str| (what.to_owned(), month.to_owned());
        let counts = Counts::from([(key("a", "2025-12"), 4), (key("a", "2026-01"), 1), (key("b", "2026-01"), 2)]);
        let by_what = |year: &str| most_first(summed(&counts, year, |(what, _)| what.clone()));
        assert_eq!(by_what(""), [("a".to_owned(), 5), ("b".to_owned(), 2)]);
        let counts = Counts::from([(key("a", "2025-11"), 4), (key("b", "2026-02"), 2)]);
        let months: Vec<_> =
            every_month(&summed(&counts, "", |(_, month)| month.clone())).into_iter().map(|(at, count)| (at.date(), count)).collect();
        let month = |day: &str, count| (day.to_owned(), count);
        assert_eq!(months, [month("2025-11-01", 4), month("2025-12-01", 0), month("2026-01-01", 0), month("2026-02-01", 2)]);
        assert!(every_month(&BTreeMap::new()).is_empty());
        assert_eq!(by_what("2026"), [("b".to_owned(), 2), ("a".to_owned(), 1)]);
    }
}
