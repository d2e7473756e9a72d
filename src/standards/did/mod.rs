//! Decentralised identifiers: `did:key`, `did:web`, and the documents that list the keys of an issuer.
