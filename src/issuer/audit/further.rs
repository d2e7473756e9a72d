//! Further questions of the kind of [`super::rules`], about what hangs together across tables.

use super::rules::Rule;

/// Every rule, by invariant.
pub(super) const RULES: &[Rule] = &[
    Rule {
        invariant: "I1",
        sentence: "a criterion was attested that the nominated class version does not have",
        question: "select a.attestation_id as found from attestation_criterion m join attestation a on a.attestation_id = m.attestation_id \
             join nomination n on n.nomination_id = a.nomination_id where not exists \
             (select 1 from class_criterion k where k.slug = n.slug and k.version = n.version and k.criterion = m.criterion)",
    },
    Rule {
        invariant: "I1",
        sentence: "a trainer's word for one criterion counts twice",
        question: "select a.attestation_id as found from attestation_criterion m join attestation a on a.attestation_id = m.attestation_id \
             join attestation b on b.nomination_id = a.nomination_id and b.trainer_id = a.trainer_id and b.attestation_id < a.attestation_id \
             join attestation_criterion o on o.attestation_id = b.attestation_id and o.criterion = m.criterion \
             where a.withdrawn_at is null and b.withdrawn_at is null",
    },
    Rule {
        invariant: "I1",
        sentence: "a criterion counts below the level from which on its badge is awarded",
        question: "select a.attestation_id as found from attestation_criterion m join attestation a on a.attestation_id = m.attestation_id \
             join nomination n on n.nomination_id = a.nomination_id where m.level is not null and not exists \
             (select 1 from class_version v join class_level l on l.slug = v.slug and l.version = v.version \
               where v.slug = n.slug and v.version = n.version and l.level = m.level and l.place >= v.least_place)",
    },
    Rule {
        invariant: "I1",
        sentence: "a criterion counts without the evidence that its class asks for",
        question: "select a.attestation_id as found from attestation a join nomination n on n.nomination_id = a.nomination_id \
             join class_version v on v.slug = n.slug and v.version = n.version join account h on h.account_id = a.holder_id \
             where exists (select 1 from attestation_criterion m where m.attestation_id = a.attestation_id) \
               and (select count(*) from evidence e where e.attestation_id = a.attestation_id) < v.least_evidence \
               and h.erased_at is null and not exists (select 1 from erasure x join credential c on c.credential_id = x.credential_id \
                 where c.nomination_id = a.nomination_id)",
    },
    Rule {
        invariant: "I1",
        sentence: "a badge certifies a level that its quorum did not reach",
        question: "select c.credential_id as found from credential c join class_version v on v.slug = c.slug and v.version = c.version \
             left join class_level r on r.slug = c.slug and r.version = c.version and r.level = c.level \
             where c.cancelled_at is null and ((v.least_place is null and c.level is not null) \
               or (v.least_place is not null and (r.place is null or r.place < v.least_place)) \
               or exists (select 1 from class_criterion k where k.slug = c.slug and k.version = c.version and r.place is not null and (\
                 (select count(distinct a.trainer_id) from attestation a join attestation_criterion m on m.attestation_id = a.attestation_id \
                   left join class_level l on l.slug = c.slug and l.version = c.version and l.level = m.level \
                   where a.nomination_id = c.nomination_id and m.criterion = k.criterion and coalesce(l.place, v.least_place) >= r.place \
                     and a.attested_at <= c.recorded_at + 999 and (a.withdrawn_at is null or a.withdrawn_at >= c.recorded_at)) < k.quorum \
                 or (k.distinct_affiliates = 1 and \
                 (select count(distinct a.affiliate) from attestation a join attestation_criterion m on m.attestation_id = a.attestation_id \
                   left join class_level l on l.slug = c.slug and l.version = c.version and l.level = m.level \
                   where a.nomination_id = c.nomination_id and m.criterion = k.criterion and coalesce(l.place, v.least_place) >= r.place \
                     and a.attested_at <= c.recorded_at + 999 and (a.withdrawn_at is null or a.withdrawn_at >= c.recorded_at)) < k.quorum))))",
    },
    Rule {
        invariant: "I1",
        sentence: "a mandate by badge rests on no badge of the same person",
        question: "select m.mandate_id as found from mandate m left join credential c on c.credential_id = m.credential_id \
             where m.basis = 'badge' and (c.credential_id is null or c.account_id <> m.account_id)",
    },
    Rule {
        invariant: "I2",
        sentence: "a credential says another person, class or issuer than its nomination",
        question: "select c.credential_id as found from credential c join nomination n on n.nomination_id = c.nomination_id \
             where c.account_id <> n.account_id or c.slug <> n.slug or c.version <> n.version or c.issuer_slug <> n.issuer_slug",
    },
    Rule {
        invariant: "I2",
        sentence: "a credential that is not cancelled has no living edition",
        question: "select c.credential_id as found from credential c where c.cancelled_at is null and not exists \
             (select 1 from edition e where e.credential_id = c.credential_id and e.state in ('recorded', 'published'))",
    },
    Rule {
        invariant: "I2",
        sentence: "the editions of a credential are not numbered from 1 without gaps",
        question: "select credential_id as found from edition group by credential_id \
             having min(number) <> 1 or max(number) <> count(*) or count(distinct number) <> count(*)",
    },
    Rule {
        invariant: "I4",
        sentence: "an edition was published before it was recorded",
        question: "select edition_id as found from edition where published_at < recorded_at",
    },
    Rule {
        invariant: "I4",
        sentence: "something is to leave about a credential that was never published",
        question: "select o.outbox_id as found from outbox o join credential c on c.credential_id = o.subject \
             where not exists (select 1 from edition e where e.credential_id = c.credential_id and e.published_at is not null)",
    },
    Rule {
        invariant: "I5",
        sentence: "an edition and its slot do not name each other",
        question: "select e.edition_id as found from edition e where not exists (select 1 from status_slot s \
             where s.list_id = e.list_id and s.slot = e.slot and s.edition_id = e.edition_id)",
    },
    Rule {
        invariant: "I6",
        sentence: "a status list's id does not say its epoch",
        question: "select list_id as found from status_list where list_id not like 'e' || cast(epoch as text) || '-%'",
    },
    Rule {
        invariant: "I6",
        sentence: "a credential is of an epoch that has not come, or has its slot in an earlier one",
        question: "select e.edition_id as found from edition e join credential c on c.credential_id = e.credential_id \
             join status_list l on l.list_id = e.list_id \
             where l.epoch < c.epoch or exists (select 1 from installation i where c.epoch > i.epoch)",
    },
    Rule {
        invariant: "I7",
        sentence: "a confirmed revocation has not set the slot",
        question: "select r.request_id as found from revocation_request r where r.confirmed_at is not null and not exists \
             (select 1 from edition e join status_slot s on s.edition_id = e.edition_id \
               where e.credential_id = r.credential_id and s.revoked_at is not null)",
    },
    Rule {
        invariant: "I7",
        sentence: "a living edition is suspended without an open suspension, or the other way round",
        question: "select e.edition_id as found from edition e join status_slot s on s.edition_id = e.edition_id \
             where e.state = 'published' and s.revoked_at is null and (s.suspended_at is not null) <> exists \
             (select 1 from suspension u where u.credential_id = e.credential_id and u.lifted_at is null)",
    },
    Rule {
        invariant: "I11",
        sentence: "the digests of a published edition are gone",
        question: "select edition_id as found from edition where published_at is not null and (json_digest is null or jwt_digest is null)",
    },
    Rule {
        invariant: "I12",
        sentence: "an edition is missing in the log",
        question: "select c.credential_id as found from credential c \
             where not exists (select 1 from erasure x where x.credential_id = c.credential_id) and (\
               (select count(*) from edition e where e.credential_id = c.credential_id) <> \
               (select count(*) from log_entry l where l.subject = c.credential_id and l.kind = 'edition.recorded') \
               or (select count(*) from edition e where e.credential_id = c.credential_id and e.published_at is not null) <> \
               (select count(*) from log_entry l where l.subject = c.credential_id and l.kind = 'edition.published'))",
    },
    Rule {
        invariant: "I13",
        sentence: "an edition names a key of another issuer or of another kind",
        question: "select e.edition_id as found from edition e join credential c on c.credential_id = e.credential_id \
             join key_pair d on d.kid = e.ed25519_kid join key_pair r on r.kid = e.rsa_kid \
             where d.algorithm <> 'ed25519' or r.algorithm <> 'rs256' or d.issuer_slug <> c.issuer_slug or r.issuer_slug <> c.issuer_slug",
    },
    Rule {
        invariant: "I16",
        sentence: "a public id is not made of 26 characters of ours",
        question: "select credential_id as found from credential where length(credential_id) <> 26 or credential_id <> lower(credential_id) \
               or credential_id like '%i%' or credential_id like '%l%' or credential_id like '%o%' or credential_id like '%u%' \
             union all select attestation_id as found from attestation where length(attestation_id) <> 26 or attestation_id <> lower(attestation_id) \
               or attestation_id like '%i%' or attestation_id like '%l%' or attestation_id like '%o%' or attestation_id like '%u%'",
    },
    Rule {
        invariant: "I17",
        sentence: "an edition was published by a key after it was declared compromised",
        question: "select e.edition_id as found from edition e join key_pair k on k.kid in (e.ed25519_kid, e.rsa_kid) \
             where k.compromised_at is not null and e.published_at >= k.compromised_at",
    },
];
