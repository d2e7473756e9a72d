//! The one cookie: 256 random bits, for a browser that came to sign in or is signed in.
//!
//! `__Host-` makes browsers refuse it from other hosts, other paths and without TLS
//! ([RFC 6265bis §4.1.3.2](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-4.1.3.2)).
//! A demo on `http://localhost` has no TLS: there the name says the port, since cookies of one host are
//! shared by its ports. No public page sets or reads it.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::session::{Begun, Device};
use crate::vocabulary::urls::PublicBase;

/// What every cookie of ours says besides.
const ALWAYS: &str = "Path=/; HttpOnly; SameSite=Lax";

fn name(base: &PublicBase) -> String {
    if base.is_local() {
        let origin = base.to_string();
        let port = origin.rsplit(':').next().filter(|port| port.bytes().all(|b| b.is_ascii_digit())).unwrap_or("80");
        return format!("insignia-{port}");
    }
    "__Host-insignia".to_owned()
}

/// The secret that a browser sent; nothing if it sent none, two, or something else.
pub fn read(headers: &HeaderMap, base: &PublicBase) -> Option<Secret> {
    let wanted = name(base);
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let mut ours = sent.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == wanted);
    let (Some((_, value)), None) = (ours.next(), ours.next()) else { return None };
    Secret::of(value)
}

/// For a browser in which nobody is signed in: gone when it closes.
pub fn of_visitor(secret: &Secret, base: &PublicBase) -> Option<HeaderValue> {
    written(base, secret.reveal(), None)
}

/// For a browser in which somebody is signed in. On a borrowed device it goes when the browser closes.
pub fn of_session(begun: &Begun, base: &PublicBase) -> Option<HeaderValue> {
    let seconds = match begun.whose {
        Device::Own => Some(begun.whole_s),
        Device::Borrowed => None,
    };
    written(base, begun.secret.reveal(), seconds)
}

/// Takes the cookie away.
pub fn of_nobody(base: &PublicBase) -> Option<HeaderValue> {
    written(base, "", Some(0))
}

fn written(base: &PublicBase, value: &str, seconds: Option<i64>) -> Option<HeaderValue> {
    let secure = if base.is_local() { "" } else { "; Secure" };
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    HeaderValue::try_from(format!("{}={value}; {ALWAYS}{secure}{age}", name(base))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Chance;

    fn base(text: &str) -> PublicBase {
        text.parse().unwrap()
    }

    fn sent(values: &[&str]) -> HeaderMap {
        values.iter().map(|v| (COOKIE, v.parse().unwrap())).collect()
    }

    #[test]
    fn a_cookie_is_for_this_host_this_path_tls_and_no_script() {
        let (secret, web) = (Secret::new(&Chance::seeded(1)), base("https://badges.example.org"));
        let begun = Begun { secret: secret.clone(), whose: Device::Own, whole_s: 604_800 };
        let own = of_session(&begun, &web).unwrap();
        assert_eq!(
            own.to_str().unwrap(),
            format!("__Host-insignia={}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800", secret.reveal())
        );
        let borrowed = of_session(&Begun { whose: Device::Borrowed, ..begun }, &web).unwrap();
        assert!(!borrowed.to_str().unwrap().contains("Max-Age"), "gone with the browser");
        let local = of_visitor(&secret, &base("http://localhost:8017")).unwrap();
        assert!(local.to_str().unwrap().starts_with("insignia-8017=") && !local.to_str().unwrap().contains("Secure"));
        assert!(of_nobody(&web).unwrap().to_str().unwrap().ends_with("Secure; Max-Age=0"));
    }

    #[test]
    fn only_one_whole_secret_under_the_right_name_is_read() {
        let (secret, web) = (Secret::new(&Chance::seeded(1)), base("https://badges.example.org"));
        let good = format!("__Host-insignia={}", secret.reveal());
        assert_eq!(read(&sent(&[&format!("a=b; {good}; c=d")]), &web), Some(secret.clone()));
        let (twice, short, other) =
            (format!("{good}; {good}"), good[..good.len() - 1].to_owned(), good.replace("__Host-insignia", "insignia-8017"));
        for wrong in [vec![], vec![twice.as_str()], vec![&good, &good], vec![&short], vec![&other], vec!["__Host-insignia="]] {
            assert_eq!(read(&sent(&wrong), &web), None, "{wrong:?}");
        }
    }
}
