//! `/trainers`, the public register of trainers who agreed to be listed, and `/me/register`, their choice.

use std::collections::BTreeSet;

use axum::extract::{Form, Query, State};
use axum::response::Response;

use super::{Said, class_name};
use crate::appearance::pages::register::{FilterChoice, ListingPage, TrainerLine, TrainersPage};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::appearance::pages::stewards::{FormFault, Pager};
use crate::appearance::pages::wording::Wording;
use crate::appearance::pages::{Reader, Words};
use crate::community::ListingError;
use crate::community::people::Minor;
use crate::community::people::register::{ListedAs, ListedTrainer, ListingChoice, country};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::platform::i18n::{Territory, territories, territory_name};
use crate::vocabulary::LanguageTag;

const HERE: &str = "/trainers";
const OWN: &str = "/me/register";
/// Trainers on one page.
const PAGE: usize = 30;

/// `GET /trainers`.
pub(super) async fn show(State(site): State<Site>, Reading(reader): Reading, Query(fields): Query<Fields>) -> Result<Response, Problem> {
    let all = site.community().listed_trainers().await?;
    let wanted = |name: &str, has: &dyn Fn(&str) -> bool| fields.one(name).is_empty() || has(fields.one(name));
    let fits = |trainer: &&ListedTrainer| {
        wanted("country", &|code| trainer.country.as_deref() == Some(code))
            && wanted("language", &|tag| trainer.languages.iter().any(|language| language.as_str() == tag))
            && wanted("affiliate", &|name| trainer.affiliates.iter().any(|affiliate| affiliate == name))
            && wanted("capacity", &|address| capacities_of(&site, trainer).contains(address))
    };
    let found: Vec<&ListedTrainer> = all.iter().filter(fits).collect();
    let (page, total) = (fields.page(), found.len());
    let shown = found.into_iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE);
    let plain = |text: &String| Wording::new(text.as_str(), LanguageTag::undetermined());
    let choices = |name: &str, values: BTreeSet<String>, named: &dyn Fn(&String) -> Wording| {
        let choice = |value: String| FilterChoice { name: named(&value), chosen: value == fields.one(name), value };
        values.into_iter().map(choice).collect::<Vec<_>>()
    };
    let set = |of: &dyn Fn(&ListedTrainer) -> Vec<String>| all.iter().flat_map(of).collect::<BTreeSet<_>>();
    let lived_in = set(&|trainer| trainer.country.iter().cloned().collect());
    let view = TrainersPage {
        capacities: choices("capacity", set(&|trainer| capacities_of(&site, trainer).into_iter().collect()), &|address| {
            let page = address.split_once('/').and_then(|(scheme, code)| site.catalog_in(&reader.language).capacity(scheme, code));
            page.map_or_else(
                || plain(address),
                // Several taxonomies call some of their capacities alike.
                |page| Wording::new(format!("{} ({})", page.label.text, page.taxonomy.name.text), page.label.language),
            )
        }),
        languages: choices("language", set(&|trainer| trainer.languages.iter().map(ToString::to_string).collect()), &|tag| {
            tag.parse().map_or_else(|_| plain(tag), |tag: LanguageTag| language_name(&site, &tag))
        }),
        countries: countries(&reader, fields.one("country")).into_iter().filter(|choice| lived_in.contains(&choice.value)).collect(),
        affiliates: choices("affiliate", set(&|trainer| trainer.affiliates.clone()), &plain),
        lines: shown.map(|trainer| line(&site, &reader, trainer)).collect(),
        total,
        pager: Pager {
            back: (page > 1).then(|| fields.with_page(HERE, page - 1)),
            on: (page.saturating_mul(PAGE) < total).then(|| fields.with_page(HERE, page + 1)),
        },
    };
    site.page(&view, &reader)
}

/// Every country to choose from, in the order of the reader's language.
fn countries(reader: &Reader, chosen: &str) -> Vec<FilterChoice> {
    let choice =
        |Territory { code, name }| FilterChoice { name: Wording::new(name.text, name.language), chosen: code == chosen, value: code };
    territories(&reader.language).into_iter().map(choice).collect()
}

/// `scheme/code` of every capacity of the classes that a trainer may attest.
fn capacities_of(site: &Site, trainer: &ListedTrainer) -> BTreeSet<String> {
    let classes = trainer.classes.iter().filter_map(|slug| site.catalog().class(slug));
    classes.flat_map(|class| class.alignments().iter().map(|one| format!("{}/{}", one.scheme(), one.code()))).collect()
}

/// What a language is called in itself.
fn language_name(site: &Site, tag: &LanguageTag) -> Wording {
    Wording::new(site.pages().said("language-name", tag, &[]).text, tag.clone())
}

fn line(site: &Site, reader: &Reader, trainer: &ListedTrainer) -> TrainerLine {
    let name_of = |code: Option<&str>| territory_name(code?, &reader.language).map(|name| Wording::new(name.text, name.language));
    TrainerLine {
        name: trainer.name.clone(),
        country: name_of(trainer.country.as_deref()),
        languages: trainer.languages.iter().map(|tag| language_name(site, tag)).collect(),
        affiliates: trainer.affiliates.clone(),
        classes: trainer.classes.iter().map(|slug| class_name(site, reader, slug)).collect(),
    }
}

/// `GET /me/register`.
pub(super) async fn own(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let choice = site.community().listing_choice(person.session.account().id()).await?;
    own_page(&site, &person, &reader, choice, said.one_of(&["listed", "unlisted"]), Vec::new())
}

fn own_page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    choice: Option<ListingChoice>,
    said: Option<String>,
    faults: Vec<FormFault>,
) -> Result<Response, Problem> {
    let account = person.session.account();
    let chosen = choice.as_ref().map_or(&[][..], |choice| &choice.languages);
    let language =
        |tag: &LanguageTag| LanguageChoice { tag: tag.to_string(), name: language_name(site, tag).text, chosen: chosen.contains(tag) };
    let country = choice.as_ref().and_then(|choice| choice.country.as_deref()).unwrap_or_default();
    let by_default = if account.display_name().is_some() { ListedAs::Name } else { ListedAs::UserName };
    let view = ListingPage {
        inside: inside(person),
        said,
        faults,
        listed: choice.is_some(),
        may: person.session.roles().is_trainer() && account.minor() == Minor::No,
        name: account.display_name().map(str::to_owned),
        user_name: account.user_name().map(str::to_owned),
        shown_as: choice.as_ref().map_or(by_default, |choice| choice.shown_as).as_str(),
        countries: countries(reader, country),
        languages: site.pages().languages(Words::OfPaper).map(language).collect(),
    };
    site.page(&view, reader)
}

/// `POST /me/register`.
pub(super) async fn agree(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let known: Vec<LanguageTag> = site.pages().languages(Words::OfPaper).cloned().collect();
    let sent = fields.all("language");
    let choice = ListingChoice {
        shown_as: fields.one("shown").parse().unwrap_or(ListedAs::Name),
        country: country(fields.one("country")),
        languages: known.into_iter().filter(|tag| sent.iter().any(|sent| sent == tag.as_str())).collect(),
    };
    let fault = |field, key| vec![FormFault { field, key }];
    let account = person.session.account().id();
    if choice.country.is_none() && !fields.one("country").is_empty() {
        let before = site.community().listing_choice(account).await?;
        return own_page(&site, &person, &reader, before, None, fault("country", "no-country"));
    }
    match site.community().list_trainer(account, &choice).await {
        Ok(()) => Ok(onward(&format!("{OWN}?said=listed"), &reader)),
        Err(ListingError::TooManyLanguages) => {
            let before = site.community().listing_choice(account).await?;
            own_page(&site, &person, &reader, before, None, fault("languages", "many-languages"))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/register/end`.
pub(super) async fn end(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    site.community().unlist_trainer(person.session.account().id()).await?;
    Ok(onward(&format!("{OWN}?said=unlisted"), &reader))
}
