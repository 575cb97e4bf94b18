//! Userinfo, introspection, revocation and the discovery document: S13, S16, S18, S23, S24, A20.

use koppel::args;
use koppel::domain::{Claim, RoleId};
use koppel::storage::{Durability, StorageError, Tx};
use serde_json::{Value, json};

use super::desk::{Answer, Desk, Signed, WEB, field, form, query};
use super::jwt::{claims_of, header_of};
use crate::support::{both_engines, counted};

async fn furnish(desk: &Desk, signed: &Signed) {
    const ROLE: &str = "INSERT INTO account_role (id, account_id, school_id, role, source, since)
        VALUES ($1, $2, 'ehis:123', $3, $4, $5)";
    let set = "UPDATE account SET given_name = 'Mari', family_name = 'Maasikas', username = 'mari', locale = 'et',
        email = 'mari@example.ee', email_verified = TRUE WHERE id = $1";
    desk.change(set, args![&signed.account]).await;
    let (ground, account, now) = (&desk.ground, &signed.account, desk.ground.now());
    let write = |tx: Tx| async move {
        for (role, source) in [("pupil", "import"), ("pupil", "upstream:ekool"), ("teacher", "administrator")] {
            tx.execute(ROLE, args![RoleId::random(&ground.random), account, role, source, now]).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// Certification 6: personal data is in userinfo and nowhere else; each scope gives its own.
#[tokio::test]
async fn userinfo_says_what_the_scopes_ask() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        furnish(&desk, &signed).await;
        let tokens = desk.tokens(&signed).await;
        let info = desk.bearer("/userinfo", &field(&tokens, "access_token")).await;
        assert_eq!(info.headers["cache-control"], "no-store");
        let expected = json!({
            "sub": "17", "name": "Mari Maasikas", "given_name": "Mari", "family_name": "Maasikas",
            "preferred_username": "mari", "locale": "et", "updated_at": desk.ground.now().timestamp(),
            "email": "mari@example.ee", "email_verified": true,
            "koppel:school": [{"id": "ehis:123", "name": "Tamme Kool"}],
            "koppel:roles": [{"school": "ehis:123", "role": "pupil"}, {"school": "ehis:123", "role": "teacher"}],
            "koppel:link": {"upstream": "ekool", "kind": "ekool", "assurance": "high", "since": "2026-09-07T08:00:00Z"},
        });
        assert_eq!(info.json(), expected);
        let id_token = claims_of(&field(&tokens, "id_token"));
        let mut names: Vec<&str> = id_token.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        let expected = ["acr", "amr", "at_hash", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub"];
        assert_eq!(names, expected);
    })
    .await;
}

async fn info(desk: &Desk, signed: &Signed, client: &str, changes: &[(&str, &str)]) -> Value {
    let all: Vec<(&str, &str)> = [("client_id", client)].iter().chain(changes).copied().collect();
    let code = desk.code(signed, &all).await;
    let tokens = desk.redeem(client, &code, &[]).await.json();
    desk.bearer("/userinfo", &field(&tokens, "access_token")).await.json()
}

/// Claims are allow-listed per client, and what is empty is not there.
#[tokio::test]
async fn client_gets_no_more_than_its_lists_allow() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let bare = info(&desk, &signed, WEB, &[]).await;
    let mut names: Vec<&String> = bare.as_object().unwrap().keys().collect();
    names.sort_unstable();
    assert_eq!(names, ["koppel:link", "sub", "updated_at"]);
    furnish(&desk, &signed).await;
    assert_eq!(info(&desk, &signed, WEB, &[("scope", "openid")]).await, json!({"sub": "17"}));
    desk.client("shy", |client| {
        client.scopes = "openid profile".to_owned();
        client.claims = "name email".to_owned();
    })
    .await;
    assert_eq!(info(&desk, &signed, "shy", &[]).await, json!({"sub": "17", "name": "Mari Maasikas"}));
    let single = [("scope", "openid"), ("claims", r#"{"userinfo":{"email":null,"given_name":null}}"#)];
    assert_eq!(info(&desk, &signed, "shy", &single).await, json!({"sub": "17", "email": "mari@example.ee"}));
}

/// 1.8: an address that nobody verified says so.
#[tokio::test]
async fn unverified_address_is_marked() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    furnish(&desk, &signed).await;
    desk.change("UPDATE account SET email_verified = FALSE WHERE id = $1", args![&signed.account]).await;
    assert_eq!(info(&desk, &signed, WEB, &[]).await["email_verified"], false);
}

/// OIDC Core 5.3.1: header by GET and POST, form by POST; never the address.
#[tokio::test]
async fn token_is_taken_from_header_or_form_and_never_from_the_address() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let token = field(&desk.tokens(&signed).await, "access_token");
    let bearer = format!("Bearer {token}");
    let in_form = form(&[("access_token", &token)]);
    assert_eq!(desk.post("/userinfo", &[("authorization", &bearer)], String::new()).await.json()["sub"], "17");
    assert_eq!(desk.post("/userinfo", &[], in_form.clone()).await.json()["sub"], "17");
    let twice = desk.post("/userinfo", &[("authorization", &bearer)], in_form).await;
    assert_eq!((twice.status, twice.error().as_str()), (400, "invalid_request"));
    let in_address = desk.visit(&format!("/userinfo?access_token={token}"), "").await;
    assert_eq!(in_address.status, 401);
    assert!(in_address.headers["www-authenticate"].to_str().unwrap().contains("Bearer"));
    for odd in ["", "Bearer", "Bearer ", "Basic abc", "bearer x y", &"x".repeat(5_000)] {
        assert_eq!(desk.post("/userinfo", &[("authorization", odd)], String::new()).await.status, 401, "{odd}");
    }
}

/// S24: exactly `{"active":false}` for everything that is not one's own good token.
#[tokio::test]
async fn introspection_tells_owners_only() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        desk.client("other", |_| {}).await;
        let tokens = desk.tokens(&signed).await;
        let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
        let ask = async |client, token: &str| desk.call("/introspect", client, &[("token", token)]).await;
        let own = ask(WEB, &access).await.json();
        assert_eq!((&own["active"], &own["sub"], &own["client_id"]), (&json!(true), &json!("17"), &json!("web")));
        assert_eq!(own["exp"].as_i64().unwrap() - own["iat"].as_i64().unwrap(), 600);
        assert_eq!(ask(WEB, &refresh).await.json()["active"], true);
        for (client, token) in [("other", &access), ("other", &refresh), (WEB, &"unknown".to_owned())] {
            assert_eq!(ask(client, token).await.body, r#"{"active":false}"#);
        }
        desk.ground.clock.advance(chrono::TimeDelta::seconds(600));
        assert_eq!(ask(WEB, &access).await.body, r#"{"active":false}"#);
        assert_eq!(desk.post("/introspect", &[], form(&[("token", &access)])).await.status, 401);
    })
    .await;
}

/// S23: the refresh token takes everything along, the access token only itself, a stranger nothing.
#[tokio::test]
async fn revocation_ends_what_the_owner_gives_back() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        desk.client("other", |_| {}).await;
        let tokens = desk.tokens(&signed).await;
        let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
        let revoke = async |client, token: &str| desk.call("/revoke", client, &[("token", token)]).await.status;
        assert_eq!(
            [revoke("other", &access).await, revoke("other", &refresh).await, revoke(WEB, "unknown").await],
            [200; 3]
        );
        assert!(desk.is_active(&access).await && desk.is_active(&refresh).await);
        assert_eq!(revoke(WEB, &access).await, 200);
        assert!(!desk.is_active(&access).await && desk.is_active(&refresh).await);
        let fresh = desk.refresh(WEB, &refresh).await.json();
        assert_eq!(revoke(WEB, &field(&fresh, "refresh_token")).await, 200);
        assert!(!desk.is_active(&field(&fresh, "access_token")).await);
        assert_eq!(desk.refresh(WEB, &field(&fresh, "refresh_token")).await.error(), "invalid_grant");
    })
    .await;
}

/// A20: what is good at one place is nothing at every other.
#[tokio::test]
async fn tokens_open_their_own_door_only() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    let tokens = desk.tokens(&signed).await;
    let code = desk.code(&signed, &[]).await;
    let [access, refresh, id_token] = ["access_token", "refresh_token", "id_token"].map(|name| field(&tokens, name));
    let sid = field(&claims_of(&id_token), "sid");
    let session = signed.cookies.rsplit_once('=').unwrap().1.to_owned();
    for value in [&refresh, &id_token, &code, &sid, &session] {
        assert_eq!(desk.bearer("/userinfo", value).await.status, 401);
    }
    for value in [&access, &id_token, &code, &sid, &session] {
        assert_eq!(desk.refresh(WEB, value).await.status, 400);
    }
    for value in [&access, &refresh, &id_token, &sid, &session] {
        assert_eq!(desk.redeem(WEB, value, &[]).await.status, 400);
    }
    for value in [&access, &refresh, &id_token, &code, &sid] {
        let cookies = signed.cookies.replace(&session, value);
        let answer = desk.visit(&format!("/authorize?{}", query(&[("prompt", "none")])), &cookies).await;
        assert_eq!(answer.back("error").as_deref(), Some("login_required"));
    }
    assert_eq!(desk.redeem(WEB, &code, &[]).await.status, 200);
    counted("A20", "20 tokens, codes and cookies at each other's doors");
}

/// S18: each platform sees a `sub` of its own when it is pairwise, the same in token, userinfo and introspection.
#[tokio::test]
async fn pairwise_sub_is_the_same_everywhere_and_not_the_stored_one() {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.change("UPDATE platform SET sub_mode = 'pairwise' WHERE id = 'opiq'", vec![]).await;
    let tokens = desk.tokens(&signed).await;
    let sub = field(&claims_of(&field(&tokens, "id_token")), "sub");
    let access = field(&tokens, "access_token");
    assert_eq!(sub.len(), 43);
    assert_eq!(field(&desk.bearer("/userinfo", &access).await.json(), "sub"), sub);
    assert_eq!(field(&desk.call("/introspect", WEB, &[("token", &access)]).await.json(), "sub"), sub);
}

/// An app in a browser calls from its own origin; introspection and the person's pages are not for it.
#[tokio::test]
async fn apps_in_browsers_may_call_what_reads_no_cookie() {
    let desk = Desk::sqlite().await;
    let allowed = |answer: &Answer| answer.headers.get("access-control-allow-origin").is_some_and(|value| value == "*");
    for path in ["/token", "/userinfo", "/revoke", "/jwks", "/.well-known/openid-configuration"] {
        let answer = desk.preflight(path).await;
        assert!(answer.status == 204 && allowed(&answer), "{path}");
    }
    assert!(allowed(&desk.post("/token", &[], String::new()).await), "errors can be read, too");
    for path in ["/introspect", "/authorize", "/logout"] {
        assert!(!allowed(&desk.preflight(path).await), "{path}");
    }
}

/// S12, S13, certification 1–4: what the document promises.
#[tokio::test]
async fn discovery_is_true() {
    let desk = Desk::sqlite().await;
    let answer = desk.visit("/.well-known/openid-configuration", "").await;
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.body, desk.visit("/.well-known/oauth-authorization-server", "").await.body);
    let json = answer.json();
    assert_eq!(json["issuer"], "https://koppel.test");
    for (name, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("userinfo_endpoint", "/userinfo"),
        ("jwks_uri", "/jwks"),
        ("introspection_endpoint", "/introspect"),
        ("revocation_endpoint", "/revoke"),
        ("end_session_endpoint", "/logout"),
    ] {
        assert_eq!(json[name], format!("https://koppel.test{path}"), "{name}");
    }
    assert_eq!(json["response_types_supported"], json!(["code"]));
    assert_eq!(json["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(json["subject_types_supported"], json!(["pairwise"]));
    assert_eq!(json["request_uri_parameter_supported"], false);
    assert_eq!(json["authorization_response_iss_parameter_supported"], true);
    let claims = json["claims_supported"].as_array().unwrap();
    assert!(Claim::ALL.iter().all(|claim| claims.contains(&json!(claim.as_str()))));
}

/// Certification: every key has a kid of its own, is for signing, and shows no private part.
#[tokio::test]
async fn published_keys_are_public_keys() {
    let desk = Desk::sqlite().await;
    let jwks = desk.visit("/jwks", "").await.json();
    let keys = jwks["keys"].as_array().unwrap();
    let mut algs: Vec<&str> = keys.iter().map(|key| key["alg"].as_str().unwrap()).collect();
    algs.sort_unstable();
    assert_eq!(algs, ["ES256", "EdDSA", "RS256"]);
    for key in keys {
        assert_eq!((key["use"].as_str(), key["kid"].as_str().map(str::len)), (Some("sig"), Some(43)));
        assert!(["d", "p", "q", "dp", "dq", "qi", "k"].iter().all(|private| key.get(private).is_none()));
    }
    let signed = desk.sign_in("17").await;
    let token = field(&desk.tokens(&signed).await, "id_token");
    assert!(keys.iter().any(|key| key["kid"] == header_of(&token)["kid"]));
}
