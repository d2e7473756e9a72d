//! What a mail in the outbox is for: names and one-time secrets, never words.

use serde_json::{Value, json};

use super::MAIL;
use crate::community::people::sign_in::Secret;
use crate::platform::database::{StoreError, Writing};
use crate::platform::outbox;
use crate::standards::json::{self, Limits};
use crate::vocabulary::ids::{AccountId, NoticeId, OutboxId, TrainingId};
use crate::vocabulary::{Chance, LanguageTag, Timestamp};

/// Why something is to be mailed to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// A notice that stands on their page.
    Notice {
        /// Which.
        notice: NoticeId,
    },
    /// The question whether an address is theirs. The secret has to wait in the outbox until it is
    /// sent, since every try sends the same; it only confirms the address, and signs nobody in.
    Confirm {
        /// For the link.
        secret: Secret,
    },
    /// An invitation to join a training, to an address that a trainer gave and that is kept only here
    /// until the mail has left.
    Invitation {
        /// Where to.
        address: String,
        /// In which language.
        language: LanguageTag,
        /// To what.
        training: TrainingId,
        /// For the link, which signs its reader in once.
        secret: Secret,
    },
}

impl Errand {
    /// Puts it into the outbox, in the caller's transaction.
    pub(crate) async fn put(
        &self,
        writing: &mut Writing,
        account: AccountId,
        chance: &Chance,
        now: Timestamp,
    ) -> Result<OutboxId, StoreError> {
        outbox::put(writing, MAIL, &account.to_string(), &self.to_json().to_string(), chance, now).await
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Notice { notice } => json!({ "notice": notice.to_string() }),
            Self::Confirm { secret } => json!({ "confirm": secret.reveal() }),
            Self::Invitation { address, language, training, secret } => json!({
                "invitation": secret.reveal(),
                "address": address,
                "language": language.to_string(),
                "training": training.to_string(),
            }),
        }
    }

    /// As the outbox has it; `None` if no errand of ours looks like that.
    pub fn read(payload: &str) -> Option<Self> {
        let said = json::parse(payload.as_bytes(), &Limits::of_bytes(4096)).ok()?;
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        if let Some(notice) = text("notice") {
            return Some(Self::Notice { notice: notice.parse().ok()? });
        }
        if let Some(secret) = text("confirm") {
            return Some(Self::Confirm { secret: Secret::of(secret)? });
        }
        Some(Self::Invitation {
            secret: Secret::of(text("invitation")?)?,
            address: text("address")?.to_owned(),
            language: text("language")?.parse().ok()?,
            training: text("training")?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_is_read_as_it_was_put() {
        let chance = Chance::seeded(1);
        let errands = [
            Errand::Notice { notice: chance.id() },
            Errand::Confirm { secret: Secret::new(&chance) },
            Errand::Invitation {
                address: "सीता@उदाहरण.example".to_owned(),
                language: LanguageTag::english(),
                training: chance.id(),
                secret: Secret::new(&chance),
            },
        ];
        for errand in errands {
            assert_eq!(Errand::read(&errand.to_json().to_string()), Some(errand));
        }
        for wrong in ["", "{}", "{\"notice\":1}", "{\"notice\":\"x\"}", "{\"confirm\":\"short\"}", "{\"to\":\"dina@example.org\"}"] {
            assert_eq!(Errand::read(wrong), None, "{wrong}");
        }
    }
}
