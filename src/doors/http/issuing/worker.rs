//! The worker that issues what is due: it starts with the door, and stops between two steps.
//!
//! Several processes may have one each: what one of them took, no other takes before its lease is over.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::issuer::Office;

/// Pause between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// The same after the store did not answer.
const LONGER: Duration = Duration::from_secs(15);

/// Issues whatever is due, until `stop` is cancelled.
pub(in crate::doors::http) async fn issue_when_due(office: Office, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let pause = match office.issue_due().await {
            Ok(_) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "what is due could not be issued; it is tried again");
                LONGER
            }
        };
        stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
}
