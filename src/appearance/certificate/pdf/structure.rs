//! What a document says in which order: the tree that screen readers follow.
//!
//! Source: ISO 32000-1, 14.7 (structure), 14.8 (tagged PDF), 14.9 (accessibility). A link is an element
//! that holds both its text and its annotation (14.8.4.4.2).

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{WriteFault, refused, save};
use crate::vocabulary::LanguageTag;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Subheading,
    Paragraph,
    Figure,
    Link,
}

impl Kind {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Heading => "H1",
            Self::Subheading => "H2",
            Self::Paragraph => "P",
            Self::Figure => "Figure",
            Self::Link => "Link",
        }
    }
}

/// An element without what it holds.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) language: Option<LanguageTag>,
    /// What a picture shows.
    pub(super) said: Option<String>,
    /// Left, lower, right and upper side.
    pub(super) place: Option<[f32; 4]>,
}

impl Part {
    pub(super) const fn new(kind: Kind) -> Self {
        Self { kind, language: None, said: None, place: None }
    }
}

enum Held {
    Part(usize),
    /// Marked content of the page.
    Marked(i64),
    Annotation(usize),
}

struct Element {
    part: Part,
    page: usize,
    above: Option<usize>,
    holds: Vec<Held>,
}

struct Annotation {
    page: usize,
    place: [f32; 4],
    link: String,
    said: String,
    element: usize,
}

/// The elements of a document, as they are added from its beginning to its end.
pub(super) struct Tree {
    language: LanguageTag,
    elements: Vec<Element>,
    annotations: Vec<Annotation>,
    /// For each page, the element that holds each piece of marked content.
    holders: Vec<Vec<usize>>,
}

impl Tree {
    pub(super) fn new(language: LanguageTag, pages: usize) -> Self {
        Self { language, elements: Vec::new(), annotations: Vec::new(), holders: (0..pages).map(|_| Vec::new()).collect() }
    }

    fn add(&mut self, page: usize, part: Part, above: Option<usize>) -> usize {
        let at = self.elements.len();
        self.elements.push(Element { part, page, above, holds: Vec::new() });
        self.hold(above, Held::Part(at));
        at
    }

    fn hold(&mut self, element: Option<usize>, held: Held) {
        if let Some(element) = element.and_then(|at| self.elements.get_mut(at)) {
            element.holds.push(held);
        }
    }

    fn mark(&mut self, page: usize, element: usize) -> i64 {
        let Some(holders) = self.holders.get_mut(page) else { return 0 };
        let content = i64::try_from(holders.len()).unwrap_or(0);
        holders.push(element);
        self.hold(Some(element), Held::Marked(content));
        content
    }

    fn annotate(&mut self, page: usize, place: [f32; 4], link: &str, said: &str, element: usize) {
        self.hold(Some(element), Held::Annotation(self.annotations.len()));
        self.annotations.push(Annotation { page, place, link: link.to_owned(), said: said.to_owned(), element });
    }

    /// An element with one piece of marked content, whose number is returned.
    pub(super) fn leaf(&mut self, page: usize, part: Part) -> i64 {
        let element = self.add(page, part, None);
        self.mark(page, element)
    }

    /// A picture that leads somewhere: the link holds the picture.
    pub(super) fn linked(&mut self, page: usize, part: Part, place: [f32; 4], link: &str, said: &str) -> i64 {
        let around = self.add(page, Part::new(Kind::Link), None);
        let inside = self.add(page, part, Some(around));
        let content = self.mark(page, inside);
        self.annotate(page, place, link, said, around);
        content
    }

    /// A text that leads somewhere: the text holds the link.
    pub(super) fn linked_text(&mut self, page: usize, part: Part, inside: Part, place: [f32; 4], link: &str, said: &str) -> i64 {
        let around = self.add(page, part, None);
        let element = self.add(page, inside, Some(around));
        let content = self.mark(page, element);
        self.annotate(page, place, link, said, element);
        content
    }

    /// Adds the tree and the annotations to a file.
    pub(super) fn write(self, file: &mut Document, pages: &[ObjectId]) -> Result<(), WriteFault> {
        let root = file.new_object_id();
        let document = file.new_object_id();
        let elements: Vec<ObjectId> = self.elements.iter().map(|_| file.new_object_id()).collect();
        let annotations: Vec<ObjectId> = self.annotations.iter().map(|_| file.new_object_id()).collect();
        let known = Known { pages, document, elements: &elements, annotations: &annotations };
        for (element, id) in self.elements.iter().zip(&elements) {
            file.set_object(*id, known.element(element, &self.language));
        }
        let top = self.elements.iter().zip(&elements).filter(|(element, _)| element.above.is_none());
        let top: Vec<Object> = top.map(|(_, id)| Object::Reference(*id)).collect();
        file.set_object(document, dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top });
        let (parents, next) = self.parents(&elements);
        let parents = file.add_object(dictionary! { "Nums" => parents });
        let tree = dictionary! { "Type" => "StructTreeRoot", "K" => document, "ParentTree" => parents, "ParentTreeNextKey" => next };
        file.set_object(root, tree);
        for (at, (annotation, id)) in (0_i64..).zip(self.annotations.iter().zip(&annotations)) {
            file.set_object(*id, known.annotation(annotation, key(self.holders.len()) + at));
        }
        for (at, id) in pages.iter().enumerate() {
            let own = self.annotations.iter().zip(&annotations).filter(|(annotation, _)| annotation.page == at);
            let own: Vec<Object> = own.map(|(_, id)| Object::Reference(*id)).collect();
            let page = file.get_object_mut(*id).and_then(Object::as_dict_mut).map_err(refused)?;
            page.remove(b"Annots");
            if !own.is_empty() {
                page.set("Annots", own);
            }
            page.set("StructParents", key(at));
            // The tabulator goes through links in the order of reading.
            page.set("Tabs", "S");
        }
        let catalogue = file.catalog_mut().map_err(refused)?;
        catalogue.set("StructTreeRoot", root);
        catalogue.set("MarkInfo", dictionary! { "Marked" => true });
        Ok(())
    }

    /// From marked content and annotations back to elements; and the first number that is free.
    fn parents(&self, elements: &[ObjectId]) -> (Vec<Object>, i64) {
        let element = |at: &usize| elements.get(*at).map_or(Object::Null, |id| Object::Reference(*id));
        let pages = self.holders.iter().map(|holders| Object::Array(holders.iter().map(element).collect()));
        let annotations = self.annotations.iter().map(|annotation| element(&annotation.element));
        let entries: Vec<Object> = pages.chain(annotations).collect();
        let next = key(entries.len());
        ((0_i64..).zip(entries).flat_map(|(at, entry)| [Object::Integer(at), entry]).collect(), next)
    }
}

fn key(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

struct Known<'a> {
    pages: &'a [ObjectId],
    document: ObjectId,
    elements: &'a [ObjectId],
    annotations: &'a [ObjectId],
}

impl Known<'_> {
    fn element(&self, element: &Element, language: &LanguageTag) -> Dictionary {
        let above = element.above.and_then(|at| self.elements.get(at)).unwrap_or(&self.document);
        let mut written = dictionary! { "Type" => "StructElem", "S" => element.part.kind.tag(), "P" => *above };
        if let Some(page) = self.pages.get(element.page) {
            written.set("Pg", *page);
        }
        let own = element.part.language.as_ref().filter(|own| own.primary() != "und" && own.as_str() != language.as_str());
        if let Some(language) = own {
            written.set("Lang", Object::string_literal(language.as_str()));
        }
        if let Some(said) = &element.part.said {
            written.set("Alt", save::text(said));
        }
        if let Some(place) = element.part.place {
            written.set("A", dictionary! { "O" => "Layout", "BBox" => numbers(place), "Placement" => "Block" });
        }
        let held: Vec<Object> = element.holds.iter().map(|held| self.held(held)).collect();
        written.set("K", held);
        written
    }

    fn held(&self, held: &Held) -> Object {
        match held {
            Held::Part(at) => self.elements.get(*at).map_or(Object::Null, |id| Object::Reference(*id)),
            Held::Marked(content) => Object::Integer(*content),
            Held::Annotation(at) => {
                let annotation = self.annotations.get(*at).map_or(Object::Null, |id| Object::Reference(*id));
                dictionary! { "Type" => "OBJR", "Obj" => annotation }.into()
            }
        }
    }

    fn annotation(&self, annotation: &Annotation, key: i64) -> Dictionary {
        let mut written = dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => numbers(annotation.place), "Border" => vec![0.into(), 0.into(), 0.into()],
            // Printed, although nothing is seen of it: PDF/UA asks for it.
            "F" => 4, "Contents" => save::text(&annotation.said), "StructParent" => key,
            "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(annotation.link.as_str()) },
        };
        if let Some(page) = self.pages.get(annotation.page) {
            written.set("P", *page);
        }
        written
    }
}

fn numbers(numbers: [f32; 4]) -> Vec<Object> {
    numbers.map(|number| Object::Real((number * 100.0).round() / 100.0)).to_vec()
}
