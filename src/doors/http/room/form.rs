//! The form of one person, as browsers without a script and queues on devices send it.
//!
//! | field | says |
//! |---|---|
//! | `tick.{class}.{criterion}` | `yes`, a level, or nothing |
//! | `was.{class}.{criterion}` | what the page showed: a tick is what differs from it |
//! | `at.{class}.{criterion}` | when it was ticked, in milliseconds, by the device's clock; then `was` does not count |
//! | `note.{class}`, `noted.{class}`, `at.{class}` | the same of a note; `noted` is its [`mark`] |
//! | `sent_at` | the device's clock when the form was sent |

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::community::Saw;
use crate::community::attestation::observation::Noted;
use crate::community::attestation::tick::{CameFrom, Ticked};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// By which a note that came back unchanged is known.
pub fn mark(note: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(note.as_bytes())[..8])
}

/// What a form says that its page did not show.
pub fn read(participant: AccountId, fields: &[(String, String)], now: Timestamp) -> Saw {
    let sent: BTreeMap<&str, &str> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let clock = DeviceClock { sent_at: sent.get("sent_at").and_then(|sent| sent.parse().ok()), now };
    let at = |field: &str| sent.get(format!("at.{field}").as_str()).and_then(|at| clock.read(at));
    let named = |kind: &'static str| sent.keys().filter_map(move |name| name.strip_prefix(kind)).collect::<Vec<_>>();
    let mut ticks = Vec::new();
    // A box that is not ticked is not sent at all; what its page showed is.
    let mut criteria = named("was.");
    criteria.extend(named("tick."));
    criteria.sort_unstable();
    criteria.dedup();
    for field in criteria {
        let Some((slug, criterion)) = field.split_once('.') else { continue };
        let value = sent.get(format!("tick.{field}").as_str()).copied().unwrap_or_default();
        let was = sent.get(format!("was.{field}").as_str());
        let Some(at) = at(field).or_else(|| was.filter(|was| **was != value).map(|_| now)) else { continue };
        let ticked = match value {
            "" => None,
            "yes" => Some(None),
            level => Some(Some(level.to_owned())),
        };
        ticks.push(Ticked { slug: slug.to_owned(), criterion: criterion.to_owned(), ticked, at });
    }
    let mut notes = Vec::new();
    for slug in named("note.") {
        // Browsers end lines as the web does; what is kept ends them as a page shows them.
        let note = sent.get(format!("note.{slug}").as_str()).copied().unwrap_or_default().replace("\r\n", "\n");
        let was = sent.get(format!("noted.{slug}").as_str());
        let Some(at) = at(slug).or_else(|| was.filter(|was| **was != mark(&note)).map(|_| now)) else { continue };
        notes.push(Noted { slug: slug.to_owned(), note, at });
    }
    Saw { participant, ticks, notes, came_from: CameFrom::Phone }
}

/// A clock that may be wrong, but runs evenly: how long ago something was is believed, when it was is not.
struct DeviceClock {
    sent_at: Option<i64>,
    now: Timestamp,
}

impl DeviceClock {
    fn read(&self, at: &str) -> Option<Timestamp> {
        let at: i64 = at.parse().ok()?;
        let age = self.sent_at?.saturating_sub(at).max(0);
        Some(Timestamp::from_ms(self.now.as_ms().saturating_sub(age).max(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Id;

    fn saw(fields: &[(&str, &str)]) -> Saw {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(Id::from_bytes([1; 16]), &fields, Timestamp::from_ms(1_000_000))
    }

    #[expect(clippy::option_option, reason = "as in `Saw`: taken back, or ticked with or without a level")]
    fn ticks(fields: &[(&str, &str)]) -> Vec<(String, Option<Option<String>>, i64)> {
        saw(fields).ticks.into_iter().map(|t| (format!("{}.{}", t.slug, t.criterion), t.ticked, t.at.as_ms())).collect()
    }

    #[test]
    fn without_a_script_a_tick_is_what_differs_from_the_page() {
        assert_eq!(ticks(&[("was.a.x", "yes"), ("tick.a.x", "yes"), ("was.a.y", ""), ("was.b.z", "high"), ("tick.b.z", "high")]), []);
        let taken_back = ("a.x".to_owned(), None, 1_000_000);
        let chosen = ("b.z".to_owned(), Some(Some("low".to_owned())), 1_000_000);
        assert_eq!(ticks(&[("was.a.x", "yes"), ("was.b.z", "high"), ("tick.b.z", "low")]), [taken_back, chosen]);
        assert_eq!(ticks(&[("tick.a.x", "yes")]), [], "neither what the page showed nor when it was ticked");
    }

    #[test]
    fn a_device_says_how_long_ago_it_was_ticked() {
        let ticked = |at: &str, sent: &str| ticks(&[("tick.a.x", "yes"), ("at.a.x", at), ("sent_at", sent)])[0].2;
        assert_eq!(ticked("5000", "65000"), 940_000, "a minute ago, by a clock of 1970");
        assert_eq!(ticked("99999999999999", "99999999999999"), 1_000_000);
        assert_eq!(ticked("70000", "65000"), 1_000_000, "nothing was ticked in the future");
        assert_eq!(ticked("-9223372036854775808", "9223372036854775807"), 0);
        assert_eq!(ticks(&[("tick.a.x", "yes"), ("at.a.x", "5000")]), [], "a time without a clock to compare it with");
    }

    #[test]
    fn a_note_that_came_back_unchanged_is_no_note() {
        let noted = |note: &str| saw(&[("note.a", note), ("noted.a", &mark("One.\nTwo."))]).notes;
        assert_eq!(noted("One.\r\nTwo."), []);
        assert_eq!(noted("One.").len(), 1);
        assert_eq!(noted("")[0].note, "");
        assert_eq!(saw(&[("note.a", "x"), ("at.a", "5"), ("sent_at", "5")]).notes.len(), 1);
    }
}
