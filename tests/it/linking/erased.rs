//! Forgetting a person (S32, P6), and telling them what is held (S33).

use std::time::Instant;

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AccountId, Actor, ProposalId, ProposalKind};
use koppel::linking::privacy::{Erased, Erasing, erase, export_person};
use koppel::linking::{Answer, LinkingError};
use koppel::storage::audit::{self, Entry};
use koppel::storage::check::check;
use koppel::storage::proposals::{self, Proposal};
use koppel::storage::seal::Stream;
use serde_json::{Value, json};

use super::world::{World, assertion};
use crate::storage::seal::seal;
use crate::support::logs::Log;
use crate::support::{TestGround, both_engines, counted};

/// Name, birth date, national number (its hash), address, secret, and what a person typed.
const CANARIES: [&str; 6] =
    ["Kanaarilind", "2013-11-29", "hash-of-kanaar", "kanaar@kodu.example", "$argon2id$kanaar", "kanaari ema palus"];
const FACTS: &str = "UPDATE account SET email = 'kanaar@kodu.example', birth_date = '2013-11-29', \
    national_hash = 'hash-of-kanaar', national_key = 'test1', password_hash = '$argon2id$kanaar'";
const PERSON: &str = "INSERT INTO roster_person (id, upstream_id, scope, subject, given_name, family_name, class_name, \
    email, hash_key, digest, created_at, updated_at) VALUES ('rsp_00000000000000000000000001', 'ekool', '', 'm1', \
    'Kanaarilind', 'Tamm', '5B', 'kanaar@kodu.example', 'test1', '', $1, $1)";

koppel::row! {
    /// A column that holds text, or can be read as one.
    pub struct Column {
        /// Of which table.
        pub place: String,
        /// Which.
        pub name: String,
    }
}

const COLUMNS_SQLITE: &str = "SELECT m.name AS place, p.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) p \
    WHERE m.type = 'table'";
const COLUMNS_POSTGRES: &str = "SELECT CAST(table_name AS TEXT) AS place, CAST(column_name AS TEXT) AS name \
    FROM information_schema.columns WHERE table_schema = current_schema()";

/// Every column in which one of these texts stands.
pub async fn found(ground: &TestGround, canaries: &[&str]) -> Vec<String> {
    let columns = if ground.is_postgres() { COLUMNS_POSTGRES } else { COLUMNS_SQLITE };
    let mut found = Vec::new();
    for Column { place, name } in ground.db.list::<Column>(columns, args![]).await.unwrap() {
        for canary in canaries {
            let sql =
                format!("SELECT COUNT(*) AS n FROM \"{place}\" WHERE CAST(\"{name}\" AS TEXT) LIKE '%' || $1 || '%'");
            if ground.db.count(sql.leak(), args![*canary]).await.unwrap() > 0 {
                found.push(format!("{place}.{name}: {canary}"));
            }
        }
    }
    found
}

/// The bytes of a fresh copy of the file; nothing on PostgreSQL, whose files are not ours.
async fn bytes(ground: &TestGround) -> Vec<u8> {
    if ground.is_postgres() {
        return Vec::new();
    }
    let copy = format!("{}.copy", ground.url().strip_prefix("sqlite:").unwrap());
    let vacuum: &'static str = format!("VACUUM INTO '{copy}'").leak();
    ground.damage(&[vacuum]).await;
    std::fs::read(copy).unwrap()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

impl World<'_> {
    /// A pupil with everything that could be known of them, who came from eKool, and about whom somebody wrote something.
    async fn canary(&self) -> AccountId {
        let account = self.pupil("k1", "Kanaarilind", 2013).await;
        self.claim(&assertion("ekool", "m1", "Kanaarilind", 2013), &account).await;
        self.sql(FACTS).await;
        let (now, random, id) = (self.ground.now(), &self.ground.random, &account);
        self.storage(|tx| async move {
            tx.execute(PERSON, args![now]).await?;
            let actor = Actor::Cli("test".to_owned());
            let detail = json!({ "reason": "kanaari ema palus" });
            let entry = Entry { account: Some(id), detail, ..Entry::new(now, "person.signed_out", &actor) };
            audit::record(&tx, random, &entry).await
        })
        .await;
        account
    }

    async fn erase(&self, account: &AccountId) -> Result<Erased, LinkingError> {
        let (ground, actor) = (&self.ground.ground(), &Actor::Cli("test".to_owned()));
        let erasing = &Erasing { account, school: None, actor, reason: "They asked for it" };
        self.write(|tx| async move { erase(&tx, ground, erasing).await }).await
    }

    async fn export(&self, account: &AccountId) -> Value {
        let (ground, actor) = (&self.ground.ground(), &Actor::Cli("test".to_owned()));
        self.write(|tx| async move { export_person(&tx, ground, account, (actor, None)).await }).await.unwrap()
    }

    async fn is_sound(&self) {
        for stream in Stream::ALL {
            while seal(self.ground, stream, 1_000).await.unwrap() > 0 {}
        }
        assert_eq!(check(&self.ground.db, &self.ground.vault, self.ground.now()).await.unwrap(), []);
    }
}

/// P6: six canaries, in every column of every table, in the file, and in the log while they are forgotten.
#[tokio::test]
async fn nothing_names_whoever_was_forgotten_and_the_chain_is_whole() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.canary().await;
        world.is_sound().await;
        let before = found(&ground, &CANARIES).await;
        for canary in CANARIES {
            assert!(before.iter().any(|place| place.ends_with(canary)), "{canary} was nowhere: {before:?}");
        }
        let log = Log::default();
        let listening = log.listen();
        let erased = world.erase(&account).await.unwrap();
        drop(listening);
        assert_eq!((erased.accounts, erased.links), (vec![account.clone()], 1));
        assert_eq!(found(&ground, &CANARIES).await, Vec::<String>::new());
        let bytes = bytes(&ground).await;
        for canary in CANARIES {
            assert!(!holds(&bytes, canary), "the file still holds {canary}");
            assert!(!log.text().contains(canary), "the log holds {canary}");
        }
        world.is_sound().await;
        assert!(matches!(world.erase(&account).await, Err(LinkingError::Gone)), "once is enough");
        counted("P6", &format!("{} places of 6 canaries before, 0 after", before.len()));
    })
    .await;
}

/// Whoever comes back with the same subject is somebody who was never here.
#[tokio::test]
async fn whoever_was_forgotten_comes_back_as_a_stranger() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.canary().await;
        world.erase(&account).await.unwrap();
        let link = world.arrive(&assertion("ekool", "m1", "Kanaarilind", 2013)).await.answer(Answer::No).bear().await;
        assert_ne!(link.unwrap().account_id, account);
        let told = "SELECT COUNT(*) AS n FROM event WHERE kind = 'account.erased' AND sub = 'k1' AND payload = '{}'";
        assert_eq!(world.count(told).await, 1, "the platform is told its own id, and nothing else");
        world.is_sound().await;
    })
    .await;
}

/// Another person is untouched, also one who shares everything that can be shared.
#[tokio::test]
async fn nobody_else_is_forgotten() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.canary().await;
        let other = world.pupil("k2", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m2", "Mari", 2014), &other).await;
        let before = world.export(&other).await;
        world.erase(&account).await.unwrap();
        let (mut before, mut after) = (before, world.export(&other).await);
        // That it was taken out stands in the log the second time.
        for told in [&mut before, &mut after] {
            told["audit"].as_array_mut().unwrap().retain(|row| row["action"] != "privacy.exported");
            told["exported_at"] = Value::Null;
        }
        assert_eq!(before, after);
    })
    .await;
}

/// An account that went into theirs is theirs, and cannot come back afterwards.
#[tokio::test]
async fn what_went_into_an_account_is_forgotten_with_it_for_good() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.canary().await;
        let gone = world.pupil("k2", "Kanaarilind", 2013).await;
        let (now, late) = (ground.now(), ground.now() + chrono::TimeDelta::days(180));
        let (into, went) = (&account, &gone);
        world
            .storage(|tx| async move {
                let merge = "INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, rule, reason, merged_at, \
                    merged_by, undo_until) VALUES ('mrg_00000000000000000000000001', 'opiq', $1, $2, 'school', 'door.1', \
                    'kanaari ema palus', $3, 'cli:test', $4)";
                tx.execute(merge, args![went, into, now, late]).await?;
                tx.execute("UPDATE account SET merged_into = $2 WHERE id = $1", args![went, into]).await
            })
            .await;
        let erased = world.erase(&gone).await.unwrap();
        assert_eq!(erased.accounts, [account, gone], "by either of them");
        assert_eq!(found(&ground, &CANARIES).await, Vec::<String>::new());
        let open = "SELECT COUNT(*) AS n FROM account_merge WHERE undo_until > merged_at";
        assert_eq!(world.count(open).await, 0, "the clock stands still here, so it was over at once");
    })
    .await;
}

/// S33: within ten seconds, with everything, and without what is another person's or only a key.
#[tokio::test]
async fn a_person_is_told_what_is_held_about_them() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.canary().await;
        let begun = Instant::now();
        let told = world.export(&account).await;
        assert!(begun.elapsed().as_secs() < 10);
        assert_eq!(told["accounts"][0]["given_name"], "Kanaarilind");
        assert_eq!(told["accounts"][0]["birth_date"], "2013-11-29");
        assert_eq!(told["identities"][0]["subject"], "m1");
        assert_eq!(told["rosters"][0]["class_name"], "5B");
        assert_eq!(told["roles"][0]["school"], "Tamme Kool");
        let reasons = told["audit"].as_array().unwrap().iter().filter_map(|row| row["detail"].as_str());
        assert!(reasons.into_iter().any(|detail| detail.contains("kanaari ema palus")));
        let text = told.to_string();
        assert!(!text.contains("$argon2id$") && !text.contains("hash-of-kanaar"), "{text}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM audit WHERE action = 'privacy.exported'").await, 1);
    })
    .await;
}

/// Whoever asks a second person says why in their own words, and those name the person.
#[tokio::test]
async fn what_was_typed_for_a_second_person_is_forgotten_too() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.pupil("k1", "Mari", 2013).await;
        let asked = &Proposal {
            id: ProposalId::random(&ground.random),
            kind: ProposalKind::Erase,
            platform_id: world.platform.clone(),
            school_id: world.school.clone(),
            object: format!("account:{account}"),
            hash: "shown".to_owned(),
            payload: String::new(),
            reason: CANARIES[5].to_owned(),
            made_by: world.pupil("k2", "Jaan", 2013).await,
            made_at: ground.now(),
            expires_at: ground.now() + TimeDelta::days(7),
            decided_at: None,
            decided_by: None,
            agreed: None,
            spent_at: None,
        };
        let random = &ground.random;
        world
            .storage(|tx| async move {
                proposals::insert(&tx, asked).await?;
                let actor = Actor::Account(asked.made_by.clone());
                let entry = Entry {
                    platform: Some(&asked.platform_id),
                    school: Some(&asked.school_id),
                    object: Some(format!("proposal:{}", asked.id)),
                    detail: json!({ "reason": asked.reason }),
                    ..Entry::new(asked.made_at, "second.asked", &actor)
                };
                audit::record(&tx, random, &entry).await
            })
            .await;
        assert_eq!(found(&ground, &CANARIES).await.len(), 2, "in the proposal, and in the audit log");
        world.erase(&account).await.unwrap();
        assert_eq!(found(&ground, &CANARIES).await, Vec::<String>::new());
        world.is_sound().await;
    })
    .await;
}
