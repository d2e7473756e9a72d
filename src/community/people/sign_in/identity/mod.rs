//! Who somebody is at another provider: found by the provider and its id of the person, never by a name.

pub(crate) mod store;
