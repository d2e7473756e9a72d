//! What a class asks of an attestation: the level from which on it is awarded, and evidence.

use insignia::community::attestation::{AttestError, Attestation, CriterionMet, Evidence, Nomination};
use insignia::community::people::Account;
use insignia::issuer::credential::Published;
use serde_json::Value;

use crate::harness::on_both_backends;
use crate::world::{CLASS, TRAINER_CLASS, World, seen};

async fn attested_at(world: &World, trainer: &Account, nomination: &Nomination, level: &str) -> Result<Attestation, AttestError> {
    let class = world.office.community().catalog().class_version(nomination.slug(), nomination.version()).unwrap();
    let met = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: Some(level.to_owned()) });
    world.office.community().attest(trainer.id(), nomination.id(), met.collect(), "Seen.", seen()).await
}

fn document(published: &Published) -> Value {
    insignia::standards::json::parse(published.json(), &insignia::standards::json::Limits::DOCUMENT).unwrap()
}

on_both_backends! {
    async fn a_criterion_below_the_required_level_is_not_met(harness) {
        let world = World::new(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
        let refused = attested_at(&world, &world.anna, &nomination, "supported").await;
        assert!(matches!(refused, Err(AttestError::BelowRequired { .. })), "{refused:?}");
        assert!(world.office.issue(&[nomination.id()]).await[0].is_err());
        harness.finish().await;
    }

    async fn one_word_below_the_required_level_refuses_the_whole_attestation(harness) {
        let world = World::new(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
        let class = world.office.community().catalog().class(CLASS).unwrap();
        let met = class.criteria().iter().enumerate().map(|(at, c)| CriterionMet {
            criterion: c.id().to_owned(),
            level: Some(if at == 2 { "supported" } else { "guides-others" }.to_owned()),
        });
        let refused = world.office.community().attest(world.anna.id(), nomination.id(), met.collect(), "Seen.", seen()).await;
        assert!(matches!(refused, Err(AttestError::BelowRequired { ref criterion, .. }) if criterion == class.criteria()[2].id()), "{refused:?}");
        harness.finish().await;
    }

    async fn the_certified_level_is_the_one_that_every_criterion_reached(harness) {
        let world = World::new(&harness).await;
        for (level, capacities) in [("independent", 1), ("guides-others", 2)] {
            let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
            attested_at(&world, &world.anna, &nomination, level).await.unwrap();
            let badge = document(&world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap());
            let (subject, achievement) = (&badge["credentialSubject"], &badge["credentialSubject"]["achievement"]);
            let reached = subject["result"][0]["achievedLevel"].as_str().unwrap();
            assert!(reached.ends_with(&format!("#level-{level}")), "{reached}");
            let levels = achievement["resultDescription"][0]["rubricCriterionLevel"].as_array().unwrap();
            let certified = levels.iter().find(|one| one["id"] == reached).unwrap()["alignment"].as_array().unwrap().len();
            assert_eq!(certified, capacities);
            assert_eq!(achievement["alignment"].as_array().unwrap().len(), 1, "what every holder has");
        }
        harness.finish().await;
    }

    async fn evidence_names_its_criteria_in_the_order_of_the_class_with_date_and_affiliate(harness) {
        let world = World::new(&harness).await;
        let badge = document(&world.badge("Chen").await);
        let narrative = badge["evidence"][0]["narrative"].as_str().unwrap();
        let criteria = badge["credentialSubject"]["achievement"]["criteria"]["narrative"].as_str().unwrap();
        assert_eq!(narrative, format!("wmxx · 2026-11-20\n\n{criteria}"));
        harness.finish().await;
    }

    async fn an_attestation_needs_the_evidence_that_its_class_asks_for(harness) {
        let world = World::new(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, TRAINER_CLASS, "Chen").await;
        let class = world.office.community().catalog().class(TRAINER_CLASS).unwrap();
        assert_eq!(class.evidence().minimum(), 2);
        let met: Vec<_> = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: None }).collect();
        for pieces in [0, 1] {
            let evidence: Vec<Evidence> = seen().into_iter().take(pieces).collect();
            let refused = world.office.community().attest(world.anna.id(), nomination.id(), met.clone(), "Seen.", evidence).await;
            assert!(matches!(refused, Err(AttestError::TooLittleEvidence { needed: 2, found, .. }) if found == pieces), "{refused:?}");
        }
        world.office.community().attest(world.anna.id(), nomination.id(), met, "Seen.", seen()).await.unwrap();
        harness.finish().await;
    }
}
