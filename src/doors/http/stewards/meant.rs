//! What was meant: days and people that somebody typed.

use crate::community::people::Account;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// The first instant of a day such as `2026-11-20`, in UTC.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    Timestamp::parse(&format!("{text}T00:00:00Z")).filter(|_| text.len() == 10)
}

/// Who was meant.
#[derive(Debug)]
pub(super) enum Meant {
    /// Exactly one person.
    One(Box<Account>),
    /// Nobody here is called so.
    Nobody,
    /// Several are.
    Several,
}

/// The person with this account id, user name or name.
pub(super) async fn person(site: &Site, text: &str) -> Result<Meant, Problem> {
    if let Ok(id) = text.parse::<AccountId>() {
        let found = site.community().trainer(id).await;
        return Ok(found.map_or(Meant::Nobody, |trainer| Meant::One(Box::new(trainer.account().clone()))));
    }
    if text.is_empty() {
        return Ok(Meant::Nobody);
    }
    let mut called = site.community().people_called(text).await?;
    Ok(match (called.pop(), called.is_empty()) {
        (Some(one), true) => Meant::One(Box::new(one)),
        (Some(_), false) => Meant::Several,
        (None, _) => Meant::Nobody,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day() {
        assert_eq!(day("2026-11-20").map(|at| at.to_string()), Some("2026-11-20T00:00:00Z".to_owned()));
        for wrong in ["", "2026-11-31", "20.11.2026", "2026-11-20T10:00:00Z"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
