//! Whether an address is one of the issuer's.
//!
//! Source: [Open Badges 2.0, VerificationObject (Issuer)](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#VerificationIssuer).
//! `allowedOrigins` names hosts, by default that of the issuer's own id; `startsWith` narrows it
//! down. A prefix alone would do for `https://issuer.example.evil.example/` too, so the host is
//! always compared as a whole.

use serde_json::Value;

/// `Ok` with the reason why an address counts, else why it does not.
pub(super) fn over(address: &str, issuer: &Value) -> Result<String, String> {
    let rules = issuer.get("verification").unwrap_or(&Value::Null);
    let id = issuer.get("id").and_then(Value::as_str).unwrap_or_default();
    let host = authority(address).ok_or("the address has no host")?;
    let own = authority(id).ok_or("the issuer's id has no host")?;
    let origins = list(rules.get("allowedOrigins"));
    let allowed = if origins.is_empty() { host == own } else { origins.iter().any(|origin| origin.eq_ignore_ascii_case(&host)) };
    if !allowed {
        return Err(format!("{host} is not a host of the issuer {id}"));
    }
    let starts = list(rules.get("startsWith"));
    if !starts.is_empty() && !starts.iter().any(|start| address.starts_with(start)) {
        return Err("the address does not begin as the issuer's addresses do".to_owned());
    }
    Ok(if host == own { format!("{host} is the issuer's own host") } else { format!("the issuer says that it uses {host}") })
}

/// Host, and port if it is named.
fn authority(address: &str) -> Option<String> {
    let parsed = url::Url::parse(address).ok()?;
    let host = parsed.host_str()?;
    Some(parsed.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// One text or several.
pub(super) fn list(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_issuers_own_host_counts_unless_it_says_otherwise() {
        let plain = json!({"id": "https://issuer.example/profile"});
        assert!(over("https://issuer.example/a/1", &plain).is_ok());
        assert!(over("https://ISSUER.example/a/1", &plain).is_ok());
        for stranger in [
            "https://evil.example/a/1",
            "https://issuer.example.evil.example/a",
            "https://issuer.example:8443/a",
            "https://issuer.example@evil.example/a",
            "urn:uuid:1",
        ] {
            assert!(over(stranger, &plain).is_err(), "{stranger}");
        }
    }

    #[test]
    fn allowed_hosts_and_prefixes_both_count() {
        let hosted = json!({"id": "https://issuer.example/p", "verification": {"allowedOrigins": ["badges.example"], "startsWith": "https://badges.example/issuer/"}});
        assert!(over("https://badges.example/issuer/1", &hosted).is_ok());
        assert!(over("https://badges.example/others/1", &hosted).is_err());
        assert!(over("https://issuer.example/issuer/1", &hosted).is_err());
        let prefix = json!({"id": "https://issuer.example/p", "verification": {"startsWith": ["https://issuer.example"]}});
        assert!(over("https://issuer.example.evil.example/1", &prefix).is_err(), "a prefix is no host");
    }
}
