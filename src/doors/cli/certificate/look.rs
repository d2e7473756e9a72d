//! How papers are to look: what all commands that print take.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::content::NameForm;
use crate::appearance::certificate::press::{Press, USUAL};
use crate::doors::certifying::{Gathered, NoCertificate, Wanted};
use crate::doors::cli::archival::{self, Order};
use crate::doors::cli::installation::Installation;
use crate::issuer::credential::Published;
use crate::verifier::{Presented, Verdict};
use crate::vocabulary::LanguageTag;

/// Language, design, and how the holder is named.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Look {
    /// The language of the paper, such as bn [default: the one that was signed].
    #[arg(long, value_name = "LANGUAGE", value_parser = LanguageTag::from_wiki_code)]
    language: Option<LanguageTag>,
    /// A template, such as letter-landscape.
    #[arg(long, value_name = "NAME", default_value = USUAL)]
    template: String,
    /// How the holder is named.
    #[arg(long, value_enum, default_value_t = Form::Wall)]
    form: Form,
    /// Files for an archive: PDF/A-3a and PDF/UA-1.
    #[arg(long)]
    archival: bool,
}

/// How the holder is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For the wall: by the released names alone.
    Wall,
    /// With the released user name.
    Full,
}

/// What certificates are made with.
pub(in crate::doors::cli) struct Workshop<'a> {
    at: &'a Installation,
    pub(super) printer: Printer,
    gallery: Gallery,
    look: Look,
}

/// Makes the file of a certificate: usually here, for an archive in a process of its own.
#[derive(Clone)]
pub(super) struct Printer {
    pub(super) press: Arc<Press>,
    archival: Option<Order>,
}

impl Printer {
    fn of(at: &Installation, look: &Look) -> anyhow::Result<Self> {
        let press = at.press()?;
        press.certificate(&look.template)?;
        let mut archival = None;
        if look.archival {
            let templates = at.templates()?;
            let svg = templates.text(&format!("certificates/{}.svg", look.template)).unwrap_or_default().to_owned();
            let fonts = vec![at.config().fonts_folder()];
            archival = Some(Order { template: look.template.clone(), svg, contents: Vec::new(), fonts });
        }
        Ok(Self { press, archival })
    }

    /// The file.
    pub(super) fn pdf(&self, gathered: &Gathered) -> anyhow::Result<Vec<u8>> {
        let Some(order) = &self.archival else { return Ok(gathered.pdf(&self.press)?) };
        // What has no room is found here, so that the other process gets what has.
        let (content, _) = gathered.fitted(&self.press)?;
        archival::write(&Order { contents: vec![content], ..order.clone() })
    }
}

impl Look {
    /// For an archive: each file stands alone.
    pub(super) const fn is_archival(&self) -> bool {
        self.archival
    }
}

impl<'a> Workshop<'a> {
    /// Reads templates and fonts.
    pub(super) fn open(at: &'a Installation, look: Look) -> anyhow::Result<Self> {
        Ok(Self { at, printer: Printer::of(at, &look)?, gallery: at.gallery()?, look })
    }

    /// The same for papers as they usually look.
    pub(in crate::doors::cli) fn usual(at: &'a Installation) -> anyhow::Result<Self> {
        Self::open(at, Look { language: None, template: USUAL.to_owned(), form: Form::Wall, archival: false })
    }

    /// Writes the certificate of `published` to a file; or says why there is none.
    pub(in crate::doors::cli) async fn keep(&self, published: &Published, file: &Path) -> anyhow::Result<Result<(), NoCertificate>> {
        let printed = self.gather(published).await?.and_then(|gathered| gathered.pdf(&self.printer.press));
        let written = printed.map(|pdf| std::fs::write(file, pdf).with_context(|| format!("{} cannot be written", file.display())));
        match written {
            Ok(written) => written.map(Ok),
            Err(none) => Ok(Err(none)),
        }
    }

    /// Everything that the certificate of `published` may say, found genuine and current first.
    pub(super) async fn gather(&self, published: &Published) -> anyhow::Result<Result<Gathered, NoCertificate>> {
        let office = self.at.office();
        let verdict = Arc::new(office.examine(Presented::new(published.json().to_vec())).await?);
        let wanted = Wanted {
            language: self.look.language.clone().unwrap_or_else(|| signed_language(&verdict)),
            form: match self.look.form {
                Form::Wall => NameForm::Wall,
                Form::Full => NameForm::Full,
            },
            template: self.look.template.clone(),
        };
        Ok(Gathered::of(office, &self.gallery, published, verdict, wanted).await)
    }
}

fn signed_language(verdict: &Verdict) -> LanguageTag {
    let signed = verdict.signed().and_then(|signed| signed.achievement().language()?.parse().ok());
    signed.unwrap_or_else(LanguageTag::english)
}
