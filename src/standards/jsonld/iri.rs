//! IRIs: which are well-formed, and how a relative one is resolved.
//!
//! Only the algorithm of [RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2) is used, without
//! normalisation, as JSON-LD asks; the `url` crate would normalise.

/// Characters that may stand in no IRI; N-Quads would have to escape them.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..=' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\u{fffe}' | '\u{ffff}')
}

/// Whether the text starts with a scheme and a colon.
pub(super) fn has_scheme(text: &str) -> bool {
    scheme(text).is_some()
}

/// What [RFC 3987](https://www.rfc-editor.org/rfc/rfc3987#section-2.2) calls `ucschar` and `iprivate`.
fn is_international(c: char) -> bool {
    match u32::from(c) {
        0xa0..=0xfdcf | 0xfdf0..=0xffef => true,
        code => code >= 0x1_0000 && code & 0xffff < 0xfffe,
    }
}

/// Whether the text is an absolute IRI that can be written in N-Quads as it is: a scheme, no forbidden
/// character, one `#` at most.
pub(super) fn is_well_formed(text: &str) -> bool {
    let mut hashes = 0;
    let allowed = |c: char| {
        hashes += usize::from(c == '#');
        if c.is_ascii() { !is_forbidden(c) && c != '\u{7f}' } else { is_international(c) }
    };
    has_scheme(text) && text.chars().all(allowed) && hashes <= 1
}

fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let first = scheme.as_bytes().first()?;
    let rest = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    (first.is_ascii_alphabetic() && scheme.bytes().all(rest)).then_some(scheme)
}

struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

fn split(text: &str) -> Parts<'_> {
    let scheme = scheme(text);
    let rest = scheme.map_or(text, |scheme| &text[scheme.len() + 1..]);
    let (rest, fragment) = cut(rest, '#');
    let (rest, query) = cut(rest, '?');
    match rest.strip_prefix("//") {
        Some(after) => {
            let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
            Parts { scheme, authority: Some(authority), path, query, fragment }
        }
        None => Parts { scheme, authority: None, path: rest, query, fragment },
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// Resolves a reference against an absolute base.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let base = split(base);
    let mut target = split(reference);
    let mut path = String::new();
    if target.scheme.is_some() || target.authority.is_some() {
        path.push_str(&remove_dots(target.path));
    } else if target.path.is_empty() {
        path.push_str(base.path);
        target.query = target.query.or(base.query);
    } else if target.path.starts_with('/') {
        path.push_str(&remove_dots(target.path));
    } else {
        let merged = match base.path.rfind('/') {
            Some(slash) => format!("{}{}", &base.path[..=slash], target.path),
            None if base.authority.is_some() => format!("/{}", target.path),
            None => target.path.to_owned(),
        };
        path.push_str(&remove_dots(&merged));
    }
    if target.scheme.is_none() {
        target.scheme = base.scheme;
        target.authority = target.authority.or(base.authority);
    }
    let mut out = String::with_capacity(path.len() + 32);
    let mut add = |before: &str, part: Option<&str>, after: &str| {
        if let Some(part) = part {
            out.extend([before, part, after]);
        }
    };
    add("", target.scheme, ":");
    add("//", target.authority, "");
    add("", Some(&path), "");
    add("?", target.query, "");
    add("#", target.fragment, "");
    out
}

/// [RFC 3986 §5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4).
fn remove_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let rooted = path.starts_with('/');
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    let joined = kept.join("/");
    if rooted { format!("/{joined}") } else { joined }
}
