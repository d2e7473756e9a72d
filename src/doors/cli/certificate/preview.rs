//! `insignia certificate preview`: what a designer does after each change of a template.
//!
//! Every fault of the template is told at once. A sample that cannot be drawn, because a font is missing or a
//! text does not fit, does not keep the others from being looked at; the command then ends as refused.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::compose;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::pdf;
use crate::appearance::certificate::samples::{PEOPLE, Person, Samples};
use crate::appearance::certificate::template::Template;
use crate::appearance::pages::embedded_messages;
use crate::appearance::templates::Templates;
use crate::config::Config;
use crate::doors::cli::answer::{Answer, Exit, Refused};
use crate::doors::cli::archival::{self, Order};
use crate::doors::cli::terminal::Terminal;
use crate::vocabulary::LanguageTag;

/// What is drawn.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An SVG file, or the name of a template such as cards.
    #[arg(value_name = "FILE.svg|NAME", default_value = "a4-landscape")]
    template: String,
    /// The folder for the PDF files; it is made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = "preview")]
    out: PathBuf,
    /// Only samples in this language, such as bn.
    #[arg(long, value_name = "LANGUAGE", value_parser = LanguageTag::from_wiki_code)]
    language: Option<LanguageTag>,
    /// Fonts to use before those of the system.
    #[arg(long, value_name = "FOLDER")]
    fonts: Vec<PathBuf>,
    /// Files for an archive: PDF/A-3a and PDF/UA-1.
    #[arg(long)]
    archival: bool,
}

/// A sample, or why there is none.
#[derive(Debug, Serialize)]
struct Drawn {
    sample: &'static str,
    language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

#[derive(Debug, Serialize)]
struct Report {
    template: String,
    folder: PathBuf,
    samples: Vec<Drawn>,
}

impl Args {
    /// Draws the samples.
    pub(super) fn run(self, terminal: &Terminal, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        let config = if asked || config.exists() { Some(Config::read(config)?) } else { None };
        let own = config.as_ref().and_then(|config| config.templates.as_deref());
        let templates = own.map_or_else(|| Ok(Templates::embedded()), Templates::with_folder)?;
        let (name, svg) = self.svg(&templates)?;
        let template = Template::read(&name, &svg)?;
        let people: Vec<&Person> = PEOPLE.iter().filter(|person| self.wants(person)).collect();
        if people.is_empty() {
            let known: Vec<&str> = PEOPLE.iter().map(|person| person.language).collect();
            return Err(Refused::because(format!("there is no sample in that language; there are: {}", known.join(", "))));
        }
        std::fs::create_dir_all(&self.out).with_context(|| format!("{} cannot be made", self.out.display()))?;

        let messages = embedded_messages()?;
        let samples = Samples::new(&messages, &Gallery::new(templates.clone()))?;
        let waiting = terminal.waiting("looking for fonts");
        let folders: Vec<PathBuf> = self.fonts.iter().cloned().chain(config.as_ref().map(Config::fonts_folder)).collect();
        let fonts = Fonts::discover(&folders);
        let order = self.archival.then(|| Order { template: name, svg, contents: Vec::new(), fonts: folders });
        waiting.finish_and_clear();
        let bar = terminal.progress(people.len(), "drawing samples");
        let mut report = Report { template: template.name().to_owned(), folder: self.out.clone(), samples: Vec::new() };
        for person in people {
            let drawn = draw(&template, person, &samples, &fonts, order.as_ref());
            report.samples.push(self.keep(person, drawn)?);
            bar.inc(1);
        }
        bar.finish_and_clear();
        let whole = report.samples.iter().all(|drawn| drawn.fault.is_none());
        Ok(Answer::of(&report)?.ending(if whole { Exit::Done } else { Exit::Refused }))
    }

    fn wants(&self, person: &Person) -> bool {
        self.language
            .as_ref()
            .is_none_or(|language| person.language == language.as_str() || person.language().primary() == language.as_str())
    }

    /// The name and the text of the template: a file, or one of ours or the operator's.
    fn svg(&self, templates: &Templates) -> anyhow::Result<(String, String)> {
        let path = Path::new(&self.template);
        let is_file = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
        if is_file && path.exists() {
            let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            return Ok((self.template.clone(), text));
        }
        let name = self.template.strip_suffix(".svg").unwrap_or(&self.template);
        if let Some(text) = templates.text(&format!("certificates/{name}.svg")) {
            return Ok((name.to_owned(), text.to_owned()));
        }
        let known: Vec<&str> = templates.names("certificates/").filter_map(|name| name.strip_suffix(".svg")).collect();
        let what = if is_file { "file" } else { "template" };
        Err(Refused::because(format!("there is no {what} {:?}; the templates are: {}", self.template, known.join(", "))))
    }

    fn keep(&self, person: &Person, drawn: anyhow::Result<Vec<u8>>) -> anyhow::Result<Drawn> {
        let (sample, language) = (person.sample, person.language);
        match drawn {
            Ok(bytes) => {
                let file = self.out.join(format!("{sample}.pdf"));
                std::fs::write(&file, bytes).with_context(|| format!("{} cannot be written", file.display()))?;
                Ok(Drawn { sample, language, file: Some(file), fault: None })
            }
            Err(fault) => Ok(Drawn { sample, language, file: None, fault: Some(format!("{fault:#}")) }),
        }
    }
}

fn draw(template: &Template, person: &Person, samples: &Samples<'_>, fonts: &Fonts, order: Option<&Order>) -> anyhow::Result<Vec<u8>> {
    let content = samples.content(person, template.name());
    if let Some(order) = order {
        let contents = vec![content; template.plan().cards().map_or(1, |cards| cards.count())];
        return archival::write(&Order { contents, ..order.clone() });
    }
    let sheet = match template.plan().cards() {
        // A whole page of cards, as it will be cut.
        Some(cards) => compose::sheet_of_cards(template, &vec![content; cards.count()], fonts)?,
        None => compose::sheet(template, &content, fonts)?,
    };
    Ok(pdf::write(&sheet)?)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let good = self.samples.iter().filter(|drawn| drawn.fault.is_none()).count();
        write!(f, "{}: {good} of {} samples are in {}", self.template, self.samples.len(), self.folder.display())?;
        for drawn in &self.samples {
            if let Some(fault) = &drawn.fault {
                write!(f, "\n{} ({}): {fault}", drawn.sample, drawn.language)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(template: &str, language: &str, out: &Path) -> anyhow::Result<Answer> {
        let args = Args {
            template: template.to_owned(),
            out: out.to_owned(),
            language: Some(language.parse()?),
            fonts: Vec::new(),
            archival: false,
        };
        args.run(&Terminal::new(true), Path::new("there-is-no-configuration.toml"), false)
    }

    #[test]
    fn a_template_of_ours_and_a_file_are_drawn_and_a_misspelt_name_is_told_what_there_is() {
        let folder = tempfile::tempdir().unwrap();
        let slip = preview("slip", "uk", folder.path()).unwrap();
        assert_eq!((slip.exit(), std::fs::read(folder.path().join("uk.pdf")).unwrap().get(..5)), (Exit::Done, Some(b"%PDF-".as_slice())));
        let file = folder.path().join("slip-of-ours.SVG");
        std::fs::write(&file, Templates::embedded().text("certificates/slip.svg").unwrap()).unwrap();
        assert!(preview(&file.display().to_string(), "en", folder.path()).is_ok_and(|answer| answer.text().contains("2 of 2 samples")));

        let told = preview("slipp", "en", folder.path()).unwrap_err().to_string();
        assert!(told.contains("\"slipp\"; the templates are: a4-landscape, cards, letter-landscape, slip"), "{told}");
        let told = preview("slip", "tlh", folder.path()).unwrap_err().to_string();
        assert!(told.contains("no sample in that language"), "{told}");
    }

    #[test]
    fn every_fault_of_a_template_is_told_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.svg");
        std::fs::write(&file, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1in\" height=\"1in\">\n<script/>\n</svg>").unwrap();
        let told = preview(&file.display().to_string(), "en", &folder.path().join("out")).unwrap_err().to_string();
        assert!(told.contains("mine.svg:2: <script> is a program") && told.contains("there is no box \"holder\""), "{told}");
        assert!(!folder.path().join("out").exists());
    }
}
