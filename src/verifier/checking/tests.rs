//! What is brought in place of a badge: addresses and codes.

use std::convert::Infallible;

use super::*;
use crate::verifier::Doubt;

const ADDRESS: &str = "https://badges.example.org/c/1";

/// A server with one badge, or what stands in its place.
#[derive(Debug, Clone)]
struct Shelf(&'static str);

impl Shelf {
    fn found(&self) -> Answer {
        Answer::Found { bytes: self.0.as_bytes().to_vec(), fetched_at: self.now() }
    }
}

impl OwnRegister for Shelf {
    type Fault = Infallible;

    async fn known(&self) -> Result<Known, Infallible> {
        Ok(Known::strict())
    }

    async fn answer(&self, _: &Need) -> Result<Option<Answer>, Infallible> {
        Ok(None)
    }

    async fn badge_at(&self, address: &str) -> Result<Option<Answer>, Infallible> {
        Ok((address == ADDRESS).then(|| self.found()))
    }

    async fn badge_of(&self, code: CredentialId) -> Result<Option<Answer>, Infallible> {
        Ok((code == self::code()).then(|| self.found()))
    }

    async fn record(&self, _: &Presented, _: &Verdict) -> Result<Option<OurRecord>, Infallible> {
        Ok(None)
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_ms(0)
    }
}

fn code() -> CredentialId {
    CredentialId::from_bytes([3; 16])
}

fn judged(brought: &str, on_the_shelf: &'static str) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let own = Shelf(on_the_shelf);
    runtime.block_on(Checking::alone(&own, &AtOnce).verdict(Presented::new(brought))).map_err(CheckError::into_own).unwrap()
}

fn readable(verdict: &Verdict) -> String {
    verdict.checks()[0].evidence.clone()
}

#[test]
fn an_address_and_a_code_are_followed_to_the_badge() {
    for brought in [ADDRESS.to_owned(), "BADGES.EXAMPLE.ORG/c/1".to_owned(), code().printed(), code().to_string()] {
        let verdict = judged(&brought, "{\"type\": [\"OpenBadgeCredential\"]}");
        assert_eq!(readable(&verdict), "read as JSON", "{brought}");
    }
}

#[test]
fn what_is_not_found_there_is_told_with_its_reason() {
    for (brought, why) in [
        ("https://elsewhere.example/c/1".to_owned(), "nobody else is asked"),
        (CredentialId::from_bytes([4; 16]).printed(), "only the server that printed it knows it"),
    ] {
        let Verdict::Indeterminate(unfinished) = judged(&brought, "{}") else { panic!("{brought}") };
        assert!(matches!(&unfinished.doubt, Doubt::NotFetched(said) if said.contains(why)), "{}", unfinished.doubt);
    }
}

#[test]
fn an_address_that_leads_to_an_address_is_followed_no_further() {
    let verdict = judged(ADDRESS, ADDRESS);
    assert!(readable(&verdict).contains("nobody looked there"), "{}", readable(&verdict));
}
