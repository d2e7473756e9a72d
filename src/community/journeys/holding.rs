//! What holders decide about the pages of their badges, and what stewards withhold.

use std::collections::HashMap;

use super::super::Community;
use crate::community::attestation::{Nomination, Standing, store as attestations};
use crate::community::people::appointment::store as appointments;
use crate::community::people::holding::{
    Choice, LONGEST_DAYS, LONGEST_NAME, Listing, MOST_LINKS, Offered, Seen, Showing, ViewingLink, Why, digits, store,
};
use crate::community::people::sign_in::Secret;
use crate::community::people::{Minor, store as people};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, NominationId, ViewingLinkId};

/// A badge that a person does not hold yet.
#[derive(Debug, Clone)]
pub struct OnTheWay {
    /// For what they were put forward.
    pub nomination: Nomination,
    /// How far it is.
    pub standing: Standing,
    /// The name of its training.
    pub training: Option<String>,
    /// Whether that is a rehearsal, of which nothing is issued.
    pub rehearsal: bool,
}

/// Why a choice was not made. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum HoldingError {
    /// No published badge, or somebody else's.
    #[error("you hold no badge {0}")]
    NotHeld(CredentialId),
    /// Minors are never listed.
    #[error("no badge of a minor is listed")]
    Minor,
    /// A list is made of names.
    #[error("a badge without its names cannot be listed")]
    Nameless,
    /// Not for ever, and not for no time.
    #[error("a link works between 1 and {LONGEST_DAYS} days, not {0}")]
    Days(u16),
    /// Enough.
    #[error("a badge has at most {MOST_LINKS} links at a time: end one first")]
    TooMany,
    /// Not a name that a page can show.
    #[error("a name has at most {LONGEST_NAME} characters")]
    LongName,
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// Withholding is for stewards.
    #[error("only a steward withholds the details of badges, and never of their own")]
    NotSteward,
    /// Nothing to lift.
    #[error("nothing is withheld of this person's badges")]
    NotWithheld,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// What the public page of a badge offers.
    pub async fn offered(&self, credential: CredentialId) -> Result<Offered, StoreError> {
        self.offered_of(&[credential]).await?.remove(&credential).ok_or(StoreError::Absent)
    }

    /// The same of several badges.
    pub async fn offered_of(&self, credentials: &[CredentialId]) -> Result<HashMap<CredentialId, Offered>, StoreError> {
        store::offered(&mut *self.database().reader().acquire().await?, credentials).await
    }

    /// The same for somebody with a viewing link: everything until its end, unless a steward withheld
    /// it; `None` if the link opens nothing.
    pub async fn offered_by_link(&self, credential: CredentialId, link: &Secret) -> Result<Option<Offered>, StoreError> {
        let mut reading = self.database().snapshot().await?;
        if store::find_link(reading.connection(), credential, link.digest(), self.now()).await?.is_none() {
            return Ok(None);
        }
        let offered = store::offered(reading.connection(), &[credential]).await?.remove(&credential).ok_or(StoreError::Absent)?;
        Ok(Some(if offered.by_steward().is_some() { offered } else { Offered::WHOLE }))
    }

    /// What is missing for each open nomination of a person, the oldest first. Only what counts is here: who
    /// attested, and who would not, is not the holder's to see.
    pub async fn on_the_way(&self, holder: AccountId) -> Result<Vec<OnTheWay>, StoreError> {
        let mut reading = self.database().snapshot().await?;
        let open = attestations::open_of(reading.connection(), holder).await?;
        let ids: Vec<NominationId> = open.iter().map(|(id, _, _)| *id).collect();
        let mut nominations = attestations::nominations(reading.connection(), &ids).await?;
        let mut said = attestations::attestations_of(reading.connection(), &ids).await?;
        let lines = open.into_iter().filter_map(|(id, training, rehearsal)| {
            let nomination = nominations.remove(&id)?;
            let class = self.catalog().class_version(nomination.slug(), nomination.version())?;
            let standing = Standing::count(class, &said.remove(&id).unwrap_or_default());
            Some(OnTheWay { nomination, standing, training, rehearsal })
        });
        Ok(lines.collect())
    }

    /// What its holder chose for a badge.
    pub async fn badge_choice(&self, holder: AccountId, credential: CredentialId) -> Result<Choice, HoldingError> {
        let mut reading = self.database().snapshot().await?;
        match store::find_holder(reading.connection(), credential).await? {
            Some((found, _)) if found == holder => Ok(store::choice(reading.connection(), credential).await?),
            Some(_) | None => Err(HoldingError::NotHeld(credential)),
        }
    }

    /// Chooses who finds a badge and what its page shows.
    pub async fn choose_for_badge(&self, holder: AccountId, credential: CredentialId, choice: Choice) -> Result<(), HoldingError> {
        let mut writing = self.database().writing().await?;
        let minor = self.held(&mut writing, holder, credential).await?;
        if choice.listing == Listing::Listed {
            match (minor, choice.names.is_shown()) {
                (Minor::Yes, _) => return Err(HoldingError::Minor),
                (Minor::No, false) => return Err(HoldingError::Nameless),
                (Minor::No, true) => {}
            }
        }
        if store::choice(writing.connection(), credential).await? == choice {
            return Ok(());
        }
        store::put_choice(&mut writing, credential, choice, self.now()).await?;
        self.log_holding(writing, "badge.chosen", credential).await
    }

    /// The viewing links of a badge that open something, the newest first.
    pub async fn viewing_links(&self, holder: AccountId, credential: CredentialId) -> Result<Vec<ViewingLink>, HoldingError> {
        let mut reading = self.database().snapshot().await?;
        match store::find_holder(reading.connection(), credential).await? {
            Some((found, _)) if found == holder => Ok(store::links(reading.connection(), credential, self.now()).await?),
            Some(_) | None => Err(HoldingError::NotHeld(credential)),
        }
    }

    /// Makes a link that shows a badge whole for some days. Its secret, which the form for it brought along
    /// and which is nowhere else, makes a second tap find what the first one made.
    pub async fn make_viewing_link(
        &self,
        holder: AccountId,
        credential: CredentialId,
        days: u16,
        secret: &Secret,
    ) -> Result<ViewingLink, HoldingError> {
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(HoldingError::Days(days));
        }
        let now = self.now();
        let mut writing = self.database().writing().await?;
        self.held(&mut writing, holder, credential).await?;
        if let Some(made) = store::find_link(writing.connection(), credential, secret.digest(), now).await? {
            return Ok(made);
        }
        if store::links(writing.connection(), credential, now).await?.len() >= MOST_LINKS {
            return Err(HoldingError::TooMany);
        }
        let link = ViewingLink { id: self.chance().id(), created_at: now, ends_at: now.plus_seconds(i64::from(days) * 86_400) };
        store::insert_link(&mut writing, credential, secret.digest(), &link).await?;
        self.log_holding(writing, "viewing-link.made", credential).await?;
        Ok(link)
    }

    /// Ends a viewing link; one that ended before stays ended.
    pub async fn end_viewing_link(&self, holder: AccountId, credential: CredentialId, link: ViewingLinkId) -> Result<(), HoldingError> {
        let mut writing = self.database().writing().await?;
        self.held(&mut writing, holder, credential).await?;
        if store::end_link(&mut writing, credential, link).await? {
            self.log_holding(writing, "viewing-link.ended", credential).await?;
        }
        Ok(())
    }

    /// Begins to show a badge to somebody present, in the place of the code that its holder saw end at
    /// `instead_of`: a second tap finds the code that the first one made. The name is for the first who
    /// enters the code.
    pub async fn begin_showing(
        &self,
        holder: AccountId,
        credential: CredentialId,
        legal_name: Option<&str>,
        instead_of: Option<Timestamp>,
    ) -> Result<Showing, HoldingError> {
        let legal_name = legal_name.map(str::trim).filter(|name| !name.is_empty());
        if legal_name.is_some_and(|name| name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)) {
            return Err(HoldingError::LongName);
        }
        let now = self.now();
        let showing = Showing::begin(self.chance(), legal_name.map(str::to_owned), now);
        let mut writing = self.database().writing().await?;
        self.held(&mut writing, holder, credential).await?;
        let known = store::lock_showing(&mut writing, credential).await?.filter(|known| known.is_alive(now));
        if let Some(known) = known.filter(|known| instead_of != Some(known.ends_at)) {
            return Ok(known);
        }
        store::put_showing(&mut writing, credential, &showing, now).await?;
        self.log_holding(writing, "showing.begun", credential).await?;
        Ok(showing)
    }

    /// The code of a badge, while it is not over or until its holder saw that guesses ended it.
    pub async fn showing(&self, holder: AccountId, credential: CredentialId) -> Result<Option<Showing>, HoldingError> {
        let now = self.now();
        let mut reading = self.database().snapshot().await?;
        match store::find_holder(reading.connection(), credential).await? {
            Some((found, _)) if found == holder => {}
            Some(_) | None => return Err(HoldingError::NotHeld(credential)),
        }
        Ok(store::find_showing(reading.connection(), credential).await?.filter(|showing| now < showing.ends_at))
    }

    /// Ends the code of a badge; nothing is wrong if there is none.
    pub async fn end_showing(&self, holder: AccountId, credential: CredentialId) -> Result<(), HoldingError> {
        let mut writing = self.database().writing().await?;
        self.held(&mut writing, holder, credential).await?;
        if store::end_showing(&mut writing, credential).await? {
            self.log_holding(writing, "showing.ended", credential).await?;
        }
        Ok(())
    }

    /// Whether what somebody typed is the code of a badge now. Who asks is not noted, and a wrong code,
    /// one that is over and none at all have one answer.
    pub async fn enter_code(&self, credential: CredentialId, typed: &str) -> Result<Seen, StoreError> {
        let (typed, now) = (digits(typed), self.now());
        let mut writing = self.database().writing().await?;
        let Some(showing) = store::lock_showing(&mut writing, credential).await?.filter(|showing| showing.is_alive(now)) else {
            store::clear_showings(&mut writing, now).await?;
            let _ = writing.commit().await?;
            return Ok(Seen::No);
        };
        if !showing.is(&typed) {
            store::count_failure(&mut writing, credential).await?;
            let _ = writing.commit().await?;
            return Ok(Seen::No);
        }
        if showing.shown_at.is_some() {
            return Ok(Seen::Controls { legal_name: None });
        }
        store::note_shown(&mut writing, credential, now).await?;
        let _ = writing.commit().await?;
        Ok(Seen::Controls { legal_name: showing.legal_name })
    }

    /// Clears away codes whose time is over, with the names that nobody came for. Says how many.
    pub async fn clear_showings(&self) -> Result<u64, StoreError> {
        if !store::any_is_over(&mut *self.database().reader().acquire().await?, self.now()).await? {
            return Ok(0);
        }
        let mut writing = self.database().writing().await?;
        let cleared = store::clear_showings(&mut writing, self.now()).await?;
        let _ = writing.commit().await?;
        Ok(cleared)
    }

    /// Withholds the details of a person's badges: their pages say "genuine; details withheld" and
    /// answer verdict, class, issuer and dates only. As a steward; doing it again gives another reason.
    pub async fn withhold_details(&self, account: AccountId, why: Why, by: AccountId) -> Result<(), HoldingError> {
        let mut writing = self.database().writing().await?;
        self.check_withholding(&mut writing, account, by).await?;
        if store::find_withholding(writing.connection(), account).await? == Some(why) {
            return Ok(());
        }
        store::put_withholding(&mut writing, account, why, by, self.now()).await?;
        log::append(&mut writing, Deed::about("details.withheld", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Shows the details again, as far as the holder chose to.
    pub async fn show_details(&self, account: AccountId, by: AccountId) -> Result<(), HoldingError> {
        let mut writing = self.database().writing().await?;
        self.check_withholding(&mut writing, account, by).await?;
        match store::lift_withholding(&mut writing, account).await {
            Err(StoreError::RowCount { .. }) => return Err(HoldingError::NotWithheld),
            other => other?,
        }
        log::append(&mut writing, Deed::about("details.shown", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Why the details of a person's badges are withheld, if they are.
    pub async fn withheld_details(&self, account: AccountId) -> Result<Option<Why>, StoreError> {
        store::find_withholding(&mut *self.database().reader().acquire().await?, account).await
    }

    /// Badges of a class whose holders chose to be listed, in order, after `after`; `most` at once.
    pub async fn listed_badges(&self, slug: &str, after: Option<CredentialId>, most: u32) -> Result<Vec<CredentialId>, StoreError> {
        store::listed(&mut *self.database().reader().acquire().await?, slug, after, most, self.now()).await
    }

    /// Whether the rules for minors apply to the holder of a badge.
    async fn held(&self, writing: &mut Writing, holder: AccountId, credential: CredentialId) -> Result<Minor, HoldingError> {
        match store::find_holder(writing.connection(), credential).await? {
            Some((found, minor)) if found == holder => Ok(minor),
            Some(_) | None => Err(HoldingError::NotHeld(credential)),
        }
    }

    async fn check_withholding(&self, writing: &mut Writing, account: AccountId, by: AccountId) -> Result<(), HoldingError> {
        if people::find_account(writing.connection(), account).await?.is_none() {
            return Err(HoldingError::NoAccount(account));
        }
        let now: Timestamp = self.now();
        let roles = appointments::roles(writing.connection(), by, now).await?;
        if by == account || !roles.is_steward() { Err(HoldingError::NotSteward) } else { Ok(()) }
    }

    async fn log_holding(&self, mut writing: Writing, kind: &'static str, credential: CredentialId) -> Result<(), HoldingError> {
        log::append(&mut writing, Deed::about(kind, &credential.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}
