//! Claim codes through the pages: a class with its sheet of paper, and whoever types what is not theirs.

use std::collections::BTreeSet;

use koppel::demo::once::Walk;
use koppel::domain::{
    Actor, Completeness, JournalFacts, JournalId, JournalKey, Member, NewAccounts, PersonName, PlatformId, Reading,
    Role, RosterSubject, SchoolId,
};
use koppel::linking::{self, MakeCode};
use koppel::roster::{self, Choice, FilterTerms, Place, SeatTerms, Work, filter};
use koppel::storage::{Durability, accounts, roster_people};

use super::{Scene, field};

const SCHOOL: &str = "ehis:990001";
const CODES: &str =
    "SELECT COUNT(*) AS n FROM link WHERE origin = 'code' AND assurance = 'school' AND ended_at IS NULL";

/// A class of the demo, imported.
pub struct Class<'a> {
    scene: &'a Scene,
    platform: PlatformId,
    journal: JournalId,
}

fn member(scene: &Scene, key: &str) -> Member {
    let person = scene.demo.world.person(key).unwrap();
    let name = PersonName { given: Some(person.given_name.clone()), family: Some(person.family_name.clone()) };
    let class_name = person.roles[0].class_name.clone();
    Member { name, class_name, ..Member::new(person.ekool.clone(), Role::Pupil) }
}

impl<'a> Class<'a> {
    pub async fn import(scene: &'a Scene, keys: &[&str]) -> Self {
        let (ground, school): (_, SchoolId) = (scene.demo.ground(), SCHOOL.parse().unwrap());
        let platform: PlatformId = scene.demo.world.platform.id.parse().unwrap();
        let key = JournalKey { upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: "j1".into() };
        let reading = Reading {
            read_at: ground.now(),
            completeness: Completeness::Complete,
            journal: JournalFacts { key, school: None, name: "Maths".into(), school_year: None, landing_url: None },
            members: keys.iter().map(|key| member(scene, key)).collect(),
            deleted: vec![],
            cursor: None,
        };
        let terms = FilterTerms {
            school: &BTreeSet::from([school.clone()]),
            country: Some("EE"),
            today: ground.now().date_naive(),
            slack_days: 14,
            unmarked_is_protected: false,
            vault: &ground.vault,
        };
        let (said, hidden) = &filter(&reading, &terms);
        let terms = SeatTerms { roster_subject: RosterSubject::SameAsLogin, new_accounts: NewAccounts::Create };
        let place = Place { platform: &platform, school: &school, terms };
        let (choice, actor) = (Some(&Choice::default()), &Actor::Job("test"));
        let work = Work { place, said, hidden, choice, agreed: None, actor, run: "run1" };
        let journal = roster::apply(ground, &work).await.unwrap().journal;
        Self { scene, platform, journal }
    }

    /// What is printed for one pupil.
    pub async fn print(&self, key: &str) -> String {
        let (ground, sub) = (self.scene.demo.ground(), &self.scene.account(key).sub);
        let subject = &member(self.scene, key).subject;
        let make = |tx: koppel::storage::Tx| async move {
            let account = accounts::find_by_sub(&tx, &self.platform, sub).await?.unwrap().id;
            let upstream = "ekool".parse().unwrap();
            let people = roster_people::list_by_subject(&tx, &upstream, "", &[subject]).await?;
            let actor = &Actor::Cli("root".into());
            let (platform, journal, person) = (&self.platform, &self.journal, &people[0].id);
            let wish = MakeCode { platform, journal, person, account: &account, actor };
            linking::make_code(&tx, ground, &wish).await
        };
        ground.db.write(Durability::Durable, make).await.unwrap().code.to_string()
    }
}

/// From the platform to the page for the code.
async fn up_to_code(walk: &mut Walk<'_>) {
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-yes").await.unwrap();
    walk.browser.press("claim-code").await.unwrap();
    assert_eq!(walk.browser.page().path(), "/login/code");
}

async fn type_in(walk: &mut Walk<'_>, code: &str) -> u16 {
    walk.browser.fill("code", code);
    walk.browser.press("code-submit").await.unwrap().status
}

/// The page without what is new in every answer.
fn bytes(walk: &Walk<'_>, typed: &str) -> String {
    let (csrf, attempt) = (field(walk, "csrf"), field(walk, "attempt"));
    walk.browser.page().html.replace(&csrf, "").replace(&attempt, "").replace(typed, "")
}

#[tokio::test]
async fn a_pupil_who_forgot_the_password_lands_on_the_old_account_with_a_code() {
    let scene = Scene::open().await;
    let class = Class::import(&scene, &["mari-tamm", "karl-magi"]).await;
    let code = class.print("mari-tamm").await;
    let mut walk = scene.person("mari-tamm");
    up_to_code(&mut walk).await;
    assert_eq!(type_in(&mut walk, "").await, 422);
    let slip = format!("{}{}", &code[..8], if code.ends_with('C') { 'D' } else { 'C' });
    assert_eq!(type_in(&mut walk, &slip).await, 422);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM code_try").await, 0, "a slip is no wrong code");
    assert_eq!(type_in(&mut walk, &code.to_lowercase()).await, 200);
    let page = walk.browser.page();
    assert!(page.has("#card-identity") && page.has("#card-account") && page.has("#confirm-link"), "{}", page.html);
    walk.browser.press("confirm-cancel").await.unwrap();
    // Cancelled: the code is still good, and every step comes again, the departure to eKool first, who knows her still.
    walk.browser.press("upstream-ekool").await.unwrap();
    walk.browser.press("question-yes").await.unwrap();
    walk.browser.press("claim-code").await.unwrap();
    assert_eq!(type_in(&mut walk, &code).await, 200);
    walk.browser.press("confirm-link").await.unwrap();
    assert!(walk.browser.page().has("#not-me"), "{}", walk.browser.page().html);
    walk.browser.press("continue").await.unwrap();
    walk.expect_old_account(&scene.account("mari-tamm")).await.unwrap();
    assert_eq!(scene.count(CODES).await, 1);
    scene.close().await;
}

/// F9: somebody else's code meets the same bytes as one that was never printed, the third one goes to the school, and the
/// right pupil still gets in.
#[tokio::test]
async fn nobody_learns_anything_from_a_code_that_is_not_theirs() {
    let scene = Scene::open().await;
    let class = Class::import(&scene, &["mari-tamm", "karl-magi", "laura-kuusk"]).await;
    let (hers, his) = (class.print("laura-kuusk").await, class.print("mari-tamm").await);
    let never = koppel::domain::ClaimCode::random(&koppel::domain::Random::counter(9)).to_string();
    let mut walk = scene.person("karl-magi");
    up_to_code(&mut walk).await;
    let mut pages = Vec::new();
    for code in [&hers, &never] {
        assert_eq!(type_in(&mut walk, code).await, 401);
        pages.push(bytes(&walk, code));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(scene.open_cases().await, 0);
    assert_eq!(type_in(&mut walk, &his).await, 401, "the third looks the same");
    assert_eq!((bytes(&walk, &his), scene.open_cases().await), (pages[0].clone(), 1));
    type_in(&mut walk, &never).await;
    assert_eq!(walk.browser.page().path(), "/login/asked");
    assert_eq!((scene.live_links().await, scene.open_cases().await), (0, 1));
    let mut laura = scene.person("laura-kuusk");
    up_to_code(&mut laura).await;
    assert_eq!(type_in(&mut laura, &hers).await, 200);
    laura.browser.press("confirm-link").await.unwrap();
    laura.browser.press("continue").await.unwrap();
    laura.expect_old_account(&scene.account("laura-kuusk")).await.unwrap();
    scene.close().await;
}

/// F9: whoever sends codes without end is refused after six hundred in a quarter of an hour, and nobody elsewhere is.
#[tokio::test]
async fn whoever_types_without_end_is_refused_and_keeps_nobody_out() {
    let scene = Scene::open().await;
    let class = Class::import(&scene, &["mari-tamm", "laura-kuusk"]).await;
    let code = class.print("laura-kuusk").await;
    let mut walk = scene.person("mari-tamm");
    walk.browser = koppel::demo::browser::Browser::at("en", "127.6.6.6".parse().unwrap()).unwrap();
    up_to_code(&mut walk).await;
    let (csrf, attempt) = (field(&walk, "csrf"), field(&walk, "attempt"));
    let url = format!("{}/login/code", scene.demo.world.issuer);
    let (mut looked_at, mut refused) = (0, 0);
    for _ in 0..650 {
        let fields = [("csrf", csrf.as_str()), ("attempt", &attempt), ("code", "CCCC-CCCD")];
        match walk.browser.send(&url, &fields).await.unwrap().status {
            422 => looked_at += 1,
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    // What is let through again while the test types is some, but never all.
    assert!((600..650).contains(&looked_at) && refused > 0, "{looked_at} {refused}");
    let mut laura = scene.person("laura-kuusk");
    up_to_code(&mut laura).await;
    assert_eq!(type_in(&mut laura, &code).await, 200);
    scene.close().await;
}

/// A22: the page and its form stand at one step of one login of one browser.
#[tokio::test]
async fn the_code_is_asked_at_the_claim_and_nowhere_else() {
    let scene = Scene::open().await;
    let class = Class::import(&scene, &["mari-tamm", "laura-kuusk"]).await;
    let code = class.print("mari-tamm").await;
    let mut walk = scene.person("mari-tamm");
    walk.log_in().await.unwrap();
    let issuer = scene.demo.world.issuer.clone();
    let url = format!("{issuer}/login/code");
    let mut at = Vec::new();
    for step in ["", "sign-in", "question-yes"] {
        match step {
            "" => {}
            "sign-in" => drop(walk.sign_in_at("ekool").await.unwrap()),
            press => drop(walk.browser.press(press).await.unwrap()),
        }
        let (csrf, attempt) = (field(&walk, "csrf"), field(&walk, "attempt"));
        let here = walk.browser.page().url().unwrap().to_string();
        let mut other = scene.person("laura-kuusk");
        other.log_in().await.unwrap();
        let theirs = field(&other, "csrf");
        let stolen = [("csrf", theirs.as_str()), ("attempt", &attempt), ("code", &code)];
        assert_eq!(other.browser.send(&url, &stolen).await.unwrap().status, 400, "another browser at {step:?}");
        let fields = [("csrf", csrf.as_str()), ("attempt", &attempt), ("code", "CCCC-CCCD")];
        at.push(walk.browser.send(&url, &fields).await.unwrap().status);
        walk.browser.open(&here).await.unwrap();
    }
    assert_eq!(at, [400, 400, 422]);
    assert_eq!((scene.live_links().await, scene.count(CODES).await), (0, 0));
    scene.close().await;
}
