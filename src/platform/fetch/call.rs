//! A question to a server that the operator named: with a form, or with a token. Never kept.
//!
//! For servers by which people sign in. They are asked once for each person, and how often people may
//! begin to sign in is bounded elsewhere, so the minute of one host does not bind them.

use url::Url;

use super::fault::FetchFault;
use super::sister::Sister;

/// What is asked.
#[derive(Debug)]
pub struct Call<'a> {
    /// Where; at the origin of a server that the operator named.
    pub url: &'a Url,
    /// What goes with it.
    pub with: With<'a>,
    /// Bytes that an honest answer may have.
    pub most_bytes: usize,
}

/// What goes with a question.
pub enum With<'a> {
    /// Nothing.
    Nothing,
    /// A form, and who sends it by name and password where the server wants them in the header.
    Form {
        /// The fields.
        fields: &'a [(&'a str, &'a str)],
        /// Name and password, encoded as [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1) asks.
        basic: Option<(&'a str, &'a str)>,
    },
    /// The token of a person.
    Token(&'a str),
}

impl std::fmt::Debug for With<'_> {
    /// Nothing that is secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Form { .. } => "Form",
            Self::Token(_) => "Token",
        })
    }
}

/// The address, if it stands at the server that was named.
pub(super) fn at<'a>(server: &Sister, call: &Call<'a>) -> Result<&'a Url, FetchFault> {
    let url = call.url;
    let plain = url.username().is_empty() && url.password().is_none();
    let host = || url.host_str().unwrap_or_default().to_owned();
    if plain && server.is_origin_of(url) { Ok(url) } else { Err(FetchFault::Redirected { host: host() }) }
}
