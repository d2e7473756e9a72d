//! By what people sign in besides passkeys.

use std::io::Read as _;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

use super::sheet::Section;
use crate::community::people::sign_in::WIKI;
use crate::doors::http::practice::Practice;
use crate::platform::fetch::Sister;

/// Bytes of a file with one secret.
const LARGEST: u64 = 4096;

/// `[sign_in.wiki]`: a wiki by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WikiSettings {
    /// What people call it.
    pub name: String,
    /// Its origin.
    pub server: Sister,
    /// What this server is called there.
    pub client_id: String,
    /// The file with its password there.
    pub client_secret_file: PathBuf,
}

/// `[[sign_in.provider]]`: an OpenID provider by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Its short name in addresses and in the store; never renamed.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// What it calls itself: an address.
    pub issuer: String,
    /// What this server is called there.
    pub client_id: String,
    /// The file with its password there.
    pub client_secret_file: PathBuf,
}

/// Why a file holds no secret. The secret is never part of it.
#[derive(Debug, thiserror::Error)]
pub enum SecretFault {
    /// Not there, or not to be read.
    #[error("the secret in {} cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Others can read it.
    #[error("{} can be read by other users of this machine (mode {mode:04o}): run chmod 400 {}", path.display(), path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Nothing, or more than one line.
    #[error("{} does not hold one line with a secret", path.display())]
    NotASecret {
        /// The file.
        path: PathBuf,
    },
}

/// Reads the one line of a file that only its owner can read.
///
/// # Errors
/// [`SecretFault`].
pub fn read_secret(path: &Path) -> Result<SecretString, SecretFault> {
    let unreadable = |reason| SecretFault::Unreadable { path: path.to_owned(), reason };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mode = file.metadata().map_err(unreadable)?.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SecretFault::Open { path: path.to_owned(), mode });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(LARGEST).read_to_string(&mut text).map_err(unreadable)?;
    let line = text.trim_end_matches(['\r', '\n']);
    let is_secret = !line.trim().is_empty() && !line.contains(['\n', '\r']);
    if is_secret { Ok(SecretString::from(line)) } else { Err(SecretFault::NotASecret { path: path.to_owned() }) }
}

/// `[sign_in]`: the wiki, the providers, and what wants a fresh proof.
pub(super) fn read(top: &Section<'_, '_>, folder: &Path, practice: &mut Practice) -> (Option<WikiSettings>, Vec<ProviderSettings>) {
    let Some(section) = top.section("sign_in") else { return (None, Vec::new()) };
    practice.fresh_for = section.parsed_list("fresh_for", "write a list of \"issuing\" and \"stewardship\", or leave it out");
    practice.fresh_minutes = section.optional_number("fresh_minutes", 1..=720).unwrap_or(practice.fresh_minutes);
    let wiki = section.section("wiki").and_then(|wiki| read_wiki(&wiki, folder));
    let sections = section.sections("provider");
    let providers: Vec<ProviderSettings> = sections.iter().filter_map(|one| read_provider(one, folder)).collect();
    for (at, provider) in providers.iter().enumerate() {
        let twice = providers[..at].iter().any(|other| other.slug == provider.slug);
        if let Some(section) = sections.get(at).filter(|_| twice) {
            section.fault("slug", "this provider has the slug of an earlier one", "give each a slug of its own");
        }
    }
    (wiki, providers)
}

fn read_wiki(wiki: &Section<'_, '_>, folder: &Path) -> Option<WikiSettings> {
    let name = wiki.text("name");
    let server = wiki.parsed("server", "write the origin of the wiki, such as https://meta.wikimedia.org");
    let client_id = wiki.text("client_id");
    let file = wiki.text("client_secret_file");
    Some(WikiSettings { name: name?, server: server?, client_id: client_id?, client_secret_file: folder.join(file?) })
}

fn read_provider(said: &Section<'_, '_>, folder: &Path) -> Option<ProviderSettings> {
    let slug = said.checked("slug", "use a-z, 0-9 and hyphens, but not wiki; people are kept under it, so it never changes", |slug| {
        slug != WIKI && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    let name = said.text("name");
    let issuer = said.checked("issuer", "write what the provider calls itself, such as https://login.example.org/realms/main", |issuer| {
        Url::parse(issuer).is_ok_and(|url| url.origin().ascii_serialization().parse::<Sister>().is_ok() && url.query().is_none())
    });
    let client_id = said.text("client_id");
    let file = said.text("client_secret_file");
    Some(ProviderSettings { slug: slug?, name: name?, issuer: issuer?, client_id: client_id?, client_secret_file: folder.join(file?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_secret_is_one_line_that_only_its_owner_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str, mode: u32| {
            let path = folder.path().join("secret");
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            read_secret(&path).map(|secret| secret.expose_secret().to_owned()).map_err(|fault| fault.to_string())
        };
        assert_eq!(read("a b c\n", 0o400), Ok("a b c".to_owned()));
        for (text, mode, part) in
            [("x\n", 0o640, "chmod 400"), ("\n", 0o600, "one line"), ("one\ntwo\n", 0o600, "one line"), ("", 0o600, "one line")]
        {
            let fault = read(text, mode).unwrap_err();
            assert!(fault.contains(part) && !fault.contains("two"), "{fault}");
        }
        assert!(matches!(read_secret(&folder.path().join("absent")), Err(SecretFault::Unreadable { .. })));
    }
}
