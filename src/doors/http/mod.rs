//! The web door: pages, public documents, and the API of trainers' programs.
//!
//! - [`serve()`] is an accept loop of our own: `axum::serve` holds a half-sent header open for ever.
//! - [`problem`] is the only place that knows the status codes of refusals; every error is an
//!   [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) document whose type is a page of ours.
//! - What a route promises to be, and what it may cost, stands on one screen in the router.
//!
//! Nothing here decides about badges: a handler reads the request, makes one journey and renders.

pub mod accept;
pub mod account;
pub mod api;
pub mod client;
pub mod conditional;
pub mod conformance;
pub mod counters;
pub mod cross_origin;
pub mod csv;
pub mod door;
pub mod entry;
pub mod envelope;
pub mod fields;
pub mod headers;
pub mod holding;
pub mod issuing;
pub mod joining;
pub mod onward;
pub mod operations;
pub mod outside;
pub mod pictures;
pub mod practice;
pub mod problem;
pub mod public;
pub mod rates;
pub mod refusals;
pub mod room;
pub mod router;
pub mod serve;
pub mod showing;
pub mod site;
pub mod stewards;
pub mod training;
pub mod verdicts;

pub use door::{Door, DoorParts};
pub use problem::Problem;
pub use serve::{Drained, Gate, Limits, serve};
