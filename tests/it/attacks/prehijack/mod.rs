//! A1-A4: account pre-hijacking (security.md 1.1; Sudhodanan & Paverd 2022). An attacker prepares, the victim comes in
//! through their own upstream as a normal person would, and nothing of the attacker's may be left.
//!
//! Five types × eKool, Stuudium, HarID × the local e-mail verified or not are the 30 scripts of the catalogue; three more
//! have a password that both know, which only the victim's own steps can mend. The attacker is as well placed as can be:
//! a namesake at the same school with the victim's address, and the old account says no birth date that could part them.

mod oracle;
mod scripts;

use koppel::args;
use koppel::demo::once::Walk;
use koppel::demo::people::{MEREKALDA, Person, PersonRole};
use koppel::demo::platform::Me;
use koppel::demo::run::{Demo, Settings};
use koppel::domain::{Clock, Role};
use koppel::storage::Durability;

use super::Scene;
use crate::support::counted;

/// How the attacker prepares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Makes an account with the victim's address and name first, and hopes that the victim's sign-in joins it.
    ClassicFederatedMerge,
    /// Knows the password of the victim's account and stays signed in, here and at the platform, with a refresh token.
    UnexpiredSession,
    /// Has linked an identity of their own to the victim's account.
    TrojanIdentifier,
    /// The same, and the password stays one that both know.
    TrojanIdentifierSharedPassword,
    /// Has begun what would give them the account, and finishes it after the victim came: two confirm pages, a chosen
    /// password, and the platform tells of another address.
    UnexpiredEmailChange,
    /// Comes first, from an upstream that says the victim's address is theirs.
    NonVerifyingIdentitySystem,
}

const CATALOGUE: [Kind; 5] = [
    Kind::ClassicFederatedMerge,
    Kind::UnexpiredSession,
    Kind::TrojanIdentifier,
    Kind::UnexpiredEmailChange,
    Kind::NonVerifyingIdentitySystem,
];
const UPSTREAMS: [&str; 3] = ["ekool", "stuudium", "harid"];

/// One script: who plays, and through which upstream the victim comes.
#[derive(Debug, Clone)]
struct Script {
    kind: Kind,
    upstream: &'static str,
    /// Whether the address of the account (and of the attacker, at HarID) counts as verified.
    verified: bool,
    victim: Person,
    attacker: Person,
}

impl Script {
    fn all() -> Vec<Self> {
        let mut table = Vec::new();
        for kind in CATALOGUE {
            for upstream in UPSTREAMS {
                table.extend([true, false].map(|verified| (kind, upstream, verified)));
            }
        }
        table.extend(UPSTREAMS.map(|upstream| (Kind::TrojanIdentifierSharedPassword, upstream, true)));
        (0..).zip(table).map(|(n, (kind, upstream, verified))| Self::new(n, kind, upstream, verified)).collect()
    }

    fn new(n: u32, kind: Kind, upstream: &'static str, verified: bool) -> Self {
        let family = format!("Kask{}", ('a'..='z').cycle().skip(n as usize).step_by(7).take(6).collect::<String>());
        let born = |year| chrono::NaiveDate::from_ymd_opt(year, 1 + n / 28, 1 + n % 28).unwrap();
        let person = |number, year| Person {
            email: format!("kask.{n}@kodu.example"),
            email_verified: verified,
            roles: vec![PersonRole { school: MEREKALDA, role: Role::Pupil, class_name: Some("11B".to_owned()) }],
            ..Person::pupil(number, "Mirell", &family, born(year))
        };
        let (mut victim, mut attacker) = (person(1_000 + 2 * n, 2008), person(1_001 + 2 * n, 2009));
        if kind == Kind::ClassicFederatedMerge {
            attacker.history = Some(3);
        } else {
            victim.history = Some(40);
        }
        Self { kind, upstream, verified, victim, attacker }
    }

    fn name(&self) -> String {
        format!("{:?} × {} × e-mail verified: {}", self.kind, self.upstream, self.verified)
    }

    /// Another upstream than the victim's.
    fn other_upstream(&self) -> &'static str {
        if self.upstream == "ekool" { "harid" } else { "ekool" }
    }

    /// Who had the account with the address before anybody came through an upstream.
    fn old_owner(&self) -> &Person {
        if self.victim.history.is_some() { &self.victim } else { &self.attacker }
    }
}

/// A script in a running demo.
struct Stage<'a> {
    scene: &'a Scene,
    script: &'a Script,
}

/// What the attacker has in hand when the victim comes: browsers.
#[derive(Default)]
struct Loot<'a> {
    /// Signed in at the platform.
    platform: Vec<Walk<'a>>,
    /// Signed in at the settings.
    settings: Vec<Walk<'a>>,
    /// Before a confirm button.
    confirms: Vec<Walk<'a>>,
}

impl<'a> Stage<'a> {
    fn victim(&self) -> Walk<'a> {
        self.scene.person(&self.script.victim.key)
    }

    fn attacker(&self) -> Walk<'a> {
        self.scene.person(&self.script.attacker.key)
    }

    /// A browser at the platform after user name and password; wherever that led.
    async fn by_password(&self, mut walk: Walk<'a>, username: &str, password: &str) -> Walk<'a> {
        walk.log_in().await.unwrap();
        walk.browser.fill("username", username);
        walk.browser.fill("password", password);
        walk.browser.press("password-submit").await.unwrap();
        walk
    }

    /// The account's row as the platform told it: the victim's address, and no birth date.
    async fn set_address(&self, email: &str, verified: bool) {
        let username = self.script.old_owner().key.as_str();
        let sql = "UPDATE account SET email = $2, email_verified = $3, birth_date = NULL \
            WHERE username = $1 AND platform_id = 'opihoov'";
        let write = |tx: koppel::storage::Tx| async move { tx.execute(sql, args![username, email, verified]).await };
        assert_eq!(self.scene.demo.ground().db.write(Durability::Durable, write).await.unwrap(), 1);
    }
}

/// What the platform says about who is signed in.
async fn me(walk: &mut Walk<'_>) -> Option<Me> {
    walk.me().await.ok()
}

/// A1-A4: 30 scripts and 3 more: 0 attacker sessions, links and working refresh tokens at the victim's account, none of the
/// victim's data at the attacker, and the victim is where they should be.
#[tokio::test]
async fn nothing_an_attacker_prepared_outlives_the_owner_s_arrival() {
    let scripts = Script::all();
    let people = scripts.iter().flat_map(|script| [script.victim.clone(), script.attacker.clone()]).collect();
    let clock = Clock::system();
    let settings = Settings { clock: clock.clone(), more_people: people, ..Settings::default() };
    let scene = Scene { demo: Demo::start(settings).await.unwrap(), clock };
    let mut red = Vec::new();
    for script in &scripts {
        let stage = Stage { scene: &scene, script };
        for fault in stage.play().await {
            red.push(format!("{}: {fault}", script.name()));
        }
    }
    let asked = CATALOGUE.len() * UPSTREAMS.len() * 2;
    counted("A1-A4", &format!("{} scripts, {asked} of them the catalogue's, {} faults", scripts.len(), red.len()));
    assert!(red.is_empty(), "{} faults:\n{}", red.len(), red.join("\n"));
    scene.close().await;
}
