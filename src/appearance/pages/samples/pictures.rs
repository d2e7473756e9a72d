//! Pictures as evidence, on whatever page they stand.

use super::at;
use crate::appearance::pages::pictures::{PictureCard, PicturesToAdd};

/// Pictures upright and across, with a caption and without.
pub(super) fn cards() -> Vec<PictureCard> {
    let card = |number: u8, caption: &str, width, height| {
        let id = format!("7g3x9m2k4p8q1r5t6v7w8y9z{number:02}");
        PictureCard {
            path: format!("/pictures/{id}"),
            id,
            caption: caption.to_owned(),
            width,
            height,
            added_at: at("2026-11-20T11:00:00Z"),
        }
    };
    vec![
        card(1, "The plan <on the wall> & the timetable", 240, 320),
        card(2, "", 320, 180),
        card(3, "ورقة تقييم المشاركين بعد الجلسة الأولى", 320, 240),
    ]
}

/// With room for more.
pub(super) fn to_add() -> PicturesToAdd {
    PicturesToAdd {
        cards: cards(),
        room: true,
        over: false,
        until: at("2027-02-18T17:00:00Z"),
        once: "7g3x9m2k4p8q1r5t6v7w8y9z99".to_owned(),
        caption: String::new(),
        fault: None,
    }
}

/// Each reason why nothing was added.
pub(super) fn faulty() -> impl Iterator<Item = PicturesToAdd> {
    let faults = ["kind", "pixels", "damaged", "caption", "many", "daily", "full", "over"];
    faults.into_iter().map(|fault| PicturesToAdd {
        caption: "The <plan>".to_owned(),
        room: fault != "many",
        over: fault == "over",
        fault: Some(fault),
        ..to_add()
    })
}
