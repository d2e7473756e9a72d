//! What the operator can count, as text for a metrics collector.
//!
//! Numbers only, by route pattern and status: no address, no id, nothing about a person. The form
//! is the [text exposition format](https://prometheus.io/docs/instrumenting/exposition_formats/).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the ranges that durations are counted in, in milliseconds.
const RANGES_MS: [u64; 8] = [1, 5, 20, 100, 250, 1000, 5000, 15_000];

/// The counters of one server.
#[derive(Debug, Default)]
pub struct Counters {
    opened: AtomicU64,
    closed: AtomicU64,
    refused: AtomicU64,
    panics: AtomicU64,
    limited: AtomicU64,
    answers: Mutex<BTreeMap<Answered, u64>>,
    durations: Mutex<Durations>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Default)]
struct Durations {
    within: [u64; RANGES_MS.len()],
    count: u64,
    sum_ms: u128,
}

impl Counters {
    /// A connection was accepted.
    pub fn connection_opened(&self) {
        self.opened.fetch_add(1, Ordering::Relaxed);
    }

    /// An accepted connection ended.
    pub fn connection_closed(&self) {
        self.closed.fetch_add(1, Ordering::Relaxed);
    }

    /// A connection was closed because its client has too many.
    pub fn connection_refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// A handler panicked.
    pub fn panicked(&self) {
        self.panics.fetch_add(1, Ordering::Relaxed);
    }

    /// A request was over a rate.
    pub fn rate_exceeded(&self) {
        self.limited.fetch_add(1, Ordering::Relaxed);
    }

    /// How many handlers panicked.
    pub fn panics(&self) -> u64 {
        self.panics.load(Ordering::Relaxed)
    }

    /// A request to `route`, a pattern of the router, was answered.
    pub fn answered(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let key = Answered { route: route.to_owned(), method, status };
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(0) += 1;
        let mut durations = self.durations.lock().unwrap_or_else(PoisonError::into_inner);
        durations.count += 1;
        durations.sum_ms += took.as_millis();
        for (within, end) in durations.within.iter_mut().zip(RANGES_MS) {
            *within += u64::from(took <= Duration::from_millis(end));
        }
    }

    /// Everything, as text.
    pub fn exposition(&self) -> String {
        let mut text = String::new();
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let open = load(&self.opened).saturating_sub(load(&self.closed));
        let singles = [
            ("insignia_connections_total", "counter", "connections accepted", load(&self.opened)),
            ("insignia_connections_open", "gauge", "connections now", open),
            ("insignia_connections_refused_total", "counter", "connections closed because their client has too many", load(&self.refused)),
            ("insignia_rate_exceeded_total", "counter", "requests refused because of their rate", load(&self.limited)),
            ("insignia_panics_total", "counter", "handlers that panicked", load(&self.panics)),
        ];
        for (name, kind, help, value) in singles {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
        self.write_answers(&mut text);
        self.write_durations(&mut text);
        text
    }

    fn write_answers(&self, text: &mut String) {
        let _ = writeln!(text, "# HELP insignia_requests_total requests answered\n# TYPE insignia_requests_total counter");
        for (Answered { route, method, status }, count) in &*self.answers.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = writeln!(text, "insignia_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}");
        }
    }

    fn write_durations(&self, text: &mut String) {
        let name = "insignia_request_duration_milliseconds";
        let durations = self.durations.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(text, "# HELP {name} from the end of the header to the beginning of the answer\n# TYPE {name} histogram");
        for (within, end) in durations.within.iter().zip(RANGES_MS) {
            let _ = writeln!(text, "{name}_bucket{{le=\"{end}\"}} {within}");
        }
        let Durations { count, sum_ms, .. } = &*durations;
        let _ = writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum_ms}\n{name}_count {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_and_status() {
        let counters = Counters::default();
        counters.answered("/c/{id}", "GET", 200, Duration::from_millis(3));
        counters.answered("/c/{id}", "GET", 200, Duration::from_millis(300));
        let text = counters.exposition();
        assert!(text.contains("insignia_requests_total{route=\"/c/{id}\",method=\"GET\",status=\"200\"} 2"), "{text}");
        assert!(text.contains("milliseconds_bucket{le=\"5\"} 1\n") && text.contains("milliseconds_bucket{le=\"+Inf\"} 2\n"), "{text}");
    }

    #[test]
    fn open_connections_go_up_and_down() {
        let counters = Counters::default();
        counters.connection_opened();
        counters.connection_opened();
        counters.connection_closed();
        assert!(counters.exposition().contains("\ninsignia_connections_open 1\n"));
    }
}
