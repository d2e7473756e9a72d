//! How a camera was held, from the Exif segment of its picture; nothing else of it is read.

/// Tag "Orientation".
const ORIENTATION: u16 = 0x0112;
/// Type "SHORT".
const SHORT: u16 = 3;
/// Entries of the first directory that are looked at; cameras write about fifteen.
const MOST_ENTRIES: usize = 200;

/// What has to be done so that a picture stands upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// Rows and columns change places first.
    pub(super) transposed: bool,
    /// Then left and right.
    pub(super) mirrored: bool,
    /// Then up and down.
    pub(super) flipped: bool,
}

impl Turn {
    /// The picture stands upright already.
    pub(super) const NONE: Self = Self { transposed: false, mirrored: false, flipped: false };

    /// By the bytes of an Exif segment behind its name; whatever cannot be read means nothing.
    pub(super) fn of_exif(exif: &[u8]) -> Self {
        let turn = |transposed, mirrored, flipped| Self { transposed, mirrored, flipped };
        match orientation(exif) {
            Some(2) => turn(false, true, false),
            Some(3) => turn(false, true, true),
            Some(4) => turn(false, false, true),
            Some(5) => turn(true, false, false),
            Some(6) => turn(true, true, false),
            Some(7) => turn(true, true, true),
            Some(8) => turn(true, false, true),
            Some(_) | None => Self::NONE,
        }
    }
}

/// Value 1 to 8 of the first directory ([TIFF 6.0](https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf), section 2).
fn orientation(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let four: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let first = if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(short(first)?).min(MOST_ENTRIES);
    let mut places = (0..entries).map(|entry| first + 2 + 12 * entry);
    let found = places.find(|at| short(*at) == Some(ORIENTATION) && short(at + 2) == Some(SHORT))?;
    short(found + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(big: bool, value: u16) -> Vec<u8> {
        let short = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let long = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let mut bytes = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
        bytes.extend(long(8));
        bytes.extend(short(2));
        // Somebody's camera, then how it was held.
        for (tag, kind, value) in [(0x010f, 2, 0), (ORIENTATION, SHORT, value)] {
            bytes.extend([short(tag), short(kind)].concat());
            bytes.extend(long(1));
            bytes.extend([short(value), [0, 0]].concat());
        }
        bytes
    }

    #[test]
    fn both_orders_of_bytes_are_read() {
        for big in [true, false] {
            assert_eq!((1..=8).map(|value| orientation(&exif(big, value)).unwrap()).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_cannot_be_read_turns_nothing() {
        let whole = exif(true, 6);
        assert_ne!(Turn::of_exif(&whole), Turn::NONE);
        for length in 0..whole.len() - 3 {
            assert_eq!(Turn::of_exif(&whole[..length]), Turn::NONE, "{length}");
        }
        assert_eq!(Turn::of_exif(b"II*\0\xff\xff\xff\xff\0\0"), Turn::NONE);
        assert_eq!(Turn::of_exif(&exif(false, 9)), Turn::NONE);
    }
}
