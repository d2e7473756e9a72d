//! `/attest/{token}`: a co-attester sees what others saw, and attests what they saw themselves.
//!
//! Opening it changes nothing, however often. What was seen is shown only to a signed-in trainer with a mandate
//! for the class, and, where a criterion needs a word from elsewhere, of another affiliate than those that others
//! attested that criterion for already: the same as what the quorum counts.

use std::collections::{BTreeSet, HashSet};

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::attesting::{Sent, cards, fault, value};
use super::standing::missing;
use super::{criterion_text, person};
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{AttestView, CoAttestPage, CoAttestPerson, CoAttestView, SaidView, TickView};
use crate::appearance::pages::wording::Wording;
use crate::community::attestation::co_attester::CoAttesterLink;
use crate::community::attestation::picture::{Picture, Size};
use crate::community::attestation::{Attestation, CriterionMet, Workshop};
use crate::community::catalog::{BadgeClass, Criterion};
use crate::community::people::Trainer;
use crate::community::people::sign_in::Secret;
use crate::community::{Attesting, NotAttested};
use crate::doors::http::client::{Client, ClientKey};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::proving::first_prove;
use crate::doors::http::onward::onward;
use crate::doors::http::pictures::showing::show as show_picture;
use crate::doors::http::practice::Work;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::{Line, Overview, Place};
use crate::vocabulary::ids::{AccountId, NominationId, PictureId};

/// What was just done.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    said: Option<String>,
}

/// What a good link leads to.
struct Opened {
    path: String,
    link: CoAttesterLink,
    workshop: Workshop,
    overview: Overview,
    pictures: Vec<Picture>,
    trainer: Trainer,
}

/// `GET`: what is asked.
pub(super) async fn show(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    signed_in: SignedIn,
    Path(token): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let Some(opened) = open(&site, &signed_in, &token).await? else {
        site.rates().refused_sign_ins.count(client)?;
        return site.page(&CoAttestPage { inside: inside(&signed_in), asked: None }, &reader);
    };
    let done = said.said.as_deref() == Some("attested");
    page(&site, &reader, &signed_in, &opened, &Sent::nothing_ticked(), &[], done)
}

/// `POST`: "I attest that I saw this".
pub(super) async fn attest(
    State(site): State<Site>,
    Reading(reader): Reading,
    signed_in: SignedIn,
    Path(token): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let Some(opened) = open(&site, &signed_in, &token).await? else {
        return site.page(&CoAttestPage { inside: inside(&signed_in), asked: None }, &reader);
    };
    let Some(class) = opened.class(&site) else { return Err(Problem::not_found()) };
    if let Some(way) = first_prove(&site, &signed_in, Work::Issuing, &opened.path) {
        return Ok(way);
    }
    let sent = Sent::of(&body);
    let me = signed_in.session.account().id();
    if opened.closed(&site, class, me).is_some() {
        return page(&site, &reader, &signed_in, &opened, &sent, &[], false);
    }
    let affiliate = opened.affiliate(&site, class).unwrap_or_default();
    let mut asked = Vec::new();
    let mut failed: Vec<(NominationId, &'static str)> = Vec::new();
    for line in opened.lines(me) {
        let nomination = line.nomination.id();
        let level = sent.level_of(nomination);
        let ticked = class.criteria().iter().filter(|criterion| sent.is_ticked(&value(nomination, criterion.id())));
        let met = ticked.map(|criterion| CriterionMet { criterion: criterion.id().to_owned(), level: level.clone() });
        let met: Vec<CriterionMet> = met.collect();
        if met.is_empty() {
            continue;
        }
        if met.iter().any(|met| !needs_word_of(line, class, &met.criterion, &affiliate, me)) {
            failed.push((nomination, "same-affiliate"));
            continue;
        }
        match sent.evidence(nomination, class) {
            Ok(evidence) => asked.push(Attesting { nomination, met, evidence }),
            Err(error) => failed.push((nomination, fault(&error))),
        }
    }
    let (community, workshop) = (site.community().clone(), opened.workshop.clone());
    let results = site.to_the_end(async move { community.attest_each(me, &workshop, asked).await }).await??;
    failed.extend(results.iter().filter_map(|(nomination, result)| {
        result.as_ref().err().map(|why| match why {
            NotAttested::TooMany { .. } => (*nomination, "cap"),
            NotAttested::Refused(error) => (*nomination, fault(error)),
        })
    }));
    if failed.is_empty() {
        return Ok(onward(&format!("{}?said=attested", opened.path), &reader));
    }
    let Some(opened) = open(&site, &signed_in, &token).await? else { return Err(Problem::not_found()) };
    page(&site, &reader, &signed_in, &opened, &sent, &failed, false)
}

/// `GET /attest/{token}/pictures/{picture}`: a picture of the work of somebody whom the link is about.
pub(super) async fn picture(
    State(site): State<Site>,
    Client(client): Client,
    signed_in: SignedIn,
    Path((token, picture)): Path<(String, String)>,
) -> Result<Response, Problem> {
    pictured(&site, client, &signed_in, (&token, &picture), Size::Whole).await
}

/// The same for lists.
pub(super) async fn small_picture(
    State(site): State<Site>,
    Client(client): Client,
    signed_in: SignedIn,
    Path((token, picture)): Path<(String, String)>,
) -> Result<Response, Problem> {
    pictured(&site, client, &signed_in, (&token, &picture), Size::Small).await
}

async fn pictured(
    site: &Site,
    client: ClientKey,
    signed_in: &SignedIn,
    (token, picture): (&str, &str),
    size: Size,
) -> Result<Response, Problem> {
    let Some(opened) = open(site, signed_in, token).await? else {
        site.rates().refused_sign_ins.count(client)?;
        return Err(Problem::not_found());
    };
    let class = opened.class(site).ok_or_else(Problem::not_found)?;
    let me = signed_in.session.account().id();
    let id: PictureId = picture.parse().map_err(|_| Problem::not_found())?;
    let asked = |picture: &&Picture| picture.id() == id && opened.lines(me).any(|line| line.nomination.holder() == picture.participant());
    match opened.pictures.iter().find(asked) {
        Some(found) if opened.closed(site, class, me).is_none() => show_picture(site, found, size).await,
        Some(_) | None => Err(Problem::not_found()),
    }
}

/// What the link leads to; `None`: it is over, never was, or was made for somebody else.
async fn open(site: &Site, signed_in: &SignedIn, token: &str) -> Result<Option<Opened>, Problem> {
    let me = signed_in.session.account().id();
    // A link holds a secret; a notice to the trainer whom it was made for names the nomination.
    let found = match (Secret::of(token), token.parse::<NominationId>()) {
        (Some(secret), _) => site.community().co_attester(&secret).await?,
        (None, Ok(nomination)) => site.community().co_attester_invited(me, nomination).await?,
        (None, Err(_)) => None,
    };
    let Some(link) = found else { return Ok(None) };
    if link.invited().is_some_and(|invited| invited != me) {
        return Ok(None);
    }
    let workshop = site.community().workshop(link.training()).await?;
    let overview = site.office().overview(link.training()).await?;
    let pictures = site.community().pictures_of(link.training()).await?;
    let trainer = site.community().trainer(me).await?;
    Ok(Some(Opened { path: format!("/attest/{token}"), link, workshop, overview, pictures, trainer }))
}

impl Opened {
    fn class<'c>(&self, site: &'c Site) -> Option<&'c BadgeClass> {
        let version = self.workshop.training().pinned(self.link.slug())?;
        site.catalog().class_version(self.link.slug(), version)
    }

    /// Whom the link is about, of those who miss something; not whoever looks.
    fn lines(&self, me: AccountId) -> impl Iterator<Item = &Line> {
        let asked = move |line: &&Line| {
            let nomination = &line.nomination;
            nomination.slug() == self.link.slug() && self.link.is_about(nomination.holder()) && nomination.holder() != me
        };
        self.overview.lines.iter().filter(|line| line.place == Place::Open).filter(asked)
    }

    /// Why whoever looks cannot attest anything of this; names the message `issuing-co-{…}`.
    fn closed(&self, site: &Site, class: &BadgeClass, me: AccountId) -> Option<&'static str> {
        let Some(affiliate) = self.affiliate(site, class) else { return Some("mandate") };
        let helps = |line: &Line| class.criteria().iter().any(|criterion| needs_word_of(line, class, criterion.id(), &affiliate, me));
        let mut lines = self.lines(me).peekable();
        (lines.peek().is_some() && !lines.any(helps)).then_some("same-affiliate")
    }

    /// For which affiliates others attested something of this, by name.
    fn affiliates(&self, me: AccountId) -> Vec<String> {
        let said = self.lines(me).flat_map(standing).map(|said| said.affiliate().to_owned());
        said.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn affiliate(&self, site: &Site, class: &BadgeClass) -> Option<String> {
        let authority = self.trainer.authority_over(class, site.community().now()).ok()?;
        Some(authority.mandate().affiliate().to_owned())
    }
}

/// What was said of somebody and not withdrawn.
fn standing(line: &Line) -> impl Iterator<Item = &Attestation> {
    line.attestations.iter().filter(|said| said.withdrawn_at().is_none())
}

/// Whether a word for this affiliate counts for a criterion: where trainers of several affiliates are asked for,
/// not for one that another trainer attested it for already.
fn needs_word_of(line: &Line, class: &BadgeClass, criterion: &str, affiliate: &str, me: AccountId) -> bool {
    let elsewhere = class.criteria().iter().any(|one| one.id() == criterion && one.distinct_affiliates());
    let others = standing(line).filter(|said| said.trainer() != me && said.affiliate() == affiliate);
    !elsewhere || !others.flat_map(Attestation::criteria).any(|met| met.criterion == criterion)
}

fn page(
    site: &Site,
    reader: &Reader,
    signed_in: &SignedIn,
    opened: &Opened,
    sent: &Sent,
    failed: &[(NominationId, &'static str)],
    done: bool,
) -> Result<Response, Problem> {
    let Some(class) = opened.class(site) else { return Err(Problem::not_found()) };
    let me = signed_in.session.account().id();
    let closed = opened.closed(site, class, me);
    let lines = opened.lines(me).filter(|_| closed.is_none());
    let affiliate = opened.affiliate(site, class);
    let mine = affiliate.as_deref().unwrap_or_default();
    let people = lines.filter_map(|line| person_view(reader, opened, class, line, (me, mine), sent, failed));
    let people = people.collect();
    let training = opened.workshop.training();
    let asked = CoAttestView {
        path: opened.path.clone(),
        training: training.name().to_owned(),
        affiliate: training.affiliate().to_owned(),
        class: Wording::from(class.name().in_language(&reader.language)),
        closed,
        affiliates: if closed == Some("mandate") { Vec::new() } else { opened.affiliates(me) },
        for_affiliate: affiliate,
        done,
        failed: failed.len(),
        people,
    };
    site.page(&CoAttestPage { inside: inside(signed_in), asked: Some(asked) }, reader)
}

/// Somebody of whom this trainer can still say something.
fn person_view(
    reader: &Reader,
    opened: &Opened,
    class: &BadgeClass,
    line: &Line,
    (me, affiliate): (AccountId, &str),
    sent: &Sent,
    failed: &[(NominationId, &'static str)],
) -> Option<CoAttestPerson> {
    let own = standing(line).filter(|said| said.trainer() == me);
    let own: HashSet<&str> = own.flat_map(Attestation::criteria).map(|met| met.criterion.as_str()).collect();
    let nomination = line.nomination.id();
    let counts = |criterion: &&Criterion| needs_word_of(line, class, criterion.id(), affiliate, me);
    let open = class.criteria().iter().filter(|criterion| !own.contains(criterion.id())).filter(counts).map(|criterion| {
        let value = value(nomination, criterion.id());
        TickView { ticked: sent.is_ticked(&value), text: criterion_text(class, reader, criterion.id()), level: None, value }
    });
    let criteria: Vec<TickView> = open.collect();
    if criteria.is_empty() {
        return None;
    }
    let levels = class.rubric().map_or_else(Vec::new, |rubric| {
        let least = rubric.position(rubric.required());
        let counting = rubric.levels().iter().filter(|level| rubric.position(level.id()) >= least);
        counting.map(|level| (level.id().to_owned(), Wording::from(level.name().in_language(&reader.language)))).collect()
    });
    let mut seen = sent.seen_of(nomination);
    seen.resize(usize::try_from(class.evidence().minimum()).unwrap_or(1).max(1), String::new());
    let said = standing(line).filter(|said| said.trainer() != me).map(|said| SaidView {
        affiliate: said.affiliate().to_owned(),
        at: said.attested_at(),
        criteria: said.criteria().iter().map(|met| criterion_text(class, reader, &met.criterion)).collect(),
        seen: std::iter::once(said.statement().to_owned())
            .chain(said.evidence().iter().map(|seen| seen.narrative.clone()))
            .filter(|text| !text.is_empty())
            .collect(),
    });
    Some(CoAttestPerson {
        said: said.collect(),
        missing: missing(reader, class, line),
        open: AttestView {
            nomination: nomination.to_string(),
            person: person(&opened.overview, line.nomination.holder()),
            class: Wording::from(class.name().in_language(&reader.language)),
            criteria,
            seen,
            pictures: cards(&opened.pictures, line.nomination.holder(), &format!("{}/pictures", opened.path)),
            fault: failed.iter().find(|(of, _)| *of == nomination).map(|(_, word)| *word),
        },
        levels,
    })
}
