//! Bombs of every kind end soon, in a plain sentence (threats U1, U2, U5).

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};

use super::super::*;
use super::world::*;

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let summed = [kind, content].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&summed);
    [&u32::try_from(content.len()).unwrap().to_be_bytes(), &summed[..], &crc.sum().to_be_bytes()].concat()
}

/// A picture of one pixel with these chunks.
fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixels = chunk(b"IDAT", &deflated(&[0, 0]));
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, chunks.concat(), pixels, chunk(b"IEND", &[])].concat()
}

fn compressed_badge(content: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0\x01\0\0\0", &deflated(content)[..]].concat())
}

fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:o=\"https://purl.imsglobal.org/ob/v3p0\">{inside}</svg>").into_bytes()
}

fn pdf(filter: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for object in ["<</Type/Catalog /AF[2 0 R]>>", "<</Type/Filespec /UF(badge.json) /EF<</F 3 0 R>>>>"] {
        offsets.push(bytes.len());
        write!(bytes, "{} 0 obj\n{object}\nendobj\n", offsets.len()).unwrap();
    }
    offsets.push(bytes.len());
    write!(bytes, "3 0 obj\n<<{filter} /Length {}>>\nstream\n", content.len()).unwrap();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream\nendobj\n");
    let table = bytes.len();
    let mut entries = String::new();
    for offset in offsets {
        writeln!(entries, "{offset:010} 00000 n ").unwrap();
    }
    write!(bytes, "xref\n1 3\n{entries}trailer\n<</Root 1 0 R>>\nstartxref\n{table}\n%%EOF").unwrap();
    bytes
}

/// Each with a part of the sentence that tells what is wrong.
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let zeros = vec![b' '; 64 << 20];
    let deep = |open: &str, close: &str, times: usize| format!("{}{}", open.repeat(times), close.repeat(times));
    let lol: String = (1..10).fold("<!ENTITY a0 \"ha\">".to_owned(), |mut text, n| {
        write!(text, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)).unwrap();
        text
    });
    let token = |payload: &str| {
        let part = |text: &str| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
        format!("{}.{}.AA", part("{\"alg\":\"RS256\"}"), part(payload)).into_bytes()
    };
    vec![
        ("a picture that unpacks", png(&[compressed_badge(&zeros)]), "more than 1048576 bytes"),
        ("a picture of many chunks", png(&vec![chunk(b"tEXt", b"Comment\0x"); 5000]), "more than 4096 chunks"),
        ("two badges in a picture", png(&[compressed_badge(b"{}"), compressed_badge(b"{}")]), "more than one badge"),
        ("a large file", vec![b'{'; (2 << 20) + 1], "2 MiB"),
        ("entities", format!("<!DOCTYPE svg [{lol}]><svg xmlns=\"http://www.w3.org/2000/svg\">&a9;</svg>").into_bytes(), "document type"),
        ("an entity from a file", b"<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>".to_vec(), "document type"),
        ("a deep picture", svg(&deep("<g>", "</g>", 20_000)), "deep"),
        ("a picture of many nodes", svg(&"<g/>".repeat(60_000)), "nodes"),
        ("many attributes", svg(&format!("<g {}/>", (0..9000).fold(String::new(), |text, n| text + &format!("a{n}=\"\" ")))), "nodes"),
        ("a PDF that unpacks", pdf("/Filter/FlateDecode", &deflated(&zeros)), "unpacks to more than"),
        ("a PDF packed twice", pdf("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&zeros))), "in a way that is not read"),
        ("deep JSON", deep("{\"a\":", "}", 100_000).into_bytes(), "64"),
        ("a deep list", format!("{{\"a\":{}}}", deep("[", "]", 500_000)).into_bytes(), "64"),
        ("deep JSON in a token", token(&deep("[", "]", 200_000)), "64"),
        ("a member twice", b"{\"a\":1,\"a\":2}".to_vec(), "twice"),
    ]
}

#[test]
fn a_bomb_ends_soon_and_in_a_plain_sentence() {
    // Within a second as it is shipped.
    let unoptimised = if cfg!(debug_assertions) { 5 } else { 1 };
    for (what, bytes, sentence) in bombs() {
        let started = Instant::now();
        let verdict = verify(&Presented::new(bytes), &known(), now());
        let took = started.elapsed();
        assert!(took.as_millis() < 1000 * unoptimised, "{what}: {took:?}");
        assert!(verdict.checks()[0].evidence.contains(sentence), "{what}: {}", verdict.checks()[0].evidence);
        assert!(matches!(reason(&verdict), Reason::NotABadge(_)), "{what}");
        let words = reason(&verdict).to_string().split_whitespace().count();
        assert!(words <= 20, "{what}: {}", reason(&verdict));
        assert!(verdict.signed().is_none());
    }
}

#[test]
fn a_document_that_asks_for_too_much_work_is_refused() {
    let many: Vec<Value> = (0..30_000).map(|n| json!({"type": ["Evidence"], "narrative": n.to_string()})).collect();
    let wide = with(badge(), "/evidence", Value::Array(many));
    let blank: Vec<Value> = (0..250).map(|_| json!({"type": ["Evidence"]})).collect();
    let tangled = with(badge(), "/evidence", Value::Array(blank));
    for document in [wide, tangled] {
        let started = Instant::now();
        let verdict = judge(with(document, "/proof", sign(&badge())["proof"].clone()), &known());
        assert_ne!(verdict.word(), "valid");
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }
}

#[test]
fn a_hosted_badge_that_never_ends_is_asked_for_few_documents() {
    // Each class is written out in another address for ever: nothing is followed but the three kinds.
    let context = "https://w3id.org/openbadges/v2";
    let at = |n: usize| format!("https://issuer.example/{n}");
    let mut known = Known::strict();
    let mut asked = 0;
    let seen = Presented::new(
        json!({"@context": context, "id": at(0), "type": "Assertion", "badge": at(1), "verification": {"type": "HostedBadge"}}).to_string(),
    );
    loop {
        let wanted: Vec<Need> = needs(&seen, &known).iter().cloned().collect();
        let [Need::Hosted(address)] = &wanted[..] else { break };
        asked += 1;
        assert!(asked < 5, "{address}");
        let next = at(asked);
        let document = json!({"@context": context, "id": address, "type": ["Assertion", "BadgeClass", "Issuer"], "badge": next, "issuer": next, "verification": {"type": "HostedBadge"}});
        known.answer(wanted[0].clone(), found(&document));
    }
    assert_eq!(asked, 3, "assertion, class, issuer");
}
