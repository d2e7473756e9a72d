//! The way from the root of a document to a value, kept on the stack and written only for a fault.

use std::fmt::Write as _;

use super::error::{Fault, JsonLdError, JsonPath};

/// A step into a document.
#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Index(usize),
}

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    step: Step<'p>,
    parent: Option<&'p Path<'p>>,
    /// How many steps from the root.
    pub(super) depth: usize,
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Self = Path { step: Step::Root, parent: None, depth: 0 };

    pub(super) fn member(&'p self, name: &'p str) -> Self {
        Self { step: Step::Member(name), parent: Some(self), depth: self.depth + 1 }
    }

    pub(super) fn index(&'p self, index: usize) -> Self {
        Self { step: Step::Index(index), parent: Some(self), depth: self.depth + 1 }
    }

    /// The fault, here.
    pub(super) fn fault(&self, fault: Fault) -> JsonLdError {
        JsonLdError { fault, path: self.written() }
    }

    /// A fault that the JSON-LD text names, here.
    pub(super) fn invalid(&self, code: &'static str, subject: &str) -> JsonLdError {
        self.fault(Fault::invalid(code, subject))
    }

    fn written(&self) -> JsonPath {
        let mut steps = vec![self.step];
        let mut at = self.parent;
        while let Some(path) = at {
            steps.push(path.step);
            at = path.parent;
        }
        let mut out = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Root => out.push('$'),
                Step::Member(name) if is_plain(name) => out.extend([".", name]),
                Step::Member(name) => drop(write!(out, "[{name:?}]")),
                Step::Index(index) => drop(write!(out, "[{index}]")),
            }
        }
        JsonPath(out)
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '_' | '-'))
}
