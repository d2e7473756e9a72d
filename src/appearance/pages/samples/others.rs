//! Pages that stand by themselves.

use super::credentials::{check, issuer, verdict};
use super::{Sample, at, catalogue};
use crate::appearance::pages::credential::IssuerCard;
use crate::appearance::pages::recipient::RecipientView;
use crate::appearance::pages::standing::{
    AboutPage, HomePage, IssuerPage, KeyLine, PresentedBadge, PrivacyPage, ProblemKind, ProblemPage, ShareView, VerifyFault, VerifyPage,
    VerifyResult,
};
use crate::appearance::pages::verdict::CheckOutcome;
use crate::appearance::pages::wording::{Told, Wording};

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("home", "/", HomePage::default()),
        Sample::new("home-slip", "/", typed("F1DP-WV3E-CXJ7-MSHT-5NH6-JS9D-C9P1")),
        Sample::new("home-character", "/", typed("F1DP-WVUE-CXJ7")),
        Sample::new("home-length", "/", typed("F1DP-WV3E")),
        Sample::new("home-empty", "/", typed("")),
        Sample::new("home-several", "/", typed("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ")),
        Sample::new("verify", "/verify", VerifyPage::default()),
        Sample::new("issuer", "/issuers/main", issuer_page()),
        Sample::new("about", "/about", AboutPage { issuers: vec![issuer()], version: "0.1.0" }),
        Sample::new("privacy", "/privacy", privacy()),
        Sample::new("privacy-unnamed", "/privacy", PrivacyPage::default()),
    ];
    for (name, fault) in [
        ("verify-empty", VerifyFault::Empty),
        ("verify-too-large", VerifyFault::TooLarge),
        ("verify-unreadable", VerifyFault::Unreadable),
        ("verify-address", VerifyFault::Address),
        ("verify-absent", VerifyFault::Absent),
        ("verify-elsewhere", VerifyFault::Elsewhere),
        ("verify-unreachable", VerifyFault::Unreachable),
        ("verify-link", VerifyFault::Link),
    ] {
        let address = matches!(fault, VerifyFault::Address | VerifyFault::Absent | VerifyFault::Elsewhere | VerifyFault::Unreachable);
        let address = address.then(|| "badges.example.org/c/<7G3X>".to_owned());
        samples.push(Sample::new(name, "/verify", VerifyPage { fault: Some(fault), address, ..VerifyPage::default() }));
    }
    samples.extend(verified());
    samples.extend(problems());
    samples
}

fn typed(text: &str) -> HomePage {
    HomePage::read(text).unwrap_err()
}

fn verified() -> Vec<Sample> {
    let packed = "q1bKTFGyUkpU0lGqBQA".to_owned();
    let carrying = ShareView::Link { address: format!("https://badges.example.org/verify?badge={packed}"), packed: packed.clone() };
    let result = |verdict, badge, recipient| {
        let again = Some("eyJpZCI6ICJhIn0".to_owned());
        let share = match &recipient {
            None => carrying.clone(),
            Some(_) => ShareView::Address("https://badges.example.org/verify?address=https%3A%2F%2Fmusee.example%2F1".to_owned()),
        };
        VerifyPage { result: Some(VerifyResult { verdict, badge, recipient, share, again }), ..VerifyPage::default() }
    };
    let foreign = PresentedBadge {
        name: Wording::new("Archiviste communautaire", "fr".parse().unwrap()),
        holders: vec!["Élodie N’Diaye".to_owned(), "ᱥᱟᱱᱛᱟᱲᱤ".to_owned()],
        issuer: IssuerCard {
            name: "Musée imaginaire".to_owned(),
            id: "did:web:badges.musee.example".to_owned(),
            url: None,
            page: None,
            known_as: None,
            own_page: None,
        },
        awarded_at: Some(at("2026-03-02T09:00:00Z")),
        valid_until: Some(at("2028-03-02T09:00:00Z")),
        page: None,
    };
    let ours = PresentedBadge {
        name: Wording::english("Digital safety practitioner"),
        holders: Vec::new(),
        issuer: issuer(),
        awarded_at: Some(at("2026-03-02T09:00:00Z")),
        valid_until: None,
        page: Some("https://badges.example.org/c/7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned()),
    };
    let mut forged = verdict("invalid", Some("not-signed-by-issuer"));
    forged.checks = vec![check("key-of-issuer", CheckOutcome::Fail, "V10", Some("the key is not listed in did:web:badges.example.org"))];
    let mut carried = result(verdict("valid", None), Some(foreign.clone()), None);
    carried.carried = Some(packed);
    let shared = |share| {
        let mut page = result(verdict("valid", None), Some(foreign.clone()), None);
        page.result = page.result.map(|result| VerifyResult { share, ..result });
        page
    };
    let here = "https://badges.example.org/verify".to_owned();
    let mut nothing = result(verdict("invalid", Some("not-a-badge")), None, None);
    nothing.result = nothing.result.map(|result| VerifyResult { share: ShareView::File(here.clone()), ..result });
    vec![
        Sample::new("verify-valid-carried", "/verify", carried),
        Sample::new("verify-valid-no-link", "/verify", shared(ShareView::TooLarge(here))),
        Sample::new("verify-no-badge", "/verify", nothing),
        Sample::new("verify-valid-foreign", "/verify", result(verdict("valid", None), Some(foreign), Some(RecipientView::Same("name")))),
        Sample::new(
            "verify-valid-ours",
            "/verify",
            result(verdict("valid", None), Some(ours), Some(RecipientView::CannotSay("names-nobody"))),
        ),
        Sample::new("verify-forged", "/verify", result(forged, None, None)),
    ]
}

fn issuer_page() -> IssuerPage {
    let key = |state, kid: &str, algorithm| KeyLine {
        kid: kid.to_owned(),
        address: Some(format!("https://badges.example.org/keys/{kid}")),
        algorithm,
        state,
        since: at("2026-01-15T00:00:00Z"),
    };
    IssuerPage {
        card: issuer(),
        key_document: Some("https://badges.example.org/.well-known/did.json".to_owned()),
        keys: vec![
            key("active", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "Ed25519"),
            key("retired", "z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "Ed25519"),
            key("compromised", "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "RS256"),
        ],
        classes: catalogue::cards(),
    }
}

fn privacy() -> PrivacyPage {
    PrivacyPage {
        controller: Some("Wikimedia Exempelland, Storgatan 1, Exempelstad".to_owned()),
        contact: Some("https://wikimedia.example/privacy".to_owned()),
    }
}

fn problems() -> Vec<Sample> {
    let page = |status, kind, told| ProblemPage { status, kind, told, request_id: (status >= 500).then(|| "01hzy3m9k2".to_owned()) };
    vec![
        Sample::new("problem-not-found", "/nowhere", page(404, ProblemKind::NotFound, None)),
        Sample::new("problem-bad-request", "/verify", page(400, ProblemKind::BadRequest, None)),
        Sample::new("problem-refused", "/training/x", page(409, ProblemKind::Refused, None)),
        Sample::new("problem-refused-told", "/training/x", page(422, ProblemKind::Refused, Some(Told::new("not-a-link").with("<ftp>")))),
        Sample::new("problem-too-large", "/verify", page(413, ProblemKind::TooLarge, None)),
        Sample::new("problem-too-many", "/verify", page(429, ProblemKind::TooMany, None)),
        Sample::new("problem-forbidden", "/admin", page(403, ProblemKind::Forbidden, None)),
        Sample::new("problem-stale-form", "/me/security", page(403, ProblemKind::StaleForm, None)),
        Sample::new("problem-ours", "/badges", page(500, ProblemKind::Ours, None)),
        Sample::new("problem-unavailable", "/badges", page(503, ProblemKind::Unavailable, None)),
    ]
}
