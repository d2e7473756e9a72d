//! What was typed into a form or a query: fields in their order, of which several may have one name.

use axum::extract::RawForm;
use serde::Deserialize;

/// Characters of a field of a form that are read: nobody types so much.
const LONGEST: usize = 4000;

/// The fields of a form or of a query.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(Vec<(String, String)>);

impl From<RawForm> for Fields {
    fn from(RawForm(bytes): RawForm) -> Self {
        let tidy = |value: &str| value.trim().chars().take(LONGEST).collect();
        Self(url::form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), tidy(&value))).collect())
    }
}

impl Fields {
    /// The first field of this name, or nothing; without spaces around it.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every field of this name that is not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, value)| known == name && !value.trim().is_empty()).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// The first field of this name as it was sent, also if it is empty; `None` if there is none.
    pub(super) fn sent(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box of this name is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.one(name) == "yes"
    }

    /// A whole number from 1; 1 if it is none.
    pub(super) fn page(&self) -> usize {
        self.one("page").parse().ok().filter(|page| *page > 0).unwrap_or(1)
    }

    /// The query of another page of the same list: every field but `page` and the language.
    pub(super) fn with_page(&self, path: &str, page: usize) -> String {
        let kept = self.0.iter().filter(|(name, value)| !matches!(name.as_str(), "page" | "uselang" | "lang") && !value.is_empty());
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("page", &page.to_string()).finish();
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_come_more_than_once_and_pages_count_from_one() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = Fields(vec![pair("class", "a"), pair("class", " b "), pair("class", " "), pair("page", "0"), pair("uselang", "ar")]);
        assert_eq!(fields.all("class"), ["a", "b"]);
        assert_eq!((fields.one("class"), fields.one("none"), fields.page()), ("a", "", 1));
        assert_eq!(fields.with_page("/admin/x", 2), "/admin/x?class=a&class=+b+&class=+&page=2");
    }
}
