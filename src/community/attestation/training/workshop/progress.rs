//! How far a workshop is, and what is to be done next.

use super::Workshop;
use crate::vocabulary::Timestamp;

/// Counts of one workshop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// People who joined and did not leave.
    pub joined: u32,
    /// Of these, whose names nobody has confirmed: their badges would say none.
    pub unconfirmed: u32,
    /// Of these, those for whom some criterion is ticked.
    pub ticked: u32,
    /// Ticks of which no attestation was made.
    pub unattested: u32,
    /// People put forward, badge by badge.
    pub nominated: u32,
    /// Of these, badges recorded.
    pub issued: u32,
}

/// What a trainer does next; names the message `training-next-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Before the day: print slips and the room sheet.
    Prepare,
    /// Show the slide, hand out slips.
    Invite,
    /// Tick what people show.
    Tick,
    /// Make attestations of ticks.
    Attest,
    /// Issue, or see what is missing.
    Issue,
    /// Nothing.
    Done,
    /// It is over, and nobody came.
    Empty,
}

impl Next {
    /// As messages and addresses name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Invite => "invite",
            Self::Tick => "tick",
            Self::Attest => "attest",
            Self::Issue => "issue",
            Self::Done => "done",
            Self::Empty => "empty",
        }
    }
}

impl Workshop {
    /// What is to be done next at `now`.
    pub fn next(&self, progress: &Progress, now: Timestamp) -> Next {
        let begun = now >= self.training().starts_at();
        match *progress {
            Progress { joined: 0, .. } if !self.is_joinable(now) => Next::Empty,
            Progress { joined: 0, .. } if begun => Next::Invite,
            Progress { unattested: 0, ticked: 0, nominated, issued, .. } if !begun && nominated >= issued => Next::Prepare,
            Progress { unattested: 1.., .. } => Next::Attest,
            // Nothing is issued in a rehearsal.
            Progress { ticked: 1.., .. } if self.is_rehearsal() => Next::Done,
            Progress { nominated, issued, .. } if issued > 0 && issued >= nominated => Next::Done,
            Progress { ticked: 1.., .. } => Next::Issue,
            Progress { .. } => Next::Tick,
        }
    }
}
