//! A draft as others would see it: its page, its picture, and a certificate of an invented person, in each language.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{HERE, drafted, texts};
use crate::appearance::artwork::{Accent, Design, Gallery};
use crate::appearance::certificate::content::{Badge, Content, Detail, Field, Said as Worded};
use crate::appearance::certificate::press::{Press, PressFault, USUAL};
use crate::appearance::certificate::samples::{Person, Samples};
use crate::appearance::certificate::sheet::Sheet;
use crate::appearance::certificate::{outlined, specimen};
use crate::appearance::pages::stewards::drafts::DraftLooksPage;
use crate::appearance::pages::wording::Told;
use crate::appearance::pages::{CatalogPages, Reader, Words};
use crate::appearance::templates::Templates;
use crate::community::catalog::{BadgeClass, Catalog, ClassForm, Prose};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::headers::IMAGE_POLICY;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::platform::i18n::{Arg, Direction, direction};
use crate::vocabulary::LanguageTag;

fn class<'a>(form: &ClassForm, catalog: &'a Catalog) -> Result<&'a BadgeClass, Problem> {
    catalog.class(&form.slug).ok_or_else(Problem::not_found)
}

fn drawing(site: &Site, class: &BadgeClass) -> Result<(Design, String), Problem> {
    let owner = site.office().owner().map_err(Problem::internal)?;
    let design = Design::of_class(class, owner).map_err(undrawn)?;
    let svg = site.gallery().svg(&design).map_err(undrawn)?.to_string();
    Ok((design, svg))
}

fn undrawn(fault: impl std::fmt::Display) -> Problem {
    Problem::because(Kind::Conflict, fault).telling(Told::new("no-picture"))
}

fn svg_of(drawn: String) -> Response {
    let headers = [(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")), (CONTENT_SECURITY_POLICY, IMAGE_POLICY)];
    (headers, drawn).into_response()
}

/// The language that a query asks for, among those in which the draft can be looked at.
fn asked(site: &Site, form: &ClassForm, tag: &str, reader: &Reader) -> LanguageTag {
    let all = texts::choices(site, form, &reader.language);
    all.iter().find(|choice| choice.tag == tag).and_then(|choice| choice.tag.parse().ok()).unwrap_or_else(|| reader.language.clone())
}

/// `GET /admin/classes/{id}/looks`: the ways to look at it in a language.
pub(in super::super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let (form, drafted) = drafted(&site, &draft).await?;
    let language = asked(&site, &form, fields.one("in"), &reader);
    let name = class(&form, &drafted.catalog)?.name().in_language(&language);
    let view = DraftLooksPage {
        inside: inside(&person),
        id: draft,
        name: name.into(),
        languages: texts::choices(&site, &form, &language),
        chosen: language.to_string(),
        line: (language.as_str() != "en").then(|| texts::line(&site, &form, &language)),
    };
    site.page(&view, &reader)
}

/// `GET /admin/classes/{id}/page`: as its public page would be, for readers of the language that is asked for.
pub(in super::super) async fn preview(
    State(site): State<Site>,
    _: SignedIn,
    Reading(mut reader): Reading,
    Path(draft): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let (form, drafted) = drafted(&site, &draft).await?;
    let language = asked(&site, &form, fields.one("in"), &reader);
    // Where pages are not offered in it, its texts stand on one in the steward's own language.
    if site.pages().languages(Words::OfPages).any(|offered| *offered == language) {
        reader.language = language.clone();
    }
    let pages = CatalogPages { catalog: &drafted.catalog, ..site.catalog_in(&language) };
    let mut page = pages.class(&form.slug).ok_or_else(Problem::not_found)?;
    page.card.image = format!("{HERE}/{draft}/badge.svg");
    page.draft = Some(format!("{HERE}/{draft}"));
    site.page(&page, &reader)
}

/// `GET /admin/classes/{id}/badge.svg`.
pub(in super::super) async fn badge(State(site): State<Site>, _: SignedIn, Path(draft): Path<String>) -> Result<Response, Problem> {
    let (form, drafted) = drafted(&site, &draft).await?;
    Ok(svg_of(drawing(&site, class(&form, &drafted.catalog)?)?.1))
}

/// `GET /admin/classes/{id}/paper.pdf`: a specimen in the language asked for.
pub(in super::super) async fn paper(
    State(site): State<Site>,
    _: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let pdf = specimen_of(&site, &reader, &draft, &fields, Press::write).await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], pdf).into_response())
}

/// `GET /admin/classes/{id}/paper.svg`: the same as a picture.
pub(in super::super) async fn picture(
    State(site): State<Site>,
    _: SignedIn,
    Reading(reader): Reading,
    Path(draft): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let drawn = |_: &Press, sheet: &Sheet| Ok(sheet.pages.first().map(outlined::svg).unwrap_or_default());
    let svg = specimen_of(&site, &reader, &draft, &fields, drawn).await?;
    Ok(svg_of(svg))
}

async fn specimen_of<T: Send + 'static>(
    site: &Site,
    reader: &Reader,
    draft: &str,
    fields: &Fields,
    write: impl FnOnce(&Press, &Sheet) -> Result<T, PressFault> + Send + 'static,
) -> Result<T, Problem> {
    let (form, drafted) = drafted(site, draft).await?;
    let class = class(&form, &drafted.catalog)?;
    let (design, picture) = drawing(site, class)?;
    let saying = Saying::of(class, asked(site, &form, fields.one("paper"), reader), &design, picture);
    let drawn = site.print(move |press| {
        let gallery = Gallery::new(Templates::embedded());
        let samples = Samples::new(press.messages(), &gallery).map_err(|fault| fault.to_string())?;
        let sheet = saying.sheet(press, &samples).map_err(|fault| fault.impersonal())?;
        write(press, &sheet).map_err(|fault| fault.impersonal())
    });
    drawn.await?.map_err(|fault| {
        tracing::warn!(fault, "a draft's certificate cannot be drawn");
        Problem::new(Kind::CannotDraw)
    })
}

/// What a paper says of a drafted class.
struct Saying {
    language: LanguageTag,
    accent: Accent,
    picture: Arc<str>,
    name: Worded,
    level: Option<Worded>,
    criteria: Vec<Worded>,
}

impl Saying {
    fn of(class: &BadgeClass, language: LanguageTag, design: &Design, picture: String) -> Self {
        let said = |prose: &Prose| {
            let text = prose.in_language(&language);
            Worded { text: text.text, language: text.language }
        };
        let level = class.rubric().and_then(|rubric| rubric.level(rubric.required()));
        Self {
            name: said(class.name()),
            level: level.map(|level| said(level.name())),
            criteria: class.criteria().iter().map(|criterion| said(criterion.text())).collect(),
            accent: design.accent,
            picture: picture.into(),
            language,
        }
    }

    /// A specimen for an invented person of the language, or of English.
    fn sheet(&self, press: &Press, samples: &Samples<'_>) -> Result<Sheet, PressFault> {
        let message = |key: &str, with: &str| {
            let said = press.messages().render(key, &self.language, &[Arg::Text(with)]);
            Worded { text: said.text, language: said.language }
        };
        let template = press.certificate(USUAL)?;
        let say = |detail: Detail| {
            let sample = samples.content_in(Person::of_language(&self.language), USUAL, self.language.clone());
            let content = self.content(sample, detail, &message);
            specimen::uncheckable(content, message("paper-specimen-means", ""))
        };
        let mut sheet = press.sheet(template, say)?;
        specimen::mark(&mut sheet, &message("paper-specimen", ""), press.fonts())?;
        Ok(sheet)
    }

    fn content(&self, mut content: Content, detail: Detail, message: &dyn Fn(&str, &str) -> Worded) -> Content {
        let shown = match detail {
            Detail::Whole => self.criteria.len(),
            Detail::Brief => 3,
            Detail::Nothing => 0,
        };
        let bullet = |said: &Worded| Worded { text: format!("• {}", said.text), language: said.language.clone() };
        let lead = (shown > 0).then(|| message("paper-criteria", ""));
        content.texts.insert(Field::Criteria, lead.into_iter().chain(self.criteria.iter().take(shown).map(bullet)).collect());
        content.title = message("paper-title", &self.name.text).text;
        content.accent = self.accent;
        content.texts.insert(Field::Class, vec![self.name.clone()]);
        content.texts.remove(&Field::Level);
        if let Some(level) = &self.level {
            // Its name keeps its own direction within a phrase that is read from the right.
            let apart = format!("\u{2068}{}\u{2069}", level.text);
            let name = if direction(&self.language) == Direction::Rtl { &apart } else { &level.text };
            content.texts.insert(Field::Level, vec![message("paper-level", name)]);
        }
        content.badge = Some(Badge { svg: self.picture.to_string(), said: self.name.text.clone() });
        content
    }
}
