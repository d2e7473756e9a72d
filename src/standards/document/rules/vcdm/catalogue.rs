//! The rules of the data model by name: what each demands and where it is written.

use super::super::catalogue::{Origin, Rule, Topic, Weight};

macro_rules! rules {
    ($($name:ident: $topic:ident $id:literal $clause:literal => $statement:literal;)+) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            clause: concat!("https://www.w3.org/TR/", $clause),
            statement: $statement,
            topic: Topic::$topic,
            weight: Weight::Must,
            origin: Origin::Text,
        };)+
        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

rules! {
    CONTEXTS: Context "vcdm-contexts" "vc-data-model-2.0/#contexts"
        => "@context is a list whose first entry is https://www.w3.org/ns/credentials/v2";
    CONTEXT_ENTRY: Context "vcdm-context-entry" "vc-data-model-2.0/#contexts"
        => "Every context is an address or an object";
    MEMBERS: Schema "vcdm-members" "vc-data-model-2.0/#verifiable-credentials"
        => "A credential has @context, type, issuer and credentialSubject";
    MEMBERS_OF_1_1: Schema "vcdm-members-of-1-1" "vc-data-model/#basic-concepts"
        => "A credential of version 1.1 has @context, type, issuer, issuanceDate and credentialSubject";
    TYPE: Type "vcdm-type" "vc-data-model-2.0/#types"
        => "type is one word or several, and names what the document is";
    ID: Schema "vcdm-id" "vc-data-model-2.0/#identifiers"
        => "An id is one absolute URL";
    TEXT: Schema "vcdm-text" "vc-data-model-2.0/#names-and-descriptions"
        => "A name or a description is text, or texts with their language";
    LANGUAGE_VALUE: Schema "vcdm-language-value" "vc-data-model-2.0/#language-and-base-direction"
        => "A text with its language has @value, @language and @direction, and nothing else";
    ISSUER: Issuer "vcdm-issuer" "vc-data-model-2.0/#issuer"
        => "The issuer is one URL, or one object whose id is one";
    SUBJECT: Subject "vcdm-subject" "vc-data-model-2.0/#credential-subject"
        => "The subject is one object or several, each of which says something";
    INSTANT: Schema "vcdm-instant" "vc-data-model-2.0/#validity-period"
        => "An instant is written YYYY-MM-DDThh:mm:ss with Z or an offset";
    ORDER: Schema "vcdm-order" "vc-data-model-2.0/#validity-period"
        => "The end of validity is not before its beginning";
    STATUS: Schema "vcdm-status" "vc-data-model-2.0/#status"
        => "A status is an object with a type";
    SCHEMA: Schema "vcdm-schema" "vc-data-model-2.0/#data-schemas"
        => "A schema is an object with an id and a type";
    REFRESH: Schema "vcdm-refresh" "vc-data-model-2.0/#refreshing"
        => "A refresh service is an object with a type";
    TERMS: Schema "vcdm-terms" "vc-data-model-2.0/#terms-of-use"
        => "Terms of use are an object with a type";
    EVIDENCE: Evidence "vcdm-evidence" "vc-data-model-2.0/#evidence"
        => "Evidence is an object with a type";
    RELATED: Schema "vcdm-related" "vc-data-model-2.0/#integrity-of-related-resources"
        => "A related resource is an object with an id and a digest";
    RELATED_ONCE: Schema "vcdm-related-once" "vc-data-model-2.0/#integrity-of-related-resources"
        => "A resource is related once";
    STATUS_ENTRY: Schema "vcdm-status-entry" "vc-bitstring-status-list/#bitstringstatuslistentry"
        => "A bitstring status entry has statusPurpose, statusListIndex as text and statusListCredential";
    PROOF: Schema "vcdm-proof" "vc-data-integrity/#proofs"
        => "A proof is an object with a type, or a list of such objects";
    PRESENTATION: Schema "vcdm-presentation" "vc-data-model-2.0/#verifiable-presentations"
        => "A presentation has @context and type";
    HOLDER: Schema "vcdm-holder" "vc-data-model-2.0/#verifiable-presentations"
        => "The holder is one URL, or one object whose id is one";
    PRESENTED: Schema "vcdm-presented" "vc-data-model-2.0/#verifiable-presentations"
        => "What is presented is one credential or several, each an object";
}
