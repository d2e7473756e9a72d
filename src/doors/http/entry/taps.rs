//! Of two taps on a button, the second gets the answer to the first.
//!
//! A phone on a slow line shows nothing for a second, and people tap again. The browser then gives up the answer to the
//! first request and shows the one to the second, which would say that the act was done already, to whoever did it. So
//! the last form of each browser is remembered for some seconds: the same form again waits for its answer and gets that.
//! Any other form in between forgets it. Refusals are not remembered, nor answers too large to keep.
//!
//! This is for what people see, and holds for one process. That nothing is done twice is the work of the journeys, which
//! hold it behind several machines and after a restart too.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::Uri;
use axum::http::response::Parts;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::community::people::sign_in::SecretDigest;
use crate::doors::http::problem::Problem;
use crate::vocabulary::Timestamp;

/// Bytes of an answer that is kept.
const LARGEST: usize = 64 * 1024;

/// Which form was sent where: SHA-256 of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form([u8; 32]);

impl Form {
    /// Of the address, which has no line break, and what was sent there.
    pub fn sent(address: &Uri, body: &[u8]) -> Self {
        Self(Sha256::new().chain_update(address.to_string()).chain_update("\n").chain_update(body).finalize().into())
    }
}

/// The last form of each browser, for a while.
pub struct Taps {
    within_s: i64,
    last: Mutex<HashMap<[u8; 32], Tap>>,
}

struct Tap {
    form: Form,
    at: Timestamp,
    answer: Arc<OnceCell<Option<Kept>>>,
}

impl Taps {
    /// Remembers forms for this long, in whole seconds; for none, if that is zero.
    pub fn within(time: Duration) -> Self {
        Self { within_s: i64::try_from(time.as_secs()).unwrap_or(i64::MAX), last: Mutex::default() }
    }

    /// The turn of a form that a browser sent: its first, or one more of the same.
    pub fn turn(&self, browser: SecretDigest, form: Form, now: Timestamp) -> Turn {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, tap| now < tap.at.plus_seconds(self.within_s));
        let new = || Tap { form, at: now, answer: Arc::default() };
        let tap = last.entry(*browser.as_bytes()).or_insert_with(new);
        if tap.form != form {
            *tap = new();
        }
        Turn(Arc::clone(&tap.answer))
    }
}

impl fmt::Debug for Taps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Taps")
    }
}

/// Where the one answer to equal forms is, or will be.
#[derive(Debug)]
pub struct Turn(Arc<OnceCell<Option<Kept>>>);

impl Turn {
    /// The answer that is there or on its way, or else what `work` answers.
    pub async fn answer(self, work: impl Future<Output = Response>) -> Response {
        tokio::pin!(work);
        let mut own = None;
        let kept = self.0.get_or_init(|| async {
            match Kept::of(work.as_mut().await).await {
                Ok(kept) => Some(kept),
                Err(response) => {
                    own = Some(response);
                    None
                }
            }
        });
        match (kept.await, own) {
            (_, Some(own)) => own,
            (Some(kept), None) => kept.again(),
            (None, None) => work.await,
        }
    }
}

#[derive(Debug)]
struct Kept {
    head: Parts,
    body: Bytes,
}

impl Kept {
    /// An answer that may be given again; otherwise the answer itself.
    async fn of(response: Response) -> Result<Self, Response> {
        let did = response.status().is_success() || response.status().is_redirection();
        let small = response.body().size_hint().exact().is_some_and(|bytes| usize::try_from(bytes).is_ok_and(|bytes| bytes <= LARGEST));
        if !did || !small {
            return Err(response);
        }
        let (head, body) = response.into_parts();
        let body = to_bytes(body, LARGEST).await.map_err(|fault| Problem::internal(fault).into_response())?;
        Ok(Self { head, body })
    }

    fn again(&self) -> Response {
        Response::from_parts(self.head.clone(), Body::from(self.body.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::community::people::sign_in::Secret;
    use crate::doors::http::problem::Kind;
    use crate::vocabulary::Chance;

    const WITHIN: Duration = Duration::from_secs(10);

    fn at(s: i64) -> Timestamp {
        Timestamp::from_ms(s * 1000)
    }

    fn browser(seed: u64) -> SecretDigest {
        Secret::new(&Chance::seeded(seed)).digest()
    }

    async fn text(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), LARGEST).await.unwrap().to_vec()).unwrap()
    }

    /// Who does what it is about, and says how often that was.
    #[derive(Default)]
    struct Act(AtomicU32);

    impl Act {
        async fn done(&self) -> Response {
            tokio::task::yield_now().await;
            format!("{}", self.0.fetch_add(1, Ordering::Relaxed) + 1).into_response()
        }

        async fn refused(&self) -> Response {
            self.done().await;
            Problem::new(Kind::Conflict).into_response()
        }
    }

    #[tokio::test]
    async fn equal_forms_of_one_browser_have_one_answer_for_a_while() {
        let (taps, act, form) = (Taps::within(WITHIN), Act::default(), Form::sent(&Uri::from_static("/a"), b"x"));
        let (first, second) = (taps.turn(browser(1), form, at(0)), taps.turn(browser(1), form, at(9)));
        let both = tokio::join!(first.answer(act.done()), second.answer(act.done()));
        assert_eq!((text(both.0).await, text(both.1).await), ("1".to_owned(), "1".to_owned()));
        assert_eq!(text(taps.turn(browser(2), form, at(9)).answer(act.done()).await).await, "2", "of another browser");
        assert_eq!(text(taps.turn(browser(1), form, at(10)).answer(act.done()).await).await, "3", "later");
        assert_eq!(
            text(taps.turn(browser(1), Form::sent(&Uri::from_static("/b"), b"x"), at(10)).answer(act.done()).await).await,
            "4",
            "elsewhere"
        );
        assert_eq!(text(taps.turn(browser(1), form, at(10)).answer(act.done()).await).await, "5", "another form came between");
    }

    #[tokio::test]
    async fn who_waits_for_an_answer_that_never_comes_gets_their_own() {
        let (taps, act, form) = (Taps::within(WITHIN), Act::default(), Form::sent(&Uri::from_static("/a"), b"x"));
        let gone = taps.turn(browser(1), form, at(0)).answer(std::future::pending());
        assert!(tokio::time::timeout(Duration::ZERO, gone).await.is_err());
        assert_eq!(text(taps.turn(browser(1), form, at(1)).answer(act.done()).await).await, "1");
    }

    #[tokio::test]
    async fn refusals_large_answers_and_no_time_are_not_remembered() {
        let (taps, act, form) = (Taps::within(WITHIN), Act::default(), Form::sent(&Uri::from_static("/a"), b"x"));
        assert_eq!(taps.turn(browser(1), form, at(0)).answer(act.refused()).await.status(), 409);
        assert_eq!(text(taps.turn(browser(1), form, at(1)).answer(act.done()).await).await, "2");
        let large = async || vec![b'x'; LARGEST + 1].into_response();
        let form = Form::sent(&Uri::from_static("/large"), b"");
        assert!(taps.turn(browser(1), form, at(1)).answer(large()).await.body().size_hint().exact().is_some());
        assert_eq!(text(taps.turn(browser(1), form, at(1)).answer(act.done()).await).await, "3");
        let never = Taps::within(Duration::ZERO);
        for times in ["4", "5"] {
            assert_eq!(text(never.turn(browser(1), form, at(1)).answer(act.done()).await).await, times);
        }
    }
}
