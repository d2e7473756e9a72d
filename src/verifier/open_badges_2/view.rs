//! What was confirmed, told in the words of Open Badges 3.0, so that it is shown in one way.
//!
//! Only texts are carried over, each from the document that was confirmed to say it.

use serde_json::{Map, Value};

/// The three documents as one credential.
pub(super) fn of(assertion: &Value, class: &Value, issuer: &Value) -> Value {
    let mut credential = Object::default();
    credential.text("id", assertion.get("id"));
    credential.words("type", &["Assertion"]);
    credential.text("name", class.get("name"));
    credential.put("issuer", profile(issuer));
    credential.text("validFrom", assertion.get("issuedOn"));
    credential.text("validUntil", assertion.get("expires"));
    let mut subject = Object::default();
    subject.words("type", &["AchievementSubject"]);
    subject.put("identifier", Value::Array(vec![identifier(assertion.get("recipient").unwrap_or(&Value::Null))]));
    subject.text("narrative", assertion.get("narrative"));
    subject.put("achievement", achievement(class));
    credential.put("credentialSubject", subject.finish());
    credential.list("evidence", evidence(assertion.get("evidence")));
    credential.finish()
}

fn profile(issuer: &Value) -> Value {
    let mut profile = Object::default();
    profile.text("id", issuer.get("id"));
    profile.words("type", &["Profile"]);
    for name in ["name", "url", "description", "email"] {
        profile.text(name, issuer.get(name));
    }
    profile.image(issuer.get("image"));
    profile.finish()
}

/// The hash of version 2 is that of version 3: `alg$hex` over identity and salt.
fn identifier(recipient: &Value) -> Value {
    let mut identifier = Object::default();
    identifier.put("type", "IdentityObject".into());
    let kind = match recipient.get("type").map(|kind| kind.as_str().or_else(|| kind.get(0).and_then(Value::as_str))) {
        Some(Some("email")) => "emailAddress",
        Some(Some("url")) => "ext:url",
        Some(Some("telephone")) => "ext:telephone",
        _ => "identifier",
    };
    identifier.put("identityType", kind.into());
    identifier.put("hashed", recipient.get("hashed").and_then(Value::as_bool).unwrap_or(true).into());
    identifier.text("identityHash", recipient.get("identity"));
    identifier.text("salt", recipient.get("salt"));
    identifier.finish()
}

fn achievement(class: &Value) -> Value {
    let mut achievement = Object::default();
    achievement.text("id", class.get("id"));
    achievement.words("type", &["Achievement"]);
    for name in ["name", "description", "version"] {
        achievement.text(name, class.get(name));
    }
    achievement.text("inLanguage", class.get("@language"));
    let mut criteria = Object::default();
    match class.get("criteria") {
        Some(address @ Value::String(_)) => criteria.text("id", Some(address)),
        Some(written) => {
            criteria.text("id", written.get("id"));
            criteria.text("narrative", written.get("narrative"));
        }
        None => {}
    }
    achievement.put("criteria", criteria.finish());
    achievement.image(class.get("image"));
    achievement.list("alignment", alignments(class.get("alignment")));
    achievement.finish()
}

fn alignments(value: Option<&Value>) -> Vec<Value> {
    each(value, |entry| {
        let mut alignment = Object::default();
        alignment.words("type", &["Alignment"]);
        for name in ["targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode"] {
            alignment.text(name, entry.get(name));
        }
        alignment.finish()
    })
}

/// An address alone, or an object.
fn evidence(value: Option<&Value>) -> Vec<Value> {
    each(value, |entry| {
        let mut evidence = Object::default();
        evidence.words("type", &["Evidence"]);
        evidence.text("id", Some(entry).filter(|entry| entry.is_string()).or_else(|| entry.get("id")));
        for name in ["name", "description", "narrative", "genre", "audience"] {
            evidence.text(name, entry.get(name));
        }
        evidence.finish()
    })
}

/// More than these are not shown.
const MOST: usize = 100;

fn each(value: Option<&Value>, told: impl Fn(&Value) -> Value) -> Vec<Value> {
    match value {
        Some(Value::Array(several)) => several.iter().take(MOST).map(told).collect(),
        Some(one) => vec![told(one)],
        None => Vec::new(),
    }
}

/// An object under construction; what is absent or of another kind is left out.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    fn text(&mut self, name: &str, value: Option<&Value>) {
        if let Some(text @ Value::String(_)) = value {
            self.put(name, text.clone());
        }
    }

    fn words(&mut self, name: &str, words: &[&str]) {
        self.list(name, words.iter().map(|word| (*word).into()).collect());
    }

    fn list(&mut self, name: &str, entries: Vec<Value>) {
        if !entries.is_empty() {
            self.put(name, Value::Array(entries));
        }
    }

    /// An address, or an object with id and caption.
    fn image(&mut self, value: Option<&Value>) {
        let Some(value) = value else { return };
        let mut image = Self::default();
        image.text("id", Some(value).filter(|value| value.is_string()).or_else(|| value.get("id")));
        image.put("type", "Image".into());
        image.text("caption", value.get("caption"));
        self.put("image", image.finish());
    }

    fn finish(self) -> Value {
        Value::Object(self.0)
    }
}
