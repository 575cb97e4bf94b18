use serde_json::json;

use super::*;

fn mapping(file: &str, preset: &str) -> Profile {
    let file: serde_json::Map<String, Value> = toml::from_str(file).unwrap();
    serde_json::from_value(file[preset]["profile"].clone()).unwrap()
}

fn ekool() -> Profile {
    mapping(include_str!("../../../config/upstreams/ekool.toml"), "ekool-v2")
}

fn harid() -> Profile {
    mapping(include_str!("../../../config/upstreams/harid.toml"), "harid")
}

/// What a profile's roles come to.
fn summary(facts: &Facts) -> Vec<(Role, Option<&str>)> {
    facts.roles.iter().map(|role| (role.role, role.school.as_ref().map(SchoolId::as_str))).collect()
}

#[test]
fn a_code_that_is_missing_blank_or_odd_is_left_out() {
    let table = [
        (json!({"data": {"idCode": "50001010017"}}), Some("EE:50001010017")),
        (json!({"data": {"idCode": 50_001_010_017_u64}}), Some("EE:50001010017")),
        (json!({"data": {"idCode": " 50001010017 "}}), Some("EE:50001010017")),
        (json!({"data": {"idCode": ""}}), None),
        (json!({"data": {"idCode": "   "}}), None),
        (json!({"data": {"idCode": null}}), None),
        (json!({"data": {"idCode": "unknown person"}}), None),
        (json!({"data": {"idCode": ["50001010017"]}}), None),
        (json!({"data": {}}), None),
        (json!({}), None),
    ];
    for (answer, expected) in table {
        assert_eq!(ekool().read(&answer).national_number.as_deref(), expected, "{answer}");
    }
}

#[test]
fn the_last_part_of_a_personal_code_counts() {
    let number = |code: &str| harid().read(&json!({"personal_code": code})).national_number;
    assert_eq!(number("EE:EID:50001010017").as_deref(), Some("EE:50001010017"));
    assert_eq!(number("EE:EID:"), None);
}

#[test]
fn words_nobody_knows_mean_no_role_and_none_means_administrator() {
    let roles = |word: Value| {
        let facts = ekool().read(&json!({"data": {"roles": [{"role": word, "ehisCode": "123"}]}}));
        facts.roles.iter().map(|role| role.role).collect::<Vec<_>>()
    };
    let table = [
        (json!("student"), vec![Role::Pupil]),
        (json!("STUDENT"), vec![Role::Pupil]),
        (json!("Õpetaja"), vec![Role::Teacher]),
        (json!("administrator"), vec![Role::Staff]),
        (json!("admin"), vec![Role::Staff]),
        (json!("parent"), vec![Role::Guardian]),
        (json!(["teacher", "parent"]), vec![Role::Teacher, Role::Guardian]),
        (json!("superuser"), vec![]),
        (json!(7), vec![]),
        (json!(null), vec![]),
    ];
    for (word, expected) in table {
        assert_eq!(roles(word.clone()), expected, "{word}");
    }
}

/// Design, invariant 8: a feed never grants administrator.
#[test]
fn no_preset_has_a_word_for_administrator() {
    for file in [
        include_str!("../../../config/upstreams/ekool.toml"),
        include_str!("../../../config/upstreams/harid.toml"),
        include_str!("../../../config/upstreams/oidc.toml"),
        include_str!("../../../config/upstreams/stuudium.toml"),
    ] {
        let presets: serde_json::Map<String, Value> = toml::from_str(file).unwrap();
        for preset in presets.values() {
            let words = preset["profile"]["words"].as_object().unwrap();
            assert!(!words.contains_key("admin"), "{words:?}");
        }
    }
}

#[test]
fn schools_are_typed_or_left_out() {
    let table = [
        ("123", Some("ehis:123")),
        ("ehis:123", Some("ehis:123")),
        ("brin:99XX-00", Some("brin:99XX-00")),
        ("Kuuseoja", None),
        ("a b:1", None),
    ];
    for (number, expected) in table {
        assert_eq!(typed_school(number).as_ref().map(SchoolId::as_str), expected, "{number}");
    }
}

#[test]
fn a_person_of_two_schools_keeps_every_role_and_the_chosen_one_is_first() {
    let facts = ekool().read(&json!({"data": {
        "current": {"role": "teacher", "schoolId": 18},
        "schools": [{"id": 17, "ehisCode": "100", "name": "Kuuseoja"}, {"id": 18, "ehisCode": "200", "name": "Merekalda"}],
        "roles": [
            {"role": "parent", "schoolId": 17},
            {"role": "student", "schoolId": 17, "className": "5B", "active": false},
            {"role": "teacher", "schoolId": 18},
        ],
    }}));
    assert_eq!(summary(&facts), [(Role::Teacher, Some("ehis:200")), (Role::Guardian, Some("ehis:100"))]);
    assert_eq!(facts.roles[0].school_name.as_deref(), Some("Merekalda"));
}

#[test]
fn a_class_may_stand_in_two_fields() {
    let role = json!({"marker": "student", "active": true, "provider_ehis_id": 123, "provider_name": "Kuuseoja",
        "student_grade": 5, "student_parallel": "B"});
    let facts = harid().read(&json!({"roles": [role]}));
    assert_eq!(facts.roles[0].class_name.as_deref(), Some("5B"));
    assert_eq!(facts.roles[0].school.as_ref().map(SchoolId::as_str), Some("ehis:123"));
}

#[test]
fn odd_names_dates_and_mails_are_left_out() {
    let long = "a".repeat(201);
    let facts = ekool().read(
        &json!({"data": {"firstName": long, "lastName": "Tamm\u{0}", "birthDate": "0000-03-12", "email": "none"}}),
    );
    assert_eq!(facts, Facts::default());
    let facts = ekool().read(
        &json!({"data": {"firstName": " Mari ", "lastName": 7.5, "birthDate": "2014-03-12", "email": "m@example.ee"}}),
    );
    assert_eq!(facts.name, PersonName { given: Some("Mari".into()), family: None });
    assert_eq!(facts.birth_date, NaiveDate::from_ymd_opt(2014, 3, 12));
    assert_eq!(facts.email.as_deref(), Some("m@example.ee"));
}

#[test]
fn a_thousand_roles_are_cut_off() {
    let roles: Vec<Value> = (0..1_000).map(|_| json!({"role": "student"})).collect();
    assert_eq!(ekool().read(&json!({"data": {"roles": roles}})).roles.len(), MOST_ROLES);
}
