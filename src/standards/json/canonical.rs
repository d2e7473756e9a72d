//! The one way to write a JSON value: [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785) (JCS).
//!
//! Members in the order of their UTF-16 code units, no white space, numbers as ECMAScript writes
//! them. It is our own because it is short and the reader in front of it is ours: a number that a
//! reader of doubles would change is refused by [`canonical`], not rounded.

use serde_json::{Number, Value};

/// Integers up to here are the same in every program that reads numbers as doubles.
const MAX_SAFE_INTEGER: u64 = 1 << 53;

/// The canonical text of a value that is to be signed or was signed.
///
/// # Errors
/// [`Inexact`] if it holds an integer that is no double (RFC 8785 §3.2.2.3 asks for I-JSON numbers):
/// two documents would have one text.
pub fn canonical(value: &Value) -> Result<String, Inexact> {
    match first_inexact(value) {
        None => Ok(written(value)),
        Some(number) => Err(Inexact { number: number.to_string() }),
    }
}

/// A number that not every program reads alike.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the number {number} is beyond 2^53, where not every program reads the same")]
pub struct Inexact {
    /// As it stands there.
    pub number: String,
}

fn first_inexact(value: &Value) -> Option<&Number> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => None,
        Value::Number(number) => (!is_exact(number)).then_some(number),
        Value::Array(items) => items.iter().find_map(first_inexact),
        Value::Object(members) => members.values().find_map(first_inexact),
    }
}

/// The canonical text, numbers rounded as a program of doubles reads them: for JSON literals.
pub(in crate::standards) fn written(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => out.push_str(&ecmascript(number)),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted = members.iter().collect::<Vec<_>>();
            sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            out.push('{');
            for (at, (name, member)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(out, member);
            }
            out.push('}');
        }
    }
}

/// Whether every program reads the same number, also one that knows doubles only.
pub(in crate::standards) fn is_exact(number: &Number) -> bool {
    match (number.as_u64(), number.as_i64()) {
        (Some(whole), _) => whole <= MAX_SAFE_INTEGER,
        (None, Some(whole)) => whole.unsigned_abs() <= MAX_SAFE_INTEGER,
        (None, None) => true,
    }
}

/// A number as ECMAScript writes it
/// ([Number::toString](https://tc39.es/ecma262/#sec-numeric-types-number-tostring)).
pub(in crate::standards) fn ecmascript(number: &Number) -> String {
    if !number.is_f64() && is_exact(number) {
        return number.to_string();
    }
    ryu_js::Buffer::new().format(number.as_f64().unwrap_or_default()).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Limits, parse};
    use super::*;

    #[test]
    fn a_value_is_written_by_rfc_8785() {
        let value = json!({
            "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7,
            "numbers": [333_333_333.333_333_3, 1e30, 4.50, 2e-3, 1e-27, -0.0, 1e21, 1e20, 1e-6, 1e-7, 5, -7],
            "text": "\u{20ac}$\u{f}\nA'B\"\\\"/", "none": null, "yes": true
        });
        let expected = concat!(
            r#"{"\r":2,"1":4,"none":null,"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,100000000000000000000,"#,
            r#"0.000001,1e-7,5,-7],"text":""#,
            "\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\"/\",",
            "\"yes\":true,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
        assert_eq!(canonical(&value).as_deref(), Ok(expected));
    }

    /// RFC 8785 appendix B: bits of a double, and its text.
    #[test]
    fn the_numbers_of_rfc_8785_are_written_as_there() {
        for (bits, text) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0x4340_0000_0000_0001_u64, "9007199254740994"),
            // As near to .2 as to .3: the even digit is written.
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            let number = Number::from_f64(f64::from_bits(bits)).unwrap();
            assert_eq!(canonical(&Value::Number(number)).as_deref(), Ok(text), "{bits:x}");
        }
    }

    #[test]
    fn a_number_that_others_would_round_is_refused() {
        for text in ["9007199254740993", "-9007199254740993", "[{\"a\":18446744073709551615}]"] {
            let value = parse(text.as_bytes(), &Limits::default()).unwrap();
            assert!(canonical(&value).is_err(), "{text}");
        }
        let largest = parse(b"9007199254740992", &Limits::default()).unwrap();
        assert_eq!(canonical(&largest).as_deref(), Ok("9007199254740992"));
    }

    #[test]
    fn writing_again_changes_nothing() {
        let text = br#"{ "b": [1.0, 1e2, -0, 1E-7], "a": {"\u00e9": "\/\u0041"}, "": null }"#;
        let once = canonical(&parse(text, &Limits::default()).unwrap()).unwrap();
        assert_eq!(once, "{\"\":null,\"a\":{\"\u{e9}\":\"/A\"},\"b\":[1,100,0,1e-7]}");
        assert_eq!(canonical(&parse(once.as_bytes(), &Limits::default()).unwrap()), Ok(once));
    }
}
