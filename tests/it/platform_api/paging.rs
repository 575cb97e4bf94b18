//! The law of pages: however they are cut, together they are the whole, each record once.

use koppel::domain::{Member, Role};

use super::house::{BASE, House, READER, id, next_page, records, token};
use crate::issuer::desk::Desk;
use crate::roster::school::{given, member, pupil};
use crate::support::{TestGround, both_engines};

/// Three classes; in all of them people who are linked, who wait, and who have left.
async fn fill(house: &House<'_>) {
    for n in 0..4 {
        house.school.world.pupil(&format!("{n}"), &given(n), 2014).await;
    }
    let members = |range: std::ops::Range<usize>| -> Vec<Member> {
        range.map(pupil).chain([member(90, Role::Teacher)]).collect()
    };
    house.school.apply(&house.school.reading("j1", members(0..9))).await;
    house.school.apply(&house.school.reading("j2", members(5..14))).await;
    house.pass(1);
    let mut left = house.school.reading("j2", members(5..12));
    left.deleted = vec!["p0012".into(), "p0013".into()];
    house.school.apply(&left).await;
    house.school.apply(&house.school.reading("j3", vec![])).await;
}

/// By links and by offsets, with every limit.
#[tokio::test]
async fn pages_of_any_size_together_are_the_whole() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        fill(&house).await;
        let lists = [
            "orgs",
            "classes",
            "courses",
            "academicSessions",
            "users",
            "students",
            "teachers",
            "enrollments",
            "schools/ehis:123/students",
            "schools/ehis:123/classes",
            "schools/ehis:123/enrollments",
        ];
        for list in lists {
            let whole = house.list(list).await;
            assert_eq!(
                whole.iter().map(id).collect::<std::collections::BTreeSet<_>>().len(),
                whole.len(),
                "{list}: twice"
            );
            for limit in [1, 2, 3, 7, 100] {
                let pages = house.pages(&format!("{list}?limit={limit}")).await;
                let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
                let (last, full) = sizes.split_last().unwrap();
                assert!(
                    full.iter().all(|size| *size == limit) && *last <= limit && (*last > 0 || whole.is_empty()),
                    "{list}: {sizes:?}"
                );
                assert_eq!(pages.concat(), whole, "{list} by links, {limit}");
                let mut walked = Vec::new();
                for offset in (0..=whole.len()).step_by(limit) {
                    let answer = house.read(&format!("{list}?limit={limit}&offset={offset}")).await;
                    assert_eq!(answer.headers["x-total-count"], whole.len().to_string(), "{list}");
                    assert_eq!(next_page(&answer).is_some(), offset + limit < whole.len(), "{list} {offset} {limit}");
                    walked.extend(records(&answer));
                }
                assert_eq!(walked, whole, "{list} by offsets, {limit}");
            }
        }
        let users: Vec<String> = house.list("users").await.iter().map(id).collect();
        assert!(users.is_sorted(), "{users:?}");
        assert_eq!(house.list("users?filter=status%3D'tobedeleted'").await.len(), 2);
        assert_eq!(house.list("enrollments?filter=status%3D'tobedeleted'").await.len(), 2);
    })
    .await;
}

/// Somebody who comes or goes between two pages makes nobody else disappear.
#[tokio::test]
async fn nobody_is_lost_when_people_come_and_go_between_two_pages() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        fill(&house).await;
        let own = token(&desk, READER).await;
        for list in ["users", "enrollments"] {
            let before: Vec<String> = house.list(list).await.iter().map(id).collect();
            let first = house.read(&format!("{list}?limit=3")).await;
            // The first of the page goes: by offset, the fourth would be passed over.
            house.pass(1);
            let mut gone = house.school.reading("j1", (1..9).map(pupil).collect());
            gone.deleted = vec!["p0000".into()];
            house.school.apply(&gone).await;
            let mut seen: Vec<String> = records(&first).iter().map(id).collect();
            let mut next = next_page(&first);
            while let Some(path) = next {
                assert!(path.starts_with(BASE));
                let answer = desk.bearer(&path, &own).await;
                seen.extend(records(&answer).iter().map(id));
                next = next_page(&answer);
            }
            let missing: Vec<&String> = before.iter().filter(|one| !seen.contains(one)).collect();
            assert_eq!(missing, Vec::<&String>::new(), "{list}");
            let back = house.school.reading("j1", (0..9).map(pupil).chain([member(90, Role::Teacher)]).collect());
            house.pass(1);
            house.school.apply(&back).await;
        }
    })
    .await;
}

/// A cursor is sealed for its platform: it says nothing, and another platform's or an invented one is refused.
#[tokio::test]
async fn a_cursor_tells_nothing_and_is_good_for_its_platform_only() {
    let desk = Desk::sqlite().await;
    let house = House::open(&desk).await;
    fill(&house).await;
    let next = next_page(&house.read("enrollments?limit=1").await).unwrap();
    assert!(!next.contains("rsp_") && !next.contains("jrn_"), "{next}");
    let changed = next.replace("cursor=v1.test1.", "cursor=v1.test1.A");
    assert_eq!(desk.bearer(&changed, &token(&desk, READER).await).await.status, 400);
    let platform = "INSERT INTO platform (id, name, sub_mode, password_owner, created_at)
        VALUES ('other', 'Other', 'account', 'broker', $1)";
    desk.change(platform, koppel::args![desk.ground.now()]).await;
    desk.client("theirs", |client| {
        client.platform_id = "other".parse().unwrap();
        client.scopes = koppel::domain::ApiScope::RosterCore.to_string();
    })
    .await;
    assert_eq!(desk.bearer(&next, &token(&desk, "theirs").await).await.status, 400);
}
