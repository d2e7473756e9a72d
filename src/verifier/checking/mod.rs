//! The journey from what somebody brings to a verdict: what is needed is read from our own store or
//! asked of others, until nothing more is needed or the budget is spent.
//!
//! Own addresses are answered by an [`OwnRegister`], never over the network: a server that asks
//! itself while all its hands are busy waits for ever. Whatever is not found is an answer too; the
//! verdict then says what could not be checked. Judging is work for a processor and asking is waiting
//! for others: a [`Desk`] gives the first, so that the second keeps no processor from anybody.

mod wanted;

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;

use super::{Answer, Known, Need, Needs, OurRecord, Presented, Verdict, needs, verify};
use crate::platform::fetch::{Budget, Fetcher};
use crate::vocabulary::Timestamp;

/// How often needs are asked for: a badge names a list, a list its issuer, an endorsement the same
/// again; more than that no honest badge asks for.
const ROUNDS: usize = 8;

/// What this server knows itself.
pub trait OwnRegister: Sync {
    /// Why it could not be read.
    type Fault;

    /// Everything that is known before anybody is asked.
    fn known(&self) -> impl Future<Output = Result<Known, Self::Fault>> + Send;

    /// What stands at one of this server's own addresses; `None` for anybody else's.
    fn answer(&self, need: &Need) -> impl Future<Output = Result<Option<Answer>, Self::Fault>> + Send;

    /// The badge at one of this server's own addresses; `None` for anybody else's.
    fn badge_at(&self, address: &str) -> impl Future<Output = Result<Option<Answer>, Self::Fault>> + Send;

    /// What the register says about the presented badge.
    fn record(&self, seen: &Presented, verdict: &Verdict) -> impl Future<Output = Result<Option<OurRecord>, Self::Fault>> + Send;

    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Where a verification takes place.
pub trait Desk: Sync {
    /// What it says when it has no place, or gives no leave.
    type Refusal;

    /// Does pure work where it keeps nobody waiting.
    fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> impl Future<Output = Result<T, Self::Refusal>> + Send;

    /// Asked once, before the first request to another server.
    ///
    /// # Errors
    /// Whoever brought the badge has had others asked often enough.
    fn leave(&self) -> Result<(), Self::Refusal>;
}

/// A desk for one: works at once, and gives every leave.
#[derive(Debug, Clone, Copy, Default)]
pub struct AtOnce;

impl Desk for AtOnce {
    type Refusal = Infallible;

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Infallible> {
        Ok(work())
    }

    fn leave(&self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Why there is no verdict at all.
#[derive(Debug)]
pub enum CheckError<S, R> {
    /// Our own register could not be read.
    Own(S),
    /// The desk refused.
    Refused(R),
}

impl<S> CheckError<S, Infallible> {
    /// The fault of the register: this desk refuses nothing.
    pub fn into_own(self) -> S {
        match self {
            Self::Own(fault) => fault,
            Self::Refused(never) => match never {},
        }
    }
}

type Outcome<T, S, D> = Result<T, CheckError<<S as OwnRegister>::Fault, <D as Desk>::Refusal>>;

/// One verification.
#[derive(Debug)]
pub struct Checking<'a, S, D> {
    own: &'a S,
    desk: &'a D,
    fetcher: Option<&'a Fetcher>,
    budget: Budget,
    has_leave: AtomicBool,
}

impl<'a, S: OwnRegister, D: Desk> Checking<'a, S, D> {
    /// A verification that asks nobody else.
    pub fn alone(own: &'a S, desk: &'a D) -> Self {
        Self { own, desk, fetcher: None, budget: Budget::of_one_verification(), has_leave: AtomicBool::new(false) }
    }

    /// A verification that asks others; its time begins now.
    pub fn asking(own: &'a S, desk: &'a D, fetcher: &'a Fetcher) -> Self {
        Self { fetcher: Some(fetcher), ..Self::alone(own, desk) }
    }

    /// What stands at an address that a person brought.
    pub async fn bring(&self, address: &str) -> Outcome<Answer, S, D> {
        if let Some(own) = self.own.badge_at(address).await.map_err(CheckError::Own)? {
            return Ok(own);
        }
        let Some(fetcher) = self.fetcher else {
            return Ok(Answer::Unreachable { why: "nobody else is asked".to_owned() });
        };
        self.ask_leave()?;
        Ok(fetched(fetcher, address, &wanted::PRESENTED, &self.budget).await)
    }

    /// The verdict on what was brought.
    pub async fn verdict(&self, seen: impl Into<Arc<Presented>> + Send) -> Outcome<Verdict, S, D> {
        let seen = seen.into();
        let mut known = self.own.known().await.map_err(CheckError::Own)?;
        for _ in 0..ROUNDS {
            let looked = Arc::clone(&seen);
            let look = move || (needs(&looked, &known), known);
            let wanted;
            (wanted, known) = self.desk.work(look).await.map_err(CheckError::Refused)?;
            let answers = self.answers(&wanted).await?;
            if answers.is_empty() {
                break;
            }
            for (need, answer) in answers {
                known.answer(need, answer);
            }
        }
        let (verdict, mut known) = self.judge(&seen, known).await?;
        match self.own.record(&seen, &verdict).await.map_err(CheckError::Own)? {
            Some(record) => {
                known.record(record);
                Ok(self.judge(&seen, known).await?.0)
            }
            None => Ok(verdict),
        }
    }

    async fn judge(&self, seen: &Arc<Presented>, known: Known) -> Outcome<(Verdict, Known), S, D> {
        let (seen, now) = (Arc::clone(seen), self.own.now());
        self.desk.work(move || (verify(&seen, &known, now), known)).await.map_err(CheckError::Refused)
    }

    /// What can be found of it, the most urgent asked for first.
    async fn answers(&self, wanted: &Needs) -> Outcome<Vec<(Need, Answer)>, S, D> {
        let (mut answers, mut elsewhere) = (Vec::new(), Vec::new());
        for need in wanted.iter() {
            match self.own.answer(need).await.map_err(CheckError::Own)? {
                Some(answer) => answers.push((need.clone(), answer)),
                None => elsewhere.push(need),
            }
        }
        if let Some(fetcher) = self.fetcher.filter(|_| !elsewhere.is_empty()) {
            self.ask_leave()?;
            let asked = elsewhere.into_iter().map(|need| async move { (need.clone(), self.answer_of_others(fetcher, need).await) });
            answers.extend(join_all(asked).await);
        }
        Ok(answers)
    }

    async fn answer_of_others(&self, fetcher: &Fetcher, need: &Need) -> Answer {
        match wanted::of(need) {
            Ok((address, wanted)) => fetched(fetcher, &address, wanted, &self.budget).await,
            Err(why) => Answer::Unreachable { why },
        }
    }

    fn ask_leave(&self) -> Outcome<(), S, D> {
        if !self.has_leave.load(Ordering::Relaxed) {
            self.desk.leave().map_err(CheckError::Refused)?;
            self.has_leave.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

async fn fetched(fetcher: &Fetcher, address: &str, wanted: &crate::platform::fetch::Wanted, budget: &Budget) -> Answer {
    match fetcher.fetch(address, wanted, budget).await {
        Ok(fetched) => Answer::Found { bytes: fetched.bytes.to_vec(), fetched_at: fetched.at },
        Err(fault) => Answer::Unreachable { why: fault.to_string() },
    }
}
