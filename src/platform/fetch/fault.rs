//! Why a document was not fetched.

use super::address::AddressFault;

/// A sentence for a technical reader. Nothing of what came is repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchFault {
    /// The operator switched it off.
    #[error("this server asks no other servers")]
    Off,
    /// The address is not asked.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The name leads nowhere.
    #[error("no address is known for the host {host}")]
    NoAddress {
        /// Name.
        host: String,
    },
    /// It leads into a network that is not public.
    #[error("the host {host} does not stand in the public network")]
    NotPublic {
        /// Name.
        host: String,
    },
    /// No connection, no TLS, no HTTP.
    #[error("the host {host} cannot be reached: {why}")]
    Unreachable {
        /// Name.
        host: String,
        /// By the library.
        why: String,
    },
    /// The usual time was over.
    #[error("the host {host} did not answer in time")]
    TooSlow {
        /// Name.
        host: String,
    },
    /// Something else than 200.
    #[error("the host {host} answered with status {status}")]
    Status {
        /// Name.
        host: String,
        /// Status.
        status: u16,
    },
    /// 410, or a refusal whose body says the same.
    #[error("the host {host} says that it was taken away for good")]
    Gone {
        /// Name.
        host: String,
    },
    /// A redirect where none is followed, or one too many.
    #[error("the host {host} sends on to another address, which is not followed here")]
    Redirected {
        /// Name.
        host: String,
    },
    /// Another kind of content.
    #[error("the host {host} sent {found:?}, which is no {wanted}")]
    Form {
        /// Name.
        host: String,
        /// Media type, shortened.
        found: String,
        /// What was wanted.
        wanted: &'static str,
    },
    /// Compressed although nobody asked for it.
    #[error("the host {host} sent it compressed, which nobody asked for")]
    Encoded {
        /// Name.
        host: String,
    },
    /// More bytes than any honest document of the kind.
    #[error("the host {host} sent more than {most} bytes")]
    TooLarge {
        /// Name.
        host: String,
        /// Bytes.
        most: usize,
    },
    /// Too many documents for one badge.
    #[error("one badge may ask for {most} documents and no more")]
    TooMany {
        /// Documents.
        most: usize,
    },
    /// The time for the whole verification was over.
    #[error("the time for asking other servers was over")]
    OutOfTime,
    /// This host was asked often enough.
    #[error("the host {host} was asked often enough for this minute")]
    Rested {
        /// Name.
        host: String,
    },
}

impl FetchFault {
    /// Whether asking again at once would bring the same: then nobody is asked again for a while. What
    /// has to do with us or with one verification is no such thing.
    pub(super) const fn lasts(&self) -> bool {
        match self {
            Self::NoAddress { .. }
            | Self::NotPublic { .. }
            | Self::Unreachable { .. }
            | Self::TooSlow { .. }
            | Self::Status { .. }
            | Self::Gone { .. }
            | Self::Redirected { .. }
            | Self::Form { .. }
            | Self::Encoded { .. }
            | Self::TooLarge { .. } => true,
            Self::Off | Self::Address(_) | Self::TooMany { .. } | Self::OutOfTime | Self::Rested { .. } => false,
        }
    }
}
