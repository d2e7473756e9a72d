//! The one colour a badge class chooses, and the shades that follow from it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An accent colour on which white can be read: contrast of at least 3 : 1
/// ([WCAG 2.2, 1.4.11](https://www.w3.org/TR/WCAG22/#non-text-contrast)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Accent([u8; 3]);

/// Why a text is no accent colour.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AccentFault {
    /// Not six hexadecimal digits.
    #[error("{0:?} is not a colour such as #3366cc")]
    NotAColour(String),
    /// White pictograms would not be seen on it.
    #[error("{0} is too light: white on it has a contrast of {1:.1} to 1, and 3 to 1 is needed; choose a darker colour")]
    TooLight(String, f64),
}

/// What the templates are drawn in. A file in one of these four colours shows the default accent
/// in any drawing program; each is replaced by the same shade of the class's accent.
pub(super) const DRAWN_IN: Accent = Accent([0x33, 0x66, 0xcc]);

const NIGHT: [u8; 3] = [0x10, 0x18, 0x2b];
const WHITE: [u8; 3] = [0xff; 3];

impl Accent {
    /// The accent that the templates are drawn in, and that a paper without a class keeps.
    pub const fn drawn() -> Self {
        DRAWN_IN
    }

    /// The colour itself, half way to night, and two steps towards white.
    pub(super) fn shades(self) -> [String; 4] {
        self.colours().map(written)
    }

    fn colours(self) -> [[u8; 3]; 4] {
        [self.0, mix(self.0, NIGHT, 50), mix(self.0, WHITE, 72), mix(self.0, WHITE, 92)]
    }

    /// What a colour of a template becomes for a class of this accent: one of the four shades the same
    /// shade of this accent, any other colour itself.
    pub fn in_place_of(self, drawn: [u8; 3]) -> [u8; 3] {
        let mut shades = DRAWN_IN.colours().into_iter().zip(self.colours());
        shades.find_map(|(shade, own)| (shade == drawn).then_some(own)).unwrap_or(drawn)
    }

    fn contrast_with_white(self) -> f64 {
        // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
        let part = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(part);
        1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    }
}

impl FromStr for Accent {
    type Err = AccentFault;

    fn from_str(text: &str) -> Result<Self, AccentFault> {
        let fault = || AccentFault::NotAColour(text.chars().take(20).collect());
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6).ok_or_else(fault)?;
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).map_err(|_| fault())?;
        let accent = Self(bytes.try_into().map_err(|_| fault())?);
        match accent.contrast_with_white() {
            enough if enough >= 3.0 => Ok(accent),
            contrast => Err(AccentFault::TooLight(accent.to_string(), contrast)),
        }
    }
}

impl TryFrom<String> for Accent {
    type Error = AccentFault;

    fn try_from(text: String) -> Result<Self, AccentFault> {
        text.parse()
    }
}

impl From<Accent> for String {
    fn from(accent: Accent) -> Self {
        accent.to_string()
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.0))
    }
}

fn written([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// `percent` of the way from one colour to the other, in whole numbers so that every machine agrees.
fn mix(from: [u8; 3], to: [u8; 3], percent: u16) -> [u8; 3] {
    let part = |a: u8, b: u8| {
        let value = (u16::from(a) * (100 - percent) + u16::from(b) * percent + 50) / 100;
        u8::try_from(value).unwrap_or(u8::MAX)
    };
    [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_drawn_in_the_shades_of_the_default_accent() {
        assert_eq!(DRAWN_IN.shades(), ["#3366cc", "#223f7c", "#c6d4f1", "#eff3fb"]);
    }

    #[test]
    fn only_the_shades_of_a_template_become_those_of_a_class() {
        let green: Accent = "#0b6e4f".parse().unwrap();
        assert_eq!(green.in_place_of([0x33, 0x66, 0xcc]), [0x0b, 0x6e, 0x4f]);
        assert_eq!(written(green.in_place_of([0x22, 0x3f, 0x7c])), green.shades()[1]);
        assert_eq!(green.in_place_of([0x33, 0x66, 0xcd]), [0x33, 0x66, 0xcd], "any other colour stays");
        assert_eq!(Accent::drawn().in_place_of([0xc6, 0xd4, 0xf1]), [0xc6, 0xd4, 0xf1]);
    }

    #[test]
    fn only_a_colour_on_which_white_is_seen_is_an_accent() {
        assert_eq!("#0B6E4F".parse::<Accent>().map(|a| a.to_string()), Ok("#0b6e4f".to_owned()));
        for wrong in ["", "3366cc", "#36c", "#3366cg", "#3366cc0", "red"] {
            assert!(matches!(wrong.parse::<Accent>(), Err(AccentFault::NotAColour(_))), "{wrong}");
        }
        assert!(matches!("#ffcc33".parse::<Accent>(), Err(AccentFault::TooLight(_, c)) if c < 1.6));
    }
}
