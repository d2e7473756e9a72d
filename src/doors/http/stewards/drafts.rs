//! `/admin/classes`: drafting a badge class, looking at it, and taking its files away for review.
//!
//! Nothing is published from here: a draft becomes a class when its files are reviewed and shipped.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use axum::extract::{Form, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Names, Said};
use crate::appearance::artwork::{Design, Gallery};
use crate::appearance::certificate::content::{Badge, Detail, Field, Said as Worded};
use crate::appearance::certificate::press::{Press, PressFault};
use crate::appearance::certificate::samples::{PEOPLE, Person, Samples};
use crate::appearance::pages::register::FilterChoice;
use crate::appearance::pages::stewards::drafts::{DraftFaultView, DraftLine, DraftPage, DraftTexts, DraftsPage};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::appearance::pages::wording::Wording;
use crate::appearance::pages::{CatalogPages, Reader};
use crate::appearance::templates::Templates;
use crate::community::catalog::{BadgeClass, Catalog, ClassForm, EvidenceKind, Learning, Renewal, Taxonomy};
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::ClassDraftId;

const HERE: &str = "/admin/classes";
/// The paper on which drafts are looked at.
const PAPER: &str = "a4-landscape";

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
        name: [draft.form.name, draft.form.slug].into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| draft.id.to_string()),
        by: names.name(draft.changed_by),
        at: draft.changed_at,
    });
    let view = DraftsPage { inside: inside(&person), said: said.one_of(&["draft-dropped"]), lines: lines.collect() };
    site.page(&view, &reader)
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
    site.page(&page(&site, &person, &reader, &form, None, None), &reader)
}

/// `GET /admin/classes/{id}`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let draft = site.community().draft(id(&draft)?).await?.ok_or_else(Problem::not_found)?;
    let said = said.one_of(&["draft-saved"]);
    site.page(&page(&site, &person, &reader, &draft.form, Some((draft.id, draft.revision)), said), &reader)
}

fn page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    form: &ClassForm,
    kept: Option<(ClassDraftId, u32)>,
    said: Option<String>,
) -> DraftPage {
    let faults = match kept {
        Some(_) => Catalog::with_draft(&form.files()).err().unwrap_or_default(),
        None => Vec::new(),
    };
    let (shape, pictogram) = form.artwork.split_once('-').unwrap_or((form.artwork.as_str(), ""));
    let named = |key: String| {
        let text = site.catalog().text(&key, &reader.language);
        Wording::new(text.text, text.language)
    };
    let word = |value: &str, name: Wording, chosen: bool| FilterChoice { value: value.to_owned(), name, chosen };
    let plain = |name: &str| Wording::new(name, LanguageTag::undetermined());
    let pages = site.catalog_in(&reader.language);
    let capacities = site.catalog().taxonomies().flat_map(Taxonomy::capacities).map(|capacity| {
        let address = format!("{}/{}", capacity.scheme(), capacity.code());
        let name = pages.capacity(capacity.scheme(), capacity.code()).map_or_else(|| plain(&address), |page| page.label);
        word(&address, name, form.capacities.contains(&address))
    });
    let has = |chosen: &[String], value: &str| chosen.iter().any(|one| one == value);
    let language = |person: &Person| LanguageChoice {
        tag: person.language.to_owned(),
        name: site.pages().said("language-name", &person.language(), &[]).text,
        chosen: false,
    };
    let mut languages: Vec<LanguageChoice> = PEOPLE.iter().map(language).collect();
    languages.dedup_by(|a, b| a.tag == b.tag);
    DraftPage {
        inside: inside(person),
        said,
        kept: kept.map(|(id, revision)| (id.to_string(), revision)),
        faults: faults.into_iter().map(|fault| DraftFaultView { field: fault.field, said: fault.said }).collect(),
        texts: DraftTexts {
            slug: form.slug.clone(),
            name: form.name.clone(),
            description: form.description.clone(),
            criteria: form.criteria.clone(),
            quorum: form.quorum.clone(),
            levels: form.levels.clone(),
            required: form.required.clone(),
            months: form.months.clone(),
            minimum: form.minimum.clone(),
            evidence: form.evidence.clone(),
            accent: form.accent.clone(),
        },
        capacities: capacities.collect(),
        distinct: form.distinct,
        renewals: Renewal::ALL.iter().map(|one| word(one.as_str(), named(one.key()), form.renewal == one.as_str())).collect(),
        kinds: EvidenceKind::ALL.iter().map(|one| word(one.as_str(), named(one.key()), has(&form.kinds, one.as_str()))).collect(),
        learning: Learning::ALL.iter().map(|one| word(one.as_str(), named(one.key()), has(&form.learning, one.as_str()))).collect(),
        shapes: site.gallery().shapes().map(|name| word(name, plain(name), name == shape)).collect(),
        pictograms: site.gallery().pictograms().map(|name| word(name, plain(name), name == pictogram)).collect(),
        languages,
    }
}

fn typed(fields: &Fields) -> ClassForm {
    let one = |name: &str| fields.one(name).chars().filter(|c| !c.is_control() || *c == '\n').take(8000).collect::<String>();
    ClassForm {
        slug: one("slug"),
        name: one("name"),
        description: one("description"),
        criteria: one("criteria"),
        capacities: fields.all("capacities"),
        quorum: one("quorum"),
        distinct: fields.one("distinct") == "yes",
        levels: one("levels"),
        required: one("required"),
        months: one("months"),
        renewal: one("renewal"),
        minimum: one("minimum"),
        kinds: fields.all("kinds"),
        evidence: one("evidence"),
        learning: fields.all("learning"),
        artwork: format!("{}-{}", one("shape"), one("pictogram")),
        accent: one("accent"),
    }
}

/// `POST /admin/classes/new`. A second tap finds the same draft, just made by the same steward.
pub(super) async fn keep(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let (form, by) = (typed(&fields), person.session.account().id());
    let drafts = site.community().drafts().await?;
    let same = drafts.iter().find(|draft| draft.form == form && draft.changed_by == by).map(|draft| draft.id);
    let draft = match same {
        Some(draft) => draft,
        None => site.community().keep_draft(&form, by).await?,
    };
    Ok(onward(&format!("{HERE}/{draft}?said=draft-saved"), &reader))
}

/// `POST /admin/classes/{id}`.
pub(super) async fn save(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let (form, by): (ClassForm, _) = (typed(&fields), person.session.account().id());
    let draft: ClassDraftId = id(&draft)?;
    let known = site.community().draft(draft).await?.ok_or_else(Problem::not_found)?;
    // The same once more is a double tap.
    if known.form != form || known.changed_by != by {
        let revision = fields.one("revision").parse().unwrap_or_default();
        site.community().save_draft(draft, revision, &form, by).await?;
    }
    Ok(onward(&format!("{HERE}/{draft}?said=draft-saved"), &reader))
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

/// The catalogue with a draft in it, which has no fault.
async fn drafted(site: &Site, draft: &str) -> Result<(ClassForm, Catalog), Problem> {
    let draft = site.community().draft(id(draft)?).await?.ok_or_else(Problem::not_found)?;
    match Catalog::with_draft(&draft.form.files()) {
        Ok(catalog) => Ok((draft.form, catalog)),
        Err(_) => Err(Problem::because(Kind::Conflict, "this draft has faults: its own page names them")),
    }
}

fn class<'a>(form: &ClassForm, catalog: &'a Catalog) -> Result<&'a BadgeClass, Problem> {
    catalog.class(&form.slug).ok_or_else(Problem::not_found)
}

fn drawing(site: &Site, class: &BadgeClass) -> Result<String, Problem> {
    let owner = site.office().owner().map_err(Problem::internal)?;
    let design = Design::of_class(class, owner).map_err(|fault| Problem::because(Kind::Conflict, fault))?;
    Ok(site.gallery().svg(&design).map_err(|fault| Problem::because(Kind::Conflict, fault))?.to_string())
}

/// `GET /admin/classes/{id}/page`: as its public page would be.
pub(super) async fn preview(
    State(site): State<Site>,
    _: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
) -> Result<Response, Problem> {
    let (form, catalog) = drafted(&site, &draft).await?;
    let pages = CatalogPages { catalog: &catalog, ..site.catalog_in(&reader.language) };
    let mut page = pages.class(&form.slug).ok_or_else(Problem::not_found)?;
    page.card.image = format!("{HERE}/{draft}/badge.svg");
    site.page(&page, &reader)
}

/// `GET /admin/classes/{id}/badge.svg`.
pub(super) async fn badge(State(site): State<Site>, _: SignedIn, Path(draft): Path<String>) -> Result<Response, Problem> {
    let (form, catalog) = drafted(&site, &draft).await?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], drawing(&site, class(&form, &catalog)?)?).into_response())
}

/// `GET /admin/classes/{id}/paper.pdf`: a certificate of an invented person, in the language asked for.
pub(super) async fn paper(
    State(site): State<Site>,
    _: SignedIn,
    Path(draft): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let (form, catalog) = drafted(&site, &draft).await?;
    let class = class(&form, &catalog)?;
    let (svg, language) = (drawing(&site, class)?, fields.one("paper").to_owned());
    let wording = |tag: &LanguageTag| Saying::of(class, tag);
    let person = PEOPLE.iter().find(|person| person.language == language).or(PEOPLE.first()).ok_or_else(Problem::not_found)?;
    let saying = wording(&person.language());
    let drawn = site.print(move |press| {
        let gallery = Gallery::new(Templates::embedded());
        let samples = Samples::new(press.messages(), &gallery).map_err(|fault| fault.to_string())?;
        printed(press, &samples, person, &saying, &svg).map_err(|fault| fault.impersonal())
    });
    let pdf = drawn.await?.map_err(|fault| {
        tracing::warn!(fault, "a draft's certificate cannot be drawn");
        Problem::new(Kind::CannotDraw)
    })?;
    Ok(([(CONTENT_TYPE, "application/pdf")], pdf).into_response())
}

/// What a paper says of a drafted class.
struct Saying {
    name: Worded,
    criteria: Vec<Worded>,
}

impl Saying {
    fn of(class: &BadgeClass, language: &LanguageTag) -> Self {
        let said = |prose: &crate::community::catalog::Prose| {
            let text = prose.in_language(language);
            Worded { text: text.text, language: text.language }
        };
        Self { name: said(class.name()), criteria: class.criteria().iter().map(|criterion| said(criterion.text())).collect() }
    }
}

fn printed(press: &Press, samples: &Samples<'_>, person: &Person, saying: &Saying, svg: &str) -> Result<Vec<u8>, PressFault> {
    let template = press.certificate(PAPER)?;
    let sample = samples.content(person, PAPER);
    let say = |detail: Detail| {
        let mut content = sample.clone();
        let shown = match detail {
            Detail::Whole => saying.criteria.len(),
            Detail::Brief => 3,
            Detail::Nothing => 0,
        };
        let lead = content.texts.get(&Field::Criteria).and_then(|texts| texts.first().cloned());
        let bullet = |said: &Worded| Worded { text: format!("• {}", said.text), language: said.language.clone() };
        let criteria = lead.into_iter().filter(|_| shown > 0).chain(saying.criteria.iter().take(shown).map(bullet)).collect();
        content.texts.insert(Field::Criteria, criteria);
        content.texts.insert(Field::Class, vec![saying.name.clone()]);
        content.texts.remove(&Field::Original);
        content.texts.remove(&Field::Level);
        content.badge = Some(Badge { svg: svg.to_owned(), said: saying.name.text.clone() });
        content
    };
    press.write(&press.sheet(template, say)?)
}

/// `GET /admin/classes/{id}/files.zip`: what is reviewed.
pub(super) async fn files(State(site): State<Site>, _: SignedIn, Path(draft): Path<String>) -> Result<Response, Problem> {
    let (form, _) = drafted(&site, &draft).await?;
    let files = form.files();
    let inside = BTreeMap::from([
        (format!("badge-classes/{}.toml", files.slug), files.toml.clone()),
        ("messages-to-add/en.json".to_owned(), files.messages("en")),
        ("messages-to-add/qqq.json".to_owned(), files.messages("qqq")),
    ]);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &inside {
        archive.start_file(name, SimpleFileOptions::default()).map_err(Problem::internal)?;
        archive.write_all(text.as_bytes()).map_err(Problem::internal)?;
    }
    let bytes = archive.finish().map_err(Problem::internal)?.into_inner();
    let disposition = format!("attachment; filename=\"{}.zip\"", files.slug);
    Ok(([(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
