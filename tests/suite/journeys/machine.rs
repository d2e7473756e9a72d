//! Random lives: whatever is done in whatever order, with crashes in between, the independent
//! re-count finds nothing wrong after any step. A failure names its seed; run it again by that.

use std::time::Duration;

use insignia::community::attestation::{Attestation, ConfirmedBy, CriterionMet, Disclosure, Nomination, Release};
use insignia::community::people::Account;
use insignia::issuer::{Correction, Found};
use insignia::verifier::RevocationReason;
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::{CredentialId, RequestId};

use crate::harness::{Backend, Harness, run};
use crate::world::{CLASS, TRAINER_CLASS, World, seen};

/// Lives in one test and steps in a life; four tests on each backend. More in `make test-long`.
fn lives() -> (u64, u32) {
    if std::env::var_os("INSIGNIA_TEST_LONG").is_some() { (64, 50) } else { (8, 30) }
}

struct Life {
    world: World,
    chance: Chance,
    people: Vec<Account>,
    nominations: Vec<Nomination>,
    attestations: Vec<Attestation>,
    credentials: Vec<CredentialId>,
    requests: Vec<RequestId>,
}

impl Life {
    async fn new(harness: &Harness, seed: u64) -> Self {
        let world = World::new(harness).await;
        let mut people = vec![world.anna.clone(), world.badri.clone()];
        for name in ["Chen", "Dina", "Émile"] {
            people.push(world.person(name).await);
        }
        let (nominations, attestations, credentials, requests) = Default::default();
        Self { world, chance: Chance::seeded(seed), people, nominations, attestations, credentials, requests }
    }

    fn one_of<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        all.get(usize::try_from(self.chance.below(u32::try_from(all.len()).ok()?)).ok()?)
    }

    fn often(&self, percent: u32) -> bool {
        self.chance.below(100) < percent
    }

    /// One step; what it was, in words. Refusals are part of life and change nothing.
    async fn step(&mut self, harness: &Harness) -> &'static str {
        harness.clock.advance(i64::from(self.chance.below(4000)));
        match self.chance.below(20) {
            0..3 => self.nominate().await,
            3..9 => self.attest().await,
            9 => self.withdraw().await,
            10..13 => self.issue().await,
            13 => self.crash_while_issuing(harness).await,
            14 => self.correct().await,
            15 => self.suspend_or_reinstate().await,
            16 => self.ask().await,
            17 => self.answer().await,
            18 => self.erase().await,
            _ => {
                self.world.restart(harness).await;
                "a restart"
            }
        }
    }

    async fn nominate(&mut self) -> &'static str {
        let Some(holder) = self.one_of(&self.people).cloned() else { return "nobody" };
        let slug = if self.often(30) { TRAINER_CLASS } else { CLASS };
        let gone = self.world.office.community().trainer(holder.id()).await.is_err();
        if !gone {
            self.nominations.push(self.world.nominate(&holder, slug, "A Name").await);
        }
        "a nomination"
    }

    async fn attest(&mut self) -> &'static str {
        let Some(nomination) = self.one_of(&self.nominations).cloned() else { return "nothing to attest" };
        let Some(trainer) = self.one_of(&self.people).cloned() else { return "nobody" };
        let community = self.world.office.community();
        let class = community.catalog().class_version(nomination.slug(), nomination.version()).unwrap();
        let all = self.often(60);
        let ticked = class.criteria().iter().filter(|_| all || self.often(50));
        let ticked = ticked.map(|c| CriterionMet { criterion: c.id().to_owned(), level: None }).collect();
        let made = community.attest(trainer.id(), nomination.id(), ticked, "Well done.", seen()).await;
        if trainer.id() == nomination.holder() {
            assert!(made.is_err(), "somebody attested their own skill");
        }
        self.attestations.extend(made.ok());
        "an attestation"
    }

    async fn withdraw(&mut self) -> &'static str {
        let Some(attestation) = self.one_of(&self.attestations).cloned() else { return "nothing to withdraw" };
        let asked = self.world.office.withdraw_attestation(attestation.id(), attestation.trainer(), "a mistake").await;
        self.requests.extend(asked.ok().flatten());
        "a withdrawal"
    }

    async fn issue(&mut self) -> &'static str {
        let chosen: Vec<_> = self.nominations.iter().filter(|_| self.often(70)).map(Nomination::id).collect();
        for published in self.world.office.issue(&chosen).await.into_iter().flatten() {
            let id = published.award().credential();
            if !self.credentials.contains(&id) {
                self.credentials.push(id);
            }
        }
        "issuing"
    }

    /// A process that dies at any await: what it awaited is dropped, the store keeps what was committed.
    async fn crash_while_issuing(&mut self, harness: &Harness) -> &'static str {
        let chosen: Vec<_> = self.nominations.iter().map(Nomination::id).collect();
        let fuse = Duration::from_micros(u64::from(self.chance.below(40_000)));
        let _ = tokio::time::timeout(fuse, self.world.office.issue(&chosen)).await;
        self.world.restart(harness).await;
        "a crash while issuing"
    }

    async fn correct(&mut self) -> &'static str {
        let Some(id) = self.one_of(&self.credentials).copied() else { return "nothing to correct" };
        let release = Release::of_names(&["Another Name"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
        let correction = Correction { release, language: None, by: self.world.anna.id() };
        let before = self.world.office.published(&[id]).await.unwrap().remove(&id);
        if self.world.office.correct(id, &correction).await.is_ok() {
            let before = before.expect("only a published badge is corrected");
            let verdict = self.world.verdict(before.json()).await;
            assert_eq!(verdict.word(), "invalid", "the edition before a correction stays valid");
        }
        "a correction"
    }

    async fn suspend_or_reinstate(&mut self) -> &'static str {
        let Some(id) = self.one_of(&self.credentials).copied() else { return "nothing to suspend" };
        if self.world.office.suspend(id, "a doubt", self.world.anna.id()).await.is_err() {
            let _ = self.world.office.reinstate(id, self.world.badri.id()).await;
        }
        "a suspension or its end"
    }

    async fn ask(&mut self) -> &'static str {
        let Some(id) = self.one_of(&self.credentials).copied() else { return "nothing to revoke" };
        let Some(by) = self.one_of(&self.people).map(Account::id) else { return "nobody" };
        self.requests.extend(self.world.office.ask_revocation(id, RevocationReason::Error, "why", by).await.ok());
        "a request"
    }

    async fn answer(&mut self) -> &'static str {
        let Some(request) = self.one_of(&self.requests).copied() else { return "nothing to answer" };
        let Some(by) = self.one_of(&self.people).map(Account::id) else { return "nobody" };
        if self.often(80) {
            let _ = self.world.office.confirm_revocation(request, by).await;
        } else {
            let _ = self.world.office.decline_revocation(request, by).await;
        }
        "an answer"
    }

    async fn erase(&mut self) -> &'static str {
        // Rarely, and not the first trainers: a life without them stands still.
        if self.often(40)
            && let Some(person) = self.one_of(&self.people[2..])
        {
            let _ = self.world.office.erase(person.id()).await;
        }
        "an erasure"
    }

    /// The verdict on every published badge says what the register says.
    async fn assert_verdicts(&self) {
        for id in &self.credentials {
            let Some(Found::Published { published, revoked, suspended_at, .. }) = self.world.office.find(*id).await.unwrap() else {
                continue;
            };
            let verdict = self.world.verdict(published.json()).await;
            let expected = if revoked.is_some() || suspended_at.is_some() { "invalid" } else { "valid" };
            assert_eq!(verdict.word(), expected, "{:?}", verdict.checks());
        }
    }
}

async fn live(harness: &Harness, seed: u64, steps: u32) {
    let mut life = Life::new(harness, seed).await;
    for step in 0..steps {
        let done = life.step(harness).await;
        life.world.assert_sound(&format!("seed {seed}, step {step}: {done}")).await;
    }
    life.world.restart(harness).await;
    life.world.assert_sound(&format!("seed {seed}, the end")).await;
    life.assert_verdicts().await;
}

macro_rules! lives {
    ($($name:ident: $backend:ident from $first:literal;)+) => {$(
        #[test]
        fn $name() {
            let (lives, steps) = lives();
            for seed in ($first * 1000)..($first * 1000 + lives) {
                run(Backend::$backend, |harness| async move {
                    live(&harness, seed, steps).await;
                    harness.finish().await;
                });
            }
        }
    )+};
}

lives! {
    random_lives_stay_sound_on_sqlite_1: Sqlite from 1;
    random_lives_stay_sound_on_sqlite_2: Sqlite from 2;
    random_lives_stay_sound_on_sqlite_3: Sqlite from 3;
    random_lives_stay_sound_on_sqlite_4: Sqlite from 4;
    random_lives_stay_sound_on_postgres_1: Postgres from 5;
    random_lives_stay_sound_on_postgres_2: Postgres from 6;
    random_lives_stay_sound_on_postgres_3: Postgres from 7;
    random_lives_stay_sound_on_postgres_4: Postgres from 8;
}
