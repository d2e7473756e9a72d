//! JSON Web Keys ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)), public ones only, and their
//! thumbprints ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638)).

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::elliptic::{self, Curve};
use super::{Algorithm, KeyFault, PublicKey, RsaPublicKey};

/// A key and what its JWK says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwk {
    /// The key.
    pub key: PublicKey,
    /// `kid`: only a name, never a reason to trust.
    pub kid: Option<String>,
    /// `iss`: which issuer of a shared server it belongs to, as the OB implementation guide says.
    pub issuer: Option<String>,
}

impl Jwk {
    /// Reads one key that may verify signatures.
    ///
    /// # Errors
    /// Private members of any kind (OB 3.0 §8.2: `d` must not be there), a kind or size that is not
    /// supported, `use`, `key_ops` or `alg` that speak against verifying with it.
    pub fn parse(value: &Value) -> Result<Self, KeyFault> {
        let members = value.as_object().ok_or(KeyFault::NotAnObject)?;
        if let Some(member) = PRIVATE.into_iter().find(|m| members.contains_key(*m)) {
            return Err(KeyFault::Private { member });
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let curve = text("crv").and_then(Curve::named);
        let key = match (text("kty"), text("crv"), curve) {
            (Some("OKP"), Some("Ed25519"), _) => PublicKey::ed25519(&bytes_of(members, "x")?)?,
            (Some("EC"), _, Some(curve)) => curve.coordinates(&bytes_of(members, "x")?, &bytes_of(members, "y")?)?,
            (Some("RSA"), ..) => PublicKey::Rsa(RsaPublicKey::new(&bytes_of(members, "n")?, &bytes_of(members, "e")?)?),
            (kind, curve, _) => {
                let kind = [kind.unwrap_or("?"), curve.unwrap_or("")].join(" ").trim_end().chars().take(64).collect();
                return Err(KeyFault::Kind { kind });
            }
        };
        let key = used(members, key)?;
        Ok(Self { key, kid: text("kid").map(str::to_owned), issuer: text("iss").map(str::to_owned) })
    }
}

const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

fn bytes_of(members: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, KeyFault> {
    let text = members.get(member).and_then(Value::as_str).filter(|t| t.len() <= 2048);
    text.and_then(|t| BASE64URL_NOPAD.decode(t.as_bytes()).ok()).ok_or(KeyFault::Member { member })
}

/// The key, for the use that `use`, `key_ops` and `alg` leave it.
fn used(members: &Map<String, Value>, key: PublicKey) -> Result<PublicKey, KeyFault> {
    let allows = |member: &str, wanted: &str| match members.get(member) {
        None => true,
        Some(Value::String(said)) => said == wanted,
        Some(Value::Array(said)) => member == "key_ops" && said.iter().any(|s| s.as_str() == Some(wanted)),
        Some(_) => false,
    };
    for (member, wanted) in [("use", "sig"), ("key_ops", "verify")] {
        if !allows(member, wanted) {
            return Err(KeyFault::Use { member });
        }
    }
    let Some(said) = members.get("alg") else { return Ok(key) };
    let wrong = KeyFault::Use { member: "alg" };
    match (said.as_str(), key) {
        // RFC 9864 writes Ed25519 where RFC 8037 wrote EdDSA.
        (Some("EdDSA" | "Ed25519"), key @ PublicKey::Ed25519(_)) => Ok(key),
        (Some("ES256"), key @ PublicKey::P256(_)) | (Some("ES384"), key @ PublicKey::P384(_)) => Ok(key),
        (Some("RS256"), PublicKey::Rsa(key)) => Ok(PublicKey::Rsa(key.only_for(Algorithm::Rs256))),
        (Some("PS256"), PublicKey::Rsa(key)) => Ok(PublicKey::Rsa(key.only_for(Algorithm::Ps256))),
        _ => Err(wrong),
    }
}

impl PublicKey {
    /// The members that make the key, in the order in which a thumbprint hashes them.
    pub fn as_jwk(&self) -> Map<String, Value> {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let members = match self {
            Self::Ed25519(key) => {
                vec![("crv", "Ed25519".to_owned()), ("kty", "OKP".to_owned()), ("x", text(key.as_bytes()))]
            }
            Self::Rsa(key) => vec![("e", text(key.exponent())), ("kty", "RSA".to_owned()), ("n", text(key.modulus()))],
            Self::P256(_) | Self::P384(_) => elliptic::point_of(self, false).map_or_else(Vec::new, |(curve, point)| {
                let (x, y) = point[1..].split_at(point.len() / 2);
                vec![("crv", curve.name().to_owned()), ("kty", "EC".to_owned()), ("x", text(x)), ("y", text(y))]
            }),
        };
        members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
    }

    /// The RFC 7638 thumbprint with SHA-256: 43 characters.
    pub fn thumbprint(&self) -> String {
        // RFC 7638 §3: the required members only, in lexical order, no white space.
        BASE64URL_NOPAD.encode(&Sha256::digest(Value::Object(self.as_jwk()).to_string()))
    }
}

/// A JWK Set ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)) of published keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JwkSet {
    keys: Vec<Value>,
}

impl JwkSet {
    /// Adds a key of `issuer` under the name `kid`.
    ///
    /// The member `iss` tells the issuers of one server apart, as the OB 3.0 implementation guide
    /// recommends.
    pub fn add(&mut self, key: &PublicKey, kid: &str, issuer: &str) {
        self.keys.push(published(key, kid, issuer));
    }

    /// `{"keys": […]}`
    pub fn to_json(&self) -> Value {
        Value::Object(Map::from_iter([("keys".to_owned(), Value::Array(self.keys.clone()))]))
    }

    /// Reads a set; entries that cannot verify anything for us are left out, as RFC 7517 §5 asks.
    ///
    /// # Errors
    /// If it is no set at all, or one of its keys holds a private member.
    pub fn parse(value: &Value) -> Result<Vec<Jwk>, KeyFault> {
        let keys = value.get("keys").and_then(Value::as_array).ok_or(KeyFault::Member { member: "keys" })?;
        let read = keys.iter().map(Jwk::parse);
        read.filter(|k| !matches!(k, Err(fault) if !matches!(fault, KeyFault::Private { .. }))).collect()
    }
}

/// One published key: what `/keys/{kid}` answers and the key set lists.
pub fn published(key: &PublicKey, kid: &str, issuer: &str) -> Value {
    let mut members = key.as_jwk();
    let said = [("use", "sig"), ("alg", key.algorithm().name()), ("kid", kid), ("iss", issuer)];
    members.extend(said.map(|(name, value)| (name.to_owned(), Value::from(value))));
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 7638 §3.1.
    fn rfc_7638() -> Value {
        json!({"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"})
    }

    /// RFC 8037 appendix A.2 and A.3.
    fn rfc_8037() -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    }

    #[test]
    fn thumbprints_are_those_of_the_rfcs() {
        assert_eq!(Jwk::parse(&rfc_7638()).unwrap().key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(Jwk::parse(&rfc_8037()).unwrap().key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_published_key_is_read_back() {
        let key = Jwk::parse(&rfc_7638()).unwrap().key;
        let mut set = JwkSet::default();
        set.add(&key, "the-kid", "did:web:badges.example");
        let read = JwkSet::parse(&set.to_json()).unwrap();
        assert_eq!(read, [Jwk { key, kid: Some("the-kid".to_owned()), issuer: Some("did:web:badges.example".to_owned()) }]);
    }

    #[test]
    fn private_members_are_refused_wherever_they_stand() {
        for member in PRIVATE {
            for base in [rfc_7638(), rfc_8037()] {
                let mut key = base;
                key[member] = json!("AQ");
                assert_eq!(Jwk::parse(&key), Err(KeyFault::Private { member }));
                assert!(JwkSet::parse(&json!({"keys": [key]})).is_err());
            }
        }
    }

    #[test]
    fn a_key_for_another_use_is_refused() {
        for (member, value) in [
            ("use", json!("enc")),
            ("key_ops", json!(["sign"])),
            ("key_ops", json!("sign")),
            ("alg", json!("PS384")),
            ("alg", json!("RSA-OAEP")),
            ("use", json!(7)),
        ] {
            let mut key = rfc_7638();
            key[member] = value;
            assert_eq!(
                Jwk::parse(&key).err(),
                Some(KeyFault::Use {
                    member: if member == "use" {
                        "use"
                    } else if member == "alg" {
                        "alg"
                    } else {
                        "key_ops"
                    }
                })
            );
        }
        let mut key = rfc_7638();
        key["key_ops"] = json!(["verify"]);
        assert!(Jwk::parse(&key).is_ok());
    }

    #[test]
    fn a_crooked_key_is_refused() {
        let changed = |base: Value, member: &str, value: Value| {
            let mut key = base;
            key[member] = value;
            Jwk::parse(&key)
        };
        assert_eq!(changed(rfc_8037(), "x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")), Err(KeyFault::Member { member: "x" }));
        assert_eq!(changed(rfc_8037(), "x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp")), Err(KeyFault::Member { member: "x" }));
        assert_eq!(changed(rfc_8037(), "crv", json!("X25519")), Err(KeyFault::Kind { kind: "OKP X25519".to_owned() }));
        assert_eq!(changed(rfc_7638(), "e", json!("Aw")), Err(KeyFault::RsaExponent));
        assert_eq!(changed(rfc_7638(), "kty", json!("oct")), Err(KeyFault::Kind { kind: "oct".to_owned() }));
        assert_eq!(Jwk::parse(&json!([])), Err(KeyFault::NotAnObject));
    }

    /// RFC 7515 appendix A.3.
    fn rfc_7515() -> Value {
        json!({"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
    }

    #[test]
    fn a_point_is_read_in_full_length_on_its_curve_only() {
        let key = Jwk::parse(&rfc_7515()).unwrap().key;
        assert_eq!(Value::Object(key.as_jwk()), rfc_7515());
        assert_eq!(key.algorithm(), Algorithm::Es256);
        let fault = Err(KeyFault::Point { curve: "P-256" });
        let y = rfc_7515()["y"].clone();
        for (member, value) in [("x", y.clone()), ("y", json!("AA")), ("x", json!(format!("{}A", y.as_str().unwrap()))), ("y", json!(""))] {
            let mut other = rfc_7515();
            other[member] = value;
            assert_eq!(Jwk::parse(&other), fault, "{member}");
        }
        for (member, value) in [("crv", json!("P-384")), ("crv", json!("secp256k1")), ("alg", json!("ES384")), ("kty", json!("OKP"))] {
            let mut other = rfc_7515();
            other[member] = value;
            assert!(Jwk::parse(&other).is_err(), "{member}");
        }
    }

    #[test]
    fn an_rsa_key_keeps_to_the_algorithm_it_names() {
        let named = |alg: Option<&str>| {
            let mut key = rfc_7638();
            key.as_object_mut().unwrap().shift_remove("alg");
            if let Some(alg) = alg {
                key["alg"] = json!(alg);
            }
            let key = Jwk::parse(&key).unwrap().key;
            (key.allows(Algorithm::Rs256), key.allows(Algorithm::Ps256), key.allows(Algorithm::Es256))
        };
        assert_eq!(named(None), (true, true, false));
        assert_eq!(named(Some("RS256")), (true, false, false));
        assert_eq!(named(Some("PS256")), (false, true, false));
    }

    #[test]
    fn unknown_kinds_in_a_set_are_left_out() {
        let set = json!({"keys": [{"kty": "EC", "crv": "P-521"}, rfc_8037(), 7]});
        assert_eq!(JwkSet::parse(&set).map(|keys| keys.len()), Ok(1));
    }
}
