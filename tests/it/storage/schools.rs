//! Platforms, schools and what is enabled there, on both engines.

use koppel::domain::{EnablingId, NewAccounts, PasswordOwner, PlatformId, SchoolId, SubMode, UpstreamId};
use koppel::storage::platforms::{self, Platform};
use koppel::storage::schools::{self, PlatformSchool, School, SchoolNumber, SchoolUpstream};
use koppel::storage::{Durability, StorageError};

use crate::support::{TestGround, both_engines, seed};

fn school(ground: &TestGround, id: &str) -> School {
    School {
        id: id.parse().unwrap(),
        name: "Kuu kool".to_owned(),
        country: "EE".to_owned(),
        time_zone: "Europe/Tallinn".to_owned(),
        created_at: ground.now(),
        disabled_at: None,
    }
}

#[tokio::test]
async fn a_platform_is_kept_changed_and_not_made_twice() {
    both_engines(async |ground: TestGround| {
        let row = &Platform {
            id: "own".parse().unwrap(),
            name: "Own".to_owned(),
            sub_mode: SubMode::Pairwise,
            password_owner: PasswordOwner::Platform,
            home_url: None,
            colour: None,
            moves_history_since: None,
            created_at: ground.now(),
            disabled_at: None,
        };
        let insert = |tx| async move { platforms::insert(&tx, row).await };
        ground.db.write(Durability::Durable, insert).await.unwrap();
        assert!(matches!(ground.db.write(Durability::Durable, insert).await, Err(StorageError::Taken)));
        let changed = &Platform { colour: Some("#123456".to_owned()), disabled_at: Some(ground.now()), ..row.clone() };
        let update = |tx| async move { platforms::update(&tx, changed).await };
        ground.db.write(Durability::Durable, update).await.unwrap();
        let found = ground.db.read(|tx| async move { platforms::find(&tx, &row.id).await }).await.unwrap();
        assert_eq!(found.as_ref(), Some(changed));
        let listed = ground.db.read(|tx| async move { platforms::list(&tx).await }).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(changed));
    })
    .await;
}

#[tokio::test]
async fn a_school_is_found_by_each_of_its_numbers() {
    both_engines(async |ground: TestGround| {
        let row = &school(&ground, "ehis:7");
        let other: &SchoolId = &"brin:99XX-00".parse().unwrap();
        let number = &SchoolNumber { number: other.clone(), school_id: row.id.clone() };
        let write = |tx| async move {
            schools::insert(&tx, row).await?;
            schools::insert_number(&tx, number).await
        };
        ground.db.write(Durability::Durable, write).await.unwrap();
        for number in [&row.id, other] {
            let find = |tx| async move { schools::find_by_number(&tx, number).await };
            assert_eq!(ground.db.read(find).await.unwrap().as_ref(), Some(row));
        }
        let taken = &school(&ground, "brin:99XX-00");
        let again = ground.db.write(Durability::Durable, |tx| async move { schools::insert(&tx, taken).await }).await;
        assert!(matches!(again, Err(StorageError::Taken)));
        let numbers = ground.db.read(|tx| async move { schools::list_numbers(&tx, &row.id).await }).await.unwrap();
        assert_eq!(numbers.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_school_comes_to_a_platform_once_and_keeps_what_it_decided() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let (platform, school): (&PlatformId, &SchoolId) = (&"opiq".parse().unwrap(), &"ehis:123".parse().unwrap());
        let fresh = &PlatformSchool::fresh(platform, school, ground.now());
        let join = |tx| async move { schools::join(&tx, fresh).await };
        let first = ground.db.write::<_, StorageError, _, _>(Durability::Durable, join).await.unwrap();
        let decided = &PlatformSchool { new_accounts: NewAccounts::AskSchool, ..fresh.clone() };
        let update = |tx| async move { schools::update_at_platform(&tx, decided).await };
        ground.db.write(Durability::Durable, update).await.unwrap();
        let second = ground.db.write::<_, StorageError, _, _>(Durability::Durable, join).await.unwrap();
        assert_eq!((first, second), (true, false));
        let find = |tx| async move { schools::find_at_platform(&tx, platform, school).await };
        assert_eq!(ground.db.read(find).await.unwrap().as_ref(), Some(decided));
        let all = ground.db.read(|tx| async move { schools::list_at_platform(&tx, platform).await }).await.unwrap();
        assert_eq!(all, std::slice::from_ref(decided));
    })
    .await;
}

#[tokio::test]
async fn an_upstream_is_enabled_once_and_its_past_is_kept() {
    both_engines(async |ground: TestGround| {
        seed::basics(&ground).await;
        let (platform, school): (PlatformId, SchoolId) = ("opiq".parse().unwrap(), "ehis:123".parse().unwrap());
        let upstream: UpstreamId = "ekool".parse().unwrap();
        let (fresh, now) = (&PlatformSchool::fresh(&platform, &school, ground.now()), ground.now());
        let row = || SchoolUpstream {
            id: EnablingId::random(&ground.random),
            platform_id: platform.clone(),
            school_id: school.clone(),
            upstream_id: upstream.clone(),
            enabled_at: now,
            enabled_by: "cli:tester".to_owned(),
            ended_at: None,
            ended_by: None,
        };
        let (one, two, three, key) = (&row(), &row(), &row(), (&platform, &school, &upstream));
        let write = |tx| async move {
            schools::join(&tx, fresh).await?;
            let first = schools::enable_upstream(&tx, one).await?;
            let again = schools::enable_upstream(&tx, two).await?;
            let ended = schools::disable_upstream(&tx, key, now, "cli:other").await?;
            let gone = schools::find_enabling(&tx, key.0, key.1, key.2).await?.is_none();
            let later = schools::enable_upstream(&tx, three).await?;
            Ok::<_, StorageError>([first, again, ended, gone, later])
        };
        let said = ground.db.write(Durability::Durable, write).await.unwrap();
        assert_eq!(said, [true, false, true, true, true]);
        let all = ground.db.read(|tx| async move { schools::list_enablings(&tx, key.1).await }).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all.iter().filter(|row| row.ended_by.as_deref() == Some("cli:other")).count(), 1);
    })
    .await;
}
