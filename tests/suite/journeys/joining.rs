//! Joining: once, with what was chosen, confirmed before a badge says it; and what a rehearsal leaves alone.

use insignia::community::JoinError;
use insignia::community::attestation::{
    CameBy, Chosen, ConfirmedBy, Disclosure, Joining, NewTraining, NewWorkshop, Participation, Purpose, ReleasedName, Workshop,
};
use insignia::community::people::{Account, Minor};
use insignia::vocabulary::LanguageTag;

use crate::harness::{START, on_both_backends};
use crate::world::{CLASS, ISSUER, World};

/// A workshop of Anna's for [`CLASS`].
pub(crate) async fn workshop(world: &World, purpose: Purpose) -> Workshop {
    let new = NewWorkshop {
        id: world.office.community().chance().id(),
        training: NewTraining {
            name: "Facilitation".to_owned(),
            place: "Tunis".to_owned(),
            starts_at: START,
            ends_at: START.plus_seconds(8 * 3600),
            affiliate: "wmxx".to_owned(),
            classes: vec![CLASS.to_owned()],
            trainers: vec![world.anna.id()],
        },
        issuer: ISSUER.to_owned(),
        language: LanguageTag::english(),
        purpose,
        expected: 20,
    };
    world.office.community().make_workshop(&new).await.expect("a workshop")
}

pub(crate) fn chosen(called: &str, names: &[&str], language: &str, minor: Minor) -> Chosen {
    Chosen::new(called, names, Disclosure::Withheld, language.parse().expect("a language"), minor).expect("names")
}

pub(crate) fn joining(workshop: &Workshop, who: &Account, chosen: Chosen) -> Joining {
    let confirmed_by = ConfirmedBy::Nobody;
    Joining { training: workshop.id(), account: who.id(), came_by: CameBy::Account, chosen, confirmed_by, by: None }
}

fn names_of(participation: &Participation) -> Vec<String> {
    participation.release().unwrap().names().iter().map(|name| name.as_str().to_owned()).collect()
}

on_both_backends! {
    async fn joining_twice_changes_nothing(harness) {
        let world = World::new(&harness).await;
        let (community, workshop, esi) = (world.office.community(), workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let new = joining(&workshop, &esi, chosen("Esi", &["Esi Owusu"], "fr", Minor::No));
        let other = Joining { chosen: chosen("Other", &[], "en", Minor::No), ..new.clone() };
        let (one, two) = tokio::join!(community.join(&new), community.join(&new));
        assert_eq!(one.unwrap(), two.unwrap());
        let again = community.join(&other).await.unwrap();
        assert_eq!((again.number(), again.called(), again.language().as_str()), (1, Some("Esi"), "fr"));
        let lines = community.put_forward(workshop.id()).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].open && lines[0].made_here && !lines[0].recorded);
        assert_eq!(community.participants_of(workshop.id()).await.unwrap(), [again]);
        harness.finish().await;
    }

    async fn people_who_join_at_once_stand_in_a_row(harness) {
        let world = World::new(&harness).await;
        let (community, workshop) = (world.office.community(), workshop(&world, Purpose::Award).await);
        let mut all = Vec::new();
        for n in 0..8 {
            let who = world.person(&format!("Person {n}")).await;
            let new = joining(&workshop, &who, chosen(&format!("P{n}"), &[], "en", Minor::No));
            let community = community.clone();
            all.push(tokio::spawn(async move { community.join(&new).await.map(|one| one.number()) }));
        }
        let mut numbers = Vec::new();
        for one in all {
            numbers.push(one.await.unwrap().unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<u32>>());
        harness.finish().await;
    }

    async fn a_badge_says_what_was_read_back_and_confirmed(harness) {
        let world = World::new(&harness).await;
        let (community, workshop, esi) = (world.office.community(), workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let here = community.join(&joining(&workshop, &esi, chosen("Esi", &["Esi Owusu"], "en", Minor::No))).await.unwrap();
        assert_eq!(names_of(&here), [""; 0], "not yet");
        let stale = here.chosen().digest();
        let changed = community.choose(workshop.id(), esi.id(), &chosen("Esi", &["Esi A. Owusu"], "fr", Minor::No), ConfirmedBy::Nobody).await.unwrap();
        let refused = community.confirm(workshop.id(), esi.id(), ConfirmedBy::Holder, &stale).await;
        assert!(matches!(refused, Err(JoinError::Changed)), "{refused:?}");
        for _ in 0..2 {
            let confirmed = community.confirm(workshop.id(), esi.id(), ConfirmedBy::Holder, &changed.chosen().digest()).await.unwrap();
            assert_eq!(names_of(&confirmed), ["Esi A. Owusu"]);
        }
        let line = community.put_forward_of(workshop.id(), esi.id()).await.unwrap().remove(0);
        let nomination = community.nominations(&[line.nomination]).await.unwrap().remove(&line.nomination).unwrap();
        assert_eq!(nomination.language().as_str(), "fr", "the language follows");
        world.attest_all(&world.anna, &nomination).await;
        let badge = world.office.issue(&[line.nomination]).await.remove(0).unwrap();
        assert!(String::from_utf8_lossy(badge.json()).contains("Esi A. Owusu"));
        let late = community.choose(workshop.id(), esi.id(), &chosen("E", &[], "en", Minor::No), ConfirmedBy::Nobody).await;
        assert!(matches!(late, Err(JoinError::Recorded)), "{late:?}");
        world.assert_sound("a badge of somebody who joined").await;
        harness.finish().await;
    }

    async fn a_minor_is_shown_by_nickname_until_a_guardian_agreed(harness) {
        let world = World::new(&harness).await;
        let (community, workshop, esi) = (world.office.community(), workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let full = chosen("Kite", &["Esi Owusu"], "en", Minor::Yes);
        let here = community.join(&joining(&workshop, &esi, full.clone())).await.unwrap();
        assert_eq!(here.chosen().names().iter().map(ReleasedName::as_str).collect::<Vec<_>>(), ["Kite"], "a full name is not even kept");
        let confirmed = community.confirm(workshop.id(), esi.id(), ConfirmedBy::Holder, &here.chosen().digest()).await.unwrap();
        assert_eq!(names_of(&confirmed), ["Kite"]);
        community.note_guardian(workshop.id(), esi.id()).await.unwrap();
        community.note_guardian(workshop.id(), esi.id()).await.unwrap();
        let with_name = community.choose(workshop.id(), esi.id(), &full, ConfirmedBy::Trainer).await.unwrap();
        assert_eq!(names_of(&with_name), ["Esi Owusu"]);
        assert_eq!(community.trainer(esi.id()).await.unwrap().account().minor(), Minor::Yes, "never listed, then");
        harness.finish().await;
    }

    async fn nobody_joins_by_the_slide_when_it_is_over_but_a_trainer_puts_people_down(harness) {
        let world = World::new(&harness).await;
        let (community, workshop, esi) = (world.office.community(), workshop(&world, Purpose::Award).await, world.person("Esi").await);
        harness.clock.advance(21 * 3600);
        let new = joining(&workshop, &esi, chosen("Esi", &[], "en", Minor::No));
        assert!(matches!(community.join(&new).await, Err(JoinError::Closed)));
        let put_down = Joining { came_by: CameBy::Trainer, by: Some(world.anna.id()), ..new };
        assert_eq!(community.join(&put_down).await.unwrap().came_by(), CameBy::Trainer);
        harness.finish().await;
    }

    async fn who_leaves_is_not_put_forward_and_may_come_back(harness) {
        let world = World::new(&harness).await;
        let (community, workshop, esi) = (world.office.community(), workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let new = joining(&workshop, &esi, chosen("Esi", &[], "en", Minor::No));
        community.join(&new).await.unwrap();
        for _ in 0..2 {
            community.leave(workshop.id(), esi.id()).await.unwrap();
        }
        assert!(community.put_forward(workshop.id()).await.unwrap().iter().all(|line| !line.open));
        let back = community.join(&new).await.unwrap();
        assert!(back.is_here() && back.number() == 1);
        assert_eq!(community.put_forward(workshop.id()).await.unwrap().iter().filter(|line| line.open).count(), 1);
        let stranger = world.person("Stranger").await;
        assert!(matches!(community.leave(workshop.id(), stranger.id()).await, Err(JoinError::NotHere)));
        harness.finish().await;
    }

    async fn a_rehearsal_leaves_what_is_real_alone(harness) {
        let world = World::new(&harness).await;
        let (community, esi) = (world.office.community(), world.person("Esi").await);
        let (real, rehearsal) = (workshop(&world, Purpose::Award).await, workshop(&world, Purpose::Rehearsal).await);
        let of = |workshop: &Workshop| joining(workshop, &esi, chosen("Esi", &["Esi"], "en", Minor::No));
        community.join(&of(&rehearsal)).await.unwrap();
        let rehearsed = community.put_forward(rehearsal.id()).await.unwrap().remove(0);
        community.join(&of(&real)).await.unwrap();
        let lines = community.put_forward(real.id()).await.unwrap();
        assert!(lines.len() == 1 && lines[0].made_here && lines[0].nomination != rehearsed.nomination, "{lines:?}");
        let second = workshop(&world, Purpose::Rehearsal).await;
        community.join(&of(&second)).await.unwrap();
        let lines = community.put_forward(second.id()).await.unwrap();
        assert!(lines.iter().all(|line| !line.made_here && !line.rehearsal), "the real one stays the only open one: {lines:?}");
        harness.finish().await;
    }

    async fn an_open_nomination_is_taken_over_from_another_training(harness) {
        let world = World::new(&harness).await;
        let (community, esi) = (world.office.community(), world.person("Esi").await);
        let before = world.nominate(&esi, CLASS, "Esi").await;
        let workshop = workshop(&world, Purpose::Award).await;
        community.join(&joining(&workshop, &esi, chosen("Esi", &[], "en", Minor::No))).await.unwrap();
        let lines = community.put_forward(workshop.id()).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.nomination).collect::<Vec<_>>(), [before.id()]);
        harness.finish().await;
    }
}
