//! Pages of the catalogue.

use super::Sample;
use crate::appearance::pages::catalogue::{
    AttesterView, Attesters, BadgesPage, CapacityLink, CapacityNode, CapacityPage, ClassAddress, ClassCard, ClassPage, CriterionView,
    EvidenceView, LevelView, MatchLine, PersonLine, TaxonomiesPage, TaxonomyCard, TaxonomyPage, VersionLine,
};
use crate::appearance::pages::preview::Preview;
use crate::appearance::pages::wording::{Link, Wording};

pub(super) fn samples() -> Vec<Sample> {
    let class = |asked| ClassPage { asked, ..class_page() };
    let bare = ClassPage {
        levels: Vec::new(),
        required_level: None,
        validity_months: None,
        learning: Vec::new(),
        entitles_for: Vec::new(),
        issue_until: Some(super::at("2027-01-01T00:00:00Z")),
        ..class_page()
    };
    vec![
        Sample::new("badges", "/badges", BadgesPage { classes: cards() }),
        Sample::new("class", "/badges/digital-safety-practitioner", class(ClassAddress::Newest)),
        Sample::new("class-version", "/badges/digital-safety-practitioner/1", class(ClassAddress::Version)),
        Sample::new("class-draft", "/admin/classes/x/page", ClassPage { draft: Some("/admin/classes/x".to_owned()), ..class_page() }),
        Sample::new("class-bare", "/badges/digital-safety-practitioner/1", bare),
        Sample::new("taxonomies", "/capacities", TaxonomiesPage { taxonomies: vec![taxonomy_card()] }),
        Sample::new("taxonomy", "/capacities/core-2019", taxonomy_page()),
        Sample::new("capacity", "/capacities/core-2019/it-safety", capacity_page()),
        Sample::new(
            "capacity-bare",
            "/capacities/core-2019/legal",
            CapacityPage {
                narrower: Vec::new(),
                matches: Vec::new(),
                wikidata: None,
                classes: Vec::new(),
                broader: Vec::new(),
                ..capacity_page()
            },
        ),
    ]
}

fn address(path: &str) -> String {
    format!("https://badges.example.org/{path}")
}

fn english(text: &str) -> Wording {
    Wording::english(text)
}

pub(super) fn cards() -> Vec<ClassCard> {
    let card = |slug: &str, name: Wording, description: Wording| ClassCard {
        name,
        description,
        address: address(&format!("badges/{slug}/1")),
        image: address(&format!("badges/{slug}/1.svg")),
    };
    vec![
        card(
            "digital-safety-practitioner",
            english("Digital safety practitioner"),
            english("Helps a community protect its accounts, devices and people, and stays calm when something has gone wrong."),
        ),
        card(
            "glam-staff-trainer",
            Wording::new("Formateur du personnel des musées", "fr".parse().unwrap()),
            english("Teaches staff of galleries, libraries, archives and museums to contribute to Wikimedia projects."),
        ),
    ]
}

pub(super) fn capacities() -> Vec<CapacityLink> {
    vec![
        CapacityLink {
            label: english("IT safety"),
            address: address("capacities/core-2019/it-safety"),
            framework: english("Core capacities 2019"),
            level: Some(english("Practitioner")),
        },
        CapacityLink {
            label: Wording::new("الأمان الرقمي", "ar".parse().unwrap()),
            address: address("capacities/capacity-exchange/45"),
            framework: english("Capacity Exchange"),
            level: None,
        },
    ]
}

fn class_page() -> ClassPage {
    let criterion = |id: &str, text: &str, quorum, from| CriterionView { id: id.to_owned(), text: english(text), quorum, from };
    let level =
        |id: &str, name: &str, description: &str| LevelView { id: id.to_owned(), name: english(name), description: english(description) };
    ClassPage {
        asked: ClassAddress::Version,
        card: cards().swap_remove(0),
        preview: Preview {
            address: address("badges/digital-safety-practitioner/1"),
            name: english("Digital safety practitioner"),
            level: None,
            issuer: "Wikimedia Exempelland".to_owned(),
            description: Some(english("Helps a community protect its accounts, \"devices\" & people.")),
            card: address("badges/digital-safety-practitioner/1.card.png"),
        },
        version: "1".to_owned(),
        versions: ["2", "1"].map(|v| VersionLine { version: v.to_owned(), address: address(&format!("badges/x/{v}")) }).into(),
        criteria: vec![
            criterion("assess", "Assesses what a group has to protect, from whom, and writes it down.", 1, Attesters::Anywhere),
            criterion("teach", "Teaches others to use strong sign-in and to notice phishing.", 2, Attesters::DistinctAffiliates),
        ],
        levels: vec![
            level("practitioner", "Practitioner", "Protects a group they belong to."),
            level("lead", "Lead", "Prepares an event in a place where Wikimedians are in danger."),
        ],
        required_level: Some(english("Practitioner")),
        evidence: EvidenceView {
            minimum: 1,
            text: english("A safety plan, with names left out."),
            kinds: vec![english("Observation"), english("Documents")],
        },
        attested_by: vec![
            AttesterView::Mandate,
            AttesterView::HoldersOf(Link { name: english("Wikimedia projects trainer"), address: address("badges/trainer/1") }),
        ],
        capacities: capacities(),
        learning: vec![english("Training"), english("Mentoring")],
        validity_months: Some(36),
        renewal: english("Renewed when recent practice has been attested once"),
        issue_until: None,
        creator: Link { name: english("Wikimedia Exempelland"), address: "https://wikimedia.example/".to_owned() },
        entitles_for: vec![Link { name: english("Event organiser"), address: address("badges/event-organiser") }],
        digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        draft: None,
        people: vec![PersonLine {
            names: vec!["Оксана <Іваненко>".to_owned(), "Oksana".to_owned()],
            badge: "https://badges.example.org/c/x".to_owned(),
        }],
        more_people: Some("/badges/digital-safety-practitioner?after=x".to_owned()),
    }
}

fn taxonomy_card() -> TaxonomyCard {
    TaxonomyCard {
        name: english("Core capacities 2019"),
        description: english("From the movement’s capacity-building recommendation of 2019."),
        address: address("capacities/core-2019"),
        size: 24,
    }
}

fn taxonomy_page() -> TaxonomyPage {
    let node = |label: &str, narrower| CapacityNode { label: english(label), address: address("capacities/core-2019/x"), narrower };
    TaxonomyPage {
        card: taxonomy_card(),
        top: vec![
            node(
                "Human interaction",
                vec![node("Community organizing", vec![node("Newcomers", Vec::new())]), node("Leadership", Vec::new())],
            ),
            node("Dealing with adversity", Vec::new()),
        ],
        source: "https://meta.wikimedia.example/wiki/Strategy".to_owned(),
    }
}

fn capacity_page() -> CapacityPage {
    let link = |name: &str, path: &str| Link { name: english(name), address: address(path) };
    CapacityPage {
        label: english("IT safety"),
        address: address("capacities/core-2019/it-safety"),
        code: "it-safety".to_owned(),
        uuid: "urn:uuid:6f0a3d3e-1b3c-5d8e-9a51-0c7d0f1b2a3c".to_owned(),
        taxonomy: link("Core capacities 2019", "capacities/core-2019"),
        broader: vec![link("Dealing with adversity", "capacities/core-2019/adversity")],
        narrower: vec![link("Strong sign-in", "capacities/core-2019/sign-in")],
        matches: ["exact", "close", "broad", "narrow"]
            .map(|kind| MatchLine {
                kind,
                capacity: link("Digital security", "capacities/capacity-exchange/45"),
                framework: english("Capacity Exchange"),
            })
            .into(),
        wikidata: Some("Q3510521".to_owned()),
        classes: cards(),
    }
}
