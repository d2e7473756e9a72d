//! The shapes of names in catalogue files.

use std::cmp::Ordering;

/// The achievement types of OB 3.0
/// ([AchievementType](https://www.imsglobal.org/spec/ob/v3p0/#achievementtype-enumeration)).
pub(super) const ACHIEVEMENT_TYPES: &[&str] = &[
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];

/// A word of the enumeration, or an extension such as `ext:Residency`. The published pattern of
/// extensions is not anchored and lets `|` in; ours is the part of it that was meant.
pub(super) fn is_achievement_type(word: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let extension = word.strip_prefix("ext:").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(known));
    extension || ACHIEVEMENT_TYPES.contains(&word)
}

/// `plans-for-access`: lower-case letters, digits and single hyphens, a letter first.
pub(super) fn is_slug(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && is_code(word)
}

/// Like a slug, but may begin with a digit: codes of capacities.
pub(super) fn is_code(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    word.len() <= 80 && word.split('-').all(part)
}

/// `#3366cc`.
pub(super) fn is_colour(word: &str) -> bool {
    word.len() == 7 && word.starts_with('#') && word[1..].bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// `Q759524`.
pub(super) fn is_wikidata_item(word: &str) -> bool {
    let digits = word.strip_prefix('Q').unwrap_or_default();
    digits.len() <= 12 && digits.starts_with(|c: char| ('1'..='9').contains(&c)) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// An https address without white space.
pub(super) fn is_page(word: &str) -> bool {
    word.starts_with("https://") && !word.contains(char::is_whitespace) && url::Url::parse(word).is_ok()
}

/// One to three numbers joined by dots, without leading zeros: `1`, `2.1`.
pub(super) fn is_version(word: &str) -> bool {
    let number = |part: &str| {
        let short = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        short && (part == "0" || !part.starts_with('0'))
    };
    word != "0" && word.split('.').count() <= 3 && word.split('.').all(number)
}

/// The order of versions: by their numbers.
pub(super) fn compare_versions(one: &str, other: &str) -> Ordering {
    let numbers = |text: &str| text.split('.').map(|part| part.parse::<u32>().unwrap_or(u32::MAX)).collect::<Vec<_>>();
    numbers(one).cmp(&numbers(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_shape() {
        for good in ["grant-writer", "a", "it-safety-2"] {
            assert!(is_slug(good), "{good}");
        }
        for wrong in ["", "-a", "a-", "a--b", "A", "a_b", "2a", "ä"] {
            assert!(!is_slug(wrong), "{wrong}");
        }
        assert!(is_code("97") && is_code("2a") && !is_code("9.7"));
        assert!(is_colour("#0b6e4f") && !is_colour("#0B6E4F") && !is_colour("0b6e4f0") && !is_colour("#ééé"));
        assert!(is_wikidata_item("Q42") && !is_wikidata_item("Q042") && !is_wikidata_item("P31") && !is_wikidata_item("Q"));
        assert!(is_achievement_type("ext:Residency") && !is_achievement_type("ext:a|b") && !is_achievement_type("badge"));
    }

    #[test]
    fn versions_are_numbers_in_order() {
        for wrong in ["", "0", "v1", "01", "1.", "1.2.3.4", "1-beta", "12345"] {
            assert!(!is_version(wrong), "{wrong}");
        }
        assert_eq!(compare_versions("1.10", "1.9"), Ordering::Greater);
        assert_eq!(compare_versions("1", "1.0"), Ordering::Less);
        assert_eq!(compare_versions("10", "9.9"), Ordering::Greater);
    }
}
