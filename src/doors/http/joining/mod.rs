//! Joining a training: by account, by a link in a mail, by a printed slip.

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
