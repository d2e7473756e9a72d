//! The vault: sealed without the passphrase, open with it.
//!
//! Sealed, nothing is signed and everything else works: pages, lists that are signed already, and
//! the verification of anybody's badges (`product.md` I15).

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::secret::SecretKey;
use super::{KeyFileFault, KeyFolder, Kid, NewKey, Passphrase};

/// Whether private keys are at hand.
#[derive(Debug, Clone)]
pub enum Vault {
    /// They are not.
    Sealed(Sealed),
    /// They are.
    Open(OpenVault),
}

/// Why the vault is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Sealed {
    /// Started without.
    #[error(
        "the keys are sealed: no passphrase was given at start. Name a passphrase file in the configuration, or give systemd the credential insignia-passphrase, and restart"
    )]
    NoPassphrase,
    /// By command, for instance after a theft.
    #[error("the keys are sealed by order of an operator. Restart to open them again")]
    ByOrder,
}

/// Decrypted private keys, by name. Nothing in it can be printed.
#[derive(Clone, Default)]
pub struct OpenVault {
    keys: HashMap<Kid, Arc<SecretKey>>,
}

impl Vault {
    /// Decrypts the named keys; sealed without a passphrase.
    ///
    /// # Errors
    /// The first key file that cannot be used: a wrong passphrase stops the start.
    pub fn open<'k>(
        folder: &KeyFolder,
        passphrase: Option<&Passphrase>,
        kids: impl IntoIterator<Item = &'k Kid>,
    ) -> Result<Self, KeyFileFault> {
        let Some(passphrase) = passphrase else { return Ok(Self::Sealed(Sealed::NoPassphrase)) };
        let read = kids.into_iter().map(|kid| Ok((kid.clone(), Arc::new(folder.read(kid, passphrase)?))));
        Ok(Self::Open(OpenVault { keys: read.collect::<Result<_, KeyFileFault>>()? }))
    }

    /// A vault of keys that stand in no file: for the demo, rehearsals and tests.
    pub fn of_new(keys: impl IntoIterator<Item = NewKey>) -> Self {
        Self::Open(OpenVault { keys: keys.into_iter().map(|key| (key.kid(), Arc::new(key.into_secret()))).collect() })
    }

    /// True if nothing can be signed.
    pub const fn is_sealed(&self) -> bool {
        matches!(self, Self::Sealed(_))
    }

    pub(super) fn find(&self, kid: &Kid) -> Option<Arc<SecretKey>> {
        match self {
            Self::Sealed(_) => None,
            Self::Open(open) => open.keys.get(kid).cloned(),
        }
    }
}

impl fmt::Debug for OpenVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenVault({} keys)", self.keys.len())
    }
}
