//! The card that is shown with a link to a badge: 1200 × 630, in the reader's language.
//!
//! What it may say is told in [`crate::appearance::pages::preview`]. It is drawn once for a class version,
//! level, issuer and language, not for a credential: the servers that fetch it learn nothing of a
//! person. Where the fonts of this machine lack a letter the card is the badge alone: a
//! picture with boxes for letters would look like a forgery.

use std::fmt::Write;
use std::sync::Arc;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use super::artwork::{Accent, raster};
use super::certificate::compose;
use super::certificate::content::{Badge, Content, Field, Said};
use super::certificate::fonts::Fonts;
use super::certificate::outlined;
use super::certificate::template::{Template, TemplateFaults};
use super::templates::Templates;
use crate::vocabulary::{LanguageTag, Timestamp};

/// Pixels from left to right.
pub const WIDTH: u16 = 1200;
/// Pixels from top to bottom.
pub const HEIGHT: u16 = 630;

/// The template's name.
const TEMPLATE: &str = "cards/social.svg";
/// Bytes of all cards that are kept together.
const WEIGHT: u64 = 16 << 20;
/// So many cards of a usual size fit.
const CARDS: usize = 256;

/// Which card.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CardOf {
    /// Slug of the class.
    pub class: String,
    /// Its version.
    pub version: String,
    /// Id of the level that was reached.
    pub level: Option<String>,
    /// Slug of the issuer; of none, the owner of the class stands on it.
    pub issuer: Option<String>,
    /// The language of its words.
    pub language: LanguageTag,
}

/// What a card says and shows.
#[derive(Debug, Clone)]
pub struct Card {
    /// The language of its words, and so its direction.
    pub language: LanguageTag,
    /// What it is about: "Badge".
    pub heading: Said,
    /// The class.
    pub class: Said,
    /// The level.
    pub level: Option<Said>,
    /// Who issued it.
    pub issuer: Said,
    /// What the page answers.
    pub check: Said,
    /// Where that is.
    pub address: String,
    /// The colour of the class.
    pub accent: Accent,
    /// The badge, drawn by us.
    pub badge: Arc<str>,
}

/// Why there is no card.
#[derive(Debug, thiserror::Error)]
pub enum CardFault {
    /// The operator's template, most likely.
    #[error(transparent)]
    Template(#[from] TemplateFaults),
    /// A file is missing.
    #[error("templates/{TEMPLATE} is missing")]
    Missing,
    /// The badge or the template cannot be drawn.
    #[error("the card cannot be drawn: {0}")]
    Drawing(String),
}

/// Draws cards and keeps those that were asked for lately.
pub struct Cards {
    template: Template,
    fonts: Fonts,
    kept: Cache<CardOf, Arc<[u8]>, Bytes>,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<CardOf, Arc<[u8]>> for Bytes {
    fn weight(&self, _: &CardOf, card: &Arc<[u8]>) -> u64 {
        u64::try_from(card.len() + 512).unwrap_or(u64::MAX)
    }
}

impl Cards {
    /// Cards as `templates` has them, in the letters of `fonts`.
    ///
    /// # Errors
    /// Every fault of the template.
    pub fn new(templates: &Templates, fonts: Fonts) -> Result<Self, CardFault> {
        let template = Template::read(TEMPLATE, templates.text(TEMPLATE).ok_or(CardFault::Missing)?)?;
        Ok(Self { template, fonts, kept: kept(WEIGHT) })
    }

    /// The card of a class, as PNG; `say` is asked when it has to be drawn.
    ///
    /// # Errors
    /// [`CardFault::Drawing`], or what `say` refuses.
    pub fn png<E: From<CardFault>>(&self, of: &CardOf, say: impl FnOnce() -> Result<Card, E>) -> Result<Arc<[u8]>, E> {
        self.kept.get_or_insert_with(of, || {
            let png = raster::png(&self.svg(&say()?), WIDTH, HEIGHT);
            Ok(png.map_err(CardFault::Drawing)?.into())
        })
    }

    fn svg(&self, card: &Card) -> String {
        let sheet = compose::sheet(&self.template, &content(card), &self.fonts);
        match sheet.as_ref().map(|sheet| sheet.pages.first()) {
            Ok(Some(page)) => outlined::svg(page),
            Ok(None) => wordless(card),
            Err(reason) => {
                tracing::debug!(%reason, language = %card.language, "a card without words");
                wordless(card)
            }
        }
    }
}

impl std::fmt::Debug for Cards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cards").field("kept", &self.kept.len()).finish_non_exhaustive()
    }
}

fn kept(weight: u64) -> Cache<CardOf, Arc<[u8]>, Bytes> {
    // Two parts, so that every card fits into one.
    let options = OptionsBuilder::new().estimated_items_capacity(CARDS).weight_capacity(weight).shards(2).build();
    match options {
        Ok(options) => Cache::with_options(options, Bytes, DefaultHashBuilder::default(), DefaultLifecycle::default()),
        Err(_) => Cache::with_weighter(CARDS, weight, Bytes),
    }
}

fn content(card: &Card) -> Content {
    let address = Said { text: card.address.clone(), language: LanguageTag::undetermined() };
    let texts = [
        (Field::Heading, Some(&card.heading)),
        (Field::Class, Some(&card.class)),
        (Field::Level, card.level.as_ref()),
        (Field::Issuer, Some(&card.issuer)),
        (Field::Check, Some(&card.check)),
        (Field::Address, Some(&address)),
    ];
    Content {
        language: card.language.clone(),
        title: String::new(),
        texts: texts.into_iter().filter_map(|(field, said)| Some((field, vec![said?.clone()]))).collect(),
        accent: card.accent,
        badge: Some(Badge { svg: card.badge.to_string(), said: String::new() }),
        code: None,
        made_at: Timestamp::from_ms(0),
        credential: None,
        attached: String::new(),
    }
}

/// The badge in the middle.
fn wordless(card: &Card) -> String {
    let [ground, line] = [[0xef, 0xf3, 0xfb], [0x33, 0x66, 0xcc]].map(|drawn| {
        card.accent.in_place_of(drawn).iter().fold(String::from("#"), |mut hex, part| {
            let _ = write!(hex, "{part:02x}");
            hex
        })
    });
    // Nested, the badge keeps its own units; it has no declaration before its first element.
    let badge = card.badge.replacen("width=\"512\" height=\"512\"", "x=\"360\" y=\"66\" width=\"480\" height=\"480\"", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
         <path d=\"M0 0H{WIDTH}V{HEIGHT}H0Z\" fill=\"{ground}\"/><path d=\"M0 606H{WIDTH}V{HEIGHT}H0Z\" fill=\"{line}\"/>{badge}</svg>"
    )
}

#[cfg(test)]
mod tests;
