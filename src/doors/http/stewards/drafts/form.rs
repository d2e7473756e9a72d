//! The form of a draft: what was typed, and the page around it.

use std::collections::BTreeMap;

use super::texts;
use crate::appearance::pages::Reader;
use crate::appearance::pages::register::FilterChoice;
use crate::appearance::pages::stewards::changes::changes;
use crate::appearance::pages::stewards::draft_faults::{self, OURS};
use crate::appearance::pages::stewards::drafts::{CertifiedView, DraftFaultView, DraftPage, DraftTexts, Replaced};
use crate::appearance::pages::wording::Wording;
use crate::community::catalog::{ClassForm, DraftFault, Drafted, EvidenceKind, Learning, Renewal, Taxonomy};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::site::Site;
use crate::doors::http::stewards::class_name;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::ClassDraftId;

/// Characters of a field that are kept.
const LONGEST: usize = 8000;

/// What was typed, over what is `known` of the draft: texts in other languages, and what no field asks for. The class
/// of a new version stays the same.
pub(super) fn typed(fields: &Fields, known: &ClassForm) -> ClassForm {
    let one = |name: &str| tidy(fields.one(name));
    let slug = if known.is_new_version() { known.slug.clone() } else { one("slug") };
    let level_of = |capacity: &String| {
        let level = fields.sent(&format!("level-of-{capacity}"))?;
        Some((capacity.clone(), tidy(level)))
    };
    let capacities = in_order(fields.all("capacities"), &known.capacities);
    ClassForm {
        slug,
        replaces: known.replaces.clone(),
        version: one("version"),
        issue_until: one("issue_until"),
        name: one("name"),
        description: one("description"),
        criteria: one("criteria"),
        certified: capacities.iter().filter_map(level_of).collect::<BTreeMap<_, _>>(),
        capacities,
        quorum: one("quorum"),
        distinct: fields.is_ticked("distinct"),
        scale: one("scale"),
        levels: one("levels"),
        required: one("required"),
        months: one("months"),
        renewal: one("renewal"),
        minimum: one("minimum"),
        kinds: in_order(fields.all("kinds"), &known.kinds),
        evidence: one("evidence"),
        learning: in_order(fields.all("learning"), &known.learning),
        artwork: format!("{}-{}", one("shape"), one("pictogram")),
        accent: one("accent"),
        carried: known.carried.clone(),
        translations: known.translations.clone(),
    }
}

/// A form sends what is ticked in the order of the page: what was chosen before keeps its place, the rest follows.
fn in_order(mut sent: Vec<String>, known: &[String]) -> Vec<String> {
    sent.sort_by_key(|one| known.iter().position(|before| before == one).unwrap_or(known.len()));
    sent
}

/// A text as it was typed, without what nobody types.
pub(super) fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST).collect()
}

/// A draft as its page shows it.
pub(super) fn page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    form: &ClassForm,
    kept: Option<(ClassDraftId, u32)>,
    said: Option<String>,
) -> DraftPage {
    let (drafted, faults) = match kept.map(|_| site.catalog().with_draft(form)) {
        Some(Ok(drafted)) => (Some(drafted), Vec::new()),
        Some(Err(faults)) => (None, faults),
        None => (None, Vec::new()),
    };
    let (shape, pictogram) = form.artwork.split_once('-').unwrap_or((form.artwork.as_str(), ""));
    let choose = Choose { site, reader };
    let has = |chosen: &[String], value: &str| chosen.iter().any(|one| one == value);
    let capacities = site.catalog().taxonomies().flat_map(Taxonomy::capacities).map(|capacity| {
        let address = format!("{}/{}", capacity.scheme(), capacity.code());
        choice(&address, choose.capacity(capacity.scheme(), capacity.code()), form.capacities.contains(&address))
    });
    // What is chosen is seen without looking for it among two hundred.
    let mut capacities: Vec<FilterChoice> = capacities.collect();
    capacities.sort_by_key(|choice| !choice.chosen);
    let word = |value: &str, key: String, chosen: bool| choice(value, choose.word(key), chosen);
    let plain = |name: &str, chosen: bool| choice(name, Wording::new(name, LanguageTag::undetermined()), chosen);
    DraftPage {
        inside: inside(person),
        said,
        kept: kept.map(|(id, revision)| (id.to_string(), revision)),
        replaces: form.is_new_version().then(|| choose.replaced(form, drafted.as_ref())),
        faults: told(site, &faults, form),
        texts: shown(form),
        capacities,
        certified: choose.certified(form),
        distinct: form.distinct,
        renewals: Renewal::ALL.iter().map(|one| word(one.as_str(), one.key(), form.renewal == one.as_str())).collect(),
        kinds: EvidenceKind::ALL.iter().map(|one| word(one.as_str(), one.key(), has(&form.kinds, one.as_str()))).collect(),
        learning: Learning::ALL.iter().map(|one| word(one.as_str(), one.key(), has(&form.learning, one.as_str()))).collect(),
        shapes: site.gallery().shapes().map(|name| plain(name, name == shape)).collect(),
        pictograms: site.gallery().pictograms().map(|name| plain(name, name == pictogram)).collect(),
        languages: texts::languages(site, form).iter().map(|language| texts::line(site, form, language)).collect(),
        looks: texts::choices(site, form, &reader.language),
    }
}

/// The faults in the words of the form. Of what nobody who fills it in can mend, the log has the loader's words.
fn told(site: &Site, faults: &[DraftFault], form: &ClassForm) -> Vec<DraftFaultView> {
    let views = draft_faults::views(faults, form, |tag| Some(texts::named(site, &tag.parse().ok()?, false)));
    if views.iter().any(|view| view.told.key() == OURS) {
        tracing::error!(?faults, "a draft has faults that its form cannot cause");
    }
    views
}

fn choice(value: &str, name: Wording, chosen: bool) -> FilterChoice {
    FilterChoice { value: value.to_owned(), name, chosen }
}

fn shown(form: &ClassForm) -> DraftTexts {
    DraftTexts {
        slug: form.slug.clone(),
        version: form.version().to_owned(),
        issue_until: form.issue_until.clone(),
        name: form.name.clone(),
        description: form.description.clone(),
        criteria: form.criteria.clone(),
        quorum: form.quorum.clone(),
        scale: form.scale.clone(),
        levels: form.levels.clone(),
        required: form.required.clone(),
        months: form.months.clone(),
        minimum: form.minimum.clone(),
        evidence: form.evidence.clone(),
        accent: form.accent.clone(),
    }
}

/// Choices as a reader sees them.
struct Choose<'a> {
    site: &'a Site,
    reader: &'a Reader,
}

impl Choose<'_> {
    fn word(&self, key: String) -> Wording {
        self.site.catalog().text(&key, &self.reader.language).into()
    }

    fn capacity(&self, scheme: &str, code: &str) -> Wording {
        let page = self.site.catalog_in(&self.reader.language).capacity(scheme, code);
        page.map_or_else(|| Wording::new(format!("{scheme}/{code}"), LanguageTag::undetermined()), |page| page.label)
    }

    fn replaced(&self, form: &ClassForm, drafted: Option<&Drafted>) -> Replaced {
        let (before, now) = (self.site.catalog().class(&form.slug), drafted.and_then(|drafted| drafted.catalog.class(&form.slug)));
        let now = now.filter(|_| drafted.is_some_and(|drafted| !drafted.changes_nothing));
        let told =
            before.zip(now).map(|(before, now)| changes(before, now, &|key| self.word(key), &|scheme, code| self.capacity(scheme, code)));
        Replaced { name: class_name(self.site, self.reader, &form.slug), version: form.replaces.clone(), changes: told.unwrap_or_default() }
    }

    /// The level of each chosen capacity, where the draft has levels.
    fn certified(&self, form: &ClassForm) -> Vec<CertifiedView> {
        let levels = form.level_ids();
        if levels.is_empty() {
            return Vec::new();
        }
        let view = |address: &String| {
            let (scheme, code) = address.split_once('/')?;
            let chosen = form.certified.get(address).unwrap_or(&form.required);
            let level = |id: &String| choice(id, Wording::new(id.as_str(), LanguageTag::undetermined()), id == chosen);
            Some(CertifiedView { capacity: address.clone(), name: self.capacity(scheme, code), levels: levels.iter().map(level).collect() })
        };
        form.capacities.iter().filter_map(view).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_before_keeps_its_order() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(in_order(words(&["a", "b", "c", "d"]), &words(&["c", "x", "a"])), ["c", "a", "b", "d"]);
        assert_eq!(in_order(words(&["b", "a"]), &[]), ["b", "a"]);
    }
}
