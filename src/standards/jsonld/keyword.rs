//! The keywords of JSON-LD 1.1 ([§1.7](https://www.w3.org/TR/json-ld11/#syntax-tokens-and-keywords)).

macro_rules! keywords {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// A keyword.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Keyword { $($variant),+ }

        impl Keyword {
            /// The keyword with this spelling.
            pub(super) fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// How it is written.
            pub(super) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// One bit for each keyword.
            pub(super) fn bit(self) -> u32 {
                let mut bit = 1;
                $(if self == Self::$variant { return bit; } bit <<= 1;)+
                bit
            }
        }
    };
}

keywords! {
    Base = "@base", Container = "@container", Context = "@context", Direction = "@direction", Graph = "@graph", Id = "@id",
    Import = "@import", Included = "@included", Index = "@index", Json = "@json", Language = "@language", List = "@list",
    Nest = "@nest", None = "@none", Prefix = "@prefix", Propagate = "@propagate", Protected = "@protected",
    Reverse = "@reverse", Set = "@set", Type = "@type", Value = "@value", Version = "@version", Vocab = "@vocab",
}

/// Whether a text looks like a keyword, known or not; such words are reserved.
pub(super) fn has_keyword_form(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphabetic()))
}
