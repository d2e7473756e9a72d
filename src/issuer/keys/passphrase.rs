//! Where the passphrase of the key files comes from.
//!
//! In this order: the systemd credential `insignia-passphrase`, the file that the configuration
//! names. Never the command line and never the environment, which other programs and crash reports
//! can read. Without a passphrase the service starts sealed.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::vocabulary::Chance;

/// The secret under which the key files are encrypted.
pub struct Passphrase(SecretString);

impl Passphrase {
    /// A new one: 160 random bits as 32 letters and digits.
    pub fn generate(chance: &Chance) -> Self {
        let bytes = Zeroizing::new(chance.bytes::<20>());
        Self(BASE32_NOPAD.encode(bytes.as_slice()).to_ascii_lowercase().into())
    }

    /// Takes a text; `None` if it is shorter than 16 bytes or has a line break, which OpenSSL would
    /// read otherwise.
    pub fn new(text: &str) -> Option<Self> {
        (text.len() >= SHORTEST && !text.contains(['\n', '\r', '\0'])).then(|| Self(text.to_owned().into()))
    }

    /// The text, for the one file that it is written into.
    pub(in crate::issuer) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Writes it into a new file that only its owner can read.
    ///
    /// # Errors
    /// Also if the file exists already: it may be the only copy of another passphrase.
    pub fn write_new(&self, path: &Path) -> io::Result<()> {
        let line = Zeroizing::new(format!("{}\n", self.expose()));
        super::folder::write_new(path, line.as_bytes())
    }
}

const SHORTEST: usize = 16;
const CREDENTIAL: &str = "insignia-passphrase";
/// Refused, so that nobody believes it worked.
const VARIABLE: &str = "INSIGNIA_PASSPHRASE";
const LARGEST: u64 = 4096;

/// Where to look for the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassphraseSources {
    credentials_directory: Option<PathBuf>,
    file: Option<PathBuf>,
}

impl PassphraseSources {
    /// `variable` looks up an environment variable; `file` is what the configuration names.
    ///
    /// # Errors
    /// [`PassphraseFault::Variable`] if somebody put the passphrase into the environment.
    pub fn new(variable: impl Fn(&str) -> Option<OsString>, file: Option<PathBuf>) -> Result<Self, PassphraseFault> {
        if variable(VARIABLE).is_some() {
            return Err(PassphraseFault::Variable);
        }
        // systemd.exec(5), CREDENTIALS_DIRECTORY: readable by the service alone.
        Ok(Self { credentials_directory: variable("CREDENTIALS_DIRECTORY").map(PathBuf::from), file })
    }

    /// Reads the first source that is there; `None` if there is none, and the service stays sealed.
    ///
    /// # Errors
    /// A file that the configuration names but that is absent, unreadable, readable by others, or no
    /// passphrase.
    pub fn read(&self) -> Result<Option<Passphrase>, PassphraseFault> {
        if let Some(path) = self.credentials_directory.as_ref().map(|d| d.join(CREDENTIAL)).filter(|p| p.exists()) {
            // systemd grants access by an access list, which shows in the mode bits: not checked.
            return read_file(&path, Mode::OfSystemd).map(Some);
        }
        self.file.as_deref().map(|path| read_file(path, Mode::OwnerOnly)).transpose()
    }
}

#[derive(PartialEq, Eq)]
enum Mode {
    OwnerOnly,
    OfSystemd,
}

fn read_file(path: &Path, mode: Mode) -> Result<Passphrase, PassphraseFault> {
    let unreadable = |source| PassphraseFault::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(PassphraseFault::NotAPassphrase { path: path.to_owned() });
    }
    let found = metadata.mode() & 0o777;
    if mode == Mode::OwnerOnly && found & 0o077 != 0 {
        return Err(PassphraseFault::Mode { path: path.to_owned(), mode: found });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(LARGEST).read_to_string(&mut text).map_err(unreadable)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    Passphrase::new(line).ok_or_else(|| PassphraseFault::NotAPassphrase { path: path.to_owned() })
}

/// Why there is no passphrase although there should be one.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseFault {
    /// The environment is no place for secrets.
    #[error(
        "the passphrase stands in the environment variable INSIGNIA_PASSPHRASE, which other programs can read. Put it into a file of mode 0400, name that file in the configuration, and unset the variable"
    )]
    Variable,
    /// Absent or unreadable.
    #[error("the passphrase file {} cannot be read: {source}. Restore it, or name another file as passphrase_file in the configuration", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// Others can read it.
    #[error("the passphrase file {} has mode {mode:04o}, so others can read it. Run: chmod 400 {}", path.display(), path.display())]
    Mode {
        /// Which.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Empty, short, or several lines.
    #[error("the passphrase file {} must hold one line of at least 16 characters", path.display())]
    NotAPassphrase {
        /// Which.
        path: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn file(folder: &Path, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn read(path: PathBuf) -> Result<Option<Passphrase>, PassphraseFault> {
        PassphraseSources::new(|_| None, Some(path)).and_then(|s| s.read())
    }

    #[test]
    fn the_file_must_belong_to_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        for mode in [0o400, 0o600] {
            let found = read(file(folder.path(), &mode.to_string(), "a passphrase of some length\n", mode)).unwrap().unwrap();
            assert_eq!(found.expose(), "a passphrase of some length");
        }
        for mode in [0o644, 0o640, 0o604, 0o602] {
            let fault = read(file(folder.path(), &mode.to_string(), "a passphrase of some length\n", mode)).err().unwrap();
            assert!(fault.to_string().contains(&format!("{mode:04o}")) && fault.to_string().contains("chmod 400"), "{fault}");
        }
    }

    #[test]
    fn only_one_long_line_is_a_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        for text in
            ["", "\n", "short", "a passphrase of some length\nand another line\n", "\na passphrase of some length", "fifteen bytes!!"]
        {
            let fault = read(file(folder.path(), "p", text, 0o600)).err().unwrap();
            assert!(matches!(fault, PassphraseFault::NotAPassphrase { .. }), "{text:?}: {fault}");
        }
        assert!(matches!(read(folder.path().join("absent")), Err(PassphraseFault::Unreadable { .. })));
        assert!(matches!(read(folder.path().to_owned()), Err(PassphraseFault::NotAPassphrase { .. })), "a folder");
    }

    #[test]
    fn the_systemd_credential_comes_first_and_the_environment_never() {
        let folder = tempfile::tempdir().unwrap();
        let configured = file(folder.path(), "configured", "from the configured file", 0o600);
        let directory = |name: &str| (name == "CREDENTIALS_DIRECTORY").then(|| folder.path().into());
        let sources = PassphraseSources::new(directory, Some(configured)).unwrap();
        assert_eq!(sources.read().unwrap().unwrap().expose(), "from the configured file");
        file(folder.path(), CREDENTIAL, "from the systemd credential", 0o440);
        assert_eq!(sources.read().unwrap().unwrap().expose(), "from the systemd credential");
        assert!(PassphraseSources::default().read().unwrap().is_none(), "sealed");
        let fault = PassphraseSources::new(|name| (name == VARIABLE).then(|| "x".into()), None).err().unwrap();
        assert!(fault.to_string().contains("unset the variable"), "{fault}");
    }

    #[test]
    fn a_generated_passphrase_is_long_and_new() {
        let chance = Chance::seeded(1);
        let (first, second) = (Passphrase::generate(&chance), Passphrase::generate(&chance));
        assert_ne!(first.expose(), second.expose());
        assert_eq!(first.expose().len(), 32);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        first.write_new(&path).unwrap();
        assert!(second.write_new(&path).is_err(), "never overwritten");
        assert_eq!(read(path).unwrap().unwrap().expose(), first.expose());
    }
}
