//! `PUT /api/accounts/{external_id}`: accounts made after the import are known before the next journal.

use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::WorldPlatform;
use serde_json::{Value, json};

use crate::support::ground::fresh_postgres;

async fn put(demo: &Demo, by: &WorldPlatform, external_id: &str, body: &Value) -> (u16, Value) {
    put_in(demo, by, ("accounts", external_id), body).await
}

/// Tells of one thing in one of a platform's lists.
pub async fn put_in(demo: &Demo, by: &WorldPlatform, (list, external_id): (&str, &str), body: &Value) -> (u16, Value) {
    let mut url: url::Url = demo.world.issuer.parse().unwrap();
    url.path_segments_mut().unwrap().extend(["api", list, external_id]);
    let request = reqwest::Client::new().put(url).basic_auth(&by.client_id, Some(&by.client_secret)).json(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn count(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

const NEW: &str = "SELECT COUNT(*) AS n FROM account WHERE external_id = 'new/1' AND platform_id = 'lugemispesa' \
                   AND history_count = 7 AND family_name = 'Saar' AND password_hash IS NULL";
const EVENTS: &str = "SELECT COUNT(*) AS n FROM event e JOIN audit a ON a.id = e.audit_id WHERE e.sub = 'new/1' \
                      AND a.actor = 'platform:lugemispesa'";

#[tokio::test]
async fn a_platform_creates_and_updates_its_own_accounts_one_by_one() {
    for database_url in [None, Some(fresh_postgres().await)] {
        let demo = Demo::start(Settings { database_url, ..Settings::default() }).await.unwrap();
        let library = &demo.world.library;
        let mut told = json!({
            "username": "uus-saar", "given_name": "Uku", "family_name": "Saar", "birth_date": "2014-03-02",
            "school": "ehis:990001", "role": "pupil", "class": "5A", "history_count": 3, "last_activity": "2026-09-01",
        });
        let first = put(&demo, library, "new/1", &told).await;
        assert_eq!(first, (201, json!({ "sub": "new/1", "external_id": "new/1", "outcome": "created" })));
        assert_eq!(put(&demo, library, "new/1", &told).await.1["outcome"], "unchanged");
        told = json!({ "history_count": 7, "external_id": "new/1" });
        assert_eq!(
            put(&demo, library, "new/1", &told).await,
            (200, json!({ "sub": "new/1", "external_id": "new/1", "outcome": "updated" }))
        );
        assert_eq!(count(&demo, NEW).await, 1, "what was left out stays");
        assert_eq!(count(&demo, EVENTS).await, 2, "two changes, two events");
        demo.stop().await;
    }
}

#[tokio::test]
async fn a_bad_account_changes_nothing_and_says_which_member() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let (library, platform) = (&demo.world.library, &demo.world.platform);
    let all = "SELECT COUNT(*) AS n FROM account";
    let before = count(&demo, all).await;
    let wrong = [
        (json!({ "birth_date": "2999-01-01" }), 422, "birth_date"),
        (json!({ "school": "ehis:1", "role": "pupil" }), 422, "school"),
        (json!({ "school": "ehis:990001", "role": "admin" }), 422, "role"),
        (json!({ "username": "mari-tamm" }), 422, "username"),
        (json!({ "sub": "1701" }), 422, "sub"),
        // Its passwords are its own.
        (json!({ "password_hash": "$2b$04$abcdefghijklmnopqrstuu" }), 422, "password_hash"),
        (json!({ "surprise": true }), 422, "surprise"),
        (json!({ "given_name": { "a": 1 } }), 422, "given_name"),
        (json!({ "external_id": "other" }), 400, "external_id"),
        (json!([1, 2]), 400, "JSON object"),
    ];
    for (body, status, named) in &wrong {
        let answer = put(&demo, library, "new-2", body).await;
        assert_eq!((answer.0, answer.1["error"].is_string()), (*status, true), "{body}: {answer:?}");
        assert!(answer.1["error_description"].as_str().unwrap().contains(named), "{body}: {answer:?}");
    }
    assert_eq!(count(&demo, all).await, before);
    // Another platform's account of the same id is its own.
    let renamed = json!({ "family_name": "Muudetud" });
    assert_eq!(put(&demo, platform, "1701", &renamed).await.0, 200);
    let touched = "SELECT COUNT(*) AS n FROM account WHERE family_name = 'Muudetud' AND platform_id = 'lugemispesa'";
    assert_eq!(count(&demo, touched).await, 0);
    let thief = WorldPlatform { client_secret: "wrong".to_owned(), ..library.clone() };
    assert_eq!(put(&demo, &thief, "1701", &renamed).await.0, 401);
    demo.stop().await;
}
