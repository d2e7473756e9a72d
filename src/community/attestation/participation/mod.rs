//! People in a training: who joined, what they are called there, and what their badges may say.
//!
//! A [`Participation`] is a place on the room sheet. Whoever joins chooses names, language and what is
//! shown ([`Chosen`]); until that was read back and confirmed, badges say nothing about them
//! ([`Participation::release`]). Of a minor without a guardian's slip, badges say the nickname at most.

pub(crate) mod store;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{ConfirmedBy, Disclosure, Release, ReleaseFault, ReleasedName};
use crate::community::people::{Minor, UnknownWord};
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};
use crate::vocabulary::{LanguageTag, Timestamp};

/// Names that badges may say, at most.
pub const NAMES: usize = 3;

/// A person in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    training: TrainingId,
    account: AccountId,
    number: u32,
    chosen: Chosen,
    guardian_at: Option<Timestamp>,
    came_by: CameBy,
    joined_at: Timestamp,
    confirmed: Option<(ConfirmedBy, Timestamp)>,
    left_at: Option<Timestamp>,
}

/// What somebody chose when they joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    called: Option<ReleasedName>,
    names: Vec<ReleasedName>,
    account: Disclosure,
    language: LanguageTag,
    minor: Minor,
}

/// How somebody came into a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameBy {
    /// Signed in, by what the slide shows.
    Account,
    /// By a link in a mail.
    Link,
    /// By a printed slip.
    Slip,
    /// Put down by a trainer.
    Trainer,
    /// From a list that a trainer brought.
    List,
}

impl CameBy {
    /// As stored; names the message `joining-by-{…}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Link => "link",
            Self::Slip => "slip",
            Self::Trainer => "trainer",
            Self::List => "list",
        }
    }

    /// Whether it needs what the slide shows, which stops after a time.
    pub const fn is_by_slide(self) -> bool {
        matches!(self, Self::Account)
    }
}

impl std::str::FromStr for CameBy {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let all = [Self::Account, Self::Link, Self::Slip, Self::Trainer, Self::List];
        all.into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// A person who is to be put on the room sheet.
#[derive(Debug, Clone)]
pub struct Joining {
    /// Where.
    pub training: TrainingId,
    /// Who.
    pub account: AccountId,
    /// How they came.
    pub came_by: CameBy,
    /// What they chose, or what a trainer knows of them.
    pub chosen: Chosen,
    /// Who says that it is right; [`ConfirmedBy::Nobody`]: it is to be read back first.
    pub confirmed_by: ConfirmedBy,
    /// The trainer who puts them down; `None`: they came by themselves.
    pub by: Option<AccountId>,
}

/// A participant's nomination for a class version that the training pinned.
#[expect(clippy::struct_excessive_bools, reason = "a row: four facts that do not depend on each other")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutForward {
    /// The person.
    pub account: AccountId,
    /// The class.
    pub slug: String,
    /// Its version.
    pub version: String,
    /// The nomination: an open one, wherever it was made, or a closed one of this training.
    pub nomination: NominationId,
    /// Whether it was made in this training.
    pub made_here: bool,
    /// Whether it belongs to a rehearsal.
    pub rehearsal: bool,
    /// Whether more can be said about it.
    pub open: bool,
    /// Whether a badge was recorded from it and not cancelled.
    pub recorded: bool,
}

impl Chosen {
    /// Checks what was typed: what to be called, names that badges may say, the user name.
    ///
    /// # Errors
    /// [`ReleaseFault`] of the first name that cannot be shown.
    pub fn new(called: &str, names: &[&str], account: Disclosure, language: LanguageTag, minor: Minor) -> Result<Self, ReleaseFault> {
        let called = if called.trim().is_empty() { None } else { Some(ReleasedName::new(called)?) };
        if names.len() > NAMES {
            return Err(ReleaseFault::TooManyNames { found: names.len() });
        }
        let names = names.iter().map(|name| ReleasedName::new(name)).collect::<Result<_, _>>()?;
        Ok(Self { called, names, account, language, minor })
    }

    /// What trainers call the person; empty after erasure.
    pub fn called(&self) -> Option<&str> {
        self.called.as_ref().map(ReleasedName::as_str)
    }

    /// Names that were given for badges; what badges say is [`Participation::release`].
    pub fn names(&self) -> &[ReleasedName] {
        &self.names
    }

    /// Whether badges may say the user name.
    pub fn account(&self) -> Disclosure {
        self.account
    }

    /// The language of the badge.
    pub fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// Whether the rules for minors apply.
    pub fn minor(&self) -> Minor {
        self.minor
    }

    /// Short enough for a form, and another one for every other choice: tells whether what somebody confirms is what
    /// they read.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let parts =
            [self.called().unwrap_or_default(), self.language.as_str()].into_iter().chain(self.names.iter().map(ReleasedName::as_str));
        for part in parts {
            digest.update(part);
            // No name has a line break.
            digest.update("\n");
        }
        digest.update([u8::from(self.account == Disclosure::Shown), u8::from(self.minor == Minor::Yes)]);
        HEXLOWER.encode(&digest.finalize()[..8])
    }

    /// Without what a badge of a minor may not say while no guardian agreed: what is not needed is not kept.
    pub(crate) fn within_rules(mut self, guardian: bool) -> Self {
        if self.minor == Minor::Yes && !guardian {
            let wanted = !self.names.is_empty();
            self.names = self.called.iter().filter(|_| wanted).cloned().collect();
            self.account = Disclosure::Withheld;
        }
        self
    }
}

impl Participation {
    /// The training.
    pub fn training(&self) -> TrainingId {
        self.training
    }

    /// The person.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Place on the room sheet, from 1, in the order of joining.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What trainers call the person in this room; empty after erasure.
    pub fn called(&self) -> Option<&str> {
        self.chosen.called()
    }

    /// What was chosen.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// The language of the badge.
    pub fn language(&self) -> &LanguageTag {
        &self.chosen.language
    }

    /// Whether the rules for minors apply.
    pub fn minor(&self) -> Minor {
        self.chosen.minor
    }

    /// When a trainer saw the guardian's slip.
    pub fn guardian_at(&self) -> Option<Timestamp> {
        self.guardian_at
    }

    /// How they came.
    pub fn came_by(&self) -> CameBy {
        self.came_by
    }

    /// Since when.
    pub fn joined_at(&self) -> Timestamp {
        self.joined_at
    }

    /// Who said that names and language are right, and when.
    pub fn confirmed(&self) -> Option<(ConfirmedBy, Timestamp)> {
        self.confirmed
    }

    /// When they went away, or were put down by mistake.
    pub fn left_at(&self) -> Option<Timestamp> {
        self.left_at
    }

    /// Whether they are here.
    pub fn is_here(&self) -> bool {
        self.left_at.is_none()
    }

    /// What a badge would say of them, as things stand: nothing until it was confirmed.
    ///
    /// # Errors
    /// [`ReleaseFault`] if stored names cannot be shown.
    pub fn release(&self) -> Result<Release, ReleaseFault> {
        match self.confirmed {
            None => Ok(Release::nothing()),
            Some((by, _)) => self.released_by(by),
        }
    }

    /// What a badge will say of them once `by` confirms it: what is read back.
    ///
    /// # Errors
    /// As [`Participation::release`].
    pub fn released_by(&self, by: ConfirmedBy) -> Result<Release, ReleaseFault> {
        if by == ConfirmedBy::Nobody {
            return Ok(Release::nothing());
        }
        let chosen = self.chosen.clone().within_rules(self.guardian_at.is_some());
        let names: Vec<&str> = chosen.names.iter().map(ReleasedName::as_str).collect();
        Release::of_names(&names, chosen.account, by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn participation(names: &[&str], minor: Minor, guardian: bool, confirmed: bool) -> Participation {
        let at = Timestamp::from_ms(0);
        Participation {
            training: TrainingId::from_bytes([1; 16]),
            account: AccountId::from_bytes([2; 16]),
            number: 1,
            chosen: Chosen::new("Kite", names, Disclosure::Shown, LanguageTag::english(), minor).unwrap(),
            guardian_at: guardian.then_some(at),
            came_by: CameBy::Slip,
            joined_at: at,
            confirmed: confirmed.then_some((ConfirmedBy::Holder, at)),
            left_at: None,
        }
    }

    fn said(participation: &Participation) -> (Vec<String>, Disclosure) {
        let release = participation.release().unwrap();
        (release.names().iter().map(|n| n.as_str().to_owned()).collect(), release.account())
    }

    #[test]
    fn a_badge_says_nothing_before_it_was_confirmed() {
        assert_eq!(said(&participation(&["Esi Owusu"], Minor::No, false, false)), (vec![], Disclosure::Withheld));
        assert_eq!(said(&participation(&["Esi Owusu"], Minor::No, false, true)), (vec!["Esi Owusu".to_owned()], Disclosure::Shown));
    }

    #[test]
    fn of_a_minor_it_says_the_nickname_until_a_guardian_agreed() {
        assert_eq!(said(&participation(&["Esi Owusu"], Minor::Yes, false, true)), (vec!["Kite".to_owned()], Disclosure::Withheld));
        assert_eq!(said(&participation(&[], Minor::Yes, false, true)), (vec![], Disclosure::Withheld), "or nothing");
        assert_eq!(said(&participation(&["Esi Owusu"], Minor::Yes, true, true)), (vec!["Esi Owusu".to_owned()], Disclosure::Shown));
    }

    #[test]
    fn names_are_checked_and_three_at_most() {
        let chosen = |names: &[&str]| Chosen::new("", names, Disclosure::Withheld, LanguageTag::english(), Minor::No);
        assert_eq!(chosen(&["a", "b", "c", "d"]), Err(ReleaseFault::TooManyNames { found: 4 }));
        assert_eq!(chosen(&[" "]), Err(ReleaseFault::EmptyName));
        assert_eq!(chosen(&["a", "b", "c"]).map(|chosen| chosen.called().is_none()), Ok(true));
    }
}
