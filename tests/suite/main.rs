//! Integration tests: one binary against the real store and server.
