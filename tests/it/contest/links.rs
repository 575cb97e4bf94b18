use std::time::Instant;

use super::{Answered, Arena, none_failed, with_status};
use crate::linking::world::assertion;
use crate::support::{TestGround, both_engines, counted, figure};

const ACCOUNTS: usize = 100;
const LIVE: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

fn linked(answers: &[Answered]) -> usize {
    answers.iter().filter(|answer| answer.location.starts_with("/login/linked")).count()
}

async fn contest(ground: &TestGround, processes: usize, attempts: usize) {
    let arena = Arena::open(ground).await;
    let world = &arena.world;
    let said = assertion("ekool", "m1", "Mari", 2014);
    let identity = world.identify(&said).await.id;
    let mut accounts = Vec::new();
    for n in 0..ACCOUNTS {
        accounts.push(world.pupil(&format!("p{n}"), "Mari", 2014).await);
    }
    let mut buttons = Vec::new();
    for account in &accounts {
        buttons.push(arena.at_the_buttons(attempts / ACCOUNTS, &said, &identity, account).await.into_iter());
    }
    // One of each account after the other, so that all of them are among the first.
    let forms: Vec<_> = (0..attempts).filter_map(|n| buttons[n % ACCOUNTS].next()).collect();
    assert_eq!(forms.len(), attempts);
    let servers: Vec<_> = (0..processes).map(|_| arena.serve()).collect();
    let began = Instant::now();
    let answers = arena.rush(&servers, &forms).await;
    let (won, signed_in) = (linked(&answers), with_status(&answers, 303));
    let (taken, over) = (with_status(&answers, 409), with_status(&answers, 400));
    let told = format!("{won} linked, {taken} told it is taken, {over} to start again, {} signed in", signed_in - won);
    let (engine, seconds) = (ground.engine(), began.elapsed().as_secs());
    counted("C1", &format!("{attempts} attempts, {engine}, {processes} process(es), in {seconds} s: {told}"));
    none_failed(&answers);
    assert_eq!(won, 1);
    // Whoever pressed for the account that won is who the identity opens now; everybody else is refused, and the buttons
    // that were not pressed yet are worth nothing.
    assert_eq!(signed_in + taken + over, attempts, "{answers:?}");
    assert!(signed_in <= attempts / ACCOUNTS, "{signed_in}");
    assert_eq!(world.count(LIVE).await, 1);
    for sql in [
        "SELECT COUNT(*) AS n FROM link",
        "SELECT COUNT(*) AS n FROM audit WHERE action = 'link.created'",
        "SELECT COUNT(*) AS n FROM event WHERE kind = 'link.created'",
    ] {
        assert_eq!(world.count(sql).await, 1, "{sql}");
    }
    arena.is_sound().await;
}

/// C1: 10,000 attempts to link one identity to 100 accounts through 64 connections are one link.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_thousands_of_links_of_one_identity_one_is_made() {
    both_engines(async |ground| contest(&ground, 1, figure(10_000, 400)).await).await;
}

/// C1 on two broker processes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_make_one_link_of_one_identity() {
    contest(&TestGround::postgres().await, 2, figure(10_000, 400)).await;
}
