//! A throw-away PostgreSQL server for this test run, and a database per test from a template.
//!
//! The server listens on a Unix socket in its own folder only. It is started by a shell that waits
//! for the end of its input, which this process holds open: however the process ends, also by
//! `kill -9`, the pipe closes, and the shell stops the server and removes the folder.
//! PostgreSQL refuses to run as root; then the shell runs as the user `postgres` or `nobody`.

use std::future::Future;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use insignia::platform::database::{Database, DatabaseUrl};
use sqlx::{AssertSqlSafe, Connection};

const REMEDY: &str = "the tests need PostgreSQL (initdb and postgres): run `make setup`, or put its bin folder into PATH";
const TEMPLATE: &str = "insignia_template";

/// `fsync` is off because the server's life ends with the test run.
const SCRIPT: &str = r#"
trap '' INT
dir=$(mktemp -d /tmp/insignia-pg.XXXXXX) || exit 1
"$1/initdb" -D "$dir/data" -U insignia -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; rm -rf "$dir"; exit 1; }
"$1/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off -c wal_level=minimal \
    -c max_wal_senders=0 -c max_connections=300 -c shared_buffers=64MB -c autovacuum=off -c logging_collector=off -c log_line_prefix='%d ' >"$dir/server.log" 2>&1 </dev/null &
server=$!
tries=0
until "$1/psql" -h "$dir" -U insignia -d postgres -c 'select 1' >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then cat "$dir/server.log" >&2; kill $server 2>/dev/null; rm -rf "$dir"; exit 1; fi
    sleep 0.1
done
echo "$dir"
read -r _
kill -QUIT $server
wait $server 2>/dev/null
rm -rf "$dir"
"#;

struct Server {
    socket: PathBuf,
    // Its input is the pipe that keeps the server alive.
    _shell: Child,
}

/// A database of its own with a fresh schema.
pub(crate) async fn fresh() -> DatabaseUrl {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static MAKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let server = server();
    // One at a time: PostgreSQL copies a template only while nobody else uses it.
    let _one = MAKING.lock().await;
    administer(server, format!("create database {name} template {TEMPLATE}")).await;
    server.url(&name)
}

/// Drops a test's database.
pub(crate) async fn remove(url: &DatabaseUrl) {
    administer(server(), format!("drop database {} with (force)", name_of(url))).await;
}

/// Another database on the same server, made with `options` and without our schema.
pub(crate) async fn sibling(url: &DatabaseUrl, name: &str, options: &str) -> DatabaseUrl {
    let name = format!("{}_{name}", name_of(url));
    administer(server(), format!("create database {name} {options}")).await;
    server().url(&name)
}

/// Writes down every statement on `url` from here on, on connections that are opened later.
pub(crate) async fn write_down(url: &DatabaseUrl) {
    administer(server(), format!("alter database {} set log_statement = 'all'", name_of(url))).await;
}

/// The statements on `url` that were written down so far, in their order.
pub(crate) fn written_down(url: &DatabaseUrl) -> Vec<String> {
    let log = std::fs::read(server().socket.join("server.log")).expect("the test server writes a log");
    let mine = format!("{} LOG:  ", name_of(url));
    let said = String::from_utf8_lossy(&log);
    // A statement of several lines goes on without the name of its database.
    said.lines().filter_map(|line| line.strip_prefix(&mine)).map(str::to_owned).collect()
}

fn name_of(url: &DatabaseUrl) -> String {
    let DatabaseUrl::Postgres(address) = url else { unreachable!("only PostgreSQL writes statements down") };
    address.path().trim_start_matches('/').to_owned()
}

async fn administer(server: &Server, sql: String) {
    sqlx::any::install_default_drivers();
    let DatabaseUrl::Postgres(address) = server.url("postgres") else { unreachable!() };
    let mut connection = sqlx::AnyConnection::connect(address.as_str()).await.expect("the test server answers");
    // The name in it is made above of a number.
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the test server makes and drops databases");
    connection.close().await.expect("the connection closes");
}

impl Server {
    fn url(&self, database: &str) -> DatabaseUrl {
        format!("postgres://insignia@localhost/{database}?host={}", self.socket.display()).parse().expect("an address")
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = start();
        let template = server.url(TEMPLATE);
        apart(async move {
            let DatabaseUrl::Postgres(address) = &template else { unreachable!() };
            let admin = address.as_str().replace(TEMPLATE, "postgres");
            sqlx::any::install_default_drivers();
            let mut connection = sqlx::AnyConnection::connect(&admin).await.expect("the test server answers");
            sqlx::raw_sql("create database insignia_template").execute(&mut connection).await.expect("the template is made");
            connection.close().await.expect("the connection closes");
            Database::create(&template).await.expect("a PostgreSQL database is filled").close().await;
        });
        server
    })
}

fn start() -> Server {
    let bin = bin_folder().unwrap_or_else(|| panic!("{REMEDY}"));
    let mut command = Command::new("sh");
    if let Some(user) = unprivileged_user() {
        command = Command::new("runuser");
        command.args(["-u", &user, "--", "sh"]);
    }
    command.args(["-c", SCRIPT]);
    command.arg("insignia-test-server").arg(&bin).current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut shell = command.spawn().unwrap_or_else(|e| panic!("cannot start {command:?}: {e}; {REMEDY}"));
    let mut line = String::new();
    BufReader::new(shell.stdout.take().expect("piped")).read_line(&mut line).expect("the shell says where the server is");
    let socket = PathBuf::from(line.trim());
    if !socket.is_absolute() {
        let mut said = String::new();
        let _ = shell.stderr.take().expect("piped").read_to_string(&mut said);
        panic!("PostgreSQL from {} did not start: {said}\n{REMEDY}", bin.display());
    }
    Server { socket, _shell: shell }
}

/// The newest server on the machine: PATH first, then where Debian puts it.
fn bin_folder() -> Option<PathBuf> {
    let complete = |folder: &Path| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file());
    let path = std::env::var_os("PATH")?;
    // A link in PATH to initdb alone leads to the folder that has them all.
    let linked = |folder: PathBuf| folder.join("initdb").canonicalize().ok()?.parent().map(Path::to_path_buf);
    if let Some(folder) = std::env::split_paths(&path).filter_map(linked).find(|folder| complete(folder)) {
        return Some(folder);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let number = |folder: &Path| folder.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    versions.filter_map(|v| Some(v.ok()?.path().join("bin"))).filter(|folder| complete(folder)).max_by_key(|folder| number(folder))
}

/// Who runs the server when we are root.
fn unprivileged_user() -> Option<String> {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    if !root {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let exists = |user: &&&str| users.lines().any(|line| line.split(':').next() == Some(**user));
    let user = ["postgres", "nobody"].iter().find(exists);
    Some((*user.unwrap_or_else(|| panic!("PostgreSQL does not run as root, and there is no user postgres or nobody; {REMEDY}"))).to_owned())
}

/// Runs `work` to its end on a thread and runtime of its own, so that nothing of it is left in the
/// runtime of the test that happened to be first.
pub(crate) fn apart(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work);
    });
    thread.join().expect("the template is made");
}
