//! A MediaWiki with the extension OAuth, by its
//! [OAuth 2 routes](https://www.mediawiki.org/wiki/OAuth/For_Developers#OAuth_2): identity only.
//!
//! A person is the central id (`sub`), never the user name, which changes. A wiki gives `sub` 0 to
//! accounts that are not central, and no user name for people it hides; it writes the id as a number
//! or as text.

use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::super::Secret;
use super::{Client, ElsewhereFault, LARGEST, Remembered, read, way_there};
use crate::platform::fetch::{Call, Fetcher, Sister, SisterFault, With};

/// A wiki by which people sign in.
#[derive(Debug, Clone)]
pub struct Wiki {
    /// What people call it, such as `Wikimedia`.
    pub name: String,
    server: Sister,
    client: Client,
    authorize: Url,
    access_token: Url,
    profile: Url,
}

/// Who somebody is at the wiki.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WikiPerson {
    /// The central id.
    pub central_id: String,
    /// The user name, unless the wiki hides it.
    pub user_name: Option<String>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

#[derive(Deserialize)]
struct Profile {
    sub: Value,
    username: Option<String>,
}

impl Wiki {
    /// The wiki at this origin, whose REST routes stand below `/w/rest.php` as at Wikimedia's wikis.
    ///
    /// # Errors
    /// Never for an origin; the routes are ours.
    pub fn new(name: &str, server: Sister, client: Client) -> Result<Self, SisterFault> {
        let [authorize, access_token, profile] =
            ["authorize", "access_token", "resource/profile"].map(|route| server.join(&format!("/w/rest.php/oauth2/{route}")));
        Ok(Self { name: name.to_owned(), authorize: authorize?, access_token: access_token?, profile: profile?, server, client })
    }

    /// Where browsers are sent: for the policy of the page that sends them.
    pub fn origin(&self) -> String {
        self.server.to_string()
    }

    /// Where to send a browser that is to come back to `back`.
    pub fn way_there(&self, back: &str, state: &Secret, remembered: &Remembered) -> Url {
        way_there(&self.authorize, &self.client, back, state, remembered)
    }

    /// Who came back with `code`.
    ///
    /// # Errors
    /// [`ElsewhereFault`].
    pub async fn who(&self, fetcher: &Fetcher, code: &str, back: &str, remembered: &Remembered) -> Result<WikiPerson, ElsewhereFault> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("client_id", self.client.id.as_str()),
            ("client_secret", self.client.secret.expose_secret()),
            ("code_verifier", remembered.verifier.as_str()),
        ];
        let form = With::Form { fields: &fields, basic: None };
        let granted = fetcher.call(&self.server, &Call { url: &self.access_token, with: form, most_bytes: LARGEST }).await?;
        let granted: Granted = read(&granted).ok_or(ElsewhereFault::Unreadable("token"))?;
        let asked = Call { url: &self.profile, with: With::Token(&granted.access_token), most_bytes: LARGEST };
        let profile: Profile = read(&fetcher.call(&self.server, &asked).await?).ok_or(ElsewhereFault::Unreadable("profile"))?;
        person(profile)
    }
}

fn person(profile: Profile) -> Result<WikiPerson, ElsewhereFault> {
    let central_id = match &profile.sub {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Err(ElsewhereFault::Unreadable("profile")),
    };
    // 0: not central. Anything but a whole number is not what a wiki says.
    if !central_id.bytes().all(|b| b.is_ascii_digit()) || central_id.is_empty() || central_id.len() > 20 {
        return Err(ElsewhereFault::Unreadable("profile"));
    }
    if central_id.bytes().all(|b| b == b'0') {
        return Err(ElsewhereFault::NotCentral);
    }
    let user_name = profile.username.filter(|name| !name.trim().is_empty());
    Ok(WikiPerson { central_id, user_name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_person_is_a_central_id() {
        let of = |sub: Value, name: Option<&str>| person(Profile { sub, username: name.map(str::to_owned) });
        let ada = |name: Option<&str>| Ok(WikiPerson { central_id: "10".to_owned(), user_name: name.map(str::to_owned) });
        assert_eq!(of(json!(10), Some("Ada")), ada(Some("Ada")));
        assert_eq!(of(json!("10"), None), ada(None), "somebody the wiki hides");
        for sub in [json!(0), json!("0"), json!("00")] {
            assert_eq!(of(sub, Some("Ada")), Err(ElsewhereFault::NotCentral));
        }
        for sub in [json!(null), json!(""), json!("Ada"), json!(-1), json!(1.5), json!([10]), json!("1".repeat(21))] {
            assert_eq!(of(sub.clone(), Some("Ada")), Err(ElsewhereFault::Unreadable("profile")), "{sub}");
        }
    }
}
