//! The few kinds of CBOR ([RFC 8949](https://www.rfc-editor.org/rfc/rfc8949)) that a proof value holds:
//! unsigned numbers, byte strings, arrays and maps, of definite length, numbers in their shortest form.
//!
//! Tags are refused: [VC-DI-ECDSA §3.5](https://www.w3.org/TR/vc-di-ecdsa/#serializederivedproofvalue)
//! forbids them on every component.

/// Reads one item after the other; `None` as soon as something is of another kind.
pub(super) struct Reader<'a>(&'a [u8]);

const UNSIGNED: u8 = 0;
const BYTES: u8 = 2;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn unsigned(&mut self) -> Option<usize> {
        self.head(UNSIGNED)
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.head(BYTES)?;
        self.take(length)
    }

    /// The number of items that follow.
    pub(super) fn array(&mut self) -> Option<usize> {
        self.head(ARRAY)
    }

    /// The number of pairs that follow.
    pub(super) fn map(&mut self) -> Option<usize> {
        self.head(MAP)
    }

    fn head(&mut self, kind: u8) -> Option<usize> {
        let [first] = self.take(1)? else { return None };
        if first >> 5 != kind {
            return None;
        }
        let (length, least) = match first & 0x1f {
            direct @ 0..=23 => return Some(usize::from(direct)),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            // Nothing here has 2³² items; 28 to 31 are reserved or of indefinite length.
            _ => return None,
        };
        let number = self.take(length)?.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        if number < least { None } else { usize::try_from(number).ok() }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_one_after_the_other() {
        let bytes = [0x83, 0x18, 0x18, 0x42, 7, 8, 0xa1, 0x00, 0x40];
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.array(), reader.unsigned(), reader.bytes()), (Some(3), Some(24), Some(&[7, 8][..])));
        assert_eq!((reader.map(), reader.unsigned(), reader.bytes()), (Some(1), Some(0), Some(&[][..])));
        assert!(reader.is_at_end());
    }

    #[test]
    fn what_is_longer_than_needed_cut_off_or_of_another_kind_is_refused() {
        for wrong in [
            &[][..],
            &[0x18, 23],
            &[0x19, 0, 255],
            &[0x1a, 0, 0, 255, 255],
            &[0x1b, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0x1f],
            &[0x18],
            &[0x20],
            &[0x40],
            &[0xc2, 0x01],
            &[0xf5],
        ] {
            assert_eq!(Reader::new(wrong).unsigned(), None, "{wrong:x?}");
        }
        assert_eq!(Reader::new(&[0x42, 7]).bytes(), None);
        assert_eq!(Reader::new(&[0x5a, 0xff, 0xff, 0xff, 0xff, 7]).bytes(), None, "a length beyond what there is");
        assert_eq!(Reader::new(&[0x5f, 0x41, 7, 0xff]).bytes(), None, "an indefinite length");
    }
}
