//! What one statement can show. Each answers the offending rows' ids as `at`.

use chrono::TimeDelta;

use super::{StorageError, Tx, Violation, list};
use crate::args;
use crate::domain::{OneTimePurpose, Time};

pub(super) struct Rule {
    promise: &'static str,
    wrong: &'static str,
    sql: &'static str,
}

impl Rule {
    const fn new(promise: &'static str, wrong: &'static str, sql: &'static str) -> Self {
        Self { promise, wrong, sql }
    }

    pub(super) async fn violations(&self, tx: &Tx, now: Time) -> Result<Vec<Violation>, StorageError> {
        let args = if self.sql.contains("$1") { args![now - TimeDelta::hours(1)] } else { args![] };
        let rows = list(tx, self.sql, args).await?;
        Ok(rows.into_iter().map(|at| Violation { promise: self.promise, wrong: self.wrong, at }).collect())
    }
}

/// `$1`, where it stands, is an hour ago.
pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "invariant 1",
        "two live links of one identity at a platform",
        "SELECT MIN(id) AS at FROM link WHERE ended_at IS NULL \
         GROUP BY platform_id, upstream_id, scope, subject HAVING COUNT(*) > 1 LIMIT 100",
    ),
    Rule::new(
        "invariant 1",
        "two live links of one upstream on an account, without a merge",
        "SELECT account_id AS at FROM link WHERE ended_at IS NULL AND via_merge = FALSE \
         GROUP BY account_id, upstream_id HAVING COUNT(*) > 1 LIMIT 100",
    ),
    Rule::new(
        "invariant 2",
        "a link whose key is not its identity's",
        "SELECT link.id AS at FROM link JOIN identity ON identity.id = link.identity_id \
         WHERE identity.upstream_id <> link.upstream_id OR identity.scope <> link.scope \
         OR identity.subject <> link.subject LIMIT 100",
    ),
    Rule::new(
        "invariant 2",
        "a link to an account of another platform",
        "SELECT link.id AS at FROM link JOIN account ON account.id = link.account_id \
         WHERE account.platform_id <> link.platform_id LIMIT 100",
    ),
    Rule::new(
        "invariant 3",
        "a link without evidence, rule or maker",
        "SELECT id AS at FROM link WHERE evidence = '' OR rule = '' OR created_by = '' LIMIT 100",
    ),
    Rule::new(
        "invariant 3",
        "an ended link without who ended it and why",
        "SELECT id AS at FROM link WHERE (ended_at IS NULL) <> (ended_by IS NULL) \
         OR (ended_at IS NULL) <> (end_reason IS NULL) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a link without exactly one beginning in the audit log",
        "SELECT link.id AS at FROM link LEFT JOIN audit ON audit.link_id = link.id AND audit.action = 'link.created' \
         GROUP BY link.id HAVING COUNT(audit.id) <> 1 LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "an ended link without its end in the audit log",
        "SELECT id AS at FROM link WHERE ended_at IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM audit WHERE audit.link_id = link.id AND audit.action = 'link.ended') LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a change of a link that was audited and not announced",
        "SELECT id AS at FROM audit WHERE action IN ('link.created', 'link.ended', 'link.suspended') \
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.audit_id = audit.id) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a change of an account that was audited and not announced",
        "SELECT id AS at FROM audit WHERE action LIKE 'account.%' AND action <> 'account.import_finished' \
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.audit_id = audit.id) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "an announced change that was not audited",
        "SELECT id AS at FROM event WHERE NOT EXISTS \
         (SELECT 1 FROM audit WHERE audit.id = event.audit_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "a link whose account is gone",
        "SELECT id AS at FROM link WHERE NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = link.account_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "a link whose identity is gone",
        "SELECT id AS at FROM link WHERE NOT EXISTS \
         (SELECT 1 FROM identity WHERE identity.id = link.identity_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "an audited account that is gone",
        "SELECT id AS at FROM audit WHERE account_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = audit.account_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "an audited link that is gone",
        "SELECT id AS at FROM audit WHERE link_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM link WHERE link.id = audit.link_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "an account merged into one that is gone",
        "SELECT id AS at FROM account AS lost WHERE merged_into IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = lost.merged_into) LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "an account that points elsewhere than what is recorded of its merge",
        "SELECT a.id AS at FROM account a LEFT JOIN account_merge m ON m.account_id = a.id AND m.undone_at IS NULL \
         WHERE a.merged_into IS DISTINCT FROM m.into_id LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "an account that went into one of another platform, or into one that is not there for good",
        "SELECT m.id AS at FROM account_merge m JOIN account a ON a.id = m.account_id JOIN account k ON k.id = m.into_id \
         WHERE a.platform_id <> m.platform_id OR (m.undone_at IS NULL AND (k.platform_id <> m.platform_id \
         OR k.merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM provisional_account v \
         WHERE v.account_id = k.id AND v.ended_at IS NULL))) LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "an absorbed account that still opens, holds or waits",
        "SELECT m.id AS at FROM account_merge m WHERE m.undone_at IS NULL AND m.cause = 'provisional' \
         AND (EXISTS (SELECT 1 FROM link l WHERE l.account_id = m.account_id AND l.ended_at IS NULL) \
         OR EXISTS (SELECT 1 FROM licence c WHERE c.account_id = m.account_id AND c.ended_at IS NULL) \
         OR NOT EXISTS (SELECT 1 FROM provisional_account v WHERE v.account_id = m.account_id \
         AND v.ended_at IS NOT NULL)) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a merge or its undoing that is not in the audit log",
        "SELECT m.id AS at FROM account_merge m WHERE NOT EXISTS (SELECT 1 FROM audit WHERE audit.account_id = m.account_id \
         AND audit.action = CASE m.cause WHEN 'provisional' THEN 'account.absorbed' ELSE 'account.merged' END \
         AND (m.cause <> 'provisional' OR audit.link_id = m.made_link_id)) OR (m.undone_at IS NOT NULL \
         AND (m.undone_by IS NULL OR NOT EXISTS (SELECT 1 FROM audit WHERE audit.account_id = m.account_id \
         AND audit.action = CASE m.cause WHEN 'provisional' THEN 'account.absorb_undone' ELSE 'account.unmerged' END \
         AND (m.cause <> 'provisional' OR audit.link_id = m.made_link_id)))) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a merge by a person of which no event is remembered",
        "SELECT m.id AS at FROM account_merge m WHERE m.cause = 'school' \
         AND (NOT EXISTS (SELECT 1 FROM event e WHERE e.id = m.event_id) \
         OR (m.undone_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = m.undone_event_id))) LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "a merge by a person whose snapshot is not whole",
        "SELECT m.id AS at FROM account_merge m WHERE m.cause = 'school' AND (NOT EXISTS (SELECT 1 FROM merge_item i \
         WHERE i.merge_id = m.id AND i.kind = 'account' AND i.object_id = m.account_id) \
         OR EXISTS (SELECT 1 FROM link l WHERE l.account_id = m.account_id AND l.created_at < m.merged_at \
         AND (l.ended_at IS NULL OR l.ended_at > m.merged_at) AND NOT EXISTS (SELECT 1 FROM merge_item i \
         WHERE i.merge_id = m.id AND i.kind = 'link' AND i.object_id = l.id))) LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "an account that went into another and still has a session or token of its own",
        "SELECT x.session_id AS at FROM session_account x JOIN session s ON s.id = x.session_id AND s.ended_at IS NULL \
         JOIN account a ON a.id = x.account_id WHERE a.merged_into IS NOT NULL UNION ALL SELECT f.id FROM token_family f \
         JOIN account a ON a.id = f.account_id WHERE f.ended_at IS NULL AND a.merged_into IS NOT NULL LIMIT 100",
    ),
    Rule::new(
        "invariant 6",
        "a session or token by the link of an account that it is not for",
        "SELECT x.session_id AS at FROM session_account x JOIN session s ON s.id = x.session_id AND s.ended_at IS NULL \
         JOIN link l ON l.id = x.link_id JOIN account h ON h.id = l.account_id \
         WHERE COALESCE(h.merged_into, h.id) <> x.account_id UNION ALL SELECT f.id FROM token_family f \
         JOIN link l ON l.id = f.link_id JOIN account h ON h.id = l.account_id \
         WHERE f.ended_at IS NULL AND COALESCE(h.merged_into, h.id) <> f.account_id LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "a role of an account that is gone",
        "SELECT id AS at FROM account_role WHERE NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = account_role.account_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "a session or token of an account that is gone",
        "SELECT session_id AS at FROM session_account WHERE NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = session_account.account_id) \
         UNION ALL SELECT id FROM token_family WHERE NOT EXISTS \
         (SELECT 1 FROM account WHERE account.id = token_family.account_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 5",
        "a session or notice of a link that is gone",
        "SELECT session_id AS at FROM session_account WHERE link_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM link WHERE link.id = session_account.link_id) \
         UNION ALL SELECT id FROM notice WHERE link_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM link WHERE link.id = notice.link_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 8",
        "an administrator made by a feed",
        "SELECT id AS at FROM account_role WHERE role = 'admin' \
         AND (source LIKE 'upstream:%' OR source = 'import') LIMIT 100",
    ),
    Rule::new(
        "invariant 1",
        "two live seats of one person and role in a journal",
        "SELECT journal_id AS at FROM seat WHERE ended_at IS NULL \
         GROUP BY journal_id, person_id, role HAVING COUNT(*) > 1 LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a journal outside its platform's schools",
        "SELECT id AS at FROM journal WHERE NOT EXISTS (SELECT 1 FROM platform_school p \
         WHERE p.platform_id = journal.platform_id AND p.school_id = journal.school_id) LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a journal attached to a group of another school or platform",
        "SELECT j.id AS at FROM journal j JOIN platform_group g ON g.id = j.group_id \
         WHERE g.platform_id <> j.platform_id OR g.school_id <> j.school_id LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a journal tied to a kit of another platform",
        "SELECT j.id AS at FROM journal_kit t JOIN journal j ON j.id = t.journal_id JOIN kit k ON k.id = t.kit_id \
         WHERE t.ended_at IS NULL AND k.platform_id <> j.platform_id LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a seat of a person of another upstream than the journal's",
        "SELECT j.id AS at FROM seat s JOIN journal j ON j.id = s.journal_id JOIN roster_person p ON p.id = s.person_id \
         WHERE s.ended_at IS NULL AND (p.upstream_id <> j.upstream_id OR p.scope <> j.scope) LIMIT 100",
    ),
    Rule::new(
        "invariant 4",
        "a live seat in an ended journal",
        "SELECT j.id AS at FROM seat s JOIN journal j ON j.id = s.journal_id \
         WHERE s.ended_at IS NULL AND j.ended_at IS NOT NULL LIMIT 100",
    ),
    Rule::new(
        "invariant 4",
        "an ended seat without a reason",
        "SELECT journal_id AS at FROM seat WHERE (ended_at IS NULL) <> (end_reason IS NULL) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a hold that was decided without who decided it and why",
        "SELECT id AS at FROM refresh_hold WHERE state IN ('approved', 'discarded') \
         AND (decided_at IS NULL OR decided_by IS NULL OR decision_reason IS NULL \
         OR COALESCE(decided_name, '') = '') LIMIT 100",
    ),
    Rule::new(
        "invariant 4",
        "a journal that ended by itself, and its school was not told before",
        "SELECT j.id AS at FROM journal j LEFT JOIN end_notice n ON n.id = j.end_notice_id \
         WHERE j.ended_by = 'job:put_away' AND (n.id IS NULL OR n.mail_state <> 'sent' OR n.held = TRUE) LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "an approval that was used by nobody's decision",
        "SELECT id AS at FROM refresh_hold WHERE spent_at IS NOT NULL AND state <> 'approved' LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a refresh of one school's journal in another school's name",
        "SELECT r.id AS at FROM refresh_run r JOIN journal j ON j.id = r.journal_id WHERE j.school_id <> r.school_id \
         OR j.platform_id <> r.platform_id OR j.upstream_id <> r.upstream_id LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a licence of a pool for an account of another platform",
        "SELECT l.id AS at FROM licence l JOIN account a ON a.id = l.account_id \
         JOIN licence_pool p ON p.id = l.pool_id JOIN product d ON d.id = p.product_id \
         WHERE l.ended_at IS NULL AND d.platform_id <> a.platform_id LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a journal, a licence or a pool that changed and was not announced",
        "SELECT id AS at FROM audit WHERE action IN ('journal.applied', 'journal.ended', 'licence.settled', 'pool.set') \
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.audit_id = audit.id) LIMIT 100",
    ),
    Rule::new(
        "invariant 3",
        "a teacher's link that no account's owner made",
        "SELECT id AS at FROM link WHERE origin = 'teacher' AND created_by NOT LIKE 'account:%' LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a claim code for an account or a journal of another platform",
        "SELECT c.id AS at FROM claim_code c JOIN account a ON a.id = c.account_id JOIN journal j ON j.id = c.journal_id \
         WHERE a.platform_id <> c.platform_id OR j.platform_id <> c.platform_id LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "two live claim codes of one seat",
        "SELECT journal_id AS at FROM claim_code WHERE ended_at IS NULL \
         GROUP BY journal_id, person_id HAVING COUNT(*) > 1 LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a claim code that is not stored as a hash, or has an end without a reason",
        "SELECT id AS at FROM claim_code WHERE LENGTH(hash) <> 43 \
         OR (ended_at IS NULL) <> (end_reason IS NULL) LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a one-time value that is not stored as a hash",
        "SELECT purpose AS at FROM one_time WHERE LENGTH(hash) <> 43 LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a code or token that is not stored as a hash",
        "SELECT family_id AS at FROM authorization_code WHERE LENGTH(hash) <> 43 \
         UNION ALL SELECT family_id FROM refresh_token WHERE LENGTH(hash) <> 43 \
         UNION ALL SELECT family_id FROM access_token WHERE LENGTH(hash) <> 43 \
         UNION ALL SELECT client_id FROM client_token WHERE LENGTH(hash) <> 43 LIMIT 100",
    ),
    Rule::new(
        "invariant 9",
        "a token of a client for another platform than its own",
        "SELECT t.client_id AS at FROM client_token t JOIN client c ON c.id = t.client_id \
         WHERE c.platform_id <> t.platform_id LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a launch that is not stored as a hash, or keeps its token when it was used",
        "SELECT id AS at FROM journal_launch WHERE LENGTH(token_hash) <> 43 \
         OR (used_at IS NULL) <> (journal_id IS NULL) OR (used_at IS NULL) = (token = '') LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a message to an upstream that keeps what it said after it was settled",
        "SELECT id AS at FROM outbox WHERE (state = 'queued') <> (settled_at IS NULL) \
         OR (state <> 'queued' AND payload <> '') LIMIT 100",
    ),
    Rule::new(
        "invariant 12",
        "a journal whose beginning or end is not in the audit log",
        "SELECT id AS at FROM journal WHERE 'journal:' || id NOT IN \
         (SELECT object FROM audit WHERE action = 'journal.applied' AND object IS NOT NULL) \
         OR (ended_at IS NOT NULL AND 'journal:' || id NOT IN \
         (SELECT object FROM audit WHERE action = 'journal.ended' AND object IS NOT NULL)) LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a one-time value used before it was made",
        "SELECT purpose AS at FROM one_time WHERE used_at < created_at LIMIT 100",
    ),
    Rule::new(
        "invariant 10",
        "a one-time value that is past its end for over an hour",
        "SELECT purpose AS at FROM one_time WHERE expires_at < $1 LIMIT 100",
    ),
];

const PURPOSES: &str = "SELECT DISTINCT purpose AS at FROM one_time";

pub(super) async fn unknown_purposes(tx: &Tx) -> Result<Vec<Violation>, StorageError> {
    let purposes = list(tx, PURPOSES, args![]).await?;
    let unknown = purposes.into_iter().filter(|purpose| purpose.parse::<OneTimePurpose>().is_err());
    let wrong = "a one-time value of a purpose that does not exist";
    Ok(unknown.map(|at| Violation { promise: "invariant 10", wrong, at }).collect())
}
