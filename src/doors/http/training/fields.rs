//! What a form says, field by field; a field may stand several times, as boxes of one name do.

use axum::extract::RawForm;

/// Characters of a field that are read.
const LONGEST: usize = 4000;

/// The fields of a form, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl From<RawForm> for Fields {
    fn from(RawForm(bytes): RawForm) -> Self {
        Self(url::form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), tidy(&value))).collect())
    }
}

impl Fields {
    /// The first field of this name; empty if there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every field of this name.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box of this name is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.one(name) == "yes"
    }
}

/// Without outer space, and cut where nobody types so much.
fn tidy(value: &str) -> String {
    value.trim().chars().take(LONGEST).collect()
}
