//! Is this badge about the person in front of me? A careful answer, and never a bare no.
//!
//! Somebody types a name, a user name or an e-mail address; the badge names its holder as the holder
//! chose, perhaps not at all, perhaps by a hash. The answer is *same*, *similar*, with what differs, or
//! *cannot say*, with why: a person may have several names, and a badge without one is no less genuine.
//! It is the check of [OB 3.0 §9.1](https://www.imsglobal.org/spec/ob/v3p0/#verification-0), step 5, made
//! for people: the specification knows only "equal".
//!
//! What was typed is looked at and forgotten: nothing here keeps, prints or logs it.

mod hashed;
mod names;
mod part;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

use super::signed::{Holder, Identifier};
use super::verdict::Verdict;

/// The most characters that are looked at: no name is longer.
const LONGEST: usize = 200;

/// Whether a badge names the person who was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resemblance {
    /// The badge says exactly this, by this kind of identifier.
    Same(IdentifiedBy),
    /// Near, with all that differs; at least one thing.
    Similar(Vec<Difference>),
    /// Nothing that tells either way.
    CannotSay(Silence),
}

impl Resemblance {
    /// `same`, `similar` or `cannot-say`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Same(_) => "same",
            Self::Similar(_) => "similar",
            Self::CannotSay(_) => "cannot-say",
        }
    }
}

/// What a badge knows its holder by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifiedBy {
    /// A name.
    Name,
    /// A user name.
    UserName,
    /// An e-mail address.
    Email,
    /// Anything else: a number, a DID.
    Other,
}

impl IdentifiedBy {
    /// Every one, for those who need words for each.
    pub const ALL: [Self; 4] = [Self::Name, Self::UserName, Self::Email, Self::Other];

    /// Lower case, words joined by hyphens; stable.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::UserName => "user-name",
            Self::Email => "email",
            Self::Other => "other",
        }
    }

    /// By `identityType`; `email` is how Open Badges 2.0 says it.
    fn of(kind: &str) -> Self {
        match kind {
            "name" => Self::Name,
            "userName" => Self::UserName,
            "emailAddress" | "email" => Self::Email,
            _ => Self::Other,
        }
    }
}

/// What differs between a name that was typed and one in a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The same parts in another order.
    Order,
    /// Accents and other marks on letters.
    Accents,
    /// Small and capital letters, where they count: in user names.
    Capitals,
    /// Letters of another script that sound alike, roughly.
    Script,
    /// A letter or two.
    Spelling,
    /// An initial stands for a part.
    Initials,
    /// Only one of the two has all the parts.
    Parts,
}

impl Difference {
    /// Every one, for those who need words for each.
    pub const ALL: [Self; 7] = [Self::Order, Self::Accents, Self::Capitals, Self::Script, Self::Spelling, Self::Initials, Self::Parts];

    /// Lower case; stable.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Accents => "accents",
            Self::Capitals => "capitals",
            Self::Script => "script",
            Self::Spelling => "spelling",
            Self::Initials => "initials",
            Self::Parts => "parts",
        }
    }
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The issuer's signature was not confirmed, so nobody stands by what it says.
    Unconfirmed,
    /// The badge names nobody; that is normal.
    NamesNobody,
    /// It knows its holder only by something hashed, which fits only what is typed to the letter.
    Hidden,
    /// It names somebody, and what was typed is not near. It may still be the same person.
    NothingAlike,
}

impl Silence {
    /// Every one, for those who need words for each.
    pub const ALL: [Self; 4] = [Self::Unconfirmed, Self::NamesNobody, Self::Hidden, Self::NothingAlike];

    /// Lower case, words joined by hyphens; stable.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::NamesNobody => "names-nobody",
            Self::Hidden => "hidden",
            Self::NothingAlike => "nothing-alike",
        }
    }
}

/// Whether the badge that was judged is about the person who was typed.
pub fn about(verdict: &Verdict, typed: &str) -> Resemblance {
    verdict.signed().map_or(Resemblance::CannotSay(Silence::Unconfirmed), |signed| resemblance(&signed.holder(), typed))
}

/// Compares what was typed with every identifier of a holder; the nearest counts.
pub fn resemblance(holder: &Holder<'_>, typed: &str) -> Resemblance {
    let typed: String = typed.trim().nfc().take(LONGEST).collect();
    if !typed.is_empty() && holder.id().is_some_and(|id| id == typed || id.strip_prefix("mailto:") == Some(typed.as_str())) {
        return Resemblance::Same(IdentifiedBy::Other);
    }
    let mut nearest: Option<Vec<Difference>> = None;
    for identifier in holder.identifiers() {
        let kind = IdentifiedBy::of(identifier.kind());
        let Some(differences) = compared(&identifier, kind, &typed) else { continue };
        if differences.is_empty() {
            return Resemblance::Same(kind);
        }
        if nearest.as_ref().is_none_or(|nearest| differences.len() < nearest.len()) {
            nearest = Some(differences);
        }
    }
    nearest.map_or_else(|| Resemblance::CannotSay(silence(holder)), Resemblance::Similar)
}

/// What differs, nothing for the same; `None` if the two are not alike.
fn compared(identifier: &Identifier<'_>, kind: IdentifiedBy, typed: &str) -> Option<Vec<Difference>> {
    if let Some((hash, salt)) = identifier.hashed() {
        return hashed::fits(hash, salt, typed).then(Vec::new);
    }
    let said = identifier.plain()?;
    match kind {
        IdentifiedBy::Name => names::compare(typed, said),
        IdentifiedBy::UserName => names::compare_user_names(typed, said),
        IdentifiedBy::Email => same_address(typed, said).then(Vec::new),
        IdentifiedBy::Other => (said.trim() == typed).then(Vec::new),
    }
}

/// The letter of [RFC 5321 §2.4](https://www.rfc-editor.org/rfc/rfc5321#section-2.4) lets the part before
/// the @ depend on case; no provider of any size does, and people do not type it so.
fn same_address(typed: &str, said: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("mailto:").to_lowercase();
    !typed.is_empty() && bare(typed) == bare(said)
}

fn silence(holder: &Holder<'_>) -> Silence {
    let mut identifiers = holder.identifiers().peekable();
    if identifiers.peek().is_none() {
        return Silence::NamesNobody;
    }
    if identifiers.any(|identifier| identifier.plain().is_some()) { Silence::NothingAlike } else { Silence::Hidden }
}
