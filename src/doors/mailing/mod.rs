//! What leaves by itself while the server runs: mails from the outbox, and each day the notices of badges
//! that end soon.
//!
//! A letter is claimed, composed and given to the mail server; only when that has taken it is it marked
//! as sent. If the process dies in between, the same mail goes out once more under the same Message-ID.
//! One address gets three mails at once and one an hour after that: what is too soon waits for its turn.

mod pace;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::appearance::mail::Composer;
use crate::community::Community;
use crate::community::notices::{Errand, MAIL};
use crate::platform::database::StoreError;
use crate::platform::mail::{Line, Mail, MailFault, Postman};
use crate::platform::outbox::{self, Letter};
use crate::vocabulary::Timestamp;
use pace::{Pace, Turn};

/// Seconds that a worker has for what it claimed; more than ten tries to send can take.
const LEASE_S: i64 = 15 * 60;
/// Letters claimed at once.
const AT_ONCE: i64 = 10;
/// How long nothing is looked for after nothing was found.
const PAUSE: Duration = Duration::from_secs(5);
/// Seconds between two looks for badges that end soon.
const LOOK_EVERY_S: i64 = 24 * 3600;

/// The rounds of one process.
pub struct Rounds {
    community: Community,
    mails: Option<Mails>,
    looked_at: Mutex<Option<Timestamp>>,
}

/// How mails leave.
pub struct Mails {
    /// What they say.
    pub composer: Composer,
    /// Who takes them.
    pub postman: Arc<Postman>,
    pace: Mutex<Pace>,
}

impl Mails {
    /// Composed by one, taken by the other.
    pub fn new(composer: Composer, postman: Arc<Postman>) -> Self {
        Self { composer, postman, pace: Mutex::default() }
    }
}

impl std::fmt::Debug for Rounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rounds").field("mails", &self.mails.is_some()).finish_non_exhaustive()
    }
}

impl Rounds {
    /// Rounds of this community; without `mails` people are told on their pages only.
    pub fn new(community: Community, mails: Option<Mails>) -> Self {
        Self { community, mails, looked_at: Mutex::default() }
    }

    /// Goes round until it is told to stop.
    pub async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let moved = match self.round().await {
                Ok(moved) => moved,
                Err(error) => {
                    tracing::warn!(%error, "mails and notices wait for the store");
                    0
                }
            };
            if moved == 0 {
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
        }
    }

    /// One round: tells of badges that end soon, if a day has passed, and sends what is due. How many
    /// letters were taken in hand.
    ///
    /// # Errors
    /// The store failed; what was claimed is claimed again later.
    pub async fn round(&self) -> Result<usize, StoreError> {
        self.look_for_endings().await?;
        let Some(mails) = &self.mails else { return Ok(0) };
        let letters = outbox::claim(self.community.database(), self.community.now(), LEASE_S, AT_ONCE).await?;
        let mut line = None;
        for letter in &letters {
            self.handle(mails, letter, &mut line).await?;
        }
        if let Some(line) = line {
            line.close().await;
        }
        Ok(letters.len())
    }

    async fn look_for_endings(&self) -> Result<(), StoreError> {
        let now = self.community.now();
        let last = *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| now.as_seconds() - last.as_seconds() < LOOK_EVERY_S) {
            return Ok(());
        }
        let told = self.community.tell_of_renewals().await?;
        if told > 0 {
            tracing::info!(told, "holders were told of badges that end soon");
        }
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }

    /// Sends one letter, or notes why it did not leave.
    async fn handle<'m>(&self, mails: &'m Mails, letter: &Letter, line: &mut Option<Line<'m>>) -> Result<(), StoreError> {
        let (database, now) = (self.community.database(), self.community.now());
        let mail = match self.composed(mails, letter).await {
            Ok(Some(mail)) => mail,
            // Nothing is to be said any more: the address is gone, or the question was answered.
            Ok(None) => return outbox::sent(database, letter, now).await,
            Err(Unfit::Store(error)) => return Err(error),
            Err(Unfit::Unknown) => {
                let said = format!("this version does not know what the letter of kind {:?} is for", letter.kind);
                return outbox::fail(database, letter, &said, now).await.map(|_| ());
            }
        };
        let turn = mails.pace.lock().unwrap_or_else(PoisonError::into_inner).turn(&mail.to, letter.id, now);
        if let Turn::At(later) = turn {
            return outbox::put_off(database, letter, later).await;
        }
        match give(mails, &mail, line).await {
            Ok(()) => outbox::sent(database, letter, self.community.now()).await,
            Err(fault) => {
                tracing::warn!(letter = %letter.id, attempt = letter.attempt, fault = fault_kind(&fault), "a mail did not leave");
                outbox::fail(database, letter, &fault.to_string(), self.community.now()).await.map(|_| ())
            }
        }
    }

    async fn composed(&self, mails: &Mails, letter: &Letter) -> Result<Option<Mail>, Unfit> {
        let account = letter.subject.parse().map_err(|_| Unfit::Unknown)?;
        let errand = Errand::read(&letter.payload).filter(|_| letter.kind == MAIL).ok_or(Unfit::Unknown)?;
        let addressed = self.community.addressed(account, errand).await?;
        Ok(addressed.map(|one| mails.composer.compose(&one, self.community.catalog(), letter.id, letter.created_at)))
    }
}

/// Why no mail was made of a letter.
#[derive(Debug, thiserror::Error)]
enum Unfit {
    #[error("no errand of ours")]
    Unknown,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Over the line that is open, or a new one.
async fn give<'m>(mails: &'m Mails, mail: &Mail, line: &mut Option<Line<'m>>) -> Result<(), MailFault> {
    let mut open = match line.take().filter(Line::is_good) {
        Some(open) => open,
        None => mails.postman.reach().await?,
    };
    let given = open.send(mail).await;
    *line = Some(open);
    given
}

/// What may stand in the log: what servers say quotes addresses.
const fn fault_kind(fault: &MailFault) -> &'static str {
    match fault {
        MailFault::Authorities { .. } => "certificates",
        MailFault::Unreached { .. } => "unreached",
        MailFault::Tls { .. } => "tls",
        MailFault::NoStarttls { .. } => "no starttls",
        MailFault::Login { .. } => "login",
        MailFault::NotNow { .. } => "not now",
        MailFault::Refused { .. } => "refused",
        MailFault::Broken { .. } => "broken",
        MailFault::Unwritable { .. } => "unwritable",
    }
}
