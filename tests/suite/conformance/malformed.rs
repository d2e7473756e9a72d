//! Whatever anybody sends is answered: never with a fault of ours, and always as a problem document.

use serde_json::{Value, json};

use super::api::credential;
use super::server::Server;

const ISSUE: &str = "/credentials/issue";
const VERIFY: &str = "/credentials/verify";
const PRESENT: &str = "/presentations/verify";
const STATUS: &str = "/credentials/status";

/// Bodies that are no JSON object, for every call.
const NO_OBJECT: &[&[u8]] = &[
    b"",
    b" ",
    b"null",
    b"7",
    b"\"text\"",
    b"[]",
    b"[{}]",
    b"{",
    b"}",
    b"{}{}",
    b"{} trailing",
    b"{\"a\":1,\"a\":2}",
    b"{\"credential\":{\"a\":1,\"a\":2}}",
    b"{\"a\":}",
    b"{a:1}",
    b"{'a':1}",
    b"{\"a\":1,}",
    b"{\"a\":01}",
    b"{\"a\":NaN}",
    b"{\"a\":1e400}",
    b"{\"a\":12345678901234567890123}",
    b"{\"a\":\"\\ud800\"}",
    b"{\"a\":\"\\x\"}",
    b"{\"a\":\"\n\"}",
    b"{\"a\":\"\xff\"}",
    b"\xef\xbb\xbf{}",
    b"credential=1",
    b"<credential/>",
];

#[test]
fn what_is_not_a_json_object_is_malformed_at_every_call() {
    let server = Server::start(&[]);
    let deep = format!("{{\"credential\":{}{}}}", "[".repeat(70), "]".repeat(70)).into_bytes();
    let deeper = format!("{{\"credential\":{}{}}}", "{\"a\":".repeat(5000), "}".repeat(5000)).into_bytes();
    let bodies = NO_OBJECT.iter().map(|body| body.to_vec()).chain([deep, deeper]);
    let mut sent = 0;
    for body in bodies {
        for path in [ISSUE, VERIFY, PRESENT, STATUS] {
            for headers in ["content-type: application/json\r\n", ""] {
                let problem = server.send("POST", path, headers, &body).assert_problem(400);
                assert_eq!(problem["type"], "https://www.w3.org/TR/vc-data-model#PARSING_ERROR", "{:?}", String::from_utf8_lossy(&body));
                sent += 1;
            }
        }
    }
    assert!(sent >= 200, "{sent}");
    assert!(server.get("/", "").json()["issuers"].is_array(), "it still answers");
}

/// Requests that are JSON objects and still nothing that can be done; one a line, `PATH BODY`.
const REQUESTS: &str = r#"
/credentials/issue {}
/credentials/issue {"credential": null}
/credentials/issue {"credential": 7}
/credentials/issue {"credential": "text"}
/credentials/issue {"credential": []}
/credentials/issue {"credential": {}}
/credentials/issue {"verifiableCredential": GOOD}
/credentials/issue {"credential": GOOD, "options": 7}
/credentials/issue {"credential": GOOD, "options": []}
/credentials/issue {"credential": GOOD, "options": null}
/credentials/issue {"credential": GOOD, "options": {"credentialId": 7}}
/credentials/issue {"credential": GOOD, "options": {"mandatoryPointers": 7}}
/credentials/issue {"credential": GOOD, "options": {"mandatoryPointers": ["issuer"]}}
/credentials/issue {"credential": GOOD, "options": {"somethingElse": true}}
/credentials/verify {}
/credentials/verify {"credential": GOOD}
/credentials/verify {"verifiableCredential": null}
/credentials/verify {"verifiableCredential": 7}
/credentials/verify {"verifiableCredential": "eyJhbGciOiJub25lIn0.e30."}
/credentials/verify {"verifiableCredential": []}
/credentials/verify {"verifiableCredential": {}}
/credentials/verify {"verifiableCredential": GOOD}
/credentials/verify {"verifiableCredential": GOOD, "options": 7}
/credentials/verify {"verifiableCredential": GOOD, "options": {"checks": 7}}
/credentials/verify {"verifiableCredential": GOOD, "options": {"checks": ["proof", 7]}}
/credentials/verify {"verifiableCredential": GOOD, "options": {"domain": {}}}
/credentials/verify {"verifiableCredential": GOOD, "options": {"challenge": []}}
/presentations/verify {}
/presentations/verify {"verifiablePresentation": null}
/presentations/verify {"verifiablePresentation": "text"}
/presentations/verify {"verifiablePresentation": []}
/presentations/verify {"verifiablePresentation": {}}
/presentations/verify {"verifiablePresentation": GOOD}
/presentations/verify {"verifiablePresentation": {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation", "verifiableCredential": 7}}
/presentations/verify {"verifiablePresentation": {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation", "verifiableCredential": [GOOD]}}
/presentations/verify {"verifiablePresentation": {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation", "proof": {"type": "DataIntegrityProof"}}}
/presentations/verify {"verifiablePresentation": {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation"}, "options": {"challenge": "x"}}
/credentials/status {}
/credentials/status {"credentialId": "x"}
/credentials/status {"credentialId": "x", "credentialStatus": {}}
/credentials/status {"credentialId": "x", "credentialStatus": {}, "status": "1"}
/credentials/status {"credentialId": "x", "credentialStatus": 7, "status": true}
/credentials/status {"credentialId": 7, "credentialStatus": {}, "status": true}
/credentials/status {"credentialStatus": {}, "status": true}
/credentials/status {"credentialStatus": [], "status": true}
/credentials/status {"credentialStatus": {"type": 7}, "status": true}
/credentials/status {"credentialStatus": {"type": "StatusList2021Entry"}, "status": true}
/credentials/status {"credentialStatus": {"statusListIndex": 7, "statusListCredential": "http://a.example"}, "status": true}
"#;

#[test]
fn a_request_that_asks_nothing_that_can_be_done_is_malformed() {
    let server = Server::start(&[]);
    let good = credential(server.issuer("eddsa-rdfc-2022")).to_string();
    let lines: Vec<&str> = REQUESTS.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines.len() >= 45);
    for line in lines {
        let (path, body) = line.split_once(' ').unwrap();
        let answer = server.send("POST", path, "content-type: application/json\r\n", body.replace("GOOD", &good).as_bytes());
        let expected = if body.contains(r#""credentialId": "x", "credentialStatus": {}, "status": true"#) { 404 } else { 400 };
        let problem = answer.assert_problem(expected);
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{line}: {problem}");
    }
    server.post(STATUS, &json!({ "credentialId": "x", "credentialStatus": {}, "status": true })).assert_problem(404);
}

/// What each member of a credential is changed to.
fn odd_values() -> Vec<Value> {
    let deep = (0..40).fold(json!("x"), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(9_007_199_254_740_993_u64),
        json!(""),
        json!("\u{fffe}"),
        json!("a\u{0}b"),
        json!([]),
        json!([[]]),
        json!([null]),
        json!({}),
        json!({ "@id": "_:b0" }),
        json!({ "@graph": [{}] }),
        json!({ "@list": [{ "@set": [7] }] }),
        json!({ "@value": {}, "@type": 7 }),
        json!({ "@context": { "@vocab": "relative" } }),
        json!({ "@context": "https://unknown.example" }),
        json!({ "@reverse": { "issuer": "x" } }),
        json!({ "@included": [7] }),
        deep,
    ]
}

#[test]
fn an_odd_value_in_any_place_is_answered_without_a_fault_of_ours() {
    let server = Server::start(&[]);
    let mut seen = std::collections::BTreeMap::<u16, usize>::new();
    for name in ["eddsa-rdfc-2022", "eddsa-jcs-2022"] {
        let issuer = server.issuer(name);
        let mut whole = credential(issuer);
        whole["credentialStatus"] = json!({ "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
            "statusListCredential": issuer["paths"]["statusList"] });
        whole["proof"] = json!({ "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2020-01-01T00:00:00Z",
            "verificationMethod": issuer["verificationMethod"], "proofPurpose": "assertionMethod", "proofValue": "z3vFx", "previousProof": "urn:x:1" });
        let members: Vec<String> = whole.as_object().unwrap().keys().cloned().collect();
        for member in members {
            for value in odd_values() {
                let mut odd = whole.clone();
                odd[&member] = value;
                for (path, body) in [
                    (issuer["paths"]["issue"].as_str().unwrap(), json!({ "credential": odd })),
                    (VERIFY, json!({ "verifiableCredential": odd })),
                ] {
                    let answer = server.post(path, &body);
                    assert!(answer.status < 500, "{body}: {}", answer.text);
                    *seen.entry(answer.status).or_default() += 1;
                    if answer.status != 201 {
                        answer.assert_problem(400);
                    }
                }
            }
        }
    }
    println!("answers by status: {seen:?}");
    assert!(seen[&400] > 500, "{seen:?}");
}

#[test]
fn what_is_too_large_too_long_or_somewhere_else_is_refused() {
    let server = Server::start(&[]);
    let large = json!({ "credential": { "name": "x".repeat(1 << 20) } });
    server.post(ISSUE, &large).assert_problem(413);
    for (method, path, status) in [
        ("GET", ISSUE, 405),
        ("PUT", VERIFY, 405),
        ("DELETE", STATUS, 405),
        ("POST", "/status/eddsa-rdfc-2022", 405),
        ("POST", "/", 405),
        ("GET", "/credentials", 404),
        ("POST", "/none/credentials/issue", 404),
        ("POST", "/credentials/derive", 404),
        ("GET", "/1.0/identifiers/", 404),
        ("GET", "/1.0/identifiers/%ff", 400),
        ("GET", "/status/%00", 404),
    ] {
        server.send(method, path, "", b"").assert_problem(status);
    }
}

#[test]
fn a_poison_graph_is_refused_in_time() {
    let server = Server::start(&[]);
    let issuer = server.issuer("eddsa-rdfc-2022");
    let mut document = credential(issuer);
    document.as_object_mut().unwrap().shift_remove("relatedResource");
    let nodes: Vec<Value> = (0..12)
        .map(|node| json!({ "@id": format!("_:n{node}"), "https://example.org/p": (0..12).filter(|other| *other != node).map(|other| json!({ "@id": format!("_:n{other}") })).collect::<Vec<_>>() }))
        .collect();
    document["credentialSubject"] = json!(nodes);
    let began = std::time::Instant::now();
    let problem = server.post(ISSUE, &json!({ "credential": document })).assert_problem(400);
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{problem}");
    assert_eq!(problem["type"], "https://w3id.org/security#PROOF_TRANSFORMATION_ERROR");
}
