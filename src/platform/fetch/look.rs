//! A look at this server from outside, as the operator asks for it: status, header fields and bytes as they
//! came, whatever they are. Nothing is followed and nothing is kept.

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The HTTP status.
    pub status: u16,
    /// Header fields, by their lower-case names; one that came twice stands twice.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Looked {
    /// A field; several of one name are joined as [RFC 9110 §5.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.2) says.
    pub fn header(&self, name: &str) -> Option<String> {
        let all: Vec<&str> = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}
