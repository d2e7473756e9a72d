//! The catalogue in `badge-classes/`, as it is released.

use std::path::Path;

use super::super::{AttestedBy, Catalog, capacity_uuid};
use crate::platform::i18n::direction;

fn real() -> Catalog {
    Catalog::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("badge-classes")).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_real_catalogue_has_no_fault_and_no_warning() {
    let catalog = real();
    let warnings: Vec<String> = catalog.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
    assert_eq!(catalog.classes().count(), 19);
    let sizes: Vec<(&str, usize)> = catalog.taxonomies().map(|t| (t.scheme(), t.capacities().len())).collect();
    assert_eq!(sizes, [("capacity-exchange", 134), ("community-capacity-map-2018", 31), ("core-2019", 25)]);
}

#[test]
fn the_binary_holds_the_catalogue_of_the_folder() {
    let (embedded, folder) = (Catalog::embedded().unwrap(), real());
    let digests = |catalog: &Catalog| catalog.classes().map(|c| (c.slug().to_owned(), *c.digest())).collect::<Vec<_>>();
    assert_eq!(digests(&embedded), digests(&folder));
    assert_eq!(embedded.summary(), folder.summary());
}

#[test]
fn every_class_is_complete_in_the_eight_languages() {
    let catalog = real();
    for class in catalog.classes() {
        let languages: Vec<&str> = class.languages().iter().map(|language| language.as_str()).collect();
        assert_eq!(languages, ["ar", "en", "es", "fr", "hi", "id", "pt-BR", "uk"], "{}", class.slug());
    }
    for language in catalog.summary().languages {
        assert_eq!((language.classes.percent(), language.capacities.percent()), (100, 100), "{}", language.language);
        let reviewed = language.language.as_str() == "en";
        assert_eq!(language.status.as_deref() == Some("machine-drafted, needs native review"), !reviewed, "{}", language.language);
    }
}

#[test]
fn translations_are_in_their_script() {
    let catalog = real();
    for (tag, script) in [("ar", '\u{600}'..='\u{6ff}'), ("hi", '\u{900}'..='\u{97f}'), ("uk", '\u{400}'..='\u{4ff}')] {
        let language = tag.parse().unwrap();
        for text in catalog.classes().flat_map(super::super::BadgeClass::texts) {
            let translated = text.translation(&language).unwrap();
            let own = translated.chars().filter(|c| script.contains(c)).count();
            assert!(own * 2 > translated.chars().filter(|c| c.is_alphabetic()).count(), "{tag} {}: {translated}", text.key());
        }
    }
    assert_eq!(direction(&"ar".parse().unwrap()).as_str(), "rtl");
}

#[test]
fn the_trainer_badge_needs_two_affiliates_and_ends_after_three_years() {
    let catalog = real();
    let trainer = catalog.class("wikimedia-projects-trainer").unwrap();
    assert_eq!(trainer.validity_months(), Some(36));
    assert!(trainer.criteria().iter().all(|criterion| criterion.quorum() == 2 && criterion.distinct_affiliates()));
    assert_eq!(trainer.attested_by(), [AttestedBy::Mandate]);
    assert!(!trainer.grants_mandates_for().is_empty());
    for slug in trainer.grants_mandates_for() {
        let by = AttestedBy::HoldersOf(trainer.slug().to_owned());
        assert!(catalog.class(slug).unwrap().attested_by().contains(&by), "{slug}");
    }
}

#[test]
fn every_class_asks_for_something_that_can_be_shown() {
    let catalog = real();
    let with_rubric = catalog.classes().filter(|class| class.rubric().is_some()).count();
    assert!(with_rubric * 2 > catalog.classes().count(), "{with_rubric}");
    for class in catalog.classes() {
        assert!((3..=6).contains(&class.criteria().len()), "{}", class.slug());
        assert!((1..=3).contains(&class.alignments().len()), "{}", class.slug());
        assert!(class.criteria().iter().all(|criterion| (1..=2).contains(&criterion.quorum())), "{}", class.slug());
    }
}

#[test]
fn capacity_exchange_has_seven_roots_with_items_and_one_number_without_a_label() {
    let catalog = real();
    let exchange = catalog.taxonomy("capacity-exchange").unwrap();
    let items: Vec<&str> = exchange.capacities().iter().filter_map(super::super::Capacity::wikidata).collect();
    assert_eq!(items, ["Q759524", "Q11024", "Q60231731", "Q28837578", "Q1413287", "Q30673599", "Q11016"]);
    assert_eq!(exchange.roots().count(), 7);
    assert_eq!(exchange.capacity("97").unwrap().label().source_text(), "Capacity 97");
    let documentation = catalog.messages.documentation("capacity-capacity-exchange-97").unwrap();
    assert!(documentation.contains("No label in the source"), "{documentation}");
}

#[test]
fn a_capacity_has_the_same_uuid_for_ever() {
    // Computed by another implementation of RFC 9562 from the namespace in badge-classes/README.md.
    assert_eq!(capacity_uuid("core-2019", "fundraising").to_string(), "9f26a2ca-9cff-5486-b572-48a71e4211ad");
}

#[test]
fn every_artwork_names_a_shape_and_a_pictogram_that_are_there() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/badges");
    for class in real().classes() {
        let (shape, pictogram) = class.artwork().template().split_once('-').unwrap();
        for file in [format!("shapes/{shape}.svg"), format!("pictograms/{pictogram}.svg")] {
            assert!(templates.join(&file).is_file(), "{}: {file}", class.slug());
        }
    }
}
