//! The style sheet, the script and the icon, at addresses that change with their content.
//!
//! A browser may keep them for ever; a new release, or an operator's own file, has a new address.

use sha2::{Digest, Sha256};

use super::PagesFault;
use crate::appearance::templates::Templates;

/// A file that pages refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    path: String,
    /// For the header `Content-Type`.
    pub content_type: &'static str,
    /// The content.
    pub text: String,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Assets {
    style_sheet: Asset,
    script: Asset,
    icon: Asset,
}

impl Assets {
    pub(super) fn of(templates: &Templates) -> Result<Self, PagesFault> {
        let asset = |name: &'static str, content_type| {
            let text = templates.text(name).ok_or(PagesFault::Missing(name))?.to_owned();
            let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
            let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&text));
            Ok(Asset { path: format!("/{stem}.{}.{extension}", &hash[..12]), content_type, text })
        };
        Ok(Self {
            style_sheet: asset("assets/insignia.css", "text/css; charset=utf-8")?,
            script: asset("assets/passkey.js", "text/javascript; charset=utf-8")?,
            icon: asset("assets/icon.svg", "image/svg+xml")?,
        })
    }

    pub(super) fn style_sheet(&self) -> &str {
        &self.style_sheet.path
    }

    /// Only pages with passkeys load it.
    pub(super) fn script(&self) -> &str {
        &self.script.path
    }

    pub(super) fn icon(&self) -> &str {
        &self.icon.path
    }

    pub(super) fn at(&self, path: &str) -> Option<&Asset> {
        [&self.style_sheet, &self.script, &self.icon].into_iter().find(|asset| asset.path == path)
    }
}
