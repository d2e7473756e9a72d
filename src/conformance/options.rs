//! What a request may ask for beside its document. What nobody here understands is refused: a check
//! that was asked for and not made must not look as if it had passed.

use serde_json::{Map, Value};

use super::refusal::{Kind, Refusal};

/// How something is to be issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueOptions {
    /// By which name its status is changed later.
    pub(super) credential_id: Option<String>,
}

impl IssueOptions {
    /// Reads `options` of a request to issue.
    ///
    /// # Errors
    /// A member that is not understood, or not as it must be.
    pub fn read(options: Option<&Value>) -> Result<Self, Refusal> {
        let mut read = Self::default();
        for (name, value) in members(options)? {
            match (name.as_str(), value) {
                ("credentialId", Value::String(id)) if !id.is_empty() => read.credential_id = Some(id.clone()),
                // For suites of selective disclosure: nothing here is disclosed in part.
                ("mandatoryPointers", Value::Array(pointers)) if pointers.iter().all(is_pointer) => {}
                _ => return Err(not_understood(name)),
            }
        }
        Ok(read)
    }
}

/// An RFC 6901 pointer.
fn is_pointer(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.is_empty() || text.starts_with('/'))
}

/// Something that can be checked, beside structure and meaning, which always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Proof,
    /// That one of the proofs is by the party named.
    Issuer,
    Validity,
    Status,
    Resources,
}

impl Check {
    const ALL: [Self; 5] = [Self::Proof, Self::Issuer, Self::Validity, Self::Status, Self::Resources];

    const fn name(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Validity => "validity",
            Self::Status => "credentialStatus",
            Self::Resources => "relatedResource",
        }
    }
}

/// What is to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyOptions {
    checks: Vec<Check>,
    pub(super) domain: Option<Vec<String>>,
    pub(super) challenge: Option<String>,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self { checks: Check::ALL.to_vec(), domain: None, challenge: None }
    }
}

impl VerifyOptions {
    /// Reads `options` of a request to verify.
    ///
    /// # Errors
    /// A member or a check that is not understood, or not as it must be.
    pub fn read(options: Option<&Value>) -> Result<Self, Refusal> {
        let options = members(options)?;
        let mut read = match options.get("checks") {
            None => Self::default(),
            Some(checks) => Self::of_checks(checks)?,
        };
        for (name, value) in options {
            match (name.as_str(), value) {
                ("checks", _) => {}
                ("challenge", Value::String(challenge)) => read.challenge = Some(challenge.clone()),
                ("domain", Value::String(domain)) => read.domain = Some(vec![domain.clone()]),
                ("domain", Value::Array(several)) if !several.is_empty() => {
                    let texts = several.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>();
                    read.domain = Some(texts.ok_or_else(|| not_understood(name))?);
                }
                // What is given back here anyway, or never.
                ("returnCredential" | "returnPresentation" | "returnProblemDetails" | "returnResults", Value::Bool(_)) => {}
                _ => return Err(not_understood(name)),
            }
        }
        Ok(read)
    }

    fn of_checks(checks: &Value) -> Result<Self, Refusal> {
        let names = checks.as_array().ok_or_else(|| not_understood("checks"))?;
        // Who asks for nothing in particular is not told that nothing stands against it.
        if names.is_empty() {
            return Ok(Self::default());
        }
        let mut read = Self { checks: Vec::new(), ..Self::default() };
        for name in names {
            let known =
                |text: &str| Check::ALL.into_iter().find(|check| check.name() == text || (*check == Check::Status && text == "status"));
            let unknown = || Refusal::new(Kind::Malformed, format_args!("options.checks: nobody here knows the check {name}"));
            let check = name.as_str().and_then(known).ok_or_else(unknown)?;
            // Whose a proof is means nothing unless it holds.
            read.checks.extend((check == Check::Issuer).then_some(Check::Proof));
            read.checks.push(check);
        }
        Ok(read)
    }

    /// Whether this check was asked for.
    pub(super) fn asks(&self, check: Check) -> bool {
        self.checks.contains(&check)
    }

    /// The same for a credential within a presentation: domain and challenge are the presentation's.
    pub(super) fn within(&self) -> Self {
        Self { domain: None, challenge: None, ..self.clone() }
    }

    /// The names of what is checked.
    pub(super) fn checks(&self) -> Vec<&'static str> {
        let asked = Check::ALL.into_iter().filter(|check| self.asks(*check)).map(Check::name);
        let domain = self.domain.is_some().then_some("domain");
        ["structure", "dataLoss"].into_iter().chain(asked).chain(domain).chain(self.challenge.is_some().then_some("challenge")).collect()
    }
}

fn members(options: Option<&Value>) -> Result<&Map<String, Value>, Refusal> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    match options {
        None => Ok(&NONE),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(Refusal::new(Kind::Malformed, "options is not an object")),
    }
}

fn not_understood(name: &str) -> Refusal {
    let name: String = name.chars().take(60).collect();
    Refusal::new(Kind::Malformed, format_args!("options.{name} is not understood here, or not as it must be"))
}
