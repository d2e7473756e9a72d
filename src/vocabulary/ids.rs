//! Public identifiers: 128 random bits, written as 26 characters of Crockford base32.
//!
//! One type for every kind of thing, told apart by a marker, so that a nomination's id cannot be
//! handed to a function that wants a credential's. The alphabet has no `I`, `L`, `O`, `U`; reading
//! accepts any case and takes `I` and `L` for `1`, `O` for `0`, as
//! [Crockford](https://www.crockford.com/base32.html) describes.
//!
//! On paper an id is written in seven groups of four: 26 characters and two check characters, a
//! Reed–Solomon code over GF(32). It notices every slip of up to two characters and says in which
//! group a single slip is.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use rand::Rng;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of an id as written in addresses.
pub const LENGTH: usize = 26;
const PRINTED_LENGTH: usize = LENGTH + 2;
const GROUP: usize = 4;

/// An identifier of one kind of thing; `K` is a marker from [`kind`].
pub struct Id<K> {
    bytes: [u8; 16],
    kind: PhantomData<fn() -> K>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $marker:ident => $alias:ident),+ $(,)?) => {
        /// Markers of the kinds of things that have ids.
        pub mod kind {
            $($(#[$doc])* #[derive(Debug, Clone, Copy, PartialEq, Eq)] pub struct $marker;)+
        }
        $($(#[$doc])* pub type $alias = Id<kind::$marker>;)+
    };
}

kinds! {
    /// A person known to this server, with or without a way to sign in.
    Account => AccountId,
    /// A trainer's right to attest named classes.
    Mandate => MandateId,
    /// An event or a mentorship.
    Training => TrainingId,
    /// A person put forward for a class version.
    Nomination => NominationId,
    /// A trainer's statement.
    Attestation => AttestationId,
    /// One award.
    Credential => CredentialId,
    /// One signed state of a credential.
    Edition => EditionId,
    /// A request that one steward makes and another confirms.
    Request => RequestId,
    /// A status list.
    StatusList => StatusListSerial,
    /// Something that is to leave.
    Outbox => OutboxId,
    /// Somebody signed in on one device.
    Session => SessionId,
    /// A key with which somebody signs in.
    Passkey => PasskeyId,
    /// That somebody is a steward or an admin.
    Appointment => AppointmentId,
    /// Something a person is told.
    Notice => NoticeId,
    /// A printed slip; its code is another thing.
    Slip => SlipId,
    /// A holder's request for a correction.
    Correction => CorrectionId,
    /// A holder's appeal.
    Appeal => AppealId,
    /// What opens the outcome of an appeal.
    AppealCode => AppealCode,
    /// A proposal of a capacity or a word.
    Proposal => ProposalId,
    /// A badge class that is being written.
    ClassDraft => ClassDraftId,
    /// A link that shows a badge whole for some days.
    ViewingLink => ViewingLinkId,
    /// Nominations that wait to be issued together.
    Hold => HoldId,
    /// A picture as evidence.
    Picture => PictureId,
    /// A link for a co-attester.
    CoAttester => CoAttesterId,
}

impl<K> Id<K> {
    /// 128 bits from `rng`.
    pub fn random(rng: &mut (impl Rng + ?Sized)) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes)
    }

    /// The id with exactly these bits.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self { bytes, kind: PhantomData }
    }

    /// The 128 bits, most significant first.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.bytes
    }

    /// As printed on paper: upper case, seven groups of four, the last two characters are checks.
    pub fn printed(&self) -> String {
        print_symbols(&digits(u128::from_be_bytes(self.bytes)))
    }

    /// Reads a code typed from paper (28 characters with checks) or from an address (26).
    ///
    /// Spaces and hyphens are ignored.
    ///
    /// # Errors
    /// [`IdFault`] says what is wrong and, for a single slip, in which group.
    pub fn from_typed(text: &str) -> Result<Self, IdFault> {
        let symbols = read_typed(text)?;
        match symbols.len() {
            LENGTH => Self::from_symbols(&symbols),
            PRINTED_LENGTH => {
                check_printed(&symbols)?;
                Self::from_symbols(&symbols[..LENGTH])
            }
            found => Err(IdFault::Length { found }),
        }
    }

    fn from_symbols(symbols: &[u8]) -> Result<Self, IdFault> {
        // 26 characters hold 130 bits: the first may only carry three.
        if symbols[0] > 7 {
            return Err(IdFault::TooLarge);
        }
        let number = symbols.iter().fold(0_u128, |n, &s| (n << 5) | u128::from(s));
        Ok(Self::from_bytes(number.to_be_bytes()))
    }
}

impl<K> FromStr for Id<K> {
    type Err = IdFault;

    /// Reads the 26 characters of an address, in any case.
    fn from_str(text: &str) -> Result<Self, IdFault> {
        let symbols = read_symbols(text.chars())?;
        if symbols.len() != LENGTH {
            return Err(IdFault::Length { found: symbols.len() });
        }
        Self::from_symbols(&symbols)
    }
}

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// The number of characters fits neither the address nor the printed form.
    #[error("this code has {found} characters; a printed code has 28, the one in an address 26")]
    Length {
        /// Characters counted, spaces and hyphens left out.
        found: usize,
    },
    /// A character that no code contains.
    #[error("character {position} is {found:?}, which no code contains")]
    Character {
        /// Counted from 1, spaces and hyphens left out.
        position: usize,
        /// The character.
        found: char,
    },
    /// One character was misread; the check characters say where.
    #[error("there is a typing mistake in group {group}")]
    Group {
        /// Counted from 1.
        group: usize,
    },
    /// More than one character was misread.
    #[error("there is more than one typing mistake in this code")]
    Several,
    /// More than 128 bits.
    #[error("this code starts with a character that no code starts with")]
    TooLarge,
}

/// Symbols of five bits on paper: upper case, in groups of four, with two check characters at the end. Good for
/// codes of up to 29 symbols.
pub(crate) fn print_symbols(symbols: &[u8]) -> String {
    let mut all = symbols.to_vec();
    all.extend(check_symbols(symbols));
    let groups = all.chunks(GROUP).map(|group| group.iter().map(|&s| character(s).to_ascii_uppercase()).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// Reads a code of so many symbols that was typed from paper, with its two check characters. Spaces and hyphens are
/// ignored.
pub(crate) fn read_printed(text: &str, symbols: usize) -> Result<Vec<u8>, IdFault> {
    let mut read = read_typed(text)?;
    if read.len() != symbols + 2 {
        return Err(IdFault::Length { found: read.len() });
    }
    check_printed(&read)?;
    read.truncate(symbols);
    Ok(read)
}

fn read_typed(text: &str) -> Result<Vec<u8>, IdFault> {
    read_symbols(text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–')))
}

fn digits(number: u128) -> [u8; LENGTH] {
    let mut rest = number;
    let mut symbols = [0; LENGTH];
    for symbol in symbols.iter_mut().rev() {
        *symbol = rest.to_le_bytes()[0] & 31;
        rest >>= 5;
    }
    symbols
}

fn character(symbol: u8) -> char {
    char::from(ALPHABET[usize::from(symbol)])
}

fn read_symbols(characters: impl Iterator<Item = char>) -> Result<Vec<u8>, IdFault> {
    let mut symbols = Vec::with_capacity(PRINTED_LENGTH);
    for (at, found) in characters.enumerate() {
        let unified = match found.to_ascii_lowercase() {
            'i' | 'l' => '1',
            'o' => '0',
            other => other,
        };
        let symbol = ALPHABET.iter().position(|&c| char::from(c) == unified);
        match symbol.and_then(|s| u8::try_from(s).ok()) {
            Some(symbol) if at < 64 => symbols.push(symbol),
            Some(_) => return Err(IdFault::Length { found: at }),
            None => return Err(IdFault::Character { position: at + 1, found }),
        }
    }
    Ok(symbols)
}

/// Powers of the generator 2 of GF(32) with the polynomial x⁵ + x² + 1.
const fn powers() -> [u8; 31] {
    let mut table = [0; 31];
    let mut value = 1_u8;
    let mut at = 0;
    while at < 31 {
        table[at] = value;
        value <<= 1;
        if value & 32 != 0 {
            value ^= 0b10_0101;
        }
        at += 1;
    }
    table
}
const POWERS: [u8; 31] = powers();

fn logarithm(value: u8) -> usize {
    POWERS.iter().position(|&p| p == value).unwrap_or(0)
}

fn multiply(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { POWERS[(logarithm(a) + logarithm(b)) % 31] }
}

fn divide(a: u8, b: u8) -> u8 {
    if a == 0 { 0 } else { POWERS[(logarithm(a) + 31 - logarithm(b)) % 31] }
}

/// Sums of the word at the first two powers of the generator; the last character has weight 1.
fn syndromes(symbols: &[u8]) -> (u8, u8) {
    symbols.iter().rev().enumerate().fold((0, 0), |(s0, s1), (at, &symbol)| (s0 ^ symbol, s1 ^ multiply(symbol, POWERS[at % 31])))
}

/// The two characters that make both syndromes zero.
fn check_symbols(message: &[u8]) -> [u8; 2] {
    let mut word = message.to_vec();
    word.extend([0, 0]);
    let (s0, s1) = syndromes(&word);
    // a at weight 2, b at weight 1:  a ^ b = s0,  2a ^ b = s1  =>  a = (s0 ^ s1) / 3
    let a = divide(s0 ^ s1, 3);
    [a, a ^ s0]
}

fn check_printed(symbols: &[u8]) -> Result<(), IdFault> {
    match syndromes(symbols) {
        (0, 0) => Ok(()),
        (0, _) | (_, 0) => Err(IdFault::Several),
        (s0, s1) => {
            let from_end = logarithm(divide(s1, s0));
            if from_end < symbols.len() {
                Err(IdFault::Group { group: (symbols.len() - 1 - from_end) / GROUP + 1 })
            } else {
                Err(IdFault::Several)
            }
        }
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = digits(u128::from_be_bytes(self.bytes)).iter().map(|&s| character(s)).collect();
        f.write_str(&text)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// Derives would ask the marker for the same traits.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
impl<K> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> CredentialId {
        Id::from_bytes(*b"\xF0insignia-id-16b")
    }

    #[test]
    fn an_id_survives_writing_and_reading_in_any_case() {
        let text = sample().to_string();
        assert_eq!(text.len(), LENGTH);
        assert_eq!(text.parse::<CredentialId>(), Ok(sample()));
        assert_eq!(text.to_uppercase().parse::<CredentialId>(), Ok(sample()));
        assert_eq!(CredentialId::from_typed(&sample().printed()), Ok(sample()));
        assert_eq!(CredentialId::from_typed(&sample().printed().replace('-', " ")), Ok(sample()));
    }

    #[test]
    fn every_single_slip_is_located_in_its_group() {
        let printed: Vec<char> = sample().printed().replace('-', "").chars().collect();
        for at in 0..PRINTED_LENGTH {
            for replacement in ALPHABET.iter().map(|&c| char::from(c).to_ascii_uppercase()) {
                if replacement == printed[at] {
                    continue;
                }
                let mut slipped = printed.clone();
                slipped[at] = replacement;
                let typed: String = slipped.into_iter().collect();
                assert_eq!(CredentialId::from_typed(&typed), Err(IdFault::Group { group: at / GROUP + 1 }));
            }
        }
    }

    #[test]
    fn two_swapped_neighbours_never_pass() {
        let printed: Vec<char> = sample().printed().replace('-', "").chars().collect();
        for at in 0..PRINTED_LENGTH - 1 {
            if printed[at] == printed[at + 1] {
                continue;
            }
            let mut slipped = printed.clone();
            slipped.swap(at, at + 1);
            assert!(CredentialId::from_typed(&slipped.into_iter().collect::<String>()).is_err(), "swap at {at}");
        }
    }

    #[test]
    fn more_than_128_bits_are_refused() {
        assert_eq!("80000000000000000000000000".parse::<CredentialId>(), Err(IdFault::TooLarge));
        assert_eq!("7zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<CredentialId>().map(|i| *i.as_bytes()), Ok([255; 16]));
        assert_eq!("u0000000000000000000000000".parse::<CredentialId>(), Err(IdFault::Character { position: 1, found: 'u' }));
    }
}
