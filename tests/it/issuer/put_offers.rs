//! `PUT /api/products|kits|groups/{external_id}`: what a platform has for journals, by its own call.

use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::WorldPlatform;
use serde_json::{Value, json};

use super::put_accounts::put_in;
use crate::support::ground::fresh_postgres;

const TOLD: &str = "SELECT COUNT(*) AS n FROM event e JOIN audit a ON a.id = e.audit_id AND a.action = e.kind \
    WHERE a.actor = 'platform:lugemispesa' AND (e.kind LIKE 'kit.%' OR e.kind LIKE 'product.%' OR e.kind LIKE 'group.%')";
const OFFERED: &str = "SELECT COUNT(*) AS n FROM kit k JOIN product p ON p.id = k.product_id AND p.external_id = 'poems' \
    WHERE k.platform_id = 'lugemispesa' AND k.external_id = 'poems/5' AND k.name = 'Poems' AND k.ended_at IS NULL";
const LISTED: &str = "SELECT COUNT(*) AS n FROM platform_group_teacher t JOIN platform_group g ON g.id = t.group_id \
    AND g.external_id = 'g-5a' AND g.school_id = 'ehis:990001' AND g.platform_id = 'lugemispesa'";

async fn count(demo: &Demo, sql: &'static str) -> i64 {
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

fn outcome(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["outcome"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_platform_tells_of_its_products_kits_and_groups_one_by_one() {
    for database_url in [None, Some(fresh_postgres().await)] {
        let demo = Demo::start(Settings { database_url, ..Settings::default() }).await.unwrap();
        let library = &demo.world.library;
        let put = async |place: (&str, &str), body: Value| put_in(&demo, library, place, &body).await;
        assert_eq!(outcome(&put(("products", "poems"), json!({ "name": "Poems" })).await), (201, "created"));
        let kit = json!({ "name": "Poems for 5", "product": "poems" });
        assert_eq!(outcome(&put(("kits", "poems/5"), kit.clone()).await), (201, "created"));
        assert_eq!(outcome(&put(("kits", "poems/5"), kit).await), (200, "unchanged"));
        assert_eq!(outcome(&put(("kits", "poems/5"), json!({ "name": "Poems" })).await), (200, "updated"));
        assert_eq!(count(&demo, OFFERED).await, 1, "what was left out stays");
        for id in ["anu", "tiit"] {
            let account = json!({ "given_name": id, "school": "ehis:990001", "role": "teacher" });
            assert_eq!(put(("accounts", id), account).await.0, 201);
        }
        let group = json!({ "name": "5A", "school": "ehis:990001", "teachers": ["anu", "tiit"] });
        assert_eq!(outcome(&put(("groups", "g-5a"), group).await), (201, "created"));
        assert_eq!(count(&demo, LISTED).await, 2);
        assert_eq!(outcome(&put(("groups", "g-5a"), json!({ "teachers": ["anu"] })).await), (200, "updated"));
        assert_eq!(outcome(&put(("groups", "g-5a"), json!({ "name": "5A" })).await), (200, "unchanged"));
        assert_eq!(count(&demo, LISTED).await, 1);
        assert_eq!(outcome(&put(("kits", "poems/5"), json!({ "ended": true })).await), (200, "updated"));
        assert_eq!(outcome(&put(("kits", "poems/5"), json!({ "name": "Poems" })).await), (200, "unchanged"));
        assert_eq!((count(&demo, OFFERED).await, count(&demo, TOLD).await), (0, 6));
        assert_eq!(outcome(&put(("kits", "poems/5"), json!({ "ended": false })).await), (200, "updated"));
        assert_eq!(count(&demo, OFFERED).await, 1);
        demo.stop().await;
    }
}

#[tokio::test]
async fn what_cannot_be_changes_nothing_and_says_which_member() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let library = &demo.world.library;
    let wrong = [
        ("products", json!({}), 422, "name"),
        ("products", json!({ "name": "x", "price": 3 }), 422, "price"),
        ("products", json!({ "name": "x", "teachers": [] }), 422, "teachers"),
        ("kits", json!({ "name": "x", "product": "nothing" }), 422, "product"),
        // Another platform's product.
        ("kits", json!({ "name": "x", "product": "matemaatika" }), 422, "product"),
        ("kits", json!({ "ended": true, "name": "x" }), 422, "ended"),
        ("groups", json!({ "name": "x" }), 422, "school"),
        ("groups", json!({ "name": "x", "school": "ehis:1" }), 422, "school"),
        ("groups", json!({ "name": "x", "school": "ehis:990001", "teachers": ["nobody"] }), 422, "teachers"),
        ("groups", json!({ "name": "x", "school": "ehis:990001", "teachers": "anu" }), 422, "teachers"),
        ("groups", json!({ "name": "x", "school": "ehis:990001", "external_id": "other" }), 400, "external_id"),
    ];
    let all = "SELECT (SELECT COUNT(*) FROM kit) + (SELECT COUNT(*) FROM product) + (SELECT COUNT(*) FROM platform_group) AS n";
    let before = count(&demo, all).await;
    for (list, body, status, named) in &wrong {
        let answer = put_in(&demo, library, (list, "new"), body).await;
        assert_eq!((answer.0, answer.1["error"].is_string()), (*status, true), "{body}: {answer:?}");
        assert!(answer.1["error_description"].as_str().unwrap().contains(named), "{body}: {answer:?}");
    }
    let thief = WorldPlatform { client_secret: "wrong".to_owned(), ..library.clone() };
    assert_eq!(put_in(&demo, &thief, ("products", "new"), &json!({ "name": "x" })).await.0, 401);
    assert_eq!(count(&demo, all).await, before);
    demo.stop().await;
}
