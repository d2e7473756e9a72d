//! What verifiers fetch, and the pages of the catalogue.

use std::io::Read;

use insignia::issuer::RevocationReason;
use insignia::standards::did::ControllerDocument;
use insignia::verifier::Presented;
use serde_json::Value;

use super::visit::{BROWSER, Visitor};
use crate::harness::on_both_backends;
use crate::world::{CLASS, World};

fn list_path(badge: &insignia::issuer::credential::Published) -> String {
    let document: Value = insignia::standards::json::parse(badge.json(), &insignia::standards::json::Limits::DOCUMENT).unwrap();
    let address = document["credentialStatus"]["statusListCredential"].as_str().unwrap();
    address[address.find("/status/").unwrap()..].to_owned()
}

/// Every text in `value` that is an address of this server.
fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with("http://localhost:8017") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(members) => members.values().for_each(|member| addresses(member, found)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Pixels from left to right ([PNG, 11.2.1](https://www.w3.org/TR/png-3/#11IHDR)).
fn width(png: &[u8]) -> u32 {
    assert_eq!(&png[1..4], b"PNG");
    u32::from_be_bytes(png[16..20].try_into().unwrap())
}

on_both_backends! {
    async fn the_key_documents_hold_what_signed(harness) {
        let world = World::on_the_web(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let did = visitor.get("/.well-known/did.json", &[BROWSER]).await;
        assert_eq!((did.status, did.header("content-type"), did.header("access-control-allow-origin")), (200, "application/did+json", "*"));
        let methods = ControllerDocument::read("did:web:badges.example.org", &did.json()).unwrap();
        assert_eq!(methods.methods().len(), 2);
        let set = visitor.get("/.well-known/jwks.json", &[]).await.json();
        let keys = set["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        let kid = keys.iter().find(|k| k["kty"] == "RSA").unwrap()["kid"].as_str().unwrap();
        assert!(methods.method(kid).is_some(), "did.json lists the kid of the key set");
        let name = kid.rsplit('#').next().unwrap();
        let one = visitor.get(&format!("/keys/{name}"), &[]).await;
        assert_eq!((one.status, one.json()["kty"].as_str()), (200, Some("RSA")));
        for nothing in ["/keys/x", "/issuers/main/did.json", "/issuers/nobody/did.json", "/issuers/nobody"] {
            assert_eq!(visitor.get(nothing, &[]).await.status, 404, "{nothing}");
        }
        let page = visitor.page("/issuers/main").await;
        assert!(page.text().contains("Wikimedia Exampleland") && page.text().contains("did:web:badges.example.org"));
        harness.finish().await;
    }

    async fn every_address_that_a_badge_names_here_answers(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let document: Value = insignia::standards::json::parse(badge.json(), &insignia::standards::json::Limits::DOCUMENT).unwrap();
        let mut named = Vec::new();
        addresses(&document, &mut named);
        assert!(named.len() > 10, "{named:?}");
        for address in named {
            let path = address.strip_prefix("http://localhost:8017").unwrap();
            let path = path.split('#').next().unwrap();
            assert_eq!(visitor.get(path, &[]).await.status, 200, "{address}");
        }
        let logo = document["issuer"]["image"]["id"].as_str().unwrap().strip_prefix("http://localhost:8017").unwrap();
        assert_eq!(visitor.get(logo, &[]).await.header("content-type"), "image/png");
        harness.finish().await;
    }

    async fn a_did_key_has_no_document_of_ours(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        assert_eq!(visitor.get("/.well-known/did.json", &[]).await.status, 404);
        assert_eq!(visitor.get("/.well-known/jwks.json", &[]).await.status, 200);
        assert_eq!(visitor.page("/issuers/main").await.status, 200);
        harness.finish().await;
    }

    async fn a_status_list_is_signed_cacheable_and_changes_with_a_revocation(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let path = list_path(&badge);
        let before = visitor.get(&path, &[]).await;
        assert_eq!((before.status, before.header("cache-control"), before.header("access-control-allow-origin")), (200, "public, max-age=60", "*"));
        assert_eq!(before.header("content-type"), "application/vc");
        assert_eq!(visitor.get(&path, &[BROWSER]).await.body, before.body, "Accept is ignored");
        let same = visitor.get(&path, &[("if-none-match", before.header("etag"))]).await;
        assert_eq!(same.status, 304);
        let suspension = visitor.get(&format!("{path}/suspension"), &[]).await;
        assert_eq!(suspension.json()["credentialSubject"]["statusPurpose"], "suspension");
        let request = world.office.ask_revocation(badge.award().credential(), RevocationReason::Misconduct, "", world.anna.id()).await.unwrap();
        world.office.confirm_revocation(request, world.badri.id()).await.unwrap();
        let after = visitor.get(&path, &[("if-none-match", before.header("etag"))]).await;
        assert_eq!(after.status, 200, "the next request at the origin sees it");
        assert_ne!(after.body, before.body);
        for nothing in ["/status/e1-x", "/status/e1-x/suspension", "/status/"] {
            assert_eq!(visitor.get(nothing, &[]).await.status, 404, "{nothing}");
        }
        harness.finish().await;
    }

    async fn every_class_has_its_page_its_document_and_its_picture(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let catalog = world.office.community().catalog();
        assert_eq!(visitor.page("/badges").await.status, 200);
        for class in catalog.classes() {
            let path = format!("/badges/{}/{}", class.slug(), class.version());
            let page = visitor.page(&path).await;
            assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
            assert_eq!(visitor.page(&format!("/badges/{}", class.slug())).await.status, 200);
            let document = visitor.get(&path, &[("accept", "application/ld+json")]).await;
            assert_eq!(document.header("content-type"), "application/ld+json");
            assert_eq!(document.json()["id"], class.address(world.office.addresses()), "{path}");
            assert_eq!(document.json()["type"][0], "Achievement");
        }
        let path = format!("/badges/{CLASS}/{}", catalog.class(CLASS).unwrap().version());
        let png = visitor.get(&format!("{path}.png"), &[]).await;
        assert_eq!((png.status, &png.body[1..4], png.header("cross-origin-resource-policy")), (200, &b"PNG"[..], "cross-origin"));
        for (side, asked) in [(512, ""), (64, "?size=64"), (1024, "?lang=fr&size=1024")] {
            let sized = visitor.get(&format!("{path}.png{asked}"), &[]).await;
            assert_eq!((sized.header("content-type"), width(&sized.body)), ("image/png", side), "{asked}");
        }
        let card = visitor.get(&format!("{path}.card.png?lang=ar"), &[]).await;
        assert_eq!((card.header("content-type"), width(&card.body)), ("image/png", 1200));
        for unknown in ["level=none", "issuer=nobody"] {
            assert_eq!(visitor.get(&format!("{path}.card.png?{unknown}"), &[]).await.status, 404, "{unknown}");
        }
        for wrong in ["65", "", "-64", "9999999999"] {
            let refused = visitor.get(&format!("{path}.png?size={wrong}"), &[]).await;
            assert_eq!(refused.status, 400, "{wrong}");
            assert!(refused.text().contains("64, 128, 256, 512, 1024 pixels"), "{}", refused.text());
        }
        let svg = visitor.get(&format!("{path}.svg"), &[]).await;
        assert!(svg.text().contains("<svg") && svg.header("content-security-policy").starts_with("sandbox"));
        for nothing in ["/badges/none".to_owned(), format!("/badges/{CLASS}/0.0"), format!("/badges/{CLASS}/0.0.png"), format!("{path}.gif")] {
            assert_eq!(visitor.get(&nothing, &[]).await.status, 404, "{nothing}");
        }
        harness.finish().await;
    }

    async fn every_capacity_has_its_page_json_ld_and_turtle(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        assert_eq!(visitor.page("/capacities").await.status, 200);
        for taxonomy in world.office.community().catalog().taxonomies() {
            let base = format!("/capacities/{}", taxonomy.scheme());
            let first = taxonomy.capacities().first().unwrap();
            for path in [base.clone(), format!("{base}/{}", first.code())] {
                assert_eq!(visitor.page(&path).await.status, 200, "{path}");
                let turtle = visitor.get(&path, &[("accept", "text/turtle")]).await;
                assert!(turtle.text().contains("@prefix skos:") || turtle.text().contains("skos:"), "{path}");
                assert_eq!(turtle.header("content-type"), "text/turtle");
                assert!(visitor.get(&path, &[("accept", "application/ld+json")]).await.json().get("@context").is_some(), "{path}");
            }
            assert_eq!(visitor.get(&format!("{base}/nothing"), &[]).await.status, 404);
        }
        assert_eq!(visitor.get("/capacities/nothing", &[]).await.status, 404);
        harness.finish().await;
    }

    async fn the_pages_that_stand_by_themselves_answer(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        for path in ["/", "/about", "/privacy", "/verify", "/problems/not-found", "/api/openapi.json"] {
            assert_eq!(visitor.page(path).await.status, 200, "{path}");
        }
        let home = visitor.page("/").await;
        let css = home.text().find("/assets/").map(|at| home.text()[at..].split('"').next().unwrap().to_owned()).unwrap();
        let style = visitor.get(&css, &[]).await;
        assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
        assert!(style.header("cache-control").contains("immutable"));
        let packed = visitor.get(&css, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("gzip", "accept-encoding"));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == style.body && packed.body.len() * 3 < style.body.len(), "{} of {}", packed.body.len(), style.body.len());
        // One tag for both, so a weak one.
        let tag = packed.header("etag").to_owned();
        assert!(tag.starts_with("W/") && tag == style.header("etag"), "{tag}");
        assert_eq!(visitor.get(&css, &[("if-none-match", &tag), ("accept-encoding", "gzip")]).await.status, 304);
        let page = visitor.get("/", &[("accept-encoding", "gzip")]).await;
        assert!(!page.headers.contains_key("content-encoding"), "pages hold tokens: their length tells nothing");
        for nothing in ["/assets/none.css", "/problems/none", "/nothing", "/C", "/c/"] {
            assert_eq!(visitor.page(nothing).await.status, 404, "{nothing}");
        }
        harness.finish().await;
    }

    async fn the_box_leads_to_the_badge_or_to_the_slip(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let code = badge.award().credential().printed();
        let found = visitor.page(&format!("/?code={}", code.to_lowercase())).await;
        assert_eq!((found.status, found.header("location")), (303, format!("/c/{}", badge.award().credential()).as_str()));
        let slipped = format!("{}{}", &code[..5], if &code[5..6] == "7" { "8" } else { "7" }) + &code[6..];
        let slip = visitor.page(&format!("/?code={slipped}")).await;
        assert_eq!(slip.status, 200);
        assert!(slip.text().contains("group 2"), "{}", slip.text());
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let sent = visitor.send(axum::http::Method::POST, "/", &form, format!("code={code}").into()).await;
        assert_eq!(sent.status, 303);
        harness.finish().await;
    }

    async fn a_badge_that_is_brought_is_judged(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let check = async |bytes: Vec<u8>| visitor.send(axum::http::Method::POST, "/api/verify", &[], bytes.into()).await;
        let good = check(badge.json().to_vec()).await;
        assert_eq!((good.status, good.json()["verdict"].as_str(), good.header("access-control-allow-origin")), (200, Some("valid"), "*"));
        assert_eq!(check(badge.jwt().as_bytes().to_vec()).await.json()["verdict"], "valid");
        let altered = badge.json().to_vec();
        let altered = String::from_utf8(altered).unwrap().replace("Ada", "Mallory");
        let refused = check(altered.clone().into_bytes()).await.json();
        assert_eq!((refused["verdict"].as_str(), refused["reason"]["code"].as_str()), (Some("invalid"), Some("altered")));
        assert_eq!(refused["credential"], Value::Null, "nothing unsigned comes back");
        assert_eq!(check(b"hello".to_vec()).await.json()["reason"]["code"], "not-a-badge");
        assert_eq!(check(Vec::new()).await.status, 400);
        assert_eq!(check(vec![b'x'; (2 << 20) + 1]).await.status, 413);
        let form = [BROWSER, ("content-type", "multipart/form-data; boundary=B")];
        let body = |name: &str, content: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x\"\r\n\r\n{content}\r\n--B--\r\n")
        };
        let upload = async |name: &str, content: &str| visitor.send(axum::http::Method::POST, "/verify", &form, body(name, content).into()).await;
        let address = world.office.addresses().credential(badge.award().credential());
        let linked = visitor.page("/verify?address=https%3A%2F%2Felsewhere.example%2Fbadge%3Fa%3D1").await;
        assert!(linked.text().contains("value=\"https://elsewhere.example/badge?a=1\"") && !linked.text().contains("verdict-words"));
        assert!(!visitor.page("/verify?address=javascript%3Aalert(1)").await.text().contains("javascript:"));
        let pasted = upload("pasted", std::str::from_utf8(badge.json()).unwrap()).await;
        assert!(pasted.text().contains("Genuine and current") && pasted.text().contains("Ada"), "{}", pasted.text());
        assert!(pasted.text().contains("Make a link") && pasted.text().contains(&format!(">{address}</a>")), "the way to the badge, not the result");
        let code = visitor.get(&format!("/c/{}.qr.png", badge.award().credential()), &[]).await.body;
        let seen = check(code).await.json();
        assert_eq!(seen["verdict"].as_str(), Some("valid"), "the way that a picture of a code says is followed: {seen}");
        let mallory = upload("file", &altered).await;
        assert!(mallory.text().contains("altered after it was signed") && !mallory.text().contains("Mallory"), "{}", mallory.text());
        assert_eq!(upload("file", "").await.status, 200);
        for (part, typed) in [("address", address.clone()), ("address", format!("{address}.png")), ("pasted", address.to_uppercase())] {
            let named = upload(part, &typed).await;
            assert!(named.text().contains("Genuine and current"), "{part} {typed}: {}", named.text());
        }
        for (typed, said) in [
            ("badges", "This is not a web address"),
            ("https://elsewhere.example/badge", "No badge came from this site"),
            (&format!("{}0000", &address[..address.len() - 4]), "There is no badge at this address"),
        ] {
            let refused = upload("address", typed).await;
            assert!(refused.text().contains(said) && refused.text().contains(&format!("value=\"{typed}\"")), "{typed}: {}", refused.text());
        }
        assert!(Presented::new(badge.json()).form().is_some());
        harness.finish().await;
    }
}
