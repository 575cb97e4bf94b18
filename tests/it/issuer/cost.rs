//! What the calls of platforms ask of the database: bounds, so that what was taken out does not creep back in.

use super::desk::{Desk, Signed, WEB, field};
use crate::support::both_engines;
use crate::support::cost::{Cost, cost};

/// A code for somebody with a session, its tokens, userinfo, introspection, the next tokens.
const BOUNDS: [(&str, Cost); 5] = [
    ("authorize with a session", Cost::of(6, 0, 1)),
    ("code for tokens", Cost::of(5, 0, 1)),
    ("userinfo", Cost::of(1, 0, 0)),
    ("introspection", Cost::of(2, 0, 0)),
    ("refresh", Cost::of(5, 0, 1)),
];

async fn measured(desk: &Desk, signed: &Signed) -> [Cost; 5] {
    let db = &desk.ground.db;
    let scope = [("scope", "openid profile offline_access")];
    let (code, authorize) = cost(db, desk.code(signed, &scope)).await;
    let (answer, redeem) = cost(db, desk.redeem(WEB, &code, &[])).await;
    let tokens = answer.json();
    let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
    let (answer, userinfo) = cost(db, desk.bearer("/userinfo", &access)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let (active, introspect) = cost(db, desk.is_active(&access)).await;
    assert!(active);
    let (answer, renew) = cost(db, desk.refresh(WEB, &refresh)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    [authorize, redeem, userinfo, introspect, renew]
}

#[tokio::test]
async fn calls_ask_the_database_as_often_as_they_must_and_no_more() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let found = measured(&desk, &signed).await;
        for ((what, bound), found) in BOUNDS.iter().zip(found) {
            eprintln!("{what}: {found:?}");
            assert!(found.is_within(bound), "{what}: {found:?}");
        }
    })
    .await;
}
