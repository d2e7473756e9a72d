//! Where a form leads: every change is answered by a redirect, so that a reload changes nothing.

use axum::response::{IntoResponse, Redirect, Response};

use crate::appearance::pages::{Chosen, Reader};

/// 303 to a path of ours, in the language that the reader chose.
pub(super) fn onward(path: &str, reader: &Reader) -> Response {
    Redirect::to(&in_language(path, reader)).into_response()
}

/// A path of ours, perhaps with a query and a place in the page, in the language that the reader chose.
pub(super) fn in_language(path: &str, reader: &Reader) -> String {
    let (page, place) = path.split_once('#').map_or((path, String::new()), |(page, place)| (page, format!("#{place}")));
    match reader.chosen {
        Chosen::InAddress => format!("{page}{}uselang={}{place}", if page.contains('?') { '&' } else { '?' }, reader.paper),
        Chosen::ByBrowser => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::LanguageTag;

    #[test]
    fn a_chosen_language_goes_along() {
        let tag: LanguageTag = "ar".parse().unwrap();
        let reader = |chosen| Reader { language: tag.clone(), paper: tag.clone(), chosen, path: String::new() };
        for (path, with) in [
            ("/me", "/me?uselang=ar"),
            ("/me?x=1", "/me?x=1&uselang=ar"),
            ("/me?x=1#y", "/me?x=1&uselang=ar#y"),
            ("/me#y", "/me?uselang=ar#y"),
        ] {
            assert_eq!(in_language(path, &reader(Chosen::InAddress)), with);
            assert_eq!(in_language(path, &reader(Chosen::ByBrowser)), path);
        }
    }
}
