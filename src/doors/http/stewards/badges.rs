//! `/admin/badges`: finding one, suspending it, and revoking it with a second person.

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;

use super::{Names, Said, class_name, is_fresh, prove};
use crate::appearance::pages::Reader;
use crate::appearance::pages::stewards::badges::{BadgeLine, BadgePage, BadgeStanding, BadgesPage, WaitingLine};
use crate::appearance::pages::wording::Told;
use crate::community::people::Account;
use crate::community::people::holding::Why;
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::pictures::card;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::issuer::credential::Published;
use crate::issuer::{Found, RevocationReason, WaitingRevocation};
use crate::vocabulary::ids::{AccountId, CredentialId, Id, RequestId};

const HERE: &str = "/admin/badges";
/// Why badges are suspended: codes, because the reason is kept for ever.
const SUSPENSIONS: [&str; 3] = ["inquiry", "identity", "appeal"];

/// `GET /admin/badges`: the search, and what waits for a second person.
pub(super) async fn list(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let find = fields.one("find").to_owned();
    let found = match credential(&find) {
        _ if find.is_empty() => None,
        Some(id) => match site.office().find(id).await? {
            Some(_) => return Ok(onward(&format!("{HERE}/{id}"), &reader)),
            None => Some(Vec::new()),
        },
        None => Some(badges_of(&site, &reader, &find).await?),
    };
    let waiting = site.office().waiting_revocations().await?;
    let view = BadgesPage {
        waiting: waiting_lines(&site, &reader, waiting, person.session.account().id()).await?,
        inside: inside(&person),
        said: said.one_of(&["revocation-refused"]),
        find,
        found,
        fresh: is_fresh(&site, &person),
    };
    site.page(&view, &reader)
}

/// A credential as it is printed, as it stands in its address, or the address itself.
fn credential(text: &str) -> Option<CredentialId> {
    let code = text.rsplit_once("/c/").or_else(|| text.rsplit_once("/C/")).map_or(text, |(_, code)| code);
    let code = code.split_once(['.', '?', '#']).map_or(code, |(code, _)| code);
    Id::from_typed(code).ok()
}

/// Badges of everybody who is called so.
async fn badges_of(site: &Site, reader: &Reader, called: &str) -> Result<Vec<BadgeLine>, Problem> {
    let mut holders: Vec<AccountId> = site.community().people_called(called).await?.iter().map(Account::id).collect();
    holders.extend(called.parse::<AccountId>().ok());
    let mut lines = Vec::new();
    for holder in holders {
        let ids = site.office().credentials_of(holder).await?;
        let names = Names::of(site, std::iter::once(holder)).await?;
        let mut badges: Vec<Published> = site.office().published(&ids).await?.into_values().collect();
        badges.sort_by_key(|badge| (std::cmp::Reverse(badge.award().awarded_at()), badge.award().credential().to_string()));
        lines.extend(badges.iter().map(|badge| line(site, reader, badge, &names)));
    }
    Ok(lines)
}

fn line(site: &Site, reader: &Reader, badge: &Published, names: &Names) -> BadgeLine {
    let award = badge.award();
    BadgeLine {
        id: award.credential().to_string(),
        class: class_name(site, reader, award.class().0),
        holder: names.name(award.holder()),
        awarded_at: award.awarded_at(),
    }
}

/// Names the message `steward-reason-{…}`: a badge of the right class was to take the place.
const WRONG_CLASS: &str = "wrong-class";

async fn waiting_lines(
    site: &Site,
    reader: &Reader,
    waiting: Vec<WaitingRevocation>,
    steward: AccountId,
) -> Result<Vec<WaitingLine>, Problem> {
    let names = Names::of(site, waiting.iter().map(|line| line.request.asked_by)).await?;
    let line = |line: WaitingRevocation| {
        let asked = line.request.asked_by == steward;
        let own = line.holder == steward;
        WaitingLine {
            id: line.request.id.to_string(),
            credential: line.request.credential.to_string(),
            class: class_name(site, reader, &line.slug),
            reason: if line.right_slug.is_some() { WRONG_CLASS } else { line.request.reason.word() },
            right: line.right_slug.as_deref().map(|slug| class_name(site, reader, slug)),
            note: line.note,
            asked_by: names.name(line.request.asked_by),
            asked_at: line.request.asked_at,
            may_confirm: !asked && !own,
            may_decline: asked || !own,
        }
    };
    Ok(waiting.into_iter().map(line).collect())
}

/// `GET /admin/badges/{id}`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(badge): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let badge: CredentialId = id(&badge)?;
    let (published, revoked, suspended_at) = match site.office().find(badge).await?.ok_or_else(Problem::not_found)? {
        Found::Published { published, revoked, suspended_at, .. } => (published, revoked, suspended_at),
        Found::Unfinished => return Err(Problem::new(Kind::BeingIssued)),
        Found::Erased { .. } => return Err(Problem::new(Kind::Erased)),
    };
    let steward = person.session.account().id();
    let award = published.award();
    let open = site.office().open_suspension(badge).await?;
    let names = Names::of(&site, open.iter().map(|one| one.by).chain([award.holder()])).await?;
    let replaced_by = site.office().replacement_told(badge).await?;
    let standing = match (revoked, suspended_at, open) {
        (Some((at, _)), _, _) if replaced_by.is_some() => {
            BadgeStanding::Replaced { at, by: replaced_by.and_then(|by| by.address().map(str::to_owned)) }
        }
        // The right badge was withdrawn: none took the place.
        (Some((at, RevocationReason::Superseded)), _, _) => BadgeStanding::Revoked { at, reason: WRONG_CLASS },
        (Some((at, reason)), _, _) => BadgeStanding::Revoked { at, reason: reason.word() },
        (None, Some(at), Some(open)) => {
            let reason = SUSPENSIONS.into_iter().find(|code| *code == open.reason);
            BadgeStanding::Suspended { at, reason, by: names.name(open.by), written: reason.is_none().then_some(open.reason) }
        }
        (None, _, _) => BadgeStanding::Standing,
    };
    let mut waiting = site.office().waiting_revocations().await?;
    waiting.retain(|line| line.request.credential == badge);
    let view = BadgePage {
        inside: inside(&person),
        said: said.one_of(&[
            "revocation-asked",
            "revoked",
            "replaced",
            "revocation-refused",
            "suspended",
            "reinstated",
            "withheld",
            "shown",
        ]),
        line: line(&site, &reader, &published, &names),
        printed: badge.printed(),
        standing,
        waiting: waiting_lines(&site, &reader, waiting, steward).await?,
        withheld: site.community().withheld_details(award.holder()).await?.map(Why::as_str),
        pictures: site.community().pictures_about(award.holder()).await?.iter().map(|picture| card(picture, "/pictures")).collect(),
        own: award.holder() == steward,
        fresh: is_fresh(&site, &person),
    };
    site.page(&view, &reader)
}

/// `POST /admin/badges/{id}/revocation`: asks for it. A second tap finds the first request waiting.
pub(super) async fn ask(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(badge): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/{badge}")) {
        return Ok(way);
    }
    let (badge, steward): (CredentialId, _) = (id(&badge)?, person.session.account().id());
    let reason = match fields.one("reason") {
        "error" => RevocationReason::Error,
        "misconduct" => RevocationReason::Misconduct,
        "holder" => RevocationReason::Holder,
        _ => return Err(no_reason()),
    };
    let waits = site.office().waiting_revocations().await?;
    let asked_before = waits.iter().any(|line| line.request.credential == badge && line.request.asked_by == steward);
    if !asked_before {
        site.office().ask_revocation(badge, reason, fields.one("note"), steward).await?;
    }
    Ok(onward(&format!("{HERE}/{badge}?said=revocation-asked"), &reader))
}

/// `POST /admin/revocations/{id}/confirmation`.
pub(super) async fn confirm(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, HERE) {
        return Ok(way);
    }
    let request: RequestId = id(&request)?;
    let badge = site.office().confirm_revocation_of_another(request, person.session.account().id()).await?;
    let said = if site.office().successor(badge).await?.is_some() { "replaced" } else { "revoked" };
    Ok(onward(&format!("{HERE}/{badge}?said={said}"), &reader))
}

/// `POST /admin/revocations/{id}/refusal`.
pub(super) async fn refuse(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, HERE) {
        return Ok(way);
    }
    site.office().decline_revocation(id(&request)?, person.session.account().id()).await?;
    Ok(onward(&format!("{HERE}?said=revocation-refused"), &reader))
}

/// `POST /admin/badges/{id}/suspension`.
pub(super) async fn suspend(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(badge): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/{badge}")) {
        return Ok(way);
    }
    let reason = SUSPENSIONS.into_iter().find(|code| *code == fields.one("reason"));
    let reason = reason.ok_or_else(no_reason)?;
    site.office().suspend(id(&badge)?, reason, person.session.account().id()).await?;
    Ok(onward(&format!("{HERE}/{badge}?said=suspended"), &reader))
}

/// `POST /admin/badges/{id}/reinstatement`.
pub(super) async fn reinstate(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(badge): Path<String>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/{badge}")) {
        return Ok(way);
    }
    site.office().reinstate(id(&badge)?, person.session.account().id()).await?;
    Ok(onward(&format!("{HERE}/{badge}?said=reinstated"), &reader))
}

/// `POST /admin/badges/{id}/details`: nothing but the verdict is shown of the holder's badges, or again
/// what they chose. The same once more changes nothing.
pub(super) async fn details(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(badge): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/{badge}")) {
        return Ok(way);
    }
    let badge: CredentialId = id(&badge)?;
    let Some(Found::Published { published, .. }) = site.office().find(badge).await? else { return Err(Problem::not_found()) };
    let (holder, steward) = (published.award().holder(), person.session.account().id());
    let said = if fields.one("details") == "shown" {
        if site.community().withheld_details(holder).await?.is_some() {
            site.community().show_details(holder, steward).await?;
        }
        "shown"
    } else {
        let why: Result<Why, _> = fields.one("why").parse();
        let why = why.map_err(|_| no_reason())?;
        site.community().withhold_details(holder, why, steward).await?;
        "withheld"
    };
    Ok(onward(&format!("{HERE}/{badge}?said={said}"), &reader))
}

fn no_reason() -> Problem {
    Problem::new(Kind::Malformed).telling(Told::new("no-reason"))
}
