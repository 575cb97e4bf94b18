//! Pupils who were forgotten, and pupils who are withheld: what the platform reads of them.

use std::collections::BTreeMap;

use koppel::args;
use koppel::domain::{AccountId, Actor};
use koppel::linking::privacy::{Erasing, Protect, erase, protect};
use koppel::linking::{EndReason, end};
use koppel::storage::licences::Holder;
use koppel::storage::links;
use serde_json::Value;

use super::house::{House, id};
use crate::issuer::desk::Desk;
use crate::roster::school::{given, pupil};
use crate::support::{TestGround, both_engines};

/// Everything that can be read of people.
const LISTS: [&str; 3] = ["users", "students", "enrollments"];

async fn account(desk: &Desk, subject: &str) -> AccountId {
    let sql = "SELECT account_id FROM link WHERE subject = $1";
    desk.ground.db.find::<Holder>(sql, args![subject]).await.unwrap().unwrap().account_id
}

impl House<'_> {
    /// Two pupils of one class, each with an account; answers their subs.
    async fn two_pupils(&self) -> [String; 2] {
        self.school.apply(&self.school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let sql = "SELECT a.sub AS n FROM account a JOIN link l ON l.account_id = a.id WHERE l.subject = 'p0000'";
        let first = self.text(sql).await;
        let all: Vec<String> = self.list("users").await.iter().map(id).collect();
        assert_eq!(all.len(), 2, "{all:?}");
        let second = all.into_iter().find(|sub| *sub != first).unwrap();
        [first, second]
    }

    async fn forget(&self, account: &AccountId) {
        let (ground, actor) = (&self.desk.ground.ground(), &Actor::Cli("test".to_owned()));
        let erasing = &Erasing { account, school: None, actor, reason: "They asked for it" };
        self.school.world.write(|tx| async move { erase(&tx, ground, erasing).await }).await.unwrap();
    }

    async fn withhold(&self, account: &AccountId) {
        let ground = &self.desk.ground.ground();
        self.school.world.storage(|tx| async move { protect(&tx, ground, Protect::Account(account)).await }).await;
    }

    async fn end_links(&self, account: &AccountId) {
        let (ground, actor) = (&self.desk.ground.ground(), &Actor::Cli("test".to_owned()));
        let end_all = |tx| async move {
            for link in links::list_live(&tx, account).await? {
                end(&tx, ground, &link.id, EndReason::Administrator, actor).await?;
            }
            Ok(())
        };
        self.school.world.write(end_all).await.unwrap();
    }

    /// How many a list says that there are.
    async fn total(&self, path: &str) -> String {
        self.read(path).await.headers["x-total-count"].to_str().unwrap().to_owned()
    }
}

/// Once, by the id that the platform knows, and without anything else.
#[tokio::test]
async fn whoever_was_forgotten_is_told_once_as_gone() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let [sub, other] = house.two_pupils().await;
        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        house.forget(&account(&desk, "p0000").await).await;
        let gone = BTreeMap::from([(sub.clone(), "tobedeleted".to_owned())]);
        assert_eq!(house.since("users", before).await, gone);
        assert_eq!(house.since("students", before).await, gone, "as what they were");
        assert_eq!(house.since("teachers", before).await, BTreeMap::new());
        let told = house.read(&format!("users/{sub}")).await.json()["user"].clone();
        assert_eq!((&told["status"], &told["enabledUser"]), (&"tobedeleted".into(), &Value::Bool(false)));
        assert!(
            ["username", "givenName", "familyName", "email", "roles", "metadata"].iter().all(|key| told[key].is_null())
        );
        assert_eq!((house.total("users").await, house.list("users").await.len()), ("2".to_owned(), 2));
        assert_eq!(house.list("users?filter=status%3D'active'").await.iter().map(id).collect::<Vec<_>>(), [other]);
        for list in LISTS {
            assert!(!house.read(list).await.body.contains("erased:"), "{list}");
        }
        house.pass(1);
        assert_eq!(house.since("users", desk.ground.now() - chrono::TimeDelta::seconds(1)).await, BTreeMap::new());
    })
    .await;
}

/// A `sub` that the platform has given to somebody else since is that one's alone.
#[tokio::test]
async fn a_sub_that_is_somebody_elses_now_is_not_told_as_gone() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let old = house.school.world.pupil("17", &given(0), 2014).await;
        crate::support::seed::link(&desk.ground, &old, "p0000").await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0)])).await;
        house.forget(&old).await;
        assert_eq!(house.list("users").await.iter().map(id).collect::<Vec<_>>(), ["17"]);
        house.school.world.pupil("17", &given(5), 2013).await;
        assert_eq!(house.list("users").await, Vec::<Value>::new());
        assert_eq!(house.read("users/17").await.status, 404);
    })
    .await;
}

/// P5: not as somebody who is there, not as somebody who is gone, and in no number.
#[tokio::test]
async fn whoever_is_withheld_is_never_told_of() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let [sub, other] = house.two_pupils().await;
        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        let hidden = account(&desk, "p0000").await;
        house.withhold(&hidden).await;
        let end = "UPDATE account SET disabled_at = $2, updated_at = $2 WHERE id = $1";
        for change in ["UPDATE account SET updated_at = $2 WHERE id = $1", end] {
            let (now, hidden) = (desk.ground.now(), &hidden);
            house.school.world.storage(|tx| async move { tx.execute(change, args![hidden, now]).await }).await;
            for list in LISTS {
                let body = house.read(list).await.body;
                assert!(body.contains(&other) && !body.contains(&sub), "{list}: {body}");
                assert_eq!(house.total(list).await, "1", "{list}");
                assert_eq!(house.since(list, before).await, BTreeMap::new(), "{list}");
            }
            assert_eq!(house.read(&format!("users/{sub}")).await.status, 404);
        }
        house.forget(&hidden).await;
        assert_eq!(house.since("users", before).await, BTreeMap::new(), "nor when they are forgotten");
    })
    .await;
}

/// Nor as somebody who waits for an account: an alias would be a count of one more.
#[tokio::test]
async fn whoever_is_withheld_does_not_wait_either() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        house.two_pupils().await;
        let hidden = account(&desk, "p0000").await;
        house.withhold(&hidden).await;
        house.end_links(&hidden).await;
        assert_ne!(
            house.school.world.count("SELECT COUNT(*) AS n FROM standing").await,
            0,
            "there is what would show them"
        );
        for list in LISTS {
            assert_eq!((house.list(list).await.len(), house.total(list).await), (1, "1".to_owned()), "{list}");
        }
    })
    .await;
}
