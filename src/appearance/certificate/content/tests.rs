//! Real badges through the real verifier onto a paper.

use serde_json::{Value, json};

use super::*;
use crate::appearance::certificate::template::Template;
use crate::appearance::pages::credential::{AttestationCard, TrainerShown};
use crate::appearance::pages::embedded_messages;
use crate::appearance::sample_badge;
use crate::appearance::templates::Templates;
use crate::community::attestation::{NewTraining, Training};
use crate::verifier::{Known, Presented, Verdict, verify};
use crate::vocabulary::Chance;

const ID: &str = "5srr4yy5xkz9e3v1tzf8q0a2mc";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn tag(text: &str) -> LanguageTag {
    text.parse().unwrap()
}

/// A badge of our facilitators in the version of today's catalogue, with a change.
fn signed(change: impl Fn(&mut Value)) -> Value {
    sample_badge::signed(|badge| {
        *badge = badge.to_string().replace("/badges/facilitator/1.0", "/badges/facilitator/1").parse().unwrap();
        change(badge);
    })
}

struct Desk {
    messages: Messages,
    catalog: Catalog,
    addresses: Addresses,
}

impl Desk {
    fn new() -> Self {
        let addresses = Addresses::new("https://badges.example.org".parse().unwrap());
        Self { messages: embedded_messages().unwrap(), catalog: Catalog::embedded().unwrap(), addresses }
    }

    fn paper<'a>(&'a self, language: &'a LanguageTag) -> Paper<'a> {
        let (form, detail) = (NameForm::Wall, Detail::Whole);
        let (messages, catalog, addresses) = (&self.messages, &self.catalog, &self.addresses);
        Paper { messages, catalog, addresses, language, form, detail, naming: Naming::Translated }
    }

    fn certificate(&self, badge: &Value, language: &str, form: NameForm, records: &[AttestationCard]) -> Content {
        let language = tag(language);
        let Verdict::Valid(verified) = verify(&Presented::new(badge.to_string()), &Known::strict(), at("2026-11-21T11:00:00Z")) else {
            panic!("the sample is not valid")
        };
        let paper = Paper { form, ..self.paper(&language) };
        paper.certificate(&verified, &badge.to_string(), records, Some("<svg/>".to_owned())).unwrap()
    }
}

fn lines(content: &Content, field: Field) -> Vec<&str> {
    content.texts.get(&field).into_iter().flatten().map(|said| said.text.as_str()).collect()
}

fn languages(content: &Content, field: Field) -> Vec<&str> {
    content.texts.get(&field).into_iter().flatten().map(|said| said.language.as_str()).collect()
}

fn record(trainer: TrainerShown, affiliate: &str, withdrawn_at: Option<Timestamp>) -> AttestationCard {
    let attested_at = at("2026-11-19T11:00:00Z");
    AttestationCard { address: String::new(), trainer, affiliate: affiliate.to_owned(), attested_at, criteria: Vec::new(), withdrawn_at }
}

fn named(name: &str) -> AttestationCard {
    record(TrainerShown::Name(name.to_owned()), "Wikimedia X", None)
}

#[test]
fn a_certificate_says_what_was_signed() {
    let badge = signed(|_| ());
    let content = Desk::new().certificate(&badge, "en", NameForm::Wall, &[]);
    assert_eq!(lines(&content, Field::Holder), ["Ганна"]);
    assert_eq!(languages(&content, Field::Holder), ["und"]);
    assert_eq!(lines(&content, Field::Class), ["Facilitator"]);
    assert_eq!(lines(&content, Field::Original), [""; 0], "the paper is in the signed language");
    assert_eq!(lines(&content, Field::Level), ["Level: Advanced"]);
    assert_eq!(lines(&content, Field::Criteria), ["What had to be shown:", "• Plans and leads."]);
    assert_eq!(lines(&content, Field::Issuer), ["Issued by Example Affiliate"]);
    assert_eq!(lines(&content, Field::Awarded), ["Awarded on November 20, 2026"]);
    assert_eq!(lines(&content, Field::Valid), ["Valid until November 20, 2029"]);
    assert_eq!(lines(&content, Field::Address), ["Address: badges.example.org"]);
    assert_eq!(lines(&content, Field::Trainers), [""; 0]);
    let code = lines(&content, Field::Code)[0].trim_start_matches("Code: ").replace('-', "");
    assert!(code.len() == 28 && code.to_lowercase().starts_with(ID), "{code}: with two check characters");
    let scanned = content.code.unwrap();
    assert_eq!(scanned.link, format!("https://badges.example.org/c/{ID}"));
    assert_eq!(scanned.scanned, scanned.link.to_uppercase());
    assert_eq!(content.credential.unwrap(), badge.to_string());
    assert_eq!(content.made_at, at("2026-11-20T11:00:00Z"));
    assert_eq!(content.title, "Certificate: Facilitator – Ганна");
}

#[test]
fn a_translated_class_is_marked_and_what_was_signed_stands_beside_it() {
    let content = Desk::new().certificate(&signed(|_| ()), "ar", NameForm::Wall, &[]);
    assert_eq!(content.language, tag("ar"));
    assert_eq!((lines(&content, Field::Class), languages(&content, Field::Class)), (vec!["التيسير"], vec!["ar"]));
    assert_eq!(lines(&content, Field::Original)[1], "Facilitator");
    assert_eq!(languages(&content, Field::Original), ["ar", "en"]);
    assert!(lines(&content, Field::Level)[0].contains("باستقلالية"), "the second level, by its place, in our catalogue's words");
    assert_eq!(lines(&content, Field::Criteria).len(), 7, "a heading and six criteria");
    assert!(lines(&content, Field::Code)[0].contains("\u{2068}5SRR-"), "a code keeps its direction");
}

#[test]
fn where_nothing_can_say_that_a_class_is_translated_it_stands_as_signed() {
    let (desk, badge, language) = (Desk::new(), signed(|_| ()), tag("ar"));
    let Verdict::Valid(verified) = verify(&Presented::new(badge.to_string()), &Known::strict(), at("2026-11-21T11:00:00Z")) else {
        panic!("the sample is not valid")
    };
    let paper = Paper { naming: Naming::AsSigned, ..desk.paper(&language) };
    let content = paper.certificate(&verified, "{}", &[], None).unwrap();
    assert_eq!((lines(&content, Field::Class), languages(&content, Field::Class)), (vec!["Facilitator"], vec!["en"]));
    assert!(lines(&content, Field::Level)[0].contains("Advanced"), "{:?}", lines(&content, Field::Level));
    assert_eq!(content.language, tag("ar"), "the phrases are the reader's");
    let naming = |name: &str| {
        let svg = Templates::embedded().text(&format!("certificates/{name}.svg")).unwrap().to_owned();
        Template::read(name, &svg).unwrap().naming()
    };
    assert_eq!(["a4-landscape", "letter-landscape", "cards"].map(naming), [Naming::Translated, Naming::Translated, Naming::AsSigned]);
}

#[test]
fn a_class_without_translation_stands_in_its_own_language_within_the_readers_frame() {
    let foreign = signed(|badge| {
        badge["credentialSubject"]["achievement"]["id"] = json!("https://elsewhere.example/badges/7");
        badge["credentialSubject"]["achievement"]["inLanguage"] = json!("fr");
        badge["credentialSubject"]["achievement"].as_object_mut().unwrap().shift_remove("related");
    });
    let content = Desk::new().certificate(&foreign, "uk", NameForm::Wall, &[]);
    assert_eq!((lines(&content, Field::Class), languages(&content, Field::Class)), (vec!["Facilitator"], vec!["fr"]));
    assert_eq!(languages(&content, Field::Heading), ["uk"]);
    assert!(lines(&content, Field::Original)[0].ends_with("français"), "{:?}", lines(&content, Field::Original));
    assert_eq!(languages(&content, Field::Criteria), ["uk", "fr"]);
}

#[test]
fn a_language_without_words_falls_back_along_its_chain() {
    let desk = Desk::new();
    for (asked, got) in [("wo", "fr"), ("tlh", "en"), ("en-GB", "en"), ("arz", "ar")] {
        let content = desk.certificate(&signed(|_| ()), asked, NameForm::Wall, &[]);
        assert_eq!(content.language, tag(got), "{asked}");
        assert_eq!(languages(&content, Field::Check), [got], "{asked}");
    }
}

#[test]
fn the_user_name_stands_only_on_the_form_that_asks_for_it() {
    let identity = |kind: &str, text: &str| json!({"type": "IdentityObject", "hashed": false, "identityHash": text, "identityType": kind});
    let names = signed(|badge| {
        badge["credentialSubject"]["identifier"] =
            json!([identity("name", "A"), identity("name", "Б"), identity("name", "ع"), identity("userName", "Exampla")]);
    });
    let desk = Desk::new();
    let wall = desk.certificate(&names, "en", NameForm::Wall, &[]);
    assert_eq!(lines(&wall, Field::Holder), ["A", "Б"], "two names at most");
    let said: Vec<&Said> = wall.texts.values().flatten().collect();
    assert!(!said.iter().any(|said| said.text.contains("Exampla")) && !wall.title.contains("Exampla"));
    let full = desk.certificate(&names, "en", NameForm::Full, &[]);
    assert_eq!(lines(&full, Field::Account), ["Wikimedia user name: Exampla"]);
    let account = signed(|badge| badge["credentialSubject"]["identifier"] = json!([identity("userName", "Exampla")]));
    let wall = desk.certificate(&account, "en", NameForm::Wall, &[]);
    assert_eq!(lines(&wall, Field::Presented), ["This badge was issued to a person who is not named here"]);
    assert_eq!(lines(&wall, Field::Holder), [""; 0]);
    assert_eq!(lines(&desk.certificate(&account, "en", NameForm::Full, &[]), Field::Holder), ["Exampla"]);
}

#[test]
fn trainers_stand_as_they_agreed_to_be_shown_each_once_and_not_after_they_withdrew() {
    let desk = Desk::new();
    let said = |records: &[AttestationCard]| {
        let content = desk.certificate(&signed(|_| ()), "en", NameForm::Wall, records);
        lines(&content, Field::Trainers).join("\n")
    };
    let hidden = record(TrainerShown::Affiliate, "Wikimedia Y", None);
    assert_eq!(said(&[named("Amina"), hidden, named("Amina")]), "Attested by: Amina (Wikimedia X) · a trainer of Wikimedia Y");
    let gone = record(TrainerShown::Name("Gone".to_owned()), "", Some(at("2026-11-20T00:00:00Z")));
    assert_eq!(said(&[gone]), "");
    let many = ["A", "B", "C", "D", "E", "F"].map(named);
    assert!(said(&many).ends_with("D (Wikimedia X) · 2 others"), "{}", said(&many));
}

#[test]
fn less_is_said_of_the_criteria_where_there_is_no_room() {
    let desk = Desk::new();
    let language = tag("ar");
    let badge = signed(|_| ());
    let Verdict::Valid(verified) = verify(&Presented::new(badge.to_string()), &Known::strict(), at("2026-11-21T11:00:00Z")) else {
        panic!("the sample is not valid")
    };
    let made = |detail| Paper { detail, ..desk.paper(&language) }.certificate(&verified, "{}", &[], None).unwrap();
    let (whole, brief) = (made(Detail::Whole), made(Detail::Brief));
    assert_eq!(lines(&brief, Field::Criteria).len(), 6, "a heading, four of six criteria, and how many are left");
    let length = |content: &Content| lines(content, Field::Criteria).iter().map(|line| line.chars().count()).sum::<usize>();
    assert!(length(&brief) < length(&whole));
    assert_eq!(lines(&made(Detail::Nothing), Field::Criteria), [""; 0]);
}

#[test]
fn a_badge_from_elsewhere_gets_no_certificate_of_ours() {
    let desk = Desk::new();
    let english = LanguageTag::english();
    let badge = signed(|badge| badge["id"] = json!("https://badges.example.com/c/5srr4yy5xkz9e3v1tzf8q0a2mc"));
    let Verdict::Valid(verified) = verify(&Presented::new(badge.to_string()), &Known::strict(), at("2026-11-21T11:00:00Z")) else {
        panic!("the sample is not valid")
    };
    assert_eq!(desk.paper(&english).certificate(&verified, "{}", &[], None), None);
}

#[test]
fn a_slip_says_attendance_only_and_carries_nothing_to_be_checked() {
    let desk = Desk::new();
    let asked = NewTraining {
        name: "Editing day".to_owned(),
        place: "Kochi".to_owned(),
        starts_at: at("2026-11-20T00:00:00Z"),
        ends_at: at("2026-11-20T23:59:59Z"),
        affiliate: "Wikimedia X".to_owned(),
        classes: Vec::new(),
        trainers: Vec::new(),
    };
    let training = Training::new(Chance::seeded(1).id(), &asked, Vec::new());
    let language = tag("fr");
    let slip = desk.paper(&language).slip(&training, &["अनन्या सेन"]);
    assert_eq!(lines(&slip, Field::Heading), ["Attestation de participation"]);
    assert_eq!(lines(&slip, Field::Holder), ["अनन्या सेन"]);
    assert_eq!(lines(&slip, Field::Class), ["Editing day"]);
    assert_eq!(lines(&slip, Field::Awarded), ["le 20 novembre 2026", "Lieu\u{a0}: Kochi"]);
    assert!(lines(&slip, Field::Check)[0].contains("n’est pas un badge"));
    assert_eq!((slip.code, slip.badge, slip.credential), (None, None, None));
    let unnamed = desk.paper(&language).slip(&training, &[]);
    assert!(lines(&unnamed, Field::Presented)[0].contains("pas nommée ici"));
}

#[test]
fn every_phrase_of_paper_is_said_somewhere() {
    let messages = embedded_messages().unwrap();
    let sources = [
        include_str!("badge.rs"),
        include_str!("brief.rs"),
        include_str!("phrases.rs"),
        include_str!("slip.rs"),
        include_str!("../specimen.rs"),
    ]
    .concat();
    let english = LanguageTag::english();
    let unused: Vec<&str> =
        messages.keys(&english).filter(|key| key.starts_with("paper-") && !sources.contains(&format!("\"{key}\""))).collect();
    assert_eq!(unused, [""; 0]);
}
