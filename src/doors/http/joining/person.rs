//! `/training/{id}/people/{account}`: one participant, for whoever trains there: names and language put right before
//! badges, confirmed in person, a guardian's slip seen, another slip printed, gone.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::choices::{self, Sent};
use super::refused;
use crate::appearance::pages::joining::{FieldFault, JoinFields, ReadBackState};
use crate::appearance::pages::participants::{MailCard, PersonPage, PrintedCard, SlipCard};
use crate::appearance::pages::training::printing::QrView;
use crate::community::attestation::{CameBy, ConfirmedBy, Disclosure, Joining, Participation};
use crate::community::notices::address::MailAddress;
use crate::community::people::Minor;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::slip::Slip;
use crate::community::{JoinError, SlipError};
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::rates::AddressKey;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::vocabulary::ids::AccountId;

/// The participant that an address names, for a trainer of the training.
struct Place {
    here: Participation,
    path: String,
    oneself: bool,
}

impl Place {
    async fn of(site: &Site, of: &OfTraining, account: &str) -> Result<Self, Problem> {
        let account: AccountId = account.parse().map_err(|_| Problem::not_found())?;
        let found = site.community().participation(of.workshop.id(), account).await?.ok_or_else(Problem::not_found)?;
        let oneself = of.signed_in.session.account().id() == account;
        Ok(Self { here: found, path: format!("/training/{}/people/{account}", of.workshop.id()), oneself })
    }

    /// Nobody confirms or changes by this page what their own badge says.
    async fn of_other(site: &Site, of: &OfTraining, account: &str) -> Result<Self, Problem> {
        let place = Self::of(site, of, account).await?;
        if place.oneself { Err(Problem::new(Kind::NotAllowed)) } else { Ok(place) }
    }
}

/// What was done a moment ago.
#[derive(Debug, Deserialize)]
pub struct Done {
    mail: Option<String>,
}

/// `GET`.
pub async fn show(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    let place = Place::of(&site, &of, &account).await?;
    let fields = choices::of_participation(&place.here);
    let mut page = page(&site, &of, &place, fields, Vec::new(), None).await?;
    if done.mail.as_deref() == Some("sent") {
        page.mail = page.mail.map(|_| MailCard::Sent);
    }
    site.page(&page, &reader)
}

/// `POST`: names and language, as a trainer knows them to be right.
pub async fn correct(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let place = Place::of_other(&site, &of, &account).await?;
    match sent.read(&site) {
        Ok(chosen) => {
            site.community().choose(of.workshop.id(), place.here.account(), &chosen, ConfirmedBy::Trainer).await?;
            Ok(onward(&place.path, &reader))
        }
        Err(faults) => refused(&site, &page(&site, &of, &place, sent.again(), faults, None).await?, &reader),
    }
}

/// Which choice was read.
#[derive(Debug, Deserialize)]
pub struct Seen {
    seen: Option<String>,
}

/// `POST …/confirmation`: the person said in front of the trainer that it is right.
pub async fn confirm(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Form(Seen { seen }): Form<Seen>,
) -> Result<Response, Problem> {
    let place = Place::of_other(&site, &of, &account).await?;
    let seen = seen.unwrap_or_default();
    // What the holder confirmed meanwhile stays theirs.
    if place.here.confirmed().is_none() {
        site.community().confirm(of.workshop.id(), place.here.account(), ConfirmedBy::Trainer, &seen).await?;
    }
    Ok(onward(&place.path, &reader))
}

/// `POST …/guardian`: the slip of a minor's guardian was seen.
pub async fn guardian(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let place = Place::of_other(&site, &of, &account).await?;
    site.community().note_guardian(of.workshop.id(), place.here.account()).await?;
    Ok(onward(&place.path, &reader))
}

/// Where somebody went.
#[derive(Debug, Deserialize)]
pub struct Going {
    to: Option<String>,
}

/// `POST …/departure`: gone, or back again.
pub async fn depart(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Form(going): Form<Going>,
) -> Result<Response, Problem> {
    let place = Place::of(&site, &of, &account).await?;
    let (training, account) = (of.workshop.id(), place.here.account());
    match going.to.as_deref() {
        Some("left") => site.community().leave(training, account).await?,
        Some("here") => {
            let by = Some(of.signed_in.session.account().id());
            let chosen = place.here.chosen().clone();
            let back = Joining { training, account, came_by: CameBy::Trainer, chosen, confirmed_by: ConfirmedBy::Nobody, by };
            site.community().join(&back).await?;
        }
        _ => return Err(Problem::new(Kind::Malformed)),
    }
    Ok(onward(&place.path, &reader))
}

/// Whom to write to.
#[derive(Deserialize)]
pub struct Address {
    address: Option<String>,
}

/// `POST …/invitation`: a mail with a link that signs the person in once. The address is the trainer's to know, and is
/// not kept; nobody is written to more often than the rates say.
pub async fn invite(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Form(sent): Form<Address>,
) -> Result<Response, Problem> {
    let place = Place::of_other(&site, &of, &account).await?;
    if !site.practice().sends_mail {
        return Err(Problem::not_found());
    }
    let Ok(address) = sent.address.unwrap_or_default().parse::<MailAddress>() else {
        let fields = choices::of_participation(&place.here);
        let page = page(&site, &of, &place, fields, Vec::new(), None).await?;
        return refused(&site, &PersonPage { mail: Some(MailCard::NoAddress), ..page }, &reader);
    };
    site.rates().mail_addresses.count(AddressKey::of(&address.folded()))?;
    site.community().invite_by_mail(of.workshop.id(), place.here.account(), &address, place.here.language()).await?;
    Ok(onward(&format!("{}?mail=sent", place.path), &reader))
}

/// What a slip's code belongs to.
#[derive(Deserialize)]
pub struct Drawn {
    draw: Option<String>,
}

/// `POST …/slip`: voids the person's slip and prints another one. The answer is the only place that shows its code, so
/// it is no redirect; sent again, the same form shows the same slip.
pub async fn print(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    Path((_, account)): Path<(String, String)>,
    Form(drawn): Form<Drawn>,
) -> Result<Response, Problem> {
    let place = Place::of_other(&site, &of, &account).await?;
    let draw = drawn.draw.as_deref().and_then(Secret::of).ok_or_else(|| Problem::new(Kind::Malformed))?;
    let by = of.signed_in.session.account().id();
    let printed = match site.community().print_slip_for(of.workshop.id(), place.here.account(), by, &draw).await {
        // Of two taps at once, one finds the slip of the other.
        Err(SlipError::Store(crate::platform::database::StoreError::Taken(_))) => {
            site.community().print_slip_for(of.workshop.id(), place.here.account(), by, &draw).await?
        }
        other => other?,
    };
    let code = printed.code.printed();
    let fields = choices::of_participation(&place.here);
    let slip = site.community().slips_of_account(place.here.account()).await?;
    let expires_at = slip.iter().find(|slip| slip.number() == printed.number).map_or(of.training().ends_at(), Slip::expires_at);
    let address = format!("{}/slip?code={code}", site.addresses().base());
    let qr = QrView::of(&address).map_err(Problem::internal)?;
    let card = PrintedCard { number: printed.number, address, qr, code, expires_at };
    Ok(site.page(&page(&site, &of, &place, fields, Vec::new(), Some(card)).await?, &reader)?.into_response())
}

async fn page(
    site: &Site,
    of: &OfTraining,
    place: &Place,
    fields: JoinFields,
    faults: Vec<FieldFault>,
    printed: Option<PrintedCard>,
) -> Result<PersonPage, Problem> {
    let (here, community) = (&place.here, site.community());
    let recorded = community.put_forward_of(of.workshop.id(), here.account()).await?.iter().any(|line| line.recorded);
    let release = here.released_by(ConfirmedBy::Trainer).map_err(JoinError::Name)?;
    let person = community.trainer(here.account()).await?;
    let slip = slip(site, here, printed).await?;
    let known_as = person.account().user_name().map(str::to_owned);
    Ok(PersonPage {
        inside: inside(&of.signed_in),
        here: place.path.clone(),
        training_path: format!("/training/{}", of.workshop.id()),
        training: of.training().name().to_owned(),
        called: here.called().unwrap_or_default().to_owned(),
        number: here.number(),
        came_by: here.came_by().as_str(),
        confirmed_by: here.confirmed().map_or(ConfirmedBy::Nobody, |(by, _)| by).as_str(),
        names: release.names().iter().map(|name| name.as_str().to_owned()).collect(),
        user_name: known_as.clone().filter(|_| release.account() == Disclosure::Shown),
        known_as,
        language: here.language().clone(),
        minor: here.minor() == Minor::Yes,
        guardian_at: here.guardian_at(),
        present: here.is_here(),
        state: match (recorded, here.confirmed()) {
            (true, _) => ReadBackState::Recorded,
            (false, Some(_)) => ReadBackState::Confirmed,
            (false, None) => ReadBackState::ToConfirm,
        },
        seen: here.chosen().digest(),
        oneself: place.oneself,
        fields,
        faults,
        mail: (site.practice().sends_mail && here.is_here() && !place.oneself && slip.state != "own-way").then_some(MailCard::Open),
        slip,
    })
}

async fn slip(site: &Site, here: &Participation, printed: Option<PrintedCard>) -> Result<SlipCard, Problem> {
    let (community, now) = (site.community(), site.community().now());
    let slips = community.slips_of_account(here.account()).await?;
    let good = slips.iter().find(|slip| slip.is_good(now));
    let state = match good {
        _ if community.has_own_way(here.account()).await? => "own-way",
        None => "none",
        Some(slip) if slip.is_locked(now) => "resting",
        Some(slip) if slip.has_pin() => "good",
        Some(_) => "new",
    };
    let draw = Secret::new(community.chance()).reveal().to_owned();
    Ok(SlipCard { state, number: good.map(Slip::number), draw, printed })
}
