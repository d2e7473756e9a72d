//! How often a host is asked: nobody can use this server to flood another one.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::fault::FetchFault;
use crate::vocabulary::{Clock, Timestamp};

/// Requests to one host at the same time.
const AT_ONCE: usize = 2;
/// Requests to one host in any minute.
const A_MINUTE: usize = 30;
/// Requests to all hosts at the same time: bounds the memory that answers take.
const IN_ALL: usize = 32;
/// Hosts that have rested for a minute are forgotten when there are more than this.
const REMEMBERED: usize = 4096;

/// Every host asked lately.
pub(super) struct Hosts {
    clock: Arc<dyn Clock>,
    table: Mutex<HashMap<String, Host>>,
    in_all: Arc<Semaphore>,
}

struct Host {
    at_once: Arc<Semaphore>,
    /// The last [`A_MINUTE`] requests, the oldest first.
    asked_at: VecDeque<Timestamp>,
}

/// The right to ask a host once; held until its answer was read.
pub(super) struct Turn {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Hosts {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, table: Mutex::default(), in_all: Arc::new(Semaphore::new(IN_ALL)) }
    }

    /// Waits for a turn, `rest` at most.
    pub(super) async fn turn(&self, host: &str, rest: Duration) -> Result<Turn, FetchFault> {
        let at_once = self.with(host, |host| Arc::clone(&host.at_once));
        let waiting = async {
            let of_host = at_once.acquire_owned().await;
            (of_host, Arc::clone(&self.in_all).acquire_owned().await)
        };
        let Ok((Ok(of_host), Ok(of_all))) = tokio::time::timeout(rest, waiting).await else { return Err(FetchFault::OutOfTime) };
        self.count(host)?;
        Ok(Turn { _host: of_host, _all: of_all })
    }

    fn count(&self, name: &str) -> Result<(), FetchFault> {
        let now = self.clock.now();
        let counted = self.with(name, |host| {
            if host.asked_at.len() >= A_MINUTE {
                if host.asked_at.front().is_some_and(|oldest| !has_rested(*oldest, now)) {
                    return false;
                }
                host.asked_at.pop_front();
            }
            host.asked_at.push_back(now);
            true
        });
        if counted { Ok(()) } else { Err(FetchFault::Rested { host: name.to_owned() }) }
    }

    fn with<T>(&self, name: &str, work: impl FnOnce(&mut Host) -> T) -> T {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if table.len() >= REMEMBERED && !table.contains_key(name) {
            let now = self.clock.now();
            table.retain(|_, host| {
                let busy = Arc::strong_count(&host.at_once) > 1;
                busy || host.asked_at.back().is_some_and(|last| !has_rested(*last, now))
            });
        }
        let fresh = || Host { at_once: Arc::new(Semaphore::new(AT_ONCE)), asked_at: VecDeque::new() };
        work(table.entry(name.to_owned()).or_insert_with(fresh))
    }
}

fn has_rested(last: Timestamp, now: Timestamp) -> bool {
    last.plus_seconds(60) <= now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::clock::SetClock;

    const LONG: Duration = Duration::from_mins(1);

    fn hosts() -> (Arc<SetClock>, Hosts) {
        let hands = Arc::new(SetClock::at(Timestamp::from_ms(1_795_172_400_000)));
        let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
        (hands, Hosts::new(clock))
    }

    #[tokio::test]
    async fn a_host_is_asked_thirty_times_in_any_minute() {
        let (hands, hosts) = hosts();
        let ask = async |host: &str| hosts.turn(host, LONG).await.is_ok();
        for _ in 0..A_MINUTE / 2 {
            assert!(ask("a.example.org").await);
        }
        hands.advance(30);
        for _ in 0..A_MINUTE / 2 {
            assert!(ask("a.example.org").await);
        }
        assert!(!ask("a.example.org").await);
        assert!(ask("b.example.org").await, "another host");
        hands.advance(30);
        for _ in 0..A_MINUTE / 2 {
            assert!(ask("a.example.org").await);
        }
        assert!(!ask("a.example.org").await, "the requests of the last half minute still count");
    }

    #[tokio::test]
    async fn a_third_request_waits_for_one_of_two() {
        let (_, hosts) = hosts();
        let (first, _second) = (hosts.turn("a.example.org", LONG).await.unwrap(), hosts.turn("a.example.org", LONG).await.unwrap());
        assert!(matches!(hosts.turn("a.example.org", Duration::ZERO).await, Err(FetchFault::OutOfTime)));
        drop(first);
        assert!(hosts.turn("a.example.org", Duration::ZERO).await.is_ok());
    }

    #[tokio::test]
    async fn hosts_that_rested_are_forgotten() {
        let (hands, hosts) = hosts();
        let held = hosts.turn("held.example.org", LONG).await.unwrap();
        for n in 1..REMEMBERED {
            hosts.turn(&format!("h{n}.example.org"), LONG).await.unwrap();
        }
        hands.advance(60);
        hosts.turn("new.example.org", LONG).await.unwrap();
        // Forgetting one that is being asked would let it be asked more often.
        let names: Vec<String> = hosts.table.lock().unwrap().keys().cloned().collect();
        assert_eq!(names.len(), 2, "{names:?}");
        drop(held);
    }
}
