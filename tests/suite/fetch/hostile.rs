//! Badges whose maker wants us to ask somebody: signed as they should be, with an address at each
//! place where a badge can have one.

use std::convert::Infallible;
use std::sync::LazyLock;

use ed25519_dalek::Signer;
use insignia::standards::did::{self, DidDocument};
use insignia::standards::jsonld::Contexts;
use insignia::standards::proof::data_integrity::{ASSERTION_METHOD, proof_config, prove, with_proof};
use insignia::standards::proof::{KeyKind, PrivateKey, Rs256Signer, vc_jwt};
use insignia::verifier::checking::OwnRegister;
use insignia::verifier::{Answer, Known, Need, OurRecord, Presented, Verdict};
use insignia::vocabulary::Timestamp;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::{Value, json};

/// A day after the sample badge was signed.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T11:00:00Z").unwrap()
}

/// Knows nothing, on a day when the sample badge is current.
#[derive(Clone)]
pub(crate) struct Nobody;

impl OwnRegister for Nobody {
    type Fault = Infallible;

    async fn known(&self) -> Result<Known, Infallible> {
        Ok(Known::strict())
    }

    async fn answer(&self, _: &Need) -> Result<Option<Answer>, Infallible> {
        Ok(None)
    }

    async fn badge_at(&self, _: &str) -> Result<Option<Answer>, Infallible> {
        Ok(None)
    }

    async fn record(&self, _: &Presented, _: &Verdict) -> Result<Option<OurRecord>, Infallible> {
        Ok(None)
    }

    fn now(&self) -> Timestamp {
        now()
    }
}

/// A place where a badge, or the person who brings it, names an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entrance {
    DidWeb,
    DidWebEscaped,
    KeySet,
    Jku,
    StatusList,
    Context,
    Refresh,
    Links,
    /// The address itself is what is brought.
    Brought,
}

impl Entrance {
    pub(crate) const ALL: [Self; 9] = [
        Self::DidWeb,
        Self::DidWebEscaped,
        Self::KeySet,
        Self::Jku,
        Self::StatusList,
        Self::Context,
        Self::Refresh,
        Self::Links,
        Self::Brought,
    ];

    /// Whether somebody is asked there today.
    pub(crate) const fn is_asked(self) -> bool {
        self.is_essential() || matches!(self, Self::Refresh)
    }

    /// Whether a badge is not genuine without what stands there.
    pub(crate) const fn is_essential(self) -> bool {
        matches!(self, Self::DidWeb | Self::DidWebEscaped | Self::KeySet | Self::StatusList | Self::Brought)
    }

    /// A signed badge that names `authority` (a host as it is written in an address) and `path` there.
    pub(crate) fn badge(self, authority: &str, path: &str) -> Vec<u8> {
        let address = format!("https://{authority}/{path}");
        let key = key();
        let own = |badge: Value| {
            let badge = with(badge, "/issuer/id", json!(did::key::did_of_key(&key.public()).unwrap()));
            signed(&badge, &did::key::verification_method_of_key(&key.public()).unwrap())
        };
        let badge = match self {
            Self::DidWeb => of_web(&format!("did:web:{}:{}", authority.replace(':', "%3A"), path.replace('/', ":"))),
            Self::DidWebEscaped => of_web(&format!("did:web:good.example.com%2f..%2f@{authority}:..%2f{}", path.replace('/', ":"))),
            Self::KeySet => of_web(&address),
            Self::Jku => return token(&address).into_bytes(),
            Self::StatusList => own(with(sample(), "/credentialStatus/statusListCredential", json!(address))),
            Self::Context => {
                // No suite that we accept canonicalises a context that is not known, so it bears another badge's proof.
                let mut badge = own(bare());
                badge["@context"].as_array_mut().unwrap().push(json!(address));
                badge
            }
            Self::Refresh => own(with(bare(), "/refreshService", json!({ "id": address, "type": "1EdTechCredentialRefresh" }))),
            Self::Links => {
                let badge = with(bare(), "/credentialSubject/achievement/image/id", json!(address));
                let badge = with(badge, "/credentialSubject/achievement/criteria/id", json!(address));
                own(with(badge, "/evidence/0/id", json!(address)))
            }
            Self::Brought => unreachable!("the address itself is brought"),
        };
        badge.to_string().into_bytes()
    }
}

/// A badge that needs nobody, without an end, so that it is valid on any later day too.
pub(crate) fn honest() -> Vec<u8> {
    let mut badge = with(bare(), "/issuer/id", json!(did::key::did_of_key(&key().public()).unwrap()));
    badge.as_object_mut().unwrap().shift_remove("validUntil");
    signed(&badge, &did::key::verification_method_of_key(&key().public()).unwrap()).to_string().into_bytes()
}

/// The same in a token.
pub(crate) fn honest_token() -> String {
    let issuer = did::key::did_of_key(&key().public()).unwrap();
    let mut badge = with(bare(), "/issuer/id", json!(issuer));
    badge.as_object_mut().unwrap().shift_remove("validUntil");
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": did::key::verification_method_of_key(&key().public()).unwrap() });
    let input = vc_jwt::signing_input(&header, &vc_jwt::claims_of(&badge).unwrap());
    let signature = ed25519_dalek::SigningKey::from_bytes(&[9; 32]).sign(input.as_bytes());
    format!("{input}.{}", data_encoding::BASE64URL_NOPAD.encode(&signature.to_bytes()))
}

/// One that ends as the sample badge does, in November 2029.
pub(crate) fn ending() -> Vec<u8> {
    let badge = with(bare(), "/issuer/id", json!(did::key::did_of_key(&key().public()).unwrap()));
    signed(&badge, &did::key::verification_method_of_key(&key().public()).unwrap()).to_string().into_bytes()
}

fn key() -> PrivateKey {
    PrivateKey::from_bytes(KeyKind::Ed25519, &[9; 32]).unwrap()
}

fn sample() -> Value {
    include_str!("../../vectors/badges/ours.json").parse().unwrap()
}

/// Without a status.
fn bare() -> Value {
    let mut badge = sample();
    badge.as_object_mut().unwrap().shift_remove("credentialStatus");
    badge
}

fn with(mut badge: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let place = badge.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} of the sample"));
    match place {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        place => place[name] = value,
    }
    badge
}

/// By an issuer whose keys stand at an address.
fn of_web(issuer: &str) -> Value {
    signed(&with(bare(), "/issuer/id", json!(issuer)), &DidDocument::method_id(issuer, &key().public()))
}

fn signed(badge: &Value, method: &str) -> Value {
    let options = proof_config(method, Timestamp::parse("2026-11-20T11:00:00Z").unwrap(), ASSERTION_METHOD);
    match prove(badge, &options, &key(), Contexts::known()) {
        Ok(proof) => with_proof(badge, proof),
        // An issuer's id that is no IRI at all cannot be signed; then a proof of something else must do.
        Err(_) => with_proof(badge, prove(&bare(), &options_of_sample(), &key(), Contexts::known()).unwrap()),
    }
}

fn options_of_sample() -> Value {
    let method = did::key::verification_method_of_key(&key().public()).unwrap();
    proof_config(&method, Timestamp::parse("2026-11-20T11:00:00Z").unwrap(), ASSERTION_METHOD)
}

/// With the address of its keys in its own header, thrice.
fn token(address: &str) -> String {
    static SIGNER: LazyLock<Rs256Signer> = LazyLock::new(|| {
        let rsa = Rsa::generate(2048).and_then(PKey::from_rsa).and_then(|key| key.private_key_to_pkcs8()).unwrap();
        Rs256Signer::from_pkcs8(&rsa).unwrap()
    });
    let issuer = did::key::did_of_key(&key().public()).unwrap();
    let claims = vc_jwt::claims_of(&with(bare(), "/issuer/id", json!(issuer))).unwrap();
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": address, "jku": address, "x5u": address });
    let input = vc_jwt::signing_input(&header, &claims);
    format!("{input}.{}", data_encoding::BASE64URL_NOPAD.encode(&SIGNER.sign(input.as_bytes()).unwrap()))
}
