//! Claims about mails: in every language, of every kind.

use super::*;
use crate::appearance::pages::embedded_messages;
use crate::community::people::sign_in::Secret;
use crate::vocabulary::Chance;

fn composer() -> Composer {
    Composer::new(Arc::new(embedded_messages().unwrap()), Addresses::new("https://badges.example.org".parse().unwrap()))
}

fn notice(kind: Kind, chance: &Chance) -> Notice {
    let about = match kind {
        Kind::Invited => About::Training { id: chance.id(), name: "تدريب <المدربين>".to_owned() },
        Kind::Issued | Kind::BadgeChanged | Kind::RenewalDue | Kind::RenewalNear => About::Badge {
            credential: chance.id(),
            slug: "facilitator".to_owned(),
            version: "1".to_owned(),
            valid_until: Timestamp::parse("2027-01-20T11:00:00Z"),
        },
        Kind::CoAttesterAsked => About::Nomination { id: chance.id(), slug: "facilitator".to_owned(), version: "1".to_owned() },
        Kind::AttestingCapped => About::Trainer(Some("Сол <1>".to_owned())),
        Kind::CorrectionAnswered | Kind::AppealAnswered => About::Request(chance.id()),
    };
    let told_at = Timestamp::parse("2026-11-20T11:00:00Z").unwrap();
    Notice { id: chance.id(), kind, about, told_at, read_at: None }
}

/// Every mail there is, in `language`.
fn all(language: &str) -> Vec<Mail> {
    let (composer, catalog, chance) = (composer(), Catalog::embedded().unwrap(), Chance::seeded(1));
    let secret = Secret::new(&chance);
    let matters = Kind::ALL.map(|kind| Matter::Notice(notice(kind, &chance)));
    let more = [Matter::Confirm(secret.clone()), Matter::Invitation { secret, training: "<b>Ọ̀rọ̀ 101</b>".to_owned() }];
    let compose = |matter| {
        let addressed = Addressed { to: "dina@example.org".parse().unwrap(), language: Some(language.parse().unwrap()), matter };
        composer.compose(&addressed, &catalog, chance.id(), Timestamp::parse("2026-11-20T11:00:00Z").unwrap())
    };
    matters.into_iter().chain(more).map(compose).collect()
}

#[test]
fn every_mail_is_whole_in_every_language_and_loads_nothing() {
    for language in ["ar", "en", "es", "fr", "hi", "id", "pt-BR", "uk"] {
        for mail in all(language) {
            for text in [&mail.subject, &mail.plain, &mail.html] {
                assert!(!text.contains('⧼') && !text.contains("$1") && !text.contains("$2"), "{language}: {text}");
            }
            assert!(mail.html.starts_with("<!doctype html>\n<html lang=\""), "{}", mail.html);
            assert!(mail.html.contains(&format!("lang=\"{language}\" dir=\"{}\"", if language == "ar" { "rtl" } else { "ltr" })));
            for no in ["<img", "<script", "<style", "<link", "style=", "src=", "url(", "<b>"] {
                assert!(!mail.html.contains(no), "{no}: {}", mail.html);
            }
            assert!(mail.plain.contains("https://badges.example.org/"), "{}", mail.plain);
            let addresses = |text: &str| text.matches("https://").count();
            assert_eq!(addresses(&mail.html), 2 * addresses(&mail.plain), "each address once as a link and once to read");
        }
    }
}

#[test]
fn a_mail_says_in_its_language_what_and_where_and_how_to_stop() {
    let arabic = all("ar");
    assert!(arabic[1].subject.starts_with("صدرت شارتك"), "{}", arabic[1].subject);
    let english = all("en");
    assert_eq!(english[1].subject, "Your badge \u{2068}Facilitator\u{2069} has been issued");
    assert_eq!(english[3].subject, "Your badge \u{2068}Facilitator\u{2069} ends on January 20, 2027");
    assert_eq!(english[1].stopped_at.as_deref(), Some("https://badges.example.org/me/mail"));
    assert!(english[1].plain.contains("/c/") && english[1].plain.contains("\n-- \n") && english[1].plain.contains("/me/mail"));
    let [.., question, invitation] = english.as_slice() else { panic!("mails") };
    assert!(question.plain.contains("/mail/") && question.stopped_at.is_none(), "a question cannot be stopped: nothing follows it");
    assert!(invitation.plain.contains("/sign-in/link/"));
}

/// Writes every mail to a folder, to be looked at: `INSIGNIA_MAILS=/tmp/mails cargo test mails`.
#[test]
fn mails_can_be_looked_at() {
    let Some(folder) = std::env::var_os("INSIGNIA_MAILS").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for language in ["en", "ar", "hi"] {
        for (at, mail) in all(language).into_iter().enumerate() {
            std::fs::write(folder.join(format!("{at:02}.{language}.txt")), format!("{}\n\n{}", mail.subject, mail.plain)).unwrap();
            std::fs::write(folder.join(format!("{at:02}.{language}.html")), mail.html).unwrap();
        }
    }
}
