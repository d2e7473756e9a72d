//! An older version of a class is issued until its last day, and not after it.

use std::fs;
use std::path::Path;

use insignia::community::NominateError;
use insignia::community::attestation::{ConfirmedBy, Disclosure, NewNomination, Nomination, Release};
use insignia::community::catalog::Catalog;
use insignia::issuer::IssueError;
use insignia::vocabulary::{LanguageTag, Timestamp};

use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, ISSUER, World};

/// A version of [`CLASS`] before the current one.
pub(super) const OLDER: &str = "0.9";
/// The last day on which it may be issued.
const LAST_DAY: &str = "2026-12-31";

/// A world whose catalogue still has [`OLDER`].
pub(super) async fn with_an_older_version(harness: &Harness) -> World {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("badge-classes"), folder.path());
    let current = fs::read_to_string(folder.path().join("facilitator.toml")).unwrap();
    let older = current.replacen("version = \"1\"", &format!("version = \"{OLDER}\"\nissue_until = {LAST_DAY}"), 1);
    fs::write(folder.path().join(format!("{CLASS}@{OLDER}.toml")), older).unwrap();
    World::with_catalog(harness, Catalog::load(folder.path()).unwrap_or_else(|faults| panic!("{faults}"))).await
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn nominated(world: &World) -> Result<Nomination, NominateError> {
    let new = NewNomination {
        holder: world.person("Chen").await.id(),
        slug: CLASS.to_owned(),
        version: Some(OLDER.to_owned()),
        issuer: ISSUER.to_owned(),
        training: None,
        language: LanguageTag::english(),
        by: Some(world.anna.id()),
        release: Release::of_names(&["Chen"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap(),
    };
    world.office.community().nominate(&new).await
}

on_both_backends! {
    async fn an_older_version_is_issued_until_the_end_of_its_last_day(harness) {
        let world = with_an_older_version(&harness).await;
        let [in_time, too_late] = [nominated(&world).await.unwrap(), nominated(&world).await.unwrap()];
        for nomination in [&in_time, &too_late] {
            world.attest_all(&world.anna, nomination).await;
        }
        let last = Timestamp::parse(&format!("{LAST_DAY}T23:59:59Z")).unwrap();
        harness.clock.advance((last.as_ms() - harness.now().as_ms()) / 1000);
        let badge = world.office.issue(&[in_time.id()]).await.pop().unwrap().unwrap();
        assert_eq!(badge.award().class(), (CLASS, OLDER));
        nominated(&world).await.unwrap();

        harness.clock.advance(1);
        let refused = world.office.issue(&[too_late.id()]).await.pop().unwrap();
        assert!(matches!(refused, Err(IssueError::Outdated { until, .. }) if until == last), "{refused:?}");
        let refused = nominated(&world).await;
        assert!(matches!(refused, Err(NominateError::Outdated { .. })), "{refused:?}");
        // Issued before: it stays the same badge.
        assert_eq!(world.office.issue(&[in_time.id()]).await.pop().unwrap().unwrap(), badge);
        harness.finish().await;
    }
}
