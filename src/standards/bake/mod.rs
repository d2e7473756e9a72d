//! Badges carried inside other files: reading them out of PNG, SVG and PDF, writing them into PNG and SVG.
//!
//! Sources: [OB 3.0 §5.3, baking](https://www.imsglobal.org/spec/ob/v3p0/#baking) and, for reading
//! older pictures, [Open Badges Baking 2.0](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/index.html).
//! No pixel is decoded and no picture is drawn: the surroundings of the badge stay as they are, byte
//! for byte.

pub mod pdf;
pub mod png;
pub mod svg;

/// The largest picture that is read or written: 2 MiB.
pub const LARGEST_PICTURE: usize = 2 << 20;
/// The longest badge that a picture may carry: 1 MiB.
pub const LONGEST_BADGE: usize = 1 << 20;

/// What a picture carries: untrusted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// By which standard it was put in.
    pub generation: Generation,
    /// A credential as JSON or compact JWS; in older pictures also an address.
    pub text: String,
}

/// The standard by which a badge was put into a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// Open Badges 3.0.
    OpenBadges3,
    /// Open Badges 1.0 to 2.1.
    OpenBadges2,
}
