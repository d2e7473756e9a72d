//! The worker that clears away codes whose time is over, legal names that nobody came for, and pictures
//! of trainings that ended long ago.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::community::Community;

/// Pause between two looks: a name outlives its ten minutes by no more.
const PAUSE: Duration = Duration::from_mins(1);

/// Clears codes away, until `stop` is cancelled.
pub(in crate::doors::http) async fn clear_when_over(community: Community, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = community.clear_showings().await {
            tracing::warn!(%error, "codes whose time is over are cleared away later");
        }
        if let Err(error) = community.clear_pictures().await {
            tracing::warn!(%error, "pictures whose time is over are cleared away later");
        }
        stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
    }
}
