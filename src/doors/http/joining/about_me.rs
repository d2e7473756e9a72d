//! `/me/about-me`: what people are called, whether they are adults, how records show them, and their language.

use axum::extract::{Form, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::refused;
use crate::appearance::pages::Words;
use crate::appearance::pages::joining::FieldFault;
use crate::appearance::pages::participants::AboutMePage;
use crate::appearance::pages::wording::Told;
use crate::community::attestation::{ReleaseFault, ReleasedName};
use crate::community::people::{Minor, ShownAs};
use crate::community::{Oneself, OneselfError};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::LanguageTag;

/// What the page says besides.
#[derive(Debug, Deserialize)]
pub struct Said {
    said: Option<String>,
}

/// `GET`.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(Said { said }): Query<Said>,
) -> Result<Response, Problem> {
    let known = site.community().oneself(person.session.account().id()).await?;
    let page = AboutMePage {
        called: known.called.map(|name| name.as_str().to_owned()).unwrap_or_default(),
        age: if known.minor == Minor::Yes { "minor" } else { "adult" },
        shown_as: known.shown_as.as_str(),
        language: known.language.map(|tag| tag.to_string()).unwrap_or_default(),
        kept: said.as_deref() == Some("kept"),
        ..empty(&person)
    };
    site.page(&page, &reader)
}

/// The form as sent.
#[derive(Debug, Deserialize)]
pub struct Sent {
    called: Option<String>,
    age: Option<String>,
    shown: Option<String>,
    language: Option<String>,
}

/// `POST`.
pub async fn send(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let faults = match sent.read(&site) {
        Ok(said) => match site.community().describe(person.session.account().id(), &said).await {
            Ok(()) => return Ok(onward("/me/about-me?said=kept", &reader)),
            Err(OneselfError::Nameless) => vec![FieldFault { field: "called", said: "nameless" }],
            Err(other) => return Err(other.into()),
        },
        Err(faults) => faults,
    };
    let page = AboutMePage {
        called: sent.called.as_deref().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect(),
        age: if sent.age.as_deref() == Some("adult") { "adult" } else { "minor" },
        shown_as: sent.shown().map_or("", ShownAs::as_str),
        language: sent.language(&site).ok().flatten().map(|tag| tag.to_string()).unwrap_or_default(),
        faults,
        ..empty(&person)
    };
    refused(&site, &page, &reader)
}

fn empty(person: &SignedIn) -> AboutMePage {
    let account = person.session.account();
    AboutMePage {
        inside: inside(person),
        called: String::new(),
        user_name: account.user_name().map(str::to_owned),
        affiliate: account.affiliate().map(str::to_owned),
        age: "minor",
        shown_as: "",
        language: String::new(),
        faults: Vec::new(),
        kept: false,
    }
}

impl Sent {
    fn read(&self, site: &Site) -> Result<Oneself, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let called = match self.called.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(ReleasedName::new).transpose() {
            Ok(called) => called,
            Err(fault) => {
                let said = if matches!(fault, ReleaseFault::LongName { .. }) { "long" } else { "invisible" };
                faults.push(FieldFault { field: "called", said });
                None
            }
        };
        let minor = match self.age.as_deref() {
            Some("adult") => Some(Minor::No),
            Some("minor") => Some(Minor::Yes),
            _ => None,
        };
        if minor.is_none() {
            faults.push(FieldFault { field: "age", said: "age" });
        }
        let shown_as = self.shown();
        if shown_as.is_none() {
            faults.push(FieldFault { field: "shown", said: "shown" });
        }
        let language = self.language(site);
        if language.is_err() {
            faults.push(FieldFault { field: "language", said: "language" });
        }
        match (minor, shown_as, language) {
            (Some(minor), Some(shown_as), Ok(language)) if faults.is_empty() => Ok(Oneself { called, minor, shown_as, language }),
            _ => Err(faults),
        }
    }

    fn shown(&self) -> Option<ShownAs> {
        self.shown.as_deref().and_then(|word| word.parse().ok())
    }

    /// The language chosen, or none; an error for one in which no page is offered.
    fn language(&self, site: &Site) -> Result<Option<LanguageTag>, ()> {
        match self.language.as_deref().filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => {
                let tag = text.parse::<LanguageTag>().map_err(|_| ())?;
                if site.pages().languages(Words::OfPages).any(|known| *known == tag) { Ok(Some(tag)) } else { Err(()) }
            }
        }
    }
}

impl From<OneselfError> for Problem {
    fn from(error: OneselfError) -> Self {
        let (kind, told) = match error {
            OneselfError::Store(error) => return error.into(),
            OneselfError::Name(fault) => return fault.into(),
            OneselfError::NoAccount(_) => (Kind::NotFound, Told::new("account-gone")),
            OneselfError::Nameless => (Kind::Refused, Told::new("no-such-name")),
        };
        Self::because(kind, error).telling(told)
    }
}
