//! The same by plain statements over whole tables: what is told goes into staging tables, and what differs is written with
//! an INSERT or UPDATE for each table. It decides nothing about anybody, and asks no guard.

use koppel::args;
use koppel::domain::Time;
use koppel::storage::{Durability, StorageError, Tx};
use serde_json::{Value, json};

use super::life::Life;
use super::school::School;

/// Rows in one statement that fills a staging table.
const CHUNK: usize = 20_000;

const TABLES: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS stage_person (subject TEXT PRIMARY KEY, given_name TEXT, family_name TEXT, class_name TEXT, \
     digest TEXT)",
    "CREATE TABLE IF NOT EXISTS stage_seat (journal TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (journal, subject))",
    "CREATE TABLE IF NOT EXISTS stage_moved (journal TEXT PRIMARY KEY)",
    "DELETE FROM stage_person",
    "DELETE FROM stage_seat",
];
const PEOPLE: [&str; 2] = [
    "INSERT INTO stage_person SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), \
     json_extract(value, '$[3]'), json_extract(value, '$[4]') FROM json_each($1)",
    "INSERT INTO stage_person SELECT r ->> 0, r ->> 1, r ->> 2, r ->> 3, r ->> 4 \
     FROM jsonb_array_elements(CAST($1 AS jsonb)) AS rows (r)",
];
const SEATS: [&str; 2] = [
    "INSERT INTO stage_seat SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1)",
    "INSERT INTO stage_seat SELECT r ->> 0, r ->> 1 FROM jsonb_array_elements(CAST($1 AS jsonb)) AS rows (r)",
];

/// Each with the time as `$1`.
const CHANGES: [&str; 12] = [
    "INSERT INTO roster_person (id, upstream_id, scope, subject, given_name, family_name, class_name, hash_key, digest, \
     created_at, updated_at) SELECT 'rp_' || s.subject, 'ekool', '', s.subject, s.given_name, s.family_name, s.class_name, \
     'bench', s.digest, $1, $1 FROM stage_person s WHERE NOT EXISTS (SELECT 1 FROM roster_person p \
     WHERE p.upstream_id = 'ekool' AND p.scope = '' AND p.subject = s.subject)",
    "UPDATE roster_person SET given_name = s.given_name, family_name = s.family_name, class_name = s.class_name, \
     digest = s.digest, updated_at = $1 FROM stage_person s WHERE roster_person.upstream_id = 'ekool' \
     AND roster_person.scope = '' AND roster_person.subject = s.subject AND roster_person.digest <> s.digest",
    "INSERT INTO standing (platform_id, person_id, state, reason, since, decided_by, alias) SELECT 'opiq', p.id, 'waiting', \
     'school_asks', $1, 'plan', '~' || p.id FROM roster_person p \
     WHERE NOT EXISTS (SELECT 1 FROM standing t WHERE t.platform_id = 'opiq' AND t.person_id = p.id)",
    "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, state, linked_at, linked_by, \
     has_absences, held) SELECT 'jou_' || s.journal, 'opiq', 'ekool', '', s.journal, 'ehis:1', 'Journal ' || s.journal, \
     'linked', $1, 'cli:bench', FALSE, FALSE FROM (SELECT DISTINCT journal FROM stage_seat) s \
     WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.platform_id = 'opiq' AND j.upstream_id = 'ekool' AND j.scope = '' \
     AND j.external_id = s.journal AND j.ended_at IS NULL)",
    "INSERT INTO seat (journal_id, person_id, role, since) SELECT j.id, p.id, 'pupil', $1 FROM stage_seat s \
     CROSS JOIN journal j CROSS JOIN roster_person p WHERE j.platform_id = 'opiq' AND j.upstream_id = 'ekool' \
     AND j.scope = '' AND j.external_id = s.journal AND j.ended_at IS NULL \
     AND p.upstream_id = 'ekool' AND p.scope = '' AND p.subject = s.subject \
     AND NOT EXISTS (SELECT 1 FROM seat t WHERE t.journal_id = j.id AND t.person_id = p.id AND t.role = 'pupil' \
     AND t.ended_at IS NULL)",
    "UPDATE seat SET absent_since = $1 WHERE ended_at IS NULL AND absent_since IS NULL AND NOT EXISTS \
     (SELECT 1 FROM journal j CROSS JOIN roster_person p CROSS JOIN stage_seat s WHERE j.id = seat.journal_id \
     AND p.id = seat.person_id AND s.journal = j.external_id AND s.subject = p.subject)",
    "UPDATE seat SET absent_since = NULL WHERE ended_at IS NULL AND absent_since IS NOT NULL AND absent_since < $1 AND EXISTS \
     (SELECT 1 FROM journal j CROSS JOIN roster_person p CROSS JOIN stage_seat s WHERE j.id = seat.journal_id \
     AND p.id = seat.person_id AND s.journal = j.external_id AND s.subject = p.subject)",
    "INSERT INTO stage_moved SELECT journal_id FROM seat WHERE since = $1 UNION SELECT journal_id FROM seat WHERE absent_since = $1",
    "INSERT INTO audit (id, at, action, actor, platform_id, school_id, object, salt, commitment) SELECT 'aud_' || journal || $1, \
     $1, 'journal.applied', 'cli:bench', 'opiq', 'ehis:1', 'journal:' || journal, journal, journal FROM stage_moved",
    "INSERT INTO audit_detail (audit_id, detail) SELECT id, '{}' FROM audit WHERE at = $1 AND number IS NULL",
    "INSERT INTO event (id, at, platform_id, kind, sub, audit_id, payload) SELECT 'evt_' || m.journal || $1, $1, 'opiq', \
     'journal.changed', m.journal, 'aud_' || m.journal || $1, '{}' FROM stage_moved m",
    "UPDATE journal SET read_at = $1, changed_at = $1, applied_digest = 'x', applied_rules = '1' \
     WHERE id IN (SELECT journal FROM stage_moved)",
];

/// Brings everything in, in one transaction.
pub async fn load(school: &School, life: &Life) {
    let ground = &school.ground;
    let is_postgres = usize::from(ground.db.is_postgres());
    let now: Time = ground.now();
    let (people, seats) = (people(life), seats(life));
    let (people, seats) = (&people, &seats);
    let write = |tx: Tx| async move {
        tx.take_time().await?;
        for sql in TABLES {
            tx.execute_bulk(sql, args![]).await?;
        }
        tx.execute_bulk("DELETE FROM stage_moved", args![]).await?;
        for chunk in people {
            tx.execute_bulk(PEOPLE.get(is_postgres).copied().unwrap(), args![chunk]).await?;
        }
        for chunk in seats {
            tx.execute_bulk(SEATS.get(is_postgres).copied().unwrap(), args![chunk]).await?;
        }
        for sql in CHANGES {
            tx.execute_bulk(sql, args![now]).await?;
        }
        Ok(())
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}

/// The people as they go into the staging table; their digests are made here as they are made there.
fn people(life: &Life) -> Vec<String> {
    let rows: Vec<Value> = (0..life.size.people)
        .map(|n| {
            let person = Life::person(n);
            let all = format!("{}|{}|{}", person.given, person.family, person.class);
            json!([person.subject, person.given, person.family, person.class, koppel::vault::sha256(&all)])
        })
        .collect();
    chunks(&rows)
}

fn seats(life: &Life) -> Vec<String> {
    let each = life.journals.iter().enumerate();
    let rows = each.flat_map(|(journal, people)| {
        people.iter().map(move |n| json!([journal.to_string(), Life::person(*n).subject]))
    });
    chunks(&rows.collect::<Vec<_>>())
}

fn chunks(rows: &[Value]) -> Vec<String> {
    rows.chunks(CHUNK).map(|chunk| serde_json::to_string(chunk).unwrap()).collect()
}

/// Seats that stand at the end: who is missing still has one.
pub async fn live_seats(school: &School) -> i64 {
    school.ground.db.count("SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL", args![]).await.unwrap()
}
