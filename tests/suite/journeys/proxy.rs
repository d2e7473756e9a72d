//! Stands between us and PostgreSQL and, when told to, loses the reply of a COMMIT: it hands the
//! request on, waits until the server has answered, and hangs up on us.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use insignia::platform::database::DatabaseUrl;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

pub(super) struct Proxy {
    url: DatabaseUrl,
    orders: Arc<Orders>,
    task: tokio::task::JoinHandle<()>,
    // Holds the socket.
    _folder: tempfile::TempDir,
}

/// What the connections do next.
#[derive(Default)]
struct Orders {
    /// Commits until the one whose reply is lost; below 1, none is.
    until: AtomicI64,
    lost: AtomicU64,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Proxy {
    /// Listens beside the server at `address`.
    pub(super) fn before(address: &url::Url) -> Self {
        let server = address.query_pairs().find(|(name, _)| name == "host").map(|(_, folder)| folder.into_owned()).unwrap();
        let server = PathBuf::from(server).join(".s.PGSQL.5432");
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let orders = Arc::new(Orders::default());
        let shared = Arc::clone(&orders);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&server).await.expect("the server listens");
                tokio::spawn(relay(client, server, Arc::clone(&shared)));
            }
        });
        let mut url = address.clone();
        url.set_query(Some(&format!("host={}", folder.path().display())));
        Self { url: DatabaseUrl::Postgres(url), orders, task, _folder: folder }
    }

    pub(super) fn url(&self) -> DatabaseUrl {
        self.url.clone()
    }

    /// Of the COMMITs from now on, the reply of this one is lost, counted from 1.
    pub(super) fn lose_reply(&self, which: i64) {
        self.orders.until.store(which, Ordering::SeqCst);
    }

    /// How many replies were lost so far.
    pub(super) fn lost(&self) -> u64 {
        self.orders.lost.load(Ordering::SeqCst)
    }
}

async fn relay(mut client: UnixStream, mut server: UnixStream, orders: Arc<Orders>) {
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Some(read) = read.ok().filter(|read| *read > 0) else { return };
                // A query ends with a zero; READ COMMITTED is another matter.
                let commits = asked[..read].windows(7).any(|word| word == b"COMMIT\0");
                if server.write_all(&asked[..read]).await.is_err() {
                    return;
                }
                if commits && orders.until.fetch_sub(1, Ordering::SeqCst) == 1 {
                    // Its answer has been written by the server, so the commit is done.
                    let _ = server.read(&mut answered).await;
                    orders.lost.fetch_add(1, Ordering::SeqCst);
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Some(read) = read.ok().filter(|read| *read > 0) else { return };
                if client.write_all(&answered[..read]).await.is_err() {
                    return;
                }
            }
        }
    }
}
