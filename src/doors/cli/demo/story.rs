//! The story: every journey that a badge can make, each through the same door as in earnest.

use std::path::PathBuf;

use serde::Serialize;

use super::cast::{self, Fate, LEARNERS, Learner, NEW_TRAINER, TRAINER_CLASS, TRAINERS};
use super::proof::{Expected, Proof, Trial};
use super::stage::Stage;
use super::telling::Telling;
use crate::appearance::artwork::Gallery;
use crate::community::attestation::{ConfirmedBy, CriterionMet, Disclosure, Evidence, NewNomination, Nomination, Release};
use crate::community::people::Account;
use crate::community::{Given, Mandated};
use crate::doors::cli::answer::Refused;
use crate::doors::cli::certificate::Workshop;
use crate::doors::cli::export::write_files;
use crate::doors::cli::installation::Installation;
use crate::doors::cli::issue;
use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::Style;
use crate::issuer::credential::Published;
use crate::issuer::{Correction, Office, RevocationReason};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, CredentialId, NominationId};

/// What happened.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) trainers: Vec<TrainerTold>,
    pub(super) badges: Vec<Badge>,
    pub(super) missing: Vec<Missing>,
    pub(super) token: String,
    /// Signs the first trainer in, once.
    pub(super) sign_in: String,
    /// Verdicts of moments that are over.
    pub(super) seen: Vec<Proof>,
    /// What is verified at the end.
    pub(super) trials: Vec<Trial>,
}

/// A trainer.
#[derive(Debug, Serialize)]
pub(super) struct TrainerTold {
    pub(super) account: AccountId,
    pub(super) name: String,
    affiliate: String,
}

/// A badge that was issued.
#[derive(Debug, Serialize)]
pub(super) struct Badge {
    person: String,
    class: String,
    credential: CredentialId,
    pub(super) printed: String,
    pub(super) address: String,
    edition: u32,
    fate: &'static str,
    pub(super) files: Vec<PathBuf>,
}

/// A nomination that cannot be issued yet.
#[derive(Debug, Serialize)]
pub(super) struct Missing {
    person: String,
    nomination: NominationId,
    criteria: Vec<String>,
}

/// Everything that the chapters use.
struct Player<'a> {
    at: &'a Installation,
    gallery: &'a Gallery,
    stage: &'a Stage,
    telling: &'a Telling,
    founders: Vec<Account>,
    story: Story,
}

impl Story {
    /// A paper for each badge that is genuine and current in the end, to be verified as its other files are.
    pub(super) async fn print_certificates(&mut self, at: &Installation, telling: &Telling) -> anyhow::Result<()> {
        let workshop = Workshop::usual(at)?;
        for badge in &mut self.badges {
            let published = at.office().published(&[badge.credential]).await?.remove(&badge.credential);
            let Some((published, first)) = published.zip(badge.files.first().cloned()) else { continue };
            let file = first.with_extension("pdf");
            match workshop.keep(&published, &file).await? {
                Ok(()) => {
                    telling.say(format!("{} Certificate of {}: {}", Style::Good.on("✓"), badge.person, file.display()));
                    let bytes = std::fs::read(&file)?;
                    let like = |trial: &Trial| trial.expected == Expected::Valid && trial.badge.starts_with(&badge.person);
                    if let Some(at) = self.trials.iter().rposition(like) {
                        self.trials.insert(at + 1, Trial { form: "PDF".to_owned(), bytes, ..self.trials[at].clone() });
                    }
                    badge.files.push(file);
                }
                Err(why) => telling.say(format!("  No certificate for {}: {why}", badge.person)),
            }
        }
        Ok(())
    }

    /// Plays it from the beginning.
    pub(super) async fn play(at: &Installation, gallery: &Gallery, stage: &Stage, telling: &Telling) -> anyhow::Result<Self> {
        let mut player = Player { at, gallery, stage, telling, founders: Vec::new(), story: Self::default() };
        player.introduce()?;
        player.found_trainers().await?;
        let oksana = player.make_trainer().await?;
        let badges = player.award_all(oksana).await?;
        player.show_missing(oksana).await?;
        for (learner, published) in badges {
            player.live_on(learner, published, oksana).await?;
        }
        player.tamper()?;
        let token = at.community().give_token(player.founders[0].id(), "demo", 30).await?;
        token.reveal().clone_into(&mut player.story.token);
        let invitation = at.community().invite(player.founders[0].id()).await?;
        player.story.sign_in = at.office().addresses().sign_in_link(invitation.secret.reveal());
        Ok(player.story)
    }
}

impl Player<'_> {
    fn office(&self) -> &Office {
        self.at.office()
    }

    fn introduce(&self) -> anyhow::Result<()> {
        let owner = self.office().owner()?;
        self.telling.chapter("An issuer with its keys");
        self.telling.say(format!("{} signs as {}", owner.name(), Style::Faint.on(owner.did())));
        self.telling.say("Ed25519 for the JSON form, RSA for the JWT form; both encrypted on the disk");
        let summary = self.at.community().catalog().summary();
        self.telling.chapter("A catalogue that people review in git");
        let capacities: usize = summary.taxonomies.iter().map(|one| one.capacities).sum();
        self.telling.say(format!(
            "{} badge classes with {} criteria, tied to {capacities} capacities of {} taxonomies, in {} languages",
            summary.classes,
            summary.criteria,
            summary.taxonomies.len(),
            summary.languages.len()
        ));
        Ok(())
    }

    /// A class that nobody holds yet is started by a founding mandate, recorded as such.
    async fn found_trainers(&mut self) -> anyhow::Result<()> {
        self.telling.chapter("Two trainers of two affiliates, by founding mandate");
        let community = self.at.community();
        let mut table = Table::default();
        for trainer in TRAINERS {
            let account = community.register(&trainer.account()).await?;
            let now = community.now();
            let mandated = Mandated {
                account: account.id(),
                affiliate: trainer.affiliate.to_owned(),
                classes: vec![TRAINER_CLASS.to_owned(), "event-organiser".to_owned()],
                starts_at: now,
                ends_at: now.plus_months(12),
                given: Given::Founding { decision: "Founding decision of the demo".to_owned() },
            };
            community.give_mandate(&mandated).await?;
            table.row([&trainer.name, &Style::Faint.on(trainer.affiliate), &format!("until {}", mandated.ends_at.date())]);
            let told = TrainerTold { account: account.id(), name: trainer.name.to_owned(), affiliate: trainer.affiliate.to_owned() };
            self.story.trainers.push(told);
            self.founders.push(account);
        }
        self.telling.table(&table);
        Ok(())
    }

    /// Publishing a trainer badge writes mandates for the classes that it names.
    async fn make_trainer(&mut self) -> anyhow::Result<AccountId> {
        self.telling.chapter(&format!("{} becomes a trainer, by the word of both", NEW_TRAINER.called));
        let nomination = self.nominate(&NEW_TRAINER, self.founders[0].id()).await?;
        for founder in self.founders.clone() {
            self.attest(founder.id(), &nomination, &NEW_TRAINER, usize::MAX).await?;
            let (_, _, standing) = self.at.community().standing(nomination.id()).await?;
            let (all, missing) = (standing.criteria().len(), standing.missing().count());
            let name = founder.display_name().unwrap_or_default();
            self.telling.say(format!("{name} attests: {} of {all} criteria have their quorum of two affiliates", all - missing));
        }
        let published = issue::one(self.office(), nomination.id()).await?;
        self.tell_badge(&NEW_TRAINER, &published, "current")?;
        let class = self.at.community().catalog().class(TRAINER_CLASS);
        let granted = class.map_or(0, |class| class.grants_mandates_for().len());
        self.telling.say(format!("The badge gives her mandates for {granted} classes, until it ends."));
        self.story.trainers.push(TrainerTold {
            account: nomination.holder(),
            name: NEW_TRAINER.called.to_owned(),
            affiliate: cast::ISSUER.to_owned(),
        });
        Ok(nomination.holder())
    }

    /// One batch, as after a training.
    async fn award_all(&mut self, trainer: AccountId) -> anyhow::Result<Vec<(&'static Learner, Published)>> {
        self.telling.chapter("A training ends: badges in five scripts, issued together");
        let mut asked = Vec::new();
        for learner in LEARNERS.iter().filter(|learner| learner.fate != Fate::Incomplete) {
            let nomination = self.nominate(learner, trainer).await?;
            self.attest(trainer, &nomination, learner, usize::MAX).await?;
            asked.push((learner, nomination.id()));
        }
        let ids: Vec<NominationId> = asked.iter().map(|(_, id)| *id).collect();
        let issued = self.office().issue(&ids).await;
        let mut badges = Vec::with_capacity(issued.len());
        for ((learner, _), result) in asked.into_iter().zip(issued) {
            let published = result?;
            self.tell_badge(learner, &published, "current")?;
            badges.push((learner, published));
        }
        Ok(badges)
    }

    /// Nothing is issued while a criterion waits; the person sees which.
    async fn show_missing(&mut self, trainer: AccountId) -> anyhow::Result<()> {
        for learner in LEARNERS.iter().filter(|learner| learner.fate == Fate::Incomplete) {
            self.telling.chapter(&format!("{}: not yet", learner.called));
            let nomination = self.nominate(learner, trainer).await?;
            let criteria = self.criteria(&nomination)?.len();
            self.attest(trainer, &nomination, learner, criteria.saturating_sub(1)).await?;
            let Err(refusal) = issue::one(self.office(), nomination.id()).await else {
                return Err(Refused::because("a badge was issued without its quorum"));
            };
            let (_, _, standing) = self.at.community().standing(nomination.id()).await?;
            let missing: Vec<String> = standing.missing().map(|one| one.criterion.clone()).collect();
            self.telling.say(format!("{} of {criteria} criteria are attested", criteria - missing.len()));
            self.telling.say(format!("{} {refusal}", Style::Bad.on("·")));
            self.story.missing.push(Missing { person: learner.called.to_owned(), nomination: nomination.id(), criteria: missing });
        }
        Ok(())
    }

    /// What becomes of a badge after it was issued.
    async fn live_on(&mut self, learner: &'static Learner, published: Published, trainer: AccountId) -> anyhow::Result<()> {
        match learner.fate {
            Fate::Current | Fate::Incomplete => {
                self.expect_files(learner.called, &published, Expected::Valid);
                Ok(())
            }
            Fate::Corrected(name) => self.correct(learner, &published, name, trainer).await,
            Fate::Suspended => self.suspend(learner, &published, trainer).await,
            Fate::Revoked => self.revoke(learner, &published, trainer).await,
        }
    }

    async fn correct(&mut self, learner: &Learner, first: &Published, name: &str, by: AccountId) -> anyhow::Result<()> {
        self.telling.chapter("A name was wrong: a new edition, the same address");
        let release = Release::of_names(&[name], Disclosure::Withheld, ConfirmedBy::Holder)?;
        let correction = Correction { release, language: None, by };
        let second = self.office().correct(first.award().credential(), &correction).await?;
        self.telling.say(format!("{} → {name}: edition {}", learner.called, second.edition().number()));
        let before = format!("{}, the first edition", learner.called);
        self.expect(&before, "json", first.json().to_vec(), Expected::Refused("replaced"));
        self.expect(&before, "jwt", first.jwt().as_bytes().to_vec(), Expected::Refused("replaced"));
        self.rewrite(learner, &second, "corrected")?;
        self.expect_files(&format!("{name}, the second edition"), &second, Expected::Valid);
        Ok(())
    }

    async fn suspend(&mut self, learner: &Learner, published: &Published, by: AccountId) -> anyhow::Result<()> {
        self.telling.chapter("Suspended for a while, then reinstated");
        let credential = published.award().credential();
        self.office().suspend(credential, "A question about the evidence", by).await?;
        let during = Trial {
            badge: format!("{}, while suspended", learner.called),
            form: "JSON".to_owned(),
            bytes: published.json().to_vec(),
            expected: Expected::Refused("suspended"),
        };
        let seen = during.prove(self.office()).await?;
        self.telling.say(format!("{}: {}", learner.called, seen.words()));
        self.story.seen.push(seen);
        self.office().reinstate(credential, by).await?;
        self.telling.say("The question was answered: the badge is current again.");
        self.mark(credential, "reinstated");
        self.expect_files(learner.called, published, Expected::Valid);
        Ok(())
    }

    async fn revoke(&mut self, learner: &Learner, published: &Published, asker: AccountId) -> anyhow::Result<()> {
        self.telling.chapter("Revoked for ever, by two people");
        let credential = published.award().credential();
        let request = self.office().ask_revocation(credential, RevocationReason::Error, "Another person's work", asker).await?;
        self.telling.say(format!("{} asks: issued in error. The badge is still valid.", NEW_TRAINER.called));
        if self.office().confirm_revocation(request, asker).await.is_ok() {
            return Err(Refused::because("one person alone revoked a badge"));
        }
        self.telling.say("She cannot confirm it herself.");
        let second = &self.founders[0];
        self.office().confirm_revocation(request, second.id()).await?;
        self.telling.say(format!("{} confirms.", second.display_name().unwrap_or_default()));
        self.mark(credential, "revoked");
        self.expect_files(learner.called, published, Expected::Refused("revoked"));
        Ok(())
    }

    /// One letter of a name changed, in each form.
    fn tamper(&mut self) -> anyhow::Result<()> {
        for (form, name) in [("json", &b"Oksana Shevchuk"[..]), ("jwt", b"."), ("png", b"Oksana Shevchuk")] {
            let file = self.stage.badges().join(format!("{}.{form}", NEW_TRAINER.stem));
            let mut bytes = std::fs::read(&file)?;
            let found = bytes.windows(name.len()).rposition(|window| window == name);
            // In the JWT the name is encoded: there, a character of the signature.
            let place = found.map_or(bytes.len() / 2, |start| start + 2);
            bytes[place] = if bytes[place] == b'o' { b'a' } else { b'o' };
            self.expect(&format!("{}, one character changed", NEW_TRAINER.called), form, bytes, Expected::Broken);
        }
        Ok(())
    }

    async fn nominate(&self, learner: &Learner, by: AccountId) -> anyhow::Result<Nomination> {
        let community = self.at.community();
        let holder = community.register(&learner.account()).await?;
        let release = match learner.names {
            [] => Release::nothing(),
            names => Release::of_names(names, Disclosure::Withheld, ConfirmedBy::Holder)?,
        };
        let new = NewNomination {
            holder: holder.id(),
            slug: learner.class.to_owned(),
            version: None,
            issuer: self.office().owner()?.slug().to_owned(),
            training: None,
            language: LanguageTag::from_wiki_code(learner.language)?,
            by: Some(by),
            release,
        };
        Ok(community.nominate(&new).await?)
    }

    fn criteria(&self, nomination: &Nomination) -> anyhow::Result<Vec<CriterionMet>> {
        let class = self.at.community().catalog().class_version(nomination.slug(), nomination.version());
        let class = class.ok_or_else(|| Refused::because(format!("the catalogue has no {}", nomination.slug())))?;
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        Ok(class.criteria().iter().map(|one| CriterionMet { criterion: one.id().to_owned(), level: level.clone() }).collect())
    }

    /// Attests the first criteria of the class, `most` of them.
    async fn attest(&self, trainer: AccountId, nomination: &Nomination, learner: &Learner, most: usize) -> anyhow::Result<()> {
        let ticked = self.criteria(nomination)?.into_iter().take(most).collect();
        let class = self.at.community().catalog().class_version(nomination.slug(), nomination.version());
        let asked = class.map_or(0, |class| class.evidence().minimum());
        let mut evidence = vec![Evidence::new(None, learner.seen)?];
        for piece in 2..=asked {
            evidence.push(Evidence::new(Some(&format!("https://example.org/made-up-record/{piece}")), "")?);
        }
        self.at.community().attest(trainer, nomination.id(), ticked, learner.seen, evidence).await?;
        Ok(())
    }

    fn tell_badge(&mut self, learner: &Learner, published: &Published, fate: &'static str) -> anyhow::Result<()> {
        let credential = published.award().credential();
        let address = self.office().addresses().credential(credential);
        let (slug, _) = published.award().class();
        let class = self.at.community().catalog().class(slug);
        let language = LanguageTag::from_wiki_code(learner.language)?;
        let class = class.map(|class| class.name().in_language(&language).text).unwrap_or_default();
        self.telling.say(format!("{} {} · {class}", Style::Good.on("✓"), learner.called));
        self.telling.say(format!("  {}", Style::Faint.on(&address)));
        let files = write_files(&self.stage.badges(), learner.stem, published, self.office(), self.gallery)?;
        self.story.badges.push(Badge {
            person: learner.called.to_owned(),
            class,
            credential,
            printed: credential.printed(),
            address,
            edition: published.edition().number(),
            fate,
            files,
        });
        if learner.class == TRAINER_CLASS {
            self.expect_files(learner.called, published, Expected::Valid);
        }
        Ok(())
    }

    /// The files of a new edition take the place of the old ones.
    fn rewrite(&mut self, learner: &Learner, published: &Published, fate: &'static str) -> anyhow::Result<()> {
        write_files(&self.stage.badges(), learner.stem, published, self.office(), self.gallery)?;
        let credential = published.award().credential();
        for badge in self.story.badges.iter_mut().filter(|badge| badge.credential == credential) {
            badge.edition = published.edition().number();
            badge.fate = fate;
        }
        Ok(())
    }

    fn mark(&mut self, credential: CredentialId, fate: &'static str) {
        self.story.badges.iter_mut().filter(|badge| badge.credential == credential).for_each(|badge| badge.fate = fate);
    }

    /// Every form of a badge, read back from its file, is to be verified.
    fn expect_files(&mut self, badge: &str, published: &Published, expected: Expected) {
        let files =
            self.story.badges.iter().find(|badge| badge.credential == published.award().credential()).map(|badge| badge.files.clone());
        for file in files.unwrap_or_default() {
            let Some(form) = file.extension().and_then(|form| form.to_str()) else { continue };
            if file.to_string_lossy().ends_with(".qr.svg") {
                continue;
            }
            // A file that cannot be read fails as a badge that is none.
            self.expect(badge, form, std::fs::read(&file).unwrap_or_default(), expected);
        }
    }

    fn expect(&mut self, badge: &str, form: &str, bytes: Vec<u8>, expected: Expected) {
        self.story.trials.push(Trial { badge: badge.to_owned(), form: form.to_uppercase(), bytes, expected });
    }
}
