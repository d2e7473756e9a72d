//! Hostile chunks, older badges, and pictures that stay what they were.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let summed = [kind, content].concat();
    [&u32::try_from(content.len()).unwrap().to_be_bytes(), &summed[..], &crc_of(&summed)].concat()
}

fn picture_with(extra: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixels = chunk(b"IDAT", &deflated(&[0, 0]));
    [&SIGNATURE[..], &header, &extra.concat(), &pixels, &chunk(b"IEND", b"")].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn international_chunk(keyword: &str, flags: [u8; 2], text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[keyword.as_bytes(), &[0], &flags, b"en\0", b"Abzeichen\0", text].concat())
}

fn carried(generation: Generation, text: &str) -> Carried {
    Carried { generation, text: text.to_owned() }
}

#[test]
fn the_chunk_is_written_as_the_rule_says() {
    let baked = bake(&picture_with(&[]), "{\"é\":1}").unwrap();
    let expected = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{\"\xc3\xa9\":1}");
    let behind_header = 8 + 25;
    assert_eq!(&baked[behind_header..behind_header + expected.len()], expected);
    assert_eq!(extract(&baked), Ok(carried(Generation::OpenBadges3, "{\"é\":1}")));
    assert!(::png::Decoder::new(std::io::Cursor::new(&baked)).read_info().is_ok(), "another reader takes it");
}

#[test]
fn baking_again_replaces_every_older_badge_and_nothing_else() {
    let comment = chunk(b"tEXt", b"Comment\0made by hand");
    let older = [
        international_chunk("openbadgecredential", [0, 0], b"old"),
        chunk(b"tEXt", b"openbadges\0https://old.example/1"),
        chunk(b"zTXt", &[b"openbadges\0\0".as_slice(), &deflated(b"x")].concat()),
        comment.clone(),
        international_chunk("openbadges", [0, 0], b"{}"),
    ];
    let baked = bake(&picture_with(&older), "new").unwrap();
    assert_eq!(baked, bake(&picture_with(&[comment]), "new").unwrap());
    assert_eq!(bake(&baked, "new").unwrap(), baked);
}

#[test]
fn older_and_compressed_badges_are_read() {
    let cases = [
        (chunk(b"tEXt", b"openbadges\0https://old.example/1"), Generation::OpenBadges2, "https://old.example/1"),
        (international_chunk("openbadges", [0, 0], b"{\"a\":1}"), Generation::OpenBadges2, "{\"a\":1}"),
        (international_chunk("openbadgecredential", [1, 0], &deflated(b"a.b.c")), Generation::OpenBadges3, "a.b.c"),
        (chunk(b"zTXt", &[b"openbadges\0\0".as_slice(), &deflated(b"a.b.c")].concat()), Generation::OpenBadges2, "a.b.c"),
    ];
    for (chunk, generation, text) in cases {
        assert_eq!(extract(&picture_with(&[chunk])), Ok(carried(generation, text)));
    }
}

#[test]
fn two_badges_are_a_fault() {
    let new = || international_chunk("openbadgecredential", [0, 0], b"a.b.c");
    for second in [new(), chunk(b"tEXt", b"openbadges\0https://old.example/1")] {
        assert_eq!(extract(&picture_with(&[new(), second])), Err(PngFault::Several));
    }
    assert_eq!(extract(&picture_with(&[chunk(b"tEXt", b"openbadges2\0x")])), Err(PngFault::NoBadge));
}

#[test]
fn a_hostile_chunk_is_refused() {
    let cases = [
        (
            international_chunk("openbadgecredential", [1, 0], &deflated(&vec![b' '; LONGEST_BADGE + 1])),
            PngFault::TooLong { limit: LONGEST_BADGE },
        ),
        (international_chunk("openbadgecredential", [1, 0], &deflated(&vec![0; 64 << 20])), PngFault::TooLong { limit: LONGEST_BADGE }),
        (international_chunk("openbadgecredential", [0, 0], &vec![b' '; LONGEST_BADGE + 1]), PngFault::TooLong { limit: LONGEST_BADGE }),
        (international_chunk("openbadgecredential", [1, 0], b"not deflated"), PngFault::Compression),
        (international_chunk("openbadgecredential", [1, 0], &deflated(b"cut")[..6]), PngFault::Compression),
        (international_chunk("openbadgecredential", [1, 9], &deflated(b"x")), PngFault::ChunkForm),
        (international_chunk("openbadgecredential", [2, 0], b"x"), PngFault::ChunkForm),
        (international_chunk("openbadgecredential", [0, 0], b"\xff\xfe"), PngFault::NotUtf8),
        (chunk(b"iTXt", b"openbadgecredential"), PngFault::ChunkForm),
        (chunk(b"iTXt", b"openbadgecredential\0\0"), PngFault::ChunkForm),
        (chunk(b"iTXt", b"openbadgecredential\0\0\0en"), PngFault::ChunkForm),
        (chunk(b"zTXt", b"openbadges\0\x01"), PngFault::ChunkForm),
        (chunk(b"tEXt", b"openbadges"), PngFault::ChunkForm),
    ];
    for (chunk, fault) in cases {
        assert_eq!(extract(&picture_with(&[chunk])), Err(fault));
    }
}

#[test]
fn a_damaged_picture_is_refused() {
    let good = bake(&picture_with(&[]), "a.b.c").unwrap();
    assert_eq!(extract(b"GIF89a"), Err(PngFault::NotPng));
    for length in 8..good.len() {
        assert!(matches!(extract(&good[..length]), Err(PngFault::CutOff { .. })), "{length}");
    }
    let mut flipped = good.clone();
    flipped[60] ^= 1;
    assert_eq!(extract(&flipped), Err(PngFault::Crc { offset: 33 }));
    let mut nameless = good.clone();
    nameless[33 + 4] = b'1';
    assert_eq!(extract(&nameless), Err(PngFault::ChunkKind { offset: 33 }));
    let endless = [&SIGNATURE[..], &u32::MAX.to_be_bytes(), b"IHDR"].concat();
    assert_eq!(extract(&endless), Err(PngFault::CutOff { offset: 8 }));
    assert_eq!(extract(&[&SIGNATURE[..], &chunk(b"IDAT", b"")].concat()), Err(PngFault::Header));
    assert_eq!(extract(&picture_with(&[chunk(b"IHDR", &[0; 13])])), Err(PngFault::Header));
    assert_eq!(extract(&picture_with(&vec![chunk(b"tEXt", b"a\0b"); MOST_CHUNKS])), Err(PngFault::TooManyChunks { limit: MOST_CHUNKS }));
    assert_eq!(extract(&[&good[..], &vec![0; LARGEST_PICTURE]].concat()), Err(PngFault::TooLarge { bytes: good.len() + LARGEST_PICTURE }));
    assert_eq!(extract(&[&good[..], b"behind the end"].concat()), extract(&good));
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    let picture = picture_with(&[]);
    for badge in ["", "a\0b", &" ".repeat(LONGEST_BADGE + 1)] {
        assert_eq!(bake(&picture, badge), Err(PngFault::BadgeText));
    }
    let large = picture_with(&[chunk(b"juNk", &vec![0; LARGEST_PICTURE - 200])]);
    assert!(matches!(bake(&large, &"x".repeat(1000)), Err(PngFault::TooLarge { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_baked_is_extracted(badge in "[^\0]{1,300}", first in "[^\0]{1,40}", noise in prop::collection::vec(any::<u8>(), 0..80)) {
        let picture = picture_with(&[chunk(b"juNk", &noise)]);
        let baked = bake(&bake(&picture, &first).unwrap(), &badge).unwrap();
        prop_assert_eq!(extract(&baked), Ok(carried(Generation::OpenBadges3, &badge)));
        prop_assert_eq!(baked, bake(&picture, &badge).unwrap());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), kind in prop::sample::select(vec![*b"iTXt", *b"tEXt", *b"zTXt"])) {
        let _ = extract(&bytes);
        let _ = extract(&[&SIGNATURE[..], &bytes].concat());
        let hostile = picture_with(&[chunk(&kind, &[b"openbadgecredential\0".as_slice(), &bytes].concat())]);
        let _ = extract(&hostile);
        prop_assert!(bake(&hostile, "a.b.c").is_ok());
    }
}
