//! The certificate of a badge that is genuine and current.
//!
//! Everything about the badge comes from a [`VerifiedCredential`], which the verifier alone makes, and
//! only of bytes whose signature, issuer, dates and status were all found in order: no other badge can
//! get a paper, and nothing that was not signed gets onto one (invariant I10). Beside it stand, each
//! marked as what it is, our catalogue's translation and the trainers as they agreed to be shown.

use super::phrases::Phrases;
use super::{Badge, CodeText, Content, Field, NameForm, Naming, Paper, Said, brief};
use crate::appearance::artwork::Accent;
use crate::appearance::pages::credential::{AttestationCard, Signed, TrainerShown};
use crate::appearance::pages::wording::Wording;
use crate::appearance::pages::{OurRegister, class_of};
use crate::community::catalog::{BadgeClass, Prose, Rubric};
use crate::verifier::{SignedCredential, VerifiedCredential};
use crate::vocabulary::LanguageTag;

/// Names that a paper shows at most; a badge may hold one more.
const NAMES: usize = 2;
/// Trainers that a paper names at most.
const TRAINERS: usize = 4;

impl Paper<'_> {
    /// The certificate of `badge`, with the records behind its evidence, and the picture of its class as
    /// SVG; `json` is its signed form, exactly as published. `None` for a badge that does not stand at
    /// one of our addresses: then there is nothing to scan.
    pub fn certificate(
        &self,
        badge: &VerifiedCredential,
        json: &str,
        records: &[AttestationCard],
        picture: Option<String>,
    ) -> Option<Content> {
        let phrases = Phrases::new(self.messages, self.language);
        let credential = badge.credential();
        let signed = Signed::of(credential, &OurRegister { addresses: self.addresses, issuer_page: &|_| None });
        let class = class_of(credential, self.catalog, self.addresses);
        let worded = Worded::of(&signed, credential, class.filter(|_| self.naming == Naming::Translated), phrases.language());
        let id = self.addresses.credential_id(credential.id())?;
        let page = self.addresses.credential(id);
        let mut said = Texts::default();
        said.put(Field::Heading, [phrases.say("paper-heading", &[])]);
        self.name_holder(&signed, &phrases, &mut said);
        said.put(Field::Achieved, [phrases.say("paper-achieved", &[])]);
        said.put(Field::Class, [worded.name.clone()]);
        said.put(Field::Original, worded.original(&phrases));
        said.put(Field::Level, worded.level.iter().map(|level| phrases.say("paper-level", &[&level.text])));
        said.put(Field::Criteria, brief::criteria(&worded.criteria, self.detail, &phrases));
        said.put(Field::Issuer, [phrases.say("paper-issuer", &[&signed.issuer.name])]);
        said.put(Field::Trainers, trainers(records, &phrases));
        said.put(Field::Awarded, signed.awarded_at.map(|at| phrases.day("paper-awarded", &[at])));
        said.put(
            Field::Valid,
            [signed.valid_until.map_or_else(|| phrases.say("paper-no-end", &[]), |at| phrases.day("paper-until", &[at]))],
        );
        said.put(Field::Check, [phrases.say("paper-check", &[])]);
        said.put(Field::Address, [phrases.say("paper-address", &[typed(&self.addresses.base().to_string())])]);
        said.put(Field::Code, [phrases.say("paper-code", &[&id.printed()])]);
        said.put(Field::Accessible, [phrases.say("paper-accessible", &[typed(&page)])]);
        let title = phrases.plain("paper-title", &[&worded.name.text]);
        Some(Content {
            title: signed.holder.names.first().map_or_else(|| title.clone(), |name| format!("{title} – {name}")),
            texts: said.0,
            accent: class.and_then(|class| class.artwork().accent().parse().ok()).unwrap_or(Accent::drawn()),
            badge: picture.map(|svg| Badge { svg, said: phrases.plain("paper-badge", &[&worded.name.text]) }),
            code: Some(CodeText { scanned: self.addresses.qr_text(id), said: phrases.plain("paper-qr", &[&page]), link: page }),
            made_at: signed.valid_from?,
            credential: Some(json.to_owned()),
            attached: phrases.plain("paper-attached", &[]),
            language: phrases.language().clone(),
        })
    }

    /// Up to two of the names that the holder released; their user name only where it was asked for.
    fn name_holder(&self, signed: &Signed, phrases: &Phrases<'_>, said: &mut Texts) {
        let account = signed.holder.account.as_deref().filter(|_| self.form == NameForm::Full);
        let unnamed = signed.holder.names.is_empty();
        let leads = if unnamed && account.is_none() { "paper-presented-unnamed" } else { "paper-presented" };
        said.put(Field::Presented, [phrases.say(leads, &[])]);
        said.put(Field::Holder, signed.holder.names.iter().take(NAMES).map(|name| person(name)));
        match account {
            // Nothing else names the holder: then it is the name.
            Some(account) if unnamed => said.put(Field::Holder, [person(account)]),
            Some(account) => said.put(Field::Account, [phrases.say("paper-account", &[account])]),
            None => {}
        }
    }
}

/// Texts by their boxes; a box without text has no entry.
#[derive(Default)]
pub(super) struct Texts(pub(super) std::collections::BTreeMap<Field, Vec<Said>>);

impl Texts {
    pub(super) fn put(&mut self, field: Field, texts: impl IntoIterator<Item = Said>) {
        let texts: Vec<Said> = texts.into_iter().filter(|said| !said.text.trim().is_empty()).collect();
        if !texts.is_empty() {
            self.0.insert(field, texts);
        }
    }
}

/// The class in the words that the paper prints, and what was signed where these are others.
struct Worded {
    name: Said,
    level: Option<Said>,
    criteria: Vec<Said>,
    signed: Said,
}

impl Worded {
    /// In the paper's language if it was signed in it; else as our catalogue translates it, if it comes
    /// nearer; else as it was signed.
    fn of(signed: &Signed, badge: &SignedCredential, class: Option<&BadgeClass>, language: &LanguageTag) -> Self {
        let original = said(&signed.name);
        let translated = class.map(|class| (class, class.name().in_language(language)));
        let translated = translated.filter(|(_, name)| *language != original.language && name.language != original.language);
        let Some((class, name)) = translated else {
            let criteria = signed.criteria.iter().map(said).collect();
            return Self { name: original.clone(), level: signed.level.as_ref().map(said), criteria, signed: original };
        };
        let prose = |prose: &Prose| {
            let text = prose.in_language(language);
            Said { text: text.text, language: text.language }
        };
        let place = badge.levels().next().and_then(|level| level.place()?.parse::<usize>().ok()?.checked_sub(1));
        let level = class.rubric().map(Rubric::levels).unwrap_or_default().get(place.unwrap_or(usize::MAX));
        Self {
            name: Said { text: name.text, language: name.language },
            level: level.map(|level| prose(level.name())).or_else(|| signed.level.as_ref().map(said)),
            criteria: class.criteria().iter().map(|criterion| prose(criterion.text())).collect(),
            signed: original,
        }
    }

    /// What a reader must know who does not read the language that was signed.
    fn original(&self, phrases: &Phrases<'_>) -> Vec<Said> {
        if self.name != self.signed {
            return phrases.lead("paper-translated", &self.signed);
        }
        let foreign = self.signed.language != *phrases.language() && self.signed.language != LanguageTag::undetermined();
        let language = phrases.name_of(&self.signed.language);
        foreign.then(|| phrases.say("paper-untranslated", &[&language])).into_iter().collect()
    }
}

/// Who attested, each once, as they agreed to be shown; a withdrawn attestation names nobody.
fn trainers(records: &[AttestationCard], phrases: &Phrases<'_>) -> Option<Said> {
    let mut named: Vec<String> = Vec::new();
    for record in records.iter().filter(|record| record.withdrawn_at.is_none()) {
        let shown = match &record.trainer {
            TrainerShown::Name(name) | TrainerShown::Account(name) if record.affiliate.trim().is_empty() => name.clone(),
            TrainerShown::Name(name) | TrainerShown::Account(name) => phrases.say("paper-trainer", &[name, &record.affiliate]).text,
            TrainerShown::Affiliate => phrases.say("paper-trainer-unnamed", &[&record.affiliate]).text,
        };
        if !named.contains(&shown) {
            named.push(shown);
        }
    }
    if named.len() > TRAINERS {
        let more = phrases.count("paper-trainers-more", named.len() - TRAINERS);
        named.truncate(TRAINERS);
        named.push(more);
    }
    (!named.is_empty())
        .then(|| Said { text: phrases.plain("paper-trainers", &[&named.join(" · ")]), language: phrases.language().clone() })
}

fn said(wording: &Wording) -> Said {
    Said { text: wording.text.clone(), language: wording.language.clone() }
}

/// A name is in no language that we know of.
pub(super) fn person(name: &str) -> Said {
    Said { text: name.to_owned(), language: LanguageTag::undetermined() }
}

/// An address as somebody types it into a browser.
fn typed(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}
