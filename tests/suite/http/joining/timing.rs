//! How long a slip's answer takes says nothing about whose code it is.

use std::time::Instant;

use insignia::community::attestation::Purpose;
use insignia::community::people::sign_in::slip::SlipCode;
use insignia::vocabulary::Chance;

use super::{PIN, slips};
use crate::harness::{Backend, Harness, on_both_backends, run};
use crate::http::browser::Browser;
use crate::journeys::joining::workshop;
use crate::world::World;

/// A PIN of nobody's.
const OTHER_PIN: &str = "715293";
/// Slips that are tried in turn, so that none has to rest.
const SLIPS: usize = 12;
/// Answers of each kind in a round.
const ANSWERS: usize = 36;

/// What is asked, for three answers that are the same word for word: a code that nobody has, a slip with the PIN of
/// another one, and one that waits for a trainer, with its own PIN.
struct Tried {
    known: Vec<String>,
    resting: String,
    turn: u64,
}

impl Tried {
    async fn new(world: &World, harness: &Harness, browser: &mut Browser) -> Self {
        let workshop = workshop(world, Purpose::Award).await;
        let mut known = slips(world, &workshop, u32::try_from(SLIPS).unwrap() + 1).await;
        browser.page("/slip").await;
        for code in &known {
            let mut first = browser.another();
            first.page("/slip").await;
            assert_eq!(first.form("/slip", &[("code", code), ("pin", PIN), ("again", PIN)]).await.status, 303);
        }
        let resting = known.pop().unwrap();
        for _ in 0..20 {
            harness.clock.advance(3600);
            took(browser, &resting, OTHER_PIN).await;
        }
        Self { known, resting, turn: 0 }
    }

    /// The next three questions: code and PIN.
    fn next(&mut self, harness: &Harness) -> [(String, &'static str); 3] {
        self.turn += 1;
        let at = usize::try_from(self.turn).unwrap() % SLIPS;
        if at == 0 {
            // The rest of those that were tried is over.
            harness.clock.advance(3600);
        }
        let nobodys = SlipCode::new(&Chance::seeded(9000 + self.turn)).printed();
        [(nobodys, PIN), (self.known[at].clone(), OTHER_PIN), (self.resting.clone(), PIN)]
    }
}

/// How long the answer took, in nanoseconds.
async fn took(browser: &mut Browser, code: &str, pin: &str) -> u128 {
    let begun = Instant::now();
    let seen = browser.form("/slip", &[("code", code), ("pin", pin)]).await;
    let took = begun.elapsed().as_nanos();
    assert_eq!(seen.status, 422, "{}", seen.text());
    took
}

/// What a quarter of the answers of each kind took at most, asked for in turn: other work on the machine only adds to a
/// time, so the quicker ones are the ones that tell.
async fn quicker(browser: &mut Browser, tried: &mut Tried, harness: &Harness) -> [u128; 3] {
    let mut times: [Vec<u128>; 3] = Default::default();
    for turn in 0..ANSWERS {
        let asked = tried.next(harness);
        for at in (turn..turn + 3).map(|at| at % 3) {
            let (code, pin) = &asked[at];
            times[at].push(took(browser, code, pin).await);
        }
    }
    times.map(|mut all| {
        all.sort_unstable();
        all[all.len() / 4]
    })
}

/// How the times of one kind stood to those of a code that nobody has, in the rounds so far.
#[derive(Debug, Default)]
struct Leaning {
    alike: bool,
    shorter: bool,
    longer: bool,
}

impl Leaning {
    fn note(&mut self, nobodys: u128, other: u128) {
        let alike = other.abs_diff(nobodys) * 20 < nobodys;
        self.alike |= alike;
        self.shorter |= !alike && other < nobodys;
        self.longer |= !alike && other > nobodys;
    }

    /// A real difference is in every round, and always the same way; what other work on the machine adds is neither.
    fn tells(&self) -> bool {
        let both_ways = self.shorter && self.longer;
        !self.alike && !both_ways
    }
}

on_both_backends! {
    async fn how_long_an_answer_takes_does_not_tell_whether_a_code_is_a_slips(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let mut tried = Tried::new(&world, &harness, &mut browser).await;
        let (mut rounds, mut of_wrong, mut of_resting) = (Vec::new(), Leaning::default(), Leaning::default());
        while rounds.len() < 12 {
            let [nobodys, wrong, resting] = quicker(&mut browser, &mut tried, &harness).await;
            rounds.push((nobodys, wrong, resting));
            of_wrong.note(nobodys, wrong);
            of_resting.note(nobodys, resting);
            if !of_wrong.tells() && !of_resting.tells() {
                harness.finish().await;
                return;
            }
        }
        panic!("an answer tells by its time: {rounds:?}");
    }
}

#[test]
fn a_code_that_nobody_has_is_written_to_the_disk_as_a_wrong_pin_is() {
    run(Backend::Sqlite, async |harness| {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let mut tried = Tried::new(&world, &harness, &mut browser).await;
        let log = harness.folder().join("insignia.db-wal");
        for (code, pin) in tried.next(&harness) {
            let before = std::fs::read(&log).unwrap();
            took(&mut browser, &code, pin).await;
            assert_ne!(std::fs::read(&log).unwrap(), before, "{code} with {pin}");
        }
        harness.finish().await;
    });
}
