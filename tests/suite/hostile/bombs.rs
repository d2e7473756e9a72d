//! The bombs, each with the reason for which it is refused.

use std::io::Write;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use insignia::standards::did;
use insignia::standards::jsonld::Contexts;
use insignia::standards::proof::data_integrity::{ASSERTION_METHOD, hash_data, proof_config, secured};
use insignia::standards::proof::vc_jwt::{claims_of, signing_input};
use insignia::vocabulary::Timestamp;
use serde_json::{Value, json};

/// A file that costs much, perhaps a document beside it, and the reason that a verdict must give.
pub(super) struct Bomb {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) with: Option<Vec<u8>>,
    pub(super) reason: &'static str,
}

/// As large as may be brought, less a little for what stands around.
const FULL: usize = (2 << 20) - 8192;

pub(super) fn all() -> Vec<Bomb> {
    [texts(), pictures(), files(), crowds(), graphs(), signed()].into_iter().flatten().collect()
}

fn bomb(name: impl Into<String>, bytes: impl Into<Vec<u8>>, reason: &'static str) -> Bomb {
    Bomb { name: name.into(), bytes: bytes.into(), with: None, reason }
}

/// So much of a text that a file is full.
fn filled(piece: &str) -> String {
    piece.repeat(FULL / piece.len())
}

fn texts() -> Vec<Bomb> {
    let none = "not-a-badge";
    let dots = format!("a{}", filled("."));
    vec![
        bomb("arrays in arrays", filled("["), none),
        bomb("an object around arrays", format!("{{\"a\":{}", filled("[")), none),
        bomb("objects in objects", filled("{\"a\":"), none),
        bomb("objects in a list in objects", filled("{\"a\":[{\"b\":"), none),
        bomb("a number of two million digits", format!("{{\"a\":{}}}", filled("9")), none),
        bomb("a fraction of two million digits", format!("{{\"a\":0.{}1}}", filled("0")), none),
        bomb("an exponent of two million digits", format!("{{\"a\":1e{}}}", filled("9")), none),
        bomb("many numbers that change", format!("{{\"a\":[{}1]}}", filled("0.1000000000000000055511151231257827,")), none),
        bomb("many numbers", format!("{{\"a\":[{}1]}}", filled("1.5e300,")), none),
        bomb("a text that does not end", format!("{{\"a\":\"{}", filled("x")), none),
        bomb("escapes", format!("{{\"a\":\"{}\"}}", filled("\\u0041")), none),
        bomb("half a pair, many times", format!("{{\"a\":\"{}\"}}", filled("\\ud800\\udc00")), none),
        bomb("many empty objects", format!("{{\"a\":[{}{{}}]}}", filled("{},")), none),
        bomb("many empty texts", format!("{{\"a\":[{}\"\"]}}", filled("\"\",")), none),
        bomb("a member twice, far apart", format!("{{\"a\":1,\"b\":\"{}\",\"a\":2}}", filled("x")), none),
        bomb("many members", format!("{{{}\"z\":1}}", (0..150_000).map(|n| format!("\"m{n}\":1,")).collect::<String>()), none),
        bomb("white space", format!("{{{}}}", filled(" ")), none),
        bomb("three megabytes", format!("{{\"a\":\"{}\"}}", "x".repeat(3 << 20)), none),
        bomb("dots", dots, none),
        bomb("a token of one letter", format!("{}.{}.AA", filled("A"), "e30"), none),
        bomb("a token around arrays", format!("e30.{}.AA", BASE64URL_NOPAD.encode("[".repeat(1 << 20).as_bytes())), none),
    ]
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let summed = [kind, content].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&summed);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &summed, &crc.sum().to_be_bytes()].concat()
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 255, 255, 0, 0, 255, 255, 16, 6, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, chunks.concat(), chunk(b"IEND", b"")].concat()
}

fn deflated(zeros: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = vec![b' '; 1 << 20];
    (0..zeros >> 20).for_each(|_| encoder.write_all(&block).unwrap());
    encoder.finish().unwrap()
}

fn carried(flag: u8, text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0".as_slice(), &[flag, 0], b"\0\0", text].concat())
}

fn svg(root: &str, inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{root}>{inside}</svg>")
}

fn pictures() -> Vec<Bomb> {
    let none = "not-a-badge";
    let attributes = |prefix: &str| (0..60_000).map(|n| format!(" {prefix}a{n}=\"u\"")).collect::<String>();
    let lines: String = (1..30).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let credential = |inside: &str| format!("<o:credential xmlns:o=\"https://purl.imsglobal.org/ob/v3p0\">{inside}</o:credential>");
    vec![
        bomb("a picture of four thousand million pixels", png(&[carried(0, b"{}")]), none),
        bomb("a text chunk that inflates to 256 MiB", png(&[carried(1, &deflated(256 << 20))]), none),
        bomb(
            "an old chunk that inflates to 256 MiB",
            png(&[chunk(b"zTXt", &[b"openbadges\0\0".as_slice(), &deflated(256 << 20)].concat())]),
            none,
        ),
        bomb("pixels that inflate to 1 GiB", png(&[carried(0, b"{}"), chunk(b"IDAT", &deflated(1 << 30))]), none),
        bomb("pixels that inflate to 1 GiB, and no badge", png(&[chunk(b"IDAT", &deflated(1 << 30))]), none),
        bomb(
            "a photograph of four thousand million pixels",
            b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00\xff\xda".to_vec(),
            none,
        ),
        bomb("4,000 chunks", png(&vec![chunk(b"tEXt", b"a\0b"); 4_000]), none),
        bomb("100,000 chunks", png(&vec![chunk(b"tEXt", b""); 100_000]), none),
        bomb("4,000 badges", png(&vec![carried(0, b"{}"); 4_000]), none),
        bomb("a chunk of 4 GiB", [b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR".to_vec(), vec![0; 1000]].concat(), none),
        bomb("a billion laughs", format!("<!DOCTYPE svg [<!ENTITY l0 \"ha\">{lines}]>{}", svg("", "&l29;")), none),
        bomb("an entity from a file", format!("<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///dev/zero\">]>{}", svg("", "&a;")), none),
        bomb("elements in elements", svg("", &format!("{}{}", "<g>".repeat(280_000), "</g>".repeat(280_000))), none),
        bomb("elements beside elements", svg("", &filled("<g/>")), none),
        bomb("attributes", svg(&attributes(""), ""), none),
        bomb("namespaces", svg(&attributes("xmlns:"), ""), none),
        bomb("namespaces on many elements", svg(&attributes("xmlns:")[..3_000], &"<g xmlns:b=\"u\"/>".repeat(40_000)), none),
        bomb("open brackets", format!("<svg>{}", filled("<")), none),
        bomb("comments", svg("", &filled("<!---->")), none),
        bomb("a text that does not end in a picture", svg("", &credential(&format!("<![CDATA[{}", filled("]")))), none),
        bomb("a picture around arrays", svg("", &credential(&format!("<![CDATA[{{\"a\":{}]]>", "[".repeat(1 << 19)))), none),
        bomb("references", svg("", &credential(&filled("&#x7b;"))), none),
    ]
}

fn files() -> Vec<Bomb> {
    let none = "not-a-badge";
    let pdf = |inside: &[u8]| [b"%PDF-1.7\n".as_slice(), inside, b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"].concat();
    let stream =
        [b"1 0 obj<</Type/EmbeddedFile/Filter/FlateDecode>>stream\n".as_slice(), &deflated(256 << 20), b"\nendstream endobj"].concat();
    let objects: String = (1..100_000).map(|n| format!("{n} 0 obj {n} 0 R endobj\n")).collect();
    vec![
        bomb("a PDF of arrays in arrays", pdf(filled("[").as_bytes()), none),
        bomb("a PDF of dictionaries in dictionaries", pdf(filled("<</A").as_bytes()), none),
        bomb("a PDF stream that inflates to 256 MiB", pdf(&stream), none),
        bomb("a PDF of 100,000 objects that are themselves", pdf(objects.as_bytes()), none),
        bomb("a PDF of brackets in a text", pdf(filled("(").as_bytes()), none),
    ]
}

/// The sample badge, of an issuer that is a key.
fn badge() -> Value {
    let mut badge: Value = include_str!("../../vectors/badges/ours.json").parse().unwrap();
    badge["issuer"]["id"] = json!(issuer());
    badge.as_object_mut().unwrap().shift_remove("credentialStatus");
    badge
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn issuer() -> String {
    did::key::did_of(&key().verifying_key())
}

fn with(place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    let mut badge = badge();
    let holder = badge.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(index) => holder[index] = value,
        Err(_) => holder[name] = value,
    }
    badge
}

fn many(count: usize, value: impl Fn(usize) -> Value) -> Value {
    (0..count).map(value).collect()
}

/// Documents that have far too many of something: nobody signed them.
fn crowds() -> Vec<Bomb> {
    let lists = (0..30).fold(json!("x".repeat(1 << 20)), |inner, _| json!({"a": [inner, 1]}));
    let evidence = |n: usize| json!({"type": ["Evidence"], "narrative": n.to_string()});
    let described = |n: usize| json!({"id": format!("u:{n}"), "rubricCriterionLevel": [{"id": format!("l:{n}")}]});
    let result = |n: usize| json!({"resultDescription": format!("u:{n}"), "achievedLevel": format!("l:{n}")});
    let mut results = with("/credentialSubject/achievement/resultDescription", many(12_000, described));
    results["credentialSubject"]["result"] = many(12_000, result);
    let json = |name: &str, document: &Value, reason| bomb(name, document.to_string(), reason);
    vec![
        json("100,000 contexts", &with("/@context", many(100_000, |n| json!(format!("x{n}")))), "unsigned"),
        json(
            "a context of 100,000 terms",
            &with("/@context/1", Value::Object((0..60_000).map(|n| (format!("t{n}"), json!("urn:x"))).collect())),
            "unsigned",
        ),
        json(
            "a context of 60,000 terms below",
            &with("/issuer/@context", Value::Object((0..60_000).map(|n| (format!("t{n}"), json!("urn:x"))).collect())),
            "unsigned",
        ),
        json("20,000 pieces of evidence", &with("/evidence", many(20_000, evidence)), "too-complex"),
        json("12,000 results", &results, "unsigned"),
        json("lists in lists of a megabyte", &with("/evidence", json!([lists])), "unsigned"),
        json("40,000 types", &with("/evidence/0/type", many(40_000, |n| json!(format!("t{n}")))), "unsigned"),
        json("100,000 members", &with("/issuer/x", Value::Object((0..100_000).map(|n| (format!("m{n}"), json!(1))).collect())), "unsigned"),
        json("20,000 proofs", &with("/proof", many(20_000, |_| json!({"type": "DataIntegrityProof"}))), "too-complex"),
        json("10,000 endorsements", &with("/endorsement", many(10_000, |_| json!({"type": ["EndorsementCredential"]}))), "too-complex"),
    ]
}

fn clique(size: usize, predicate: &str) -> Value {
    let others = |one: usize| (0..size).filter(move |other| *other != one).map(|other| json!({"@id": format!("_:b{other}")}));
    many(size, |one| json!({"@id": format!("_:b{one}"), predicate: others(one).collect::<Vec<_>>()}))
}

/// Graphs in which nothing tells the nodes apart, and names that are said once and written often.
fn graphs() -> Vec<Bomb> {
    let json = |name: String, document: &Value| bomb(name, document.to_string(), "too-complex");
    let mut all: Vec<Bomb> =
        [8, 9, 10, 12, 16, 24, 32, 40].map(|size| json(format!("a clique of {size}"), &with("/@included", clique(size, "urn:p")))).into();
    let long = format!("urn:{}", "x".repeat(50_000));
    all.push(json("a clique with a long name".into(), &with("/@included", clique(11, &long))));
    let longer = format!("urn:{}", "x".repeat(1 << 20));
    let values = many(1_800, |n| json!({"@id": format!("urn:{n}")}));
    all.push(json("a name written 1,800 times".into(), &with("/@included", json!({"@id": "urn:a", &longer: values}))));
    all.push(json("an id written 1,800 times".into(), &with("/@included", json!({"@id": longer, "urn:p": values}))));
    let ring = many(190, |n| json!({"@id": format!("_:b{n}"), "urn:p": [{"@id": format!("_:b{}", (n + 1) % 190)}]}));
    all.push(json("a ring of 190".into(), &with("/@included", ring)));
    all.push(json("300 nameless nodes".into(), &with("/@included", many(300, |n| json!({"urn:p": n.to_string()})))));
    all
}

fn sign(document: &Value) -> Value {
    let method = did::key::verification_method_of(&key().verifying_key());
    let options = proof_config(&method, Timestamp::parse("2026-11-20T11:00:00Z").unwrap(), ASSERTION_METHOD);
    let hashes = hash_data(document, &options, Contexts::known()).unwrap();
    secured(document, &options, &key().sign(&hashes).to_bytes())
}

/// A token in which everything is right, whatever it says.
fn token(document: &Value) -> String {
    let header = json!({"alg": "EdDSA", "typ": "JWT", "kid": did::key::verification_method_of(&key().verifying_key())});
    let input = signing_input(&header, &claims_of(document).unwrap());
    format!("{input}.{}", BASE64URL_NOPAD.encode(&key().sign(input.as_bytes()).to_bytes()))
}

/// What an attacker signed with a key of their own: the signature holds.
fn signed() -> Vec<Bomb> {
    let list = "https://x.example/status/1";
    let entry = json!({
        "id": format!("{list}#1"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
        "statusListCredential": list
    });
    let listed = sign(&with("/credentialStatus", entry));
    let encoded = |bytes: usize| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0; 1 << 20];
        (0..bytes >> 20).for_each(|_| gzip.write_all(&zeros).unwrap());
        format!("u{}", BASE64URL_NOPAD.encode(&gzip.finish().unwrap()))
    };
    let of_list = |encoded: String| {
        sign(&json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"], "id": list,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": issuer(),
            "credentialSubject": {"id": format!("{list}#list"), "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded}
        }))
    };
    let with_list = |name: &str, encoded: String| Bomb {
        with: Some(of_list(encoded).to_string().into_bytes()),
        ..bomb(name, listed.to_string(), "status-unknown")
    };
    // Each endorsement a document of its own, with a poison of its own inside, behind a signature that holds.
    let poison = |below: Vec<String>| {
        let mut endorsement: Value = include_str!("../../vectors/badges/endorsement.json").parse().unwrap();
        endorsement["issuer"]["id"] = json!(issuer());
        endorsement["@included"] = clique(7, "urn:p");
        endorsement["proof"] = json!([{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}]);
        if !below.is_empty() {
            endorsement["issuer"]["endorsementJwt"] = json!(below);
        }
        token(&endorsement)
    };
    let inner = vec![poison(Vec::new()); 10];
    let tokens: Vec<String> = (0..10).map(|_| poison(inner.clone())).collect();
    vec![
        with_list("a status list that inflates to 64 MiB", encoded(64 << 20)),
        with_list("a status list that inflates to 700 MiB", encoded(700 << 20)),
        bomb("ten poisoned endorsements, each with ten", token(&with("/endorsementJwt", json!(tokens))), "malformed"),
    ]
}
