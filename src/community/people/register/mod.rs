//! The public register of trainers: who agreed to stand in it, and how.
//!
//! Nobody is listed by anybody else. Only adults with a mandate in force are shown; whoever has none at
//! the moment keeps the choice and is not shown.

pub(crate) mod store;

use super::UnknownWord;
use crate::platform::i18n::territory_name;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::AccountId;

/// Languages that one trainer can name.
pub const MOST_LANGUAGES: usize = 10;

/// By which of their names a trainer is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedAs {
    /// By name.
    Name,
    /// By wiki user name.
    UserName,
}

impl ListedAs {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::UserName => "account",
        }
    }
}

impl std::str::FromStr for ListedAs {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Name, Self::UserName].into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// What a trainer chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingChoice {
    /// By which name.
    pub shown_as: ListedAs,
    /// Two letters of ISO 3166, or nothing.
    pub country: Option<String>,
    /// Languages in which they train.
    pub languages: Vec<LanguageTag>,
}

/// A trainer in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTrainer {
    /// Who.
    pub account: AccountId,
    /// The name that they chose to show.
    pub name: String,
    /// Two letters of ISO 3166, or nothing.
    pub country: Option<String>,
    /// Languages in which they train.
    pub languages: Vec<LanguageTag>,
    /// Affiliates of their mandates in force.
    pub affiliates: Vec<String>,
    /// Slugs of the classes that they may attest now.
    pub classes: Vec<String>,
}

/// Two letters of ISO 3166 as a form sent them, in capitals; `None` if no country has them.
pub fn country(sent: &str) -> Option<String> {
    let code = sent.trim().to_ascii_uppercase();
    territory_name(&code, &LanguageTag::english()).map(|_| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_one_that_exists() {
        assert_eq!(country(" ua "), Some("UA".to_owned()));
        for wrong in ["", "U", "UKR", "U1", "QQ", "EU", "їй"] {
            assert_eq!(country(wrong), None, "{wrong}");
        }
        assert_eq!("account".parse(), Ok(ListedAs::UserName));
        assert!("affiliate".parse::<ListedAs>().is_err());
    }
}
