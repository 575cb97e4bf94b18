use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{FamilyId, OneTimePurpose, SessionId, SessionKind};
use koppel::linking::{self, Ended, LinkingError, Through, Undo};
use koppel::storage::links::Link;
use koppel::storage::sessions::{self, Session, SessionAccount};
use koppel::storage::{accounts, notices};
use koppel::vault::sha256;

use super::world::{BROWSER, World, assertion};
use crate::support::both_engines;

const LIVE_LINKS: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";
const LIVE_SESSIONS: &str = "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL";
const LIVE_FAMILIES: &str = "SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL";

/// A session and a token family that came through a link.
pub async fn session_through(world: &World<'_>, link: &Link) {
    let now = world.ground.now();
    let session = &Session {
        id: SessionId::at(now, &world.ground.random),
        hash: sha256(&world.ground.random.secret()),
        kind: SessionKind::Browser,
        browser_hash: BROWSER.into(),
        created_at: now,
        seen_at: now,
        idle_seconds: 3_600,
        expires_at: now + TimeDelta::hours(12),
        ended_at: None,
        end_reason: None,
    };
    let account = &SessionAccount {
        session_id: session.id.clone(),
        platform_id: link.platform_id.clone(),
        account_id: link.account_id.clone(),
        link_id: Some(link.id.clone()),
        upstream_id: Some(link.upstream_id.clone()),
        school_id: None,
        role: None,
        auth_time: now,
    };
    let family = &FamilyId::at(now, &world.ground.random);
    world
        .storage(|tx| async move {
            sessions::insert(&tx, session).await?;
            sessions::put_account(&tx, account).await?;
            let sql = "INSERT INTO token_family (id, client_id, platform_id, account_id, session_id, link_id, sid, scope, \
                       requested_claims, auth_time, created_at, expires_at) \
                       VALUES ($1, 'opiq-web', 'opiq', $2, NULL, $3, 'sid', 'openid', '', $4, $4, $4)";
            tx.execute(sql, args![family, &link.account_id, &link.id, now]).await
        })
        .await;
}

async fn press(world: &World<'_>, purpose: OneTimePurpose, value: &str) -> Result<Vec<Ended>, LinkingError> {
    let ground = &world.ground.ground();
    let value_hash = &sha256(value);
    let undo = &Undo { purpose, value_hash, browser_hash: BROWSER };
    world.write(|tx| async move { linking::undo(&tx, ground, undo).await }).await
}

async fn offered(world: &World<'_>, link: &Link) -> String {
    let ground = &world.ground.ground();
    world.write(|tx| async move { linking::offer_undo(&tx, ground, link, BROWSER).await }).await.unwrap()
}

#[tokio::test]
async fn not_me_ends_the_link_and_everything_it_opened() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        session_through(&world, &link).await;
        session_through(&world, &link).await;
        let value = offered(&world, &link).await;
        let ended = press(&world, OneTimePurpose::Undo, &value).await.unwrap();
        assert_eq!(ended.len(), 1);
        for sql in [LIVE_LINKS, LIVE_SESSIONS, LIVE_FAMILIES] {
            assert_eq!(world.count(sql).await, 0, "{sql}");
        }
        for (sql, wanted) in [
            ("SELECT COUNT(*) AS n FROM school_case WHERE kind = 'not_me' AND school_id = 'ehis:123'", 1),
            ("SELECT COUNT(*) AS n FROM notice WHERE kind = 'not_me'", 1),
            ("SELECT COUNT(*) AS n FROM audit WHERE action = 'link.ended'", 1),
            ("SELECT COUNT(*) AS n FROM event WHERE kind = 'link.ended'", 1),
        ] {
            assert_eq!(world.count(sql).await, wanted, "{sql}");
        }
        assert!(matches!(press(&world, OneTimePurpose::Undo, &value).await, Err(LinkingError::NotOffered)));
    })
    .await;
}

/// The intruder who came in through one link and made another loses both.
#[tokio::test]
async fn not_me_ends_the_links_that_grew_from_it() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let first = world.claim(&assertion("ekool", "x1", "Mari", 2014), &mari).await;
        let mut session = world.password(&mari);
        session.link = Some(first.id.clone());
        let adding = world.arrive(&assertion("stuudium", "x2", "Mari", 2014)).await.adding(session);
        let second = adding.attach(&adding.offer().await).await.unwrap();
        session_through(&world, &second).await;
        let ended = press(&world, OneTimePurpose::Undo, &offered(&world, &first).await).await.unwrap();
        assert_eq!(ended.iter().map(|one| &one.link.id).collect::<Vec<_>>(), [&first.id, &second.id]);
        assert_eq!((world.count(LIVE_LINKS).await, world.count(LIVE_SESSIONS).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn the_undo_button_lasts_ten_minutes_and_is_no_notice() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let link = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let value = offered(&world, &link).await;
        for purpose in OneTimePurpose::ALL.iter().filter(|purpose| **purpose != OneTimePurpose::Undo) {
            assert!(matches!(press(&world, *purpose, &value).await, Err(LinkingError::NotOffered)), "{purpose}");
        }
        ground.clock.advance(TimeDelta::minutes(9));
        let drawn_again = offered(&world, &link).await;
        ground.clock.advance(TimeDelta::minutes(1));
        assert!(matches!(press(&world, OneTimePurpose::Undo, &drawn_again).await, Err(LinkingError::NotOffered)));
        assert!(matches!(press(&world, OneTimePurpose::Undo, &value).await, Err(LinkingError::NotOffered)));
        assert_eq!(world.count(LIVE_LINKS).await, 1);
    })
    .await;
}

/// The notice is shown through a way in that rests on something older only, once, for thirty days.
#[tokio::test]
async fn a_notice_waits_for_an_older_way_in() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        ground.clock.advance(TimeDelta::days(1));
        let old = world.claim(&assertion("stuudium", "t1", "Mari", 2014), &mari).await;
        ground.clock.advance(TimeDelta::days(1));
        let new = world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let due = async |through: Option<&Link>| {
            let through = through.map_or(Through::Password, |link| Through::Link(&link.id));
            let (ground, mari) = (&ground.ground(), &mari);
            let found = world.write(|tx| async move {
                let account = accounts::find(&tx, mari).await?.unwrap();
                linking::notices_due(&tx, ground, &account, through).await
            });
            found.await.unwrap().into_iter().map(|(notice, link)| (notice, link.id)).collect::<Vec<_>>()
        };
        let proven_by_password = due(Some(&new)).await;
        let told = proven_by_password.iter().map(|(_, link)| link).collect::<Vec<_>>();
        assert_eq!(told, [&old.id], "nothing of itself, and what is younger than the password that proved it");
        assert_eq!(due(Some(&old)).await.iter().map(|(_, link)| link).collect::<Vec<_>>(), [&new.id]);
        let by_password = due(None).await;
        assert_eq!(by_password.iter().map(|(_, link)| link).collect::<Vec<_>>(), [&old.id, &new.id]);
        let seen = &by_password[1].0.id;
        let now = ground.now();
        world.storage(|tx| async move { notices::mark_shown(&tx, seen, now).await }).await;
        assert!(due(Some(&old)).await.is_empty(), "shown once");
        ground.clock.advance(TimeDelta::days(31));
        assert!(due(None).await.is_empty(), "for thirty days");
    })
    .await;
}

#[tokio::test]
async fn not_me_on_the_notice_page_ends_that_link_only() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let old = world.claim(&assertion("stuudium", "t1", "Mari", 2014), &mari).await;
        ground.clock.advance(TimeDelta::days(1));
        let new = &world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        session_through(&world, &old).await;
        session_through(&world, new).await;
        let g = &ground.ground();
        let offer = world.write(|tx| async move { linking::offer_notice(&tx, g, new, BROWSER).await });
        let value = offer.await.unwrap();
        let ended = press(&world, OneTimePurpose::Notice, &value).await.unwrap();
        assert_eq!(ended.iter().map(|one| &one.link.id).collect::<Vec<_>>(), [&new.id]);
        assert_eq!((world.count(LIVE_LINKS).await, world.count(LIVE_SESSIONS).await), (1, 1));
    })
    .await;
}
