//! Who administers a school, and what waits for a second person, on both engines.

use chrono::TimeDelta;
use koppel::domain::{AccountId, ConsoleRole, GrantId, PlatformId, ProposalId, ProposalKind, SchoolId, Time};
use koppel::storage::console_grants::{self, Grant};
use koppel::storage::proposals::{self, PROPOSAL_DAYS, Proposal};
use koppel::storage::schools::{self, PlatformSchool};
use koppel::storage::{Durability, StorageError, Tx};

use crate::support::{TestGround, both_engines, seed};

fn opiq() -> PlatformId {
    "opiq".parse().unwrap()
}

fn tamme() -> SchoolId {
    "ehis:123".parse().unwrap()
}

/// Two accounts of a platform where the school is.
async fn two(ground: &TestGround) -> (AccountId, AccountId) {
    seed::basics(ground).await;
    let place = &PlatformSchool::fresh(&opiq(), &tamme(), ground.now());
    ground.db.write(Durability::Durable, |tx: Tx| async move { schools::join(&tx, place).await }).await.unwrap();
    (seed::account(ground, "1").await, seed::account(ground, "2").await)
}

fn grant(ground: &TestGround, account: &AccountId, role: ConsoleRole, expires_at: Option<Time>) -> Grant {
    Grant {
        id: GrantId::random(&ground.random),
        platform_id: opiq(),
        school_id: tamme(),
        account_id: account.clone(),
        role,
        reason: None,
        since: ground.now(),
        given_by: "cli:test".to_owned(),
        expires_at,
        ended_at: None,
        ended_by: None,
    }
}

async fn give(ground: &TestGround, grant: &Grant) -> bool {
    let write = |tx: Tx| async move { console_grants::insert(&tx, grant).await };
    ground.db.write(Durability::Durable, write).await.unwrap()
}

async fn held(ground: &TestGround, account: &AccountId) -> Vec<ConsoleRole> {
    let now = ground.now();
    let read = |tx: Tx| async move {
        let here = console_grants::find_live(&tx, &opiq(), &tamme(), account, now).await?;
        assert_eq!(here, console_grants::list_live(&tx, account, now).await?, "there is one school");
        Ok::<_, StorageError>(here)
    };
    ground.db.read(read).await.unwrap().into_iter().map(|grant| grant.role).collect()
}

#[tokio::test]
async fn a_grant_holds_until_it_ends_or_runs_out_and_can_be_given_again() {
    both_engines(async |ground: TestGround| {
        let (kadri, _) = two(&ground).await;
        let until = ground.now() + TimeDelta::hours(4);
        let (admin, support) = (
            grant(&ground, &kadri, ConsoleRole::SchoolAdmin, None),
            grant(&ground, &kadri, ConsoleRole::Support, Some(until)),
        );
        assert!(give(&ground, &admin).await && give(&ground, &support).await);
        assert!(!give(&ground, &grant(&ground, &kadri, ConsoleRole::SchoolAdmin, None)).await, "once each");
        assert_eq!(held(&ground, &kadri).await, [ConsoleRole::SchoolAdmin, ConsoleRole::Support]);
        ground.clock.advance(TimeDelta::hours(4));
        assert_eq!(held(&ground, &kadri).await, [ConsoleRole::SchoolAdmin], "the hours are over");
        assert!(give(&ground, &grant(&ground, &kadri, ConsoleRole::Support, None)).await, "again");
        let (id, now) = (&admin.id, ground.now());
        let end = |tx: Tx| async move { console_grants::end(&tx, id, now, "cli:test").await };
        ground.db.write(Durability::Durable, end).await.unwrap();
        assert_eq!(held(&ground, &kadri).await, [ConsoleRole::Support]);
        let again = ground.db.write(Durability::Durable, end).await;
        assert!(matches!(again, Err(StorageError::Changed)));
        let read = |tx: Tx| async move { console_grants::list_of_school(&tx, &opiq(), &tamme()).await };
        assert_eq!(ground.db.read(read).await.unwrap().len(), 3, "ended ones too");
    })
    .await;
}

fn proposal(ground: &TestGround, by: &AccountId) -> Proposal {
    Proposal {
        id: ProposalId::random(&ground.random),
        kind: ProposalKind::Merge,
        platform_id: opiq(),
        school_id: tamme(),
        object: "acc_1,acc_2".to_owned(),
        hash: "shown".to_owned(),
        payload: "sealed".to_owned(),
        reason: "One pupil".to_owned(),
        made_by: by.clone(),
        made_at: ground.now(),
        expires_at: ground.now() + TimeDelta::days(PROPOSAL_DAYS),
        decided_at: None,
        decided_by: None,
        agreed: None,
        spent_at: None,
    }
}

async fn propose(ground: &TestGround, row: &Proposal) -> Result<(), StorageError> {
    ground.db.write(Durability::Durable, |tx: Tx| async move { proposals::insert(&tx, row).await }).await
}

async fn decide(ground: &TestGround, row: &Proposal, by: &AccountId, agreed: bool) -> Result<(), StorageError> {
    let now = ground.now();
    let write = |tx: Tx| async move { proposals::decide(&tx, &row.id, by, agreed, now).await };
    ground.db.write(Durability::Durable, write).await
}

async fn spend(ground: &TestGround, row: &Proposal) -> Result<(), StorageError> {
    let now = ground.now();
    ground.db.write(Durability::Durable, |tx: Tx| async move { proposals::spend(&tx, &row.id, now).await }).await
}

/// Whether one of them may be used for what was shown.
async fn may_be_used(ground: &TestGround, hash: &str) -> bool {
    let now = ground.now();
    let read = |tx: Tx| async move {
        proposals::find_agreed(&tx, ProposalKind::Merge, &opiq(), "acc_1,acc_2", hash, now).await
    };
    ground.db.read(read).await.unwrap().is_some()
}

#[tokio::test]
async fn only_another_person_agrees_and_what_was_agreed_to_is_done_once() {
    both_engines(async |ground: TestGround| {
        let (kadri, mart) = two(&ground).await;
        let row = proposal(&ground, &kadri);
        propose(&ground, &row).await.unwrap();
        assert!(matches!(propose(&ground, &proposal(&ground, &mart)).await, Err(StorageError::Taken)));
        assert!(matches!(spend(&ground, &row).await, Err(StorageError::Changed)), "nobody has agreed");
        assert!(matches!(decide(&ground, &row, &kadri, true).await, Err(StorageError::Changed)), "their own");
        decide(&ground, &row, &mart, true).await.unwrap();
        assert!(matches!(decide(&ground, &row, &mart, false).await, Err(StorageError::Changed)), "twice");
        assert!(may_be_used(&ground, "shown").await && !may_be_used(&ground, "something else").await);
        spend(&ground, &row).await.unwrap();
        assert!(matches!(spend(&ground, &row).await, Err(StorageError::Changed)), "once");
        assert!(!may_be_used(&ground, "shown").await);
        let id = &row.id;
        let found = ground.db.read(|tx: Tx| async move { proposals::find(&tx, id).await }).await.unwrap().unwrap();
        assert_eq!((found.payload.as_str(), found.decided_by), ("", Some(mart)));
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_or_ran_out_is_never_done() {
    both_engines(async |ground: TestGround| {
        let (kadri, mart) = two(&ground).await;
        let refused = proposal(&ground, &kadri);
        propose(&ground, &refused).await.unwrap();
        decide(&ground, &refused, &mart, false).await.unwrap();
        assert!(matches!(spend(&ground, &refused).await, Err(StorageError::Changed)));
        let late = proposal(&ground, &kadri);
        propose(&ground, &late).await.unwrap();
        let open = async || {
            let now = ground.now();
            let read = |tx: Tx| async move { proposals::list_open(&tx, &opiq(), &tamme(), now).await };
            ground.db.read(read).await.unwrap().len()
        };
        assert_eq!(open().await, 1);
        ground.clock.advance(TimeDelta::days(PROPOSAL_DAYS));
        assert_eq!(open().await, 0);
        assert!(matches!(decide(&ground, &late, &mart, true).await, Err(StorageError::Changed)), "too late");
        propose(&ground, &proposal(&ground, &mart)).await.unwrap();
        let find = |tx: Tx| async move { proposals::find_open(&tx, ProposalKind::Merge, &opiq(), "acc_1,acc_2").await };
        assert_eq!(ground.db.read(find).await.unwrap().unwrap().made_by, mart);
    })
    .await;
}
