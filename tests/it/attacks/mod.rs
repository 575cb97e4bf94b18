//! What an attacker, a lying upstream or a hurried class tries at a login. Each test counts links and sessions afterwards.

mod account_switch;
mod callbacks;
mod chromebook;
mod codes;
mod confirm;
mod disabled;
mod guessing;
mod ids;
mod link_sessions;
mod mix_up;
mod prehijack;
mod random_walk;
mod recycled;

use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::WorldAccount;
use koppel::domain::Clock;
use koppel::storage::Durability;
use url::Url;

/// A running demo on SQLite whose clock a test can move.
pub struct Scene {
    pub demo: Demo,
    pub clock: Clock,
}

impl Scene {
    pub async fn open() -> Self {
        let clock = Clock::system();
        let demo = Demo::start(Settings { clock: clock.clone(), ..Settings::default() }).await.unwrap();
        Self { demo, clock }
    }

    /// A person in a browser of their own.
    pub fn person(&self, key: &str) -> Walk<'_> {
        Walk::of(&self.demo.world, key, |_| {}).unwrap()
    }

    pub fn account(&self, key: &str) -> WorldAccount {
        self.demo.world.person(key).unwrap().account.clone().unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.demo.ground().db.count(sql, vec![]).await.unwrap()
    }

    pub async fn live_links(&self) -> i64 {
        self.count("SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL").await
    }

    pub async fn live_sessions(&self) -> i64 {
        self.count("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL").await
    }

    pub async fn open_cases(&self) -> i64 {
        self.count("SELECT COUNT(*) AS n FROM school_case WHERE closed_at IS NULL").await
    }

    pub async fn change(&self, sql: &'static str) {
        let write = |tx: koppel::storage::Tx| async move { tx.execute(sql, vec![]).await };
        let changed = self.demo.ground().db.write(Durability::Durable, write).await.unwrap();
        assert!(changed > 0, "changed nothing: {sql}");
    }

    /// Every promise of the design still holds.
    pub async fn close(self) {
        let ground = self.demo.ground().clone();
        let violations = koppel::storage::check::check(&ground.db, &ground.vault, ground.now()).await.unwrap();
        assert!(violations.is_empty(), "{violations:?}");
        self.demo.stop().await;
    }
}

/// From the platform to the moment before the browser comes back from an upstream: the address it would open.
pub async fn up_to_callback(walk: &mut Walk<'_>, upstream: &str) -> Url {
    walk.log_in().await.unwrap();
    leave_and_hold(walk, upstream).await
}

/// From the chooser to the moment before the browser comes back.
pub async fn leave_and_hold(walk: &mut Walk<'_>, upstream: &str) -> Url {
    walk.browser.press(&format!("upstream-{upstream}")).await.unwrap();
    hold(walk).await
}

/// At a simulator's sign-in page: goes on to the moment before the browser comes back.
pub async fn hold(walk: &mut Walk<'_>) -> Url {
    walk.browser.stop_before = Some("/upstream/".to_owned());
    walk.be_somebody().await.unwrap();
    walk.browser.held.take().expect("the simulator sends the browser back")
}

/// Signs in to the settings with user name and password.
pub async fn open_settings(walk: &mut Walk<'_>, key: &str) {
    walk.browser.open(&walk.world.platform.settings).await.unwrap();
    walk.browser.fill("username", key);
    walk.browser.fill("password", &walk.world.password);
    walk.browser.press("password-submit").await.unwrap();
    assert!(walk.browser.page().path().starts_with("/settings/"), "{}", walk.browser.page().html);
}

/// From the settings to the moment before the browser comes back from the upstream to add.
pub async fn add_and_hold(walk: &mut Walk<'_>, upstream: &str) -> Url {
    walk.browser.press(&format!("add-{upstream}")).await.unwrap();
    hold(walk).await
}

/// The value of a hidden field of the page.
pub fn field(walk: &Walk<'_>, name: &str) -> String {
    let html = &walk.browser.page().html;
    let from = html.find(&format!("name=\"{name}\" value=\"")).expect("the page has the field") + name.len() + 15;
    html[from..].split('"').next().unwrap().to_owned()
}

/// From the platform to the confirm page of the person's own account.
pub async fn up_to_confirm(scene: &Scene, walk: &mut Walk<'_>, upstream: &str) {
    let account = scene.account(&walk.person.key);
    walk.log_in().await.unwrap();
    walk.sign_in_at(upstream).await.unwrap();
    walk.claim(&account).await.unwrap();
    assert!(walk.browser.page().has("#confirm-link"), "{}", walk.browser.page().html);
}
