//! Catalogues that are wrong in one way each, and the exact fault that each must yield.

use super::super::Faults;
use super::Files;

fn shown(faults: &Faults) -> Vec<String> {
    faults.iter().map(|fault| format!("{}:{}: {}", fault.file, fault.line, fault.what)).collect()
}

/// File, passage, what it is replaced by, and the faults that must be reported: all of them.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("host.toml", "by = [\"mandate\"", "by = [\"mandate", &[
        "host.toml:10: not TOML: missing comma between array elements, expected `,`",
        "host.toml:10: not TOML: missing opening quote, expected `\"`",
    ]),
    ("host.toml", "months = 36", "moths = 36", &[
        "host.toml:13: unknown field validity.moths",
        "host.toml:14: renewal is \"practice\" but the class has no months",
    ]),
    ("host.toml", "id = \"welcomes\"", "id = \"welcomes\"\ntext = \"x\"", &["host.toml:34: unknown field criterion.text"]),
    ("host.toml", "achievement_type = \"Competency\"\n", "", &["host.toml:1: achievement_type is missing"]),
    ("host.toml", "\"Competency\"", "\"competency\"", &["host.toml:3: achievement_type cannot be \"competency\""]),
    ("host.toml", "quorum = 1", "quorum = 0", &["host.toml:9: attestation.quorum cannot be 0"]),
    ("host.toml", "quorum = 1", "quorum = \"1\"", &["host.toml:9: attestation.quorum is not a whole number"]),
    ("host.toml", "quorum = 1", "quorum = 1\ndistinct_affiliates = true", &["host.toml:10: attestation.distinct_affiliates cannot be \"true\""]),
    ("host.toml", "quorum = 2\n", "", &["host.toml:37: criterion.distinct_affiliates cannot be \"true\""]),
    ("host.toml", "\"mandate\", ", "\"everybody\", ", &["host.toml:10: attestation.by cannot be \"everybody\""]),
    ("host.toml", "badge:trainer", "badge:trainr", &[
        "host.toml:10: attestation.by names the class \"trainr\", which does not exist",
        "trainer.toml:7: trainer grants mandates for host, but host does not let its holders attest",
    ]),
    ("trainer.toml", "[\"host\"]", "[\"hots\"]", &[
        "host.toml:10: host may be attested by holders of trainer, but trainer grants no mandate for it",
        "trainer.toml:7: grants_mandates_for names the class \"hots\", which does not exist",
    ]),
    ("host.toml", "one/events", "one/event", &["host.toml:29: there is no capacity \"one/event\""]),
    ("host.toml", "one/events", "events", &["host.toml:29: there is no capacity \"events\""]),
    ("host.toml", "level = \"high\"", "level = \"higher\"", &["host.toml:30: there is no level \"higher\" in the rubric"]),
    ("host.toml", "required = \"low\"", "required = \"middle\"", &["host.toml:26: there is no level \"middle\" in the rubric"]),
    ("host.toml", "[\"low\", \"high\"]", "[\"low\", \"low\", \"high\"]", &["host.toml:25: level low stands twice; first in host.toml:25"]),
    ("host.toml", "[[alignment]]\ncapacity = \"one/events\"\nlevel = \"high\"\n", "", &["host.toml:1: the number of [[alignment]] cannot be 0"]),
    ("host.toml", "\"plans\"", "\"Plans\"", &[
        "host.toml:36: criterion.id cannot be \"Plans\"",
    ]),
    ("host.toml", "\"plans\"", "\"welcomes\"", &["host.toml:36: criterion welcomes stands twice; first in host.toml:33"]),
    ("host.toml", "[artwork]\ntemplate = \"shield-star\"\naccent = \"#3366cc\"\n", "", &["host.toml:1: artwork is missing"]),
    ("host.toml", "accent = \"#3366cc\"\n", "", &["host.toml:20: artwork.accent is missing"]),
    ("host.toml", "\"#3366cc\"", "\"blue\"", &["host.toml:22: artwork.accent cannot be \"blue\""]),
    ("host.toml", "version = \"1\"", "version = \"v1\"", &["host.toml:2: version cannot be \"v1\""]),
    ("host.toml", "slug = \"host\"", "slug = \"hosts\"", &["host.toml:1: the file says it is hosts.toml"]),
    ("host.toml", "source_language = \"en\"", "source_language = \"english\"", &["host.toml:4: source_language cannot be \"english\""]),
    ("host.toml", "learning", "issue_until = 2027-01-01\nlearning", &["host.toml:6: issue_until cannot be \"2027-01-01\""]),
    ("host.toml", "[\"training\"]", "[\"osmosis\"]", &["host.toml:6: learning cannot be \"osmosis\""]),
    ("host.toml", "[\"training\"]", "[]", &["host.toml:6: the number of entries of learning cannot be 0"]),
    ("trainer.toml", "https://example.org/body", "example.org", &["trainer.toml:5: creator.url cannot be \"example.org\""]),
    ("trainer.toml", "renewal = \"never\"", "renewal = \"yearly\"", &["trainer.toml:15: validity.renewal cannot be \"yearly\""]),
    ("host.toml", "[\"low\", \"high\"]", "[\"low\", \"low-description\", \"high\"]", &[
        "host.toml:25: text class-host-level-low-description stands twice; first in host.toml:25",
        "host.toml:25: the class host has no text class-host-level-low-description-description in en",
    ]),
    ("host.toml", "[[criterion]]", "[[alignment]]\ncapacity = \"one/events\"\n\n[[criterion]]", &[
        "host.toml:33: alignment one/events stands twice; first in host.toml:29",
    ]),
    ("host.toml", "\"mandate\", ", "\"mandate\", \"mandate\", ", &["host.toml:10: entry mandate stands twice; first in host.toml:10"]),
    ("host.toml", "creator = \"installation\"\n", "", &["host.toml:1: creator is missing"]),
    ("host.toml", "creator = \"installation\"", "creator = \"us\"", &["host.toml:5: creator cannot be \"us\""]),
    ("host.toml", "learning", "refresh_service = 1\nlearning", &["host.toml:6: refresh_service is not true or false"]),
    ("host.toml", "learning", "issue_until = \"2027\"\nlearning", &["host.toml:6: issue_until is not a date such as 2027-06-30, without quotes"]),
    ("host.toml", "[rubric]", "[[rubric]]", &["host.toml:24: rubric is not a table", "host.toml:30: there is no level \"high\" in the rubric"]),
    ("host.toml", "minimum = 1\n", "", &["host.toml:16: evidence.minimum is missing"]),
    ("taxonomy/two.toml", "[[capacity]]", "[[capacities]]", &[
        "taxonomy/one.toml:13: there is no capacity \"two/1\"",
        "taxonomy/two.toml:1: capacity is missing",
        "taxonomy/two.toml:5: unknown field capacities",
        "trainer.toml:26: there is no capacity \"two/1\"",
    ]),
    ("taxonomy/two.toml", "[\"low\", \"high\"]", "[\"low\", \"high\", \"low\"]", &["taxonomy/two.toml:12: level low stands twice; first in taxonomy/two.toml:12"]),
    ("taxonomy/one.toml", "source = \"https", "source = \"http", &["taxonomy/one.toml:2: source cannot be \"http://example.org/one\""]),
    ("i18n/en.json", "\t\"class-host-name\"", "\t\"Class-Host\": \"x\",\n\t\"class-host-name\"", &["i18n/en.json:12: \"Class-Host\" is not a message key"]),
    ("i18n/en.json", "\"class-host-name in en\"", "[]", &[
        "host.toml:2: the class host has no text class-host-name in en",
        "i18n/en.json:12: the message class-host-name is not a text",
    ]),
    ("taxonomy/one.toml", "code = \"events\"", "code = \"group\"", &[
        "host.toml:29: there is no capacity \"one/events\"",
        "taxonomy/one.toml:10: capacity group stands twice; first in taxonomy/one.toml:6",
        "taxonomy/one.toml:11: the UUID of group is not that of its address",
    ]),
    ("taxonomy/two.toml", "code = \"1\"", "code = \"2\"", &[
        "taxonomy/one.toml:13: there is no capacity \"two/1\"",
        "taxonomy/two.toml:6: the capacity two/2 has no text capacity-two-2 in en",
        "taxonomy/two.toml:7: the UUID of 2 is not that of its address",
        "trainer.toml:26: there is no capacity \"two/1\"",
    ]),
    ("taxonomy/one.toml", "broader = \"group\"", "broader = \"groups\"", &["taxonomy/one.toml:12: there is no capacity \"groups\""]),
    ("taxonomy/one.toml", "code = \"group\"\n", "code = \"group\"\nbroader = \"events\"\n", &[
        "taxonomy/one.toml:13: the broader capacities go in a circle: events → group → events",
    ]),
    ("taxonomy/one.toml", "[\"two/1\"]", "[\"one/group\"]", &["taxonomy/one.toml:13: the crosswalk of one/events leads into its own scheme"]),
    ("taxonomy/two.toml", "wikidata", "close_match = [\"one/events\"]\nwikidata", &[
        "taxonomy/two.toml:8: the crosswalk between two/1 and one/events is stated twice",
    ]),
    ("taxonomy/two.toml", "\"Q42\"", "\"42\"", &["taxonomy/two.toml:8: capacity.wikidata cannot be \"42\""]),
    ("taxonomy/two.toml", "scheme = \"two\"", "scheme = \"deux\"", &["taxonomy/two.toml:1: the file says it is deux.toml"]),
    ("taxonomy/two.toml", "[[capacity]]", "[[capacity]", &["taxonomy/two.toml:5: not TOML: unclosed array table, expected `]`"]),
    ("i18n/en.json", "\t\"class-host-name\": \"class-host-name in en\",\n", "", &["host.toml:2: the class host has no text class-host-name in en"]),
    ("i18n/en.json", "class-host-name in en", "$1 hosts", &["i18n/en.json:12: the text class-host-name has an argument or a choice of forms"]),
    ("i18n/ar.json", "class-host-name in ar", "{{PLURAL:$1|a", &["i18n/ar.json:12: in the message class-host-name: {{PLURAL is not closed by }}"]),
    ("i18n/uk.json", "\"class-host-name\"", "\"class-host-rubric\"", &["i18n/uk.json:17: the message class-host-rubric stands twice"]),
    ("i18n/en.json", "in en\",", "in en\"", &["i18n/en.json:3: the file is not a JSON object of texts: expected `,` or `}`"]),
    ("i18n/fr.json", "in fr\",", "in fr\"", &["i18n/fr.json:3: the file is not a JSON object of texts: expected `,` or `}`"]),
];

#[test]
fn every_mistake_yields_its_fault_and_no_other() {
    let mut wrong = Vec::new();
    for (file, from, to, expected) in CASES {
        let files = Files::whole().with(file, from, to);
        let found = files.load().map_or_else(|faults| shown(&faults), |_| vec!["loads".to_owned()]);
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        let mut sorted = found.clone();
        sorted.sort();
        if sorted != expected {
            wrong.push(format!("{file}: {from:?} → {to:?}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn faults_of_two_files_are_both_reported_with_their_remedies() {
    let files = Files::whole().with("host.toml", "quorum = 1", "quorum = 0").with("taxonomy/two.toml", "\"Q42\"", "\"P42\"");
    let faults = files.load().unwrap_err();
    assert_eq!(
        faults.to_string(),
        "the catalogue has 2 faults:\n\
         host.toml:9: attestation.quorum cannot be 0; it has to be 1 to 9\n\
         taxonomy/two.toml:8: capacity.wikidata cannot be \"P42\"; write a Wikidata item such as \"Q759524\""
    );
}

#[test]
fn versions_of_a_class_have_to_be_in_order() {
    let older = |version: &str| super::CLASS.replacen("version = \"1\"", &format!("version = \"{version}\"\nissue_until = 2027-06-30"), 1);
    let found = |files: Files| shown(&files.load().unwrap_err());
    assert_eq!(
        found(Files::whole().and("host@1.toml", &older("1"))),
        ["host@1.toml:2: class host version 1 stands twice; first in host.toml:2"]
    );
    assert_eq!(
        found(Files::whole().and("host@2.toml", &older("2"))),
        ["host@2.toml:2: version 2 in an older file is not below the current version 1"]
    );
    assert_eq!(found(Files::whole().and("host@0.1.toml", &older("0.2"))), ["host@0.1.toml:2: the file says it is host@0.2.toml"]);
    assert_eq!(
        found(Files::whole().and("host@0.1.toml", &older("0.1").replace("issue_until = 2027-06-30\n", ""))),
        ["host@0.1.toml:1: issue_until is missing"]
    );
    let alone = Files::whole().without("trainer.toml").and("trainer@1.toml", super::TRAINER);
    assert!(found(alone).contains(&"host.toml:10: attestation.by names the class \"trainer\", which does not exist".to_owned()));
    let orphan = Files::whole().and("guest@1.toml", &older("1").replacen("\"host\"", "\"guest\"", 1));
    assert!(found(orphan).contains(&"guest@1.toml:2: there is an older version of guest, but no current one".to_owned()));
}
