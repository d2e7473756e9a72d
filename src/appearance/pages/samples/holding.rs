//! Pages of people who hold badges.

use super::notices::notices as told;
use super::{Sample, at, inside, pictures};
use crate::appearance::pages::holding::{
    ChoiceView, CriterionLine, ErasePage, ErasedPage, ExportPage, HeldLine, LinkLine, ListingView, MyBadge, MyBadges, NewLink,
    OnTheWayView, PicturesOfTraining, ShowNow, ShowingView, TrainingLine,
};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::wording::Wording;

const PATH: &str = "/me/badges/7g3x9m2k4p8q1r5t6v7w8y9z0a";
const ADDRESS: &str = "https://badges.example.org/c/7g3x9m2k4p8q1r5t6v7w8y9z0a";

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::new("holding-badges", "/me", badges()),
        Sample::new("holding-badges-withheld", "/me", MyBadges { withheld: true, ..badges() }),
        Sample::new("holding-badges-none", "/me", none()),
        Sample::new("holding-badge", PATH, badge()),
        Sample::new("holding-badge-withheld", PATH, withheld()),
        Sample::new("holding-badge-link", PATH, with_link()),
        Sample::new("holding-show", PATH, show(None, false)),
        Sample::new("holding-show-bad-name", PATH, show(None, true)),
        Sample::new("holding-show-code", PATH, show(Some(showing()), false)),
        Sample::new("holding-show-shown", PATH, show(Some(shown()), false)),
        Sample::new("holding-show-guessed", PATH, show(Some(ShowingView { code: None, ..showing() }), false)),
        Sample::new("holding-export", "/me/export", ExportPage { inside: holder() }),
        Sample::new("holding-erase", "/me/erase", erase()),
        Sample::new("holding-erase-stale", "/me/erase", ErasePage { fresh: false, badges: false, ..erase() }),
        Sample::new("holding-erase-bad-word", "/me/erase", ErasePage { fault: Some("bad-word"), ..erase() }),
        Sample::new("holding-erase-busy", "/me/erase", ErasePage { fault: Some("busy"), ..erase() }),
        Sample::new("holding-erased", "/erased", ErasedPage),
    ];
    for (name, said, fault) in [
        ("holding-badge-saved", "saved", false),
        ("holding-badge-nameless", "nameless", true),
        ("holding-badge-minor", "minor", true),
        ("holding-badge-days", "days", true),
        ("holding-badge-many", "many", true),
    ] {
        samples.push(Sample::new(name, PATH, MyBadge { said: Some(said), fault, ..badge() }));
    }
    samples
}

fn holder() -> Inside {
    Inside { trainer: false, ..inside() }
}

fn line(state: &'static str) -> HeldLine {
    HeldLine {
        page: (state != "being-issued").then(|| PATH.to_owned()),
        name: Wording::new("ممارس الأمان الرقمي", "ar".parse().unwrap()),
        level: (state == "current").then(|| Wording::english("Practitioner")),
        image: Some("https://badges.example.org/badges/digital-safety-practitioner/1.svg".to_owned()),
        state,
        awarded_at: at("2026-09-21T08:00:00Z"),
        valid_until: (state != "revoked").then(|| at("2029-09-21T08:00:00Z")),
        listed: state == "current",
        successor: (state == "replaced").then(|| PATH.to_owned()),
    }
}

fn badges() -> MyBadges {
    let criterion = |text: &str, trainers, quorum, distinct| CriterionLine {
        text: Wording::english(text),
        met: trainers >= 2,
        trainers,
        quorum,
        distinct,
    };
    let on_the_way = |rehearsal: bool, trainers| OnTheWayView {
        name: Wording::english("Wikimedia projects trainer"),
        class: "https://badges.example.org/badges/wikimedia-projects-trainer/1".to_owned(),
        training: rehearsal.then(|| "Тренінг <тренерів>".to_owned()),
        rehearsal,
        met: if trainers >= 2 { 2 } else { 1 },
        criteria: vec![criterion("Prepares a session.", 2, 2, true), criterion("Leads it & closes it.", trainers, 2, true)],
    };
    MyBadges {
        inside: holder(),
        notices: told().into_iter().take(3).collect(),
        badges: ["current", "expired", "suspended", "revoked", "replaced", "being-replaced", "being-issued"].map(line).into(),
        on_the_way: vec![on_the_way(true, 1), on_the_way(false, 2)],
        trainings: [false, true]
            .map(|left| TrainingLine {
                name: "Нетворкінг & більше".to_owned(), joined_at: at("2026-09-20T08:00:00Z"), left
            })
            .into(),
        pictures: vec![PicturesOfTraining {
            training: "Нетворкінг & більше".to_owned(),
            until: at("2027-02-18T17:00:00Z"),
            cards: pictures::cards(),
        }],
        withheld: false,
    }
}

fn none() -> MyBadges {
    let inside = Inside { person: None, borrowed: true, ..holder() };
    MyBadges {
        inside,
        notices: Vec::new(),
        badges: Vec::new(),
        on_the_way: Vec::new(),
        trainings: Vec::new(),
        pictures: Vec::new(),
        withheld: false,
    }
}

fn badge() -> MyBadge {
    MyBadge {
        inside: holder(),
        badge: line("current"),
        path: PATH.to_owned(),
        address: ADDRESS.to_owned(),
        code: "7G3X-9M2K-4P8Q-1R5T-6V7W-8Y9Z-0ACK".to_owned(),
        names: vec!["سلمى <الحدّاد>".to_owned(), "Salma H".to_owned()],
        choice: ChoiceView { listing: ListingView::Listed, shown: vec!["names", "evidence", "files"] },
        withheld: false,
        links: vec![LinkLine {
            id: "7g3x9m2k4p8q1r5t6v7w8y9z0b".to_owned(),
            created_at: at("2026-11-20T11:00:00Z"),
            ends_at: at("2026-11-27T11:00:00Z"),
        }],
        new_link: None,
        next_link: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA".to_owned(),
        languages: [("ar", "العربية"), ("en", "English"), ("my", "မြန်မာဘာသာ")].map(|(tag, name)| (tag.to_owned(), name.to_owned())).into(),
        files: format!("{PATH}/files"),
        linkedin: "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Digital+safety".to_owned(),
        wiki: format!("{{{{Insignia badge|class=digital-safety-practitioner|name=Digital safety|date=2026-09-21|url={ADDRESS}}}}}"),
        correction: "/me/requests/new?badge=7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
        said: None,
        fault: false,
    }
}

fn withheld() -> MyBadge {
    MyBadge {
        badge: line("revoked"),
        choice: ChoiceView { listing: ListingView::Never, shown: Vec::new() },
        withheld: true,
        links: Vec::new(),
        names: Vec::new(),
        ..badge()
    }
}

fn with_link() -> MyBadge {
    let address = format!("{ADDRESS}/link/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA");
    MyBadge { new_link: Some(NewLink { address, ends_at: at("2026-11-27T11:00:00Z") }), ..badge() }
}

fn show(showing: Option<ShowingView>, bad_name: bool) -> ShowNow {
    ShowNow {
        inside: holder(),
        name: line("current").name,
        back: PATH.to_owned(),
        address: ADDRESS.to_owned(),
        qr: format!("{ADDRESS}.qr.svg"),
        seen: showing.as_ref().map(|showing| showing.ends_at.as_ms()),
        showing,
        bad_name,
    }
}

fn showing() -> ShowingView {
    ShowingView { code: Some("012 345".to_owned()), ends_at: at("2026-11-20T11:10:00Z"), has_name: true, shown_at: None }
}

fn shown() -> ShowingView {
    ShowingView { has_name: false, shown_at: Some(at("2026-11-20T11:02:00Z")), ..showing() }
}

fn erase() -> ErasePage {
    ErasePage { inside: holder(), fresh: true, prove: "/sign-in?next=/me/erase".to_owned(), badges: true, fault: None }
}
