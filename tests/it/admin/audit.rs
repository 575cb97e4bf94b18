//! The audit log as a school sees it.

use koppel::args;
use koppel::domain::{AccountId, Actor, ConsoleRole, LinkId};
use koppel::jobs;
use koppel::storage::audit::{self, Entry};
use koppel::storage::{Durability, StorageError, Tx, proposals};

use super::desk::{Console, OTHER, PLATFORM, SCHOOL, at};
use super::objects::person;
use crate::support::{TestGround, both_engines, seed};

/// Runs the jobs after which a row is on its page.
pub async fn placed(console: &Console) {
    for name in ["sealer", "audit_places"] {
        let job = jobs::all().into_iter().find(|job| job.name() == name).unwrap();
        job.run_once(&console.ground).await.unwrap();
    }
}

/// Somebody else agrees to everything that waits at [`SCHOOL`].
pub async fn agree(console: &Console) {
    let (other, now) = (&seed::account(&console.ground, &console.ground.random.secret()).await, console.ground.now());
    let write = |tx: Tx| async move {
        let open = proposals::list_open(&tx, &PLATFORM.parse().unwrap(), &SCHOOL.parse().unwrap(), now).await?;
        assert_eq!(open.len(), 1);
        proposals::decide(&tx, &open[0].id, other, true, now).await
    };
    console.ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}

async fn linked(console: &Console, account: &AccountId) -> LinkId {
    seed::link(&console.ground, account, &console.ground.random.secret()).await
}

async fn page(console: &Console, tail: &str) -> String {
    let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
    let page = admin.get(&at(SCHOOL, tail)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

#[tokio::test]
async fn a_school_sees_what_happened_to_its_people_and_to_nobody_else() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (ours, theirs) = (person(&console, SCHOOL).await, person(&console, OTHER).await);
        for account in [&ours, &theirs] {
            linked(&console, account).await;
        }
        placed(&console).await;
        let body = page(&console, "/audit").await;
        assert!(body.contains(ours.as_str()) && body.contains("link.created"), "{body}");
        assert!(!body.contains(theirs.as_str()), "{body}");
        let none = page(&console, &format!("/audit?account={theirs}")).await;
        assert!(none.contains("Nothing was found") && !none.contains("link.created"), "{none}");
    })
    .await;
}

/// What another school did in its own name to somebody who is at both is that school's.
#[tokio::test]
async fn what_another_school_did_is_not_shown() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = &person(&console, SCHOOL).await;
        let (now, random) = (console.ground.now(), &console.ground.random);
        let write = |tx: Tx| async move {
            let (actor, platform) = (Actor::Cli("test".to_owned()), PLATFORM.parse().unwrap());
            for (school, action) in [(OTHER, "person.signed_out"), (SCHOOL, "person.code_printed")] {
                let school = school.parse().unwrap();
                let entry = Entry {
                    platform: Some(&platform),
                    school: Some(&school),
                    account: Some(account),
                    ..Entry::new(now, action, &actor)
                };
                audit::record(&tx, random, &entry).await?;
            }
            Ok::<_, StorageError>(())
        };
        console.ground.db.write(Durability::Durable, write).await.unwrap();
        placed(&console).await;
        let body = page(&console, "/audit").await;
        assert!(body.contains("person.code_printed") && !body.contains("person.signed_out"), "{body}");
    })
    .await;
}

/// P5: whoever is withheld did nothing, and nothing was done to them.
#[tokio::test]
async fn whoever_is_withheld_is_not_in_it() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        linked(&console, &account).await;
        placed(&console).await;
        assert!(page(&console, "/audit").await.contains(account.as_str()));
        console
            .change(
                "INSERT INTO withheld (key, since) VALUES ('account:' || $1, $2)",
                args![&account, console.ground.now()],
            )
            .await;
        let body = page(&console, "/audit").await;
        assert!(!body.contains(account.as_str()) && !body.contains("link.created"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_by_what_happened_and_goes_on_where_it_stopped() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        for _ in 0..51 {
            linked_elsewhere(&console, &account).await;
        }
        placed(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let first = admin.get(&at(SCHOOL, "/audit?action=person.")).await.body;
        assert_eq!(first.matches("person.signed_out").count(), 50, "{first}");
        let older = first.split_once("id=\"audit-older\" href=\"").unwrap().1.split('"').next().unwrap();
        let second = admin.get(&older.replace("&#38;", "&").replace("&amp;", "&")).await.body;
        assert_eq!(second.matches("<td data-label=\"What\">person.signed_out</td>").count(), 1, "{second}");
        assert!(!second.contains("audit-older"), "{second}");
        let nothing = admin.get(&at(SCHOOL, "/audit?action=person!")).await.body;
        assert!(nothing.contains("Nothing was found"), "{nothing}");
    })
    .await;
}

async fn linked_elsewhere(console: &Console, account: &AccountId) {
    let (now, random) = (console.ground.now(), &console.ground.random);
    let write = |tx: Tx| async move {
        let (actor, platform) = (Actor::Cli("test".to_owned()), PLATFORM.parse().unwrap());
        let entry =
            Entry { platform: Some(&platform), account: Some(account), ..Entry::new(now, "person.signed_out", &actor) };
        audit::record(&tx, random, &entry).await
    };
    console.ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}

#[tokio::test]
async fn the_log_is_taken_out_once_a_second_person_has_agreed() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        linked(&console, &account).await;
        placed(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, "/audit/export");
        assert_eq!(admin.post(&path, &[]).await.status, 422, "a reason is wanted");
        let asked = admin.post(&path, &[("reason", "The inspector asked")]).await;
        assert!(asked.status == 200 && asked.body.contains("A second person was asked"), "{}", asked.body);
        assert!(!asked.body.contains("export-get"));
        agree(&console).await;
        let other = admin.post(&path, &[("action", "account.")]).await;
        assert_eq!(other.status, 422, "something else was agreed to");
        let file = admin.post(&path, &[]).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert!(file.body.starts_with("number,at,action,"), "{}", file.body);
        assert!(file.body.contains(&format!("\"link.created\",\"job:test\",\"{account}\"")), "{}", file.body);
        assert_eq!(admin.post(&path, &[]).await.status, 422, "once is once");
    })
    .await;
}

/// Two pages and a half, made at once: so many that nobody writes them one by one.
const MANY: &str = "WITH RECURSIVE many (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < 2500) \
    INSERT INTO audit (id, at, action, actor, platform_id, school_id, account_id, salt, commitment, number, chain_hash) \
    SELECT 'many' || i, $1, 'person.signed_out', 'cli:test', 'opiq', 'ehis:123', $2, '', '', 1000000 + i, '' FROM many";
const PLACES: &str =
    "INSERT INTO audit_place (school_id, number) SELECT 'ehis:123', number FROM audit WHERE number > 1000000";

/// A log of years is sent while it is read: nobody counts it first, because nobody holds all of it.
#[tokio::test]
async fn a_long_log_is_sent_page_by_page() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let account = person(&console, SCHOOL).await;
        console.change(MANY, args![console.ground.now(), &account]).await;
        console.change(PLACES, args![]).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = at(SCHOOL, "/audit/export");
        admin.post(&path, &[("action", "person."), ("reason", "The inspector asked")]).await;
        agree(&console).await;
        let file = admin.post(&path, &[("action", "person.")]).await;
        assert_eq!(file.status, 200, "{}", file.body);
        assert!(!file.headers.contains_key("content-length"), "{:?}", file.headers);
        let numbers: Vec<u64> =
            file.body.lines().skip(1).filter_map(|line| line.split('"').nth(1)?.parse().ok()).collect();
        assert_eq!(numbers, (1_000_001..=1_002_500).rev().collect::<Vec<_>>());
    })
    .await;
}
