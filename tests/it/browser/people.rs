//! The people of a school and its requests, in a real browser.

use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, GrantId, SchoolId, fold_username};
use koppel::storage::console_grants::{self, Grant};
use koppel::storage::licences::Holder;
use koppel::storage::{Durability, StorageError, Tx, account_roles, accounts};

use super::walk::{Stage, Walker, on_stage};

const FACTOR: &str = "INSERT INTO console_session (session_id, account_id, factor_at) SELECT x.session_id, x.account_id, $1 \
    FROM session_account x JOIN session s ON s.id = x.session_id AND s.kind = 'console'";
const PUPIL: &str = "SELECT r.account_id FROM account_role r JOIN account a ON a.id = r.account_id \
    AND a.platform_id = 'opihoov' WHERE r.school_id = $1 AND r.role = 'pupil' AND r.account_id <> $2 \
    AND r.ended_at IS NULL ORDER BY r.account_id LIMIT 1";

/// Makes somebody an administrator of their own school; answers that, and a pupil of it.
async fn administers(stage: &Stage<'_>, walker: &Walker<'_>) -> (SchoolId, AccountId) {
    let ground = stage.demo.ground();
    let name = &fold_username(&walker.person.account.as_ref().unwrap().username);
    let now = ground.now();
    let write = |tx: Tx| async move {
        let platform = "opihoov".parse().unwrap();
        let account = accounts::find_by_username(&tx, &platform, name).await?.unwrap();
        let school = account_roles::list_live(&tx, &account.id).await?.remove(0).school_id;
        let grant = Grant {
            id: GrantId::random(&ground.random),
            platform_id: platform,
            school_id: school.clone(),
            account_id: account.id.clone(),
            role: ConsoleRole::SchoolAdmin,
            reason: None,
            since: now,
            given_by: "cli:test".to_owned(),
            expires_at: None,
            ended_at: None,
            ended_by: None,
        };
        console_grants::insert(&tx, &grant).await?;
        let pupil = tx.find::<Holder>(PUPIL, args![&school, &account.id]).await?.unwrap();
        Ok::<_, StorageError>((school, pupil.account_id))
    };
    ground.db.write(Durability::Durable, write).await.unwrap()
}

/// The second factor was shown in every console session just now.
async fn show_factor(stage: &Stage<'_>) {
    let ground = stage.demo.ground();
    let now = ground.now();
    let write = |tx: Tx| async move { tx.execute(FACTOR, args![now]).await };
    let shown: Result<u64, StorageError> = ground.db.write(Durability::Durable, write).await;
    assert_eq!(shown.unwrap(), 1);
}

/// Signs in for the console, searches, looks at somebody, signs them out with a reason, and looks at the requests.
#[tokio::test]
async fn an_administrator_finds_somebody_and_signs_them_out() {
    on_stage(async |stage| {
        let johan = stage.person("johan-sandberg").await.with_album("people");
        let (school, pupil) = administers(stage, &johan).await;
        let people = format!("{}/admin/opihoov/{}/people", stage.world().issuer, school.as_str().replace(':', "%3A"));
        johan.open(&people).await;
        johan.give_password("password-submit").await;
        johan.meet("code-submit").await;
        show_factor(stage).await;
        johan.open(&people).await;
        johan.press("people-search").await;
        johan.press(&format!("person-{pupil}")).await;
        johan.press("sign-out-person").await;
        johan.press("do-it").await;
        johan.meet("reason-error").await;
        johan.fill("reason", "A shared computer").await;
        johan.press("do-it").await;
        johan.meet("sign-out-person").await;
        assert!(johan.text().await.contains("The person is signed out everywhere."));
        johan.press("con-requests").await;
        assert_eq!(johan.heading().await, "Requests");
    })
    .await;
}
