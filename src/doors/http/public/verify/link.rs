//! A link that carries a badge: `/verify?badge={the badge, deflated, in base64url}`.
//!
//! Whoever opens it sees a new check, and nothing is kept here in between: the badge itself stands in the
//! address. That is why there is one only when somebody asks for it, and only for a badge that has no
//! address of its own. The text is compressed by [RFC 1951](https://www.rfc-editor.org/rfc/rfc1951);
//! what a link inflates to is read as a stream that stops at a limit.

use std::io::{Read, Write};

use data_encoding::BASE64URL_NOPAD;
use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The most characters that a badge takes in an address. Servers before ours commonly refuse a request
/// whose first line has more than 8 KiB, and chat programs break longer ones.
pub(super) const LONGEST: usize = 6 * 1024;

/// The most that a link inflates to.
const LARGEST: usize = 1 << 20;

/// A badge as a link carries it; `None` if it is too large for one.
pub(super) fn packed(badge: &str) -> Option<String> {
    if badge.len() > LARGEST {
        return None;
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let deflated = encoder.write_all(badge.as_bytes()).and_then(|()| encoder.finish()).ok()?;
    let packed = BASE64URL_NOPAD.encode(&deflated);
    (packed.len() <= LONGEST).then_some(packed)
}

/// The badge that a link carries; `None` if the link was damaged, or was never one of ours.
pub(super) fn unpacked(packed: &str) -> Option<Vec<u8>> {
    if packed.is_empty() || packed.len() > LONGEST {
        return None;
    }
    let deflated = BASE64URL_NOPAD.decode(packed.as_bytes()).ok()?;
    let cap = u64::try_from(LARGEST).ok()?.saturating_add(1);
    let mut stream = DeflateDecoder::new(deflated.as_slice());
    let mut badge = Vec::new();
    stream.by_ref().take(cap).read_to_end(&mut badge).ok()?;
    // What stands behind the end was written by somebody else.
    let whole = stream.into_inner().is_empty();
    (whole && !badge.is_empty() && badge.len() <= LARGEST).then_some(badge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> String {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        BASE64URL_NOPAD.encode(&encoder.finish().unwrap())
    }

    #[test]
    fn what_a_link_carries_comes_out_as_it_went_in() {
        for badge in ["{}", "a.b.c", &"{\"name\":\"Ганна\"}".repeat(50)] {
            assert_eq!(unpacked(&packed(badge).unwrap()), Some(badge.as_bytes().to_vec()));
        }
    }

    #[test]
    fn what_does_not_fit_has_no_link() {
        // Text without any pattern, so that nothing is saved.
        let mut state = 7_u32;
        let mut noise = |length: usize| -> String {
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(33 + u8::try_from(state >> 24).unwrap() % 94)
            };
            (0..length).map(|_| next()).collect()
        };
        assert!(packed(&noise(4_000)).is_some_and(|packed| packed.len() <= LONGEST));
        assert_eq!(packed(&noise(8_000)), None);
        assert_eq!(packed(&" ".repeat(LARGEST + 1)), None);
    }

    #[test]
    fn a_damaged_link_carries_nothing() {
        let whole = packed(&"{\"name\":\"Facilitator\"}".repeat(20)).unwrap();
        assert!(unpacked(&whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(unpacked(&whole[..end]), None, "cut after {end}");
        }
        for damaged in [format!("{whole}AAAA"), format!("{whole}="), format!(" {whole}"), "%%%".to_owned(), of(b"")] {
            assert_eq!(unpacked(&damaged), None, "{damaged}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        assert_eq!(unpacked(&of(&vec![b' '; LARGEST])).map(|badge| badge.len()), Some(LARGEST));
        let bomb = of(&vec![b' '; LARGEST + 1]);
        assert!(bomb.len() <= LONGEST);
        assert_eq!(unpacked(&bomb), None);
    }
}
