//! Words every wing uses: ids, instants, public addresses, language tags.
//!
//! Floor 0: nothing here knows what a badge is. The types refuse what cannot be right
//! (an id with a typo, a base address with a path) so that no wing has to ask again.

pub mod chance;
pub mod clock;
pub mod ids;
pub mod language;
pub mod urls;

pub use chance::Chance;
pub use clock::{Clock, Timestamp};
pub use ids::Id;
pub use language::LanguageTag;
pub use urls::Addresses;
