//! `/c/{id}.pdf`: the certificate of a badge, to be printed.
//!
//! `?lang=` is its language (the browser's, if it is not said), `?form=full` puts the released user name on
//! it, `?template=` is another design. Only a badge that is genuine and current has one; a visitor to any
//! other reads why, and gets no file that somebody might believe.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LANGUAGE, VARY};
use axum::response::{IntoResponse, Response};

use super::credential::CREDENTIAL_CACHE;
use crate::appearance::certificate::content::NameForm;
use crate::appearance::certificate::press::{PressFault, USUAL};
use crate::appearance::pages::Reader;
use crate::appearance::pages::certificate::{CertificateAbsent, WhyAbsent};
use crate::appearance::pages::verdict::VerdictView;
use crate::doors::certifying::{Gathered, NoCertificate, Wanted};
use crate::doors::http::conditional::Document;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;
use crate::doors::http::verdicts::Judged;
use crate::issuer::credential::Published;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::CredentialId;

/// The certificate of `published`.
pub async fn show(site: &Site, reader: &Reader, query: Option<&str>, id: CredentialId, published: &Published) -> Result<Response, Problem> {
    let wanted = wanted(reader, query)?;
    site.press().certificate(&wanted.template).map_err(|fault| Problem::because(Kind::Malformed, fault))?;
    let judged = site.verdicts().on(published, site).await?;
    let verdict = std::sync::Arc::clone(&judged.verdict);
    let gathered = match Gathered::of(site.office(), site.gallery(), published, verdict, wanted).await {
        Ok(gathered) => gathered,
        Err(refusal) => return Err(refused(site, reader, id, &judged, refusal)),
    };
    let printed = site.print(move |press| {
        let sheet = gathered.sheet(press)?;
        Ok((press.write(&sheet)?, sheet.language))
    });
    let (pdf, language) = printed.await?.map_err(|refusal| refused(site, reader, id, &judged, refusal))?;
    let document = Document::new(pdf, "application/pdf", CREDENTIAL_CACHE).shown_as(&format!("certificate-{id}.pdf"));
    let mut response = document.into_response();
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language"));
    response.headers_mut().extend(HeaderValue::try_from(language.as_str()).map(|language| (CONTENT_LANGUAGE, language)));
    Ok(response)
}

fn wanted(reader: &Reader, query: Option<&str>) -> Result<Wanted, Problem> {
    let mut wanted = Wanted { language: reader.paper.clone(), form: NameForm::Wall, template: USUAL.to_owned() };
    let unreadable = |what: std::fmt::Arguments<'_>| Problem::because(Kind::Malformed, what);
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match &*name {
            "lang" | "uselang" => {
                let language = LanguageTag::from_wiki_code(&value);
                wanted.language = language.map_err(|fault| unreadable(format_args!("in “{name}”: {fault}")))?;
            }
            "form" => {
                wanted.form = match &*value {
                    "wall" => NameForm::Wall,
                    "full" => NameForm::Full,
                    _ => return Err(unreadable(format_args!("“form” is wall (names alone) or full (with the user name), not {value:?}"))),
                };
            }
            "template" => wanted.template = value.into_owned(),
            _ => {}
        }
    }
    Ok(wanted)
}

/// The refusal as a problem, with a page for a browser.
fn refused(site: &Site, reader: &Reader, id: CredentialId, judged: &Judged, refusal: NoCertificate) -> Problem {
    let (problem, why) = match refusal {
        NoCertificate::NotCurrent(_) => (Problem::because(Kind::NoCertificate, &refusal), WhyAbsent::None),
        NoCertificate::Press(fault @ PressFault::Paper(_)) => {
            tracing::warn!(reason = fault.impersonal(), "a certificate was not drawn");
            (Problem::new(Kind::CannotDraw), WhyAbsent::Cannot)
        }
        NoCertificate::Press(_) | NoCertificate::Accent(_) | NoCertificate::Artwork(_) | NoCertificate::Store(_) => {
            return Problem::internal(refusal);
        }
    };
    let verdict = (why == WhyAbsent::None).then(|| VerdictView::of(&judged.verdict, judged.at));
    let view = CertificateAbsent { why, verdict, address: site.addresses().credential(id) };
    match site.pages().render(&view, reader) {
        Ok(page) => problem.shown_as(page.into_string()),
        Err(fault) => Problem::internal(fault),
    }
}
