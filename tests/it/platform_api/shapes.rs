//! The shapes of OneRoster 1.2: what each record must have, and what of people a client is told.

use koppel::args;
use koppel::domain::{GroupId, Role};
use serde_json::Value;

use super::house::{House, LISTS, READER, id, minor, records, token};
use crate::issuer::desk::{Desk, field};
use crate::roster::school::{given, member, pupil};
use crate::support::{TestGround, both_engines};

/// What a record has, and of which type. Source: OneRoster 1.2, Rostering Service, REST binding, the schemas of `org`,
/// `class`, `course`, `academicSession`, `user` and `enrollment`.
const REQUIRED: [(&str, &[(&str, char)]); 6] = [
    ("orgs", &[("sourcedId", 's'), ("status", 's'), ("dateLastModified", 't'), ("name", 's'), ("type", 's')]),
    (
        "classes",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("title", 's'),
            ("classType", 's'),
            ("course", 'r'),
            ("school", 'r'),
            ("terms", 'l'),
        ],
    ),
    (
        "courses",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("title", 's'),
            ("org", 'r'),
            ("schoolYear", 'r'),
        ],
    ),
    (
        "academicSessions",
        &[
            ("sourcedId", 's'),
            ("status", 's'),
            ("dateLastModified", 't'),
            ("title", 's'),
            ("startDate", 'd'),
            ("endDate", 'd'),
            ("type", 's'),
            ("schoolYear", 's'),
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
        'd' => value.as_str().is_some_and(|text| text.parse::<chrono::NaiveDate>().is_ok()),
        'l' => value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|one| fits(one, 'r'))),
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
        let referring: [(&str, &[&str]); 3] = [
            ("enrollments", &["/user", "/class", "/school"]),
            ("classes", &["/course", "/school", "/terms/0"]),
            ("courses", &["/org", "/schoolYear"]),
        ];
        for (list, names) in referring {
            for record in house.list(list).await {
                for name in names {
                    let reference = record.pointer(name).unwrap();
                    let href = field(reference, "href");
                    let path = href.strip_prefix("https://koppel.test/ims/oneroster/rostering/v1p2/").unwrap();
                    let one = house.read(path).await.json();
                    let (_, found) = one.as_object().unwrap().iter().next().unwrap();
                    assert_eq!(id(found), field(reference, "sourcedId"), "{list} {name}");
                }
            }
        }
    })
    .await;
}

/// A class is of the school year that its upstream names, by the school's own day; the course has the class's name.
#[tokio::test]
async fn a_class_has_a_course_and_a_school_year() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let mut named = house.school.reading("j1", vec![pupil(0)]);
        named.journal.school_year = Some("2025/26".into());
        house.school.apply(&named).await;
        for journal in ["j2", "j3"] {
            house.school.apply(&house.school.reading(journal, vec![pupil(1)])).await;
        }
        let told = async || {
            let years = house.list("academicSessions").await;
            let shown = |year: &Value| ["title", "startDate", "endDate", "schoolYear"].map(|name| field(year, name));
            years.iter().map(shown).collect::<Vec<_>>()
        };
        let first = ["2025/2026", "2025-08-01", "2026-08-01", "2026"];
        assert_eq!(told().await, [first, ["2026/2027", "2026-08-01", "2027-08-01", "2027"]]);
        let sql =
            "INSERT INTO school_refresh (platform_id, school_id, daily_at, additions_flow, end_gone_days, year_begins)
            VALUES ('opiq', 'ehis:123', 180, FALSE, 0, $1)";
        desk.change(sql, args![chrono::NaiveDate::from_ymd_opt(2020, 9, 8)]).await;
        // It is the 7th of September: the year has not begun.
        assert_eq!(told().await, [["2025/2026", "2025-09-08", "2026-09-08", "2026"]]);
        let course = house.list("courses").await.remove(0);
        assert_eq!((course["title"].as_str(), house.list("courses").await.len()), (Some("Matemaatika 5B"), 3));
        assert_eq!(house.read("courses/crs-jrn_00000000000000000000000000").await.status, 404);
        assert_eq!(house.read("academicSessions/ehis:123-1999").await.status, 404);
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
        assert_eq!(class["metadata"]["ext"]["kits"], class["metadata"]["koppel.kits"]);
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

/// The members of a schema of a published description of the service, each with its type and the words it may be.
fn members<'a>(text: &'a str, schema: &str) -> Vec<(&'a str, &'a str, Vec<&'a str>)> {
    let from = text.split_once(&format!("\n    {schema}:\n      properties:\n")).expect("the schema is there").1;
    let mut found: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for line in from.lines().take_while(|line| line.starts_with("        ")) {
        let (depth, said) = (line.len() - line.trim_start().len(), line.trim());
        if depth == 8 {
            found.push((said.trim_end_matches(':'), "", Vec::new()));
            continue;
        }
        let Some(last) = found.last_mut() else { continue };
        if let (10, Some(kind)) = (depth, said.strip_prefix("type: ")) {
            last.1 = kind;
        }
        if let (12, Some(word)) = (depth, said.strip_prefix("- ")) {
            last.2.push(word.trim_matches('"'));
        }
    }
    found
}

/// The standard demands it of a user; the description that Ed-Fi publishes leaves it out.
const LEFT_OUT: &str = "enabledUser";

/// Where a published `OpenAPI` description of the service lies (`KOPPEL_TEST_ONEROSTER`), every member that we send is one of
/// its schema, of its type and of its words. References and lists are objects there.
#[tokio::test]
async fn every_member_is_one_of_the_published_description() {
    let Ok(path) = std::env::var("KOPPEL_TEST_ONEROSTER") else {
        eprintln!("KOPPEL_TEST_ONEROSTER names no description: the table above is all that was looked at");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let desk = Desk::sqlite().await;
    let mut house = House::open(&desk).await;
    house.school.kit_with(1).await;
    class(&house).await;
    for (list, one) in LISTS {
        let known = members(&text, one);
        assert!(known.len() > 8, "{one}: {known:?}");
        for record in house.list(list).await {
            for (name, value) in record.as_object().unwrap().iter().filter(|(name, _)| *name != LEFT_OUT) {
                let found = known.iter().find(|(known, ..)| known == name);
                let (_, kind, words) = found.unwrap_or_else(|| panic!("{list} {name} is no member"));
                let fits = match *kind {
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    _ => value.is_object() || value.is_array(),
                };
                let is_word = words.is_empty() || value.as_str().is_none_or(|text| words.contains(&text));
                assert!(fits && is_word, "{list} {name}: {value} is no {kind} {words:?}");
            }
        }
    }
}
