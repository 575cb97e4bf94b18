//! `check` sees every damage: one case per promise, on both engines.

use chrono::TimeDelta;
use koppel::storage::check::check;
use koppel::storage::seal::Stream;

use super::seal::seal;
use crate::support::{TestGround, both_engines, seed};

/// Two accounts with a link each, everything sealed.
async fn sound(ground: &TestGround) {
    seed::basics(ground).await;
    for n in ["1", "2"] {
        let account = seed::account(ground, n).await;
        seed::link(ground, &account, n).await;
    }
    for stream in Stream::ALL {
        seal(ground, stream, 100).await.unwrap();
    }
}

async fn wrongs(ground: &TestGround) -> Vec<String> {
    let found = check(&ground.db, &ground.vault, ground.now()).await.unwrap();
    found.iter().map(|one| format!("{}: {}", one.promise, one.wrong)).collect()
}

const JOURNAL: &str = "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, \
    linked_at, linked_by, has_absences, held) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'linked', created_at, 'x', \
    FALSE, FALSE FROM platform";
const PERSON: &str = "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, updated_at) \
    SELECT 'p', 'ekool', '', 'p', 'test1', '', created_at, created_at FROM platform";
const CODE: &str = "INSERT INTO claim_code (id, hash, platform_id, journal_id, person_id, account_id, made_at, made_by, \
    expires_at) SELECT 'cod_1', '0123456789012345678901234567890123456789012', 'opiq', 'j', 'p', id, created_at, 'x', created_at \
    FROM account WHERE sub = '1'";

const MERGE: &str = "INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, ended_link_id, made_link_id, rule, \
    merged_at, merged_by, undo_until) SELECT 'm', 'opiq', (SELECT id FROM account WHERE sub = '1'), id, 'provisional', 'l', 'k', \
    'stays', created_at, 'x', created_at FROM account WHERE sub = '2'";
const MERGED: &str = "UPDATE account SET merged_into = (SELECT into_id FROM account_merge) WHERE sub = '1'";

const BY_A_PERSON: &str = "UPDATE account_merge SET cause = 'school', ended_link_id = NULL, made_link_id = NULL";
const ITEM: &str = "INSERT INTO merge_item (merge_id, kind, object_id, fate, digest) \
    SELECT id, 'account', account_id, 'moved', '' FROM account_merge";

/// The damage, and what must be said about it (other things may be said as well).
const DAMAGES: &[(&str, &[&str])] = &[
    (
        "invariant 1: two live links of one identity at a platform",
        &["DROP INDEX link_live_subject", "UPDATE link SET subject = '1'"],
    ),
    (
        "invariant 1: two live links of one upstream on an account, without a merge",
        &["DROP INDEX link_account", "UPDATE link SET account_id = (SELECT MIN(id) FROM account)"],
    ),
    ("invariant 2: a link whose key is not its identity's", &["UPDATE link SET subject = 'other' WHERE subject = '1'"]),
    (
        "invariant 2: a link to an account of another platform",
        &["UPDATE account SET platform_id = 'elsewhere' WHERE sub = '1'"],
    ),
    ("invariant 3: a link without evidence, rule or maker", &["UPDATE link SET created_by = '' WHERE subject = '1'"]),
    (
        "invariant 3: an ended link without who ended it and why",
        &["UPDATE link SET ended_at = created_at WHERE subject = '1'"],
    ),
    (
        "invariant 12: a link without exactly one beginning in the audit log",
        &["UPDATE audit SET action = 'link.looked_at' WHERE number = 1"],
    ),
    (
        "invariant 12: an ended link without its end in the audit log",
        &["UPDATE link SET ended_at = created_at, ended_by = 'x', end_reason = 'x' WHERE subject = '1'"],
    ),
    (
        "invariant 9: a token of a client for another platform than its own",
        &[
            "INSERT INTO client_token (hash, client_id, platform_id, scope, created_at, expires_at)
             SELECT '0123456789012345678901234567890123456789abc', id, 'elsewhere', '', created_at, created_at FROM client",
        ],
    ),
    ("invariant 12: a change of a link that was audited and not announced", &["DELETE FROM event WHERE sub = '1'"]),
    (
        "invariant 12: a change of an account that was audited and not announced",
        &["UPDATE audit SET action = 'account.changed' WHERE number = 1", "DELETE FROM event"],
    ),
    (
        "invariant 12: an announced change that was not audited",
        &["DELETE FROM audit WHERE number = 1"],
    ),
    (
        "invariant 5: a session or token of an account that is gone",
        &["INSERT INTO session_account (session_id, platform_id, account_id, auth_time)
           SELECT 's', id, 'acc_gone', created_at FROM platform"],
    ),
    (
        "invariant 5: a session or token of an account that is gone",
        &["INSERT INTO token_family (id, client_id, platform_id, account_id, sid, scope, requested_claims, auth_time,
           created_at, expires_at) SELECT 'f', 'opiq-web', id, 'acc_gone', 's', '', '', created_at, created_at, created_at
           FROM platform"],
    ),
    (
        "invariant 5: a session or notice of a link that is gone",
        &["INSERT INTO session_account (session_id, platform_id, account_id, link_id, auth_time)
           SELECT 's', platform_id, id, 'lnk_gone', created_at FROM account WHERE sub = '1'"],
    ),
    (
        "invariant 5: a session or notice of a link that is gone",
        &["INSERT INTO notice (id, account_id, kind, link_id, created_at, expires_at, mail_state, mail_attempts)
           SELECT 'n', id, 'linked', 'lnk_gone', created_at, created_at, 'none', 0 FROM account WHERE sub = '1'"],
    ),
    (
        "invariant 8: an administrator made by a feed",
        &["INSERT INTO account_role (id, account_id, school_id, role, source, since)
           SELECT 'r', id, 'ehis:123', 'admin', 'import', created_at FROM account WHERE sub = '1'"],
    ),
    ("invariant 5: a link whose account is gone", &["DELETE FROM account WHERE sub = '1'"]),
    ("invariant 5: a link whose identity is gone", &["DELETE FROM identity WHERE subject = '1'"]),
    ("invariant 5: an audited account that is gone", &["DELETE FROM account WHERE sub = '1'"]),
    ("invariant 5: an audited link that is gone", &["DELETE FROM link WHERE subject = '1'"]),
    (
        "invariant 5: an account merged into one that is gone",
        &["UPDATE account SET merged_into = 'acc_gone' WHERE sub = '1'"],
    ),
    (
        "invariant 6: an account that points elsewhere than what is recorded of its merge",
        &["UPDATE account SET merged_into = (SELECT MAX(id) FROM account) WHERE sub = '1'"],
    ),
    ("invariant 6: an account that points elsewhere than what is recorded of its merge", &[MERGE]),
    (
        "invariant 6: an account that went into one of another platform, or into one that is not there for good",
        &[MERGE, MERGED, "UPDATE account_merge SET platform_id = 'elsewhere'"],
    ),
    (
        "invariant 6: an account that went into one of another platform, or into one that is not there for good",
        &[MERGE, MERGED, "INSERT INTO provisional_account (account_id, identity_id, since, asked_at)
           SELECT id, 'i', created_at, created_at FROM account WHERE sub = '2'"],
    ),
    ("invariant 6: an absorbed account that still opens, holds or waits", &[MERGE, MERGED]),
    ("invariant 12: a merge or its undoing that is not in the audit log", &[MERGE, MERGED]),
    ("invariant 12: a merge or its undoing that is not in the audit log", &[MERGE, MERGED, BY_A_PERSON, ITEM]),
    ("invariant 12: a merge by a person of which no event is remembered", &[MERGE, MERGED, BY_A_PERSON, ITEM]),
    ("invariant 6: a merge by a person whose snapshot is not whole", &[MERGE, MERGED, BY_A_PERSON]),
    (
        "invariant 6: a merge by a person whose snapshot is not whole",
        &[MERGE, MERGED, BY_A_PERSON, ITEM, "UPDATE account_merge SET merged_at = '2027-01-01T00:00:00Z'"],
    ),
    (
        "invariant 6: an account that went into another and still has a session or token of its own",
        &[MERGE, MERGED, BY_A_PERSON, ITEM, "INSERT INTO session (id, hash, kind, browser_hash, created_at, seen_at, idle_seconds,
           expires_at) SELECT 's', 'h', 'browser', '', created_at, created_at, 60, created_at FROM platform",
          "INSERT INTO session_account (session_id, platform_id, account_id, auth_time)
           SELECT 's', platform_id, id, created_at FROM account WHERE sub = '1'"],
    ),
    (
        "invariant 6: a session or token by the link of an account that it is not for",
        &["INSERT INTO token_family (id, client_id, platform_id, account_id, link_id, sid, scope, requested_claims, auth_time,
           created_at, expires_at) SELECT 'f', 'opiq-web', 'opiq', a.id, l.id, 's', '', '', a.created_at, a.created_at,
           a.created_at FROM account a JOIN link l ON l.subject = '2' WHERE a.sub = '1'"],
    ),
    (
        "invariant 6: a session or token by the link of an account that it is not for",
        &["INSERT INTO session (id, hash, kind, browser_hash, created_at, seen_at, idle_seconds, expires_at)
           SELECT 's', 'h', 'browser', '', created_at, created_at, 60, created_at FROM platform",
          "INSERT INTO session_account (session_id, platform_id, account_id, link_id, auth_time) SELECT 's', 'opiq', a.id, l.id,
           a.created_at FROM account a JOIN link l ON l.subject = '2' WHERE a.sub = '1'"],
    ),
    (
        "invariant 5: a role of an account that is gone",
        &["INSERT INTO account_role (id, account_id, school_id, role, source, since)
           VALUES ('r', 'acc_gone', 'ehis:123', 'pupil', 'import', '2026-09-01T00:00:00Z')"],
    ),
    (
        "invariant 8: an administrator made by a feed",
        &["INSERT INTO account_role (id, account_id, school_id, role, source, since)
           SELECT 'r', id, 'ehis:123', 'admin', 'upstream:ekool', created_at FROM account WHERE sub = '1'"],
    ),
    (
        "invariant 3: a teacher's link that no account's owner made",
        &["UPDATE link SET origin = 'teacher' WHERE subject = '1'"],
    ),
    (
        "invariant 9: a claim code for an account or a journal of another platform",
        &[JOURNAL, PERSON, CODE, "UPDATE claim_code SET platform_id = 'elsewhere'"],
    ),
    (
        "invariant 10: two live claim codes of one seat",
        &["DROP INDEX claim_code_live", "DROP INDEX claim_code_hash", JOURNAL, PERSON, CODE,
          "INSERT INTO claim_code (id, hash, platform_id, journal_id, person_id, account_id, made_at, made_by, expires_at)
           SELECT 'cod_2', hash, platform_id, journal_id, person_id, account_id, made_at, made_by, expires_at FROM claim_code"],
    ),
    (
        "invariant 10: a claim code that is not stored as a hash, or has an end without a reason",
        &[JOURNAL, PERSON, CODE, "UPDATE claim_code SET hash = 'CDFH3479'"],
    ),
    (
        "invariant 10: a claim code that is not stored as a hash, or has an end without a reason",
        &[JOURNAL, PERSON, CODE, "UPDATE claim_code SET ended_at = made_at"],
    ),
    (
        "invariant 10: a one-time value that is not stored as a hash",
        &["INSERT INTO one_time (hash, purpose, payload, created_at, expires_at)
           SELECT 'clear', 'state', '', created_at, created_at FROM platform"],
    ),
    (
        "invariant 10: a code or token that is not stored as a hash",
        &["INSERT INTO authorization_code (hash, family_id, client_id, redirect_uri, created_at, expires_at)
           SELECT 'clear', 'f', 'opiq-web', '', created_at, created_at FROM platform"],
    ),
    (
        "invariant 10: a one-time value of a purpose that does not exist",
        &["INSERT INTO one_time (hash, purpose, payload, created_at, expires_at)
           SELECT 'h', 'anything', '', created_at, created_at FROM platform"],
    ),
    (
        "invariant 10: a one-time value used before it was made",
        &["INSERT INTO one_time (hash, purpose, payload, created_at, expires_at, used_at)
           SELECT 'h', 'state', '', created_at, created_at, '2020-01-01T00:00:00Z' FROM platform"],
    ),
    (
        "invariant 10: a one-time value that is past its end for over an hour",
        &["INSERT INTO one_time (hash, purpose, payload, created_at, expires_at)
           SELECT 'h', 'state', '', '2026-09-07T06:00:00Z', '2026-09-07T06:30:00Z' FROM platform"],
    ),
    (
        "invariant 9: a journal outside its platform's schools",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform"],
    ),
    (
        "invariant 9: a journal attached to a group of another school or platform",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO platform_group (id, platform_id, school_id, external_id, name, created_at)
           SELECT 'g', id, 'ehis:404', 'g', 'g', created_at FROM platform"],
    ),
    (
        "invariant 9: a journal tied to a kit of another platform",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO kit (id, platform_id, external_id, name, created_at)
           SELECT 'k', 'elsewhere', 'k', 'k', created_at FROM platform", "INSERT INTO journal_kit (journal_id, kit_id, since, chosen_by) SELECT 'j', 'k', created_at, 'x' FROM platform"],
    ),
    (
        "invariant 9: a seat of a person of another upstream than the journal's",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, updated_at)
           SELECT 'p', 'stuudium', '', 'p', '', '', created_at, created_at FROM platform", "INSERT INTO seat (journal_id, person_id, role, since) SELECT 'j', 'p', 'pupil', created_at FROM platform"],
    ),
    (
        "invariant 4: a live seat in an ended journal",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, updated_at)
           SELECT 'p', 'stuudium', '', 'p', '', '', created_at, created_at FROM platform", "INSERT INTO seat (journal_id, person_id, role, since) SELECT 'j', 'p', 'pupil', created_at FROM platform"],
    ),
    (
        "invariant 4: an ended seat without a reason",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, updated_at)
           SELECT 'p', 'stuudium', '', 'p', '', '', created_at, created_at FROM platform", "INSERT INTO seat (journal_id, person_id, role, since) SELECT 'j', 'p', 'pupil', created_at FROM platform", "UPDATE seat SET ended_at = since"],
    ),
    (
        "invariant 1: two live seats of one person and role in a journal",
        &["DROP INDEX seat_live", "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, group_id, state, linked_at,
           linked_by, has_absences, held, ended_at) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'g', 'linked', created_at,
           'x', FALSE, FALSE, created_at FROM platform", "INSERT INTO roster_person (id, upstream_id, scope, subject, hash_key, digest, created_at, updated_at)
           SELECT 'p', 'stuudium', '', 'p', '', '', created_at, created_at FROM platform", "INSERT INTO seat (journal_id, person_id, role, since) SELECT 'j', 'p', 'pupil', created_at FROM platform", "INSERT INTO seat (journal_id, person_id, role, since) SELECT 'j', 'p', 'pupil', created_at FROM platform"],
    ),
    (
        "invariant 9: a licence of a pool for an account of another platform",
        &["INSERT INTO product (id, platform_id, external_id, name, created_at)
           SELECT 'd', 'elsewhere', 'd', 'd', created_at FROM platform", "INSERT INTO licence_pool (id, product_id, school_id, seats, created_at, updated_at)
           SELECT 'l', 'd', 'ehis:123', 1, created_at, created_at FROM platform", "INSERT INTO licence (id, pool_id, account_id, source, since, given_by)
           SELECT 'lic', 'l', id, 'manual', created_at, 'x' FROM account WHERE sub = '1'"],
    ),
    (
        "invariant 12: a hold that was decided without who decided it and why",
        &["INSERT INTO refresh_hold (id, run_id, platform_id, school_id, upstream_id, reasons, turned, difference, state, held_at,
           mail_state, mail_attempts) SELECT 'h', 'r', id, 'ehis:123', 'ekool', '[]', 0, '', 'approved', created_at, 'none', 0
           FROM platform"],
    ),
    (
        "invariant 4: a journal that ended by itself, and its school was not told before",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at,
           linked_by, has_absences, held, ended_at, ended_by) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'ended',
           created_at, 'x', FALSE, FALSE, created_at, 'job:put_away' FROM platform"],
    ),
    (
        "invariant 12: an approval that was used by nobody's decision",
        &["INSERT INTO refresh_hold (id, run_id, platform_id, school_id, upstream_id, reasons, turned, difference, state, held_at,
           spent_at, mail_state, mail_attempts) SELECT 'h', 'r', id, 'ehis:123', 'ekool', '[]', 0, '', 'open', created_at,
           created_at, 'none', 0 FROM platform"],
    ),
    (
        "invariant 9: a refresh of one school's journal in another school's name",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at,
           linked_by, has_absences, held) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'linked', created_at,
           'x', FALSE, FALSE FROM platform", "INSERT INTO refresh_run (id, platform_id, school_id, upstream_id, journal_id,
           cause, asked_by, state, tries, asked_at, due_at, journals, heard, settled, pupils) SELECT 'r', id, 'ehis:404',
           'ekool', 'j', 'school', 'x', 'queued', 0, created_at, created_at, 0, 0, 0, 0 FROM platform"],
    ),
    (
        "invariant 12: a journal, a licence or a pool that changed and was not announced",
        &["UPDATE audit SET action = 'journal.applied' WHERE number = 1", "DELETE FROM event"],
    ),
    (
        "invariant 12: a journal whose beginning or end is not in the audit log",
        &["INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at, linked_by,
           has_absences, held) SELECT 'j', 'opiq', 'ekool', '', 'j', 'ehis:123', 'j', 'linked', created_at, 'x', FALSE, FALSE
           FROM platform"],
    ),
    (
        "invariant 10: a launch that is not stored as a hash, or keeps its token when it was used",
        &["INSERT INTO journal_launch (id, upstream_id, token_hash, token, browser_hash, journal_id, created_at, expires_at,
           used_at) SELECT 'l', 'ekool', 'h', 'kept', '', 'j', created_at, created_at, created_at FROM platform"],
    ),
    (
        "invariant 10: a message to an upstream that keeps what it said after it was settled",
        &["INSERT INTO outbox (id, journal_id, kind, payload, state, tries, next_at, created_at, settled_at)
           SELECT 'm', 'j', 'linked', 'kept', 'told', 1, created_at, created_at, created_at FROM platform"],
    ),
    ("invariant 12: a number is missing from a chain", &["DELETE FROM event WHERE number = 1"]),
    ("invariant 12: a row of a chain was changed", &["UPDATE audit SET actor = 'account:nobody' WHERE number = 1"]),
    ("invariant 12: a chain that does not end at its head", &["DELETE FROM event WHERE number = 2"]),
    ("invariant 12: a chain without a head", &["DELETE FROM seal_head WHERE stream = 'audit'"]),
    ("invariant 12: a head that none of our keys has signed", &["UPDATE seal_head SET signature = 'forged'"]),
    ("invariant 12: the detail of an audit row was changed", &["UPDATE audit_detail SET detail = '{\"by\":\"me\"}'"]),
];

/// V1, V3, V5, V6, V8, V10 and the invariants 1, 2, 3, 5, 6, 8, 10, 12.
#[tokio::test]
async fn every_damage_is_named() {
    for (expected, damage) in DAMAGES {
        both_engines(async |ground: TestGround| {
            sound(&ground).await;
            assert_eq!(wrongs(&ground).await, Vec::<String>::new());
            ground.damage(damage).await;
            let wrongs = wrongs(&ground).await;
            assert!(wrongs.iter().any(|wrong| wrong == expected), "{damage:?}: {wrongs:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn row_without_a_number_for_a_minute_is_named() {
    both_engines(async |ground: TestGround| {
        sound(&ground).await;
        let account = seed::account(&ground, "3").await;
        seed::link(&ground, &account, "3").await;
        ground.clock.advance(TimeDelta::seconds(60));
        assert_eq!(wrongs(&ground).await, Vec::<String>::new());
        ground.clock.advance(TimeDelta::seconds(1));
        let late = "invariant 12: rows without a number for over a minute";
        assert_eq!(wrongs(&ground).await, [late, late]);
    })
    .await;
}

/// An erased detail (a person's right) breaks no chain.
#[tokio::test]
async fn erased_detail_is_no_violation() {
    both_engines(async |ground: TestGround| {
        sound(&ground).await;
        ground.damage(&["DELETE FROM audit_detail", "UPDATE audit SET salt = ''"]).await;
        assert_eq!(wrongs(&ground).await, Vec::<String>::new());
    })
    .await;
}
