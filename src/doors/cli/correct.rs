//! `insignia correct`: a new edition of the same badge, and no fault of the holder.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::words::{self, Said};
use crate::issuer::Correction;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::CredentialId;

/// What a new edition says differently.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The badge: its printed code, id or address.
    #[arg(value_name = "BADGE", value_parser = words::credential)]
    credential: CredentialId,
    /// Who corrects it: its holder, or somebody with a mandate for its class.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Another language to sign.
    #[arg(long, value_name = "TAG", value_parser = LanguageTag::from_wiki_code)]
    language: Option<LanguageTag>,
    /// What the new edition says in place of all that the old one said.
    #[command(flatten)]
    said: Said,
}

impl Args {
    /// Corrects.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let by = words::person(at.community(), &self.by).await?;
        let release = self.said.release(at.community().chance())?;
        let names = release.names().iter().map(|name| name.as_str().to_owned()).collect();
        let correction = Correction { release, language: self.language, by };
        let published = at.office().correct(self.credential, &correction).await?;
        let address = at.office().addresses().credential(self.credential);
        Answer::of(&Corrected { credential: self.credential, edition: published.edition().number(), names, address })
    }
}

#[derive(Debug, Serialize)]
struct Corrected {
    credential: CredentialId,
    edition: u32,
    names: Vec<String>,
    address: String,
}

impl fmt::Display for Corrected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = if self.names.is_empty() { "without a name".to_owned() } else { format!("for {}", self.names.join(" · ")) };
        write!(f, "Edition {} is published, {names}. The address stays: {}", self.edition, self.address)?;
        write!(f, "\nFiles of the earlier edition now read \"replaced by its issuer\": ask the holder to download again.")
    }
}
