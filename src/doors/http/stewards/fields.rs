//! What was typed into a form or a query: fields that may come more than once, dates, and people.

use serde::Deserialize;

use crate::community::people::Account;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// The fields of a form, in order.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first field of this name, or nothing; without spaces around it.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every field of this name that is not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, value)| known == name && !value.trim().is_empty()).map(|(_, value)| value.trim().to_owned()).collect()
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

/// The first instant of a day such as `2026-11-20`, in UTC.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    Timestamp::parse(&format!("{text}T00:00:00Z")).filter(|_| text.len() == 10)
}

/// Who was meant.
#[derive(Debug)]
pub(super) enum Meant {
    /// Exactly one person.
    One(Box<Account>),
    /// Nobody here is called so.
    Nobody,
    /// Several are.
    Several,
}

/// The person with this account id, user name or name.
pub(super) async fn person(site: &Site, text: &str) -> Result<Meant, Problem> {
    if let Ok(id) = text.parse::<AccountId>() {
        let found = site.community().trainer(id).await;
        return Ok(found.map_or(Meant::Nobody, |trainer| Meant::One(Box::new(trainer.account().clone()))));
    }
    if text.is_empty() {
        return Ok(Meant::Nobody);
    }
    let mut called = site.community().people_called(text).await?;
    Ok(match (called.pop(), called.is_empty()) {
        (Some(one), true) => Meant::One(Box::new(one)),
        (Some(_), false) => Meant::Several,
        (None, _) => Meant::Nobody,
    })
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

    #[test]
    fn a_day_is_a_day() {
        assert_eq!(day("2026-11-20").map(|at| at.to_string()), Some("2026-11-20T00:00:00Z".to_owned()));
        for wrong in ["", "2026-11-31", "20.11.2026", "2026-11-20T10:00:00Z"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
