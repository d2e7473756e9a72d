//! Two writers that know nothing of each other put the same sheet on paper: what both draw is what was laid out.
//!
//! That this comparison sees another script, a missing line and another colour is tested in `renders`.

use super::seen::Seen;
use super::{composed, content, template};
use crate::appearance::certificate::{archival, pdf};

#[test]
fn both_writers_draw_the_same_page() {
    for name in ["a4-landscape", "letter-landscape", "slip", "cards"] {
        let Some(sheet) = composed(&template(name), &content("en", name)) else { continue };
        let Some(usual) = Seen::of(&pdf::write(&sheet).unwrap()) else { return };
        let archived = archival::write(&sheet).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        usual.compare(&Seen::of(&archived).unwrap()).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}
