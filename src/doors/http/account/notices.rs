//! `/me/notices`, `/me/mail` and `/mail/{token}`: what a person was told, where else they read it, and in
//! which language.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::appearance::mail::name_of;
use crate::appearance::pages::notices::{AddressView, LanguageOption, MailLink, MailLinkPage, MailPage, NoticeView, NoticesPage};
use crate::appearance::pages::wording::Told;
use crate::appearance::pages::{Reader, Words};
use crate::community::SignInError;
use crate::community::notices::address::{MailAddress, Standing};
use crate::community::notices::{About, Kind, Notice};
use crate::community::people::sign_in::Secret;
use crate::doors::http::api::id;
use crate::doors::http::client::Client;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::{SignedIn, Visit, Who};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind as ProblemIs, Problem};
use crate::doors::http::rates::AddressKey;
use crate::doors::http::router::Routes;
use crate::doors::http::site::{Reading, Site};
use crate::platform::i18n::direction;
use crate::vocabulary::LanguageTag;

/// Paths, who may use them, and what answers there.
pub(crate) const ROUTES: Routes = &[
    ("/me/notices", Who::People, || get(show)),
    ("/me/notices/read", Who::People, || post(read_all)),
    ("/me/notices/{id}/read", Who::People, || post(read_one)),
    ("/me/mail", Who::People, || get(settings).post(give)),
    ("/me/mail/removal", Who::People, || post(remove)),
    ("/me/language", Who::People, || post(choose_language)),
    ("/mail/{token}", Who::Visitors, || get(ask).post(confirm)),
];

const NOTICES: &str = "/me/notices";
const MAIL: &str = "/me/mail";

/// `GET /me/notices`.
async fn show(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let told = site.community().notices_of(person.session.account().id()).await?;
    let unread = told.iter().any(|notice| notice.read_at.is_none());
    let notices = told.iter().map(|notice| notice_view(notice, &site, &reader)).collect();
    site.page(&NoticesPage { inside: inside(&person), notices, unread }, &reader)
}

/// As the pages show it.
pub(in crate::doors::http) fn notice_view(notice: &Notice, site: &Site, reader: &Reader) -> NoticeView {
    let addresses = site.addresses();
    let (address, see, ends_at) = match &notice.about {
        About::Badge { credential, valid_until, .. } => (addresses.credential(*credential), "badge", *valid_until),
        About::Training { .. } => (addresses.own_badges(), "training", None),
        About::Nomination { id, .. } => (addresses.attesting(*id), "attesting", None),
        About::Request(_) => (addresses.own_requests(), "answer", None),
        About::Trainer(_) => (addresses.mandates(), "mandates", None),
    };
    NoticeView {
        id: notice.id.to_string(),
        kind: notice.kind.as_str(),
        about: name_of(&notice.about, site.community().catalog(), &reader.language),
        ends_at: ends_at.filter(|_| matches!(notice.kind, Kind::RenewalDue | Kind::RenewalNear)),
        address,
        see,
        told_at: notice.told_at,
        read: notice.read_at.is_some(),
    }
}

/// `POST /me/notices/read`.
async fn read_all(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    site.community().note_read(person.session.account().id(), None).await?;
    Ok(onward(NOTICES, &reader))
}

/// `POST /me/notices/{id}/read`.
async fn read_one(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(notice): Path<String>,
) -> Result<Response, Problem> {
    site.community().note_read(person.session.account().id(), Some(id(&notice)?)).await?;
    Ok(onward(NOTICES, &reader))
}

/// `GET /me/mail`.
async fn settings(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let page = mail_page(&site, &person).await?;
    site.page(&page, &reader)
}

async fn mail_page(site: &Site, person: &SignedIn) -> Result<MailPage, Problem> {
    let account = person.session.account();
    let given = site.community().mail_address(account.id()).await?;
    let address = given.map(|given| AddressView {
        address: given.address.as_str().to_owned(),
        asked_until: match given.standing {
            Standing::Asked { expires_at, .. } => Some(expires_at),
            Standing::Confirmed { .. } => None,
        },
    });
    let option = |tag: &LanguageTag| LanguageOption {
        tag: tag.clone(),
        name: site.pages().said("language-name", tag, &[]).text,
        dir: direction(tag).as_str(),
        chosen: account.language() == Some(tag),
    };
    Ok(MailPage {
        inside: inside(person),
        sends: site.practice().sends_mail,
        address,
        typed: None,
        fault: None,
        languages: site.pages().languages(Words::OfPages).map(option).collect(),
        by_browser: account.language().is_none(),
    })
}

/// An address as typed.
#[derive(Debug, Deserialize)]
struct Typed {
    address: String,
}

/// `POST /me/mail`: takes an address and asks it; the one that is there already is asked again, at most
/// three times and then once an hour.
async fn give(State(site): State<Site>, person: SignedIn, Reading(reader): Reading, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    if !site.practice().sends_mail {
        return Err(Problem::new(ProblemIs::Refused).telling(Told::new("no-mail")));
    }
    let account = person.session.account().id();
    let meter = &site.rates().mail_addresses;
    let fault = match typed.address.parse::<MailAddress>() {
        Err(_) => "fault",
        // By person as well: nobody has questions sent to many others.
        Ok(address)
            if meter.count(AddressKey::of(&address.folded())).is_err() || meter.count(AddressKey::of(&account.to_string())).is_err() =>
        {
            "wait"
        }
        Ok(address) => {
            site.community().give_mail_address(account, &address).await?;
            return Ok(onward(MAIL, &reader));
        }
    };
    let page = MailPage { typed: Some(typed.address), fault: Some(fault), ..mail_page(&site, &person).await? };
    site.page(&page, &reader)
}

/// `POST /me/mail/removal`.
async fn remove(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    site.community().remove_mail_address(person.session.account().id()).await?;
    Ok(onward(MAIL, &reader))
}

/// A language's code; empty for none.
#[derive(Debug, Deserialize)]
struct ChosenLanguage {
    language: String,
}

/// `POST /me/language`: an unknown one changes nothing.
async fn choose_language(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(chosen): Form<ChosenLanguage>,
) -> Result<Response, Problem> {
    let known = site.pages().languages(Words::OfPages).find(|tag| tag.as_str() == chosen.language);
    if known.is_some() || chosen.language.is_empty() {
        site.community().choose_language(person.session.account().id(), known).await?;
    }
    Ok(onward(MAIL, &reader))
}

/// `GET /mail/{token}`: asks whether the address is the reader's. Mail scanners come here too.
async fn ask(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let asked = match Secret::of(&token) {
        Some(secret) => site.community().mail_address_asked(&secret).await?,
        None => None,
    };
    let Some(address) = asked else {
        site.rates().refused_sign_ins.count(client)?;
        return Err(dead(&site, &reader));
    };
    let link = MailLink::Open(address.as_str().to_owned());
    site.page(&MailLinkPage { link, token: visit.form_token() }, &reader)
}

/// `POST /mail/{token}`: it is.
async fn confirm(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let confirmed = match Secret::of(&token) {
        Some(secret) => site.community().confirm_mail_address(&secret).await?,
        None => false,
    };
    if !confirmed {
        site.rates().refused_sign_ins.count(client)?;
        return Err(dead(&site, &reader));
    }
    site.page(&MailLinkPage { link: MailLink::Confirmed, token: visit.form_token() }, &reader)
}

/// One answer for every link that does nothing.
fn dead(site: &Site, reader: &Reader) -> Problem {
    let problem = Problem::from(SignInError::NoInvitation);
    match site.pages().render(&MailLinkPage { link: MailLink::Dead, token: String::new() }, reader) {
        Ok(page) => problem.shown_as(page.into_string()),
        Err(reason) => Problem::internal(reason),
    }
}
