//! Certificates: from what a badge says to a paper that carries its own proof.
//!
//! | step | module | gives |
//! |---|---|---|
//! | what is said, in which language | [`content`] | [`content::Content`] |
//! | where it stands, as a designer drew it | [`template`] | boxes and artwork |
//! | which glyphs, in which fonts, on which lines | [`fonts`], [`layout`] | [`sheet::Block`]s |
//! | all of it, in points | [`compose`] | [`sheet::Sheet`] |
//! | the file | [`pdf`], [`archival`] | PDF |
//! | many of them | [`bulk`] | ZIP, or one PDF to be printed |
//!
//! Writers only draw: how a script is written is decided once, before them, so two writers can be
//! compared dot by dot. A person's text never becomes markup: it is laid out by itself and put
//! beside the artwork, never into it.

pub mod archival;
pub mod bulk;
pub mod compose;
pub mod content;
pub mod fonts;
pub mod layout;
pub mod outlined;
pub mod pdf;
pub mod press;
pub mod samples;
pub mod sheet;
pub mod specimen;
pub mod template;
#[cfg(test)]
mod tests;
pub mod vector;
