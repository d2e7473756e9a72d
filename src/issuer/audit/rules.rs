//! What always holds, as questions whose every answer is a violation.
//!
//! The text runs on both backends. I9, I10, I15, I16 and I17 are not in the data: they are about what
//! a running server says, and tests ask it.

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The invariant it belongs to.
    pub invariant: &'static str,
    /// What is wrong when there is an answer.
    pub sentence: &'static str,
    /// SQL with one column `found`, text.
    pub question: &'static str,
}

/// Every rule, by invariant.
pub(super) const RULES: &[Rule] = &[
    Rule {
        invariant: "I1",
        sentence: "a badge was recorded without its quorum",
        question: "select c.credential_id as found from credential c join class_criterion k on k.slug = c.slug and k.version = c.version \
             where c.cancelled_at is null and (\
               (select count(distinct a.trainer_id) from attestation a join attestation_criterion m on m.attestation_id = a.attestation_id \
                where a.nomination_id = c.nomination_id and m.criterion = k.criterion and a.attested_at <= c.recorded_at + 999 \
                  and (a.withdrawn_at is null or a.withdrawn_at >= c.recorded_at)) < k.quorum \
               or (k.distinct_affiliates = 1 and \
               (select count(distinct a.affiliate) from attestation a join attestation_criterion m on m.attestation_id = a.attestation_id \
                where a.nomination_id = c.nomination_id and m.criterion = k.criterion and a.attested_at <= c.recorded_at + 999 \
                  and (a.withdrawn_at is null or a.withdrawn_at >= c.recorded_at)) < k.quorum))",
    },
    Rule {
        invariant: "I1",
        sentence: "a badge was recorded for a class version without criteria",
        question: "select c.credential_id as found from credential c where not exists \
             (select 1 from class_criterion k where k.slug = c.slug and k.version = c.version)",
    },
    Rule {
        invariant: "I1",
        sentence: "somebody attested their own skill",
        question: "select a.attestation_id as found from attestation a join nomination n on n.nomination_id = a.nomination_id \
             where a.trainer_id = n.account_id or a.trainer_id = a.holder_id",
    },
    Rule {
        invariant: "I1",
        sentence: "somebody attested without a mandate in force",
        question: "select a.attestation_id as found from attestation a join nomination n on n.nomination_id = a.nomination_id \
             where not exists (select 1 from mandate m join mandate_class k on k.mandate_id = m.mandate_id \
               where m.mandate_id = a.mandate_id and m.account_id = a.trainer_id and k.slug = n.slug \
                 and m.starts_at <= a.attested_at and a.attested_at < m.ends_at and (m.ended_at is null or m.ended_at >= a.attested_at))",
    },
    Rule {
        invariant: "I2",
        sentence: "a nomination led to more than one credential",
        question: "select nomination_id as found from credential where cancelled_at is null group by nomination_id having count(*) > 1",
    },
    Rule {
        invariant: "I2",
        sentence: "a credential has more than one living edition",
        question: "select credential_id as found from edition where state = 'published' group by credential_id having count(*) > 1",
    },
    Rule {
        invariant: "I2",
        sentence: "a recorded nomination is open",
        question: "select c.credential_id as found from credential c join nomination n on n.nomination_id = c.nomination_id \
             where c.cancelled_at is null and n.closed_at is null",
    },
    Rule {
        invariant: "I3",
        sentence: "signed bytes have no stored payload",
        question: "select s.edition_id as found from signed_edition s left join edition_payload p on p.edition_id = s.edition_id where p.edition_id is null",
    },
    Rule {
        invariant: "I4",
        sentence: "a published edition has no signed bytes, and nobody was erased",
        question: "select e.edition_id as found from edition e left join signed_edition s on s.edition_id = e.edition_id \
             left join erasure x on x.credential_id = e.credential_id \
             where e.state in ('published', 'superseded') and s.edition_id is null and x.credential_id is null",
    },
    Rule {
        invariant: "I4",
        sentence: "signed bytes belong to an edition that was never published",
        question: "select s.edition_id as found from signed_edition s join edition e on e.edition_id = s.edition_id where e.state in ('recorded', 'cancelled')",
    },
    Rule {
        invariant: "I5",
        sentence: "a status slot is used by two editions, or by none",
        question: "select s.edition_id as found from status_slot s where \
             (select count(*) from edition e where e.list_id = s.list_id and e.slot = s.slot) <> 1",
    },
    Rule {
        invariant: "I5",
        sentence: "an edition has a slot outside of its issuer's lists",
        question: "select e.edition_id as found from edition e join credential c on c.credential_id = e.credential_id \
             join status_list l on l.list_id = e.list_id where l.issuer_slug <> c.issuer_slug or e.slot >= l.capacity",
    },
    Rule {
        invariant: "I5",
        sentence: "a status list is more than half full, or miscounted",
        question: "select l.list_id as found from status_list l where l.used * 2 > l.capacity \
             or l.used <> (select count(*) from status_slot s where s.list_id = l.list_id)",
    },
    Rule {
        invariant: "I6",
        sentence: "a status list of another epoch is open",
        question: "select l.list_id as found from status_list l where \
             (l.closed_at is null and not exists (select 1 from installation i where i.epoch = l.epoch)) \
             or exists (select 1 from installation i where l.epoch > i.epoch)",
    },
    Rule {
        invariant: "I7",
        sentence: "a replaced or cancelled edition still looks current",
        question: "select e.edition_id as found from edition e join status_slot s on s.edition_id = e.edition_id \
             where e.state in ('superseded', 'cancelled') and s.revoked_at is null",
    },
    Rule {
        invariant: "I7",
        sentence: "a published edition is marked as cancelled",
        question: "select e.edition_id as found from edition e join status_slot s on s.edition_id = e.edition_id \
             where e.state = 'published' and s.reason = 'cancelled'",
    },
    Rule {
        invariant: "I7",
        sentence: "a badge is marked as replaced, and two people did not agree on another class for the same person in the same training",
        question: "select e.edition_id as found from edition e join status_slot s on s.edition_id = e.edition_id \
             join credential c on c.credential_id = e.credential_id join nomination o on o.nomination_id = c.nomination_id \
             where e.state = 'published' and s.reason = 'superseded' and not exists (select 1 from revocation_request r \
               join replacement p on p.request_id = r.request_id join nomination n on n.nomination_id = p.nomination_id \
               where r.credential_id = e.credential_id and r.confirmed_by is not null and r.confirmed_by <> r.asked_by \
                 and n.account_id = o.account_id and n.training_id = o.training_id and n.slug <> o.slug)",
    },
    Rule {
        invariant: "I7",
        sentence: "a badge of the wrong class that another one replaces is not marked as replaced",
        question: "select r.request_id as found from revocation_request r join replacement p on p.request_id = r.request_id \
             join edition e on e.credential_id = r.credential_id and e.state = 'published' \
             join status_slot s on s.edition_id = e.edition_id \
             where r.confirmed_at is not null and coalesce(s.reason, '') <> 'superseded'",
    },
    Rule {
        invariant: "I7",
        sentence: "a badge was revoked without a second person",
        question: "select s.edition_id as found from status_slot s join edition e on e.edition_id = s.edition_id \
             where s.reason in ('error', 'misconduct', 'holder') and not exists (select 1 from revocation_request r \
               where r.credential_id = e.credential_id and r.confirmed_by is not null and r.confirmed_by <> r.asked_by and r.reason = s.reason) \
             and not (s.reason = 'holder' and exists (select 1 from erasure x where x.credential_id = e.credential_id))",
    },
    Rule {
        invariant: "I7",
        sentence: "a mandate outlived the revoked badge that gave it",
        question: "select m.mandate_id as found from mandate m join edition e on e.credential_id = m.credential_id \
             join status_slot s on s.edition_id = e.edition_id \
             where e.state = 'published' and s.revoked_at is not null and m.ended_at is null",
    },
    Rule {
        invariant: "I7",
        sentence: "a mandate is in force while the badge that gave it is suspended",
        question: "select m.mandate_id as found from mandate m join edition e on e.credential_id = m.credential_id \
             join status_slot s on s.edition_id = e.edition_id \
             where e.state = 'published' and s.suspended_at is not null and m.ended_at is null and m.paused_at is null",
    },
    Rule {
        invariant: "I8",
        sentence: "a signed status list claims changes that never were",
        question: "select o.list_id as found from status_list_edition o join status_list l on l.list_id = o.list_id where o.of_change > l.change",
    },
    Rule {
        invariant: "I11",
        sentence: "an erased badge still has its bytes",
        question: "select e.edition_id as found from edition e join erasure x on x.credential_id = e.credential_id \
             where exists (select 1 from signed_edition s where s.edition_id = e.edition_id) \
                or exists (select 1 from edition_payload p where p.edition_id = e.edition_id)",
    },
    Rule {
        invariant: "I13",
        sentence: "an edition was signed by a key that is not published",
        question: "select e.edition_id as found from edition e where not exists (select 1 from key_pair k where k.kid = e.ed25519_kid) \
             or not exists (select 1 from key_pair k where k.kid = e.rsa_kid)",
    },
    Rule {
        invariant: "I14",
        sentence: "an erased person left personal data",
        question: "select a.account_id as found from account a where a.erased_at is not null and (\
               a.central_id is not null or a.user_name is not null or a.display_name is not null or a.affiliate is not null or a.language is not null \
               or exists (select 1 from release r join nomination n on n.nomination_id = r.nomination_id where n.account_id = a.account_id) \
               or exists (select 1 from attestation t where t.holder_id = a.account_id and (t.statement is not null or t.withdrawn_reason is not null)) \
               or exists (select 1 from evidence v join attestation t on t.attestation_id = v.attestation_id where t.holder_id = a.account_id) \
               or exists (select 1 from api_token k where k.account_id = a.account_id) \
               or exists (select 1 from session s where s.account_id = a.account_id) \
               or exists (select 1 from invitation i where i.account_id = a.account_id) \
               or exists (select 1 from passkey p where p.account_id = a.account_id) \
               or exists (select 1 from identity i where i.account_id = a.account_id) \
               or exists (select 1 from notice n where n.account_id = a.account_id) \
               or exists (select 1 from mail_address m where m.account_id = a.account_id) \
               or exists (select 1 from outbox o where o.subject = a.account_id) \
               or exists (select 1 from outbox o join credential c on o.subject = c.credential_id where c.account_id = a.account_id) \
               or exists (select 1 from log_entry l where l.subject = a.account_id) \
               or exists (select 1 from log_entry l join credential c on l.subject = c.credential_id where c.account_id = a.account_id) \
               or exists (select 1 from credential c where c.account_id = a.account_id and not exists \
                    (select 1 from erasure x where x.credential_id = c.credential_id)))",
    },
];
