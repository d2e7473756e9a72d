//! `/join/{code}/form`: what to be called, what badges may say, in what language.

use axum::extract::{Form, Path, State};
use axum::response::Response;

use super::choices::{self, Sent};
use super::{refused, workshop};
use crate::appearance::pages::Reader;
use crate::appearance::pages::joining::{FieldFault, JoinFields, JoinForm};
use crate::community::attestation::{CameBy, ConfirmedBy, Joining, Participation, Workshop};
use crate::community::people::sign_in::session::{Proof, Session};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};

/// `GET`: empty, or what was chosen before.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let workshop = workshop(&site, &code).await?;
    let account = person.session.account();
    let here = site.community().participation(workshop.id(), account.id()).await?.filter(Participation::is_here);
    if here.is_none()
        && !workshop.is_joinable(site.community().now())
        && came_by(&site, &person.session, &workshop).await? == CameBy::Account
    {
        return Ok(onward(&format!("/join/{}", workshop.join_code()), &reader));
    }
    let fields = match &here {
        Some(here) => choices::of_participation(here),
        None => choices::of_account(account, offered(&site, &reader, &workshop)),
    };
    let guardian = here.is_some_and(|here| here.guardian_at().is_some());
    site.page(&form(&person, &workshop, fields, guardian, Vec::new()), &reader)
}

/// `POST`: joins with what was chosen, or changes it; then it is read back.
pub async fn send(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(code): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let workshop = workshop(&site, &code).await?;
    let account = person.session.account().id();
    let community = site.community();
    let here = community.participation(workshop.id(), account).await?.filter(Participation::is_here);
    let chosen = match sent.read(&site) {
        Ok(chosen) => chosen,
        Err(faults) => {
            let guardian = here.is_some_and(|here| here.guardian_at().is_some());
            return refused(&site, &form(&person, &workshop, sent.again(), guardian, faults), &reader);
        }
    };
    if here.is_some() {
        community.choose(workshop.id(), account, &chosen, ConfirmedBy::Nobody).await?;
    } else {
        site.rates().count_join(&workshop)?;
        let came_by = came_by(&site, &person.session, &workshop).await?;
        let new =
            Joining { training: workshop.id(), account, came_by, chosen: chosen.clone(), confirmed_by: ConfirmedBy::Nobody, by: None };
        community.join(&new).await?;
        // Whoever left and came back has chosen anew; for everybody else this changes nothing.
        community.choose(workshop.id(), account, &chosen, ConfirmedBy::Nobody).await?;
    }
    Ok(onward(&format!("/join/{}/read-back", workshop.join_code()), &reader))
}

fn form(person: &SignedIn, workshop: &Workshop, fields: JoinFields, guardian: bool, faults: Vec<FieldFault>) -> JoinForm {
    JoinForm {
        inside: inside(person),
        action: format!("/join/{}/form", workshop.join_code()),
        training: workshop.training().name().to_owned(),
        fields,
        user_name: person.session.account().user_name().map(str::to_owned),
        guardian,
        faults,
    }
}

/// How this session came into this training.
async fn came_by(site: &Site, session: &Session, workshop: &Workshop) -> Result<CameBy, Problem> {
    if session.line().proved_by() != Proof::Slip {
        return Ok(CameBy::Account);
    }
    let slips = site.community().slips_of_account(session.account().id()).await?;
    let here = slips.iter().any(|slip| slip.training() == workshop.id() && slip.is_good(site.community().now()));
    Ok(if here { CameBy::Slip } else { CameBy::Account })
}

/// The language of the reader's page, as the badge's; the training's where none was chosen.
fn offered<'a>(site: &Site, reader: &'a Reader, workshop: &'a Workshop) -> &'a crate::vocabulary::LanguageTag {
    let class = workshop.training().classes().first().and_then(|(slug, version)| site.catalog().class_version(slug, version));
    let translated = class.is_some_and(|class| class.name().in_language(&reader.language).language == reader.language);
    if translated { &reader.language } else { workshop.language() }
}
