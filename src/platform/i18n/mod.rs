//! Texts in the reader's language: banana messages, fallback chains, direction, plurals, dates.
//!
//! [Banana JSON](https://github.com/wikimedia/banana-i18n#banana-file-format) is what MediaWiki
//! extensions keep in `i18n/` and what translatewiki.net commits: one `{language}.json` per
//! language, `qqq.json` explaining each message. Understood: `$1`, `{{PLURAL:…}}` with `n=` forms,
//! `{{GENDER:…}}`, `{{GRAMMAR:…}}`, `{{bidi:…}}`, nested. Anything else between double braces is refused when the
//! file is read, with file and line, so that a typo never reaches a reader.
//!
//! Languages, plurals, digits, dates and direction are Unicode CLDR's, by ICU4X; the fallback
//! chains are MediaWiki's habit (a reader of Wolof without a Wolof text gets the French one).

mod banana;
mod fallback;
mod formats;
mod grammar;
mod messages;
mod territories;

pub use banana::{Arg, Gender, PatternFault};
pub use fallback::chain;
pub use formats::{Direction, direction, format_date, format_month, format_number, territorial};
pub use grammar::cases;
pub use messages::{MessageFault, MessageFaultKind, MessageFaults, Messages, Rendered};
pub use territories::{Territory, territories, territory_name};
