//! Which text comes out again.

use super::super::write;
use super::paper::{checked, face, sheet, text, tool};
use crate::appearance::certificate::sheet::Page;

/// What poppler copies from a page with `said` on it.
fn copied(said: &str, script: &str) -> Option<String> {
    face(script)?;
    let page = Page { width: 600.0, height: 200.0, items: vec![text(said, script, 40.0, 100.0, 30.0)] };
    let bytes = write(&sheet(vec![page])).unwrap();
    if let Some(folder) = std::env::var_os("INSIGNIA_KEEP_PDF") {
        std::fs::write(std::path::Path::new(&folder).join(format!("say-{said}.pdf")), &bytes).unwrap();
    }
    let file = checked(&bytes)?;
    Some(tool("pdftotext", &["-layout", file.path().to_str().unwrap(), "-"]).trim().to_owned())
}

const SAMPLES: &[(&str, &str, &str)] = &[
    ("English", "Latin", "Certificate of office"),
    ("Vietnamese", "Latin", "Nguyễn Thị Hồng Nhung"),
    ("Ukrainian", "Latin", "Соломія Крушельницька"),
    ("Greek", "Latin", "Υπατία η Αλεξανδρινή"),
    ("Hindi", "Devanagari", "कृष्ण प्रकाश श्रीवास्तव"),
    ("Nepali", "Devanagari", "लक्ष्मीप्रसाद देवकोटा"),
    ("Bengali", "Bengali", "রোকেয়া সাখাওয়াত হোসেন"),
    ("Tamil", "Tamil", "சுப்பிரமணிய பாரதி"),
    ("Sinhala", "Sinhala", "ශ්‍රී ලංකාව විකිපීඩියා"),
    ("Thai", "Thai", "สุนทรภู่ ผู้เขียน"),
    ("Burmese", "Myanmar", "အောင်ဆန်းစုကြည်"),
    ("Khmer", "Khmer", "វិគីភីឌា ភាសាខ្មែរ"),
    ("Georgian", "Georgian", "შოთა რუსთაველი"),
    ("Armenian", "Armenian", "Մեսրոպ Մաշտոց"),
    ("Amharic", "Ethiopic", "ሀዲስ ዓለማየሁ"),
    ("Arabic", "Arabic", "محمد علي على سلام"),
    ("Arabic with vowels", "Arabic", "مُحَمَّد"),
    ("Persian", "Arabic", "می‌خواهم فروغ"),
    ("Urdu", "Arabic", "علامہ اقبال"),
    ("Urdu in Nastaliq", "Nastaliq", "علامہ محمد اقبال"),
    ("Hebrew", "Hebrew", "רחל המשוררת"),
    ("Hebrew with niqqud", "Hebrew", "רָחֵל הַמְשׁוֹרֶרֶת"),
    ("Chinese", "CJK-SC", "维基媒体基金会"),
    ("Japanese", "CJK-JP", "ウィキメディア日本語版"),
    ("Korean", "CJK-JP", "위키백과 사용자"),
];

/// Without the marks of direction that poppler adds around a right-to-left line.
fn bare(copied: &str) -> String {
    copied.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202c}')).collect()
}

#[test]
fn what_is_copied_is_what_was_written() {
    for (language, script, said) in SAMPLES {
        let Some(copied) = copied(said, script) else { continue };
        assert_eq!(bare(&copied), *said, "{language}");
    }
}
