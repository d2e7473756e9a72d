//! In what a badge may come, and what is said about everything else.

use super::super::*;
use super::world::*;
use crate::vocabulary::ids::CredentialId;

#[test]
fn where_a_badge_is_said_to_be_is_no_verdict_on_it() {
    for (place, said) in [
        ("https://badges.example.org/c/1".to_owned(), "the address https://badges.example.org/c/1"),
        (CredentialId::from_bytes([3; 16]).printed(), "the code "),
    ] {
        let verdict = judge(&place, &known());
        assert!(matches!(doubt(&verdict), Doubt::NotFetched(found) if found.contains(said)), "{:?}", doubt(&verdict));
        assert_eq!(outcome(&verdict, "readable"), Outcome::CouldNotCheck);
        assert!(needs(&Presented::new(place), &known()).is_empty(), "the journey asks, not the judgement");
    }
}

#[test]
fn a_slip_in_a_code_is_told_with_its_group() {
    let printed = CredentialId::from_bytes([0xa5; 16]).printed();
    let slip = format!("{}{}", if printed.starts_with('5') { '6' } else { '5' }, &printed[1..]);
    let verdict = judge(slip, &known());
    assert!(matches!(reason(&verdict), Reason::NotABadge(_)));
    assert!(verdict.checks()[0].evidence.contains("typing mistake in group 1"), "{:?}", verdict.checks());
}
