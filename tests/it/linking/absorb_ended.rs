//! What a link brought along when it was made, once that link has ended: it stays, it can be given back, and whoever comes next
//! with the same identity finds none of it.

use chrono::TimeDelta;
use koppel::domain::{AccountId, Actor, LinkOrigin};
use koppel::linking::{self, Answer, Block, Decision, EndReason, LinkingError, Outcome};
use koppel::storage::account_merges::{self, AccountMerge};
use koppel::storage::links::Link;

use super::absorb::{MERGES, bring, give_back, links_of, not_me, state};
use super::class::Class;
use super::provisional::{let_in, open_class};
use super::vouch::vouch;
use super::world::assertion;
use crate::support::{TestGround, both_engines};

/// Everybody who may end a link: its owner in the settings, and an administrator at the command line.
const ENDS: [EndReason; 2] = [EndReason::Owner, EndReason::Administrator];

async fn end(class: &Class<'_>, link: &Link, reason: EndReason) {
    let (ground, actor) = (&class.world().ground.ground(), &Actor::Cli("root".into()));
    let end = |tx| async move { linking::end(&tx, ground, &link.id, reason, actor).await };
    class.world().write(end).await.unwrap();
}

/// What can still be given back of what a link's identity brought into its account.
async fn brought(class: &Class<'_>, link: &Link) -> Vec<AccountMerge> {
    let (into, identity, now) = (&link.account_id, &link.identity_id, class.world().ground.now());
    class.world().storage(|tx| async move { account_merges::list_brought(&tx, into, identity, now).await }).await
}

/// Pupil 0 was let in, brought the older account, and the link ended: the provisional account, and that link.
async fn ended(ground: &TestGround, reason: EndReason) -> (Class<'_>, AccountId, Link) {
    let class = open_class(ground, 1, 0).await;
    let gone = let_in(&class, 0).await;
    let link = bring(&class).await;
    end(&class, &link, reason).await;
    (class, gone, link)
}

#[tokio::test]
async fn it_stays_and_is_given_back_for_thirty_days() {
    for reason in ENDS {
        both_engines(async |ground: TestGround| {
            let (class, gone, link) = ended(&ground, reason).await;
            let old = &class.accounts[0];
            assert_eq!(state(&class, &gone).await.0.as_ref(), Some(old), "the work stays where it is");
            let left = brought(&class, &link).await;
            assert_eq!((left.len(), &left[0].account_id, &left[0].into_id), (1, &gone, old));
            class.school.sound().await;
            ground.clock.advance(TimeDelta::days(30) - TimeDelta::milliseconds(1));
            assert_eq!(give_back(&class, &gone).await.unwrap().link.unwrap().account_id, gone);
            assert_eq!(class.arrive(0).await.admit().await.unwrap().account, gone);
            assert_eq!((state(&class, old).await.3, brought(&class, &link).await), (vec![], vec![]));
            class.school.sound().await;
        })
        .await;
    }
}

#[tokio::test]
async fn after_thirty_days_it_stays_for_good() {
    both_engines(async |ground: TestGround| {
        let (class, gone, link) = ended(&ground, EndReason::Administrator).await;
        ground.clock.advance(TimeDelta::days(30));
        assert_eq!(brought(&class, &link).await, vec![]);
        assert!(matches!(give_back(&class, &gone).await, Err(LinkingError::Gone)));
        assert_eq!(class.world().count(MERGES).await, 1);
    })
    .await;
}

/// Neither account opens, and a new one, provisional or not, has nothing of either.
#[tokio::test]
async fn whoever_comes_next_finds_none_of_it() {
    for (reason, answer) in ENDS.into_iter().zip([Answer::No, Answer::Later]) {
        both_engines(async |ground: TestGround| {
            let (class, gone, _) = ended(&ground, reason).await;
            let next = class.arrive(0).await;
            assert_eq!(next.decide().await, Decision::Ask);
            assert!(matches!(next.admit().await, Err(LinkingError::Changed(_))));
            let next = next.answer(answer);
            if answer == Answer::Later {
                next.let_in().await.unwrap();
            } else {
                next.bear().await.unwrap();
            }
            let new = next.admit().await.unwrap().account;
            assert!(new != gone && new != class.accounts[0]);
            let (points_to, opened_by, _, former) = state(&class, &new).await;
            assert_eq!((points_to, opened_by.len(), former), (None, 1, vec![]));
            assert!(matches!(give_back(&class, &gone).await, Err(LinkingError::IdentityTaken)));
            assert_eq!(state(&class, &gone).await.0.as_ref(), Some(&class.accounts[0]));
            class.school.sound().await;
        })
        .await;
    }
}

/// Ended and made again, the link is another row, and still the one that leads out of the wrong account.
#[tokio::test]
async fn a_link_that_was_made_again_gives_back_as_the_first_one_did() {
    for by_owner in [true, false] {
        both_engines(async |ground: TestGround| {
            let (class, gone, _) = ended(&ground, EndReason::Owner).await;
            let again = bring(&class).await;
            assert_eq!(brought(&class, &again).await.len(), 1);
            if by_owner {
                not_me(&class, &again).await.unwrap();
            } else {
                give_back(&class, &gone).await.unwrap();
            }
            assert_eq!(links_of(&class, &class.accounts[0]).await, vec![], "nobody is left in the older account");
            assert_eq!(class.arrive(0).await.admit().await.unwrap().account, gone);
            assert_eq!(class.world().count(MERGES).await, 0);
            class.school.sound().await;
        })
        .await;
    }
}

/// One identity can bring two: both come back, and it opens the one it had last.
#[tokio::test]
async fn everything_that_an_identity_brought_comes_back() {
    both_engines(async |ground: TestGround| {
        let (class, first, _) = ended(&ground, EndReason::Owner).await;
        ground.clock.advance(TimeDelta::days(1));
        let second = let_in(&class, 0).await;
        let link = bring(&class).await;
        assert_eq!((first == second, brought(&class, &link).await.len()), (false, 2));
        not_me(&class, &link).await.unwrap();
        assert_eq!((state(&class, &first).await.0, state(&class, &second).await.0), (None, None));
        assert_eq!((links_of(&class, &first).await.len(), links_of(&class, &second).await.len()), (0, 1));
        assert_eq!(class.arrive(0).await.admit().await.unwrap().account, second);
        class.school.sound().await;
    })
    .await;
}

/// The subject seems to be another person's now: the account comes back, and opens to nobody until the school has said whose
/// it is.
#[tokio::test]
async fn under_quarantine_it_comes_back_without_a_link() {
    for by_owner in [true, false] {
        both_engines(async |ground: TestGround| {
            let class = open_class(&ground, 1, 0).await;
            let gone = let_in(&class, 0).await;
            let (link, world) = (bring(&class).await, class.world());
            let stranger = world.arrive(&assertion("ekool", "p0000", "Kevin", 2011)).await;
            assert_eq!(stranger.decide().await, Decision::Blocked(Block::Recycled));
            assert_eq!((world.count(MERGES).await, brought(&class, &link).await.len()), (1, 1), "nothing moved");
            if by_owner {
                not_me(&class, &link).await.unwrap();
            } else {
                assert_eq!(give_back(&class, &gone).await.unwrap().link, None);
            }
            assert_eq!((state(&class, &gone).await.0, links_of(&class, &gone).await), (None, vec![]));
            assert_eq!(stranger.decide().await, Decision::Blocked(Block::Recycled));
            class.school.sound().await;
            // The school has looked, and it was the pupil after all.
            world.sql("UPDATE identity SET quarantined_at = NULL").await;
            let pupil = class.arrive(0).await;
            assert_eq!(pupil.decide().await, Decision::Ask);
            let said = vouch(world, &pupil.assertion.key, &gone, LinkOrigin::Administrator).await;
            assert!(matches!(said, Ok(Outcome::Linked(_))), "{said:?}");
            assert_eq!(pupil.admit().await.unwrap().account, gone);
        })
        .await;
    }
}
