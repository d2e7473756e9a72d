//! What is wanted from an address: how much of it, in which forms, and how long it may be kept.

use std::time::Duration;

/// A form that a document may have, by its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `application/json` and everything that ends in `+json`.
    Json,
    /// `application/jwt` and everything that ends in `+jwt`.
    Jwt,
    /// `image/png`.
    Png,
    /// `image/svg+xml`.
    Svg,
    /// `application/pdf`.
    Pdf,
    /// `text/plain`.
    Text,
    /// `application/octet-stream`.
    Bytes,
}

impl Form {
    /// What to ask for.
    const fn accept(self) -> &'static str {
        match self {
            Self::Json => "application/vc+ld+json, application/vc, application/did+ld+json, application/ld+json, application/json",
            Self::Jwt => "application/vc+jwt, application/jwt",
            Self::Png => "image/png;q=0.8",
            Self::Svg => "image/svg+xml;q=0.8",
            Self::Pdf => "application/pdf;q=0.5",
            Self::Text => "text/plain;q=0.4",
            Self::Bytes => "application/octet-stream;q=0.4",
        }
    }

    /// The form of a media type, whatever its parameters.
    fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "image/png" => Some(Self::Png),
            "image/svg+xml" => Some(Self::Svg),
            "application/pdf" => Some(Self::Pdf),
            "text/plain" => Some(Self::Text),
            "application/octet-stream" => Some(Self::Bytes),
            // https://www.w3.org/TR/vc-data-model-2.0/#media-types: a credential in JSON.
            "application/json" | "text/json" | "application/vc" => Some(Self::Json),
            "application/jwt" => Some(Self::Jwt),
            // https://www.rfc-editor.org/rfc/rfc6839#section-3.1
            other if other.ends_with("+json") => Some(Self::Json),
            other if other.ends_with("+jwt") => Some(Self::Jwt),
            _ => None,
        }
    }
}

/// What is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// What it is called, in a sentence; each kind has its own.
    pub name: &'static str,
    /// Bytes that an honest one may have.
    pub most_bytes: usize,
    /// Forms in which it may come.
    pub forms: &'static [Form],
    /// Redirects that are followed, each judged anew.
    pub redirects: usize,
    /// How long the document itself says that it may be kept.
    pub lifetime: fn(&[u8]) -> Option<Duration>,
    /// Whether the body of a 404 says that the document was taken away for good, as a 410 does.
    pub taken_away: fn(&[u8]) -> bool,
}

impl Wanted {
    pub(super) fn accept(&self) -> String {
        self.forms.iter().map(|form| form.accept()).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn accepts(&self, media_type: &str) -> bool {
        Form::of(media_type).is_some_and(|form| self.forms.contains(&form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_media_type() {
        for (media_type, form) in [
            ("application/json", Some(Form::Json)),
            ("application/json; charset=utf-8", Some(Form::Json)),
            ("Application/DID+LD+JSON", Some(Form::Json)),
            ("application/jwk-set+json", Some(Form::Json)),
            ("application/vc+jwt", Some(Form::Jwt)),
            ("application/statuslist+jwt", Some(Form::Jwt)),
            ("image/svg+xml", Some(Form::Svg)),
            ("text/html", None),
            ("application/xhtml+xml", None),
            ("text/html; x=+json", None),
            ("", None),
        ] {
            assert_eq!(Form::of(media_type), form, "{media_type}");
        }
    }
}
