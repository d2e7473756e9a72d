//! Puts what a paper says into the boxes of its template: a sheet, ready for any writer.
//!
//! Reading order: the artwork is decoration; then the texts in the order of [`Field`], the badge after
//! the class it pictures, the code to scan before what is typed instead of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::content::{Badge, CodeText, Content, Field, Said};
use super::fonts::Fonts;
use super::layout::{self, LayoutFault, Style};
use super::sheet::{Attachment, Block, Code, Item, Page, Picture, Rect, Role, Sheet};
use super::template::{Cards, MILLIMETRE, Plan, SMALLEST_MODULE, Template, TextBox};
use super::vector::VectorFault;
use crate::appearance::qr::{Qr, QrFault};
use crate::platform::i18n::{Direction, direction};
use crate::vocabulary::LanguageTag;

mod marks;

/// The media type of a credential inside a PDF ([VC Data Model 2.0, 6.4](https://www.w3.org/TR/vc-data-model-2.0/#media-types)).
const CREDENTIAL: &str = "application/vc+ld+json";

/// What is read before the picture of the badge, and then before the code.
const ABOVE_THE_BADGE: [Field; 8] =
    [Field::Heading, Field::Presented, Field::Holder, Field::Account, Field::Achieved, Field::Class, Field::Original, Field::Level];
const ABOVE_THE_CODE: [Field; 6] = [Field::Criteria, Field::Issuer, Field::Trainers, Field::Awarded, Field::Valid, Field::Check];

/// Why a paper cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CertificateFault {
    /// A text that cannot be written, or not in its box.
    #[error("the text of the box \"{field}\" cannot be set: {fault}")]
    Text {
        /// The box.
        field: &'static str,
        /// What is the matter.
        fault: LayoutFault,
    },
    /// A picture of a badge that is no plain drawing.
    #[error("the picture of the badge cannot be printed: {0}")]
    Badge(VectorFault),
    /// An address that is too long for any code.
    #[error("the address cannot be made a code to scan: {0}")]
    Code(#[from] QrFault),
    /// An address that is too long for the box of the template.
    #[error(
        "the code to scan has {modules} modules, and its box in {template} is {side:.1} mm wide: {module:.2} mm a module, \
         where cameras need {SMALLEST_MODULE}; make the box \"qr\" {needed:.1} mm wide"
    )]
    SmallModules {
        /// The template.
        template: String,
        /// Modules of a side, the white edge included.
        modules: usize,
        /// Its side in millimetres.
        side: f32,
        /// What a module gets.
        module: f32,
        /// How wide it has to be.
        needed: f32,
    },
    /// A code without a place.
    #[error("the template {0} has no box for the code to scan, so a badge cannot be checked by it: it is for slips only")]
    NoPlaceForCode(String),
    /// Cards without a grid.
    #[error("the template {0} has no box \"card\": it holds one certificate a page")]
    NoCards(String),
    /// Nothing to print.
    #[error("there is nothing to print")]
    Nothing,
}

/// One paper: a certificate, a slip, or a page with one card.
///
/// # Errors
/// What cannot be set, with its box and what to do.
pub fn sheet(template: &Template, content: &Content, fonts: &Fonts) -> Result<Sheet, CertificateFault> {
    if template.plan().cards().is_some() {
        return sheet_of_cards(template, std::slice::from_ref(content), fonts);
    }
    let way = direction(&content.language);
    let plan = template.plan_for(content.accent, way);
    let page = Page { width: plan.width(), height: plan.height(), items: Setting { template, plan: &plan, content, fonts, way }.items()? };
    let mut sheet = sheet_around(content, content.title.clone(), vec![page]);
    sheet.attachments.extend(content.credential.as_ref().map(|credential| Attachment {
        name: "credential.json".to_owned(),
        media_type: CREDENTIAL.to_owned(),
        said: content.attached.clone(),
        bytes: credential.clone().into_bytes(),
    }));
    Ok(sheet)
}

/// Cards, each at its place of the grid, on as many pages as are needed. Nothing is attached: the pages are
/// cut apart, and the file goes to whoever prints.
///
/// # Errors
/// What cannot be set, with its box and what to do.
pub fn sheet_of_cards(template: &Template, contents: &[Content], fonts: &Fonts) -> Result<Sheet, CertificateFault> {
    let first = contents.first().ok_or(CertificateFault::Nothing)?;
    let way = direction(&first.language);
    let plan = template.plan_for(first.accent, way);
    let cards = plan.cards().ok_or_else(|| CertificateFault::NoCards(template.name().to_owned()))?;
    let pages = contents.chunks(cards.count()).map(|contents| page_of_cards(template, contents, fonts, cards));
    Ok(sheet_around(first, common_title(contents), pages.collect::<Result<_, _>>()?))
}

fn page_of_cards(template: &Template, contents: &[Content], fonts: &Fonts, cards: Cards) -> Result<Page, CertificateFault> {
    let (width, height) = (template.plan().width(), template.plan().height());
    let places: Vec<Rect> = cards.places(width).take(contents.len()).collect();
    let marks = Picture {
        drawing: std::sync::Arc::new(marks::around(&places, width, height)),
        place: Rect { x: 0.0, y: 0.0, width, height },
        said: String::new(),
    };
    let mut items = vec![Item::Artwork(marks)];
    for (content, place) in contents.iter().zip(&places) {
        // Each card has the direction of its own language.
        let way = direction(&content.language);
        let plan = template.plan_for(content.accent, way);
        let mut card = Setting { template, plan: &plan, content, fonts, way }.items()?;
        let drawn = plan.card().unwrap_or(*place);
        for item in &mut card {
            shift(item, place.x - drawn.x, place.y - drawn.y);
        }
        items.extend(card);
    }
    Ok(Page { width, height, items })
}

/// One title for several papers: theirs, if it is the same, or else what they are for, or who issued them.
fn common_title(contents: &[Content]) -> String {
    let same = |of: &dyn Fn(&Content) -> Option<String>| {
        let first = contents.first().and_then(of)?;
        contents.iter().all(|content| of(content).as_ref() == Some(&first)).then_some(first)
    };
    let said = |field: Field| move |content: &Content| Some(content.texts.get(&field)?.first()?.text.clone());
    let title = same(&|content| Some(content.title.clone()));
    title.or_else(|| same(&said(Field::Class))).or_else(|| same(&said(Field::Issuer))).unwrap_or_default()
}

fn sheet_around(content: &Content, title: String, pages: Vec<Page>) -> Sheet {
    let author = content.texts.get(&Field::Issuer).and_then(|said| said.first()).map(|said| said.text.clone());
    Sheet {
        title,
        author: author.unwrap_or_default(),
        language: content.language.clone(),
        direction: direction(&content.language),
        made_at: content.made_at,
        pages,
        attachments: Vec::new(),
    }
}

/// One content on one plan.
struct Setting<'a> {
    template: &'a Template,
    plan: &'a Plan,
    content: &'a Content,
    fonts: &'a Fonts,
    way: Direction,
}

impl Setting<'_> {
    fn items(&self) -> Result<Vec<Item>, CertificateFault> {
        let whole = Rect { x: 0.0, y: 0.0, width: self.plan.width(), height: self.plan.height() };
        let artwork =
            self.plan.artwork().map(|drawing| Item::Artwork(Picture { drawing: drawing.clone(), place: whole, said: String::new() }));
        let mut items: Vec<Item> = artwork.collect();
        let mut blocks = self.blocks()?;
        let mut take = |fields: &[Field], items: &mut Vec<Item>| {
            items.extend(fields.iter().filter_map(|field| blocks.remove(field)).map(Item::Text));
        };
        take(&ABOVE_THE_BADGE, &mut items);
        items.extend(self.badge()?);
        take(&ABOVE_THE_CODE, &mut items);
        items.extend(self.code()?);
        take(&Field::ALL, &mut items);
        Ok(items)
    }

    fn blocks(&self) -> Result<BTreeMap<Field, Block>, CertificateFault> {
        let mut blocks = BTreeMap::new();
        for (field, text) in self.plan.boxes() {
            let Some(said) = self.content.texts.get(field).map(|said| self.in_the_hand_of_the_page(said)) else { continue };
            let block = layout::fit(self.fonts, &said, text.area, &self.style(*field, text), self.way)
                .map_err(|fault| CertificateFault::Text { field: field.name(), fault })?;
            if !block.lines.is_empty() {
                blocks.insert(*field, block);
            }
        }
        Ok(blocks)
    }

    /// A name does not say where its letters come from. Those of China, Japan and Korea are drawn in several ways: on a
    /// paper of one of these languages in that way, elsewhere as the fonts have it.
    fn in_the_hand_of_the_page<'s>(&self, said: &'s [Said]) -> Cow<'s, [Said]> {
        let page = &self.content.language;
        if !["zh", "ja", "ko", "yue"].contains(&page.primary()) {
            return Cow::Borrowed(said);
        }
        let unknown = LanguageTag::undetermined();
        let placed =
            |one: &Said| Said { language: if one.language == unknown { page.clone() } else { one.language.clone() }, ..one.clone() };
        Cow::Owned(said.iter().map(placed).collect())
    }

    fn style(&self, field: Field, text: &TextBox) -> Style {
        let letters = text.lettering;
        // The link of the typed address is that of the code: one place, two ways to it.
        let link = self.content.code.as_ref().filter(|_| matches!(field, Field::Address | Field::Code)).map(|code| code.link.clone());
        Style {
            family: letters.family,
            weight: letters.weight,
            size: letters.size,
            smallest: letters.smallest,
            line_height: letters.line_height,
            align: letters.align,
            vertical: letters.vertical,
            // The height of the box is the limit.
            most_lines: usize::MAX,
            colour: letters.colour,
            role: self.role(field),
            link,
        }
    }

    /// A paper has one heading: what it is, or, where there is no room for that, the class.
    fn role(&self, field: Field) -> Role {
        let headed =
            self.plan.boxes().contains_key(&Field::Heading) && self.content.texts.get(&Field::Heading).is_some_and(|said| !said.is_empty());
        if field == Field::Heading || (field == Field::Class && !headed) {
            Role::Heading
        } else if matches!(field, Field::Class | Field::Holder) {
            Role::Subheading
        } else {
            Role::Paragraph
        }
    }

    fn badge(&self) -> Result<Option<Item>, CertificateFault> {
        let Some((Badge { svg, said }, area)) = self.content.badge.as_ref().zip(self.plan.badge()) else { return Ok(None) };
        let drawing = self.template.badge(svg).map_err(CertificateFault::Badge)?;
        let scale = (area.width / drawing.width).min(area.height / drawing.height);
        let (width, height) = (drawing.width * scale, drawing.height * scale);
        let place = Rect { x: area.x + (area.width - width) / 2.0, y: area.y + (area.height - height) / 2.0, width, height };
        Ok(Some(Item::Figure(Picture { drawing, place, said: said.clone() })))
    }

    fn code(&self) -> Result<Option<Item>, CertificateFault> {
        let Some(CodeText { scanned, link, said }) = &self.content.code else { return Ok(None) };
        let template = || self.template.name().to_owned();
        let place = self.plan.code().ok_or_else(|| CertificateFault::NoPlaceForCode(template()))?;
        let qr = Qr::of(scanned)?;
        let modules = qr.modules();
        let (side, count) = (place.width / MILLIMETRE, u16::try_from(modules).map_or(f32::MAX, f32::from));
        if side / count < SMALLEST_MODULE - 0.001 {
            let (module, needed) = (side / count, SMALLEST_MODULE * count);
            return Err(CertificateFault::SmallModules { template: template(), modules, side, module, needed });
        }
        Ok(Some(Item::Code(Code { qr, place, said: said.clone(), link: link.clone() })))
    }
}

/// Puts an item elsewhere on the page.
fn shift(item: &mut Item, right: f32, down: f32) {
    let moved = |place: &mut Rect| {
        place.x += right;
        place.y += down;
    };
    match item {
        Item::Artwork(picture) | Item::Figure(picture) => moved(&mut picture.place),
        Item::Code(code) => moved(&mut code.place),
        Item::Text(block) => {
            for line in &mut block.lines {
                line.x += right;
                line.baseline += down;
            }
        }
    }
}
