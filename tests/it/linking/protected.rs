//! Protected identities: S34 to S36, and P5 of the catalogue.

use koppel::domain::{AccountId, SubjectKey};
use koppel::linking::Answer;
use koppel::linking::privacy::{Protect, protect, release};
use koppel::storage::accounts::Account;
use koppel::storage::identities::{self, Identity};
use koppel::storage::{accounts, withheld};

use super::world::{World, assertion};
use crate::support::both_engines;

const CASES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate'";
const TRACES: &str = "SELECT (SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM notice) \
    + (SELECT COUNT(*) FROM school_case) AS n";

fn key(subject: &str) -> SubjectKey {
    SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: subject.to_owned() }
}

impl World<'_> {
    async fn hide(&self, subject: &str) {
        let (ground, key) = (&self.ground.ground(), &key(subject));
        let write = |tx| async move {
            let subjects = [key.subject.as_str()];
            protect(&tx, ground, Protect::Subjects(&key.upstream, &key.scope, &subjects)).await
        };
        self.storage(write).await;
    }

    async fn account_row(&self, id: &AccountId) -> Account {
        self.storage(|tx| async move { accounts::find(&tx, id).await }).await.unwrap()
    }

    async fn identity_row(&self, subject: &str) -> Identity {
        let key = &key(subject);
        self.storage(|tx| async move { identities::find_by_key(&tx, key).await }).await.unwrap()
    }

    async fn is_out(&self, id: &AccountId) -> bool {
        self.storage(|tx| async move { withheld::is_account(&tx, id).await }).await
    }
}

fn is_empty(account: &Account) -> bool {
    let texts = [&account.given_name, &account.family_name, &account.email, &account.national_hash];
    texts.iter().all(|text| text.is_none()) && account.birth_date.is_none() && account.name_folded.is_empty()
}

/// S34, S35: what systems told is gone, nothing says so, and the person signs in as before.
#[tokio::test]
async fn whoever_becomes_protected_is_nameless_and_signs_in_as_before() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let said = assertion("ekool", "n1", "Nora", 2014);
        let link = world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        let (before, traces) = (world.account_row(&link.account_id).await, world.count(TRACES).await);
        assert!(!is_empty(&before));
        world.hide("n1").await;
        let after = world.account_row(&link.account_id).await;
        assert!(is_empty(&after), "{after:?}");
        assert_eq!(after.updated_at, before.updated_at, "nothing is announced");
        assert!(world.is_out(&link.account_id).await);
        let classes = "SELECT COUNT(*) AS n FROM account_role WHERE class_name IS NOT NULL";
        assert_eq!((world.count(TRACES).await, world.count(classes).await), (traces, 0));
        assert_eq!(world.arrive(&said).await.admit().await.unwrap().account, link.account_id);
        let identity = world.identity_row("n1").await;
        assert!(identity.is_blank() && identity.given_name.is_none(), "nothing is learned: {identity:?}");
        assert_eq!((identity.name_hash, identity.birth_hash), (None, None));
    })
    .await;
}

/// S36: an old and a new identity of one person never meet; without the protection they would.
#[tokio::test]
async fn a_new_identity_meets_nothing_old() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        world.pupil("17", "Mari", 2014).await;
        world.hide("new").await;
        let said = assertion("ekool", "new", "Mari", 2014);
        let link = world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        assert_eq!(world.count(CASES).await, 0, "nobody is told that it might be Mari");
        assert!(is_empty(&world.account_row(&link.account_id).await));
        assert!(world.is_out(&link.account_id).await && world.identity_row("new").await.is_blank());
        let plain = assertion("ekool", "plain", "Mari", 2014);
        world.arrive(&plain).await.answer(Answer::No).bear().await.unwrap();
        assert_eq!(world.count(CASES).await, 1, "of anybody else that is asked; the new one is never the other side");
    })
    .await;
}

/// What the platform knew itself is the platform's; the account is left out all the same, with what went into it.
#[tokio::test]
async fn an_imported_account_keeps_its_facts_and_is_left_out() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &account).await;
        world.hide("m1").await;
        assert_eq!(world.account_row(&account).await.given_name.as_deref(), Some("Mari"));
        assert!(world.is_out(&account).await);
        // The hash of a key is no way back to the person.
        let hashes = "SELECT COUNT(*) AS n FROM withheld WHERE key NOT LIKE 'account:%' AND LENGTH(key) = 43";
        assert_eq!(world.count(hashes).await, 1);
        let (ground, id) = (&world.ground.ground(), &account);
        assert!(world.storage(|tx| async move { release(&tx, ground, id).await }).await);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM withheld").await, 0, "account and key");
        world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await;
        assert_eq!(world.identity_row("m1").await.given_name.as_deref(), Some("Mari"), "and they are known again");
    })
    .await;
}

#[tokio::test]
async fn protecting_an_account_protects_whoever_signs_in_to_it() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &account).await;
        let (ground, id) = (&world.ground.ground(), &account);
        world.storage(|tx| async move { protect(&tx, ground, Protect::Account(id)).await }).await;
        assert!(world.is_out(&account).await && world.identity_row("m1").await.is_blank());
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM withheld").await, 2);
    })
    .await;
}
