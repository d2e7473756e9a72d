//! Where the store is: a SQLite file or a PostgreSQL database.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::ConnectOptions as _;
use sqlx::any::AnyConnectOptions;

use super::{Dialect, OpenError};

/// The place of a store, as the operator's configuration names it.
///
/// `Debug` and `Display` leave out a password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file; its folder also holds `-wal` and `-shm` beside it.
    Sqlite(PathBuf),
    /// A `postgres://` address. A Unix socket is `postgres:///name?host=/run/postgresql`.
    Postgres(url::Url),
}

/// Why a text names no place for a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// Neither a path nor a `postgres://` address.
    #[error("{0:?} is neither a file path nor an address such as postgres://user@host/database")]
    NotAPlace(String),
    /// A store that lives only in memory would lose what was signed.
    #[error("a database in memory would forget every badge: name a file")]
    InMemory,
}

impl FromStr for DatabaseUrl {
    type Err = PlaceFault;

    /// A path (with or without `sqlite:`) or an address that starts with `postgres://` or `postgresql://`.
    fn from_str(text: &str) -> Result<Self, PlaceFault> {
        let not_a_place = || PlaceFault::NotAPlace(text.to_owned());
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The text may hold a password: do not repeat it.
            let url = url::Url::parse(text).map_err(|_| PlaceFault::NotAPlace("postgres://…".to_owned()))?;
            return Ok(Self::Postgres(url));
        }
        let path = text.strip_prefix("sqlite:").map_or(text, |rest| rest.strip_prefix("//").unwrap_or(rest));
        match path {
            "" => Err(not_a_place()),
            ":memory:" => Err(PlaceFault::InMemory),
            path if path.contains("://") || path.contains('\0') => Err(not_a_place()),
            path => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            // Only what tells one server from another: a password can hide in the query as well.
            Self::Postgres(url) => write!(f, "postgres://{}{}", url.host_str().unwrap_or(""), url.path()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl DatabaseUrl {
    /// Which backend stands there.
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(super) fn connect_options(&self) -> Result<AnyConnectOptions, OpenError> {
        sqlx::any::install_default_drivers();
        let text = match self {
            // rw: sqlx never creates the file; `create_file` does.
            Self::Sqlite(path) => format!("sqlite://{}?mode=rw", percent_encoded(path).map_err(|e| OpenError::file(self, e))?),
            Self::Postgres(url) => url.to_string(),
        };
        let options: AnyConnectOptions = text.parse().map_err(|e| OpenError::unreachable(self, e))?;
        // A statement tells an operator nothing; the schema, which is one, fills their terminal.
        Ok(options.disable_statement_logging())
    }
}

/// Makes an empty file that only its owner can read, and refuses an existing one.
pub(super) fn create_file(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    // SQLite gives -wal and -shm the mode of the file.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

/// Removes what [`create_file`] made and SQLite put beside it.
pub(super) fn remove_files(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // The error that led here is the one to tell.
        let _ = std::fs::remove_file(name);
    }
}

/// SQLite would open a read-only file all the same, for reading, and leave `-wal` and `-shm` with
/// the mode of the file: they would stay read-only when the file is no more.
pub(super) fn require_file(path: &Path) -> io::Result<()> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    // Only then: closing a file that this process has open elsewhere would drop its locks. Root may write to it.
    if about.permissions().readonly() {
        std::fs::OpenOptions::new().write(true).open(path)?;
    }
    Ok(())
}

/// An absolute path, so that `Url` neither takes a folder for a host nor resolves `..` by itself.
fn percent_encoded(path: &Path) -> io::Result<String> {
    let absolute = std::path::absolute(path)?;
    let text = absolute.to_str().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "its path is not UTF-8"))?;
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'~');
    Ok(text.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_or_a_postgres_address_is_a_place() {
        for path in ["data/insignia.db", "sqlite:data/insignia.db", "sqlite://data/insignia.db"] {
            assert_eq!(path.parse(), Ok(DatabaseUrl::Sqlite("data/insignia.db".into())), "{path}");
        }
        assert_eq!("sqlite:///var/x.db".parse(), Ok(DatabaseUrl::Sqlite("/var/x.db".into())));
        assert_eq!("postgres://u@db/insignia".parse::<DatabaseUrl>().unwrap().dialect(), Dialect::Postgres);
        for wrong in ["", "mysql://db/x", "https://example.org"] {
            assert_eq!(wrong.parse::<DatabaseUrl>(), Err(PlaceFault::NotAPlace(wrong.to_owned())), "{wrong}");
        }
        assert_eq!(":memory:".parse::<DatabaseUrl>(), Err(PlaceFault::InMemory));
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in ["postgres://u:secret@db.example/insignia", "postgres://db.example/insignia?password=secret"] {
            let url: DatabaseUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), "postgres://db.example/insignia");
            assert!(!format!("{url:?}").contains("secret"));
        }
        let fault = "postgres://u:secret@[/x".parse::<DatabaseUrl>().unwrap_err();
        assert!(!fault.to_string().contains("secret"));
    }

    #[test]
    fn odd_paths_survive_the_address() {
        assert_eq!(percent_encoded(Path::new("/a b/ü?#%.db")).unwrap(), "/a%20b/%C3%BC%3F%23%25%2Edb");
    }
}
