//! What a form about names, language and age says, and what is wrong with it.

use serde::Deserialize;

use crate::appearance::pages::Words;
use crate::appearance::pages::joining::{FieldFault, JoinFields};
use crate::community::attestation::{Chosen, Disclosure, Participation, ReleaseFault, ReleasedName};
use crate::community::people::{Account, Minor};
use crate::doors::http::site::Site;
use crate::vocabulary::LanguageTag;

/// The form as sent.
#[derive(Debug, Deserialize)]
pub struct Sent {
    called: Option<String>,
    name1: Option<String>,
    name2: Option<String>,
    name3: Option<String>,
    account: Option<String>,
    language: Option<String>,
    age: Option<String>,
}

const NAMES: [&str; 3] = ["name-1", "name-2", "name-3"];

impl Sent {
    fn names(&self) -> [&str; 3] {
        [&self.name1, &self.name2, &self.name3].map(|name| name.as_deref().unwrap_or_default())
    }

    /// What it says, or what to correct.
    pub(super) fn read(&self, site: &Site) -> Result<Chosen, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let called = self.called.as_deref().unwrap_or_default();
        if let Err(fault) = ReleasedName::new(called) {
            faults.push(FieldFault { field: "called", said: of_name(&fault, "called") });
        }
        let filled: Vec<(&str, &str)> = NAMES.into_iter().zip(self.names()).filter(|(_, name)| !name.trim().is_empty()).collect();
        for (field, name) in &filled {
            if let Err(fault) = ReleasedName::new(name) {
                faults.push(FieldFault { field, said: of_name(&fault, "name") });
            }
        }
        let language = self.language.as_deref().unwrap_or_default().parse::<LanguageTag>().ok();
        let language = language.filter(|tag| site.pages().languages(Words::OfPages).any(|known| known == tag));
        if language.is_none() {
            faults.push(FieldFault { field: "language", said: "language" });
        }
        let minor = match self.age.as_deref() {
            Some("adult") => Some(Minor::No),
            Some("minor") => Some(Minor::Yes),
            _ => None,
        };
        if minor.is_none() {
            faults.push(FieldFault { field: "age", said: "age" });
        }
        let account = if self.account.as_deref() == Some("yes") { Disclosure::Shown } else { Disclosure::Withheld };
        let names: Vec<&str> = filled.iter().map(|(_, name)| *name).collect();
        match (faults.is_empty(), language, minor) {
            (true, Some(language), Some(minor)) => Chosen::new(called, &names, account, language, minor)
                .map_err(|fault| vec![FieldFault { field: "name-1", said: of_name(&fault, "name") }]),
            _ => Err(faults),
        }
    }

    /// The form again, as it was sent.
    pub(super) fn again(&self) -> JoinFields {
        JoinFields {
            called: short(self.called.as_deref().unwrap_or_default()),
            names: self.names().map(short),
            account_shown: self.account.as_deref() == Some("yes"),
            language: short(self.language.as_deref().unwrap_or_default()),
            age: match self.age.as_deref() {
                Some("adult") => "adult",
                Some("minor") => "minor",
                _ => "",
            },
        }
    }
}

/// What came back is not longer than the field.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Names the message `joining-fault-{…}`; of what is no fault of a name's letters, `empty`.
pub(in crate::doors::http) fn of_name(fault: &ReleaseFault, empty: &'static str) -> &'static str {
    match fault {
        ReleaseFault::LongName { .. } => "long",
        ReleaseFault::Invisible { .. } => "invisible",
        ReleaseFault::EmptyName
        | ReleaseFault::TooManyNames { .. }
        | ReleaseFault::NotAnAddress(_)
        | ReleaseFault::NotADid(_)
        | ReleaseFault::Unconfirmed => empty,
    }
}

/// The form for somebody who joined.
pub(super) fn of_participation(here: &Participation) -> JoinFields {
    let chosen = here.chosen();
    let name = |at: usize| chosen.names().get(at).map(|name| name.as_str().to_owned()).unwrap_or_default();
    JoinFields {
        called: here.called().unwrap_or_default().to_owned(),
        names: [name(0), name(1), name(2)],
        account_shown: chosen.account() == Disclosure::Shown,
        language: chosen.language().to_string(),
        age: if here.minor() == Minor::Yes { "minor" } else { "adult" },
    }
}

/// The form for somebody who has not. Their age stands in it only if they said that they are an adult: an account that
/// nobody asked yet is not a minor's for that.
pub(super) fn of_account(account: &Account, language: &LanguageTag) -> JoinFields {
    JoinFields {
        called: account.display_name().or(account.user_name()).unwrap_or_default().to_owned(),
        names: [account.display_name().unwrap_or_default().to_owned(), String::new(), String::new()],
        account_shown: false,
        language: language.to_string(),
        age: if account.minor() == Minor::No { "adult" } else { "" },
    }
}
