//! An authenticator in software: it keeps discoverable ES256 keys and does what a phone would, or what
//! a thief would have it do. Written from [Web Authentication, level 2](https://www.w3.org/TR/webauthn-2/).

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Flags of authenticator data (§6.1): user present, user verified, backup eligible, backed up.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const BACKUP: u8 = 0x08 | 0x10;
const NEW_KEY: u8 = 0x40;

/// A phone with one key.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) key: SigningKey,
    pub(super) id: Vec<u8>,
    /// Whom it names.
    pub(super) user: Vec<u8>,
    /// Counts uses; a copy of the phone counts on its own.
    pub(super) count: u32,
    /// Whether its owner showed a finger.
    pub(super) verified: bool,
    /// Where its browser believes to be.
    pub(super) origin: String,
    /// Which host it signs for.
    pub(super) host: String,
}

impl Phone {
    /// A phone whose key depends on `seed`, in a browser at `origin`.
    pub(super) fn new(seed: u8, origin: &str) -> Self {
        let host = origin.split("//").nth(1).unwrap().split(':').next().unwrap().to_owned();
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 20],
            user: Vec::new(),
            count: 0,
            verified: true,
            origin: origin.to_owned(),
            host,
        }
    }

    /// Answers the question for a new passkey (§6.3.2), without attestation.
    pub(super) fn make(&mut self, options: &Value) -> String {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required", "found without a name");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        self.user = BASE64URL_NOPAD.decode(options["user"]["id"].as_str().unwrap().as_bytes()).unwrap();
        let client = self.client("webauthn.create", options);
        let mut credential = vec![0; 16];
        credential.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        credential.extend(&self.id);
        credential.extend(self.cose_key());
        let data = self.authenticator_data(NEW_KEY, &credential);
        // {"fmt": "none", "attStmt": {}, "authData": bytes}
        let mut object = vec![0xa3, 0x63, b'f', b'm', b't', 0x64, b'n', b'o', b'n', b'e', 0x67];
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.extend([0x58, u8::try_from(data.len()).unwrap()]);
        object.extend(data);
        self.answer(&json!({ "attestationObject": BASE64URL_NOPAD.encode(&object), "clientDataJSON": encoded(&client) }))
    }

    /// Answers the question who is there (§6.3.3).
    pub(super) fn show(&mut self, options: &Value) -> String {
        assert_eq!(options["allowCredentials"], json!([]), "nobody is named before they show a passkey");
        let client = self.client("webauthn.get", options);
        self.count += 1;
        let data = self.authenticator_data(0, &[]);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        self.answer(&json!({
            "authenticatorData": BASE64URL_NOPAD.encode(&data),
            "clientDataJSON": encoded(&client),
            "signature": BASE64URL_NOPAD.encode(signature.to_der().as_bytes()),
            "userHandle": BASE64URL_NOPAD.encode(&self.user),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn client(&self, kind: &str, options: &Value) -> String {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false }).to_string()
    }

    fn authenticator_data(&self, more: u8, rest: &[u8]) -> Vec<u8> {
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(PRESENT | if self.verified { VERIFIED } else { 0 } | BACKUP | more);
        data.extend(self.count.to_be_bytes());
        data.extend(rest);
        data
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 §7.1.1).
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(point.x().unwrap());
        key.extend([0x22, 0x58, 0x20]);
        key.extend(point.y().unwrap());
        key
    }
}

fn encoded(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}
