//! Three hundred certificates, with few in memory at any time.

use std::cell::Cell;
use std::io::Read;
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;

use super::*;
use crate::appearance::certificate::pdf::{Artworks, write_with};
use crate::appearance::certificate::sheet::{Attachment, Code, Item, Page, Picture, Rect, Sheet};
use crate::appearance::certificate::vector::Vector;
use crate::appearance::qr::Qr;
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

const MADE: Timestamp = Timestamp::from_ms(1_795_172_400_000);

/// A file that is missed when it is gone.
struct Counted {
    bytes: Vec<u8>,
    alive: Rc<Cell<usize>>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.alive.set(self.alive.get() - 1);
    }
}

fn certificate(number: usize, artworks: &Artworks, drawing: &Arc<Vector>) -> Vec<u8> {
    let address = format!("HTTPS://BADGES.EXAMPLE/C/{number:04}");
    let place = |x, side| Rect { x, y: 20.0, width: side, height: side };
    let code = Code { qr: Qr::of(&address).unwrap(), place: place(200.0, 90.0), said: "Code".into(), link: address };
    let seal = Picture { drawing: Arc::clone(drawing), place: place(20.0, 150.0), said: "Seal".into() };
    let credential = format!("{{\"@context\":[],\"number\":{number}}}").into_bytes();
    let sheet = Sheet {
        title: "Certificate".into(),
        author: "Issuer".into(),
        language: LanguageTag::english(),
        direction: Direction::Ltr,
        made_at: MADE,
        pages: vec![Page { width: 320.0, height: 200.0, items: vec![Item::Figure(seal), Item::Code(code)] }],
        attachments: vec![Attachment {
            name: "credential.json".into(),
            media_type: "application/vc".into(),
            said: "Badge".into(),
            bytes: credential,
        }],
    };
    write_with(&sheet, artworks).unwrap()
}

/// So many certificates, made when they are asked for, and the most that were alive at once.
fn certificates(count: usize) -> (impl Iterator<Item = Result<Finished<Counted>, String>>, Rc<Cell<usize>>) {
    let svg = (0..200)
        .fold(String::new(), |svg, n| svg + &format!("<circle cx=\"{}\" cy=\"{}\" r=\"3.{n}\" fill=\"#36c\"/>", n % 20 * 5, n / 20 * 5));
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{svg}</svg>");
    let (drawing, artworks) = (Arc::new(Vector::of_svg(&svg).unwrap()), Artworks::default());
    let (alive, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let seen = Rc::clone(&most);
    let made = (1..=count).map(move |number| {
        alive.set(alive.get() + 1);
        seen.set(seen.get().max(alive.get()));
        let bytes = certificate(number, &artworks, &drawing);
        Ok(Finished { code: format!("AB-{number:04}"), pdf: Counted { bytes, alive: Rc::clone(&alive) } })
    });
    (made, most)
}

#[test]
fn a_zip_holds_each_certificate_under_its_code_and_no_two_are_alive() {
    let (made, most) = certificates(300);
    let (mut zip, mut told) = (Vec::new(), Vec::new());
    assert_eq!(zipped(made, MADE, &mut zip, |done| told.push(done)).unwrap(), 300);
    assert_eq!(told, (1..=300).collect::<Vec<usize>>());
    assert_eq!(most.get(), 1);
    let mut archive = zip::ZipArchive::new(io::Cursor::new(zip)).unwrap();
    assert_eq!(archive.len(), 300);
    let mut file = archive.by_name("certificate-ab-0042.pdf").unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    assert_eq!(crate::standards::bake::pdf::extract(&bytes).unwrap().text, "{\"@context\":[],\"number\":42}");
}

#[test]
fn the_same_certificates_are_the_same_zip_and_the_same_print() {
    let zip = || {
        let mut bytes = Vec::new();
        zipped(certificates(3).0, MADE, &mut bytes, |_| {}).unwrap();
        bytes
    };
    assert_eq!(zip(), zip());
    let print = || {
        let mut bytes = Vec::new();
        printed(certificates(3).0, "Print", MADE, &mut bytes, |_| {}).unwrap();
        bytes
    };
    assert_eq!(print(), print());
}

#[test]
fn a_print_has_all_pages_once_and_no_badge() {
    let (made, most) = certificates(300);
    let (mut pdf, mut last) = (Vec::new(), 0);
    assert_eq!(printed(made, "Training in Accra", MADE, &mut pdf, |done| last = done).unwrap(), 300);
    assert_eq!((last, most.get()), (300, 1));
    let single = certificate(
        1,
        &Artworks::default(),
        &Arc::new(Vector::of_svg("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>").unwrap()),
    )
    .len();
    // The drawing, far larger than the rest, is written once.
    assert!(pdf.len() < 300 * single, "{} for 300, {single} for one without drawing", pdf.len());
    assert!(!String::from_utf8_lossy(&pdf).contains("EmbeddedFile"));
    if Command::new("qpdf").arg("--version").output().is_err() {
        let _ = writeln!(io::stderr(), "NOT CHECKED: qpdf is not installed");
        return;
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf).unwrap();
    let path = file.path().to_str().unwrap();
    let checked = Command::new("qpdf").args(["--check", path]).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && !said.contains("WARNING"), "{said}");
    let pages = Command::new("qpdf").args(["--show-npages", path]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&pages.stdout).trim(), "300");
}

#[test]
fn a_certificate_that_cannot_be_made_ends_the_work() {
    let made = || certificates(2).0.chain([Err("the holder's name has no font".to_owned())]).chain(certificates(2).0);
    let mut told = 0;
    let fault = zipped(made(), MADE, Vec::new(), |done| told = done).unwrap_err();
    assert!(matches!(fault, BulkFault::Certificate(said) if said.contains("font")));
    assert_eq!(told, 2);
    assert!(printed(made(), "x", MADE, Vec::new(), |_| {}).is_err());
}

#[test]
fn what_is_no_pdf_is_named_by_its_code() {
    let broken = [Ok::<_, String>(Finished { code: "XY-9".into(), pdf: b"%PDF-1.7 nothing".to_vec() })];
    let fault = printed(broken, "x", MADE, Vec::new(), |_| {}).unwrap_err().to_string();
    assert!(fault.contains("certificate XY-9"), "{fault}");
}

#[test]
fn names_are_safe_and_none_is_taken_twice() {
    let mut names = Names::default();
    let made: Vec<String> = ["AB-12", "ab/../12", "ab12", "", "নাম"].iter().map(|code| names.name(code)).collect();
    assert_eq!(made, ["certificate-ab-12.pdf", "certificate-ab12.pdf", "certificate-ab12-2.pdf", "certificate-.pdf", "certificate--2.pdf"]);
}
