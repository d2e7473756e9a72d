//! For tests: derived and base proofs of `ecdsa-sd-2023`, made without hiding anything.

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::super::{PrivateKey, multikey};
use super::{BASE, DERIVED};
use crate::standards::jsonld::{Contexts, HashAlgorithm, Limits, Mode, canonical_form, canonicalize_with, labelled_lines, to_rdf};

/// The parts of a proof, to be changed at will before they are written.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) header: [u8; 3],
    pub(crate) base_signature: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) signatures: Vec<Vec<u8>>,
    pub(crate) labels: Vec<(usize, Vec<u8>)>,
    pub(crate) mandatory: Vec<usize>,
}

/// Everything of `document` shown; the statements for which `must` holds always.
pub(crate) fn derived(
    document: &Value,
    options: &Value,
    keys: [&PrivateKey; 2],
    must: impl Fn(&str) -> bool,
    contexts: &Contexts,
) -> Parts {
    let [base, own] = keys;
    let limits = Limits::default();
    let mut config = options.clone();
    config["@context"] = document["@context"].clone();
    let config = canonical_form(&config, contexts, &limits).unwrap();
    let dataset = to_rdf(document, contexts, Mode::Safe, &limits).unwrap();
    let canonical = canonicalize_with(&dataset, HashAlgorithm::Sha256, &limits).unwrap();
    let bytes: Vec<Vec<u8>> = canonical.labels.iter().map(|label| Sha256::digest(label).to_vec()).collect();
    let names: Vec<String> = bytes.iter().map(|bytes| format!("u{}", BASE64URL_NOPAD.encode(bytes))).collect();
    let lines = labelled_lines(&dataset, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let numbers = canonical.labels.iter().map(|label| label.strip_prefix("c14n").unwrap().parse().unwrap());
    let (shown, others): (Vec<_>, Vec<_>) = lines.iter().enumerate().partition(|(_, line)| must(line));
    let always: String = shown.iter().map(|(_, line)| line.as_str()).collect();
    let word = multikey::of(&own.public()).unwrap();
    let public_key = bs58::decode(&word[1..]).into_vec().unwrap();
    let signed = [Sha256::digest(config).as_slice(), &public_key, Sha256::digest(always).as_slice()].concat();
    Parts {
        header: DERIVED,
        base_signature: base.sign(&signed),
        public_key,
        signatures: others.iter().map(|(_, line)| own.sign(line.as_bytes())).collect(),
        labels: numbers.zip(bytes).collect(),
        mandatory: shown.iter().map(|(at, _)| *at).collect(),
    }
}

impl Parts {
    /// The same parts as a base proof holds them in place of labels and places.
    pub(crate) fn as_base(&self) -> String {
        let hmac_key = item(2, 32, &[7; 32]);
        let signatures = list(&self.signatures);
        let pointers = [head(4, 1), item(3, 7, b"/issuer")].concat();
        let parts = [head(4, 5), bytes(&self.base_signature), bytes(&self.public_key), hmac_key, signatures, pointers];
        written(BASE, &parts.concat())
    }

    /// As `proofValue`.
    pub(crate) fn text(&self) -> String {
        let labels = self.labels.iter().flat_map(|(number, name)| [head(0, *number), bytes(name)]);
        let labels = [head(5, self.labels.len())].into_iter().chain(labels).collect::<Vec<_>>().concat();
        let places = [head(4, self.mandatory.len())].into_iter().chain(self.mandatory.iter().map(|at| head(0, *at)));
        let places = places.collect::<Vec<_>>().concat();
        let parts = [head(4, 5), bytes(&self.base_signature), bytes(&self.public_key), list(&self.signatures), labels, places];
        written(self.header, &parts.concat())
    }

    /// The proof with these options.
    pub(crate) fn proof(&self, options: &Value) -> Value {
        let mut proof = options.clone();
        proof["proofValue"] = Value::from(self.text());
        proof
    }
}

fn written(header: [u8; 3], components: &[u8]) -> String {
    format!("u{}", BASE64URL_NOPAD.encode(&[&header, components].concat()))
}

fn list(items: &[Vec<u8>]) -> Vec<u8> {
    [head(4, items.len())].into_iter().chain(items.iter().map(|item| bytes(item))).collect::<Vec<_>>().concat()
}

fn bytes(content: &[u8]) -> Vec<u8> {
    item(2, content.len(), content)
}

fn item(kind: u8, length: usize, content: &[u8]) -> Vec<u8> {
    [head(kind, length), content.to_vec()].concat()
}

fn head(kind: u8, number: usize) -> Vec<u8> {
    let number = u16::try_from(number).unwrap();
    match number {
        0..=23 => vec![kind << 5 | number.to_be_bytes()[1]],
        24..=255 => vec![kind << 5 | 0x18, number.to_be_bytes()[1]],
        _ => [vec![kind << 5 | 0x19], number.to_be_bytes().to_vec()].concat(),
    }
}
