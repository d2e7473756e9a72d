//! `/training/{id}/people/list`: many people from a list. First a look at what becomes of each line, then each once.
//!
//! The lines travel with the form; nothing is kept in between. A long list is done in parts: each answer says
//! how far it is, and a part sent again, also after a crash, puts nobody down twice.

use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};

use super::of_training::OfTraining;
use super::people::{back, fault_word, key, new_once, putting_down};
use crate::appearance::pages::Reader;
use crate::appearance::pages::training::TrainingHead;
use crate::appearance::pages::training::people::{LineView, ListPage, ListView};
use crate::community::attestation::CameBy;
use crate::community::attestation::roll::{Column, Fate, Line, lines};
use crate::doors::http::entry::inside::inside;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::standards::table::{self, TableFault};

/// Bytes of a form with a list.
pub(super) const LARGEST: usize = 1024 * 1024;
/// Lines that one request puts down.
const PART: usize = 200;

/// What the forms say.
#[derive(Debug, Default)]
struct Sent {
    table: Vec<u8>,
    again: String,
    plain_is_user: bool,
    told: bool,
    once: String,
    done: usize,
    also: Vec<usize>,
}

impl Sent {
    async fn read(mut parts: Multipart) -> Result<Self, Problem> {
        let mut sent = Self::default();
        let unreadable = |fault: MultipartError| Problem::of_library(fault.status());
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(unreadable)?;
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match name.as_str() {
                "file" | "pasted" if sent.table.is_empty() && !bytes.trim_ascii().is_empty() => sent.table = bytes.to_vec(),
                "again" => sent.again = text(),
                "plain" => sent.plain_is_user = text() == "user",
                "told" => sent.told = text() == "yes",
                "once" => sent.once = text(),
                "done" => sent.done = text().parse().unwrap_or(0),
                "also" => sent.also.extend(text().parse::<usize>()),
                _ => {}
            }
        }
        Ok(sent)
    }
}

/// `GET`: the form.
pub async fn form(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&page(&of, None, None), &reader)
}

/// `POST`: what will become of each line. Nothing is changed.
pub async fn look(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, parts: Multipart) -> Result<Response, Problem> {
    let sent = Sent::read(parts).await?;
    let plain = if sent.plain_is_user { Column::UserName } else { Column::Name };
    let lines = match table::read(&sent.table) {
        Ok(rows) => lines(&rows, plain),
        Err(fault) => return refused(&site, page(&of, Some(fault_of(&fault)), None), &reader),
    };
    if lines.is_empty() {
        return refused(&site, page(&of, Some("empty"), None), &reader);
    }
    let fates = site.community().foresee(of.workshop.id(), &lines).await?;
    let read = view(new_once(&site), &lines, &fates, 0, &[]);
    site.page(&page(&of, None, Some(read)), &reader)
}

/// `POST …/confirm`: puts down the next part of the lines, each once.
pub async fn confirm(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, parts: Multipart) -> Result<Response, Problem> {
    let sent = Sent::read(parts).await?;
    let rows = match table::read(sent.again.as_bytes()) {
        Ok(rows) => rows,
        Err(fault) => return refused(&site, page(&of, Some(fault_of(&fault)), None), &reader),
    };
    let lines = lines(&rows, Column::Name);
    let fates = site.community().foresee(of.workshop.id(), &lines).await?;
    if !sent.told || sent.once.is_empty() {
        let read = view(sent.once, &lines, &fates, sent.done, &sent.also);
        return refused(&site, page(&of, Some("untold"), Some(read)), &reader);
    }
    let upto = (sent.done.saturating_add(PART)).min(lines.len());
    let (again, work) = (site.clone(), lines.clone());
    let (from, also, once) = (sent.done, sent.also.clone(), sent.once.clone());
    let part = work.into_iter().zip(fates).enumerate().skip(from).take(PART).collect::<Vec<_>>();
    let of = site
        .to_the_end(async move {
            for (at, (line, fate)) in part {
                let wanted = match fate {
                    Fate::PutDown => true,
                    Fate::Similar(_) => also.contains(&(at + 1)),
                    Fate::Here | Fate::Refused(_) => false,
                };
                if wanted {
                    again.community().put_down(&putting_down(&of, line, CameBy::List, key(&once, at + 1))).await?;
                }
            }
            Ok::<_, Problem>(of)
        })
        .await??;
    if upto == lines.len() {
        return Ok(back(&of, &reader));
    }
    let fates = site.community().foresee(of.workshop.id(), &lines).await?;
    let read = view(sent.once, &lines, &fates, upto, &sent.also);
    site.page(&page(&of, None, Some(read)), &reader)
}

fn page(of: &OfTraining, fault: Option<&'static str>, read: Option<ListView>) -> ListPage {
    ListPage { inside: inside(&of.signed_in), head: TrainingHead::from(&of.workshop), fault, read }
}

fn refused(site: &Site, page: ListPage, reader: &Reader) -> Result<Response, Problem> {
    let html = site.pages().render(&page, reader).map_err(Problem::internal)?;
    Ok(Problem::new(Kind::Refused).shown_as(html.into_string()).into_response())
}

/// As messages name it.
const fn fault_of(fault: &TableFault) -> &'static str {
    match fault {
        TableFault::Unknown => "unknown",
        TableFault::Damaged => "damaged",
        TableFault::TooLong => "long",
        TableFault::Empty => "empty",
    }
}

fn view(once: String, lines: &[Line], fates: &[Fate], done: usize, also: &[usize]) -> ListView {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let views = lines.iter().zip(fates).zip(1_usize..).map(|((line, fate), number)| {
        let (word, other) = match fate {
            Fate::PutDown => ("put", String::new()),
            Fate::Here => ("here", String::new()),
            Fate::Similar(other) => ("similar", other.clone()),
            Fate::Refused(fault) => (fault_word(*fault), String::new()),
        };
        let choice = matches!(fate, Fate::Similar(_)) && number > done;
        LineView { number: count(number), shown: line.shown().to_owned(), fate: word, other, choice, chosen: also.contains(&number) }
    });
    ListView {
        once,
        again: written(lines),
        ready: count(fates.iter().filter(|fate| **fate == Fate::PutDown).count()),
        done: count(done),
        lines: views.collect(),
    }
}

/// The lines as a table that is read again; one column is always filled, so that no line is left out.
fn written(lines: &[Line]) -> String {
    let cell = |said: &Option<String>| format!("\"{}\"", said.as_deref().unwrap_or_default().replace('"', "\"\""));
    let mut text = vec!["username,global_id,name,minor,line\n".to_owned()];
    for (line, number) in lines.iter().zip(1_usize..) {
        let minor = if line.minor { "yes" } else { "" };
        text.push(format!("{},{},{},{minor},{number}\n", cell(&line.user_name), cell(&line.central_id), cell(&line.called)));
    }
    text.concat()
}
