//! One message: parsed once when its file is read, rendered with arguments.
//!
//! The behaviour follows banana-i18n: explicit plural forms (`12=dozen`) win, then the form of the
//! language's CLDR category, the last form standing in for missing ones; an argument that was not
//! given stays visible as `$2`; a word whose case nobody wrote down stays as it is. Depth is limited, so a
//! file cannot exhaust the stack.

use super::formats::{format_number, plural_position};
use super::grammar::declined;

const DEEPEST: usize = 8;

/// A value put into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Put in as it is.
    Text(&'a str),
    /// Chooses plural forms; written with the digits and grouping of the language.
    Number(i64),
    /// Chooses gender forms; written as nothing.
    Gender(Gender),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// How a person wants to be addressed, as MediaWiki's preference has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Not said: the neutral form.
    #[default]
    Unknown,
}

/// Why a text is not a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternFault {
    /// `{{` without its `}}`.
    #[error("{{{{{0} is not closed by }}}}")]
    Unclosed(String),
    /// Nothing that is understood.
    #[error("{{{{{0}}}}} is not PLURAL, GENDER, GRAMMAR or bidi")]
    Unknown(String),
    /// `{{PLURAL:$1}}`.
    #[error("{{{{{0}}}}} has no forms to choose from")]
    NoForms(String),
    /// `{{GRAMMAR:|$1}}`, `{{GRAMMAR:$1|$2}}`, or more than one word.
    #[error("{{{{{0}}}}} takes the name of a case and one word, as in {{{{GRAMMAR:genitive|$1}}}}")]
    NoCase(String),
    /// Nested beyond need.
    #[error("braces are nested more than {DEEPEST} deep")]
    TooDeep,
}

/// A parsed message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pattern(Vec<Node>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Text(String),
    Param(usize),
    Plural { count: Vec<Node>, forms: Vec<Form> },
    Gender { of: Vec<Node>, forms: Vec<Vec<Node>> },
    Grammar { case: String, word: Vec<Node> },
    Bidi(Vec<Node>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    exactly: Option<i64>,
    nodes: Vec<Node>,
}

impl Pattern {
    /// Reads a message.
    pub(super) fn parse(text: &str) -> Result<Self, PatternFault> {
        let mut parser = Parser { rest: text, depth: 0 };
        Ok(Self(parser.nodes()?))
    }

    /// The message in `language`, whose plural rules and digits it follows.
    pub(super) fn render(&self, language: &str, args: &[Arg<'_>]) -> String {
        let mut out = String::new();
        Renderer { language, args }.write(&self.0, &mut out);
        out
    }

    /// True if the message is text and nothing else: no argument and no choice of forms.
    pub(super) fn is_plain(&self) -> bool {
        self.0.iter().all(|node| matches!(node, Node::Text(_)))
    }
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

impl Parser<'_> {
    /// Nodes up to the end, or inside braces up to the next `|` or `}}`, which stay unread.
    fn nodes(&mut self) -> Result<Vec<Node>, PatternFault> {
        let mut nodes = Vec::new();
        let mut text = String::new();
        while let Some(next) = self.rest.chars().next() {
            if self.depth > 0 && (next == '|' || self.rest.starts_with("}}")) {
                break;
            }
            let special = if self.rest.starts_with("{{") { Some(self.choice()?) } else { self.param() };
            if let Some(node) = special {
                push_text(&mut nodes, &mut text);
                nodes.push(node);
            } else {
                text.push(next);
                self.rest = &self.rest[next.len_utf8()..];
            }
        }
        push_text(&mut nodes, &mut text);
        Ok(nodes)
    }

    fn param(&mut self) -> Option<Node> {
        let digits = self.rest.strip_prefix('$')?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let number = digits[..end].parse().ok().filter(|n| *n > 0)?;
        self.rest = &digits[end..];
        Some(Node::Param(number))
    }

    fn choice(&mut self) -> Result<Node, PatternFault> {
        let opened = self.rest;
        let inside = opened.strip_prefix("{{").unwrap_or(opened);
        let name_end = inside.find([':', '|', '}']).unwrap_or(inside.len());
        let name = inside[..name_end].trim().to_owned();
        let kind = name.to_ascii_lowercase();
        if !matches!(kind.as_str(), "plural" | "gender" | "grammar" | "bidi") {
            let shown = name.chars().take(40).collect();
            return Err(if inside.contains("}}") { PatternFault::Unknown(shown) } else { PatternFault::Unclosed(shown) });
        }
        if self.depth == DEEPEST {
            return Err(PatternFault::TooDeep);
        }
        self.rest = inside[name_end..].strip_prefix(':').ok_or_else(|| PatternFault::NoForms(name.clone()))?;
        self.depth += 1;
        let first = self.nodes()?;
        let mut forms = Vec::new();
        while let Some(after) = self.rest.strip_prefix('|') {
            self.rest = after;
            let exactly = if kind == "plural" { self.explicit_number() } else { None };
            forms.push(Form { exactly, nodes: self.nodes()? });
        }
        self.depth -= 1;
        self.rest = self.rest.strip_prefix("}}").ok_or_else(|| PatternFault::Unclosed(name.clone()))?;
        match kind.as_str() {
            "bidi" => Ok(Node::Bidi(first)),
            _ if forms.is_empty() => Err(PatternFault::NoForms(name)),
            "plural" => Ok(Node::Plural { count: first, forms }),
            "grammar" => grammar(&first, forms).ok_or(PatternFault::NoCase(name)),
            _ => Ok(Node::Gender { of: first, forms: forms.into_iter().map(|form| form.nodes).collect() }),
        }
    }

    /// `12=` at the beginning of a plural form.
    fn explicit_number(&mut self) -> Option<i64> {
        let (number, form) = self.rest.split_once('=')?;
        let number = number.trim_start();
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = number.parse().ok()?;
        self.rest = form;
        Some(number)
    }
}

/// A case is named outright: no argument says it.
fn grammar(case: &[Node], mut words: Vec<Form>) -> Option<Node> {
    let [Node::Text(case)] = case else { return None };
    let (case, word) = (case.trim().to_owned(), words.pop()?.nodes);
    (words.is_empty() && !case.is_empty() && !word.is_empty()).then_some(Node::Grammar { case, word })
}

fn push_text(nodes: &mut Vec<Node>, text: &mut String) {
    if !text.is_empty() {
        nodes.push(Node::Text(std::mem::take(text)));
    }
}

struct Renderer<'a> {
    language: &'a str,
    args: &'a [Arg<'a>],
}

impl Renderer<'_> {
    fn write(&self, nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Param(number) => self.param(*number, out),
                Node::Plural { count, forms } => self.write(self.plural(count, forms), out),
                Node::Gender { of, forms } => self.write(self.gendered(of, forms), out),
                Node::Grammar { case, word } => {
                    let mut written = String::new();
                    self.write(word, &mut written);
                    out.push_str(&declined(&written, case, self.language));
                }
                Node::Bidi(inner) => {
                    // First-strong isolate and its end: a name keeps its own direction.
                    out.push('\u{2068}');
                    self.write(inner, out);
                    out.push('\u{2069}');
                }
            }
        }
    }

    fn param(&self, number: usize, out: &mut String) {
        match self.args.get(number - 1) {
            Some(Arg::Text(text)) => out.push_str(text),
            Some(Arg::Number(value)) => out.push_str(&format_number(*value, self.language)),
            Some(Arg::Gender(_)) => {}
            None => {
                out.push('$');
                out.push_str(&number.to_string());
            }
        }
    }

    /// The argument that a choice is made by, if it is one argument alone.
    fn chooser(&self, nodes: &[Node]) -> Option<&Arg<'_>> {
        match nodes {
            [Node::Param(number)] => self.args.get(number - 1),
            _ => None,
        }
    }

    fn plural<'f>(&self, count: &[Node], forms: &'f [Form]) -> &'f [Node] {
        let number = if let Some(Arg::Number(number)) = self.chooser(count) {
            Some(*number)
        } else {
            let mut written = String::new();
            self.write(count, &mut written);
            written.trim().parse().ok()
        };
        if let Some(exact) = forms.iter().find(|form| form.exactly.is_some() && form.exactly == number) {
            return &exact.nodes;
        }
        let by_category: Vec<&Form> = forms.iter().filter(|form| form.exactly.is_none()).collect();
        let position = number.map_or(usize::MAX, |number| plural_position(number, self.language));
        by_category.get(position).or(by_category.last()).map_or(&[], |form| &form.nodes)
    }

    fn gendered<'f>(&self, of: &[Node], forms: &'f [Vec<Node>]) -> &'f [Node] {
        let gender = match self.chooser(of) {
            Some(Arg::Gender(gender)) => *gender,
            Some(Arg::Text("male")) => Gender::Male,
            Some(Arg::Text("female")) => Gender::Female,
            Some(Arg::Text(_) | Arg::Number(_)) | None => Gender::Unknown,
        };
        let position = match gender {
            Gender::Male => 0,
            Gender::Female => 1,
            Gender::Unknown => 2,
        };
        // Without a neutral form the first one stands for everybody, as in MediaWiki.
        let chosen = forms.get(position).or(if gender == Gender::Female { forms.last() } else { forms.first() });
        chosen.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str, language: &str, args: &[Arg<'_>]) -> String {
        Pattern::parse(message).unwrap().render(language, args)
    }

    #[test]
    fn arguments_are_put_in_and_missing_ones_stay_visible() {
        assert_eq!(said("$2 and $1, $3; $0 $", "en", &["one".into(), "two".into()]), "two and one, $3; $0 $");
        assert_eq!(said("$10", "en", &[Arg::Text("x"); 10]), "x");
        assert_eq!(said("a { b } }} | c", "en", &[]), "a { b } }} | c");
    }

    #[test]
    fn plural_forms_follow_the_language() {
        let badge = "{{PLURAL:$1|значок|значки|значків}}";
        for (number, form) in [(1, "значок"), (2, "значки"), (5, "значків"), (11, "значків"), (21, "значок"), (104, "значки")]
        {
            assert_eq!(said(badge, "uk", &[Arg::Number(number)]), form, "{number}");
        }
        let arabic = "{{PLURAL:$1|zero|one|two|few|many|other}}";
        for (number, form) in [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other"), (103, "few")] {
            assert_eq!(said(arabic, "ar", &[Arg::Number(number)]), form, "{number}");
        }
        assert_eq!(said("{{PLURAL:$1|day|days}}", "fr", &[Arg::Number(0)]), "day");
        assert_eq!(said("{{PLURAL:$1|day|days}}", "en", &[Arg::Number(0)]), "days");
    }

    #[test]
    fn explicit_plural_forms_come_first_and_the_last_form_stands_in() {
        let message = "{{PLURAL:$1|0=none|12=a dozen|one|$1 pieces}}";
        for (number, form) in [(0, "none"), (12, "a dozen"), (1, "one"), (7, "7 pieces")] {
            assert_eq!(said(message, "en", &[Arg::Number(number)]), form);
        }
        assert_eq!(said("{{PLURAL:$1|only}}", "ar", &[Arg::Number(3)]), "only");
        assert_eq!(said("{{PLURAL:$1|one|many}}", "en", &["1".into()]), "one");
        assert_eq!(said("{{PLURAL:$1|one|many}}", "en", &["several".into()]), "many");
    }

    #[test]
    fn gender_forms_fall_back_as_in_mediawiki() {
        let three = "{{GENDER:$1|his|her|their}}";
        let two = "{{GENDER:$1|attesté|attestée}}";
        for (gender, of_three, of_two) in
            [(Gender::Male, "his", "attesté"), (Gender::Female, "her", "attestée"), (Gender::Unknown, "their", "attesté")]
        {
            assert_eq!(said(three, "en", &[Arg::Gender(gender)]), of_three);
            assert_eq!(said(two, "fr", &[Arg::Gender(gender)]), of_two);
        }
        assert_eq!(said(three, "en", &["female".into()]), "her");
        assert_eq!(said("{{GENDER:$1|all}}", "en", &[Arg::Gender(Gender::Female)]), "all");
    }

    #[test]
    fn choices_nest() {
        let message = "{{GENDER:$2|He has {{PLURAL:$1|one badge|$1 badges}}|She has {{plural:$1|one badge|$1 badges}}}}.";
        assert_eq!(said(message, "en", &[Arg::Number(1), Arg::Gender(Gender::Female)]), "She has one badge.");
        assert_eq!(said(message, "en", &[Arg::Number(1234), Arg::Gender(Gender::Male)]), "He has 1,234 badges.");
        assert_eq!(said("{{bidi:$1}}!", "en", &["שרה".into()]), "\u{2068}שרה\u{2069}!");
    }

    #[test]
    fn a_word_is_put_into_its_case_where_the_language_has_one_written_down() {
        let message = "Перейти до {{GRAMMAR:genitive|$1}}";
        assert_eq!(said(message, "uk", &["Вікіпедія".into()]), "Перейти до Вікіпедії");
        assert_eq!(said(message, "uk", &["Wikipedia".into()]), "Перейти до Wikipedia");
        assert_eq!(said(message, "fr", &["Вікіпедія".into()]), "Перейти до Вікіпедія");
        assert_eq!(said("{{grammar: locative |{{bidi:$1}}}}", "uk", &["Вікідані".into()]), "\u{2068}Вікіданих\u{2069}");
        assert_eq!(said("{{GRAMMAR:vocative|$1}}", "uk", &["Вікіпедія".into()]), "Вікіпедія", "a case that nobody wrote down");
        assert_eq!(said("{{GRAMMAR:genitive|{{PLURAL:$1|Вікіпедія|Вікідані}}}}", "uk", &[Arg::Number(1)]), "Вікіпедії");
        assert_eq!(said(message, "uk", &[]), "Перейти до $1");
    }

    #[test]
    fn a_mistake_between_braces_is_refused() {
        for (message, fault) in [
            ("{{PLURL:$1|a|b}}", PatternFault::Unknown("PLURL".to_owned())),
            ("{{PLURAL:$1|a|b", PatternFault::Unclosed("PLURAL".to_owned())),
            ("{{SITENAME", PatternFault::Unclosed("SITENAME".to_owned())),
            ("{{PLURAL:$1}}", PatternFault::NoForms("PLURAL".to_owned())),
            ("{{GENDER}}", PatternFault::NoForms("GENDER".to_owned())),
            ("{{GRAMMAR:genitive}}", PatternFault::NoForms("GRAMMAR".to_owned())),
            ("{{GRAMMAR:genitive|}}", PatternFault::NoCase("GRAMMAR".to_owned())),
            ("{{GRAMMAR:|$1}}", PatternFault::NoCase("GRAMMAR".to_owned())),
            ("{{GRAMMAR:$1|$2}}", PatternFault::NoCase("GRAMMAR".to_owned())),
            ("{{GRAMMAR:genitive|$1|$2}}", PatternFault::NoCase("GRAMMAR".to_owned())),
            ("{{GRAMMAR:genitive|$1", PatternFault::Unclosed("GRAMMAR".to_owned())),
        ] {
            assert_eq!(Pattern::parse(message), Err(fault), "{message}");
        }
        let deep = "{{bidi:".repeat(9) + &"}}".repeat(9);
        assert_eq!(Pattern::parse(&deep), Err(PatternFault::TooDeep));
    }
}
