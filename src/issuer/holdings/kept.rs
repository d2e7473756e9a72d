//! What this server keeps about a person, for themselves: in plain form, and without what would let in whoever
//! finds the file.

use serde_json::{Value, json};

use super::super::Office;
use super::store;
use crate::community::notices::Errand;
use crate::community::people::sign_in::slip::Slip;
use crate::platform::database::StoreError;
use crate::platform::outbox;
use crate::vocabulary::ids::AccountId;

/// Everything about a person but their signed badges.
#[derive(Debug, Clone)]
pub struct KeptAbout {
    /// By table: its rows, each with whose it is and what its personal columns say.
    pub rows: Value,
    /// Their printed slips: that there are any, and since when; neither code nor PIN.
    pub slips: Value,
    /// Mails to them that have not left yet: what for and, where it stands nowhere else, to which address.
    pub mails: Value,
    /// What opens the entries of the log that are about them.
    pub log: Value,
}

impl Office {
    /// Everything that the schema calls personal and that is about this person, their slips, mails that wait,
    /// and what opens the log. The signed bytes are left out here, because they are files of their own; of what
    /// guards a way in it says only that it is there.
    pub async fn kept_about(&self, account: AccountId) -> Result<KeptAbout, StoreError> {
        let slips = self.community.slips_of_account(account).await?;
        let mut view = self.community.database().snapshot().await?;
        let rows = store::personal_rows(&mut view, account).await?;
        let log = store::openings(&mut view, account).await?;
        let mails = outbox::waiting_about(&mut view, &account.to_string()).await?;
        Ok(KeptAbout {
            rows: Value::Object(rows),
            slips: slips.iter().map(slip).collect(),
            mails: mails.iter().map(mail).collect(),
            log: Value::Array(log),
        })
    }
}

fn slip(slip: &Slip) -> Value {
    json!({
        "training": slip.training().to_string(),
        "number": slip.number(),
        "printed_at": slip.printed_at().to_string(),
        "expires_at": slip.expires_at().to_string(),
        "voided_at": slip.voided_at().map(|at| at.to_string()),
        "pin_is_set": slip.has_pin(),
        "wrong_pins_in_a_row": slip.failures(),
    })
}

/// Secrets in links stay with the mail.
fn mail(waiting: &outbox::Waiting) -> Value {
    let about = match Errand::read(&waiting.payload) {
        Some(Errand::Notice { notice }) => json!({ "why": "notice", "notice": notice.to_string() }),
        Some(Errand::Confirm { .. }) => json!({ "why": "to ask whether the address is yours" }),
        Some(Errand::Invitation { address, language, training, .. }) => {
            json!({ "why": "invitation", "to": address, "language": language.to_string(), "training": training.to_string() })
        }
        None => json!({ "why": "unknown to this version" }),
    };
    json!({
        "about": about,
        "put_at": waiting.created_at.to_string(),
        "tried": waiting.attempts,
        "next_try_at": waiting.due_at.map(|at| at.to_string()),
    })
}
