//! A teacher brings a journal to a platform, from the button at the upstream to the success page, over real HTTP.

mod already;
mod choice;
mod guards;
mod let_in;
mod notify;
mod opiq;
mod outbox;
mod pages;
mod update;
mod waiting;
mod walk;
mod watch;

use koppel::args;
use koppel::demo::browser::Page;
use koppel::demo::once::Walk;
use koppel::demo::people::{KUUSEOJA, Person, PersonRole};
use koppel::demo::run::{Demo, Settings};
use koppel::domain::{Actor, Clock, IdentityId, LinkId, Role};
use koppel::jobs;
use koppel::storage::audit::{self, Entry};
use koppel::storage::events::{self, Announcement};
use koppel::storage::journals::{self, Journal};
use koppel::storage::{Durability, StorageError, Tx};
use serde_json::{Value, json};

use crate::attacks::Scene;
use crate::roster::school::given;

/// The journal of class 5A of Kuuseoja Põhikool at eKool.
pub const KLASS: &str = "20000481001";
/// A teacher of that school.
pub const TEACHER: &str = "anu-kallas";

/// A running demo whose clock a test can move, with more pupils than those of the list.
pub async fn scene_with(more_people: Vec<Person>) -> Scene {
    let clock = Clock::system();
    let settings = Settings { clock: clock.clone(), more_people, ..Settings::default() };
    Scene { demo: Demo::start(settings).await.unwrap(), clock }
}

/// A pupil of class 7C, with an account at the platforms or none.
pub fn pupil(number: u32, has_account: bool) -> Person {
    let birth = "2012-03-12".parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(number.into());
    let class_name = Some("7C".to_owned());
    let name = given(usize::try_from(number).unwrap());
    Person {
        roles: vec![PersonRole { school: KUUSEOJA, role: Role::Pupil, class_name }],
        history: has_account.then_some(i64::from(number)),
        ..Person::pupil(1_000 + number, &name, "Kuuseoja", birth)
    }
}

/// Signs in at eKool, in this browser.
pub async fn at_ekool(walk: &mut Walk<'_>) {
    let url = walk.world.upstream("ekool").unwrap().url.clone();
    walk.browser.open(&format!("{url}/sign-in")).await.unwrap();
    walk.browser.press(&format!("person-{}", walk.person.key)).await.unwrap();
}

/// The journal of class P1 of Merekalda Kool at Stuudium.
const P1: &str = "merekalda-p1";

/// Its teacher stands at the journals of Stuudium, whose address comes too.
pub async fn at_stuudium(scene: &Scene) -> (Walk<'_>, String) {
    let mut walk = scene.person("ursula-toome");
    let url = walk.world.upstream("stuudium").unwrap().url.clone();
    walk.browser.open(&format!("{url}/sign-in")).await.unwrap();
    walk.browser.press("person-ursula-toome").await.unwrap();
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    (walk, url)
}

/// She links it, and claims her account on the way.
pub async fn link_p1<'a>(walk: &'a mut Walk<'_>) -> &'a Page {
    walk.browser.press(&format!("launch-{P1}")).await.unwrap();
    walk.browser.press("platform-opihoov").await.unwrap();
    allow(walk).await;
    claim(walk).await;
    link(walk).await
}

/// Presses "link with learning environment" for a journal, and goes on to wherever that leads.
pub async fn press(walk: &mut Walk<'_>, journal: &str) {
    let url = walk.world.upstream("ekool").unwrap().url.clone();
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    walk.browser.press(&format!("launch-{journal}")).await.unwrap();
    allow(walk).await;
}

/// The same, and chooses the platform that verifies no passwords itself.
pub async fn launch(walk: &mut Walk<'_>, journal: &str) {
    press(walk, journal).await;
    if walk.browser.page().has("#platform-opihoov") {
        walk.browser.press("platform-opihoov").await.unwrap();
        allow(walk).await;
    }
}

/// Allows what eKool asks on the way to a sign-in.
pub async fn allow(walk: &mut Walk<'_>) {
    for button in ["role-0", "consent-allow"] {
        if walk.browser.page().has(&format!("#{button}")) {
            walk.browser.press(button).await.unwrap();
        }
    }
}

/// At the question of a first sign-in: claims the old account and comes back to the launch.
pub async fn claim(walk: &mut Walk<'_>) {
    let account = walk.person.account.clone().unwrap();
    walk.claim(&account).await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
}

/// A teacher who has claimed their account and looks at the preview of a journal.
pub async fn at_preview<'a>(scene: &'a Scene, teacher: &str, journal: &str) -> Walk<'a> {
    let mut walk = scene.person(teacher);
    at_ekool(&mut walk).await;
    launch(&mut walk, journal).await;
    if walk.browser.page().has("#question-yes") {
        claim(&mut walk).await;
    }
    assert!(walk.browser.page().has("#link-journal"), "{}", walk.browser.page().html);
    walk
}

/// The first kit that the preview offers.
pub fn kit_of(walk: &Walk<'_>) -> String {
    let html = &walk.browser.page().html;
    let kit = html.split("name=\"kit\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    kit.expect("the page offers a kit").to_owned()
}

/// Ticks it.
pub fn tick(walk: &mut Walk<'_>) {
    let kit = kit_of(walk);
    walk.browser.fill("kit", &kit);
}

/// Ticks the first kit and presses the button.
pub async fn link<'a>(walk: &'a mut Walk<'_>) -> &'a Page {
    tick(walk);
    walk.browser.press("link-journal").await.unwrap()
}

/// The same as [`at_preview`], and the journal is linked.
pub async fn linked<'a>(scene: &'a Scene, teacher: &str, journal: &str) -> Walk<'a> {
    let mut walk = at_preview(scene, teacher, journal).await;
    let page = link(&mut walk).await;
    assert!(page.has("#show-journal"), "{}", page.html);
    walk
}

/// How many people stand in a group of the page.
pub fn count(walk: &Walk<'_>, state: &str) -> usize {
    let text = walk.browser.page().text(&format!("#seats-{state} .count"));
    text.map_or(0, |text| text.parse().unwrap())
}

/// Changes a journal at eKool.
pub async fn change_journal(demo: &Demo, changes: Value) {
    let url = &demo.world.upstream("ekool").unwrap().url;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.post(format!("{url}/control/journal")).json(&changes).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

/// The journal that was linked last.
pub async fn the_journal(scene: &Scene) -> Journal {
    let platform = &"opihoov".parse().unwrap();
    let list = |tx| async move { journals::list(&tx, platform).await };
    let all = scene.demo.ground().db.read(list).await.unwrap();
    all.into_iter().max_by_key(|journal| journal.linked_at).unwrap()
}

/// Every promise of the design still holds. A clock that was moved makes rows look old that were written a moment ago, so
/// they are numbered first, and what is over is deleted, as it is in the running broker every few minutes.
pub async fn close(scene: Scene) {
    for name in ["sealer", "cleanup"] {
        let job = jobs::all().into_iter().find(|job| job.name() == name).unwrap();
        job.run_once(scene.demo.ground()).await.unwrap();
    }
    scene.close().await;
}

/// Everything that an import could write, counted.
pub async fn everything(scene: &Scene) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) AS n FROM journal",
        "SELECT COUNT(*) AS n FROM account",
        "SELECT COUNT(*) AS n FROM link",
        "SELECT COUNT(*) AS n FROM roster_person",
        "SELECT COUNT(*) AS n FROM standing",
        "SELECT COUNT(*) AS n FROM seat",
        "SELECT COUNT(*) AS n FROM outbox",
        "SELECT COUNT(*) AS n FROM audit",
    ] {
        counts.push(scene.count(sql).await);
    }
    counts
}

const IDENTITY: &str = "INSERT INTO identity (id, upstream_id, scope, subject, hash_key, first_seen_at, last_seen_at)
    VALUES ($1, 'ekool', '', $2, 'demo', $3, $3)";
const LINK: &str = "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, rule,
    assurance, evidence, via_merge, created_at, created_by, since) SELECT $1, 'opihoov', 'ekool', '', $2, $3, id, 'import',
    'test', 'platform', '{}', FALSE, $5, 'job:test', $5 FROM account WHERE platform_id = 'opihoov' AND username = $4";

/// A live link of somebody's account at the platform to their eKool.
pub async fn link_at_ekool(scene: &Scene, person: &Person) {
    let ground = scene.demo.ground();
    let now = ground.now();
    let (identity, link) = (&IdentityId::at(now, &ground.random), &LinkId::at(now, &ground.random));
    let (subject, key, random) = (&person.ekool_id.to_string(), &person.key, &ground.random);
    let insert = |tx: Tx| async move {
        tx.execute(IDENTITY, args![identity, subject, now]).await?;
        tx.execute(LINK, args![link, subject, identity, key, now]).await?;
        let (actor, platform) = (Actor::Job("test"), "opihoov".parse().unwrap());
        let entry = Entry { link: Some(link), ..Entry::new(now, "link.created", &actor) };
        let audit = audit::record(&tx, random, &entry).await?;
        let payload = json!({});
        let said =
            Announcement { at: now, platform: &platform, kind: "link.created", sub: subject, audit: &audit, payload };
        events::announce(&tx, random, &said).await?;
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, insert).await.unwrap();
}
