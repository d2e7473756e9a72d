//! Files that travel inside: the signed credential.
//!
//! Source: ISO 32000-2, 7.11.4 (embedded files) and 14.13 (associated files of the catalogue). Their relation is `Source`
//! (table 43: "the original source material for the associated content"): the paper is one presentation of
//! what was signed, not the other way round.

use lopdf::{Document, Object, Stream, dictionary};
use md5::{Digest, Md5};

use super::super::sheet::{Attachment, Sheet};
use super::{WriteFault, about, refused, save};

/// Adds the attachments of a sheet to a file.
pub(super) fn write(file: &mut Document, sheet: &Sheet) -> Result<(), WriteFault> {
    if sheet.attachments.is_empty() {
        return Ok(());
    }
    // A name tree is sorted (7.9.6).
    let mut attachments: Vec<&Attachment> = sheet.attachments.iter().collect();
    attachments.sort_by(|one, other| one.name.cmp(&other.name));
    let date = about::date(sheet.made_at);
    let mut names = Vec::new();
    let mut files = Vec::new();
    for attachment in attachments {
        let stream = file.add_object(embedded(attachment, &date));
        let specification = file.add_object(dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal(attachment.name.as_str()), "UF" => save::text(&attachment.name),
            "Desc" => save::text(&attachment.said), "AFRelationship" => "Source",
            "EF" => dictionary! { "F" => stream, "UF" => stream },
        });
        names.extend([save::text(&attachment.name), specification.into()]);
        files.push(Object::Reference(specification));
    }
    let names = file.add_object(dictionary! { "Names" => names });
    let catalogue = file.catalog_mut().map_err(refused)?;
    catalogue.set("Names", dictionary! { "EmbeddedFiles" => names });
    catalogue.set("AF", files);
    Ok(())
}

fn embedded(attachment: &Attachment, date: &Object) -> Stream {
    let size = i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX);
    // MD5 is what the format asks for (table 45): against damage, not against anybody.
    let sum = Object::String(Md5::digest(&attachment.bytes).to_vec(), lopdf::StringFormat::Hexadecimal);
    let about = dictionary! { "Size" => size, "CheckSum" => sum, "CreationDate" => date.clone(), "ModDate" => date.clone() };
    let dictionary = dictionary! { "Type" => "EmbeddedFile", "Subtype" => attachment.media_type.as_str(), "Params" => about };
    Stream::new(dictionary, attachment.bytes.clone())
}
