//! Pages of the room.

use super::{Sample, inside, pictures};
use crate::appearance::pages::pictures::PicturesToAdd;
use crate::appearance::pages::room::paper::{Difference, Differences, PaperColumn, PaperRow, RoomPaperPage};
use crate::appearance::pages::room::{ClassToTick, CriterionToTick, LevelToChoose, PersonLine, Place, RoomPage, RoomPersonPage, Said};
use crate::appearance::pages::wording::Wording;

const ROOM: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/room";
const PERSON: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/room/7g3x9m2k4p8q1r5t6v7w8y9z0b";

const PAPER: &str = "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a/room/paper";

pub(super) fn samples() -> Vec<Sample> {
    let empty = RoomPage { people: Vec::new(), ..list() };
    let first = RoomPersonPage { before: None, said: Some(Said::Saved), ..person() };
    let last = RoomPersonPage { after: None, said: Some(Said::Attested), ..person() };
    let oneself = RoomPersonPage { person: line(3, "سلمى الحدّاد", true), ..person() };
    let none = PicturesToAdd { cards: Vec::new(), ..pictures::to_add() };
    let added = RoomPersonPage { said: Some(Said::PictureAdded), ..person() };
    let removed = RoomPersonPage { said: Some(Said::PictureRemoved), pictures: none, ..person() };
    let names = [
        "room-pictures-kind",
        "room-pictures-pixels",
        "room-pictures-damaged",
        "room-pictures-caption",
        "room-pictures-many",
        "room-pictures-daily",
        "room-pictures-full",
        "room-pictures-over",
    ];
    let refused = names
        .into_iter()
        .zip(pictures::faulty())
        .map(|(name, pictures)| Sample::new(name, PERSON, RoomPersonPage { pictures, ..person() }));
    let nameless = RoomPersonPage { person: line(2, "", false), ..person() };
    let mut samples = vec![
        Sample::new("room", ROOM, list()),
        Sample::new("room-empty", ROOM, empty),
        Sample::new("room-person", PERSON, person()),
        Sample::new("room-person-saved", PERSON, first),
        Sample::new("room-person-attested", PERSON, last),
        Sample::new("room-person-oneself", PERSON, oneself),
        Sample::new("room-person-nameless", PERSON, nameless),
        Sample::new("room-person-long-note", PERSON, long_note()),
        Sample::new("room-paper", PAPER, paper()),
        Sample::new("room-paper-empty", PAPER, RoomPaperPage { rows: Vec::new(), ..paper() }),
        Sample::new("room-paper-differs", PAPER, differing()),
        Sample::new("room-pictures-added", PERSON, added),
        Sample::new("room-pictures-removed", PERSON, removed),
    ];
    samples.extend(refused);
    samples
}

fn place() -> Place {
    Place {
        training: "7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
        name: "Leading discussions in Accra <2026>".to_owned(),
        keep_for: "7g3x9m2k4p8q1r5t6v7w8y9z0c".to_owned(),
        session: "7g3x9m2k4p8q1r5t6v7w8y9z0d".to_owned(),
    }
}

fn line(number: u32, called: &str, oneself: bool) -> PersonLine {
    let account = format!("7g3x9m2k4p8q1r5t6v7w8y9z{number:02}");
    PersonLine { account, number, called: called.to_owned(), own: 2, all: 5, oneself }
}

fn list() -> RoomPage {
    let people = vec![
        line(1, "Esi <Mensah>", false),
        line(2, "", false),
        line(3, "سلمى الحدّاد", true),
        line(4, "Олександра Коваленко-Підмогильна з далекого міста", false),
        line(117, "अनन्या", false),
    ];
    RoomPage { inside: inside(), place: place(), criteria: 9, people }
}

fn person() -> RoomPersonPage {
    RoomPersonPage {
        inside: inside(),
        place: place(),
        person: line(4, "Олександра Коваленко", false),
        before: Some(line(3, "سلمى الحدّاد", true)),
        after: Some(line(117, "अनन्या", false)),
        classes: vec![with_levels(), without_levels()],
        pictures: pictures::to_add(),
        said: None,
    }
}

fn long_note() -> RoomPersonPage {
    let mut page = RoomPersonPage { said: Some(Said::LongNote), ..person() };
    page.classes[0].note = "Asked <everybody>. ".repeat(80);
    page.classes[0].too_long = Some(1519);
    page
}

fn criterion(id: &str, text: &str, chosen: &str) -> CriterionToTick {
    CriterionToTick {
        id: id.to_owned(),
        text: Wording::english(text),
        was: chosen.to_owned(),
        chosen: chosen.to_owned(),
        others: 0,
        attested: false,
    }
}

fn with_levels() -> ClassToTick {
    let level = |id: &str, name: &str, description: &str| LevelToChoose {
        id: id.to_owned(),
        name: Wording::english(name),
        description: Wording::english(description),
    };
    ClassToTick {
        slug: "facilitator".to_owned(),
        name: Wording::english("Facilitator"),
        evidence: Wording::english("What was seen in the room, or a plan."),
        levels: vec![
            level("supported", "With support", "Does it beside somebody experienced."),
            level("independent", "Independently", "Does it alone."),
            level("guides-others", "Guides others", "Shows others how."),
        ],
        required: Some(Wording::english("Independently")),
        criteria: vec![
            criterion("clarifies-purpose", "Says what the meeting is for, and checks that everybody agrees.", ""),
            CriterionToTick { others: 2, ..criterion("balances-voices", "Draws in quiet people.", "supported") },
            CriterionToTick { others: 1, attested: true, ..criterion("stays-impartial", "Keeps their own opinion apart.", "independent") },
        ],
        note: "Asked the <quiet> ones.\nKept to the time.".to_owned(),
        note_mark: "00112233aabbccdd".to_owned(),
        too_long: None,
    }
}

fn without_levels() -> ClassToTick {
    ClassToTick {
        slug: "community-mentor".to_owned(),
        name: Wording::new("مرشد المجتمع", "ar".parse().unwrap()),
        evidence: Wording::english("What the mentored person says."),
        levels: Vec::new(),
        required: None,
        criteria: vec![criterion("agrees-goals", "Agrees on goals.", "yes"), criterion("gives-feedback", "Gives feedback that helps.", "")],
        note: String::new(),
        note_mark: "e3b0c44298fc1c14".to_owned(),
        too_long: None,
    }
}

fn paper() -> RoomPaperPage {
    let column = |code: &str| PaperColumn {
        code: code.to_owned(),
        field: format!("facilitator.{}", code.to_lowercase()),
        class: Wording::english("Facilitator"),
        text: Wording::english("Draws in quiet people."),
    };
    let columns: Vec<_> = ["A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3", "B4"].map(column).into();
    let row = |(number, line): (usize, PersonLine)| {
        let mut row = PaperRow::of(line, &columns, &[], number == 1);
        row.boxes[0].met = true;
        row.boxes[1].attested = true;
        row
    };
    let rows = list().people.into_iter().enumerate().map(row).collect();
    RoomPaperPage { inside: inside(), place: place(), opened_at: 1_795_172_400_000, columns, rows, differences: None }
}

fn differing() -> RoomPaperPage {
    let page = paper();
    let later = page.columns[..2].iter().zip([true, false]).map(|(column, on_paper)| Difference { column: column.clone(), on_paper });
    let differences = Some(Differences { person: line(1, "Esi <Mensah>", false), later: later.collect(), attested: true });
    RoomPaperPage { differences, ..page }
}
