//! The people of the demo. They are made up; their scripts are not.

use crate::community::people::{Minor, NewAccount, ShownAs};

/// Who signs.
pub(super) const ISSUER: &str = "Wikimedia Exampleland";

/// A trainer who starts with a founding mandate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trainer {
    pub(super) name: &'static str,
    pub(super) user_name: &'static str,
    pub(super) affiliate: &'static str,
}

/// Two of different affiliates: a trainer badge asks for both.
pub(super) const TRAINERS: [Trainer; 2] = [
    Trainer { name: "Adaeze Nwosu", user_name: "Adaeze (demo)", affiliate: "Wikimedia Exampleland" },
    Trainer { name: "Jón Þór Magnússon", user_name: "Jón Þór (demo)", affiliate: "Wikimedians of the Sample Islands" },
];

/// The class that gives its holder mandates for others.
pub(super) const TRAINER_CLASS: &str = "wikimedia-projects-trainer";

/// What becomes of a person's badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is issued and stays.
    Current,
    /// One criterion is not attested.
    Incomplete,
    /// The name was wrong; this is how it should be.
    Corrected(&'static str),
    /// Suspended and reinstated.
    Suspended,
    /// Revoked by two people.
    Revoked,
}

/// Somebody who learns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Learner {
    /// How the files are called.
    pub(super) stem: &'static str,
    /// Names as the holder writes them; none is released if this is empty.
    pub(super) names: &'static [&'static str],
    /// What the trainer calls a person who releases no name.
    pub(super) called: &'static str,
    pub(super) class: &'static str,
    pub(super) language: &'static str,
    pub(super) fate: Fate,
    pub(super) seen: &'static str,
}

/// Becomes a trainer first, and attests the others.
pub(super) const NEW_TRAINER: Learner = Learner {
    stem: "oksana",
    names: &["Оксана Шевчук", "Oksana Shevchuk"],
    called: "Оксана Шевчук",
    class: TRAINER_CLASS,
    language: "uk",
    fate: Fate::Current,
    seen: "Планувала й провела чотири майстерні та перевіряла, чого навчилися учасники.",
};

/// Everybody else, in the order of the story.
pub(super) const LEARNERS: [Learner; 8] = [
    Learner {
        stem: "salma",
        names: &["سلمى الحدّاد"],
        called: "سلمى الحدّاد",
        class: "event-organiser",
        language: "ar",
        fate: Fate::Current,
        seen: "نظّمت لقاء التحرير في المكتبة العامة من التخطيط إلى التقييم.",
    },
    Learner {
        stem: "ananya",
        names: &["अनन्या क्षीरसागर"],
        called: "अनन्या क्षीरसागर",
        class: "wikidata-practitioner",
        language: "hi",
        fate: Fate::Current,
        seen: "संग्रहालय की 300 वस्तुओं का मॉडल बनाया और आँकड़े स्रोतों सहित जोड़े।",
    },
    Learner {
        stem: "meiling",
        names: &["陈美玲", "Chen Meiling"],
        called: "陈美玲",
        class: "commons-and-wikisource-contributor",
        language: "zh",
        fate: Fate::Suspended,
        seen: "Uploaded and described forty scans; proofread two chapters with others.",
    },
    Learner {
        stem: "zoe",
        names: &["Zoe Branza"],
        called: "Zoe Branza",
        class: "facilitator",
        language: "fr",
        fate: Fate::Corrected("Zoë Brânză-Łukasik"),
        seen: "A animé deux réunions difficiles sans prendre parti.",
    },
    Learner {
        stem: "unnamed",
        names: &[],
        called: "a person who released no name",
        class: "facilitator",
        language: "en",
        fate: Fate::Current,
        seen: "Held the room through a long debate and wrote down what was agreed.",
    },
    Learner {
        stem: "tomas",
        names: &["Tomás Ibáñez"],
        called: "Tomás Ibáñez",
        class: "facilitator",
        language: "es",
        fate: Fate::Incomplete,
        seen: "Preparó la reunión y equilibró las voces.",
    },
    Learner {
        stem: "kwame",
        names: &["Kwame Boateng"],
        called: "Kwame Boateng",
        class: "event-organiser",
        language: "en",
        fate: Fate::Revoked,
        seen: "Ran the day of the photo walk.",
    },
    Learner {
        stem: "nickname",
        names: &["Lumi"],
        called: "Lumi",
        class: "community-mentor",
        language: "en",
        fate: Fate::Current,
        seen: "Answered newcomers' questions for a term, kindly and in time.",
    },
];

impl Trainer {
    /// The account to register.
    pub(super) fn account(self) -> NewAccount {
        NewAccount {
            central_id: None,
            user_name: Some(self.user_name.to_owned()),
            display_name: Some(self.name.to_owned()),
            affiliate: Some(self.affiliate.to_owned()),
            shown_as: ShownAs::Name,
            minor: Minor::No,
        }
    }
}

impl Learner {
    /// The account to register: no e-mail, no sign-in.
    pub(super) fn account(self) -> NewAccount {
        NewAccount {
            central_id: None,
            user_name: None,
            display_name: Some(self.called.to_owned()),
            affiliate: None,
            shown_as: ShownAs::Name,
            // Lumi is a minor: a nickname, never listed.
            minor: if self.stem == "nickname" { Minor::Yes } else { Minor::No },
        }
    }
}
