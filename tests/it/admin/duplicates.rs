//! The queue of suspects over HTTP: who sees whom, what is decided, and what the pupil is asked.

use koppel::accounts::passwords::PasswordDesk;
use koppel::args;
use koppel::domain::{AccountId, ConsoleRole, RoleId, SessionKind};
use koppel::linking::duplicates::sweep;

use super::desk::{Browser, Console, OTHER, PLATFORM, SCHOOL, at};
use crate::support::{TestGround, both_engines, seed};

const NAME: &str = "UPDATE account SET given_name = $2, family_name = 'Tamm', username = $3, username_folded = $3, \
    password_hash = $4, birth_date = '2014-03-14', history_count = $5 WHERE id = $1";
const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since) \
    VALUES ($1, $2, $3, 'pupil', '5B', 'import', $4)";
const ELSEWHERE: &str = "INSERT INTO account_role (id, account_id, school_id, role, source, since) \
    VALUES ($1, $2, 'ehis:456', 'pupil', 'import', $3)";
const SAID: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'duplicate.not_same' AND school_id = 'ehis:123'";

/// A pupil of a school with a password that is their user name twice.
pub async fn pupil(console: &Console, given: &str, username: &str, (school, work): (&str, i64)) -> AccountId {
    let ground = &console.ground;
    let account = seed::account(ground, username).await;
    let desk = PasswordDesk::with_places(&ground.random, 1, 1);
    let hash = desk.hash(&username.repeat(2)).await.unwrap().unwrap();
    let named = args![&account, given, username, hash, work];
    console.change(NAME, named).await;
    let role = RoleId::random(&ground.random);
    console.change(ROLE, args![&role, &account, school, ground.now()]).await;
    account
}

/// Mari with work, Mari without, and the address of what was found.
async fn maris(console: &Console) -> (AccountId, AccountId) {
    let one = pupil(console, "Mari", "maritamm", (SCHOOL, 12)).await;
    let other = pupil(console, "Mari", "maritamm2", (SCHOOL, 0)).await;
    sweep(&console.ground.ground(), &PLATFORM.parse().unwrap(), &SCHOOL.parse().unwrap()).await.unwrap();
    (one, other)
}

/// The address of the only pair in the queue.
async fn pair(admin: &Browser) -> String {
    let list = admin.get(&at(SCHOOL, "/duplicates")).await;
    assert_eq!(list.status, 200, "{}", list.body);
    let (_, rest) = list.body.split_once("href=\"/admin/opiq/ehis%3A123/duplicates/").expect("a pair");
    format!("{}/{}", at(SCHOOL, "/duplicates"), rest.split('"').next().unwrap())
}

#[tokio::test]
async fn both_people_stand_side_by_side_with_their_history() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, _) = maris(&console).await;
        let role = RoleId::random(&console.ground.random);
        console.change(ELSEWHERE, args![&role, &one, console.ground.now()]).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let page = admin.get(&pair(&admin).await).await;
        for words in ["Mari Tamm", "maritamm", "maritamm2", "12 finished tasks", "same-person", "ask-pupil"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("Kesklinna"), "nothing of another school: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn another_school_meets_a_missing_page() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = pair(&admin).await;
        let id = path.rsplit('/').next().unwrap();
        let other = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        assert_eq!(other.get(&at(OTHER, &format!("/duplicates/{id}"))).await.status, 404);
        assert_eq!(other.get(&path).await.status, 404);
        let list = other.get(&at(OTHER, "/duplicates")).await;
        assert!(!list.body.contains("id=\"pair-") && list.status == 200, "{}", list.body);
        let answered = other.post(&at(OTHER, &format!("/duplicates/{id}")), &[("act", "not-same")]).await;
        assert_eq!(answered.status, 404);
        assert_eq!(admin.get(&path).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn two_people_leave_the_queue_for_good() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        maris(&console).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = pair(&admin).await;
        admin.get(&path).await;
        let done = admin.post(&path, &[("act", "not-same")]).await;
        assert_eq!(done.location().unwrap(), format!("{}?done=not-same", at(SCHOOL, "/duplicates")));
        let ground = &console.ground;
        sweep(&ground.ground(), &PLATFORM.parse().unwrap(), &SCHOOL.parse().unwrap()).await.unwrap();
        let list = admin.get(&at(SCHOOL, "/duplicates")).await;
        assert!(!list.body.contains("id=\"pair-"), "{}", list.body);
        assert_eq!(ground.db.count(SAID, args![]).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_pupil_sees_nothing_of_the_other_account_before_its_password() {
    const ASKED: &str = "/settings/opiq/other-account";
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (one, _) = maris(&console).await;
        pupil(&console, "Kati", "katitamm", (SCHOOL, 3)).await;
        let mari = console.enter(&one, SessionKind::Browser).await;
        assert_eq!(mari.get(ASKED).await.status, 404, "nobody has asked");
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        let path = pair(&admin).await;
        admin.get(&path).await;
        assert_eq!(admin.post(&path, &[("act", "ask")]).await.status, 303);
        let settings = mari.get("/settings/opiq/integrations").await;
        assert!(settings.body.contains("id=\"other-account\""), "{}", settings.body);
        let page = mari.get(ASKED).await;
        assert!(page.status == 200 && !page.body.contains("maritamm2"), "{}", page.body);
        let mut said = Vec::new();
        for (username, password) in
            [("maritamm2", "no"), ("katitamm", "katitammkatitamm"), ("nobody", "no"), ("maritamm", "maritammmaritamm")]
        {
            let wrong = mari.post(ASKED, &[("username", username), ("password", password)]).await;
            assert_eq!(wrong.status, 422, "{username}: {}", wrong.body);
            said.push(wrong.body.replace(&format!("value=\"{username}\""), "value=\"\""));
        }
        assert!(said.windows(2).all(|two| two[0] == two[1]), "one answer for all: {said:?}");
        let right = mari.post(ASKED, &[("username", "maritamm2"), ("password", "maritamm2maritamm2")]).await;
        assert!(right.status == 200 && right.body.contains("other-on"), "{}", right.body);
        let proven = admin.get(&path).await;
        assert!(proven.body.contains("The pupil has shown that both accounts are theirs."), "{}", proven.body);
    })
    .await;
}
