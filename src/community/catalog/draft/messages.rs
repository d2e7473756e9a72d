//! The message files of a draft: whole files, changed as little as can be.
//!
//! Where the English text of a class is changed, each older version that shows it keeps it, in every
//! language, under its key with `@{version}` behind it: the older version shows that, and never a
//! translation of the newer text. A translation that nobody has looked at since is taken out.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value};

use super::super::sources::Sources;
use super::{Catalog, ClassForm, DraftFault, Part, Source, Standing, What, Wrong, criteria};
use crate::standards::json;
use crate::vocabulary::LanguageTag;

/// The file with explanations for translators.
const EXPLAINED: &str = "qqq";

/// What happens to the messages of one file: a text to put, or none to take away.
type Edits = Vec<(String, Option<String>)>;

impl Catalog {
    /// Puts the texts of a draft into `sources`; gives the files that are changed by it.
    pub(super) fn message_files(&self, form: &ClassForm, sources: &mut Sources) -> Result<BTreeMap<String, String>, Vec<DraftFault>> {
        let mut files = BTreeMap::new();
        for stem in form.translations.keys().map(|language| language.to_ascii_lowercase()) {
            if !sources.messages.iter().any(|source| source.stem() == stem) {
                sources.messages.push(Source { file: format!("{}/{stem}.json", sources.messages_folder), text: NEW_FILE.to_owned() });
            }
        }
        for source in &mut sources.messages {
            let stem = source.stem().to_owned();
            let edits = if stem == EXPLAINED { self.explained(form) } else { self.said(form, &stem) };
            let unread = |fault: String| DraftFault::at("slug", Wrong::Found(What::Unreadable(format!("{}: {fault}", source.file))));
            let changed = edited(&source.text, &edits).map_err(|fault| vec![unread(fault)])?;
            if changed != source.text {
                source.text.clone_from(&changed);
                files.insert(format!("i18n/{stem}.json"), changed);
            }
        }
        Ok(files)
    }

    /// The released versions that show the text of a part that is about to be changed.
    fn keeping<'c>(&'c self, form: &'c ClassForm, part: &'c Part) -> impl Iterator<Item = &'c str> {
        let key = key(form, &part.name);
        let shows = move |class: &&super::BadgeClass| class.texts().any(|text| text.key() == key && text.source_text() != part.english);
        self.versions(&form.slug).iter().filter(shows).map(super::BadgeClass::version)
    }

    /// What a language says.
    fn said(&self, form: &ClassForm, stem: &str) -> Edits {
        let Ok(language) = LanguageTag::from_wiki_code(stem) else { return Edits::new() };
        let mut edits = Edits::new();
        for part in form.parts() {
            let key = key(form, &part.name);
            let text = if language.as_str() == "en" {
                Some(part.english.clone())
            } else {
                let translated =
                    Some(form.translation(&language, &part.name)).filter(|_| form.standing(&language, &part) == Standing::Current);
                translated.map(str::to_owned)
            };
            edits.push((key.clone(), text));
            if let Some(released) = self.messages.raw(&key, &language) {
                edits.extend(self.keeping(form, &part).map(|version| (format!("{key}@{version}"), Some(released.to_owned()))));
            }
        }
        edits
    }

    /// What translators are told.
    fn explained(&self, form: &ClassForm) -> Edits {
        let mut edits = Edits::new();
        for part in form.parts() {
            let key = key(form, &part.name);
            let known = self.messages.documentation(&key);
            edits.extend(self.keeping(form, &part).map(|version| {
                let why = known.unwrap_or_default();
                (format!("{key}@{version}"), Some(format!("As version {version} of the badge class says it. {why}").trim().to_owned()))
            }));
            let why = known.map_or_else(|| explanation(form, &part), str::to_owned);
            edits.push((key, Some(why)));
        }
        edits
    }
}

fn key(form: &ClassForm, part: &str) -> String {
    format!("class-{}-{part}", form.slug)
}

/// As the messages of the other classes are explained.
fn explanation(form: &ClassForm, part: &Part) -> String {
    let class = form.name.trim();
    let level = |id: &str| {
        let names = form.parts();
        names.into_iter().find(|part| part.name == format!("level-{id}")).map_or_else(String::new, |part| part.english)
    };
    match part.name.as_str() {
        "name" => {
            "Name of a badge class. Please choose a form that fits people of every gender, such as the name of the activity.".to_owned()
        }
        "description" => {
            format!("Description of the badge class “{class}”: what its holder does. Where the language allows, leave out the subject.")
        }
        "evidence" => format!("What is expected as evidence for the badge class “{class}”."),
        "rubric" => format!("What the levels of the badge class “{class}” measure."),
        name if criteria(&form.criteria).iter().any(|criterion| name == format!("criterion-{}", criterion.id)) => format!(
            "A criterion of the badge class “{class}”: what a person must have shown. An item of a checklist; where the language allows, \
             leave out the subject."
        ),
        name => match name.strip_prefix("level-").and_then(|rest| rest.strip_suffix("-description")) {
            Some(id) => format!("What a person at the level “{}” of the badge class “{class}” does.", level(id)),
            None => format!("Name of a level of the badge class “{class}”."),
        },
    }
}

/// A language that has no file yet.
const NEW_FILE: &str = "{\n\t\"@metadata\": {\n\t\t\"authors\": [\n\t\t\t\"Insignia contributors\"\n\t\t]\n\t}\n}\n";

/// A file of messages with these edits. A new message stands behind the last one of its class, and what an older
/// version keeps behind what it was.
fn edited(text: &str, edits: &Edits) -> Result<String, String> {
    let said = |fault: &dyn std::fmt::Display| fault.to_string();
    let read = json::parse(text.as_bytes(), &json::Limits::DOCUMENT).map_err(|fault| said(&fault))?;
    let Value::Object(mut messages) = read else { return Err("the file is not a JSON object of texts".to_owned()) };
    for (key, text) in edits {
        match text {
            None => drop(messages.shift_remove(key)),
            Some(text) if messages.contains_key(key) => drop(messages.insert(key.clone(), Value::from(text.as_str()))),
            Some(text) => {
                let place = place(&messages, key);
                messages.shift_insert(place, key.clone(), Value::from(text.as_str()));
            }
        }
    }
    let mut bytes = Vec::new();
    messages.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b"\t"))).map_err(|fault| said(&fault))?;
    bytes.push(b'\n');
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn place(messages: &Map<String, Value>, key: &str) -> usize {
    let behind = |is_before: &dyn Fn(&str) -> bool| messages.keys().rposition(|known| is_before(known)).map(|at| at + 1);
    let own = key.split_once('@').and_then(|(own, _)| behind(&|known| known.split('@').next() == Some(own)));
    let class = key.find("-criterion-").or_else(|| key.find("-level-")).or_else(|| key.rfind('-')).map_or(key, |end| &key[..=end]);
    own.or_else(|| behind(&|known| known.starts_with(class))).unwrap_or(messages.len())
}
