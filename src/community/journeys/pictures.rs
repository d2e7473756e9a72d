//! Pictures as evidence: added at once or piece by piece, looked at, removed, cleared away.

use sha2::{Digest, Sha256};

use super::super::Community;
use crate::community::attestation::picture::upload::{CHUNK, HOURS, Had, NewUpload, Sending, Upload};
use crate::community::attestation::picture::{
    KEPT_DAYS, MOST_OF_ALL, MOST_OF_DAY, MOST_OF_PERSON, NewPicture, Picture, PictureError, Size, kept_until, store, tidy,
};
use crate::community::attestation::{tick, training};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::standards::picture::{LARGEST, Redrawn};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, PictureId, TrainingId};

const DAY_S: i64 = 24 * 3600;

impl Community {
    /// Every picture of a training, by person, in the order in which they were added.
    pub async fn pictures_of(&self, training: TrainingId) -> Result<Vec<Picture>, StoreError> {
        store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    /// Every picture of a person's work, the newest first.
    pub async fn pictures_about(&self, person: AccountId) -> Result<Vec<Picture>, StoreError> {
        store::about(self.database.snapshot().await?.connection(), person).await
    }

    /// One picture.
    pub async fn picture(&self, id: PictureId) -> Result<Option<Picture>, StoreError> {
        store::find(&mut *self.database.reader().acquire().await?, id).await
    }

    /// The bytes of a picture, as JPEG; none once it is removed.
    pub async fn picture_bytes(&self, id: PictureId, size: Size) -> Result<Option<Vec<u8>>, StoreError> {
        store::bytes(&mut *self.database.reader().acquire().await?, id, size).await
    }

    /// Keeps a picture that came whole. The same one again changes nothing.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn add_picture(&self, mut new: NewPicture, drawn: &Redrawn) -> Result<(), PictureError> {
        new.caption = tidy(&new.caption)?;
        let mut writing = self.database.writing().await?;
        self.may_add(&mut writing, &new).await?;
        match store::find(writing.connection(), new.id).await? {
            Some(kept) if kept.is(&new) => return Ok(()),
            Some(_) => return Err(PictureError::Taken),
            None => {}
        }
        self.has_room(&mut writing, &new).await?;
        self.keep(writing, &new, drawn).await
    }

    /// Begins an upload, or says how far it is.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn begin_picture(&self, mut new: NewUpload) -> Result<Had, PictureError> {
        new.picture.caption = tidy(&new.picture.caption)?;
        if !(1..=LARGEST).contains(&new.size) {
            return Err(PictureError::Size { found: new.size });
        }
        let mut writing = self.database.writing().await?;
        self.may_add(&mut writing, &new.picture).await?;
        match store::find(writing.connection(), new.picture.id).await? {
            Some(kept) if kept.is(&new.picture) => return Ok(Had::Kept),
            Some(_) => return Err(PictureError::Taken),
            None => {}
        }
        match store::find_upload(writing.connection(), new.picture.id).await? {
            Some(begun) if begun.picture == new.picture && begun.size == new.size => return Ok(begun.had()),
            Some(_) => return Err(PictureError::Taken),
            None => {}
        }
        self.has_room(&mut writing, &new.picture).await?;
        if store::under_way(writing.connection(), new.picture.training, new.picture.participant).await? >= MOST_OF_PERSON {
            return Err(PictureError::Many);
        }
        store::begin(&mut writing, &new, self.now()).await?;
        let _ = writing.commit().await?;
        Ok(Had::Bytes(0))
    }

    /// Takes a piece that begins at `begins`, and says where to go on. A piece that came before, or that
    /// begins elsewhere, changes nothing.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn take_piece(&self, of: &Sending, begins: usize, bytes: &[u8]) -> Result<Had, PictureError> {
        let mut writing = self.database.writing().await?;
        store::hold_upload(&mut writing, of.id).await?;
        let Some(mut upload) = self.upload_of(&mut writing, of).await? else { return Ok(Had::Kept) };
        let fits = begins == upload.have && begins + bytes.len() <= upload.size && (1..=CHUNK).contains(&bytes.len());
        if fits {
            store::append(&mut writing, &upload, bytes).await?;
            let _ = writing.commit().await?;
            upload.have += bytes.len();
        }
        Ok(upload.had())
    }

    /// What has come of an upload of which everything has come, to be drawn; `None`: the picture is kept
    /// already.
    ///
    /// # Errors
    /// [`PictureError::Altered`]: it is not what was announced, and is forgotten.
    pub async fn uploaded(&self, of: &Sending) -> Result<Option<(NewPicture, Vec<u8>)>, PictureError> {
        let mut writing = self.database.writing().await?;
        let Some(upload) = self.upload_of(&mut writing, of).await? else { return Ok(None) };
        let whole = store::whole(writing.connection(), of.id).await?;
        if <[u8; 32]>::from(Sha256::digest(&whole)) == upload.picture.digest {
            return Ok(Some((upload.picture, whole)));
        }
        store::delete_upload(&mut writing, of.id).await?;
        let _ = writing.commit().await?;
        Err(PictureError::Altered)
    }

    /// Forgets an upload that came to nothing.
    pub async fn forget_upload(&self, id: PictureId) -> Result<(), StoreError> {
        let mut writing = self.database.writing().await?;
        store::delete_upload(&mut writing, id).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Removes a picture, as a trainer of its training. One that is not there any more is removed.
    ///
    /// # Errors
    /// [`PictureError::NoTraining`].
    pub async fn remove_picture(&self, of: &Sending) -> Result<(), PictureError> {
        let mut writing = self.database.writing().await?;
        let training = training::store::find_training(writing.connection(), of.training).await?.ok_or(PictureError::NoTraining)?;
        if !training.trainers().contains(&of.trainer) {
            return Err(PictureError::NoTraining);
        }
        if store::delete(&mut writing, of.training, of.participant, of.id).await? {
            log::append(&mut writing, Deed::about("picture.removed", &of.participant.to_string()), &self.chance).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }

    /// Clears away pictures of trainings that ended long ago, and uploads that did not end in a day; how many.
    pub async fn clear_pictures(&self) -> Result<u64, StoreError> {
        let before = |seconds: i64| Timestamp::from_ms(self.now().as_ms() - seconds * 1000);
        let (ended, begun) = (before(KEPT_DAYS * DAY_S), before(HOURS * 3600));
        if !store::any_is_over(&mut *self.database.reader().acquire().await?, ended, begun).await? {
            return Ok(0);
        }
        let mut writing = self.database.writing().await?;
        let cleared = store::clear(&mut writing, ended, begun).await?;
        let _ = writing.commit().await?;
        if let Err(error) = self.database.overwrite_deleted().await {
            tracing::warn!(%error, "pictures that were cleared away are overwritten in the files later");
        }
        Ok(cleared)
    }

    /// Whether this trainer may add this picture at all.
    async fn may_add(&self, writing: &mut Writing, new: &NewPicture) -> Result<(), PictureError> {
        let found = training::store::find_training(writing.connection(), new.training).await?.ok_or(PictureError::NoTraining)?;
        if !found.trainers().contains(&new.trainer) {
            return Err(PictureError::NoTraining);
        }
        if new.trainer == new.participant {
            return Err(PictureError::Oneself);
        }
        // Held: of two that come at the same moment, the second one finds the first.
        if !tick::store::hold_participant(writing, new.training, new.participant).await? {
            return Err(PictureError::NoParticipant);
        }
        if kept_until(&found) <= self.now() { Err(PictureError::Over) } else { Ok(()) }
    }

    async fn has_room(&self, writing: &mut Writing, new: &NewPicture) -> Result<(), PictureError> {
        let since = Timestamp::from_ms(self.now().as_ms() - DAY_S * 1000);
        match store::counts(writing.connection(), new, since).await? {
            (MOST_OF_PERSON.., ..) => Err(PictureError::Many),
            (_, MOST_OF_DAY.., _) => Err(PictureError::Daily),
            (_, _, MOST_OF_ALL..) => Err(PictureError::Full),
            _ => Ok(()),
        }
    }

    async fn keep(&self, mut writing: Writing, new: &NewPicture, drawn: &Redrawn) -> Result<(), PictureError> {
        store::insert(&mut writing, new, drawn, self.now()).await?;
        log::append(&mut writing, Deed::about("picture.added", &new.participant.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The upload of this trainer; `None`: the picture is kept already.
    async fn upload_of(&self, writing: &mut Writing, of: &Sending) -> Result<Option<Upload>, PictureError> {
        let upload = store::find_upload(writing.connection(), of.id).await?;
        if let Some(upload) = upload {
            return if upload.is_of(of) { Ok(Some(upload)) } else { Err(PictureError::NoUpload) };
        }
        let kept = store::find(writing.connection(), of.id).await?;
        let is_theirs = |kept: &Picture| (kept.training(), kept.participant(), kept.trainer()) == (of.training, of.participant, of.trainer);
        if kept.as_ref().is_some_and(is_theirs) { Ok(None) } else { Err(PictureError::NoUpload) }
    }
}
