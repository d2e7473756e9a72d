//! The press: the templates of this installation, read once, the fonts of this machine, and the phrases.
//!
//! It prints what it is given. The criteria of a class are long in some languages: where the box of a
//! template has no room for them, they are shortened, and left to the badge's page in the end, before
//! a paper is refused. Anything else that has no place is a fault that names its box.

use std::sync::Arc;

use super::compose::{self, CertificateFault};
use super::content::{Content, Detail, Field};
use super::fonts::Fonts;
use super::layout::LayoutFault;
use super::pdf::{self, Artworks, WriteFault};
use super::sheet::Sheet;
use super::template::{Template, TemplateFaults, is_slip};
use crate::appearance::templates::Templates;
use crate::platform::i18n::Messages;

/// Where the templates of papers are.
const FOLDER: &str = "certificates/";
/// The template of a certificate that is asked for without one.
pub const USUAL: &str = "a4-landscape";
/// The template of participation slips.
pub const SLIP: &str = "slip";
/// The template with several cards on a page.
pub const CARDS: &str = "cards";

/// Prints papers.
pub struct Press {
    templates: Vec<Template>,
    fonts: Fonts,
    messages: Arc<Messages>,
    artworks: Artworks,
}

/// Why a paper was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PressFault {
    /// A misspelt name.
    #[error("there is no template {asked:?} for certificates; there are: {known}")]
    NoTemplate {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// What is to be said does not go onto paper.
    #[error(transparent)]
    Paper(#[from] CertificateFault),
    /// The file could not be made.
    #[error(transparent)]
    Write(#[from] WriteFault),
}

impl PressFault {
    /// The same for a log, without what a person is called.
    pub fn impersonal(&self) -> String {
        match self {
            Self::Paper(CertificateFault::Text { field, fault }) if !matches!(fault, LayoutFault::NoGlyph { .. }) => {
                format!("the text of the box \"{field}\" does not fit, or has marks that no font here draws together")
            }
            Self::NoTemplate { .. } | Self::Paper(_) | Self::Write(_) => self.to_string(),
        }
    }
}

impl Press {
    /// A press with these templates of papers, phrases and fonts.
    ///
    /// # Errors
    /// Everything that is wrong with a template, the operator's most likely.
    pub fn new(templates: &Templates, messages: Arc<Messages>, fonts: Fonts) -> Result<Self, TemplateFaults> {
        let names = templates.names(FOLDER).filter_map(|file| file.strip_suffix(".svg"));
        let read = |name| Template::read(name, templates.text(&format!("{FOLDER}{name}.svg")).unwrap_or_default());
        Ok(Self { templates: names.map(read).collect::<Result<_, _>>()?, fonts, messages, artworks: Artworks::default() })
    }

    /// The phrases.
    pub fn messages(&self) -> &Messages {
        &self.messages
    }

    /// The fonts.
    pub const fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The template for certificates, or cards with them, of this name.
    ///
    /// # Errors
    /// [`PressFault::NoTemplate`], also for the slip: it must not be taken for a certificate.
    pub fn certificate(&self, name: &str) -> Result<&Template, PressFault> {
        let named = |template: &&Template| template.name() == name && !is_slip(name);
        self.templates.iter().find(named).ok_or_else(|| self.unknown(name))
    }

    /// The template for participation slips.
    ///
    /// # Errors
    /// Never with our own templates: an operator's replace them.
    pub fn slip(&self) -> Result<&Template, PressFault> {
        self.templates.iter().find(|template| template.name() == SLIP).ok_or_else(|| self.unknown(SLIP))
    }

    /// What `say` says, as fully as `template` has room for it.
    ///
    /// # Errors
    /// What has no place on the paper.
    pub fn sheet(&self, template: &Template, say: impl Fn(Detail) -> Content) -> Result<Sheet, PressFault> {
        Ok(self.fitted(template, say)?.1)
    }

    /// The same, with the content that had room, for another writer.
    ///
    /// # Errors
    /// As [`Press::sheet`].
    pub fn fitted(&self, template: &Template, say: impl Fn(Detail) -> Content) -> Result<(Content, Sheet), PressFault> {
        for detail in [Detail::Whole, Detail::Brief] {
            let content = say(detail);
            match compose::sheet(template, &content, &self.fonts) {
                Err(CertificateFault::Text { field, fault: LayoutFault::DoesNotFit { .. } }) if field == Field::Criteria.name() => {}
                other => return Ok((content, other?)),
            }
        }
        let content = say(Detail::Nothing);
        let sheet = compose::sheet(template, &content, &self.fonts)?;
        Ok((content, sheet))
    }

    /// How many cards have room on a page; none where the operator's template has no grid.
    pub fn places(&self) -> usize {
        self.certificate(CARDS).ok().and_then(|template| template.plan().cards()).map_or(0, |cards| cards.count())
    }

    /// Cards with these contents, as many on a page as there is room for.
    ///
    /// # Errors
    /// What has no place on its card.
    pub fn cards(&self, contents: &[Content]) -> Result<Sheet, PressFault> {
        Ok(compose::sheet_of_cards(self.certificate(CARDS)?, contents, &self.fonts)?)
    }

    /// The file of a sheet.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn write(&self, sheet: &Sheet) -> Result<Vec<u8>, PressFault> {
        Ok(pdf::write_with(sheet, &self.artworks)?)
    }

    fn unknown(&self, asked: &str) -> PressFault {
        let known: Vec<&str> = self.templates.iter().map(Template::name).filter(|name| !is_slip(name)).collect();
        PressFault::NoTemplate { asked: asked.to_owned(), known: known.join(", ") }
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}
