//! Instants and where they come from.
//!
//! A [`Timestamp`] is a UTC instant in whole milliseconds. Functions that need "now" take it as an
//! argument; journeys take a [`Clock`]. Only [`SystemClock`] reads the machine's clock, so tests
//! move time instead of sleeping.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;

/// A UTC instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch, as stored in `_at` columns.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Seconds since the Unix epoch, as JWT claims count (RFC 7519 `NumericDate`).
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The same instant with its milliseconds cut, as credentials write it.
    #[must_use]
    pub const fn whole_second(self) -> Self {
        Self(self.as_seconds() * 1000)
    }

    /// Later by so many seconds (earlier if negative); stops at the ends of the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Later by calendar months in UTC, the day cut to the month's last where needed.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let zoned = self.as_jiff().to_zoned(TimeZone::UTC);
        let later = zoned.checked_add(jiff::Span::new().months(i64::from(months)));
        later.map_or(self, |z| Self(z.timestamp().as_millisecond()))
    }

    /// Reads an RFC 3339 date-time with zone, such as `2026-11-20T11:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        // DateTimeZ has seconds and a zone; jiff alone would accept more spellings.
        let shape = text.as_bytes();
        if shape.len() < 20 || shape[10] != b'T' || text.contains('[') {
            return None;
        }
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// `2026-11-20`, the civil date in UTC.
    pub fn date(self) -> String {
        self.as_jiff().strftime("%Y-%m-%d").to_string()
    }

    fn as_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    /// `2026-11-20T11:00:00Z`: whole seconds, the form of OB 3.0 `DateTimeZ`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_jiff().strftime("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self, self.0.rem_euclid(1000))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format_args!("{text:?} is not an instant such as 2026-11-20T09:00:00Z")))
    }
}

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place that may ask the machine.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock that stands still until it is moved: for tests, rehearsals and the demo.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows `at`.
    pub const fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Moves the hands by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_write_whole_seconds() {
        let at = Timestamp::from_ms(1_790_000_000_999);
        assert_eq!(at.to_string(), "2026-09-21T14:13:20Z");
        assert_eq!(Timestamp::parse("2026-09-21T16:13:20+02:00"), Some(at.whole_second()));
    }

    #[test]
    fn a_date_time_needs_time_and_zone() {
        for wrong in ["2026-09-21", "2026-09-21T14:13:20", "2026-09-21 14:13:20Z", "yesterday", "2026-09-21T14:13:20Z[UTC]"] {
            assert_eq!(Timestamp::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_keep_to_the_calendar() {
        let january = Timestamp::parse("2024-01-31T10:00:00Z").map(|t| t.plus_months(1).to_string());
        assert_eq!(january.as_deref(), Some("2024-02-29T10:00:00Z"));
    }
}
