//! Pictures of badges, in the sizes they are drawn in.
//!
//! `?size=` takes one of a few numbers: each is drawn once and kept, so a visitor who asks for every
//! number there is costs nothing.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::appearance::artwork::{Design, Side};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::headers::IMAGE_POLICY;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;

/// A picture of our catalogue may be kept for a day.
const PICTURE_CACHE: Caching = Caching::Public(86_400);

/// The size that the address asks for. It is judged when a picture is made: other forms have none.
#[derive(Debug, Clone)]
pub struct Asked(Option<String>);

impl Asked {
    /// One of the sizes there are; 512 pixels if none is asked for.
    pub fn side(&self) -> Result<Side, Problem> {
        let Some(asked) = &self.0 else { return Ok(Side::default()) };
        asked.parse().ok().and_then(Side::of).ok_or_else(|| {
            let known = Side::ALL.map(|side| side.pixels().to_string()).join(", ");
            Problem::because(Kind::Malformed, format_args!("a picture has a size of {known} pixels; ask for one of these"))
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.uri.query().and_then(|query| query.split('&').find_map(|part| part.strip_prefix("size=")));
        Ok(Self(asked.map(str::to_owned)))
    }
}

/// A picture as PNG.
pub async fn png(site: &Site, design: Design, side: Side) -> Result<Arc<[u8]>, Problem> {
    let gallery = site.clone();
    site.to_the_end(async move { gallery.gallery().png(&design, side) }).await?.map_err(Problem::internal)
}

/// A picture as SVG.
pub fn svg(site: &Site, design: &Design) -> Result<Arc<str>, Problem> {
    site.gallery().svg(design).map_err(Problem::internal)
}

/// The answer with a picture as PNG.
pub async fn show_png(site: &Site, design: Design, asked: &Asked) -> Result<Response, Problem> {
    let png = png(site, design, asked.side()?).await?;
    Ok(Document::new(png.to_vec(), "image/png", PICTURE_CACHE).into_response())
}

/// The answer with a picture as SVG.
pub fn show_svg(site: &Site, design: &Design) -> Result<Response, Problem> {
    let document = Document::new(svg(site, design)?.as_bytes().to_vec(), "image/svg+xml", PICTURE_CACHE);
    Ok(([(CONTENT_SECURITY_POLICY, IMAGE_POLICY)], document).into_response())
}
