//! What the machine does to a store: a write-ahead log cut short, a reply that never comes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use insignia::platform::database::{Database, DatabaseUrl, StoreError};
use insignia::vocabulary::ids::AccountId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use crate::harness::{Backend, Harness, long_run, run};

const ACCOUNT: &str = "insert into account (account_id, shown_as, minor, created_at) values ($1, 'name', 0, 0)";

async fn add_account(harness: &Harness, database: &Database) -> Result<AccountId, StoreError> {
    let id: AccountId = harness.chance.id();
    let mut writing = database.writing().await?;
    sqlx::query(ACCOUNT).bind(id.to_string()).execute(writing.connection()).await?;
    let _committed = writing.commit().await?;
    Ok(id)
}

async fn accounts(database: &Database) -> usize {
    let count: i64 = sqlx::query_scalar("select count(*) from account").fetch_one(database.reader()).await.unwrap();
    usize::try_from(count).unwrap()
}

#[test]
fn a_torn_write_ahead_log_loses_only_what_was_not_whole() {
    const COMMITS: usize = 40;
    run(Backend::Sqlite, |harness| async move {
        let DatabaseUrl::Sqlite(file) = &harness.url else { unreachable!() };
        let wal = file.with_file_name("insignia.db-wal");
        let mut ends = vec![0];
        for _ in 0..COMMITS {
            add_account(&harness, &harness.database).await.unwrap();
            ends.push(std::fs::metadata(&wal).unwrap().len());
        }
        let (whole, log) = (std::fs::read(file).unwrap(), std::fs::read(&wal).unwrap());
        for round in 0..if long_run() { 1000 } else { 60 } {
            let cut = u64::from(harness.chance.below(u32::try_from(log.len()).unwrap()));
            let mut torn = log[..usize::try_from(cut).unwrap()].to_vec();
            // Every other time the last byte is wrong instead of missing.
            let flipped = round % 2 == 0 && torn.last_mut().map(|byte| *byte ^= 0xff).is_some();
            let whole_until = if flipped { cut - 1 } else { cut };
            let kept = ends.iter().filter(|end| **end <= whole_until).count() - 1;
            assert_eq!(accounts_after(harness.folder(), &whole, &torn).await, kept, "cut at {cut} of {}", log.len());
        }
        harness.finish().await;
    });
}

async fn accounts_after(folder: &Path, file: &[u8], log: &[u8]) -> usize {
    let copy = folder.join("copy.db");
    std::fs::write(&copy, file).unwrap();
    std::fs::write(folder.join("copy.db-wal"), log).unwrap();
    let _ = std::fs::remove_file(folder.join("copy.db-shm"));
    let database = Database::open(&DatabaseUrl::Sqlite(copy)).await.unwrap();
    let sound: String =
        sqlx::query_scalar("select integrity_check from pragma_integrity_check").fetch_one(database.reader()).await.unwrap();
    assert_eq!(sound, "ok");
    let found = accounts(&database).await;
    database.close().await;
    found
}

/// Stands between program and server; when told to, it lets the next COMMIT through and keeps the
/// reply.
async fn swallow_commit_replies(listener: UnixListener, server: std::path::PathBuf, swallow: Arc<AtomicBool>) {
    loop {
        let Ok((program, _)) = listener.accept().await else { return };
        let (server, swallow) = (UnixStream::connect(&server).await.unwrap(), swallow.clone());
        tokio::spawn(async move {
            let (mut from_program, mut to_program) = program.into_split();
            let (mut from_server, mut to_server) = server.into_split();
            let (mut asked, mut answered) = (vec![0; 65536], vec![0; 65536]);
            loop {
                tokio::select! {
                    read = from_program.read(&mut asked) => {
                        let Ok(length @ 1..) = read else { return };
                        to_server.write_all(&asked[..length]).await.unwrap();
                        let commits = asked[..length].windows(7).any(|word| word == b"COMMIT\0");
                        if commits && swallow.load(Ordering::SeqCst) {
                            // The server has answered, so it has committed. Both ends close.
                            let _ = from_server.read(&mut answered).await;
                            return;
                        }
                    }
                    read = from_server.read(&mut answered) => {
                        let Ok(length @ 1..) = read else { return };
                        if to_program.write_all(&answered[..length]).await.is_err() {
                            return;
                        }
                    }
                }
            }
        });
    }
}

#[test]
fn a_lost_reply_to_commit_is_unknown_and_can_be_read_again() {
    run(Backend::Postgres, |mut harness| async move {
        let DatabaseUrl::Postgres(address) = harness.url.clone() else { unreachable!() };
        let (_, socket) = address.query_pairs().find(|(name, _)| name == "host").unwrap();
        let listener = UnixListener::bind(harness.folder().join(".s.PGSQL.5432")).unwrap();
        let swallow = Arc::new(AtomicBool::new(false));
        let server = Path::new(&*socket).join(".s.PGSQL.5432");
        harness.spawn("the swallowing proxy", swallow_commit_replies(listener, server, swallow.clone()));
        let through = address.as_str().replace(&*socket, harness.folder().to_str().unwrap());
        let database = Database::open(&through.parse().unwrap()).await.unwrap();

        add_account(&harness, &database).await.unwrap();
        swallow.store(true, Ordering::SeqCst);
        let unknown = add_account(&harness, &database).await.unwrap_err();
        assert!(matches!(unknown, StoreError::CommitUnknown(_)), "{unknown:?}");
        swallow.store(false, Ordering::SeqCst);
        // It did happen: whoever asks again by id before trying again does nothing twice.
        assert_eq!(accounts(&database).await, 2);
        add_account(&harness, &database).await.unwrap();
        database.close().await;
        harness.finish().await;
    });
}
