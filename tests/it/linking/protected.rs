//! Protected identities: S34 to S36, and P5 of the catalogue.

use koppel::domain::{AccountId, Actor, LinkOrigin, SubjectKey};
use koppel::linking::privacy::{Protect, protect, release};
use koppel::linking::{Answer, Block, Decision, EndReason, LinkingError, end};
use koppel::storage::accounts::Account;
use koppel::storage::identities::{self, Identity};
use koppel::storage::{accounts, withheld};

use super::vouch::vouch;
use super::world::{World, assertion};
use crate::support::both_engines;

const CASES: &str = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'suspected_duplicate'";
const TRACES: &str = "SELECT (SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM notice) \
    + (SELECT COUNT(*) FROM school_case) AS n";

fn key(subject: &str) -> SubjectKey {
    SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: subject.to_owned() }
}

impl World<'_> {
    pub(super) async fn hide(&self, subject: &str) {
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
        assert_eq!(world.count(classes).await, 0, "the sign-in wrote no class back");
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

/// S36: not by the old account's own password either, also where the button was drawn before. No link and no case is left
/// that leads from one to the other, and the page is that of an account that is switched off.
#[tokio::test]
async fn a_new_identity_is_not_joined_to_an_old_account_by_its_password() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let old = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "new", "Mari", 2014);
        let before = world.arrive(&said).await.proven(world.password(&old));
        let value = before.offer().await;
        world.hide("new").await;
        let closed = Decision::Blocked(Block::Account);
        let Err(LinkingError::Changed(now)) = before.attach(&value).await else { panic!("it was joined") };
        assert_eq!(*now, closed);
        assert_eq!(world.arrive(&said).await.proven(world.password(&old)).decide().await, closed);
        let link = world.arrive(&said).await.answer(Answer::No).bear().await.unwrap();
        assert_ne!(link.account_id, old, "they go on as somebody new");
        let tried = world.arrive(&said).await.proven(world.password(&old));
        assert_eq!(tried.decide().await, closed, "from the new account too");
        assert!(!tried.ask_school().await.unwrap_or(false));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM school_case").await, 0);
    })
    .await;
}

/// The same the other way round. What was together before comes back: the row of the ended link says it already.
#[tokio::test]
async fn a_withheld_account_takes_no_identity_but_its_own() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        let (own, other) = (assertion("ekool", "m1", "Mari", 2014), assertion("stuudium", "s1", "Mari", 2014));
        let link = world.claim(&own, &account).await;
        world.hide("m1").await;
        let closed = Decision::Blocked(Block::Account);
        assert_eq!(world.arrive(&other).await.proven(world.password(&account)).decide().await, closed);
        assert_eq!(world.arrive(&other).await.adding(world.password(&account)).decide().await, closed);
        let (ground, link, actor) = (&world.ground.ground(), &link.id, &Actor::Cli("test".to_owned()));
        world.write(|tx| async move { end(&tx, ground, link, EndReason::Administrator, actor).await }).await.unwrap();
        assert_eq!(world.claim(&own, &account).await.account_id, account);
    })
    .await;
}

/// S36: nobody's word brings them together.
#[tokio::test]
async fn nobody_vouches_for_whoever_is_withheld() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let (old, hidden) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Jaan", 2014).await);
        world.claim(&assertion("ekool", "j1", "Jaan", 2014), &hidden).await;
        world.hide("j1").await;
        world.hide("new").await;
        let identities = world.count("SELECT COUNT(*) AS n FROM identity").await;
        let stuudium = assertion("stuudium", "s1", "Jaan", 2014).key;
        for (key, account) in [(&key("new"), &old), (&stuudium, &hidden)] {
            for origin in [LinkOrigin::Import, LinkOrigin::Administrator, LinkOrigin::Teacher] {
                let Err(LinkingError::Changed(now)) = vouch(&world, key, account, origin).await else { panic!() };
                assert_eq!(*now, Decision::Blocked(Block::Account));
            }
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM link").await, 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM identity").await, identities);
    })
    .await;
}

/// A system that does not know that its pupil is protected writes no class back.
#[tokio::test]
async fn another_way_in_tells_no_class_of_a_withheld_account() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let account = world.pupil("17", "Mari", 2014).await;
        let other = assertion("stuudium", "s1", "Mari", 2014);
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &account).await;
        world.claim(&other, &account).await;
        world.arrive(&other).await.admit().await.unwrap();
        let told = "SELECT COUNT(*) AS n FROM account_role WHERE source = 'upstream:stuudium' AND class_name = '5B'";
        assert_eq!(world.count(told).await, 1);
        world.hide("m1").await;
        world.arrive(&other).await.admit().await.unwrap();
        assert_eq!(world.count(told).await, 0);
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
