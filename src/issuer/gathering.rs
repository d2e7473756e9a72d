//! Gathering: requests that come at the same time share one pair of transactions.
//!
//! While one batch is being recorded and signed, whatever is asked meanwhile waits and becomes the
//! next one. A single request on an idle server starts at once; nothing waits for company.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tokio::sync::{mpsc, oneshot};

use crate::vocabulary::ids::NominationId;

use super::credential::Published;
use super::{IssueError, Office};

/// Nominations in one batch at most.
const MOST: usize = 500;
/// Nominations that may wait before whoever asks has to wait too.
const WAITING: usize = 4 * MOST;

/// What became of a nomination.
type Issued = Result<Published, IssueError>;

struct Wish {
    nomination: NominationId,
    answer: oneshot::Sender<Issued>,
}

/// The way in to one gathering task; clones share it. The task ends when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Gatherer {
    wishes: mpsc::Sender<Wish>,
}

impl Gatherer {
    /// Starts gathering for `office`, on the current runtime.
    pub fn start(office: Office) -> Self {
        let (wishes, coming) = mpsc::channel(WAITING);
        tokio::spawn(gather(office, coming));
        Self { wishes }
    }

    /// Issues a badge for each nomination, together with whatever others ask at this moment; the
    /// results are in the same order. As [`Office::issue`] otherwise.
    pub async fn issue(&self, nominations: &[NominationId]) -> Vec<Issued> {
        let mut answers = Vec::with_capacity(nominations.len());
        for nomination in nominations {
            let (answer, coming) = oneshot::channel();
            // A task that is gone answers nothing, which the receiver notices.
            let _ = self.wishes.send(Wish { nomination: *nomination, answer }).await;
            answers.push(coming);
        }
        let mut results = Vec::with_capacity(answers.len());
        for answer in answers {
            results.push(answer.await.unwrap_or(Err(IssueError::Interrupted)));
        }
        results
    }
}

async fn gather(office: Office, mut coming: mpsc::Receiver<Wish>) {
    let mut held: Vec<Wish> = Vec::new();
    while let Some(first) = match held.pop() {
        Some(wish) => Some(wish),
        None => coming.recv().await,
    } {
        let mut batch: HashMap<NominationId, Wish> = HashMap::from([(first.nomination, first)]);
        let mut again = Vec::new();
        let mut add = |wish: Wish| match batch.entry(wish.nomination) {
            Entry::Vacant(place) => {
                place.insert(wish);
            }
            // Asked twice at once: the second hears from the next batch what the first one made.
            Entry::Occupied(_) => again.push(wish),
        };
        held.drain(..).for_each(&mut add);
        let mut taken = 1;
        while taken < MOST
            && let Ok(wish) = coming.try_recv()
        {
            add(wish);
            taken += 1;
        }
        held = again;
        answer_all(&office, batch).await;
    }
}

async fn answer_all(office: &Office, batch: HashMap<NominationId, Wish>) {
    let (ids, wishes): (Vec<NominationId>, Vec<Wish>) = batch.into_iter().unzip();
    let issued = office.issue(&ids).await;
    for (wish, issued) in wishes.into_iter().zip(issued) {
        // Whoever asked may be gone; the badge is there all the same.
        let _ = wish.answer.send(issued);
    }
}
