//! Open Badges 3.0 documents: the shapes we write, and the rules anyone's must keep.
//!
//! [`open_badge`] holds strict structs for what we sign: a field that does not exist cannot be
//! signed by mistake, a `None` or an empty list is not written at all
//! ([OB 3.0 §8.1](https://www.imsglobal.org/spec/ob/v3p0/#serialization): nulls and empty arrays
//! are omitted). Reading is not done with these structs: a presented badge is verified as the exact
//! value that was parsed.

pub mod open_badge;
pub mod rules;
pub mod status_list;
