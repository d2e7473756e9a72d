//! Bits, the examples of the specification, and lists that try to be too large.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use super::super::json;
use super::super::proof::outside;
use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(compressed: &[u8]) -> String {
    format!("u{}", BASE64URL_NOPAD.encode(compressed))
}

#[test]
fn index_0_is_the_left_most_bit() {
    let mut list = Bitstring::new(16);
    list.set(0, true).unwrap();
    list.set(9, true).unwrap();
    assert_eq!(list.bytes, [0b1000_0000, 0b0100_0000]);
    assert_eq!((list.get(0), list.get(1), list.get(9), list.get(16)), (Some(true), Some(false), Some(true), None));
    list.set(0, false).unwrap();
    assert_eq!(list.ones(), 1);
    assert_eq!(list.set(16, true), Err(StatusFault::Range { index: 16, bits: 16 }));
}

#[test]
fn entries_of_several_bits_start_at_their_multiple() {
    let list = Bitstring { bytes: vec![0b0110_1100, 0b0000_0001] };
    let size = StatusSize::new(3).unwrap();
    assert_eq!(
        (0..6).map(|i| list.entry(i, size)).collect::<Vec<_>>(),
        [Some(0b011), Some(0b011), Some(0b000), Some(0b000), Some(0b000), None]
    );
    assert_eq!(list.entries(size), 5);
    assert_eq!(list.entry(15, StatusSize::ONE), Some(1));
    assert_eq!(list.entry(usize::MAX, size), None);
    assert_eq!((StatusSize::new(0), StatusSize::new(33), StatusSize::new(u64::MAX)), (None, None, None));
}

#[test]
fn an_empty_list_is_small_and_always_the_same_text() {
    let list = Bitstring::new(LEAST_ENTRIES);
    assert_eq!((list.bits(), list.bytes.len()), (131_072, 16_384));
    assert_eq!(list.encode(), list.encode());
    assert!(list.encode().len() < 80, "{}", list.encode());
    assert_eq!(Bitstring::decode(&list.encode()), Ok(list));
}

#[test]
fn the_lists_of_the_specification_decode() {
    let Some(folder) = outside::shared("vectors/w3c-bitstring") else { return };
    let mut lists = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let document = json::parse(&fs::read(entry.unwrap().path()).unwrap(), &json::Limits::default()).unwrap();
        let Some(encoded) = document.pointer("/credentialSubject/encodedList").and_then(Value::as_str) else { continue };
        let list = Bitstring::decode(encoded).unwrap();
        assert!(list.entries(StatusSize::ONE) >= LEAST_ENTRIES, "{list:?}");
        lists += 1;
    }
    assert!(lists > 0);
}

#[test]
fn a_bomb_stops_at_the_limit() {
    assert!(Bitstring::decode(&text(&gzip(&vec![0; LARGEST_INFLATED]))).is_ok());
    assert_eq!(Bitstring::decode(&text(&gzip(&vec![0; LARGEST_INFLATED + 1]))), Err(StatusFault::TooLarge { limit: LARGEST_INFLATED }));
    assert_eq!(Bitstring::decode(&format!("u{}", "A".repeat(LARGEST_ENCODED))), Err(StatusFault::TooLarge { limit: LARGEST_ENCODED }));
}

#[test]
fn another_encoding_is_refused() {
    let good = gzip(&[0; 16]);
    assert!(Bitstring::decode(&text(&good)).is_ok());
    let encoded = text(&good);
    assert_eq!(Bitstring::decode(&encoded[1..]), Err(StatusFault::NotMultibase));
    assert_eq!(Bitstring::decode(""), Err(StatusFault::NotMultibase));
    assert_eq!(Bitstring::decode(&encoded.replacen('u', "z", 1)), Err(StatusFault::NotMultibase));
    assert_eq!(Bitstring::decode(&format!("{encoded}=")), Err(StatusFault::NotBase64Url));
    assert_eq!(Bitstring::decode("uAB+/"), Err(StatusFault::NotBase64Url));
    for damaged in
        [&good[..good.len() - 1], &good[..12], &[], &[good.as_slice(), &[0]].concat(), &[good.as_slice(), &good].concat(), &[0; 16]]
    {
        assert_eq!(Bitstring::decode(&text(damaged)), Err(StatusFault::NotGzip), "{damaged:?}");
    }
    let mut wrong_sum = good;
    let at = wrong_sum.len() - 8;
    wrong_sum[at] ^= 1;
    assert_eq!(Bitstring::decode(&text(&wrong_sum)), Err(StatusFault::NotGzip));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_was_set_is_read_back(indices in prop::collection::btree_set(0..LEAST_ENTRIES, 0..200)) {
        let mut list = Bitstring::new(LEAST_ENTRIES);
        for &index in &indices {
            list.set(index, true).unwrap();
        }
        let read = Bitstring::decode(&list.encode()).unwrap();
        prop_assert_eq!(read.ones(), indices.len());
        prop_assert!(indices.iter().all(|&i| read.get(i) == Some(true)));
    }
}
