//! What must hold for any bytes whatever, one function for each reader of bytes from outside.
//!
//! Each ends within a second of the processor's time. None panics; and each has a promise of its own,
//! written where it is checked. The command line adds 64 KiB of input and 256 MiB of memory.

mod addresses;
mod badges;
mod graphs;
mod keys;
mod pictures;
mod texts;

pub use addresses::url_guard;
pub use badges::{status_list, verify_any};
pub use graphs::{jsonld_expand, rdf_canon};
pub use keys::{did_key, did_web_url, jwk};
pub use pictures::{pdf, png_chunks, redraw, svg_extract};
pub use texts::{json_strict, jws_compact};

use rustix::time::{ClockId, clock_gettime};

/// Does something that may take a second of the processor's time.
fn soon<R>(act: impl FnOnce() -> R) -> R {
    let spent = || {
        let spent = clock_gettime(ClockId::ProcessCPUTime);
        i128::from(spent.tv_sec) * 1_000_000_000 + i128::from(spent.tv_nsec)
    };
    let start = spent();
    let result = act();
    let taken = spent() - start;
    assert!(taken < 1_000_000_000, "it took {} ms", taken / 1_000_000);
    result
}
