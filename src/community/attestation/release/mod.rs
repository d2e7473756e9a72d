//! What the holder lets an edition say about them: names, account, an e-mail address, or nothing.
//!
//! Fixed before the edition is recorded and read back to the holder. With nobody's confirmation the
//! edition is signed without a name ([`Release::nothing`]). A person's text is kept as typed, in
//! Unicode normal form C, but without characters that change how its surroundings read.

pub(crate) mod store;

use unicode_normalization::UnicodeNormalization;

use crate::community::people::UnknownWord;
use crate::vocabulary::Chance;

/// Names at most: one for each script a person writes.
pub const MOST_NAMES: usize = 3;
/// Characters of a name at most.
const NAME_LENGTH: usize = 120;

/// What one edition may say about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    names: Vec<ReleasedName>,
    account: Disclosure,
    email: EmailRelease,
    holder_did: Option<String>,
    confirmed_by: ConfirmedBy,
}

/// Whether something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// It is said.
    Shown,
    /// It is not said.
    Withheld,
}

/// A name as its holder writes it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct ReleasedName(String);

/// Whether, and how, an e-mail address identifies the holder. Only by opt-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmailRelease {
    /// Not at all: the default.
    Withheld,
    /// As SHA-256 with a salt of 128 bits. The salt travels with the badge: this hides an address
    /// from a glance, not from somebody who guesses it.
    Hashed {
        /// The address.
        address: String,
        /// 32 hexadecimal digits.
        salt: String,
    },
    /// In plain text, on explicit choice.
    Plain {
        /// The address.
        address: String,
    },
}

/// Who confirmed a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmedBy {
    /// The holder, after it was read back.
    Holder,
    /// A trainer who knows the person.
    Trainer,
    /// Nobody: then it says nothing.
    Nobody,
}

impl std::str::FromStr for ConfirmedBy {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "holder" => Ok(Self::Holder),
            "trainer" => Ok(Self::Trainer),
            "none" => Ok(Self::Nobody),
            _ => Err(UnknownWord(text.to_owned())),
        }
    }
}

impl ConfirmedBy {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Trainer => "trainer",
            Self::Nobody => "none",
        }
    }
}

/// Why a release was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseFault {
    /// Too many names.
    #[error("{found} names were given; at most three can be shown")]
    TooManyNames {
        /// How many.
        found: usize,
    },
    /// Nothing visible in it.
    #[error("a name is empty; leave it out instead")]
    EmptyName,
    /// Too long.
    #[error("a name has {found} characters; at most 120 can be shown")]
    LongName {
        /// How many.
        found: usize,
    },
    /// A character that changes how its surroundings read.
    #[error("the name {name:?} contains the invisible character U+{code:04X}; type it again without it")]
    Invisible {
        /// The name.
        name: String,
        /// The character.
        code: u32,
    },
    /// Not an e-mail address.
    #[error("{0:?} is not an e-mail address")]
    NotAnAddress(String),
    /// Not a DID.
    #[error("{0:?} is not a DID of a method that holders can prove (did:key)")]
    NotADid(String),
    /// A name that nobody confirmed.
    #[error("a name needs the confirmation of the holder or of a trainer")]
    Unconfirmed,
}

impl ReleasedName {
    /// Checks and normalises a name.
    ///
    /// # Errors
    /// [`ReleaseFault`]: empty, too long, or with a control character or a bidi override.
    pub fn new(typed: &str) -> Result<Self, ReleaseFault> {
        let name: String = typed.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(bad) = name.chars().find(|&c| is_deceptive(c)) {
            return Err(ReleaseFault::Invisible { code: u32::from(bad), name });
        }
        match name.chars().count() {
            0 => Err(ReleaseFault::EmptyName),
            1..=NAME_LENGTH => Ok(Self(name)),
            found => Err(ReleaseFault::LongName { found }),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, bidi controls, invisible operators, tags, noncharacters. Joiners stay: Indic
/// and Persian names need them.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
        || c.is_control()
}

impl Release {
    /// Says nothing about the holder. Normal, and never a fault.
    pub fn nothing() -> Self {
        Self {
            names: Vec::new(),
            account: Disclosure::Withheld,
            email: EmailRelease::Withheld,
            holder_did: None,
            confirmed_by: ConfirmedBy::Nobody,
        }
    }

    /// Says these names, and the wiki user name if `account` is shown.
    ///
    /// # Errors
    /// [`ReleaseFault`] of the first name that cannot be shown.
    pub fn of_names(names: &[&str], account: Disclosure, confirmed_by: ConfirmedBy) -> Result<Self, ReleaseFault> {
        if names.len() > MOST_NAMES {
            return Err(ReleaseFault::TooManyNames { found: names.len() });
        }
        if confirmed_by == ConfirmedBy::Nobody && (!names.is_empty() || account == Disclosure::Shown) {
            return Err(ReleaseFault::Unconfirmed);
        }
        let names = names.iter().map(|name| ReleasedName::new(name)).collect::<Result<_, _>>()?;
        Ok(Self { names, account, confirmed_by, ..Self::nothing() })
    }

    /// Says these names in place of its own, and everything else as before.
    ///
    /// # Errors
    /// [`ReleaseFault`] of the first name that cannot be shown.
    pub fn renamed(self, names: &[&str], confirmed_by: ConfirmedBy) -> Result<Self, ReleaseFault> {
        let named = Self::of_names(names, self.account, confirmed_by)?;
        Ok(Self { email: self.email, holder_did: self.holder_did, ..named })
    }

    /// Also says the e-mail address: hashed with a fresh salt, or in plain text.
    ///
    /// # Errors
    /// [`ReleaseFault`] if it is no address or nobody confirmed.
    pub fn with_email(mut self, address: &str, form: EmailForm, chance: &Chance) -> Result<Self, ReleaseFault> {
        let address = address.trim().to_owned();
        let parts: Vec<&str> = address.split('@').collect();
        let shaped = parts.len() == 2 && parts.iter().all(|p| !p.is_empty()) && address.len() <= 254;
        if !shaped || address.chars().any(|c| c.is_whitespace() || is_deceptive(c)) {
            return Err(ReleaseFault::NotAnAddress(address));
        }
        if self.confirmed_by == ConfirmedBy::Nobody {
            return Err(ReleaseFault::Unconfirmed);
        }
        self.email = match form {
            EmailForm::Plain => EmailRelease::Plain { address },
            EmailForm::Hashed => {
                let salt = data_encoding::HEXLOWER.encode(&chance.bytes::<16>());
                EmailRelease::Hashed { address, salt }
            }
        };
        Ok(self)
    }

    /// Names, in the holder's order.
    pub fn names(&self) -> &[ReleasedName] {
        &self.names
    }

    /// Whether the wiki user name is said.
    pub fn account(&self) -> Disclosure {
        self.account
    }

    /// Whether the e-mail address is said.
    pub fn email(&self) -> &EmailRelease {
        &self.email
    }

    /// The DID that the holder proved to control.
    pub fn holder_did(&self) -> Option<&str> {
        self.holder_did.as_deref()
    }

    /// Who confirmed it.
    pub fn confirmed_by(&self) -> ConfirmedBy {
        self.confirmed_by
    }
}

/// How an e-mail address is written into the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailForm {
    /// With a salted hash.
    Hashed,
    /// In plain text.
    Plain,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_script_and_lose_only_outer_space() {
        for name in ["Оксана Іваненко", "ناصر الدين", "علی‌رضا", "क्‍ष", "Nguyễn Thị Ánh", "O’Brien", "王"]
        {
            assert_eq!(ReleasedName::new(&format!("  {name} ")).map(|n| n.as_str().to_owned()), Ok(name.nfc().collect::<String>()));
        }
        assert_eq!(ReleasedName::new("a  b").map(|n| n.as_str().to_owned()), Ok("a b".to_owned()));
    }

    #[test]
    fn a_name_cannot_change_how_its_surroundings_read() {
        for name in ["\u{202E}evil", "a\u{2066}b", "a\u{0000}", "a\u{feff}b", "x\u{E0041}"] {
            assert!(matches!(ReleasedName::new(name), Err(ReleaseFault::Invisible { .. })), "{name:?}");
        }
        assert_eq!(ReleasedName::new("  "), Err(ReleaseFault::EmptyName));
        assert_eq!(ReleasedName::new(&"x".repeat(121)), Err(ReleaseFault::LongName { found: 121 }));
    }

    #[test]
    fn nothing_is_said_that_nobody_confirmed() {
        assert_eq!(Release::of_names(&["A"], Disclosure::Withheld, ConfirmedBy::Nobody), Err(ReleaseFault::Unconfirmed));
        assert_eq!(Release::of_names(&[], Disclosure::Shown, ConfirmedBy::Nobody), Err(ReleaseFault::Unconfirmed));
        assert_eq!(Release::of_names(&[], Disclosure::Withheld, ConfirmedBy::Nobody), Ok(Release::nothing()));
    }

    #[test]
    fn an_email_is_said_only_by_opt_in_and_each_time_with_another_salt() {
        let chance = Chance::seeded(1);
        let salted = || {
            let named = Release::of_names(&["A"], Disclosure::Withheld, ConfirmedBy::Holder)?;
            named.with_email("a@example.org", EmailForm::Hashed, &chance)
        };
        assert_ne!(salted().unwrap().email, salted().unwrap().email);
        assert_eq!(Release::nothing().with_email("a@example.org", EmailForm::Plain, &chance), Err(ReleaseFault::Unconfirmed));
    }
}
