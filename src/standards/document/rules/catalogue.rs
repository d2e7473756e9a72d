//! The rules by name: what each demands, where it is written, who else checks it.
//!
//! The names are stable: pages, the API and translations refer to them.

/// One demand on a document.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: lower case, words joined by hyphens.
    pub id: &'static str,
    /// Where it is written.
    pub clause: &'static str,
    /// The demand, as a sentence.
    pub statement: &'static str,
    /// What it is about; the verifier files it under one probe.
    pub topic: Topic,
    /// How much a breach matters.
    pub weight: Weight,
    /// Who else demands it.
    pub origin: Origin,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// That the JSON has one reading (our additions to safe mode).
    Meaning,
    /// The `@context` member.
    Context,
    /// The credential's own `type`.
    Type,
    /// Members, their types and enumerations, as in the official schema.
    Schema,
    /// Holder, achievement, results.
    Subject,
    /// Evidence.
    Evidence,
    /// Issuer.
    Issuer,
    /// The status list credential.
    StatusList,
    /// What only we demand of what we sign.
    Issuing,
}

/// How much a breach matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The document is not what it says it is.
    Must,
    /// Permitted by some text or read by most; worth a warning.
    Should,
    /// Fine from others, never from us.
    Issuing,
}

/// Who else demands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The official JSON schema.
    Schema,
    /// The public validator's probes, beyond the schema.
    Validator,
    /// The specifications' text; the public validator does not look.
    Text,
    /// Our own decision.
    Ours,
}

macro_rules! rules {
    ($($name:ident: $topic:ident $weight:ident $origin:ident $id:literal $clause:expr => $statement:literal;)+) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            clause: $clause,
            statement: $statement,
            topic: Topic::$topic,
            weight: Weight::$weight,
            origin: Origin::$origin,
        };)+
        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

/// A section of Open Badges 3.0.
macro_rules! ob {
    ($anchor:literal) => {
        concat!("https://www.imsglobal.org/spec/ob/v3p0/#", $anchor)
    };
}
/// A section of another specification.
macro_rules! w3c {
    ($rest:literal) => {
        concat!("https://www.w3.org/TR/", $rest)
    };
}

rules! {
    // --- one meaning: JSON spellings that a signature over RDF does not tell apart
    MEMBER_IS_TERM: Meaning Must Ours "member-is-term" w3c!("vc-data-model-2.0/#json-ld")
        => "A member name is a property that the contexts define: no address, no prefix, no keyword, no class";
    CONTEXT_AT_ROOT: Meaning Must Ours "context-at-root" w3c!("vc-data-integrity/#validating-contexts")
        => "@context stands only at the root of the credential or of an embedded endorsement, and is repeated only in a proof of it";
    NO_NULL: Meaning Must Text "no-null" ob!("json")
        => "A value that is not known is left out: null is not allowed";
    NO_EMPTY_LIST: Meaning Must Text "no-empty-list" ob!("json")
        => "A list without entries is left out";
    NO_NESTED_LIST: Meaning Must Ours "no-nested-list" ob!("json")
        => "A list does not hold a list";
    NO_TWIN_ENTRY: Meaning Must Ours "no-twin-entry" w3c!("json-ld11/#sets-and-lists")
        => "No entry stands twice in one list";
    NO_BLANK_NODE_LABEL: Meaning Must Ours "no-blank-node-label" w3c!("json-ld11/#identifying-blank-nodes")
        => "An id is not a blank node label";
    ONE_STORY_PER_ID: Meaning Must Ours "one-story-per-id" w3c!("json-ld11/#node-identifiers")
        => "Objects with the same id do not say different things";
    FRAME_AT_ROOT: Meaning Must Ours "frame-at-root" w3c!("vc-data-model-2.0/#verifiable-credentials")
        => "Issuer, dates, status, schema and proof stand only at the root of a credential";
    EMBEDDED_ID_DIFFERS: Meaning Must Ours "embedded-id-differs" w3c!("vc-data-model-2.0/#identifiers")
        => "An embedded credential has an id of its own";
    NO_V2_DATES: Meaning Must Ours "no-v2-dates" w3c!("vc-data-model-1.1/#issuance-date")
        => "validFrom and validUntil belong to version 2.0; here they are issuanceDate and expirationDate";

    // --- contexts
    CONTEXT_LIST: Context Must Schema "context-list" ob!("json-ld")
        => "@context is a list of at least two contexts";
    CONTEXT_V2_FIRST: Context Must Schema "context-v2-first" w3c!("vc-data-model-2.0/#contexts")
        => "The first context is https://www.w3.org/ns/credentials/v2";
    CONTEXT_OB_SECOND: Context Must Schema "context-ob-second" ob!("json-ld")
        => "The second context is the Open Badges 3.0 context";
    CONTEXT_ENTRY: Context Must Schema "context-entry" w3c!("json-ld11/#the-context")
        => "A context is an address or an object";
    CONTEXT_CURRENT: Context Should Validator "context-current" ob!("json-ld")
        => "The Open Badges context is context-3.0.3.json";
    CONTEXT_ONCE: Context Must Ours "context-once" w3c!("vc-data-integrity/#validating-contexts")
        => "No context is named twice";
    CONTEXT_BY_ADDRESS: Context Must Ours "context-by-address" w3c!("vc-data-integrity/#validating-contexts")
        => "Contexts are named by address, never written out in the document";
    CONTEXT_FEW: Context Must Ours "context-few" w3c!("vc-data-integrity/#validating-contexts")
        => "At most 16 contexts are named";

    // --- type of the credential
    CREDENTIAL_TYPE: Type Must Schema "credential-type" ob!("achievementcredential")
        => "type names VerifiableCredential and OpenBadgeCredential or AchievementCredential";
    ENDORSEMENT_TYPE: Type Must Schema "endorsement-type" ob!("endorsementcredential")
        => "type names VerifiableCredential and EndorsementCredential";

    // --- members and values
    LIST_NOT_SINGLE: Schema Should Text "list-not-single" ob!("compacted-document-form")
        => "What may hold several values is a list, even for one";
    LIST: Schema Must Schema "list" ob!("json") => "What may hold several values is a list";
    OBJECT: Schema Must Schema "object" ob!("json") => "This is an object, not an address and not a list";
    TEXT: Schema Must Schema "text" ob!("string") => "This is text";
    FLAG: Schema Must Schema "flag" ob!("boolean") => "This is true or false";
    NUMBER: Schema Must Schema "number" ob!("numeric") => "This is a number";
    URI: Schema Must Text "uri" ob!("uri") => "This is an absolute address with its scheme";
    DATE_TIME: Schema Must Schema "date-time" ob!("datetimez")
        => "An instant is written YYYY-MM-DDThh:mm:ss with Z or an offset";
    DATE: Schema Must Schema "date" ob!("date") => "A date is written YYYY-MM-DD";
    LANGUAGE: Schema Must Schema "language" ob!("languagecode") => "A language is a tag such as uk, pt-BR or zh-Hant";
    COMPACT_JWS: Schema Must Schema "compact-jws" ob!("compactjws") => "This is a compact JWS: three parts joined by dots";
    ACHIEVEMENT_TYPE_WORD: Schema Must Schema "achievement-type-word" ob!("achievementtype-enumeration")
        => "achievementType is one of the listed words or ext:…";
    IDENTIFIER_TYPE_WORD: Schema Must Schema "identifier-type-word" ob!("identifiertypeenum-enumeration")
        => "The kind of identifier is one of the listed words or ext:…";
    TARGET_TYPE_WORD: Schema Must Schema "target-type-word" ob!("alignmenttargettype-enumeration")
        => "targetType is one of the listed words or ext:…";
    RESULT_TYPE_WORD: Schema Must Schema "result-type-word" ob!("resulttype-enumeration")
        => "resultType is one of the listed words or ext:…";
    RESULT_STATUS_WORD: Schema Must Schema "result-status-word" ob!("resultstatustype-enumeration")
        => "A result's status is one of the listed words";
    CLOSED: Schema Must Schema "closed" ob!("data-model")
        => "This kind of object has no members but those of the specification";
    SINGLE_TYPE: Schema Must Schema "single-type" ob!("data-model") => "The type of this object is one word, not a list";
    CREDENTIAL_MEMBERS: Schema Must Schema "credential-members" ob!("achievementcredential")
        => "A credential has @context, id, type, issuer, validFrom and credentialSubject";
    CREDENTIAL_NAME: Schema Should Ours "credential-name" ob!("achievementcredential")
        => "A credential has a name, which wallets show";
    ENDORSEMENT_MEMBERS: Schema Must Schema "endorsement-members" ob!("endorsementcredential")
        => "An endorsement has @context, id, type, name, issuer, validFrom and credentialSubject";
    ENDORSEMENT_SUBJECT: Schema Must Schema "endorsement-subject" ob!("endorsementsubject")
        => "What is endorsed has id and type EndorsementSubject";
    IDENTITY: Schema Must Schema "identity" ob!("identityobject")
        => "An identifier has type IdentityObject, hashed, identityHash and identityType";
    IDENTIFIER_ENTRY: Schema Must Schema "identifier-entry" ob!("identifierentry")
        => "An other identifier has type IdentifierEntry, identifier and identifierType";
    ACHIEVEMENT: Schema Must Schema "achievement" ob!("achievement")
        => "An achievement has id, type Achievement, name, description and criteria";
    ALIGNMENT: Schema Must Schema "alignment" ob!("alignment")
        => "An alignment has type Alignment, targetName and targetUrl";
    RESULT_DESCRIPTION: Schema Must Schema "result-description" ob!("resultdescription")
        => "A result description has id, type ResultDescription, name and resultType";
    RUBRIC_LEVEL: Schema Must Schema "rubric-level" ob!("rubriccriterionlevel")
        => "A rubric level has id, type RubricCriterionLevel and name";
    RELATED: Schema Must Schema "related" ob!("related") => "A related achievement has id and type Related";
    IMAGE: Schema Must Schema "image" ob!("image") => "An image is an object with id and type Image";
    ADDRESS: Schema Must Schema "address" ob!("address") => "A postal address has type Address";
    GEO: Schema Must Schema "geo" ob!("geocoordinates")
        => "A position has type GeoCoordinates, latitude and longitude";
    PROOF: Schema Must Schema "proof" ob!("proof") => "A proof has a type";
    STATUS: Schema Must Schema "status" ob!("credentialstatus") => "credentialStatus has a type";
    STATUS_ENTRY: Schema Must Text "status-entry" w3c!("vc-bitstring-status-list/#bitstringstatuslistentry")
        => "A status entry has statusPurpose, statusListIndex and statusListCredential";
    STATUS_INDEX: Schema Must Text "status-index" w3c!("vc-bitstring-status-list/#bitstringstatuslistentry")
        => "statusListIndex is a whole number written as text";
    STATUS_INDEX_TEXT: Schema Should Text "status-index-text" w3c!("vc-bitstring-status-list/#bitstringstatuslistentry")
        => "statusListIndex is written as text";
    STATUS_ID: Schema Must Text "status-id" w3c!("vc-bitstring-status-list/#bitstringstatuslistentry")
        => "The id of a status entry is not the address of the list";
    STATUS_SINGLE: Schema Should Text "status-single" ob!("credentialstatus")
        => "There is one credentialStatus, not a list of them";
    CREDENTIAL_SCHEMA: Schema Must Schema "credential-schema" ob!("credentialschema")
        => "A schema has id and type";
    REFRESH_SERVICE: Schema Must Schema "refresh-service" ob!("refreshservice")
        => "A refresh service has id and type";
    TERMS_OF_USE: Schema Must Schema "terms-of-use" ob!("termsofuse") => "Terms of use have a type";
    NO_V1_DATES: Schema Must Text "no-v1-dates" w3c!("vc-data-model-2.0/#validity-period")
        => "issuanceDate and expirationDate belong to version 1.1; here they are validFrom and validUntil";
    CREDENTIAL_1_MEMBERS: Schema Must Schema "credential-1-members" w3c!("vc-data-model-1.1/#issuance-date")
        => "A credential of version 1.1 has @context, id, type, name, issuer, issuanceDate and credentialSubject";
    PROFILE: Schema Must Schema "profile" ob!("profile") => "A profile has id and type Profile";

    // --- holder and achievement
    SUBJECT: Subject Must Schema "subject" ob!("achievementsubject")
        => "credentialSubject is one object with type AchievementSubject and an achievement";
    SUBJECT_IDENTIFIED: Subject Must Validator "subject-identified" ob!("verification")
        => "The holder is named by an id or by an identifier";
    CRITERIA: Subject Must Validator "criteria" ob!("criteria") => "Criteria have an id or a narrative";
    RESULT: Subject Must Schema "result" ob!("result") => "A result has type Result";
    RESULT_LINK: Subject Must Text "result-link" ob!("result")
        => "A result names a result description of the same achievement";
    RESULT_LEVEL: Subject Must Text "result-level" ob!("result")
        => "A result's achievedLevel is a level of the result description it names";
    RESULT_STATUS: Subject Must Text "result-status" ob!("result")
        => "A result of type Status has a status";
    REQUIRED_LEVEL: Subject Must Text "required-level" ob!("resultdescription")
        => "requiredLevel is a level of the same result description";
    IDENTITY_HASH: Subject Must Text "identity-hash" ob!("identityhash")
        => "A hashed identifier is sha256$ or md5$ and hexadecimal digits";

    // --- evidence and issuer
    EVIDENCE: Evidence Must Schema "evidence" ob!("evidence") => "Evidence has type Evidence";
    ISSUER: Issuer Must Schema "issuer" ob!("profileref") => "The issuer is a profile or its address";
    ISSUER_OBJECT: Issuer Should Validator "issuer-object" ob!("profileref")
        => "The issuer is an object, so that its name is signed";
    ISSUER_NAME: Issuer Should Ours "issuer-name" ob!("profile") => "The issuer has a name";

    // --- status list credential
    LIST_CONTEXT: StatusList Must Text "list-context" w3c!("vc-bitstring-status-list/#bitstringstatuslistcredential")
        => "The first context of a status list is https://www.w3.org/ns/credentials/v2";
    LIST_TYPE: StatusList Must Text "list-type" w3c!("vc-bitstring-status-list/#bitstringstatuslistcredential")
        => "type names VerifiableCredential and BitstringStatusListCredential";
    LIST_MEMBERS: StatusList Must Text "list-members" w3c!("vc-bitstring-status-list/#bitstringstatuslistcredential")
        => "A status list has @context, type, issuer and credentialSubject";
    LIST_SUBJECT: StatusList Must Text "list-subject" w3c!("vc-bitstring-status-list/#bitstringstatuslist")
        => "The list has type BitstringStatusList, statusPurpose and encodedList";
    LIST_TTL: StatusList Must Text "list-ttl" w3c!("vc-bitstring-status-list/#bitstringstatuslist")
        => "ttl is a whole number of milliseconds";

    // --- what only we demand of what we sign
    OWN_CONTEXTS: Issuing Issuing Ours "own-contexts" ob!("json-ld")
        => "The contexts are exactly credentials/v2, context-3.0.3.json and extensions.json";
    OWN_MEMBERS: Issuing Issuing Ours "own-members" ob!("achievementcredential")
        => "A credential of ours has every member that readers rely on";
    OWN_ADDRESS: Issuing Issuing Ours "own-address" ob!("uri")
        => "Addresses of ours are https, in lower case, and point to documents, not to embedded data";
    OWN_ISSUER: Issuing Issuing Ours "own-issuer" ob!("profile") => "Our issuer's id is a DID";
    OWN_HOLDER: Issuing Issuing Ours "own-holder" ob!("achievementsubject")
        => "The holder's id is a DID or a urn:uuid, never an e-mail address";
    OWN_INSTANT: Issuing Issuing Ours "own-instant" ob!("datetimez")
        => "Instants of ours are whole seconds with Z";
    OWN_ORDER: Issuing Issuing Ours "own-order" ob!("achievementcredential")
        => "An award comes before its edition, and an edition before its end";
    OWN_STATUS: Issuing Issuing Ours "own-status" w3c!("vc-bitstring-status-list/#bitstringstatuslistentry")
        => "credentialStatus is one BitstringStatusListEntry for revocation with an id";
    OWN_SCHEMA: Issuing Issuing Ours "own-schema" ob!("credentialschema")
        => "credentialSchema is the official schema alone";
    OWN_HASH: Issuing Issuing Ours "own-hash" ob!("identityhash")
        => "A hashed identifier of ours uses sha256 and a salt of at least 128 bits";
    OWN_ONE_OBJECT: Issuing Issuing Ours "own-one-object" w3c!("json-ld11/#node-identifiers")
        => "Objects with the same id are equal";
    OWN_UNSIGNED: Issuing Issuing Ours "own-unsigned" ob!("data-integrity")
        => "What is about to be signed has no proof and no JWT claim yet";
    OWN_LIST: Issuing Issuing Ours "own-list" w3c!("vc-bitstring-status-list/#bitstringstatuslistcredential")
        => "A list of ours has its address as id, validFrom and ttl";
}
