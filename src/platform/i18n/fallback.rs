//! Which language a reader gets when there is no text in their own.
//!
//! MediaWiki's habit, as facts of our own table: a tag without its region and script first
//! (`pt-BR` → `pt`), then the languages that its readers are known to read, then English. Ukrainian
//! readers get English, not Russian, as in MediaWiki since 2022. The chain is never empty and has
//! no language twice.

/// Languages whose readers have another language in common: the languages tried, then who they
/// are tried for.
const READ_ALSO: &[(&[&str], &[&str])] = &[
    (&["ar"], &["aeb", "apc", "ary", "arz"]),
    (&["bn"], &["bpy", "rkt", "syl"]),
    (&["ckb"], &["ku-Arab"]),
    (&["da"], &["jut", "kl"]),
    (&["de"], &["bar", "dsb", "frr", "gsw", "hsb", "ksh", "lb", "nds", "pdc", "pdt", "pfl", "sli", "stq", "vmf"]),
    (&["es"], &["an", "arn", "ay", "cbk", "gn", "lad", "nah", "qu", "qug"]),
    (&["et"], &["liv", "vep", "vro"]),
    (&["fa"], &["azb", "bcc", "bgn", "bqi", "glk", "lki", "lrc", "luz", "mzn"]),
    (&["fi"], &["fit", "fkv", "vot"]),
    (&["fr"], &["bm", "ff", "frc", "frp", "gcr", "ht", "kbp", "ln", "mg", "mos", "pcd", "sg", "ty", "wa", "wo"]),
    (&["he"], &["yi"]),
    (&["hi"], &["anp", "awa", "bho", "hne", "mag", "mai", "sa"]),
    (&["id"], &["ace", "ban", "bbc", "bew", "bjn", "btm", "bug", "gor", "jv", "mad", "min", "nia", "su"]),
    (&["it"], &["egl", "eml", "fur", "lij", "lmo", "nap", "pms", "rgn", "scn", "vec"]),
    (&["ka"], &["xmf"]),
    (&["kn"], &["tcy"]),
    (&["lt"], &["sgs"]),
    (&["lv"], &["ltg"]),
    (&["mk"], &["ruq-Cyrl"]),
    (&["ms"], &["dtp", "zlm"]),
    (&["my"], &["kjp", "mnw"]),
    (&["nb", "nn", "da", "sv"], &["no"]),
    (&["nn", "no", "da", "sv"], &["nb"]),
    (&["nb", "no", "da", "sv"], &["nn"]),
    (&["ne"], &["dty"]),
    (&["nl"], &["fy", "li", "nds-NL", "srn", "vls", "zea"]),
    (&["pl"], &["csb", "szl"]),
    (&["pt"], &["gl", "mwl"]),
    (&["pt-BR"], &["pt"]),
    (&["ro"], &["mo", "rmy", "rup", "ruq"]),
    (
        &["ru"],
        &["ab", "av", "ba", "ce", "cv", "inh", "koi", "krc", "kv", "lbe", "lez", "mhr", "mrj", "myv", "os", "sah", "tt", "udm", "xal"],
    ),
    (&["sq"], &["aln"]),
    (&["tr"], &["gag", "kiu", "lzz"]),
    (&["uk"], &["rue"]),
    (&["ur"], &["khw", "skr"]),
    (&["zh-Hans", "zh-CN", "zh-Hant"], &["zh", "wuu", "za", "ii"]),
    (&["zh-Hant", "zh-TW", "zh-Hans"], &["yue", "gan", "hak", "lzh", "nan", "cdo"]),
    (&["zh-TW", "zh-HK", "zh", "zh-Hans"], &["zh-Hant"]),
    (&["zh-CN", "zh", "zh-Hant"], &["zh-Hans"]),
    (&["zh-Hans", "zh", "zh-Hant"], &["zh-CN", "zh-SG", "zh-MY"]),
    (&["zh-Hant", "zh-HK", "zh", "zh-Hans"], &["zh-TW", "zh-MO"]),
    (&["zh-Hant", "zh-TW", "zh", "zh-Hans"], &["zh-HK"]),
];

/// The languages to try for a reader of `language`, in order: itself, then what it falls back to,
/// English last. Source: the fallback facts of MediaWiki's message files, checked 2026.
pub fn chain(language: &str) -> Vec<&str> {
    let mut tried = Vec::new();
    let mut add = |tag| {
        if !tried.contains(&tag) {
            tried.push(tag);
        }
    };
    let mut prefixes = Vec::new();
    let mut end = language.len();
    loop {
        let tag = &language[..end];
        prefixes.push(tag);
        match tag.rfind('-') {
            Some(dash) => end = dash,
            None => break,
        }
    }
    // A Chinese tag states its script by itself or by its region: what it reads comes before the
    // bare language, which may be in the other script.
    for tag in prefixes {
        add(tag);
        for other in read_also(tag) {
            add(other);
        }
    }
    add("en");
    tried
}

fn read_also(tag: &str) -> &'static [&'static str] {
    READ_ALSO.iter().find(|(_, readers)| readers.contains(&tag)).map_or(&[], |(languages, _)| languages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_nearest_language_they_read() {
        for (language, expected) in [
            ("en", &["en"][..]),
            ("en-GB", &["en-GB", "en"]),
            ("uk", &["uk", "en"]),
            ("rue", &["rue", "uk", "en"]),
            ("arz", &["arz", "ar", "en"]),
            ("tt", &["tt", "ru", "en"]),
            ("pt", &["pt", "pt-BR", "en"]),
            ("pt-BR", &["pt-BR", "pt", "en"]),
            ("es-419", &["es-419", "es", "en"]),
            ("zh-Hant-HK", &["zh-Hant-HK", "zh-Hant", "zh-TW", "zh-HK", "zh", "zh-Hans", "zh-CN", "en"]),
            ("yue", &["yue", "zh-Hant", "zh-TW", "zh-Hans", "en"]),
            ("nb", &["nb", "nn", "no", "da", "sv", "en"]),
            ("mai", &["mai", "hi", "en"]),
            ("ne", &["ne", "en"]),
            ("dty", &["dty", "ne", "en"]),
            ("skr", &["skr", "ur", "en"]),
            ("tlh", &["tlh", "en"]),
        ] {
            assert_eq!(chain(language), expected, "{language}");
        }
    }

    #[test]
    fn every_fact_is_a_language_tag_and_no_reader_is_named_twice() {
        let mut seen = Vec::new();
        for (languages, readers) in READ_ALSO {
            for tag in languages.iter().chain(*readers) {
                assert!(tag.parse::<crate::vocabulary::LanguageTag>().is_ok(), "{tag}");
            }
            for reader in *readers {
                assert!(!seen.contains(reader), "{reader} has two rows");
                assert!(!languages.contains(reader), "{reader} falls back to itself");
                seen.push(reader);
            }
        }
    }
}
