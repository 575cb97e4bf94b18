//! A platform reads its own: what is another's, what is hidden and what does not exist is one answer.

use koppel::args;
use koppel::domain::{ApiScope, Member, Role};
use koppel::storage::identities;

use super::house::{BASE, House, LISTS, id, token};
use crate::issuer::desk::Desk;
use crate::linking::world::assertion;
use crate::roster::school::{member, pupil};
use crate::support::{TestGround, both_engines, counted, figure, seed};

/// A platform of its own with a client that reads.
async fn neighbour(desk: &Desk) -> String {
    let platform = "INSERT INTO platform (id, name, sub_mode, password_owner, created_at)
        VALUES ('other', 'Other', 'account', 'broker', $1)";
    desk.change(platform, args![desk.ground.now()]).await;
    desk.client("theirs", |client| {
        client.platform_id = "other".parse().unwrap();
        client.scopes = ApiScope::RosterCore.to_string();
    })
    .await;
    token(desk, "theirs").await
}

/// P1, P2: every id of every list, asked for by another platform, answers as one that was made up: the same bytes.
#[tokio::test]
async fn a_foreign_id_answers_exactly_like_a_missing_one() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let pupils = figure(500, 20);
        let members: Vec<Member> = (0..pupils).map(pupil).chain([member(9_000, Role::Teacher)]).collect();
        house.school.apply(&house.school.reading("j1", members)).await;
        let theirs = neighbour(&desk).await;
        let made_up = desk.bearer(&format!("{BASE}/users/nobody"), &theirs).await;
        assert_eq!(made_up.status, 404);
        let mut pairs = 0;
        for (list, _) in LISTS {
            assert_eq!(desk.bearer(&format!("{BASE}/{list}"), &theirs).await.json()[list], serde_json::json!([]));
            for record in house.list(list).await {
                let answer = desk.bearer(&format!("{BASE}/{list}/{}", id(&record)), &theirs).await;
                assert_eq!((answer.status, &answer.body), (404, &made_up.body), "{list}");
                assert_eq!(headers(&answer), headers(&made_up));
                pairs += 1;
            }
        }
        assert_eq!(pairs, 4 + 2 * (pupils + 1));
        counted("P2", &format!("{pairs} pairs, {}", desk.ground.engine()));
        let class = id(&house.list("classes").await[0]);
        let inside = ["students", "teachers"].map(|list| format!("classes/{class}/{list}"));
        let school = ["classes", "students", "teachers", "enrollments"].map(|list| format!("schools/ehis:123/{list}"));
        for path in inside.iter().chain(&school) {
            let answer = desk.bearer(&format!("{BASE}/{path}"), &theirs).await;
            assert_eq!((answer.status, &answer.body), (404, &made_up.body), "{path}");
        }
    })
    .await;
}

fn headers(answer: &crate::issuer::desk::Answer) -> Vec<(String, String)> {
    let all = answer.headers.iter().filter(|(name, _)| *name != "date");
    all.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

/// Invariant 11, S34, S35: who becomes protected is in no list, no count and no difference.
#[tokio::test]
async fn who_becomes_protected_leaves_no_trace() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let hidden = house
            .text("SELECT a.sub AS n FROM account a JOIN link l ON l.account_id = a.id WHERE l.subject = 'p0001'")
            .await;
        house.pass(1);
        let moment = desk.ground.now() - chrono::TimeDelta::seconds(1);
        let protected = Member { protected: Some(true), ..pupil(1) };
        house.school.apply(&house.school.reading("j1", vec![pupil(0), protected])).await;
        for list in ["users", "students", "enrollments", "schools/ehis:123/students"] {
            let answer = house.read(list).await;
            assert_eq!(answer.headers["x-total-count"], "1", "{list}");
            assert!(!answer.body.contains(&hidden), "{list}");
        }
        assert_eq!(house.read(&format!("users/{hidden}")).await.status, 404);
        for list in ["classes", "users", "enrollments"] {
            assert_eq!(house.since(list, moment).await.len(), 0, "{list}");
        }
    })
    .await;
}

/// The wrong child in a class: an id that seems to be another person's now brings no account along, and a disabled school
/// tells nothing but that.
#[tokio::test]
async fn who_is_blocked_is_not_delivered() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let closed = house.school.world.pupil("17", "Keegi", 2014).await;
        seed::link(&desk.ground, &closed, "p0007").await;
        desk.change("UPDATE account SET disabled_at = $1 WHERE sub = '17'", args![desk.ground.now()]).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0), pupil(1), pupil(7)])).await;
        assert_eq!((house.list("users").await.len(), house.list("enrollments").await.len()), (2, 2));
        house.pass(1);
        let moment = desk.ground.now() - chrono::TimeDelta::seconds(1);
        let known = house.school.world.identify(&assertion("ekool", "p0001", "x", 2014)).await;
        let (identity, now) = (&known.id, desk.ground.now());
        house.school.world.storage(|tx| async move { identities::quarantine(&tx, identity, now).await }).await;
        assert_eq!(house.list("students?filter=status%3D'active'").await.len(), 1);
        for list in ["users", "enrollments"] {
            assert_eq!(house.since(list, moment).await.values().collect::<Vec<_>>(), ["tobedeleted"], "{list}");
        }
        desk.change("UPDATE platform_school SET disabled_at = $1", args![desk.ground.now()]).await;
        for list in ["classes", "users", "enrollments"] {
            assert_eq!(house.list(list).await.len(), 0, "{list}");
        }
        let org = house.list("orgs").await.remove(0);
        assert_eq!(org["status"], "tobedeleted");
        assert_eq!(house.read("schools/ehis:123/students").await.status, 404);
    })
    .await;
}

/// Two people of one class who were merged into one account are nobody's seat: neither enrolment names it twice.
#[tokio::test]
async fn two_people_of_one_class_never_share_an_enrolled_account() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0), pupil(1)])).await;
        let merged =
            "UPDATE link SET via_merge = TRUE, account_id = (SELECT account_id FROM link WHERE subject = 'p0000')
            WHERE subject = 'p0001'";
        desk.change(merged, vec![]).await;
        let seats = house.list("enrollments?filter=status%3D'active'").await;
        assert_eq!(seats.len(), 1, "{seats:?}");
        assert_eq!(house.list("students?filter=status%3D'active'").await.len(), 1);
    })
    .await;
}
