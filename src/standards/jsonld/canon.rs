//! RDFC-1.0: the one way to write a dataset, whatever its blank nodes were called
//! ([RDF Dataset Canonicalization](https://www.w3.org/TR/rdf-canon/)).
//!
//! A graph can be made so that labelling it takes for ever ("poison"); work is counted and refused
//! beyond [`Limits`], as [§7.1](https://www.w3.org/TR/rdf-canon/#dataset-poisoning) asks.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256, Sha384};

use super::Limits;
use super::nquads::write_quad;
use super::rdf::{Dataset, Quad};

/// The hash by which blank nodes are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashAlgorithm {
    /// The default.
    Sha256,
    /// Used by suites over P-384.
    Sha384,
}

/// Why a dataset was not canonicalised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonError {
    /// Bigger than any honest document.
    #[error("the document makes {found} statements; at most {limit} are accepted")]
    TooManyQuads {
        /// How many there are.
        found: usize,
        /// [`Limits::quads`].
        limit: usize,
    },
    /// More nameless things than any honest document.
    #[error("the document has {found} blank nodes; at most {limit} are accepted")]
    TooManyBlankNodes {
        /// How many there are.
        found: usize,
        /// [`Limits::blank_nodes`].
        limit: usize,
    },
    /// Long names, repeated by many statements.
    #[error("the statements of the document have {found} bytes; at most {limit} are accepted")]
    TooLong {
        /// How many they have, at least.
        found: usize,
        /// [`Limits::text`].
        limit: usize,
    },
    /// A poison graph.
    #[error("the blank nodes cannot be told apart within {limit} steps: the document is too complex to sign or verify")]
    TooComplex {
        /// [`Limits::hash_n_degree_calls`].
        limit: usize,
    },
}

/// A canonicalised dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The statements in canonical N-Quads, sorted, each ending in a newline.
    pub nquads: String,
    /// The canonical label (`c14n0`) of each blank node, by its number in the dataset; those that no statement
    /// mentions come last.
    pub labels: Vec<String>,
}

/// The canonical N-Quads of a dataset, by RDFC-1.0 with SHA-256.
pub fn canonicalize(dataset: &Dataset, limits: &Limits) -> Result<String, CanonError> {
    canonicalize_with(dataset, HashAlgorithm::Sha256, limits).map(|canonical| canonical.nquads)
}

/// The canonical N-Quads of a dataset and the labels given, by RDFC-1.0 with the hash named.
pub fn canonicalize_with(dataset: &Dataset, algorithm: HashAlgorithm, limits: &Limits) -> Result<Canonical, CanonError> {
    let quads = dataset.quads();
    let blanks = dataset.blank_labels().len();
    if quads.len() > limits.quads {
        return Err(CanonError::TooManyQuads { found: quads.len(), limit: limits.quads });
    }
    if blanks > limits.blank_nodes {
        return Err(CanonError::TooManyBlankNodes { found: blanks, limit: limits.blank_nodes });
    }
    let found = quads.iter().map(Quad::length).sum();
    if found > limits.text {
        return Err(CanonError::TooLong { found, limit: limits.text });
    }
    let mut mentions: Vec<Vec<&Quad>> = vec![Vec::new(); blanks];
    for quad in quads {
        for (number, _) in quad.blanks() {
            if !mentions[number].last().is_some_and(|last| std::ptr::eq(*last, quad)) {
                mentions[number].push(quad);
            }
        }
    }
    let mut work =
        Canonicalizer { mentions, first_degree: Vec::new(), canonical: Issuer::new("c14n"), algorithm, limits, steps: 0, hashes: 0 };
    work.label_all()?;
    let labels = (0..blanks).map(|number| format!("c14n{}", work.canonical.issue(number))).collect::<Vec<_>>();
    let mut lines = quads.iter().map(|quad| line(quad, &|out, number| out.push_str(&labels[number]))).collect::<Vec<_>>();
    lines.sort_unstable();
    Ok(Canonical { nquads: lines.concat(), labels })
}

/// The statements of a dataset in N-Quads, sorted, with these labels of its blank nodes by their number.
pub fn labelled_lines(dataset: &Dataset, labels: &[&str]) -> Vec<String> {
    let label = |out: &mut String, number: usize| out.push_str(labels.get(number).copied().unwrap_or_default());
    let mut lines = dataset.quads().iter().map(|quad| line(quad, &label)).collect::<Vec<_>>();
    lines.sort_unstable();
    lines
}

fn line(quad: &Quad, label: &impl Fn(&mut String, usize)) -> String {
    let mut out = String::with_capacity(256);
    write_quad(&mut out, quad, label);
    out
}

/// Hashes of related nodes that an honest step needs, amply.
const HASHES_PER_STEP: usize = 16;
/// Bytes of a name that are hashed as fast as a short one, about.
const BYTES_PER_HASH: usize = 512;

/// Gives out labels in order ([§4.5](https://www.w3.org/TR/rdf-canon/#issue-identifier)).
#[derive(Clone)]
struct Issuer {
    prefix: &'static str,
    issued: Vec<usize>,
}

impl Issuer {
    fn new(prefix: &'static str) -> Self {
        Self { prefix, issued: Vec::new() }
    }

    fn position(&self, blank: usize) -> Option<usize> {
        self.issued.iter().position(|issued| *issued == blank)
    }

    fn label(&self, blank: usize) -> Option<String> {
        self.position(blank).map(|at| format!("_:{}{at}", self.prefix))
    }

    fn issue(&mut self, blank: usize) -> usize {
        self.position(blank).unwrap_or_else(|| {
            self.issued.push(blank);
            self.issued.len() - 1
        })
    }
}

struct Canonicalizer<'a> {
    /// The statements that mention each blank node.
    mentions: Vec<Vec<&'a Quad>>,
    first_degree: Vec<String>,
    canonical: Issuer,
    algorithm: HashAlgorithm,
    limits: &'a Limits,
    steps: usize,
    hashes: usize,
}

impl Canonicalizer<'_> {
    /// [§4.4.3](https://www.w3.org/TR/rdf-canon/#canon-algo-algo), steps 3 to 5.
    fn label_all(&mut self) -> Result<(), CanonError> {
        self.first_degree = (0..self.mentions.len()).map(|blank| self.hash_first_degree(blank)).collect();
        let mut by_hash = BTreeMap::<String, Vec<usize>>::new();
        for (blank, hash) in self.first_degree.iter().enumerate().filter(|(blank, _)| !self.mentions[*blank].is_empty()) {
            by_hash.entry(hash.clone()).or_default().push(blank);
        }
        for alike in by_hash.values() {
            if let [single] = alike[..] {
                self.canonical.issue(single);
            }
        }
        for alike in by_hash.values().filter(|alike| alike.len() > 1) {
            let mut paths = Vec::new();
            for blank in alike {
                if self.canonical.position(*blank).is_none() {
                    let mut issuer = Issuer::new("b");
                    issuer.issue(*blank);
                    paths.push(self.hash_n_degree(*blank, issuer)?);
                }
            }
            paths.sort_by(|(one, _), (other, _)| one.cmp(other));
            for blank in paths.iter().flat_map(|(_, issuer)| &issuer.issued) {
                self.canonical.issue(*blank);
            }
        }
        Ok(())
    }

    fn hash(&self, text: &str) -> String {
        match self.algorithm {
            HashAlgorithm::Sha256 => HEXLOWER.encode(&Sha256::digest(text)),
            HashAlgorithm::Sha384 => HEXLOWER.encode(&Sha384::digest(text)),
        }
    }

    /// [§4.6](https://www.w3.org/TR/rdf-canon/#hash-1d-quads).
    fn hash_first_degree(&self, blank: usize) -> String {
        let label = |out: &mut String, number| out.push(if number == blank { 'a' } else { 'z' });
        let mut lines = self.mentions[blank].iter().map(|quad| line(quad, &label)).collect::<Vec<_>>();
        lines.sort_unstable();
        self.hash(&lines.concat())
    }

    /// [§4.7](https://www.w3.org/TR/rdf-canon/#hash-related-blank-node).
    fn hash_related(&self, related: usize, quad: &Quad, issuer: &Issuer, position: char) -> String {
        let mut input = String::from(position);
        if position != 'g' {
            input.extend(["<", &quad.predicate, ">"]);
        }
        match self.canonical.label(related).or_else(|| issuer.label(related)) {
            Some(label) => input.push_str(&label),
            None => input.push_str(&self.first_degree[related]),
        }
        self.hash(&input)
    }

    /// [§4.8](https://www.w3.org/TR/rdf-canon/#hash-nd-quads). A node related by several statements stands
    /// several times in its list, as the text has it; oxrdf drops the repetition and hashes differently.
    fn hash_n_degree(&mut self, blank: usize, mut issuer: Issuer) -> Result<(String, Issuer), CanonError> {
        self.step()?;
        let mut related_by_hash = BTreeMap::<String, Vec<usize>>::new();
        for at in 0..self.mentions[blank].len() {
            let quad = self.mentions[blank][at];
            for (related, position) in quad.blanks().filter(|(number, _)| *number != blank) {
                self.hashes += 1 + quad.predicate.len() / BYTES_PER_HASH;
                related_by_hash.entry(self.hash_related(related, quad, &issuer, position)).or_default().push(related);
            }
        }
        let mut to_hash = String::new();
        for (hash, mut related) in related_by_hash {
            to_hash.push_str(&hash);
            related.sort_unstable();
            let mut chosen: Option<(String, Issuer)> = None;
            loop {
                if let Some(better) = self.path(&related, &issuer, chosen.as_ref().map(|(path, _)| path.as_str()))? {
                    chosen = Some(better);
                }
                if !next_permutation(&mut related) {
                    break;
                }
                self.step()?;
            }
            if let Some((path, its_issuer)) = chosen {
                to_hash.push_str(&path);
                issuer = its_issuer;
            }
        }
        Ok((self.hash(&to_hash), issuer))
    }

    /// Steps 5.4.1 to 5.4.6 for one order of the related nodes; `None` when the path is no better than the chosen one.
    fn path(&mut self, order: &[usize], issuer: &Issuer, chosen: Option<&str>) -> Result<Option<(String, Issuer)>, CanonError> {
        let worse = |path: &str| chosen.is_some_and(|chosen| path.len() >= chosen.len() && path > chosen);
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut unlabelled = Vec::new();
        for related in order {
            if let Some(label) = self.canonical.label(*related) {
                path.push_str(&label);
            } else {
                if issuer.position(*related).is_none() {
                    unlabelled.push(*related);
                }
                path.extend(["_:b", &issuer.issue(*related).to_string()]);
            }
            if worse(&path) {
                return Ok(None);
            }
        }
        for related in unlabelled {
            let label = issuer.issue(related);
            let (hash, its_issuer) = self.hash_n_degree(related, issuer)?;
            path.extend(["_:b", &label.to_string(), "<", &hash, ">"]);
            issuer = its_issuer;
            if worse(&path) {
                return Ok(None);
            }
        }
        Ok(if chosen.is_none_or(|chosen| path.as_str() < chosen) { Some((path, issuer)) } else { None })
    }

    fn step(&mut self) -> Result<(), CanonError> {
        self.steps += 1;
        let limit = self.limits.hash_n_degree_calls;
        if self.steps > limit || self.hashes / HASHES_PER_STEP > limit { Err(CanonError::TooComplex { limit }) } else { Ok(()) }
    }
}

/// The next order of the same items, each distinct order once; `false` after the last.
fn next_permutation(items: &mut [usize]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else { return false };
    let Some(larger) = items.iter().rposition(|item| *item > items[pivot]) else { return false };
    items.swap(pivot, larger);
    items[pivot + 1..].reverse();
    true
}
