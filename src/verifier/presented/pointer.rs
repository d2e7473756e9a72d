//! Text that carries no badge but says where one is: an address, or a code from paper.
//!
//! Whoever asks for a verdict has to go there first: nothing here looks anything up. An address is
//! taken as written by a person or a QR code, upper case and a missing scheme included; which
//! addresses may be asked is for the fetcher to say.

use crate::vocabulary::ids::{CredentialId, IdFault};

/// Where a badge is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pointer {
    /// An address on the web, with its scheme; host in lower case.
    Address(String),
    /// A code that only the server which printed it can look up.
    Code(CredentialId),
}

/// The longest address that is followed.
const LONGEST_ADDRESS: usize = 4096;
/// Characters of a printed code, with its two check characters.
const PRINTED: usize = 28;

impl Pointer {
    /// Reads what a person pasted, or what stood in a QR code.
    ///
    /// `None` if it is neither.
    ///
    /// # Errors
    /// If it is a printed code with a typing mistake.
    pub(super) fn read(text: &str) -> Option<Result<Self, IdFault>> {
        let text = text.trim();
        if let Some(address) = address(text) {
            return Some(Ok(Self::Address(address)));
        }
        match CredentialId::from_typed(text) {
            Ok(id) => Some(Ok(Self::Code(id))),
            // So many characters, all of them from codes, in one line: nothing else looks like that.
            Err(fault @ (IdFault::Group { .. } | IdFault::Several)) => Some(Err(fault)),
            Err(fault @ IdFault::TooLarge) if is_printed(text) => Some(Err(fault)),
            Err(IdFault::TooLarge | IdFault::Length { .. } | IdFault::Character { .. }) => None,
        }
    }
}

fn is_printed(text: &str) -> bool {
    text.chars().filter(char::is_ascii_alphanumeric).count() == PRINTED
}

fn address(text: &str) -> Option<String> {
    if text.len() > LONGEST_ADDRESS || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let parsed = if has_scheme(text) { url::Url::parse(text) } else { url::Url::parse(&format!("https://{}", bare(text)?)) }.ok()?;
    (matches!(parsed.scheme(), "https" | "http") && parsed.has_host()).then(|| parsed.into())
}

fn has_scheme(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// `badges.example.org/c/…`, as it is copied from paper: a host with a dot in it, and a path.
fn bare(text: &str) -> Option<&str> {
    let (host, path) = text.split_once('/')?;
    let (_, top) = host.rsplit_once('.')?;
    let is_host = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    (is_host && top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic()) && !path.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address_in(text: &str) -> Option<String> {
        match Pointer::read(text) {
            Some(Ok(Pointer::Address(address))) => Some(address),
            _ => None,
        }
    }

    #[test]
    fn an_address_is_known_however_it_is_written() {
        for (written, address) in [
            ("https://badges.example.org/c/1", "https://badges.example.org/c/1"),
            (" https://badges.example.org/c/1?x=y\n", "https://badges.example.org/c/1?x=y"),
            ("HTTPS://BADGES.EXAMPLE.ORG/C/1", "https://badges.example.org/C/1"),
            ("badges.example.org/c/1", "https://badges.example.org/c/1"),
            ("http://badges.example.org/c/1", "http://badges.example.org/c/1"),
        ] {
            assert_eq!(address_in(written).as_deref(), Some(address), "{written}");
        }
        for other in [
            "",
            "badges.example.org",
            "a/b",
            "1.2/3",
            "see https://badges.example.org/c/1",
            "https://badges.example.org/c/1 https://badges.example.org/c/2",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "did:web:badges.example.org",
            "https://",
        ] {
            assert_eq!(address_in(other), None, "{other}");
        }
        assert_eq!(address_in(&format!("https://badges.example.org/{}", "x".repeat(LONGEST_ADDRESS))), None);
    }

    #[test]
    fn a_code_from_paper_is_known_and_a_mistake_in_it_is_told() {
        let id = CredentialId::from_bytes([0xa5; 16]);
        assert_eq!(Pointer::read(&id.printed()), Some(Ok(Pointer::Code(id))));
        assert_eq!(Pointer::read(&format!(" {}\n", id.printed().to_lowercase().replace('-', " "))), Some(Ok(Pointer::Code(id))));
        assert_eq!(Pointer::read(&id.to_string()), Some(Ok(Pointer::Code(id))));
        let last = id.printed().chars().last().unwrap();
        let slip = format!("{}{}", &id.printed()[..id.printed().len() - 1], if last == '7' { '8' } else { '7' });
        assert_eq!(Pointer::read(&slip), Some(Err(IdFault::Group { group: 7 })));
        assert_eq!(Pointer::read("hello"), None);
    }
}
