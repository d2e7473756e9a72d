//! What an issuer says about itself: `own_page` in `[[issuer]]`, and `[issuer.privacy]` below it.

use super::is_link;
use super::sheet::Section;
use crate::issuer::profile::OwnWords;

/// Reads them; what is not said is not there.
pub(super) fn read(section: &Section<'_, '_>) -> OwnWords {
    let own_page =
        section.optional_checked("own_page", "write the https address of a page of the issuer's own that names this server", is_link);
    let Some(privacy) = section.section("privacy") else { return OwnWords { own_page, ..OwnWords::default() } };
    OwnWords {
        own_page,
        controller: privacy.optional_text("controller"),
        contact: privacy.optional_text("contact"),
        purpose: privacy.optional_text("purpose"),
        retention: privacy.optional_text("retention"),
        affiliates: privacy.parsed_list("affiliates", "name each affiliate between quotes"),
    }
}
