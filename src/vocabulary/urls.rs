//! The only place where a public address is written.
//!
//! Everything that a credential freezes for ever (its own address, the class version, the status
//! list, the key document) is built here from one [`PublicBase`]: an https origin without path or
//! port. A demo or a test may use an `http://localhost:PORT` origin; then there is no `did:web`.

use std::fmt;
use std::str::FromStr;

use super::ids::{AttestationId, CredentialId, NominationId};
use super::language::LanguageTag;

/// The origin under which everything public stands, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicBase {
    origin: String,
    host: String,
}

/// Why an address cannot be the public base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseFault {
    /// Not an address at all.
    #[error("{0:?} is not an address such as https://badges.example.org")]
    NotAnAddress(String),
    /// `http` is only for a demo on this machine.
    #[error("the public base {0:?} must start with https:// (http is only for localhost)")]
    NotHttps(String),
    /// A path, query, user or port.
    #[error("the public base {0:?} must be an origin without path, port, user name or query")]
    NotAnOrigin(String),
    /// An IP address cannot live for twenty years.
    #[error("the public base {0:?} must be a host name, not an IP address")]
    NotAName(String),
}

impl FromStr for PublicBase {
    type Err = BaseFault;

    fn from_str(text: &str) -> Result<Self, BaseFault> {
        let said = || text.to_owned();
        let url = url::Url::parse(text).map_err(|_| BaseFault::NotAnAddress(said()))?;
        let host = url.host_str().ok_or_else(|| BaseFault::NotAnAddress(said()))?.to_owned();
        let local = host == "localhost" && url.scheme() == "http";
        if url.scheme() != "https" && !local {
            return Err(BaseFault::NotHttps(said()));
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() || (url.port().is_some() && !local) {
            return Err(BaseFault::NotAnOrigin(said()));
        }
        if !matches!(url.host(), Some(url::Host::Domain(_))) {
            return Err(BaseFault::NotAName(said()));
        }
        Ok(Self { origin: url.origin().ascii_serialization(), host })
    }
}

impl PublicBase {
    /// The host name, which a `did:web` carries.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// True for a demo on this machine: no `did:web` can be resolved there.
    pub fn is_local(&self) -> bool {
        self.host == "localhost"
    }
}

impl fmt::Display for PublicBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// Writes every public address of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    base: PublicBase,
}

impl Addresses {
    /// Addresses under `base`.
    pub const fn new(base: PublicBase) -> Self {
        Self { base }
    }

    /// The origin.
    pub const fn base(&self) -> &PublicBase {
        &self.base
    }

    /// `{base}/c/{id}`: the address, and the id, of a credential.
    pub fn credential(&self, id: CredentialId) -> String {
        format!("{}/c/{id}", self.base)
    }

    /// The credential that such an address names, if it is one of ours.
    pub fn credential_id(&self, address: &str) -> Option<CredentialId> {
        self.below("/c/", address)?.parse().ok()
    }

    /// Whether an address, as a person or a badge writes it, stands at this server.
    pub fn is_own(&self, address: &str) -> bool {
        self.at_own(address).is_some()
    }

    /// The credential and the form (`json`, `jwt`, …; empty for its page) that an address names, as a
    /// person copies it or a QR code says it.
    pub fn credential_file_named(&self, address: &str) -> Option<(CredentialId, String)> {
        let path = self.at_own(address)?.path().to_ascii_lowercase();
        let file = path.strip_prefix("/c/")?;
        let (id, form) = file.split_once('.').unwrap_or((file, ""));
        Some((id.parse().ok()?, form.to_owned()))
    }

    /// The address, if it stands at this server; by its host alone, so that no spelling of an own
    /// address is asked for over the network.
    fn at_own(&self, address: &str) -> Option<url::Url> {
        let url = url::Url::parse(address.trim()).ok()?;
        let host = url.host_str()?.trim_end_matches('.');
        let same = if self.base.is_local() { url.origin().ascii_serialization() == self.base.origin } else { host == self.base.host };
        same.then_some(url)
    }

    /// The attestation that an address of ours names.
    pub fn attestation_id(&self, address: &str) -> Option<AttestationId> {
        self.below("/attestations/", address)?.parse().ok()
    }

    /// Slug and version that an address of ours names.
    pub fn class_version_named<'a>(&self, address: &'a str) -> Option<(&'a str, &'a str)> {
        self.below("/badges/", address)?.split_once('/')
    }

    fn below<'a>(&self, folder: &str, address: &'a str) -> Option<&'a str> {
        address.strip_prefix(&self.base.origin)?.strip_prefix(folder)
    }

    /// `{base}/sign-in/link/{token}`: what a one-time link says.
    pub fn sign_in_link(&self, token: &str) -> String {
        format!("{}/sign-in/link/{token}", self.base)
    }

    /// `{base}/join/{code}`: what the slide of a training says.
    pub fn join(&self, code: &str) -> String {
        format!("{}/join/{code}", self.base)
    }

    /// `{base}/issuers/{slug}/about`
    pub fn issuer_about(&self, slug: &str) -> String {
        format!("{}/issuers/{slug}/about", self.base)
    }

    /// `{base}/issuers/{slug}/privacy`
    pub fn issuer_privacy(&self, slug: &str) -> String {
        format!("{}/issuers/{slug}/privacy", self.base)
    }

    /// `{base}/mail/{token}`: where the reader of a mail address says that it is theirs.
    pub fn mail_confirmation(&self, token: &str) -> String {
        format!("{}/mail/{token}", self.base)
    }

    /// `{base}/me/mail`: where mails are stopped.
    pub fn mail_settings(&self) -> String {
        format!("{}/me/mail", self.base)
    }

    /// `{base}/me`: a person's badges and trainings.
    pub fn own_badges(&self) -> String {
        format!("{}/me", self.base)
    }

    /// `{base}/me/requests`: what a person asked for, and the answers.
    pub fn own_requests(&self) -> String {
        format!("{}/me/requests", self.base)
    }

    /// `{base}/admin/mandates`: who may attest what.
    pub fn mandates(&self) -> String {
        format!("{}/admin/mandates", self.base)
    }

    /// `{base}/attest/{nomination}`: what a trainer is asked about somebody.
    pub fn attesting(&self, nomination: NominationId) -> String {
        format!("{}/attest/{nomination}", self.base)
    }

    /// `{base}/sign-in/with/{server}/back`: where another server sends people back to.
    pub fn sign_in_return(&self, server: &str) -> String {
        format!("{}/sign-in/with/{server}/back", self.base)
    }

    /// `{base}/c/{id}.{form}` with form `json`, `jwt`, `png`, `svg` or `pdf`.
    pub fn credential_file(&self, id: CredentialId, form: &str) -> String {
        format!("{}/c/{id}.{form}", self.base)
    }

    /// `{base}/c/{id}.pdf?lang={language}`: its certificate in a language.
    pub fn certificate(&self, id: CredentialId, language: &LanguageTag) -> String {
        format!("{}?lang={language}", self.credential_file(id, "pdf"))
    }

    /// The same with the holder's user name on it.
    pub fn certificate_with_account(&self, id: CredentialId, language: &LanguageTag) -> String {
        format!("{}&form=full", self.certificate(id, language))
    }

    /// `{base}/c/{id}/person`: where to ask whether a credential is about a person.
    pub fn credential_question(&self, id: CredentialId) -> String {
        format!("{}/person", self.credential(id))
    }

    /// `{base}/c/{id}/shown`: where to enter the code that a holder reads out.
    pub fn credential_shown(&self, id: CredentialId) -> String {
        format!("{}/shown", self.credential(id))
    }

    /// `{base}/c/{id}/link/{token}`: a credential whole, for whoever has the token.
    pub fn viewing_link(&self, id: CredentialId, token: &str) -> String {
        format!("{}/link/{token}", self.credential(id))
    }

    /// `{base}/c/{id}/link/{token}/{form}`: one of its files, for whoever has the token.
    pub fn viewing_link_file(&self, id: CredentialId, token: &str, form: &str) -> String {
        format!("{}/{form}", self.viewing_link(id, token))
    }

    /// What a QR code says: the credential's address in upper case, which needs fewer modules.
    pub fn qr_text(&self, id: CredentialId) -> String {
        self.credential(id).to_ascii_uppercase()
    }

    /// `{base}/badges/{slug}/{version}`: the permanent address of a class version.
    pub fn class_version(&self, slug: &str, version: &str) -> String {
        format!("{}/badges/{slug}/{version}", self.base)
    }

    /// `{base}/badges/{slug}/{version}.png`: its image.
    pub fn class_image(&self, slug: &str, version: &str) -> String {
        format!("{}.png", self.class_version(slug, version))
    }

    /// `{base}/badges/{slug}/{version}.svg`: the same image for pages, at any size.
    pub fn class_drawing(&self, slug: &str, version: &str) -> String {
        format!("{}.svg", self.class_version(slug, version))
    }

    /// `{base}/badges/{slug}/{version}.card.png`: the card that is shown with a link to it.
    pub fn class_card(&self, slug: &str, version: &str) -> String {
        format!("{}.card.png", self.class_version(slug, version))
    }

    /// The same for a credential: at a level of the class, issued by an issuer of this server. It does
    /// not say which credential: who fetches it learns nothing of a person.
    pub fn award_card(&self, slug: &str, version: &str, level: Option<&str>, issuer: &str) -> String {
        let level = level.map(|level| format!("&level={level}")).unwrap_or_default();
        format!("{}?issuer={issuer}{level}", self.class_card(slug, version))
    }

    /// `{base}/badges/{slug}/{version}#{fragment}`: a criterion, a rubric or a level of it.
    pub fn class_part(&self, slug: &str, version: &str, fragment: &str) -> String {
        format!("{}#{fragment}", self.class_version(slug, version))
    }

    /// `{base}/capacities/{scheme}`: a taxonomy.
    pub fn taxonomy(&self, scheme: &str) -> String {
        format!("{}/capacities/{scheme}", self.base)
    }

    /// `{base}/capacities/{scheme}/{code}`.
    pub fn capacity(&self, scheme: &str, code: &str) -> String {
        format!("{}/{code}", self.taxonomy(scheme))
    }

    /// `{base}/verify`: where anybody's badge is brought.
    pub fn verify(&self) -> String {
        format!("{}/verify", self.base)
    }

    /// `{base}/verify?address={address}`: the same with the address of a badge in its place.
    pub fn verify_at(&self, address: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("address", address).finish();
        format!("{}?{query}", self.verify())
    }

    /// `{base}/verify?badge={packed}`: the same with a whole badge in its place, deflated and in base64url.
    pub fn verify_carrying(&self, packed: &str) -> String {
        format!("{}?badge={packed}", self.verify())
    }

    /// `{base}/attestations/{id}`.
    pub fn attestation(&self, id: AttestationId) -> String {
        format!("{}/attestations/{id}", self.base)
    }

    /// `{base}/status/{list}`: the signed revocation list.
    pub fn status_list(&self, list: &str) -> String {
        format!("{}/status/{list}", self.base)
    }

    /// `{base}/status/{list}/suspension`: the signed suspension list.
    pub fn suspension_list(&self, list: &str) -> String {
        format!("{}/suspension", self.status_list(list))
    }

    /// `{base}/issuers/{slug}`: the issuer's page and its `url`.
    pub fn issuer(&self, slug: &str) -> String {
        format!("{}/issuers/{slug}", self.base)
    }

    /// `{base}/.well-known/did.json`: the key document of the issuer at the root.
    pub fn root_key_document(&self) -> String {
        format!("{}/.well-known/did.json", self.base)
    }

    /// `{base}/issuers/{slug}/did.json`: the key document of another issuer.
    pub fn key_document(&self, slug: &str) -> String {
        format!("{}/did.json", self.issuer(slug))
    }

    /// `{base}/.well-known/jwks.json`: the keys of all issuers.
    pub fn key_set(&self) -> String {
        format!("{}/.well-known/jwks.json", self.base)
    }

    /// The name of the key at such an address of ours.
    pub fn key_named<'a>(&self, address: &'a str) -> Option<&'a str> {
        self.below("/keys/", address)
    }

    /// `{base}/keys/{kid}`.
    pub fn key(&self, kid: &str) -> String {
        format!("{}/keys/{kid}", self.base)
    }

    /// `{base}/problems/{slug}`: what a kind of refusal means, the `type` of a problem document.
    pub fn problem(&self, slug: &str) -> String {
        format!("{}/problems/{slug}", self.base)
    }

    /// `{base}/issuers/{slug}.png`: the issuer's logo, where it has none of its own elsewhere.
    pub fn issuer_image(&self, slug: &str) -> String {
        format!("{}.png", self.issuer(slug))
    }

    /// `did:web:{host}` for the server's first issuer, `did:web:{host}:issuers:{slug}` for others.
    ///
    /// `None` on a local base, where no `did:web` can be resolved.
    /// Source: [did:web](https://w3c-ccg.github.io/did-method-web/#method-specific-identifier).
    pub fn issuer_did(&self, slug: &str, place: IssuerPlace) -> Option<String> {
        match (self.base.is_local(), place) {
            (true, _) => None,
            (false, IssuerPlace::Root) => Some(format!("did:web:{}", self.base.host())),
            (false, IssuerPlace::Named) => Some(format!("did:web:{}:issuers:{slug}", self.base.host())),
        }
    }
}

/// Where an issuer's DID document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerPlace {
    /// `/.well-known/did.json`.
    Root,
    /// `/issuers/{slug}/did.json`.
    Named,
}

#[cfg(test)]
mod tests {
    use super::super::ids::Id;
    use super::*;

    #[test]
    fn only_an_origin_can_be_the_base() {
        for good in ["https://badges.example.org", "https://badges.example.org/", "http://localhost:8017"] {
            assert!(good.parse::<PublicBase>().is_ok(), "{good}");
        }
        for wrong in [
            "badges.example.org",
            "http://badges.example.org",
            "https://b.example/x",
            "https://b.example:8443",
            "https://u@b.example",
            "https://b.example?x",
            "https://192.0.2.1",
            "https://[::1]",
        ] {
            assert!(wrong.parse::<PublicBase>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_qr_says_the_address_in_upper_case() {
        let addresses = Addresses::new("https://badges.example.org/".parse().unwrap());
        let id: CredentialId = Id::from_bytes([7; 16]);
        assert_eq!(addresses.qr_text(id), format!("HTTPS://BADGES.EXAMPLE.ORG/C/{}", id.to_string().to_uppercase()));
        assert_eq!(addresses.qr_text(id).len(), "https://badges.example.org/c/".len() + 26);
    }

    #[test]
    fn our_own_addresses_are_read_back_and_no_others() {
        let ours = Addresses::new("https://badges.example.org".parse().unwrap());
        let id: CredentialId = Id::from_bytes([7; 16]);
        assert_eq!(ours.credential_id(&ours.credential(id)), Some(id));
        assert_eq!(ours.class_version_named(&ours.class_version("host", "1.0")), Some(("host", "1.0")));
        assert_eq!(ours.key_named(&ours.key("z6Mk")), Some("z6Mk"));
        for foreign in ["https://badges.example.org.evil.example/c/", "https://evil.example/c/", "/c/"] {
            assert_eq!(ours.credential_id(&format!("{foreign}{id}")), None, "{foreign}");
        }
    }

    #[test]
    fn an_own_address_is_known_however_it_is_written() {
        let ours = Addresses::new("https://badges.example.org".parse().unwrap());
        let id: CredentialId = Id::from_bytes([7; 16]);
        for (address, form) in [
            (ours.credential(id), ""),
            (ours.qr_text(id), ""),
            (ours.credential_file(id, "jwt"), "jwt"),
            (format!(" {}?lang=fr#top ", ours.credential(id)), ""),
            (format!("http://badges.example.org:8080/C/{id}"), ""),
        ] {
            assert_eq!(ours.credential_file_named(&address), Some((id, form.to_owned())), "{address}");
        }
        assert!(ours.is_own("https://BADGES.example.org./status/1") && !ours.is_own("https://badges.example.org.evil.example/"));
        let local = Addresses::new("http://localhost:8017".parse().unwrap());
        assert!(local.is_own("http://localhost:8017/x") && !local.is_own("http://localhost:8018/x"));
    }

    #[test]
    fn a_local_base_has_no_did_web() {
        let local = Addresses::new("http://localhost:8017".parse().unwrap());
        assert_eq!(local.issuer_did("main", IssuerPlace::Root), None);
        let real = Addresses::new("https://badges.example.org".parse().unwrap());
        assert_eq!(real.issuer_did("wmxx", IssuerPlace::Named).as_deref(), Some("did:web:badges.example.org:issuers:wmxx"));
    }
}
