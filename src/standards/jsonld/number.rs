//! Numbers as text: integers as digits, doubles as `toExponential(15)` with trailing zeros cut
//! ([JSON-LD API §8.6](https://www.w3.org/TR/json-ld11-api/#data-round-tripping)).

use serde_json::Number;

use crate::standards::json::canonical::{ecmascript, is_exact};

/// A JSON number as a literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// Without a fraction and below 10²¹.
    Integer(String),
    /// Any other.
    Double(String),
}

/// The lexical form of a number; `as_double` when its datatype is `xsd:double` already.
pub(super) fn numeral(number: &Number, as_double: bool) -> Numeral {
    if !as_double && is_exact(number) && !number.is_f64() {
        return Numeral::Integer(number.to_string());
    }
    let value = number.as_f64().unwrap_or_default();
    if as_double || value % 1.0 != 0.0 || value.abs() >= 1e21 {
        return Numeral::Double(canonical_double(value));
    }
    let digits = format!("{value:.0}");
    Numeral::Integer(if digits == "-0" { "0".to_owned() } else { digits })
}

/// Whether every program writes the same literal for it. The npm package `jsonld` takes what ECMAScript
/// writes without a point, such as `1e-7` and `1e+21`, for integers (`0`, `1e+21`).
pub(super) fn is_portable(number: &Number, as_double: bool) -> bool {
    let written = || ecmascript(number);
    is_exact(number) && (as_double || !number.is_f64() || !written().contains('e') || written().contains('.'))
}

/// Whether the text is what a double is written as.
pub(super) fn is_canonical_double(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|value| value.is_finite() && canonical_double(value) == text)
}

/// `1.5E0`: one digit, a point, 1 to 15 digits, `E`, exponent.
fn canonical_double(value: f64) -> String {
    let text = to_exponential_15(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let trimmed = mantissa.trim_end_matches('0');
    let zero = if trimmed.ends_with('.') { "0" } else { "" };
    let sign = if value == 0.0 { trimmed.trim_start_matches('-') } else { trimmed };
    format!("{sign}{zero}E{exponent}")
}

/// ECMAScript's `toExponential(15)`, which rounds an exact half up where Rust rounds it to even.
fn to_exponential_15(value: f64) -> String {
    // 60 digits show an exact half as such: no double comes nearer to one without being one.
    let exact = format!("{value:.60e}");
    let unsigned = exact.trim_start_matches('-');
    let is_half = |tail: &str| tail.starts_with('5') && tail[1..].bytes().take_while(|b| *b != b'e').all(|b| b == b'0');
    if !unsigned.get(17..).is_some_and(is_half) {
        return format!("{value:.15e}");
    }
    let sign = &exact[..exact.len() - unsigned.len()];
    let digits = format!("{}{}", &unsigned[..1], &unsigned[2..17]).parse::<u64>().unwrap_or_default() + 1;
    let digits = digits.to_string();
    let exponent = unsigned.split_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok()).unwrap_or_default();
    let exponent = if digits.len() > 16 { exponent + 1 } else { exponent };
    format!("{sign}{}.{}e{exponent}", &digits[..1], &digits[1..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().expect("a number")
    }

    #[test]
    fn numbers_are_written_as_ecmascript_would() {
        let integer = |text: &str| Numeral::Integer(text.to_owned());
        let double = |text: &str| Numeral::Double(text.to_owned());
        for (written, plain, as_double) in [
            ("0", integer("0"), "0.0E0"),
            ("-0", integer("0"), "0.0E0"),
            ("5", integer("5"), "5.0E0"),
            ("-17", integer("-17"), "-1.7E1"),
            ("3.0", integer("3"), "3.0E0"),
            ("1e3", integer("1000"), "1.0E3"),
            ("4.8", double("4.8E0"), "4.8E0"),
            ("-0.5", double("-5.0E-1"), "-5.0E-1"),
            ("0.1", double("1.0E-1"), "1.0E-1"),
            ("100.5", double("1.005E2"), "1.005E2"),
            ("3.141592653589793", double("3.141592653589793E0"), "3.141592653589793E0"),
            // 17 digits are needed to tell these apart; 16 are written.
            ("0.30000000000000004", double("3.0E-1"), "3.0E-1"),
            ("100000000000000000000", integer("100000000000000000000"), "1.0E20"),
            ("1e21", double("1.0E21"), "1.0E21"),
            ("1e22", double("1.0E22"), "1.0E22"),
            ("9007199254740993", integer("9007199254740992"), "9.007199254740992E15"),
            ("5e-324", double("4.940656458412465E-324"), "4.940656458412465E-324"),
            ("1.7976931348623157e308", double("1.797693134862316E308"), "1.797693134862316E308"),
            // Exact halves of the sixteenth digit: ECMAScript rounds up.
            ("1125899906842624.5", double("1.125899906842625E15"), "1.125899906842625E15"),
            ("-1125899906842624.5", double("-1.125899906842625E15"), "-1.125899906842625E15"),
            ("2251799813685250.5", double("2.251799813685251E15"), "2.251799813685251E15"),
        ] {
            assert_eq!(numeral(&number(written), false), plain, "{written}");
            assert_eq!(numeral(&number(written), true), double(as_double), "{written}");
        }
    }

    #[test]
    fn numbers_that_npm_takes_for_integers_are_not_portable() {
        for (written, plain, as_double) in
            [("1e-7", false, true), ("1.5e-7", true, true), ("1e21", false, true), ("1e20", true, true), ("9007199254740993", false, false)]
        {
            assert_eq!((is_portable(&number(written), false), is_portable(&number(written), true)), (plain, as_double), "{written}");
        }
    }

    #[test]
    fn integers_beyond_two_to_the_53_are_not_exact() {
        for (written, exact) in [("9007199254740992", true), ("9007199254740993", false), ("-9007199254740993", false), ("1e300", true)] {
            assert_eq!(is_exact(&number(written)), exact, "{written}");
        }
    }
}
