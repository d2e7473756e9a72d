//! Requests, appeals and proposals, for those who ask and for those who answer.

use super::stewards::steward;
use super::{Sample, at, inside};
use crate::appearance::pages::asking::{
    AnswerView, AppealLine, AppealMadePage, AppealPage, AskPage, ClockView, CorrectionLine, GroundLine, MyRequestsPage, OutcomePage,
    OutcomeView, ProposalLine, ProposePage,
};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::stewards::FormFault;
use crate::appearance::pages::stewards::requests::{
    AppealAnswerPage, AppealsPage, LanguageChoice, ProposalsPage, RequestPage, RequestsPage,
};
use crate::appearance::pages::wording::Wording;

const ID: &str = "7g3x9m2k4p8q1r5t6v7w8y9z0a";
const NO_WORDS: FormFault = FormFault { field: "words", key: "no-words" };

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = own();
    samples.extend(answering());
    samples
}

fn class() -> Wording {
    Wording::english("Digital safety practitioner")
}

fn answer(outcome: &'static str) -> AnswerView {
    AnswerView { outcome, at: at("2026-11-25T10:00:00Z"), words: Some("كما <أكّدته> أنت.".to_owned()) }
}

fn correction(about: &'static str, outcome: Option<&'static str>) -> CorrectionLine {
    CorrectionLine {
        id: ID.to_owned(),
        class: class(),
        about,
        wish: Some("मेरा नाम <अनन्या> है।".to_owned()),
        asked_at: at("2026-11-20T10:00:00Z"),
        holder: Some("Ananya <K>".to_owned()),
        answer: outcome.map(answer),
    }
}

fn appeal(against: &'static str, clock: ClockView, outcome: Option<&'static str>) -> AppealLine {
    AppealLine {
        id: ID.to_owned(),
        class: class(),
        against,
        words: Some("Це не так.".to_owned()),
        made_at: at("2026-11-20T10:00:00Z"),
        clock,
        holder: Some("Ananya <K>".to_owned()),
        answer: outcome.map(answer),
    }
}

fn waiting(overdue: bool) -> ClockView {
    ClockView::Waiting { until: at("2026-12-04T10:00:00Z"), overdue }
}

fn taken(overdue: bool) -> ClockView {
    ClockView::Taken { until: at("2026-12-20T10:00:00Z"), overdue }
}

fn proposal(kind: &'static str, outcome: Option<&'static str>) -> ProposalLine {
    let arabic = |text: &str| Wording::new(text, "ar".parse().unwrap());
    ProposalLine {
        id: ID.to_owned(),
        kind,
        title: Some(arabic("تاريخ <شفهي>")),
        words: outcome.is_none().then(|| arabic("نسجّل الكبار.")),
        at: at("2026-11-20T10:00:00Z"),
        by: Some("سلمى".to_owned()),
        answer: outcome.map(answer),
    }
}

fn ground(against: &'static str) -> GroundLine {
    GroundLine { against, decision: ID.to_owned(), class: class(), decided_at: at("2026-11-19T10:00:00Z") }
}

fn lists(inside: Inside, said: Option<&str>) -> MyRequestsPage {
    MyRequestsPage {
        inside,
        said: said.map(str::to_owned),
        corrections: vec![correction("name", None), correction("language", Some("corrected")), correction("detail", Some("declined"))],
        appeals: vec![
            appeal("revocation", waiting(false), None),
            appeal("suspension", taken(true), None),
            appeal("correction", ClockView::Answered, Some("granted")),
        ],
        grounds: vec![ground("attestation"), ground("suspension")],
        proposals: vec![proposal("capacity", None), proposal("word", Some("taken"))],
    }
}

fn own() -> Vec<Sample> {
    let nothing = |said: &str| MyRequestsPage {
        corrections: Vec::new(),
        appeals: Vec::new(),
        grounds: Vec::new(),
        proposals: Vec::new(),
        ..lists(inside(), Some(said))
    };
    let ask = |faults: Vec<FormFault>| AskPage {
        inside: inside(),
        faults,
        credential: ID.to_owned(),
        class: class(),
        about: "name",
        wish: "<b>".to_owned(),
    };
    let make = |against: &'static str, faults: Vec<FormFault>| AppealPage {
        inside: inside(),
        faults,
        ground: ground(against),
        words: String::new(),
    };
    let found = |clock: ClockView, outcome: Option<&'static str>| OutcomePage {
        found: Some(OutcomeView {
            against: "revocation",
            made_at: at("2026-11-20T10:00:00Z"),
            clock,
            outcome: outcome.map(|word| (word, at("2026-12-01T10:00:00Z"))),
        }),
        ..OutcomePage::default()
    };
    let made = AppealMadePage {
        inside: inside(),
        code: "7G3X-9M2K-4P8Q-1R5T-6V7W-8Y9Z-0AXX".to_owned(),
        acknowledged_until: at("2026-12-04T10:00:00Z"),
        answered_until: at("2026-12-20T10:00:00Z"),
    };
    let propose =
        |faults: Vec<FormFault>| ProposePage {
            inside: inside(), faults, kind: "word", title: "<ميسّر>".to_owned(), words: String::new()
        };
    vec![
        Sample::new("requests", "/me/requests", lists(inside(), Some("asked"))),
        Sample::new("requests-none", "/me/requests", nothing("withdrawn")),
        Sample::new("requests-proposed", "/me/requests", nothing("proposed")),
        Sample::new("request-new", "/me/requests/new", ask(Vec::new())),
        Sample::new("request-new-fault", "/me/requests/new", ask(vec![FormFault { field: "wish", key: "no-words" }])),
        Sample::new("appeal-new", "/me/appeals/new", make("suspension", Vec::new())),
        Sample::new("appeal-new-fault", "/me/appeals/new", make("correction", vec![NO_WORDS])),
        Sample::new("appeal-made", "/me/appeals/new", made),
        Sample::new("appeal", "/appeal", OutcomePage::default()),
        Sample::new("appeal-unknown", "/appeal", OutcomePage { code: "7G3X-<b>".to_owned(), unknown: true, found: None }),
        Sample::new("appeal-waiting", "/appeal", found(waiting(true), None)),
        Sample::new("appeal-taken", "/appeal", found(taken(false), None)),
        Sample::new("appeal-partly", "/appeal", found(ClockView::Answered, Some("partly"))),
        Sample::new("proposal-new", "/me/proposals/new", propose(Vec::new())),
        Sample::new("proposal-new-fault", "/me/proposals/new", propose(vec![FormFault { field: "title", key: "no-words" }])),
    ]
}

fn answering() -> Vec<Sample> {
    let requests = |inside: Inside, said: &str| RequestsPage {
        inside,
        said: Some(said.to_owned()),
        lines: vec![correction("name", None), correction("detail", Some("withdrawn"))],
    };
    let language = |tag: &str, name: &str| LanguageChoice { tag: tag.to_owned(), name: name.to_owned(), chosen: tag == "ar" };
    let request = |faults: Vec<FormFault>, line: CorrectionLine| RequestPage {
        inside: steward(),
        faults,
        line,
        credential: ID.to_owned(),
        names: ["أنانيا".to_owned(), "Ananya <K>".to_owned(), String::new()],
        languages: vec![language("en", "English"), language("ar", "العربية")],
        words: String::new(),
    };
    let faults = vec![FormFault { field: "name-1", key: "no-name" }, NO_WORDS];
    let appeals =
        |lines: Vec<AppealLine>| AppealsPage { inside: steward(), said: (!lines.is_empty()).then(|| "appeal-answered".to_owned()), lines };
    let one = |faults: Vec<FormFault>, own: bool, line: AppealLine| AppealAnswerPage {
        inside: steward(),
        said: (line.answer.is_none() && !own).then(|| "acknowledged".to_owned()),
        faults,
        credential: (!own).then(|| ID.to_owned()),
        own,
        words: "<b>".to_owned(),
        line,
    };
    let outcome = || vec![FormFault { field: "outcome", key: "no-outcome" }, NO_WORDS];
    let proposals = |faults: Vec<FormFault>, lines: Vec<ProposalLine>| ProposalsPage {
        inside: steward(),
        said: faults.is_empty().then(|| "proposal-answered".to_owned()),
        faults,
        lines,
    };
    let nothing = RequestsPage { lines: Vec::new(), ..requests(steward(), "declined") };
    vec![
        Sample::new("steward-requests", "/admin/requests", requests(steward(), "corrected")),
        Sample::new("steward-requests-trainer", "/admin/requests", requests(inside(), "corrected")),
        Sample::new("steward-requests-none", "/admin/requests", nothing),
        Sample::new("steward-request", "/admin/requests/x", request(Vec::new(), correction("name", None))),
        Sample::new("steward-request-faults", "/admin/requests/x", request(faults, correction("language", None))),
        Sample::new("steward-request-answered", "/admin/requests/x", request(Vec::new(), correction("detail", Some("declined")))),
        Sample::new("steward-appeals", "/admin/appeals", appeals(vec![appeal("suspension", waiting(true), None)])),
        Sample::new("steward-appeals-none", "/admin/appeals", appeals(Vec::new())),
        Sample::new("steward-appeal", "/admin/appeals/x", one(Vec::new(), false, appeal("revocation", waiting(false), None))),
        Sample::new("steward-appeal-taken", "/admin/appeals/x", one(outcome(), false, appeal("attestation", taken(false), None))),
        Sample::new("steward-appeal-own", "/admin/appeals/x", one(Vec::new(), true, appeal("correction", taken(true), None))),
        Sample::new(
            "steward-appeal-answered",
            "/admin/appeals/x",
            one(Vec::new(), false, appeal("revocation", ClockView::Answered, Some("dismissed"))),
        ),
        Sample::new(
            "steward-proposals",
            "/admin/proposals",
            proposals(Vec::new(), vec![proposal("word", None), proposal("capacity", Some("declined"))]),
        ),
        Sample::new(
            "steward-proposals-none",
            "/admin/proposals",
            proposals(vec![FormFault { field: "content", key: "no-words" }], Vec::new()),
        ),
    ]
}
