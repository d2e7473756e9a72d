//! How one comes in: HTTP and the command line.

pub mod certifying;
pub mod cli;
pub mod http;
pub mod mailing;
