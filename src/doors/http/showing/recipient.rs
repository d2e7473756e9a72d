//! Is a badge about the person whom a visitor typed?
//!
//! Asked by POST only, so that the name stands in no address, and looked at once: it is not kept, not
//! logged and not in the answer. How often is limited, by client and by badge, so that a name in a
//! hash or a name that the asker does not know cannot be found by trying.

use axum::response::Response;

use crate::appearance::pages::recipient::RecipientView;
use crate::appearance::pages::{Reader, View};
use crate::doors::http::client::ClientKey;
use crate::doors::http::problem::Problem;
use crate::doors::http::rates::BadgeKey;
use crate::doors::http::site::Site;
use crate::verifier::Verdict;
use crate::verifier::recipient::{Resemblance, about};

/// The answer, or the problem of having been asked too often.
pub fn compared(site: &Site, client: ClientKey, verdict: &Verdict, typed: &str) -> Result<Resemblance, Problem> {
    if let Some(signed) = verdict.signed() {
        site.rates().persons.count(client)?;
        site.rates().persons_of_badge.count(BadgeKey::of(signed))?;
    }
    Ok(about(verdict, typed))
}

/// The answer as a page says it.
pub fn view(compared: &Result<Resemblance, Problem>) -> RecipientView {
    compared.as_ref().map_or(RecipientView::TooOften, RecipientView::of)
}

/// The page with the answer; where it was asked too often, the same page under the status that says so.
pub fn answered<V: View>(
    compared: Option<Result<Resemblance, Problem>>,
    site: &Site,
    page: &V,
    reader: &Reader,
) -> Result<Response, Problem> {
    match compared {
        Some(Err(problem)) => Err(problem.shown_as(site.pages().render(page, reader).map_err(Problem::internal)?.into_string())),
        Some(Ok(_)) | None => site.page(page, reader),
    }
}
