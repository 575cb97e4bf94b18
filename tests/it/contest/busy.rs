use std::time::{Duration, Instant};

use koppel::login::Step;
use koppel::storage::{Durability, StorageError, Tx};

use super::{Arena, Known, with_status};
use crate::linking::world::assertion;
use crate::support::{TestGround, counted, figure};

const TOUCH: &str = "UPDATE school SET name = name";
const BORN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'sign_in'";

/// C8: another process holds the SQLite file for longer than anybody waits. Whoever writes waits or is told to come back,
/// and comes back; whoever reads sees nothing of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_another_process_holds_the_file_requests_wait_or_are_told_when_to_come_back() {
    let ground = TestGround::sqlite().await;
    let arena = Arena::open(&ground).await;
    let logins = figure(200, 40);
    let mut forms = Vec::new();
    for n in 0..logins {
        let said = assertion("ekool", &format!("new{n}"), "Uku", 2015);
        let identity = arena.world.identify(&said).await.id;
        let ready = arena.stands_at(Step::Question, &said, Known { identity: &identity, proven: None }).await;
        forms.push(ready.says_no());
    }
    let servers = [arena.serve()];
    let span = Duration::from_secs(7);
    let holding = ground.db.write(Durability::Durable, |tx: Tx| async move {
        tx.execute(TOUCH, vec![]).await?;
        tokio::time::sleep(span).await;
        Ok::<_, StorageError>(())
    });
    let began = Instant::now();
    let (held, answers, read) = tokio::join!(biased; holding, arena.rush(&servers, &forms), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let read = servers[0].get("/.well-known/openid-configuration").await.0;
        (read, began.elapsed() < span)
    });
    held.unwrap();
    let busy: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    let (waited, told) = (logins - busy.len(), busy.len());
    counted("C8", &format!("{logins} requests, file held for {span:?}: {waited} waited, {told} told to come back"));
    assert_eq!(read, (200, true), "reading does not wait");
    assert_eq!(with_status(&answers, 303) + busy.len(), logins, "{answers:?}");
    assert!(
        busy.iter().all(|answer| answer.retry_after.is_some_and(|seconds| (1..=60).contains(&seconds))),
        "{busy:?}"
    );
    // Those who were in already meet a used-up login.
    let again = arena.rush(&servers, &forms).await;
    assert_eq!((with_status(&again, 303), with_status(&again, 400)), (busy.len(), logins - busy.len()), "{again:?}");
    assert_eq!(arena.world.count(BORN).await, i64::try_from(logins).unwrap(), "everybody got in, once");
    let sound = "SELECT COUNT(*) AS n FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
    assert_eq!(arena.world.count(sound).await, 0);
    arena.is_sound().await;
}
