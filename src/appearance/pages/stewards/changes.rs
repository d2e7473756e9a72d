//! What a drafted version changes against the released one, in words.
//!
//! Only what is frozen counts: texts in the language in which they were written, and everything else that the digest
//! of a version covers.

use super::drafts::ChangeLine;
use crate::appearance::pages::wording::Wording;
use crate::community::catalog::{BadgeClass, Prose};
use crate::vocabulary::LanguageTag;

/// What is different, in the order of the form. `word` says a word of the catalogue to the reader, `capacity` the
/// name of one.
pub fn changes(
    before: &BadgeClass,
    now: &BadgeClass,
    word: &dyn Fn(String) -> Wording,
    capacity: &dyn Fn(&str, &str) -> Wording,
) -> Vec<ChangeLine> {
    let mut lines = Lines { before, now, lines: Vec::new() };
    lines.compare("version", |class| vec![plain(class.version())]);
    lines.compare("name", |class| vec![source(class.name())]);
    lines.compare("description", |class| vec![source(class.description())]);
    lines.compare_each("criteria", |class| {
        let each = class.criteria().iter();
        each.map(|one| (one.id().to_owned(), Wording::new(format!("{}: {}", one.id(), one.text().source_text()), english(class)))).collect()
    });
    let stays = |id: &str| [before, now].iter().all(|class| class.criteria().iter().any(|one| one.id() == id));
    lines.compare("order", |class| class.criteria().iter().filter(|one| stays(one.id())).map(|one| plain(one.id())).collect());
    // Of criteria that go, that is all.
    let told = |class: &BadgeClass, id: &str| stays(id) || std::ptr::eq(class, now);
    lines.compare_each("quorum", |class| {
        let each = class.criteria().iter().filter(|one| told(class, one.id()));
        each.map(|one| (one.id().to_owned(), plain(format!("{}: {}", one.id(), one.quorum())))).collect()
    });
    lines.compare_each("distinct", |class| {
        let each = class.criteria().iter().filter(|one| told(class, one.id()) && one.distinct_affiliates());
        each.map(|one| (one.id().to_owned(), plain(one.id()))).collect()
    });
    lines.compare("capacities", |class| class.alignments().iter().map(|one| capacity(one.scheme(), one.code())).collect());
    lines.compare("certified", |class| {
        let level = |one: &crate::community::catalog::Alignment| one.level().unwrap_or("–").to_owned();
        class.alignments().iter().map(|one| plain(format!("{}/{}: {}", one.scheme(), one.code(), level(one)))).collect()
    });
    lines.compare("scale", |class| class.rubric().map(|rubric| source(rubric.name())).into_iter().collect());
    lines.compare_each("levels", |class| {
        let each = class.rubric().iter().flat_map(|rubric| rubric.levels()).collect::<Vec<_>>();
        let said = |one: &crate::community::catalog::Level| {
            format!("{}: {}: {}", one.id(), one.name().source_text(), one.description().source_text())
        };
        each.into_iter().map(|one| (one.id().to_owned(), Wording::new(said(one), english(class)))).collect()
    });
    lines.compare("required", |class| class.rubric().map(|rubric| plain(rubric.required())).into_iter().collect());
    lines.compare("months", |class| class.validity_months().map(|months| plain(months.to_string())).into_iter().collect());
    lines.compare("renewal", |class| vec![word(class.renewal().key())]);
    lines.compare("kinds", |class| class.evidence().kinds().iter().map(|kind| word(kind.key())).collect());
    lines.compare("minimum", |class| vec![plain(class.evidence().minimum().to_string())]);
    lines.compare("evidence", |class| vec![source(class.evidence().text())]);
    lines.compare("learning", |class| class.learning().iter().map(|way| word(way.key())).collect());
    lines.compare("shape", |class| vec![plain(class.artwork().template())]);
    lines.compare("accent", |class| vec![plain(class.artwork().accent())]);
    lines.lines
}

struct Lines<'c> {
    before: &'c BadgeClass,
    now: &'c BadgeClass,
    lines: Vec<ChangeLine>,
}

impl Lines<'_> {
    /// One fact.
    fn compare(&mut self, field: &'static str, of: impl Fn(&BadgeClass) -> Vec<Wording>) {
        let (before, now) = (of(self.before), of(self.now));
        if before != now {
            self.lines.push(ChangeLine { field, before, now });
        }
    }

    /// Facts with an id each, of which only those that differ are told; their order is another fact.
    fn compare_each(&mut self, field: &'static str, of: impl Fn(&BadgeClass) -> Vec<(String, Wording)>) {
        let (before, now) = (of(self.before), of(self.now));
        let only = |these: &[(String, Wording)], those: &[(String, Wording)]| {
            these.iter().filter(|one| !those.contains(one)).map(|(_, said)| said.clone()).collect::<Vec<_>>()
        };
        let (gone, new) = (only(&before, &now), only(&now, &before));
        if !gone.is_empty() || !new.is_empty() {
            self.lines.push(ChangeLine { field, before: gone, now: new });
        }
    }
}

fn source(prose: &Prose) -> Wording {
    let language = LanguageTag::english();
    Wording::new(prose.source_text(), language)
}

fn english(class: &BadgeClass) -> LanguageTag {
    class.source_language().clone()
}

fn plain(text: impl Into<String>) -> Wording {
    Wording::new(text, LanguageTag::undetermined())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::catalog::Catalog;
    use crate::vocabulary::Timestamp;

    #[test]
    fn only_what_differs_is_told() {
        let catalog = Catalog::embedded().unwrap();
        let until = Timestamp::parse("2027-06-30T12:00:00Z").unwrap();
        let mut form = catalog.next_version("facilitator", until).unwrap();
        form.criteria = form.criteria.replace("quiet voices", "quiet and absent voices");
        form.criteria = form.criteria.replace("captures-results: ", "keeps-results (2): ");
        form.months = "24".to_owned();
        let drafted = catalog.with_draft(&form).unwrap();
        let (before, now) = (catalog.class("facilitator").unwrap(), drafted.catalog.class("facilitator").unwrap());
        let lines = changes(before, now, &Wording::english, &|_, code| Wording::english(code));
        let fields: Vec<&str> = lines.iter().map(|line| line.field).collect();
        assert_eq!(fields, ["version", "criteria", "quorum", "months"]);
        assert_eq!((lines[1].before.len(), lines[1].now.len()), (2, 2));
        assert!(lines[1].now[0].text.starts_with("balances-voices: ") && lines[1].now[0].text.contains("absent"));
        assert_eq!((lines[2].before.len(), lines[2].now[0].text.as_str()), (0, "keeps-results: 2"), "of what goes, all is told");
        assert_eq!((lines[3].before[0].text.as_str(), lines[3].now[0].text.as_str()), ("60", "24"));
    }
}
