//! Passkeys: keys that people's own devices keep, one for each device or for all of a person's.
//!
//! Discoverable, so nobody types a name; with the user verified (a finger, a face, a PIN) at each use.
//! No attestation is asked for: who made a phone is none of our business. The authenticator's count
//! and whether the key is backed up are kept, and a count that goes back is refused, as a copied key
//! would make it.

pub mod ceremony;
pub(crate) mod store;

use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::PasskeyId;

/// Characters of a passkey's name.
pub const LONGEST_NAME: usize = 60;
/// Passkeys that one person may have.
pub const MOST: usize = 20;

/// A passkey, as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyLine {
    /// Names it in forms.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Where else it is kept, as the authenticator says.
    pub kept: Kept,
    /// Since when.
    pub created_at: Timestamp,
    /// Last sign-in with it.
    pub used_at: Option<Timestamp>,
}

/// Where a passkey is kept; names the message `passkey-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In one authenticator.
    InOnePlace,
    /// Backed up, or shared by several devices.
    InSeveral,
}

/// A name for a passkey, as its owner typed it; `None` if nothing is left of it.
pub fn tidy_name(typed: &str) -> Option<String> {
    let text: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_words() {
        assert_eq!(tidy_name("  Ada’s\n phone\u{7} "), Some("Ada’s phone".to_owned()));
        assert_eq!(tidy_name(" \t\n"), None);
        assert_eq!(tidy_name(&"x".repeat(100)).map(|name| name.len()), Some(LONGEST_NAME));
    }
}
