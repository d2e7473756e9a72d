//! Words in the case that a sentence asks for: `{{GRAMMAR:genitive|$1}}`.
//!
//! As in MediaWiki, a language has a small table of cases, by the names that translators know from there, and
//! each case a few endings. They are meant for names of sites and organisations that somebody configures, not
//! for all words of a language: what no ending fits stays as it is, and so does everything in a language or a
//! case without a table. A sentence must therefore read well with the word unchanged too. A name of several
//! words stays as it is: no ending tells which of them changes.

/// A case and its endings: of the word as given, and in the case. The first that fits counts.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// Tables by language. Of the languages of our pages only Ukrainian declines nouns by their endings.
const LANGUAGES: &[(&str, &[Case])] = &[("uk", UKRAINIAN)];

/// Names of wikis (Вікіпедія, Вікісловник, Вікісховище …), of organisations (Вікімедія, Фундація, Спілка,
/// Товариство) and of countries (Україна), all without life: their accusative is mostly the word as given.
const UKRAINIAN: &[Case] = &[
    (
        "genitive",
        &[
            ("ія", "ії"),
            ("ська", "ської"),
            ("ка", "ки"),
            ("на", "ни"),
            ("тво", "тва"),
            ("ище", "ища"),
            ("ник", "ника"),
            ("тет", "тету"),
            ("дані", "даних"),
            ("джерела", "джерел"),
            ("цитати", "цитат"),
            ("новини", "новин"),
            ("види", "видів"),
        ],
    ),
    ("accusative", &[("ія", "ію"), ("ська", "ську"), ("ка", "ку"), ("на", "ну")]),
    (
        "locative",
        &[
            ("ія", "ії"),
            ("ська", "ській"),
            ("ка", "ці"),
            ("на", "ні"),
            ("тво", "тві"),
            ("ище", "ищі"),
            ("ник", "нику"),
            ("тет", "теті"),
            ("дані", "даних"),
            ("джерела", "джерелах"),
            ("цитати", "цитатах"),
            ("новини", "новинах"),
            ("види", "видах"),
        ],
    ),
];

/// The word in a case of a language, or as it is. What sets it apart in a sentence is not part of it: isolates,
/// and the noncharacters by which a caller finds an argument again.
pub(super) fn declined(written: &str, case: &str, language: &str) -> String {
    let word = written.trim_matches(|c| matches!(c, '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}'));
    let changed = endings(case, language).iter().find_map(|(given, wanted)| {
        let stem = word.strip_suffix(given).filter(|stem| !stem.is_empty() && !word.contains(char::is_whitespace))?;
        Some(written.replacen(word, &format!("{stem}{wanted}"), 1))
    });
    changed.unwrap_or_else(|| written.to_owned())
}

/// The names of the cases that a language has endings for.
pub fn cases(language: &str) -> impl Iterator<Item = &'static str> {
    table(language).iter().map(|(case, _)| *case)
}

fn endings(case: &str, language: &str) -> &'static [(&'static str, &'static str)] {
    table(language).iter().find(|(name, _)| *name == case).map_or(&[], |(_, endings)| endings)
}

fn table(language: &str) -> &'static [Case] {
    let primary = language.split('-').next().unwrap_or(language);
    LANGUAGES.iter().find(|(name, _)| *name == primary).map_or(&[], |(_, cases)| cases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ukrainian_names_of_sites_and_organisations_are_declined() {
        for (name, genitive, accusative, locative) in [
            ("Вікіпедія", "Вікіпедії", "Вікіпедію", "Вікіпедії"),
            ("Вікімедія", "Вікімедії", "Вікімедію", "Вікімедії"),
            ("Вікісловник", "Вікісловника", "Вікісловник", "Вікісловнику"),
            ("Вікіпідручник", "Вікіпідручника", "Вікіпідручник", "Вікіпідручнику"),
            ("Вікісховище", "Вікісховища", "Вікісховище", "Вікісховищі"),
            ("Вікіуніверситет", "Вікіуніверситету", "Вікіуніверситет", "Вікіуніверситеті"),
            ("Вікідані", "Вікіданих", "Вікідані", "Вікіданих"),
            ("Вікіджерела", "Вікіджерел", "Вікіджерела", "Вікіджерелах"),
            ("Вікіцитати", "Вікіцитат", "Вікіцитати", "Вікіцитатах"),
            ("Вікіновини", "Вікіновин", "Вікіновини", "Вікіновинах"),
            ("Віківиди", "Віківидів", "Віківиди", "Віківидах"),
            ("Спілка", "Спілки", "Спілку", "Спілці"),
            ("Київська", "Київської", "Київську", "Київській"),
            ("Товариство", "Товариства", "Товариство", "Товаристві"),
            ("Україна", "України", "Україну", "Україні"),
        ] {
            let [one, two, three] = ["genitive", "accusative", "locative"].map(|case| declined(name, case, "uk"));
            assert_eq!([one.as_str(), two.as_str(), three.as_str()], [genitive, accusative, locative], "{name}");
        }
    }

    #[test]
    fn what_nobody_wrote_down_stays_as_it_is() {
        for (name, case, language) in [
            ("Вікіпедія", "genitive", "fr"),
            ("Вікіпедія", "vocative", "uk"),
            ("Вікіпедія", "", "uk"),
            ("Вікімедіа", "genitive", "uk"),
            ("Wikimedia", "genitive", "uk"),
            ("Вікімедія Україна", "genitive", "uk"),
            ("«Вікімедія»", "genitive", "uk"),
            ("ія", "genitive", "uk"),
            ("", "genitive", "uk"),
        ] {
            assert_eq!(declined(name, case, language), name, "{case} {language}");
        }
        assert_eq!(declined("\u{2068}Вікіпедія\u{2069}", "genitive", "uk-UA"), "\u{2068}Вікіпедії\u{2069}");
        assert_eq!(declined("\u{fdd0}Вікідані\u{fdd1}", "locative", "uk"), "\u{fdd0}Вікіданих\u{fdd1}");
    }

    #[test]
    fn no_ending_hides_a_longer_one() {
        for (language, cases) in LANGUAGES {
            for (case, endings) in *cases {
                for (at, (ending, _)) in endings.iter().enumerate() {
                    let hidden = endings[..at].iter().find(|(before, _)| ending.ends_with(before));
                    assert_eq!(hidden, None, "{language} {case}: {ending} never counts");
                }
            }
        }
    }
}
