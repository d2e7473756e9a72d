//! Documents made here, by hand and by other programs, and what must not be read out of them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x:1","name":"Ганна"}"#;

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A document under construction.
struct Draft {
    bytes: Vec<u8>,
    offsets: Vec<(u32, usize)>,
}

impl Draft {
    fn new() -> Self {
        Self { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), offsets: Vec::new() }
    }

    fn object(mut self, number: u32, text: &str) -> Self {
        self.offsets.push((number, self.bytes.len()));
        write!(self.bytes, "{number} 0 obj\n{text}\nendobj\n").unwrap();
        self
    }

    fn stream(mut self, number: u32, entries: &str, content: &[u8]) -> Self {
        self.offsets.push((number, self.bytes.len()));
        write!(self.bytes, "{number} 0 obj\n<<{entries} /Length {}>>\nstream\n", content.len()).unwrap();
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        self
    }

    fn table(mut self, trailer: &str) -> Vec<u8> {
        let at = self.bytes.len();
        let mut table = "xref\n0 1\n0000000000 65535 f \n".to_owned();
        for (number, offset) in &self.offsets {
            write!(table, "{number} 1\n{offset:010} 00000 n \n").unwrap();
        }
        let size = self.offsets.iter().map(|(number, _)| number + 1).max().unwrap();
        write!(self.bytes, "{table}trailer\n<</Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{at}\n%%EOF\n").unwrap();
        self.bytes
    }
}

/// A page and this catalogue.
fn with_catalogue(entries: &str) -> Draft {
    Draft::new()
        .object(1, &format!("<</Type/Catalog /Pages 2 0 R {entries}>>"))
        .object(2, "<</Type/Pages /Kids[3 0 R] /Count 1>>")
        .object(3, "<</Type/Page /Parent 2 0 R /MediaBox[0 0 99.5 99]>>")
}

fn specification(name: &str, stream: u32) -> String {
    format!("<</Type/Filespec /F({name}) /UF({name}) /AFRelationship/Source /EF<</F {stream} 0 R>>>>")
}

/// One attachment, listed in both places as it should be.
fn certificate() -> Vec<u8> {
    with_catalogue("/AF[4 0 R] /Names<</EmbeddedFiles<</Names[(badge.json) 4 0 R]>>>>")
        .object(4, &specification("badge.json", 5))
        .stream(5, "/Type/EmbeddedFile /Subtype/application#2Fvc+ld+json /Filter/FlateDecode", &deflated(BADGE.as_bytes()))
        .table("")
}

fn attached(content: &[u8], name: &str, entries: &str) -> Result<Carried, PdfFault> {
    extract(&with_catalogue("/AF[4 0 R]").object(4, &specification(name, 5)).stream(5, entries, content).table(""))
}

#[test]
fn an_attached_badge_is_read() {
    let carried = extract(&certificate()).unwrap();
    assert_eq!(carried, Carried { generation: Generation::OpenBadges3, text: BADGE.to_owned() });
    assert_eq!(attached(b"e30.e30.AA", "badge.jwt", "").unwrap().text, "e30.e30.AA");
    assert_eq!(attached(BADGE.as_bytes(), "x", "/Subtype/application#2Fld+json").unwrap().text, BADGE);
}

#[test]
fn a_badge_far_down_in_the_tree_of_names_is_read() {
    let document = with_catalogue("/Names 6 0 R")
        .object(6, "<</EmbeddedFiles 7 0 R>>")
        .object(7, "<</Kids[8 0 R 9 0 R]>>")
        .object(8, "<</Names[(a.txt) 10 0 R] /Limits[(a.txt)(a.txt)]>>")
        .object(9, "<</Names[(b.json) 4 0 R]>>")
        .object(10, &specification("a.txt", 11))
        .object(4, &specification("\\376\\377\\000b\\000.\\000j\\000s\\000o\\000n", 5))
        .stream(5, "", BADGE.as_bytes())
        .stream(11, "", b"something else")
        .table("");
    assert_eq!(extract(&document).unwrap().text, BADGE);
}

#[test]
fn files_of_another_kind_beside_the_badge_are_passed_by() {
    let document = with_catalogue("/AF[4 0 R 6 0 R 8 0 R]")
        .object(4, &specification("badge.json", 5))
        .stream(5, "", BADGE.as_bytes())
        .object(6, &specification("colours.json", 7))
        .stream(7, "", b"{\"red\": 1}")
        .object(8, &specification("fonts.zip", 9))
        .stream(9, "", BADGE.as_bytes())
        .table("");
    assert_eq!(extract(&document).unwrap().text, BADGE);
    assert_eq!(attached(b"{\"red\": 1}", "colours.json", ""), Err(PdfFault::NoBadge));
    assert_eq!(extract(&with_catalogue("").table("")), Err(PdfFault::NoBadge));
}

#[test]
fn two_badges_are_refused_and_one_twice_is_one() {
    let two = |second: &str| {
        with_catalogue("/AF[4 0 R 6 0 R]")
            .object(4, &specification("a.json", 5))
            .stream(5, "", BADGE.as_bytes())
            .object(6, &specification("b.json", 7))
            .stream(7, "", second.as_bytes())
            .table("")
    };
    assert_eq!(extract(&two("e30.e30.AA")), Err(PdfFault::Several));
    assert_eq!(extract(&two(BADGE)).unwrap().text, BADGE);
}

#[test]
fn a_later_update_of_the_file_counts() {
    let mut document = certificate();
    let old = document.windows(9).rposition(|w| w == b"startxref").unwrap();
    let previous: usize = str::from_utf8(&document[old + 10..]).unwrap().lines().next().unwrap().parse().unwrap();
    let newer = BADGE.replace("urn:x:1", "urn:x:2");
    let object = document.len();
    write!(document, "5 0 obj\n<</Length {}>>\nstream\n{newer}\nendstream\nendobj\n", newer.len()).unwrap();
    let table = document.len();
    write!(document, "xref\n5 1\n{object:010} 00000 n \ntrailer\n<</Size 6 /Root 1 0 R /Prev {previous}>>\nstartxref\n{table}\n%%EOF\n")
        .unwrap();
    assert_eq!(extract(&document).unwrap().text, newer);
}

/// Object streams and a cross-reference stream, with PNG's rows of the kind "up".
fn packed(index: &str, first: usize, objects: &str) -> Vec<u8> {
    let content = format!("{index}{objects}");
    let mut draft = Draft::new().stream(6, &format!("/Type/ObjStm /N 2 /First {first} /Filter/FlateDecode"), &deflated(content.as_bytes()));
    draft = draft.stream(5, "/Subtype/application#2Fvc", BADGE.as_bytes());
    let at = draft.bytes.len();
    let of = |number: u32| draft.offsets.iter().find(|(n, _)| *n == number).unwrap().1;
    let plain = |offset: usize| [vec![1], u32::try_from(offset).unwrap().to_be_bytes().to_vec(), vec![0]].concat();
    let within = |index: u8| vec![2, 0, 0, 0, 6, index];
    let rows = [vec![0; 6], within(0), vec![0; 6], vec![0; 6], within(1), plain(of(5)), plain(of(6)), plain(at)];
    let mut above = vec![0_u8; 6];
    let mut filtered = Vec::new();
    for row in rows {
        filtered.push(2);
        filtered.extend(row.iter().zip(&above).map(|(byte, up)| byte.wrapping_sub(*up)));
        above = row;
    }
    let entries = "/Type/XRef /Size 8 /W[1 4 1] /Root 1 0 R /Filter/FlateDecode /DecodeParms<</Predictor 12 /Columns 6>>";
    let mut bytes = draft.stream(7, entries, &deflated(&filtered)).bytes;
    write!(bytes, "startxref\n{at}\n%%EOF").unwrap();
    bytes
}

#[test]
fn packed_objects_and_tables_are_read() {
    let catalogue = "<</Type/Catalog /AF[4 0 R]>>";
    let index = format!("1 0 4 {} ", catalogue.len() + 1);
    let document = packed(&index, index.len(), &format!("{catalogue} {}", specification("badge", 5)));
    assert_eq!(extract(&document).unwrap().text, BADGE);
}

#[test]
fn a_document_by_another_program_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("bare.pdf"), with_catalogue("").table("")).unwrap();
    std::fs::write(path("badge.json"), BADGE).unwrap();
    let run = |program: &str, arguments: &[&str]| match Command::new(program).args(arguments).current_dir(folder.path()).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(_) => {
            #[allow(clippy::print_stderr)] // skipped aloud
            {
                eprintln!("skipped: {program} is not here");
            }
            false
        }
    };
    let read = |name: &str| extract(&std::fs::read(path(name)).unwrap());
    if run("pdfattach", &["bare.pdf", "badge.json", "poppler.pdf"]) {
        assert_eq!(read("poppler.pdf").unwrap().text, BADGE);
    }
    for (name, options) in [
        ("plain.pdf", &[][..]),
        ("packed.pdf", &["--object-streams=generate"]),
        ("linear.pdf", &["--linearize"]),
        ("both.pdf", &["--linearize", "--object-streams=generate"]),
        ("spread.pdf", &["--qdf"]),
    ] {
        let arguments = [&["bare.pdf", "--add-attachment", "badge.json", "--mimetype=application/json", "--"], options, &[name]].concat();
        if run("qpdf", &arguments) {
            assert_eq!(read(name).unwrap().text, BADGE, "{name}");
        }
    }
    let arguments = ["bare.pdf", "--add-attachment", "badge.json", "--", "--encrypt", "", "x", "256", "--", "encrypted.pdf"];
    if run("qpdf", &arguments) {
        assert_eq!(read("encrypted.pdf"), Err(PdfFault::Encrypted));
    }
}

/// Ends soon, with a fault.
fn refused(what: &str, document: &[u8]) -> PdfFault {
    let started = Instant::now();
    let fault = extract(document).expect_err(what);
    assert!(started.elapsed().as_millis() < 1000, "{what}: {:?}", started.elapsed());
    fault
}

#[test]
fn a_bomb_ends_in_a_refusal() {
    let zeros = deflated(&vec![0; 64 << 20]);
    let twice = deflated(&zeros);
    assert_eq!(attached(&zeros, "a.json", "/Filter/FlateDecode"), Err(PdfFault::TooMuch { limit: 4 << 20 }));
    assert_eq!(attached(&twice, "a.json", "/Filter[/FlateDecode/FlateDecode]"), Err(PdfFault::Filter));
    assert_eq!(attached(&deflated(&vec![b' '; 2 << 20]), "a.json", "/Filter/FlateDecode"), Err(PdfFault::TooLong { limit: LONGEST_BADGE }));
    assert_eq!(attached(b"AA>", "a.json", "/Filter/ASCIIHexDecode"), Err(PdfFault::Filter));
    // One index that names the same huge object again and again: others need gigabytes for it.
    let index = "1 0 ".repeat(20_000);
    let document = packed(&index, index.len(), &format!("[{}]", "1 ".repeat(20_000)));
    assert_eq!(refused("an index of copies", &document), PdfFault::Table);
    let index = "1 0 4 0 ";
    assert_eq!(refused("values", &packed(index, index.len(), &format!("[{}]", "1 ".repeat(60_000)))), PdfFault::TooManyValues);
    assert_eq!(refused("depth", &packed(index, index.len(), &"[".repeat(1_000_000))), PdfFault::TooDeep { limit: 32 });
    let text = format!("<</AF[4 0 R 4 0 R 4 0 R] /X({})>>", "x".repeat(1 << 20));
    assert_eq!(refused("one long text", &packed(index, index.len(), &text)), PdfFault::TooManyValues);
}

#[test]
fn a_circle_ends_in_a_refusal() {
    assert_eq!(
        refused("a tree in itself", &with_catalogue("/Names<</EmbeddedFiles 4 0 R>>").object(4, "<</Kids[4 0 R]>>").table("")),
        PdfFault::TooDeep { limit: 16 }
    );
    assert_eq!(
        refused(
            "a bush",
            &with_catalogue("/Names<</EmbeddedFiles 4 0 R>>").object(4, &format!("<</Kids[{}]>>", "4 0 R ".repeat(99))).table("")
        ),
        PdfFault::TooDeep { limit: 16 }
    );
    let wide = with_catalogue("/Names<</EmbeddedFiles 4 0 R>>").object(4, &format!("<</Kids[{}]>>", "2 0 R ".repeat(999)));
    assert_eq!(refused("a broad tree", &wide.table("")), PdfFault::TooManyValues);
    assert_eq!(refused("a reference to itself", &with_catalogue("/AF 4 0 R").object(4, "4 0 R").table("")), PdfFault::Table);
    let own = Draft::new().object(1, "<<>>").stream(5, "", b"").table("/Prev 20");
    refused("a table that is none", &own);
    let mut circle = certificate();
    let at = circle.windows(5).rposition(|w| w == b"\nxref").unwrap() + 1;
    let end = circle.windows(7).rposition(|w| w == b"trailer").unwrap();
    circle.truncate(end);
    write!(circle, "trailer\n<</Root 1 0 R /Prev {at}>>\nstartxref\n{at}\n%%EOF").unwrap();
    assert_eq!(refused("a table before itself", &circle), PdfFault::Table);
    let many = with_catalogue(&format!("/AF[{}]", "4 0 R ".repeat(65))).object(4, &specification("a.json", 5)).stream(5, "", b"").table("");
    assert_eq!(refused("attachments", &many), PdfFault::TooManyAttachments { limit: 64 });
}

#[test]
fn a_damaged_document_is_refused_wherever_it_is_cut_and_never_read_as_another() {
    let whole = certificate();
    for end in 0..whole.len() - 8 {
        assert!(extract(&whole[..end]).is_err(), "cut at {end}");
    }
    for at in 0..whole.len() {
        for flipped in [1, 0x20, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= flipped;
            if let Ok(carried) = extract(&damaged) {
                assert_eq!(carried.text, BADGE, "byte {at}");
            }
        }
    }
    assert_eq!(extract(b"hello"), Err(PdfFault::NotPdf));
    assert_eq!(extract(b"%PDF-1.7"), Err(PdfFault::NoTable));
    assert!(matches!(extract(&vec![b'%'; LARGEST_PICTURE + 1]), Err(PdfFault::TooLarge { .. })));
}
