//! `insignia conformance canonicalize`: N-Quads in, canonical N-Quads out, byte for byte.
//!
//! By [RDFC-1.0](https://www.w3.org/TR/rdf-canon/). A graph made so that its blank nodes cannot be told
//! apart in reasonable time is refused with a sentence, and so is anything that is not N-Quads.

use std::io::{Read, Write};

use anyhow::Context as _;

use crate::doors::cli::answer::{Answer, Refused};
use crate::standards::jsonld::{HashAlgorithm, Limits, canonicalize_with, parse_nquads};

/// How blank nodes are told apart.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The hash.
    #[arg(long, value_name = "HASH", default_value = "sha256")]
    hash: Hash,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Hash {
    /// The default of RDFC-1.0.
    Sha256,
    /// As suites over P-384 use it.
    Sha384,
}

/// More than any suite of cases has.
const LARGEST: u64 = 16 << 20;
/// A dataset is larger than a badge; what makes poison poisonous, the work by hashes, stays as limited.
const LIMITS: Limits =
    Limits { quads: 100_000, blank_nodes: 10_000, hash_n_degree_calls: 4_000, depth: 64, definitions: 0, text: 64 << 20 };

impl Args {
    /// Reads, writes; the answer is the statements alone, whoever listens.
    pub(super) fn run(self) -> anyhow::Result<Answer> {
        let mut bytes = Vec::new();
        std::io::stdin().take(LARGEST + 1).read_to_end(&mut bytes).context("the input cannot be read")?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
            return Err(Refused::because(format!("the input is larger than {} MiB", LARGEST >> 20)));
        }
        let text = String::from_utf8(bytes).map_err(|_| Refused::because("the input is not UTF-8, and N-Quads always are"))?;
        let algorithm = match self.hash {
            Hash::Sha256 => HashAlgorithm::Sha256,
            Hash::Sha384 => HashAlgorithm::Sha384,
        };
        let canonical = canonicalize_with(&parse_nquads(&text)?, algorithm, &LIMITS)?;
        let mut out = std::io::stdout().lock();
        out.write_all(canonical.nquads.as_bytes()).and_then(|()| out.flush()).context("the output cannot be written")?;
        Ok(Answer::said_already())
    }
}
