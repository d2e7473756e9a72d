//! Every rule of the schema, on both backends: it refuses what it is for, and only it does.
//!
//! The cases run over `tests/migrations`. In their SQL `{acc4}` stands for the sample's
//! account 4, `{t5}` for five hours after its beginning, `{zero32}` for 32 zero bytes; a number
//! above 19 is free for new rows.

mod attestations;
pub(super) mod credentials;
mod holding;
mod issuing;
mod left_open;
mod notices;
mod people;
mod pictures;
mod putting_right;
mod records;
mod status;
mod stewardship;
mod workshops;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use insignia::platform::database::{Dialect, StoreError, Writing};
use sqlx::AssertSqlSafe;

use crate::harness::{Harness, START, migrations, on_both_backends};

/// A statement that one rule must refuse.
pub(crate) struct Case {
    /// The trigger's name.
    rule: &'static str,
    /// What is done before; must succeed.
    given: &'static [&'static str],
    /// What the rule refuses.
    refused: &'static str,
}

const fn case(rule: &'static str, given: &'static [&'static str], refused: &'static str) -> Case {
    Case { rule, given, refused }
}

fn cases() -> impl Iterator<Item = &'static Case> {
    let all = [
        people::CASES,
        attestations::CASES,
        credentials::CASES,
        status::CASES,
        records::CASES,
        workshops::CASES,
        notices::CASES,
        stewardship::CASES,
        holding::CASES,
        issuing::CASES,
        putting_right::CASES,
        pictures::CASES,
    ];
    all.into_iter().flatten()
}

static SQLITE: LazyLock<String> = LazyLock::new(|| migrations(Dialect::Sqlite));
static POSTGRES: LazyLock<String> = LazyLock::new(|| migrations(Dialect::Postgres));

/// Name of each refusing trigger and its sentence, read from the migration.
fn sqlite_rules() -> BTreeMap<&'static str, &'static str> {
    let triggers = SQLITE.split("create trigger ").skip(1);
    let rules = triggers.filter_map(|text| {
        let sentence = text.split_once("raise(abort, '")?.1.split_once("')")?.0;
        // An AFTER trigger raises nothing: what was found then belongs to a later one.
        text.split_once(' ').filter(|(_, rest)| rest.starts_with("before")).map(|(name, _)| (name, sentence))
    });
    rules.collect()
}

fn postgres_rules() -> BTreeMap<&'static str, &'static str> {
    let sentence_of = |text: &'static str, mark: &str| Some(text.split_once(mark)?.1.split_once('\'')?.0);
    let functions: BTreeMap<_, _> = POSTGRES
        .split("create function ")
        .skip(1)
        .filter_map(|text| Some((text.split_once('(')?.0, sentence_of(text.split_once("end $$;")?.0, "message = '")?)))
        .collect();
    let triggers = POSTGRES.split("create trigger ").skip(1);
    let rules = triggers.filter_map(|text| {
        let (name, rest) = text.split_once(' ')?;
        let statement = rest.split_once(';')?.0;
        let own = functions.get(name).copied();
        let sentence = own.or_else(|| sentence_of(statement, "refuse('"));
        (statement.starts_with("before") && !statement.starts_with("before truncate")).then_some((name, sentence?))
    });
    rules.collect()
}

#[test]
fn both_backends_have_the_same_rules_with_the_same_sentences() {
    assert_eq!(sqlite_rules(), postgres_rules());
    assert!(sqlite_rules().len() > 100);
}

#[test]
fn every_rule_has_a_case() {
    let tested: BTreeSet<_> = cases().map(|case| case.rule).collect();
    let rules: BTreeSet<_> = sqlite_rules().into_keys().collect();
    assert_eq!(tested, rules);
}

/// Puts ids, instants and bytes in the place of `{…}`.
pub(crate) fn filled(sql: &str) -> String {
    let mut parts = sql.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').expect("a brace is closed");
        let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let kind = &name[..name.len() - digits.len()];
        let id = |prefix: &str| format!("'{prefix}{digits:0>width$}'", width = 26 - prefix.len());
        let stands_for = match kind {
            "t" => START.plus_seconds(digits.parse::<i64>().unwrap() * 3600).as_ms().to_string(),
            "zero" => format!("unhex('{}')", "00".repeat(digits.parse().unwrap())),
            "list" => format!("'e1-0st{digits:0>23}'"),
            "acc" => id("0acc"),
            "app" => id("0app"),
            "ses" => id("0ses"),
            "pk" => id("0pk"),
            "mand" => id("0mand"),
            "trn" => id("0trn"),
            "nm" => id("0nm"),
            "att" => id("0att"),
            "cred" => id("0cred"),
            "ed" => id("0ed"),
            "slp" => id("0slp"),
            "ssp" => id("0ssp"),
            "hd" => id("0hd"),
            "cat" => id("0cat"),
            "req" => id("0req"),
            "bx" => id("0bx"),
            "ntc" => id("0ntc"),
            "cor" => id("0cor"),
            "apl" => id("0apl"),
            "vl" => id("0vl"),
            "pic" => id("0pic"),
            other => panic!("{{{other}…}} stands for nothing"),
        };
        whole.push_str(&stands_for);
        whole.push_str(rest);
    }
    whole
}

/// Runs statements without values.
pub(crate) async fn execute(writing: &mut Writing, sql: &str) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(filled(sql))).execute(writing.connection()).await?;
    Ok(())
}

/// Runs `case`, with its rule or without, and undoes everything.
async fn outcome(harness: &Harness, case: &Case, with_rule: bool) -> Result<(), StoreError> {
    let mut writing = harness.database.writing().await.unwrap();
    for statement in case.given {
        execute(&mut writing, statement).await.unwrap_or_else(|e| panic!("{}: given {statement}: {e}", case.rule));
    }
    if !with_rule {
        execute(&mut writing, &drop_trigger(harness.dialect(), case.rule)).await.unwrap();
    }
    let outcome = execute(&mut writing, case.refused).await;
    writing.roll_back().await.unwrap();
    outcome
}

pub(crate) fn drop_trigger(dialect: Dialect, rule: &str) -> String {
    let table = POSTGRES.split(&format!("create trigger {rule} ")).nth(1).and_then(|text| text.split(" on ").nth(1));
    let table = table.and_then(|text| text.split_whitespace().next()).expect("a trigger is on a table");
    match dialect {
        Dialect::Sqlite => format!("drop trigger {rule}"),
        Dialect::Postgres => format!("drop trigger {rule} on {table}"),
    }
}

on_both_backends! {
    async fn every_rule_refuses_what_it_is_for(harness) {
        harness.load_sample().await;
        let sentences = sqlite_rules();
        let mut wrong = Vec::new();
        for case in cases() {
            match outcome(&harness, case, true).await {
                Err(StoreError::Rule(said)) if said == sentences[case.rule] => {}
                other => wrong.push(format!("{}: {} gave {other:?}", case.rule, case.refused)),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        harness.finish().await;
    }

    // So that no case passes because of another rule.
    async fn no_refusal_is_left_when_its_rule_is_dropped(harness) {
        harness.load_sample().await;
        let sentences = sqlite_rules();
        let mut wrong = Vec::new();
        for case in cases() {
            if let Err(StoreError::Rule(said)) = outcome(&harness, case, false).await && said == sentences[case.rule] {
                wrong.push(format!("{}: {} is still refused", case.rule, case.refused));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        harness.finish().await;
    }
}
