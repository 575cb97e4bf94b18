//! The shapes of OneRoster 1.2: what each record must have, and what of people a client is told.

use koppel::args;
use koppel::domain::{GroupId, Role};
use serde_json::Value;

use super::house::{House, LISTS, READER, id, minor, records, token};
use crate::issuer::desk::{Desk, field};
use crate::roster::school::{given, member, pupil};
use crate::support::{TestGround, both_engines};

/// What a record has, and of which type. Source: OneRoster 1.2, Rostering Service, REST binding, the schemas of `org`,
/// `class`, `user` and `enrollment`.
const REQUIRED: [(&str, &[(&str, char)]); 4] = [
    ("orgs", &[("sourcedId", 's'), ("status", 's'), ("dateLastModified", 't'), ("name", 's'), ("type", 's')]),
    (
        "classes",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("title", 's'),
            ("classType", 's'),
            ("school", 'r'),
        ],
    ),
    (
        "users",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("enabledUser", 'b'),
            ("givenName", 's'),
            ("familyName", 's'),
            ("roles", 'a'),
            ("metadata", 'o'),
        ],
    ),
    (
        "enrollments",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("user", 'r'),
            ("class", 'r'),
            ("school", 'r'),
            ("role", 's'),
            ("metadata", 'o'),
        ],
    ),
];

fn fits(value: &Value, kind: char) -> bool {
    match kind {
        's' => value.as_str().is_some_and(|text| !text.is_empty()),
        't' => value.as_str().is_some_and(|text| text.ends_with('Z') && text.parse::<koppel::domain::Time>().is_ok()),
        'b' => value.is_boolean(),
        'a' => value.as_array().is_some_and(|items| !items.is_empty()),
        'o' => value.is_object(),
        _ => ["href", "sourcedId", "type"].iter().all(|name| fits(&value[name], 's')),
    }
}

/// A class of a teacher and three pupils, the last of whom may have an account.
async fn class(house: &House<'_>) {
    house.school.world.pupil("17", &given(2), 2014).await;
    let members = vec![member(9, Role::Teacher), pupil(0), pupil(1), pupil(2)];
    house.school.apply(&house.school.reading("j1", members)).await;
}

#[tokio::test]
async fn every_record_has_what_the_standard_asks_for() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        class(&house).await;
        for (list, required) in REQUIRED {
            let records = house.list(list).await;
            assert!(!records.is_empty(), "{list}");
            for record in &records {
                for (name, kind) in required {
                    assert!(fits(&record[name], *kind), "{list} {name}: {record}");
                }
            }
        }
        assert_eq!(house.list("users").await.len(), 4);
        assert_eq!(house.list("enrollments").await.len(), 4);
        assert_eq!(house.list("students").await.len(), 3);
        assert_eq!(house.list("teachers").await.len(), 1);
    })
    .await;
}

/// Every reference leads to the record it names, and every record is where its id says.
#[tokio::test]
async fn every_record_is_found_by_its_id_and_every_reference_leads_to_one() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        class(&house).await;
        for (list, one) in LISTS {
            for record in house.list(list).await {
                let found = house.read(&format!("{list}/{}", id(&record))).await;
                assert_eq!((found.status, &found.json()[one]), (200, &record), "{list}");
            }
        }
        for record in house.list("enrollments").await {
            for name in ["user", "class", "school"] {
                let href = field(&record[name], "href");
                let path = href.strip_prefix("https://koppel.test/ims/oneroster/rostering/v1p2/").unwrap();
                let one = house.read(path).await.json();
                let (_, found) = one.as_object().unwrap().iter().next().unwrap();
                assert_eq!(id(found), field(&record[name], "sourcedId"), "{name}");
            }
        }
    })
    .await;
}

/// A user's `sourcedId` is the `sub` that the platform knows; the rest is what its allow list says. P7.
#[tokio::test]
async fn of_people_a_client_is_told_what_its_allow_list_says() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let account = house.school.world.pupil("17", &given(0), 2014).await;
        crate::support::seed::link(&desk.ground, &account, "p0000").await;
        desk.change("UPDATE account SET email = 'mari@kodu.example' WHERE sub = $1", args!["17"]).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0)])).await;
        let told = async |scopes: &str, claims: &str| {
            let sql = "UPDATE client SET scopes = scopes || $1, claims = $2 WHERE id = 'reads'";
            desk.change(
                "UPDATE client SET scopes = $1 WHERE id = 'reads'",
                args![koppel::domain::ApiScope::RosterCore.as_str()],
            )
            .await;
            desk.change(sql, args![format!(" {scopes}"), claims]).await;
            let user = house.list("users").await.remove(0);
            assert_eq!(id(&user), "17");
            ["username", "givenName", "familyName", "email"]
                .map(|name| user[name].as_str().map(str::to_owned).is_some())
        };
        let all = "preferred_username given_name family_name email";
        assert_eq!(told("openid profile email", all).await, [true, true, true, true]);
        assert_eq!(told("openid profile", all).await, [true, true, true, false]);
        assert_eq!(told("openid email", all).await, [false, false, false, true]);
        assert_eq!(told("openid profile email", "given_name").await, [false, true, false, false]);
        assert_eq!(told("openid", all).await, [false; 4]);
    })
    .await;
}

/// Two platforms may both have a 17; with a pairwise `sub` a client sees what its ID tokens say.
#[tokio::test]
async fn a_pairwise_sub_is_the_one_of_the_id_tokens() {
    let desk = Desk::sqlite().await;
    let house = House::open(&desk).await;
    class(&house).await;
    let account = house.school.world.pupil("18", &given(7), 2014).await;
    crate::support::seed::link(&desk.ground, &account, "p0007").await;
    house.school.apply(&house.school.reading("j2", vec![pupil(7)])).await;
    desk.change("UPDATE platform SET sub_mode = 'pairwise'", vec![]).await;
    let shown = koppel::vault::sha256(&format!("pairwise sub|opiq|{account}"));
    let users: Vec<String> = house.list("users?limit=2").await.iter().map(id).collect();
    assert!(users.contains(&shown) && !users.contains(&"18".to_owned()), "{users:?}");
    let seats = house.list("enrollments").await;
    assert!(seats.iter().any(|seat| field(&seat["user"], "sourcedId") == shown));
    assert_eq!(minor(&house.read("users?sort=sourcedId").await), "invalid_sort_field");
    assert_eq!(house.read("users/18").await.status, 404, "the stored one is not told");
}

#[tokio::test]
async fn a_class_has_its_kits_and_the_group_it_was_attached_to() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let mut house = House::open(&desk).await;
        house.school.kit_with(30).await;
        let group = GroupId::random(&desk.ground.random);
        let sql = "INSERT INTO platform_group (id, platform_id, school_id, external_id, name, created_at)
            VALUES ($1, 'opiq', 'ehis:123', 'g-5b', '5B', $2)";
        desk.change(sql, args![&group, desk.ground.now()]).await;
        house.school.choice.group = Some(group);
        house.school.apply(&house.school.reading("j1", vec![pupil(0)])).await;
        let class = house.list("classes").await.remove(0);
        assert_eq!(class["title"], "Matemaatika 5B");
        assert_eq!(class["metadata"]["koppel.kits"], serde_json::json!([{ "id": "maths-5", "name": "Mathematics 5" }]));
        assert_eq!(class["metadata"]["koppel.group"], serde_json::json!({ "id": "g-5b", "name": "5B" }));
    })
    .await;
}

/// Who of a class has no licence stands with the class, by the id that the platform knows; who gets one is a change of it.
#[tokio::test]
async fn a_class_says_who_has_no_licence() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let mut house = House::open(&desk).await;
        let product = house.school.kit_with(2).await;
        house.school.apply(&house.school.reading("j1", vec![member(9, Role::Teacher), pupil(0), pupil(1)])).await;
        let teacher = id(&house.list("teachers").await[0]);
        let class = house.list("classes").await.remove(0);
        let wanted = serde_json::json!([{ "product": "maths", "user": teacher }]);
        assert_eq!(class["metadata"]["koppel.withoutLicence"], wanted);
        house.pass(2);
        let moment = desk.ground.now() - chrono::TimeDelta::minutes(1);
        assert!(house.since("classes", moment).await.is_empty());
        house.school.pool(&product, 3).await;
        let (broker, journal) = (&desk.ground.ground(), &id(&class).parse().unwrap());
        let actor = &koppel::domain::Actor::Cli("root".into());
        let (platform, school) = (&house.school.world.platform, &house.school.world.school);
        let about = koppel::licences::About { journal, platform, school, actor };
        let settle = |tx| async move { koppel::licences::settle(&tx, broker, about).await };
        assert_eq!(house.school.world.storage(settle).await.given, 1);
        assert_eq!(house.since("classes", moment).await.len(), 1);
        let class = house.list("classes").await.remove(0);
        assert!(class["metadata"]["koppel.withoutLicence"].is_null(), "{class}");
    })
    .await;
}

/// What cannot be answered is refused by name, with the standard's words.
#[tokio::test]
async fn a_read_that_makes_no_sense_is_refused_by_name() {
    let desk = Desk::sqlite().await;
    let house = House::open(&desk).await;
    let wrong = [
        ("users?limit=0", "invaliddata"),
        ("users?limit=10001", "invaliddata"),
        ("users?cursor=v1.test1.AAAA", "invaliddata"),
        ("users?filter=givenName%3D'Mari'", "invalid_filter_field"),
        ("classes?filter=role%3D'student'", "invalid_filter_field"),
        ("users?sort=familyName", "invalid_sort_field"),
        ("enrollments?sort=sourcedId", "invalid_sort_field"),
        ("users?fields=password", "invalid_selection_field"),
        ("schools/ehis:123/classes?filter=school.sourcedId%3D'ehis:1'", "invalid_filter_field"),
    ];
    for (path, code) in wrong {
        let answer = house.read(path).await;
        assert_eq!((answer.status, minor(&answer)), (400, code.to_owned()), "{path}");
        let body = answer.json();
        assert_eq!((&body["imsx_codeMajor"], &body["imsx_severity"]), (&"failure".into(), &"error".into()));
    }
    class(&house).await;
    let narrow = records(&house.read("users?fields=sourcedId,status&limit=1").await).remove(0);
    assert_eq!(narrow.as_object().unwrap().keys().collect::<Vec<_>>(), ["sourcedId", "status"]);
    assert_eq!(house.list("users?sort=sourcedId&orderBy=asc").await.len(), 4);
    drop(token(&desk, READER).await);
}
