//! `/admin/classes`: drafting a badge class or a new version of one, and taking its files away for review.
//!
//! Nothing is published from here: a draft becomes a class when its files are reviewed and shipped.

mod form;
mod looks;
mod texts;

use std::io::{Cursor, Write};

use axum::extract::{Form, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Names, Said, class_choices};
use crate::appearance::pages::stewards::drafts::{DraftLine, DraftsPage};
use crate::appearance::pages::wording::Told;
use crate::community::catalog::{ClassForm, Drafted, NotStarted, Renewal};
use crate::community::drafting::KeptDraft;
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::{AccountId, ClassDraftId};

pub(super) use looks::{badge, paper, picture, preview, show as looks};
pub(super) use texts::{save as save_texts, show as texts};

const HERE: &str = "/admin/classes";
/// For so long a released version may be issued beside a new one, unless a steward says something else.
const MONTHS_TO_FINISH: u16 = 6;

/// `GET /admin/classes`.
pub(super) async fn list(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let drafts = site.community().drafts().await?;
    let names = Names::of(&site, drafts.iter().map(|draft| draft.changed_by)).await?;
    let lines = drafts.into_iter().map(|draft| DraftLine {
        id: draft.id.to_string(),
        version: draft.form.is_new_version().then(|| draft.form.version().to_owned()),
        name: [draft.form.name, draft.form.slug].into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| draft.id.to_string()),
        by: names.name(draft.changed_by),
        at: draft.changed_at,
    });
    let (said, classes) = (said.one_of(&["draft-dropped"]), class_choices(&site, &reader, &[]));
    site.page(&DraftsPage { inside: inside(&person), said, lines: lines.collect(), classes }, &reader)
}

/// `GET /admin/classes/new`.
pub(super) async fn blank(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let form = ClassForm {
        quorum: "1".to_owned(),
        minimum: "1".to_owned(),
        months: "36".to_owned(),
        renewal: Renewal::Practice.as_str().to_owned(),
        kinds: words(&["observation"]),
        learning: words(&["training", "practice"]),
        artwork: "shield-star".to_owned(),
        accent: "#3366cc".to_owned(),
        ..ClassForm::default()
    };
    site.page(&form::page(&site, &person, &reader, &form, None, None), &reader)
}

/// `POST /admin/classes/versions`: a draft of the next version of a class.
pub(super) async fn start(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let until = site.community().now().plus_months(MONTHS_TO_FINISH);
    let form = site.catalog().next_version(fields.one("class"), until)?;
    let draft = kept(&site, &form, person.session.account().id()).await?;
    Ok(onward(&format!("{HERE}/{draft}"), &reader))
}

/// `GET /admin/classes/{id}`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let draft = draft_at(&site, &draft).await?;
    let said = said.one_of(&["draft-saved"]);
    site.page(&form::page(&site, &person, &reader, &draft.form, Some((draft.id, draft.revision)), said), &reader)
}

/// `POST /admin/classes/new`.
pub(super) async fn keep(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let draft = kept(&site, &form::typed(&fields, &ClassForm::default()), person.session.account().id()).await?;
    Ok(onward(&format!("{HERE}/{draft}?said=draft-saved"), &reader))
}

/// A second tap finds the same draft, just made by the same steward.
async fn kept(site: &Site, form: &ClassForm, by: AccountId) -> Result<ClassDraftId, Problem> {
    let drafts = site.community().drafts().await?;
    match drafts.iter().find(|draft| draft.form == *form && draft.changed_by == by) {
        Some(same) => Ok(same.id),
        None => Ok(site.community().keep_draft(form, by).await?),
    }
}

/// `POST /admin/classes/{id}`.
pub(super) async fn save(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let known = draft_at(&site, &draft).await?;
    saved(&site, &person, &known, form::typed(&fields, &known.form), &fields).await?;
    Ok(onward(&format!("{HERE}/{draft}?said=draft-saved"), &reader))
}

/// Saves a form over the revision that its editor saw. The same once more is a double tap.
async fn saved(site: &Site, person: &SignedIn, known: &KeptDraft, form: ClassForm, fields: &Fields) -> Result<(), Problem> {
    let by = person.session.account().id();
    if known.form != form || known.changed_by != by {
        let revision = fields.one("revision").parse().unwrap_or_default();
        site.community().save_draft(known.id, revision, &form, by).await?;
    }
    Ok(())
}

/// `POST /admin/classes/{id}/removal`.
pub(super) async fn remove(
    State(site): State<Site>,
    _: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
) -> Result<Response, Problem> {
    site.community().drop_draft(id(&draft)?).await?;
    Ok(onward(&format!("{HERE}?said=draft-dropped"), &reader))
}

async fn draft_at(site: &Site, draft: &str) -> Result<KeptDraft, Problem> {
    site.community().draft(id(draft)?).await?.ok_or_else(Problem::not_found)
}

/// A draft without faults, with the catalogue as it would be.
async fn drafted(site: &Site, draft: &str) -> Result<(ClassForm, Drafted), Problem> {
    let draft = draft_at(site, draft).await?;
    match site.catalog().with_draft(&draft.form) {
        Ok(drafted) => Ok((draft.form, drafted)),
        Err(_) => Err(Problem::new(Kind::Conflict).telling(Told::new("draft-faults"))),
    }
}

impl From<NotStarted> for Problem {
    fn from(fault: NotStarted) -> Self {
        let told = match &fault {
            NotStarted::Unknown(_) => Told::new("choice"),
            NotStarted::NotInTheForm(class) => Told::new("not-in-form").with(&format!("{class}.toml")),
        };
        Self::because(Kind::Conflict, fault).telling(told)
    }
}

/// `GET /admin/classes/{id}/files.zip`: what is reviewed.
pub(super) async fn files(State(site): State<Site>, _: SignedIn, Path(draft): Path<String>) -> Result<Response, Problem> {
    let (form, drafted) = drafted(&site, &draft).await?;
    if drafted.changes_nothing {
        return Err(Problem::new(Kind::Conflict).telling(Told::new("draft-unchanged")));
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &drafted.files {
        archive.start_file(format!("badge-classes/{name}"), SimpleFileOptions::default()).map_err(Problem::internal)?;
        archive.write_all(text.as_bytes()).map_err(Problem::internal)?;
    }
    let bytes = archive.finish().map_err(Problem::internal)?.into_inner();
    let disposition = format!("attachment; filename=\"{}-{}.zip\"", form.slug, form.version());
    Ok(([(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
