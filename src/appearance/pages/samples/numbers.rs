//! The register of trainers, and numbers.

use super::stewards::steward;
use super::{Sample, inside};
use crate::appearance::pages::register::{FilterChoice, ListingPage, TrainerLine, TrainersPage};
use crate::appearance::pages::stewards::numbers::{Bar, NumbersPage, PairLine, Plot};
use crate::appearance::pages::stewards::requests::LanguageChoice;
use crate::appearance::pages::stewards::{FormFault, Pager};
use crate::appearance::pages::wording::Wording;
use crate::vocabulary::LanguageTag;

pub(super) fn samples() -> Vec<Sample> {
    let fault = |field, key| FormFault { field, key };
    let faults = vec![fault("country", "no-country"), fault("languages", "many-languages")];
    vec![
        Sample::new("trainers", "/trainers", trainers()),
        Sample::new("trainers-none", "/trainers", nobody()),
        Sample::new("register", "/me/register", listing(Some("listed"), true, Vec::new())),
        Sample::new("register-not", "/me/register", listing(Some("unlisted"), false, faults)),
        Sample::new("register-no-trainer", "/me/register", ListingPage { may: false, ..listing(None, false, Vec::new()) }),
        Sample::new("steward-numbers", "/admin/numbers", numbers()),
        Sample::new("steward-numbers-none", "/admin/numbers", no_numbers()),
    ]
}

fn plain(text: &str) -> Wording {
    Wording::new(text, LanguageTag::undetermined())
}

fn trainers() -> TrainersPage {
    let choice = |value: &str, name: Wording, chosen| FilterChoice { value: value.to_owned(), name, chosen };
    let arabic = || Wording::new("العربية", "ar".parse().unwrap());
    let line = |name: &str, country: Option<&str>| TrainerLine {
        name: name.to_owned(),
        country: country.map(Wording::english),
        languages: country.map(|_| vec![arabic(), Wording::english("English")]).unwrap_or_default(),
        affiliates: vec!["Wikimedia <Exempelland>".to_owned(), "ويكيميديا".to_owned()],
        classes: vec![Wording::english("Digital safety practitioner"), Wording::new("ميسّر", "ar".parse().unwrap())],
    };
    TrainersPage {
        capacities: vec![choice("core-2019/it-safety", Wording::english("IT safety"), true)],
        languages: vec![choice("ar", arabic(), false)],
        countries: vec![choice("UA", Wording::english("Ukraine"), false)],
        affiliates: vec![choice("Wikimedia <Exempelland>", plain("Wikimedia <Exempelland>"), false)],
        lines: vec![line("Ananya <K>", Some("India <IN>")), line("Богдан", None)],
        total: 62,
        pager: Pager { back: Some("/trainers?page=1".to_owned()), on: Some("/trainers?page=3".to_owned()) },
    }
}

fn nobody() -> TrainersPage {
    TrainersPage { lines: Vec::new(), total: 0, pager: Pager { back: None, on: None }, ..trainers() }
}

fn listing(said: Option<&str>, listed: bool, faults: Vec<FormFault>) -> ListingPage {
    let country =
        |code: &str, name: &str| FilterChoice { value: code.to_owned(), name: Wording::english(name), chosen: listed && code == "UA" };
    let language = |tag: &str, name: &str| LanguageChoice { tag: tag.to_owned(), name: name.to_owned(), chosen: tag == "ar" };
    ListingPage {
        inside: inside(),
        said: said.map(str::to_owned),
        countries: vec![country("IN", "India <IN>"), country("UA", "Ukraine")],
        faults,
        listed,
        may: true,
        name: Some("سلمى <الحدّاد>".to_owned()),
        user_name: Some("Salma".to_owned()),
        shown_as: "account",
        languages: vec![language("en", "English"), language("ar", "العربية")],
    }
}

fn numbers() -> NumbersPage {
    let revoked = Bar { revoked: Some(2), ..Bar::new(Wording::english("Digital safety practitioner"), 140) };
    let label = Wording::new("أمن المعلومات", "ar".parse().unwrap());
    let within = Bar { within: Some(Wording::english("Core <capacities>")), ..Bar::new(label, 140) };
    NumbersPage {
        inside: steward(),
        year: "2026".to_owned(),
        years: vec!["2026".to_owned(), "2025".to_owned()],
        total: 143,
        plots: vec![
            Plot::of(
                "month",
                vec![Bar::new(plain("October 2026"), 40), Bar::new(plain("November 2026"), 0), Bar::new(plain("December 2026"), 103)],
            ),
            Plot::of("class", vec![revoked, Bar::new(plain("facilitator"), 3)]),
            Plot::of("capacity", vec![within]),
            Plot::of("affiliate", vec![Bar::new(plain("Wikimedia <Exempelland>"), 143)]),
        ],
        pairs: vec![
            PairLine { names: ["Ananya <K>".to_owned(), "Богдан".to_owned()], together: 40, alone: [41, 90], each_other: true },
            PairLine { names: ["सोल".to_owned(), "سلمى".to_owned()], together: 2, alone: [20, 30], each_other: false },
        ],
        csv: "/admin/numbers.csv?year=2026".to_owned(),
    }
}

fn no_numbers() -> NumbersPage {
    let plots = ["month", "class", "capacity", "affiliate"].map(|by| Plot::of(by, Vec::new())).into();
    NumbersPage { year: String::new(), years: Vec::new(), total: 0, plots, pairs: Vec::new(), ..numbers() }
}
