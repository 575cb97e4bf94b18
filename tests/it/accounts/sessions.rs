//! One browser session is one person.

use chrono::TimeDelta;
use koppel::accounts::AccountsError;
use koppel::accounts::sessions::{self, EndReason, Entered, Entry, Live};
use koppel::args;
use koppel::domain::{AccountId, LinkId, PlatformId, SessionKind};
use koppel::storage::{Tx, sessions as rows, sign_out};
use koppel::vault::sha256;

use super::{count, school};
use crate::support::{TestGround, both_engines, seed};

const BROWSER: &str = "browser-one";

async fn enter(ground: &TestGround, current: Option<&Live>, entry: Entry<'_>) -> Entered {
    let entry = &entry;
    let write = |tx: Tx| async move { sessions::enter(&tx, ground, current, entry).await };
    ground.db.write(sessions::durability(current), write).await.unwrap()
}

fn entry<'a>(ground: &TestGround, platform: &'a PlatformId, account: &'a AccountId) -> Entry<'a> {
    Entry {
        kind: SessionKind::Browser,
        browser_hash: BROWSER,
        platform,
        account,
        link: None,
        upstream: None,
        school: None,
        role: None,
        auth_time: ground.now(),
    }
}

/// The live session behind a cookie value.
async fn find_live(ground: &TestGround, secret: &str, browser_hash: &str) -> Result<Option<Live>, AccountsError> {
    sessions::find_live_by_hash(ground, &sha256(secret), browser_hash).await
}

async fn live(ground: &TestGround, entered: &Entered) -> Option<Live> {
    find_live(ground, entered.secret.as_ref().unwrap(), BROWSER).await.unwrap()
}

/// A second platform, and links of one identity to `first` at the first and `second` at the second.
async fn linked_elsewhere(ground: &TestGround, first: &AccountId) -> (PlatformId, AccountId, LinkId, LinkId) {
    let second = AccountId::random(&ground.random);
    let now = ground.now();
    let (one, two) = (LinkId::at(now, &ground.random), LinkId::at(now, &ground.random));
    let identity = koppel::domain::IdentityId::at(now, &ground.random);
    let (second, one, two, identity) = (&second, &one, &two, &identity);
    let write = |tx: Tx| async move {
        tx.execute(
            "INSERT INTO platform (id, name, sub_mode, password_owner, created_at)
             VALUES ('biblio', 'B', 'account', 'broker', $1)",
            args![now],
        )
        .await?;
        tx.execute(
            "INSERT INTO account (id, platform_id, sub, name_folded, email_verified, history_count,
             password_must_change, origin, created_at, updated_at)
             VALUES ($1, 'biblio', 'b1', 'b', FALSE, 0, FALSE, 'import', $2, $2)",
            args![second, now],
        )
        .await?;
        tx.execute(
            "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at, last_seen_at)
             VALUES ($1, 'ekool', '', 's1', 'test1', $2, $2)",
            args![identity, now],
        )
        .await?;
        for (link, platform, account) in [(one, "opiq", first), (two, "biblio", second)] {
            tx.execute(
                "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule,
                 assurance, evidence, via_merge, created_at, created_by, since)
                 VALUES ($1, $2, 'ekool', '', 's1', $3, $4, 'claim', 'r', 'high', '{}', FALSE, $5, 'cli:test', $5)",
                args![link, platform, identity, account, now],
            )
            .await?;
        }
        Ok::<_, AccountsError>(())
    };
    ground.db.write(koppel::storage::Durability::Durable, write).await.unwrap();
    ("biblio".parse().unwrap(), second.clone(), one.clone(), two.clone())
}

/// Keycloak CVE-2025-12390: the next person's login took over the session id of the one before.
#[tokio::test]
async fn the_next_person_gets_a_new_session_and_the_last_one_is_signed_out() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari, jaan) =
            ("opiq".parse().unwrap(), seed::account(&ground, "1").await, seed::account(&ground, "2").await);
        let first = enter(&ground, None, entry(&ground, &opiq, &mari)).await;
        let held = live(&ground, &first).await.unwrap();
        seed_family(&ground, &first, &mari).await;
        let second = enter(&ground, Some(&held), entry(&ground, &opiq, &jaan)).await;
        assert_ne!(second.session.id, first.session.id);
        assert_eq!(live(&ground, &first).await, None);
        assert_eq!(live(&ground, &second).await.unwrap().at(&opiq).unwrap().account_id, jaan);
        let ended = "SELECT COUNT(*) AS n FROM token_family WHERE end_reason = 'replaced' AND ended_at IS NOT NULL";
        assert_eq!(count(&ground, ended).await, 1);
        assert_eq!(second.ended.len(), 1);
    })
    .await;
}

async fn seed_family(ground: &TestGround, entered: &Entered, account: &AccountId) {
    let (session, now) = (&entered.session.id, ground.now());
    let write = |tx: Tx| async move {
        tx.execute(
            "INSERT INTO token_family (id, client_id, platform_id, account_id, session_id, sid, scope, requested_claims,
             auth_time, created_at, expires_at) VALUES ('fam_x', 'opiq-web', 'opiq', $1, $2, 'sid', 'openid', '', $3, $3, $3)",
            args![account, session, now],
        )
        .await?;
        koppel::storage::sessions::join_client(&tx, session, &"opiq-web".parse().unwrap(), "sid", now).await
    };
    ground.db.write(koppel::storage::Durability::Relaxed, write).await.unwrap();
}

#[tokio::test]
async fn every_sign_in_gets_a_new_cookie_value() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let first = enter(&ground, None, entry(&ground, &opiq, &mari)).await;
        let held = live(&ground, &first).await.unwrap();
        let again = enter(&ground, Some(&held), entry(&ground, &opiq, &mari)).await;
        assert_eq!(again.session.id, first.session.id);
        assert!(live(&ground, &first).await.is_none(), "the value from before is worth nothing");
        assert!(live(&ground, &again).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_second_platform_joins_only_through_the_same_identity() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let (biblio, other, one, two) = linked_elsewhere(&ground, &mari).await;
        let by_link = Entry { link: Some(&one), ..entry(&ground, &opiq, &mari) };
        let first = enter(&ground, None, by_link).await;
        let held = live(&ground, &first).await.unwrap();
        let joined = enter(&ground, Some(&held), Entry { link: Some(&two), ..entry(&ground, &biblio, &other) }).await;
        assert_eq!(joined.session.id, first.session.id);
        assert_eq!(live(&ground, &joined).await.unwrap().accounts.len(), 2);
        let held = live(&ground, &joined).await.unwrap();
        let by_password =
            enter(&ground, Some(&held), entry(&ground, &biblio, &seed::account(&ground, "9").await)).await;
        assert_ne!(by_password.session.id, first.session.id);
        assert_eq!(live(&ground, &by_password).await.unwrap().accounts.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_pupils_session_is_in_no_cookie_and_ends_the_one_before() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let teacher = enter(&ground, None, entry(&ground, &opiq, &seed::account(&ground, "2").await)).await;
        let held = live(&ground, &teacher).await.unwrap();
        let pupil = Entry { kind: SessionKind::Code, ..entry(&ground, &opiq, &mari) };
        let entered = enter(&ground, Some(&held), pupil).await;
        assert_eq!((entered.secret, entered.session.kind), (None, SessionKind::Code));
        assert_eq!(live(&ground, &teacher).await, None);
        let id = &entered.session.id;
        let found = ground.db.read(async |tx| sessions::find_live_by_id(&tx, id, ground.now()).await).await.unwrap();
        assert_eq!(found.unwrap().accounts[0].account_id, mari);
    })
    .await;
}

#[tokio::test]
async fn a_session_of_the_console_is_a_new_one_and_does_not_last() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, kadri) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let browser = enter(&ground, None, entry(&ground, &opiq, &kadri)).await;
        let held = live(&ground, &browser).await.unwrap();
        let console = Entry { kind: SessionKind::Console, ..entry(&ground, &opiq, &kadri) };
        let entered = enter(&ground, Some(&held), console).await;
        assert_ne!(entered.session.id, browser.session.id, "the same person's, and yet");
        assert_eq!(live(&ground, &browser).await, None);
        let held = live(&ground, &entered).await.unwrap();
        assert!(!held.signs_in(), "at no platform");
        ground.clock.advance(TimeDelta::minutes(30));
        assert_eq!(live(&ground, &entered).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_in_its_browser_and_within_its_times() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let entered = enter(&ground, None, entry(&ground, &opiq, &mari)).await;
        let secret = entered.secret.clone().unwrap();
        assert!(find_live(&ground, &secret, "browser-two").await.unwrap().is_none());
        for _ in 0..13 {
            ground.clock.advance(TimeDelta::minutes(55));
            assert!(live(&ground, &entered).await.is_some());
        }
        ground.clock.advance(TimeDelta::minutes(5));
        assert!(live(&ground, &entered).await.is_none(), "12 hours are over");
        let entered = enter(&ground, None, entry(&ground, &opiq, &mari)).await;
        ground.clock.advance(TimeDelta::minutes(60));
        assert!(live(&ground, &entered).await.is_none(), "an hour without use");
    })
    .await;
}

#[tokio::test]
async fn signing_out_everywhere_and_through_a_link_ends_what_it_names() {
    both_engines(async |ground: TestGround| {
        school(&ground).await;
        let (opiq, mari) = ("opiq".parse().unwrap(), seed::account(&ground, "1").await);
        let (_, _, link, _) = linked_elsewhere(&ground, &mari).await;
        let by_link = enter(&ground, None, Entry { link: Some(&link), ..entry(&ground, &opiq, &mari) }).await;
        let by_password = enter(&ground, None, entry(&ground, &opiq, &mari)).await;
        let (id, now) = (&link, ground.now());
        let end = |tx: Tx| async move { sign_out::end_of_link(&tx, id, "link_ended", now).await };
        ground.db.write(koppel::storage::Durability::Durable, end).await.unwrap();
        assert!(live(&ground, &by_link).await.is_none());
        assert!(live(&ground, &by_password).await.is_some());
        let id = &mari;
        let end = |tx: Tx| async move { sessions::end_all_for_account(&tx, id, EndReason::SignedOut, now).await };
        ground.db.write(koppel::storage::Durability::Durable, end).await.unwrap();
        assert!(live(&ground, &by_password).await.is_none());
        let left = ground.db.read(async |tx| rows::list_of_account(&tx, &mari).await).await.unwrap();
        assert_eq!(left, vec![]);
    })
    .await;
}

/// A18, below the pages: a thousand alternating sign-ins in one cookie jar.
#[tokio::test]
async fn a_thousand_alternating_sign_ins_never_cross() {
    let ground = TestGround::sqlite().await;
    school(&ground).await;
    let opiq: PlatformId = "opiq".parse().unwrap();
    let people = [seed::account(&ground, "1").await, seed::account(&ground, "2").await];
    let mut jar: Option<String> = None;
    let mut crossed = 0;
    for round in 0..1_000 {
        let me = &people[round % 2];
        let current = match &jar {
            Some(secret) => find_live(&ground, secret, BROWSER).await.unwrap(),
            None => None,
        };
        jar = enter(&ground, current.as_ref(), entry(&ground, &opiq, me)).await.secret;
        let now_in = find_live(&ground, jar.as_ref().unwrap(), BROWSER).await.unwrap().unwrap();
        crossed += usize::from(now_in.accounts.iter().any(|account| account.account_id != *me));
    }
    println!("1,000 alternating sign-ins, {crossed} crossed");
    assert_eq!(crossed, 0);
    assert_eq!(count(&ground, "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL").await, 1);
}
