//! Pages about notices.

use super::{Sample, at, inside};
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::notices::{AddressView, LanguageOption, MailLink, MailLinkPage, MailPage, NoticeView, NoticesPage};

pub(super) fn samples() -> Vec<Sample> {
    let asked = AddressView { address: "dina@example.org".to_owned(), asked_until: Some(at("2026-12-04T11:00:00Z")) };
    let confirmed = AddressView { address: "сторінка@приклад.example".to_owned(), asked_until: None };
    let link = |link| MailLinkPage { link, token: inside().token };
    vec![
        Sample::new("notices", "/me/notices", NoticesPage { inside: inside(), notices: notices(), unread: true }),
        Sample::new("notices-none", "/me/notices", NoticesPage { inside: holder(), notices: Vec::new(), unread: false }),
        Sample::new("notices-mail", "/me/mail", mail(None)),
        Sample::new("notices-mail-asked", "/me/mail", mail(Some(asked))),
        Sample::new("notices-mail-confirmed", "/me/mail", MailPage { by_browser: true, ..mail(Some(confirmed)) }),
        Sample::new(
            "notices-mail-fault",
            "/me/mail",
            MailPage { typed: Some("dina \"at\" <example>".to_owned()), fault: Some("fault"), ..mail(None) },
        ),
        Sample::new(
            "notices-mail-wait",
            "/me/mail",
            MailPage { typed: Some("dina@example.org".to_owned()), fault: Some("wait"), ..mail(None) },
        ),
        Sample::new("notices-mail-off", "/me/mail", MailPage { sends: false, ..mail(None) }),
        Sample::new("notices-link", "/mail/x", link(MailLink::Open("dina@example.org".to_owned()))),
        Sample::new("notices-link-confirmed", "/mail/x", link(MailLink::Confirmed)),
        Sample::new("notices-link-dead", "/mail/x", link(MailLink::Dead)),
    ]
}

fn holder() -> Inside {
    Inside { trainer: false, ..inside() }
}

pub(super) fn notices() -> Vec<NoticeView> {
    let one = |kind, about: &str, see, address: &str, read| NoticeView {
        id: "7g3x9m2k4p8q1r5t6v7w8y9z0a".to_owned(),
        kind,
        about: about.to_owned(),
        ends_at: Some(at("2027-01-20T11:00:00Z")).filter(|_| matches!(kind, "renewal-due" | "renewal-near")),
        address: address.to_owned(),
        see,
        told_at: at("2026-11-20T11:00:00Z"),
        read,
    };
    let badge = "https://badges.example.org/c/7g3x9m2k4p8q1r5t6v7w8y9z0a";
    vec![
        one("issued", "Facilitator <1>", "badge", badge, false),
        one("badge-changed", "ميسّر", "badge", badge, false),
        one("renewal-due", "Facilitator", "badge", badge, true),
        one("renewal-near", "Facilitator", "badge", badge, true),
        one("invited", "Formation à Dakar", "training", "/me", true),
        one("correction-answered", "", "answer", "/me/requests", true),
        one("appeal-answered", "", "answer", "/me/requests", true),
        one("attesting-capped", "Сол <1>", "mandates", "/admin/mandates", false),
        one("co-attester-asked", "Facilitator", "attesting", "/attest/7g3x9m2k4p8q1r5t6v7w8y9z0a", false),
    ]
}

fn mail(address: Option<AddressView>) -> MailPage {
    let option = |tag: &str, name: &str, dir, chosen| LanguageOption { tag: tag.parse().unwrap(), name: name.to_owned(), dir, chosen };
    let languages = vec![option("ar", "العربية", "rtl", true), option("en", "English", "ltr", false), option("hi", "हिन्दी", "ltr", false)];
    MailPage { inside: inside(), sends: true, address, typed: None, fault: None, languages, by_browser: false }
}
