//! Proving and changing passwords.

use koppel::accounts::passwords::{Attempt, Caller, Change, NewPassword, PasswordDesk, Proof, Weakness};
use koppel::domain::{AccountId, Actor, PasswordSource, PlatformId, Random};
use koppel::storage::Durability;

use super::import::bring_in;
use super::{account, by_external, count, school};
use crate::support::{TestGround, both_engines};

/// Mari with password `U*U`, Jaan with `my password`, Kati without one.
const PEOPLE: &str = "external_id,username,given_name,school,role,password_hash\n\
    1,mari,Mari,ehis:123,pupil,$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n\
    2,jaan,Jaan,ehis:123,pupil,AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==\n\
    3,kati,Kati,ehis:123,pupil,\n";

pub(super) async fn people(ground: &TestGround) -> PasswordDesk {
    school(ground).await;
    assert_eq!(bring_in(ground, PEOPLE).await.created, 3);
    PasswordDesk::with_places(&Random::counter(900), 2, 64)
}

async fn prove(desk: &PasswordDesk, ground: &TestGround, username: &str, password: &str) -> Proof {
    let platform: PlatformId = "opiq".parse().unwrap();
    let attempt = Attempt { platform: &platform, username, password, caller: Caller::default() };
    desk.prove(ground, &attempt).await.unwrap()
}

fn proven(proof: &Proof) -> Option<&AccountId> {
    if let Proof::Right(account) = proof { Some(&account.id) } else { None }
}

#[tokio::test]
async fn imported_passwords_work_and_are_hashed_anew_at_the_first_success() {
    both_engines(async |ground: TestGround| {
        let desk = people(&ground).await;
        for (external, username, password) in [("1", "MARI", "U*U"), ("2", "jaan", "my password")] {
            let id = by_external(&ground, external).await.unwrap().id;
            assert_eq!(prove(&desk, &ground, username, "something else").await, Proof::Wrong);
            for _ in 0..2 {
                assert_eq!(proven(&prove(&desk, &ground, username, password).await), Some(&id));
                let stored = account(&ground, &id).await;
                assert!(stored.password_hash.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
                assert_eq!(stored.password_source, Some(PasswordSource::Imported));
            }
        }
        assert_eq!(bring_in(&ground, PEOPLE).await.unchanged, 3, "the import leaves the new hashes alone");
    })
    .await;
}

/// B13's first half: the same answer for a missing name, an account without a password, and a wrong password.
#[tokio::test]
async fn nobody_learns_which_names_exist() {
    both_engines(async |ground: TestGround| {
        let desk = people(&ground).await;
        for username in ["mari", "aaa", "kati", "katj", "zzz", "", &"x".repeat(9_000)] {
            // The passwords of the neighbours in the index prove nothing for another name.
            for password in ["wrong", "", "my password!"] {
                assert_eq!(prove(&desk, &ground, username, password).await, Proof::Wrong, "{username:.9}");
            }
        }
        assert_eq!(prove(&desk, &ground, "maria", "U*U").await, Proof::Wrong);
        assert_eq!(prove(&desk, &ground, "mar", "U*U").await, Proof::Wrong);
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_keeps_its_passwords_is_never_asked_here() {
    let ground = TestGround::sqlite().await;
    let desk = people(&ground).await;
    let keep = |tx: koppel::storage::Tx| async move {
        tx.execute("UPDATE platform SET password_owner = 'platform'", vec![]).await
    };
    ground.db.write(Durability::Durable, keep).await.unwrap();
    assert_eq!(prove(&desk, &ground, "mari", "U*U").await, Proof::Wrong);
}

#[tokio::test]
async fn the_eleventh_guess_is_refused_for_minutes_and_no_longer() {
    let ground = TestGround::sqlite().await;
    let desk = people(&ground).await;
    for name in ["mari", "nobody"] {
        for _ in 0..10 {
            assert_eq!(prove(&desk, &ground, name, "guess").await, Proof::Wrong);
        }
        let refused = prove(&desk, &ground, name, "U*U").await;
        assert!(matches!(refused, Proof::Locked { retry_after_seconds: 1..=900 }), "{refused:?}");
    }
    assert!(proven(&prove(&desk, &ground, "jaan", "my password").await).is_some());
    ground.clock.advance(chrono::TimeDelta::minutes(15));
    assert!(proven(&prove(&desk, &ground, "mari", "U*U").await).is_some());
}

#[tokio::test]
async fn a_changed_password_replaces_the_old_one_and_is_recorded() {
    both_engines(async |ground: TestGround| {
        let desk = people(&ground).await;
        let id = by_external(&ground, "1").await.unwrap().id;
        let actor = Actor::Account(id.clone());
        let new = NewPassword {
            account: &id,
            password: "kolm tassi teed",
            source: PasswordSource::Changed,
            actor: &actor,
            keep: None,
        };
        assert_eq!(desk.change(&ground, &new, "wrong", Caller::default()).await.unwrap(), Change::Wrong);
        let weak = NewPassword { password: "Mari2014", ..new };
        assert_eq!(
            desk.change(&ground, &weak, "U*U", Caller::default()).await.unwrap(),
            Change::Weak(Weakness::Personal)
        );
        assert_eq!(desk.change(&ground, &new, "U*U", Caller::default()).await.unwrap(), Change::Done);
        assert_eq!(prove(&desk, &ground, "mari", "U*U").await, Proof::Wrong);
        assert_eq!(proven(&prove(&desk, &ground, "mari", "kolm tassi teed").await), Some(&id));
        for rows in [
            "SELECT COUNT(*) AS n FROM audit WHERE action = 'account.password_changed'",
            "SELECT COUNT(*) AS n FROM event WHERE kind = 'account.password_changed'",
            "SELECT COUNT(*) AS n FROM notice WHERE kind = 'password_changed'",
        ] {
            assert_eq!(count(&ground, rows).await, 1, "{rows}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_printed_password_must_be_changed() {
    both_engines(async |ground: TestGround| {
        let desk = people(&ground).await;
        let id = by_external(&ground, "3").await.unwrap().id;
        let cli = Actor::Cli("operator".to_owned());
        let (change, printed) = desk.set_one_time(&ground, &id, &cli).await.unwrap();
        assert_eq!((change, printed.len()), (Change::Done, 14));
        let Proof::Right(kati) = prove(&desk, &ground, "kati", &printed).await else { panic!("it opens the account") };
        assert!(kati.password_must_change);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_told_only_to_who_knows_its_password() {
    let ground = TestGround::sqlite().await;
    let desk = people(&ground).await;
    let id = by_external(&ground, "1").await.unwrap().id;
    let (id, now) = (&id, ground.now());
    let disable = |tx| async move { koppel::storage::accounts::set_disabled(&tx, id, Some(now), now).await };
    assert!(ground.db.write(Durability::Durable, disable).await.unwrap());
    assert_eq!(prove(&desk, &ground, "mari", "guess").await, Proof::Wrong);
    assert!(matches!(prove(&desk, &ground, "mari", "U*U").await, Proof::Disabled(_)));
}
