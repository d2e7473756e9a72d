//! Folders of message files, read whole, with every fault and its line.
//!
//! Each file is one flat JSON object: keys to texts, and `@metadata` (authors, status). A member
//! twice, a value that is no text, a key of another shape and a malformed message are faults; the
//! line is that of the key. A folder is one set of messages; where several are read, a language
//! has the messages of all its files, and no message stands in two.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::banana::{Arg, Pattern, PatternFault};
use super::fallback::chain;
use crate::vocabulary::LanguageTag;

/// What `qqq.json` is for: explanations to translators, by MediaWiki's convention.
const DOCUMENTATION: &str = "qqq";

/// The language in which every message is written first.
const ENGLISH: &str = "en";

/// All messages that were read, in all their languages.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    languages: BTreeMap<String, Language>,
    documentation: BTreeMap<String, Message>,
}

#[derive(Debug, Clone)]
struct Language {
    tag: LanguageTag,
    /// One of each folder.
    files: Vec<String>,
    status: Option<String>,
    authors: Vec<String>,
    messages: BTreeMap<String, Message>,
}

#[derive(Debug, Clone)]
struct Message {
    text: String,
    pattern: Pattern,
    /// Where it stands: its file among those of the language, and the line there.
    place: (usize, usize),
}

/// A text and the language it turned out to be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text, not escaped for any format.
    pub text: String,
    /// The language of `text`, for `lang` and `dir`.
    pub language: LanguageTag,
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is wrong in a message file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {kind}")]
pub struct MessageFault {
    /// The file as it was named to the reader.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: MessageFaultKind,
}

/// The kinds of faults of message files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageFaultKind {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// Not JSON, or not one object.
    #[error("the file is not a JSON object of texts: {0}")]
    NotJson(String),
    /// The name is no language.
    #[error("the file name {0:?} is not a language code")]
    NotALanguage(String),
    /// Two names for one language.
    #[error("the language {language} already has the file {first}")]
    LanguageTwice {
        /// The language.
        language: LanguageTag,
        /// The file read before.
        first: String,
    },
    /// The key stands twice.
    #[error("the message {0} stands twice")]
    Twice(String),
    /// The key stands in a file of another folder too.
    #[error("the message {key} stands in {first} already")]
    InTwoFiles {
        /// The message.
        key: String,
        /// The file read before.
        first: String,
    },
    /// The key has another shape.
    #[error("{0:?} is not a message key")]
    Key(String),
    /// The value is no string.
    #[error("the message {0} is not a text")]
    NotAText(String),
    /// An empty text.
    #[error("the message {0} is empty")]
    Empty(String),
    /// The text does not parse.
    #[error("in the message {key}: {fault}")]
    Pattern {
        /// The message.
        key: String,
        /// What is wrong with it.
        fault: PatternFault,
    },
}

impl MessageFaultKind {
    /// The message that it is about.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Unreadable(_) | Self::NotJson(_) | Self::NotALanguage(_) | Self::LanguageTwice { .. } => None,
            Self::Twice(key) | Self::Key(key) | Self::NotAText(key) | Self::Empty(key) => Some(key),
            Self::InTwoFiles { key, .. } | Self::Pattern { key, .. } => Some(key),
        }
    }
}

/// Every fault of a folder of messages, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct MessageFaults(pub Vec<MessageFault>);

impl fmt::Display for MessageFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl Messages {
    /// Reads every `*.json` of a folder.
    ///
    /// # Errors
    /// Every fault of every file; then nothing is loaded.
    pub fn load(folder: &Path) -> Result<Self, MessageFaults> {
        let unreadable = |path: &Path, error: std::io::Error| {
            MessageFaults(vec![MessageFault {
                file: path.display().to_string(),
                line: 1,
                kind: MessageFaultKind::Unreadable(error.to_string()),
            }])
        };
        let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| unreadable(folder, error))?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut files = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            files.push((path.display().to_string(), text));
        }
        Self::from_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// Reads files given as pairs of name and text, such as those embedded in the binary. The last
    /// part of a name, `uk.json`, is the language.
    ///
    /// # Errors
    /// Every fault of every file; then nothing is loaded.
    pub fn from_files<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Self, MessageFaults> {
        let (messages, faults) = Self::read(files);
        if faults.is_empty() { Ok(messages) } else { Err(MessageFaults(faults)) }
    }

    /// Reads files and returns what could be read of them beside every fault: for a reader that
    /// has more to check before it gives up.
    pub fn read<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> (Self, Vec<MessageFault>) {
        let mut messages = Self::default();
        let mut faults = Vec::new();
        for (file, text) in files {
            messages.read_file(file, text, &mut faults);
        }
        (messages, faults)
    }

    fn read_file(&mut self, file: &str, text: &str, faults: &mut Vec<MessageFault>) {
        let mut content = Content { file, text, faults, messages: BTreeMap::new(), status: None, authors: Vec::new() };
        content.read();
        let Content { messages, status, authors, .. } = content;
        let (folder, name) = file.rsplit_once(['/', '\\']).unwrap_or(("", file));
        let code = name.trim_end_matches(".json");
        if code == DOCUMENTATION {
            self.documentation.extend(messages);
            return;
        }
        let fault = |line, kind| MessageFault { file: file.to_owned(), line, kind };
        let Ok(tag) = LanguageTag::from_wiki_code(code) else {
            faults.push(fault(1, MessageFaultKind::NotALanguage(code.to_owned())));
            return;
        };
        let new = || Language { tag: tag.clone(), files: Vec::new(), status: None, authors: Vec::new(), messages: BTreeMap::new() };
        let language = self.languages.entry(tag.as_str().to_owned()).or_insert_with(new);
        let beside = |other: &&String| other.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder) == folder;
        if let Some(first) = language.files.iter().find(beside).cloned() {
            faults.push(fault(1, MessageFaultKind::LanguageTwice { language: tag, first }));
            return;
        }
        language.add(file, messages, status, authors, faults);
    }

    /// The message in the reader's language or the nearest that has it, with its arguments put in.
    /// A message that nobody has reads `⧼key⧽`, as in MediaWiki: it is seen, and nothing fails.
    pub fn render(&self, key: &str, language: &LanguageTag, args: &[Arg<'_>]) -> Rendered {
        self.find(key, language, args).unwrap_or_else(|| Rendered { text: format!("⧼{key}⧽"), language: LanguageTag::english() })
    }

    /// The message in the reader's language or the nearest that has it.
    pub fn find(&self, key: &str, language: &LanguageTag, args: &[Arg<'_>]) -> Option<Rendered> {
        chain(language.as_str()).into_iter().find_map(|tag| {
            let language = self.languages.get(tag)?;
            let message = language.messages.get(key)?;
            Some(Rendered { text: message.pattern.render(tag, args), language: language.tag.clone() })
        })
    }

    /// The text as it stands in the file of exactly this language.
    pub fn raw(&self, key: &str, language: &LanguageTag) -> Option<&str> {
        self.message(key, language).map(|message| message.text.as_str())
    }

    /// True if the message of exactly this language takes no argument and chooses no form.
    pub fn is_plain(&self, key: &str, language: &LanguageTag) -> bool {
        self.message(key, language).is_some_and(|message| message.pattern.is_plain())
    }

    /// The file and line of a message of exactly this language.
    pub fn place(&self, key: &str, language: &LanguageTag) -> Option<(&str, usize)> {
        let language = self.languages.get(language.as_str())?;
        let (file, line) = language.messages.get(key)?.place;
        Some((language.files.get(file)?, line))
    }

    /// The languages that have a file, by tag.
    pub fn languages(&self) -> impl Iterator<Item = &LanguageTag> {
        self.languages.values().map(|language| &language.tag)
    }

    /// The keys of exactly this language, sorted.
    pub fn keys(&self, language: &LanguageTag) -> impl Iterator<Item = &str> {
        self.languages.get(language.as_str()).into_iter().flat_map(|language| language.messages.keys().map(String::as_str))
    }

    /// The languages that have a file in every folder in which English has one.
    pub fn languages_of_every_folder(&self) -> impl Iterator<Item = &LanguageTag> {
        let folders = self.languages.get(ENGLISH).map_or(0, |english| english.files.len());
        self.languages.values().filter(move |language| language.files.len() >= folders).map(|language| &language.tag)
    }

    /// The file of a language, the first one where it has several.
    pub fn file(&self, language: &LanguageTag) -> Option<&str> {
        self.languages.get(language.as_str())?.files.first().map(String::as_str)
    }

    /// `status` of a language's `@metadata`, such as "machine-drafted, needs native review".
    pub fn status(&self, language: &LanguageTag) -> Option<&str> {
        self.languages.get(language.as_str())?.status.as_deref()
    }

    /// `authors` of the `@metadata` of all its files.
    pub fn authors(&self, language: &LanguageTag) -> &[String] {
        self.languages.get(language.as_str()).map_or(&[], |language| &language.authors)
    }

    /// The explanation of a message in `qqq.json`.
    pub fn documentation(&self, key: &str) -> Option<&str> {
        self.documentation.get(key).map(|message| message.text.as_str())
    }

    fn message(&self, key: &str, language: &LanguageTag) -> Option<&Message> {
        self.languages.get(language.as_str())?.messages.get(key)
    }
}

impl Language {
    /// Takes in one more file. What another file says already is a fault.
    fn add(
        &mut self,
        file: &str,
        messages: BTreeMap<String, Message>,
        status: Option<String>,
        authors: Vec<String>,
        faults: &mut Vec<MessageFault>,
    ) {
        let at = self.files.len();
        self.files.push(file.to_owned());
        self.status = self.status.take().or(status);
        self.authors.extend(authors.into_iter().filter(|author| !self.authors.contains(author)).collect::<Vec<_>>());
        for (key, mut message) in messages {
            let (_, line) = message.place;
            if let Some(first) = self.messages.get(&key).and_then(|message| self.files.get(message.place.0)) {
                let kind = MessageFaultKind::InTwoFiles { key, first: first.clone() };
                faults.push(MessageFault { file: file.to_owned(), line, kind });
            } else {
                message.place = (at, line);
                self.messages.insert(key, message);
            }
        }
    }
}

/// One file while it is read.
struct Content<'f, 'o> {
    file: &'f str,
    text: &'f str,
    faults: &'o mut Vec<MessageFault>,
    messages: BTreeMap<String, Message>,
    status: Option<String>,
    authors: Vec<String>,
}

impl<'f> Content<'f, '_> {
    fn read(&mut self) {
        let mut json = serde_json::Deserializer::from_str(self.text);
        let read = json.deserialize_map(&mut *self).and_then(|()| json.end());
        if let Err(error) = read {
            let line = error.line().max(1);
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or(&said).to_owned();
            self.fault(line, MessageFaultKind::NotJson(said));
        }
    }

    fn fault(&mut self, line: usize, kind: MessageFaultKind) {
        self.faults.push(MessageFault { file: self.file.to_owned(), line, kind });
    }

    /// The line of a key that serde lent from the text itself.
    fn line_of(&self, key: &str) -> usize {
        let at = key.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        self.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn entry<A: MapAccess<'f>>(&mut self, key: &str, line: usize, map: &mut A) -> Result<(), A::Error> {
        let value: serde_json::Value = map.next_value()?;
        let owned = || key.to_owned();
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.@".contains(&byte);
        if key == "@metadata" {
            self.status = value.get("status").and_then(|status| status.as_str()).map(str::to_owned);
            let authors = value.get("authors").and_then(|authors| authors.as_array());
            self.authors = authors.into_iter().flatten().filter_map(|author| author.as_str()).map(str::to_owned).collect();
        } else if !key.starts_with(|c: char| c.is_ascii_lowercase()) || !key.bytes().all(known) {
            self.fault(line, MessageFaultKind::Key(owned()));
        } else if self.messages.contains_key(key) {
            self.fault(line, MessageFaultKind::Twice(owned()));
        } else if let serde_json::Value::String(text) = value {
            if text.trim().is_empty() {
                self.fault(line, MessageFaultKind::Empty(owned()));
            }
            // An explanation may quote braces; only texts for readers are parsed.
            let code = self.file.trim_end_matches(".json");
            let pattern = if code.ends_with(DOCUMENTATION) { Ok(Pattern::default()) } else { Pattern::parse(&text) };
            match pattern {
                Ok(pattern) => drop(self.messages.insert(owned(), Message { text, pattern, place: (0, line) })),
                Err(fault) => self.fault(line, MessageFaultKind::Pattern { key: owned(), fault }),
            }
        } else {
            self.fault(line, MessageFaultKind::NotAText(owned()));
        }
        Ok(())
    }
}

impl<'f> Visitor<'f> for &mut Content<'f, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one object of keys and texts")
    }

    fn visit_map<A: MapAccess<'f>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key<'f>>()? {
            match key {
                Key::Lent(key) => self.entry(key, self.line_of(key), &mut map)?,
                Key::Escaped(key) => {
                    // No key needs an escape, and only a key without one tells its place.
                    map.next_value::<IgnoredAny>()?;
                    self.fault(1, MessageFaultKind::Key(key));
                }
            }
        }
        Ok(())
    }
}

enum Key<'f> {
    Lent(&'f str),
    Escaped(String),
}

impl<'f> serde::Deserialize<'f> for Key<'f> {
    fn deserialize<D: serde::Deserializer<'f>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'f> Visitor<'f> for KeyVisitor {
            type Value = Key<'f>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a message key")
            }
            fn visit_borrowed_str<E>(self, key: &'f str) -> Result<Key<'f>, E> {
                Ok(Key::Lent(key))
            }
            fn visit_str<E>(self, key: &str) -> Result<Key<'f>, E> {
                Ok(Key::Escaped(key.to_owned()))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        text.parse().unwrap()
    }

    const EN: &str = "{\n\t\"@metadata\": { \"authors\": [\"A\"], \"status\": \"source\" },\n\t\"hello\": \"Hello, $1!\",\n\t\"only-english\": \"English\"\n}\n";

    #[test]
    fn a_reader_gets_the_nearest_language_and_is_told_which() {
        let files = [("i18n/en.json", EN), ("i18n/fr.json", r#"{"hello": "Bonjour, $1 !"}"#), ("i18n/qqq.json", r#"{"hello": "{{odd"}"#)];
        let messages = Messages::from_files(files).unwrap();
        let hello = messages.render("hello", &tag("wo"), &["Awa".into()]);
        assert_eq!(hello, Rendered { text: "Bonjour, Awa !".to_owned(), language: tag("fr") });
        assert_eq!(messages.render("only-english", &tag("wo"), &[]).language, tag("en"));
        assert_eq!(messages.render("nobody", &tag("wo"), &[]).text, "⧼nobody⧽");
        assert_eq!(messages.status(&tag("en")), Some("source"));
        assert_eq!(messages.documentation("hello"), Some("{{odd"));
        assert_eq!(messages.place("hello", &tag("en")), Some(("i18n/en.json", 3)));
        assert_eq!(messages.languages().collect::<Vec<_>>(), [&tag("en"), &tag("fr")]);
    }

    #[test]
    fn a_language_has_the_messages_of_all_its_folders() {
        let paper = ("i18n/paper/bn.json", r#"{"hello": "স্বাগতম, $1!"}"#);
        let files = [("i18n/en.json", EN), ("i18n/paper/en.json", "{\n\"paper\": \"Paper\"}"), paper];
        let messages = Messages::from_files(files).unwrap();
        assert_eq!(messages.keys(&tag("en")).collect::<Vec<_>>(), ["hello", "only-english", "paper"]);
        assert_eq!(messages.place("paper", &tag("en")), Some(("i18n/paper/en.json", 2)));
        assert_eq!(messages.languages().collect::<Vec<_>>(), [&tag("bn"), &tag("en")]);
        assert_eq!(messages.languages_of_every_folder().collect::<Vec<_>>(), [&tag("en")]);
        let (_, faults) = Messages::read([("i18n/en.json", EN), ("i18n/paper/en.json", "{\n\"hello\": \"Hi\"}")]);
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["i18n/paper/en.json:2: the message hello stands in i18n/en.json already"]);
    }

    #[test]
    fn malformed_json_is_reported_with_file_and_line() {
        let faults = Messages::from_files([("en.json", "{\n\"a\": \"b\",\n}"), ("fr.json", "[]")]).unwrap_err().0;
        assert_eq!(faults.iter().map(|f| (f.file.as_str(), f.line)).collect::<Vec<_>>(), [("en.json", 3), ("fr.json", 1)]);
        assert!(faults.iter().all(|f| matches!(f.kind, MessageFaultKind::NotJson(_))), "{faults:?}");
    }

    #[test]
    fn every_fault_of_a_file_is_reported_at_once() {
        let text = "{\n\"a\": \"x\",\n\"a\": \"y\",\n\"b\": 7,\n\"C\": \"x\",\n\"d\": \"{{PLURAL:$1|x\",\n\"e\": \" \"\n}";
        let (_, faults) = Messages::read([("en.json", text), ("english.json", "{}"), ("pt-br.json", "{}"), ("pt-BR.json", "{}")]);
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "en.json:3: the message a stands twice",
                "en.json:4: the message b is not a text",
                "en.json:5: \"C\" is not a message key",
                "en.json:6: in the message d: {{PLURAL is not closed by }}",
                "en.json:7: the message e is empty",
                "english.json:1: the file name \"english\" is not a language code",
                "pt-BR.json:1: the language pt-BR already has the file pt-br.json",
            ]
        );
    }
}
