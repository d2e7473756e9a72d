//! An office with people in it: what the journeys' tests begin with.

use std::collections::BTreeMap;
use std::sync::Arc;

use insignia::community::attestation::{Attestation, ConfirmedBy, CriterionMet, Disclosure, Evidence, NewNomination, Nomination, Release};
use insignia::community::catalog::Catalog;
use insignia::community::people::{Account, Minor, NewAccount, ShownAs};
use insignia::community::{Community, Given, Mandated};
use insignia::issuer::audit::audit;
use insignia::issuer::credential::Published;
use insignia::issuer::keys::{KeyState, NewKey, PublishedKey, Purpose, Vault};
use insignia::issuer::profile::{IssuerSettings, OwnWords};
use insignia::issuer::{Office, Parts};
use insignia::platform::database::Database;
use insignia::verifier::{Presented, Verdict};
use insignia::vocabulary::ids::TrainingId;
use insignia::vocabulary::urls::IssuerPlace;
use insignia::vocabulary::{Addresses, Chance, Clock, LanguageTag};

use crate::harness::{Harness, START};

/// The class most tests award: one rubric, quorum 1.
pub(crate) const CLASS: &str = "facilitator";
/// The class that needs two trainers of two affiliates and gives mandates.
pub(crate) const TRAINER_CLASS: &str = "wikimedia-projects-trainer";
/// The issuer of every test.
pub(crate) const ISSUER: &str = "main";

/// An office over a harness's store, with two trainers of two affiliates.
pub(crate) struct World {
    pub(crate) office: Office,
    pub(crate) anna: Account,
    pub(crate) badri: Account,
    vault: Vault,
}

impl World {
    /// An issuer known by `did:key`, on a local base.
    pub(crate) async fn new(harness: &Harness) -> Self {
        Self::on(harness, "http://localhost:8017").await
    }

    /// An issuer known by `did:web`.
    pub(crate) async fn on_the_web(harness: &Harness) -> Self {
        Self::on(harness, "https://badges.example.org").await
    }

    /// An issuer on this base.
    pub(crate) async fn on(harness: &Harness, base: &str) -> Self {
        Self::of(harness, base, community(harness)).await
    }

    /// An issuer with another catalogue than the starter one; it cannot be restarted.
    pub(crate) async fn with_catalog(harness: &Harness, catalog: Catalog) -> Self {
        let (clock, chance): (Arc<dyn Clock>, _) = (harness.clock.clone(), harness.chance.clone());
        let community = Community::new(harness.database.clone(), Arc::new(catalog), clock, chance);
        Self::of(harness, "http://localhost:8017", community).await
    }

    async fn of(harness: &Harness, base: &str, community: Community) -> Self {
        let addresses = Addresses::new(base.parse().expect("a base"));
        Office::found(&community, &addresses).await.expect("a new installation");
        let keys: Vec<NewKey> = [Purpose::DataIntegrity, Purpose::Jwt].map(|p| NewKey::generate(p, &harness.chance).expect("a key")).into();
        let published = keys.iter().map(|key| PublishedKey::new(key.public(), KeyState::Active { since: START }, START)).collect();
        let vault = Vault::of_new(keys);
        let new_keys = BTreeMap::from([(ISSUER.to_owned(), published)]);
        let parts = Parts { community, addresses, issuers: vec![settings()], vault: vault.clone(), new_keys };
        let office = Office::open(parts).await.expect("an office");
        let [anna, badri] = [trainer(&office, "Anna", "wmxx").await, trainer(&office, "Badri", "wmyy").await];
        Self { office, anna, badri, vault }
    }

    /// As after a restart: everything is read from the store again, and what was left is finished.
    pub(crate) async fn restart(&mut self, harness: &Harness) {
        let addresses = self.office.addresses().clone();
        let (issuers, vault) = (vec![settings()], self.vault.clone());
        let parts = Parts { community: community(harness), addresses, issuers, vault, new_keys: BTreeMap::new() };
        self.office = Office::open(parts).await.expect("the office opens again");
        let recovery = self.office.recover().await.expect("what was left is looked at");
        assert_eq!(recovery.waiting, 0, "something was left: {recovery:?}");
    }

    /// Another process with the same keys, on `database`.
    pub(crate) async fn other_office(&self, harness: &Harness, database: Database) -> Office {
        let (clock, chance): (Arc<dyn Clock>, _) = (harness.clock.clone(), Chance::seeded(harness.chance.below(u32::MAX).into()));
        let community = Community::new(database, Arc::new(Catalog::embedded().expect("the catalogue loads")), clock, chance);
        let (addresses, issuers, vault) = (self.office.addresses().clone(), vec![settings()], self.vault.clone());
        Office::open(Parts { community, addresses, issuers, vault, new_keys: BTreeMap::new() }).await.expect("another office opens")
    }

    /// Asserts that the independent re-count finds nothing.
    pub(crate) async fn assert_sound(&self, after: &str) {
        let mut snapshot = self.office.community().database().snapshot().await.expect("a snapshot");
        let audit = audit(&mut snapshot).await.expect("the audit runs");
        assert_eq!(audit.violations, Vec::new(), "after {after}");
    }

    /// A person without sign-in.
    pub(crate) async fn person(&self, name: &str) -> Account {
        self.office.community().register(&account(name, None)).await.expect("a person")
    }

    /// Puts a person forward for `slug`, released by the name `name`.
    pub(crate) async fn nominate(&self, holder: &Account, slug: &str, name: &str) -> Nomination {
        let release = Release::of_names(&[name], Disclosure::Withheld, ConfirmedBy::Holder).expect("a name");
        self.nominate_to_show(holder, slug, release).await
    }

    /// Puts a person forward in a training, without a name.
    pub(crate) async fn nominate_in(&self, holder: &Account, slug: &str, training: Option<TrainingId>) -> Nomination {
        self.nominate_as(holder, slug, Release::nothing(), training).await
    }

    /// Puts a person forward for `slug`, to show what `release` says.
    pub(crate) async fn nominate_to_show(&self, holder: &Account, slug: &str, release: Release) -> Nomination {
        self.nominate_as(holder, slug, release, None).await
    }

    async fn nominate_as(&self, holder: &Account, slug: &str, release: Release, training: Option<TrainingId>) -> Nomination {
        let new = NewNomination {
            holder: holder.id(),
            slug: slug.to_owned(),
            version: None,
            issuer: ISSUER.to_owned(),
            training,
            language: LanguageTag::english(),
            by: Some(self.anna.id()),
            release,
        };
        self.office.community().nominate(&new).await.expect("a nomination")
    }

    /// Attests every criterion of a nomination.
    pub(crate) async fn attest_all(&self, trainer: &Account, nomination: &Nomination) -> Attestation {
        let class = self.office.community().catalog().class_version(nomination.slug(), nomination.version()).expect("a class");
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        let ticked = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: level.clone() }).collect();
        self.office.community().attest(trainer.id(), nomination.id(), ticked, "Done well.", seen()).await.expect("an attestation")
    }

    /// A published badge of [`CLASS`] for a new person.
    pub(crate) async fn badge(&self, name: &str) -> Published {
        let release = Release::of_names(&[name], Disclosure::Withheld, ConfirmedBy::Holder).expect("a name");
        self.badge_that_shows(name, release).await
    }

    /// A published badge of [`CLASS`] for a new person, which shows what `release` says.
    pub(crate) async fn badge_that_shows(&self, name: &str, release: Release) -> Published {
        let holder = self.person(name).await;
        let nomination = self.nominate_to_show(&holder, CLASS, release).await;
        self.attest_all(&self.anna, &nomination).await;
        self.office.issue(&[nomination.id()]).await.pop().expect("a result").expect("a badge")
    }

    /// Our verdict on these bytes now.
    pub(crate) async fn verdict(&self, bytes: &[u8]) -> Verdict {
        self.office.examine(Presented::new(bytes)).await.expect("an examination")
    }
}

/// As much evidence as any class asks for.
pub(crate) fn seen() -> Vec<Evidence> {
    let page = Evidence::new(Some("https://commons.wikimedia.org/wiki/Event"), "Seen at the event.").expect("evidence");
    let words = Evidence::new(None, "Those who took part said so.").expect("evidence");
    vec![page, words]
}

/// The word of a verdict, and its reason.
pub(crate) fn said(verdict: &Verdict) -> (&'static str, String) {
    let why = match verdict {
        Verdict::Invalid(refusal) => refusal.reason.to_string(),
        Verdict::Indeterminate(unfinished) => unfinished.doubt.to_string(),
        Verdict::Valid(_) => String::new(),
        other => panic!("a verdict of a new kind: {}", other.word()),
    };
    (verdict.word(), why)
}

pub(crate) fn community(harness: &Harness) -> Community {
    let catalog = Arc::new(Catalog::embedded().expect("the starter catalogue loads"));
    let clock: Arc<dyn Clock> = harness.clock.clone();
    Community::new(harness.database.clone(), catalog, clock, harness.chance.clone())
}

pub(crate) fn settings() -> IssuerSettings {
    IssuerSettings {
        slug: ISSUER.to_owned(),
        name: "Wikimedia Exampleland".to_owned(),
        name_on_badges: None,
        url: None,
        email: None,
        image: None,
        place: IssuerPlace::Root,
        own: OwnWords {
            own_page: Some("https://exampleland.example.org/badges".to_owned()),
            controller: Some("Exampleland Board".to_owned()),
            affiliates: vec!["Wikimedia Alpha".to_owned()],
            ..OwnWords::default()
        },
    }
}

pub(crate) fn account(name: &str, affiliate: Option<&str>) -> NewAccount {
    NewAccount {
        central_id: None,
        user_name: None,
        display_name: Some(name.to_owned()),
        affiliate: affiliate.map(str::to_owned),
        shown_as: ShownAs::Name,
        minor: Minor::No,
    }
}

/// A person with founding mandates for both test classes, for a year from [`START`].
pub(crate) async fn trainer(office: &Office, name: &str, affiliate: &str) -> Account {
    let person = office.community().register(&account(name, Some(affiliate))).await.expect("a person");
    let mandated = Mandated {
        account: person.id(),
        affiliate: affiliate.to_owned(),
        classes: vec![CLASS.to_owned(), TRAINER_CLASS.to_owned()],
        starts_at: START,
        ends_at: START.plus_months(12),
        given: Given::Founding { decision: "Committee, 2026-11-01".to_owned() },
    };
    office.community().give_mandate(&mandated).await.expect("a mandate");
    person
}
