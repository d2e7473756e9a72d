//! The folder of key files: `{kid}.pem`, readable by its owner alone, and `{kid}.json` beside it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::envelope::{self, EnvelopeFault, KdfCost};
use super::secret::SecretKey;
use super::sidecar::Sidecar;
use super::{Kid, NewKey, Passphrase};
use crate::standards::proof::KeyFault;
use crate::vocabulary::{Chance, Timestamp};

/// A folder that holds key files and nobody but its owner can enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFolder {
    path: PathBuf,
}

const LARGEST: u64 = 64 << 10;

impl KeyFolder {
    /// Makes the folder, or opens it if it is there.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn create(path: &Path) -> Result<Self, KeyFileFault> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => Err(KeyFileFault::unreadable(path, source)),
            Ok(()) | Err(_) => Self::open(path),
        }
    }

    /// Opens the folder.
    ///
    /// # Errors
    /// If it is absent, no folder, or others can enter it.
    pub fn open(path: &Path) -> Result<Self, KeyFileFault> {
        let found = fs::metadata(path).map_err(|source| KeyFileFault::unreadable(path, source))?;
        if !found.is_dir() {
            return Err(KeyFileFault::NotAFolder { path: path.to_owned() });
        }
        match found.mode() & 0o777 {
            mode if mode & 0o077 != 0 => Err(KeyFileFault::FolderMode { path: path.to_owned(), mode }),
            _ => Ok(Self { path: path.to_owned() }),
        }
    }

    /// Where the encrypted key stands.
    pub fn key_file(&self, kid: &Kid) -> PathBuf {
        self.path.join(format!("{kid}.pem"))
    }

    /// Where what never changes about it stands.
    pub fn sidecar_file(&self, kid: &Kid) -> PathBuf {
        self.path.join(format!("{kid}.json"))
    }

    /// Writes a new key, encrypted, and reads it back before it says that it did.
    ///
    /// # Errors
    /// If a file of the key exists, or the folder cannot be written to; a half-written key is
    /// removed.
    pub fn write(
        &self,
        key: &NewKey,
        issuer: &str,
        created_at: Timestamp,
        passphrase: &Passphrase,
        cost: KdfCost,
        chance: &Chance,
    ) -> Result<Sidecar, KeyFileFault> {
        let (kid, sidecar) = (key.kid(), Sidecar { key: key.public(), issuer: issuer.to_owned(), created_at: created_at.whole_second() });
        let path = self.key_file(&kid);
        let pem =
            envelope::seal(key.pkcs8(), passphrase, cost, chance).map_err(|fault| KeyFileFault::Envelope { path: path.clone(), fault })?;
        // The sidecar first: a key file never stands without one.
        let beside = self.sidecar_file(&kid);
        write_new(&beside, sidecar.to_text().as_bytes()).map_err(|source| KeyFileFault::unwritable(&beside, source))?;
        let written = write_new(&path, pem.as_bytes()).map_err(|source| KeyFileFault::unwritable(&path, source));
        let checked = written.and_then(|()| self.read(&kid, passphrase)).and_then(|_| self.sync());
        if let Err(fault) = checked {
            // Best effort: the key was never used, and the fault is what has to be told.
            let _ = fs::remove_file(&path).and_then(|()| fs::remove_file(&beside));
            return Err(fault);
        }
        Ok(sidecar)
    }

    fn sync(&self) -> Result<(), KeyFileFault> {
        File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(|source| KeyFileFault::unwritable(&self.path, source))
    }

    /// The names of all keys in the folder, in order.
    pub fn kids(&self) -> Result<Vec<Kid>, KeyFileFault> {
        let unreadable = |source| KeyFileFault::unreadable(&self.path, source);
        let mut kids = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            let kid = name.to_str().and_then(|n| n.strip_suffix(".pem")).and_then(|stem| stem.parse().ok());
            kids.extend(kid);
        }
        kids.sort();
        Ok(kids)
    }

    /// What never changes about a key, without decrypting it.
    pub fn sidecar(&self, kid: &Kid) -> Result<Sidecar, KeyFileFault> {
        let path = self.sidecar_file(kid);
        let bytes = match read_limited(&path) {
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Err(KeyFileFault::NoSidecar { path }),
            other => other.map_err(|source| KeyFileFault::unreadable(&path, source))?,
        };
        let wrong = |reason| KeyFileFault::Sidecar { path: path.clone(), reason };
        let sidecar = Sidecar::parse(&bytes).map_err(wrong)?;
        if sidecar.kid() == *kid { Ok(sidecar) } else { Err(wrong(format!("it describes the key {}", sidecar.kid()))) }
    }

    /// How many rounds of key derivation the file asks for, for `keys list`.
    pub fn rounds(&self, kid: &Kid) -> Option<u32> {
        let bytes = read_limited(&self.key_file(kid)).ok()?;
        envelope::rounds(str::from_utf8(&bytes).ok()?)
    }

    /// Decrypts a key and compares it with its sidecar.
    pub(super) fn read(&self, kid: &Kid, passphrase: &Passphrase) -> Result<SecretKey, KeyFileFault> {
        let path = self.key_file(kid);
        let sidecar = match fs::exists(&path) {
            Ok(true) => self.sidecar(kid)?,
            Ok(false) => return Err(KeyFileFault::Missing { path }),
            Err(source) => return Err(KeyFileFault::unreadable(&path, source)),
        };
        let pem = read_private(&path)?;
        let wrong = |fault| KeyFileFault::Envelope { path: path.clone(), fault };
        let text = str::from_utf8(&pem).map_err(|_| wrong(EnvelopeFault::NotAKey))?;
        let document = envelope::open(text, passphrase).map_err(wrong)?;
        // A damaged key may still decrypt to something: CBC notices nothing.
        let secret = SecretKey::from_pkcs8(document.as_bytes()).map_err(|fault| {
            let damaged = fault == KeyFault::Unusable;
            if damaged { wrong(EnvelopeFault::NotDecrypted) } else { KeyFileFault::Refused { path: path.clone(), fault } }
        })?;
        if secret.public() == sidecar.key { Ok(secret) } else { Err(KeyFileFault::AnotherKey { path }) }
    }
}

/// Reads a file that only its owner may read; the mode is that of the opened file.
fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyFileFault> {
    let unreadable = |source| KeyFileFault::unreadable(path, source);
    let file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    let mode = found.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileFault::Mode { path: path.to_owned(), mode });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file that was not there, readable by its owner alone, down to the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Why a key cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFault {
    /// No file.
    #[error("there is no key file {}. Restore it from the backup of the key folder", path.display())]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The machine said no.
    #[error("{} cannot be read: {source}. Keys are in the folder keys of the data_folder that the configuration names: restore it from its backup, or let the user who runs insignia read it", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// The machine said no.
    #[error("{} cannot be written: {source}. Let the user who runs insignia write to the key folder, and look whether its disk is full", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// Something else has the name.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// Which.
        path: PathBuf,
    },
    /// Others can enter.
    #[error("the key folder {} has mode {mode:04o}, so others can enter it. Run: chmod 700 {}", path.display(), path.display())]
    FolderMode {
        /// Which.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Others can read it.
    #[error("the key file {} has mode {mode:04o}, so others can read it. Run: chmod 600 {}", path.display(), path.display())]
    Mode {
        /// Which.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// What stands in it.
    #[error("the key file {} cannot be used: {fault}", path.display())]
    Envelope {
        /// Which.
        path: PathBuf,
        /// Why.
        fault: EnvelopeFault,
    },
    /// A key of a kind or size that we do not use.
    #[error("the key in {} is refused: {fault}", path.display())]
    Refused {
        /// Which.
        path: PathBuf,
        /// Why.
        fault: KeyFault,
    },
    /// No file beside the key.
    #[error("the key file has no description {} beside it. Restore both from the same backup of the key folder", path.display())]
    NoSidecar {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file beside the key.
    #[error("{} does not describe the key beside it: {reason}. Restore both from the same backup of the key folder", path.display())]
    Sidecar {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// It decrypts, to something else.
    #[error(
        "{} holds another key than the file beside it describes: one of the two was replaced or damaged. Restore both from the same backup of the key folder", path.display()
    )]
    AnotherKey {
        /// Which.
        path: PathBuf,
    },
}

impl KeyFileFault {
    fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), source }
    }

    fn unwritable(path: &Path, source: io::Error) -> Self {
        Self::Unwritable { path: path.to_owned(), source }
    }
}

#[cfg(test)]
mod tests;
