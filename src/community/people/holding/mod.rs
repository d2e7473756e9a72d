//! What holders decide about the pages of their badges.
//!
//! A [`Choice`] says who finds a badge and what a visitor to its page sees; without one it is unlisted
//! and shows what was signed. Whatever is chosen, a printed address answers verdict, class, issuer and
//! dates. Signed bytes hold names and evidence and cannot be shown in part, so where any of them is
//! withheld there are no files either ([`Offered::files`]).
//!
//! - [`ViewingLink`]: shows a badge whole to whoever has the link, for some days.
//! - [`Showing`]: six digits by which somebody present sees that a person controls a badge now.
//! - [`Why`]: a steward's decision that nothing but the verdict is shown of a person's badges.

pub(crate) mod store;

use crate::community::people::UnknownWord;
use crate::vocabulary::ids::ViewingLinkId;
use crate::vocabulary::{Chance, Timestamp};

/// Whether visitors see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// They do.
    Shown,
    /// The holder, or a steward, keeps it back.
    Withheld,
}

impl Offer {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Withheld => "withheld",
        }
    }

    /// Whether visitors see it.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Shown)
    }
}

impl std::str::FromStr for Offer {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = [Self::Shown, Self::Withheld].into_iter().find(|offer| offer.as_str() == text);
        known.ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// Who finds a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Whoever has its address.
    Unlisted,
    /// Whoever looks at the page of its class.
    Listed,
}

/// What a holder chose for one badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Who finds it.
    pub listing: Listing,
    /// The names in it.
    pub names: Offer,
    /// The records of its attestations, and what was seen.
    pub evidence: Offer,
    /// Its files.
    pub files: Offer,
}

impl Choice {
    /// What holds while nothing was chosen.
    pub const USUAL: Self = Self { listing: Listing::Unlisted, names: Offer::Shown, evidence: Offer::Shown, files: Offer::Shown };

    /// What the public page offers by it.
    pub const fn offered(self) -> Offered {
        Offered { names: self.names, evidence: self.evidence, files: self.files, by_steward: None }
    }
}

/// What the public page of a badge offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    names: Offer,
    evidence: Offer,
    files: Offer,
    by_steward: Option<Why>,
}

impl Offered {
    /// Everything that was signed.
    pub const WHOLE: Self = Choice::USUAL.offered();

    /// Nothing but verdict, class, issuer and dates, by a steward's decision.
    pub const fn withheld(why: Why) -> Self {
        Self { names: Offer::Withheld, evidence: Offer::Withheld, files: Offer::Withheld, by_steward: Some(why) }
    }

    /// The names of the holder.
    pub const fn names(self) -> Offer {
        self.names
    }

    /// The records of attestations, and what was seen.
    pub const fn evidence(self) -> Offer {
        self.evidence
    }

    /// The signed bytes, in any form: only where nothing in them is withheld.
    pub const fn files(self) -> Offer {
        match (self.names, self.evidence, self.files) {
            (Offer::Shown, Offer::Shown, Offer::Shown) => Offer::Shown,
            (Offer::Withheld, _, _) | (_, Offer::Withheld, _) | (_, _, Offer::Withheld) => Offer::Withheld,
        }
    }

    /// Why a steward withheld everything, if one did. Not for the public.
    pub const fn by_steward(self) -> Option<Why> {
        self.by_steward
    }
}

/// Why a steward withholds the details of a person's badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The person left the wikis and had their account renamed.
    Vanished,
    /// The account's name is hidden there.
    Suppressed,
    /// The person died; the badges are kept in memory of them.
    Memorial,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Vanished, Self::Suppressed, Self::Memorial];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vanished => "vanished",
            Self::Suppressed => "suppressed",
            Self::Memorial => "memorial",
        }
    }
}

impl std::str::FromStr for Why {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|why| why.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// Days that a viewing link may live.
pub const LONGEST_DAYS: u16 = 90;
/// Viewing links of one badge at a time.
pub const MOST_LINKS: usize = 20;

/// A link that shows one badge whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewingLink {
    /// Names it in forms; opens nothing.
    pub id: ViewingLinkId,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first instant at which it opens nothing.
    pub ends_at: Timestamp,
}

/// Seconds that a code lives.
pub const SHOWING_S: i64 = 10 * 60;
/// Wrong codes after which a code is over.
pub const MOST_FAILURES: u32 = 5;
/// Characters of a legal name.
pub const LONGEST_NAME: usize = 120;

/// A code that a holder reads to somebody who is present.
#[derive(Clone, PartialEq, Eq)]
pub struct Showing {
    pub(crate) code: String,
    pub(crate) legal_name: Option<String>,
    pub(crate) failures: u32,
    pub(crate) shown_at: Option<Timestamp>,
    pub(crate) ends_at: Timestamp,
}

impl Showing {
    /// A new code.
    pub(crate) fn begin(chance: &Chance, legal_name: Option<String>, now: Timestamp) -> Self {
        let code = format!("{:06}", chance.below(1_000_000));
        Self { code, legal_name, failures: 0, shown_at: None, ends_at: now.plus_seconds(SHOWING_S) }
    }

    /// The six digits.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether a legal name waits for the first who enters the code.
    pub fn has_name(&self) -> bool {
        self.legal_name.is_some()
    }

    /// When somebody first entered it.
    pub fn shown_at(&self) -> Option<Timestamp> {
        self.shown_at
    }

    /// The first instant at which it is over.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// Whether wrong codes ended it.
    pub fn is_guessed_at(&self) -> bool {
        self.failures >= MOST_FAILURES
    }

    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        now < self.ends_at && !self.is_guessed_at()
    }

    /// Whether `typed` is the code; takes as long whatever is typed.
    pub(crate) fn is(&self, typed: &str) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.code.as_bytes(), typed.as_bytes()).into()
    }
}

impl std::fmt::Debug for Showing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Showing")
    }
}

/// What somebody is told who entered a code.
#[derive(Clone, PartialEq, Eq)]
pub enum Seen {
    /// The person who gave them the code controls the badge now.
    Controls {
        /// The name released to them, and to nobody else.
        legal_name: Option<String>,
    },
    /// Wrong, over, or never begun: the same answer for all.
    No,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Controls { .. } => "Controls",
            Self::No => "No",
        })
    }
}

/// The digits of what somebody typed, in whatever script and grouping.
pub fn digits(typed: &str) -> String {
    typed.chars().filter_map(digit).take(12).collect()
}

/// A decimal digit of the scripts in which pages are read.
fn digit(typed: char) -> Option<char> {
    // Zeros of ASCII, Arabic, Persian and Urdu, Devanagari, Bengali, Tamil, Sinhala, Burmese, fullwidth.
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{be6}', '\u{de6}', '\u{1040}', '\u{ff10}'];
    zeros.into_iter().find_map(|zero| {
        let value = u32::from(typed).checked_sub(u32::from(zero)).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_offered_only_where_nothing_in_them_is_withheld() {
        assert!(Offered::WHOLE.files().is_shown());
        for choice in [
            Choice { names: Offer::Withheld, ..Choice::USUAL },
            Choice { evidence: Offer::Withheld, ..Choice::USUAL },
            Choice { files: Offer::Withheld, ..Choice::USUAL },
        ] {
            assert!(!choice.offered().files().is_shown(), "{choice:?}");
        }
        assert!(Why::ALL.into_iter().all(|why| !Offered::withheld(why).names().is_shown()));
    }

    #[test]
    fn a_code_is_read_in_every_script_and_grouping() {
        for typed in ["012345", " 012 345 ", "٠١٢٣٤٥", "۰۱۲-۳۴۵", "०१२३४५", "০১২৩৪৫", "၀၁၂၃၄၅", "０１２３４５"]
        {
            assert_eq!(digits(typed), "012345", "{typed}");
        }
        assert_eq!(digits("abc"), "");
    }

    #[test]
    fn a_code_is_over_after_its_time_and_after_five_guesses() {
        let now = Timestamp::from_ms(0);
        let mut showing = Showing::begin(&Chance::seeded(1), None, now);
        assert_eq!(showing.code().len(), 6);
        assert!(showing.is(showing.code()) && !showing.is("") && !showing.is("0123456"));
        assert!(showing.is_alive(now.plus_seconds(599)) && !showing.is_alive(now.plus_seconds(600)));
        showing.failures = MOST_FAILURES;
        assert!(!showing.is_alive(now));
        assert_eq!(format!("{showing:?} {:?}", Seen::Controls { legal_name: Some("Ada".to_owned()) }), "Showing Controls");
    }
}
