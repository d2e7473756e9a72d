//! Who signs it: keys, credentials, status lists, and the journeys that change them.

pub mod keys;
