//! `/training/new`: a training is described, looked at, and made.

use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::days::{DaysFault, days};
use super::showing::{called, class_view, warning_view};
use super::trainers;
use crate::appearance::pages::training::FormFault;
use crate::appearance::pages::training::making::{DraftTraining, IssuerChoice, LanguageChoice, NewTrainingPage, ReviewTrainingPage};
use crate::appearance::pages::{Reader, Words};
use crate::community::attestation::{MOST_EXPECTED, NewTraining, NewWorkshop, Purpose, outlook};
use crate::community::catalog::BadgeClass;
use crate::community::people::{Account, Trainer};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::TrainingId;
use crate::vocabulary::{Id, LanguageTag};

/// Characters of a name, a place, an affiliate.
const LONGEST: usize = 120;

/// `GET /training/new`: the form, with what is known already.
pub async fn form(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let trainer = site.community().trainer(person.session.account().id()).await?;
    let (community, now) = (site.community(), site.community().now());
    let mandate = trainer.mandates().iter().rev().find(|mandate| mandate.starts_at() <= now && now < mandate.ends_at());
    let affiliate = mandate.map(|mandate| mandate.affiliate().to_owned()).or(trainer.account().affiliate().map(str::to_owned));
    let draft = DraftTraining {
        once: community.chance().id::<crate::vocabulary::ids::kind::Training>().to_string(),
        affiliate: affiliate.unwrap_or_default(),
        language: reader.language.to_string(),
        expected: "20".to_owned(),
        ..DraftTraining::default()
    };
    site.page(&page(&site, &person, &reader, draft, Vec::new()).await?, &reader)
}

/// `POST /training/new`: the review, or the form again with what is wrong. Nothing is changed.
pub async fn review(State(site): State<Site>, person: SignedIn, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let fields = Fields::from(form);
    let draft = draft(&fields);
    if fields.is_ticked("back") {
        return site.page(&page(&site, &person, &reader, draft, Vec::new()).await?, &reader);
    }
    let asked = match checked(&draft, &person, &site).await? {
        Ok(asked) => asked,
        Err(faults) => return refused(&site, &person, &reader, draft, faults).await,
    };
    let catalog = site.catalog();
    let classes: Vec<&BadgeClass> = draft.classes.iter().filter_map(|slug| catalog.class(slug)).collect();
    let training = &asked.training;
    let mut trainers: Vec<Trainer> = Vec::new();
    for id in &training.trainers {
        trainers.push(site.community().trainer(*id).await?);
    }
    let warnings = outlook(&trainers, &classes, training.ends_at, &asked.language, site.community().now());
    let view = ReviewTrainingPage {
        inside: inside(&person),
        starts_at: training.starts_at,
        ends_at: training.ends_at,
        issuer: site.office().issuer(&asked.issuer)?.name().to_owned(),
        language: site.pages().said("language-name", &asked.language, &[]).text,
        classes: classes.iter().map(|class| class_view(class, &reader.language, &site)).collect(),
        trainers: trainers.iter().map(|trainer| called(trainer.account())).collect(),
        warnings: warnings.iter().map(|warning| warning_view(warning, &reader.language)).collect(),
        draft,
    };
    site.page(&view, &reader)
}

/// `POST /training`: makes it, once, and goes there.
pub async fn make(State(site): State<Site>, person: SignedIn, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let draft = draft(&Fields::from(form));
    match checked(&draft, &person, &site).await? {
        Ok(asked) => {
            let made = site.community().make_workshop(&asked).await?;
            Ok(onward(&format!("/training/{}", made.id()), &reader))
        }
        Err(faults) => refused(&site, &person, &reader, draft, faults).await,
    }
}

fn draft(fields: &Fields) -> DraftTraining {
    let said = |name| fields.one(name).to_owned();
    DraftTraining {
        once: said("once"),
        name: said("name"),
        place: said("place"),
        from: said("from"),
        until: said("until"),
        affiliate: said("affiliate"),
        issuer: said("issuer"),
        language: said("language"),
        expected: said("expected"),
        trainers: said("trainers"),
        classes: fields.all("class"),
        rehearsal: fields.is_ticked("rehearsal"),
    }
}

/// The training that is asked for, or everything that is wrong with it.
async fn checked(draft: &DraftTraining, person: &SignedIn, site: &Site) -> Result<Result<NewWorkshop, Vec<FormFault>>, Problem> {
    let maker = person.session.account();
    let (mut faults, said) = (text_faults(draft), |field, code| FormFault { field, code, typed: String::new() });
    let dates = days(&draft.from, &draft.until);
    faults.extend(dates.err().map(day_fault));
    if draft.classes.is_empty() || draft.classes.iter().any(|slug| site.catalog().class(slug).is_none()) {
        faults.push(said("class", "classes"));
    }
    let expected = draft.expected.parse().ok().filter(|n| (1..=MOST_EXPECTED).contains(n));
    if expected.is_none() {
        faults.push(said("expected", "expected"));
    }
    let language = draft.language.parse::<LanguageTag>().ok().filter(|tag| site.pages().languages(Words::OfPages).any(|one| one == tag));
    if language.is_none() {
        faults.push(said("language", "language"));
    }
    let issuer = if draft.issuer.is_empty() { site.office().owner() } else { site.office().issuer(&draft.issuer) };
    if issuer.is_err() {
        faults.push(said("issuer", "issuer"));
    }
    let others = match trainers::found(&draft.trainers, site).await? {
        Ok(others) => others,
        Err(mut wrong) => {
            faults.append(&mut wrong);
            Vec::new()
        }
    };
    let (Ok((starts_at, ends_at)), Some(expected), Some(language), Ok(issuer), true) =
        (dates, expected, language, issuer, faults.is_empty())
    else {
        return Ok(Err(faults));
    };
    let others = others.iter().map(Account::id).filter(|id| *id != maker.id());
    Ok(Ok(NewWorkshop {
        id: id_of(maker, &draft.once),
        training: NewTraining {
            name: draft.name.clone(),
            place: draft.place.clone(),
            starts_at,
            ends_at,
            affiliate: draft.affiliate.clone(),
            classes: draft.classes.clone(),
            trainers: std::iter::once(maker.id()).chain(others).collect(),
        },
        issuer: issuer.slug().to_owned(),
        language,
        purpose: if draft.rehearsal { Purpose::Rehearsal } else { Purpose::Award },
        expected,
    }))
}

fn text_faults(draft: &DraftTraining) -> Vec<FormFault> {
    let mut faults = Vec::new();
    for (field, typed, empty) in [("name", &draft.name, "name"), ("affiliate", &draft.affiliate, "affiliate"), ("place", &draft.place, "")]
    {
        if typed.is_empty() && !empty.is_empty() {
            faults.push(FormFault { field, code: empty, typed: String::new() });
        } else if typed.chars().count() > LONGEST {
            faults.push(FormFault { field, code: "long", typed: typed.chars().take(30).collect() });
        }
    }
    faults
}

/// What is wrong with the days, at their field.
pub(super) fn day_fault(fault: DaysFault) -> FormFault {
    let (field, code) = match fault {
        DaysFault::From => ("from", "from"),
        DaysFault::Until => ("until", "until"),
        DaysFault::Order => ("until", "order"),
        DaysFault::Long => ("until", "years"),
    };
    FormFault { field, code, typed: String::new() }
}

/// The same for the same form of the same person; nobody can choose one.
fn id_of(maker: &Account, once: &str) -> TrainingId {
    let digest = Sha256::new().chain_update("insignia training\n").chain_update(maker.id().as_bytes()).chain_update(once).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Id::from_bytes(bytes)
}

async fn refused(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    draft: DraftTraining,
    faults: Vec<FormFault>,
) -> Result<Response, Problem> {
    let view = page(site, person, reader, draft, faults).await?;
    let html = site.pages().render(&view, reader).map_err(Problem::internal)?;
    Ok(Problem::new(Kind::Refused).shown_as(html.into_string()).into_response())
}

async fn page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    draft: DraftTraining,
    faults: Vec<FormFault>,
) -> Result<NewTrainingPage, Problem> {
    let trainer = site.community().trainer(person.session.account().id()).await?;
    let now = site.community().now();
    let (own, others): (Vec<&BadgeClass>, Vec<&BadgeClass>) =
        site.catalog().classes().partition(|class| trainer.authority_over(class, now).is_ok());
    let views = |classes: Vec<&BadgeClass>| classes.into_iter().map(|class| class_view(class, &reader.language, site)).collect();
    let languages = site.pages().languages(Words::OfPages);
    Ok(NewTrainingPage {
        inside: inside(person),
        draft,
        faults,
        own: views(own),
        others: views(others),
        issuers: site.office().issuers().map(|one| IssuerChoice { slug: one.slug().to_owned(), name: one.name().to_owned() }).collect(),
        languages: languages
            .map(|tag| LanguageChoice { tag: tag.clone(), name: site.pages().said("language-name", tag, &[]).text })
            .collect(),
    })
}
