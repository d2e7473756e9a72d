//! Reads Rust as far as the rules need it: tokens without comments and literals, and the paths in them.

/// One file below `src/`.
pub(crate) struct Source {
    /// Relative to `src/`, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Every path that is written out, made absolute where it starts at `crate`, `self` or `super`.
    pub(crate) paths: Vec<Named>,
    /// Modules that stand in files of their own and are compiled for tests only.
    test_modules: Vec<Vec<String>>,
}

/// A path in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    /// `crate` first for our own modules, else the first name as written.
    pub(crate) segments: Vec<String>,
    /// Inside a module that is compiled for tests only.
    pub(crate) in_tests: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
}

impl Source {
    pub(crate) fn read(path: &str, text: &str) -> Self {
        let tokens = tokens(text);
        let mut walk = Walk {
            tokens: &tokens,
            at: 0,
            module: module_of(path),
            inner: Vec::new(),
            depth: 0,
            found: Vec::new(),
            test_modules: Vec::new(),
        };
        walk.run();
        Self { path: path.to_owned(), text: text.to_owned(), paths: walk.found, test_modules: walk.test_modules }
    }

    /// Reads files, and tells which of them are compiled for tests only.
    pub(crate) fn read_all(files: &[(String, String)]) -> Vec<Self> {
        let mut all: Vec<Self> = files.iter().map(|(path, text)| Self::read(path, text)).collect();
        let for_tests: Vec<Vec<String>> = all.iter().flat_map(|source| source.test_modules.clone()).collect();
        for source in &mut all {
            let module = module_of(&source.path);
            if for_tests.iter().any(|tests| module.starts_with(tests)) {
                source.paths.iter_mut().for_each(|named| named.in_tests = true);
            }
        }
        all
    }

    /// The folder of `src/` that the file lies in.
    pub(crate) fn wing(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
}

/// `platform/database/place.rs` is `platform::database::place`.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

struct Walk<'t> {
    tokens: &'t [(Token, usize)],
    at: usize,
    module: Vec<String>,
    /// Inline modules around.
    inner: Vec<Inline>,
    depth: usize,
    found: Vec<Named>,
    test_modules: Vec<Vec<String>>,
}

struct Inline {
    name: String,
    /// The depth of braces inside it.
    depth: usize,
    for_tests: bool,
}

impl Walk<'_> {
    fn run(&mut self) {
        while let Some((token, line)) = self.tokens.get(self.at) {
            match token {
                Token::Mark('{') => self.depth += 1,
                Token::Mark('}') => {
                    self.depth = self.depth.saturating_sub(1);
                    self.inner.retain(|inline| inline.depth <= self.depth);
                }
                Token::Word(word) if word == "mod" => self.enter_module(),
                Token::Word(word) if self.starts_path() => {
                    let start = self.absolute(word);
                    let in_tests = self.inner.iter().any(|inline| inline.for_tests);
                    let line = *line;
                    self.at += 1;
                    for segments in self.tails(start) {
                        self.found.push(Named { line, segments, in_tests });
                    }
                    continue;
                }
                Token::Word(_) | Token::Mark(_) => {}
            }
            self.at += 1;
        }
    }

    fn mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|(token, _)| *token == Token::Mark(mark))
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some((Token::Word(word), _)) => Some(word),
            _ => None,
        }
    }

    fn enter_module(&mut self) {
        let Some(name) = self.word(self.at + 1).map(str::to_owned) else { return };
        let for_tests = self.is_for_tests();
        if self.mark(self.at + 2, '{') {
            self.inner.push(Inline { name, depth: self.depth + 1, for_tests });
        } else if for_tests {
            self.test_modules.push(self.here().chain([name]).collect());
        }
    }

    /// Whether `#[cfg(test)]` stands before the item.
    fn is_for_tests(&self) -> bool {
        let before = self.tokens[..self.at].iter().rev().take_while(|(token, _)| !matches!(token, Token::Mark(';' | '{' | '}')));
        let words: Vec<&str> =
            before.filter_map(|(token, _)| if let Token::Word(word) = token { Some(word.as_str()) } else { None }).collect();
        words.windows(2).any(|pair| pair == ["test", "cfg"])
    }

    fn here(&self) -> impl Iterator<Item = String> {
        self.module.iter().cloned().chain(self.inner.iter().map(|inline| inline.name.clone()))
    }

    /// A word followed by `::`, or imported whole, that is not itself the middle of a path.
    fn starts_path(&self) -> bool {
        let middle = self.at >= 2 && self.mark(self.at - 1, ':') && self.mark(self.at - 2, ':');
        let imported = self.at >= 1 && self.word(self.at - 1) == Some("use");
        !middle && ((self.mark(self.at + 1, ':') && self.mark(self.at + 2, ':')) || imported)
    }

    fn absolute(&self, first: &str) -> Vec<String> {
        let rooted = |modules: Vec<String>| std::iter::once("crate".to_owned()).chain(modules).collect();
        match first {
            "crate" | "insignia" => rooted(Vec::new()),
            "self" => rooted(self.here().collect()),
            "super" => {
                let mut modules: Vec<String> = self.here().collect();
                modules.pop();
                rooted(modules)
            }
            other => vec![other.to_owned()],
        }
    }

    /// Follows `::a::b`, `::{a, b::c}` and `::*` from where it stands.
    fn tails(&mut self, mut path: Vec<String>) -> Vec<Vec<String>> {
        while self.mark(self.at, ':') && self.mark(self.at + 1, ':') {
            self.at += 2;
            if let Some(word) = self.word(self.at).map(str::to_owned) {
                self.at += 1;
                if word == "super" {
                    path.pop();
                } else if word != "self" {
                    path.push(word);
                }
            } else if self.mark(self.at, '{') {
                return self.group(&path);
            } else {
                // `::*`, or the `<` of a type argument.
                break;
            }
        }
        vec![path]
    }

    fn group(&mut self, before: &[String]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        self.at += 1;
        while self.at < self.tokens.len() && !self.mark(self.at, '}') {
            if let Some(word) = self.word(self.at).map(str::to_owned) {
                self.at += 1;
                let mut path = before.to_vec();
                if word != "self" {
                    path.push(word);
                }
                all.extend(self.tails(path));
                // `as other`
                if self.word(self.at) == Some("as") {
                    self.at += 2;
                }
            } else {
                self.at += 1;
            }
        }
        self.at += 1;
        all
    }
}

/// Words and marks with their lines; comments, strings, characters and numbers are left out.
fn tokens(text: &str) -> Vec<(Token, usize)> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let length = literal(rest).unwrap_or_else(|| {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            if !word(first) {
                if !first.is_whitespace() {
                    found.push((Token::Mark(first), line));
                }
                return first.len_utf8();
            }
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            if !first.is_numeric() {
                found.push((Token::Word(rest[..end].to_owned()), line));
            }
            end
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

/// The length of the comment, string or character that `rest` begins with.
fn literal(rest: &str) -> Option<usize> {
    let to = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(to("*/", 2));
    }
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r')).filter(|after| after.starts_with(['"', '#']));
    if let Some(after) = raw {
        let fences = after.len() - after.trim_start_matches('#').len();
        if after[fences..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(fences));
            return Some(to(&end, rest.len() - after.len() + fences + 1));
        }
    }
    let quoted = if rest.starts_with("b\"") { 2 } else { usize::from(rest.starts_with('"')) };
    if quoted > 0 {
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(quoted) {
            match c {
                '"' if !escaped => return Some(at + 1),
                c => escaped = c == '\\' && !escaped,
            }
        }
        return Some(rest.len());
    }
    // A character, not a lifetime: closed after one character or an escape.
    let character = rest.strip_prefix('\'')?;
    let mut inside = character.chars();
    let first = inside.next()?;
    if first == '\\' {
        return Some(1 + 2 + character[2..].find('\'').map_or(0, |at| at + 1));
    }
    (inside.next() == Some('\'')).then(|| 2 + first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(path: &str, text: &str) -> Vec<String> {
        Source::read(path, text).paths.iter().map(|named| named.segments.join("::")).collect()
    }

    #[test]
    fn paths_are_read_from_imports_groups_and_code() {
        let text = "use crate::platform::{database::Database, log::{self, Head as H}};\nfn f() { sqlx::query(x); let y = Some::<u8>(1); }\nuse axum;";
        assert_eq!(
            paths("issuer/issuing.rs", text),
            ["crate::platform::database::Database", "crate::platform::log", "crate::platform::log::Head", "sqlx::query", "Some", "axum"]
        );
    }

    #[test]
    fn relative_paths_become_absolute() {
        assert_eq!(paths("platform/log/store.rs", "use super::chain::Link;"), ["crate::platform::log::chain::Link"]);
        assert_eq!(
            paths("platform/log/mod.rs", "use self::chain::Link; use super::super::verifier;"),
            ["crate::platform::log::chain::Link", "crate::verifier"]
        );
        assert_eq!(paths("lib.rs", "mod within { use super::issuer::X; }"), ["crate::issuer::X"]);
        assert_eq!(paths("a/b.rs", "mod inner { fn f() {} } use super::c::D;"), ["crate::a::c::D"]);
    }

    #[test]
    fn what_is_said_in_comments_and_literals_is_not_code() {
        let text = "//! axum::Router\n/* sqlx::x */ const A: &str = \"clap::y \\\" z::q\"; const B: &str = r#\"a::\" b\"#; const C: char = ':'; fn f<'a>(x: &'a str) {}";
        assert_eq!(paths("doors/cli/mod.rs", text), Vec::<String>::new());
        assert_eq!(paths("a.rs", "const C: char = '\\''; use axum::x;"), ["axum::x"]);
    }

    #[test]
    fn code_for_tests_is_told_apart() {
        let files = [
            ("a/mod.rs", "use x::y;\n#[cfg(test)]\nmod tests { use z::y; }\nuse w::y;\n#[cfg(test)]\nmod vectors;\nmod real;"),
            ("a/vectors.rs", "use v::y;"),
            ("a/real.rs", "mod testament { use r::y; }"),
        ];
        let sources = Source::read_all(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let named = sources.iter().flat_map(|source| &source.paths);
        let told: Vec<_> = named.map(|named| (named.segments[0].as_str(), named.line, named.in_tests)).collect();
        assert_eq!(told, [("x", 1, false), ("z", 3, true), ("w", 4, false), ("v", 1, true), ("r", 1, false)]);
    }
}
