//! The search for a key, from the issuer's id onwards.
//!
//! `did:web`: its document. An https id: the document there, then the JWK set of its host. What
//! either of them names may stand elsewhere and is looked up there; nothing else is.

use super::super::super::findings::{Findings, Setting, Trouble};
use super::{Located, Named, Tie, documents, shortened, somebody_elses, tie_of, unconfirmed};
use crate::standards::did::{self, ControllerDocument, DidDocument, VerificationMethod, WebAddress};
use crate::standards::proof::PublicKey;
use crate::standards::proof::jwk::Jwk;

/// Looks for the key called `method` among those of `issuer`.
pub(super) struct Search<'s, 'f> {
    pub(super) method: &'s str,
    pub(super) named: &'s Named<'s>,
    pub(super) issuer: &'s str,
    pub(super) setting: &'s Setting<'s>,
    pub(super) findings: &'f mut Findings,
}

impl Search<'_, '_> {
    pub(super) fn run(mut self) -> Result<Located, Trouble> {
        // A key that the operator knows needs no document; known_here says whether it still counts.
        if let Some(key) = self.known_key() {
            return Ok(Located { key, tie: Tie::Not(unconfirmed("not looked up")) });
        }
        if is_its_own_key(self.issuer) {
            return self.without(somebody_elses("the issuer's id is another key, and it has no other"));
        }
        if self.issuer.starts_with("did:web:") {
            return match documents::of_did(self.issuer, self.issuer, self.setting, self.findings) {
                Ok(document) => match self.listed_in(&document) {
                    Some(found) => found,
                    None => self.without(not_listed()),
                },
                Err(trouble) => self.without(trouble),
            };
        }
        match WebAddress::parse(self.issuer) {
            Some(address) => self.at_address(&address),
            None if self.named.itself.is_some() => self.without(somebody_elses(&self.other())),
            None => self.without(unconfirmed(&format!("nothing says which keys {:?} has", shortened(self.issuer)))),
        }
    }

    fn known_key(&self) -> Option<PublicKey> {
        let known = self.setting.known;
        let by_name = known.keys_of(self.issuer).find(|known| DidDocument::method_id(self.issuer, &known.key) == self.method);
        let written = self.named.key.as_ref().filter(|key| known.key_of(self.issuer, key).is_some());
        by_name.map(|known| &known.key).or(written).cloned()
    }

    /// The document at the issuer's address, then the keys of its host.
    fn at_address(&mut self, address: &WebAddress) -> Result<Located, Trouble> {
        let document = documents::at_address(address, self.issuer, self.setting, self.findings);
        if let Ok(Some(document)) = &document
            && let Some(found) = self.listed_in(document)
        {
            return found;
        }
        let set = documents::key_set(address, self.issuer, self.setting, self.findings);
        if let Ok(keys) = &set
            && let Some(found) = self.listed_among(keys, address)
        {
            return Ok(found);
        }
        // Both say no, or one may yet say yes.
        let trouble = match (document, set) {
            (Ok(_), Ok(_)) => somebody_elses("neither the issuer's document nor the key set of its host lists this key"),
            (Err(trouble), _) | (_, Err(trouble)) => trouble,
        };
        match self.written(address) {
            Some(key) => Ok(Located { key, tie: Tie::Not(trouble) }),
            None => Err(trouble),
        }
    }

    /// The key that the document lists under this name; `None` if it does not.
    fn listed_in(&mut self, document: &ControllerDocument) -> Option<Result<Located, Trouble>> {
        if let Some(listed) = document.method(self.method) {
            return Some(self.usable(listed));
        }
        if !document.names_elsewhere(self.method) {
            return None;
        }
        if let (Some(_), Some(key)) = (self.named.itself, &self.named.key) {
            return Some(Ok(Located { key: key.clone(), tie: Tie::Issuers("the issuer's document names this key".to_owned()) }));
        }
        Some(self.elsewhere())
    }

    /// A key that the issuer's document names, in the document where it stands.
    fn elsewhere(&mut self) -> Result<Located, Trouble> {
        let (method, issuer) = (self.method, self.issuer);
        if let Some(address) = WebAddress::parse(method) {
            let mut listed = documents::method_at(&address, issuer, self.setting, self.findings)?;
            // A bare JWK does not say whose it is; the issuer's document did.
            if listed.controller.is_empty() {
                issuer.clone_into(&mut listed.controller);
            }
            return self.usable(&listed);
        }
        let (did, _) = did::split(method).ok_or_else(not_listed)?;
        let document = documents::of_did(did, issuer, self.setting, self.findings)?;
        match document.method(method) {
            Some(listed) => self.usable(listed),
            None => Err(not_listed()),
        }
    }

    fn usable(&self, listed: &VerificationMethod) -> Result<Located, Trouble> {
        let key = listed.key.clone().map_err(|fault| unconfirmed(&fault.to_string()))?;
        Ok(Located { key, tie: tie_of(listed, self.issuer, self.setting) })
    }

    /// The key among those of the host: by its name there, or by itself.
    fn listed_among(&mut self, keys: &[Jwk], address: &WebAddress) -> Option<Located> {
        let mut named = keys.iter().filter(|jwk| jwk.kid.as_deref() == Some(self.method));
        let by_name = named.next().filter(|first| named.all(|other| other.key == first.key));
        let key = match by_name {
            Some(jwk) => jwk.key.clone(),
            None => self.written(address).filter(|key| keys.iter().any(|jwk| jwk.key == *key))?,
        };
        Some(Located { key, tie: Tie::Issuers("the key set of the issuer's host lists this key".to_owned()) })
    }

    /// The key that the name carries, or that stands at the name on the issuer's own host. It says
    /// that a signature is intact, never whose it is.
    fn written(&mut self, issuer: &WebAddress) -> Option<PublicKey> {
        if self.named.key.is_some() {
            return self.named.key.clone();
        }
        let address = WebAddress::parse(self.method).filter(|address| address.shares_origin_with(issuer))?;
        if address.document() == issuer.document() {
            return None;
        }
        let method = documents::method_at(&address, self.issuer, self.setting, self.findings).ok()?;
        let others = !method.controller.is_empty() && method.controller != self.issuer;
        method.key.ok().filter(|_| !others)
    }

    /// The key in the name, not tied; the trouble alone if there is none.
    fn without(&self, trouble: Trouble) -> Result<Located, Trouble> {
        match self.named.key.clone() {
            Some(key) => Ok(Located { key, tie: Tie::Not(trouble) }),
            None => Err(trouble),
        }
    }

    fn other(&self) -> String {
        format!("the key is that of {:?}, the issuer is {:?}", shortened(self.method), shortened(self.issuer))
    }
}

/// A key in the header of a JWT counts only if what the issuer's own id leads to lists the same key.
pub(super) fn of_embedded(key: &PublicKey, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Tie {
    if setting.known.key_of(issuer, key).is_some() {
        // known_here says the rest.
        return Tie::Not(unconfirmed("not looked up"));
    }
    if let Some(own) = did::key::parse(issuer).or_else(|| did::jwk::parse(issuer)) {
        return if own.is_ok_and(|own| own == *key) {
            Tie::Issuers("the issuer's id is this key".to_owned())
        } else {
            Tie::Not(unconfirmed("the key stands in the JWT's own header, and the issuer's id names another one"))
        };
    }
    let in_document = |document: &ControllerDocument| {
        let listed = document.methods().iter().find(|listed| listed.key.as_ref() == Ok(key));
        listed.map(|listed| tie_of(listed, issuer, setting))
    };
    let Some(address) = WebAddress::parse(issuer) else {
        return match documents::of_did(issuer, issuer, setting, findings) {
            Ok(document) => in_document(&document).unwrap_or_else(|| Tie::Not(not_listed())),
            Err(trouble) => Tie::Not(trouble),
        };
    };
    // The guide says that the jwk of a header MUST be one of the set; the document says it as well as that.
    let set = documents::key_set(&address, issuer, setting, findings);
    if set.as_ref().is_ok_and(|keys| keys.iter().any(|jwk| jwk.key == *key)) {
        return Tie::Issuers("the key set of the issuer's host lists this key".to_owned());
    }
    let document = documents::at_address(&address, issuer, setting, findings);
    if let Ok(Some(document)) = &document
        && let Some(tie) = in_document(document)
    {
        return tie;
    }
    Tie::Not(match (set, document) {
        (Ok(_), Ok(_)) => somebody_elses("neither the key set of the issuer's host nor its document lists this key"),
        (Err(trouble), _) | (_, Err(trouble)) => trouble,
    })
}

fn is_its_own_key(issuer: &str) -> bool {
    issuer.starts_with("did:key:") || issuer.starts_with("did:jwk:")
}

fn not_listed() -> Trouble {
    somebody_elses("the issuer's document does not list this key")
}
