//! The life of a badge, against the real store on both backends.

mod life;
mod machine;
