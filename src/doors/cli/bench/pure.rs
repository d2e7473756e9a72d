//! Pure work on one badge: signing it, judging it, and the bare primitives beside them.
//!
//! Each work is first done once and its result checked: a fast wrong answer is no figure.

use anyhow::{Context as _, bail, ensure};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::ground::{Ground, ISSUER};
use super::rounds::{Basis, Work};
use crate::issuer::credential::{Judge, Published};
use crate::issuer::lists::Purpose;
use crate::standards::json;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};
use crate::standards::proof::data_integrity::{self, ASSERTION_METHOD};
use crate::standards::proof::vc_jwt::{self, Compact, KeyName};
use crate::standards::proof::{Algorithm, PublicKey, Rs256Signer};
use crate::verifier::{Answer, Known, Need, Presented, Verdict, needs, verify};
use crate::vocabulary::Timestamp;

const BARE_SIGN: &str = "Ed25519 sign, bare, 64 bytes";
const BARE_VERIFY: &str = "Ed25519 verify_strict, bare, 64 bytes";
/// The works with which the others are compared.
pub(super) const BASES: &[(Basis, &str)] = &[(Basis::Sign, BARE_SIGN), (Basis::Verify, BARE_VERIFY)];
/// Bytes to one checked signature, nothing else.
pub(super) const PROOF: &str = "verify the proof of a badge, JSON form";
/// Bytes to a verdict: every check that can be made without a network.
pub(super) const JUDGED: &str = "judge a badge with its status list, JSON form";

/// One badge, keys of our own, and everything a stranger needs to judge it.
pub(super) struct Specimen {
    /// The payload as T1 stores it: without proof, without insignificant space.
    pub(super) payload: Vec<u8>,
    /// As published.
    pub(super) published: Published,
    /// The issuer's DID document.
    pub(super) did_document: Value,
    /// The address of our own Ed25519 key, as long as a real one.
    method: String,
    at: Timestamp,
    ed25519: SigningKey,
    rsa: Rs256Signer,
    judge: Judge,
    known: Known,
    canonical: String,
}

impl Specimen {
    /// Issues a badge and gathers what judging it takes.
    pub(super) async fn new(ground: &mut Ground) -> anyhow::Result<Self> {
        let published = ground.badge().await?;
        let office = &ground.office;
        let mut document = json::parse(published.json(), &json::Limits::DOCUMENT)?;
        document.as_object_mut().and_then(|members| members.shift_remove("proof")).context("a badge without proof")?;
        let did_document = office.published_keys(office.issuer(ISSUER)?).await?.did_document().to_json();
        let known = stranger(ground, &published, &did_document).await?;
        let rsa = openssl::rsa::Rsa::generate(2048).and_then(openssl::pkey::PKey::from_rsa)?;
        Ok(Self {
            payload: document.to_string().into_bytes(),
            canonical: canonical_form(&document, Contexts::known(), &Limits::default())?,
            method: format!("{}#z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", office.issuer(ISSUER)?.did()),
            at: office.community().now(),
            ed25519: SigningKey::from_bytes(&office.community().chance().bytes()),
            rsa: Rs256Signer::from_pkcs8(&rsa.private_key_to_pkcs8()?)?,
            judge: ground.judge()?,
            published,
            did_document,
            known,
        })
    }

    /// What is measured, in a few words.
    pub(super) fn described(&self) -> String {
        let lines = self.canonical.lines().count();
        let blank = self.canonical.split_ascii_whitespace().filter(|word| word.starts_with("_:c14n"));
        let blank = blank.collect::<std::collections::BTreeSet<_>>().len();
        format!(
            "One badge: {} bytes of payload, {} bytes in {lines} canonical lines, {blank} blank nodes",
            self.payload.len(),
            self.canonical.len()
        )
    }

    /// Everything that is measured on this badge in this process.
    pub(super) fn works(&self) -> anyhow::Result<Vec<Work<'_>>> {
        let mut works = self.bare();
        works.extend(self.signing()?);
        works.extend(self.judging()?);
        Ok(works)
    }

    /// What verifying it costs, and the primitives beside it.
    pub(super) fn verifying(&self) -> anyhow::Result<Vec<Work<'_>>> {
        let mut works = self.bare();
        works.extend(self.judging()?);
        Ok(works)
    }

    fn bare(&self) -> Vec<Work<'_>> {
        let message = [7; 64];
        let signature = self.ed25519.sign(&message);
        let key = self.ed25519.verifying_key();
        let text = self.canonical.as_bytes();
        vec![
            Work::new(BARE_SIGN, Basis::Sign, move || Ok(self.ed25519.sign(&std::hint::black_box(message)))),
            Work::new(BARE_VERIFY, Basis::Verify, move || Ok(key.verify_strict(&std::hint::black_box(message), &signature)?)),
            Work::new("SHA-256 of the canonical form", Basis::Sign, move || Ok(Sha256::digest(std::hint::black_box(text)))),
        ]
    }

    fn signing(&self) -> anyhow::Result<Vec<Work<'_>>> {
        let signed = json::parse(&self.sign()?, &json::Limits::DOCUMENT)?;
        let proof = signed.pointer("/proof/0").context("no proof")?;
        data_integrity::verify_eddsa_rdfc_2022(&signed, proof, &self.ed25519.verifying_key(), Contexts::known())?;
        let jwt = self.sign_jwt()?;
        Compact::parse(&jwt)?.verify(&PublicKey::Rsa(self.rsa.public().clone()))?;
        self.lint()?;
        let document = json::parse(&self.payload, &json::Limits::DOCUMENT)?;
        let input = jwt.rsplit_once('.').context("a JWT has dots")?.0.to_owned();
        Ok(vec![
            Work::new("sign a badge, generic path, JSON form", Basis::Sign, || self.sign()),
            Work::new("  of it: canonical form of the document", Basis::Sign, move || {
                Ok(canonical_form(&document, Contexts::known(), &Limits::default())?)
            }),
            Work::new("RS256 sign, bare", Basis::Sign, move || Ok(self.rsa.sign(input.as_bytes())?)),
            Work::new("sign a badge, JWT form", Basis::Sign, || self.sign_jwt()),
            Work::new("lint in full: rules, both forms signed and judged", Basis::Sign, || self.lint()),
        ])
    }

    fn judging(&self) -> anyhow::Result<Vec<Work<'_>>> {
        let key = PublicKey::Rsa(self.rsa.public().clone());
        let jwt = self.sign_jwt()?;
        let (input, signature) = jwt.rsplit_once('.').context("a JWT has dots")?;
        let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes())?;
        let input = input.to_owned();
        self.judge_form(self.published.json())?;
        self.judge_form(self.published.jwt().as_bytes())?;
        let signed = self.sign()?;
        Ok(vec![
            Work::new("RS256 verify, bare", Basis::Verify, move || {
                ensure!(key.verifies(Algorithm::Rs256, input.as_bytes(), &signature), "it does not verify");
                Ok(())
            }),
            Work::new(PROOF, Basis::Verify, move || self.verify_proof(&signed)),
            Work::new(JUDGED, Basis::Verify, || self.judge_form(self.published.json())),
            Work::new("judge a badge with its status list, JWT form", Basis::Verify, || self.judge_form(self.published.jwt().as_bytes())),
        ])
    }

    /// Payload to signed bytes, by the path that any document takes.
    fn sign(&self) -> anyhow::Result<Vec<u8>> {
        let document = json::parse(&self.payload, &json::Limits::DOCUMENT)?;
        let config = data_integrity::proof_config(&self.method, self.at, ASSERTION_METHOD);
        let hash = data_integrity::hash_data(&document, &config, Contexts::known())?;
        let signature = self.ed25519.sign(&hash).to_bytes();
        Ok(data_integrity::secured(&document, &config, &signature).to_string().into_bytes())
    }

    fn sign_jwt(&self) -> anyhow::Result<String> {
        let claims = vc_jwt::claims_of(&json::parse(&self.payload, &json::Limits::DOCUMENT)?)?;
        Ok(vc_jwt::sign_rs256(&self.rsa, KeyName::Kid(&self.method), &claims)?)
    }

    fn lint(&self) -> anyhow::Result<()> {
        Ok(self.judge.examine(ISSUER, &self.payload, self.at)?)
    }

    /// Bytes to one checked signature, nothing else.
    fn verify_proof(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let signed = json::parse(bytes, &json::Limits::DOCUMENT)?;
        let proof = signed.pointer("/proof/0").context("no proof")?;
        Ok(data_integrity::verify_eddsa_rdfc_2022(&signed, proof, &self.ed25519.verifying_key(), Contexts::known())?)
    }

    /// Bytes to a verdict, with every check that a stranger's verifier makes.
    fn judge_form(&self, bytes: &[u8]) -> anyhow::Result<()> {
        match verify(&Presented::new(bytes), &self.known, self.at) {
            Verdict::Valid(_) => Ok(()),
            Verdict::Invalid(refusal) => bail!("the badge is refused: {}", refusal.reason),
            Verdict::Indeterminate(unfinished) => bail!("the badge cannot be judged: {}", unfinished.doubt),
        }
    }
}

/// What somebody knows who never heard of this issuer and fetched what the badge names.
async fn stranger(ground: &Ground, badge: &Published, did_document: &Value) -> anyhow::Result<Known> {
    let office = &ground.office;
    let fetched_at = office.community().now();
    let mut known = Known::strict();
    for form in [badge.json(), badge.jwt().as_bytes()] {
        let seen = Presented::new(form);
        loop {
            let wanted = needs(&seen, &known);
            if wanted.is_empty() {
                break;
            }
            for need in wanted.iter() {
                let bytes = match need {
                    Need::DidDocument(_) => did_document.to_string().into_bytes(),
                    Need::StatusList(address) => {
                        let id = address.strip_prefix(&office.addresses().status_list("")).context("a list of somebody else")?;
                        office.status_list(id, Purpose::Revocation).await?.context("a list that is not there")?.bytes
                    }
                    Need::KeyDocument(_) | Need::KeySet(_) | Need::RevocationList(_) | Need::Refreshed(_) | Need::Hosted(_) => {
                        anyhow::bail!("a badge of ours needs {need:?}")
                    }
                };
                known.answer(need.clone(), Answer::Found { bytes, fetched_at });
            }
        }
    }
    Ok(known)
}
