//! The journey from what somebody brings to a verdict: what is needed is read from our own store or
//! asked of others, until nothing more is needed or the budget is spent.
//!
//! Own addresses are answered by an [`OwnRegister`], never over the network: a server that asks
//! itself while all its hands are busy waits for ever. Whatever is not found is an answer too; the
//! verdict then says what could not be checked. Judging is work for a processor and asking is waiting
//! for others: a [`Desk`] gives the first, so that the second keeps no processor from anybody.

#[cfg(test)]
mod tests;
mod wanted;

use std::convert::Infallible;
use std::future::{Future, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;

use super::{Answer, Expected, Known, Need, OurRecord, Presented, Verdict, needs, verify};
use crate::platform::fetch::{Budget, FetchFault, Fetcher, Wanted};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::CredentialId;

/// How often others are asked: a badge names a list, a list its issuer, an endorsement the same
/// again; more than that no honest badge asks for.
const ROUNDS: usize = 8;

/// What this server knows itself.
pub trait OwnRegister: Clone + Send + Sync + 'static {
    /// Why it could not be read.
    type Fault: Send + 'static;

    /// Everything that is known before anybody is asked.
    fn known(&self) -> impl Future<Output = Result<Known, Self::Fault>> + Send;

    /// What stands at one of this server's own addresses; `None` for anybody else's.
    fn answer(&self, need: &Need) -> impl Future<Output = Result<Option<Answer>, Self::Fault>> + Send;

    /// The badge at one of this server's own addresses; `None` for anybody else's.
    fn badge_at(&self, address: &str) -> impl Future<Output = Result<Option<Answer>, Self::Fault>> + Send;

    /// The badge with a printed code; `None` where nothing is printed.
    fn badge_of(&self, _code: CredentialId) -> impl Future<Output = Result<Option<Answer>, Self::Fault>> + Send {
        ready(Ok(None))
    }

    /// What the register says about the presented badge.
    fn record(&self, seen: &Presented, verdict: &Verdict) -> impl Future<Output = Result<Option<OurRecord>, Self::Fault>> + Send;

    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Where a verification takes place.
pub trait Desk: Sync {
    /// What it says when it has no place, or gives no leave.
    type Refusal;

    /// Does work that needs a processor and our own store, where it keeps nobody waiting.
    fn work<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Self::Refusal>> + Send;

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

    async fn work<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, Infallible> {
        Ok(work.await)
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
    expected: Expected,
}

impl<'a, S: OwnRegister, D: Desk> Checking<'a, S, D> {
    /// A verification that asks nobody else.
    pub fn alone(own: &'a S, desk: &'a D) -> Self {
        let (budget, has_leave) = (Budget::of_one_verification(), AtomicBool::new(false));
        Self { own, desk, fetcher: None, budget, has_leave, expected: Expected::default() }
    }

    /// A verification that asks others; its time begins now.
    pub fn asking(own: &'a S, desk: &'a D, fetcher: &'a Fetcher) -> Self {
        Self { fetcher: Some(fetcher), ..Self::alone(own, desk) }
    }

    /// The same verification, of a badge whose proofs must say this.
    #[must_use]
    pub fn expecting(self, expected: Expected) -> Self {
        Self { expected, ..self }
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

    /// The verdict on what was brought, or on what stands where it says that the badge is: an address
    /// or a code, pasted or in a QR code, is followed once. What needs nobody else is done in one piece.
    pub async fn verdict(&self, seen: impl Into<Arc<Presented>> + Send) -> Outcome<Verdict, S, D> {
        let seen = self.followed(seen.into()).await?;
        let (mut known, mut rounds) = (None, ROUNDS);
        loop {
            let may_ask = self.fetcher.is_some() && rounds > 0;
            let looking = look(self.own.clone(), Arc::clone(&seen), known, self.expected.clone(), may_ask);
            let (before, wanted) = match self.desk.work(looking).await.map_err(CheckError::Refused)?.map_err(CheckError::Own)? {
                Found::Verdict(verdict) => return Ok(*verdict),
                Found::Wanting(known, wanted) => (known, wanted),
            };
            known = Some(self.with_answers(*before, wanted).await?);
            rounds -= 1;
        }
    }

    /// What stands at the address, or is printed with the code, that was brought in place of a badge.
    async fn followed(&self, seen: Arc<Presented>) -> Outcome<Arc<Presented>, S, D> {
        let answer = if let Some(address) = seen.address() {
            self.bring(address).await?
        } else if let Some(code) = seen.code() {
            let own = self.own.badge_of(code).await.map_err(CheckError::Own)?;
            own.unwrap_or_else(|| Answer::Unreachable { why: "only the server that printed it knows it".to_owned() })
        } else {
            return Ok(seen);
        };
        let looking = async move {
            match answer {
                Answer::Found { bytes, .. } => Arc::new(Presented::new(bytes)),
                Answer::Unreachable { why } | Answer::Gone { why } => Arc::new(seen.unreached(why)),
            }
        };
        self.desk.work(looking).await.map_err(CheckError::Refused)
    }

    /// What others say, the most urgent asked for first.
    async fn with_answers(&self, mut known: Known, wanted: Vec<Need>) -> Outcome<Known, S, D> {
        if let Some(fetcher) = self.fetcher {
            self.ask_leave()?;
            let asked = wanted.iter().map(|need| self.answer_of_others(fetcher, need));
            let answers = join_all(asked).await;
            for (need, answer) in wanted.into_iter().zip(answers) {
                known.answer(need, answer);
            }
        }
        Ok(known)
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

/// Where a look at the badge ended.
enum Found {
    /// Nothing more is needed, or nobody can be asked.
    Verdict(Box<Verdict>),
    /// Others have to be asked, the most urgent first.
    Wanting(Box<Known>, Vec<Need>),
}

/// Looks at the badge with everything that is known already and everything of our own.
async fn look<S: OwnRegister>(
    own: S,
    seen: Arc<Presented>,
    known: Option<Known>,
    expected: Expected,
    may_ask: bool,
) -> Result<Found, S::Fault> {
    let mut known = match known {
        Some(known) => known,
        None => own.known().await?,
    };
    known.expect(expected);
    for _ in 0..ROUNDS {
        let (mut found, mut elsewhere) = (false, Vec::new());
        for need in needs(&seen, &known).iter() {
            match own.answer(need).await? {
                Some(answer) => {
                    known.answer(need.clone(), answer);
                    found = true;
                }
                None => elsewhere.push(need.clone()),
            }
        }
        if !found && may_ask && !elsewhere.is_empty() {
            return Ok(Found::Wanting(Box::new(known), elsewhere));
        }
        if !found {
            break;
        }
    }
    let mut verdict = verify(&seen, &known, own.now());
    if let Some(record) = own.record(&seen, &verdict).await? {
        known.record(record);
        verdict = verify(&seen, &known, own.now());
    }
    Ok(Found::Verdict(Box::new(verdict)))
}

async fn fetched(fetcher: &Fetcher, address: &str, wanted: &Wanted, budget: &Budget) -> Answer {
    match fetcher.fetch(address, wanted, budget).await {
        Ok(fetched) => Answer::Found { bytes: fetched.bytes.to_vec(), fetched_at: fetched.at },
        Err(fault @ FetchFault::Gone { .. }) => Answer::Gone { why: fault.to_string() },
        Err(fault) => Answer::Unreachable { why: fault.to_string() },
    }
}
