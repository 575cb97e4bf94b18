//! What a login asks of the database, door to door: a bound, so that what was taken out does not creep back in.

use koppel::demo::once::{PUPIL, first_time};
use koppel::demo::run::Demo;

use super::{on_both_engines, person};
use crate::support::cost::{Cost, cost};

/// Platform, broker, upstream, callback, code, tokens, userinfo, in a new browser, when the platform named the upstream. One of
/// them asks whether the school wants to know something of whoever comes.
const BOUND: Cost = Cost::of(35, 0, 5);
/// Logins; the cheapest counts, because jobs ask the same database now and then.
const LOGINS: usize = 5;

async fn log_in(demo: &Demo) -> Cost {
    let mut walk = person(demo, PUPIL);
    let account = walk.person.account.clone().unwrap();
    let login = format!("{}/login?koppel_upstream=ekool", demo.world.platform.url);
    let (done, spent) = cost(&demo.ground().db, async {
        walk.browser.open(&login).await?;
        walk.be_somebody().await?;
        walk.expect_platform()
    })
    .await;
    done.unwrap();
    walk.expect_old_account(&account).await.unwrap();
    spent
}

#[tokio::test]
async fn a_login_asks_the_database_as_often_as_it_must_and_no_more() {
    on_both_engines(async |demo| {
        first_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        let mut least = log_in(demo).await;
        for _ in 1..LOGINS {
            least = least.min(log_in(demo).await);
        }
        eprintln!("a brokered login: {least:?}");
        assert!(least.is_within(&BOUND), "{least:?}");
    })
    .await;
}
