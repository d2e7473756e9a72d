//! Characters that are not seen by themselves, and pictures among characters.

use icu::properties::CodePointSetData;
use icu::properties::props::{DefaultIgnorableCodePoint, EmojiPresentation, ExtendedPictographic};

/// Joiners, selectors and marks of direction: they act on their neighbours and need no glyph
/// ([UAX #44, `Default_Ignorable_Code_Point`](https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point)).
pub(super) fn is_ignorable(character: char) -> bool {
    !character.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// A picture among characters ([UTS #51](https://www.unicode.org/reports/tr51/)).
pub(in crate::appearance::certificate) fn is_emoji(character: char) -> bool {
    !character.is_ascii()
        && (CodePointSetData::new::<EmojiPresentation>().contains(character)
            || CodePointSetData::new::<ExtendedPictographic>().contains(character))
}
