//! What a messenger or a network shows of a link to a page: [Open Graph](https://ogp.me/).
//!
//! Servers of strangers fetch it and keep it for as long as they like. So it says nothing that ages
//! (no verdict, no date) and names no person: the class, the level, who issued it, and where to look.

use serde::Serialize;

use super::wording::Wording;

/// A link, as it is shown elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The page's address, without a language.
    pub address: String,
    /// The class.
    pub name: Wording,
    /// The level reached.
    pub level: Option<Wording>,
    /// Who issued the badge, or owns the class.
    pub issuer: String,
    /// What the class certifies; nothing for a credential, whose page says what is true today.
    pub description: Option<Wording>,
    /// The address of the card, without a language.
    pub card: String,
}
