//! Tests of the catalogue: a small one that is broken in every way, and the real one.

mod broken;
mod projections;
mod real;

use super::sources::Sources;
use super::{Catalog, Faults, capacity_uuid};

/// A whole catalogue of one class and two schemes, as files by name.
#[derive(Clone)]
struct Files(Vec<(String, String)>);

const CLASS: &str = r##"slug = "host"
version = "1"
achievement_type = "Competency"
source_language = "en"
creator = "installation"
learning = ["training"]

[attestation]
quorum = 1
by = ["mandate", "badge:trainer"]

[validity]
months = 36
renewal = "practice"

[evidence]
minimum = 1
kinds = ["on-wiki"]

[artwork]
template = "shield-star"
accent = "#3366cc"

[rubric]
levels = ["low", "high"]
required = "low"

[[alignment]]
capacity = "one/events"
level = "high"

[[criterion]]
id = "welcomes"

[[criterion]]
id = "plans"
quorum = 2
distinct_affiliates = true
"##;

const TRAINER: &str = r##"slug = "trainer"
version = "2"
achievement_type = "Certification"
source_language = "en"
creator = { name = "A body", url = "https://example.org/body" }
learning = ["mentoring"]
grants_mandates_for = ["host"]

[attestation]
quorum = 2
distinct_affiliates = true
by = ["mandate"]

[validity]
renewal = "never"

[evidence]
minimum = 0
kinds = ["observation"]

[artwork]
template = "shield-teach"
accent = "#3366cc"

[[alignment]]
capacity = "two/1"

[[criterion]]
id = "teaches"
"##;

fn taxonomy(scheme: &str, capacities: &[(&str, &str)]) -> String {
    let head = format!("scheme = \"{scheme}\"\nsource = \"https://example.org/{scheme}\"\nsource_language = \"en\"\n");
    capacities.iter().fold(head, |text, (code, rest)| {
        let uuid = capacity_uuid(scheme, code);
        text + &format!("\n[[capacity]]\ncode = \"{code}\"\nuuid = \"{uuid}\"\n{rest}")
    })
}

const KEYS: &[&str] = &[
    "taxonomy-one-name",
    "taxonomy-one-description",
    "capacity-one-group",
    "capacity-one-events",
    "taxonomy-two-name",
    "taxonomy-two-description",
    "taxonomy-two-scale-depth",
    "taxonomy-two-scale-depth-low",
    "taxonomy-two-scale-depth-high",
    "capacity-two-1",
    "class-host-name",
    "class-host-description",
    "class-host-evidence",
    "class-host-criterion-welcomes",
    "class-host-criterion-plans",
    "class-host-rubric",
    "class-host-level-low",
    "class-host-level-low-description",
    "class-host-level-high",
    "class-host-level-high-description",
    "class-trainer-name",
    "class-trainer-description",
    "class-trainer-evidence",
    "class-trainer-criterion-teaches",
    "learning-training",
    "learning-mentoring",
    "learning-coaching",
    "learning-exchange",
    "learning-community-of-practice",
    "learning-self-study",
    "learning-practice",
    "renewal-never",
    "renewal-practice",
    "renewal-full",
    "evidence-on-wiki",
    "evidence-document",
    "evidence-observation",
    "evidence-recording",
    "evidence-feedback",
    "evidence-code",
];

fn messages(language: &str) -> String {
    let lines: Vec<String> = KEYS.iter().map(|key| format!("\t\"{key}\": \"{key} in {language}\"")).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

impl Files {
    fn whole() -> Self {
        let scale = "\n[[scale]]\nid = \"depth\"\nlevels = [\"low\", \"high\"]\n";
        let mut files = vec![
            ("host.toml".to_owned(), CLASS.to_owned()),
            ("trainer.toml".to_owned(), TRAINER.to_owned()),
            (
                "taxonomy/one.toml".to_owned(),
                taxonomy("one", &[("group", ""), ("events", "broader = \"group\"\nexact_match = [\"two/1\"]\n")]),
            ),
            ("taxonomy/two.toml".to_owned(), taxonomy("two", &[("1", "wikidata = \"Q42\"\n")]) + scale),
        ];
        for language in ["ar", "en", "es", "fr", "hi", "id", "pt-br", "uk", "qqq"] {
            files.push((format!("i18n/{language}.json"), messages(language)));
        }
        Self(files)
    }

    /// The same catalogue with one passage of one file replaced; the passage must be there.
    fn with(mut self, file: &str, from: &str, to: &str) -> Self {
        let (_, text) = self.0.iter_mut().find(|(name, _)| name == file).unwrap_or_else(|| panic!("no file {file}"));
        assert!(text.contains(from), "{from:?} does not stand in {file}");
        *text = text.replacen(from, to, 1);
        self
    }

    fn and(mut self, file: &str, text: &str) -> Self {
        self.0.push((file.to_owned(), text.to_owned()));
        self
    }

    fn without(mut self, file: &str) -> Self {
        let before = self.0.len();
        self.0.retain(|(name, _)| name != file);
        assert!(self.0.len() < before, "no file {file}");
        self
    }

    fn load(&self) -> Result<Catalog, Faults> {
        Catalog::from_sources(&Sources::from_pairs(self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
    }
}

#[test]
fn a_whole_catalogue_loads_without_a_warning() {
    let catalog = Files::whole().load().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(catalog.warnings(), []);
    let host = catalog.class("host").unwrap();
    let quorum: Vec<_> = host.criteria().iter().map(|c| (c.id(), c.quorum(), c.distinct_affiliates())).collect();
    assert_eq!(quorum, [("welcomes", 1, false), ("plans", 2, true)]);
    let teaches = catalog.class_version("trainer", "2").unwrap().criteria_met(["teaches"].into_iter()).next().unwrap();
    assert_eq!((teaches.quorum(), teaches.distinct_affiliates()), (2, true));
    assert!(catalog.class_version("trainer", "1").is_none());
}

#[test]
fn a_folder_that_is_not_there_is_said_to_be_unreadable() {
    let faults = Catalog::load(std::path::Path::new("/nowhere/badge-classes")).unwrap_err();
    let files: Vec<&str> = faults.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, ["/nowhere/badge-classes"], "{faults}");
}

#[test]
fn a_changed_text_under_the_same_version_is_refused() {
    let before = Files::whole().load().unwrap();
    let frozen = |catalog: &Catalog| catalog.class("host").unwrap().digest().to_string();
    let (digest, slug) = (frozen(&before), "host");
    before.compare_frozen([(slug, "1", digest.as_str())]).unwrap();

    let changed = Files::whole().with("i18n/en.json", "criterion-plans in en", "criterion-plans in short").load().unwrap();
    let faults = changed.compare_frozen([(slug, "1", digest.as_str())]).unwrap_err();
    let shown = faults.to_string();
    assert!(shown.contains("host.toml:2: host version 1 was changed after it had been attested"), "{shown}");
    assert!(shown.contains("host@1.toml"), "{shown}");

    for (from, to) in
        [("quorum = 2", "quorum = 3"), ("\"#3366cc\"", "\"#3366cd\""), ("months = 36", "months = 35"), ("one/events", "two/1")]
    {
        let changed = Files::whole().with("host.toml", from, to).load().unwrap();
        assert_ne!(frozen(&changed), digest, "{from} → {to}");
    }
}

#[test]
fn translations_and_layout_do_not_change_the_digest() {
    let digest = |files: Files| *files.load().unwrap().class("host").unwrap().digest();
    let before = digest(Files::whole());
    assert_eq!(digest(Files::whole().with("i18n/uk.json", "criterion-plans in uk", "краще")), before);
    assert_eq!(digest(Files::whole().with("host.toml", "[rubric]", "# levels\n[rubric]")), before);
    assert_eq!(digest(Files::whole().with("taxonomy/one.toml", "exact_match", "close_match")), before);
}

#[test]
fn the_rendering_that_is_digested_never_changes() {
    let catalog = Files::whole().load().unwrap();
    let rendering = super::digest::rendering(catalog.class("host").unwrap());
    assert_eq!(rendering, include_str!("host-1.rendering"));
    let digest = catalog.class("host").unwrap().digest();
    assert_eq!(digest.to_string(), "f7a6fa2c8ba728a455bd8fb0a80727f62453123b804f5948b7eed7dd20f381ad");
    assert_eq!(digest.to_string().parse(), Ok(*digest));
}

#[test]
fn an_older_version_keeps_its_own_texts() {
    let older = CLASS.replacen("learning", "issue_until = 2027-06-30\nlearning", 1);
    let files = Files::whole()
        .with("host.toml", "version = \"1\"", "version = \"2\"")
        .and("host@1.toml", &older)
        .with(
            "i18n/en.json",
            "\t\"class-host-name\": \"class-host-name in en\"",
            "\t\"class-host-name\": \"New\",\n\t\"class-host-name@1\": \"Old\"",
        )
        .with("i18n/qqq.json", "\t\"class-host-name\"", "\t\"class-host-name@1\": \"Older name\",\n\t\"class-host-name\"");
    let catalog = files.load().unwrap_or_else(|faults| panic!("{faults}"));
    let french = "fr".parse().unwrap();
    let (new, old) = (catalog.class("host").unwrap(), catalog.class_version("host", "1").unwrap());
    assert_eq!((new.version(), catalog.versions("host").len()), ("2", 2));
    assert_eq!((new.name().source_text(), old.name().source_text()), ("New", "Old"));
    // Never the French translation of the newer text.
    assert_eq!(old.name().in_language(&french).text, "Old");
    assert_eq!(new.name().in_language(&french).text, "class-host-name in fr");
    let at = |text| crate::vocabulary::Timestamp::parse(text).unwrap();
    assert!(old.is_issued_at(at("2027-06-30T23:59:59Z")) && !old.is_issued_at(at("2027-07-01T00:00:00Z")));
    assert!(new.is_issued_at(at("2099-01-01T00:00:00Z")));

    // What was attested under version 1 still has the same digest, now from the older file.
    let before = Files::whole().with("i18n/en.json", "class-host-name in en", "Old").load().unwrap();
    assert_eq!(before.class("host").unwrap().digest(), old.digest());
    let gone = before.compare_frozen([("host", "7", "00")]).unwrap_err();
    assert!(gone.to_string().contains("host version 7 has been attested, but is no longer in the catalogue"), "{gone}");
}

#[test]
fn the_summary_counts_what_is_there() {
    let files = Files::whole().with("i18n/hi.json", "\"class-host-name\"", "\"class-host-nam\"").and("notes.txt", "");
    let summary = files.load().unwrap().summary();
    assert_eq!((summary.classes, summary.versions, summary.criteria), (2, 2, 3));
    let one = &summary.taxonomies[0];
    assert_eq!((one.scheme.as_str(), one.capacities, one.matched), ("one", 2, 1));
    let percent = |language: &str| {
        let of = summary.languages.iter().find(|l| l.language.as_str() == language).unwrap();
        (of.classes.percent(), of.capacities.percent())
    };
    assert_eq!((percent("uk"), percent("hi")), ((100, 100), (92, 100)));
    let warnings: Vec<String> = summary.warnings.iter().map(|w| format!("{}:{}: {}", w.file, w.line, w.what)).collect();
    assert_eq!(
        warnings,
        [
            "i18n/hi.json:1: hi lacks 1 of 30 texts of badge classes, class-host-name among them",
            "i18n/hi.json:12: the message class-host-nam belongs to nothing in the catalogue",
            "notes.txt:1: the file is not part of the catalogue",
        ]
    );
}
