//! Untrusted bytes, brought to be judged, and what they carry.
//!
//! The exact bytes are kept. A badge comes as JSON, as a compact JWS, or inside a PNG or SVG picture
//! or a PDF document, of which only the text parts are read; the pixels of a picture are looked at only
//! if it carries no badge, for a QR code. What carries no badge may say where
//! one is: an [address](Presented::address) or a printed [code](Presented::code). Whatever else it
//! is, the reason is kept for the verdict.

mod pointer;

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::standards::bake::{self, Generation, png::PngFault};
use crate::standards::document::rules::CREDENTIALS_V1;
use crate::standards::json::{self, Limits};
use crate::standards::qr;
use crate::vocabulary::ids::CredentialId;

use pointer::Pointer;

/// The most that is read: a picture with a badge in it.
const LARGEST: usize = 2 << 20;

/// Bytes that somebody brought.
#[derive(Debug, Clone)]
pub struct Presented {
    bytes: Vec<u8>,
    form: Option<Form>,
    brought: Brought,
    /// Why nothing was found where it says that the badge is.
    unreached: Option<String>,
}

/// What the bytes turned out to be.
#[derive(Debug, Clone)]
enum Brought {
    Badge(Carried),
    /// An older picture with the address of its assertion.
    Hosted(String),
    Pointer(Pointer),
    Unreadable(Unreadable),
}

impl From<Result<Carried, Unreadable>> for Brought {
    fn from(read: Result<Carried, Unreadable>) -> Self {
        read.map_or_else(Self::Unreadable, Self::Badge)
    }
}

/// What is inside, and the SHA-256 of its exact bytes.
#[derive(Debug, Clone)]
struct Carried {
    content: Content,
    digest: [u8; 32],
}

/// In what a badge came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A JSON document with its proof inside.
    Json,
    /// A compact JWS around the document.
    Jwt,
    /// A PNG picture with either of them in a text chunk.
    Png,
    /// An SVG picture with either of them in an element.
    Svg,
    /// A PDF document with either of them attached.
    Pdf,
    /// A picture, of which only the QR code is read: an address mostly, sometimes a whole badge.
    Qr,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Jwt => "JWT",
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
            Self::Qr => "QR code",
        })
    }
}

/// What is inside.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A document that carries its proof.
    Document(Value),
    /// A compact JWS, and its payload as it was read.
    Token { text: String, claims: Value },
}

/// Why nothing can be read: a sentence of ours, and the detail.
#[derive(Debug, Clone)]
pub(super) struct Unreadable {
    pub(super) sentence: &'static str,
    pub(super) detail: String,
}

impl Presented {
    /// Looks at bytes and finds out what they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let mut form = recognise(&bytes);
        let brought = match form {
            _ if bytes.len() > LARGEST => Brought::Unreadable(unreadable("it is larger than 2 MiB", format!("{} bytes", bytes.len()))),
            None => of_text(&bytes),
            Some(Form::Json | Form::Jwt) => Carried::read(&bytes).into(),
            Some(Form::Png) => match bake::png::extract(&bytes) {
                // Only now are pixels looked at: a screenshot, perhaps.
                Err(PngFault::NoBadge) => match qr::read(&bytes) {
                    Ok(text) => {
                        form = Some(Form::Qr);
                        of_code(&text)
                    }
                    Err(fault) => Brought::Unreadable(unreadable("the picture carries no badge, and no QR code of one", fault)),
                },
                carried => extracted(carried),
            },
            Some(Form::Qr) => match qr::read(&bytes) {
                Ok(text) => of_code(&text),
                Err(fault) => Brought::Unreadable(unreadable("no QR code of a badge can be read in the picture", fault)),
            },
            Some(Form::Svg) => extracted(bake::svg::extract(&bytes)),
            Some(Form::Pdf) => extracted(bake::pdf::extract(&bytes)),
        };
        Self { bytes, form, brought, unreached: None }
    }

    /// The same address or code; nothing was found there, for a reason that the verdict tells.
    #[must_use]
    pub fn unreached(&self, why: impl Into<String>) -> Self {
        Self { unreached: Some(why.into()), ..self.clone() }
    }

    /// Exactly what was brought.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it seems to be; `None` if nothing we know.
    pub const fn form(&self) -> Option<Form> {
        self.form
    }

    /// SHA-256 of the credential as it was signed and published: of the JSON or the compact JWS alone,
    /// not of a picture around it. `None` if nothing can be read.
    pub fn digest(&self) -> Option<[u8; 32]> {
        match &self.brought {
            Brought::Badge(carried) => Some(carried.digest),
            Brought::Hosted(_) | Brought::Pointer(_) | Brought::Unreadable(_) => None,
        }
    }

    /// The address of a badge, if that is what was brought: what is found there is to be presented
    /// in its place. With its scheme, which need not be https.
    pub fn address(&self) -> Option<&str> {
        match &self.brought {
            Brought::Pointer(Pointer::Address(address)) => Some(address),
            Brought::Pointer(Pointer::Code(_)) | Brought::Badge(_) | Brought::Hosted(_) | Brought::Unreadable(_) => None,
        }
    }

    /// The code of a badge, if that is what was brought. It says nothing about who printed it.
    pub const fn code(&self) -> Option<CredentialId> {
        match &self.brought {
            Brought::Pointer(Pointer::Code(id)) => Some(*id),
            Brought::Pointer(Pointer::Address(_)) | Brought::Badge(_) | Brought::Hosted(_) | Brought::Unreadable(_) => None,
        }
    }

    /// The badge alone, as somebody could paste it: its JSON without spaces, or its compact JWS. `None`
    /// if there is none in what was brought.
    pub fn text(&self) -> Option<String> {
        Some(match self.content().ok()? {
            Content::Document(document) => document.to_string(),
            Content::Token { text, .. } => text.clone(),
        })
    }

    /// What it says its id is. Nobody is known to have signed that: a place to look, nothing to show.
    pub fn claimed_id(&self) -> Option<&str> {
        self.content().ok()?.document().get("id")?.as_str()
    }

    pub(super) fn content(&self) -> Result<&Content, Absent<'_>> {
        match &self.brought {
            Brought::Badge(carried) => Ok(&carried.content),
            Brought::Hosted(address) => Err(Absent::Hosted(address)),
            Brought::Pointer(Pointer::Address(address)) => Err(Absent::Elsewhere(self.told(&format!("the address {address}")))),
            Brought::Pointer(Pointer::Code(id)) => Err(Absent::Elsewhere(self.told(&format!("the code {}", id.printed())))),
            Brought::Unreadable(fault) => Err(Absent::Unreadable(fault)),
        }
    }
}

impl Presented {
    fn told(&self, place: &str) -> String {
        format!("it is {place}: {}", self.unreached.as_deref().unwrap_or("nobody looked there"))
    }
}

/// Why there is no badge to be judged.
#[derive(Debug)]
pub(super) enum Absent<'a> {
    /// The picture carries the address of an assertion of Open Badges 2.0.
    Hosted(&'a str),
    /// It is somewhere else, and was not fetched: where.
    Elsewhere(String),
    /// There is none that can be read.
    Unreadable(&'a Unreadable),
}

/// What stands in a QR code: the same as a person may paste.
fn of_code(text: &str) -> Brought {
    match recognise(text.as_bytes()) {
        Some(Form::Json | Form::Jwt) => Carried::read(text.as_bytes()).into(),
        Some(Form::Png | Form::Svg | Form::Pdf | Form::Qr) | None => of_text(text.as_bytes()),
    }
}

/// Text that is neither JSON nor a token.
fn of_text(bytes: &[u8]) -> Brought {
    match str::from_utf8(bytes).ok().and_then(Pointer::read) {
        Some(Ok(pointer)) => Brought::Pointer(pointer),
        Some(Err(slip)) => Brought::Unreadable(unreadable("it looks like a printed code with a mistake", slip)),
        None => Brought::Unreadable(unreadable("it is neither JSON, JWT, a picture, a PDF, an address nor a code", String::new())),
    }
}

fn unreadable(sentence: &'static str, detail: impl fmt::Display) -> Unreadable {
    Unreadable { sentence, detail: detail.to_string() }
}

fn recognise(bytes: &[u8]) -> Option<Form> {
    if bake::png::is_png(bytes) {
        return Some(Form::Png);
    }
    if bake::pdf::is_pdf(bytes) {
        return Some(Form::Pdf);
    }
    if qr::is_jpeg(bytes) {
        return Some(Form::Qr);
    }
    match bytes.trim_ascii_start().first()? {
        b'{' => Some(Form::Json),
        b'<' => Some(Form::Svg),
        _ => {
            let token = bytes.trim_ascii();
            let parts = token.split(|b| *b == b'.').count();
            let alphabet = token.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b));
            (parts == 3 && alphabet).then_some(Form::Jwt)
        }
    }
}

fn extracted<E: fmt::Display>(carried: Result<bake::Carried, E>) -> Brought {
    let carried = match carried {
        Ok(carried) => carried,
        Err(fault) => return Brought::Unreadable(unreadable("the file carries no badge that can be read", fault)),
    };
    // Open Badges 2.0 §baking: a picture may carry the address of its assertion alone.
    match (carried.generation, Pointer::read(&carried.text)) {
        (Generation::OpenBadges2, Some(Ok(Pointer::Address(address)))) => Brought::Hosted(address),
        (Generation::OpenBadges2 | Generation::OpenBadges3, _) => Carried::read(carried.text.as_bytes()).into(),
    }
}

impl Carried {
    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let digest = Sha256::digest(bytes.trim_ascii()).into();
        Content::read(bytes).map(|content| Self { content, digest })
    }
}

impl Content {
    /// Reads a JSON document or a compact JWS; white space around either is not part of it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let bytes = bytes.trim_ascii();
        if bytes.first() == Some(&b'{') {
            let limits = Limits::of_bytes(LARGEST);
            return json::parse(bytes, &limits).map(Self::Document).map_err(|fault| unreadable("its JSON cannot be read", fault));
        }
        let no_token = |detail: &str| unreadable("it is no JWT that can be read", detail);
        let text = str::from_utf8(bytes).map_err(|_| no_token("not ASCII"))?;
        let [_, payload, _] = text.split('.').collect::<Vec<_>>()[..] else { return Err(no_token("not three parts")) };
        let payload = BASE64URL_NOPAD.decode(payload.as_bytes()).map_err(|_| no_token("the payload is not base64url"))?;
        let claims = json::parse(&payload, &Limits::of_bytes(LARGEST)).map_err(|fault| no_token(&fault.to_string()))?;
        let claims = unwrapped(claims).map_err(no_token)?;
        Ok(Self::Token { text: text.to_owned(), claims })
    }

    /// The document as it is read for its rules: of a token the whole payload, in which what stood in
    /// the claim `vc` stands beside the others.
    pub(super) const fn document(&self) -> &Value {
        match self {
            Self::Document(document) => document,
            Self::Token { claims, .. } => claims,
        }
    }
}

/// A payload with the members of its credential beside the claims: as VCDM 2.0 has it, and as is
/// made of the claim `vc` of VCDM 1.1 ([§6.3.1](https://www.w3.org/TR/vc-data-model-1.1/#jwt-encoding)).
fn unwrapped(payload: Value) -> Result<Value, &'static str> {
    let Value::Object(mut claims) = payload else { return Err("the payload is not a JSON object") };
    let is_version_1 = |credential: &Value| credential.pointer("/@context/0").is_some_and(|first| first == CREDENTIALS_V1);
    match claims.get("vc") {
        Some(vc) if is_version_1(vc) => {}
        // VCDM 2.0 has no such claim: what stands in it has no meaning, which its own check says.
        Some(_) => return Ok(Value::Object(claims)),
        None if claims.get("@context").and_then(|c| c.get(0)).is_some_and(|first| first == CREDENTIALS_V1) => {
            return Err("a credential of version 1.1 stands in the claim vc");
        }
        None => return Ok(Value::Object(claims)),
    }
    let Some(Value::Object(vc)) = claims.shift_remove("vc") else { return Err("the claim vc is no object") };
    for (name, member) in vc {
        // Which of the two would be meant?
        if claims.insert(name, member).is_some() {
            return Err("a member stands in the payload and in its claim vc");
        }
    }
    Ok(Value::Object(claims))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_is_found_out_from_the_bytes() {
        let token = format!("{}.{}.AA", BASE64URL_NOPAD.encode(b"{}"), BASE64URL_NOPAD.encode(b"{}"));
        for (bytes, form) in [
            ("  {\"a\":1}\n", Some(Form::Json)),
            (token.as_str(), Some(Form::Jwt)),
            (&format!("\n{token}\n"), Some(Form::Jwt)),
            ("<svg/>", Some(Form::Svg)),
            ("\u{feff}{}", None),
            ("", None),
            ("a.b", None),
            ("[{}]", None),
            ("https://badges.example.org/c/1", None),
        ] {
            assert_eq!(Presented::new(bytes).form(), form, "{bytes:?}");
        }
        assert_eq!(Presented::new(*b"\x89PNG\r\n\x1a\nxx").form(), Some(Form::Png));
    }

    #[test]
    fn an_address_and_a_code_say_where_a_badge_is() {
        let address = Presented::new("HTTPS://BADGES.EXAMPLE.ORG/C/1\n");
        assert_eq!((address.address(), address.code(), address.form()), (Some("https://badges.example.org/C/1"), None, None));
        let id = CredentialId::from_bytes([3; 16]);
        let code = Presented::new(id.printed());
        assert_eq!((code.address(), code.code(), code.digest()), (None, Some(id), None));
        assert!(matches!(code.content(), Err(Absent::Elsewhere(_))));
        assert_eq!(Presented::new("{}").address(), None);
    }

    #[test]
    fn the_bytes_are_kept_as_they_came() {
        assert_eq!(Presented::new(" {} \n").bytes(), b" {} \n");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let huge = format!("{{{}}}", " ".repeat(LARGEST));
        for bytes in
            ["{\"a\":1,\"a\":2}", "{", "hello", "YQ.YQ.YQ", "e30.W10.AA", huge.as_str(), "<svg xmlns='http://www.w3.org/2000/svg'/>"]
        {
            assert!(Presented::new(bytes).content().is_err(), "{bytes:.40}");
        }
    }
}
