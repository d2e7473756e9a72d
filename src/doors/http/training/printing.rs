//! `/training/{id}/slide`, `…/slips`, `…/sheet`: what is shown on a wall or printed.

use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Response};

use super::of_training::OfTraining;
use crate::appearance::pages::Reader;
use crate::appearance::pages::training::TrainingHead;
use crate::appearance::pages::training::printing::{QrView, SheetClass, SheetLine, SheetPage, SlidePage, SlipView, SlipsPage};
use crate::community::SlipError;
use crate::community::attestation::Participation;
use crate::community::people::Minor;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::slip::PrintedSlip;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::platform::database::StoreError;

/// Lines for late comers, at least and at most.
const EMPTY_LINES: (u32, u32) = (5, 60);

/// Slips that one page shows.
const MOST_ON_A_PAGE: u32 = 200;

/// `GET /training/{id}/slide`.
pub async fn slide(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    let address = site.addresses().join(of.workshop.join_code().as_str());
    let view = SlidePage {
        inside: inside(&of.signed_in),
        head: TrainingHead::from(&of.workshop),
        open: of.workshop.is_joinable(site.community().now()),
        qr: QrView::of(&address).map_err(Problem::internal)?,
        address,
    };
    site.page(&view, &reader)
}

/// `GET /training/{id}/slips`: how many?
pub async fn slips(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&slips_page(&site, &of, None, Vec::new()).await?, &reader)
}

/// `POST /training/{id}/slips`: makes so many and shows them, once, in the language of the training. The same form sent
/// again shows the same ones: their codes belong to it.
pub async fn make_slips(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let fields = Fields::from(form);
    let draw = Secret::of(fields.one("draw")).ok_or_else(|| Problem::new(Kind::Malformed))?;
    let how_many = fields.one("how-many").parse().ok().filter(|n| (1..=MOST_ON_A_PAGE).contains(n));
    let (community, training, by) = (site.community(), of.workshop.id(), of.signed_in.session.account().id());
    let made = match community.print_slips_once(training, how_many.unwrap_or(0), by, &draw).await {
        // Of two taps at once, one finds the slips of the other.
        Err(SlipError::Store(StoreError::Taken(_))) => community.print_slips_once(training, how_many.unwrap_or(0), by, &draw).await,
        other => other,
    };
    match made {
        Ok(made) => shown(&site, &of, &reader, made.iter().map(|slip| slip_view(slip, &site)).collect::<Result<_, _>>()?).await,
        Err(SlipError::HowMany) => refused(&site, slips_page(&site, &of, Some("how-many"), Vec::new()).await?, &reader),
        Err(other) => Err(other.into()),
    }
}

fn slip_view(slip: &PrintedSlip, site: &Site) -> Result<SlipView, Problem> {
    let code = slip.code.printed();
    let qr = QrView::of(&format!("{}/slip?code={code}", site.addresses().base())).map_err(Problem::internal)?;
    Ok(SlipView { number: slip.number, code, qr })
}

/// The slips in the language of the training: who gets one reads it, not the trainer.
async fn shown(site: &Site, of: &OfTraining, reader: &Reader, slips: Vec<SlipView>) -> Result<Response, Problem> {
    let theirs = Reader { language: of.workshop.language().clone(), ..reader.clone() };
    site.page(&slips_page(site, of, None, slips).await?, &theirs)
}

async fn slips_page(site: &Site, of: &OfTraining, fault: Option<&'static str>, slips: Vec<SlipView>) -> Result<SlipsPage, Problem> {
    let known = site.community().slips_of(of.workshop.id()).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(SlipsPage {
        inside: inside(&of.signed_in),
        head: TrainingHead::from(&of.workshop),
        printed: count(known.len()),
        used: count(known.iter().filter(|slip| slip.account().is_some()).count()),
        offered: of.workshop.expected(),
        draw: Secret::new(site.community().chance()).reveal().to_owned(),
        fault,
        slips,
        where_typed: format!("{}/slip", site.addresses().base()),
    })
}

fn refused(site: &Site, page: SlipsPage, reader: &Reader) -> Result<Response, Problem> {
    let html = site.pages().render(&page, reader).map_err(Problem::internal)?;
    Ok(Problem::new(Kind::Refused).shown_as(html.into_string()).into_response())
}

/// `GET /training/{id}/sheet`: a line for each person, a box for each criterion.
pub async fn sheet(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    let all = site.community().participants_of(of.workshop.id()).await?;
    let last = all.iter().map(Participation::number).max().unwrap_or(0);
    let here: Vec<SheetLine> = all.iter().filter(|one| one.is_here()).map(line).collect();
    let missing = of.workshop.expected().saturating_sub(u32::try_from(here.len()).unwrap_or(u32::MAX));
    let lines = missing.clamp(EMPTY_LINES.0, EMPTY_LINES.1);
    let pinned = of.training().classes().iter().filter_map(|(slug, version)| site.catalog().class_version(slug, version));
    let view = SheetPage {
        inside: inside(&of.signed_in),
        head: TrainingHead::from(&of.workshop),
        classes: SheetClass::of(pinned, &reader.language),
        people: here,
        empty: (last + 1..=last + lines).collect(),
        made_at: site.community().now(),
    };
    site.page(&view, &reader)
}

fn line(here: &Participation) -> SheetLine {
    let guardian = match (here.minor(), here.guardian_at()) {
        (Minor::No, _) => "no",
        (Minor::Yes, Some(_)) => "seen",
        (Minor::Yes, None) => "wanted",
    };
    SheetLine { number: here.number(), called: here.called().map(str::to_owned), guardian }
}
