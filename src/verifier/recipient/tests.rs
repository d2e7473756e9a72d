//! Names side by side, as people write them.

use data_encoding::{HEXLOWER, HEXUPPER};
use md5::Md5;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Difference::{Accents, Capitals, Initials, Order, Parts, Script, Spelling};
use super::*;
use crate::verifier::{Form, SignedCredential};

fn identifier(kind: &str, said: &str) -> Value {
    json!({ "type": "IdentityObject", "hashed": false, "identityHash": said, "identityType": kind })
}

fn asked(identifiers: &[Value], typed: &str) -> Resemblance {
    let document = json!({ "credentialSubject": { "id": "did:example:1", "identifier": identifiers } });
    resemblance(&SignedCredential::new(document, Form::Json, None, Vec::new()).holder(), typed)
}

fn named(name: &str, typed: &str) -> Resemblance {
    asked(&[identifier("name", name)], typed)
}

#[track_caller]
fn assert_similar(name: &str, typed: &str, differences: &[Difference]) {
    assert_eq!(named(name, typed), Resemblance::Similar(differences.to_vec()), "{typed} for {name}");
    assert_eq!(named(typed, name), Resemblance::Similar(differences.to_vec()), "{name} for {typed}");
}

#[test]
fn the_same_name_is_the_same_however_it_is_typed() {
    for (name, typed) in [
        ("Ananya Sen", " ananya  SEN "),
        ("Zoë Müller", "Zoe\u{308} Mu\u{308}ller"),
        ("Jean-Luc Dupont", "jean luc dupont"),
        ("N’Diaye", "N'Diaye"),
        ("王小明", "王小明"),
        ("محمّد علي", "محمّد علـي"),
        ("Ａｎｎａ", "Anna"),
        ("Straße", "STRASSE"),
    ] {
        assert_eq!(named(name, typed), Resemblance::Same(IdentifiedBy::Name), "{typed} for {name}");
    }
}

#[test]
fn a_similar_name_says_what_differs() {
    assert_similar("Ananya Sen", "Sen Ananya", &[Order]);
    assert_similar("Ananya Sen", "Sen, Ananya", &[Order]);
    assert_similar("Zoë Müller", "Zoe Muller", &[Accents]);
    assert_similar("Zoë Müller", "Zoe Mueller", &[Accents]);
    assert_similar("Łukasz Żak", "Zak Lukasz", &[Order, Accents]);
    assert_similar("محمّد علي", "محمد علي", &[Accents]);
    assert_similar("Ananya Sen", "A. Sen", &[Initials]);
    assert_similar("John Ronald Reuel Tolkien", "J.R.R. Tolkien", &[Initials]);
    assert_similar("Ananya Sen", "Ananya Senn", &[Spelling]);
    assert_similar("Kowalska", "Kowalksa", &[Spelling]);
    assert_similar("Anna Maria Kowalska", "Anna Kowalska", &[Parts]);
    assert_similar("Anna Kowalska", "Anna", &[Parts]);
    assert_similar("Anna Maria", "Annamaria", &[Spelling]);
}

#[test]
fn a_name_in_another_script_is_compared_by_its_sound() {
    for (name, typed) in [
        ("Оксана Іваненко", "Oksana Ivanenko"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("محمد علي", "Muhammad Ali"),
        ("अनन्या सेन", "Ananya Sen"),
        ("王小明", "Wang Xiaoming"),
        ("Аnna Smith", "Anna Smith"),
    ] {
        assert_similar(name, typed, &[Script]);
    }
    assert_similar("Оксана Іваненко", "Ivanenko Oksana", &[Order, Script]);
    assert_eq!(named("王小明", "Xiaoming Wang"), Resemblance::Similar(vec![Order, Script]));
}

#[test]
fn what_is_not_alike_gets_no_bare_no() {
    for (name, typed) in [
        ("Ananya Sen", "Maria Lopez"),
        ("Ananya Sen", "Ananya Lopez"),
        ("Ananya Sen", "A. S."),
        ("Ananya Sen", "A"),
        ("Anna", "Anne"),
        ("Оксана Іваненко", "Maria Lopez"),
        ("राम", "रमा"),
        ("Li Na", "Li Bo"),
        ("علي", "Lia"),
        ("Ananya Sen", "…"),
        ("", "Ananya"),
    ] {
        assert!(!matches!(named(name, typed), Resemblance::Same(_)), "{typed} for {name}");
        if name != "Anna" {
            assert_eq!(named(name, typed), Resemblance::CannotSay(Silence::NothingAlike), "{typed} for {name}");
        }
    }
    assert_eq!(asked(&[], "Ananya Sen"), Resemblance::CannotSay(Silence::NamesNobody));
}

#[test]
fn in_user_names_every_letter_counts_but_the_first() {
    let user = |typed: &str| asked(&[identifier("userName", "Ananya (কলকাতা)")], typed);
    for same in ["Ananya (কলকাতা)", "ananya_(কলকাতা)", "User:Ananya (কলকাতা)", "user:ananya (কলকাতা)"]
    {
        assert_eq!(user(same), Resemblance::Same(IdentifiedBy::UserName), "{same}");
    }
    assert_eq!(user("ANANYA (কলকাতা)"), Resemblance::Similar(vec![Capitals]));
    assert_eq!(user("Anania (কলকাতা)"), Resemblance::Similar(vec![Spelling]));
    assert_eq!(user("Ananya"), Resemblance::CannotSay(Silence::NothingAlike), "another account");
}

#[test]
fn the_vector_of_the_rules_fits() {
    let hash = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
    assert!(hashed::fits(hash, "Kosher", "a@example.com"));
    assert!(hashed::fits(hash, "Kosher", "mailto:A@Example.com"));
    assert!(!hashed::fits(hash, "kosher", "a@example.com") && !hashed::fits(hash, "Kosher", "b@example.com"));
}

#[test]
fn a_hash_fits_with_either_algorithm_and_digits_of_either_case() {
    let salted = |kind: &str, hash: String, salt: Value| json!({ "type": "IdentityObject", "hashed": true, "identityHash": hash, "identityType": kind, "salt": salt });
    let sha = |text: &str| format!("sha256${}", HEXUPPER.encode(&Sha256::digest(text)));
    let md5 = |text: &str| format!("md5${}", HEXLOWER.encode(&Md5::digest(text)));
    let email = salted("emailAddress", sha("Ada@example.orgsalt"), json!("salt"));
    for typed in ["Ada@example.org", "Ada@EXAMPLE.org "] {
        assert_eq!(asked(std::slice::from_ref(&email), typed), Resemblance::Same(IdentifiedBy::Email), "{typed}");
    }
    assert_eq!(asked(&[email], "eve@example.org"), Resemblance::CannotSay(Silence::Hidden));
    let unsalted = json!({ "type": "IdentityObject", "hashed": true, "identityHash": md5("Ada Lovelace"), "identityType": "name" });
    assert_eq!(asked(&[unsalted], "Ada  Lovelace"), Resemblance::Same(IdentifiedBy::Name));
    for broken in ["sha1$00", "sha256", "sha256$zz", "sha256$", "md5$"] {
        assert_eq!(asked(&[salted("name", broken.to_owned(), json!(""))], "x"), Resemblance::CannotSay(Silence::Hidden), "{broken}");
    }
}

#[test]
fn addresses_and_numbers_are_the_same_or_nothing() {
    let email = [identifier("emailAddress", "Ada@Example.org")];
    assert_eq!(asked(&email, "ada@example.org"), Resemblance::Same(IdentifiedBy::Email));
    assert_eq!(asked(&email, "ada@example.com"), Resemblance::CannotSay(Silence::NothingAlike));
    let number = [identifier("sourcedId", "12345678")];
    assert_eq!(asked(&number, "12345678"), Resemblance::Same(IdentifiedBy::Other));
    assert_eq!(asked(&number, "12345679"), Resemblance::CannotSay(Silence::NothingAlike));
    assert_eq!(asked(&[], "did:example:1"), Resemblance::Same(IdentifiedBy::Other));
}

#[test]
fn the_nearest_of_several_names_counts() {
    let names = ["অনন্যা সেন", "Ananya Sen"].map(|name| identifier("name", name));
    assert_eq!(asked(&names, "ananya sen"), Resemblance::Same(IdentifiedBy::Name));
    assert_eq!(asked(&names, "Sen Ananya"), Resemblance::Similar(vec![Order]));
}

#[test]
fn a_long_text_is_answered_at_once() {
    let long = "a b ".repeat(100_000);
    assert_eq!(named("Ananya Sen", &long), Resemblance::CannotSay(Silence::NothingAlike));
    assert!(!matches!(named(&"é".repeat(100_000), &long), Resemblance::Same(_)));
}
