//! Slips: printing them, using one for the first time, coming back with it, printing another in its place.

use super::super::Community;
use super::signing_in::{Arrival, SignInError};
use crate::community::attestation::participation::store as participations;
use crate::community::people::appointment::store as appointments;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::identity::store as identities;
use crate::community::people::sign_in::passkey::store as passkeys;
use crate::community::people::sign_in::session::{Begun, Proof, store as sessions};
use crate::community::people::sign_in::slip::pin::{Pin, PinFault};
use crate::community::people::sign_in::slip::store::{self, Kept, Meant};
use crate::community::people::sign_in::slip::{MOST, MOST_AT_ONCE, PrintedSlip, Slip, SlipCode};
use crate::community::people::{Minor, NewAccount, ShownAs, store as people};
use crate::platform::database::{Connection, StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Why no slip was printed, or opened nothing.
#[derive(Debug, thiserror::Error)]
pub enum SlipError {
    /// One answer for an unknown, voided, expired or resting slip and for a wrong PIN.
    #[error("this code and this PIN do not belong together")]
    NoFit,
    /// First use, and no PIN that can be kept.
    #[error(transparent)]
    Pin(#[from] PinFault),
    /// Nothing, or more than a printer takes.
    #[error("between 1 and {MOST_AT_ONCE} slips are printed at once, and {MOST} for one training in all")]
    HowMany,
    /// No slips for it.
    #[error("there is no training {0} that people join")]
    NoWorkshop(TrainingId),
    /// Not on the room sheet.
    #[error("this person did not join this training")]
    NotHere,
    /// A slip would let a trainer into somebody's account.
    #[error("this person signs in by an account or a passkey of their own: a slip is not for them")]
    OwnWay,
    /// The library refuses its parameters.
    #[error("the PIN could not be kept")]
    Unkept,
    /// Signing in failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody who came with a slip.
#[derive(Debug)]
pub struct BySlip {
    /// Their session.
    pub begun: Begun,
    /// Who.
    pub account: AccountId,
    /// Where the slip was given out.
    pub training: TrainingId,
}

impl Community {
    /// Prints slips that anybody may use first. The codes are nowhere else: printing again gives others.
    pub async fn print_slips(&self, training: TrainingId, how_many: u32, by: AccountId) -> Result<Vec<PrintedSlip>, SlipError> {
        self.print_slips_once(training, how_many, by, &Secret::new(&self.chance)).await
    }

    /// As [`Community::print_slips`]; the codes belong to `draw`: asked for twice with the same one, the same slips are
    /// printed once.
    pub async fn print_slips_once(
        &self,
        training: TrainingId,
        how_many: u32,
        by: AccountId,
        draw: &Secret,
    ) -> Result<Vec<PrintedSlip>, SlipError> {
        let codes: Vec<SlipCode> = (0..how_many.min(MOST_AT_ONCE)).map(|n| SlipCode::drawn_nth(draw, n)).collect();
        let (Some(one), Some(last)) = (codes.first(), codes.last()) else { return Err(SlipError::HowMany) };
        let mut writing = self.database.writing().await?;
        let first = self.next_number(&mut writing, training).await?;
        if let Some(Kept { slip, .. }) = store::find(writing.connection(), one).await? {
            // They were written together, so their numbers follow each other; more than then are others.
            let whole = slip.training() == training && store::find(writing.connection(), last).await?.is_some();
            let numbered = (slip.number()..).zip(codes).map(|(number, code)| PrintedSlip { number, code });
            return if whole { Ok(numbered.collect()) } else { Err(SlipError::HowMany) };
        }
        if !(1..=MOST_AT_ONCE).contains(&how_many) || first + how_many > MOST + 1 {
            return Err(SlipError::HowMany);
        }
        let printed: Vec<PrintedSlip> = (first..).zip(codes).map(|(number, code)| PrintedSlip { number, code }).collect();
        store::insert(&mut writing, training, &printed, Meant::default(), &self.chance, self.now()).await?;
        let (subject, object) = (by.to_string(), format!("{training} {first} {how_many} {by}"));
        log::append(&mut writing, Deed { kind: "slips.printed", subject: Some(&subject), object: object.as_bytes() }, &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(printed)
    }

    /// Prints a slip for somebody in a training, whom a trainer knows. Slips they had are void from now on, their
    /// sessions are over, and they choose a PIN anew. Never for whoever has a way in of their own.
    ///
    /// The code belongs to `draw`: asked for twice with the same one, the same slip is printed once.
    pub async fn print_slip_for(
        &self,
        training: TrainingId,
        account: AccountId,
        by: AccountId,
        draw: &Secret,
    ) -> Result<PrintedSlip, SlipError> {
        let code = SlipCode::drawn(draw);
        let mut writing = self.database.writing().await?;
        let number = self.next_number(&mut writing, training).await?;
        if participations::find(writing.connection(), training, account).await?.is_none() {
            return Err(SlipError::NotHere);
        }
        if let Some(Kept { slip, .. }) = store::find(writing.connection(), &code).await? {
            let same = slip.account() == Some(account) && slip.training() == training && slip.is_good(self.now());
            return if same { Ok(PrintedSlip { number: slip.number(), code }) } else { Err(SlipError::NotHere) };
        }
        if number > MOST {
            return Err(SlipError::HowMany);
        }
        if own_way(writing.connection(), account, self.now()).await? {
            return Err(SlipError::OwnWay);
        }
        let mut meant = Meant { account: Some(account), replaces: None };
        for old in store::of_account(writing.connection(), account).await? {
            if old.voided_at().is_none() {
                store::void(&mut writing, old.id(), self.now()).await?;
                meant.replaces = meant.replaces.or(Some(old.id()));
            }
        }
        sessions::end_all(&mut writing, account, None).await?;
        let printed = PrintedSlip { number, code };
        store::insert(&mut writing, training, std::slice::from_ref(&printed), meant, &self.chance, self.now()).await?;
        let (subject, object) = (account.to_string(), format!("{training} {number} {account} {by}"));
        log::append(&mut writing, Deed { kind: "slip.replaced", subject: Some(&subject), object: object.as_bytes() }, &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(printed)
    }

    /// The slips of a training, by number.
    pub async fn slips_of(&self, training: TrainingId) -> Result<Vec<Slip>, StoreError> {
        store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    /// The slips that somebody ever had, the newest first.
    pub async fn slips_of_account(&self, account: AccountId) -> Result<Vec<Slip>, StoreError> {
        store::of_account(self.database.snapshot().await?.connection(), account).await
    }

    /// Signs in whoever has a slip: with its PIN, or, the first time, with a PIN chosen now and typed `again`.
    ///
    /// It works a processor for tens of milliseconds, as long for a code that nobody has: callers bound how many do so at
    /// once. A double tap at the first use finds the slip used, with the same PIN, and signs in.
    pub async fn enter_by_slip(&self, code: &SlipCode, pin: &str, again: &str, from: Arrival<'_>) -> Result<BySlip, SlipError> {
        for _ in 0..2 {
            let found = store::find(self.database.snapshot().await?.connection(), code).await?;
            match found.filter(|kept| kept.slip.is_good(self.now())) {
                Some(Kept { slip, pin_hash: None }) => {
                    let chosen = Pin::choose(pin, again)?;
                    if let Some(entered) = self.begin_slip(&slip, &chosen, from).await? {
                        return Ok(entered);
                    }
                    // Somebody was first, perhaps the other tap of two: then the PIN tells.
                }
                known => {
                    let tried = Pin::read(pin).map_err(|_| SlipError::NoFit);
                    return self.return_by_slip(known, tried?, from).await;
                }
            }
        }
        Err(SlipError::NoFit)
    }

    async fn begin_slip(&self, slip: &Slip, pin: &Pin, from: Arrival<'_>) -> Result<Option<BySlip>, SlipError> {
        let hashed = pin.hashed(&self.chance).ok_or(SlipError::Unkept)?;
        let mut writing = self.database.writing().await?;
        let account = match slip.account() {
            Some(account) => account,
            None => self.welcome_with_slip(&mut writing).await?,
        };
        if !store::take(&mut writing, slip.id(), account, &hashed).await? {
            return Ok(None);
        }
        log::append(&mut writing, Deed::about("slip.used", &account.to_string()), &self.chance).await?;
        let begun = self.enter(&mut writing, account, from, Proof::Slip).await?;
        let _ = writing.commit().await?;
        Ok(Some(BySlip { begun, account, training: slip.training() }))
    }

    async fn return_by_slip(&self, known: Option<Kept>, pin: Pin, from: Arrival<'_>) -> Result<BySlip, SlipError> {
        let now = self.now();
        let open = known.as_ref().filter(|kept| !kept.slip.is_locked(now));
        let mut writing = self.database.writing().await?;
        let may = match open {
            Some(kept) => store::reserve_try(&mut writing, kept.slip.id(), now).await?,
            None => {
                store::pretend_try(&mut writing).await?;
                false
            }
        };
        let _ = writing.commit().await?;
        let kept = open.filter(|_| may);
        let fits = pin.is(kept.and_then(|kept| kept.pin_hash.as_deref()));
        let (Some(kept), true) = (kept, fits) else { return Err(SlipError::NoFit) };
        let account = kept.slip.account().ok_or(SlipError::NoFit)?;
        let mut writing = self.database.writing().await?;
        if !store::forget_tries(&mut writing, kept.slip.id()).await? {
            return Err(SlipError::NoFit);
        }
        let begun = self.enter(&mut writing, account, from, Proof::Slip).await?;
        let _ = writing.commit().await?;
        Ok(BySlip { begun, account, training: kept.slip.training() })
    }

    /// An account for somebody of whom nothing is known yet.
    async fn welcome_with_slip(&self, writing: &mut Writing) -> Result<AccountId, SlipError> {
        let new = NewAccount {
            central_id: None,
            user_name: None,
            display_name: None,
            affiliate: None,
            shown_as: ShownAs::Affiliate,
            minor: Minor::Yes,
        };
        let id = self.chance.id();
        people::insert_account(writing, id, &new, self.now()).await?;
        log::append(writing, Deed::about("account.registered", &id.to_string()), &self.chance).await?;
        Ok(id)
    }

    async fn next_number(&self, writing: &mut Writing, training: TrainingId) -> Result<u32, SlipError> {
        // Held: numbers are given in one order.
        if participations::hold_terms(writing, training).await?.is_none() {
            return Err(SlipError::NoWorkshop(training));
        }
        Ok(store::last_number(writing.connection(), training).await? + 1)
    }

    /// Whether somebody has a way in of their own, or may do what a slip must not open.
    pub async fn has_own_way(&self, account: AccountId) -> Result<bool, SlipError> {
        let now = self.now();
        own_way(self.database.snapshot().await?.connection(), account, now).await
    }
}

pub(super) async fn own_way(connection: &mut Connection, account: AccountId, now: Timestamp) -> Result<bool, SlipError> {
    let person = people::find_account(connection, account).await?.ok_or(SlipError::NotHere)?;
    let passkey = !passkeys::credential_ids(connection, account).await?.is_empty();
    let provider = !identities::providers_of(connection, account).await?.is_empty();
    let roles = appointments::roles(connection, account, now).await?;
    Ok(person.central_id().is_some() || passkey || provider || roles.is_trainer() || roles.is_steward() || roles.is_admin())
}
