//! Each refusal, and two properties against `serde_json`'s reader and writer.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Value, JsonFault> {
    parse(text.as_bytes(), &Limits::default())
}

fn problem(text: &str) -> Problem {
    read(text).expect_err(text).problem
}

// The oracle of these tests is the reader that the rest of the crate may not use.
#[allow(clippy::disallowed_methods)]
fn oracle(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

#[test]
fn a_member_named_twice_is_refused_also_when_escaped() {
    let fault = read(r#"{"proof": {"alg": 1, "tag": [0, {"a":1, "\u0061":2}]}}"#).expect_err("duplicate");
    assert_eq!(fault.to_string(), r#"the member "a" appears twice in one object (byte 40, at $.proof.tag[1])"#);
    assert!(read(r#"[{"a":1},{"a":1}]"#).is_ok());
}

#[test]
fn a_number_that_would_change_is_refused() {
    for text in [
        "12345678901234567890123",
        "18446744073709551616",
        "-9223372036854775809",
        "0.1000000000000000001",
        "1e999",
        "1e-999",
        "1e99999999999999999999",
    ] {
        assert!(matches!(problem(text), Problem::Number { .. }), "{text}");
    }
    let kept = [
        "0",
        "-1",
        "18446744073709551615",
        "-9223372036854775808",
        "0.1",
        "1.10",
        "1E2",
        "1e22",
        "100000000000000000000000",
        "0.10000000000000001",
        "5e-324",
        "0.0e7",
        "-0",
    ];
    for text in kept {
        assert_eq!(read(text).ok(), oracle(text), "{text}");
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for text in [r#""\ud800""#, r#""\ud800x""#, r#""\ud800\u0041""#, r#""\udc00""#, r#""\ud800\ud800""#] {
        assert_eq!(problem(text), Problem::LoneSurrogate, "{text}");
    }
    assert_eq!(read(r#""\ud83d\ude00""#).ok(), Some(Value::from("😀")));
}

#[test]
fn depth_and_size_are_limited() {
    let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
    assert!(read(&nested(64)).is_ok());
    assert_eq!(problem(&nested(65)), Problem::TooDeep { limit: 64 });
    assert_eq!(problem(&"[".repeat(1_000_000)), Problem::TooDeep { limit: 64 });
    assert!(read(&format!("[{}[]]", "[],".repeat(500))).is_ok(), "siblings are not depth");
    let limits = Limits::of_bytes(4);
    assert!(parse(b"1234", &limits).is_ok());
    assert_eq!(parse(b"12345", &limits).map_err(|f| f.problem), Err(Problem::TooLarge { bytes: 5, limit: 4 }));
}

#[test]
fn what_is_not_one_json_document_is_refused() {
    let wrong = [
        "",
        " ",
        "{} {}",
        "{}x",
        "\u{feff}{}",
        "{,}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "+1",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "1e+",
        "0x10",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"\t\"",
        "\"abc",
        "\"\\",
        "[",
        "{",
        "{\"a\":",
        "// c\n1",
        "[1,,2]",
        "\u{a0}1",
    ];
    for text in wrong {
        assert!(read(text).is_err(), "{text:?}");
        assert_eq!(oracle(text), None, "{text:?}");
    }
    let fault = parse(b"{\"a\":\"\xff\"}", &Limits::default()).expect_err("not UTF-8");
    assert_eq!((fault.problem, fault.offset), (Problem::NotUtf8, 6));
}

#[test]
fn a_fault_names_its_place() {
    let fault = read("{\"@context\": [\"a\", tru]}").expect_err("a word");
    assert_eq!(fault.to_string(), "'t' stands where a value should (byte 19, at $.@context[1])");
    assert_eq!(read("{\"a b\": {\"\": }}").expect_err("nothing").path.to_string(), "$[\"a b\"][\"\"]");
}

#[test]
fn members_keep_their_order() {
    let text = r#"{"z":1,"a":{"y":2,"b":3}}"#;
    assert_eq!(read(text).map(|v| v.to_string()), Ok(text.to_owned()));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_was_written_is_read_back(value in any_value()) {
        prop_assert_eq!(read(&value.to_string()).ok(), Some(value.clone()));
        let spaced = serde_json::to_string_pretty(&value).unwrap_or_default();
        prop_assert_eq!(read(&spaced).ok(), Some(value));
    }

    #[test]
    fn it_never_accepts_more_than_serde_json(text in "[\\[\\]{}\",:0-9eE+\\-.\\\\u a-fntrl]{0,24}") {
        if let Ok(value) = read(&text) {
            prop_assert_eq!(Some(value), oracle(&text));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = parse(&bytes, &Limits::default());
    }
}
