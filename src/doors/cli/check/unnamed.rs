//! Issuers whose name the fonts of this machine cannot draw on badges.

use std::sync::Arc;

use super::Line;
use crate::appearance::artwork::{Design, Gallery};
use crate::appearance::lettering::Letters;
use crate::appearance::templates::Templates;
use crate::community::catalog::Catalog;
use crate::config::Config;
use crate::doors::cli::installation::fonts_of;

/// One line for each issuer whose badges lack its name.
pub(super) fn on_badges(config: &Config, catalog: &Catalog) -> anyhow::Result<Vec<Line>> {
    let templates = config.templates.as_deref().map_or_else(|| Ok(Templates::embedded()), Templates::with_folder)?;
    let gallery = Gallery::new(templates).lettered(Arc::new(Letters::of(fonts_of(config))));
    let mut lines = Vec::new();
    for (at, issuer) in config.issuers.iter().enumerate() {
        let name = issuer.name_on_badges.as_deref().unwrap_or(&issuer.name);
        for class in catalog.classes() {
            let design = Design::named(class, name)?;
            if let Some(reason) = gallery.why_unnamed(&design)? {
                lines.push(Line {
                    file: config.file.display().to_string(),
                    line: 0,
                    what: format!("the badges of issuer {} ({}) do not show who issued them: {reason}", at + 1, issuer.slug),
                    remedy: "give the issuer a shorter name_on_badges, or install the font".to_owned(),
                });
                // Usually it is the same for every class.
                break;
            }
        }
    }
    Ok(lines)
}
