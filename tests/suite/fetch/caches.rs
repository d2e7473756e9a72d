//! For how long what was fetched is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use insignia::platform::fetch::{Budget, FetchFault, Wanted};

use super::limits::{DOCUMENT, Scene};
use super::server::Reply;

fn lasting(said: &str) -> Reply {
    Reply::Whole(200, format!("content-type: application/json\r\ncache-control: {said}\r\n"), b"{}".to_vec())
}

#[tokio::test]
async fn it_is_kept_as_long_as_its_server_says_between_a_minute_and_an_hour() {
    let scene = Scene::new(|asked| match asked.path.as_str() {
        "/unsaid" => Reply::json("{}"),
        "/never" => lasting("no-store, max-age=0"),
        "/minutes" => lasting("public, max-age=300"),
        "/years" => lasting("max-age=31536000"),
        _ => Reply::absent(),
    })
    .await;
    for (path, seconds) in [("unsaid", 3600), ("never", 60), ("minutes", 300), ("years", 3600), ("absent", 60)] {
        let ask = async || scene.fetch(&format!("https://{path}.example.org/{path}")).await.is_ok();
        let before = scene.server.requests().len();
        let first = ask().await;
        scene.hands.advance(seconds - 1);
        assert_eq!(ask().await, first, "{path}");
        assert_eq!(scene.server.requests().len(), before + 1, "{path} is kept for {seconds} s");
        scene.hands.advance(1);
        ask().await;
        assert_eq!(scene.server.requests().len(), before + 2, "{path} is kept no longer than {seconds} s");
    }
}

#[tokio::test]
async fn the_word_of_the_document_counts_if_it_is_shorter() {
    let scene = Scene::new(|_| lasting("max-age=1000")).await;
    let wanted = Wanted { lifetime: |_| Some(Duration::from_mins(2)), ..DOCUMENT };
    let ask = async || scene.fetcher.fetch("https://list.example.org/", &wanted, &Budget::of_one_verification()).await.unwrap();
    let first = ask().await.at;
    scene.hands.advance(119);
    assert_eq!(ask().await.at, first, "a copy tells when it was fetched");
    scene.hands.advance(1);
    assert_ne!(ask().await.at, first);
    assert_eq!(scene.server.requests().len(), 2);
}

#[tokio::test]
async fn what_was_fetched_as_one_thing_is_not_given_as_another() {
    let scene = Scene::new(|_| Reply::Whole(200, "content-type: application/json\r\n".to_owned(), vec![b' '; 300 << 10])).await;
    let large = Wanted { name: "larger document", most_bytes: 1 << 20, ..DOCUMENT };
    let ask = async |wanted: &Wanted| scene.fetcher.fetch("https://issuer.example.org/", wanted, &Budget::of_one_verification()).await;
    assert!(ask(&large).await.is_ok());
    assert!(matches!(ask(&DOCUMENT).await, Err(FetchFault::TooLarge { .. })));
}

#[tokio::test]
async fn the_cache_has_an_end() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let scene = Scene::new(|_| {
        ASKED.fetch_add(1, Ordering::SeqCst);
        Reply::Whole(200, "content-type: application/json\r\n".to_owned(), vec![b' '; 1 << 20])
    })
    .await;
    let wanted = Wanted { most_bytes: 1 << 20, ..DOCUMENT };
    // A hundred documents of a MiB: more than are kept.
    let addresses: Vec<String> = (0..100).map(|n| format!("https://h{n}.example.org/")).collect();
    let mut fetched = Vec::new();
    for address in &addresses {
        fetched.push(Arc::downgrade(&scene.fetcher.fetch(address, &wanted, &Budget::of_one_verification()).await.unwrap().bytes));
    }
    let kept = fetched.iter().filter(|bytes| bytes.strong_count() > 0).count();
    assert!((32..=64).contains(&kept), "{kept} MiB are kept");
    assert_eq!(ASKED.load(Ordering::SeqCst), 100);
}
