//! Credentials in every state, and attestation records.

use super::{Sample, at, catalogue};
use crate::appearance::pages::certificate::{CertificateAbsent, WhyAbsent};
use crate::appearance::pages::credential::{
    Absence, AttestationCard, AttestationPage, CredentialAbsent, CredentialPage, Entitled, EvidenceItem, EvidenceLine, File, Files, Holder,
    IssuerCard, ShownView, Signed, TrainerShown, Translation, WithheldView,
};
use crate::appearance::pages::preview::Preview;
use crate::appearance::pages::recipient::RecipientView;
use crate::appearance::pages::verdict::{CheckOutcome, CheckView, Outcome, ReasonView, VerdictView};
use crate::appearance::pages::wording::{Link, Wording};
use crate::verifier::recipient::Difference;

const ADDRESS: &str = "https://badges.example.org/c/7g3x9m2k4p8q1r5t6v7w8y9z0a";
const CODE: &str = "7G3X-9M2K-4P8Q-1R5T-6V7W-8Y9Z-0ACK";

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("credential-valid", "/c/x", page(verdict("valid", None))),
        Sample::new("credential-valid-unnamed", "/c/x", unnamed()),
        Sample::new("credential-valid-translated", "/c/x", translated()),
        Sample::new("credential-valid-same", "/c/x", compared(RecipientView::Same("user-name"))),
        Sample::new("credential-valid-similar", "/c/x", compared(RecipientView::Similar(Difference::ALL.map(Difference::word).into()))),
        Sample::new("credential-valid-unlike", "/c/x", compared(RecipientView::CannotSay("nothing-alike"))),
        Sample::new("credential-valid-hidden", "/c/x", compared(RecipientView::CannotSay("hidden"))),
        Sample::new("credential-valid-unconfirmed", "/c/x", compared(RecipientView::CannotSay("unconfirmed"))),
        Sample::new("credential-valid-asked", "/c/x", compared(RecipientView::TooOften)),
        Sample::new("credential-valid-names-withheld", "/c/x", kept_back(WithheldView { names: true, ..WithheldView::default() })),
        Sample::new("credential-valid-evidence-withheld", "/c/x", kept_back(WithheldView { evidence: true, ..WithheldView::default() })),
        Sample::new("credential-valid-details-withheld", "/c/x", kept_back(WithheldView { names: true, evidence: true, details: true })),
        Sample::new("credential-valid-shown", "/c/x", shown(ShownView::Controls { at: at("2026-11-20T11:00:00Z"), legal_name: None })),
        Sample::new(
            "credential-valid-shown-name",
            "/c/x",
            shown(ShownView::Controls { at: at("2026-11-20T11:00:00Z"), legal_name: Some("Оксана <Іваненко>".to_owned()) }),
        ),
        Sample::new("credential-valid-shown-no", "/c/x", shown(ShownView::No)),
        Sample::new("credential-valid-shown-too-often", "/c/x", shown(ShownView::TooOften)),
        Sample::new("absent-withheld", "/c/x.json", absent(Absence::Withheld)),
        Sample::new("absent-link-over", "/c/x/link/y", absent(Absence::LinkOver)),
        Sample::new("absent-unknown", "/c/x", absent(Absence::Unknown)),
        Sample::new("absent-gone", "/c/x", absent(Absence::Gone)),
        Sample::new("absent-being-issued", "/c/x", absent(Absence::BeingIssued)),
        Sample::new("certificate-revoked", "/c/x.pdf", uncertified(WhyAbsent::None, Some(verdict("invalid", Some("revoked"))))),
        Sample::new("certificate-cannot", "/c/x.pdf", uncertified(WhyAbsent::Cannot, None)),
        Sample::new("attestation", "/attestations/x", attestation()),
        Sample::new("attestation-withdrawn", "/attestations/x", withdrawn()),
    ];
    for (name, code) in [
        ("credential-revoked", "revoked"),
        ("credential-suspended", "suspended"),
        ("credential-expired", "expired"),
        ("credential-replaced", "replaced"),
        ("credential-replaced-badge", "replaced-badge"),
        ("credential-replaced-coming", "replaced-coming"),
        ("credential-not-yet-valid", "not-yet-valid"),
        ("credential-malformed", "malformed"),
    ] {
        samples.push(Sample::new(name, "/c/x", page(verdict("invalid", Some(code)))));
    }
    for (name, code) in [
        ("credential-altered", "altered"),
        ("credential-unsigned", "unsigned"),
        ("credential-forbidden-signature", "forbidden-signature"),
        ("credential-not-signed-by-issuer", "not-signed-by-issuer"),
        ("credential-key-withdrawn", "key-withdrawn"),
        ("credential-not-a-badge", "not-a-badge"),
        ("credential-too-complex", "too-complex"),
    ] {
        samples.push(Sample::new(name, "/c/x", unreadable(verdict("invalid", Some(code)))));
    }
    for (name, code) in [("credential-status-unknown", "status-unknown"), ("credential-status-not-shown", "status-not-shown")] {
        samples.push(Sample::new(name, "/c/x", page(verdict("indeterminate", Some(code)))));
    }
    for (name, code) in [
        ("credential-not-fetched", "not-fetched"),
        ("credential-unsupported", "unsupported"),
        ("credential-unknown-context", "unknown-context"),
        ("credential-issuer-unreachable", "issuer-unreachable"),
        ("credential-key-not-confirmed", "key-not-confirmed"),
    ] {
        samples.push(Sample::new(name, "/c/x", unreadable(verdict("indeterminate", Some(code)))));
    }
    samples
}

pub(super) fn check(name: &str, outcome: CheckOutcome, probe: &str, said: Option<&str>) -> CheckView {
    let clause = "https://www.w3.org/TR/vc-data-integrity/#verify-proof";
    CheckView { name: name.to_owned(), outcome, said: said.map(Wording::english), probe: probe.to_owned(), clause }
}

pub(super) fn verdict(word: &str, code: Option<&'static str>) -> VerdictView {
    let outcome = match word {
        "valid" => Outcome::Valid,
        "invalid" => Outcome::Invalid,
        _ => Outcome::Indeterminate,
    };
    let reason = code.map(|code| ReasonView {
        code: if code.starts_with("replaced") { "replaced" } else { code },
        telling: code,
        at: matches!(code, "expired" | "not-yet-valid").then(|| at("2026-10-01T00:00:00Z")),
        replaced_by: matches!(code, "replaced" | "replaced-badge").then(|| ADDRESS.to_owned()),
        said: Wording::english(format!("this badge: {code}, as the verifier says it in a sentence of its own")),
    });
    VerdictView {
        outcome,
        reason,
        checked_at: at("2026-11-20T11:00:00Z"),
        checks: vec![
            check(
                "signature-intact",
                CheckOutcome::Pass,
                "V10",
                Some("eddsa-rdfc-2022 by did:web:badges.example.org#z6MkhaXgBZDvotDkL5257faiztiGiC2Q"),
            ),
            check("validity-period", CheckOutcome::Pass, "V15", None),
            check("revocation", if code.is_some() { CheckOutcome::Fail } else { CheckOutcome::Pass }, "V14", Some("slot 48213 is set")),
            check("suspension", CheckOutcome::CouldNotCheck, "V14", None),
            check("refresh", CheckOutcome::NotApplicable, "V12", None),
            check("holder-and-achievement", CheckOutcome::Warning, "V7", Some("no name was released")),
        ],
    }
}

pub(super) fn issuer() -> IssuerCard {
    IssuerCard {
        name: "Wikimedia Exempelland".to_owned(),
        id: "did:web:badges.example.org".to_owned(),
        url: Some("https://wikimedia.example/badges".to_owned()),
        page: Some("https://badges.example.org/issuers/main".to_owned()),
        known_as: None,
        own_page: Some("https://exempelland.example.org/badges".to_owned()),
    }
}

fn signed() -> Signed {
    let line = Wording::english;
    Signed {
        name: line("Digital safety practitioner"),
        description: line("Helps a community protect its accounts, devices and people, and stays calm when something has gone wrong."),
        criteria: vec![
            line("Assesses what a group has to protect, from whom, and writes it down."),
            line("Teaches others to use strong sign-in."),
        ],
        class_address: "https://badges.example.org/badges/digital-safety-practitioner/1".to_owned(),
        image: Some("https://badges.example.org/badges/digital-safety-practitioner/1.png".to_owned()),
        level: Some(line("Practitioner")),
        capacities: catalogue::capacities(),
        holder: Holder {
            names: vec!["অনন্যা সেন".to_owned(), "Ananya Sen".to_owned(), "أنانيا سين".to_owned()],
            account: Some("Ananya (কলকাতা)".to_owned()),
        },
        issuer: issuer(),
        evidence: Vec::new(),
        awarded_at: Some(at("2026-09-21T14:13:20Z")),
        valid_from: Some(at("2026-10-02T08:00:00Z")),
        valid_until: Some(at("2029-09-21T14:13:20Z")),
    }
}

fn card(trainer: TrainerShown) -> AttestationCard {
    AttestationCard {
        address: "https://badges.example.org/attestations/2b5d7f9h1k3m5p7r9t1v3x5z7a".to_owned(),
        trainer,
        affiliate: "مجموعة ويكيميديا المثال".to_owned(),
        attested_at: at("2026-09-20T16:40:00Z"),
        criteria: signed().criteria,
        withdrawn_at: None,
    }
}

fn page(verdict: VerdictView) -> CredentialPage {
    let file = |form: &'static str| File { form, address: format!("{ADDRESS}.{form}") };
    CredentialPage {
        code: CODE.to_owned(),
        address: ADDRESS.to_owned(),
        qr: Some(format!("{ADDRESS}/qr.svg")),
        verdict,
        signed: Some(signed()),
        question: format!("{ADDRESS}/person"),
        recipient: None,
        withheld: WithheldView::default(),
        showing: format!("{ADDRESS}/shown"),
        shown: None,
        translation: None,
        attestations: vec![card(TrainerShown::Name("Олена Шевчук".to_owned())), card(TrainerShown::Affiliate)],
        files: Files::Offered(["json", "jwt", "png", "svg", "pdf"].map(file).into()),
        preview: Some(preview()),
    }
}

fn preview() -> Preview {
    Preview {
        address: ADDRESS.to_owned(),
        name: signed().name,
        level: signed().level,
        issuer: issuer().name,
        description: None,
        card: "https://badges.example.org/badges/digital-safety-practitioner/1.card.png?issuer=main&level=practitioner".to_owned(),
    }
}

fn unnamed() -> CredentialPage {
    let bare = Signed {
        holder: Holder::default(),
        level: None,
        image: None,
        capacities: Vec::new(),
        criteria: Vec::new(),
        valid_until: None,
        valid_from: signed().awarded_at,
        issuer: IssuerCard { url: None, page: None, known_as: Some("Wikimedia Exempelland".to_owned()), ..issuer() },
        evidence: vec![EvidenceLine {
            address: Some("https://badges.example.org/attestations/x".to_owned()),
            name: Some(Wording::english("Attestation")),
            narrative: Some(Wording::new("Провела два заняття.", "uk".parse().unwrap())),
        }],
        ..signed()
    };
    CredentialPage { signed: Some(bare), attestations: Vec::new(), files: Files::Withheld, qr: None, ..page(verdict("valid", None)) }
}

fn translated() -> CredentialPage {
    let arabic = |text: &str| Wording::new(text, "ar".parse().unwrap());
    let translation = Translation {
        name: arabic("ممارس الأمان الرقمي"),
        description: arabic("يساعد المجتمع على حماية حساباته وأجهزته وأفراده، ويحافظ على هدوئه عند وقوع مشكلة."),
        criteria: vec![arabic("يقيّم ما يجب على المجموعة حمايته وممّن، ويدوّنه.")],
        level: Some(arabic("ممارس")),
    };
    CredentialPage { translation: Some(translation), ..page(verdict("valid", None)) }
}

fn compared(recipient: RecipientView) -> CredentialPage {
    CredentialPage { recipient: Some(recipient), ..page(verdict("valid", None)) }
}

fn kept_back(withheld: WithheldView) -> CredentialPage {
    let holder = if withheld.names { Holder::default() } else { signed().holder };
    let attestations = if withheld.evidence { Vec::new() } else { page(verdict("valid", None)).attestations };
    let signed = Signed { holder, evidence: Vec::new(), ..signed() };
    CredentialPage { withheld, signed: Some(signed), attestations, files: Files::Withheld, ..page(verdict("valid", None)) }
}

fn shown(shown: ShownView) -> CredentialPage {
    CredentialPage { shown: Some(shown), ..page(verdict("valid", None)) }
}

fn unreadable(verdict: VerdictView) -> CredentialPage {
    CredentialPage { signed: None, attestations: Vec::new(), files: Files::Withheld, preview: None, ..page(verdict) }
}

fn absent(absence: Absence) -> CredentialAbsent {
    let page = matches!(absence, Absence::Withheld | Absence::LinkOver).then(|| ADDRESS.to_owned());
    CredentialAbsent { absence, code: CODE.to_owned(), page }
}

fn uncertified(why: WhyAbsent, verdict: Option<VerdictView>) -> CertificateAbsent {
    CertificateAbsent { why, verdict, address: ADDRESS.to_owned() }
}

fn attestation() -> AttestationPage {
    AttestationPage {
        card: card(TrainerShown::Account("Shevchuk".to_owned())),
        class: Link {
            name: Wording::english("Digital safety practitioner"),
            address: "https://badges.example.org/badges/digital-safety-practitioner/1".to_owned(),
        },
        statement: Some("Led the session on sign-in alone.\nAnswered every question.".to_owned()),
        evidence: vec![
            EvidenceItem { narrative: "Slides of the session".to_owned(), url: Some("https://commons.wikimedia.example/x".to_owned()) },
            EvidenceItem { narrative: "رأيته بنفسي".to_owned(), url: Some("javascript:alert(1)".to_owned()) },
        ],
        entitled: Entitled { basis: "badge", starts_at: at("2025-01-01T00:00:00Z"), last_at: at("2027-12-31T23:59:59Z") },
        credential: Some(ADDRESS.to_owned()),
    }
}

fn withdrawn() -> AttestationPage {
    AttestationPage {
        card: AttestationCard { withdrawn_at: Some(at("2026-10-01T00:00:00Z")), ..card(TrainerShown::Affiliate) },
        statement: None,
        evidence: Vec::new(),
        credential: None,
        ..attestation()
    }
}
