//! What somebody brings to be verified: the parts of the form of `/verify`, or the body of a request.
//!
//! A file, an address or a pasted text; the first that has something in it counts, in the order of the
//! form. A pasted text that is an address is one. After a result the page brings the same badge again,
//! in base64url, so that a second question needs no second upload and nothing is kept in between.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;

use crate::appearance::pages::standing::VerifyFault;

/// The longest address that is read.
const LONGEST_ADDRESS: usize = 2048;

/// The largest badge that a page carries for its next form.
const LARGEST_AGAIN: usize = 256 * 1024;

/// What was brought.
pub(super) struct Brought {
    /// The badge, or where it is.
    pub(super) badge: Badge,
    /// Whom it may be about, as typed.
    pub(super) recipient: Option<String>,
}

/// A badge, or where it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Badge {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// What was typed as its address.
    Address(String),
}

impl Brought {
    /// Reads the form.
    pub(super) async fn read(mut parts: Multipart) -> Result<Self, VerifyFault> {
        let (mut badge, mut recipient) = (None, None);
        while let Some(part) = parts.next_field().await.map_err(|fault| unreadable(&fault))? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|fault| unreadable(&fault))?;
            if name == "recipient" {
                recipient =
                    recipient.or_else(|| str::from_utf8(bytes.trim_ascii()).ok().filter(|typed| !typed.is_empty()).map(str::to_owned));
            } else {
                badge = badge.or_else(|| Badge::of(&name, &bytes));
            }
        }
        Ok(Self { badge: badge.ok_or(VerifyFault::Empty)?, recipient })
    }

    /// The whole body is the badge, or its address.
    pub(super) fn of_body(bytes: &[u8]) -> Result<Self, VerifyFault> {
        Ok(Self { badge: Badge::of("pasted", bytes).ok_or(VerifyFault::Empty)?, recipient: None })
    }
}

impl Badge {
    fn of(part: &str, bytes: &[u8]) -> Option<Self> {
        let trimmed = bytes.trim_ascii();
        if trimmed.is_empty() {
            return None;
        }
        match part {
            "file" => Some(Self::Bytes(bytes.to_vec())),
            "address" => Some(Self::Address(text(trimmed)?.to_owned())),
            "pasted" => Some(
                text(trimmed)
                    .filter(|text| is_address(text))
                    .map_or_else(|| Self::Bytes(bytes.to_vec()), |text| Self::Address(text.to_owned())),
            ),
            "again" => Self::of("pasted", &BASE64URL_NOPAD.decode(trimmed).ok()?),
            _ => None,
        }
    }

    /// The same for the next form; none if it is too large to be carried to and fro.
    pub(super) fn again(&self) -> Option<String> {
        let bytes = match self {
            Self::Bytes(bytes) => bytes.as_slice(),
            Self::Address(address) => address.as_bytes(),
        };
        (bytes.len() <= LARGEST_AGAIN).then(|| BASE64URL_NOPAD.encode(bytes))
    }

    /// What was typed, to be corrected.
    pub(super) fn into_address(self) -> Option<String> {
        match self {
            Self::Address(address) => Some(address),
            Self::Bytes(_) => None,
        }
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok().filter(|text| text.len() <= LONGEST_ADDRESS && !text.chars().any(char::is_control))
}

/// Whether a text is a web address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    if text.len() > LONGEST_ADDRESS || text.chars().any(char::is_control) {
        return false;
    }
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("https://") || starts("http://")
}

fn unreadable(fault: &MultipartError) -> VerifyFault {
    if fault.status() == StatusCode::PAYLOAD_TOO_LARGE { VerifyFault::TooLarge } else { VerifyFault::Unreadable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_address_is_an_address_and_any_other_text_a_badge() {
        let address = |text: &str| Some(Badge::Address(text.to_owned()));
        assert_eq!(Badge::of("pasted", b" HTTPS://BADGES.EXAMPLE.ORG/C/1\r\n"), address("HTTPS://BADGES.EXAMPLE.ORG/C/1"));
        assert_eq!(Badge::of("address", b"badges.example.org"), address("badges.example.org"), "the fault names it");
        for text in ["{}", "a.b.c", "https://a.example\nhttps://b.example", "see https://a.example"] {
            assert_eq!(Badge::of("pasted", text.as_bytes()), Some(Badge::Bytes(text.as_bytes().to_vec())), "{text}");
        }
        assert_eq!(Badge::of("file", b"https://a.example"), Some(Badge::Bytes(b"https://a.example".to_vec())));
        assert_eq!(Badge::of("pasted", b" \r\n"), None);
        assert_eq!(Badge::of("else", b"x"), None);
    }

    #[test]
    fn what_was_brought_can_be_brought_again() {
        for (part, brought) in [("file", &b"\x89PNG\r\n\x1a\n"[..]), ("pasted", b" {}\r\n"), ("address", b"https://a.example/c/1")] {
            let first = Badge::of(part, brought).unwrap();
            let again = first.again().unwrap();
            assert_eq!(Badge::of("again", again.as_bytes()), Some(first));
        }
        assert_eq!(Badge::Bytes(vec![b'x'; LARGEST_AGAIN + 1]).again(), None);
        assert_eq!(Badge::of("again", b"%"), None);
    }
}
