//! Where somebody goes on after signing in: a path of ours, and nothing else.

use std::fmt;

use crate::community::people::appointment::Roles;

/// The folders in which people who are signed in have pages.
const FOLDERS: &[&str] = &["/me", "/training", "/admin", "/join", "/attest"];
/// Longer paths are none of ours.
const LONGEST: usize = 200;

/// A path of ours behind a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next(String);

impl Next {
    /// Of what somebody sent; `None` if it could lead anywhere else. An allow-list: letters, digits and
    /// hyphens between slashes, below a folder of ours. There is no way to write another host with these.
    pub fn of(sent: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/');
        let ours = FOLDERS.iter().any(|folder| sent.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        let safe = sent.len() <= LONGEST && sent.bytes().all(plain) && !sent.contains("//");
        (ours && safe).then(|| Self(sent.to_owned()))
    }

    /// Where somebody has their work, who came for nothing in particular. Trainers first, whatever else they are:
    /// people may stand before them and wait. Nobody waits so for a steward, and one link leads from there to the rest.
    pub fn home(roles: Roles) -> Self {
        let page = match roles {
            _ if roles.is_trainer() => "/training",
            _ if roles.is_steward() => "/admin",
            _ => "/me",
        };
        Self(page.to_owned())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_followed() {
        for good in
            ["/me", "/me/security", "/training/7g3x9m2k4p8q1r5t6v7w8y9z0a", "/admin/mandates", "/me/", "/join/0jnc0000000000000001/form"]
        {
            assert!(Next::of(good).is_some(), "{good}");
        }
        let cut =
            ["", "/", "me", "/mean", "/me?x", "/me#x", "/me.", "/c/1", "/sign-out", "/sign-in", "/api/accounts", " /me", "/me ", "/Me"];
        let hosts = [
            "//x.example",
            "///x.example",
            "////x.example",
            "/\\x.example",
            "\\\\x.example",
            "\\/x.example",
            "/\\/x.example",
            "/me//x.example",
            "/me/\\x.example",
            "/me/..//x.example",
            "/me/../x",
            "/me/%2e%2e/x",
            "/%2f%2fx.example",
            "/%2f/x.example",
            "%2f%2fx.example",
            "/%5cx.example",
            "/%09/x.example",
            "/\t/x.example",
            "/\n/x.example",
            "/\r/x.example",
            "\t//x.example",
            "/me\n//x.example",
            "/me\r\nLocation: https://x.example",
            "/me%0d%0aLocation:x",
            "https://x.example",
            "https:x.example",
            "https:/x.example",
            "http://x.example/me",
            "HTTPS://x.example",
            "ftp://x.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "/javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "x.example",
            "x.example/me",
            "//me",
            "//me/security",
            "/me@x.example",
            "//me@x.example",
            "/me:80@x.example",
            "https:///x.example",
            "https://badges.example.org@x.example",
            "/me;//x.example",
            "/me/\u{202e}x",
            "/мe",
            "/\u{ff0f}x.example",
            "/me/\u{0}",
            "?next=/me",
        ];
        assert!(cut.len() + hosts.len() >= 60);
        for wrong in cut.iter().chain(&hosts) {
            assert_eq!(Next::of(wrong), None, "{wrong:?}");
        }
        assert_eq!(Next::of(&format!("/me/{}", "x".repeat(LONGEST))), None);
    }

    #[test]
    fn people_arrive_where_their_work_is() {
        for (trainer, steward, admin, page) in [
            (false, false, false, "/me"),
            (false, false, true, "/me"),
            (true, false, false, "/training"),
            (false, true, false, "/admin"),
            (false, true, true, "/admin"),
            (true, true, true, "/training"),
        ] {
            let home = Next::home(Roles { trainer, steward, admin });
            assert_eq!(home.as_str(), page);
            assert_eq!(Next::of(page), Some(home), "one of the pages to which people are sent back");
        }
    }
}
