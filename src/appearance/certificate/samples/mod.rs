//! Papers of invented people, in many scripts: what a designer looks at before a template is used,
//! and what tests compare with what was looked at.
//!
//! The words around are our messages; where a language has none, they speak as its papers will, by its
//! fallback chain. Names and titles were chosen for what is hard in their script: joins, conjuncts, marks
//! above and below, lines without spaces, forms that differ by region, directions that meet.

mod people;

use std::collections::BTreeMap;

use super::content::{Badge, CodeText, Content, Field, Said};
use super::template::is_slip;
use crate::appearance::artwork::{Accent, ArtworkFault, Design, Gallery, Level};
use crate::platform::i18n::{Arg, Direction, Messages, direction, format_date};
use crate::vocabulary::ids::{CredentialId, Id};
use crate::vocabulary::urls::PublicBase;
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

pub use people::{PEOPLE, Person};

/// Where sample badges are said to stand.
const HOST: &str = "badges.wikimedia.example";

/// Makes papers of the people above.
#[derive(Debug)]
pub struct Samples<'a> {
    messages: &'a Messages,
    badge: String,
    addresses: Addresses,
    credential: CredentialId,
    made_at: Timestamp,
}

/// Why there are no samples.
#[derive(Debug, thiserror::Error)]
pub enum SampleFault {
    /// The badge of the samples is one that every installation has.
    #[error("the badge of the samples cannot be drawn: {0}")]
    Badge(#[from] ArtworkFault),
    /// What is written in this file.
    #[error("{0:?} is no value of a sample")]
    Value(String),
}

impl<'a> Samples<'a> {
    /// Samples that speak by `messages`, with a badge of the gallery.
    ///
    /// # Errors
    /// When a template of badges is broken.
    pub fn new(messages: &'a Messages, gallery: &Gallery) -> Result<Self, SampleFault> {
        let design = Design {
            template: "shield-museum".to_owned(),
            accent: Accent::drawn(),
            level: Level::new(2, 3),
            issuer: None,
            title: "GLAM partnership builder".to_owned(),
        };
        let badge = gallery.svg(&design)?.to_string();
        let value = |text: &str| SampleFault::Value(text.to_owned());
        let base: PublicBase = format!("https://{HOST}").parse().map_err(|_| value(HOST))?;
        let made_at = Timestamp::parse("2026-11-20T12:00:00Z").ok_or_else(|| value("the day"))?;
        Ok(Self { messages, badge, addresses: Addresses::new(base), credential: Id::from_bytes(*b"a paper to try  "), made_at })
    }

    /// What the paper of a person says, in their language, on the template of this name.
    pub fn content(&self, person: &Person, template: &str) -> Content {
        self.content_in(person, template, person.language())
    }

    /// The same in another language: the person is called as they are called.
    pub fn content_in(&self, person: &Person, template: &str, language: LanguageTag) -> Content {
        let paper = Words { messages: self.messages, language };
        let link = self.addresses.credential(self.credential);
        let slip = is_slip(template);
        Content {
            title: paper.plain(if slip { "paper-slip-title" } else { "paper-title" }, person.class).text,
            texts: if slip { self.slip(person, &paper) } else { self.certificate(person, &paper) },
            accent: Accent::drawn(),
            badge: (!slip).then(|| Badge { svg: self.badge.clone(), said: paper.plain("paper-badge", person.class).text }),
            code: (!slip).then(|| CodeText {
                scanned: self.addresses.qr_text(self.credential),
                said: paper.plain("paper-qr", &link).text,
                link,
            }),
            made_at: self.made_at,
            credential: None,
            attached: paper.plain("paper-attached", "").text,
            language: paper.language,
        }
    }

    fn certificate(&self, person: &Person, paper: &Words<'_>) -> BTreeMap<Field, Vec<Said>> {
        let day = |at: Timestamp| format_date(at, &paper.spoken());
        let address = self.addresses.credential(self.credential);
        let one = |key, with: &str| vec![paper.say(key, with)];
        let mut criteria = vec![paper.say("paper-criteria", "")];
        criteria.extend(CRITERIA.map(|text| Said { text: format!("• {text}"), language: LanguageTag::english() }));
        let mut texts = BTreeMap::from([
            (Field::Heading, one("paper-heading", "")),
            (Field::Presented, one("paper-presented", "")),
            (Field::Holder, person.names()),
            (Field::Achieved, one("paper-achieved", "")),
            (Field::Class, vec![person.said(person.class)]),
            (Field::Level, one("paper-level", person.level)),
            (Field::Criteria, criteria),
            (Field::Issuer, one("paper-issuer", "Wikimedia Ukraine")),
            (Field::Trainers, one("paper-trainers", "Ama Mensah (Wikimedia Ghana) · Tarek Haddad (Wikimedians of the Levant)")),
            (Field::Awarded, one("paper-awarded", &day(self.made_at))),
            (Field::Valid, one("paper-until", &day(self.made_at.plus_months(36)))),
            (Field::Check, one("paper-check", "")),
            (Field::Address, one("paper-address", HOST)),
            (Field::Code, one("paper-code", &self.credential.printed())),
            (Field::Accessible, one("paper-accessible", &address)),
        ]);
        if person.language != "en" {
            let mut lead = paper.plain("paper-translated", "");
            lead.text.truncate(lead.text.trim_end().len());
            let signed = Said { text: "GLAM partnership builder".to_owned(), language: LanguageTag::english() };
            texts.insert(Field::Original, vec![lead, signed]);
        }
        texts
    }

    fn slip(&self, person: &Person, paper: &Words<'_>) -> BTreeMap<Field, Vec<Said>> {
        let day = format_date(self.made_at, &paper.spoken());
        let one = |key, with: &str| vec![paper.say(key, with)];
        BTreeMap::from([
            (Field::Heading, one("paper-slip-heading", "")),
            (Field::Presented, one("paper-slip-presented", "")),
            (Field::Holder, person.names()),
            (Field::Achieved, one("paper-slip-achieved", "")),
            (Field::Class, vec![person.said(person.class)]),
            (Field::Issuer, one("paper-slip-issuer", "Wikimedia Ukraine")),
            (Field::Awarded, vec![paper.say("paper-slip-day", &day), paper.say("paper-slip-place", "Lviv · Львів")]),
            (Field::Check, one("paper-slip-means", "")),
        ])
    }
}

const CRITERIA: [&str; 4] = [
    "Finds an institution whose collection is worth sharing, and explains to it what sharing means",
    "Agrees with it in writing on aims, rights, roles and dates",
    "Leads the work until the first material is published and described",
    "Reports what came of it to both communities",
];

/// Our messages in the language of a paper.
struct Words<'a> {
    messages: &'a Messages,
    language: LanguageTag,
}

impl Words<'_> {
    /// The language in which they speak: one that has messages.
    fn spoken(&self) -> LanguageTag {
        self.messages.render("paper-heading", &self.language, &[]).language
    }

    /// A message with a text, which keeps its own direction on a page read from the right.
    fn say(&self, key: &str, with: &str) -> Said {
        let apart = format!("\u{2068}{with}\u{2069}");
        let with = if direction(&self.language) == Direction::Rtl { &apart } else { with };
        self.plain(key, with)
    }

    /// For titles and descriptions.
    fn plain(&self, key: &str, with: &str) -> Said {
        let rendered = self.messages.render(key, &self.language, &[Arg::Text(with)]);
        Said { text: rendered.text, language: rendered.language }
    }
}
