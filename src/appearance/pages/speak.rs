//! What templates can say: messages, words with their language, dates, links.
//!
//! | in a template | gives |
//! |---|---|
//! | `msg(key, …)` | the message as HTML; text arguments are escaped and set apart by `<bdi>`, HTML made by other functions goes in as it is |
//! | `msg_text(key, …)` | the message as plain text, for titles and attributes |
//! | `words(wording)` | a text, marked with `lang` and `dir` where it is not in the page's language |
//! | `check_name(name)` | the name of a check, translated where it has been |
//! | `date(instant)`, `moment(instant)` | a day, or a day and a time in UTC, as `<time>` |
//! | `page_link(address)` | the path of a page of ours; carries the language if the reader chose one |
//! | `whole_link(address)` | the address of a page of ours, from `https` on, likewise |
//! | `file_link(address)` | the path of a file of ours |
//! | `link(address, words)` | a link to a page of ours |
//! | `asset(name)` | the address of a file of `templates/assets/` |
//! | `outside(address, words)` | a link to somebody else's page, with its address in place of missing words; plain text if it is no web address |

use std::fmt::Write;
use std::sync::Arc;

use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error, ErrorKind, State};

use super::assets::Assets;
use crate::appearance::markup::escaped;
use crate::platform::i18n::{Arg, Messages, Rendered, direction, format_date};
use crate::vocabulary::{LanguageTag, Timestamp};

/// Gives `environment` the functions above. `origin` is the public base, without a slash at the end.
pub(super) fn teach(environment: &mut Environment<'static>, messages: &Arc<Messages>, origin: &str, assets: Assets) {
    environment.add_function("asset", move |name: &str| {
        let path = assets.path(name).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no assets/{name}")))?;
        Ok::<_, Error>(safe(path.to_owned()))
    });
    // The engine's own escaping would write every slash as a number.
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => out.write_str(&escaped(text)).map_err(Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    });
    let texts = Arc::clone(messages);
    environment.add_function("msg", move |state: &State, key: &str, args: Rest<Value>| {
        Ok::<_, Error>(safe(message_html(&texts, key, &page_language(state)?, &args)))
    });
    let texts = Arc::clone(messages);
    environment.add_function("msg_text", move |state: &State, key: &str, args: Rest<Value>| {
        Ok::<_, Error>(message_text(&texts, key, &page_language(state)?, &args))
    });
    let texts = Arc::clone(messages);
    environment.add_function("check_name", move |state: &State, name: &str| {
        let language = page_language(state)?;
        let message = texts.find(&format!("check-name-{name}"), &language, &[]);
        let said = message.unwrap_or_else(|| Rendered { text: name.replace('-', " "), language: LanguageTag::english() });
        Ok::<_, Error>(safe(marked(&escaped(&said.text), &said.language, &language)))
    });
    environment.add_function("words", |state: &State, wording: Value| {
        let (text, language) = (wording.get_attr("text")?, tag(&wording.get_attr("language")?)?);
        Ok::<_, Error>(safe(marked(&escaped(text.as_str().unwrap_or_default()), &language, &page_language(state)?)))
    });
    environment.add_function("date", |state: &State, at: &str| {
        let (at, language) = (instant(at)?, page_language(state)?);
        Ok::<_, Error>(safe(format!("<time datetime=\"{at}\">{}</time>", escaped(&format_date(at, &language)))))
    });
    environment.add_function("moment", |state: &State, at: &str| {
        let (at, language) = (instant(at)?, page_language(state)?);
        let clock = at.to_string().get(11..16).unwrap_or_default().to_owned();
        let day = escaped(&format_date(at, &language));
        let comma = if ["ar", "fa", "ur"].contains(&language.primary()) { '،' } else { ',' };
        Ok::<_, Error>(safe(format!("<time datetime=\"{at}\">{day}{comma} <bdi>{clock} UTC</bdi></time>")))
    });
    let base = origin.to_owned();
    environment.add_function("page_link", move |state: &State, address: &str| page_path(state, &base, address));
    let base = origin.to_owned();
    environment.add_function("whole_link", move |state: &State, address: &str| {
        Ok::<_, Error>(format!("{base}{}", page_path(state, &base, address)?))
    });
    let base = origin.to_owned();
    environment.add_function("file_link", move |address: &str| own_path(&base, address).to_owned());
    let base = origin.to_owned();
    environment.add_function("link", move |state: &State, address: &str, words: Value| {
        let path = page_path(state, &base, address)?;
        Ok::<_, Error>(safe(format!("<a href=\"{}\">{}</a>", escaped(&path), html(&words))))
    });
    environment.add_function("outside", |address: &str, words: Option<Value>| safe(outside(address, words.as_ref())));
}

fn message_html(messages: &Messages, key: &str, language: &LanguageTag, args: &[Value]) -> String {
    // HTML must survive the escaping of the message around it: it is first a character that no text holds, and is
    // put in afterwards. A text stands between two such characters, so that the message can put it into a case.
    let given: Vec<String> =
        args.iter().enumerate().map(|(at, arg)| if arg.is_safe() { place(at).to_string() } else { apart(arg) }).collect();
    let given: Vec<Arg> = args.iter().zip(&given).map(|(arg, text)| number(arg).map_or(Arg::Text(text), Arg::Number)).collect();
    let said = messages.render(key, language, &given);
    let mut text = escaped(&said.text).replace(OPEN, "<bdi>").replace(CLOSE, "</bdi>");
    for (at, arg) in args.iter().enumerate().filter(|(_, arg)| arg.is_safe()) {
        text = text.replace(place(at), &arg.to_string());
    }
    marked(&text, &said.language, language)
}

/// Before and after a text in a message: of the noncharacters, which nobody interchanges
/// (<https://www.unicode.org/faq/private_use.html#nonchar1>).
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// In the place of an argument that is HTML.
fn place(at: usize) -> char {
    u32::try_from(at).ok().and_then(|at| char::from_u32(0xfdd2 + at)).filter(|place| *place <= '\u{fdef}').unwrap_or('\u{fdef}')
}

/// A text between its marks. What somebody typed marks nothing.
fn apart(value: &Value) -> String {
    format!("{OPEN}{}{CLOSE}", value.to_string().replace(|c| matches!(c, '\u{fdd0}'..='\u{fdef}'), ""))
}

fn message_text(messages: &Messages, key: &str, language: &LanguageTag, args: &[Value]) -> String {
    let texts: Vec<String> = args.iter().map(ToString::to_string).collect();
    let given: Vec<Arg> = args.iter().zip(&texts).map(|(arg, text)| number(arg).map_or(Arg::Text(text), Arg::Number)).collect();
    messages.render(key, language, &given).text
}

fn number(value: &Value) -> Option<i64> {
    value.is_integer().then(|| i64::try_from(value.clone()).ok()).flatten()
}

/// HTML as it is; text escaped and set apart from the direction of what surrounds it.
fn html(value: &Value) -> String {
    if value.is_safe() { value.to_string() } else { format!("<bdi>{}</bdi>", escaped(&value.to_string())) }
}

/// `html` with its language, where that is not the page's.
fn marked(html: &str, language: &LanguageTag, page: &LanguageTag) -> String {
    if language == page {
        return html.to_owned();
    }
    let dir = if *language == LanguageTag::undetermined() { "auto" } else { direction(language).as_str() };
    format!("<span lang=\"{language}\" dir=\"{dir}\">{html}</span>")
}

fn page_path(state: &State, origin: &str, address: &str) -> Result<String, Error> {
    let path = own_path(origin, address);
    let chosen = page(state)?.get_attr("chosen")?;
    if !path.starts_with('/') || chosen.is_none() {
        return Ok(path.to_owned());
    }
    let (before, fragment) = path.split_once('#').map_or((path, None), |(before, after)| (before, Some(after)));
    let joint = if before.contains('?') { '&' } else { '?' };
    let mut chosen = format!("{before}{joint}uselang={chosen}");
    if let Some(fragment) = fragment {
        let _ = write!(chosen, "#{fragment}");
    }
    Ok(chosen)
}

/// Our own addresses as paths, so that a page works under any name of the server. What is no web
/// address (a badge may say anything) leads nowhere.
fn own_path<'a>(origin: &str, address: &'a str) -> &'a str {
    let own = address.strip_prefix(origin).filter(|rest| rest.starts_with('/'));
    own.unwrap_or(if address.starts_with('/') || is_web(address) { address } else { "#" })
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

fn outside(address: &str, words: Option<&Value>) -> String {
    let shown = escaped(address);
    if !is_web(address) {
        return words.map_or_else(|| format!("<bdi>{shown}</bdi>"), html);
    }
    // Whoever wrote this address gets no credit from search engines and no access to this window.
    let (dir, words) = words.map_or_else(|| (" dir=\"ltr\"", shown.clone()), |words| ("", html(words)));
    format!("<a rel=\"nofollow noopener noreferrer external\"{dir} href=\"{shown}\">{words}</a>")
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}

fn page(state: &State) -> Result<Value, Error> {
    state.lookup("page").ok_or_else(|| Error::new(ErrorKind::UndefinedError, "a page is rendered without its frame"))
}

fn page_language(state: &State) -> Result<LanguageTag, Error> {
    tag(&page(state)?.get_attr("lang")?)
}

fn tag(value: &Value) -> Result<LanguageTag, Error> {
    let text = value.as_str().unwrap_or_default();
    text.parse().map_err(|fault| Error::new(ErrorKind::InvalidOperation, format!("{fault}")))
}

fn instant(text: &str) -> Result<Timestamp, Error> {
    Timestamp::parse(text).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{text:?} is no instant")))
}
