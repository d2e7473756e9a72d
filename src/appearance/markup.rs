//! Text into markup.

/// `text` as the content of an element or of a quoted attribute, in HTML and in XML.
///
/// Control characters, which XML cannot hold and nobody can read, are left out.
pub(crate) fn escaped(text: &str) -> String {
    let allowed = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    allowed.fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(super::escaped("<a href='x'>\"&\"\u{0}\u{1b}\nb/"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;\nb/");
    }
}
