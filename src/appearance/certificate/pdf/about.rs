//! What a file says about itself: title, author, language, when it was made and by which program.
//!
//! Twice, as ISO 32000-1 has it: in the information dictionary (14.3.3) and as XMP (14.3.2).

use lopdf::{Document, Object, Stream, dictionary};

use super::super::sheet::Sheet;
use super::{WriteFault, refused, save};
use crate::platform::i18n::Direction;
use crate::vocabulary::Timestamp;

pub(super) const PRODUCER: &str = concat!("Insignia ", env!("CARGO_PKG_VERSION"));

/// Adds them to a file, in place of what printpdf says.
pub(super) fn write(file: &mut Document, sheet: &Sheet) -> Result<(), WriteFault> {
    let date = date(sheet.made_at);
    let about = file.add_object(dictionary! {
        "Title" => save::text(&sheet.title), "Author" => save::text(&sheet.author), "Producer" => save::text(PRODUCER),
        "CreationDate" => date.clone(), "ModDate" => date,
    });
    let before = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(refused)?;
    file.objects.remove(&before);
    file.trailer.set("Info", about);
    let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(sheet).into_bytes());
    // Other programs look for it without unpacking anything.
    let xmp = file.add_object(xmp.with_compression(false));
    let catalogue = file.catalog_mut().map_err(refused)?;
    catalogue.set("Metadata", xmp);
    catalogue.set("Lang", Object::string_literal(sheet.language.as_str()));
    catalogue.set("PageLayout", "SinglePage");
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if sheet.direction == Direction::Rtl {
        preferences.set("Direction", "R2L");
    }
    catalogue.set("ViewerPreferences", preferences);
    "1.7".clone_into(&mut file.version);
    Ok(())
}

/// `D:20261120110000Z` (7.9.4).
pub(super) fn date(at: Timestamp) -> Object {
    let digits: String = at.whole_second().to_string().chars().filter(char::is_ascii_digit).collect();
    Object::string_literal(format!("D:{digits}Z"))
}

fn xmp(sheet: &Sheet) -> String {
    let (title, author, language) = (escaped(&sheet.title), escaped(&sheet.author), escaped(sheet.language.as_str()));
    let date = sheet.made_at.whole_second();
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li><rdf:li xml:lang=\"{language}\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

/// Text for XML 1.0, which has no words for most control characters.
fn escaped(text: &str) -> String {
    let allowed = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    allowed.fold(String::new(), |mut escaped, c| {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
        escaped
    })
}
