//! Requests, appeals and proposals: who may ask, who may answer, and when it is too late.

use insignia::community::RequestError;
use insignia::community::people::Account;
use insignia::community::people::appointment::Role;
use insignia::community::requests::appeal::{AppealOutcome, Clocks, Decision};
use insignia::community::requests::proposal::{ProposalOutcome, Proposed};
use insignia::community::requests::{CorrectionOutcome, Wrong};
use insignia::issuer::{RevocationReason, RevokeError, SuspendError};
use insignia::vocabulary::LanguageTag;

use crate::harness::on_both_backends;
use crate::world::{CLASS, World};

/// A steward of an affiliate, without any mandate.
async fn steward(world: &World, name: &str) -> Account {
    let person = world.person(name).await;
    world.office.community().appoint(person.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
    person
}

on_both_backends! {
    async fn a_correction_is_asked_for_by_the_holder_and_answered_by_somebody_else(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge("Ada").await;
        let (credential, holder) = (badge.award().credential(), badge.award().holder());
        let (stranger, steward) = (world.person("Stranger").await, steward(&world, "Sol").await);
        for other in [stranger.id(), world.anna.id(), steward.id()] {
            let refused = community.ask_correction(credential, Wrong::Name, "Wrong letter.", other).await;
            assert!(matches!(refused, Err(RequestError::Nothing)), "{refused:?}");
        }
        assert!(matches!(community.ask_correction(credential, Wrong::Name, " ", holder).await, Err(RequestError::NoWords)));
        let asked = community.ask_correction(credential, Wrong::Name, "Wrong letter.", holder).await.unwrap();
        assert!(matches!(community.ask_correction(credential, Wrong::Name, "Again.", holder).await, Err(RequestError::Waits)));
        for other in [stranger.id(), holder] {
            let refused = community.answer_correction(asked, CorrectionOutcome::Declined, "No.", other).await;
            assert!(matches!(refused, Err(RequestError::NotEntitled)), "{refused:?}");
            assert!(community.corrections_for(other).await.unwrap().is_empty());
        }
        assert_eq!(community.corrections_for(world.badri.id()).await.unwrap().len(), 1, "a trainer with a mandate sees it");
        assert!(matches!(community.answer_correction(asked, CorrectionOutcome::Declined, "", steward.id()).await, Err(RequestError::NoWords)));
        community.answer_correction(asked, CorrectionOutcome::Declined, "As you confirmed it.", steward.id()).await.unwrap();
        let twice = community.answer_correction(asked, CorrectionOutcome::Corrected, "", steward.id()).await;
        assert!(matches!(twice, Err(RequestError::Answered)), "{twice:?}");
        let line = community.corrections_of(holder).await.unwrap().pop().unwrap();
        assert_eq!(line.answered.unwrap().outcome, CorrectionOutcome::Declined);
        let again = community.ask_correction(credential, Wrong::Detail, "The place.", holder).await.unwrap();
        community.answer_correction(again, CorrectionOutcome::Withdrawn, "", holder).await.unwrap();
        harness.finish().await;
    }

    async fn an_appeal_is_answered_by_somebody_who_had_no_part_in_the_decision(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge("Ada").await;
        let (credential, holder) = (badge.award().credential(), badge.award().holder());
        let (one, two) = (steward(&world, "One").await, steward(&world, "Two").await);
        assert!(community.grounds(holder).await.unwrap().is_empty());
        world.office.suspend(credential, "inquiry", one.id()).await.unwrap();
        let ground = community.grounds(holder).await.unwrap().pop().unwrap();
        assert!(matches!(ground.decision, Decision::Suspension(_)));
        let stolen = community.make_appeal(ground.decision, "Not mine.", two.id()).await;
        assert!(matches!(stolen, Err(RequestError::NoGround)), "{stolen:?}");
        let (appeal, code) = community.make_appeal(ground.decision, "There is no reason.", holder).await.unwrap();
        assert!(matches!(community.make_appeal(ground.decision, "Again.", holder).await, Err(RequestError::NoGround)));
        let nobody = community.answer_appeal(appeal, AppealOutcome::Granted, "Yes.", world.anna.id()).await;
        assert!(matches!(nobody, Err(RequestError::NotEntitled)), "a mandate is not enough: {nobody:?}");
        let own = community.answer_appeal(appeal, AppealOutcome::Dismissed, "No.", one.id()).await;
        assert!(matches!(own, Err(RequestError::OwnDecision)), "{own:?}");
        harness.clock.advance(14 * 86_400);
        let seen = community.appeal_by_code(code).await.unwrap().unwrap();
        assert!(matches!(seen.clocks(community.now()), Clocks::Waiting { overdue: true, .. }));
        community.acknowledge_appeal(appeal, one.id()).await.unwrap();
        assert!(matches!(community.acknowledge_appeal(appeal, two.id()).await, Err(RequestError::Answered)));
        community.answer_appeal(appeal, AppealOutcome::Granted, "It is lifted.", two.id()).await.unwrap();
        assert!(matches!(community.answer_appeal(appeal, AppealOutcome::Partly, "Or not.", two.id()).await, Err(RequestError::Answered)));
        let seen = community.appeal_by_code(code).await.unwrap().unwrap();
        assert_eq!(seen.answered.unwrap().outcome, AppealOutcome::Granted);
        assert!(community.appeal_by_code(harness.chance.id()).await.unwrap().is_none());
        let (appeals, left) = (community.appeals().await.unwrap(), community.grounds(holder).await.unwrap());
        assert_eq!((appeals.len(), left.len()), (1, 0), "one appeal against one decision");
        harness.finish().await;
    }

    async fn what_was_written_goes_with_its_writer(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge("Ada").await;
        let (credential, holder) = (badge.award().credential(), badge.award().holder());
        let (steward, other) = (steward(&world, "Sol").await, steward(&world, "Tova").await);
        let asked = community.ask_correction(credential, Wrong::Name, "Call me Ada Seeded.", holder).await.unwrap();
        community.answer_correction(asked, CorrectionOutcome::Declined, "Dear Ada Seeded.", steward.id()).await.unwrap();
        let ground = community.grounds(holder).await.unwrap().pop().unwrap();
        let (appeal, _) = community.make_appeal(ground.decision, "I am Ada Seeded.", holder).await.unwrap();
        let proposal = community.propose(Proposed::Word, "Seeded", "by Ada Seeded", &LanguageTag::english(), holder).await.unwrap();
        world.office.erase(holder).await.unwrap();
        assert!(community.answer_appeal(appeal, AppealOutcome::Granted, "Dear Ada Seeded.", world.anna.id()).await.is_err());
        community.answer_proposal(proposal, ProposalOutcome::Declined, "Dear Ada Seeded.", steward.id()).await.unwrap();
        // One who had no part in the decision.
        community.acknowledge_appeal(appeal, other.id()).await.unwrap();
        community.answer_appeal(appeal, AppealOutcome::Granted, "Dear Ada Seeded.", other.id()).await.unwrap();
        let corrections = community.corrections_for(steward.id()).await.unwrap();
        let all = format!("{corrections:?} {:?} {:?}", community.appeals().await.unwrap(), community.proposals().await.unwrap());
        assert!(!all.contains("Seeded"), "{all}");
        let late = community.propose(Proposed::Word, "Seeded", "", &LanguageTag::english(), holder).await;
        assert!(matches!(late, Err(RequestError::Nothing)), "{late:?}");
        world.assert_sound("an erasure").await;
        harness.finish().await;
    }

    async fn a_person_proposes_twenty_things_a_day(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (person, english) = (world.person("Ada").await, LanguageTag::english());
        for _ in 0..20 {
            community.propose(Proposed::Capacity, "Oral history", "", &english, person.id()).await.unwrap();
        }
        let more = community.propose(Proposed::Capacity, "More", "", &english, person.id()).await;
        assert!(matches!(more, Err(RequestError::Enough)), "{more:?}");
        harness.clock.advance(86_401);
        community.propose(Proposed::Capacity, "More", "", &english, person.id()).await.unwrap();
        let (anna, proposals) = (world.anna.id(), community.proposals().await.unwrap());
        let refused = community.answer_proposal(proposals[0].id, ProposalOutcome::Taken, "", anna).await;
        assert!(matches!(refused, Err(RequestError::NotEntitled)), "{refused:?}");
        harness.finish().await;
    }

    async fn a_steward_needs_no_mandate_and_decides_nothing_about_their_own_badge(harness) {
        let world = World::new(&harness).await;
        let (one, two) = (steward(&world, "One").await, steward(&world, "Two").await);
        let nomination = world.nominate(&one, CLASS, "One").await;
        world.attest_all(&world.badri, &nomination).await;
        let own = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap().award().credential();
        assert!(matches!(world.office.suspend(own, "inquiry", one.id()).await, Err(SuspendError::NotEntitled)));
        let request = world.office.ask_revocation(own, RevocationReason::Error, "", two.id()).await.unwrap();
        for wrong in [two.id(), one.id(), world.person("Stranger").await.id()] {
            let refused = world.office.confirm_revocation_of_another(request, wrong).await;
            assert!(matches!(refused, Err(RevokeError::NotEntitled | RevokeError::SamePerson)), "{refused:?}");
        }
        assert_eq!(world.office.waiting_revocations().await.unwrap().len(), 1);
        let third = steward(&world, "Three").await;
        world.office.confirm_revocation_of_another(request, third.id()).await.unwrap();
        assert!(world.office.waiting_revocations().await.unwrap().is_empty());
        harness.finish().await;
    }
}
