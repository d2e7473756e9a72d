//! Both forms, older badges, hostile XML, and pictures that stay what they were.

use proptest::prelude::*;

use super::*;
use crate::standards::json::{self, Limits};

const JSON: &str = r#"{"type":["VerifiableCredential"],"name":"a]]>b & <c>"}"#;
const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";

fn svg(inside: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="1">{inside}<path d="M0 0"/></svg>"#)
}

fn baked(picture: &str, badge: &str) -> String {
    String::from_utf8(bake(picture.as_bytes(), badge).unwrap()).unwrap()
}

fn carried(generation: Generation, text: &str) -> Carried {
    Carried { generation, text: text.to_owned() }
}

#[test]
fn json_stands_in_a_cdata_section_directly_behind_svg() {
    let out = baked(&svg(""), JSON);
    let expected = concat!(
        r#"<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg" width="1">"#,
        r#"<openbadges:credential><![CDATA[{"type":["VerifiableCredential"],"name":"a]]\u003eb & <c>"}]]></openbadges:credential>"#,
        r#"<path d="M0 0"/></svg>"#
    );
    assert_eq!(out, expected);
    let text = extract(out.as_bytes()).unwrap().text;
    assert_eq!(json::parse(text.as_bytes(), &Limits::default()), json::parse(JSON.as_bytes(), &Limits::default()));
}

#[test]
fn a_jwt_stands_in_the_attribute_of_an_empty_element() {
    let out = baked(&svg(""), JWT);
    assert!(out.contains(&format!(r#"width="1"><openbadges:credential verify="{JWT}"/><path"#)), "{out}");
    assert_eq!(extract(out.as_bytes()), Ok(carried(Generation::OpenBadges3, JWT)));
}

#[test]
fn baking_again_replaces_every_older_badge_and_nothing_else() {
    let older = [
        r#"<openbadges:assertion xmlns:openbadges="http://openbadges.org" verify="a.b.c"><![CDATA[{}]]></openbadges:assertion>"#,
        r#"<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0"><c:credential verify="x"/></c:credential>"#,
        r#"<g><b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0" verify="x"/></g>"#,
    ];
    assert_eq!(baked(&svg(&older[..2].concat()), JWT), baked(&svg(""), JWT));
    assert_eq!(baked(&svg(older[2]), JWT), baked(&svg("<g></g>"), JWT));
    let once = baked(&svg("<!-- kept --><g/>"), JSON);
    assert_eq!(baked(&once, JSON), once);
    assert_eq!(baked(&once, JWT), baked(&svg("<!-- kept --><g/>"), JWT));
}

#[test]
fn a_prefix_with_an_older_meaning_is_taken_over_or_left_alone() {
    let root = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges = 'http://openbadges.org'>{inside}</svg>");
    let free = baked(&root(r#"<openbadges:assertion verify="https://old.example/1"/>"#), JWT);
    assert_eq!(
        free,
        format!(
            r#"<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges = '{NAMESPACE}'><openbadges:credential verify="{JWT}"/></svg>"#
        )
    );
    for used in ["<openbadges:note/>", r#"<g openbadges:note="x"/>"#] {
        let out = baked(&root(used), JWT);
        assert!(out.contains(&format!(r#"<openbadges:credential{DECLARATION} verify="{JWT}"/>{used}"#)), "{out}");
        assert_eq!(extract(out.as_bytes()), Ok(carried(Generation::OpenBadges3, JWT)));
    }
}

#[test]
fn every_spelling_of_the_root_is_found() {
    let roots = [
        "<svg/>",
        "<svg />",
        "<svg></svg>",
        r#"<svg xmlns="http://www.w3.org/2000/svg" a="x>y" b='"/>'/>"#,
        "<svg\n\ta = \"1\"\n></svg>",
        "\u{feff}<svg/>",
        "<?xml version=\"1.0\" encoding='UTF-8'?>\n<!-- <svg> -->\n<svg>text</svg>\n<!-- end -->",
        r#"<s:svg xmlns:s="http://www.w3.org/2000/svg"/>"#,
        "<svg><![CDATA[]]></svg>",
        "<svg>&lt;</svg>",
        "<svg xmlns:ü='u:ü' ü:a='ö'>ü</svg>",
    ];
    for root in roots {
        let out = baked(root, JSON);
        let expected = JSON.replace("]]>", "]]\\u003e");
        assert_eq!(extract(out.as_bytes()), Ok(carried(Generation::OpenBadges3, &expected)), "{out}");
        let document = Document::parse(out.trim_start_matches('\u{feff}')).unwrap();
        let first = document.root_element().first_child().unwrap();
        assert_eq!((first.tag_name().name(), first.tag_name().namespace()), ("credential", Some(NAMESPACE)), "{out}");
    }
}

#[test]
fn older_badges_are_read() {
    let cases =
        [(r#" verify="https://old.example/1"/>"#, "https://old.example/1"), ("><![CDATA[ {\"a\":1} ]]></b:assertion>", "{\"a\":1}")];
    for (rest, text) in cases {
        let picture = svg(&format!(r#"<b:assertion xmlns:b="http://openbadges.org"{rest}"#));
        assert_eq!(extract(picture.as_bytes()), Ok(carried(Generation::OpenBadges2, text)));
    }
}

#[test]
fn a_badge_that_two_readers_could_see_differently_is_refused() {
    let element = |rest: &str| svg(&format!(r#"<b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0"{rest}"#));
    for rest in [
        "/>",
        "></b:credential>",
        r#" verify=""/>"#,
        r#" verify="a.b.c">{}</b:credential>"#,
        ">{}<!-- x -->{}</b:credential>",
        "><g/></b:credential>",
    ] {
        assert_eq!(extract(element(rest).as_bytes()), Err(SvgFault::BadgeForm), "{rest}");
    }
    let two = svg(
        r#"<a:credential xmlns:a="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/><b:assertion xmlns:b="http://openbadges.org" verify="x"/>"#,
    );
    assert_eq!(extract(two.as_bytes()), Err(SvgFault::Several));
    for other in [r#"<openbadges:credential xmlns:openbadges="https://example.org" verify="a.b.c"/>"#, r#"<credential verify="a.b.c"/>"#] {
        assert_eq!(extract(svg(other).as_bytes()), Err(SvgFault::NoBadge));
    }
    assert_eq!(
        extract(element(&format!(r#" verify="{}"/>"#, "a".repeat(LONGEST_BADGE + 1))).as_bytes()),
        Err(SvgFault::TooLong { limit: LONGEST_BADGE })
    );
}

#[test]
fn document_types_and_entities_are_refused() {
    let types = [
        r#"<!DOCTYPE svg [<!ENTITY a "x">]>"#,
        r#"<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#,
        r#"<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">"#,
        r#"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">"#,
        r#"<!DOCTYPE svg [<!ENTITY % p SYSTEM "x"> %p;]>"#,
        "<!DOCTYPE svg>",
        "<!DOCTYPE svg []>",
        "<!-- a --> <!DOCTYPE svg>",
        r#"<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>"#,
    ];
    for doctype in types {
        let picture = format!("{doctype}{}", svg("&a;"));
        assert!(extract(picture.as_bytes()).is_err(), "{doctype}");
        let picture = format!("{doctype}{}", svg(""));
        assert_eq!(bake(picture.as_bytes(), JWT), Err(SvgFault::DocumentType), "{doctype}");
    }
    assert!(bake(svg("<!-- <!DOCTYPE svg> -->").as_bytes(), JWT).is_ok());
    assert!(bake(format!("<!-- <!DOCTYPE svg> -->{}", svg("")).as_bytes(), JWT).is_ok());
}

#[test]
fn what_is_no_picture_is_refused() {
    for text in [
        "",
        "<svg>",
        "<svg></g>",
        "<svg><svg/>",
        "<html/>",
        r#"<svg xmlns="http://www.w3.org/1999/xhtml"/>"#,
        "{}",
        "<svg a='1' a='2'/>",
        "<x:svg/>",
        "<svg>&nbsp;</svg>",
        "\0<svg/>",
    ] {
        assert!(bake(text.as_bytes(), JWT).is_err(), "{text}");
    }
    assert_eq!(bake(b"<svg>\xff</svg>", JWT), Err(SvgFault::NotUtf8));
    let utf16: Vec<u8> = "<svg/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(bake(&utf16, JWT).is_err());
    for encoding in ["ISO-8859-1", "utf-7", "UTF-16"] {
        assert_eq!(bake(format!("<?xml version='1.0' encoding='{encoding}'?><svg/>").as_bytes(), JWT), Err(SvgFault::NotUtf8));
    }
}

#[test]
fn deep_wide_and_long_pictures_are_refused_soon() {
    let nested = |n: usize| svg(&format!("{}{}", "<g>".repeat(n), "</g>".repeat(n)));
    assert!(bake(nested(60).as_bytes(), JWT).is_ok());
    assert_eq!(bake(nested(65).as_bytes(), JWT), Err(SvgFault::TooDeep { limit: 64 }));
    assert_eq!(bake(nested(40_000).as_bytes(), JWT), Err(SvgFault::TooDeep { limit: 64 }));
    assert_eq!(bake(nested(200_000).as_bytes(), JWT), Err(SvgFault::TooManyNodes { limit: 50_000 }));
    assert_eq!(bake(svg(&"<g/>".repeat(50_001)).as_bytes(), JWT), Err(SvgFault::TooManyNodes { limit: 50_000 }));
    let attributes = |n: usize, prefix: &str| (0..n).fold(String::new(), |all, i| all + &format!(r#" {prefix}a{i}="u""#));
    for prefix in ["", "xmlns:"] {
        let of_many = |n| bake(format!("<svg{}/>", attributes(n, prefix)).as_bytes(), JWT);
        assert_eq!(of_many(257), Err(SvgFault::TooManyNodes { limit: 50_000 }));
        assert_eq!(of_many(120_000), Err(SvgFault::TooManyNodes { limit: 50_000 }));
        assert!(of_many(250).is_ok());
    }
    let each_declares = r#"<g xmlns:b="u"/>"#.repeat(40_000);
    let wide = format!("<svg{}>{each_declares}</svg>", attributes(200, "xmlns:"));
    assert_eq!(bake(wide.as_bytes(), JWT), Err(SvgFault::TooManyNodes { limit: 50_000 }));
    let full = format!("<g{}/>", attributes(250, "")).repeat(900);
    assert!(bake(svg(&full).as_bytes(), JWT).is_ok());
    assert_eq!(bake(svg(&" ".repeat(LARGEST_PICTURE)).as_bytes(), JWT), Err(SvgFault::TooLarge { bytes: svg("").len() + LARGEST_PICTURE }));
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    for badge in [
        "",
        "x",
        "a.b",
        "[1]",
        "https://b.example/1",
        "{\"a\":\"\u{ffff}\"}",
        "{\"a\":\"\u{1}\"}",
        &format!("{{{}", " ".repeat(LONGEST_BADGE)),
    ] {
        assert_eq!(bake(svg("").as_bytes(), badge), Err(SvgFault::BadgeText), "{badge:.40}");
    }
    let nearly = svg(&" ".repeat(LARGEST_PICTURE - 200));
    assert!(matches!(bake(nearly.as_bytes(), &format!("{{{}}}", " ".repeat(500))), Err(SvgFault::TooLarge { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_baked_is_extracted(name in any::<String>(), marks in "[\\]>]{0,6}", old in prop::option::of(Just(JWT))) {
        let badge = serde_json::json!({"name": format!("{name}{marks}")}).to_string();
        let picture = old.map_or_else(|| svg("<g>x</g>"), |jwt| baked(&svg("<g>x</g>"), jwt));
        match bake(picture.as_bytes(), &badge) {
            Ok(out) => {
                let read = extract(&out).unwrap().text;
                prop_assert_eq!(json::parse(read.as_bytes(), &Limits::default()), json::parse(badge.as_bytes(), &Limits::default()));
                prop_assert_eq!(out, bake(svg("<g>x</g>").as_bytes(), &badge).unwrap());
            }
            Err(fault) => {
                prop_assert_eq!(fault, SvgFault::BadgeText);
                let unwritable = badge.contains(['\u{fffe}', '\u{ffff}']);
                prop_assert!(unwritable);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[<>/svg \"'=a&;!\\[\\]CDATA?x:-]{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = extract(text.as_bytes());
        let _ = bake(format!("<svg {text}").as_bytes(), JWT);
        let _ = bake(svg(&text).as_bytes(), JSON);
        let _ = extract(&bytes);
    }
}
