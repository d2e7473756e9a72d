//! Style sheet, scripts and pictures, at addresses that change with their content.
//!
//! A browser may keep them for ever; a new release, or an operator's own file, has a new address.

use std::collections::BTreeMap;
use std::sync::Arc;

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

/// All of them, by the name of their file in `templates/assets/`.
#[derive(Debug, Clone)]
pub(super) struct Assets(Arc<BTreeMap<String, Asset>>);

/// Without these no page can be shown.
const NEEDED: [&str; 2] = ["insignia.css", "icon.svg"];

impl Assets {
    pub(super) fn of(templates: &Templates) -> Result<Self, PagesFault> {
        let assets = templates.names("assets/").filter_map(|file| {
            let (stem, ending) = file.rsplit_once('.')?;
            let content_type = match ending {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                "svg" => "image/svg+xml",
                _ => return None,
            };
            let text = templates.text(&format!("assets/{file}"))?.to_owned();
            let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&text));
            let path = format!("/assets/{stem}.{}.{ending}", &hash[..12]);
            Some((file.to_owned(), Asset { path, content_type, text }))
        });
        let assets: BTreeMap<_, _> = assets.collect();
        match NEEDED.into_iter().find(|name| !assets.contains_key(*name)) {
            Some(missing) => Err(PagesFault::Missing(missing)),
            None => Ok(Self(Arc::new(assets))),
        }
    }

    /// The address of a file, by its name.
    pub(super) fn path(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|asset| asset.path.as_str())
    }

    pub(super) fn at(&self, path: &str) -> Option<&Asset> {
        self.all().find(|asset| asset.path == path)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Asset> {
        self.0.values()
    }
}

impl Asset {
    /// Its address: a path of ours.
    pub fn path(&self) -> &str {
        &self.path
    }
}
