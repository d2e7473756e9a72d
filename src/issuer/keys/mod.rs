//! The keys that sign: files encrypted at rest, their states, and who may use them.
