//! Papers at the command line: of a badge, of a whole training, and for those who have no badge.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{attest, insignia, real, refused_and_unchanged};

const LEARNERS: [&str; 2] = ["Ганна Їжакевич", "Amina Bello"];

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

/// What a tool says about files, which has to be content with them.
fn said_by(at: &Path, tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool).args(arguments).current_dir(at).output().expect("the tool is installed");
    assert!(output.status.success(), "{tool} {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

fn pages(at: &Path, file: &str) -> String {
    said_by(at, "qpdf", &["--check", file]);
    said_by(at, "pdftotext", &["-layout", file, "-"])
}

/// A training of three: two have the badge, which was issued, and Chidi has none yet.
struct Day {
    at: tempfile::TempDir,
    training: String,
    badges: Vec<String>,
}

impl Day {
    fn new() -> Self {
        let at = real();
        let day = ["--json", "trainings", "add", "--name", "A day of partnerships", "--from", "2026-11-20", "--until", "2026-11-21"];
        let by = ["--affiliate", "wmxx", "--class", "facilitator", "--trainer", "Anna"];
        let training = text(&insignia(at.path(), &[&day[..], &by[..]].concat()).done().json()["training"]);
        let nominate = |name: &str| {
            let whom = ["--json", "nominate", "--training", &training, "--class", "facilitator", "--by", "Anna"];
            let named = ["--confirmed-by", "holder", "--name", name];
            text(&insignia(at.path(), &[&whom[..], &named[..]].concat()).done().json()["lines"][0]["nomination"])
        };
        let badge = |name: &str| {
            let nomination = nominate(name);
            attest(at.path(), &nomination, "Anna").done();
            text(&insignia(at.path(), &["--json", "issue", &nomination]).done().json()["lines"][0]["credential"])
        };
        let badges = LEARNERS.map(badge).to_vec();
        nominate("Chidi Okafor");
        Self { at, training, badges }
    }

    fn path(&self) -> &Path {
        self.at.path()
    }

    fn of_all(&self, more: &[&str]) -> super::Run {
        insignia(self.path(), &[&["certificate", "--training", &self.training][..], more].concat())
    }
}

#[test]
fn an_archival_certificate_is_sound_names_its_holder_carries_the_badge_and_is_the_same_each_time() {
    let day = Day::new();
    let print = |out: &str| insignia(day.path(), &["certificate", &day.badges[0], "--archival", "--out", out]).done();
    print("one.pdf");
    print("other.pdf");
    let read = |file: &str| std::fs::read(day.path().join(file)).expect("the file");
    assert_eq!(read("one.pdf"), read("other.pdf"));
    let file = String::from_utf8_lossy(&read("one.pdf")).into_owned();
    assert!(file.contains("<pdfaid:conformance>A") && file.contains("<pdfuaid:part>1"), "it says what it is");
    let said = pages(day.path(), "one.pdf");
    assert!(said.contains(LEARNERS[0]) && said.contains("Facilitator") && said.contains("Example User Group"), "{said}");
    insignia(day.path(), &["verify", "one.pdf"]).done();
}

#[test]
fn a_certificate_in_another_language_marks_the_class_as_translated_and_a_card_shows_it_as_signed() {
    let day = Day::new();
    let print = |template: &str| {
        insignia(day.path(), &["certificate", &day.badges[1], "--language", "uk", "--template", template, "--out", "p.pdf"]).done();
        pages(day.path(), "p.pdf")
    };
    let paper = print("a4-landscape");
    assert!(paper.contains("Переклад із нашого каталогу") && paper.contains("Facilitator"), "{paper}");
    let card = print("cards");
    assert!(card.contains("Facilitator") && !card.contains("Переклад із нашого каталогу") && card.contains("Дата надання"), "{card}");
}

#[test]
fn a_training_becomes_a_zip_with_a_file_for_each_badge() {
    let day = Day::new();
    for (file, archival) in [("all.zip", false), ("archive.zip", true)] {
        let kind = if archival { &["--archival"][..] } else { &[] };
        let done = day.of_all(&[&["--zip", file][..], kind].concat()).done();
        assert!(done.out.contains("2 certificates"), "{done:?}");
        let zip = std::fs::File::open(day.path().join(file)).expect("the ZIP");
        let mut zip = zip::ZipArchive::new(zip).expect("it is one");
        assert_eq!(zip.len(), 2, "Chidi has no badge");
        let mut names: Vec<&str> = Vec::new();
        for index in 0..zip.len() {
            let mut one = zip.by_index(index).expect("a file");
            let mut kept = std::fs::File::create(day.path().join("one.pdf")).expect("a file");
            std::io::copy(&mut one, &mut kept).expect("it is whole");
            let said = pages(day.path(), "one.pdf");
            names.extend(LEARNERS.into_iter().filter(|name| said.contains(name)));
            insignia(day.path(), &["verify", "one.pdf"]).done();
            let bytes = std::fs::read(day.path().join("one.pdf")).expect("the file");
            assert_eq!(String::from_utf8_lossy(&bytes).contains("<pdfaid:part>3"), archival);
        }
        names.sort_unstable();
        assert_eq!(names, [LEARNERS[1], LEARNERS[0]], "each once");
    }
    let left: Vec<_> = std::fs::read_dir(day.path()).expect("the folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("part")), "{left:?}");
}

#[test]
fn a_training_is_printed_as_one_file_of_pages_or_of_cards_without_badges_inside() {
    let day = Day::new();
    for (file, kind, sheets) in [("pages.pdf", &[][..], "2\n"), ("cards.pdf", &["--cards"][..], "1\n")] {
        day.of_all(&[&["--print", file][..], kind].concat()).done();
        let said = pages(day.path(), file);
        assert!(LEARNERS.iter().all(|name| said.contains(name)) && !said.contains("Chidi"), "{said}");
        assert_eq!(said_by(day.path(), "qpdf", &["--show-npages", file]), sheets, "{file}");
        assert!(said_by(day.path(), "qpdf", &["--list-attachments", file]).contains("no embedded files"), "{file}");
    }
}

#[test]
fn a_slip_is_for_who_took_part_and_has_no_badge_and_says_that_it_is_none() {
    let day = Day::new();
    let slips = insignia(day.path(), &["--json", "certificate", "slip", &day.training, "--out", "slips"]).done().json();
    assert_eq!(slips["slips"].as_array().map(Vec::len), Some(1), "{slips}");
    let said = pages(day.path(), &text(&slips["slips"][0]["file"]));
    assert!(said.contains("Chidi Okafor") && said.contains("A day of partnerships") && said.contains("not a badge"), "{said}");
    let one = insignia(day.path(), &["--json", "certificate", "slip", &day.training, "Amina Bello", "--out", "one"]).done().json();
    assert!(pages(day.path(), &text(&one["slips"][0]["file"])).contains("Amina Bello"));
}

#[test]
fn an_export_has_the_certificate_among_its_files() {
    let day = Day::new();
    insignia(day.path(), &["export", &day.badges[1], "--to", "files"]).done();
    let file = format!("files/{}.pdf", day.badges[1]);
    assert!(pages(day.path(), &file).contains(LEARNERS[1]));
    insignia(day.path(), &["verify", &file]).done();
}

#[test]
fn what_cannot_be_printed_is_a_sentence_and_no_file() {
    let day = Day::new();
    let all = ["certificate", "--training", &day.training];
    // The first look at a badge writes down the list of who was revoked, signed for today.
    insignia(day.path(), &["certificate", &day.badges[0]]).done();
    let unknown = "01hq3v5k8m2n4p6r7s9t0w1x2y";
    let refused = |arguments: &[&str], words: &[&str]| refused_and_unchanged(day.path(), arguments, words);
    refused(&["certificate", "--training", unknown, "--zip", "all.zip"], &["training"]);
    refused(&["certificate", "slip", unknown], &["training"]);
    refused(&["certificate", "slip", &day.training, "Anna"], &["\"Anna\" was not put forward in this training"]);
    refused(&["certificate", unknown], &["there is no published badge"]);
    refused(&[&all[..], &["--print", "all.pdf", "--archival"]].concat(), &["one person's", "--zip"]);
    refused(&[&all[..], &["--zip", "all.zip", "--template", "a5"]].concat(), &["no template \"a5\"", "a4-landscape"]);
    refused(&[&all[..], &["--zip", "/proc/all.zip"]].concat(), &["/proc/all.zip.part cannot be written"]);
    refused(&["certificate", &day.badges[0], "--out", "/proc/papers"], &["/proc/papers cannot be made"]);
    refused(&["certificate", &day.badges[0], &day.badges[1], "--out", "both.pdf"], &["do not go into one file"]);
    let both = day.of_all(&["--zip", "all.zip", "--print", "all.pdf"]);
    assert!(both.code == 2 && both.err.contains("cannot be used with") && both.out.is_empty(), "{both:?}");
    assert!(!day.path().join("all.zip").exists() && !day.path().join("all.pdf").exists());
}
