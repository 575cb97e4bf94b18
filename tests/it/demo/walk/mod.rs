//! The journeys through the whole demo, over real HTTP, as a scripted browser walks them; on both engines.

mod classes;
mod cost;
mod crowd;
mod journeys;
pub mod library;
mod merged;
mod outage;
mod settings;
mod straight;
mod trouble;

use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::storage::check::check;

use crate::support::ground::fresh_postgres;

/// Runs a journey on a demo of its own, on SQLite and then on PostgreSQL, and asks `koppel check` afterwards.
pub async fn on_both_engines(journey: impl AsyncFn(&Demo)) {
    on(Settings::default(), &journey).await;
    on(Settings { database_url: Some(fresh_postgres().await), ..Settings::default() }, &journey).await;
}

async fn on(settings: Settings, journey: &impl AsyncFn(&Demo)) {
    let demo = Demo::start(settings).await.unwrap();
    journey(&demo).await;
    let ground = demo.ground();
    let violations = check(&ground.db, &ground.vault, ground.now()).await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    demo.stop().await;
}

/// A person of the demo in a browser of their own.
pub fn person<'a>(demo: &'a Demo, key: &str) -> Walk<'a> {
    Walk::of(&demo.world, key, |step| eprintln!("  {step}")).unwrap()
}
