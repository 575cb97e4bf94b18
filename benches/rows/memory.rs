//! How much a process holds: idle, and with many sessions that brokered logins made.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use koppel::args;
use koppel::storage::Database;

use super::broker::Broker;
use super::column::Column;
use super::work::linked;
use crate::load::{Person, Upstream};

/// Signs teachers in until there are so many sessions, each in a browser of its own, or the time is up.
pub async fn fill(column: &Column<'_>, sessions: usize, longest: Duration, upstream: &Upstream) {
    let host = upstream.issuer.trim_start_matches("http://");
    let mut people = linked(column, "ES256", 't', host).await;
    let made = AtomicUsize::new(0);
    let (made, federated, until) = (&made, column.federated(), Instant::now() + longest);
    let one = async |person: &mut Person| {
        while made.fetch_add(1, Ordering::Relaxed) < sessions && Instant::now() < until {
            person.anew(host);
            person.whole(federated).await;
        }
    };
    join_all(people.iter_mut().map(one)).await;
}

/// Sessions that live in the broker's database.
pub async fn live(broker: &Broker) -> i64 {
    let db = Database::connect(&broker.store.database).await.unwrap();
    let sql = "SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL AND kind = 'browser'";
    db.count(sql, args![]).await.unwrap()
}
