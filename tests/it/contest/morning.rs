use std::time::Instant;

use koppel::accounts::passwords::hash;
use koppel::args;
use koppel::login::Step;
use koppel::storage::Tx;

use super::{Answered, Arena, Known, Ready, none_failed, with_status};
use crate::linking::world::assertion;
use crate::support::{TestGround, both_engines, counted, figure};

const PASSWORD: &str = "kolm tassi teed";
const SET: &str = "UPDATE account SET password_hash = $1";

/// C7: at 08:00 a school of 1,200 pupils behind one address signs in, each mistyping once, and nobody is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn school_behind_one_address_signs_in_and_nobody_is_refused() {
    both_engines(async |ground| storm(&ground, figure(1_200, 80)).await).await;
}

async fn storm(ground: &TestGround, pupils: usize) {
    let arena = Arena::open(ground).await;
    let said = assertion("ekool", "m1", "Mari", 2014);
    let identity = arena.world.identify(&said).await.id;
    let mut logins = Vec::new();
    for n in 0..pupils {
        arena.world.pupil(&format!("p{n}"), "Mari", 2014).await;
        logins.push(arena.stands_at(Step::Choose, &said, Known { identity: &identity, proven: None }).await);
    }
    let hash = &hash(&ground.random, PASSWORD).unwrap();
    arena.world.storage(|tx: Tx| async move { tx.execute(SET, args![hash]).await }).await;
    let servers = [arena.serve()];
    let typed = |password: &str| -> Vec<Ready> {
        let password: String = url::form_urlencoded::byte_serialize(password.as_bytes()).collect();
        let fill = |(n, ready): (usize, &Ready)| Ready {
            body: format!("{}&username=p{n}&password={password}", ready.body),
            ..ready.clone()
        };
        logins.iter().enumerate().map(fill).collect()
    };
    let began = Instant::now();
    let wrong = arena.rush(&servers, &typed("kaks tassi teed")).await;
    let right = arena.rush(&servers, &typed(PASSWORD)).await;
    let refused = with_status(&wrong, 429) + with_status(&right, 429);
    let inside = right.iter().filter(|answer: &&Answered| answer.location.contains("code=")).count();
    let (engine, seconds) = (ground.engine(), began.elapsed().as_secs());
    let told = format!("{inside} signed in, {refused} refused, two passwords each in {seconds} s");
    counted("C7", &format!("{pupils} pupils behind one address, {engine}: {told}"));
    none_failed(&wrong);
    none_failed(&right);
    assert_eq!((with_status(&wrong, 401), inside, refused), (pupils, pupils, 0), "{right:?}");
    arena.is_sound().await;
}
