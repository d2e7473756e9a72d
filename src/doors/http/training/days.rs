//! Days as forms write them, and the instants between which a training lasts.
//!
//! A training is from the first second of its first day to the last second of its last, in UTC; joining
//! goes on for twelve hours more, until the last day is over everywhere.

use crate::vocabulary::Timestamp;

/// Seconds from the first to the last second of a day.
const DAY_S: i64 = 86_400 - 1;
/// The longest that a training or a mentorship lasts.
const LONGEST_S: i64 = 2 * 366 * 86_400;

/// Why two days are none of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DaysFault {
    /// No first day, or none of the calendar.
    From,
    /// No last day of the calendar.
    Until,
    /// It ends before it begins.
    Order,
    /// It lasts for years.
    Long,
}

/// The first and the last instant; without a last day it is one day long.
pub(super) fn days(from: &str, until: &str) -> Result<(Timestamp, Timestamp), DaysFault> {
    let first = day(from).ok_or(DaysFault::From)?;
    let last = if until.is_empty() { first } else { day(until).ok_or(DaysFault::Until)? };
    let ends_at = last.plus_seconds(DAY_S);
    if last < first {
        return Err(DaysFault::Order);
    }
    if ends_at > first.plus_seconds(LONGEST_S) {
        return Err(DaysFault::Long);
    }
    Ok((first, ends_at))
}

/// The first second of `2026-11-20`.
fn day(text: &str) -> Option<Timestamp> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    shaped.then(|| Timestamp::parse(&format!("{text}T00:00:00Z"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_training_lasts_from_the_first_second_to_the_last() {
        let said = |from, until| days(from, until).map(|(a, b)| (a.to_string(), b.to_string()));
        let one = ("2026-11-20T00:00:00Z".to_owned(), "2026-11-20T23:59:59Z".to_owned());
        assert_eq!(said("2026-11-20", ""), Ok(one.clone()));
        assert_eq!(said("2026-11-20", "2026-11-20"), Ok(one));
        assert_eq!(said("2026-11-20", "2026-11-22").unwrap().1, "2026-11-22T23:59:59Z");
    }

    #[test]
    fn days_that_are_none_say_which() {
        assert_eq!(days("", "2026-11-20"), Err(DaysFault::From));
        assert_eq!(days("2026-02-30", ""), Err(DaysFault::From));
        assert_eq!(days("2026-11-20", "soon"), Err(DaysFault::Until));
        assert_eq!(days("2026-11-20", "2026-11-19"), Err(DaysFault::Order));
        assert_eq!(days("2026-11-20", "2036-11-20"), Err(DaysFault::Long));
    }
}
