//! Each call of the VC API, for each issuer.

use ed25519_dalek::{Signer, SigningKey};
use insignia::standards::did;
use insignia::standards::jsonld::Contexts;
use insignia::standards::proof::data_integrity::{options, prove, with_proof};
use insignia::standards::proof::{KeyKind, PrivateKey, Suite, vc_jwt};
use insignia::standards::status::Bitstring;
use insignia::vocabulary::Timestamp;
use serde_json::{Value, json};

use super::server::Server;

const NAMES: [&str; 4] = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019-p256", "ecdsa-rdfc-2019-p384"];
const V2: &str = "https://www.w3.org/ns/credentials/v2";
const EXAMPLES: &str = "https://www.w3.org/ns/credentials/examples/v2";

pub(super) fn credential(issuer: &Value) -> Value {
    json!({
        "@context": [V2, EXAMPLES],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "ExampleAlumniCredential"],
        "name": "An alumni credential",
        "description": [{ "@value": "Eine Bescheinigung", "@language": "de" }],
        "issuer": { "id": issuer["id"], "name": { "@value": "Example University", "@language": "en", "@direction": "ltr" } },
        "validFrom": "2020-01-01T00:00:00Z",
        "validUntil": "2099-01-01T00:00:00Z",
        "credentialSubject": [{ "id": "did:example:abcdefgh", "alumniOf": { "id": "did:example:c276e12ec21ebfeb1f712ebc6f1", "name": "Example University" } }],
        "credentialSchema": { "id": "https://example.org/schema.json", "type": "JsonSchema" },
        "refreshService": { "id": "https://example.org/refresh", "type": "ExampleRefresh" },
        "termsOfUse": { "type": "ExamplePolicy", "id": "https://example.org/terms" },
        "evidence": [{ "id": "https://example.org/evidence", "type": ["ExampleEvidence"], "seenBy": "A teacher" }],
        // Of an empty file, which the context is not: tests take it out or put another in its place.
        "relatedResource": [{ "id": V2, "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }]
    })
}

/// A credential signed by the issuer of this name, without a digest.
fn issued(server: &Server, name: &str) -> Value {
    let issuer = server.issuer(name);
    let mut document = credential(issuer);
    document.as_object_mut().unwrap().shift_remove("relatedResource");
    let answer = server.post(issuer["paths"]["issue"].as_str().unwrap(), &json!({ "credential": document }));
    assert_eq!(answer.status, 201, "{name}: {}", answer.text);
    answer.json()
}

#[test]
fn it_says_when_it_is_ready_whose_keys_it_has_and_that_they_are_thrown_away() {
    let server = Server::start(&[]);
    let issuers = server.ready["issuers"].as_array().unwrap();
    assert_eq!(issuers.iter().map(|issuer| issuer["name"].as_str().unwrap()).collect::<Vec<_>>(), NAMES);
    for issuer in issuers {
        assert!(issuer["id"].as_str().unwrap().starts_with("did:key:z"), "{issuer}");
        assert_eq!(issuer["verificationMethod"], format!("{}#{}", issuer["id"].as_str().unwrap(), &issuer["id"].as_str().unwrap()[8..]));
        assert!(issuer["paths"].as_object().unwrap().values().all(|path| path.as_str().unwrap().starts_with("http://127.0.0.1:")));
    }
    assert_eq!((&issuers[3]["suite"], &issuers[3]["keyType"]), (&json!("ecdsa-rdfc-2019"), &json!("P-384")));
    assert_eq!(server.get("/", "").json(), server.ready);
    let (code, said) = server.stopped();
    assert!(code == Some(0) && said.contains("thrown away"), "{code:?} {said}");
}

#[test]
fn keys_are_new_each_time() {
    let (one, other) = (Server::start(&[]), Server::start(&[]));
    for name in NAMES {
        assert_ne!(one.issuer(name)["id"], other.issuer(name)["id"], "{name}");
    }
}

#[test]
fn a_credential_comes_back_signed_as_it_was_sent() {
    let server = Server::start(&[]);
    for name in NAMES {
        let issuer = server.issuer(name);
        let mut sent = credential(issuer);
        sent.as_object_mut().unwrap().shift_remove("relatedResource");
        let answer =
            server.post(issuer["paths"]["issue"].as_str().unwrap(), &json!({ "credential": sent, "options": { "credentialId": "one" } }));
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert!(answer.head.to_ascii_lowercase().contains("content-type: application/json"));
        let mut signed = answer.json();
        let members = signed.as_object_mut().unwrap();
        let (proof, status) = (members.shift_remove("proof").unwrap(), members.shift_remove("credentialStatus").unwrap());
        assert_eq!(signed, sent, "nothing else was added");
        assert_eq!((&proof["type"], &proof["cryptosuite"]), (&json!("DataIntegrityProof"), &issuer["suite"]));
        assert_eq!((&proof["proofPurpose"], &proof["verificationMethod"]), (&json!("assertionMethod"), &issuer["verificationMethod"]));
        assert!(status["statusListIndex"].is_string() && status["statusListCredential"] == issuer["paths"]["statusList"], "{status}");
    }
}

#[test]
fn a_status_that_was_sent_stays_and_optional_members_may_be_absent() {
    let server = Server::start(&[]);
    let issuer = server.issuer("ecdsa-rdfc-2019-p256");
    let own = json!({ "id": "https://example.org/status/1#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "7", "statusListCredential": "https://example.org/status/1" });
    let least = json!({ "@context": [V2], "type": ["VerifiableCredential"], "issuer": issuer["id"], "credentialSubject": { "id": "urn:example:1" },
        "credentialStatus": own });
    let answer = server
        .post("/ecdsa-rdfc-2019-p256/credentials/issue", &json!({ "credential": least, "options": { "mandatoryPointers": ["/issuer"] } }));
    assert_eq!((answer.status, &answer.json()["credentialStatus"]), (201, &own));
}

#[test]
fn what_was_issued_verifies_everywhere_and_what_was_changed_nowhere() {
    let server = Server::start(&["--suite", "ecdsa-rdfc-2019-p384"]);
    for name in NAMES {
        let issued = issued(&server, name);
        for path in ["/credentials/verify", "/eddsa-rdfc-2022/credentials/verify", server.issuer(name)["paths"]["verify"].as_str().unwrap()]
        {
            let answer = server.post(path, &json!({ "verifiableCredential": issued }));
            assert_eq!((answer.status, &answer.json()["verified"]), (200, &json!(true)), "{name}: {}", answer.text);
        }
        let changes: [(&str, Value); 5] = [
            ("/credentialSubject/0/alumniOf/name", json!("Another university")),
            ("/validUntil", json!("2098-01-01T00:00:00Z")),
            ("/proof/created", json!("2020-01-01T00:00:00Z")),
            ("/credentialStatus/statusListIndex", json!("0")),
            ("/issuer/id", json!("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")),
        ];
        for (place, value) in changes {
            let mut altered = issued.clone();
            *altered.pointer_mut(place).unwrap_or_else(|| panic!("{name} {place}")) = value;
            let problem = server.post("/credentials/verify", &json!({ "verifiableCredential": altered })).assert_problem(400);
            assert_eq!(problem["verified"], false, "{name} {place}");
        }
        let mut proof = issued.clone();
        let value = proof["proof"]["proofValue"].as_str().unwrap().to_owned();
        let last = if value.ends_with('2') { '3' } else { '2' };
        proof["proof"]["proofValue"] = json!(format!("{}{last}", &value[..value.len() - 1]));
        let problem = server.post("/credentials/verify", &json!({ "verifiableCredential": proof })).assert_problem(400);
        assert_eq!(problem["type"], "https://w3id.org/security#PROOF_VERIFICATION_ERROR");
    }
    // Without a name in the path, the issuer that was chosen answers.
    let mut document = credential(server.issuer("ecdsa-rdfc-2019-p384"));
    document.as_object_mut().unwrap().shift_remove("relatedResource");
    assert_eq!(server.post("/credentials/issue", &json!({ "credential": document })).status, 201);
    let another = credential(server.issuer("eddsa-rdfc-2022"));
    server.post("/credentials/issue", &json!({ "credential": another })).assert_problem(400);
}

/// Somebody with a key of their own.
struct Somebody {
    key: PrivateKey,
    did: String,
    method: String,
}

impl Somebody {
    fn new() -> Self {
        let key = PrivateKey::generate(KeyKind::P256, |bytes| bytes.fill(7)).unwrap();
        let public = key.public();
        Self { did: did::key::did_of_key(&public).unwrap(), method: did::key::verification_method_of_key(&public).unwrap(), key }
    }

    fn signs(&self, document: &Value, more: Value) -> Value {
        let mut made = options(Suite::EcdsaRdfc2019, document, &self.method, Timestamp::from_ms(1_780_000_000_000), "assertionMethod");
        made.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let proof = prove(document, &made, &self.key, Contexts::for_conformance()).unwrap();
        with_proof(document, proof)
    }
}

#[test]
fn a_presentation_is_verified_signed_or_not() {
    let (server, holder) = (Server::start(&[]), Somebody::new());
    let unsigned = json!({ "@context": [V2], "type": ["VerifiablePresentation"], "holder": holder.did,
        "verifiableCredential": NAMES.map(|name| issued(&server, name)) });
    let signed =
        holder.signs(&unsigned, json!({ "proofPurpose": "authentication", "challenge": "c", "domain": "https://verifier.example" }));
    let ask = |presentation: &Value, options: Value| {
        server.post("/presentations/verify", &json!({ "verifiablePresentation": presentation, "options": options }))
    };
    assert_eq!(ask(&unsigned, json!({})).status, 200, "{}", ask(&unsigned, json!({})).text);
    assert_eq!(ask(&signed, json!({ "challenge": "c", "domain": "https://verifier.example" })).status, 200);
    assert_eq!(server.post("/presentations/verify", &json!({ "presentation": unsigned })).status, 200);
    for (presentation, options, kind) in [
        (&unsigned, json!({ "challenge": "c" }), "#INVALID_CHALLENGE_ERROR"),
        (&signed, json!({ "challenge": "d" }), "#INVALID_CHALLENGE_ERROR"),
        (&signed, json!({ "domain": "https://another.example" }), "#INVALID_DOMAIN_ERROR"),
        (&holder.signs(&unsigned, json!({})), json!({}), "#PROOF_VERIFICATION_ERROR"),
        (
            &holder.signs(&unsigned, json!({ "proofPurpose": "authentication", "expires": "2020-01-01T00:00:00Z" })),
            json!({}),
            "#PROOF_VERIFICATION_ERROR",
        ),
    ] {
        let problem = ask(presentation, options.clone()).assert_problem(400);
        assert!(problem["verified"] == false && problem["type"].as_str().unwrap().ends_with(kind), "{options}: {problem}");
    }
    let mut altered = unsigned.clone();
    altered["verifiableCredential"][2]["validUntil"] = json!("2098-01-01T00:00:00Z");
    let problem = ask(&altered, json!({})).assert_problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("credential 2"), "{problem}");
}

/// The credential as the payload of a token, in an envelope.
fn enveloped(header: &Value, payload: &Value, seed: u8) -> Value {
    let input = vc_jwt::signing_input(header, payload);
    let signature = SigningKey::from_bytes(&[seed; 32]).sign(input.as_bytes()).to_bytes();
    let token = format!("{input}.{}", data_encoding::BASE64URL_NOPAD.encode(&signature));
    json!({ "@context": V2, "id": format!("data:application/vc+jwt,{token}"), "type": "EnvelopedVerifiableCredential" })
}

#[test]
fn a_credential_in_an_envelope_is_verified_within_a_presentation() {
    let server = Server::start(&[]);
    let of = |seed: u8| PrivateKey::from_bytes(KeyKind::Ed25519, &[seed; 32]).unwrap().public();
    let did = did::key::did_of_key(&of(7)).unwrap();
    let kid = did::key::verification_method_of_key(&of(7)).unwrap();
    let header = json!({ "alg": "EdDSA", "typ": "vc+jwt", "kid": kid });
    let mut payload = credential(&json!({ "id": did }));
    payload.as_object_mut().unwrap().shift_remove("relatedResource");
    let with = |name: &str, value: Value| {
        let mut changed = payload.clone();
        changed[name] = value;
        changed
    };
    let ask = |envelope: Value| {
        let presentation =
            json!({ "@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [issued(&server, NAMES[0]), envelope] });
        server.post("/presentations/verify", &json!({ "verifiablePresentation": presentation, "options": {} }))
    };
    let good = enveloped(&header, &payload, 7);
    assert_eq!(ask(good.clone()).status, 200, "{}", ask(good.clone()).text);
    let text = good["id"].as_str().unwrap().to_owned();
    let addressed = |id: String| json!({ "@context": V2, "id": id, "type": ["EnvelopedVerifiableCredential"] });
    let cut = text[..text.len() - 4].to_owned() + "AAAA";
    for (what, envelope, kind) in [
        ("another signature", addressed(cut), "#PROOF_VERIFICATION_ERROR"),
        ("another's key", enveloped(&header, &payload, 8), "#PROOF_VERIFICATION_ERROR"),
        ("no key", enveloped(&json!({ "alg": "EdDSA", "typ": "vc+jwt" }), &payload, 7), "#PROOF_VERIFICATION_ERROR"),
        ("no signature", enveloped(&json!({ "alg": "none", "kid": kid }), &payload, 7), "#PROOF_VERIFICATION_ERROR"),
        ("another issuer", enveloped(&header, &with("issuer", json!("did:example:x")), 7), "#CRYPTOGRAPHIC_SECURITY_ERROR"),
        ("an end that has passed", enveloped(&header, &with("validUntil", json!("2021-01-01T00:00:00Z")), 7), "#RANGE_ERROR"),
        ("a type that no context defines", enveloped(&header, &with("@context", json!([V2])), 7), "#DATA_LOSS_DETECTION_ERROR"),
        ("no credential", enveloped(&header, &json!({}), 7), ""),
        ("vc around it", enveloped(&header, &json!({ "vc": payload }), 7), "#MALFORMED_VALUE_ERROR"),
        ("another kind", addressed(text.replace("vc+jwt", "vc+cose")), "#MALFORMED_VALUE_ERROR"),
        ("an address", addressed("https://example.org/credential".to_owned()), "#MALFORMED_VALUE_ERROR"),
    ] {
        let problem = ask(envelope).assert_problem(400);
        assert!(problem["verified"] == false && problem["type"].as_str().unwrap().ends_with(kind), "{what}: {problem}");
        assert!(problem["detail"].as_str().unwrap().contains("credential 1"), "{what}: {problem}");
    }
}

#[test]
fn sets_chains_and_the_checks_that_were_asked_for() {
    let (server, somebody) = (Server::start(&[]), Somebody::new());
    let mut document = credential(&json!({ "id": somebody.did }));
    document.as_object_mut().unwrap().shift_remove("relatedResource");
    let first = somebody.signs(&document, json!({ "id": "urn:uuid:first" }));
    let set = somebody.signs(&first, json!({}));
    let chain = somebody.signs(&first, json!({ "previousProof": "urn:uuid:first" }));
    let status = |document: &Value, options: Value| {
        server.post("/credentials/verify", &json!({ "verifiableCredential": document, "options": options })).status
    };
    assert_eq!((status(&set, json!({})), status(&chain, json!({}))), (200, 200));
    for (of, index) in [(&set, 0), (&set, 1), (&chain, 0), (&chain, 1)] {
        let mut broken = of.clone();
        broken["proof"][index]["proofValue"] = json!("z3vFx");
        assert_eq!(status(&broken, json!({})), 400);
        let mut dropped = chain.clone();
        dropped["proof"].as_array_mut().unwrap().remove(0);
        assert_eq!(status(&dropped, json!({})), 400, "a chain without its beginning");
    }
    let mut of_another = document.clone();
    of_another["issuer"] = server.issuer("eddsa-rdfc-2022")["id"].clone();
    let of_another = somebody.signs(&of_another, json!({}));
    assert_eq!((status(&of_another, json!({})), status(&of_another, json!({ "checks": ["proof"] }))), (400, 200));
    assert_eq!(status(&first, json!({ "checks": ["proof", "credentialStatus"] })), 200);
    assert_eq!(status(&first, json!({ "checks": ["luck"] })), 400);
}

#[test]
fn what_would_be_lost_is_an_error_at_issue_and_at_verify() {
    let server = Server::start(&[]);
    for name in NAMES {
        let issuer = server.issuer(name);
        let with = |context: Value, more: (&str, Value)| {
            let mut document = json!({ "@context": context, "type": ["VerifiableCredential"], "issuer": issuer["id"], "credentialSubject": { "id": "urn:example:1" } });
            document[more.0] = more.1;
            document
        };
        let lost = [
            with(json!([V2]), ("undefinedTerm", json!("x"))),
            with(json!([V2]), ("type", json!(["VerifiableCredential", "UndefinedType"]))),
            with(json!([V2]), ("credentialSubject", json!({ "id": "urn:example:1", "undefinedTerm": "x" }))),
            with(json!([V2, EXAMPLES]), ("credentialSubject", json!({ "id": "urn:example:1", "x": { "@id": "relative" } }))),
        ];
        for document in lost {
            let answer = server.post(issuer["paths"]["issue"].as_str().unwrap(), &json!({ "credential": document }));
            let problem = answer.assert_problem(400);
            assert_eq!(problem["type"], "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR", "{name} {document}");
        }
        let mut added = issued(&server, name);
        added["@context"] = json!([V2]);
        let problem = server.post("/credentials/verify", &json!({ "verifiableCredential": added })).assert_problem(400);
        assert_eq!(problem["type"], "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR", "{name}");
        let inline = with(json!([V2, { "ownTerm": "https://example.org/own" }]), ("credentialSubject", json!({ "ownTerm": "x" })));
        let answer = server.post(issuer["paths"]["issue"].as_str().unwrap(), &json!({ "credential": inline }));
        assert_eq!(answer.status, 201, "{name}: {}", answer.text);
        assert_eq!(server.post("/credentials/verify", &json!({ "verifiableCredential": answer.json() })).status, 200, "{name}");
    }
}

#[test]
fn a_related_resource_must_be_what_it_is_said_to_be() {
    let server = Server::start(&[]);
    let issuer = server.issuer("eddsa-rdfc-2022");
    let status = |resources: Value| {
        let mut document = credential(issuer);
        document["relatedResource"] = resources;
        server.post("/credentials/issue", &json!({ "credential": document })).status
    };
    // As VCDM 2.0 §B.1 prints it.
    let digest = data_encoding::HEXLOWER.decode(b"59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734").unwrap();
    let sri = format!("sha256-{}", data_encoding::BASE64.encode(&digest));
    let multibase = format!("u{}", data_encoding::BASE64URL_NOPAD.encode(&[&[0x12, 0x20][..], &digest].concat()));
    assert_eq!(status(json!([{ "id": V2, "digestSRI": sri }])), 201);
    assert_eq!(status(json!({ "id": V2, "digestMultibase": multibase, "mediaType": "application/ld+json" })), 201);
    assert_eq!(status(json!([{ "id": EXAMPLES, "digestSRI": sri }])), 400, "of another document");
    assert_eq!(status(json!([{ "id": V2, "digestSRI": sri }, { "id": V2, "digestSRI": sri }])), 400, "twice");
    assert_eq!(status(json!([{ "id": V2 }])), 400, "without a digest");
    assert_eq!(status(json!(V2)), 400, "no object");
    assert_eq!(status(json!([{ "digestSRI": sri }])), 400, "without an id");
}

#[test]
fn a_status_changes_at_once() {
    let server = Server::start(&[]);
    for name in NAMES {
        let issued = issued(&server, name);
        let entry = &issued["credentialStatus"];
        let bit = || {
            let list = server.get(entry["statusListCredential"].as_str().unwrap(), "accept: application/json\r\n");
            assert_eq!(list.status, 200);
            let list = list.json();
            assert_eq!(server.post("/credentials/verify", &json!({ "verifiableCredential": list })).status, 200, "{name}");
            let bits = Bitstring::decode(list["credentialSubject"]["encodedList"].as_str().unwrap()).unwrap();
            assert!(bits.bits() >= 131_072);
            bits.get(entry["statusListIndex"].as_str().unwrap().parse().unwrap())
        };
        let verified = || server.post("/credentials/verify", &json!({ "verifiableCredential": issued })).status;
        assert_eq!((bit(), verified()), (Some(false), 200));
        let change = json!({ "credentialId": issued["id"], "credentialStatus": entry, "status": true });
        // The ids of all four are the same: the entry says which is meant.
        let by_entry = json!({ "credentialStatus": entry, "status": true });
        assert_eq!(server.post(server.issuer(name)["paths"]["status"].as_str().unwrap(), &change).status, 200);
        assert_eq!((bit(), verified()), (Some(true), 400));
        let lifted = json!({ "credentialStatus": entry, "status": false });
        assert_eq!((server.post("/credentials/status", &lifted).status, verified()), (200, 200));
        assert_eq!(server.post("/credentials/status", &by_entry).status, 200);
    }
    server.get("/status/none", "").assert_problem(404);
}

#[test]
fn a_did_is_resolved_or_its_fault_named() {
    let server = Server::start(&[]);
    let accept = "accept: application/ld+json;profile=\"https://w3id.org/did-resolution\"\r\n";
    for name in NAMES {
        let did = server.issuer(name)["id"].as_str().unwrap();
        let answer = server.get(&format!("/1.0/identifiers/{did}"), accept);
        assert_eq!(answer.status, 200);
        assert!(answer.head.contains("https://w3id.org/did-resolution"), "{}", answer.head);
        let result = answer.json();
        assert_eq!(result["didDocument"]["id"], did);
        assert_eq!(result["didDocument"]["assertionMethod"], json!([server.issuer(name)["verificationMethod"]]));
        assert!(result["didResolutionMetadata"].get("error").is_none());
        let method = format!("{did}%23{}", &did[8..]);
        assert_eq!(server.get(&format!("/1.0/identifiers/{method}"), accept).json()["contentStream"]["controller"], did);
    }
    for (did, status, code) in [
        ("did:web:example.org", 400, "methodNotSupported"),
        ("did:example:1", 400, "methodNotSupported"),
        ("did:key:u6Mk", 400, "invalidDid"),
        ("did:key:zzzz", 400, "unsupportedPublicKeyType"),
        ("did:KEY:z", 400, "invalidDid"),
        ("key:z", 400, "invalidDid"),
        ("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2%23other", 404, "notFound"),
        ("did:key:z6Mk%3Fa=b", 400, "invalidDidUrl"),
    ] {
        let problem = server.get(&format!("/1.0/identifiers/{did}"), accept).assert_problem(status);
        assert_eq!(problem["didResolutionMetadata"]["error"], code, "{did}");
    }
    let problem = server.get("/1.0/identifiers/did:example:1", "accept: text/html\r\n").assert_problem(406);
    assert_eq!(problem["didResolutionMetadata"]["error"], "representationNotSupported");
}
