//! An OpenID provider, for affiliates with a sign-in of their own
//! ([OpenID Connect Core 1.0](https://openid.net/specs/openid-connect-core-1_0.html), code flow).
//!
//! Its addresses come from its own description, and what this server itself asks stands at the
//! provider's origin. The ID token is checked as §3.1.3.7 asks: signature by a key of the provider,
//! issuer, audience, expiry, nonce. Algorithms are those of our strict reader; `none` and secrets
//! shared with the client are not among them.

use data_encoding::BASE64URL_NOPAD;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::super::Secret;
use super::{Client, ElsewhereFault, LARGEST, Remembered, read, way_there};
use crate::platform::fetch::{Call, Fetcher, Sister, With};
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::vc_jwt::Compact;
use crate::vocabulary::Timestamp;

/// Seconds by which another server's clock may differ.
const SKEW_S: i64 = 60;
/// Characters of a subject (Core §2: "MUST NOT exceed 255 ASCII characters").
const LONGEST_SUBJECT: usize = 255;

/// A provider by which people sign in.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its short name in addresses and in the store; never renamed.
    pub slug: String,
    /// What people call it.
    pub name: String,
    issuer: String,
    server: Sister,
    client: Client,
}

/// Who somebody is at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderPerson {
    /// Its id of them, which never changes.
    pub subject: String,
    /// What they are called there.
    pub name: Option<String>,
}

/// What a provider says about itself ([Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
#[derive(Deserialize)]
struct Description {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Granted {
    id_token: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Provider {
    /// The provider that calls itself `issuer`.
    ///
    /// # Errors
    /// The issuer does not begin with an origin that may be asked.
    pub fn new(slug: &str, name: &str, issuer: &str, client: Client) -> Result<Self, crate::platform::fetch::SisterFault> {
        let origin = Url::parse(issuer).map_or_else(|_| issuer.to_owned(), |url| url.origin().ascii_serialization());
        let (slug, name, issuer) = (slug.to_owned(), name.to_owned(), issuer.trim_end_matches('/').to_owned());
        Ok(Self { slug, name, issuer, server: origin.parse()?, client })
    }

    /// Where to send a browser that is to come back to `back`.
    ///
    /// # Errors
    /// [`ElsewhereFault`]: it does not say where.
    pub async fn way_there(&self, fetcher: &Fetcher, back: &str, state: &Secret, remembered: &Remembered) -> Result<Url, ElsewhereFault> {
        let described = self.described(fetcher).await?;
        let mut way = way_there(&described.authorization_endpoint, &self.client, back, state, remembered);
        way.query_pairs_mut().append_pair("scope", "openid profile").append_pair("nonce", &nonce(remembered));
        Ok(way)
    }

    /// Who came back with `code`.
    ///
    /// # Errors
    /// [`ElsewhereFault`].
    pub async fn who(
        &self,
        fetcher: &Fetcher,
        code: &str,
        back: &str,
        remembered: &Remembered,
        now: Timestamp,
    ) -> Result<ProviderPerson, ElsewhereFault> {
        let described = self.described(fetcher).await?;
        let granted = self.exchange(fetcher, &described, code, back, remembered).await?;
        let asked = Call { url: &described.jwks_uri, with: With::Nothing, most_bytes: LARGEST };
        let keys: Value = read(&fetcher.call(&self.server, &asked).await?).ok_or(ElsewhereFault::Unreadable("key set"))?;
        self.judge(&granted.id_token, &keys, &nonce(remembered), now)
    }

    /// Discovery 1.0 §4.3: the issuer that is described must be exactly the one that was asked for.
    async fn described(&self, fetcher: &Fetcher) -> Result<Description, ElsewhereFault> {
        let unreadable = ElsewhereFault::Unreadable("description of an OpenID provider");
        let address = format!("{}/.well-known/openid-configuration", self.issuer);
        let url = Url::parse(&address).map_err(|_| unreadable.clone())?;
        let found = fetcher.call(&self.server, &Call { url: &url, with: With::Nothing, most_bytes: LARGEST }).await?;
        let described: Description = read(&found).ok_or(unreadable.clone())?;
        let safe = described.authorization_endpoint.scheme() == "https" || self.server.is_origin_of(&described.authorization_endpoint);
        if described.issuer.trim_end_matches('/') != self.issuer || !safe {
            return Err(unreadable);
        }
        Ok(described)
    }

    async fn exchange(
        &self,
        fetcher: &Fetcher,
        described: &Description,
        code: &str,
        back: &str,
        remembered: &Remembered,
    ) -> Result<Granted, ElsewhereFault> {
        let secret = self.client.secret.expose_secret();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", remembered.verifier.as_str()),
        ];
        // Core §9: by the header unless the provider takes only the form.
        let supported = described.token_endpoint_auth_methods_supported.as_deref();
        let by_header = supported.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"));
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (id, password) = (encoded(&self.client.id), encoded(secret));
        if !by_header {
            fields.extend([("client_id", self.client.id.as_str()), ("client_secret", secret)]);
        }
        let basic = by_header.then_some((id.as_str(), password.as_str()));
        let with = With::Form { fields: &fields, basic };
        let granted = fetcher.call(&self.server, &Call { url: &described.token_endpoint, with, most_bytes: LARGEST }).await?;
        read(&granted).ok_or(ElsewhereFault::Unreadable("token"))
    }

    /// Core §3.1.3.7.
    fn judge(&self, token: &str, keys: &Value, nonce: &str, now: Timestamp) -> Result<ProviderPerson, ElsewhereFault> {
        let wrong = |what| ElsewhereFault::Unreadable(what);
        let compact = Compact::parse_id_token(token).map_err(|_| wrong("ID token"))?;
        // Keys of kinds that are not read here may stand among them.
        let keys: Vec<Jwk> = keys["keys"].as_array().into_iter().flatten().filter_map(|key| Jwk::parse(key).ok()).collect();
        let named = |key: &&Jwk| compact.header().kid.is_none() || key.kid == compact.header().kid;
        if !keys.iter().filter(named).any(|key| compact.verify(&key.key).is_ok()) {
            return Err(wrong("ID token signed by this provider"));
        }
        let claims: Claims = read(compact.payload()).ok_or(wrong("ID token"))?;
        let meant = match &claims.aud {
            Audience::One(audience) => *audience == self.client.id,
            Audience::Many(all) => all.contains(&self.client.id) && (all.len() == 1 || claims.azp.as_ref() == Some(&self.client.id)),
        };
        let now_s = now.as_seconds();
        let in_time = now_s < claims.exp.saturating_add(SKEW_S) && claims.iat <= now_s.saturating_add(SKEW_S);
        let is_subject = !claims.sub.is_empty() && claims.sub.len() <= LONGEST_SUBJECT && claims.sub.bytes().all(|b| b.is_ascii_graphic());
        if claims.iss.trim_end_matches('/') != self.issuer || !meant || !in_time || claims.nonce.as_deref() != Some(nonce) || !is_subject {
            return Err(wrong("ID token for this sign-in"));
        }
        let name = claims.name.or(claims.preferred_username).filter(|name| !name.trim().is_empty());
        Ok(ProviderPerson { subject: claims.sub, name })
    }
}

/// Bound to the browser by what is remembered for it alone; does not tell the verifier.
fn nonce(remembered: &Remembered) -> String {
    let digest = Sha256::new().chain_update("insignia nonce\n").chain_update(&remembered.verifier).finalize();
    BASE64URL_NOPAD.encode(&digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    const NOW_S: i64 = 1_795_172_400;

    fn provider() -> Provider {
        let client = Client { id: "us".to_owned(), secret: "secret".to_owned().into() };
        Provider::new("x", "X", "https://login.example.org/realms/main/", client).unwrap()
    }

    fn keys() -> Value {
        let x = BASE64URL_NOPAD.encode(SigningKey::from_bytes(&[7; 32]).verifying_key().as_bytes());
        json!({ "keys": [{ "kty": "unheard-of" }, { "kty": "OKP", "crv": "Ed25519", "x": x, "kid": "k", "use": "sig" }] })
    }

    fn token(header: &Value, claims: &Value, seed: u8) -> String {
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(header), part(claims));
        let signature = SigningKey::from_bytes(&[seed; 32]).sign(input.as_bytes());
        format!("{input}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }

    fn claims() -> Value {
        json!({ "iss": "https://login.example.org/realms/main", "sub": "ada", "aud": "us", "exp": NOW_S + 60, "iat": NOW_S, "nonce": "n", "name": "Ada" })
    }

    fn judged(token: &str) -> Result<ProviderPerson, ElsewhereFault> {
        provider().judge(token, &keys(), "n", Timestamp::from_ms(NOW_S * 1000))
    }

    #[test]
    fn a_token_of_this_provider_for_this_sign_in_names_a_person() {
        let header = json!({ "alg": "EdDSA", "kid": "k" });
        let ada = Ok(ProviderPerson { subject: "ada".to_owned(), name: Some("Ada".to_owned()) });
        assert_eq!(judged(&token(&header, &claims(), 7)), ada);
        assert_eq!(judged(&token(&json!({ "alg": "EdDSA" }), &claims(), 7)), ada, "a provider with one key need not name it");
        let dressed = json!({ "alg": "EdDSA", "kid": "k", "typ": "JWT", "x5t": "a", "x5t#S256": "b", "x5c": ["c"] });
        assert_eq!(judged(&token(&dressed, &claims(), 7)), ada, "certificates are passed over");
        let mut several = claims();
        several["aud"] = json!(["us", "them"]);
        several["azp"] = json!("us");
        assert_eq!(judged(&token(&header, &several, 7)), ada);
    }

    #[test]
    fn any_other_token_names_nobody() {
        let header = json!({ "alg": "EdDSA", "kid": "k" });
        for (name, value) in [
            ("iss", json!("https://login.example.org/realms/other")),
            ("iss", json!("https://login.example.net/realms/main")),
            ("aud", json!("them")),
            ("aud", json!(["us", "them"])),
            ("aud", json!([])),
            ("exp", json!(NOW_S - SKEW_S)),
            ("exp", json!("soon")),
            ("iat", json!(NOW_S + SKEW_S + 1)),
            ("nonce", json!("m")),
            ("nonce", json!(null)),
            ("sub", json!("")),
            ("sub", json!("x".repeat(LONGEST_SUBJECT + 1))),
            ("sub", json!("a b")),
            ("sub", json!(7)),
        ] {
            let mut wrong = claims();
            wrong[name] = value.clone();
            assert!(judged(&token(&header, &wrong, 7)).is_err(), "{name} is {value}");
        }
        assert!(judged(&token(&header, &claims(), 8)).is_err(), "another key");
        for header in [
            json!({ "alg": "EdDSA", "kid": "other" }),
            json!({ "alg": "none", "kid": "k" }),
            json!({ "alg": "HS256", "kid": "k" }),
            json!({ "alg": "RS256", "kid": "k" }),
            json!({ "alg": "EdDSA", "kid": "k", "crit": ["x"], "x": 1 }),
            json!({ "alg": "EdDSA", "jku": "https://x.example/keys" }),
            json!({ "alg": "EdDSA", "kid": "k", "x5u": "https://x.example/chain" }),
            json!({ "alg": "EdDSA", "kid": "other", "x5c": ["a key of somebody's"] }),
            json!({ "alg": "EdDSA", "kid": "k", "crit": ["x5t"], "x5t": "a" }),
        ] {
            assert!(judged(&token(&header, &claims(), 7)).is_err(), "{header}");
        }
        let whole = token(&header, &claims(), 7);
        let unsigned = format!("{}.", whole.rsplit_once('.').unwrap().0);
        for wrong in ["", "a.b.c", &unsigned, &format!("{whole}A")] {
            assert!(judged(wrong).is_err(), "{wrong}");
        }
    }
}
