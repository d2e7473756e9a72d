//! The texts of a draft in other languages.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;

use super::form::tidy;
use super::{HERE, draft_at, saved};
use crate::appearance::pages::Words;
use crate::appearance::pages::stewards::drafts::{DraftTextsPage, PartView, TextsLine, part_label};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::community::catalog::{ClassForm, Part, Standing};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::stewards::Said;
use crate::platform::i18n::direction;
use crate::vocabulary::LanguageTag;

/// Languages in which a draft can have texts: those of papers, and those it has texts in already.
pub(super) fn languages(site: &Site, form: &ClassForm) -> Vec<LanguageTag> {
    let own = form.translations.keys().filter_map(|language| language.parse().ok());
    let all: BTreeSet<LanguageTag> = site.pages().languages(Words::OfPaper).cloned().chain(own).collect();
    all.into_iter().filter(|language| language.as_str() != "en").collect()
}

/// The same with English, to choose one.
pub(super) fn choices(site: &Site, form: &ClassForm, chosen: &LanguageTag) -> Vec<LanguageChoice> {
    let all = std::iter::once(LanguageTag::english()).chain(languages(site, form));
    all.map(|language| named(site, &language, &language == chosen)).collect()
}

/// A language by its own name.
pub(super) fn named(site: &Site, language: &LanguageTag, chosen: bool) -> LanguageChoice {
    let name = site.pages().said("language-name", language, &[]);
    let name = if name.language == *language { name.text } else { language.to_string() };
    LanguageChoice { tag: language.to_string(), name, chosen }
}

/// How the texts stand in a language.
pub(super) fn line(site: &Site, form: &ClassForm, language: &LanguageTag) -> TextsLine {
    let parts = form.parts();
    let count = |standing: Standing| parts.iter().filter(|part| form.standing(language, part) == standing).count();
    TextsLine {
        language: named(site, language, false),
        dir: direction(language).as_str(),
        total: parts.len(),
        missing: count(Standing::Missing),
        outdated: count(Standing::Outdated),
    }
}

/// The language in a path, if a draft can have texts in it.
fn language_of(site: &Site, form: &ClassForm, asked: &str) -> Result<LanguageTag, Problem> {
    languages(site, form).into_iter().find(|language| language.as_str() == asked).ok_or_else(Problem::not_found)
}

/// `GET /admin/classes/{id}/texts/{language}`.
pub(in super::super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path((draft, language)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let draft = draft_at(&site, &draft).await?;
    let language = language_of(&site, &draft.form, &language)?;
    let view = DraftTextsPage {
        inside: inside(&person),
        said: said.one_of(&["texts-saved"]),
        kept: (draft.id.to_string(), draft.revision),
        name: draft.form.name.clone(),
        line: line(&site, &draft.form, &language),
        parts: draft.form.parts().into_iter().map(|part| view(&draft.form, &language, part)).collect(),
    };
    site.page(&view, &reader)
}

fn view(form: &ClassForm, language: &LanguageTag, part: Part) -> PartView {
    let (kind, of) = part_label(&part.name);
    let standing = match form.standing(language, &part) {
        Standing::Missing => "missing",
        Standing::Outdated => "outdated",
        Standing::Current => "current",
    };
    let (of, text) = (of.map(str::to_owned), form.translation(language, &part.name).to_owned());
    PartView { kind, of, text, standing, english: part.english, name: part.name }
}

/// `POST /admin/classes/{id}/texts/{language}`.
pub(in super::super) async fn save(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path((draft, language)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let known = draft_at(&site, &draft).await?;
    let tag = language_of(&site, &known.form, &language)?;
    let mut form = known.form.clone();
    let text = |part: Part| {
        let sent = fields.sent(&format!("text-{}", part.name))?;
        // A text of a class is one line: it stands in lists and on papers. Spaces that hold words together stay.
        Some((part.name, tidy(sent).split_ascii_whitespace().collect::<Vec<_>>().join(" ")))
    };
    let typed: BTreeMap<String, String> = form.parts().into_iter().filter_map(text).collect();
    form.translate(&tag, &typed, &fields.all("fits").into_iter().collect());
    saved(&site, &person, &known, form, &fields).await?;
    Ok(onward(&format!("{HERE}/{draft}/texts/{language}?said=texts-saved"), &reader))
}
