//! Status lists, and the whole way from bytes to a verdict.

use insignia::standards::status::Bitstring;
use insignia::verifier::{Answer, Known, Need, Presented, SignedCredential, Verdict, needs, verify};
use insignia::vocabulary::Timestamp;

use crate::soon;

/// What is decoded is encoded and decoded again as the same.
pub fn status_list(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(list) = soon(|| Bitstring::decode(text)) else { return };
    let again = Bitstring::decode(&list.encode()).expect("what was encoded is decoded");
    assert!(again == list);
}

/// Badges of several makers, signed by a key that was thrown away: the only ones that may be called valid.
static GENUINE: [&[u8]; 5] = [
    include_bytes!("../corpus/verify_any/genuine.json"),
    include_bytes!("../corpus/verify_any/campus.json"),
    include_bytes!("../corpus/verify_any/endorsed.json"),
    include_bytes!("../corpus/verify_any/npm.json"),
    include_bytes!("../corpus/verify_any/platform.json"),
];

/// No bytes are valid but those that say what a genuine badge says.
///
/// Where the verifier asks for a document, it is given the same bytes again: the first answer that
/// comes to an attacker's mind.
pub fn verify_any(bytes: &[u8]) {
    let now = Timestamp::parse("2026-11-21T11:00:00Z").expect("an instant");
    let seen = soon(|| Presented::new(bytes));
    let mut known = Known::strict();
    let mut asked: Vec<Need> = soon(|| needs(&seen, &known)).iter().cloned().collect();
    // A chain of needs is as long as a badge is deep; three are enough to see it.
    for _ in 0..3 {
        for need in asked.drain(..) {
            known.answer(need, Answer::Found { bytes: bytes.to_vec(), fetched_at: now });
        }
        asked.extend(soon(|| needs(&seen, &known)).iter().cloned());
    }
    if let Verdict::Valid(verified) = soon(|| verify(&seen, &known, now)) {
        let genuine = GENUINE.map(|genuine| match verify(&Presented::new(genuine), &Known::strict(), now) {
            Verdict::Valid(verified) => said(verified.credential()),
            other => panic!("a genuine badge is {other:?}"),
        });
        let said = said(verified.credential());
        assert!(genuine.contains(&said), "{said:?}");
    }
}

fn said(badge: &SignedCredential) -> Vec<Option<String>> {
    let class = badge.achievement();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let mut all = vec![
        owned(Some(badge.id())),
        owned(Some(badge.name())),
        owned(Some(badge.description())),
        owned(Some(badge.issuer().id())),
        owned(badge.issuer().name()),
        owned(badge.issuer().url()),
        owned(badge.holder().id()),
        owned(Some(class.id())),
        owned(Some(class.name())),
        owned(class.criteria()),
        badge.valid_from().map(|at| at.to_string()),
        badge.valid_until().map(|at| at.to_string()),
    ];
    all.extend(badge.holder().names().map(|name| Some(name.to_owned())));
    all.extend(badge.levels().map(|level| Some(level.name().to_owned())));
    let mut evidence: Vec<_> = badge.evidence().map(|one| owned(one.narrative())).collect();
    evidence.sort();
    all.extend(evidence);
    all
}
