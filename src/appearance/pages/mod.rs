//! Public pages: typed views in, HTML out.
//!
//! A view is a plain struct made from a verdict or from the catalogue; it names its template.
//! Nothing but a passkey needs JavaScript, and no template holds a script or a style (our
//! Content-Security-Policy forbids both): pages name the files of `templates/assets/`. A name that a template uses and a view does not have is
//! an error, not an empty place.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Serialize;

use self::wording::Told;
use super::templates::Templates;
use crate::platform::i18n::{Arg, MessageFaults, Messages, Rendered, chain, direction, territorial};
use crate::vocabulary::{Addresses, LanguageTag};

pub use assets::Asset;
pub use from_catalog::CatalogPages;
pub use from_verdict::{OurRegister, class_of};

pub mod asking;
mod assets;
pub mod catalogue;
pub mod certificate;
pub mod credential;
mod from_catalog;
mod from_records;
mod from_verdict;
pub mod holding;
pub mod inside;
pub mod issuer_words;
pub mod issuing;
pub mod joining;
pub mod notices;
pub mod participants;
pub mod pictures;
pub mod preview;
pub mod recipient;
pub mod register;
pub mod room;
pub mod signing_in;
mod speak;
pub mod standing;
pub mod stewards;
pub mod training;
pub mod verdict;
pub mod wording;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

/// What one template shows.
pub trait View: Serialize {
    /// The template's name in `templates/`.
    const TEMPLATE: &'static str;
    /// The messages it is made of, and so the languages in which it is offered.
    const WORDS: Words = Words::OfPages;
}

/// The two sets of messages. What a stranger needs who checks a paper is a small set of its own,
/// so that it can be had in more languages than all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// `i18n/paper/`: from the printed code to the verdict.
    OfPaper,
    /// `i18n/` and `i18n/paper/`.
    OfPages,
}

/// Who reads a page: in what language, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The language of a page.
    pub language: LanguageTag,
    /// The language of a page [`Words::OfPaper`], which is offered in more.
    pub paper: LanguageTag,
    /// How these languages were chosen.
    pub chosen: Chosen,
    /// The path of the page, without query.
    pub path: String,
}

impl Reader {
    /// The language of a page of these words.
    pub const fn language_of(&self, words: Words) -> &LanguageTag {
        match words {
            Words::OfPaper => &self.paper,
            Words::OfPages => &self.language,
        }
    }
}

/// How a reader's language was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// By the reader, in the address (`?uselang=`); links keep it.
    InAddress,
    /// From what the browser asks for.
    ByBrowser,
}

/// A whole page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    text: String,
    language: LanguageTag,
}

impl Html {
    /// The document, from `<!doctype html>` on.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The document.
    pub fn into_string(self) -> String {
        self.text
    }

    /// The language that it is in, apart from what is marked as another.
    pub const fn language(&self) -> &LanguageTag {
        &self.language
    }
}

/// Why pages cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PagesFault {
    /// A template has a mistake.
    #[error("templates/{template} has a mistake: {reason}")]
    Template {
        /// Its name.
        template: String,
        /// What the template engine says.
        reason: String,
    },
    /// A view and its template do not fit together.
    #[error("templates/{template} cannot show this page: {reason}")]
    Rendering {
        /// Its name.
        template: &'static str,
        /// What the template engine says.
        reason: String,
    },
    /// The template engine refuses its settings.
    #[error("the template engine refuses its settings: {0}")]
    Syntax(String),
    /// A file that every page needs is missing.
    #[error("templates/{0} is missing")]
    Missing(&'static str),
}

/// The messages of pages and, in `paper/`, those that are offered in more languages.
#[derive(RustEmbed)]
#[folder = "i18n/"]
struct EmbeddedMessages;

/// The messages of pages that this binary carries.
///
/// # Errors
/// Every mistake of every file; a test keeps the embedded ones free of any.
pub fn embedded_messages() -> Result<Messages, MessageFaults> {
    let names: Vec<_> = EmbeddedMessages::iter().collect();
    let text = |name: &str| EmbeddedMessages::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let files: Vec<(String, String)> = names.iter().filter_map(|name| Some((format!("i18n/{name}"), text(name)?))).collect();
    Messages::from_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// Makes pages.
#[derive(Debug)]
pub struct Pages {
    environment: Environment<'static>,
    messages: Arc<Messages>,
    /// The languages that have a file of both sets of messages.
    complete: Vec<LanguageTag>,
    site: Site,
    assets: assets::Assets,
}

#[derive(Debug)]
struct Site {
    name: String,
    host: String,
    local: bool,
}

impl Pages {
    /// Pages of the installation at `addresses`, which calls itself `name`.
    ///
    /// # Errors
    /// When a template (of the operator's, most likely) has a mistake.
    pub fn new(templates: &Templates, messages: Arc<Messages>, addresses: &Addresses, name: &str) -> Result<Self, PagesFault> {
        let base = addresses.base();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let tidy = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(tidy.map_err(|fault| PagesFault::Syntax(fault.to_string()))?);
        for template in templates.pages() {
            let text = templates.text(template).unwrap_or_default().to_owned();
            let fault = |reason: minijinja::Error| PagesFault::Template { template: template.to_owned(), reason: reason.to_string() };
            environment.add_template_owned(template.to_owned(), text).map_err(fault)?;
        }
        let assets = assets::Assets::of(templates)?;
        speak::teach(&mut environment, &messages, &base.to_string(), assets.clone());
        let site = Site { name: name.to_owned(), host: base.host().to_owned(), local: base.is_local() };
        let complete = messages.languages_of_every_folder().cloned().collect();
        Ok(Self { environment, messages, complete, site, assets })
    }

    /// The page that shows `view` to `reader`.
    ///
    /// # Errors
    /// When the template asks for what the view does not have.
    pub fn render<V: View>(&self, view: &V, reader: &Reader) -> Result<Html, PagesFault> {
        let template = V::TEMPLATE;
        let fault = |reason: minijinja::Error| PagesFault::Rendering { template, reason: format!("{reason:#}") };
        let found = self.environment.get_template(template).map_err(fault)?;
        let language = reader.language_of(V::WORDS).clone();
        let context = minijinja::context! {
            page => Value::from(Serde(self.frame(V::WORDS, reader))),
            view => Value::from(Serde(view)),
        };
        let text = found.render(context).map_err(fault)?;
        Ok(Html { text, language })
    }

    /// The languages in which pages of these words are offered.
    pub fn languages(&self, words: Words) -> impl Iterator<Item = &LanguageTag> {
        self.messages.languages().filter(move |language| words == Words::OfPaper || self.complete.contains(language))
    }

    /// The languages for a reader: what the address asks for (`?uselang=`), else the best of the
    /// browser's `Accept-Language`, else English; always one in which the page is offered.
    pub fn reader(&self, path: &str, asked: Option<&str>, accept_language: Option<&str>) -> Reader {
        let known = |words, code: &str| {
            let tag = LanguageTag::from_wiki_code(code).ok()?;
            let tags = chain(tag.as_str()).into_iter().filter_map(|tag| tag.parse::<LanguageTag>().ok());
            // English ends every chain; only who asked for English is given it here.
            tags.filter(|t| t.primary() != "en" || tag.primary() == "en").find(|t| self.languages(words).any(|l| l == t))
        };
        let preferred = preferences(accept_language.unwrap_or_default());
        let best = |words| {
            let asked = asked.and_then(|code| known(words, code));
            asked.or_else(|| preferred.iter().find_map(|code| known(words, code))).unwrap_or_else(LanguageTag::english)
        };
        let is_known = asked.is_some_and(|code| known(Words::OfPaper, code).is_some());
        let chosen = if is_known { Chosen::InAddress } else { Chosen::ByBrowser };
        Reader { language: best(Words::OfPages), paper: best(Words::OfPaper), chosen, path: path.to_owned() }
    }

    /// A message as plain text, for pictures.
    pub fn said(&self, key: &str, language: &LanguageTag, args: &[Arg<'_>]) -> Rendered {
        self.messages.render(key, language, args)
    }

    /// Why something was refused, as plain text: as [`ProblemPage`](standing::ProblemPage) says it.
    pub fn refusal(&self, told: &Told, language: &LanguageTag) -> Rendered {
        self.said(&format!("refused-{}", told.key()), language, &told.args().collect::<Vec<_>>())
    }

    /// A style sheet or picture that pages refer to, by its path.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.at(path)
    }

    /// The same by the name of its file in `templates/assets/`.
    pub fn asset_named(&self, name: &str) -> Option<&Asset> {
        self.assets.at(self.assets.path(name)?)
    }

    fn frame(&self, words: Words, reader: &Reader) -> Frame<'_> {
        let language = reader.language_of(words);
        let languages = self.languages(words).map(|tag| OtherLanguage {
            tag: tag.clone(),
            dir: direction(tag).as_str(),
            name: self.messages.render("language-name", tag, &[]).text,
        });
        Frame {
            lang: language.clone(),
            dir: direction(language).as_str(),
            locale: territorial(language),
            chosen: (reader.chosen == Chosen::InAddress).then(|| reader.paper.clone()),
            path: reader.path.clone(),
            site: &self.site.name,
            host: &self.site.host,
            local: self.site.local,
            languages: languages.collect(),
        }
    }
}

/// What every page shows around its content.
#[derive(Serialize)]
struct Frame<'a> {
    lang: LanguageTag,
    dir: &'static str,
    locale: String,
    /// What links carry on, where the reader chose it: the next page may be offered in it even if
    /// this one is not.
    chosen: Option<LanguageTag>,
    path: String,
    site: &'a str,
    host: &'a str,
    local: bool,
    languages: Vec<OtherLanguage>,
}

#[derive(Serialize)]
struct OtherLanguage {
    tag: LanguageTag,
    dir: &'static str,
    name: String,
}

/// The languages of an `Accept-Language` header, the most wanted first
/// ([RFC 9110 §12.5.4](https://www.rfc-editor.org/rfc/rfc9110#name-accept-language)).
fn preferences(header: &str) -> Vec<&str> {
    let parse = |part: &'_ str| -> Option<(f32, usize, usize)> {
        let (range, quality) = part.split_once(';').unwrap_or((part, "q=1"));
        let quality: f32 = quality.trim().strip_prefix("q=")?.parse().ok()?;
        let start = range.len() - range.trim_start().len();
        (quality > 0.0 && range.trim() != "*").then_some((quality, start, start + range.trim().len()))
    };
    let mut wanted: Vec<(f32, &str)> =
        header.split(',').take(32).filter_map(|part| parse(part).and_then(|(q, from, to)| Some((q, part.get(from..to)?)))).collect();
    // Stable: equals stay in the order of the header.
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted.into_iter().map(|(_, range)| range).collect()
}
