//! What others are spared, and what one verification may cost.

use std::sync::Arc;
use std::time::Duration;

use insignia::platform::fetch::{Budget, FetchFault, Fetcher, ForeignFetch, Form, Wanted};
use insignia::verifier::Presented;
use insignia::verifier::checking::{AtOnce, Checking};
use insignia::vocabulary::Clock;
use insignia::vocabulary::clock::SetClock;

use super::hostile::{Entrance, Nobody, now};
use super::server::{Reply, Server, Speaks};
use super::stage::{Hall, Stage};

pub(super) const DOCUMENT: Wanted =
    Wanted { name: "document", most_bytes: 256 << 10, forms: &[Form::Json], redirects: 0, lifetime: |_| None, taken_away: |_| false };

/// A server, the stage that leads to it, a fetcher, and its clock.
pub(super) struct Scene {
    pub(super) server: Server,
    pub(super) stage: Arc<Stage>,
    pub(super) hands: Arc<SetClock>,
    pub(super) fetcher: Fetcher,
}

impl Scene {
    pub(super) async fn new(answer: impl Fn(&super::server::Asked) -> Reply + Send + Sync + 'static) -> Self {
        let server = Server::start(Speaks::Tls, answer).await;
        let stage = Stage::new(Hall::Rehearsed { public: server.address, canary: server.address });
        let hands = Arc::new(SetClock::at(now()));
        let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
        let fetcher = stage.fetcher(clock);
        Self { server, stage, hands, fetcher }
    }

    pub(super) async fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchFault> {
        let fetched = self.fetcher.fetch(address, &DOCUMENT, &Budget::of_one_verification()).await;
        fetched.map(|fetched| fetched.bytes.to_vec())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_badges_ask_one_host_thirty_times_a_minute() {
    let scene = Scene::new(|_| Reply::absent()).await;
    let verify = async |n: usize| {
        let badge = Entrance::DidWeb.badge("victim.example.org", &format!("user{n}"));
        let checking = Checking::asking(&Nobody, &AtOnce, &scene.fetcher);
        assert_eq!(checking.verdict(Presented::new(badge)).await.unwrap_or_else(|_| panic!("no verdict")).word(), "indeterminate");
    };
    for n in 0..200 {
        verify(n).await;
    }
    assert_eq!(scene.server.requests().len(), 30);
    assert!(scene.server.most_at_once() <= 2);
    scene.hands.advance(60);
    verify(200).await;
    assert_eq!(scene.server.requests().len(), 31, "after a minute it may be asked again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_ask_at_once_are_answered_by_one_request() {
    let scene = Scene::new(|_| Reply::json("{\"a\":1}")).await;
    let asked = (0..100).map(|_| scene.fetch("https://issuer.example.org/x"));
    for answer in futures_util::future::join_all(asked).await {
        assert_eq!(answer.as_deref(), Ok("{\"a\":1}".as_bytes()));
    }
    assert_eq!(scene.server.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_is_asked_by_two_at_once_and_no_more() {
    let scene = Scene::new(|_| Reply::Silence).await;
    let budgets: Vec<Budget> = (0..6).map(|_| Budget::of_one_verification()).collect();
    let asked = budgets.iter().enumerate().map(|(n, budget)| {
        let address = format!("https://slow.example.org/{n}");
        let fetcher = scene.fetcher.clone();
        async move { fetcher.fetch(&address, &DOCUMENT, budget).await.is_err() }
    });
    let answered = tokio::time::timeout(Duration::from_millis(300), futures_util::future::join_all(asked)).await;
    assert!(answered.is_err(), "nobody is answered");
    assert_eq!(scene.server.most_at_once(), 2);
}

#[tokio::test]
async fn one_verification_asks_six_times_and_no_more() {
    let scene = Scene::new(|_| Reply::json("{}")).await;
    let budget = Budget::of_one_verification();
    for n in 0..6 {
        assert!(scene.fetcher.fetch(&format!("https://h{n}.example.org/"), &DOCUMENT, &budget).await.is_ok());
    }
    let kept = scene.fetcher.fetch("https://h0.example.org/", &DOCUMENT, &budget).await;
    assert!(kept.is_ok(), "what is kept costs nothing");
    let fault = scene.fetcher.fetch("https://h6.example.org/", &DOCUMENT, &budget).await.unwrap_err();
    assert_eq!(fault, FetchFault::TooMany { most: 6 });
    assert!(scene.fetch("https://h6.example.org/").await.is_ok(), "another verification may, and the refusal was not kept");
    assert_eq!(scene.server.requests().len(), 7);
}

#[tokio::test]
async fn every_request_says_who_asks_and_nothing_about_whom() {
    let scene = Scene::new(|_| Reply::json("{}")).await;
    scene.fetch("https://issuer.example.org/a?b#c").await.unwrap();
    let head = scene.server.requests()[0].head.to_lowercase();
    assert!(head.starts_with("get /a?b http/1.1\r\n"), "{head}");
    let lines: std::collections::BTreeSet<&str> =
        head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    assert_eq!(lines, ["accept", "accept-encoding", "host", "user-agent"].into());
    assert!(head.contains("user-agent: insignia/") && head.contains("(+https://verifier.example.net/about)"), "{head}");
    assert!(head.contains("accept-encoding: identity"), "{head}");
}

#[tokio::test]
async fn what_is_switched_off_asks_nobody_but_sisters() {
    let server = Server::start(Speaks::Plain, |_| Reply::json("{\"sister\":true}")).await;
    let stage = Stage::new(Hall::Real);
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(now()));
    let sister = format!("http://127.0.0.1:{}", server.address.port());
    let off = stage.fetcher_with(Arc::clone(&clock), ForeignFetch::Off, vec![sister.parse().unwrap()]);
    let ask = async |fetcher: &Fetcher, address: &str| fetcher.fetch(address, &DOCUMENT, &Budget::of_one_verification()).await;
    assert_eq!(ask(&off, "https://issuer.example.org/").await.unwrap_err(), FetchFault::Off);
    assert_eq!(&*ask(&off, &format!("{sister}/x")).await.unwrap().bytes, b"{\"sister\":true}");
    assert!(!off.asks("https://issuer.example.org/") && off.asks(&format!("{sister}/y")));
    assert_eq!(stage.asked(), Vec::<String>::new(), "no name was looked up");
    // The same address is nobody's sister where the operator did not name it.
    let on = stage.fetcher_with(clock, ForeignFetch::On, Vec::new());
    assert!(matches!(ask(&on, &format!("{sister}/z")).await, Err(FetchFault::Address(_))));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_sister_sends_nobody_on_to_another_host() {
    let elsewhere = Server::start(Speaks::Plain, |_| Reply::json("{}")).await;
    let target = format!("http://127.0.0.1:{}/secret", elsewhere.address.port());
    let server = Server::start(Speaks::Plain, move |asked| match asked.path.as_str() {
        "/same" => Reply::to("/there"),
        "/there" => Reply::json("{}"),
        _ => Reply::to(&target),
    })
    .await;
    let sister = format!("http://127.0.0.1:{}", server.address.port());
    let fetcher = Stage::new(Hall::Real).fetcher_with(Arc::new(SetClock::at(now())), ForeignFetch::On, vec![sister.parse().unwrap()]);
    let wanted = Wanted { redirects: 3, ..DOCUMENT };
    assert!(fetcher.fetch(&format!("{sister}/same"), &wanted, &Budget::of_one_verification()).await.is_ok());
    let fault = fetcher.fetch(&format!("{sister}/other"), &wanted, &Budget::of_one_verification()).await.unwrap_err();
    assert!(matches!(fault, FetchFault::Redirected { .. }), "{fault:?}");
    assert_eq!(elsewhere.connections().len(), 0);
}

#[tokio::test]
async fn a_certificate_of_nobody_is_not_believed() {
    let scene = Scene::new(|_| Reply::json("{}")).await;
    // The certificate is for names one label below; this one it does not cover.
    let fault = scene.fetch("https://a.b.example.org/").await.unwrap_err();
    assert!(matches!(fault, FetchFault::Unreachable { .. }), "{fault:?}");
    assert_eq!(scene.server.requests().len(), 0);
    assert!(scene.stage.asked().contains(&"a.b.example.org".to_owned()));
}
